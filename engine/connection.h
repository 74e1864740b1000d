#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/crypto.h"
#include "shared/frame.h"
#include "shared/result.h"

namespace boost::asio {
class io_context;
}

namespace doorstep {

/// Where the server is and who it must be.
struct Target {
  std::string host;
  std::uint16_t port = 0;
  PublicKey pin{};
};
/// `url` is wss://HOST:PORT (an IPv6 address in brackets), `pin` what the server printed at init. Fault::usage, saying
/// what is expected.
Result<Target> parse_target(std::string_view url, std::string_view pin);

struct ConnectionLimits {
  Millis connect_timeout{10'000};    ///< for all addresses of the host together
  Millis handshake_timeout{10'000};  ///< TLS, then the websocket's: each
  Millis idle_timeout{60'000};
  std::size_t outgoing_bytes_max = std::size_t{16} << 20;
};

/// What a connection tells: from the io_context, never from within a call.
struct ConnectionEvents {
  /// The pinned server has proven itself; frames may be sent.
  std::function<void(const Binding&)> opened;
  std::function<void(std::string_view)> received;
  /// The last event, once. Empty: after `close`. Faults: unreachable (name, connect, peer gone), timed_out,
  /// wrong_server (nothing was sent to it), frame_too_big, and whatever the server named when it closed.
  std::function<void(std::optional<Error>)> closed;
};

/// One websocket over TLS 1.3 to the pinned server; begins to connect when it is made. Not reused: reconnecting makes a
/// new one. One thread, the io_context's. After destruction, which may be inside an event, no event comes and the
/// socket closes at once.
class Connection {
 public:
  Connection(boost::asio::io_context& io, Target target, ConnectionEvents events, ConnectionLimits limits = {});
  ~Connection();
  Connection(const Connection&) = delete;

  /// Frames leave in order. When more than `outgoing_bytes_max` waits the connection ends as unreachable: the network
  /// takes nothing any more.
  void send(std::string frame);
  /// Sends what waits, then closes.
  void close();

 private:
  struct Wire;  ///< the stream's type stays in one file
  std::shared_ptr<Wire> wire_;
};

}  // namespace doorstep
