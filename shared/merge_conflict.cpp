#include "shared/merge_conflict.h"

#include <algorithm>

namespace doorstep {
namespace {

using Candidates = std::vector<Candidate>;

ConflictKind kind_of(Policy policy) {
  if (policy == Policy::state) return ConflictKind::state;
  return policy == Policy::write_once ? ConflictKind::write_once : ConflictKind::field;
}

// An edit replaces a candidate only if that came by the same chain, or is the same person's and is what the edit is
// based on. A chain may have two: a state or a write_once value that stands, and its own wish for another. The wish is
// the later one, and only that is taken back or corrected.
Candidates::iterator own_candidate(Candidates& candidates, const UnitMeeting& meeting) {
  auto wish = std::find_if(candidates.rbegin(), candidates.rend(),
                           [&](const Candidate& candidate) { return candidate.stamp.chain == meeting.mine.chain; });
  if (wish != candidates.rend()) return std::prev(wish.base());
  return std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
    return person_of(candidate.stamp.chain) == person_of(meeting.mine.chain) && candidate.value == meeting.sides.base;
  });
}

// When one is left it becomes the current value, and nobody had to decide.
Settled after_change(Conflict& conflict, const UnitMeeting& meeting, std::optional<Candidate> current) {
  Settled settled{std::move(current), true, true};
  if (conflict.candidates.size() == 1) {
    conflict.state = ConflictState::closed;
    settled.conflict = false;
    if (conflict.candidates.front().stamp.edit != meeting.current.edit) settled.current = conflict.candidates.front();
  }
  return settled;
}

Settled reopen_or_agree(Conflict& conflict, const Naming& naming, const UnitMeeting& meeting) {
  const Candidate mine{meeting.sides.mine, conflict.base, meeting.mine};
  if (had_seen(naming, meeting.current, meeting.mine.chain)) {
    conflict.state = ConflictState::resolved;
    conflict.resolution = mine;
    return {mine, true, false};
  }
  if (meeting.sides.current == meeting.sides.mine) return {};
  conflict.state = ConflictState::open;
  conflict.resolution.reset();
  conflict.candidates = {{meeting.sides.current, conflict.base, meeting.current}, mine};
  return {std::nullopt, true, true};
}

}  // namespace

bool had_seen(const Naming& naming, const Stamp& stamp, const ChainId& chain) {
  return stamp.chain == chain || std::find(naming.seen.begin(), naming.seen.end(), stamp.edit) != naming.seen.end();
}

bool has_candidate_of(const Conflict& conflict, const EditId& edit) {
  return std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                     [&](const Candidate& candidate) { return candidate.stamp.edit == edit; });
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
  conflict.candidates = {{meeting.sides.current, meeting.sides.base, meeting.current},
                         {meeting.sides.mine, meeting.sides.base, meeting.mine}};
  return conflict;
}

Settled join(Conflict& conflict, const UnitMeeting& meeting) {
  auto& candidates = conflict.candidates;
  const auto& mine = meeting.sides.mine;
  auto own = own_candidate(candidates, meeting);
  auto same = std::find_if(candidates.begin(), candidates.end(),
                           [&](const Candidate& candidate) { return candidate.value == mine; });
  if (own == candidates.end()) {
    if (same != candidates.end()) return {std::nullopt, false, true};  // somebody wants this value already
    candidates.push_back({mine, meeting.sides.base, meeting.mine});
    return {std::nullopt, true, true};
  }
  if (own == same) return {std::nullopt, false, true};
  bool was_current = own->stamp.edit == meeting.current.edit;
  if (mine == own->base || same != candidates.end()) {  // withdrawn, or gone over to another candidate
    std::optional<Candidate> current;
    if (was_current && same != candidates.end()) current = *same;
    candidates.erase(own);
    if (was_current && !current) current = candidates.front();
    return after_change(conflict, meeting, std::move(current));
  }
  own->value = mine;
  own->stamp = meeting.mine;
  return {was_current ? std::optional{*own} : std::nullopt, true, true};
}

Settled resolve(Conflict& conflict, const Naming& naming, const UnitMeeting& meeting) {
  if (conflict.state != ConflictState::open) return reopen_or_agree(conflict, naming, meeting);
  const Candidate mine{meeting.sides.mine, conflict.base, meeting.mine};
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
  conflict.candidates = std::move(open);
  return {mine, true, true};
}

}  // namespace doorstep
