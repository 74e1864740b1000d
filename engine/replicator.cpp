#include "engine/replicator.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "engine/lease_watch.h"
#include "shared/version.h"

namespace doorstep {
namespace {

constexpr Millis ping_after{20'000};
constexpr Millis silence_max{40'000};
constexpr Millis stall_max{60'000};
constexpr Millis tick_every{5'000};
/// Half of what may be in flight: while the server works on one frame the other's verdicts are stored here.
constexpr std::size_t push_bundles_at_once = 128;

}  // namespace

Replicator::Replicator(Store& store, const SigningKey& chain_key, Clock& clock, Mode mode)
    : store_(store), chain_key_(chain_key), clock_(clock), mode_(mode) {}

TabletEffects Replicator::opened(const Binding& binding) {
  binding_ = binding;
  heard_at_ = clock_.wall();
  const auto& identity = *store_.identity();
  Hello hello;
  hello.template_digest = store_.archive_template().digest();
  hello.person = identity.person;
  hello.tablet = identity.device;
  hello.chain = identity.chain;
  auto facts = store_.greeting();
  if (!facts) return close(facts.error(), false);
  hello.grant = facts->grant;
  hello.scope = facts->scope;
  hello.epoch = facts->epoch;
  hello.pending = facts->waiting;
  auto fence = store_.fence_place();
  if (!fence) return close(fence.error(), false);
  hello.fence = *fence;
  hello.hands_over = mode_ == Mode::full;
  hello.leases = true;
  hello.program = program_version;
  hello.storage = facts->storage;
  hello.clocks = {clock_.wall(), clock_.monotonic(), clock_.boot(), facts->server_time};
  stage_ = Stage::greeted;
  TabletEffects effects;
  send(effects, hello);
  effects.emplace_back(Wake{tick_every});
  return effects;
}

TabletEffects Replicator::received(std::string_view text) {
  if (stage_ == Stage::closed) return {};
  auto frame = decode_frame(text, received_ + 1);
  if (!frame) return close(frame.error());
  ++received_;
  heard_at_ = clock_.wall();
  if (!std::holds_alternative<Pong>(*frame)) moved_at_ = heard_at_;
  return std::visit(
      [&](const auto& one) -> TabletEffects {
        using One = std::decay_t<decltype(one)>;
        constexpr bool always = std::is_same_v<One, ErrorFrame>;
        constexpr bool greeting = std::is_same_v<One, Challenge> || std::is_same_v<One, Welcome> ||
                                  std::is_same_v<One, Collect> || std::is_same_v<One, Revoked> ||
                                  std::is_same_v<One, Salvaged>;
        constexpr bool later =
            std::is_same_v<One, TemplateFrame> || std::is_same_v<One, Verdicts> || std::is_same_v<One, Page> ||
            std::is_same_v<One, Checkpoint> || std::is_same_v<One, History> || std::is_same_v<One, Pong> ||
            std::is_same_v<One, FenceLines> || std::is_same_v<One, Rescued> || std::is_same_v<One, Numbers> ||
            std::is_same_v<One, Sums> || std::is_same_v<One, LeaseFrame> || std::is_same_v<One, AdminAnswer>;
        if constexpr (always || greeting) {
          return on(one);
        } else if constexpr (later) {
          if (stage_ == Stage::welcomed) return on(one);
        }
        return close(Error{Fault::unexpected_frame, "a frame out of turn"});
      },
      *frame);
}

TabletEffects Replicator::ticked(Instant now) {
  if (stage_ == Stage::closed) return {};
  // A clock set back would wait for ever for its old future.
  heard_at_ = std::min(heard_at_, now);
  spoke_at_ = std::min(spoke_at_, now);
  if (now - heard_at_ > silence_max) return close(Error{Fault::timed_out, "the server went silent"});
  // A server that answers pings and yet brings nothing on: a new conversation begins from what the stores hold.
  const bool waits = stage_ == Stage::welcomed && mode_ == Mode::full && !progress_.caught_up;
  moved_at_ = waits ? std::min(moved_at_, now) : now;
  if (now - moved_at_ > stall_max) return close(Error{Fault::timed_out, "work waits and nothing moves"});
  TabletEffects effects;
  // A frame lost on the way shows in the numbering of the next one, so somebody must speak now and then.
  if (stage_ == Stage::welcomed && now - std::max(heard_at_, spoke_at_) >= ping_after) send(effects, Ping{});
  effects.emplace_back(Wake{tick_every});
  return effects;
}

TabletEffects Replicator::nudged() {
  TabletEffects effects;
  if (stage_ == Stage::welcomed && mode_ == Mode::full) {
    note_progress();
    push(effects);
    ask_numbers(effects);
  }
  return effects;
}

TabletEffects Replicator::ask_history(const RecordId& record, const std::optional<EditId>& before) {
  TabletEffects effects;
  if (stage_ == Stage::welcomed) send(effects, AskHistory{record, before});
  return effects;
}

TabletEffects Replicator::on(const Challenge& frame) {
  if (stage_ != Stage::greeted) return close(Error{Fault::unexpected_frame, "a challenge answers a hello"});
  const auto& identity = *store_.identity();
  stage_ = Stage::proven;
  TabletEffects effects;
  send(effects,
       Proof{chain_key_.sign(proof_context, proof_message(identity.pin, frame.nonce, binding_, identity.chain))});
  return effects;
}

TabletEffects Replicator::on(const Welcome& frame) {
  if (stage_ != Stage::proven) return close(Error{Fault::unexpected_frame, "a welcome answers a proof"});
  if (auto fits = store_.adopt(frame); !fits) return refuse(fits.error());
  stage_ = Stage::welcomed;
  limits_ = frame.limits;
  pushed_ = BundleNumber{};
  for (const auto& community : frame.communities) {
    unchecked_.insert(community.code);
    progress_.expected += community.head.value;
  }
  progress_.welcomed = true;
  TabletEffects effects;
  if (mode_ == Mode::history_only) return effects;
  hand_over(effects);
  if (stage_ == Stage::closed) return effects;
  subscribe(effects);
  push(effects);
  ask_numbers(effects);
  return effects;
}

// Whoever takes a request at a door has no line to ask for a number: they are here before.
void Replicator::ask_numbers(TabletEffects& effects) {
  if (stage_ != Stage::welcomed || limits_.numbers_low == 0 || numbers_asked_ || none_to_lease_) return;
  auto left = store_.numbers_left();
  if (!left) {
    effects = close(left.error());
    return;
  }
  auto low = [&](const NumbersLeft& one) { return one.left < limits_.numbers_low; };
  std::erase_if(*left, [&](const NumbersLeft& one) { return !low(one); });
  if (left->empty()) return;
  numbers_asked_ = true;
  send(effects, AskNumbers{std::move(*left)});
}

TabletEffects Replicator::on(const Numbers& frame) {
  if (!numbers_asked_) return close(Error{Fault::unexpected_frame, "nobody asked for numbers"});
  numbers_asked_ = false;
  none_to_lease_ = frame.blocks.empty();  // enough for today: the next conversation asks again
  if (auto kept = store_.adopt(frame); !kept) return close(kept.error());
  note_progress();
  return {};
}

TabletEffects Replicator::on(const LeaseFrame& frame) {
  if (auto kept = store_.adopt(frame); !kept) return close(kept.error());
  return {};
}

// Texts of an epoch that ended, one frame at a time.
void Replicator::hand_over(TabletEffects& effects) {
  auto parcel = store_.next_rescue();
  if (!parcel) {
    effects = close(parcel.error());
    return;
  }
  rescue_upto_ = parcel->rescue.records.empty() ? 0 : parcel->upto;
  if (rescue_upto_ != 0) send(effects, parcel->rescue);
}

TabletEffects Replicator::on(const Rescued&) {
  if (rescue_upto_ == 0) return close(Error{Fault::unexpected_frame, "nothing was handed over"});
  if (auto gone = store_.handed_over(rescue_upto_); !gone) return close(gone.error());
  TabletEffects effects;
  hand_over(effects);
  if (stage_ != Stage::closed) note_progress();
  return effects;
}

TabletEffects Replicator::on(const FenceLines& frame) {
  if (auto kept = store_.adopt(frame); !kept) return close(kept.error());
  return {};
}

TabletEffects Replicator::on(const Collect& frame) {
  if (stage_ != Stage::greeted) return close(Error{Fault::unexpected_frame, "a server collects before a challenge"});
  auto lines = store_.fence_behind(frame.held);
  if (!lines) return close(lines.error());
  TabletEffects effects;
  send(effects, *lines);
  return effects;
}

void Replicator::subscribe(TabletEffects& effects) {
  auto cursors = store_.cursors();
  if (!cursors) {
    effects = close(cursors.error());
    return;
  }
  for (const auto& cursor : *cursors)
    if (unchecked_.contains(cursor.community)) send(effects, cursor);
}

// Oldest first, not more in flight than the server takes. What was in flight on an earlier connection is offered again:
// its verdict repeats.
void Replicator::push(TabletEffects& effects) {
  std::size_t bytes = 0;
  for (const auto& [number, size] : in_flight_) bytes += size;
  while (stage_ == Stage::welcomed && in_flight_.size() < limits_.bundles_in_flight &&
         bytes < limits_.bytes_in_flight) {
    auto room = std::min<std::size_t>(limits_.bundles_in_flight - in_flight_.size(), push_bundles_at_once);
    auto next = store_.outbox(pushed_, room, std::min<std::size_t>(limits_.bytes_in_flight - bytes, bundle_bytes_max));
    if (!next) {
      effects = close(next.error());
      return;
    }
    if (next->empty()) return;
    // A bundle larger than the room that is left waits, unless it would be the only one.
    if (!in_flight_.empty() && bytes + next->front().wire.size() > limits_.bytes_in_flight) return;
    std::vector<std::string> texts;
    for (auto& bundle : *next) {
      bytes += bundle.wire.size();
      in_flight_[bundle.number] = bundle.wire.size();
      pushed_ = bundle.number;
      texts.push_back(std::move(bundle.wire));
    }
    spoke_at_ = clock_.wall();
    effects.emplace_back(Send{push_frame(texts, ++sent_)});
  }
}

TabletEffects Replicator::on(const TemplateFrame& frame) {
  if (auto adopted = store_.adopt_template(frame.text); !adopted) return close(adopted.error());
  return {};
}

TabletEffects Replicator::on(const Verdicts& frame) {
  bool again = false;
  for (const auto& verdict : frame.verdicts) {
    if (in_flight_.erase(verdict.number) == 0)
      return close(Error{Fault::unexpected_frame, "a verdict on a bundle that was not sent"});
    again = again || verdict.retry;
    for (const auto& edit : verdict.edits) {
      ++progress_.sent;
      switch (edit.outcome) {
        case EditVerdict::Outcome::applied:
          break;
        case EditVerdict::Outcome::merged:
          ++progress_.merged;
          break;
        case EditVerdict::Outcome::conflict:
          ++progress_.conflicts;
          break;
        case EditVerdict::Outcome::rejected:
        case EditVerdict::Outcome::held:
          ++progress_.refused;
          break;
      }
    }
  }
  TabletEffects effects;
  settle(effects, store_.adopt(frame));
  if (stage_ == Stage::closed) return effects;
  if (again) {
    // The server could not try them now; a new conversation after the backoff offers them again, in order.
    auto rest = close(Error{Fault::server_busy, "some bundles are to be sent again"});
    effects.insert(effects.end(), rest.begin(), rest.end());
    return effects;
  }
  push(effects);
  return effects;
}

TabletEffects Replicator::on(const Page& frame) {
  TabletEffects effects;
  progress_.received += frame.records.size();
  settle(effects, store_.adopt(frame));
  if (stage_ == Stage::closed) return effects;
  auto sealed = nudged();  // a visit that the page ended waits now
  effects.insert(effects.end(), sealed.begin(), sealed.end());
  return effects;
}

TabletEffects Replicator::on(const Checkpoint& frame) {
  TabletEffects effects;
  unchecked_.erase(frame.community);
  settle(effects, store_.adopt(frame, limits_.sums_asks > 0));
  if (stage_ != Stage::closed) ask_sums(effects, frame.community);
  return effects;
}

// A store that differs is not caught up before it has been put right.
void Replicator::ask_sums(TabletEffects& effects, const CommunityId& community) {
  auto ask = store_.sums_to_ask(community);
  if (!ask) {
    effects = close(ask.error());
    return;
  }
  if (!*ask) return;
  unchecked_.insert(community);
  note_progress();
  if (sums_asked_ || sums_asks_ == limits_.sums_asks) return;
  ++sums_asks_;
  sums_asked_ = **ask;
  send(effects, **ask);
}

TabletEffects Replicator::on(const Sums& frame) {
  const auto asked = std::exchange(sums_asked_, std::nullopt);
  if (!asked || asked->community != frame.community || asked->branches != frame.branches)
    return close(Error{Fault::unexpected_frame, "nobody asked for these sums"});
  auto next = store_.adopt(frame);
  if (!next) return close(next.error());
  TabletEffects effects;
  if (*next && sums_asks_ < limits_.sums_asks) {
    ++sums_asks_;
    sums_asked_ = **next;
    send(effects, **next);
  } else {
    unchecked_.erase(frame.community);  // the two agree by now, or the next conversation asks further
    note_progress();
  }
  return effects;
}

TabletEffects Replicator::on(const History& frame) {
  if (auto adopted = store_.adopt(frame); !adopted) return close(adopted.error());
  return {Told{{{frame.record, {}, {}}}}};
}

TabletEffects Replicator::ask_admin(const AdminAsk& ask) {
  require(stage_ == Stage::welcomed, "an admin asks whom the server has welcomed");
  admin_asked_.push_back(ask.ask);
  TabletEffects effects;
  send(effects, ask);
  return effects;
}

TabletEffects Replicator::on(AdminAnswer frame) {
  if (admin_asked_.empty() || admin_asked_.front() != frame.ask)
    return close(Error{Fault::unexpected_frame, "an answer that no admin asked for"});
  admin_asked_.pop_front();
  return {Answered{std::move(frame)}};
}

TabletEffects Replicator::on(const ErrorFrame& frame) { return close(frame.error, false); }

TabletEffects Replicator::on(const Pong& frame) {
  if (auto heard = store_.lease_watch().heard(frame.at); !heard) return close(heard.error());
  return {};
}

void Replicator::settle(TabletEffects& effects, Result<std::vector<Change>> changes) {
  if (!changes) {
    auto closing = refuse(changes.error());
    effects.insert(effects.end(), closing.begin(), closing.end());
    return;
  }
  note_progress();
  if (!changes->empty()) effects.emplace_back(Told{std::move(*changes)});
}

// An old store put back, or a copy: what waits here goes up under a new chain, in a new conversation.
TabletEffects Replicator::refuse(const Error& error) {
  if (error.fault == Fault::forked)
    if (auto begun = store_.begin_incarnation(); !begun) return close(begun.error());
  return close(error);
}

void Replicator::note_progress() {
  auto empty = store_.outbox_empty();
  progress_.caught_up =
      empty && *empty && stage_ == Stage::welcomed && unchecked_.empty() && rescue_upto_ == 0 && !numbers_asked_;
}

void Replicator::send(TabletEffects& effects, const Frame& frame) {
  spoke_at_ = clock_.wall();
  effects.emplace_back(Send{encode(frame, ++sent_)});
}

TabletEffects Replicator::close(Error error, bool tell_server) {
  stage_ = Stage::closed;
  progress_.caught_up = false;
  TabletEffects effects;
  if (tell_server) send(effects, ErrorFrame{error, std::nullopt});
  effects.emplace_back(Close{std::move(error)});
  return effects;
}

}  // namespace doorstep
