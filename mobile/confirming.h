#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QQmlParserStatus>
#include <QStringList>
#include <QTimer>

#include "mobile/app.h"

namespace doorstep {

/// "All unchanged": what stands in a home, or in a section of a form, counts as reviewed. It can be taken back for
/// `undo_ms`, or until one goes on to another home; till then it is a draft in the store, so that a kill loses nothing:
/// the next unlocking settles it. The engine writes it into the visit that is open there, or into one of its own.
class Confirming : public QObject, public QQmlParserStatus {
  Q_OBJECT
  QML_ELEMENT
  Q_INTERFACES(QQmlParserStatus)
  Q_PROPERTY(QString unit READ unit NOTIFY changed)        ///< whose values were confirmed last
  Q_PROPERTY(QStringList words READ words NOTIFY changed)  ///< RECORD and RECORD.FIELD
  Q_PROPERTY(int fields READ fields NOTIFY changed)        ///< how many values
  Q_PROPERTY(QString at READ at NOTIFY changed)            ///< "10:12"
  Q_PROPERTY(bool undoable READ undoable NOTIFY changed)
  Q_PROPERTY(QString trouble READ trouble NOTIFY changed)  ///< why it could not be, and what to do

 public:
  Confirming();
  QString unit() const { return unit_; }
  QStringList words() const { return words_; }
  int fields() const { return fields_; }
  QString at() const { return at_; }
  bool undoable() const { return !settled_ && !words_.isEmpty(); }
  QString trouble() const { return trouble_; }

  Q_INVOKABLE void confirm(const QString& unit, const QStringList& words, int fields);
  /// Takes these back, or all of them.
  Q_INVOKABLE void undo(const QStringList& words = {});
  Q_INVOKABLE bool has(const QStringList& words) const;
  /// Now, and not to be taken back any more.
  Q_INVOKABLE void settle();

  void classBegin() override {}
  void componentComplete() override;

 Q_SIGNALS:
  void changed();

 private:
  void take(const QString& unit, const QStringList& words, int fields);
  void write(const QString& unit, const QStringList& words);
  void keep_draft();
  void settle_what_is_left();
  void forget();
  std::string draft_key(const QString& unit) const { return "confirm/" + unit.toStdString(); }

  App* app_ = nullptr;
  QString unit_, at_, trouble_;
  QStringList words_;
  int fields_ = 0;
  bool settled_ = true;
  QTimer later_;
};

inline constexpr int undo_ms = 10'000;

}  // namespace doorstep
