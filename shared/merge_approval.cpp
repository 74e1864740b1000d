#include "shared/merge_approval.h"

#include <algorithm>

#include "shared/unit_value.h"
#include "shared/value.h"

namespace doorstep {
namespace {

bool joins(Policy policy) {
  return policy == Policy::sum || policy == Policy::set || policy == Policy::append || policy == Policy::max;
}

Candidate proposal(const UnitMeeting& meeting, json value, json base) {
  auto out = candidate_of(meeting, std::move(value), std::move(base));
  out.proposed = true;
  return out;
}

bool asks(const Unit& unit, const Candidate& one, const json& current) {
  return one.proposed && approved_value(unit, one, current) != current;
}

// By the same chain, or the same person's on another tablet, who knew of it.
bool is_own(const Candidate& one, const UnitMeeting& meeting, const Conflict& open) {
  if (!one.proposed) return false;
  if (one.stamp.chain == meeting.mine.chain) return true;
  if (person_of(one.stamp.chain) != person_of(meeting.mine.chain)) return false;
  const auto& named = meeting.edit.resolves;
  return one.value == meeting.sides.base ||
         (named && named->conflict == open.id && had_seen(*named, one.stamp, meeting.mine.chain));
}

bool undisputed(const Conflict& open) {
  const json* value = nullptr;
  for (const auto& one : open.candidates) {
    if (one.proposed) continue;
    if (value != nullptr && *value != one.value) return false;
    value = &one.value;
  }
  return true;
}

// A proposal that a decision could not take either.
bool is_outdated(const Unit& unit, const Candidate& one) {
  return one.proposed && std::any_of(unit.fields.begin(), unit.fields.end(), [&](const Field* field) {
           return !check_value(*field, member_of(unit, one.value, field->name));
         });
}

bool close_if_nothing_is_asked(Conflict& open, const Unit& unit, const json& current) {
  const bool asked = std::any_of(open.candidates.begin(), open.candidates.end(),
                                 [&](const Candidate& one) { return asks(unit, one, current); });
  if (asked || !undisputed(open)) return false;
  open.state = ConflictState::closed;
  return true;
}

}  // namespace

bool says_nothing(const Unit& unit, const json& base, const json& mine) {
  return base == mine || (unit.policy == Policy::append && (mine.is_null() || mine.empty()));
}

json laid_over(const Unit& unit, const json& base, const json& current, const json& mine) {
  if (!joins(unit.policy)) return mine;
  const auto decision = decide(unit, Sides{base, current, mine, false, {}, {}});
  if (!decision || decision->move == Move::nothing) return current;
  return decision->move == Move::combine ? decision->value : mine;
}

json approved_value(const Unit& unit, const Candidate& proposal, const json& current) {
  return laid_over(unit, proposal.base.value_or(json{}), current, proposal.value);
}

std::optional<Conflict> ask(const Record& record, const UnitMeeting& meeting) {
  if (says_nothing(meeting.unit, meeting.sides.base, meeting.sides.mine)) return std::nullopt;
  auto conflict = open_new(record, meeting);
  conflict.candidates.back().proposed = true;
  if (!asks(meeting.unit, conflict.candidates.back(), meeting.sides.current)) return std::nullopt;
  name_kind(conflict, meeting.unit);
  return conflict;
}

Settled propose(Conflict& open, const UnitMeeting& meeting) {
  const auto& unit = meeting.unit;
  const auto& sides = meeting.sides;
  const auto& mine = meeting.mine;
  auto& candidates = open.candidates;
  auto fresh = proposal(meeting, sides.mine, sides.base);
  const bool takes_back = says_nothing(unit, sides.base, sides.mine);
  // Two changes of a visit fold into one that says what it found, which here was their author's own proposal.
  if (takes_back && std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& one) {
        return is_own(one, meeting, open) && one.value == sides.mine;
      }))
    return {std::nullopt, false, true};
  for (const auto& one : candidates) {
    if (takes_back || !joins(unit.policy) || one.stamp.chain != mine.chain || !is_own(one, meeting, open)) continue;
    fresh = proposal(meeting, laid_over(unit, sides.base, one.value, sides.mine), one.base.value_or(json{}));
  }
  const auto gone = std::erase_if(candidates, [&](const Candidate& one) {
    return is_own(one, meeting, open) && (takes_back || !joins(unit.policy) || one.stamp.chain == mine.chain);
  });
  const bool adds = !takes_back && asks(unit, fresh, sides.current);
  if (adds) candidates.push_back(std::move(fresh));
  const bool closed = close_if_nothing_is_asked(open, unit, sides.current);
  return {std::nullopt, gone > 0 || adds || closed, !closed};
}

Naming seen_in(const Conflict& approval, const Unit& unit, Naming naming) {
  if (!waits(approval) || !joins(unit.policy)) return naming;
  for (const auto& one : approval.candidates)
    if (!one.proposed) naming.seen.push_back(one.stamp.edit);
  return naming;
}

void name_kind(Conflict& open, const Unit& unit) {
  const auto& candidates = open.candidates;
  const auto proposals =
      std::count_if(candidates.begin(), candidates.end(), [](const Candidate& one) { return one.proposed; });
  const auto outdated =
      std::count_if(candidates.begin(), candidates.end(), [&](const Candidate& one) { return is_outdated(unit, one); });
  if (proposals > 0 && undisputed(open))
    open.kind = outdated == proposals ? ConflictKind::invalid : ConflictKind::approval;
  else if (waits(open))
    open.kind = kind_of(unit.policy);
}

bool waits(const Conflict& conflict) {
  return conflict.kind == ConflictKind::approval || conflict.kind == ConflictKind::invalid;
}

bool drop_outdated(Conflict& open, const UnitMeeting& meeting) {
  return std::erase_if(open.candidates, [&](const Candidate& one) {
           return one.stamp.chain == meeting.mine.chain && is_outdated(meeting.unit, one);
         }) > 0;
}

void stand_beside(Subject& subject, const Type& type, const Arrival& arrival) {
  for (auto& conflict : subject.conflicts) {
    if (!waits(conflict) || conflict.state != ConflictState::open) continue;
    const auto unit = unit_named(type, conflict.field);
    if (!unit) continue;
    const auto* stamp = stamp_of(*unit, *subject.record);
    Candidate now{value_of(*unit, *subject.record), std::nullopt, stamp == nullptr ? Stamp{} : *stamp};
    const bool stands = std::any_of(conflict.candidates.begin(), conflict.candidates.end(), [&](const Candidate& one) {
      return !one.proposed && one.value == now.value && one.stamp == now.stamp;
    });
    if (!stands) {
      now.evidence = evidence_of(evidence_in(type, *subject.record), now.stamp.edit, unit->klass);
      std::erase_if(conflict.candidates, [](const Candidate& one) { return !one.proposed; });
      conflict.candidates.insert(conflict.candidates.begin(), now);
    }
    if (close_if_nothing_is_asked(conflict, *unit, now.value) || !stands)
      count_once(conflict.seq, conflict.count, arrival);
  }
}

}  // namespace doorstep
