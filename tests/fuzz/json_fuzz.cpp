#include <cstddef>
#include <cstdint>

#include "shared/json.h"

/// Whatever parse_json accepts has one canonical text, which is accepted again and means the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  auto value = parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  auto text = canonical(*value);
  auto again = parse_json(text);
  require(again.has_value(), "canonical text parses");
  require(*again == *value, "canonical text means the same");
  require(canonical(*again) == text, "canonical text is canonical");
  return 0;
}
