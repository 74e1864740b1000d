// Whether people are asked about every two records with one natural key; and what came about in a story.
#include <algorithm>
#include <set>

#include "shared/record.h"
#include "tests/world/ledger.h"

namespace doorstep::test {
namespace {

// Of more than these the server does not look up what was decided: it asks again.
constexpr std::size_t claimants_judged_max = 16;

// It is asked, or somebody who knew of all of them said that they are not one.
bool answers(const Conflict& conflict, const json& key, const std::set<RecordId>& claimants) {
  if (conflict.kind != ConflictKind::duplicate || conflict.base != key) return false;
  if (conflict.state == ConflictState::open) return true;
  const bool told_apart = conflict.state == ConflictState::resolved && conflict.resolution.has_value() &&
                          conflict.resolution->value.is_null();
  return told_apart && std::all_of(claimants.begin(), claimants.end(), [&](const RecordId& id) {
           return std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                              [&](const Candidate& one) { return one.value == text(id); });
         });
}

}  // namespace

// A record claims its own key and those of all that were merged into it (docs/merge.md K1).
std::string Ledger::judge_keys(const Template& archive_template, const Lives& lives) {
  std::map<std::pair<std::string, std::string>, std::set<RecordId>> claims;
  for (const auto& [id, life] : lives) {
    if (!life.record || life.record->header.state != State::live) continue;
    const auto& type = life.record->header.type;
    auto claim = [&](const Record& record) {
      if (auto key = natural_key(*archive_template.type(type), record); !key.empty())
        claims[{type, std::move(key)}].insert(id);
    };
    claim(*life.record);
    for (const auto& alias : life.aliases) claim(*lives.at(alias).record);
  }
  for (const auto& [key, claimants] : claims) {
    if (claimants.size() < 2 || claimants.size() > claimants_judged_max) continue;
    ++counts_["law: keys"];
    const auto value = parse_json(key.second).value();
    const bool asked = std::any_of(lives.begin(), lives.end(), [&](const auto& life) {
      return std::any_of(life.second.conflicts.begin(), life.second.conflicts.end(),
                         [&](const Conflict& one) { return answers(one, value, claimants); });
    });
    if (asked) continue;
    auto out = "KEYS: nobody is asked about records of one key " + key.second + ":";
    for (const auto& id : claimants) out += " " + text(id);
    return out;
  }
  return {};
}

void Ledger::count_what_happened(Archive& archive, const Lives& lives) {
  for (const auto& [id, life] : lives) {
    for (const auto& conflict : life.conflicts) {
      const auto* type = life.record ? archive.archive_template().type(life.record->header.type) : nullptr;
      const bool of_group = type != nullptr && type->group(conflict.field) != nullptr;
      ++counts_["conflict: " + (of_group ? std::string{"group"} : std::string{name_of(conflict.kind)})];
      if (conflict.resolution) ++counts_["conflict decided"];
    }
    for (const auto& entry : life.history.entries) {
      if (entry.edit.at("record") != text(id)) continue;  // told with what it was merged into
      const auto& op = entry.edit.at("op");
      if (op == "merge") ++counts_["records merged"];
      if (op == "unmerge") ++counts_["records parted"];
      if (op == "distinct") ++counts_["two told apart"];
      if (op == "discuss" && entry.edit.at("set").contains("reopen")) ++counts_["conflict asked again"];
    }
  }
  if (const auto quarantine = archive.quarantine())
    for (const auto& item : *quarantine)
      ++counts_[item.body.is_object() && item.body.contains("bundle") ? "bundle parked" : "edit in quarantine"];
}

}  // namespace doorstep::test
