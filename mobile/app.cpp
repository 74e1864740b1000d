#include "mobile/app.h"

#include <QGuiApplication>
#include <QHostInfo>
#include <QImageReader>
#include <QLocale>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSysInfo>

#include "mobile/invitation.h"
#include "mobile/speech.h"

namespace doorstep {
namespace {

constexpr auto account_key = "receipt/day";

}  // namespace

App* App::create(QQmlEngine* engine, QJSEngine*) {
  auto root = engine->property("store").toString();
  if (root.isEmpty()) root = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  auto* app = new App{root};
  if (auto idle = engine->property("idle_ms").toInt(); idle > 0) app->idle_.setInterval(idle);
  app->asked_language_ = engine->property("language").toString();
  app->asked_theme_ = engine->property("theme").toString();
  app->setLanguage(app->asked_language_.isEmpty() ? QLocale::system().name() : app->asked_language_);
  app->dress();
  connect(app, &App::languageChanged, engine, &QQmlEngine::retranslate);
  return app;
}

App* App::of(const QObject* in_qml) {
  return qmlEngine(in_qml)->singletonInstance<App*>(qmlTypeId("Doorstep", 1, 0, "App"));
}

App::App(const QString& root) : people_(root) {
  start_crypto();
  wait_.setInterval(1'000);
  connect(&wait_, &QTimer::timeout, this, [this] {
    if (waitSeconds() > 0) return Q_EMIT stateChanged();
    wait_.stop();
    become(State::Locked, tr("You may try again now."));
  });
  idle_.setSingleShot(true);
  idle_.setInterval(idle_lock_ms);
  connect(&idle_, &QTimer::timeout, this, [this] {
    lock();
    become(state_, tr("Locked because nobody touched the tablet for a while. Everything is saved."));
  });
  ask_.setSingleShot(true);
  ask_.setInterval(status_every_ms);
  connect(&ask_, &QTimer::timeout, this, &App::ask_status);
  qApp->installEventFilter(this);
  choose(people_.all().empty() ? -1 : 0);
}

App::~App() = default;

bool App::eventFilter(QObject* watched, QEvent* event) {
  bool a_person = event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress ||
                  event->type() == QEvent::TouchBegin || event->type() == QEvent::Wheel;
  if (a_person && session_) idle_.start();
  return QObject::eventFilter(watched, event);
}

void App::become(State state, const QString& sentence) {
  state_ = state;
  sentence_ = sentence;
  fault_.clear();
  Q_EMIT stateChanged();
}

void App::become(State state, const Error& error) {
  state_ = state;
  sentence_ = words().sentence(error);
  fault_ = qs(code(error.fault));
  Q_EMIT stateChanged();
}

void App::choose(int person) {
  chosen_ = person;
  unsent_ = false;
  dress();
  Q_EMIT peopleChanged();
  if (!session_) become(person < 0 ? State::NotEnrolled : State::Locked);
}

QString App::person() const {
  if (session_) return qs(session_->identity().name);
  return chosen_ < 0 ? QString{} : people().value(chosen_);
}
QString App::unkept() const {
  const auto why = session_ ? session_->drafts().why() : std::nullopt;
  return why ? words().sentence(*why) : QString{};
}
QString App::server() const { return session_ ? qs(session_->identity().server) : QString{}; }

void App::setLanguage(const QString& language) {
  auto wanted = language.startsWith("zh") ? QStringLiteral("zh_CN") : QStringLiteral("en");
  speak(wanted);
  if (wanted == language_) return;
  language_ = wanted;
  Q_EMIT languageChanged();
  if (session_) ask_.start();
}

QString App::folder_of_chosen() const {
  return chosen_ < 0 ? QString{} : people_.all().at(static_cast<std::size_t>(chosen_)).folder;
}

// What the command line asked for stands where the person chose nothing.
void App::dress() {
  auto kept = chosen_ < 0 ? QVariantMap{} : people_.looks(folder_of_chosen());
  QVariantMap looks{{"dark", asked_theme_ == "dark"}};
  for (const char* one : {"dark", "highContrast", "largeType", "leftHanded"})
    if (kept.contains(one)) looks[one] = kept.value(one).toBool();
  if (asked_language_.isEmpty() && kept.contains("language")) setLanguage(kept.value("language").toString());
  if (looks == looks_) return;
  looks_ = looks;
  Q_EMIT looksChanged();
}

void App::keepLook(const QString& name, const QVariant& value) {
  if (name == "language") setLanguage(value.toString());
  if (chosen_ < 0) return;
  auto kept = people_.looks(folder_of_chosen());
  kept[name] = value;
  people_.keep_looks(folder_of_chosen(), kept);
  dress();
}

QString App::missingIn(const QString& invitation) const {
  auto found = read_invitation(invitation);
  QStringList missing;
  if (found.server.isEmpty()) missing << tr("the server's address (wss://…)");
  if (found.pin.isEmpty()) missing << tr("the server's fingerprint");
  if (found.code.isEmpty()) missing << tr("the one-time code");
  if (missing.isEmpty()) return {};
  return tr("Still missing: %1").arg(missing.join(words().chinese() ? "、" : ", "));
}

void App::enroll(const QString& invitation, const QString& passphrase) {
  if (state_ == State::Enrolling || state_ == State::Unlocking || session_) return;
  auto found = read_invitation(invitation);
  if (!found.complete()) return become(State::NotEnrolled, missingIn(invitation));
  auto folder = people_.new_folder();
  become(State::Enrolling, tr("Enrolling at %1. This takes a few seconds.").arg(found.server));
  Enrolment enrolment;
  enrolment.folder = folder.toStdString();
  enrolment.server = found.server.toStdString();
  enrolment.pin = found.pin.toStdString();
  enrolment.code = found.code.toStdString();
  enrolment.label = (QHostInfo::localHostName() + " · " + QSysInfo::prettyProductName()).toStdString();
  TabletSession::enroll(this, std::move(enrolment), passphrase, [this, folder](TabletSession::Opened answer) {
    opened(std::move(answer), folder, State::NotEnrolled);
  });
}

void App::unlock(const QString& passphrase) {
  if (state_ != State::Locked || chosen_ < 0) return;
  auto folder = people_.all().at(static_cast<std::size_t>(chosen_)).folder;
  become(State::Unlocking, tr("Unlocking. This takes about a second, so that guessing takes years."));
  TabletSession::open(this, folder, passphrase, [this, folder](TabletSession::Opened answer) {
    opened(std::move(answer), folder, State::Locked);
  });
}

void App::leave(const QString& passphrase, bool seal) {
  if (state_ != State::Locked || chosen_ < 0) return;
  const auto folder = folder_of_chosen();
  const auto file = seal ? people_.hand_over_file(folder) : QString{};
  become(State::Unlocking, tr("Looking whether everything has been sent."));
  TabletSession::leave(this, folder, passphrase, file,
                       [this, folder, file](Result<std::uint64_t> answer) { left(answer, folder, file); });
}

void App::left(const Result<std::uint64_t>& answer, const QString& folder, const QString& file) {
  if (!answer) {
    unsent_ = answer.error().fault == Fault::unsent;
    if (answer.error().fault == Fault::too_many_tries) return wait(answer.error());
    return become(State::Locked, answer.error());
  }
  people_.forget(folder);
  choose(people_.all().empty() ? -1 : 0);
  become(state_, *answer == 0 ? tr("Nothing of that person is left on this tablet.")
                              : tr("%1 changes are sealed for the office in %2; hand this file over. Nothing else of "
                                   "that person is left on this tablet.")
                                    .arg(*answer)
                                    .arg(file));
}

void App::opened(TabletSession::Opened answer, const QString& folder, State if_not) {
  if (!answer) {
    people_.look();
    if (answer.error().fault == Fault::too_many_tries) return wait(answer.error());
    return become(if_not, answer.error());
  }
  session_ = std::move(*answer);
  connect(session_.get(), &TabletSession::synced, &ask_, [this] {
    if (!ask_.isActive()) ask_.start();
  });
  connect(session_.get(), &TabletSession::changed, &ask_, [this] {
    if (!ask_.isActive()) ask_.start();
  });
  connect(&session_->drafts(), &DraftKeeper::turned, this, &App::unkeptChanged);
  connect(session_.get(), &TabletSession::leaseTurned, &ask_, [this] { ask_.start(); });
  people_.remember(folder, qs(session_->identity().name));
  for (std::size_t i = 0; i < people_.all().size(); ++i)
    if (people_.all()[i].folder == folder) chosen_ = static_cast<int>(i);
  dress();
  recall_account();
  ask_status();
  idle_.start();
  Q_EMIT sessionChanged();
  Q_EMIT peopleChanged();
  become(State::Open);
}

// "40 s", as docs/store.md has it.
void App::wait(const Error& error) {
  auto match = QRegularExpression{"(\\d+)"}.match(qs(error.detail));
  next_try_ = QDeadlineTimer{1'000 * std::max(1, match.captured(1).toInt())};
  wait_.start();
  become(State::Waiting, error);
}

void App::lock() {
  if (!session_) return;
  Q_EMIT locking();
  idle_.stop();
  ask_.stop();
  // Every model drops what it shows before the keys go.
  auto ended = std::move(session_);
  Q_EMIT sessionChanged();
  ended.reset();
  Q_EMIT unkeptChanged();
  become(State::Locked);
}

void App::addPerson(bool wanted) {
  if (session_) return;
  become(wanted || people_.all().empty() ? State::NotEnrolled : State::Locked);
}

QString App::readPicture(const QUrl& file) {
  QImageReader reader{file.isLocalFile() ? file.toLocalFile() : file.toString()};
  reader.setAutoTransform(true);
  auto text = read_qr(reader.read());
  if (!text)
    become(state_, tr("There is no QR code in this picture that can be read. Come closer and hold it straight."));
  return text.value_or(QString{});
}

void App::saved() {
  Q_EMIT wrote();
  if (!ask_.isActive()) ask_.start();
}

// What the day has been so far, before anything is added to it.
void App::recall_account() {
  recalled_ = false;
  auto told = session_->to<std::vector<Draft>>(this, [this](Result<std::vector<Draft>> kept) {
    if (!session_) return;
    delivery_.begin(kept && !kept->empty() ? kept->front().body : json{});
    recalled_ = true;
    ask_status();
  });
  session_->engine().drafts(account_key, std::move(told));
}

void App::ask_status() {
  if (!session_) return;
  auto told = session_->to<StoreStatus>(this, [this](Result<StoreStatus> now) {
    if (!now || !session_) return;
    // What was being typed is written before the screens go.
    if (now->lease.kind == LeaseState::Kind::expired && !delivery_.expired()) Q_EMIT locking();
    if (!recalled_) return;
    if (auto news = delivery_.tell(*now, session_->sync_state(), words().language()))
      session_->engine().save_draft(account_key, std::move(*news), [](const Result<void>&) {});
  });
  session_->engine().status(std::move(told));
}

}  // namespace doorstep
