#pragma once
#include "mobile/estate.h"

namespace doorstep {

/// Today's list: the homes that are due, the latest first within their building's order, done ones below. Roles: unit,
/// building (a section), place, person, due, tone, progress, warned, pending (what qml/parts/VisitRow.qml takes).
class Visits : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate READ estate WRITE setEstate NOTIFY estateChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  struct Row {
    QString key, building, place, person, due, tone, progress;
    bool warned = false, pending = false;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Visits();
  Estate* estate() const { return estate_; }
  void setEstate(Estate* estate);
  int count() const { return rows_.count(); }
  /// The next home that is still to be visited after this one; empty: none is left.
  Q_INVOKABLE QString after(const QString& unit) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : rows_.count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override { return rows_.names(); }

 Q_SIGNALS:
  void estateChanged();
  void countChanged();

 private:
  template <class>
  friend class Rows;
  void hold(RowStore&) {}
  void look();

  Estate* estate_ = nullptr;
  Rows<Row> rows_;
};

}  // namespace doorstep
