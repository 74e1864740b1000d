// Writes the tables behind shared/han.cpp when the project is built: what ICU knows about each Chinese character. In
// the program ICU would need a fifth of a second before the first name, and another version of it another index.
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr UChar32 first_point = 0x3400, last_point = 0x9fff;

std::unique_ptr<icu::Transliterator> known(icu::Transliterator* made, UErrorCode status) {
  if (U_FAILURE(status) != 0) std::exit(1);
  return std::unique_ptr<icu::Transliterator>{made};
}

std::unique_ptr<icu::Transliterator> by_id(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  auto* made = icu::Transliterator::createInstance(id, UTRANS_FORWARD, status);
  return known(made, status);
}

// ü is typed as v; without it lü and lu would be one.
std::unique_ptr<icu::Transliterator> without_tones() {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  auto rules = icu::UnicodeString::fromUTF8("[ü ǖ ǘ ǚ ǜ] > v; :: Latin-ASCII; :: Lower;");
  auto* made =
      icu::Transliterator::createFromRules(icu::UnicodeString::fromUTF8("plain"), rules, UTRANS_FORWARD, where, status);
  return known(made, status);
}

// Each character by itself: what it means beside others is the surnames' table's business.
std::vector<icu::UnicodeString> each(const char* id) {
  auto by = by_id(id);
  std::vector<icu::UnicodeString> out;
  for (auto point = first_point; point <= last_point; ++point) {
    icu::UnicodeString one(point);
    by->transliterate(one);
    out.push_back(one);
  }
  return out;
}

bool is_syllable(const std::string& text) {
  return !text.empty() && text.size() <= 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::map<std::string, unsigned> syllables{{"", 0}};
  std::vector<std::string> sounds;
  auto plain = without_tones();
  for (auto& sound : each("Han-Latin")) {
    std::string text;
    plain->transliterate(sound);
    sound.toUTF8String(text);
    if (!is_syllable(text)) text.clear();
    syllables.emplace(text, 0);
    sounds.push_back(text);
  }
  unsigned number = 0;
  for (auto& [text, place] : syllables) place = number++;

  std::ofstream out{arguments[1]};
  out << "constexpr std::array<std::string_view, " << syllables.size() << "> syllables{\n";
  for (const auto& [text, place] : syllables) out << '"' << text << "\",\n";
  out << "};\nconstexpr std::array<std::uint16_t, " << sounds.size() << "> sounds{\n";
  for (std::size_t i = 0; i < sounds.size(); ++i) out << syllables[sounds[i]] << (i % 20 == 19 ? ",\n" : ",");
  auto simple = each("Traditional-Simplified");
  out << "};\nconstexpr std::array<char16_t, " << simple.size() << "> simple_forms{\n";
  for (std::size_t i = 0; i < simple.size(); ++i) {
    auto point = first_point + static_cast<UChar32>(i);
    bool another = simple[i].countChar32() == 1 && simple[i].char32At(0) <= 0xFFFF;
    out << (another ? simple[i].char32At(0) : point) << (i % 20 == 19 ? ",\n" : ",");
  }
  out << "};\n";
  return out.flush() ? 0 : 1;
}
