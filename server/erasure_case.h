#pragma once
#include <span>
#include <string>
#include <vector>

#include "server/archive_parts.h"

namespace doorstep {

/// Somebody asked that records are destroyed by law; as the archive and its fence remember it (docs/store.md §Erasure).
/// Everything here is inside the caller's transaction and throws SqliteFailure.
struct ErasureCase {
  std::string erasure, reason, state, asked_by;  ///< a person's id
  CommunityId community;
  std::vector<RecordId> roots;
  std::int64_t asked_at = 0;
};

inline constexpr std::string_view erasure_asked = "asked", erasure_refused = "refused", erasure_done = "done";

Result<ErasureCase> erasure_case(Database& database, const std::string& erasure);

/// What the fence has to hold, a few ids in each act. The first says of how many: an erasure that is not told to its
/// end was answered to nobody, and is none.
std::vector<json> erasure_acts(const ErasureCase& one, const std::string& decided_by, std::int64_t at,
                               std::span<const RecordId> family);

/// They are to be destroyed by the next that `erase_what_is_due` does.
void mark_due(Database& database, const std::string& erasure, const std::vector<RecordId>& records);
/// All that were, and those that are due.
std::vector<RecordId> marked_records(Database& database, const std::string& erasure);

json ids_json(std::span<const RecordId> ids);
/// Of the archive's own text. store_damaged.
std::vector<RecordId> ids_in(std::string_view stored);

}  // namespace doorstep
