#include "mobile/undelivered.h"

namespace doorstep {

using Stage = SyncState::Stage;

Undelivered::Undelivered()
    : rows_(*this, {{"unit", [](const Row& row) { return QVariant{row.unit}; }},
                    {"recordId", [](const Row& row) { return QVariant{row.record}; }},
                    {"place", [](const Row& row) { return QVariant{row.place}; }},
                    {"what", [](const Row& row) { return QVariant{row.what}; }},
                    {"reason", [](const Row& row) { return QVariant{row.reason}; }},
                    {"nextTry", [](const Row& row) { return QVariant{row.next_try}; }},
                    {"tone", [](const Row& row) { return QVariant{row.tone}; }}}) {
  connect(this, &Undelivered::estateChanged, this, [this] {
    if (estate_ != nullptr) connect(estate_, &Estate::homesChanged, this, [this] { ask_soon(); });
  });
}

void Undelivered::ask() {
  put<std::vector<Waiting>>([](Engine& engine, auto then) { engine.waiting(std::move(then)); },
                            [this](std::vector<Waiting> all) { show(all); });
}

void Undelivered::show(const std::vector<Waiting>& all) {
  std::vector<Row> rows;
  std::map<QString, std::vector<const Waiting*>> by_home;
  std::vector<QString> order;
  for (const auto& one : all) {
    auto key = one.unit ? qs(*one.unit) : QString{};
    if (!by_home.contains(key)) order.push_back(key);
    by_home[key].push_back(&one);
  }
  for (const auto& key : order) {
    const auto& records = by_home[key];
    bool in_visit = false;
    for (const auto* one : records) in_visit = in_visit || one->in_visit;
    Row row;
    row.key = row.unit = key;
    row.record = qs(records.front()->record);
    row.place = place_of_home(records.front()->unit);
    row.what = what_of(records);
    explain(row, in_visit);
    rows.push_back(std::move(row));
  }
  rows_.show(std::move(rows));
}

QString Undelivered::place_of_home(const std::optional<RecordId>& unit) const {
  if (!unit) return tr("Of no home");
  auto place = estate_ == nullptr ? QString{} : estate_->placeOf(qs(*unit));
  return place.isEmpty() ? tr("A home") : place;
}

// "住户 3 项 · 联系方式 1 项"
QString Undelivered::what_of(const std::vector<const Waiting*>& records) const {
  std::map<std::string, int> edits;  // as the chip counts: its number is the sum of what stands here
  std::vector<std::string> order;
  for (const auto* one : records) {
    if (!edits.contains(one->type)) order.push_back(one->type);
    edits[one->type] += static_cast<int>(one->edits);
  }
  QStringList parts;
  for (const auto& type : order)
    parts << tr("%1: %n", nullptr, edits[type]).arg(app().words().type_name(session()->archive_template(), type));
  return parts.join(" · ");
}

void Undelivered::explain(Row& row, bool in_visit) const {
  const auto& sync = session()->sync_state();
  row.tone = "waiting";
  if (in_visit) {
    row.reason = tr("The visit is not finished");
    return;
  }
  switch (sync.stage) {
    case Stage::syncing:
      row.reason = tr("Being handed over");
      row.tone = "accent";
      return;
    case Stage::caught_up:
      row.reason = tr("Waiting for the answer");
      return;
    case Stage::paused:
      row.reason = sync.why ? app().words().sentence(*sync.why) : tr("Held");
      row.tone = "attention";
      return;
    default:
      row.reason = tr("Waiting for network");
  }
  if (sync.next_try) row.next_try = tr("next try %1").arg(app().words().moment(*sync.next_try));
}

}  // namespace doorstep
