#include "server/listener.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace doorstep {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);
/// A failing accept (no file descriptors left) must not spin.
constexpr std::chrono::milliseconds accept_retry{100};
constexpr int backlog_max = 4096;

}  // namespace

TokenBucket::TokenBucket(std::size_t per_second, std::size_t burst, Time now)
    : each_(std::chrono::steady_clock::duration{std::chrono::seconds{1}} / static_cast<std::int64_t>(per_second)),
      burst_(burst),
      tokens_(burst),
      filled_(now) {}

std::chrono::steady_clock::duration TokenBucket::take(Time now) {
  const auto grown = static_cast<std::size_t>((now - filled_) / each_);
  if (grown >= burst_ - tokens_) {
    tokens_ = burst_;
    filled_ = now;
  } else {
    tokens_ += grown;
    filled_ += each_ * static_cast<std::int64_t>(grown);
  }
  if (tokens_ == 0) return filled_ + each_ - now;
  --tokens_;
  return {};
}

Listener::Listener(asio::io_context& io, const SessionContext& context)
    : context_(context),
      acceptor_(io),
      pause_(io),
      bucket_(context.limits.connections_per_second_max, context.limits.connections_burst_max,
              std::chrono::steady_clock::now()) {}

Result<std::uint16_t> Listener::open(const std::string& address, std::uint16_t port) {
  boost::system::error_code ec;
  const auto ip = asio::ip::make_address(address, ec);
  if (ec) return Error{Fault::usage, "\"" + address + "\" is no IP address"};
  const tcp::endpoint endpoint{ip, port};
  acceptor_.open(endpoint.protocol(), ec);
  if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address{true}, ec);
  if (!ec) acceptor_.bind(endpoint, ec);
  if (!ec) acceptor_.listen(backlog_max, ec);
  if (ec == asio::error::address_in_use) return Error{Fault::in_use, address + ":" + std::to_string(port)};
  if (ec) return Error{Fault::usage, "cannot listen on " + address + ":" + std::to_string(port) + ": " + ec.message()};
  asio::co_spawn(acceptor_.get_executor(), accept_loop(), asio::detached);
  return acceptor_.local_endpoint().port();
}

void Listener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

asio::awaitable<void> Listener::accept_loop() {
  while (acceptor_.is_open()) {
    auto [failed, socket] = co_await acceptor_.async_accept(tuple_awaitable);
    if (!acceptor_.is_open()) co_return;
    if (failed) {
      pause_.expires_after(accept_retry);
      co_await pause_.async_wait(tuple_awaitable);
      continue;
    }
    if (context_.sessions.count() >= context_.limits.connections_max) continue;
    for (auto wait = bucket_.take(std::chrono::steady_clock::now()); wait.count() > 0;
         wait = bucket_.take(std::chrono::steady_clock::now())) {
      pause_.expires_after(wait);
      co_await pause_.async_wait(tuple_awaitable);
      if (!acceptor_.is_open()) co_return;
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    auto session = std::make_shared<Session>(context_, std::move(socket));
    context_.sessions.enter(session);  // at once: a stop that comes now must find it
    asio::co_spawn(acceptor_.get_executor(), Session::live(std::move(session)), asio::detached);
  }
}

}  // namespace doorstep
