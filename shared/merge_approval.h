#pragma once
#include "shared/merge_conflict.h"

namespace doorstep {

/// The part of the merge law that concerns what was only proposed (docs/merge.md §Approvals). Pure.

/// Does the edit leave the unit as its author saw it? An edit of entries carries new ones only.
bool says_nothing(const Unit& unit, const json& base, const json& mine);

/// What a value, meant as a change of `base`, makes of `current`: sums, sets, entries and maxima join, others replace.
json laid_over(const Unit& unit, const json& base, const json& current, const json& mine);
/// What stands there once this proposal is approved.
json approved_value(const Unit& unit, const Candidate& proposal, const json& current);

/// A proposal for a unit that is not asked about: opens an approval; empty where there is nothing to ask.
std::optional<Conflict> ask(const Record& record, const UnitMeeting& meeting);
/// A proposal for a unit that is asked about: its author's own is replaced, added to (sums, sets, entries) or, when
/// they leave the value as it is, taken back; else it becomes a candidate.
Settled propose(Conflict& open, const UnitMeeting& meeting);

/// What a decision had seen of an approval: of what joins, every value that stands too, for none is lost.
Naming seen_in(const Conflict& approval, const Unit& unit, Naming naming);

/// approval, as long as beside one value there are only proposals, and invalid, where none of these has a value that
/// the template takes; what the policy makes it otherwise.
void name_kind(Conflict& open, const Unit& unit);
/// approval or invalid: one value stands, and whatever is written beside it meets that by the policy.
bool waits(const Conflict& conflict);
/// Its author wrote something else, which the template takes: what they wanted before is no question any more. False:
/// nothing of theirs stood there.
bool drop_outdated(Conflict& open, const UnitMeeting& meeting);
/// What is proposed stands in nobody's way: the value that stands now takes the place of the one before it in the
/// record's open approvals, and one whose proposals would change nothing any more closes.
void stand_beside(Subject& subject, const Type& type, const Arrival& arrival);

}  // namespace doorstep
