#include "engine/search.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "engine/index_text.h"
#include "engine/postings.h"
#include "engine/rows.h"
#include "shared/relaxed_transaction.h"

namespace doorstep {
namespace {

constexpr std::array insert_text{"INSERT INTO search_basic (rowid, lines) VALUES (?, ?)",
                                 "INSERT INTO search_detail (rowid, lines) VALUES (?, ?)",
                                 "INSERT INTO search_sensitive (rowid, lines) VALUES (?, ?)"};
constexpr std::array delete_text{"DELETE FROM search_basic WHERE rowid = ?",
                                 "DELETE FROM search_detail WHERE rowid = ?",
                                 "DELETE FROM search_sensitive WHERE rowid = ?"};
constexpr std::array read_text{"SELECT lines FROM search_basic WHERE rowid = ?",
                               "SELECT lines FROM search_detail WHERE rowid = ?",
                               "SELECT lines FROM search_sensitive WHERE rowid = ?"};
constexpr std::array check_index{"INSERT INTO search_basic (search_basic) VALUES ('integrity-check')",
                                 "INSERT INTO search_detail (search_detail) VALUES ('integrity-check')",
                                 "INSERT INTO search_sensitive (search_sensitive) VALUES ('integrity-check')"};
constexpr std::size_t classes = insert_text.size();

// A filter {"path","test","value"} passes when some class has such a value at the path, or has it in the list at the
// path; null when none has anything there, for never set and cleared are the same. Of dates and times as much is
// compared as the filter tells.
const std::string passes = R"sql(
  state = 0 AND type <> 'conflict' AND NOT EXISTS (
    SELECT 1 FROM (SELECT value ->> 'path' AS place, value ->> 'test' AS test, value ->> 'value' AS wanted
                   FROM json_each(?1))
    WHERE CASE WHEN wanted IS NULL
      THEN COALESCE(basic ->> place, detail ->> place, sensitive ->> place) IS NOT NULL
      ELSE NOT EXISTS (
        SELECT 1 FROM (
          SELECT part, CASE WHEN test IN ('=', 'in') OR typeof(wanted) <> 'text' THEN part ->> place
                       ELSE substr(part ->> place, 1, length(wanted)) END AS found
          FROM (SELECT basic AS part UNION ALL SELECT detail UNION ALL SELECT sensitive))
        WHERE CASE test
          WHEN '>=' THEN found >= wanted WHEN '<=' THEN found <= wanted
          WHEN '>' THEN found > wanted WHEN '<' THEN found < wanted
          WHEN 'in' THEN EXISTS (SELECT 1 FROM json_each(wanted) AS one WHERE one.value = found)
          ELSE found = wanted OR (
            json_type(part, place) = 'array' AND
            EXISTS (SELECT 1 FROM json_each(part, place) AS item WHERE item.value = wanted)) END)
      END))sql";
const std::string one_row = "SELECT id FROM records WHERE n = ?2 AND (?3 = '' OR type = ?3) AND" + passes;
const std::string all_newest = "SELECT id FROM records WHERE n < ?3 AND" + passes + " ORDER BY n DESC LIMIT ?2";
const std::string all_oldest = "SELECT id FROM records WHERE n > ?3 AND" + passes + " ORDER BY n LIMIT ?2";
const std::string typed_newest =
    "SELECT id FROM records WHERE type = ?4 AND n < ?3 AND" + passes + " ORDER BY n DESC LIMIT ?2";
const std::string typed_oldest =
    "SELECT id FROM records WHERE type = ?4 AND n > ?3 AND" + passes + " ORDER BY n LIMIT ?2";

const char* sign_of(Filter::Test test) {
  switch (test) {
    case Filter::Test::one_of:
      return "in";
    case Filter::Test::equal:
      return "=";
    case Filter::Test::within:
      return "^";
    case Filter::Test::at_least:
      return ">=";
    case Filter::Test::at_most:
      return "<=";
    case Filter::Test::above:
      return ">";
    case Filter::Test::below:
      return "<";
  }
  return "=";
}

std::string filters_text(const std::vector<Filter>& where) {
  json out = json::array();
  for (const auto& filter : where)
    out.push_back(
        json::object({{"path", "$.values." + filter.field}, {"test", sign_of(filter.test)}, {"value", filter.value}}));
  return canonical(out);
}

std::int64_t limit_of(const Query& query) { return static_cast<std::int64_t>(std::min(query.limit, find_limit_max)); }

std::array<std::string, classes> texts_of(const Template& archive_template, const Statement& row, int type_column,
                                          bool live) {
  std::array<std::string, classes> out;
  const auto* type = archive_template.type(row.text(type_column));
  for (std::size_t i = 0; live && type != nullptr && i < classes; ++i) {
    auto column = type_column + 1 + static_cast<int>(i);
    if (!row.null(column)) out.at(i) = index_text(*type, row.text(column));
  }
  return out;
}

}  // namespace

Search::Search(Database& database, Statements& sql, const Template& archive_template)
    : database_(database), sql_(sql), template_(archive_template) {}

std::size_t Search::catch_up(std::size_t rows_max) {
  auto& count = sql_("SELECT COUNT(*) FROM (SELECT 1 FROM unindexed LIMIT ?)");
  count.with(static_cast<std::int64_t>(rows_max + 1)).step();
  auto waiting = static_cast<std::size_t>(count.integer(0));
  count.rewind();
  if (waiting == 0) return 0;

  RelaxedTransaction transaction{database_};
  auto& row = sql_(R"sql(
    SELECT unindexed.n, fresh, state, type, basic, detail, sensitive FROM unindexed LEFT JOIN records USING (n)
    ORDER BY unindexed.n LIMIT ?)sql");
  row.with(static_cast<std::int64_t>(rows_max));
  std::int64_t last = 0;
  while (row.step()) {
    last = row.integer(0);
    bool live = !row.null(2) && row.integer(2) == 0;
    index_row(last, row.integer(1) != 0, texts_of(template_, row, 3, live));
  }
  sql_("DELETE FROM unindexed WHERE n <= ?").with(last).run();
  transaction.commit();
  return waiting > rows_max ? waiting - rows_max : 0;
}

// Most edits change one class; what the others hold is left alone.
void Search::index_row(std::int64_t n, bool fresh, const std::array<std::string, classes>& texts) {
  for (std::size_t i = 0; i < classes; ++i) {
    if (!fresh) {
      auto& held = sql_(read_text.at(i));
      bool any = held.with(n).step();
      bool same = any && held.text(0) == texts.at(i);
      held.rewind();
      if (same) continue;
      if (any) sql_(delete_text.at(i)).with(n).run();
    }
    if (!texts.at(i).empty()) sql_(insert_text.at(i)).with(n, texts.at(i)).run();
  }
}

std::optional<std::int64_t> Search::row_of(const RecordId& record) {
  auto& row = sql_("SELECT n FROM records WHERE id = ?");
  std::optional<std::int64_t> out;
  if (row.with(record).step()) out = row.integer(0);
  row.rewind();
  return out;
}

std::vector<RecordId> Search::scan(const Query& query) {
  bool typed = !query.type.empty();
  const auto& text = query.oldest_first ? (typed ? typed_oldest : all_oldest) : typed ? typed_newest : all_newest;
  std::optional<std::int64_t> from = query.oldest_first ? 0 : newest_row;
  if (query.behind) from = row_of(*query.behind);
  if (!from) return {};
  auto& found = sql_(text.c_str());
  if (typed)
    found.with(filters_text(query.where), limit_of(query), *from, query.type);
  else
    found.with(filters_text(query.where), limit_of(query), *from);
  std::vector<RecordId> out;
  while (found.step()) out.push_back(found.id<RecordId>(0));
  return out;
}

// Records that are one are asked for by whichever id, and what refers to them keeps the id that it was given.
Query Search::with_all_ids(Query query) {
  for (auto& filter : query.where) {
    const auto& types = template_.types();
    const bool refers = std::any_of(types.begin(), types.end(), [&](const Type& type) {
      const auto* field = query.type.empty() || type.name == query.type ? type.field(filter.field) : nullptr;
      return field != nullptr && field->kind == Kind::reference;
    });
    const auto* named = filter.value.get_ptr<const std::string*>();
    const auto id =
        refers && named != nullptr && filter.test == Filter::Test::equal ? parse_id<RecordId>(*named) : std::nullopt;
    if (!id) continue;
    const auto root = root_of(sql_, *id);
    const auto behind = aliases_of(sql_, root);
    if (behind.empty()) continue;
    filter = {filter.field, Filter::Test::one_of, json::array({text(root)})};
    for (const auto& one : behind) filter.value.push_back(text(one));
  }
  return query;
}

std::vector<RecordId> Search::find(const Query& asked) {
  const auto query = with_all_ids(asked);
  Typed typed{query.words};
  if (!query.words.empty() && typed.empty()) return {};
  Conditions filters;
  for (const auto& filter : query.where)
    if (auto known = condition(template_, query.type, filter)) filters.push_back(std::move(*known));
  if (typed.empty() && (filters.empty() || query.oldest_first)) return scan(query);

  try {
    while (catch_up(index_batch_rows_max) > 0) {
    }
  } catch (const SqliteFailure& failure) {
    // Where nothing can be written any more people must still find what the index has.
    if (failure.error.fault != Fault::disk_full) throw;
  }
  std::vector<RecordId> out;
  std::unordered_set<std::int64_t> met;
  auto where = filters_text(query.where);
  auto limit = static_cast<std::size_t>(limit_of(query));
  std::int64_t first = newest_row;
  if (typed.empty() && query.behind) first = row_of(*query.behind).value_or(1) - 1;
  auto take = [&](Conditions rank) {
    rank.insert(rank.end(), filters.begin(), filters.end());
    if (!query.type.empty()) rank.front() = "(" + rank.front() + ") AND " + type_condition(query.type);
    Matches matches{database_, std::move(rank)};
    for (auto n = matches.newest(first); n > 0 && out.size() < limit; n = matches.newest(n - 1)) {
      if (!met.insert(n).second) continue;
      auto& row = sql_(one_row.c_str());
      if (row.with(where, n, query.type).step()) out.push_back(row.id<RecordId>(0));
      row.rewind();
    }
  };
  auto take_all = [&](std::vector<Conditions> all) {
    for (auto& rank : all)
      if (out.size() < limit) take(std::move(rank));
  };
  take_all(typed.empty() ? std::vector<Conditions>(1) : ranks(typed));
  if (out.empty()) take_all(last_ranks(typed));
  return out;
}

Result<void> Search::check() {
  return guarded([&]() -> Result<void> {
    for (const char* whole : check_index) sql_(whole).run();
    auto& row = sql_(R"sql(
      SELECT n, state, type, basic, detail, sensitive FROM records
      WHERE type <> 'conflict' AND n NOT IN (SELECT n FROM unindexed))sql");
    row.with();
    while (row.step()) {
      auto texts = texts_of(template_, row, 2, row.integer(1) == 0);
      for (std::size_t i = 0; i < classes; ++i) {
        auto& held = sql_(read_text.at(i));
        bool same = held.with(row.integer(0)).step() ? held.text(0) == texts.at(i) : texts.at(i).empty();
        held.rewind();
        if (same) continue;
        Error error{Fault::store_damaged, "full text of row " + std::to_string(row.integer(0))};
        row.rewind();
        return error;
      }
    }
    return {};
  });
}

}  // namespace doorstep
