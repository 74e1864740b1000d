#pragma once
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/json.h"
#include "shared/sqlite.h"

namespace doorstep {

/// What admins did (docs/security.md §Acts): a list that is only added to, each line's head chained to the one before
/// it. Inside the caller's transaction. Throw SqliteFailure.
void keep_act(Database& database, const json& act, Instant at);
/// The head behind one more line of such a list.
Hash chained_head(const Hash& before, std::int64_t at, std::string_view line);
/// The first line whose head does not follow from what stands before it; empty when all do.
std::optional<std::string> find_broken_act(Database& database);

}  // namespace doorstep
