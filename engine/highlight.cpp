#include "engine/highlight.h"

#include <algorithm>

#include "engine/index_text.h"
#include "engine/tokens.h"
#include "shared/han.h"
#include "shared/unicode.h"
#include "shared/value.h"

namespace doorstep {
namespace {

struct Character {
  std::string written;
  std::string form;  ///< as it is searched for: may be several letters, or none
  bool found = false;
};

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> out;
  while (!text.empty()) {
    auto written = text;
    take_code_point(text);
    written.remove_suffix(text.size());
    out.push_back({std::string{written}, search_form(written), false});
  }
  return out;
}

bool is_letter(const Character& character) {
  auto rest = std::string_view{character.form};
  if (rest.empty()) return false;
  auto point = take_code_point(rest);
  return is_word(point) && !stands_alone(point);
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// How many characters from `at` on spell the term; 0: they do not.
std::size_t spelt(const std::vector<Character>& text, std::size_t at, std::string_view term) {
  auto begin = at;
  while (!term.empty() && at < text.size()) {
    const auto& form = text[at].form;
    if (!term.starts_with(form) && !std::string_view{form}.starts_with(term)) return 0;
    term.remove_prefix(std::min(form.size(), term.size()));
    ++at;
  }
  return term.empty() ? at - begin : 0;
}

bool mark_term(std::vector<Character>& text, const Term& term) {
  bool anywhere = term.alone || (is_number(term.text) && term.text.size() >= tail_digits_min);
  bool any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at].form.empty() || (!anywhere && at > 0 && is_letter(text[at - 1]))) continue;
    auto size = spelt(text, at, term.text);
    for (std::size_t i = at; i < at + size; ++i) text[i].found = true;
    any = any || size > 0;
  }
  return any;
}

/// zs, san and zhangsan are all heard in 张三.
bool sounds_like(std::string_view name, std::string_view typed) {
  for (const auto& reading : pinyin_of_name(search_form(name))) {
    std::string rest = " " + reading;
    while (!rest.empty()) {
      std::string sound, initials;
      for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == ' ') continue;
        sound += rest[i];
        if (i > 0 && rest[i - 1] == ' ') initials += rest[i];
      }
      if (sound.starts_with(typed) || initials.starts_with(typed)) return true;
      auto next = rest.find(' ', 1);
      rest = next == std::string::npos ? std::string{} : rest.substr(next);
    }
  }
  return false;
}

bool heard(std::string_view name, const Typed& typed) {
  bool all_letters = std::none_of(typed.terms.begin(), typed.terms.end(), [](const Term& term) { return term.alone; });
  if (all_letters && sounds_like(name, typed.whole)) return true;
  return std::any_of(typed.terms.begin(), typed.terms.end(), [&](const Term& term) {
    return !term.alone && !is_number(term.text) && sounds_like(name, term.text);
  });
}

std::vector<std::string> parts_of(const std::vector<Character>& text) {
  auto first = static_cast<std::size_t>(
      std::find_if(text.begin(), text.end(), [](const auto& one) { return one.found; }) - text.begin());
  std::size_t begin = 0;
  if (text.size() > snippet_characters_max && first > snippet_lead_characters) begin = first - snippet_lead_characters;
  auto end = std::min(text.size(), begin + snippet_characters_max);
  std::vector<std::string> out{begin > 0 ? "…" : ""};
  bool found = false;
  for (auto i = begin; i < end; ++i) {
    if (text[i].found != found) out.emplace_back();
    found = text[i].found;
    out.back() += text[i].written;
  }
  if (end < text.size()) {
    if (found) out.emplace_back();
    out.back() += "…";
  }
  return out;
}

std::vector<std::string> texts_of(const Field& field, const json& value) {
  std::vector<std::string> out;
  if (field.kind == Kind::entries || field.kind == Kind::choices) {
    for (const auto& item : value) out.push_back(words_of(field, json::array({item})));
  } else if (!is_ordered(field) && field.kind != Kind::time_range) {
    out.push_back(words_of(field, value));
  }
  if (field.kind == Kind::text && value.is_string()) out.front() = value.get<std::string>();  // prose as it was written
  return out;
}

}  // namespace

std::vector<Highlight> highlights(const Type& type, const json& fields, const Typed& typed) {
  std::vector<Highlight> names, others;
  for (const auto& field : type.fields) {
    auto value = fields.find(field.name);
    if (value == fields.end() || value->is_null()) continue;
    bool name = names_something(type, field);
    for (const auto& text : texts_of(field, *value)) {
      auto characters = characters_of(text);
      bool found = false;
      for (const auto& term : typed.terms) found = mark_term(characters, term) || found;
      if (!found)
        for (const auto& term : typed.apart) found = mark_term(characters, term) || found;
      if (!found && name && heard(text, typed)) {
        for (auto& one : characters) one.found = true;
        found = !characters.empty();
      }
      if (found) (name ? names : others).push_back({field.name, parts_of(characters)});
    }
  }
  names.insert(names.end(), others.begin(), others.end());
  if (names.size() > highlights_max) names.resize(highlights_max);
  return names;
}

}  // namespace doorstep
