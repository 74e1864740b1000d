#include "server/service.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <future>
#include <optional>
#include <thread>

#include "server/admin_socket.h"
#include "server/archive_thread.h"
#include "server/feed.h"
#include "server/listener.h"
#include "server/session.h"
#include "shared/tls.h"

namespace doorstep {

namespace asio = boost::asio;

namespace {
constexpr std::size_t reader_threads = 2;  // with the desk and the archive thread they use all of `readers_max`
constexpr std::size_t opens_at_once = 2;   // of a pushed frame: about 0.3 ms, then the other sessions have their turn
}  // namespace

// Destroyed from below: the archive thread and the readers end while the I/O context that they post to still stands.
struct Service::Parts {
  Parts(Archive& home, const SigningKey& identity, Clock& clock, Dice& dice, ServerLimits given,
        const std::optional<PublicKey>& office_key)
      : limits(given),
        archive(home),
        key(identity),
        sessions(io.get_executor(), limits.sessions_per_chain_max),
        about{identity.public_key(),
              &home.archive_template(),
              feed,
              tries,
              clock,
              dice,
              office_key,
              &gate,
              &identity,
              limits.lease,
              opens_at_once} {}

  /// Runs `work` on the I/O thread and waits for it.
  template <class Work>
  auto on_io(Work work) {
    std::packaged_task<decltype(work())()> task{std::move(work)};
    auto done = task.get_future();
    asio::post(io, [&task] { task(); });
    return done.get();
  }

  const ServerLimits limits;
  Archive& archive;
  const SigningKey& key;
  asio::io_context io{1};
  std::optional<TlsContext> tls;
  Feed feed;
  Tries tries;
  EnrolGate gate;
  Sessions sessions;
  ReconcilerContext about;
  std::optional<SessionContext> context;
  std::optional<Listener> listener;
  std::optional<AdminSocket> admin;
  std::optional<ArchiveThread> writer;
  std::optional<asio::thread_pool> readers, desk;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> working;
  std::thread thread;
};

Service::Service(Archive& archive, const SigningKey& identity, Clock& clock, Dice& dice, ServerLimits limits,
                 std::optional<PublicKey> office_key)
    : parts_(std::make_unique<Parts>(archive, identity, clock, dice, limits, office_key)) {}
Service::~Service() { stop(); }

Result<std::uint16_t> Service::start(const std::string& address, std::uint16_t port) {
  auto& parts = *parts_;
  require(!parts.thread.joinable() && !parts.listener, "a service starts once");
  auto tls = TlsContext::for_server(parts.key);
  if (!tls) return tls.error();
  parts.tls = std::move(*tls);
  parts.writer.emplace(
      parts.archive, parts.io.get_executor(), parts.feed,
      [&parts](const CommunityId& community) { parts.sessions.ring(community); }, parts.limits.archive_queue_max);
  parts.readers.emplace(reader_threads);
  parts.context.emplace(SessionContext{parts.limits, *parts.tls, parts.about, parts.archive, *parts.writer,
                                       *parts.readers, parts.sessions,
                                       [](std::string_view path) -> std::optional<std::string> {
                                         if (path == "/healthz") return "ok";
                                         return std::nullopt;
                                       }});
  parts.listener.emplace(parts.io, *parts.context);
  auto bound = parts.listener->open(address, port);
  if (!bound) return bound;
  parts.working.emplace(parts.io.get_executor());
  parts.thread = std::thread{[&parts] { parts.io.run(); }};
  return bound;
}

Result<void> Service::serve_admin(const std::filesystem::path& folder, AdminSocket::Respond answer) {
  auto& parts = *parts_;
  require(parts.thread.joinable(), "the admin socket belongs to a running service");
  return parts.on_io([&]() -> Result<void> {
    parts.desk.emplace(1);
    parts.admin.emplace(parts.io, *parts.writer, *parts.desk, std::move(answer));
    return parts.admin->open(folder);
  });
}

Result<void> Service::on_archive_thread(std::function<Result<void>(Archive&)> work) {
  const auto done = std::make_shared<std::promise<Result<void>>>();  // outlives whichever thread is done first
  auto carried_out = done->get_future();
  const bool taken = parts_->writer->run([&work, done](Archive& archive) {
    done->set_value(work(archive));
    return ArchiveThread::Outcome{};
  });
  if (!taken) return Error{Fault::server_busy, "the archive's queue is full"};
  return carried_out.get();
}

void Service::refuse(std::set<ChainId> chains) {
  auto& parts = *parts_;
  asio::post(parts.io, [&parts, revoked = std::move(chains)] { parts.sessions.refuse(revoked); });
}

void Service::tell_template() {
  auto& parts = *parts_;
  asio::post(parts.io, [&parts] { parts.context->reconciler.archive_template = &parts.archive.archive_template(); });
}

void Service::renew(std::set<PersonId> people) {
  auto& parts = *parts_;
  asio::post(parts.io, [&parts, changed = std::move(people)] { parts.sessions.renew(changed); });
}

void Service::stop() {
  auto& parts = *parts_;
  if (!parts.thread.joinable()) return;
  asio::steady_timer limit{parts.io};
  asio::post(parts.io, [&] {
    parts.listener->stop();
    if (parts.admin) parts.admin->stop();
    limit.expires_after(parts.limits.stop_timeout);
    limit.async_wait([&parts](boost::system::error_code cancelled) {
      if (!cancelled) parts.sessions.cut();
    });
    parts.sessions.stop();
    parts.sessions.when_empty([&] {
      limit.cancel();
      parts.working.reset();
    });
  });
  parts.thread.join();
  if (parts.desk) parts.desk->join();  // a backup under way is finished, and noted: half of one helps nobody
  parts.writer.reset();
  parts.readers->join();
}

std::size_t Service::connections() const { return parts_->sessions.count(); }

}  // namespace doorstep
