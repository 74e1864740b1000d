#pragma once
#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <memory>
#include <vector>

#include "engine/engine.h"
#include "mobile/draft_keeper.h"

namespace doorstep {

/// The unlocked engine as the GUI thread has it, and the one place where threads meet: whatever the engine tells on its
/// own thread is posted here and told on the GUI thread; what comes for somebody who has gone is dropped. Lives and
/// dies on the GUI thread; its end is the lock: it waits for the verb that runs.
class TabletSession : public QObject {
  Q_OBJECT

 public:
  using Opened = Result<std::unique_ptr<TabletSession>>;
  using Told = std::function<void(Opened)>;

  /// Unlocking takes a second on purpose, enrolling waits for a server: both are done on a thread of their own and told
  /// on `asker`'s. The passphrase is wiped when it has been used.
  static void open(QObject* asker, const QString& folder, QString passphrase, Told told);
  static void enroll(QObject* asker, Enrolment enrolment, QString passphrase, Told told);
  /// Somebody leaves the tablet (engine/leaving.h); `file` may be empty. Nobody may have the store open.
  static void leave(QObject* asker, const QString& folder, QString passphrase, const QString& file,
                    std::function<void(Result<std::uint64_t>)> told);

  explicit TabletSession(std::unique_ptr<Engine> engine);
  ~TabletSession() override;

  Engine& engine() { return *engine_; }
  const Template& archive_template() const { return *template_; }
  const Identity& identity() const { return engine_->identity(); }
  const SyncState& sync_state() const { return state_; }
  DraftKeeper& drafts() { return drafts_; }

  /// Wraps what shall run on the GUI thread with an engine's answer, as long as `asker` and this session are there.
  template <class T>
  Engine::Then<T> to(QObject* asker, std::function<void(Result<T>)> then);

 Q_SIGNALS:
  /// Gathered for `tell_every_ms`: a feed of hundreds a second is told a few times a second.
  void changed(const std::vector<doorstep::Change>& changes);
  void synced();
  void leaseTurned();
  void templateChanged();

 private:
  void hear();
  void hear_lease();
  void tell_changes();

  // Outlives the engine, so that the engine's thread always posts to somebody; what waits for it dies with it.
  QObject mailbox_;
  std::unique_ptr<Engine> engine_;
  std::shared_ptr<const Template> template_;
  SyncState state_;
  std::vector<Change> gathered_;
  DraftKeeper drafts_{*this};
};

inline constexpr int tell_every_ms = 80;

template <class T>
Engine::Then<T> TabletSession::to(QObject* asker, std::function<void(Result<T>)> then) {
  return [mailbox = &mailbox_, asker = QPointer<QObject>{asker}, then = std::move(then)](Result<T> answer) {
    auto kept = std::make_shared<Result<T>>(std::move(answer));
    QMetaObject::invokeMethod(
        mailbox,
        [asker, then, kept] {
          if (asker) then(std::move(*kept));
        },
        Qt::QueuedConnection);
  };
}

}  // namespace doorstep
