#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "shared/ids.h"
#include "shared/result.h"

namespace doorstep {

using json = nlohmann::json;

inline constexpr std::size_t json_depth_max = 24;
inline constexpr std::int64_t safe_integer_max = (std::int64_t{1} << 53) - 1;

/// Parses what a peer or a file sent: UTF-8 only, no duplicate keys, no fractions (all our numbers are integers within
/// ±(2^53 − 1), RFC 8259 §6), depth ≤ json_depth_max. Nothing deeper ever becomes a value, so dump() cannot recurse
/// away.
Result<json> parse_json(std::string_view text);

/// json converts from and to nearly everything, so a Result must be told that this one is the value.
inline Result<json> value_result(json value) { return Result<json>{boost::system::in_place_value, std::move(value)}; }

/// The canonical form: keys sorted by bytes, no white space, UTF-8 unescaped. What is signed, hashed, stored and
/// spliced.
std::string canonical(const json& value);

/// Typed reads from a peer's object. The first thing that is wrong sticks and names its path; later reads return
/// defaults, so a decoder reads straight through and asks `error()` once.
class Reader {
 public:
  Reader(const json& object, std::string path);

  std::string text(const char* key, std::size_t bytes_max = 256);
  std::string text_or(const char* key, std::string fallback, std::size_t bytes_max = 256);
  std::uint64_t count(const char* key, std::uint64_t max = static_cast<std::uint64_t>(safe_integer_max));
  std::uint64_t count_or(const char* key, std::uint64_t fallback);
  std::int64_t integer(const char* key);
  std::optional<std::int64_t> integer_if(const char* key);
  bool flag_or(const char* key, bool fallback);
  const json& object(const char* key);
  const json* object_if(const char* key);
  const json& array(const char* key, std::size_t items_max);
  std::string bytes(const char* key, std::size_t size);  ///< base64url without padding (RFC 4648 §5); exactly `size`
  template <class IdType>
  IdType id(const char* key) {
    auto parsed = parse_id<IdType>(text(key, 36));
    if (!parsed) wrong(key, "is no id");
    return parsed.value_or(IdType{});
  }

  bool has(const char* key) const;
  void wrong(const std::string& key, const std::string& why);
  const std::string& path() const { return path_; }
  const std::optional<Error>& error() const { return error_; }

 private:
  const json* find(const char* key, bool required, const char* expected);

  const json* object_;
  std::string path_;
  std::optional<Error> error_;
};

}  // namespace doorstep
