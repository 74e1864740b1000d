#include "engine/word.h"

#include "shared/policy.h"
#include "shared/rights.h"
#include "shared/unit_value.h"

namespace doorstep {

const Candidate* own_proposal(const Subject& subject, const std::string& unit, const PersonId& person) {
  for (const auto& conflict : subject.conflicts) {
    if (conflict.state != ConflictState::open || conflict.field != unit) continue;
    for (const auto& one : conflict.candidates)
      if (one.proposed && person_of(one.stamp.chain) == person) return &one;
  }
  return nullptr;
}

Word word_of(const Speaker& speaker, const Type& type, const Subject& subject, const std::string& name,
             const json& value) {
  const auto unit = unit_of(type, name);
  const auto* shown = subject.record ? subject.record->value(name) : nullptr;
  // Of entries only those that are new come here.
  const bool stands = unit && unit->policy == Policy::append ? value.empty() : value == (shown ? *shown : json{});
  const auto* own = unit ? own_proposal(subject, unit->name, speaker.person) : nullptr;
  if (own == nullptr) return stands ? Word::nothing : Word::news;
  if (stands) return speaker.source == "import" ? Word::nothing : Word::takes_back;
  const auto current = subject.record ? value_of(*unit, *subject.record) : json{};
  const bool only_proposes = writing_of(speaker.role.of(type.name), *unit, current, own->value) == Writing::propose;
  return only_proposes && member_of(*unit, own->value, name) == value ? Word::nothing : Word::news;
}

}  // namespace doorstep
