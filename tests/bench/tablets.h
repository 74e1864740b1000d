#pragma once
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/connection.h"
#include "engine/engine.h"
#include "engine/replicator.h"
#include "engine/store.h"
#include "tests/bench/figure.h"
#include "tests/bench/host.h"

namespace doorstep::bench {

inline const std::string passphrase = "bench passphrase";

/// A new tablet of the admin's in `folder`, enrolled and opened; deriving its key is made cheap.
std::unique_ptr<Engine> new_tablet(ServerProcess& server, const std::string& folder);
void enrol(ServerProcess& server, const std::string& folder);
std::unique_ptr<Engine> open_tablet(const std::string& folder);
inline std::string store_of(const std::string& folder) { return folder + "/store.db"; }

std::vector<RecordId> edit(Engine& engine, std::vector<Intent> intents);
/// Syncs, and insists that nothing is pending and that the server's set hash equals the store's.
SyncReport sync(Engine& engine);

/// The tablet's half of a conversation without the engine's thread around it: many of them in one thread, and every
/// byte that comes can be counted.
class LightTablet {
 public:
  /// Enrols with the code; `store` may be ":memory:".
  LightTablet(boost::asio::io_context& io, ServerProcess& server, const std::string& store);
  ~LightTablet();
  LightTablet(const LightTablet&) = delete;

  void connect();
  bool caught_up() const { return replicator_ != nullptr && replicator_->progress().caught_up; }
  std::uint64_t records_received() const { return replicator_->progress().received; }
  std::uint64_t bytes_received() const { return bytes_; }

 private:
  void carry_out(TabletEffects effects);

  boost::asio::io_context& io_;
  ServerProcess& server_;
  SystemClock clock_;
  SystemDice dice_;
  SigningKey key_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Replicator> replicator_;
  std::unique_ptr<Connection> connection_;
  std::uint64_t bytes_ = 0;
};

}  // namespace doorstep::bench
