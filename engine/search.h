#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/sqlite.h"
#include "shared/statements.h"
#include "shared/template.h"

namespace doorstep {

struct Query {
  std::string words;  ///< all of them must be found; empty: everything the filters let through
  std::string type;   ///< empty: any
  /// field = value (stored form); for lists: contains; null: not set
  std::vector<std::pair<std::string, json>> where;
  std::size_t limit = 50;
};

/// Full text and filters over what the person sees. The index follows by a watermark (`unindexed`), so that saving
/// never waits for it; `find` catches up first, so that nothing saved is missed (on a full disk: nothing that was
/// indexed before). Chinese is indexed character by character and searched as phrases, Latin words and numbers by
/// prefix. Throws SqliteFailure.
class Search {
 public:
  Search(Database& database, Statements& sql, const Template& archive_template);

  std::vector<RecordId> find(const Query& query);
  /// Indexes up to `rows_max` rows behind the watermark in one transaction; answers 0 when none is left.
  std::size_t catch_up(std::size_t rows_max);

 private:
  Database& database_;
  Statements& sql_;
  const Template& template_;
};

inline constexpr std::size_t index_batch_rows_max = 2000;
inline constexpr std::size_t find_limit_max = 1'000'000;

/// "张三 1502" → tokens as the index holds them: "张 三 1502".
std::string indexed_words(std::string_view text);
/// What a person typed as FTS5 expressions, each of which must be found; empty when nothing in it is a word.
std::vector<std::string> match_terms(std::string_view words);

}  // namespace doorstep
