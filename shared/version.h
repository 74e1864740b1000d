#pragma once
#include <string_view>

namespace doorstep {

/// Of all programs of this source tree: what `--version` says, and the list of tablets.
inline constexpr std::string_view program_version = "0.1.0";

}  // namespace doorstep
