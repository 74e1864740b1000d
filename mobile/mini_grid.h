#pragma once
#include <QQuickPaintedItem>
#include <QVariantMap>

#include "mobile/rooms.h"

namespace doorstep {

/// A building's grid in small, painted as one picture: so that all buildings of an office fit on a screen. A cell's
/// shape says what its colour says: full, a ring, a full one with a notch, a thin frame.
class MiniGrid : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Rooms* rooms READ rooms WRITE setRooms NOTIFY changed)
  Q_PROPERTY(QVariantMap colours READ colours WRITE setColours NOTIFY changed)  ///< tone → colour

 public:
  explicit MiniGrid(QQuickItem* parent = nullptr);
  Rooms* rooms() const { return rooms_; }
  void setRooms(Rooms* rooms);
  QVariantMap colours() const { return colours_; }
  void setColours(const QVariantMap& colours);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 private:
  void paint_cell(QPainter& painter, const QRectF& cell, const QString& tone) const;

  Rooms* rooms_ = nullptr;
  QVariantMap colours_;
};

inline constexpr qreal mini_cell_max = 14;  ///< pixels

}  // namespace doorstep
