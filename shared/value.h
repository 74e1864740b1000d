#pragma once
#include <string>
#include <string_view>

#include "shared/template.h"

namespace doorstep {

/// A field's value in its stored form (docs/template.md, "kinds"); null: cleared. An empty text is stored as null.
///   text, phone, id number, choice, date "2026-11-22", time "2017-12-31T23:59:58[+08:00]", reference (a record's id):
///     string; texts are NFKC, prose is NFC
///   number, money (fen), decimal (scaled by 10^scale): integer
///   flag: boolean · choices: array of strings, each once
///   time range {"from":"09:00","to":"11:30"}: one that ends earlier than it begins passes midnight
///   entries: array of {"id","text",…} · attachment {"hash","bytes","mime"}

/// What a person typed or a register holds, brought to the stored form: trimmed, normalised and validated.
/// Decimals and money are read with a point ("89.50"), choices by name or by either label, several split by ; , 、 or
/// |, flags as true/false, yes/no, 1/0, 是/否, time ranges as 9:00-11:30. Entries are read as new texts, divided by
/// lines of `entry_rule`; an entry's id derives from its text, so that a register can be imported twice; who writes for
/// a person mints an id instead. Lists are also read as JSON. Errors say what is expected, never the value itself.
inline constexpr std::string_view entry_rule = "----";
Result<json> parse_value(const Field& field, std::string_view text);

/// Is this a stored form of this field? Timeless: whether a date lies in the future is a validator's question. What a
/// peer sends is checked with it; `parse_value` answers only such values.
Result<void> check_value(const Field& field, const json& value);

/// What a value of this field must be, to tell a person whose input was refused: "不含数字的姓名，最多 40 个字".
Label expectation(const Field& field);

/// For people and scripts: decimals and money as "89.50"; everything else as stored.
json shown(const Field& field, const json& value);

/// As a register's cell holds it; `parse_value` reads it back. Lists that have more to say than their plain form can
/// (entries with notes beside their text, words with a separator in them) are JSON.
std::string cell_text(const Field& field, const json& value);

/// Text of a value for search and titles; a choice gives its labels in both languages.
std::string words_of(const Field& field, const json& value);

/// Unicode NFKC (UAX #15) with ends trimmed and runs of white space folded into one space.
std::string normalised(std::string_view text);

/// GB 11643-1999 / ISO 7064 MOD 11-2; `today` as "2026-11-22". `warning` carries what is odd but allowed (born before
/// 1900, the old form with 15 digits, an unknown area). Neither text repeats the number.
struct IdNumberVerdict {
  bool valid = false;
  std::string normal, reason, warning;
};
IdNumberVerdict check_id_number(std::string_view text, std::string_view today);

}  // namespace doorstep
