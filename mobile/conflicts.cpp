#include "mobile/conflicts.h"

namespace doorstep {
namespace {

using Views = std::vector<ConflictView>;

}  // namespace

Conflicts::Conflicts()
    : rows_(*this, {{"conflictId", [](const Row& row) { return QVariant{row.key}; }},
                    {"recordId", [](const Row& row) { return QVariant{row.record}; }},
                    {"heading", [](const Row& row) { return QVariant{row.heading}; }},
                    {"what", [](const Row& row) { return QVariant{row.what}; }},
                    {"home", [](const Row& row) { return QVariant{row.home}; }},
                    {"since", [](const Row& row) { return QVariant{row.since}; }},
                    {"note", [](const Row& row) { return QVariant{row.note}; }},
                    {"due", [](const Row& row) { return QVariant{row.due}; }},
                    {"grave", [](const Row& row) { return QVariant{row.grave}; }},
                    {"typable", [](const Row& row) { return QVariant{row.typable}; }},
                    {"twice", [](const Row& row) { return QVariant{row.twice}; }},
                    {"approval", [](const Row& row) { return QVariant{row.approval}; }},
                    {"own", [](const Row& row) { return QVariant{row.own}; }},
                    {"holder", [](const Row& row) { return QVariant{row.holder}; }},
                    {"holds", [](const Row& row) { return QVariant{row.holds}; }},
                    {"answers", [](const Row& row) { return QVariant{row.answers}; }},
                    {"members", [](const Row& row) { return QVariant{row.members}; }},
                    {"keepsBoth", [](const Row& row) { return QVariant{row.keeps_both}; }},
                    {"remarks", [](const Row& row) { return QVariant{row.remarks}; }},
                    {"outcome", [](const Row& row) { return QVariant{row.outcome}; }},
                    {"wayBack", [](const Row& row) { return QVariant{row.way_back}; }},
                    {"asks", [](const Row& row) { return QVariant{row.asks}; }},
                    {"alike", [](const Row& row) { return QVariant{row.alike}; }},
                    {"base", [](const Row& row) { return QVariant{row.base}; }},
                    {"candidates", [](const Row& row) { return QVariant{row.candidates}; }}}) {}

void Conflicts::setEstate(Estate* estate) {
  if (estate_ == estate) return;
  if (estate_) estate_->disconnect(this);
  estate_ = estate;
  if (estate_)
    connect(estate_, &Estate::homesChanged, this, [this] {
      if (session()) show_rows();
    });
  Q_EMIT estateChanged();
}

void Conflicts::ask() {
  ask_people();
  put<Views>(
      [this](Engine& engine, auto then) {
        if (over_)
          engine.decided_lately(decided_most_, std::move(then));
        else
          engine.conflicts(DeskQuery{}, std::move(then));
      },
      [this](Views views) {
        views_ = std::move(views);
        fetch_records();
        show_rows();
        show_plan();
        ask_rules();
      });
}

// Of those that wait for a decision.
const ConflictView* Conflicts::view_of(const QString& id) const {
  if (decided_.contains(id)) return nullptr;
  for (const auto& view : views_)
    if (qs(view.conflict.id) == id) return &view;
  return nullptr;
}

int Conflicts::placeOf(const QString& conflict) const {
  for (int row = 0; row < rows_.count(); ++row)
    if (rows_.at(row).key == conflict) return row;
  return -1;
}

int Conflicts::mine() const {
  if (!session()) return 0;
  const auto& me = session()->identity().person;
  return static_cast<int>(std::count_if(views_.begin(), views_.end(),
                                        [&](const ConflictView& view) { return waits_for(me, role_, view); }));
}

bool Conflicts::ruleless() const { return session() && session()->archive_template().type(desk_rule_type) == nullptr; }

void Conflicts::forget() {
  views_.clear();
  decided_.clear();
  records_.clear();
  homes_.clear();
  people_.clear();
  role_.reset();
  words_.clear();
  decided_most_ = decided_at_once;
  awaited_ = 0;
  say({}, nullptr);
  known_rules_.clear();
  rules_.clear();
  dropPlan();
  rows_.show({});
}

}  // namespace doorstep
