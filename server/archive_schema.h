#pragma once
#include "shared/sqlite.h"

namespace doorstep {

/// The tables of the server's archive (docs/store.md §Server) and their version, kept in user_version. Both functions
/// throw SqliteFailure for what the disk says.
inline constexpr int archive_schema_version = 9;

/// Inside the caller's transaction. already_exists when an archive stands here.
Result<void> create_archive_schema(Database& database);
/// not_found: no archive here; store_newer: a later program wrote it. Older ones are brought up to date, in one
/// transaction of its own.
Result<void> migrate_archive_schema(Database& database);

}  // namespace doorstep
