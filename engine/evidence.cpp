#include "engine/evidence.h"

#include "shared/evidence.h"

namespace doorstep {

std::set<std::string> evidence_for(const Type& type, const Record& record, const Candidate& said,
                                   const SaidIns& visits) {
  auto out = said.evidence;
  out.insert(said.stamp.source);
  for (const auto& one : evidence_in(type, record))
    if (one.edit == said.stamp.edit) out.insert(one.word);
  const auto visit = said.stamp.visit ? visits.find(*said.stamp.visit) : visits.end();
  if (visit != visits.end() && visit->second.was_signed) out.insert("signature");
  out.erase("");
  return out;
}

}  // namespace doorstep
