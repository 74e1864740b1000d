#include "mobile/day_account.h"

#include <QDateTime>

namespace doorstep {
namespace {

bool has_line(const SyncState& sync) {
  return sync.stage == SyncState::Stage::syncing || sync.stage == SyncState::Stage::caught_up;
}

std::uint64_t number(const json& from, const char* name) {
  const auto found = from.is_object() ? from.value(name, json{}) : json{};
  return found.is_number_integer() && found >= 0 ? found.get<std::uint64_t>() : 0;
}

}  // namespace

json DayAccount::put(const Sum& sum) {
  return {{"sent", sum.sent}, {"merged", sum.merged}, {"conflicts", sum.conflicts}, {"refused", sum.refused}};
}

DayAccount::Sum DayAccount::read(const json& kept) {
  return {number(kept, "sent"), number(kept, "merged"), number(kept, "conflicts"), number(kept, "refused")};
}

QVariantMap DayAccount::shown(const Sum& sum) {
  if (sum.sent == 0) return {};
  return {{"sent", static_cast<int>(sum.sent)},
          {"merged", static_cast<int>(sum.merged)},
          {"conflicts", static_cast<int>(sum.conflicts)},
          {"refused", static_cast<int>(sum.refused)}};
}

QVariantMap DayAccount::last() const {
  auto out = shown(last_);
  if (!out.isEmpty()) out["at"] = static_cast<qint64>(last_at_);
  return out;
}

void DayAccount::begin(const json& kept) {
  *this = {};
  if (!kept.is_object()) return;
  const auto day = kept.value("day", json{});
  if (day.is_string()) day_ = QDate::fromString(QString::fromStdString(day.get<std::string>()), Qt::ISODate);
  today_ = read(kept.value("today", json{}));
  last_ = read(kept.value("last", json{}));
  last_at_ = static_cast<std::int64_t>(number(kept, "last_at"));
  if (kept.contains("healed")) healed_ = number(kept, "healed");
  healed_today_ = number(kept, "healed_today");
}

json DayAccount::kept() const {
  json out{{"day", day_.toString(Qt::ISODate).toStdString()},
           {"today", put(today_)},
           {"last", put(last_)},
           {"last_at", static_cast<std::uint64_t>(last_at_)},
           {"healed_today", healed_today_}};
  if (healed_) out["healed"] = *healed_;
  return out;
}

// What the engine has counted since it was heard last.
void DayAccount::add(Sum& sum, const SyncState& sync) const {
  sum.sent += sync.sent - heard_.sent;
  sum.merged += sync.merged - heard_.merged;
  sum.conflicts += sync.conflicts - heard_.conflicts;
  sum.refused += sync.refused - heard_.refused;
}

void DayAccount::turn_to(const QDate& day) {
  if (day == day_) return;
  day_ = day;
  today_ = {};
  healed_today_ = 0;
}

// A conversation is told of until the next one has something to tell.
bool DayAccount::learn(const SyncState& sync, const StoreStatus& store, const QDate& day) {
  const auto before = kept();
  turn_to(day);
  const Sum now{sync.sent, sync.merged, sync.conflicts, sync.refused};
  if (now != heard_) {
    if (!talking_) last_ = {};
    talking_ = true;
    add(today_, sync);
    add(last_, sync);
    last_at_ = QDateTime::currentMSecsSinceEpoch();
    heard_ = now;
  }
  if (!has_line(sync)) talking_ = false;
  if (healed_ && store.healed > *healed_) healed_today_ += store.healed - *healed_;
  healed_ = store.healed;
  return kept() != before;
}

}  // namespace doorstep
