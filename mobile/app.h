#pragma once
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QQmlEngine>
#include <QTimer>
#include <QUrl>
#include <memory>

#include "mobile/delivery_state.h"
#include "mobile/people.h"
#include "mobile/tablet_session.h"
#include "mobile/words.h"

namespace doorstep {

/// Who is at the tablet and what may be done: the one thing that every screen knows. Passphrases are arguments, never
/// properties, and nothing that a locked tablet must not show outlives the session. GUI thread.
class App : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(QString sentence READ sentence NOTIFY stateChanged)  ///< why it is so, and what to do; may be empty
  Q_PROPERTY(QString fault READ fault NOTIFY stateChanged)  ///< the code of what the sentence says; empty: no fault
  Q_PROPERTY(int waitSeconds READ waitSeconds NOTIFY stateChanged)  ///< until the next passphrase may be tried
  Q_PROPERTY(bool unsent READ unsent NOTIFY stateChanged)           ///< why the chosen person could not leave
  Q_PROPERTY(QStringList people READ people NOTIFY peopleChanged)
  Q_PROPERTY(int chosen READ chosen WRITE choose NOTIFY peopleChanged)  ///< whose store `unlock` opens; -1: nobody's
  Q_PROPERTY(QString person READ person NOTIFY stateChanged)
  Q_PROPERTY(QString server READ server NOTIFY stateChanged)
  Q_PROPERTY(QString unkept READ unkept NOTIFY unkeptChanged)  ///< why what is typed is not on the disk; empty: it is
  Q_PROPERTY(doorstep::DeliveryState* delivery READ delivery CONSTANT)
  Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)  ///< "zh_CN" or "en"
  /// dark, highContrast, largeType, leftHanded (bool): as the chosen person has it.
  Q_PROPERTY(QVariantMap looks READ looks NOTIFY looksChanged)

 public:
  enum class State { NotEnrolled, Locked, Waiting, Unlocking, Enrolling, Open };
  Q_ENUM(State)

  /// What main (or a test) wants of it, as dynamic properties of the QML engine: "store" (a folder), "language",
  /// "theme", "idle_ms".
  static App* create(QQmlEngine* engine, QJSEngine*);
  static App* of(const QObject* in_qml);

  explicit App(const QString& root);
  ~App() override;

  State state() const { return state_; }
  QString sentence() const { return sentence_; }
  QString fault() const { return fault_; }
  int waitSeconds() const { return static_cast<int>((next_try_.remainingTime() + 999) / 1'000); }
  bool unsent() const { return unsent_; }
  QStringList people() const { return people_.names(); }
  int chosen() const { return chosen_; }
  void choose(int person);
  QString person() const;
  QString server() const;
  QString unkept() const;
  DeliveryState* delivery() { return &delivery_; }
  QString language() const { return language_; }
  void setLanguage(const QString& language);
  QVariantMap looks() const { return looks_; }
  Words words() const { return Words{language_.startsWith("zh") ? "zh-CN" : "en"}; }

  /// `invitation` is any text that holds the server's address, its pin and the code.
  Q_INVOKABLE void enroll(const QString& invitation, const QString& passphrase);
  Q_INVOKABLE void unlock(const QString& passphrase);
  Q_INVOKABLE void lock();
  /// The chosen person leaves this tablet for good. While anything is unsent it is refused and `unsent` says so, unless
  /// it is to be sealed for the office into a file of its own.
  Q_INVOKABLE void leave(const QString& passphrase, bool seal);
  /// The screen for one more person: the state becomes NotEnrolled, or Locked again with `false`.
  Q_INVOKABLE void addPerson(bool wanted);
  /// What an invitation lacks, in words; empty: nothing.
  Q_INVOKABLE QString missingIn(const QString& invitation) const;
  /// The text of the QR code in a picture file; empty with `sentence` when there is none.
  Q_INVOKABLE QString readPicture(const QUrl& file);
  /// The chosen person wants it so from now on: one of `looks`, or "language".
  Q_INVOKABLE void keepLook(const QString& name, const QVariant& value);
  /// The person did something: the idle lock waits anew.
  Q_INVOKABLE void touched() { idle_.start(); }

  /// nullptr while locked. Models ask it and keep no pointer over `sessionChanged`.
  TabletSession* session() { return session_.get(); }
  /// Something was saved here: the chip asks anew at once.
  void saved();

 Q_SIGNALS:
  void stateChanged();
  void unkeptChanged();
  void peopleChanged();
  void languageChanged();
  void looksChanged();
  void sessionChanged();
  void locking();  ///< the session is still open: what shall be written before the lock is written now
  void wrote();    ///< something was saved here

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void become(State state, const QString& sentence = {});
  void become(State state, const Error& error);
  void opened(TabletSession::Opened answer, const QString& folder, State if_not);
  void left(const Result<std::uint64_t>& answer, const QString& folder, const QString& file);
  void wait(const Error& error);
  void ask_status();
  void recall_account();
  void dress();
  QString folder_of_chosen() const;

  People people_;
  int chosen_ = -1;
  bool unsent_ = false, recalled_ = false;
  State state_ = State::NotEnrolled;
  QString sentence_, fault_, language_ = "zh_CN", asked_language_, asked_theme_;
  QVariantMap looks_;
  QDeadlineTimer next_try_;  ///< a timer's ticks may come early, and none come while the tablet sleeps
  QTimer wait_, idle_, ask_;
  DeliveryState delivery_;
  std::unique_ptr<TabletSession> session_;
};

inline constexpr int idle_lock_ms = 10 * 60 * 1'000;
inline constexpr int status_every_ms = 60;

}  // namespace doorstep
