#pragma once
#include <QDate>
#include <QVariantMap>

#include "engine/engine.h"

namespace doorstep {

/// What became of the day's edits, kept over locks and kills: the engine counts from one unlocking to the next, and a
/// tablet that nobody touches for ten minutes locks. Two sums: today, and the last conversation with the office. Pure;
/// whoever has it keeps `kept()` as a draft and hands it back after the next unlocking.
class DayAccount {
 public:
  /// Another session begins: what the engine counts starts from nothing. `kept`: what was kept last, or null.
  void begin(const json& kept);
  /// What the engine says now. Answers whether anything is to be kept anew.
  bool learn(const SyncState& sync, const StoreStatus& store, const QDate& day);
  json kept() const;

  /// {sent, merged, conflicts, refused}; {} while nothing was answered.
  QVariantMap today() const { return shown(today_); }
  /// The same, with at: the time of its last answer, in ms.
  QVariantMap last() const;
  int healed() const { return static_cast<int>(healed_today_); }  ///< records that were put right today

 private:
  struct Sum {
    std::uint64_t sent = 0, merged = 0, conflicts = 0, refused = 0;
    friend bool operator==(const Sum&, const Sum&) = default;
  };
  static QVariantMap shown(const Sum& sum);
  static json put(const Sum& sum);
  static Sum read(const json& kept);
  void add(Sum& sum, const SyncState& sync) const;
  void turn_to(const QDate& day);

  QDate day_;
  Sum today_, last_, heard_;  ///< heard: of this session, as the engine has told it
  std::int64_t last_at_ = 0;
  std::optional<std::uint64_t> healed_;  ///< ever, as it was told last
  std::uint64_t healed_today_ = 0;
  bool talking_ = false;
};

}  // namespace doorstep
