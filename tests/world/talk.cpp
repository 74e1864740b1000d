// Whether what people said about a question can be read where it is asked, or where it was.
#include <set>

#include "tests/world/ledger.h"

namespace doorstep::test {

// Records are merged and parted, and questions move with them: whoever had said something about one is heard.
std::string Ledger::judge_talk(const Lives& lives) {
  std::set<EditId> heard;
  for (const auto& [id, life] : lives)
    for (const auto& conflict : life.conflicts)
      for (const auto& remark : conflict.remarks) heard.insert(remark.stamp.edit);
  for (const auto& [id, life] : lives)
    for (const auto& entry : life.history.entries) {
      if (entry.edit.at("op") != "discuss" || !entry.edit.at("set").contains("remark")) continue;
      ++counts_["law: unheard"];
      if (heard.contains(*parse_id<EditId>(entry.edit.at("id").get<std::string>()))) continue;
      return "UNHEARD: no conflict has the remark of seq " + std::to_string(entry.seq.value) + " about " + text(id);
    }
  return {};
}

}  // namespace doorstep::test
