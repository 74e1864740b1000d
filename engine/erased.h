#pragma once
#include <set>

#include "engine/rows.h"

namespace doorstep {

/// The server destroyed these records (docs/merge.md §Erasure), and their rows here are headers: what else this store
/// holds of them goes too: histories, drafts, values in the person's list, rescued texts, and what answered bundles
/// say. A bundle that still waits is left as it is; its verdict ends it. A scrub of freed pages is due. Inside the
/// caller's transaction; throws SqliteFailure.
void forget_erased(Statements& sql, const Template& archive_template, const std::set<RecordId>& erased);
std::set<RecordId> all_erased(Statements& sql);  ///< reads every record
bool is_erased(Statements& sql, const RecordId& id);
/// Those that a bundle of this header writes to.
std::set<RecordId> erased_in(Statements& sql, const json& header);

}  // namespace doorstep
