#include "engine/search.h"

#include <algorithm>

#include "engine/rows.h"
#include "shared/value.h"

namespace doorstep {
namespace {

/// One code point of valid UTF-8; a stray byte counts as itself.
std::string_view code_point(std::string_view text, std::size_t at) {
  auto lead = static_cast<unsigned char>(text[at]);
  std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return text.substr(at, std::min(size, text.size() - at));
}

// Han, kana and hangul have no spaces between words: every character is a token of its own.
bool stands_alone(std::string_view character) {
  if (character.size() == 4) return true;
  if (character.size() != 3) return false;
  auto code = (static_cast<unsigned char>(character[0]) & 0x0fu) << 12 |
              (static_cast<unsigned char>(character[1]) & 0x3fu) << 6 |
              (static_cast<unsigned char>(character[2]) & 0x3fu);
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) ||
         (code >= 0xac00 && code <= 0xd7af) || (code >= 0xf900 && code <= 0xfaff);
}

bool word_byte(std::string_view character) {
  if (character.size() > 1) return true;
  auto byte = static_cast<unsigned char>(character.front());
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

constexpr std::array insert_words{"INSERT INTO search_basic (rowid, words) VALUES (?, ?)",
                                  "INSERT INTO search_detail (rowid, words) VALUES (?, ?)",
                                  "INSERT INTO search_sensitive (rowid, words) VALUES (?, ?)"};
constexpr std::array delete_words{"DELETE FROM search_basic WHERE rowid = ?",
                                  "DELETE FROM search_detail WHERE rowid = ?",
                                  "DELETE FROM search_sensitive WHERE rowid = ?"};

// A filter {"path","value"} passes when some part has the value at the path, or has it in the list at the path.
const std::string filtered = R"sql(
  WHERE records.state = 0 AND records.type <> 'conflict' AND (?1 = '' OR records.type = ?1) AND NOT EXISTS (
    SELECT 1 FROM json_each(?2) AS filter WHERE NOT EXISTS (
      SELECT 1 FROM (SELECT basic AS part UNION ALL SELECT detail UNION ALL SELECT sensitive) AS parts
      WHERE part IS NOT NULL AND EXISTS (
        SELECT 1 FROM json_each(part, filter.value ->> 'path') AS item WHERE item.atom IS filter.value ->> 'value')))
  ORDER BY records.n LIMIT ?3)sql";
const std::string all_matching = "SELECT records.id FROM records" + filtered;
const std::string words_matching = R"sql(
  SELECT records.id FROM (
    SELECT rowid AS n FROM search_basic WHERE words MATCH ?4 UNION
    SELECT rowid FROM search_detail WHERE words MATCH ?4 UNION
    SELECT rowid FROM search_sensitive WHERE words MATCH ?4) JOIN records USING (n))sql" +
                                   filtered;

std::string words_of_class(const Type& type, std::string_view class_text) {
  std::string words;
  const auto object = stored(parse_json(class_text));
  for (const auto& [name, value] : object.at("values").items()) {
    const auto* field = type.field(name);
    if (field == nullptr || value.is_null() || field->kind == Kind::reference || field->kind == Kind::attachment)
      continue;
    words += indexed_words(words_of(*field, value));
    words += ' ';
  }
  return words;
}

}  // namespace

std::string indexed_words(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    auto character = code_point(text, at);
    bool alone = stands_alone(character);
    if (alone) out += ' ';
    out += character;
    if (alone) out += ' ';
    at += character.size();
  }
  return out;
}

std::string match_expression(std::string_view words) {
  std::string out, phrase;
  auto text = normalised(words);
  auto term = [&](std::string_view quoted, bool prefix) {
    if (quoted.empty()) return;
    if (!out.empty()) out += ' ';
    out.append("\"").append(quoted).append(prefix ? "\"*" : "\"");
  };
  std::string latin;
  auto flush = [&] {
    term(phrase, false);
    term(latin, true);
    phrase.clear();
    latin.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    auto character = code_point(text, at);
    at += character.size();
    if (stands_alone(character)) {
      if (!latin.empty()) flush();
      if (!phrase.empty()) phrase += ' ';
      phrase += character;
    } else if (word_byte(character)) {
      if (!phrase.empty()) flush();
      latin += character;
    } else {
      flush();
    }
  }
  flush();
  return out;
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
    SELECT unindexed.n, type, basic, detail, sensitive FROM unindexed LEFT JOIN records USING (n) ORDER BY unindexed.n LIMIT ?)sql");
  row.with(static_cast<std::int64_t>(rows_max));
  std::int64_t last = 0;
  while (row.step()) {
    last = row.integer(0);
    for (std::size_t i = 0; i < delete_words.size(); ++i) sql_(delete_words[i]).with(last).run();
    const auto* type = template_.type(row.text(1));
    if (type == nullptr) continue;
    for (std::size_t i = 0; i < insert_words.size(); ++i) {
      if (row.null(2 + static_cast<int>(i))) continue;
      auto words = words_of_class(*type, row.text(2 + static_cast<int>(i)));
      if (!words.empty()) sql_(insert_words[i]).with(last, words).run();
    }
  }
  row.rewind();
  sql_("DELETE FROM unindexed WHERE n <= ?").with(last).run();
  transaction.commit();
  return waiting > rows_max ? waiting - rows_max : 0;
}

std::vector<RecordId> Search::find(const Query& query) {
  while (catch_up(index_batch_rows_max) > 0) {
  }
  json filters = json::array();
  for (const auto& [field, value] : query.where)
    filters.push_back(json::object({{"path", "$.values." + field}, {"value", value}}));
  auto match = match_expression(query.words);
  if (!query.words.empty() && match.empty()) return {};
  auto limit = static_cast<std::int64_t>(std::min(query.limit, find_limit_max));
  auto& found = match.empty() ? sql_(all_matching.c_str()) : sql_(words_matching.c_str());
  if (match.empty())
    found.with(query.type, canonical(filters), limit);
  else
    found.with(query.type, canonical(filters), limit, match);
  std::vector<RecordId> out;
  while (found.step()) out.push_back(found.id<RecordId>(0));
  return out;
}

}  // namespace doorstep
