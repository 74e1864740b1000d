#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "server/archive_thread.h"
#include "shared/clock.h"
#include "shared/json.h"

namespace doorstep {

inline constexpr std::size_t admin_request_bytes_max = std::size_t{4} << 20;  ///< a bundle of an outmail is the largest
inline constexpr std::size_t command_answer_bytes_max = std::size_t{64} << 20;
inline constexpr std::size_t admin_connections_max = 16;
inline constexpr Millis admin_timeout{30'000};
inline constexpr Millis admin_long_timeout{4 * 3600 * 1000};  ///< of what reads the whole archive

/// What a command answers, and what the feed has to hear of it.
struct CommandAnswer {
  CommandAnswer(json given, std::vector<Publication> told = {})
      : answer(std::move(given)), publications(std::move(told)) {}
  json answer;
  std::vector<Publication> publications;
};

/// The commands' way into a running server: FOLDER/admin.sock, 0600, one JSON line in, one JSON line out, then it
/// closes. Who may open the file may administer; there is no other check. I/O thread; requests run on the archive
/// thread, but for `verify` and `backup`, which only read and take long: they have the desk, a thread of its own, so
/// that accepting goes on beside it.
class AdminSocket {
 public:
  using Respond = std::function<CommandAnswer(const json&)>;
  AdminSocket(boost::asio::io_context& io, ArchiveThread& writer, boost::asio::thread_pool& desk, Respond respond);

  /// Replaces a socket file that a crashed server left: the caller holds the folder's lock.
  Result<void> open(const std::filesystem::path& folder);
  /// Also ends the visits that are under way: a client that says nothing must not hold up the server's end.
  void stop();

 private:
  using Protocol = boost::asio::local::stream_protocol;
  struct Visit;

  boost::asio::awaitable<void> accept_loop();
  boost::asio::awaitable<void> serve(std::shared_ptr<Visit> visit);
  boost::asio::awaitable<json> answer_to(std::shared_ptr<Visit> visit, json request);
  ArchiveThread::Outcome carried_out(std::shared_ptr<Visit> visit, const json& request) const;

  ArchiveThread& writer_;
  boost::asio::thread_pool& desk_;
  Respond respond_;
  Protocol::acceptor acceptor_;
  std::filesystem::path path_;
  std::set<std::shared_ptr<Visit>> visits_;
};

/// Asks the server that runs in `folder`, and blocks. Empty: none runs there (a socket file without a server counts as
/// none). Fault::timed_out, and unreachable when it went away before it answered; whether it acted is then unknown.
Result<std::optional<json>> ask_running(const std::filesystem::path& folder, const json& request);

}  // namespace doorstep
