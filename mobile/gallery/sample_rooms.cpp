#include "mobile/gallery/sample_rooms.h"

namespace doorstep {

namespace {

enum Role { room = Qt::UserRole, tone, glyph, detail, meaning, pending };

struct Look {
  const char *tone, *glyph, *detail, *meaning;
};

/// As a lens "visits due" would show them.
constexpr Look looks[] = {{"ok", "check", "", "reviewed"},        {"neutral", "", "", "not due"},
                          {"waiting", "dot", "", "due today"},    {"ok", "check", "", "reviewed"},
                          {"attention", "warning", "12", "late"}, {"neutral", "", "", "not due"},
                          {"neutral", "none", "—", "vacant"}};

}  // namespace

QVariant SampleRooms::data(const QModelIndex& index, int role) const {
  const int floor = floors_ - index.row(), place = index.row() * across_ + index.column();
  const auto& look = reviewed_.contains(index) ? looks[0] : looks[(place * 5 + index.row()) % 7];
  const bool there = place % 17 != 16;
  switch (role) {
    case room:
      return there ? QString::number(floor * 100 + index.column() + 1).rightJustified(4, '0') : QString{};
    case tone:
      return look.tone;
    case glyph:
      return look.glyph;
    case detail:
      return look.detail;
    case meaning:
      return look.meaning;
    case pending:
      return place % 23 == 3;
  }
  return {};
}

QHash<int, QByteArray> SampleRooms::roleNames() const {
  return {{room, "room"},     {tone, "tone"},       {glyph, "glyph"},
          {detail, "detail"}, {meaning, "meaning"}, {pending, "pending"}};
}

void SampleRooms::setFloors(int floors) {
  beginResetModel();
  floors_ = floors;
  endResetModel();
  Q_EMIT shapeChanged();
}

void SampleRooms::setAcross(int across) {
  beginResetModel();
  across_ = across;
  endResetModel();
  Q_EMIT shapeChanged();
}

QStringList SampleRooms::floorNames() const {
  QStringList out;
  for (int floor = floors_; floor > 0; --floor) out << QString::number(floor) + "F";
  return out;
}

void SampleRooms::review(int row, int column) {
  reviewed_ << index(row, column);
  Q_EMIT dataChanged(index(row, column), index(row, column));
}

}  // namespace doorstep
