#pragma once
#include <algorithm>
#include <string>

#include "shared/page_cipher.h"

namespace doorstep {

/// A sealed write-ahead log without the zeros that stand ahead of its last frame.
inline std::string written_part(std::string log) {
  constexpr std::size_t header_bytes = 32;
  const auto used = std::max(header_bytes, log.find_last_not_of('\0') + 1) - header_bytes;
  const auto frames = (used + frame_bytes - 1) / frame_bytes;
  log.resize(std::min(log.size(), header_bytes + frames * frame_bytes));
  return log;
}

}  // namespace doorstep
