#include "server/config.h"

#include <algorithm>
#include <array>
#include <string>

#include "shared/frame.h"

namespace doorstep {

Result<void> check_limits(const ServerLimits& limits) {
  const auto wrong = [](std::string what) { return Error{Fault::usage, "limits: " + std::move(what)}; };
  const std::array counts{limits.connections_max,          limits.connections_per_second_max,
                          limits.connections_burst_max,    limits.sessions_per_chain_max,
                          limits.asks_per_session_max,     limits.outgoing_frames_max,
                          limits.unproven_frame_bytes_max, limits.archive_queue_max};
  if (std::any_of(counts.begin(), counts.end(), [](std::size_t one) { return one == 0; })) return wrong("one is 0");
  const std::array waits{limits.handshake_timeout, limits.write_timeout, limits.idle_timeout, limits.stop_timeout,
                         limits.lease};
  if (std::any_of(waits.begin(), waits.end(), [](Millis one) { return one <= Millis{0}; }))
    return wrong("a wait is 0");
  if (limits.lease > lease_max) return wrong("the lease is longer than a fortnight");
  if (limits.outgoing_bytes_max < frame_bytes_max) return wrong("a frame is larger than what may wait to leave");
  if (limits.unproven_frame_bytes_max > frame_bytes_max) return wrong("strangers may say more than tablets");
  if (limits.archive_queue_max < push_bundles_max) return wrong("one tablet's bundles are more than may wait");
  return {};
}

}  // namespace doorstep
