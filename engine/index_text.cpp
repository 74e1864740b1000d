#include "engine/index_text.h"

#include <algorithm>
#include <cctype>

#include "engine/rows.h"
#include "engine/tokens.h"
#include "shared/address.h"
#include "shared/han.h"
#include "shared/phone.h"
#include "shared/unicode.h"
#include "shared/value.h"

namespace doorstep {
namespace {

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add_line(std::string& out, char kind, std::string_view text) {
  if (text.empty()) return;
  out += kind;
  out += text;
  out += '\n';
}

void add_name(std::string& out, std::string_view text) {
  auto name = search_form(text);
  add_line(out, 'n', name);
  for (const auto& sounds : pinyin_of_name(name)) add_line(out, 's', sounds);
  if (!phone_kind(text)) return;
  auto digits = name;
  std::erase(digits, '-');
  if (digits != name) add_line(out, 'n', digits);
}

void add_marks(std::string& out, const Field& field, const json& value) {
  if (auto number = ordinal(field, value)) {
    auto rest = static_cast<std::uint64_t>(*number < 0 ? -*number : *number);
    for (int level = 0; level == 0 || rest > 0; rest /= steps_to_one(field, level), ++level)
      add_line(out, 'm', step_mark(field, *number < 0, level, rest));
    return;
  }
  if (field.kind != Kind::choices) {
    if (auto mark = value_mark(field, value)) add_line(out, 'm', *mark);
    return;
  }
  for (const auto& item : value)
    if (auto mark = value_mark(field, item)) add_line(out, 'm', *mark);
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// The bytes of a hyphen, dot or slash that stands within a number or plate as people write them; 0: none.
std::size_t joint_at(std::string_view text) {
  for (std::string_view joint : {"-", ".", "/", "·", "•", "‐", "–"})
    if (text.starts_with(joint)) return joint.size();
  return 0;
}

/// 粤b·12345 and 0571-8888-6666 in a sentence are typed without dot and hyphens: b12345, 057188886666.
std::vector<std::string> joined_numbers(std::string_view text) {
  constexpr std::size_t digits_min = 4, characters_max = 32;
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter_or_digit(text[at])) {
      ++at;
      continue;
    }
    std::string whole;
    bool joined = false;
    while (at < text.size()) {
      if (is_letter_or_digit(text[at])) {
        whole += text[at++];
        continue;
      }
      const auto joint = joint_at(text.substr(at));
      if (joint == 0 || at + joint >= text.size() || !is_letter_or_digit(text[at + joint])) break;
      joined = true;
      at += joint;
    }
    const auto digits = std::count_if(whole.begin(), whole.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (joined && static_cast<std::size_t>(digits) >= digits_min && whole.size() <= characters_max)
      out.push_back(std::move(whole));
  }
  return out;
}

bool is_of_address(char32_t point) {
  constexpr std::u32string_view words = U"-#栋幢座号楼单元门室层一二三四五六七八九十东西南北";
  return (point < 0x80 && std::isalnum(static_cast<int>(point)) != 0) || words.find(point) != words.npos;
}

/// Homes that a sentence names, "住户从3栋2单元1502打来电话": each as it is typed and sought, 3-2-1502 and 3-1502.
std::vector<std::string> homes_named(std::string_view text) {
  constexpr std::size_t bytes_max = 60, digits_min = 4;  // 3栋101: less is no home
  std::vector<std::string> out;
  while (!text.empty()) {
    auto begin = text;
    std::size_t size = 0;
    while (!text.empty()) {
      auto rest = text;
      const bool inside = is_of_address(take_code_point(rest));
      if (!inside && size > 0) break;
      if (inside)
        size += text.size() - rest.size();
      else
        begin = rest;
      text = rest;
    }
    const auto piece = begin.substr(0, size);
    const auto digits = std::count_if(piece.begin(), piece.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (static_cast<std::size_t>(digits) < digits_min || static_cast<std::size_t>(digits) == size || size > bytes_max)
      continue;
    auto address = split_address(piece);
    if (!address || address->building.empty() || address->room_no.empty()) continue;
    out.push_back(compact(search_form(address->building + "-" + address->room_no)));
    if (!address->unit_no.empty())
      out.push_back(compact(search_form(address->building + "-" + address->unit_no + "-" + address->room_no)));
  }
  return out;
}

void add_words(std::string& out, const Type& type, const Field& field, const json& value) {
  if (field.kind == Kind::date || field.kind == Kind::time) {
    if (auto day = ordinal(field, value)) add_line(out, 'd', std::to_string(*day));
  } else if (names_something(type, field)) {
    if (field.kind != Kind::choices) return add_name(out, words_of(field, value));
    for (const auto& item : value)
      if (item.is_string()) add_name(out, item.get_ref<const std::string&>());
  } else if (!is_ordered(field) && field.kind != Kind::time_range) {
    const auto words = search_form(words_of(field, value));
    add_line(out, 'w', words);
    for (const auto& number : joined_numbers(words)) add_line(out, 'w', number);
    for (const auto& home : homes_named(words)) add_line(out, 'd', home);
  }
}

/// A home is called 3-2-1502, also without its unit; its building and its unit have homes in them.
void add_address(std::string& out, const Type& type, const json& values) {
  auto part = [&](std::string_view normalise) -> std::string {
    for (const auto& field : type.fields) {
      if (field.normalise != normalise) continue;
      auto value = values.find(field.name);
      if (value != values.end() && value->is_string()) return value->get<std::string>();
    }
    return {};
  };
  auto building = part("building"), unit = part("unit_no"), room = part("room_no");
  if (building.empty() && unit.empty()) return;
  auto add = [&](std::string_view a, std::string_view b) {
    if (!a.empty() && !b.empty()) add_line(out, 'n', search_form(std::string{a} + "-" + std::string{b}));
  };
  add(building, unit);
  add(building, room);
  add(building.empty() ? unit : unit.empty() ? "" : building + "-" + unit, room);
  std::string written;
  if (!building.empty()) written += building + "栋";
  if (!unit.empty()) written += unit + "单元";
  if (!room.empty()) written += room + "室";
  add_line(out, 'w', search_form(written));
}

}  // namespace

std::string address_name(std::string_view words) {
  auto address = split_address(words);
  if (!address || (address->building.empty() && address->room_no.empty())) return {};
  std::string out;
  for (const auto& part : {address->building, address->unit_no, address->room_no})
    if (!part.empty()) out += (out.empty() ? "" : "-") + part;
  return compact(search_form(out));
}

bool names_something(const Type& type, const Field& field) {
  if (field.kind == Kind::phone || field.kind == Kind::id_number) return true;
  if (field.kind == Kind::choices) {
    auto full_name = [](const Field& other) { return other.form == "full_name"; };
    return field.open && field.choices.empty() && std::any_of(type.fields.begin(), type.fields.end(), full_name);
  }
  auto in_a_key = [&](const auto& key) { return is_in(key, field.name); };
  bool named = is_in(type.title, field.name) || std::any_of(type.keys.begin(), type.keys.end(), in_a_key);
  if (field.kind == Kind::number) return named;
  if (field.kind != Kind::text || field.prose()) return false;
  return named || field.form == "full_name" || field.policy == Policy::manual;
}

std::string type_mark(std::string_view type) { return std::string{type}; }

std::optional<std::string> value_mark(const Field& field, const json& value) {
  std::string text;
  if (value.is_string() && !field.prose() && !is_ordered(field))
    text = value.get<std::string>();
  else if (value.is_boolean())
    text = value == true ? "true" : "false";
  // A line end would end the mark, and a zero the whole question to FTS5.
  constexpr std::string_view ends{"\n\0", 2};
  if (text.empty() || text.size() > marked_bytes_max || text.find_first_of(ends) != text.npos) return std::nullopt;
  return field.name + "=" + text;
}

bool is_ordered(const Field& field) {
  return field.kind == Kind::number || field.kind == Kind::decimal || field.kind == Kind::money ||
         field.kind == Kind::date || field.kind == Kind::time;
}

std::optional<std::int64_t> ordinal(const Field& field, const json& value, int open_digit) {
  if (!is_ordered(field)) return std::nullopt;
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_string()) return std::nullopt;
  std::int64_t digits = 0;
  std::size_t count = 0;
  for (char c : value.get_ref<const std::string&>().substr(0, 10)) {
    if (c == '-') continue;
    if (c < '0' || c > '9') return std::nullopt;
    digits = digits * 10 + (c - '0');
    ++count;
  }
  for (; count < 8; ++count) digits = digits * 10 + open_digit;
  return digits;
}

std::string step_mark(const Field& field, bool negative, int level, std::uint64_t step) {
  return field.name + (negative ? "/-" : "/") + std::to_string(level) + "=" + std::to_string(step);
}

std::uint64_t steps_to_one(const Field& field, int level) {
  return (field.kind == Kind::date || field.kind == Kind::time) && level < 2 ? 100 : 10;
}

std::string index_text(const Type& type, std::string_view class_text) {
  std::string out;
  const auto object = stored(parse_json(class_text));
  const auto& values = object.at("values");
  for (const auto& [name, value] : values.items()) {
    const auto* field = type.field(name);
    if (field == nullptr || value.is_null() || field->form == "strokes") continue;
    add_words(out, type, *field, value);
    add_marks(out, *field, value);
  }
  if (out.empty()) return out;
  add_address(out, type, values);
  add_line(out, 'm', type_mark(type.name));
  return out;
}

}  // namespace doorstep
