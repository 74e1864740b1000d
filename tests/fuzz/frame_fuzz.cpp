#include <cstddef>
#include <cstdint>

#include "shared/frame.h"

/// Bytes from a peer never crash the reader, and what was understood is written so that it is understood the same.
/// The first byte is the count that the receiver expects.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  if (size == 0) return 0;
  const std::uint64_t n = data[0] % 16U;
  auto frame = decode_frame({reinterpret_cast<const char*>(data + 1), size - 1}, n);
  if (!frame) return 0;
  auto text = encode(*frame, n);
  auto again = decode_frame(text, n);
  require(again.has_value(), "a frame that was understood is written understandably");
  require(again->index() == frame->index(), "a frame keeps its kind");
  require(encode(*again, n) == text, "a frame is written the same each time");
  if (const auto* push = std::get_if<Push>(&*frame)) {
    for (const auto& bundle : push->bundles) (void)open_bundle(bundle);
  }
  return 0;
}
