#include "mobile/delivery_state.h"

#include "mobile/words.h"

namespace doorstep {

using Stage = SyncState::Stage;

QString DeliveryState::judge(const SyncState& sync) const {
  if (needing_ > 0) return "attention";
  bool line = sync.stage == Stage::syncing || sync.stage == Stage::caught_up;
  if (!line) return "offline";
  if (status_.pending > 0 && sync.stage == Stage::syncing) return "sending";
  return status_.pending > 0 ? "waiting" : "delivered";
}

QVariantMap DeliveryState::lastTalk() const {
  auto out = account_.last();
  if (!out.isEmpty()) out["at"] = Words{language_}.moment(QDateTime::fromMSecsSinceEpoch(out["at"].toLongLong()));
  return out;
}

std::optional<json> DeliveryState::tell(const StoreStatus& now, const SyncState& sync, const std::string& language) {
  status_ = now;
  language_ = language;
  bool paused = sync.stage == Stage::paused && sync.why;
  // No line helps against it: nothing comes in or goes out until there is room on this tablet.
  const bool full = sync.why && (sync.why->fault == Fault::disk_full || sync.why->fault == Fault::disk);
  needing_ = static_cast<int>(now.refusals) + (paused || full ? 1 : 0);
  revoked_ = paused && sync.why->fault == Fault::device_refused;
  first_sync_ = !now.cursor.has_value();
  received_ = static_cast<int>(sync.received);
  expected_ = static_cast<int>(sync.expected);
  most_pending_ = now.pending == 0 ? 0 : std::max(most_pending_, now.pending);
  stage_ = judge(sync);
  why_ = sync.why ? Words{language}.sentence(*sync.why) : QString{};
  delivered_at_ = now.last_contact ? Words{language}.moment(*now.last_contact) : QString{};
  lease_left_ = Words{language}.span(now.lease.left);
  const bool news = account_.learn(sync, now, QDate::currentDate());
  Q_EMIT changed();
  return news ? std::optional{account_.kept()} : std::nullopt;
}

}  // namespace doorstep
