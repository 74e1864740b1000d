// What must hold of a record as a whole: removals, questions and decisions.
#include <algorithm>
#include <set>
#include <tuple>

#include "tests/world/sight.h"

namespace doorstep::test {

namespace {

// What this edit replaces is what that one said.
bool goes_on_from(const json& edit, const json& before) {
  if (edit.contains("resolves")) return false;
  const auto& base = edit.at("base");
  bool said_something = false;
  for (const auto& [field, value] : before.at("set").items()) {
    if (base.value(field, json{}) != value) return false;
    said_something = said_something || !value.is_null();
  }
  return said_something;
}

bool proposes(const HistoryEntry& entry, const std::string& unit) {
  const auto names = entry.edit.value("proposes", json::array());
  return std::find(names.begin(), names.end(), unit) != names.end();
}

// Decided, or withdrawn down to one value.
bool is_over(ConflictState state) { return state == ConflictState::resolved || state == ConflictState::closed; }

}  // namespace

std::string Sight::judge_approvals(const Type& type) const {
  for (const auto& entry : history_.entries)
    if (entry.edit.contains("proposes")) note("law: unapproved");
  for (const auto& field : type.fields) {
    const auto* stamp = record_.stamp(field.name);
    if (stamp == nullptr) continue;
    for (const auto& entry : history_.entries)
      if (entry.edit.at("id") == text(stamp->edit) && proposes(entry, field.group.empty() ? field.name : field.group))
        return "UNAPPROVED: " + field.name + " is what was only proposed by " + device_of(entry.chain).value;
  }
  return {};
}

std::string Sight::judge_removals() const {
  if (record_.header.state != State::live) return {};
  bool in_conflict = std::any_of(conflicts_.begin(), conflicts_.end(),
                                 [](const Conflict& conflict) { return conflict.kind == ConflictKind::delete_edit; });
  if (in_conflict) return {};
  const auto& entries = history_.entries;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto op = entries[i].edit.at("op").get<std::string>();
    if ((op != "remove" && op != "archive") || entries[i].edit.at("record") != text(record_.id)) continue;
    note("law: a removal is asked about");
    // Taken back knowingly: by a keep, or by its own author, whose later edits and children knew of it. Or a later
    // removal went over it, and is judged itself.
    bool back = false;
    for (std::size_t j = i + 1; j < entries.size() && !back; ++j) {
      auto later = entries[j].edit.at("op").get<std::string>();
      back = later == "keep" || later == "unmerge" || later == "merge" || later == "remove" || later == "archive" ||
             entries[j].chain == entries[i].chain;
    }
    bool by_a_child = record_.header.moved && record_.header.moved->chain == entries[i].chain;
    if (!back && !by_a_child) return "a removal came to nothing, and nobody is asked about it";
  }
  return {};
}

// A question that is asked again, or that came along with another record, has the words of before beside those of now.
// Two may have become one by a third that has left them since: then no edit in the history says so.
bool Sight::is_told_again() const {
  return !behind_.empty() ||
         std::any_of(history_.entries.begin(), history_.entries.end(), [](const HistoryEntry& entry) {
           const auto& op = entry.edit.at("op");
           return op == "merge" || op == "unmerge" || op == "discuss";
         });
}

std::string Sight::judge_quarrels() const {
  if (is_told_again()) return {};
  for (const auto& conflict : conflicts_) {
    if (conflict.kind != ConflictKind::field || conflict.state != ConflictState::open) continue;
    note("law: quarrel");
    std::set<ChainId> authors;
    for (const auto& one : conflict.candidates)
      if (!one.proposed && !one.stamp.chain.value.empty() && !authors.insert(one.stamp.chain).second)
        return "QUARREL: " + conflict.field + " is asked about between two words of one tablet";
  }
  return {};
}

std::string Sight::judge_decisions() const {
  if (is_told_again()) return {};
  for (const auto& conflict : conflicts_) {
    if (conflict.field.empty() || conflict.state != ConflictState::resolved || !conflict.resolution) continue;
    // One that came before its question (a restored server had lost that) was an ordinary edit (C7).
    const auto asks = [&](const HistoryEntry& entry) {
      const auto edit = *parse_id<EditId>(entry.edit.at("id").get<std::string>());
      return conflict_id(record_.id, conflict.field, edit) == conflict.id;
    };
    std::vector<const HistoryEntry*> decisions;
    for (auto entry = std::find_if(history_.entries.begin(), history_.entries.end(), asks);
         entry != history_.entries.end(); ++entry)
      if (entry->edit.contains("resolves") && entry->edit.at("resolves").at("conflict") == text(conflict.id) &&
          !proposes(*entry, conflict.field))
        decisions.push_back(&*entry);
    if (decisions.size() < 2) continue;
    note("law: overruled");
    const auto &last = *decisions.back(), &before = *decisions[decisions.size() - 2];
    const auto& seen = last.edit.at("resolves").at("seen");
    // The decision itself, or what its author said behind it; or they had gone on from what it made of the unit. Or its
    // author has come to the same by themselves.
    const bool knew = std::any_of(history_.entries.begin(), history_.entries.end(), [&](const HistoryEntry& word) {
      if (word.seq < before.seq) return false;
      if (word.chain == last.chain) return word.seq <= last.seq && goes_on_from(word.edit, before.edit);
      if (word.chain != before.chain) return false;
      const bool agrees = word.seq > before.seq && word.seq <= last.seq && word.edit.at("set") == last.edit.at("set");
      return agrees || std::find(seen.begin(), seen.end(), word.edit.at("id")) != seen.end();
    });
    if (last.edit.at("id") != text(conflict.resolution->stamp.edit) || last.chain == before.chain ||
        last.edit.at("set") == before.edit.at("set") || knew)
      continue;
    return "OVERRULED: " + conflict.field + " was decided in two ways, and nobody is asked which one holds" +
           in_words(steps({conflict.field}), conflict.field);
  }
  return {};
}

// It may have been over on its way, of a record that was merged further since.
bool Sight::goes_on(const Behind& behind, const std::string& field) const {
  const auto asks = [&](const Conflict& one) { return one.field == field; };
  std::set<RecordId> seen;
  for (auto into = behind.record.header.into; into && *into != record_.id && seen.insert(*into).second;) {
    const auto next =
        std::find_if(behind_.begin(), behind_.end(), [&](const Behind& one) { return one.record.id == *into; });
    if (next == behind_.end()) return false;
    const auto& theirs = next->conflicts;
    if (std::any_of(theirs.begin(), theirs.end(), [&](const Conflict& one) { return asks(one) && is_over(one.state); }))
      return true;
    into = next->record.header.into;
  }
  return std::any_of(conflicts_.begin(), conflicts_.end(), asks);
}

std::string Sight::line_in_words(const std::string& field) const {
  auto out = in_words(steps({field}), field);
  for (const auto& behind : behind_) {
    out += "\n  " + text(behind.record.id) + " went into " +
           (behind.record.header.into ? text(*behind.record.header.into) : std::string{"none"});
    for (const auto& one : behind.conflicts)
      if (one.field == field) out += ", " + std::string{name_of(one.kind)} + " " + std::string{name_of(one.state)};
  }
  return out;
}

std::string Sight::judge_questions_behind() const {
  for (const auto& behind : behind_)
    for (const auto& asked : behind.conflicts) {
      if (asked.state != ConflictState::moved || asked.field.empty() || asked.kind == ConflictKind::combination ||
          asked.kind == ConflictKind::approval)  // what was proposed may be what the other has
        continue;
      std::set<json> values;
      for (const auto& one : asked.candidates) values.insert(one.value);
      if (values.size() > 1) note("law: unasked");
      if (values.size() > 1 && !goes_on(behind, asked.field))
        return "UNASKED: what was asked about " + asked.field + " of a record that was merged is asked of nobody" +
               line_in_words(asked.field);
    }
  return {};
}

std::string Sight::judge_gone(const Type& type, bool restored) const {
  const auto& [state, moved] = std::tie(record_.header.state, record_.header.moved);
  if (state == State::live || !moved || !behind_.empty()) return {};
  const auto& entries = history_.entries;
  auto by_edit = [&](const EditId& edit) {
    return std::find_if(entries.begin(), entries.end(),
                        [&](const HistoryEntry& one) { return one.edit.at("id") == text(edit); });
  };
  // What merging and parting brought has stamps of other records' edits.
  for (const auto& entry : entries)
    if (entry.edit.at("op") == "merge" || entry.edit.at("op") == "unmerge") return {};
  const auto removal = by_edit(moved->edit);
  if (removal == entries.end()) return {};
  const auto seen = removal->edit.value("version", std::uint64_t{0});
  for (const auto& field : type.fields) {
    const auto* stamp = record_.stamp(field.name);
    const auto setter = stamp == nullptr ? entries.end() : by_edit(stamp->edit);
    if (setter == entries.end()) continue;
    note("law: gone");
    if (setter > removal) return "GONE: somebody wrote " + field.name + " after it was removed, and it is still gone";
    using enum Policy;
    if (restored || field.policy == sum || field.policy == Policy::set || field.policy == append) continue;
    // Whichever chain it came by: a store that was put back or copied goes on under another.
    if (device_of(setter->chain) == device_of(removal->chain) || setter->seq.value <= seen) continue;
    const auto* value = record_.value(field.name);
    // A group has one stamp, and of its members some may never have been set.
    if (std::none_of(entries.begin(), entries.end(),
                     [&](const HistoryEntry& one) { return one.edit.at("set").contains(field.name); }))
      continue;
    const auto saw = [&](const HistoryEntry& one) {
      return (one.seq.value <= seen || device_of(one.chain) == device_of(removal->chain)) &&
             one.edit.at("set").contains(field.name);
    };
    const bool known = std::any_of(entries.begin(), entries.end(), [&](const HistoryEntry& one) {
      return saw(one) && (value == nullptr || one.edit.at("set").at(field.name) == *value);
    });
    // What was never filled, and what somebody else cleared, or let be as it was, looks the same.
    if (value != nullptr && value->is_null() && std::none_of(entries.begin(), entries.end(), saw)) continue;
    if (!known) return "GONE: the removal took along a value of " + field.name + " that its author had not seen";
  }
  return {};
}

}  // namespace doorstep::test
