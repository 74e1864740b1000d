#include "shared/han.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "shared/surnames.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

#include "shared/han_tables.inc"

constexpr char32_t first_point = 0x3400;
constexpr std::size_t compound_bytes = 6;  // two characters, three bytes each

std::string_view dictionary_sound(char32_t point) {
  if (point < first_point || point - first_point >= sounds.size()) return {};
  return syllables[sounds[point - first_point]];
}

template <std::size_t N>
std::string_view sounds_in(const std::array<surnames::Reading, N>& readings, std::string_view text) {
  auto found = std::find_if(readings.begin(), readings.end(), [&](const auto& one) { return one.text == text; });
  return found == readings.end() ? std::string_view{} : found->sounds;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find(' '), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// ü may be typed as v, or as u where the dots are forgotten.
std::vector<std::string> with_typed_forms(std::vector<std::string> sounds_of_one) {
  for (std::size_t i = 0, count = sounds_of_one.size(); i < count; ++i) {
    auto dotless = sounds_of_one[i];
    auto at = dotless.find('v');
    if (at == std::string::npos) continue;
    dotless[at] = 'u';
    sounds_of_one.push_back(std::move(dotless));
  }
  return sounds_of_one;
}

/// What each character of a name may sound like, in order.
class NameReader {
 public:
  explicit NameReader(std::string_view name) : rest_(name) {}

  std::vector<std::vector<std::string>> read() {
    if (auto known = sounds_in(surnames::compound, rest_.substr(0, compound_bytes)); !known.empty()) {
      for (auto& one : words_in(known)) out_.push_back({std::move(one)});
      rest_.remove_prefix(compound_bytes);
    }
    while (!rest_.empty() && whole_)
      if (!take_one()) whole_ = false;
    return whole_ && chinese_ && out_.size() <= named_characters_max ? std::move(out_)
                                                                     : std::vector<std::vector<std::string>>{};
  }

 private:
  bool take_one() {
    auto text = rest_;
    auto point = take_code_point(rest_);
    text.remove_suffix(rest_.size());
    if (!is_word(point)) {
      foreign_ = false;
      return true;
    }
    if (!stands_alone(point)) {  // 王Anna: a foreign word is a syllable
      if (!std::exchange(foreign_, true)) out_.emplace_back(1);
      out_.back().front() += text;
      return true;
    }
    foreign_ = false;
    auto known = out_.empty() ? sounds_in(surnames::single, text) : std::string_view{};
    if (known.empty() && !out_.empty()) known = sounds_in(surnames::given, text);
    if (known.empty()) known = dictionary_sound(point);
    if (known.empty()) return false;
    out_.push_back(with_typed_forms(words_in(known)));
    chinese_ = true;
    return true;
  }

  std::string_view rest_;
  std::vector<std::vector<std::string>> out_;
  bool whole_ = true, chinese_ = false, foreign_ = false;
};

constexpr std::size_t ascii_end = 0x80;
constexpr char32_t accented_begin = 0xC0, accented_end = 0x2000;  // Latin, Greek, Cyrillic; hangul has no accents

}  // namespace

bool stands_alone(char32_t point) {
  return (point >= 0x3005 && point <= 0x3007) || (point >= 0x3040 && point <= 0x30ff) ||
         (point >= 0x3400 && point <= 0x9fff) || (point >= 0xac00 && point <= 0xd7af) ||
         (point >= 0xf900 && point <= 0xfaff) || (point >= 0x20000 && point <= 0x3ffff);
}

char32_t simplified(char32_t point) {
  if (point < first_point || point - first_point >= simple_forms.size()) return point;
  return simple_forms[point - first_point];
}

std::string search_form(std::string_view text) {
  auto plain = nfkc(text);
  std::string out;
  out.reserve(plain.size());
  for (std::string_view rest = plain; !rest.empty();) {
    if (auto first = static_cast<unsigned char>(rest.front()); first < ascii_end) {
      out += first >= 'A' && first <= 'Z' ? static_cast<char>(first + 'a' - 'A') : first < ' ' ? ' ' : rest.front();
      rest.remove_prefix(1);
      continue;
    }
    auto letter = rest;
    auto point = take_code_point(rest);
    if (point >= accented_begin && point < accented_end)
      append_plain_letter(out, point);
    else if (auto simple = simplified(point); simple != point)
      append_code_point(out, simple);
    else
      out += letter.substr(0, letter.size() - rest.size());
  }
  return out;
}

std::vector<std::string> pinyin_of_name(std::string_view name) {
  std::vector<std::string> out;
  for (const auto& sounds_of_one : NameReader{name}.read()) {
    if (out.empty()) out.emplace_back();
    std::vector<std::string> longer;
    for (const auto& sound : sounds_of_one)
      for (const auto& before : out)
        if (longer.size() < readings_max) longer.push_back(before.empty() ? sound : before + " " + sound);
    out = std::move(longer);
  }
  return out;
}

}  // namespace doorstep
