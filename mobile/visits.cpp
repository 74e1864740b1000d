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
                    {"pending", [](const Row& row) { return QVariant{row.pending}; }}}) {
  connect(this, &Visits::estateChanged, this, &Visits::look);
}

void Visits::setEstate(Estate* estate) {
  if (estate == estate_) return;
  if (estate_ != nullptr) disconnect(estate_, nullptr, this, nullptr);
  estate_ = estate;
  if (estate_ != nullptr) {
    connect(estate_, &Estate::homesChanged, this, &Visits::look);
    connect(estate_, &QObject::destroyed, this, [this] { estate_ = nullptr; });
  }
  Q_EMIT estateChanged();
}

void Visits::look() {
  listed_.clear();
  done_ = colleagues_ = 0;
  const auto today = today_text();
  if (estate_ != nullptr && App::of(this)->session() != nullptr)
    for (std::size_t i = 0; i < estate_->homes().size(); ++i) {
      const auto& home = estate_->homes()[i];
      if (!is_for_today(home, today)) continue;
      const bool own = estate_->is_own(home);
      colleagues_ += own ? 0 : 1;
      if (!own && !everybodys_) continue;
      listed_.push_back(i);
      done_ += home.today == VisitToday::done ? 1 : 0;
    }
  show();
  Q_EMIT told();
}

void Visits::show() {
  std::vector<Row> rows;
  for (auto place : listed_) {
    if (rows.size() == limit_) break;
    rows.push_back(row_of(estate_->homes()[place]));
  }
  rows_.show(std::move(rows));
}

Visits::Row Visits::row_of(const EstateRow& home) const {
  auto late = overdue_days(home, QDate::currentDate());
  Row row;
  row.key = qs(home.unit);
  row.building = qs(home.building);
  row.place = home.unit_no.empty() ? qs(home.room_no) : tr("Entrance %1 · %2").arg(qs(home.unit_no), qs(home.room_no));
  row.person = home.household.empty() ? estate_->use_of(home) : qs(home.household);
  row.due = late > 0 ? tr("%n day(s) late", nullptr, late) : tr("Today");
  row.tone = late > 0 ? "attention" : "neutral";
  row.progress = name_of(home.today);
  row.warned = home.warned;
  row.pending = home.pending;
  return row;
}

bool Visits::canFetchMore(const QModelIndex& parent) const { return !parent.isValid() && limit_ < listed_.size(); }

void Visits::fetchMore(const QModelIndex&) {
  limit_ += page_;
  show();
}

QVariant Visits::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rows_.count() || role < Qt::UserRole) return {};
  return rows_.value(index.row(), role);
}

QString Visits::after(const QString& unit) const {
  auto here = parse_id<RecordId>(unit.toStdString());
  bool passed = !here;
  QString first;
  for (auto place : listed_) {
    const auto& home = estate_->homes()[place];
    const bool self = here && home.unit == *here;
    const bool open = !self && (home.today == VisitToday::none || home.today == VisitToday::started);
    if (open && passed) return qs(home.unit);
    if (open && first.isEmpty()) first = qs(home.unit);
    passed = passed || self;
  }
  return first;
}

}  // namespace doorstep
