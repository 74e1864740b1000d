#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QQmlParserStatus>
#include <QVariantList>
#include <optional>

#include "mobile/app.h"

namespace doorstep {

/// Two records that a person knows to be one: shown beside each other, made one, and parted again for as long as it is
/// told. It outlives the form from which it was asked.
class Joining : public QObject, public QQmlParserStatus {
  Q_OBJECT
  QML_ELEMENT
  Q_INTERFACES(QQmlParserStatus)
  /// The two, as qml/parts/ConflictCard.qml takes records that may be one: {value, who, facts}; empty: not here yet.
  Q_PROPERTY(QVariantList sides READ sides NOTIFY sidesChanged)
  Q_PROPERTY(QString said READ said NOTIFY saidChanged)  ///< what was made one, in words; empty: nothing is told
  Q_PROPERTY(bool undoable READ undoable NOTIFY saidChanged)

 public:
  QVariantList sides() const { return sides_; }
  QString said() const { return said_; }
  bool undoable() const { return gone_.has_value(); }

  Q_INVOKABLE void compare(const QString& one, const QString& other);
  /// The n-th of `sides` stays, counted from 1.
  Q_INVOKABLE void join(int number);
  /// They were made one elsewhere.
  Q_INVOKABLE void tell(const QString& stays, const QString& gone);
  Q_INVOKABLE void undo();
  Q_INVOKABLE void dismiss() { say({}, std::nullopt); }

  void classBegin() override {}
  void componentComplete() override;

 Q_SIGNALS:
  void sidesChanged();
  void saidChanged();
  void joined(const QString& stays);
  void refused(const QString& sentence);

 private:
  void learn(std::size_t place, RecordView record);
  void show_sides();
  void say(const QString& said, std::optional<RecordId> gone);
  QString title_of(const RecordView& record) const;

  App* app_ = nullptr;
  std::vector<std::optional<RecordView>> records_;
  QVariantList sides_;
  QString said_;
  std::optional<RecordId> gone_;
  int question_ = 0;
};

}  // namespace doorstep
