#include "server/admin_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

namespace doorstep {

namespace asio = boost::asio;

namespace {

constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);
constexpr const char* socket_name = "admin.sock";

struct Descriptor {
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  int number;
};

// A socket's address holds 107 bytes; a folder's path may be longer. This short way to it exists while `folder` is
// open.
std::string short_path(const Descriptor& folder) {
  return "/proc/self/fd/" + std::to_string(folder.number) + "/" + socket_name;
}

// Destroying takes the writer, and may take a while.
bool may_take_long(const json& request) {
  const auto verb = request.is_object() ? request.value("verb", json{}) : json{};
  return verb == "erasure ask" || verb == "erasure approve";
}

bool takes_long(const json& request) {
  const auto verb = request.is_object() ? request.value("verb", json{}) : json{};
  return verb == "verify" || verb == "backup" || verb == "erasure show" || verb == "erasure certificate";
}

json failure(Fault fault, const std::string& detail) {
  return {{"ok", false}, {"error", {{"code", code(fault)}, {"message", detail}}}};
}

}  // namespace

/// One request: its connection, and a timer that ends whatever it waits for.
struct AdminSocket::Visit : std::enable_shared_from_this<AdminSocket::Visit> {
  explicit Visit(Protocol::socket accepted)
      : socket(std::move(accepted)), answered(socket.get_executor()), limit(socket.get_executor()) {}
  void end_after(Millis time) {
    limit.expires_after(time);  // which cancels the wait before it
    limit.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
      auto late = weak.lock();
      if (!cancelled && late) late->end();
    });
  }
  void end() {
    boost::system::error_code ignored;
    limit.cancel();
    answered.cancel();
    socket.close(ignored);
  }
  Protocol::socket socket;
  std::string text;
  std::optional<json> answer;
  asio::steady_timer answered, limit;
};

AdminSocket::AdminSocket(asio::io_context& io, ArchiveThread& writer, asio::thread_pool& desk, Respond respond)
    : writer_(writer), desk_(desk), respond_(std::move(respond)), acceptor_(io) {}

Result<void> AdminSocket::open(const std::filesystem::path& folder) {
  const Descriptor held{::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (held.number < 0) return Error{Fault::not_found, "there is no folder " + folder.string()};
  path_ = folder / socket_name;
  ::unlink(path_.c_str());
  boost::system::error_code ec;
  acceptor_.open(Protocol{}, ec);
  // Before bind, so that the file is never there with wider rights.
  if (!ec && ::fchmod(acceptor_.native_handle(), 0600) != 0) ec.assign(errno, boost::system::system_category());
  if (!ec) acceptor_.bind(Protocol::endpoint{short_path(held)}, ec);
  if (!ec) acceptor_.listen(static_cast<int>(admin_connections_max), ec);
  if (ec) return Error{Fault::disk, "the socket in " + folder.string() + ": " + ec.message()};
  asio::co_spawn(acceptor_.get_executor(), accept_loop(), asio::detached);
  return {};
}

void AdminSocket::stop() {
  if (!acceptor_.is_open()) return;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  ::unlink(path_.c_str());
  for (const auto& visit : visits_) visit->end();
}

asio::awaitable<void> AdminSocket::accept_loop() {
  while (acceptor_.is_open()) {
    auto [failed, socket] = co_await acceptor_.async_accept(tuple_awaitable);
    if (!acceptor_.is_open()) co_return;
    if (failed) {
      asio::steady_timer pause{acceptor_.get_executor(), std::chrono::milliseconds{100}};
      co_await pause.async_wait(tuple_awaitable);
      continue;
    }
    if (visits_.size() >= admin_connections_max) continue;
    asio::co_spawn(acceptor_.get_executor(), serve(std::make_shared<Visit>(std::move(socket))), asio::detached);
  }
}

asio::awaitable<void> AdminSocket::serve(std::shared_ptr<Visit> visit) {
  visits_.insert(visit);
  visit->end_after(admin_timeout);
  auto line = asio::dynamic_buffer(visit->text, admin_request_bytes_max);
  auto [ec, bytes] = co_await asio::async_read_until(visit->socket, line, '\n', tuple_awaitable);
  json answer = failure(Fault::frame_too_big, "a request is one line of at most 4 MiB");
  if (!ec) {
    auto request = parse_json(std::string_view{visit->text}.substr(0, bytes));
    if (!request) {
      answer = failure(request.error().fault, request.error().detail);
    } else {
      auto given = co_await answer_to(visit, std::move(*request));
      answer = std::move(given);
    }
  }
  const std::string text = answer.dump() + "\n";
  co_await asio::async_write(visit->socket, asio::buffer(text), tuple_awaitable);
  visit->limit.cancel();
  visits_.erase(visit);
}

// Away from the I/O thread; what it answers is called there.
ArchiveThread::Outcome AdminSocket::carried_out(std::shared_ptr<Visit> visit, const json& request) const {
  CommandAnswer given{json::object()};
  try {
    given = respond_(request);
  } catch (const std::exception&) {
    // The thread must outlive a request of a shape that nobody thought of.
    given = failure(Fault::internal, "the request could not be carried out");
  }
  ArchiveThread::Outcome outcome;
  outcome.publications = std::move(given.publications);
  outcome.answer = [visit = std::move(visit), answer = std::move(given.answer)] {
    visit->answer = answer;
    visit->answered.cancel();
  };
  return outcome;
}

asio::awaitable<json> AdminSocket::answer_to(std::shared_ptr<Visit> visit, json request) {
  bool taken = true;
  if (takes_long(request)) {
    visit->end_after(admin_long_timeout);
    asio::post(desk_, [this, visit, request = std::move(request), io = acceptor_.get_executor()] {
      asio::post(io, carried_out(visit, request).answer);
    });
  } else {
    if (may_take_long(request)) visit->end_after(admin_long_timeout);
    taken = writer_.run([this, visit, request = std::move(request)](Archive&) { return carried_out(visit, request); });
  }
  if (!taken) co_return failure(Fault::server_busy, "the archive's queue is full");
  if (!visit->answer) {
    visit->answered.expires_at(std::chrono::steady_clock::time_point::max());
    co_await visit->answered.async_wait(tuple_awaitable);
  }
  if (!visit->answer) co_return failure(Fault::timed_out, "the archive did not answer in time");
  co_return std::move(*visit->answer);
}

namespace {

// Blocks until the descriptor is ready or the time is over.
bool ready(int descriptor, short events, std::chrono::steady_clock::time_point until) {
  const auto left = std::chrono::ceil<Millis>(until - std::chrono::steady_clock::now());
  pollfd one{descriptor, events, 0};
  return left.count() > 0 && ::poll(&one, 1, static_cast<int>(left.count())) == 1;
}

}  // namespace

Result<std::optional<json>> ask_running(const std::filesystem::path& folder, const json& request) {
  using Answer = Result<std::optional<json>>;
  const auto none = [] { return Answer{boost::system::in_place_value, std::nullopt}; };
  const Descriptor held{::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (held.number < 0) return none();
  const Descriptor peer{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (peer.number < 0) return Answer{Error{Fault::internal, "no socket can be made"}};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = short_path(held);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  if (::connect(peer.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) return none();
    return Answer{Error{Fault::not_allowed, "the server's socket in " + folder.string() + " cannot be opened"}};
  }
  const auto until = std::chrono::steady_clock::now() +
                     (takes_long(request) || may_take_long(request) ? admin_long_timeout : admin_timeout);
  const std::string line = request.dump() + "\n";
  for (std::size_t sent = 0; sent < line.size();) {
    const auto n = ready(peer.number, POLLOUT, until)
                       ? ::send(peer.number, line.data() + sent, line.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT)
                       : -1;
    if (n <= 0) return Answer{Error{Fault::unreachable, "the running server took no request"}};
    sent += static_cast<std::size_t>(n);
  }
  std::string text;
  std::string piece(std::size_t{64} << 10, '\0');
  while (!text.ends_with('\n') && text.size() <= command_answer_bytes_max) {
    if (!ready(peer.number, POLLIN, until)) return Answer{Error{Fault::timed_out, "the running server did not answer"}};
    const auto n = ::recv(peer.number, piece.data(), piece.size(), 0);
    if (n <= 0) return Answer{Error{Fault::unreachable, "the running server closed without an answer"}};
    text.append(piece, 0, static_cast<std::size_t>(n));
  }
  auto answer = parse_json(text);
  if (!answer) return Answer{answer.error()};
  return Answer{boost::system::in_place_value, std::move(*answer)};
}

}  // namespace doorstep
