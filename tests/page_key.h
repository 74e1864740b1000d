#pragma once
#include <algorithm>

#include "shared/crypto.h"

namespace doorstep::test {

/// A key for tests of sealed files; each byte the same.
inline Secret page_key(std::uint8_t byte = 7) {
  start_crypto();
  Secret key{32};
  std::fill(key.bytes().begin(), key.bytes().end(), byte);
  return key;
}

}  // namespace doorstep::test
