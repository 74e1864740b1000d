#pragma once
#include "shared/result.h"
#include "shared/sqlite.h"
#include "shared/template.h"

namespace doorstep {

/// The tablet store's tables (docs/store.md §Tablet) and their numbered migrations, each in one transaction; the number
/// stands in PRAGMA user_version. A store from a newer version is refused: Fault::store_newer.
Result<void> migrate_store(Database& database);

/// An empty full-text index of one class in the place of what was there. Throws SqliteFailure.
void renew_search_table(Database& database, Class klass);

}  // namespace doorstep
