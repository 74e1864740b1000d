#include "mobile/delivery.h"

#include "mobile/words.h"

namespace doorstep {

using Stage = SyncState::Stage;

Delivery::State Delivery::judge(const SyncState& sync) const {
  if (needs_you_ > 0) return State::NeedsYou;
  bool line = sync.stage == Stage::syncing || sync.stage == Stage::caught_up;
  if (!line) return State::Offline;
  if (first_sync_ || (status_.pending > 0 && sync.stage == Stage::syncing)) return State::Sending;
  return status_.pending > 0 ? State::Kept : State::Delivered;
}

QString Delivery::words_for(const SyncState& sync, const std::string& language) const {
  const auto all = static_cast<int>(most_pending_), here = pending();
  switch (state_) {
    case State::NeedsYou:
      return tr("%n need(s) you", nullptr, needs_you_);
    case State::Offline:
      return here > 0 ? tr("Offline, go on working · %n on this tablet", nullptr, here) : tr("Offline, go on working");
    case State::Kept:
      return tr("%n still on this tablet", nullptr, here);
    case State::Sending:
      if (!first_sync_) return tr("Sending %1/%2").arg(all - here).arg(all);
      return sync.expected > 0 ? tr("Receiving %1/%2").arg(sync.received).arg(sync.expected)
                               : tr("Receiving %1").arg(sync.received);
    case State::Delivered:
      if (!status_.last_contact) return tr("All delivered");
      return tr("All delivered %1").arg(Words{language}.moment(*status_.last_contact));
  }
  return {};
}

void Delivery::tell(const StoreStatus& now, const SyncState& sync, const std::string& language) {
  status_ = now;
  bool paused = sync.stage == Stage::paused && sync.why;
  needs_you_ = static_cast<int>(now.refusals) + (paused ? 1 : 0);
  revoked_ = paused && sync.why->fault == Fault::device_refused;
  first_sync_ = !now.cursor.has_value();
  most_pending_ = now.pending == 0 ? 0 : std::max(most_pending_, now.pending);
  state_ = judge(sync);
  why_ = sync.why ? Words{language}.sentence(*sync.why) : QString{};
  if (first_sync_ && sync.expected > 0)
    progress_ = static_cast<double>(sync.received) / static_cast<double>(sync.expected);
  else
    progress_ = state_ == State::Sending && most_pending_ > 0
                    ? 1.0 - static_cast<double>(now.pending) / static_cast<double>(most_pending_)
                    : 0.0;
  text_ = words_for(sync, language);
  Q_EMIT changed();
}

}  // namespace doorstep
