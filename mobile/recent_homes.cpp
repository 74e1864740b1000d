#include "mobile/recent_homes.h"

namespace doorstep {
namespace {

constexpr auto recent_key = "recent/homes";

}  // namespace

RecentHomes::RecentHomes()
    : rows_(*this, {{"unit", [](const Row& row) { return QVariant{row.key}; }},
                    {"address", [](const Row& row) { return QVariant{row.address}; }},
                    {"person", [](const Row& row) { return QVariant{row.person}; }}}) {
  connect(this, &RecentHomes::estateChanged, this, [this] {
    if (estate_ != nullptr) connect(estate_, &Estate::homesChanged, this, &RecentHomes::show);
  });
}

void RecentHomes::setUnit(const QString& unit) {
  if (unit == unit_) return;
  unit_ = unit;
  Q_EMIT unitChanged();
  remember();
}

void RecentHomes::ask() {
  put<std::vector<Draft>>([](Engine& engine, auto then) { engine.drafts(recent_key, std::move(then)); },
                          [this](std::vector<Draft> kept) {
                            recalled_ = true;
                            units_.clear();
                            if (!kept.empty())
                              for (const auto& one : kept.front().body)
                                if (one.is_string()) units_ << qs(one.get_ref<const std::string&>());
                            remember();
                            show();
                          });
}

void RecentHomes::remember() {
  if (!recalled_ || unit_.isEmpty() || !session()) return;
  units_.removeAll(unit_);
  units_.prepend(unit_);
  units_ = units_.mid(0, recent_homes_max);
  json list = json::array();
  for (const auto& one : units_) list.push_back(one.toStdString());
  session()->engine().save_draft(recent_key, std::move(list), [](const Result<void>&) {});
  show();
}

// A home that is on this tablet no more is not offered.
void RecentHomes::show() {
  std::vector<Row> rows;
  for (const auto& unit : units_)
    if (const auto* home = estate_ == nullptr ? nullptr : estate_->home(unit))
      rows.push_back({unit, place_of(*home), qs(home->household)});
  rows_.show(std::move(rows));
}

void RecentHomes::forget() {
  units_.clear();
  recalled_ = false;
  rows_.show({});
}

}  // namespace doorstep
