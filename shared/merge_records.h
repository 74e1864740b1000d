#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "shared/merge.h"

namespace doorstep {

/// The merge law for two records that are one (docs/merge.md §Merging records; design law §2.9). The loser keeps all it
/// has and becomes an alias of the winner; parting them gives back what was addressed to each. Pure, like `merge`: the
/// server accepts with it, the tablet predicts.

/// What no state of two records could accept: not_found, invalid_value (one record, two types, fields written).
Result<void> check_merging(const Template& archive_template, const Subject& loser, const Subject& winner,
                           const Edit& edit);

/// The loser becomes an alias of `into`; its open questions are asked of the winner from now on.
void send_over(Subject& loser, const RecordId& into, const Edit& edit, const Arrival& arrival);
/// The winner takes what it lacks. What the edit's author had not seen of the loser, and its open questions, become
/// questions of the winner; answers the conflicts that were opened or joined. `loser` may be sent over already.
/// out_of_range when the winner would grow too large; then it is spoilt and must be thrown away.
Result<std::vector<RecordId>> take_over(const Template& archive_template, Subject& winner, const Subject& loser,
                                        const Edit& edit, const Arrival& arrival);

/// A late edit to a record that was merged, as it lands on the winner: a resolution names the winner's question.
Edit landed(const Edit& edit, const Subject& loser, const Subject& winner);

/// The loser is a record of its own again, with the questions that it had.
void come_back(Subject& loser, const Edit& edit, const Arrival& arrival);
/// The winner without what it took from the loser and nobody changed since: as far as a tablet can tell, which has no
/// histories.
void give_back(const Template& archive_template, Subject& winner, const Subject& loser, const Arrival& arrival);

/// An accepted edit of the journal.
struct PastEdit {
  Edit edit;
  Arrival arrival;
};
/// `from` with these edits merged in order, each bundle folded by itself, as they were when they were accepted. A merge
/// among them is taken over from the record it names, as `loser` answers it. What cannot be merged is passed over.
Subject replayed(const Template& archive_template, Subject from, const std::vector<PastEdit>& edits,
                 const std::function<const Subject*(const RecordId&)>& loser);
/// The fields and groups that hold something in the record, that a conflict is about, or that one of the edits writes.
std::set<std::string> units_in(const Template& archive_template, const Subject& subject,
                               const std::vector<PastEdit>& edits);
/// Makes these units of the record, and the conflicts about them, what they are in `as`; counts what changed.
void restore_units(const Template& archive_template, Subject& record, const Subject& as,
                   const std::set<std::string>& units, const Arrival& arrival);

/// Two records with one natural key are two: decides the duplicate conflict that the edit names, unless it has a
/// candidate that its author had not seen or was decided by somebody else meanwhile; then it is open. Answers whether
/// it is.
bool keep_apart(Conflict& duplicate, const Edit& edit, const Arrival& arrival);

}  // namespace doorstep
