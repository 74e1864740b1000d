#pragma once
#include "server/working_set.h"

namespace doorstep {

/// Natural keys (design law §2.9): as long as two or more live records of one type claim one key, exactly one duplicate
/// conflict about them is open, and its candidates are their ids; unless people decided that they are not one. A record
/// claims its own key and those of all that were merged into it. The conflict's base is the key.

/// Brings the claims in step after `record` changed from what `before` tells. Answers the open duplicate conflicts that
/// `edit` opened or joined.
std::vector<RecordId> move_claims(WorkingSet& set, const Type& type, const RecordId& record,
                                  const RecordColumns& before, const Edit& edit, const Arrival& arrival);

/// That records are two was taken back: is it a question still? At least two claim the key, and no other conflict asks.
bool is_asked_still(WorkingSet& set, const std::string& type, const Conflict& reopened);

/// After a merge: the winner claims what the loser did, and a question that this answers is decided. And back. Both
/// answer the duplicate conflicts that were opened or joined.
std::vector<RecordId> merge_claims(WorkingSet& set, const Type& type, const RecordId& loser, const RecordId& winner,
                                   const Edit& edit, const Arrival& arrival);
std::vector<RecordId> part_claims(WorkingSet& set, const Type& type, const RecordId& loser, const RecordId& winner,
                                  const Edit& edit, const Arrival& arrival);

/// This record is destroyed and has let go of its keys. That people told others apart in a question which it bore
/// stands on among them, as a question that is decided.
void hand_on_distinct(WorkingSet& set, const Type& type, const RecordId& record, const Edit& edit,
                      const Arrival& arrival);

}  // namespace doorstep
