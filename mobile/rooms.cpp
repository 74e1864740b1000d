#include "mobile/rooms.h"

#include <map>
#include <set>

namespace doorstep {
namespace {

enum RoomRole { room_role = Qt::UserRole, tone_role, glyph_role, detail_role, meaning_role, pending_role };

// 1502 is on floor 15; B1-023 below the ground; anything else is told by the field or not at all.
int floor_of(const EstateRow& home) {
  if (home.floor) return static_cast<int>(*home.floor);
  auto room = qs(home.room_no);
  if (room.startsWith('B')) return -std::max(1, room.mid(1, 1).toInt());
  bool number = false;
  int whole = room.left(room.indexOf('-') < 0 ? room.size() : room.indexOf('-')).toInt(&number);
  return number && whole >= 100 ? whole / 100 : 0;
}

std::pair<QString, QString> place_on_floor(const EstateRow& home) {
  auto room = qs(home.room_no);
  return {qs(home.unit_no), room.size() > 2 ? room.right(2) : room};
}

}  // namespace

void Rooms::setEstate(Estate* estate) {
  if (estate == estate_) return;
  if (estate_ != nullptr) disconnect(estate_, nullptr, this, nullptr);
  estate_ = estate;
  if (estate_ != nullptr) {
    connect(estate_, &Estate::homesChanged, this, &Rooms::look);
    connect(estate_, &QObject::destroyed, this, [this] { estate_ = nullptr; });
    connect(App::of(this), &App::languageChanged, this, &Rooms::retell, Qt::UniqueConnection);
  }
  look();
}

void Rooms::setBuilding(const QString& building) {
  if (building == building_) return;
  building_ = building;
  look();
}

void Rooms::setLens(const QString& lens) {
  if (lens == lens_) return;
  lens_ = lens;
  Q_EMIT lensChanged();
  retell();
}

// The same rooms, seen through another lens or told in another language.
void Rooms::retell() {
  Q_EMIT shapeChanged();
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

// Columns are the places on a floor: entrance by entrance, room by room, so that 1502 stands above 1402.
void Rooms::look() {
  std::map<std::pair<QString, QString>, std::size_t> columns;
  std::vector<const EstateRow*> homes;
  std::set<int> levels;
  const auto building = building_.toStdString();
  if (estate_ != nullptr)
    for (const auto& home : estate_->homes())
      if (home.building == building) {
        homes.push_back(&home);
        columns[place_on_floor(home)] = 0;
        levels.insert(floor_of(home));
      }
  std::vector<std::pair<QString, QString>> order;
  for (const auto& [place, number] : columns) order.push_back(place);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? before(a.first, b.first) : before(a.second, b.second);
  });
  entrances_.clear();
  for (std::size_t i = 0; i < order.size(); ++i) {
    columns[order[i]] = i;
    entrances_.push_back(order[i].first);
  }
  std::vector<int> floors{levels.rbegin(), levels.rend()};
  std::vector<std::vector<std::optional<EstateRow>>> cells(
      floors.size(), std::vector<std::optional<EstateRow>>(order.size(), std::nullopt));
  for (const auto* home : homes) {
    auto row = static_cast<std::size_t>(std::find(floors.begin(), floors.end(), floor_of(*home)) - floors.begin());
    cells[row][columns[place_on_floor(*home)]] = *home;
  }
  if (floors == floors_ && order.size() == columns_) {
    // The building stands as it stood: only what changed is drawn anew.
    for (std::size_t row = 0; row < cells.size(); ++row)
      for (std::size_t column = 0; column < columns_; ++column) {
        if (cells[row][column] == cells_[row][column]) continue;
        cells_[row][column] = cells[row][column];
        auto at = index(static_cast<int>(row), static_cast<int>(column));
        Q_EMIT dataChanged(at, at);
      }
    return Q_EMIT shapeChanged();
  }
  beginResetModel();
  floors_ = std::move(floors);
  cells_ = std::move(cells);
  columns_ = order.size();
  endResetModel();
  Q_EMIT shapeChanged();
}

QStringList Rooms::floors() const {
  QStringList out;
  for (int floor : floors_) out << (floor < 0 ? "B" + QString::number(-floor) : QString::number(floor) + "F");
  return out;
}

// Two rooms 1802 of one floor are told apart by their entrances; where there is one, nothing needs to be said.
QStringList Rooms::heads() const {
  QStringList out;
  if (entrances_.empty() || entrances_.front() == entrances_.back()) return out;
  for (std::size_t i = 0; i < entrances_.size(); ++i)
    out << (i > 0 && entrances_[i] == entrances_[i - 1] ? QString{} : tr("Entrance %1").arg(entrances_[i]));
  return out;
}

QString Rooms::unitAt(int row, int column) const {
  if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount()) return {};
  const auto& cell = cells_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
  return cell ? qs(cell->unit) : QString{};
}

int Rooms::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(cells_.size()); }
int Rooms::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(columns_); }

QHash<int, QByteArray> Rooms::roleNames() const {
  return {{room_role, "room"},     {tone_role, "tone"},       {glyph_role, "glyph"},
          {detail_role, "detail"}, {meaning_role, "meaning"}, {pending_role, "pending"}};
}

QVariant Rooms::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto& cell = cells_[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
  if (!cell) return role == pending_role ? QVariant{false} : QVariant{QString{}};
  if (role == room_role) return qs(cell->room_no);
  if (role == pending_role) return cell->pending;
  auto sign = sign_of(*cell);
  switch (role) {
    case tone_role:
      return sign.tone;
    case glyph_role:
      return sign.glyph;
    case detail_role:
      return sign.detail;
    case meaning_role:
      return sign.meaning;
    default:
      return {};
  }
}

Rooms::Sign Rooms::due_sign(const EstateRow& home) const {
  switch (home.today) {
    case VisitToday::done:
      return {"ok", "check", {}, tr("Visited today")};
    case VisitToday::started:
      return {"accent", "half", {}, tr("Visit started")};
    case VisitToday::no_answer:
      return {"waiting", "door", {}, tr("No answer")};
    case VisitToday::refused:
      return {"attention", "stop", {}, tr("Refused")};
    case VisitToday::postponed:
      return {"waiting", "later", {}, tr("Postponed")};
    case VisitToday::none:
      break;
  }
  auto late = overdue_days(home, QDate::currentDate());
  if (home.due.empty() || late < 0) return {"neutral", {}, {}, tr("Nothing due")};
  if (late == 0) return {"waiting", "ring", {}, tr("Due today")};
  return {"attention", "clock", tr("%1 d").arg(late), tr("%n day(s) overdue", nullptr, late)};
}

Rooms::Sign Rooms::complete_sign(const EstateRow& home) const {
  if (!home.completeness) return {"neutral", {}, {}, tr("Nothing is asked for here")};
  auto percent = QString::number(*home.completeness) + '%';
  if (*home.completeness >= 100) return {"ok", "check", {}, tr("Complete")};
  return {*home.completeness < 60 ? "attention" : "waiting", {}, percent, tr("%1 complete").arg(percent)};
}

Rooms::Sign Rooms::sign_of(const EstateRow& home) const {
  if (lens_ == "complete") return complete_sign(home);
  if (lens_ == "conflicts")
    return home.conflicts == 0
               ? Sign{"neutral", {}, {}, tr("No conflicts")}
               : Sign{"attention", "warning", home.conflicts > 1 ? QString::number(home.conflicts) : QString{},
                      tr("%n conflict(s)", nullptr, static_cast<int>(home.conflicts))};
  if (lens_ == "use") {
    auto use = estate_ == nullptr ? QString{} : estate_->use_of(home);
    return {use.isEmpty() ? "attention" : "neutral", {}, use, use.isEmpty() ? tr("Use not known") : use};
  }
  if (lens_ == "requests")
    return home.requests == 0 ? Sign{"neutral", {}, {}, tr("No open requests")}
                              : Sign{"waiting", "tool", QString::number(home.requests),
                                     tr("%n open request(s)", nullptr, static_cast<int>(home.requests))};
  return due_sign(home);
}

QVariantList Rooms::legend() const {
  auto entry = [](const char* tone, const char* glyph, const QString& text) {
    return QVariant{QVariantMap{{"tone", tone}, {"glyph", glyph}, {"text", text}}};
  };
  if (lens_ == "complete")
    return {entry("ok", "check", tr("Complete")), entry("waiting", "", tr("Some missing")),
            entry("attention", "", tr("Much missing"))};
  if (lens_ == "conflicts") return {entry("attention", "warning", tr("Two people differ"))};
  if (lens_ == "use") return {entry("attention", "", tr("Use not known"))};
  if (lens_ == "requests") return {entry("waiting", "tool", tr("Open requests"))};
  return {entry("attention", "clock", tr("Overdue")), entry("waiting", "ring", tr("Due today")),
          entry("ok", "check", tr("Visited today"))};
}

QVariantList Rooms::lenses() const {
  int due = 0, conflicts = 0, requests = 0;
  const auto today = today_text();
  for (const auto& floor : cells_)
    for (const auto& cell : floor) {
      if (!cell) continue;
      due += cell->today != VisitToday::done && is_for_today(*cell, today) ? 1 : 0;
      conflicts += static_cast<int>(cell->conflicts);
      requests += static_cast<int>(cell->requests);
    }
  auto lens = [](const char* name, const QString& label, int count) {
    return QVariant{QVariantMap{{"name", name}, {"label", label}, {"count", count}}};
  };
  return {lens("due", tr("Visits due"), due), lens("complete", tr("Completeness"), 0),
          lens("conflicts", tr("Conflicts"), conflicts), lens("use", tr("Use"), 0),
          lens("requests", tr("Requests"), requests)};
}

}  // namespace doorstep
