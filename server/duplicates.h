#pragma once
#include "server/working_set.h"

namespace doorstep {

/// Natural keys (design law §2.9): as long as two or more live records of one type claim one key, exactly one duplicate
/// conflict about them is open, and its candidates are their ids; unless people decided it.

/// Brings the claims in step after `record` changed from having `key_before`. Answers the open duplicate conflict that
/// `edit` opened or joined, if any.
std::optional<RecordId> move_claim(WorkingSet& set, const Type& type, const RecordId& record,
                                   const std::optional<std::string>& key_before, const EditId& edit,
                                   const Arrival& arrival);

/// A part or conflict changed: its seq and count move once for each bundle (docs/merge.md).
void count_change(Seq& seq, std::uint64_t& count, const Arrival& arrival);

}  // namespace doorstep
