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
      if (text == nullptr || folded(*text, true).empty() || length_of(*text) > remark_characters_max ||
          has_controls(*text, true))
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

void put_first(std::vector<Candidate>& candidates, Candidate one) {
  const bool there = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
    return other.value == one.value && other.stamp.edit == one.stamp.edit;
  });
  if (!there) candidates.insert(candidates.begin(), std::move(one));
}

bool of_one_value(const std::vector<Candidate>& candidates) {
  return std::all_of(candidates.begin(), candidates.end(),
                     [&](const Candidate& one) { return one.value == candidates.front().value; });
}

// Whether a record stays, once it was kept, and whether two are one, once they were two: neither takes anything back,
// so asking again is enough. Of a removal or a merge only another edit does.
bool may_ask_whole_again(const Conflict& conflict, const Record& record) {
  if (conflict.kind == ConflictKind::delete_edit)
    return record.header.state == State::live && conflict.resolution->value == "live";
  return conflict.kind == ConflictKind::duplicate && conflict.resolution->value.is_null();
}

// What stands there now: of a field or a group, or of all fields that a rule reads. Empty: the template has none of
// them any more.
std::optional<Candidate> standing(const Type& type, const Conflict& conflict, const Record& record) {
  if (const auto unit = unit_named(type, conflict.field)) {
    const auto* stamp = stamp_of(*unit, record);
    Candidate out{value_of(*unit, record), std::nullopt, stamp == nullptr ? Stamp{} : *stamp};
    out.evidence = evidence_of(evidence_in(type, record), out.stamp.edit, unit->klass);
    return out;
  }
  for (const auto& rule : type.validators) {
    if (rule.name != conflict.field) continue;
    Candidate out{json::object(), std::nullopt, conflict.resolution->stamp};
    for (const auto& field : rule.fields) out.value[field] = record.value(field) ? *record.value(field) : json{};
    return out;
  }
  return std::nullopt;
}

// Everything that was asked is asked again, beside what was decided and what stands now. Only who knows the decision
// may do so, and not where the same thing is asked already.
bool reopen(const Template& archive_template, Conflict& conflict, const Subject& about, const Edit& edit,
            const Arrival& arrival) {
  if (conflict.state != ConflictState::resolved || !conflict.resolution || !about.record) return false;
  if (about.record->header.state == State::merged) return false;  // another record is asked about
  if (!had_seen(*edit.resolves, conflict.resolution->stamp, arrival.chain)) return false;
  const auto* type = archive_template.type(about.record->header.type);
  const bool asked = std::any_of(about.conflicts.begin(), about.conflicts.end(), [&](const Conflict& other) {
    const bool same = !conflict.field.empty() || (other.kind == conflict.kind && other.base == conflict.base);
    return same && other.field == conflict.field && other.state == ConflictState::open;
  });
  if (type == nullptr || asked) return false;
  auto candidates = conflict.candidates;
  if (conflict.field.empty()) {
    if (!may_ask_whole_again(conflict, *about.record)) return false;
  } else {
    auto now = standing(*type, conflict, *about.record);
    if (!now) return false;
    put_first(candidates, *conflict.resolution);
    put_first(candidates, std::move(*now));
  }
  if (of_one_value(candidates)) return false;
  keep_people(conflict);
  conflict.candidates = std::move(candidates);
  conflict.resolution.reset();
  conflict.state = ConflictState::open;
  if (const auto unit = unit_named(*type, conflict.field)) name_kind(conflict, *unit);
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

void talk(const Template& archive_template, Subject& subject, const Edit& edit, const Arrival& arrival) {
  for (auto& conflict : subject.conflicts) {
    if (!edit.resolves || conflict.id != edit.resolves->conflict) continue;
    auto next = conflict;
    if (discuss(archive_template, next, subject, edit, arrival)) conflict = std::move(next);
    return;
  }
}

void carry_talk(Conflict& to, const Conflict& from) {
  for (const auto& one : from.remarks) {
    const auto same = [&](const Said& said) { return said.stamp.edit == one.stamp.edit; };
    if (to.remarks.size() < remarks_max && std::none_of(to.remarks.begin(), to.remarks.end(), same))
      to.remarks.push_back(one);
  }
  std::stable_sort(to.remarks.begin(), to.remarks.end(),
                   [](const Said& a, const Said& b) { return a.stamp.seq < b.stamp.seq; });
  if (from.assignee && (!to.assignee || to.assignee->stamp.seq < from.assignee->stamp.seq)) to.assignee = from.assignee;
  for (const auto& person : from.people) {
    const auto place = std::lower_bound(to.people.begin(), to.people.end(), person);
    if (place == to.people.end() || *place != person) to.people.insert(place, person);
  }
}

}  // namespace doorstep
