#include "mobile/tablet_session.h"

#include <QThreadPool>
#include <QTimer>

namespace doorstep {
namespace {

// A passphrase leaves no copy behind that we know of.
struct Wiped {
  std::string text;
  explicit Wiped(QString& typed) : text(typed.toStdString()) {
    typed.fill(QChar{0});
    typed.clear();
  }
  ~Wiped() {
    volatile char* byte = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) byte[i] = 0;
  }
  Wiped(const Wiped&) = delete;
};

template <class T>
void in_background(QObject* asker, std::function<Result<T>()> work, std::function<void(Result<T>)> told) {
  // Made on the asker's thread and deleted there, whatever becomes of the asker meanwhile.
  auto* mailbox = new QObject;
  QPointer<QObject> alive{asker};
  QThreadPool::globalInstance()->start([=] {
    auto answer = std::make_shared<Result<T>>(work());
    QMetaObject::invokeMethod(mailbox, [=] {
      mailbox->deleteLater();
      if (alive) told(std::move(*answer));
    });
  });
}

using OpenedEngine = std::unique_ptr<Engine>;

std::function<void(Result<OpenedEngine>)> as_session(TabletSession::Told told) {
  return [told = std::move(told)](Result<OpenedEngine> engine) {
    if (!engine) return told(engine.error());
    told(std::make_unique<TabletSession>(std::move(*engine)));
  };
}

}  // namespace

void TabletSession::open(QObject* asker, const QString& folder, QString passphrase, Told told) {
  auto secret = std::make_shared<Wiped>(passphrase);
  auto path = folder.toStdString();
  in_background<OpenedEngine>(
      asker, [secret, path] { return Engine::open(path, secret->text); }, as_session(std::move(told)));
}

void TabletSession::enroll(QObject* asker, Enrolment enrolment, QString passphrase, Told told) {
  auto secret = std::make_shared<Wiped>(passphrase);
  in_background<OpenedEngine>(
      asker,
      [secret, enrolment = std::move(enrolment)]() mutable -> Result<std::unique_ptr<Engine>> {
        enrolment.passphrase = secret->text;
        auto enrolled = Engine::enroll(enrolment);
        if (!enrolled) return enrolled.error();
        return Engine::open(enrolment.folder, secret->text);
      },
      as_session(std::move(told)));
}

void TabletSession::leave(QObject* asker, const QString& folder, QString passphrase, const QString& file,
                          std::function<void(Result<std::uint64_t>)> told) {
  auto secret = std::make_shared<Wiped>(passphrase);
  const auto path = folder.toStdString();
  const auto hand_over = file.isEmpty() ? std::nullopt : std::optional{file.toStdString()};
  in_background<std::uint64_t>(
      asker, [secret, path, hand_over] { return Engine::leave(path, secret->text, hand_over); }, std::move(told));
}

TabletSession::TabletSession(std::unique_ptr<Engine> engine)
    : engine_(std::move(engine)), template_(engine_->archive_template()) {
  hear();
  hear_lease();
  engine_->stay_connected(true);
}

TabletSession::~TabletSession() { engine_.reset(); }

void TabletSession::hear() {
  engine_->on_change([this](const std::vector<Change>& changes) {
    QMetaObject::invokeMethod(
        &mailbox_,
        [this, changes] {
          if (gathered_.empty()) QTimer::singleShot(tell_every_ms, this, &TabletSession::tell_changes);
          gathered_.insert(gathered_.end(), changes.begin(), changes.end());
        },
        Qt::QueuedConnection);
  });
  engine_->on_sync([this, engine = engine_.get()](const SyncState& state) {
    QMetaObject::invokeMethod(
        &mailbox_,
        [this, state, newest = engine->archive_template()] {
          state_ = state;
          bool other = newest->digest() != template_->digest();
          template_ = newest;
          if (other) Q_EMIT templateChanged();
          Q_EMIT synced();
        },
        Qt::QueuedConnection);
  });
}

void TabletSession::hear_lease() {
  engine_->on_lease([this](const LeaseState&) {
    QMetaObject::invokeMethod(
        &mailbox_, [this] { Q_EMIT leaseTurned(); }, Qt::QueuedConnection);
  });
}

void TabletSession::tell_changes() {
  auto changes = std::exchange(gathered_, {});
  Q_EMIT changed(changes);
}

}  // namespace doorstep
