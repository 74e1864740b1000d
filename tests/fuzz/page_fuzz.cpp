// Sealed pages, frames and records as a finder of the files may have changed them: nothing but what was sealed opens.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "shared/page_cipher.h"

namespace {

using namespace doorstep;

const PageCipher& cipher() {
  static const PageCipher made = [] {
    start_crypto();
    Secret key{32};
    std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{7});
    return PageCipher{key};
  }();
  return made;
}

// The first byte chooses, two more say where; the rest is laid over the sealed block.
template <std::size_t N, class Seal, class Open>
void bend(std::span<const std::uint8_t> changes, std::size_t at, Seal seal, Open open) {
  std::array<std::uint8_t, N> block{};
  seal(block);
  const auto sealed = block;
  for (std::size_t i = 0; i < changes.size() && at + i < N; ++i) block[at + i] ^= changes[i];
  bool same = block == sealed;
  if (open(block) != same) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto file = cipher().fresh_header();
  SealedHeader header{};
  std::copy_n(data, std::min(size, header.size()), header.begin());
  cipher().judge(header);
  if (size < 3) return 0;
  std::span<const std::uint8_t> changes{data + 3, size - 3};
  std::size_t at = (std::size_t{data[1]} << 8 | data[2]) % frame_bytes;
  const auto number = std::uint32_t{data[0]} / 3 + 1;
  switch (data[0] % 3) {
    case 0:
      bend<page_bytes>(
          changes, at, [&](auto& block) { cipher().seal_page(file, number, block); },
          [&](auto& block) { return cipher().open_page(file, number, block); });
      break;
    case 1:
      bend<frame_bytes>(
          changes, at, [&](auto& block) { cipher().seal_frame(file, number, block); },
          [&](auto& block) { return cipher().open_frame(file, number, block); });
      break;
    default:
      bend<journal_record_bytes>(
          changes, at, [&](auto& block) { cipher().seal_record(file, number, block); },
          [&](auto& block) { return cipher().open_record(file, number, block); });
  }
  return 0;
}
