// parse_json. Written by hand because reading JSON was about a fifth of what a tablet computed during its first sync;
// tests/json_reference.h holds it to the library's own verdict.
#include <charconv>

#include "shared/json.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  Result<json> whole() {
    json root;
    if (text_left().starts_with("\xef\xbb\xbf")) at_ += 3;  // a byte order mark, as Windows' editors write it
    if (!value(root, 0) || !at_end()) return *error_;
    return value_result(std::move(root));
  }

 private:
  // Recursion goes no deeper than json_depth_max.
  bool value(json& out, std::size_t depth) {
    skip_white_space();
    switch (peek()) {
      case '{':
        return depth < json_depth_max ? object(out, depth + 1) : refuse(Fault::frame_too_deep, "nested too deeply");
      case '[':
        return depth < json_depth_max ? array(out, depth + 1) : refuse(Fault::frame_too_deep, "nested too deeply");
      case '"':
        out = json::string_t{};
        return string(out.get_ref<std::string&>());
      case 't':
        return word("true", out, true);
      case 'f':
        return word("false", out, false);
      case 'n':
        return word("null", out, nullptr);
      default:
        return number(out);
    }
  }

  bool object(json& out, std::size_t depth) {
    out = json::object();
    auto& members = out.get_ref<json::object_t&>();
    ++at_;
    skip_white_space();
    if (take('}')) return true;
    do {
      std::string key;
      skip_white_space();
      if (peek() != '"') return refuse_text();
      if (!string(key)) return false;
      // Our own texts have their keys in order, so the next one's place is the end.
      const auto size = members.size();
      auto member = members.try_emplace(members.end(), std::move(key));
      if (members.size() == size) return refuse(Fault::duplicate_key, "a key stands twice in one object");
      skip_white_space();
      if (!take(':')) return refuse_text();
      if (!value(member->second, depth)) return false;
      skip_white_space();
    } while (take(','));
    return take('}') || refuse_text();
  }

  bool array(json& out, std::size_t depth) {
    out = json::array();
    auto& items = out.get_ref<json::array_t&>();
    ++at_;
    skip_white_space();
    if (take(']')) return true;
    do {
      if (!value(items.emplace_back(), depth)) return false;
      skip_white_space();
    } while (take(','));
    return take(']') || refuse_text();
  }

  bool string(std::string& out) {
    for (++at_;;) {
      const char* run = at_;
      unsigned char seen = 0;
      while (at_ != end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20)
        seen |= static_cast<unsigned char>(*at_++);
      const std::string_view plain{run, static_cast<std::size_t>(at_ - run)};
      if (seen >= 0x80 && !is_utf8(plain)) return refuse(Fault::bad_encoding, not_json());
      out += plain;
      if (take('"')) return true;
      if (!take('\\') || !escape(out)) return refuse_text();
    }
  }

  bool escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const char letter = peek();
    if (at_ != end_) ++at_;
    if (auto known = letters.find(letter); known != letters.npos) return out += meant[known], true;
    char32_t point = 0, low = 0;
    if (letter != 'u' || !four_digits(point)) return false;
    const bool leads = point >= 0xd800 && point < 0xdc00, trails = point >= 0xdc00 && point < 0xe000;
    if (trails) return false;
    if (leads) {
      if (!take('\\') || !take('u') || !four_digits(low) || low < 0xdc00 || low >= 0xe000) return false;
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
    append_code_point(out, point);
    return true;
  }

  bool four_digits(char32_t& out) {
    std::uint32_t number = 0;
    if (end_ - at_ < 4 || std::from_chars(at_, at_ + 4, number, 16).ptr != at_ + 4) return false;
    at_ += 4;
    out = number;
    return true;
  }

  bool number(json& out) {
    const char* digits = at_ + (peek() == '-' ? 1 : 0);
    if (digits == end_ || *digits < '0' || *digits > '9') return refuse_text();
    std::int64_t read = 0;
    auto [after, failed] = std::from_chars(at_, end_, read);
    if (*digits == '0' && after != digits + 1) return refuse_text();
    at_ = after;
    if (peek() == '.' || peek() == 'e' || peek() == 'E') return refuse(Fault::bad_frame, "a number has a fraction");
    if (failed != std::errc{} || read > safe_integer_max || read < -safe_integer_max)
      return refuse(Fault::bad_frame, "a number is out of range");
    out = read;
    return true;
  }

  template <class Value>
  bool word(std::string_view spelt, json& out, Value meant) {
    if (!text_left().starts_with(spelt)) return refuse_text();
    at_ += spelt.size();
    out = meant;
    return true;
  }

  bool at_end() {
    skip_white_space();
    return at_ == end_ || refuse_text();
  }
  void skip_white_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool take(char expected) {
    if (peek() != expected) return false;
    ++at_;
    return true;
  }
  char peek() const { return at_ == end_ ? '\0' : *at_; }
  std::string_view text_left() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }

  // Only the place is told: the text around it may be a resident's.
  std::string not_json() const { return "not valid JSON at byte " + std::to_string(at_ - begin_ + 1); }
  bool refuse_text() { return refuse(Fault::bad_frame, not_json()); }
  bool refuse(Fault fault, std::string why) {
    error_ = Error{fault, std::move(why)};
    return false;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::optional<Error> error_;
};

}  // namespace

Result<json> parse_json(std::string_view text) {
  // So that within the parser a zero byte is the end, and nothing can follow it unseen.
  if (auto zero = text.find('\0'); zero != text.npos)
    return Error{Fault::bad_frame, "not valid JSON at byte " + std::to_string(zero + 1)};
  return Parser{text}.whole();
}

}  // namespace doorstep
