#pragma once
#include <optional>
#include <vector>

#include "shared/evidence.h"
#include "shared/merge.h"
#include "shared/policy.h"

namespace doorstep {

/// The part of the merge law that concerns conflicts of a field or group (docs/merge.md §Conflicts). Pure.

/// One unit of one edit, as it meets the record.
struct UnitMeeting {
  const Unit& unit;
  const Sides& sides;
  const Stamp& current;  ///< the stamp of the record's value; default when it never had one
  const Stamp& mine;
  const Edit& edit;
  const std::vector<Evidence>& evidence;  ///< of the record before the edit, and of the edit
};

/// What became of it: the record's new current value, if that changes; whether the conflict changed; whether it is
/// open.
struct Settled {
  std::optional<Candidate> current;
  bool touched = false;
  bool conflict = false;
};

/// The conflict on `unit` of this record that the edit names, in whatever state; nullptr when it names none that is
/// known.
Conflict* named_conflict(std::vector<Conflict>& conflicts, const Edit& edit, const RecordId& record,
                         const std::string& unit);
Conflict* open_conflict(std::vector<Conflict>& conflicts, const std::string& unit);

/// Whoever names an edit has seen it, and so has whoever comes by the same chain, named or not.
bool had_seen(const Naming& naming, const Stamp& stamp, const ChainId& chain);
/// Has this very edit come to this conflict before: as what opened it, as a candidate or as its decision? Whatever
/// became of the conflict since, the edit has nothing to add.
bool has_met(const Conflict& conflict, const EditId& edit);

/// The kind of a conflict that the policy could not decide.
ConflictKind kind_of(Policy policy);

/// Two sides changed it and the policy cannot decide: the current value and mine become candidates.
Conflict open_new(const Record& record, const UnitMeeting& meeting);

/// Mine cannot be decided against the value that stands, about which somebody proposed another: a candidate beside
/// both.
Settled contest(Conflict& approval, const UnitMeeting& meeting);

/// An ordinary edit to a unit in conflict: replaces its author's own candidate, withdraws it, or adds one.
Settled join(Conflict& conflict, const UnitMeeting& meeting);

/// A resolution: decides about the candidates that its author saw, and about no other.
Settled resolve(Conflict& conflict, const Naming& naming, const UnitMeeting& meeting);

Stamp stamp_of(const Edit& edit, const Arrival& arrival);
/// A value as this edit wants it: what its author replaced and had seen, and what their clock said.
Candidate candidate_of(const Edit& edit, const Stamp& stamp, json value, std::optional<json> base);
/// The same, with what the edit said for it.
Candidate candidate_of(const UnitMeeting& meeting, json value, std::optional<json> base);

/// A class's, a header's or a conflict's seq and count move once for each accepted bundle that changed it; a prediction
/// has no seq to give.
void count_once(Seq& seq, std::uint64_t& count, const Arrival& arrival);

}  // namespace doorstep
