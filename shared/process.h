#pragma once

namespace doorstep {

/// For programs that hold secrets, first thing in main: no core dumps, and no other process of the same user looks into
/// this one's memory. A build with AddressSanitizer keeps the latter, which its leak check needs.
void keep_memory_private();

}  // namespace doorstep
