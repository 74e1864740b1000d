#include "shared/merge_records.h"

#include <algorithm>

#include "shared/discussion.h"
#include "shared/merge_approval.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

bool asks(const Conflict& conflict) {
  return conflict.state == ConflictState::open || conflict.state == ConflictState::moved;
}

const Conflict* question_about(const Subject& subject, const std::string& unit) {
  for (const auto& conflict : subject.conflicts)
    if (conflict.field == unit && asks(conflict)) return &conflict;
  return nullptr;
}

bool of_one_value(const std::vector<Candidate>& candidates) {
  return std::all_of(candidates.begin(), candidates.end(),
                     [&](const Candidate& one) { return one.value == candidates.front().value; });
}

/// The winner on its way through what the loser has.
class TakingOver {
 public:
  TakingOver(Subject& winner, const Subject& loser, const Type& type, const Edit& edit, const Arrival& arrival)
      : winner_(winner), loser_(loser), type_(type), edit_(edit), arrival_(arrival) {}

  Result<std::vector<RecordId>> run() {
    for (const auto& unit : units_of(type_)) {
      const auto theirs = value_of(unit, *loser_.record);
      const auto* question = question_about(loser_, unit.name);
      if (question != nullptr && !waits(*question))
        ask(unit, *question, theirs);
      else if (!theirs.is_null())
        if (auto taken = take(unit, theirs); !taken) return taken.error();
      if (question != nullptr && waits(*question)) ask_approval(unit, *question);
    }
    stand_beside(winner_, type_, arrival_);
    for (auto klass : touched_) {
      auto& part = *winner_.record->part(klass);
      count_once(part.seq, part.count, arrival_);
    }
    bool fits = within_limits(*winner_.record) && std::all_of(winner_.conflicts.begin(), winner_.conflicts.end(),
                                                              [](const Conflict& one) { return within_limits(one); });
    if (!fits) return Error{Fault::out_of_range, "the record would grow too large to be sent"};
    return std::move(told_);
  }

 private:
  void put(const Unit& unit, const json& value, const Stamp& stamp) {
    put_value(*winner_.record, unit, value, stamp);
    touched_.insert(unit.klass);
  }

  // Its author had the loser before them as of `version`, and knows what their own tablet wrote.
  bool unseen(const Stamp& stamp) const { return stamp.seq > edit_.version && stamp.chain != arrival_.chain; }

  Result<void> take(const Unit& unit, const json& theirs) {
    const auto ours = value_of(unit, *winner_.record);
    const auto& stamp = *stamp_of(unit, *loser_.record);
    const auto* own = stamp_of(unit, *winner_.record);
    const Sides sides{json{}, ours, theirs, false, own == nullptr ? std::nullopt : own->at, stamp.at};
    switch (unit.policy) {
      case Policy::sum:
      case Policy::set:
      case Policy::append:
      case Policy::max: {
        auto decision = decide(unit, sides);
        if (!decision) return decision.error();
        if (decision->move == Move::combine) put(unit, decision->value, stamp_of(edit_, arrival_));
        if (decision->move == Move::take) put(unit, theirs, stamp);
        return {};
      }
      default:
        break;
    }
    if (ours == theirs) return {};
    auto* open = open_conflict(winner_.conflicts, unit.name);
    if (open != nullptr && !waits(*open)) {
      if (unseen(stamp)) add(unit, *open, {standing(unit, theirs, *loser_.record)});
    } else if (ours.is_null()) {
      put(unit, theirs, stamp);
    } else if (unseen(stamp)) {
      meet(unit, sides, stamp);
    }
    return {};
  }

  // Somebody wrote it while the records were being merged: it meets the winner's value as a late edit would.
  void meet(const Unit& unit, const Sides& sides, const Stamp& stamp) {
    if (unit.policy == Policy::latest) {
      if (auto decision = decide(unit, sides); decision && decision->move == Move::take) put(unit, sides.mine, stamp);
      return;
    }
    const auto mine = standing(unit, sides.mine, *loser_.record);
    if (auto* asked = open_conflict(winner_.conflicts, unit.name)) return add(unit, *asked, {mine});
    Conflict fresh;
    fresh.id = conflict_id(winner_.record->id, unit.name, stamp.edit);
    fresh.opened = arrival_.at;
    open(unit, std::move(fresh), {mine});
  }

  // What was proposed for the loser is proposed for the winner, whose value stands beside it.
  void ask_approval(const Unit& unit, const Conflict& question) {
    std::vector<Candidate> proposals;
    const auto ours = value_of(unit, *winner_.record);
    for (const auto& one : question.candidates)
      if (one.proposed && approved_value(unit, one, ours) != ours) proposals.push_back(one);
    if (proposals.empty()) return;
    if (auto* asked = open_conflict(winner_.conflicts, unit.name)) {
      carry_talk(*asked, question);
      return add(unit, *asked, proposals, true);
    }
    open(unit, asked_anew(unit, question), proposals);
  }

  // What is undecided about the loser is undecided about the winner.
  void ask(const Unit& unit, const Conflict& question, const json& theirs) {
    if (auto* asked = open_conflict(winner_.conflicts, unit.name)) {
      carry_talk(*asked, question);
      return add(unit, *asked, question.candidates, true);
    }
    const auto* stamp = stamp_of(unit, *loser_.record);
    if (value_of(unit, *winner_.record).is_null() && stamp != nullptr) put(unit, theirs, *stamp);
    open(unit, asked_anew(unit, question), question.candidates);
  }

  // As old as it was, and of interest to those whom it was.
  Conflict asked_anew(const Unit& unit, const Conflict& question) const {
    Conflict out;
    out.id = conflict_id(winner_.record->id, unit.name, edit_.id);
    out.base = question.base;
    out.opened = question.opened;
    carry_talk(out, question);
    return out;
  }

  Candidate standing(const Unit& unit, const json& value, const Record& record) const {
    const auto* stamp = stamp_of(unit, record);
    Candidate out{value, std::nullopt, stamp == nullptr ? Stamp{} : *stamp};
    out.evidence = evidence_of(evidence_in(type_, record), out.stamp.edit, unit.klass);
    return out;
  }

  void open(const Unit& unit, Conflict conflict, const std::vector<Candidate>& others) {
    conflict.record = winner_.record->id;
    conflict.community = winner_.record->header.community;
    conflict.field = unit.name;
    conflict.klass = unit.klass;
    conflict.kind = kind_of(unit.policy);
    conflict.candidates = {standing(unit, value_of(unit, *winner_.record), *winner_.record)};
    for (const auto& one : others) add_candidate(conflict, one);
    name_kind(conflict, unit);
    if (of_one_value(conflict.candidates)) return;
    count_once(conflict.seq, conflict.count, arrival_);
    told_.push_back(conflict.id);
    // A question of before the records were merged, parted and merged again goes on as the same one.
    auto same = std::find_if(winner_.conflicts.begin(), winner_.conflicts.end(),
                             [&](const Conflict& one) { return one.id == conflict.id; });
    if (same == winner_.conflicts.end()) {
      winner_.conflicts.push_back(std::move(conflict));
    } else {
      conflict.seq = same->seq;
      conflict.count = same->count;
      conflict.opened = same->opened;
      keep_people(*same);
      carry_talk(conflict, *same);
      count_once(conflict.seq, conflict.count, arrival_);
      *same = std::move(conflict);
    }
  }

  static bool add_candidate(Conflict& conflict, const Candidate& candidate) {
    bool there = std::any_of(conflict.candidates.begin(), conflict.candidates.end(), [&](const Candidate& one) {
      return one.stamp.edit == candidate.stamp.edit && one.value == candidate.value;
    });
    if (!there) conflict.candidates.push_back(candidate);
    return !there;
  }

  // `more`: something else about it changed as well.
  void add(const Unit& unit, Conflict& conflict, const std::vector<Candidate>& candidates, bool more = false) {
    bool grew = more;
    for (const auto& one : candidates) grew = add_candidate(conflict, one) || grew;
    if (!grew) return;
    name_kind(conflict, unit);
    count_once(conflict.seq, conflict.count, arrival_);
    told_.push_back(conflict.id);
  }

  Subject& winner_;
  const Subject& loser_;
  const Type& type_;
  const Edit& edit_;
  const Arrival& arrival_;
  std::set<Class> touched_;
  std::vector<RecordId> told_;
};

void set_state(Record& record, State state, std::optional<RecordId> into, const Edit& edit, const Arrival& arrival) {
  record.header.state = state;
  record.header.into = into;
  record.header.moved = stamp_of(edit, arrival);
  count_once(record.header.seq, record.header.count, arrival);
}

void turn(std::vector<Conflict>& conflicts, ConflictState from, ConflictState to, const Arrival& arrival) {
  for (auto& conflict : conflicts) {
    if (conflict.state != from || conflict.kind == ConflictKind::duplicate) continue;
    conflict.state = to;
    count_once(conflict.seq, conflict.count, arrival);
  }
}

}  // namespace

Result<void> check_merging(const Template& archive_template, const Subject& loser, const Subject& winner,
                           const Edit& edit) {
  if (!loser.record || !winner.record) return Error{Fault::not_found, "record"};
  const auto& type = loser.record->header.type;
  if (archive_template.type(type) == nullptr) return Error{Fault::unknown_type, type};
  if (edit.type != type || winner.record->header.type != type)
    return Error{Fault::invalid_value, "two records that are one are of one type"};
  if (!edit.set.empty()) return Error{Fault::invalid_value, "merging writes no fields"};
  if (edit.into == edit.record) return Error{Fault::invalid_value, "a record is itself already"};
  return {};
}

void send_over(Subject& loser, const RecordId& into, const Edit& edit, const Arrival& arrival) {
  set_state(*loser.record, State::merged, into, edit, arrival);
  turn(loser.conflicts, ConflictState::open, ConflictState::moved, arrival);
}

Result<std::vector<RecordId>> take_over(const Template& archive_template, Subject& winner, const Subject& loser,
                                        const Edit& edit, const Arrival& arrival) {
  return TakingOver{winner, loser, *archive_template.type(winner.record->header.type), edit, arrival}.run();
}

Edit landed(const Edit& edit, const Subject& loser, const Subject& winner) {
  auto out = edit;
  out.record = winner.record->id;
  if (!edit.resolves) return out;
  for (const auto& asked : loser.conflicts) {
    if (asked.id != edit.resolves->conflict || asked.field.empty()) continue;
    for (const auto& asks_now : winner.conflicts)
      if (asks_now.field == asked.field && asks_now.state == ConflictState::open) out.resolves->conflict = asks_now.id;
  }
  return out;
}

void come_back(Subject& loser, const Edit& edit, const Arrival& arrival) {
  set_state(*loser.record, State::live, std::nullopt, edit, arrival);
  turn(loser.conflicts, ConflictState::moved, ConflictState::open, arrival);
}

void give_back(const Template& archive_template, Subject& winner, const Subject& loser, const Arrival& arrival) {
  Subject without{*winner.record, winner.conflicts, {}};
  std::set<std::string> units;
  const auto* type = archive_template.type(winner.record->header.type);
  if (type == nullptr) return;
  for (const auto& unit : units_of(*type)) {
    const auto *ours = stamp_of(unit, *winner.record), *theirs = stamp_of(unit, *loser.record);
    if (ours == nullptr || theirs == nullptr || ours->edit != theirs->edit) continue;
    if (open_conflict(winner.conflicts, unit.name) != nullptr) continue;
    for (const auto* field : unit.fields) without.record->erase(field->name);
    units.insert(unit.name);
  }
  restore_units(archive_template, winner, without, units, arrival);
}

bool keep_apart(Conflict& duplicate, const Edit& edit, const Arrival& arrival) {
  const auto stamp = stamp_of(edit, arrival);
  auto seen = [&](const Candidate& one) { return had_seen(*edit.resolves, one.stamp, arrival.chain); };
  if (has_met(duplicate, edit.id)) return duplicate.state == ConflictState::open;
  if (duplicate.state != ConflictState::open) {
    if (duplicate.resolution && duplicate.resolution->value.is_null()) return false;  // somebody said so already
    bool may = !duplicate.resolution || seen(*duplicate.resolution);
    keep_people(duplicate);
    duplicate.state = may ? ConflictState::resolved : ConflictState::open;
    duplicate.resolution.reset();
    if (may) duplicate.resolution = Candidate{json{}, std::nullopt, stamp};
  } else {
    if (!std::all_of(duplicate.candidates.begin(), duplicate.candidates.end(), seen)) return true;
    duplicate.state = ConflictState::resolved;
    duplicate.resolution = Candidate{json{}, std::nullopt, stamp};
  }
  count_once(duplicate.seq, duplicate.count, arrival);
  return duplicate.state == ConflictState::open;
}

}  // namespace doorstep
