#pragma once
#include <string_view>

namespace doorstep {

/// What programs say of themselves, and tablets to the server.
inline constexpr std::string_view program_version = "0.1.0";

}  // namespace doorstep
