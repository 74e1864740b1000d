#include "server/corrected_time.h"

#include <algorithm>

namespace doorstep {

Instant corrected_time(const Made& made, const Clocks& hello, Instant hello_at, Instant received_at,
                       std::optional<Instant> last_of_chain) {
  bool same_boot = !made.boot.empty() && made.boot == hello.boot;
  Instant at = same_boot ? hello_at - (hello.monotonic - made.monotonic) : made.wall - (hello.wall - hello_at);
  if (made.server) at = std::max(at, *made.server);
  at = std::min(at, received_at);
  return last_of_chain ? std::max(at, *last_of_chain) : at;
}

}  // namespace doorstep
