#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace doorstep {

/// Chinese characters as people search for them: one form for traditional and simplified, and how names sound. The
/// tables are ICU's, written when the project is built (han_tables_main.cpp), so every tablet has the same ones.

/// Han, kana and hangul have no spaces between words: every character is a word of its own.
bool stands_alone(char32_t point);

/// 張 → 张; any other character is its own.
char32_t simplified(char32_t point);

/// Text as the index holds it and as it is searched for: compatibility forms, letter case, accents of Latin, Greek and
/// Cyrillic, traditional forms and line breaks make no difference.
std::string search_form(std::string_view text);

/// The pinyin of a name in search form, without tones, syllables separated by blanks: "单田芳" → {"shan tian fang"}. A
/// surname sounds as a surname; characters with several readings give several names, `readings_max` at most. Empty:
/// the text is no Chinese name of at most `named_characters_max` characters.
std::vector<std::string> pinyin_of_name(std::string_view name);

inline constexpr std::size_t readings_max = 4;
inline constexpr std::size_t named_characters_max = 12;

}  // namespace doorstep
