#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/search_query.h"
#include "shared/sqlite.h"
#include "shared/statements.h"
#include "shared/template.h"

namespace doorstep {

struct Query {
  std::string words;  ///< all of them must be found; empty: everything the filters let through
  std::string type;   ///< empty: any
  std::vector<Filter> where;
  std::size_t limit = 50;
  bool oldest_first = false;  ///< without words; else the newest come first
  /// Without words: only what comes behind this record in the list's order, so that a long list is read page by page,
  /// each as quickly as the first. A record that is gone: an empty page.
  std::optional<RecordId> behind = {};
};

/// Full text and filters over what the person sees (docs/search.md): an index for each class, so that what a person may
/// not read any more leaves nothing behind. The index follows by a watermark (`unindexed`), so that saving never waits
/// for it; `find` catches up first, so that nothing saved is missed (on a full
/// disk: nothing that was indexed before). A list without words and without filters that the
/// index knows is read from the records themselves and waits for nothing. Throws SqliteFailure.
class Search {
 public:
  Search(Database& database, Statements& sql, const Template& archive_template);

  /// Best first: exact names and rooms, names that begin so, other names, everything else; among equals the newest.
  std::vector<RecordId> find(const Query& query);
  /// Indexes up to `rows_max` rows behind the watermark in one transaction; answers 0 when none is left.
  std::size_t catch_up(std::size_t rows_max);
  /// Does the index say what the records say? Of what is behind the watermark nothing is claimed. store_damaged names
  /// the row.
  Result<void> check();

 private:
  Query with_all_ids(Query query);
  std::vector<RecordId> scan(const Query& query);
  std::optional<std::int64_t> row_of(const RecordId& record);
  void index_row(std::int64_t n, bool fresh, const std::array<std::string, 3>& texts);

  Database& database_;
  Statements& sql_;
  const Template& template_;
};

inline constexpr std::size_t index_batch_rows_max = 2000;
inline constexpr std::size_t find_limit_max = 1'000'000;

}  // namespace doorstep
