#include "mobile/mini_grid.h"

#include <QPainter>
#include <algorithm>

namespace doorstep {

MiniGrid::MiniGrid(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &MiniGrid::changed, this, [this] { update(); });
}

void MiniGrid::setRooms(Rooms* rooms) {
  if (rooms == rooms_) return;
  if (rooms_ != nullptr) disconnect(rooms_, nullptr, this, nullptr);
  rooms_ = rooms;
  if (rooms_ != nullptr) {
    connect(rooms_, &Rooms::shapeChanged, this, [this] { update(); });
    connect(rooms_, &Rooms::lensChanged, this, [this] { update(); });
    connect(rooms_, &QAbstractItemModel::dataChanged, this, [this] { update(); });
    connect(rooms_, &QObject::destroyed, this, [this] { rooms_ = nullptr; });
  }
  Q_EMIT changed();
}

void MiniGrid::setColours(const QVariantMap& colours) {
  if (colours == colours_) return;
  colours_ = colours;
  Q_EMIT changed();
}

void MiniGrid::paint(QPainter* painter) {
  if (rooms_ == nullptr || rooms_->rowCount() == 0 || rooms_->columnCount() == 0) return;
  const auto across = width() / rooms_->columnCount(), down = height() / rooms_->rowCount();
  const auto wide = std::min(across, 2 * mini_cell_max), high = std::min(down, mini_cell_max);
  const auto names = rooms_->roleNames();
  const auto room = names.key("room"), tone = names.key("tone");
  for (int row = 0; row < rooms_->rowCount(); ++row)
    for (int column = 0; column < rooms_->columnCount(); ++column) {
      auto at = rooms_->index(row, column);
      if (rooms_->data(at, room).toString().isEmpty()) continue;
      QRectF cell{column * wide, row * high, std::max(1.0, wide - 2), std::max(1.0, high - 2)};
      paint_cell(*painter, cell, rooms_->data(at, tone).toString());
    }
}

void MiniGrid::paint_cell(QPainter& painter, const QRectF& cell, const QString& tone) const {
  auto colour = colours_.value(tone, colours_.value("neutral")).value<QColor>();
  if (tone == "ok" || tone == "attention") painter.fillRect(cell, colour);
  if (tone == "attention")
    painter.fillRect(QRectF{cell.left(), cell.top(), cell.width() / 3, cell.height() / 2}, Qt::white);
  if (tone == "ok" || tone == "attention") return;
  painter.setPen(QPen{colour, tone == "neutral" ? 1.0 : 2.0});
  painter.drawRect(cell.adjusted(0.5, 0.5, -1, -1));
}

}  // namespace doorstep
