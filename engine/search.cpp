#include "engine/search.h"

#include <algorithm>

#include "engine/rows.h"
#include "shared/unicode.h"
#include "shared/value.h"

namespace doorstep {
namespace {

// Han, kana and hangul have no spaces between words: every character is a token of its own.
bool stands_alone(char32_t point) {
  return (point >= 0x3005 && point <= 0x3007) || (point >= 0x3040 && point <= 0x30ff) ||
         (point >= 0x3400 && point <= 0x9fff) || (point >= 0xac00 && point <= 0xd7af) ||
         (point >= 0xf900 && point <= 0xfaff) || (point >= 0x20000 && point <= 0x3ffff);
}

constexpr std::array insert_words{"INSERT INTO search_basic (rowid, words) VALUES (?, ?)",
                                  "INSERT INTO search_detail (rowid, words) VALUES (?, ?)",
                                  "INSERT INTO search_sensitive (rowid, words) VALUES (?, ?)"};
constexpr std::array delete_words{"DELETE FROM search_basic WHERE rowid = ?",
                                  "DELETE FROM search_detail WHERE rowid = ?",
                                  "DELETE FROM search_sensitive WHERE rowid = ?"};

// A filter {"path","value"} passes when some class has the value at the path, or has it in the list at the path; null
// when none has anything there, for never set and cleared are the same.
const std::string filtered = R"sql(
  WHERE records.state = 0 AND records.type <> 'conflict' AND (?1 = '' OR records.type = ?1) AND NOT EXISTS (
    SELECT 1 FROM (SELECT value ->> 'path' AS place, value ->> 'value' AS wanted FROM json_each(?2))
    WHERE CASE WHEN wanted IS NULL
      THEN COALESCE(basic ->> place, detail ->> place, sensitive ->> place) IS NOT NULL
      ELSE NOT EXISTS (
        SELECT 1 FROM (SELECT basic AS part UNION ALL SELECT detail UNION ALL SELECT sensitive)
        WHERE part ->> place = wanted OR (
          json_type(part, place) = 'array' AND
          EXISTS (SELECT 1 FROM json_each(part, place) AS item WHERE item.value = wanted)))
      END)
  ORDER BY records.n LIMIT ?3)sql";
const std::string all_matching = "SELECT records.id FROM records" + filtered;
// Each term may stand in another class: people type a name and an occupation.
const std::string words_matching = R"sql(
  SELECT records.id FROM (
    SELECT n FROM (
      SELECT key, search_basic.rowid AS n FROM json_each(?4) CROSS JOIN search_basic ON words MATCH value UNION
      SELECT key, search_detail.rowid FROM json_each(?4) CROSS JOIN search_detail ON words MATCH value UNION
      SELECT key, search_sensitive.rowid FROM json_each(?4) CROSS JOIN search_sensitive ON words MATCH value)
    GROUP BY n HAVING COUNT(*) = json_array_length(?4)) JOIN records USING (n))sql" +
                                   filtered;

std::string words_of_class(const Type& type, std::string_view class_text) {
  std::string words;
  const auto object = stored(parse_json(class_text));
  for (const auto& [name, value] : object.at("values").items()) {
    const auto* field = type.field(name);
    if (field == nullptr || value.is_null()) continue;
    words += indexed_words(words_of(*field, value));
    words += ' ';
  }
  return words;
}

}  // namespace

std::string indexed_words(std::string_view text) {
  std::string out;
  out.reserve(2 * text.size());
  while (!text.empty()) {
    auto character = text;
    bool alone = stands_alone(take_code_point(text));
    character.remove_suffix(text.size());
    if (alone) out += ' ';
    out += character;
    if (alone) out += ' ';
  }
  return out;
}

std::vector<std::string> match_terms(std::string_view words) {
  std::vector<std::string> terms;
  std::string phrase, latin;
  // Quoted, a term is only words to FTS5, whatever operators people type by accident.
  auto flush = [&] {
    if (!phrase.empty()) terms.push_back('"' + std::exchange(phrase, {}) + '"');
    if (!latin.empty()) terms.push_back('"' + std::exchange(latin, {}) + "\"*");
  };
  auto text = normalised(words);
  for (std::string_view rest = text; !rest.empty();) {
    auto character = rest;
    auto point = take_code_point(rest);
    character.remove_suffix(rest.size());
    if (!is_word(point)) {
      flush();
    } else if (stands_alone(point)) {
      if (!latin.empty()) flush();
      if (!phrase.empty()) phrase += ' ';
      phrase += character;
    } else {
      if (!phrase.empty()) flush();
      latin += character;
    }
  }
  flush();
  return terms;
}

Search::Search(Database& database, Statements& sql, const Template& archive_template)
    : database_(database), sql_(sql), template_(archive_template) {}

std::size_t Search::catch_up(std::size_t rows_max) {
  auto& count = sql_("SELECT COUNT(*) FROM (SELECT 1 FROM unindexed LIMIT ?)");
  count.with(static_cast<std::int64_t>(rows_max + 1)).step();
  auto waiting = static_cast<std::size_t>(count.integer(0));
  count.rewind();
  if (waiting == 0) return 0;

  Transaction transaction{database_};
  auto& row = sql_(R"sql(
    SELECT unindexed.n, type, basic, detail, sensitive, fresh FROM unindexed LEFT JOIN records USING (n)
    ORDER BY unindexed.n LIMIT ?)sql");
  row.with(static_cast<std::int64_t>(rows_max));
  std::int64_t last = 0;
  while (row.step()) {
    last = row.integer(0);
    if (row.integer(5) == 0)
      for (const char* forget : delete_words) sql_(forget).with(last).run();
    const auto* type = template_.type(row.text(1));
    if (type == nullptr) continue;
    for (std::size_t i = 0; i < insert_words.size(); ++i) {
      if (row.null(2 + static_cast<int>(i))) continue;
      auto words = words_of_class(*type, row.text(2 + static_cast<int>(i)));
      if (!words.empty()) sql_(insert_words[i]).with(last, words).run();
    }
  }
  sql_("DELETE FROM unindexed WHERE n <= ?").with(last).run();
  transaction.commit();
  return waiting > rows_max ? waiting - rows_max : 0;
}

std::vector<RecordId> Search::find(const Query& query) {
  try {
    while (catch_up(index_batch_rows_max) > 0) {
    }
  } catch (const SqliteFailure& failure) {
    // Where nothing can be written any more people must still find what the index has.
    if (failure.error.fault != Fault::disk_full) throw;
  }
  json filters = json::array();
  for (const auto& [field, value] : query.where)
    filters.push_back(json::object({{"path", "$.values." + field}, {"value", value}}));
  auto terms = match_terms(query.words);
  if (!query.words.empty() && terms.empty()) return {};
  auto limit = static_cast<std::int64_t>(std::min(query.limit, find_limit_max));
  auto& found = sql_(terms.empty() ? all_matching.c_str() : words_matching.c_str());
  if (terms.empty())
    found.with(query.type, canonical(filters), limit);
  else
    found.with(query.type, canonical(filters), limit, canonical(json(terms)));
  std::vector<RecordId> out;
  while (found.step()) out.push_back(found.id<RecordId>(0));
  return out;
}

}  // namespace doorstep
