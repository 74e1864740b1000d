#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/archive_thread.h"
#include "server/config.h"
#include "server/reconciler.h"
#include "server/sessions.h"
#include "shared/tls.h"

namespace doorstep {

/// What all sessions share; outlives them.
struct SessionContext {
  const ServerLimits& limits;
  const TlsContext& tls;
  ReconcilerContext reconciler;
  Archive& archive;
  ArchiveThread& writer;
  boost::asio::thread_pool& readers;
  Sessions& sessions;
  /// What a plain HTTP request for that path is answered with; empty: 404.
  std::function<std::optional<std::string>(std::string_view path)> plain_page;
};

/// One connection: TLS, then either one plain HTTP answer or the websocket that carries out its Reconciler's effects in
/// order. Read loop ‖ write loop ‖ timer; the first to end ends all. I/O thread.
///
/// A session that ends by its own will says why in its close frame: the reason is a fault's code (docs/protocol.md).
/// One that reads too slowly is cut without a word; it resumes by cursor.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(const SessionContext& context, boost::asio::ip::tcp::socket socket);
  ~Session();

  /// From the first byte to the last; then it leaves the table of sessions, which it has entered before.
  static boost::asio::awaitable<void> live(std::shared_ptr<Session> session);

  void rung(const CommunityId& community);
  void stop();              ///< finishes its frame, then closes
  void close(Error error);  ///< sends what waits, then closes
  void drop(Error error);   ///< sends nothing more than the frame that is being written, then closes
  void cut();               ///< at once

  /// Between its hello and its proof.
  bool greets() const { return !closing_ && reconciler_.awaits_proof(); }
  const std::optional<ChainId>& chain() const { return reconciler_.chain(); }

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Socket;  ///< the stream's type stays in one file

  boost::asio::awaitable<void> talk();
  boost::asio::awaitable<bool> open();
  boost::asio::awaitable<void> read_loop();
  boost::asio::awaitable<void> write_loop();
  boost::asio::awaitable<void> timer_loop();
  boost::asio::awaitable<bool> write(std::string_view frame);
  boost::asio::awaitable<void> until_cancelled();

  void carry_out(ServerEffects effects);
  void send(std::string frame);
  void ask(Ask question);
  void ask_admin(AskAdmin asked, std::function<void(Result<AdminAnswer>)> answer);
  void answered(std::uint64_t number, Answer answer);
  void deliver();
  void due(Time& deadline, Millis after);

  const SessionContext& context_;
  std::unique_ptr<Socket> socket_;
  Reconciler reconciler_;
  enum class Stage { shaking, upgrading, talking } stage_ = Stage::shaking;  ///< talking: the reconciler was told
  bool proven_ = false;                                                      ///< the table knows the chain
  std::optional<Error> closing_;                                             ///< nothing more is read or queued

  std::deque<std::string> outgoing_;  ///< the front one is being written
  std::size_t outgoing_bytes_ = 0;
  boost::asio::steady_timer news_;  ///< cancelled when the write loop has something to do

  std::deque<std::optional<Answer>>
      waiting_;  ///< answers come in any order, the reconciler hears them in the order asked
  std::uint64_t asked_ = 0;

  boost::asio::steady_timer timer_;  ///< rings at the earliest of the three
  Time wake_at_ = Time::max(), write_until_ = Time::max(), close_until_ = Time::max();
};

}  // namespace doorstep
