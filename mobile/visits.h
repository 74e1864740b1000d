#pragma once
#include "mobile/estate.h"

namespace doorstep {

/// Today's list: the homes that are due in the order of the buildings, and those that were visited. Roles: unit,
/// building (a section), place, person, due, tone, progress, warned, pending (what qml/parts/VisitRow.qml takes). It
/// pages: `due` and `done` count all of it.
class Visits : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate READ estate WRITE setEstate NOTIFY estateChanged)
  Q_PROPERTY(bool everybodys MEMBER everybodys_ NOTIFY estateChanged)  ///< those of colleagues (Estate::is_own) as well
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(int due READ due NOTIFY told)  ///< on the list, done ones included
  Q_PROPERTY(int done READ done NOTIFY told)
  Q_PROPERTY(int colleagues READ colleagues NOTIFY told)  ///< of today, planned for somebody else or visited by them

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
  int due() const { return static_cast<int>(listed_.size()); }
  int done() const { return done_; }
  int colleagues() const { return colleagues_; }
  /// The next home that is still to be visited after this one; empty: none is left.
  Q_INVOKABLE QString after(const QString& unit) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : rows_.count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override { return rows_.names(); }
  bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;

 Q_SIGNALS:
  void estateChanged();
  void countChanged();
  void told();

 private:
  template <class>
  friend class Rows;
  void hold(RowStore&) {}
  void look();
  void show();
  Row row_of(const EstateRow& home) const;

  Estate* estate_ = nullptr;
  bool everybodys_ = false;
  std::vector<std::size_t> listed_;  ///< places in the estate's homes
  std::size_t limit_ = page_;
  static constexpr std::size_t page_ = 100;
  int done_ = 0, colleagues_ = 0;
  Rows<Row> rows_;
};

}  // namespace doorstep
