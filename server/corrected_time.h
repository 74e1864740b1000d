#pragma once
#include <optional>

#include "shared/clock.h"
#include "shared/edit.h"
#include "shared/frame.h"

namespace doorstep {

/// When an edit really happened, as well as the server can tell (design law §2.3): evidence, and what the `latest`
/// policy compares. Within the boot of the hello the monotonic clock tells how long ago it was, however wrong the wall
/// clock is; across boots the wall clock does, less its error at the hello. Then: not before the server time that the
/// tablet had already seen, not after the receipt, and never backwards along a chain — not even when the server's own
/// clock was set back. Pure.
Instant corrected_time(const Made& made, const Clocks& hello, Instant hello_at, Instant received_at,
                       std::optional<Instant> last_of_chain);

}  // namespace doorstep
