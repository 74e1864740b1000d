#pragma once
#include <QtQml/qqmlregistration.h>
#include <QAbstractTableModel>

namespace doorstep {

/// A building nobody lives in, for the gallery and for the tests of the grid: the roles that qml/parts/BuildingGrid.qml
/// asks for, the highest floor first. Every 17th place has no room.
class SampleRooms : public QAbstractTableModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(int floors MEMBER floors_ WRITE setFloors NOTIFY shapeChanged)
  Q_PROPERTY(int across MEMBER across_ WRITE setAcross NOTIFY shapeChanged)
  Q_PROPERTY(QStringList floorNames READ floorNames NOTIFY shapeChanged)

 public:
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : floors_; }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : across_; }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  void setFloors(int floors);
  void setAcross(int across);
  QStringList floorNames() const;
  /// A visit was done there.
  Q_INVOKABLE void review(int row, int column);

 Q_SIGNALS:
  void shapeChanged();

 private:
  int floors_ = 0, across_ = 0;
  QModelIndexList reviewed_;
};

}  // namespace doorstep
