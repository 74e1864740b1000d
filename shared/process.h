#pragma once

namespace doorstep {

/// For programs that hold secrets, first thing in main: no core dumps, and no other process of the same user looks into
/// this one's memory. A build with AddressSanitizer keeps the latter, which its leak check needs.
void keep_memory_private();

/// First thing in main too: a standard stream that the caller closed is opened as one that can neither be read nor
/// written. Else the next file, a store's own, would take its number, and answers would go into it.
void hold_standard_streams();

}  // namespace doorstep
