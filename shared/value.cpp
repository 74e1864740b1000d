#include "shared/value.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "shared/address.h"
#include "shared/crypto.h"
#include "shared/dates.h"
#include "shared/forms.h"
#include "shared/ids.h"
#include "shared/phone.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

Error expected(const Field& field, std::string_view what) {
  return Error{Fault::invalid_value, field.name + ": expected " + std::string{what}};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string normal_text(const Field& field, std::string_view plain) {
  if (field.normalise == "building") return address_part(AddressPart::building, plain);
  if (field.normalise == "unit_no") return address_part(AddressPart::unit_no, plain);
  if (field.normalise == "room_no") return address_part(AddressPart::room_no, plain);
  if (field.normalise == "contact") return phone_number(plain).value_or(std::string{plain});
  if (field.normalise == "plate") return plate_form(plain);
  std::string out{plain};
  // Four dots stand between the parts of a name on keyboards; papers print the last one.
  if (field.form == "full_name")
    for (std::string_view dot : {"•", "‧", "・"}) replace_all(out, dot, "·");
  return out;
}

/// "89.50" with scale 2 → 8950. Zeros beyond the scale are no precision and may stand.
std::optional<std::int64_t> scaled(std::string_view text, int scale) {
  auto point = text.find('.');
  std::string digits{text.substr(0, point)};
  std::string fraction{point == std::string_view::npos ? "" : text.substr(point + 1)};
  if (point != std::string_view::npos && (fraction.empty() || scale == 0)) return std::nullopt;
  while (fraction.size() > static_cast<std::size_t>(scale) && fraction.back() == '0') fraction.pop_back();
  if (fraction.size() > static_cast<std::size_t>(scale)) return std::nullopt;
  fraction.resize(static_cast<std::size_t>(scale), '0');
  if (digits.starts_with('+') && !digits.starts_with("+-")) digits.erase(0, 1);
  if (digits.empty() || digits == "-") return std::nullopt;
  digits += fraction;
  std::int64_t out = 0;
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

int scale_of(const Field& field) {
  return field.kind == Kind::money ? 2 : field.kind == Kind::decimal ? field.scale : 0;
}

std::string unscaled(std::int64_t stored, int scale) {
  auto digits = std::to_string(stored < 0 ? -stored : stored);
  auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - places, ".");
  return (stored < 0 ? "-" : "") + digits;
}

const Choice* choice_named(const Field& field, std::string_view word) {
  auto plain = lower(word);
  for (const auto& choice : field.choices)
    if (choice.name == word || nfkc(choice.label.zh) == word || lower(choice.label.en) == plain) return &choice;
  return nullptr;
}

std::string choice_list(const Field& field) {
  std::string out = "one of ";
  for (const auto& choice : field.choices) out += (out.size() > 7 ? ", " : "") + choice.name;
  return out;
}

Result<json> parse_choices(const Field& field, std::string_view plain) {
  auto out = json::array();
  std::string rest{plain};
  replace_all(rest, "、", ",");
  for (std::size_t start = 0; start <= rest.size();) {
    auto end = std::min(rest.find_first_of(";,|", start), rest.size());
    auto word = folded(std::string_view{rest}.substr(start, end - start), false);
    start = end + 1;
    if (word.empty()) continue;
    const auto* known = choice_named(field, word);
    if (known == nullptr && !field.open) return expected(field, choice_list(field));
    json value = known == nullptr ? word : known->name;
    if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(std::move(value));
  }
  return value_result(out.empty() ? json{} : std::move(out));
}

Result<json> parse_flag(const Field& field, std::string_view plain) {
  constexpr std::array<std::string_view, 5> yes{"true", "yes", "y", "1", "是"}, no{"false", "no", "n", "0", "否"};
  auto word = lower(plain);
  if (std::find(yes.begin(), yes.end(), word) != yes.end()) return value_result(true);
  if (std::find(no.begin(), no.end(), word) != no.end()) return value_result(false);
  return expected(field, "yes or no");
}

Result<json> parse_range(const Field& field, std::string_view plain) {
  std::string text{plain};
  for (std::string_view dash : {"—", "–", "~", "至", "到"}) replace_all(text, dash, "-");
  std::erase_if(text, [](char c) { return c == ' '; });
  auto at = text.find('-');
  auto from = time_of_day_from(std::string_view{text}.substr(0, at));
  auto to = at == std::string::npos ? std::nullopt : time_of_day_from(std::string_view{text}.substr(at + 1));
  if (!from || !to) return expected(field, "a time range like 09:00-11:30");
  return value_result({{"from", *from}, {"to", *to}});
}

/// A text becomes an entry; a line of `entry_rule` alone begins the next one. The same words are one entry.
json entries_from(std::string_view plain) {
  auto out = json::array();
  auto add = [&out](std::string_view text) {
    auto words = folded(text, true);
    auto id = base64(short_hash(words));
    bool there = std::any_of(out.begin(), out.end(), [&](const json& one) { return one.at("id") == id; });
    if (!words.empty() && !there) out.push_back({{"id", std::move(id)}, {"text", std::move(words)}});
  };
  std::size_t begin = 0;
  for (std::size_t line = 0; line < plain.size();) {
    auto end = std::min(plain.find('\n', line), plain.size());
    if (plain.substr(line, end - line) == entry_rule) {
      add(plain.substr(begin, line - begin));
      begin = std::min(end + 1, plain.size());
    }
    line = end + 1;
  }
  add(plain.substr(begin));
  return out;
}

/// A list as `cell_text` writes one that its plain form could not bring back; empty: the text is something else.
std::optional<json> list_from(const Field& field, std::string_view text) {
  bool entries = field.kind == Kind::entries;
  if (!text.starts_with(entries ? "[{" : "[\"") || (!entries && field.kind != Kind::choices)) return std::nullopt;
  auto list = parse_json(text);
  if (!list || !list->is_array()) return std::nullopt;
  bool fits = std::all_of(list->begin(), list->end(), [&](const json& item) {
    return entries ? item.is_object() && item.contains("id") && item.contains("text") : item.is_string();
  });
  return fits ? std::optional{std::move(*list)} : std::nullopt;
}

Result<json> read(const Field& field, const std::string& plain) {
  auto or_expected = [&field](std::optional<std::string> text, std::string_view what) -> Result<json> {
    if (!text) return expected(field, what);
    return value_result(std::move(*text));
  };
  switch (field.kind) {
    case Kind::text:
      return value_result(normal_text(field, plain));
    case Kind::number:
    case Kind::decimal:
    case Kind::money: {
      auto number = scaled(plain, scale_of(field));
      if (number) return value_result(*number);
      if (scale_of(field) == 0) return expected(field, "a whole number");
      return expected(field, "a number with at most " + std::to_string(scale_of(field)) + " digits after the point");
    }
    case Kind::date:
      return or_expected(date_from(plain), "a date like 2026-11-22");
    case Kind::time:
      return or_expected(time_from(plain), "a time like 2026-11-22 09:30");
    case Kind::time_range:
      return parse_range(field, plain);
    case Kind::choice: {
      const auto* known = choice_named(field, plain);
      return or_expected(known == nullptr ? std::nullopt : std::optional{known->name}, choice_list(field));
    }
    case Kind::choices:
      return parse_choices(field, plain);
    case Kind::flag:
      return parse_flag(field, plain);
    case Kind::phone:
      return or_expected(phone_number(plain), "a mobile, landline or 400 number");
    case Kind::id_number: {
      auto number = upper(plain);
      std::erase_if(number, [](char c) { return c == ' '; });
      return value_result(std::move(number));
    }
    case Kind::reference:
      return value_result(lower(plain));
    case Kind::entries:
      return value_result(entries_from(plain));
    case Kind::attachment:
      return expected(field, "an attachment, which no text can give");
  }
  broken_invariant("every kind is read");
}

}  // namespace

std::string normalised(std::string_view text) { return folded(nfkc(text), false); }

Result<json> parse_value(const Field& field, std::string_view text) {
  if (!is_utf8(text)) return expected(field, "text in UTF-8");
  auto plain = field.prose() ? folded(nfc(text), true) : folded(nfkc(text), false);
  if (plain.empty()) return value_result({});
  auto list = list_from(field, text);
  auto value = list ? value_result(std::move(*list)) : read(field, plain);
  if (!value) return value;
  if (auto good = check_value(field, *value); !good) return good.error();
  return value;
}

json shown(const Field& field, const json& value) {
  if (scale_of(field) > 0 && value.is_number_integer()) return unscaled(value.get<std::int64_t>(), scale_of(field));
  return value;
}

std::string words_of(const Field& field, const json& value) {
  auto words_of_choice = [&field](const std::string& name) {
    auto known = std::find_if(field.choices.begin(), field.choices.end(),
                              [&name](const Choice& choice) { return choice.name == name; });
    return known == field.choices.end() ? name : known->label.zh + " " + known->label.en;
  };
  std::string out;
  auto add = [&out](const std::string& words) { out += (out.empty() ? "" : " ") + words; };
  switch (field.kind) {
    case Kind::choice:
      if (value.is_string()) add(words_of_choice(value.get_ref<const std::string&>()));
      break;
    case Kind::choices:
      for (const auto& item : value)
        if (item.is_string()) add(words_of_choice(item.get_ref<const std::string&>()));
      break;
    case Kind::entries:
      for (const auto& entry : value)
        if (entry.is_object() && entry.contains("text") && entry["text"].is_string())
          add(entry["text"].get_ref<const std::string&>());
      break;
    case Kind::flag:
      if (value == true) add(field.label.zh + " " + field.label.en);
      break;
    case Kind::time_range:
      if (value.is_object()) add(value.value("from", "") + "-" + value.value("to", ""));
      break;
    case Kind::reference:
    case Kind::attachment:
      break;  // ids and hashes are no words
    default:
      if (value.is_number_integer()) add(unscaled(value.get<std::int64_t>(), scale_of(field)));
      if (value.is_string()) add(value.get_ref<const std::string&>());
  }
  return field.prose() ? nfkc(out) : out;  // who searches for 3 means ３ as well
}

}  // namespace doorstep
