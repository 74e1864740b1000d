#pragma once
#include <QDateTime>
#include <QObject>
#include <QQmlEngine>
#include <QString>
#include <optional>

#include "engine/engine.h"

namespace doorstep {

/// What the one chip on the screen tells: where everything that was saved here is now. Five states, each with its
/// words; told from what the engine says, never guessed.
class Delivery : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("App has it")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QString why READ why NOTIFY changed)           ///< a sentence more; empty when there is none
  Q_PROPERTY(int pending READ pending NOTIFY changed)       ///< edits that are only here
  Q_PROPERTY(int needsYou READ needsYou NOTIFY changed)     ///< refusals, and a pause that a person must look at
  Q_PROPERTY(double progress READ progress NOTIFY changed)  ///< 0 to 1 while something is on its way; else 0
  Q_PROPERTY(bool firstSync READ firstSync NOTIFY changed)  ///< the archive is not here as a whole yet
  Q_PROPERTY(bool revoked READ revoked NOTIFY changed)
  Q_PROPERTY(bool proven READ proven NOTIFY changed)  ///< the server's digest of everything equals this store's

 public:
  enum class State { Delivered, Kept, Sending, Offline, NeedsYou };
  Q_ENUM(State)

  State state() const { return state_; }
  QString text() const { return text_; }
  QString why() const { return why_; }
  int pending() const { return static_cast<int>(status_.pending); }
  int needsYou() const { return needs_you_; }
  double progress() const { return progress_; }
  bool firstSync() const { return first_sync_; }
  bool revoked() const { return revoked_; }
  bool proven() const { return status_.agrees; }

  /// `now`: what the store says; `sync`: what the line says. `language` as in Words.
  void tell(const StoreStatus& now, const SyncState& sync, const std::string& language);

 Q_SIGNALS:
  void changed();

 private:
  State judge(const SyncState& sync) const;
  QString words_for(const SyncState& sync, const std::string& language) const;

  StoreStatus status_;
  State state_ = State::Offline;
  QString text_, why_;
  int needs_you_ = 0;
  double progress_ = 0;
  bool first_sync_ = false, revoked_ = false;
  std::uint64_t most_pending_ = 0;  ///< since everything was delivered last: 7 of "sending 3/7"
};

}  // namespace doorstep
