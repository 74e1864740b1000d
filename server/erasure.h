#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/working_set.h"

namespace doorstep {

/// Lawful erasure inside one write transaction (docs/merge.md §Erasure): what it covers, what is left of it, and that
/// nothing of what it covers stays anywhere else in the archive. Everything here throws SqliteFailure.

inline constexpr std::size_t erasure_roots_max = 20;        ///< named in one request
inline constexpr std::size_t erasure_records_max = 20'000;  ///< destroyed by one

/// These records and whatever belongs to them: what was merged into them, and their children in any state, with all of
/// theirs. Each stands behind the one that it belongs to. out_of_range.
std::vector<RecordId> family_of(Database& database, const std::vector<RecordId>& roots);
/// What names one of these and is not among them. Reads every record of the community.
std::vector<RecordId> naming(Database& database, const CommunityId& community, const std::vector<RecordId>& family);
bool is_erased(Database& database, const RecordId& record);

/// Leaves of each record that the bundle's edits name its header alone, in state `erased`. The natural keys that it
/// claimed are others' again. Answers the stored conflicts about them, which go.
std::vector<RecordId> leave_headers(WorkingSet& set, const Template& archive_template, const Bundle& bundle,
                                    const std::vector<Instant>& at, Seq seq);

/// What was destroyed beside records: conflicts, bodies of accepted edits, bodies in quarantine, what was handed over
/// or parked.
struct Destroyed {
  std::uint64_t records = 0, conflicts = 0, edits = 0, quarantined = 0, parcels = 0;
};
/// Takes what these records' edits said out of journal, quarantine, rescued texts and parked bundles. Heads,
/// commitments, signatures and verdicts stay, so that everything still verifies.
void wipe(Database& database, const std::vector<RecordId>& records, Destroyed& destroyed);

/// A parked bundle's text without what it says of records that are erased; empty: it says nothing of any.
std::optional<std::string> without_erased(std::string_view raw, const std::function<bool(const RecordId&)>& erased);

}  // namespace doorstep
