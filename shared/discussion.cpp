#include "shared/discussion.h"

#include <algorithm>

#include "shared/merge_approval.h"
#include "shared/unicode.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

Error invalid(const std::string& what) { return {Fault::invalid_value, what}; }

Result<void> check(const Edit& edit) {
  if (!edit.set.is_object() || edit.set.empty()) return invalid("nothing is said");
  for (const auto& [word, value] : edit.set.items()) {
    if (word == remark_word) {
      const auto* text = value.get_ptr<const std::string*>();
      if (text == nullptr || text->empty() || length_of(*text) > remark_characters_max || has_controls(*text, true))
        return invalid("a remark is 1 to " + std::to_string(remark_characters_max) + " characters");
    } else if (word == assignee_word) {
      const auto* person = value.get_ptr<const std::string*>();
      if (!value.is_null() && (person == nullptr || person->empty() || person->size() > name_bytes_max))
        return invalid("whose it is, is a person's id");
    } else if (word != reopen_word || value != true) {
      return invalid("a word that conflicts do not know");
    }
  }
  return {};
}

// Everything that was asked is asked again, beside what was decided and what stands now. Only who knows the decision
// may do so, and not where the same thing is asked already.
bool reopen(const Template& archive_template, Conflict& conflict, const Subject& about, const Edit& edit,
            const Arrival& arrival) {
  if (conflict.state != ConflictState::resolved || !conflict.resolution || !about.record) return false;
  if (about.record->header.state == State::merged) return false;  // another record is asked about
  if (!had_seen(*edit.resolves, conflict.resolution->stamp, arrival.chain)) return false;
  const auto* type = archive_template.type(about.record->header.type);
  const auto unit = type == nullptr ? std::nullopt : unit_named(*type, conflict.field);
  bool asked = std::any_of(about.conflicts.begin(), about.conflicts.end(), [&](const Conflict& other) {
    return other.field == conflict.field && other.state == ConflictState::open;
  });
  if (!unit || asked) return false;
  auto candidates = conflict.candidates;
  auto put_first = [&](Candidate one) {
    bool there = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
      return other.value == one.value && other.stamp.edit == one.stamp.edit;
    });
    if (!there) candidates.insert(candidates.begin(), std::move(one));
  };
  put_first(*conflict.resolution);
  const auto* stamp = stamp_of(*unit, *about.record);
  put_first({value_of(*unit, *about.record), std::nullopt, stamp == nullptr ? Stamp{} : *stamp});
  bool one_value = std::all_of(candidates.begin(), candidates.end(),
                               [&](const Candidate& one) { return one.value == candidates.front().value; });
  if (one_value) return false;
  conflict.candidates = std::move(candidates);
  conflict.resolution.reset();
  conflict.state = ConflictState::open;
  name_kind(conflict, unit->policy);
  return true;
}

}  // namespace

Result<bool> discuss(const Template& archive_template, Conflict& conflict, const Subject& about, const Edit& edit,
                     const Arrival& arrival) {
  if (auto possible = check(edit); !possible) return possible.error();
  if (!edit.resolves || edit.resolves->conflict != conflict.id) return invalid("what it is about is not named");
  const auto stamp = stamp_of(edit, arrival);
  bool changed = false;
  bool said = std::any_of(conflict.remarks.begin(), conflict.remarks.end(),
                          [&](const Said& one) { return one.stamp.edit == edit.id; });
  if (auto remark = edit.set.find(remark_word); remark != edit.set.end() && !said) {
    if (conflict.remarks.size() >= remarks_max) return Error{Fault::out_of_range, "a conflict has no room for more"};
    conflict.remarks.push_back({remark->get<std::string>(), stamp});
    changed = true;
  }
  if (auto person = edit.set.find(assignee_word); person != edit.set.end()) {
    conflict.assignee = Said{person->is_null() ? std::string{} : person->get<std::string>(), stamp};
    changed = true;
  }
  if (edit.set.contains(reopen_word)) changed = reopen(archive_template, conflict, about, edit, arrival) || changed;
  if (!within_limits(conflict)) return Error{Fault::out_of_range, "a conflict has no room for more"};
  if (changed) count_once(conflict.seq, conflict.count, arrival);
  return changed;
}

}  // namespace doorstep
