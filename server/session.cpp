#include "server/session.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "shared/log.h"
#include "shared/overloaded.h"

namespace doorstep {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using namespace asio::experimental::awaitable_operators;

namespace {

constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t request_bytes_max = 8192;
/// A frame announces its length; memory is taken only as its bytes come.
constexpr std::size_t read_piece_bytes = std::size_t{16} << 10;
/// Each piece has the write timeout to itself, so that a page may pass a slow network but not a dead one.
constexpr std::size_t write_piece_bytes = std::size_t{64} << 10;
/// An idle connection keeps no more than this of its read buffer.
constexpr std::size_t idle_buffer_bytes_max = 4096;

websocket::close_code close_code_of(Fault fault) {
  switch (fault) {
    case Fault::server_closing:
      return websocket::close_code::service_restart;
    case Fault::server_busy:
      return websocket::close_code::try_again_later;
    case Fault::frame_too_big:
      return websocket::close_code::too_big;
    case Fault::internal:
      return websocket::close_code::internal_error;
    default:
      return websocket::close_code::policy_error;
  }
}

// A loop that throws would leave the others waiting: operator|| takes an exception for "not yet ended". An await after
// cancellation throws a system_error, which is as it should be; anything else comes from a library and ends this
// connection only. Its text is not logged: it may quote what it choked on.
asio::awaitable<void> contained(asio::awaitable<void> loop) {
  try {
    co_await std::move(loop);
  } catch (const boost::system::system_error&) {
  } catch (const std::exception&) {
    log_error("a session ended by an exception");
  }
}

// Of the newer protocol the network's half: whoever has one such address has as many as they like.
std::string address_of(beast::tcp_stream& stream) {
  boost::system::error_code unknown;
  const auto endpoint = stream.socket().remote_endpoint(unknown);
  if (unknown) return {};
  const auto address = endpoint.address();
  if (!address.is_v6() || address.to_v6().is_v4_mapped()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return std::string{bytes.begin(), bytes.begin() + 8};
}

}  // namespace

struct Session::Socket {
  using Stream = websocket::stream<beast::ssl_stream<beast::tcp_stream>, false>;

  Socket(asio::ip::tcp::socket socket, const TlsContext& tls)
      : context(tls.share()), stream(std::move(socket), context) {}

  beast::ssl_stream<beast::tcp_stream>& tls() { return stream.next_layer(); }
  beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream); }

  asio::ssl::context context;
  Stream stream;
};

Session::Session(const SessionContext& context, asio::ip::tcp::socket socket)
    : context_(context), reconciler_(context.reconciler), news_(socket.get_executor()), timer_(socket.get_executor()) {
  news_.expires_at(Time::max());
  socket_ = std::make_unique<Socket>(std::move(socket), context.tls);
}
Session::~Session() = default;

asio::awaitable<void> Session::live(std::shared_ptr<Session> session) {
  co_await contained(session->talk());
  session->cut();
  session->context_.sessions.leave(*session);
}

asio::awaitable<void> Session::talk() {
  const bool opened = co_await open();
  if (opened) co_await (contained(read_loop()) || contained(write_loop()) || contained(timer_loop()));
}

asio::awaitable<bool> Session::open() {
  socket_->tcp().expires_after(context_.limits.handshake_timeout);
  auto [shaken] = co_await socket_->tls().async_handshake(asio::ssl::stream_base::server, tuple_awaitable);
  if (shaken) co_return false;

  beast::flat_buffer buffer{request_bytes_max};
  http::request_parser<http::empty_body> parser;
  parser.header_limit(request_bytes_max);
  auto [read, read_bytes] = co_await http::async_read_header(socket_->tls(), buffer, parser, tuple_awaitable);
  if (read) co_return false;

  if (!websocket::is_upgrade(parser.get())) {
    auto page = context_.plain_page(std::string_view{parser.get().target().data(), parser.get().target().size()});
    http::response<http::string_body> answer{page ? http::status::ok : http::status::not_found, 11};
    answer.set(http::field::content_type, "text/plain; charset=utf-8");
    answer.body() = page.value_or("not found");
    answer.keep_alive(false);
    answer.prepare_payload();
    auto [written, written_bytes] = co_await http::async_write(socket_->tls(), answer, tuple_awaitable);
    if (written) co_return false;
    co_await socket_->tls().async_shutdown(tuple_awaitable);
    co_return false;
  }

  stage_ = Stage::upgrading;
  socket_->tcp().expires_never();  // from here on the websocket keeps its own time
  websocket::stream_base::timeout timeouts{context_.limits.handshake_timeout, context_.limits.idle_timeout, true};
  socket_->stream.set_option(timeouts);
  socket_->stream.read_message_max(0);  // the read loop counts: it refuses in words, and by who is asking
  socket_->stream.auto_fragment(false);
  auto [accepted] = co_await socket_->stream.async_accept(parser.get(), tuple_awaitable);
  if (accepted) co_return false;

  auto binding = binding_of(socket_->tls().native_handle());
  if (!binding) co_return false;
  stage_ = Stage::talking;
  if (!closing_) carry_out(reconciler_.opened(*binding, address_of(socket_->tcp())));
  co_return true;
}

asio::awaitable<void> Session::read_loop() {
  beast::flat_buffer buffer;
  while (!closing_) {
    auto [ec, bytes] = co_await socket_->stream.async_read_some(buffer, read_piece_bytes, tuple_awaitable);
    if (ec && closing_) break;
    if (ec) co_return;
    const std::size_t limit = proven_ ? frame_bytes_max : context_.limits.unproven_frame_bytes_max;
    if (socket_->stream.got_binary()) {
      close(Error{Fault::bad_frame, "a binary frame"});
    } else if (buffer.size() > limit) {
      close(Error{Fault::frame_too_big, "a frame above the limit"});
    } else if (!closing_ && socket_->stream.is_message_done()) {
      const auto frame = buffer.cdata();
      carry_out(reconciler_.received({static_cast<const char*>(frame.data()), frame.size()}));
      while (!closing_ && reconciler_.waits_to_go_on()) {
        co_await asio::post(timer_.get_executor(), asio::use_awaitable);
        if (!closing_) carry_out(reconciler_.go_on());
      }
      buffer.consume(buffer.size());
      if (buffer.capacity() > idle_buffer_bytes_max) buffer.shrink_to_fit();
    }
  }
  // The write loop sends what waits and closes; the closing handshake reads what still comes.
  buffer.clear();
  buffer.shrink_to_fit();
  co_await until_cancelled();
}

asio::awaitable<void> Session::write_loop() {
  for (;;) {
    while (!outgoing_.empty()) {
      const bool sent = co_await write(outgoing_.front());
      if (!sent) co_return;
      outgoing_bytes_ -= outgoing_.front().size();
      outgoing_.pop_front();
      if (outgoing_.size() <= 1 && !closing_) carry_out(reconciler_.flushed());
    }
    if (closing_) break;
    auto [ec] = co_await news_.async_wait(tuple_awaitable);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (ec != asio::error::operation_aborted || state.cancelled() != asio::cancellation_type::none) co_return;
  }
  const auto word = code(closing_->fault);
  websocket::close_reason reason{close_code_of(closing_->fault), beast::string_view{word.data(), word.size()}};
  co_await socket_->stream.async_close(reason, tuple_awaitable);
}

asio::awaitable<bool> Session::write(std::string_view frame) {
  for (;;) {
    const auto piece = frame.substr(0, write_piece_bytes);
    frame.remove_prefix(piece.size());
    due(write_until_, context_.limits.write_timeout);
    const asio::const_buffer bytes{piece.data(), piece.size()};
    auto [ec, written] = co_await socket_->stream.async_write_some(frame.empty(), bytes, tuple_awaitable);
    write_until_ = Time::max();
    if (ec) co_return false;
    if (frame.empty()) co_return true;
  }
}

asio::awaitable<void> Session::timer_loop() {
  for (;;) {
    timer_.expires_at(std::min({wake_at_, write_until_, close_until_}));
    co_await timer_.async_wait(tuple_awaitable);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    const auto now = std::chrono::steady_clock::now();
    if (now >= write_until_ || now >= close_until_) co_return;
    if (now >= wake_at_) {
      wake_at_ = Time::max();
      if (!closing_) carry_out(reconciler_.ticked(context_.reconciler.clock.wall()));
    }
  }
}

asio::awaitable<void> Session::until_cancelled() {
  asio::steady_timer never{timer_.get_executor(), Time::max()};
  co_await never.async_wait(tuple_awaitable);
}

void Session::due(Time& deadline, Millis after) {
  deadline = std::min(deadline, std::chrono::steady_clock::now() + after);
  if (deadline < timer_.expiry()) timer_.cancel();
}

void Session::rung(const CommunityId& community) {
  if (stage_ == Stage::talking && !closing_) carry_out(reconciler_.rung(community));
}

void Session::stop() {
  if (stage_ == Stage::shaking) return cut();
  if (stage_ == Stage::talking && !closing_) carry_out(reconciler_.stopping());
  close(Error{Fault::server_closing, "the server is stopping"});
}

void Session::close(Error error) {
  if (closing_) return;
  closing_ = std::move(error);
  waiting_.clear();
  due(close_until_, context_.limits.stop_timeout);
  news_.cancel();
}

void Session::drop(Error error) {
  while (outgoing_.size() > 1) {
    outgoing_bytes_ -= outgoing_.back().size();
    outgoing_.pop_back();
  }
  close(std::move(error));
}

void Session::cut() {
  if (!closing_) closing_ = Error{Fault::unreachable, "cut"};
  socket_->tcp().close();
  news_.cancel();
}

void Session::carry_out(ServerEffects effects) {
  for (auto& effect : effects) {
    if (closing_) return;
    std::visit(Overloaded{
                   [this](Send& one) { send(std::move(one.frame)); },
                   [this](Ask& one) { ask(std::move(one)); },
                   [this](Wake& one) { due(wake_at_, one.after); },
                   [this](Close& one) { close(std::move(one.error)); },
               },
               effect);
  }
  if (!proven_ && !closing_ && chain()) {
    proven_ = true;
    context_.sessions.proven(*this, *chain());
  }
}

void Session::send(std::string frame) {
  outgoing_bytes_ += frame.size();
  outgoing_.push_back(std::move(frame));
  // A slow reader gets no farewell: it would stand behind all that it does not read.
  if (outgoing_.size() > context_.limits.outgoing_frames_max || outgoing_bytes_ > context_.limits.outgoing_bytes_max)
    return cut();
  news_.cancel();
}

void Session::answered(std::uint64_t number, Answer answer) {
  if (closing_) return;
  const std::uint64_t first = asked_ - waiting_.size();
  require(number >= first && number < asked_, "an answer belongs to a question that waits");
  waiting_[number - first] = std::move(answer);
  deliver();
}

void Session::deliver() {
  while (!closing_ && !waiting_.empty() && waiting_.front()) {
    auto answer = std::move(*waiting_.front());
    waiting_.pop_front();
    carry_out(reconciler_.answered(std::move(answer)));
  }
}

}  // namespace doorstep
