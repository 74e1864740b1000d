#include "engine/link.h"

#include <algorithm>

#include "engine/search.h"
#include "engine/views.h"

namespace doorstep {
namespace {

constexpr Millis follow_every{500};  ///< how soon a running conversation notices what another process saved
constexpr std::size_t index_rows_at_once = 250;
constexpr std::size_t admins_waiting_max = 64;

}  // namespace

Link::Link(boost::asio::io_context& io, Store& store, const SigningKey& chain_key, Clock& clock, Dice& dice)
    : io_(io),
      store_(store),
      chain_key_(chain_key),
      clock_(clock),
      dice_(dice),
      tick_(io),
      retry_(io),
      follow_(io),
      index_(io) {
  index_a_little();  // a store that was brought up to a new version has everything to index
}

void Link::sync(Engine::Then<SyncReport> then) {
  syncs_.push_back(std::move(then));
  if (replicator_ && mode_ == Replicator::Mode::full) return nudge();
  sync_attempts_ = 0;
  connect(Replicator::Mode::full);
}

void Link::stay(bool wanted) {
  stay_ = wanted;
  if (wanted && (!replicator_ || mode_ != Replicator::Mode::full)) connect(Replicator::Mode::full);
  if (!wanted && syncs_.empty()) hang_up();
}

void Link::nudge() {
  if (!replicator_) return;
  carry_out(replicator_->nudged());
}

void Link::history(const RecordId& id, Engine::Reach reach, Engine::Then<HistoryView> then) {
  auto known = doorstep::history(store_, id);
  if (!known || (known->current && (reach == Engine::Reach::newest || !known->older))) return then(std::move(known));
  histories_.push_back({id, std::move(then), clock_.wall() + history_wait, reach});
  if (!connection_)
    connect(Replicator::Mode::history_only);
  else
    ask_waiting_histories();
}

void Link::admin(AdminAsk ask, Engine::Then<AdminAnswer> then) {
  if (!replicator_ || mode_ != Replicator::Mode::full || !replicator_->progress().welcomed || last_error_)
    return then(Error{Fault::unreachable, "only while connected"});
  if (admins_.size() >= admins_waiting_max) return then(Error{Fault::server_busy, "too much asked at once"});
  admins_.push_back({std::move(ask), std::move(then)});
  ask_next_admin();
}

void Link::connect(Replicator::Mode mode) {
  hang_up();
  mode_ = mode;
  last_error_.reset();
  const auto& identity = *store_.identity();
  auto target = parse_target(identity.server, base64(identity.pin));
  if (!target) return ended(target.error());
  show_state(SyncState::Stage::connecting);
  replicator_ = std::make_unique<Replicator>(store_, chain_key_, clock_, mode);
  ConnectionEvents events;
  events.opened = [this](const Binding& binding) { carry_out(replicator_->opened(binding)); };
  events.received = [this](std::string_view text) { carry_out(replicator_->received(text)); };
  events.closed = [this](std::optional<Error> error) { ended(last_error_ ? last_error_ : error); };
  connection_ = std::make_unique<Connection>(io_, std::move(*target), std::move(events));
  if (mode == Replicator::Mode::full) follow();
  wake(history_wait);
}

void Link::carry_out(TabletEffects effects) {
  for (auto& effect : effects) {
    if (auto* send = std::get_if<Send>(&effect)) {
      connection_->send(std::move(send->frame));
    } else if (auto* told = std::get_if<Told>(&effect)) {
      if (tell_.changed) tell_.changed(told->changes);
      answer_histories(told->changes);
    } else if (auto* answered = std::get_if<Answered>(&effect)) {
      answer_admin(std::move(answered->answer));
    } else if (std::holds_alternative<Shred>(effect)) {
      if (tell_.shred) tell_.shred();
    } else if (auto* soon = std::get_if<Wake>(&effect)) {
      wake(soon->after);
    } else if (auto* close = std::get_if<Close>(&effect)) {
      last_error_ = std::move(close->error);
      connection_->close();
    }
  }
  after_effects();
}

void Link::after_effects() {
  if (!replicator_ || last_error_) return;
  const auto& progress = replicator_->progress();
  if (progress.welcomed) ask_waiting_histories();
  if (mode_ == Replicator::Mode::history_only) {
    if (histories_.empty()) hang_up();
    return;
  }
  show_state(progress.caught_up ? SyncState::Stage::caught_up : SyncState::Stage::syncing);
  if (!progress.caught_up) return;
  backoff_.succeeded();
  if (!syncs_.empty()) {
    finish_syncs(report());
    if (!stay_ && histories_.empty()) hang_up();
  } else {
    index_a_little();
  }
}

Result<SyncReport> Link::report() {
  // The person's next search is part of being caught up.
  auto indexed = guarded([&]() -> Result<void> {
    Search search{store_.database(), store_.sql(), store_.archive_template()};
    while (search.catch_up(index_batch_rows_max) > 0) {
    }
    return {};
  });
  if (!indexed) return indexed.error();
  auto now = outstanding(store_);
  if (!now) return now.error();
  const auto& progress = replicator_->progress();
  return SyncReport{progress.sent, progress.merged, progress.conflicts, progress.refused, now->pending, now->agrees};
}

void Link::finish_syncs(const Result<SyncReport>& outcome) {
  for (auto& then : std::exchange(syncs_, {})) then(outcome);
}

void Link::ended(const std::optional<Error>& error) {
  let_go();
  follow_.cancel();
  tick_.cancel();
  answer_late_histories(true);
  if (!error) return show_state(SyncState::Stage::offline);
  bool try_again = remedy(error->fault) == Remedy::retry;
  bool sync_goes_on = !syncs_.empty() && error->fault != Fault::unreachable && ++sync_attempts_ < sync_attempts_max;
  if (!try_again || !sync_goes_on) finish_syncs(*error);
  if (!try_again || (!stay_ && syncs_.empty()))
    return show_state(try_again ? SyncState::Stage::offline : SyncState::Stage::paused, error);
  const auto after = backoff_.next(dice_);
  show_state(SyncState::Stage::waiting, error, clock_.wall() + after);
  retry_.expires_after(after);
  retry_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled) connect(Replicator::Mode::full);
  });
}

// At once and together, even inside the connection's own event: what it had still to tell is for nobody.
void Link::let_go() {
  if (replicator_) {
    const auto& told = replicator_->progress();
    before_.sent += told.sent;
    before_.merged += told.merged;
    before_.conflicts += told.conflicts;
    before_.refused += told.refused;
  }
  connection_.reset();
  replicator_.reset();
  for (auto& waiter : histories_) waiter.asked = false;
  histories_asked_ = 0;
  answer_no_admin();
}

void Link::hang_up() {
  retry_.cancel();
  follow_.cancel();
  tick_.cancel();
  if (!connection_) return;
  let_go();
  show_state(SyncState::Stage::offline);
}

void Link::wake(Millis after) {
  tick_.expires_after(after);
  tick_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled) return;
    answer_late_histories(false);
    if (replicator_) carry_out(replicator_->ticked(clock_.wall()));
  });
}

// Another process may save into the same store; its edits are noticed here.
void Link::follow() {
  follow_.expires_after(follow_every);
  follow_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled || !replicator_) return;
    nudge();
    if (replicator_) follow();
  });
}

// In small steps, so that a person's verb never waits long behind it.
void Link::index_a_little() {
  index_.expires_after(Millis{20});
  index_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled) return;
    auto left = guarded([&]() -> Result<std::size_t> {
      return Search{store_.database(), store_.sql(), store_.archive_template()}.catch_up(index_rows_at_once);
    });
    if (left && *left > 0) index_a_little();
  });
}

void Link::ask_waiting_histories() {
  if (!replicator_ || !replicator_->progress().welcomed) return;
  for (auto& waiter : histories_) {
    if (histories_asked_ == histories_in_flight_max) return;
    if (std::exchange(waiter.asked, true)) continue;
    ++histories_asked_;
    std::optional<EditId> before;
    if (auto known = doorstep::history(store_, waiter.id); known && waiter.reach != Engine::Reach::newest) {
      before = known->older;
      waiter.known = before ? known->entries.size() : 0;  // else the newest page takes their place
    }
    for (auto& effect : replicator_->ask_history(waiter.id, before))
      if (auto* send = std::get_if<Send>(&effect)) connection_->send(std::move(send->frame));
  }
}

void Link::ask_next_admin() {
  while (admins_asked_ < admins_.size() && admins_asked_ < admin_asks_in_flight_max) {
    for (auto& effect : replicator_->ask_admin(admins_[admins_asked_++].ask))
      if (auto* send = std::get_if<Send>(&effect)) connection_->send(std::move(send->frame));
  }
}

void Link::answer_admin(AdminAnswer answer) {
  require(admins_asked_ > 0, "an answer that was asked for");
  auto then = std::move(admins_.front().then);
  admins_.pop_front();
  --admins_asked_;
  ask_next_admin();
  if (const auto* error = std::get_if<Error>(&answer.found)) return then(*error);
  then(std::move(answer));
}

// Whether an act arrived is then to be looked up: the lists tell.
void Link::answer_no_admin() {
  admins_asked_ = 0;
  for (auto& waiter : std::exchange(admins_, {})) waiter.then(Error{Fault::unreachable, "the line went"});
}

void Link::answer_histories(const std::vector<Change>& changes) {
  const auto answered =
      std::count_if(changes.begin(), changes.end(), [](const Change& one) { return one.type.empty(); });
  histories_asked_ -= std::min(histories_asked_, static_cast<std::size_t>(answered));
  for (auto waiter = histories_.begin(); waiter != histories_.end();) {
    bool told = std::any_of(changes.begin(), changes.end(),
                            [&](const Change& change) { return change.id == waiter->id && change.type.empty(); });
    if (!told) {
      ++waiter;
      continue;
    }
    auto view = doorstep::history(store_, waiter->id);
    // A server that knows no pages answers with the newest again.
    if (waiter->reach == Engine::Reach::all && view && view->older && view->entries.size() > waiter->known) {
      waiter->asked = false;
      waiter->until = clock_.wall() + history_wait;
      ++waiter;
      continue;
    }
    auto then = std::move(waiter->then);
    waiter = histories_.erase(waiter);
    then(std::move(view));
  }
}

void Link::answer_late_histories(bool all) {
  auto now = clock_.wall();
  std::vector<HistoryWaiter> late;
  for (auto& waiter : std::exchange(histories_, {}))
    (all || waiter.until <= now ? late : histories_).push_back(std::move(waiter));
  for (auto& waiter : late) waiter.then(doorstep::history(store_, waiter.id));
}

void Link::show_state(SyncState::Stage stage, std::optional<Error> why, std::optional<Instant> next_try) {
  if (!tell_.state) return;
  SyncState state{stage, std::move(why), 0, 0, next_try};
  if (replicator_) {
    state.received = replicator_->progress().received;
    state.expected = replicator_->progress().expected;
  }
  const auto now = replicator_ ? replicator_->progress() : Progress{};
  state.sent = before_.sent + now.sent;
  state.merged = before_.merged + now.merged;
  state.conflicts = before_.conflicts + now.conflicts;
  state.refused = before_.refused + now.refused;
  tell_.state(state);
}

}  // namespace doorstep
