#include "engine/search_query.h"

#include <algorithm>

#include "engine/index_text.h"
#include "engine/tokenizer.h"
#include "engine/tokens.h"
#include "shared/address.h"
#include "shared/han.h"
#include "shared/phone.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// In quotes a token is only a token to FTS5, whatever operators people type by accident.
std::string literal(std::string_view tokens) {
  std::string out = "\"";
  for (char c : tokens) {
    if (c == '"') out += c;
    out += c;
  }
  return out + '"';
}

std::string token(char kind, std::string_view text) {
  std::string out = kind == '\0' ? "" : std::string{kind};
  out += text;
  return out;
}

std::string starting(char kind, std::string_view text) { return literal(token(kind, text)) + " *"; }

/// Neighbouring characters as the pairs that the index holds, one place after the other.
std::string phrase(char kind, std::string_view characters) {
  std::string pairs;
  std::string_view before;
  for (auto rest = characters; !rest.empty();) {
    auto character = rest;
    take_code_point(rest);
    character.remove_suffix(rest.size());
    if (!before.empty()) {
      if (!pairs.empty()) pairs += piece_end;
      pairs += token(kind, {before.data(), before.size() + character.size()});
    }
    before = character;
  }
  return literal(pairs.empty() ? token(kind, characters) : pairs);
}

/// A word's beginning: the index holds the shortest ones by themselves.
std::string word(char kind, std::string_view text) {
  return length_of(text) <= 2 ? literal(token(kind, text)) : starting(kind, text);
}

std::string in_names(const Term& term) {
  return term.alone ? phrase(name_part, term.text) : word(name_part, beginning(term.text, token_bytes_max));
}

std::string anywhere(const Term& term) {
  if (term.alone) return phrase('\0', term.text);
  auto text = beginning(term.text, token_bytes_max);
  auto out = "(" + word('\0', text) + " OR " + word(name_part, text);
  if (text.size() >= tail_digits_min && text.size() <= tail_digits_max && is_number(text))
    out += " OR " + starting(number_tail, text);
  return out + ")";
}

std::string whole_name(std::string_view name) { return literal(token(name_whole, beginning(name, token_bytes_max))); }

std::string name_beginning(std::string_view name) {
  if (length_of(name) <= 2) return literal(token(name_begins, name));
  return starting(name_whole, beginning(name, token_bytes_max));
}

std::vector<Term> terms_in(std::string_view text) {
  std::vector<Term> out;
  bool gap = true;
  while (!text.empty()) {
    auto character = text;
    auto point = take_code_point(text);
    character.remove_suffix(text.size());
    if (!is_word(point)) {
      gap = true;
      continue;
    }
    bool alone = stands_alone(point);
    if (gap || out.back().alone != alone) {
      if (out.size() == terms_max) break;
      out.push_back({{}, alone});
    }
    out.back().text += character;
    gap = false;
  }
  return out;
}

Conditions everywhere(const std::vector<Term>& terms) {
  Conditions out;
  for (const auto& term : terms) out.push_back(anywhere(term));
  return out;
}

Conditions in_one_class(const Conditions& all) {
  std::string out;
  for (const auto& one : all) out += (out.empty() ? "" : " AND ") + one;
  return {out};
}

Conditions numbers_of(std::string_view address) {
  Conditions out;
  for (const auto& term : terms_in(address)) out.push_back(literal(term.text));
  return out;
}

class Span {
 public:
  explicit Span(const Field& field) : field_(field) {}

  void add(bool negative, std::uint64_t low, std::uint64_t high) {
    if (low > high) return;
    if (low == 0) mark_step(negative, 0, low++);
    for (int level = 0; low <= high; ++level) {
      auto base = steps_to_one(field_, level);
      while (low <= high && low % base != 0) mark_step(negative, level, low++);
      while (low <= high && high % base != base - 1) mark_step(negative, level, high--);
      if (low > high) break;
      low /= base;
      high /= base;
    }
  }
  std::string condition() const { return marks_.empty() ? std::string{} : "(" + marks_ + ")"; }

 private:
  void mark_step(bool negative, int level, std::uint64_t step) {
    // A hundred steps to a month are for arithmetic; nobody was born on the 32nd.
    auto base = steps_to_one(field_, level);
    auto days = level == 0 ? 31U : 12U;
    if (base == 100 && (step % base == 0 || step % base > days)) return;
    if (!marks_.empty()) marks_ += " OR ";
    marks_ += literal(token(filter_mark, step_mark(field_, negative, level, step)));
  }

  const Field& field_;
  std::string marks_;
};

constexpr std::int64_t number_max = 9'999'999'999'999'999;
// No day, but ends on which every coarser step ends as well.
constexpr std::int64_t day_min = 10'000'000, day_max = 99'999'999;

std::optional<std::string> span_condition(const Field& field, const Filter& filter) {
  using Test = Filter::Test;
  bool days = field.kind == Kind::date || field.kind == Kind::time;
  auto low = ordinal(field, filter.value, 0), high = ordinal(field, filter.value, 9);
  if (!low || !high) return std::nullopt;
  if (filter.test == Test::at_least || filter.test == Test::above) high = days ? day_max : number_max;
  if (filter.test == Test::at_most || filter.test == Test::below) low = days ? day_min : -number_max;
  Span span{field};
  if (*high >= 0)
    span.add(false, static_cast<std::uint64_t>(std::max<std::int64_t>(*low, 0)), static_cast<std::uint64_t>(*high));
  if (*low < 0) span.add(true, *high < 0 ? static_cast<std::uint64_t>(-*high) : 1, static_cast<std::uint64_t>(-*low));
  auto out = span.condition();
  return out.empty() ? std::nullopt : std::optional{out};
}

std::optional<std::string> value_condition(const Field& field, const Filter& filter) {
  const bool one = filter.test == Filter::Test::equal;
  if (!one && filter.test != Filter::Test::one_of) return std::nullopt;
  std::string out;
  for (const auto& value : one ? json::array({filter.value}) : filter.value) {
    auto marked = value_mark(field, value);
    if (!marked) return std::nullopt;
    out += (out.empty() ? "" : " OR ") + literal(token(filter_mark, *marked));
  }
  return out.empty() ? std::nullopt : std::optional{out};
}

}  // namespace

Typed::Typed(std::string_view words) {
  auto said = words.substr(0, typed_bytes_max);
  auto number = phone_number(said);  // however it was typed, it is sought as it is kept
  auto text = search_form(number ? std::string_view{*number} : said);
  terms = terms_in(text);
  whole = compact(text);
  if (number) {
    apart = terms_in(search_form(said));
    if (apart.size() == 1) apart.clear();
    return;
  }
  address = address_name(text);
  place = address.find('-') != std::string::npos;
}

std::vector<Conditions> ranks(const Typed& typed) {
  std::vector<Conditions> out;
  if (typed.empty()) return out;
  out.push_back({whole_name(typed.whole)});
  if (!typed.address.empty() && typed.address != typed.whole) out.push_back({whole_name(typed.address)});
  out.push_back({name_beginning(typed.whole)});
  if (typed.place) {
    out.push_back({literal(typed.address)});
    return out;
  }
  auto all = everywhere(typed.terms);
  for (std::size_t i = 0; i < all.size() && all.size() <= ranked_terms_max; ++i) {
    auto named = all;
    named[i] = in_names(typed.terms[i]);
    out.push_back(std::move(named));
  }
  out.push_back(std::move(all));
  if (!typed.address.empty()) out.push_back(numbers_of(typed.address));
  return out;
}

std::vector<Conditions> last_ranks(const Typed& typed) {
  if (!typed.apart.empty()) return {everywhere(typed.apart)};
  if (!typed.place) return {};
  return {in_one_class(everywhere(typed.terms)), in_one_class(numbers_of(typed.address))};
}

std::string type_condition(std::string_view type) { return literal(token(filter_mark, type_mark(type))); }

std::optional<std::string> condition(const Template& archive_template, std::string_view type, const Filter& filter) {
  std::string out;
  for (const auto& one : archive_template.types()) {
    const auto* field = type.empty() || one.name == type ? one.field(filter.field) : nullptr;
    if (field == nullptr) continue;
    const auto here = is_ordered(*field) ? span_condition(*field, filter) : value_condition(*field, filter);
    if (!here) return std::nullopt;
    if (out.find(*here) == std::string::npos) out += (out.empty() ? "" : " OR ") + *here;
  }
  return out.empty() ? std::nullopt : std::optional{"(" + out + ")"};
}

}  // namespace doorstep
