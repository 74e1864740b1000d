#pragma once
#include "shared/result.h"
#include "shared/sqlite.h"

namespace doorstep {

/// The tablet store's tables (docs/store.md §Tablet) and their numbered migrations, each in one transaction; the number
/// stands in PRAGMA user_version. A store from a newer version is refused: Fault::store_newer.
Result<void> migrate_store(Database& database);

}  // namespace doorstep
