#include "shared/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "shared/result.h"

namespace doorstep {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

using Instance = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& normalizer(Instance instance_of) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = instance_of(status);
  require(instance != nullptr && U_SUCCESS(status) != 0, "the Unicode tables are there");
  return *instance;
}

icu::StringPiece piece(std::string_view text) { return {text.data(), static_cast<std::int32_t>(text.size())}; }

/// Takes one code point off the front of a text that is not empty; -1 (and one byte taken) where it is not UTF-8 as
/// RFC 3629 has it: overlong forms and surrogates are none.
std::int32_t decode(std::string_view& text) {
  auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned first = byte(0);
  std::size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  std::uint32_t point = size == 1 ? first : size == 2 ? first & 0x1F : size == 3 ? first & 0x0F : first & 0x07;
  bool good = size > 0 && size <= text.size();
  for (std::size_t i = 1; good && i < size; ++i) {
    good = (byte(i) & 0xC0) == 0x80;
    point = point << 6 | (byte(i) & 0x3F);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  good = good && point >= least[size] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  text.remove_prefix(good ? size : 1);
  return good ? static_cast<std::int32_t>(point) : -1;
}

/// Byte order mark, zero-width spaces and direction marks: they come along when people paste.
bool is_invisible(char32_t point) {
  return point == 0xFEFF || point == 0x200B || point == 0x200E || point == 0x200F || point == 0x2060 ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool is_space(char32_t point) {
  return point == ' ' || (point >= '\t' && point <= '\r') || point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
         point == 0x205F || point == 0x3000;
}

bool breaks_line(char32_t point) { return point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029; }

bool is_in(Instance form, std::string_view text) {
  if (is_ascii(text)) return true;
  UErrorCode status = U_ZERO_ERROR;
  return normalizer(form).isNormalizedUTF8(piece(text), status) != 0 && U_SUCCESS(status) != 0;
}

/// A Chinese character of three bytes that every normal form leaves alone and that nothing composes with.
bool is_common_han(std::string_view text) {
  auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() < 3 || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return false;
  return (byte(0) > 0xE4 && byte(0) <= 0xE9) || (byte(0) == 0xE4 && byte(1) >= 0xB8);  // U+4E00 … U+9FFF
}

/// Texts of these characters are most of an archive and need no tables: `folds_width` (NFKC) makes ！…～ and the wide
/// blank their ASCII forms. Empty where anything else occurs.
std::optional<std::string> usual_form(std::string_view text, bool folds_width) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      out += text.front();
      text.remove_prefix(1);
    } else if (is_common_han(text)) {
      out += text.substr(0, 3);
      text.remove_prefix(3);
    } else {
      auto letter = text;
      auto point = decode(text);
      bool wide = (point >= 0xFF01 && point <= 0xFF5E) || point == 0x3000;
      if (point == 0x3001 || point == 0x3002 || (wide && !folds_width))
        out += letter.substr(0, 3);
      else if (wide)
        out += point == 0x3000 ? ' ' : static_cast<char>(point - 0xFEE0);
      else
        return std::nullopt;
    }
  }
  return out;
}

std::string brought_to(Instance form, std::string_view text, bool folds_width) {
  if (is_ascii(text)) return std::string{text};
  if (auto usual = usual_form(text, folds_width)) return std::move(*usual);
  std::string out, kept;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  normalizer(form).normalizeUTF8(0, piece(text), sink, nullptr, status);
  require(U_SUCCESS(status) != 0, "any text has a normal form");
  for (std::string_view rest = out; !rest.empty();)
    if (auto point = take_code_point(rest); !is_invisible(point)) append_code_point(kept, point);
  return kept;
}

std::string map_case(std::string_view text, char first, int shift) {
  std::string out{text};
  for (auto& c : out)
    if (c >= first && c < first + 26) c = static_cast<char>(c + shift);
  return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
  // Every text of every frame and class passes here, some of them twice: the two usual kinds of letters go straight.
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  while (!text.empty()) {
    if (std::uint64_t eight = 0; text.size() >= sizeof eight) {
      std::memcpy(&eight, text.data(), sizeof eight);
      if ((eight & high_bits) == 0) {
        text.remove_prefix(sizeof eight);
        continue;
      }
    }
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    const bool usual = first >= 0xE1 && first != 0xED && first < 0xF0;  // three bytes, never overlong, no surrogate
    if (first < 0x80) {
      text.remove_prefix(1);
    } else if (usual && text.size() >= 3 && (byte(1) & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80) {
      text.remove_prefix(3);
    } else if (decode(text) < 0) {
      return false;
    }
  }
  return true;
}

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

char32_t take_code_point(std::string_view& text) {
  auto point = decode(text);
  return point < 0 ? U'\uFFFD' : static_cast<char32_t>(point);
}

void append_code_point(std::string& out, char32_t point) {
  auto append = [&out](char32_t byte) { out += static_cast<char>(byte); };
  auto append_tail = [&](int bits) { append(0x80 | ((point >> bits) & 0x3F)); };
  if (point < 0x80) return append(point);
  if (point < 0x800) {
    append(0xC0 | (point >> 6));
  } else if (point < 0x10000) {
    append(0xE0 | (point >> 12));
    append_tail(6);
  } else {
    append(0xF0 | (point >> 18));
    append_tail(12);
    append_tail(6);
  }
  append_tail(0);
}

std::string nfkc(std::string_view text) { return brought_to(icu::Normalizer2::getNFKCInstance, text, true); }
std::string nfc(std::string_view text) { return brought_to(icu::Normalizer2::getNFCInstance, text, false); }
bool is_nfkc(std::string_view text) { return is_in(icu::Normalizer2::getNFKCInstance, text); }
bool is_nfc(std::string_view text) { return is_in(icu::Normalizer2::getNFCInstance, text); }

bool has_controls(std::string_view text, bool line_breaks) {
  unsigned char before = 0;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && !(line_breaks && byte == '\n')) || byte == 0x7F) return true;
    if (before == 0xC2 && byte < 0xA0) return true;  // U+0080 … U+009F
    before = byte;
  }
  return false;
}

std::string folded(std::string_view text, bool line_breaks) {
  std::string out;
  bool gap = false, line = false;
  while (!text.empty()) {
    auto point = take_code_point(text);
    if (is_space(point)) {
      gap = true;
      line = line || breaks_line(point);
      continue;
    }
    if (gap && !out.empty()) out += line && line_breaks ? '\n' : ' ';
    gap = line = false;
    append_code_point(out, point);
  }
  return out;
}

bool is_word(char32_t point) {
  constexpr auto words = U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(point)) & words) != 0;
}

void append_plain_letter(std::string& out, char32_t point) {
  static const icu::Normalizer2& marks_apart = normalizer(icu::Normalizer2::getNFDInstance);
  icu::UnicodeString parts;
  if (!marks_apart.getDecomposition(static_cast<UChar32>(point), parts)) parts = static_cast<UChar32>(point);
  for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    auto part = parts.char32At(i);
    if ((U_GET_GC_MASK(part) & U_GC_MN_MASK) == 0)
      append_code_point(out, static_cast<char32_t>(u_foldCase(part, U_FOLD_CASE_DEFAULT)));
  }
}

std::string upper(std::string_view text) { return map_case(text, 'a', 'A' - 'a'); }
std::string lower(std::string_view text) { return map_case(text, 'A', 'a' - 'A'); }

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace doorstep
