#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "server/session.h"

namespace doorstep {

/// How many connections may begin: `burst` at once, then `per_second`. Pure.
class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;
  TokenBucket(std::size_t per_second, std::size_t burst, Time now);
  /// Zero: one was taken. Otherwise how long until there is one again.
  std::chrono::steady_clock::duration take(Time now);

 private:
  std::chrono::steady_clock::duration each_;
  std::size_t burst_, tokens_;
  Time filled_;
};

/// Accepts connections and starts a session for each. Above the rate they wait in the kernel's backlog; above the
/// number they are closed at once, before TLS costs anything. I/O thread.
class Listener {
 public:
  Listener(boost::asio::io_context& io, const SessionContext& context);

  /// Binds and begins to accept; answers the port. Port 0 picks one. Fault::usage: the address cannot be listened on.
  Result<std::uint16_t> open(const std::string& address, std::uint16_t port);
  void stop();

 private:
  boost::asio::awaitable<void> accept_loop();

  const SessionContext& context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  TokenBucket bucket_;
};

}  // namespace doorstep
