#pragma once
#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QQmlEngine>
#include <QQmlParserStatus>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "mobile/app.h"
#include "mobile/rows.h"

namespace doorstep {

/// A list that shows what the engine has and follows it: asked again when something changed, when the language changes
/// and when the store is unlocked; empty while locked. Answers to older questions are dropped. A flood of changes is
/// followed at the pace of the answers, so that the engine is never busy with one list alone. Rows change one by one
/// (mobile/rows.h), so that a person who scrolls keeps their place.
class LiveList : public QAbstractListModel, public QQmlParserStatus {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the models below it are made")
  Q_INTERFACES(QQmlParserStatus)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(bool ready READ ready NOTIFY readyChanged)  ///< an answer is in: an empty list may say that it is empty
  Q_PROPERTY(QString trouble READ trouble NOTIFY readyChanged)  ///< why there is no answer, in words

 public:
  LiveList();

  int count() const { return rowCount(); }
  bool ready() const { return ready_; }
  QString trouble() const { return trouble_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;
  /// A row's roles by name, for a screen that opens it; empty when there is no such row.
  Q_INVOKABLE QVariantMap row(int index) const;
  /// One of them as text.
  Q_INVOKABLE QString told(int index, const QString& role) const;

  void classBegin() override {}
  void componentComplete() override;

 Q_SIGNALS:
  void countChanged();
  void readyChanged();

 protected:
  /// Asks the engine (`put`) and shows what comes. Called with an open session.
  virtual void ask() = 0;
  virtual void forget() = 0;
  virtual bool concerns(const std::vector<Change>& changes) const;

  App& app() const { return *app_; }
  TabletSession* session() const { return app_ == nullptr ? nullptr : app_->session(); }
  void ask_now();
  void ask_soon(int after_ms = 0);
  /// For somebody who types: at once, or as soon as the answer is in that is still to come.
  void ask_when_free();
  /// What was asked is of no interest any more.
  void drop_question();
  /// `verb` passes the question on; `then` hears only the newest one's answer.
  template <class T>
  void put(std::function<void(Engine&, Engine::Then<T>)> verb, std::function<void(T)> then);
  void hold(RowStore& rows) { rows_ = &rows; }
  void answered(const std::optional<Error>& error = std::nullopt);

 private:
  template <class Row>
  friend class Rows;
  void follow_session();
  void follow_changes();
  void asked();

  App* app_ = nullptr;
  RowStore* rows_ = nullptr;
  QTimer soon_;
  QElapsedTimer since_asked_;
  quint64 question_ = 0;
  qint64 answer_took_ms_ = 0;
  bool waiting_ = false;  ///< for an answer
  bool ready_ = false, stale_ = false, pressing_ = false;
  QString trouble_;
};

template <class T>
void LiveList::put(std::function<void(Engine&, Engine::Then<T>)> verb, std::function<void(T)> then) {
  auto heard = [this, question = ++question_, then = std::move(then)](Result<T> answer) {
    if (question != question_ || !session()) return;
    asked();
    if (!answer) return answered(answer.error());
    then(std::move(*answer));
    answered();
  };
  waiting_ = true;
  since_asked_.start();
  verb(session()->engine(), session()->to<T>(this, std::move(heard)));
}

/// After an answer that took a second, changes are asked for four seconds later: a fifth of the time at most.
inline constexpr int rests_for_each_answer = 4;

}  // namespace doorstep
