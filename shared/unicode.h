#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace doorstep {

/// Unicode in the few ways this project needs; ICU stays behind this pair of files.

bool is_utf8(std::string_view text);

/// Code points, which is what every length limit counts. Of valid UTF-8.
std::size_t length_of(std::string_view text);

/// UAX #15, without the marks that nobody sees and that would make two equal keys differ. NFKC makes ３ and 3 one,
/// and ， and a comma as well; NFC leaves both as they were written.
std::string nfkc(std::string_view text);
std::string nfc(std::string_view text);
bool is_nfkc(std::string_view text);
bool is_nfc(std::string_view text);

/// Has it control characters (C0, DEL, C1)? Line breaks are counted out when `line_breaks` are welcome.
bool has_controls(std::string_view text, bool line_breaks);

/// Runs of white space become one space, or one line break where they held one and `line_breaks` are kept; ends
/// trimmed.
std::string folded(std::string_view text, bool line_breaks);

/// Walks code points of valid UTF-8: takes the next one off the front of `text`.
char32_t take_code_point(std::string_view& text);
void append_code_point(std::string& out, char32_t point);

/// Letters, numbers and the marks on them, of any script: what words are made of.
bool is_word(char32_t point);

/// The letter in lower case without its accents: Ö → o, Ж → ж. May be several letters, or none for an accent alone.
void append_plain_letter(std::string& out, char32_t point);

/// ASCII letters only: Chinese has no cases, and the words compared here are short English ones.
std::string upper(std::string_view text);
std::string lower(std::string_view text);

/// ASCII digits and nothing else; true of an empty text.
bool all_digits(std::string_view text);

}  // namespace doorstep
