#pragma once
#include <QAbstractTableModel>
#include <QQmlEngine>

#include "mobile/estate.h"

namespace doorstep {

/// One building as its grid (房态图): a row for each floor, the highest first, a column for each room, coloured by one
/// lens. Roles: room, tone, glyph, detail, meaning, pending (what qml/parts/BuildingGrid.qml asks for).
class Rooms : public QAbstractTableModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate READ estate WRITE setEstate NOTIFY shapeChanged)
  Q_PROPERTY(QString building READ building WRITE setBuilding NOTIFY shapeChanged)
  Q_PROPERTY(QString lens READ lens WRITE setLens NOTIFY lensChanged)  ///< due, complete, conflicts, use, requests
  Q_PROPERTY(QStringList floors READ floors NOTIFY shapeChanged)       ///< a name for each row
  Q_PROPERTY(QStringList heads READ heads NOTIFY shapeChanged)  ///< an entrance's name over its first column; or none
  Q_PROPERTY(QVariantList legend READ legend NOTIFY shapeChanged)  ///< {tone, glyph, text}
  Q_PROPERTY(QVariantList lenses READ lenses NOTIFY shapeChanged)  ///< {name, label, count}: what can be asked

 public:
  Estate* estate() const { return estate_; }
  void setEstate(Estate* estate);
  QString building() const { return building_; }
  void setBuilding(const QString& building);
  QString lens() const { return lens_; }
  void setLens(const QString& lens);
  QStringList floors() const;
  QStringList heads() const;
  QVariantList legend() const;
  QVariantList lenses() const;
  Q_INVOKABLE QString unitAt(int row, int column) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void shapeChanged();
  void lensChanged();

 private:
  struct Sign {
    QString tone = "neutral", glyph, detail, meaning;
  };
  void look();
  void retell();
  Sign sign_of(const EstateRow& home) const;
  Sign due_sign(const EstateRow& home) const;
  Sign complete_sign(const EstateRow& home) const;

  Estate* estate_ = nullptr;
  QString building_, lens_ = "due";
  std::vector<int> floors_;  ///< highest first
  std::vector<std::vector<std::optional<EstateRow>>> cells_;
  std::vector<QString> entrances_;  ///< of each column
  std::size_t columns_ = 0;
};

}  // namespace doorstep
