#include "mobile/session.h"

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

using Work = std::function<Result<std::unique_ptr<Engine>>()>;

void in_background(QObject* asker, Work work, Session::Told told) {
  // Made on the asker's thread and deleted there, whatever becomes of the asker meanwhile.
  auto* mailbox = new QObject;
  QPointer<QObject> alive{asker};
  QThreadPool::globalInstance()->start([=] {
    auto engine = std::make_shared<Result<std::unique_ptr<Engine>>>(work());
    QMetaObject::invokeMethod(mailbox, [=] {
      mailbox->deleteLater();
      if (!alive) return;
      if (!*engine) return told(engine->error());
      told(std::make_unique<Session>(std::move(**engine)));
    });
  });
}

}  // namespace

void Session::open(QObject* asker, const QString& folder, QString passphrase, Told told) {
  auto secret = std::make_shared<Wiped>(passphrase);
  auto path = folder.toStdString();
  in_background(
      asker, [secret, path] { return Engine::open(path, secret->text); }, std::move(told));
}

void Session::enroll(QObject* asker, Enrolment enrolment, QString passphrase, Told told) {
  auto secret = std::make_shared<Wiped>(passphrase);
  in_background(
      asker,
      [secret, enrolment = std::move(enrolment)]() mutable -> Result<std::unique_ptr<Engine>> {
        enrolment.passphrase = secret->text;
        auto enrolled = Engine::enroll(enrolment);
        if (!enrolled) return enrolled.error();
        return Engine::open(enrolment.folder, secret->text);
      },
      std::move(told));
}

Session::Session(std::unique_ptr<Engine> engine) : engine_(std::move(engine)), template_(engine_->archive_template()) {
  hear();
  engine_->stay_connected(true);
}

Session::~Session() { engine_.reset(); }

void Session::hear() {
  engine_->on_change([this](const std::vector<Change>& changes) {
    QMetaObject::invokeMethod(
        &mailbox_,
        [this, changes] {
          if (gathered_.empty()) QTimer::singleShot(tell_every_ms, this, &Session::tell_changes);
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

void Session::tell_changes() {
  auto changes = std::exchange(gathered_, {});
  Q_EMIT changed(changes);
}

}  // namespace doorstep
