#pragma once
#include <string>

#include "shared/clock.h"
#include "shared/result.h"

namespace doorstep {

/// What a sans-I/O half of the conversation wants done. Whoever owns the socket carries these out in order.
struct Send {
  std::string frame;
};
/// Call `ticked` again not later than this.
struct Wake {
  Millis after;
};
/// Send what stands before it, then close. `error.fault` tells the remedy (docs/protocol.md).
struct Close {
  Error error;
};

}  // namespace doorstep
