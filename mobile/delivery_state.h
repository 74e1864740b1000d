#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QString>
#include <QVariantMap>

#include "mobile/day_account.h"

namespace doorstep {

/// What the one chip on the screen tells (qml/parts/SyncChip.qml has the words): where everything that was saved here
/// is now. Told from what the engine says, never guessed.
class DeliveryState : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("App has it")
  Q_PROPERTY(QString stage READ stage NOTIFY changed)  ///< delivered, waiting, sending, offline, attention
  Q_PROPERTY(QString deliveredAt READ deliveredAt NOTIFY changed)
  Q_PROPERTY(QString why READ why NOTIFY changed)      ///< a sentence more; empty when there is none
  Q_PROPERTY(int waiting READ waiting NOTIFY changed)  ///< edits that are only here
  Q_PROPERTY(int sent READ sent NOTIFY changed)        ///< of `total` since everything was delivered last
  Q_PROPERTY(int total READ total NOTIFY changed)
  Q_PROPERTY(int needing READ needing NOTIFY changed)       ///< refusals, and a pause that a person must look at
  Q_PROPERTY(bool firstSync READ firstSync NOTIFY changed)  ///< the archive is not here as a whole yet
  Q_PROPERTY(int received READ received NOTIFY changed)     ///< of `expected`, while it comes
  Q_PROPERTY(int expected READ expected NOTIFY changed)
  Q_PROPERTY(int records READ records NOTIFY changed)
  /// Today, also before a lock: {sent, merged, conflicts, refused}, in edits; {} while nothing was answered.
  Q_PROPERTY(QVariantMap answered READ answered NOTIFY changed)
  /// Of the last conversation with the office the same, and at: when that was, in words.
  Q_PROPERTY(QVariantMap lastTalk READ lastTalk NOTIFY changed)
  Q_PROPERTY(int healed READ healed NOTIFY changed)  ///< records that were not the office's and were put right today
  Q_PROPERTY(bool revoked READ revoked NOTIFY changed)
  Q_PROPERTY(QString lease READ lease NOTIFY changed)  ///< as `doorstep status` has it: good, ending, expired, …
  Q_PROPERTY(QString leaseLeft READ leaseLeft NOTIFY changed)  ///< "3 h 20 min"
  Q_PROPERTY(bool proven READ proven NOTIFY changed)  ///< the server's digest of everything equals this store's

 public:
  QString stage() const { return stage_; }
  QString deliveredAt() const { return delivered_at_; }
  QString why() const { return why_; }
  int waiting() const { return static_cast<int>(status_.pending); }
  int sent() const { return total() - waiting(); }
  int total() const { return static_cast<int>(most_pending_); }
  int needing() const { return needing_; }
  bool firstSync() const { return first_sync_; }
  int received() const { return received_; }
  int expected() const { return expected_; }
  int records() const { return static_cast<int>(status_.records); }
  QVariantMap answered() const { return account_.today(); }
  QVariantMap lastTalk() const;
  int healed() const { return account_.healed(); }
  bool revoked() const { return revoked_; }
  QString lease() const { return QString::fromUtf8(name_of(status_.lease.kind).data()); }
  QString leaseLeft() const { return lease_left_; }
  bool expired() const { return status_.lease.kind == LeaseState::Kind::expired; }
  bool proven() const { return status_.agrees; }

  /// `now`: what the store says; `sync`: what the line says. `language` as in Words.
  /// Answers what shall be kept until the next unlocking, where that changed.
  std::optional<json> tell(const StoreStatus& now, const SyncState& sync, const std::string& language);
  /// A session begins: `kept` is what was answered last, or null.
  void begin(const json& kept) { account_.begin(kept); }

 Q_SIGNALS:
  void changed();

 private:
  QString judge(const SyncState& sync) const;

  StoreStatus status_;
  QString stage_ = "offline", delivered_at_, why_, lease_left_;
  int needing_ = 0, received_ = 0, expected_ = 0;
  bool first_sync_ = false, revoked_ = false;
  std::uint64_t most_pending_ = 0;
  DayAccount account_;
  std::string language_;
};

}  // namespace doorstep
