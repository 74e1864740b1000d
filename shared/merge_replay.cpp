// What was addressed to a record, merged once more: how two records that were one are told apart again.
#include <algorithm>

#include "shared/discussion.h"
#include "shared/merge_conflict.h"
#include "shared/merge_records.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

bool writes(const Edit& edit) { return edit.op == Op::create || edit.op == Op::change; }

bool same(const Conflict& one, const Conflict& other) {
  auto bare = [](Conflict conflict) {
    conflict.seq = {};
    conflict.count = 0;
    return encode(conflict).classes;
  };
  return bare(one) == bare(other);
}

void replay_one(const Template& archive_template, Subject& subject, const PastEdit& past, const Edit& folded,
                const std::function<const Subject*(const RecordId&)>& loser) {
  if (past.edit.op == Op::merge) {
    // Where it was itself the one that went elsewhere, it came back since.
    const bool here = subject.record && past.edit.record != subject.record->id;
    const auto* other = here ? loser(past.edit.record) : nullptr;
    if (other == nullptr) return;
    auto next = subject;
    if (take_over(archive_template, next, *other, past.edit, past.arrival)) subject = std::move(next);
    return;
  }
  auto edit = folded;
  if (subject.record && edit.record != subject.record->id)
    if (const auto* other = loser(edit.record)) edit = landed(edit, *other, subject);
  if (edit.op == Op::discuss) return talk(archive_template, subject, edit, past.arrival);
  auto arrival = past.arrival;
  arrival.values = Values::counted;
  auto merged = merge(archive_template, subject, edit, arrival);
  if (merged) subject = std::move(merged->subject);
}

}  // namespace

Subject replayed(const Template& archive_template, Subject subject, const std::vector<PastEdit>& edits,
                 const std::function<const Subject*(const RecordId&)>& loser) {
  for (std::size_t from = 0; from < edits.size();) {
    auto upto = from;
    std::vector<Edit> bundle;
    for (; upto < edits.size() && edits[upto].arrival.seq == edits[from].arrival.seq; ++upto)
      bundle.push_back(edits[upto].edit);
    const auto folded = fold(archive_template, std::move(bundle));
    for (auto i = from; i < upto; ++i) replay_one(archive_template, subject, edits[i], folded[i - from], loser);
    from = upto;
  }
  return subject;
}

std::set<std::string> units_in(const Template& archive_template, const Subject& subject,
                               const std::vector<PastEdit>& edits) {
  std::set<std::string> out;
  const auto& record = *subject.record;
  const auto* type = archive_template.type(record.header.type);
  if (type == nullptr) return out;
  for (const auto& conflict : subject.conflicts)
    if (unit_named(*type, conflict.field)) out.insert(conflict.field);
  for (const auto& unit : units_of(*type))
    if (stamp_of(unit, record) != nullptr) out.insert(unit.name);
  for (const auto& past : edits) {
    if (!writes(past.edit)) continue;
    for (const auto& [field, value] : past.edit.set.items())
      if (auto unit = unit_of(*type, field)) out.insert(unit->name);
  }
  return out;
}

void restore_units(const Template& archive_template, Subject& record, const Subject& as,
                   const std::set<std::string>& units, const Arrival& arrival) {
  const auto* type = archive_template.type(record.record->header.type);
  if (type == nullptr || !as.record) return;
  std::set<Class> touched;
  for (const auto& name : units) {
    const auto unit = unit_named(*type, name);
    if (!unit) continue;
    for (const auto* field : unit->fields) {
      const auto *now = record.record->stamp(field->name), *then = as.record->stamp(field->name);
      if (now == nullptr && then == nullptr) continue;
      // One edit may have come to another value beside what is gone now: a set or a sum.
      if (now != nullptr && then != nullptr && *now == *then &&
          *record.record->value(field->name) == *as.record->value(field->name))
        continue;
      touched.insert(unit->klass);
      if (then == nullptr)
        record.record->erase(field->name);
      else
        record.record->put(field->name, unit->klass, *as.record->value(field->name), *then);
    }
  }
  for (auto klass : touched) {
    auto& part = *record.record->part(klass);
    count_once(part.seq, part.count, arrival);
  }
  // What asked about them before and does not any more is closed; every question of then is asked again.
  for (auto& conflict : record.conflicts) {
    if (!units.contains(conflict.field)) continue;
    auto found = std::find_if(as.conflicts.begin(), as.conflicts.end(),
                              [&](const Conflict& one) { return one.id == conflict.id; });
    auto then = found != as.conflicts.end() ? *found : conflict;
    if (found == as.conflicts.end() && conflict.state == ConflictState::open) then.state = ConflictState::closed;
    carry_talk(then, conflict);  // what was said about it is heard there, whatever else becomes of it
    if (same(then, conflict)) continue;
    then.seq = conflict.seq;
    then.count = conflict.count;
    conflict = std::move(then);
    count_once(conflict.seq, conflict.count, arrival);
  }
  for (const auto& then : as.conflicts) {
    bool known = std::any_of(record.conflicts.begin(), record.conflicts.end(),
                             [&](const Conflict& one) { return one.id == then.id; });
    if (known || !units.contains(then.field)) continue;
    auto fresh = then;
    fresh.seq = {};
    fresh.count = 0;
    count_once(fresh.seq, fresh.count, arrival);
    record.conflicts.push_back(std::move(fresh));
  }
}

}  // namespace doorstep
