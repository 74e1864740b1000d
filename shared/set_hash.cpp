#include "shared/set_hash.h"

#include <charconv>
#include <optional>

namespace doorstep {
namespace {

void append_big_endian(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

// The end of the string that begins at `at` (its opening quote).
std::size_t past_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}

// A class's text begins so (docs/store.md §Record texts), and is not searched any further.
std::optional<Seq> seq_at_the_beginning(std::string_view text) {
  constexpr std::string_view count = R"({"count":)", seq = R"(,"seq":)";
  if (!text.starts_with(count)) return std::nullopt;
  const auto at = text.find_first_not_of("0123456789", count.size());
  if (at == text.npos || !text.substr(at).starts_with(seq)) return std::nullopt;
  Seq out;
  std::from_chars(text.data() + at + seq.size(), text.data() + text.size(), out.value);
  return out;
}

}  // namespace

Hash element(const Bytes<32>& key, const Epoch& epoch, const RecordId& record, int klass, Seq seq,
             std::string_view text) {
  // Only the epoch has no fixed length, and it stands first: two different tuples never give the same bytes.
  std::string named = epoch.value;
  named += view(record.bytes);
  named += static_cast<char>(klass);
  append_big_endian(named, seq.value);
  named += view(hash(text));
  return hash_keyed(view(key), named);
}

Hash elements(const Bytes<32>& key, const Epoch& epoch, const RecordText& text) {
  Hash sum = element(key, epoch, text.id, header_class, seq_in(text.header), text.header);
  for (int klass = 0; klass < header_class; ++klass) {
    const auto& part = text.classes[static_cast<std::size_t>(klass)];
    if (part) add(sum, element(key, epoch, text.id, klass, seq_in(*part), *part));
  }
  return sum;
}

Seq seq_in(std::string_view class_text) {
  if (const auto known = seq_at_the_beginning(class_text)) return *known;
  constexpr std::string_view key = "\"seq\"";
  int depth = 0;
  for (std::size_t at = 0; at < class_text.size();) {
    char c = class_text[at];
    if (c == '"') {
      auto end = past_string(class_text, at);
      // Deeper ones are a stamp's; only the outermost object's own is the class's.
      if (depth == 1 && end < class_text.size() && class_text[end] == ':' && class_text.substr(at, end - at) == key) {
        Seq seq;
        std::from_chars(class_text.data() + end + 1, class_text.data() + class_text.size(), seq.value);
        return seq;
      }
      at = end;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  return {};
}

}  // namespace doorstep
