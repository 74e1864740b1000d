#pragma once
#include <cstddef>

#include "shared/clock.h"
#include "shared/lease.h"
#include "shared/result.h"

namespace doorstep {

/// Every queue and every wait of the server has its limit here, with its unit. Tests make them small.
struct ServerLimits {
  std::size_t connections_max = 4000;  ///< more are closed at once; the file limit must be above it
  std::size_t connections_per_second_max = 300;
  std::size_t connections_burst_max = 600;  ///< above these two, connections wait in the kernel's backlog
  std::size_t sessions_per_chain_max = 4;   ///< a tablet that came back; the oldest is closed
  std::size_t archive_queue_max = 8192;     ///< bundles and jobs that wait for the archive thread
  std::size_t asks_per_session_max = 64;    ///< questions of one session that wait for an answer
  std::size_t outgoing_frames_max = 512;    ///< per session; a slower reader is closed and resumes by cursor
  std::size_t outgoing_bytes_max = std::size_t{8} << 20;
  std::size_t unproven_frame_bytes_max = std::size_t{64} << 10;  ///< until the tablet has proven who it is
  Millis handshake_timeout{10'000};                              ///< TLS and the websocket's request together
  Millis write_timeout{10'000};                                  ///< for each piece of 64 KiB
  Millis idle_timeout{60'000};  ///< nothing heard; half of it later the websocket pings
  Millis lease = lease_default;  ///< how long a tablet may be used without calling; at most lease_max
  Millis stop_timeout{5'000};   ///< frames may still leave, then connections are cut
};

/// usage: one of them is none, or two of them contradict each other.
Result<void> check_limits(const ServerLimits& limits);

}  // namespace doorstep
