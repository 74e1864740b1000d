#include "engine/time_format.h"

#include <array>
#include <cstdio>
#include <map>

namespace doorstep {
namespace {

/// Up to `digits_max` digits from the front of `text`; empty when there is none.
std::optional<int> take_number(std::string_view& text, std::size_t digits_max) {
  int number = 0;
  std::size_t digits = 0;
  while (digits < digits_max && digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    number = number * 10 + (text[digits++] - '0');
  text.remove_prefix(digits);
  return digits > 0 ? std::optional{number} : std::nullopt;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char byte = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
    if (byte != word[i]) return false;
  }
  text.remove_prefix(word.size());
  return true;
}

/// 0 for the forenoon, 12 for the afternoon.
std::optional<int> take_half(std::string_view& text) {
  for (auto word : {"AM", "上午"})
    if (take_word(text, word)) return 0;
  for (auto word : {"PM", "下午"})
    if (take_word(text, word)) return 12;
  return std::nullopt;
}

Error not_understood(std::string why) { return Error{Fault::bad_map, std::move(why)}; }

}  // namespace

Result<TimeFormat> TimeFormat::parse(std::string_view pattern) {
  TimeFormat format;
  std::string letters;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '%') {
      if (format.steps_.empty() || format.steps_.back().letter != 0) format.steps_.emplace_back();
      format.steps_.back().literal += pattern[at];
      continue;
    }
    const char letter = ++at < pattern.size() ? pattern[at] : '%';
    if (std::string_view{"YymdHIMSp"}.find(letter) == std::string_view::npos)
      return not_understood("%" + std::string{letter} + " is not understood (known: %Y %y %m %d %H %I %M %S %p)");
    if (letters.find(letter) != std::string::npos) return not_understood("%" + std::string{letter} + " stands twice");
    letters += letter;
    format.steps_.push_back({letter, {}});
  }
  auto has = [&](char letter) { return letters.find(letter) != std::string::npos; };
  if (has('Y') == has('y') || !has('m') || !has('d')) return not_understood("a year (%Y or %y), %m and %d are needed");
  if (has('H') && has('I')) return not_understood("%H and %I cannot stand together");
  if (has('I') != has('p')) return not_understood("%I and %p need each other");
  if ((has('M') && !has('H') && !has('I')) || (has('S') && !has('M')))
    return not_understood("minutes need hours, and seconds need minutes");
  return format;
}

std::optional<std::string> TimeFormat::read(std::string_view text) const {
  std::map<char, int> parts;
  for (const auto& step : steps_) {
    if (step.letter == 0) {
      if (!text.starts_with(step.literal)) return std::nullopt;
      text.remove_prefix(step.literal.size());
      continue;
    }
    const auto number = step.letter == 'p' ? take_half(text) : take_number(text, step.letter == 'Y' ? 4 : 2);
    if (!number) return std::nullopt;
    parts[step.letter] = *number;
  }
  if (!text.empty()) return std::nullopt;

  const bool short_year = parts.contains('y'), half_days = parts.contains('I'), seconds = parts.contains('S');
  const int year = short_year ? parts['y'] + (parts['y'] < 69 ? 2000 : 1900) : parts['Y'];
  // "17" under %Y is a register that needs %y, not the year 17.
  if (year < 1000) return std::nullopt;
  int hour = parts['H'];
  if (half_days) {
    if (parts['I'] < 1 || parts['I'] > 12) return std::nullopt;
    hour = parts['I'] % 12 + parts['p'];
  }
  std::array<char, 64> iso{};
  std::snprintf(iso.data(), iso.size(), "%04d-%02d-%02dT%02d:%02d", year, parts['m'], parts['d'], hour, parts['M']);
  std::string out{iso.data()};
  // A register without seconds does not claim to know them.
  if (seconds) std::snprintf(iso.data(), iso.size(), ":%02d", parts['S']), out += iso.data();
  return out;
}

}  // namespace doorstep
