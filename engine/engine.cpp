#include "engine/engine.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>

#include "engine/bringing_back.h"
#include "engine/grant.h"
#include "engine/kdf_cost.h"
#include "engine/lease_watch.h"
#include "engine/leaving.h"
#include "engine/link.h"
#include "engine/outmail.h"
#include "engine/rekey.h"
#include "engine/sealed_store.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr Millis lease_look_every = std::chrono::seconds{15};

}  // namespace

/// Everything that lives on the engine's thread, and the thread.
class Engine::Core {
 public:
  explicit Core(Unlocked unlocked)
      : hold_(std::move(unlocked.hold)), vault_(std::move(unlocked.vault)), work_(io_.get_executor()) {}
  ~Core() {
    boost::asio::post(io_, [this] {
      link_.reset();
      outmail_.reset();
      work_.reset();
      io_.stop();
    });
    if (thread_.joinable()) thread_.join();
  }

  Result<void> start(const std::string& folder) {
    auto opened = SealedStore::open(folder, vault_, clock_, dice_);
    if (!opened) return opened.error();
    cipher_ = std::move(opened->cipher);
    store_ = std::move(opened->store);
    if (!store_->identity()) return Error{Fault::not_enrolled, {}};
    identity_ = *store_->identity();
    outmail_ = std::make_unique<Outmail>(*store_, folder, dice_);
    outmail_->catch_up();
    outmail_->on_due([this] { tend_outmail_soon(); });
    link_ = std::make_unique<Link>(io_, *store_, vault_.chain_key(), clock_, dice_);
    link_->tell().shred = [folder] {
      if (auto gone = Vault::shred(folder); !gone)
        log_error("the keys of a revoked device cannot be destroyed: " + gone.error().detail);
    };
    link_->tell().state = [this](const SyncState& state) {
      if (sync_told_) sync_told_(state);
      look_at_lease();
    };
    watch_lease();
    thread_ = std::thread{[this] { io_.run(); }};
    return {};
  }

  template <class Work>
  void post(Work work) {
    boost::asio::post(io_, [this, work = std::move(work)] {
      work(*store_, *link_);
      tend_outmail_soon();
    });
  }
  /// For whatever shows or changes something: `then` hears that the lease has run out, where it has.
  template <class T, class Work>
  void look(const Then<T>& then, Work work) {
    post([then, work = std::move(work)](Store& store, Link& link) {
      if (auto may = store.lease_watch().may_look(); !may) return then(may.error());
      work(store, link);
    });
  }
  // On this thread
  void tell_sync(std::function<void(const SyncState&)> told) { sync_told_ = std::move(told); }
  void tell_lease(std::function<void(const LeaseState&)> told) {
    lease_told_ = std::move(told);
    if (lease_told_) lease_told_(lease_);
  }
  const Identity& identity() const { return identity_; }

  std::shared_ptr<const Template> archive_template() {
    std::promise<std::shared_ptr<const Template>> now;
    if (std::this_thread::get_id() == thread_.get_id()) return store_->archive_template_shared();
    boost::asio::post(io_, [&] { now.set_value(store_->archive_template_shared()); });
    return now.get_future().get();
  }

 private:
  void tend_outmail_soon() {
    auto due = outmail_->due();
    if (!due || tending_) return;
    tending_ = true;
    tend_.expires_after(*due);
    tend_.async_wait([this](const boost::system::error_code& cancelled) {
      if (cancelled) return;
      tending_ = false;
      outmail_->tend();
      tend_outmail_soon();
    });
  }

  void look_at_lease() {
    auto now = guarded([&]() -> Result<LeaseState> { return store_->lease_watch().state(); });
    if (!now) return;  // a disk that cannot be read says so to whoever asks for something
    const bool turned = now->kind != lease_.kind || now->until != lease_.until;
    lease_ = *now;
    if (!turned) return;
    // Nobody may look any more, and somebody at the office may have to.
    if (lease_.kind == LeaseState::Kind::expired) outmail_->tend();
    if (lease_told_) lease_told_(lease_);
  }

  void watch_lease() {
    if (auto kept = store_->lease_watch().mark(); !kept)
      log_warning("the time that was seen is not kept: " + std::string{code(kept.error().fault)});
    look_at_lease();
    lease_timer_.expires_after(lease_look_every);
    lease_timer_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) watch_lease();
    });
  }

  SystemClock clock_;
  SystemDice dice_;
  FileLock hold_;
  Vault vault_;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<CipherVfs> cipher_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Outmail> outmail_;
  std::unique_ptr<Link> link_;
  boost::asio::steady_timer tend_{io_}, lease_timer_{io_};
  bool tending_ = false;
  LeaseState lease_;
  std::function<void(const SyncState&)> sync_told_;
  std::function<void(const LeaseState&)> lease_told_;
  Identity identity_;
  std::thread thread_;
};

Engine::Engine(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(const std::string& folder, std::string_view passphrase) {
  SystemClock clock;
  SystemDice dice;
  auto unlocked = unlock_store(folder, passphrase, clock, dice);
  if (!unlocked) return unlocked.error();
  auto core = std::make_unique<Core>(std::move(*unlocked));
  if (auto started = core->start(folder); !started) return started.error();
  return std::unique_ptr<Engine>{new Engine{std::move(core)}};
}

Result<void> Engine::change_passphrase(const std::string& folder, std::string_view old_passphrase,
                                       std::string_view new_passphrase, std::optional<KdfCost> cost) {
  auto chosen = cost ? Result<KdfCost>{*cost} : calibrated_cost();
  if (!chosen) return chosen.error();
  auto hold = hold_store(folder, FileLock::Hold::shared);  // not while the slot is being written for another master key
  if (!hold) return hold.error();
  SystemClock clock;
  SystemDice dice;
  return Vault::change(folder, old_passphrase, new_passphrase, *chosen, clock, dice);
}

Result<std::uint64_t> Engine::rekey(const std::string& folder, std::string_view passphrase) {
  SystemClock clock;
  SystemDice dice;
  return rekey_store(folder, passphrase, clock, dice);
}

Result<std::uint64_t> Engine::leave(const std::string& folder, std::string_view passphrase,
                                    const std::optional<std::string>& hand_over) {
  SystemClock clock;
  SystemDice dice;
  return leave_store(folder, passphrase, hand_over, clock, dice);
}

void Engine::edit(std::vector<Intent> intents, Then<std::vector<RecordId>> then) {
  core_->look(then, [intents = std::move(intents), then](Store& store, Link& link) {
    auto saved = store.edit(intents);
    bool nudge = saved.has_value();
    then(std::move(saved));
    if (nudge) link.nudge();
  });
}
void Engine::show(const RecordId& id, Then<RecordView> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::show(store, id)); });
}
void Engine::find(Query query, Then<std::vector<RecordView>> then) {
  core_->look(then, [query = std::move(query), then](Store& store, Link&) { then(doorstep::find(store, query)); });
}
void Engine::by_natural_keys(std::string type, std::vector<std::string> keys,
                             Then<std::vector<std::optional<RecordView>>> then) {
  core_->look(then, [type = std::move(type), keys = std::move(keys), then](Store& store, Link&) {
    std::vector<std::optional<RecordView>> out;
    for (const auto& key : keys) {
      auto found = doorstep::by_natural_key(store, type, key);
      if (!found) return then(found.error());
      out.push_back(std::move(*found));
    }
    then(std::move(out));
  });
}
void Engine::likely_same(Entered entered, Then<std::vector<Likely>> then) {
  core_->look(
      then, [entered = std::move(entered), then](Store& store, Link&) { then(doorstep::likely_same(store, entered)); });
}
void Engine::likely_same(const RecordId& saved, Then<std::vector<Likely>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::likely_same(store, saved)); });
}
void Engine::household(const RecordId& unit, Then<Household> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::household(store, unit)); });
}
void Engine::estate(Then<std::vector<EstateRow>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::estate(store, local_day(store.clock().wall()))); });
}
void Engine::estate(std::string building, Then<std::vector<EstateRow>> then) {
  core_->look(then, [building = std::move(building), then](Store& store, Link&) {
    then(doorstep::estate(store, local_day(store.clock().wall()), building));
  });
}
void Engine::buildings(Then<std::vector<BuildingRow>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::buildings(store, local_day(store.clock().wall()))); });
}
void Engine::day_plan(DayQuery query, Then<DayPlan> then) {
  core_->look(then, [query = std::move(query), then](Store& store, Link&) {
    then(doorstep::day_plan(store, local_day(store.clock().wall()), query));
  });
}
void Engine::timeline(const RecordId& unit, Then<std::vector<Happening>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::timeline(store, unit)); });
}
void Engine::origins(const RecordId& id, Then<std::vector<Origin>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::origins(store, id)); });
}
void Engine::save_draft(std::string key, json body, Then<void> then) {
  core_->post([key = std::move(key), body = std::move(body), then = std::move(then)](Store& store, Link&) {
    then(doorstep::save_draft(store, key, body));
  });
}
void Engine::drafts(std::string prefix, Then<std::vector<Draft>> then) {
  core_->look(then, [prefix = std::move(prefix), then](Store& store, Link&) { then(doorstep::drafts(store, prefix)); });
}
void Engine::drop_draft(std::string key, Then<void> then) {
  core_->look(then, [key = std::move(key), then](Store& store, Link&) { then(doorstep::drop_draft(store, key)); });
}
void Engine::begin_visit(const RecordId& unit, Then<OpenVisit> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::begin_visit(store, unit)); });
}
void Engine::open_visit(Then<std::optional<OpenVisit>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::open_visit(store)); });
}
void Engine::note_in_visit(json set, Then<RecordId> then) {
  core_->look(then, [set = std::move(set), then](Store& store, Link&) { then(doorstep::note_in_visit(store, set)); });
}
void Engine::finish_visit(json set, Then<RecordId> then) {
  core_->look(then, [set = std::move(set), then](Store& store, Link& link) {
    auto finished = doorstep::finish_visit(store, set);
    const bool nudge = finished.has_value();
    then(std::move(finished));
    if (nudge) link.nudge();
  });
}
void Engine::confirm(const RecordId& unit, std::vector<std::string> what, Then<RecordId> then) {
  core_->look(then, [unit, what = std::move(what), then](Store& store, Link& link) {
    auto confirmed = doorstep::confirm(store, unit, what);
    const bool nudge = confirmed.has_value();
    then(std::move(confirmed));
    if (nudge) link.nudge();
  });
}
void Engine::merge(const RecordId& winner, std::vector<RecordId> losers, std::optional<Naming> resolves,
                   Then<Merger> then) {
  core_->look(then, [=](Store& store, Link& link) {
    auto merged = merge_records(store, winner, losers, resolves);
    const bool nudge = merged.has_value();
    then(std::move(merged));
    if (nudge) link.nudge();
  });
}
void Engine::split(const RecordId& conflict, Then<std::vector<RecordId>> then) {
  core_->look(then, [=](Store& store, Link& link) {
    auto two = split_records(store, conflict);
    const bool nudge = two.has_value();
    then(std::move(two));
    if (nudge) link.nudge();
  });
}
void Engine::unmerge(const RecordId& loser, Then<std::vector<RecordId>> then) {
  core_->look(then, [=](Store& store, Link& link) {
    auto parted = unmerge_record(store, loser);
    const bool nudge = parted.has_value();
    then(std::move(parted));
    if (nudge) link.nudge();
  });
}
void Engine::bring_back(const RecordId& record, Then<std::vector<RecordId>> then) {
  core_->look(then, [=](Store& store, Link& link) {
    auto kept = bringing_back(store, record);
    if (!kept) return then(kept.error());
    then(store.edit({std::move(*kept)}));
    link.nudge();
  });
}
void Engine::conflicts(Then<std::vector<ConflictView>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::conflicts(store)); });
}
void Engine::conflicts(DeskQuery query, Then<std::vector<ConflictView>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::conflicts(store, query)); });
}
void Engine::bulk_plan(BulkQuery query, Then<DecisionPlan> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::bulk_plan(store, query)); });
}
void Engine::plan_by_rule(const RecordId& rule, Then<DecisionPlan> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::plan_by_rule(store, rule)); });
}
void Engine::keep_plan(DecisionPlan plan, Then<void> then) {
  core_->look(then, [plan = std::move(plan), then](Store& store, Link&) { then(doorstep::keep_plan(store, plan)); });
}
void Engine::kept_plan(std::string mark, Then<DecisionPlan> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::kept_plan(store, mark)); });
}
void Engine::carry_out(DecisionPlan plan, Then<PlanOutcome> then) {
  core_->look(then, [plan = std::move(plan), then](Store& store, Link& link) {
    then(doorstep::carry_out(store, plan));
    link.nudge();
  });
}
void Engine::decided_under(std::string mark, Then<std::vector<ConflictView>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::decided_under(store, mark)); });
}
void Engine::take_back(std::string mark, Then<std::size_t> then) {
  core_->look(then, [=](Store& store, Link& link) {
    then(doorstep::take_back(store, mark));
    link.nudge();
  });
}
void Engine::take_back(std::string mark, std::vector<RecordId> conflicts, Then<std::size_t> then) {
  core_->look(then, [=](Store& store, Link& link) {
    then(doorstep::take_back(store, mark, conflicts));
    link.nudge();
  });
}
void Engine::decided_lately(std::size_t at_most, Then<std::vector<ConflictView>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::decided_lately(store, at_most)); });
}
void Engine::merged_by(const RecordId& conflict, Then<std::vector<RecordId>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::merged_by(store, conflict)); });
}
void Engine::colleagues(Then<std::vector<Colleague>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::colleagues(store)); });
}
void Engine::desk_rules(Then<std::vector<DeskRule>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::desk_rules(store)); });
}
void Engine::ended_rules(Then<std::vector<DeskRule>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::ended_rules(store)); });
}
void Engine::save_rule(DeskRule rule, Then<DeskRule> then) {
  core_->look(then, [rule = std::move(rule), then](Store& store, Link& link) {
    then(doorstep::save_rule(store, rule));
    link.nudge();
  });
}
void Engine::drop_rule(const RecordId& rule, Then<RecordId> then) {
  core_->look(then, [=](Store& store, Link& link) {
    then(doorstep::drop_rule(store, rule));
    link.nudge();
  });
}
void Engine::talk_about(const RecordId& conflict, json words, Then<std::vector<RecordId>> then) {
  core_->look(then, [=](Store& store, Link& link) {
    auto said = doorstep::talk_about(store, conflict, words);
    if (!said) return then(said.error());
    then(store.edit({std::move(*said)}));
    link.nudge();
  });
}
void Engine::person_named(std::string named, Then<PersonId> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::person_named(store, named)); });
}
void Engine::conflict(const RecordId& id, Then<ConflictView> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::conflict(store, id)); });
}
void Engine::refusals(Then<std::vector<Refusal>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::refusals(store)); });
}
void Engine::waiting(Then<std::vector<Waiting>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::waiting(store)); });
}
void Engine::homes_of(const RecordId& record, Then<std::vector<RecordId>> then) {
  core_->look(then, [=](Store& store, Link&) { then(doorstep::homes_of(store, record)); });
}
void Engine::decided(Then<std::vector<ConflictView>> then) {
  core_->look(then, [then](Store& store, Link&) { then(doorstep::decided(store)); });
}
void Engine::status(Then<StoreStatus> then) {
  core_->post([then = std::move(then)](Store& store, Link&) { then(doorstep::status(store)); });
}
void Engine::verify(Then<StoreCheck> then) {
  core_->post([then = std::move(then)](Store& store, Link&) { then(doorstep::verify(store)); });
}
void Engine::history(const RecordId& id, Reach reach, Then<HistoryView> then) {
  core_->look(then, [=](Store& store, Link& link) {
    auto role = role_of(store);
    if (!role) return then(role.error());
    if (!role->may(Right::history)) return then(Error{Fault::not_allowed, "history"});
    link.history(stands_for(store, id), reach, then);
  });
}
void Engine::role(Then<Role> then) {
  core_->post([then = std::move(then)](Store& store, Link&) { then(role_of(store)); });
}
void Engine::admin(AdminAsk ask, Then<AdminAnswer> then) {
  core_->post([ask = std::move(ask), then = std::move(then)](Store&, Link& link) { link.admin(ask, then); });
}
void Engine::sync(Then<SyncReport> then) {
  core_->post([then = std::move(then)](Store&, Link& link) { link.sync(then); });
}
void Engine::stay_connected(bool wanted) {
  core_->post([wanted](Store&, Link& link) { link.stay(wanted); });
}
void Engine::on_change(std::function<void(const std::vector<Change>&)> told) {
  core_->post([told = std::move(told)](Store&, Link& link) { link.tell().changed = told; });
}
void Engine::on_sync(std::function<void(const SyncState&)> told) {
  core_->post([this, told = std::move(told)](Store&, Link&) { core_->tell_sync(told); });
}
void Engine::on_lease(std::function<void(const LeaseState&)> told) {
  core_->post([this, told = std::move(told)](Store&, Link&) { core_->tell_lease(told); });
}
const Identity& Engine::identity() const { return core_->identity(); }
std::shared_ptr<const Template> Engine::archive_template() const { return core_->archive_template(); }

}  // namespace doorstep
