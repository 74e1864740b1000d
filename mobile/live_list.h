#pragma once
#include <QAbstractListModel>
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
/// and when the store is unlocked; empty while locked. Answers to older questions are dropped. Rows change one by one
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
  Session* session() const { return app_ == nullptr ? nullptr : app_->session(); }
  void ask_now();
  void ask_soon(int after_ms = 0);
  /// `verb` passes the question on; `then` hears only the newest one's answer.
  template <class T>
  void put(std::function<void(Engine&, Engine::Then<T>)> verb, std::function<void(T)> then);
  void hold(RowStore& rows) { rows_ = &rows; }
  void answered(const std::optional<Error>& error = std::nullopt);

 private:
  template <class Row>
  friend class Rows;
  void follow_session();

  App* app_ = nullptr;
  RowStore* rows_ = nullptr;
  QTimer soon_;
  quint64 question_ = 0;
  bool ready_ = false;
  QString trouble_;
};

template <class T>
void LiveList::put(std::function<void(Engine&, Engine::Then<T>)> verb, std::function<void(T)> then) {
  auto heard = [this, question = ++question_, then = std::move(then)](Result<T> answer) {
    if (question != question_ || !session()) return;
    if (!answer) return answered(answer.error());
    then(std::move(*answer));
    answered();
  };
  verb(session()->engine(), session()->to<T>(this, std::move(heard)));
}

}  // namespace doorstep
