#include <cstddef>
#include <cstdint>

#include "tests/json_reference.h"

/// parse_json takes and refuses what the library does, and whatever it accepts has one canonical text, which is
/// accepted again and means the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  std::string_view given{reinterpret_cast<const char*>(data), size};
  require(test::difference_from_library(given).empty(), "we read and write JSON as the library does");
  auto value = parse_json(given);
  if (!value) return 0;
  auto text = canonical(*value);
  auto again = parse_json(text);
  require(again.has_value(), "canonical text parses");
  require(*again == *value, "canonical text means the same");
  require(canonical(*again) == text, "canonical text is canonical");
  return 0;
}
