#include "engine/tokens.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "shared/han.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Puts a kind before each token without allocating, and cuts what is too long.
class Emitter {
 public:
  explicit Emitter(TokenSink& sink) : sink_(sink) {}

  bool wanted() const { return wanted_; }
  /// The next token takes a new place, the ones after it stand there too.
  void next_place() { same_place_ = false; }

  void put(char kind, std::string_view text) {
    if (text.empty() || !wanted_) return;
    text = beginning(text, token_bytes_max);
    std::string_view token = text;
    if (kind != plain) {
      buffer_[0] = kind;
      std::memcpy(buffer_.data() + 1, text.data(), text.size());
      token = {buffer_.data(), text.size() + 1};
    }
    wanted_ = sink_.token(token, std::exchange(same_place_, true));
  }

  static constexpr char plain = '\0';

 private:
  TokenSink& sink_;
  std::array<char, token_bytes_max + 1> buffer_{};
  bool same_place_ = false, wanted_ = true;
};

/// One character or one word of other scripts.
struct Piece {
  std::string_view text;
  bool alone = false;   ///< a Chinese character (or kana, hangul)
  bool joined = false;  ///< the next piece is one too, with nothing between: they make a pair
};

/// Walks the pieces of a text.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : rest_(text) { advance(); }

  bool next(Piece& out) {
    if (kind_ == Kind::end) return false;
    while (kind_ == Kind::gap) advance();
    if (kind_ == Kind::end) return false;
    out.text = character_;
    out.alone = kind_ == Kind::alone;
    advance();
    while (!out.alone && kind_ == Kind::word) {
      out.text = {out.text.data(), out.text.size() + character_.size()};
      advance();
    }
    out.joined = out.alone && kind_ == Kind::alone;
    return true;
  }
  /// The character after a joined piece.
  std::string_view following() const { return character_; }

 private:
  enum class Kind { end, gap, word, alone };

  void advance() {
    if (rest_.empty()) {
      kind_ = Kind::end;
      return;
    }
    character_ = rest_;
    if (auto first = static_cast<unsigned char>(rest_.front()); first < 0x80) {
      rest_.remove_prefix(1);
      bool word = (first >= '0' && first <= '9') || (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
      kind_ = word ? Kind::word : Kind::gap;
    } else {
      auto point = take_code_point(rest_);
      kind_ = !is_word(point) ? Kind::gap : stands_alone(point) ? Kind::alone : Kind::word;
    }
    character_.remove_suffix(rest_.size());
  }

  std::string_view rest_, character_;
  Kind kind_ = Kind::end;
};

void put_beginnings(Emitter& out, char kind, std::string_view word) {
  for (std::size_t characters : {std::size_t{1}, std::size_t{2}})
    if (auto begin = beginning(word, characters); begin.size() < word.size()) out.put(kind, begin);
}

/// Of 13812345678 people remember 5678.
void put_tails(Emitter& out, std::string_view word, bool named) {
  for (std::size_t at = 0; at < word.size();) {
    if (!is_digit(word[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < word.size() && is_digit(word[end])) ++end;
    auto run = word.substr(at, end - at);
    auto longest = std::min(run.size() == word.size() ? run.size() - 1 : run.size(), tail_digits_max);
    for (auto size = tail_digits_min; size <= longest; ++size) {
      auto digits = run.substr(run.size() - size);
      out.put(number_tail, digits);
      if (named) out.put(name_part, digits);
    }
    at = end;
  }
}

void put_words(Emitter& out, std::string_view text, bool named) {
  Pieces pieces{text};
  for (Piece piece; out.wanted() && pieces.next(piece);) {
    out.next_place();
    if (!piece.alone) {
      auto word = beginning(piece.text, token_bytes_max);
      out.put(Emitter::plain, word);
      if (is_digit(word.front())) put_beginnings(out, Emitter::plain, word);
      if (named) {
        out.put(name_part, word);
        put_beginnings(out, name_part, word);
      }
      put_tails(out, word, named);
      continue;
    }
    std::string_view pair;
    if (piece.joined) pair = {piece.text.data(), piece.text.size() + pieces.following().size()};
    out.put(Emitter::plain, pair);
    out.put(Emitter::plain, piece.text);
    if (!named) continue;
    out.put(name_part, pair);
    out.put(name_part, piece.text);
  }
}

void put_whole(Emitter& out, const std::string& name) {
  out.next_place();
  out.put(name_whole, name);
  for (std::size_t characters : {std::size_t{1}, std::size_t{2}}) {
    auto begin = beginning(name, characters);
    out.put(name_begins, begin);
    if (begin.size() == name.size()) break;
  }
}

/// "zhang san feng" is typed as zhangsanfeng, zsf, sanfeng, sf, feng or f.
void put_sounds(Emitter& out, std::string_view syllables) {
  std::string whole, initials;
  std::array<std::size_t, named_characters_max> starts{};
  std::size_t count = 0;
  for (bool begins = true; auto c : syllables) {
    if (c == ' ') {
      begins = true;
      continue;
    }
    if (begins && count < starts.size()) {
      starts[count++] = whole.size();
      initials += c;
    }
    begins = false;
    whole += c;
  }
  put_whole(out, whole);
  put_whole(out, initials);
  for (std::size_t i = 0; i < count; ++i) {
    out.next_place();
    auto sound = std::string_view{whole}.substr(starts[i]);
    auto letters = std::string_view{initials}.substr(i);
    out.put(name_part, sound);
    put_beginnings(out, name_part, sound);
    if (letters.size() > 1) out.put(name_part, letters);
    if (letters.size() > 2) out.put(name_part, letters.substr(0, 2));
  }
}

}  // namespace

std::string_view beginning(std::string_view text, std::size_t characters) {
  std::size_t size = 0;
  for (std::size_t seen = 0; size < text.size(); ++size) {
    bool begins = (static_cast<unsigned char>(text[size]) & 0xC0U) != 0x80U;
    if (begins && seen++ == characters) break;
  }
  if (size <= token_bytes_max) return text.substr(0, size);
  size = token_bytes_max;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

std::string compact(std::string_view search_form) {
  std::string out;
  Pieces pieces{search_form};
  for (Piece piece; pieces.next(piece);) {
    if (!out.empty() && !piece.alone && is_digit(out.back()) && is_digit(piece.text.front())) out += '-';
    out += piece.text;
  }
  return out;
}

bool index_tokens(std::string_view text, TokenSink& sink) {
  Emitter out{sink};
  while (!text.empty() && out.wanted()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.empty()) continue;
    auto kind = line.front();
    line.remove_prefix(1);
    out.next_place();
    if (kind == 'w') put_words(out, line, false);
    if (kind == 'n') {
      put_whole(out, compact(line));
      put_words(out, line, true);
    }
    if (kind == 's') put_sounds(out, line);
    if (kind == 'm') out.put(filter_mark, line);
    if (kind == 'd') out.put(Emitter::plain, line);
  }
  return out.wanted();
}

}  // namespace doorstep
