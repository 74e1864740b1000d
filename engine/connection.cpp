#include "engine/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <charconv>
#include <deque>

#include "shared/tls.h"

namespace doorstep {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

namespace {

constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t write_buffer_bytes = std::size_t{16} << 10;  ///< masked piece by piece: one TLS record each
constexpr std::size_t idle_buffer_bytes_max = std::size_t{64} << 10;

// The server names a fault's code where it can; what the websocket layer itself refuses has only a number.
Error error_of(const websocket::close_reason& said) {
  const std::string_view reason{said.reason.data(), said.reason.size()};
  const Fault named = fault_of(reason);
  if (code(named) == reason) return Error{named, "the server closed the connection"};
  switch (said.code) {
    case websocket::close_code::too_big:
      return Error{Fault::frame_too_big, "the server refused a frame"};
    case websocket::close_code::bad_payload:
      return Error{Fault::bad_encoding, "the server refused a frame"};
    case websocket::close_code::protocol_error:
    case websocket::close_code::unknown_data:
      return Error{Fault::bad_frame, "the server refused a frame"};
    case websocket::close_code::service_restart:
    case websocket::close_code::going_away:
      return Error{Fault::server_closing, "the server closed the connection"};
    case websocket::close_code::try_again_later:
      return Error{Fault::server_busy, "the server closed the connection"};
    default:
      return Error{Fault::unreachable, "the connection was closed"};
  }
}

}  // namespace

Result<Target> parse_target(std::string_view url, std::string_view pin) {
  constexpr std::string_view scheme = "wss://";
  const Error shape{Fault::usage, "the server is written wss://HOST:PORT"};
  if (!url.starts_with(scheme)) return shape;
  url.remove_prefix(scheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  const auto colon = url.rfind(':');
  if (colon == std::string_view::npos) return shape;
  auto host = url.substr(0, colon);
  const auto port = url.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || host.size() > 253 || host.find_first_of("/?#@[] ") != std::string_view::npos ||
      (!bracketed && host.find(':') != std::string_view::npos)) {
    return shape;
  }
  Target target;
  target.host = host;
  const auto [end, wrong] = std::from_chars(port.data(), port.data() + port.size(), target.port);
  if (wrong != std::errc{} || end != port.data() + port.size() || target.port == 0)
    return Error{Fault::usage, "the server's port is a number from 1 to 65535"};
  auto key = unbase64_exact<32>(pin);
  if (!key) return Error{Fault::usage, "the pin has 43 characters, as the server printed it"};
  target.pin = *key;
  return target;
}

struct Connection::Wire : std::enable_shared_from_this<Wire> {
  using Stream = websocket::stream<beast::ssl_stream<beast::tcp_stream>, false>;
  using End = std::optional<Error>;

  Wire(asio::io_context& io, Target to, ConnectionEvents told, ConnectionLimits given, TlsContext pinned)
      : target(std::move(to)),
        events(std::move(told)),
        limits(given),
        tls_context(std::move(pinned)),
        ssl(tls_context.share()),
        stream(io, ssl),
        resolver(io),
        news(io, asio::steady_timer::time_point::max()) {}

  beast::ssl_stream<beast::tcp_stream>& tls() { return stream.next_layer(); }
  beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream); }

  static asio::awaitable<void> live(std::shared_ptr<Wire> wire);
  asio::awaitable<End> connect();
  asio::awaitable<End> shake();
  asio::awaitable<void> contained(asio::awaitable<void> loop);
  asio::awaitable<void> read_loop();
  asio::awaitable<void> write_loop();
  void cut(Error why);
  Error failed(boost::system::error_code ec, std::string_view step) const;

  const Target target;
  const ConnectionEvents events;
  const ConnectionLimits limits;
  TlsContext tls_context;
  asio::ssl::context ssl;
  Stream stream;
  tcp::resolver resolver;
  asio::steady_timer news;  ///< cancelled when the write loop has something to do
  std::deque<std::string> outgoing;
  std::size_t outgoing_bytes = 0;
  bool open = false, closing = false, abandoned = false;
  End end;  ///< the first reason stands
};

asio::awaitable<void> Connection::Wire::live(std::shared_ptr<Wire> wire) {
  try {
    auto failure = co_await wire->connect();
    if (failure && !wire->end) wire->end = std::move(failure);
    if (wire->open) {
      co_await (wire->contained(wire->read_loop()) || wire->contained(wire->write_loop()));
    }
  } catch (const std::exception&) {
    if (!wire->end) wire->end = Error{Fault::unreachable, "the connection broke"};
  }
  wire->tcp().close();
  if (wire->abandoned) co_return;
  if (wire->closing) wire->end.reset();
  wire->events.closed(wire->end);
}

// operator|| takes an exception for "not yet ended", so no loop may throw.
asio::awaitable<void> Connection::Wire::contained(asio::awaitable<void> loop) {
  try {
    co_await std::move(loop);
  } catch (const std::exception&) {
    if (!end) end = Error{Fault::unreachable, "the connection broke"};
  }
}

Error Connection::Wire::failed(boost::system::error_code ec, std::string_view step) const {
  const Fault fault = !open && ec == beast::error::timeout ? Fault::timed_out : Fault::unreachable;
  return Error{fault, std::string{step} + ": " + ec.message()};
}

asio::awaitable<Connection::Wire::End> Connection::Wire::connect() {
  boost::system::error_code no_address;
  const auto address = asio::ip::make_address(target.host, no_address);
  const auto port = std::to_string(target.port);
  tcp::resolver::results_type places;
  if (no_address) {
    auto [unknown, found] = co_await resolver.async_resolve(target.host, port, tuple_awaitable);
    if (unknown) co_return failed(unknown, "the server's name");
    places = std::move(found);
  } else {
    places = tcp::resolver::results_type::create(tcp::endpoint{address, target.port}, target.host, port);
  }
  if (end || closing) co_return End{};  // told to stop while the name was looked up

  tcp().expires_after(limits.connect_timeout);
  auto [refused, place] = co_await tcp().async_connect(places, tuple_awaitable);
  if (refused) co_return failed(refused, "connect");
  boost::system::error_code ignored;
  tcp().socket().set_option(tcp::no_delay{true}, ignored);
  auto failure = co_await shake();
  co_return failure;
}

asio::awaitable<Connection::Wire::End> Connection::Wire::shake() {
  tcp().expires_after(limits.handshake_timeout);
  auto [unproven] = co_await tls().async_handshake(asio::ssl::stream_base::client, tuple_awaitable);
  if (unproven && refused_by_pin(tls().native_handle()))
    co_return Error{Fault::wrong_server, "the server's key is not the pinned one"};
  if (unproven) co_return failed(unproven, "TLS");
  auto binding = binding_of(tls().native_handle());
  if (!binding) co_return binding.error();

  tcp().expires_never();  // from here on the websocket keeps its own time
  websocket::stream_base::timeout timeouts{limits.handshake_timeout, limits.idle_timeout, true};
  stream.set_option(timeouts);
  stream.read_message_max(frame_bytes_max);
  stream.write_buffer_bytes(write_buffer_bytes);
  const bool bracketed = target.host.find(':') != std::string::npos;
  const std::string host = (bracketed ? "[" + target.host + "]" : target.host) + ":" + std::to_string(target.port);
  auto [declined] = co_await stream.async_handshake(host, "/", tuple_awaitable);
  if (declined) co_return failed(declined, "websocket");
  if (end || closing || abandoned) co_return End{};
  open = true;
  events.opened(*binding);
  co_return End{};
}

asio::awaitable<void> Connection::Wire::read_loop() {
  beast::flat_buffer buffer;
  for (;;) {
    auto [ec, bytes] = co_await stream.async_read(buffer, tuple_awaitable);
    if (abandoned) co_return;
    if (ec) {
      if (end) co_return;
      if (ec == websocket::error::closed)
        end = error_of(stream.reason());
      else if (ec == websocket::error::message_too_big)
        end = Error{Fault::frame_too_big, "the server sent more than a frame may hold"};
      else
        end = failed(ec, "the connection was lost");
      co_return;
    }
    if (stream.got_binary()) co_return cut(Error{Fault::bad_frame, "the server sent a binary frame"});
    const auto frame = buffer.cdata();
    if (!closing) events.received({static_cast<const char*>(frame.data()), frame.size()});
    if (abandoned) co_return;
    buffer.consume(buffer.size());
    if (buffer.capacity() > idle_buffer_bytes_max) buffer.shrink_to_fit();
  }
}

asio::awaitable<void> Connection::Wire::write_loop() {
  for (;;) {
    while (!outgoing.empty()) {
      const asio::const_buffer frame{outgoing.front().data(), outgoing.front().size()};
      auto [ec, bytes] = co_await stream.async_write(frame, tuple_awaitable);
      if (ec && !end) end = failed(ec, "the connection was lost");
      if (ec) co_return;
      outgoing_bytes -= outgoing.front().size();
      outgoing.pop_front();
    }
    if (closing) break;
    auto [ec] = co_await news.async_wait(tuple_awaitable);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (ec != asio::error::operation_aborted || state.cancelled() != asio::cancellation_type::none) co_return;
  }
  const websocket::close_reason goodbye{websocket::close_code::normal};
  co_await stream.async_close(goodbye, tuple_awaitable);
}

void Connection::Wire::cut(Error why) {
  if (!end) end = std::move(why);
  resolver.cancel();
  tcp().close();
}

Connection::Connection(asio::io_context& io, Target target, ConnectionEvents events, ConnectionLimits limits) {
  auto tls = TlsContext::for_client(target.pin);
  require(tls.has_value(), "OpenSSL offers TLS 1.3");
  wire_ = std::make_shared<Wire>(io, std::move(target), std::move(events), limits, std::move(*tls));
  asio::co_spawn(io, Wire::live(wire_), asio::detached);
}

Connection::~Connection() {
  wire_->abandoned = true;
  wire_->cut(Error{Fault::unreachable, "abandoned"});
}

void Connection::send(std::string frame) {
  if (wire_->closing || wire_->end) return;
  wire_->outgoing_bytes += frame.size();
  wire_->outgoing.push_back(std::move(frame));
  if (wire_->outgoing_bytes > wire_->limits.outgoing_bytes_max)
    return wire_->cut(Error{Fault::unreachable, "the network takes nothing any more"});
  wire_->news.cancel();
}

void Connection::close() {
  if (wire_->closing) return;
  wire_->closing = true;
  if (wire_->open)
    wire_->news.cancel();
  else
    wire_->cut(Error{Fault::unreachable, "closed before it was open"});
}

}  // namespace doorstep
