#include "mobile/visits.h"

namespace doorstep {

Visits::Visits()
    : rows_(*this, {{"unit", [](const Row& row) { return QVariant{row.key}; }},
                    {"building", [](const Row& row) { return QVariant{row.building}; }},
                    {"place", [](const Row& row) { return QVariant{row.place}; }},
                    {"person", [](const Row& row) { return QVariant{row.person}; }},
                    {"due", [](const Row& row) { return QVariant{row.due}; }},
                    {"tone", [](const Row& row) { return QVariant{row.tone}; }},
                    {"progress", [](const Row& row) { return QVariant{row.progress}; }},
                    {"warned", [](const Row& row) { return QVariant{row.warned}; }},
                    {"pending", [](const Row& row) { return QVariant{row.pending}; }}}) {}

void Visits::setEstate(Estate* estate) {
  if (estate == estate_) return;
  if (estate_ != nullptr) disconnect(estate_, nullptr, this, nullptr);
  estate_ = estate;
  if (estate_ != nullptr) {
    connect(estate_, &Estate::homesChanged, this, &Visits::look);
    connect(estate_, &QObject::destroyed, this, [this] { estate_ = nullptr; });
  }
  Q_EMIT estateChanged();
  look();
}

void Visits::look() {
  std::vector<Row> rows;
  auto today = QDate::currentDate();
  if (estate_ != nullptr)
    for (const auto& home : estate_->homes()) {
      bool due = home.due.isValid() && home.due <= today;
      if (!due && home.visit == "none") continue;
      auto late = home.overdue(today);
      Row row;
      row.key = home.key;
      row.building = home.building;
      row.place = home.entrance.isEmpty() ? home.room : tr("Entrance %1 · %2").arg(home.entrance, home.room);
      row.person = home.people.isEmpty() ? home.use : home.people;
      row.due = late > 0 ? tr("%n day(s) late", nullptr, late) : tr("Today");
      row.tone = late > 0 ? "attention" : "neutral";
      row.progress = home.visit;
      row.warned = home.warned;
      row.pending = home.pending;
      rows.push_back(std::move(row));
    }
  rows_.show(std::move(rows));
}

QVariant Visits::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rows_.count() || role < Qt::UserRole) return {};
  return rows_.value(index.row(), role);
}

QString Visits::after(const QString& unit) const {
  bool passed = unit.isEmpty();
  QString first;
  for (const auto& row : rows_.all()) {
    bool open = row.progress == "none" || row.progress == "started";
    if (passed && open && row.key != unit) return row.key;
    if (open && first.isEmpty() && row.key != unit) first = row.key;
    passed = passed || row.key == unit;
  }
  return first;
}

}  // namespace doorstep
