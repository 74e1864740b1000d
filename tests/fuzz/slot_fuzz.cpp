// The slot file is read before anything proves who wrote it.
#include <cstdint>
#include <string_view>

#include "engine/slot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  auto read = read_slot({reinterpret_cast<const char*>(data), size});
  if (!read) {
    require(read.error().fault == Fault::bad_file || read.error().fault == Fault::store_newer, "a slot's faults");
    return 0;
  }
  const auto& slot = read->slot;
  require(slot.cost.passes >= 1 && slot.cost.passes <= kdf_passes_max, "passes within limits");
  require(slot.cost.memory_bytes >= kdf_memory_bytes_min && slot.cost.memory_bytes <= kdf_memory_bytes_max,
          "memory within limits");
  // What was read is written the same, and is whole then.
  auto again = read_slot(slot.file_text());
  require(again && again->whole && again->slot.file_text() == slot.file_text(), "a slot survives writing");
  return 0;
}
