#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace doorstep {

/// What the full-text index holds of a record, and the tokens it is found by (docs/search.md). Pure; no allocation for
/// each token.
///
/// An index text is lines in search form, each with its kind as the first character:
///   w words · n a name, a room, a number that names something · s how a name sounds, syllables between blanks
///   m a mark, one token as it stands · d a date, one token that is found by its beginning; a home named in a sentence
///
/// Tokens, by their first character:
///   (none)  a character; two neighbouring characters; a word; the first and the first two digits of a longer number
///   =  a whole name        <  its first and its first two characters
///   :  as without, but in names, where words begin like numbers; and how the rest of a name sounds from each syllable
///   on ~  the last digits of a long number, from `tail_digits_min` on        @  a mark
///
/// No other character than a mark's follows, so a token of one kind is never one of another.
inline constexpr char name_begins = '<', name_whole = '=', name_part = ':', number_tail = '~', filter_mark = '@';

inline constexpr std::size_t token_bytes_max = 120;
inline constexpr std::size_t tail_digits_min = 4, tail_digits_max = 16;

/// Who takes the tokens. `same_place`: it stands where the token before it stands; phrases are tokens in consecutive
/// places. Answers whether more are wanted.
class TokenSink {
 public:
  virtual bool token(std::string_view text, bool same_place) = 0;

 protected:
  ~TokenSink() = default;
};

/// All tokens of an index text, in order; false when the sink wanted no more.
bool index_tokens(std::string_view text, TokenSink& sink);

/// A name as one token has it: only its words' characters, and hyphens between numbers: "3 - 2-1502" → "3-2-1502".
std::string compact(std::string_view search_form);

/// The first `characters` of a text, at most `token_bytes_max` bytes.
std::string_view beginning(std::string_view text, std::size_t characters);

}  // namespace doorstep
