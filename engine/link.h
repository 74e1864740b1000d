#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "engine/backoff.h"
#include "engine/connection.h"
#include "engine/engine.h"
#include "engine/replicator.h"
#include "engine/store.h"

namespace doorstep {

/// Carries out the Replicator's effects over a Connection, and decides when there is one: on demand (`sync`, `history`)
/// or all the time (`stay`), again after a failure with full jitter, not at all after one that a person must look at.
/// Lives on the engine's thread; destroyed there.
class Link {
 public:
  struct Tell {
    std::function<void(const std::vector<Change>&)> changed;
    std::function<void(const SyncState&)> state;
    std::function<void()> shred;  ///< revoked and handed over: the keys are to go now
  };

  Link(boost::asio::io_context& io, Store& store, const SigningKey& chain_key, Clock& clock, Dice& dice);

  Tell& tell() { return tell_; }
  void sync(Engine::Then<SyncReport> then);
  void history(const RecordId& id, Engine::Reach reach, Engine::Then<HistoryView> then);
  /// Only while the server has welcomed this tablet: unreachable otherwise, and when the line goes before the answer.
  void admin(AdminAsk ask, Engine::Then<AdminAnswer> then);
  void stay(bool wanted);
  /// The outbox has something new.
  void nudge();

 private:
  struct HistoryWaiter {
    RecordId id;
    Engine::Then<HistoryView> then;
    Instant until{};
    Engine::Reach reach = Engine::Reach::newest;
    bool asked = false;
    std::size_t known = 0;  ///< edits that were here when it was asked
  };

  struct AdminWaiter {
    AdminAsk ask;
    Engine::Then<AdminAnswer> then;
  };

  void connect(Replicator::Mode mode);
  void carry_out(TabletEffects effects);
  void ended(const std::optional<Error>& error);
  void after_effects();
  void ask_waiting_histories();
  void answer_histories(const std::vector<Change>& changes);
  void answer_late_histories(bool all);
  void ask_next_admin();
  void answer_admin(AdminAnswer answer);
  void answer_no_admin();
  void finish_syncs(const Result<SyncReport>& report);
  Result<SyncReport> report();
  void hang_up();
  void let_go();
  void wake(Millis after);
  void follow();
  void index_a_little();
  void show_state(SyncState::Stage stage, std::optional<Error> why = std::nullopt,
                  std::optional<Instant> next_try = std::nullopt);

  boost::asio::io_context& io_;
  Store& store_;
  const SigningKey& chain_key_;
  Clock& clock_;
  Dice& dice_;
  Tell tell_;
  Backoff backoff_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Replicator> replicator_;
  std::optional<Error> last_error_;  ///< what the conversation itself said when it closed
  Replicator::Mode mode_ = Replicator::Mode::full;
  bool stay_ = false;
  int sync_attempts_ = 0;
  Progress before_;  ///< what was answered in conversations that have ended
  std::vector<Engine::Then<SyncReport>> syncs_;
  std::vector<HistoryWaiter> histories_;
  std::size_t histories_asked_ = 0;  ///< and not answered on this line
  std::deque<AdminWaiter> admins_;  ///< the first `admins_asked_` of them wait for their answer
  std::size_t admins_asked_ = 0;
  boost::asio::steady_timer tick_, retry_, follow_, index_;
};

}  // namespace doorstep
