#include "shared/merge_conflict.h"

#include <algorithm>
#include <utility>

namespace doorstep {
namespace {

using Candidates = std::vector<Candidate>;

// An edit replaces a candidate only if that came by the same chain, or is the same person's and is what the edit is
// based on. A chain may have two: a state or a write_once value that stands, and its own wish for another. The wish is
// the later one, and only that is taken back or corrected.
Candidates::iterator own_candidate(Candidates& candidates, const UnitMeeting& meeting) {
  auto wish = std::find_if(candidates.rbegin(), candidates.rend(), [&](const Candidate& candidate) {
    return !candidate.proposed && candidate.stamp.chain == meeting.mine.chain;
  });
  if (wish != candidates.rend()) return std::prev(wish.base());
  return std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
    return !candidate.proposed && person_of(candidate.stamp.chain) == person_of(meeting.mine.chain) &&
           candidate.value == meeting.sides.base;
  });
}

// What is only proposed never becomes current by itself.
Candidate written(const Candidates& candidates) {
  auto found = std::find_if(candidates.begin(), candidates.end(), [](const Candidate& one) { return !one.proposed; });
  return found == candidates.end() ? candidates.front() : *found;
}
std::ptrdiff_t writers(const Candidates& candidates) {
  return std::count_if(candidates.begin(), candidates.end(), [](const Candidate& one) { return !one.proposed; });
}

// When one value is left it becomes the current one, and nobody had to decide.
Settled after_change(Conflict& conflict, const UnitMeeting& meeting, std::optional<Candidate> current) {
  Settled settled{std::move(current), true, true};
  const auto& candidates = conflict.candidates;
  bool one_value = std::all_of(candidates.begin(), candidates.end(),
                               [&](const Candidate& candidate) { return candidate.value == candidates.front().value; });
  if (one_value) {
    conflict.state = ConflictState::closed;
    settled.conflict = false;
    if (!settled.current && candidates.front().value != meeting.sides.current) settled.current = written(candidates);
  }
  return settled;
}

// A value without what it replaced: nobody here knows what the author of the value that stands saw before it, and a
// decision took the place of several.
Candidate standing(const UnitMeeting& meeting) {
  Candidate out{meeting.sides.current, std::nullopt, meeting.current};
  out.evidence = evidence_of(meeting.evidence, meeting.current.edit, meeting.unit.klass);
  return out;
}
Candidate decided(const UnitMeeting& meeting) { return candidate_of(meeting, meeting.sides.mine, std::nullopt); }
Candidate wanted(const UnitMeeting& meeting) { return candidate_of(meeting, meeting.sides.mine, meeting.sides.base); }

Settled reopen_or_agree(Conflict& conflict, const Naming& naming, const UnitMeeting& meeting) {
  const auto mine = decided(meeting);
  if (had_seen(naming, meeting.current, meeting.mine.chain)) {
    keep_people(conflict);
    // Its author's own word may stand where a decision stood that they had not seen: with the value they had before
    // them.
    const auto before = std::exchange(conflict.resolution, std::nullopt);
    if (before && before->value != mine.value && !had_seen(naming, before->stamp, meeting.mine.chain)) {
      conflict.state = ConflictState::open;
      conflict.candidates = {*before, mine};
      return {mine, true, true};
    }
    conflict.state = ConflictState::resolved;
    conflict.resolution = mine;
    return {mine, true, false};
  }
  if (meeting.sides.current == meeting.sides.mine) return {};
  keep_people(conflict);
  conflict.state = ConflictState::open;
  conflict.resolution.reset();
  conflict.candidates = {standing(meeting), mine};
  return {std::nullopt, true, true};
}

}  // namespace

ConflictKind kind_of(Policy policy) {
  if (policy == Policy::state) return ConflictKind::state;
  return policy == Policy::write_once ? ConflictKind::write_once : ConflictKind::field;
}

Candidate candidate_of(const Edit& edit, const Stamp& stamp, json value, std::optional<json> base) {
  Candidate out{std::move(value), std::move(base), stamp};
  out.version = edit.version;
  if (stamp.at && *stamp.at != edit.made.wall) out.wall = edit.made.wall;
  return out;
}

Candidate candidate_of(const UnitMeeting& meeting, json value, std::optional<json> base) {
  auto out = candidate_of(meeting.edit, meeting.mine, std::move(value), std::move(base));
  out.evidence = evidence_of(meeting.evidence, meeting.edit.id, meeting.unit.klass);
  return out;
}

bool had_seen(const Naming& naming, const Stamp& stamp, const ChainId& chain) {
  return stamp.chain == chain || std::find(naming.seen.begin(), naming.seen.end(), stamp.edit) != naming.seen.end();
}

bool has_met(const Conflict& conflict, const EditId& edit) {
  bool stands_in = std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                               [&](const Candidate& candidate) { return candidate.stamp.edit == edit; });
  bool decided = conflict.resolution && conflict.resolution->stamp.edit == edit;
  return stands_in || decided || conflict.id == conflict_id(conflict.record, conflict.field, edit);
}

Conflict* named_conflict(std::vector<Conflict>& conflicts, const Edit& edit, const RecordId& record,
                         const std::string& unit) {
  if (!edit.resolves) return nullptr;
  for (auto& conflict : conflicts)
    if (conflict.id == edit.resolves->conflict && conflict.record == record && conflict.field == unit) return &conflict;
  return nullptr;
}

Conflict* open_conflict(std::vector<Conflict>& conflicts, const std::string& unit) {
  for (auto& conflict : conflicts)
    if (conflict.state == ConflictState::open && conflict.field == unit) return &conflict;
  return nullptr;
}

Conflict open_new(const Record& record, const UnitMeeting& meeting) {
  Conflict conflict;
  conflict.id = conflict_id(record.id, meeting.unit.name, meeting.mine.edit);
  conflict.record = record.id;
  conflict.community = record.header.community;
  conflict.field = meeting.unit.name;
  conflict.klass = meeting.unit.klass;
  conflict.kind = kind_of(meeting.unit.policy);
  conflict.base = meeting.sides.base;
  conflict.candidates = {standing(meeting), wanted(meeting)};
  conflict.opened = meeting.mine.at;
  return conflict;
}

Settled contest(Conflict& approval, const UnitMeeting& meeting) {
  approval.candidates.push_back(wanted(meeting));
  return {std::nullopt, true, true};
}

Settled join(Conflict& conflict, const UnitMeeting& meeting) {
  auto& candidates = conflict.candidates;
  const auto& mine = meeting.sides.mine;
  auto own = own_candidate(candidates, meeting);
  if (own == candidates.end()) {
    // Even when somebody wants this value already: that one may yet go over to another.
    candidates.push_back(wanted(meeting));
    return {std::nullopt, true, true};
  }
  if (own->value == mine) return {std::nullopt, false, true};
  bool was_current = own->stamp.edit == meeting.current.edit;
  if (own->base && *own->base == mine && (!was_current || writers(candidates) > 1)) {  // withdrawn
    candidates.erase(own);
    return after_change(conflict, meeting, was_current ? std::optional{written(candidates)} : std::nullopt);
  }
  // Being asked about makes a printed number no freer, nor a step that nobody may take: that is a wish beside it.
  if (was_current && (meeting.unit.policy == Policy::state || meeting.unit.policy == Policy::write_once))
    if (const auto decision = decide(meeting.unit, meeting.sides); decision && decision->move == Move::park) {
      candidates.push_back(wanted(meeting));
      return {std::nullopt, true, true};
    }
  *own = candidate_of(meeting, mine, std::move(own->base));
  return after_change(conflict, meeting, was_current ? std::optional{*own} : std::nullopt);
}

Settled resolve(Conflict& conflict, const Naming& naming, const UnitMeeting& meeting) {
  if (conflict.state != ConflictState::open) return reopen_or_agree(conflict, naming, meeting);
  const auto mine = decided(meeting);
  Candidates open{mine};
  for (const auto& candidate : conflict.candidates)
    if (!had_seen(naming, candidate.stamp, meeting.mine.chain) && candidate.value != mine.value)
      open.push_back(candidate);
  if (open.size() == 1) {
    // The candidates stay in it, so that people see between what was decided.
    conflict.state = ConflictState::resolved;
    conflict.resolution = mine;
    return {mine, true, false};
  }
  keep_people(conflict);
  conflict.candidates = std::move(open);
  return {mine, true, true};
}

}  // namespace doorstep
