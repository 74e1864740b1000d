#pragma once
#include <string.h>

#include <string>

namespace doorstep {

/// Zeroes a text that held a key, for good: unlike std::fill before a destructor, the compiler may not leave it out.
inline void wipe(std::string& text) { ::explicit_bzero(text.data(), text.size()); }

}  // namespace doorstep
