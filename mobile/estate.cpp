#include "mobile/estate.h"

#include <algorithm>
#include <array>

namespace doorstep {
namespace {

// Whoever wrote the state in which the home's visit of today is; the newest word comes first.
bool made_by(const std::string& name, const std::vector<Happening>& told, VisitToday today) {
  const auto status = name_of(today).toStdString();
  const auto call = std::find_if(told.begin(), told.end(), [&](const Happening& one) {
    return one.type == "visit" && one.status == status &&
           std::find(one.fields.begin(), one.fields.end(), "status") != one.fields.end();
  });
  return call != told.end() && call->who == name;
}

}  // namespace

bool before(const QString& a, const QString& b) {
  qsizetype i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i].isDigit() && b[j].isDigit()) {
      auto take = [](const QString& text, qsizetype& at) {
        qulonglong number = 0;
        for (; at < text.size() && text[at].isDigit(); ++at)
          number = number * 10 + static_cast<qulonglong>(text[at].digitValue());
        return number;
      };
      auto left = take(a, i), right = take(b, j);
      if (left != right) return left < right;
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i;
    ++j;
  }
  return a.size() - i < b.size() - j;
}

QString place_of(const EstateRow& home) {
  QStringList parts;
  for (const auto& part : {home.building, home.unit_no, home.room_no})
    if (!part.empty()) parts << qs(part);
  return parts.join('-');
}

QString name_of(VisitToday visit) {
  constexpr std::array names{"none", "started", "done", "no_answer", "refused", "postponed"};
  return QString::fromLatin1(names.at(static_cast<std::size_t>(visit)));
}

bool is_for_today(const EstateRow& home, const std::string& today) {
  return home.today != VisitToday::none || (!home.due.empty() && home.due <= today);
}

int overdue_days(const EstateRow& home, QDate today) {
  auto due = QDate::fromString(qs(home.due), Qt::ISODate);
  return due.isValid() ? static_cast<int>(due.daysTo(today)) : 0;
}

std::string today_text() { return QDate::currentDate().toString(Qt::ISODate).toStdString(); }

Estate::Estate()
    : rows_(*this, {{"building", [](const Row& row) { return QVariant{row.key}; }},
                    {"homes", [](const Row& row) { return QVariant{row.homes}; }},
                    {"due", [](const Row& row) { return QVariant{row.due}; }},
                    {"done", [](const Row& row) { return QVariant{row.done}; }},
                    {"conflicts", [](const Row& row) { return QVariant{row.conflicts}; }}}) {}

const EstateRow* Estate::home(const QString& id) const {
  auto wanted = parse_id<RecordId>(id.toStdString());
  if (!wanted) return nullptr;
  for (const auto& home : homes_)
    if (home.unit == *wanted) return &home;
  return nullptr;
}

QString Estate::placeOf(const QString& unit) const {
  const auto* found = home(unit);
  return found == nullptr ? QString{} : place_of(*found);
}

QString Estate::use_of(const EstateRow& home) const {
  const auto* type = session() ? session()->archive_template().type("unit") : nullptr;
  const auto* field = type == nullptr ? nullptr : type->field("use_state");
  if (field == nullptr || home.use_state.empty()) return {};
  return app().words().value(*field, json(home.use_state));
}

/// A question on its way through the engine: every home, then who was at those where somebody was today.
struct Estate::Look {
  Engine& engine;
  std::string me;
  Calls known;
  Engine::Then<Looked> then;
  Looked looked{};
  std::size_t next = 0;
};

// On the engine's thread.
void Estate::look_on(const std::shared_ptr<Look>& look) {
  auto& [homes, calls] = look->looked;
  while (look->next < homes.size()) {
    const auto& home = homes[look->next++];
    if (home.today == VisitToday::none) continue;
    const auto known = look->known.find(home.unit);
    if (known != look->known.end() && known->second.today == home.today && known->second.pending == home.pending &&
        known->second.reviewed == home.reviewed) {
      calls.insert(*known);
      continue;
    }
    return look->engine.timeline(home.unit, [look](const Result<std::vector<Happening>>& told) {
      const auto& asked = look->looked.homes[look->next - 1];
      const bool mine = told && made_by(look->me, *told, asked.today);
      look->looked.calls.emplace(asked.unit, Call{asked.today, asked.pending, asked.reviewed, mine});
      look_on(look);
    });
  }
  look->then(std::move(look->looked));
}

void Estate::ask() {
  put<Looked>(
      [known = calls_, me = session()->identity().name](Engine& engine, Engine::Then<Looked> then) {
        auto look = std::make_shared<Look>(Look{engine, me, known, std::move(then)});
        engine.estate([look](Result<std::vector<EstateRow>> homes) {
          if (!homes) return look->then(homes.error());
          look->looked.homes = std::move(*homes);
          look_on(look);
        });
      },
      [this](Looked looked) { show_homes(std::move(looked)); });
}

bool Estate::is_mine(const EstateRow& home) const {
  const auto call = calls_.find(home.unit);
  return call != calls_.end() && call->second.mine;
}

bool Estate::is_own(const EstateRow& home) const {
  if (home.today != VisitToday::none && is_mine(home)) return true;
  if (home.due.empty() || home.due > today_text() || !session()) return false;
  return home.assignee.empty() || home.assignee == session()->identity().name;
}

void Estate::show_homes(Looked looked) {
  homes_ = std::move(looked.homes);
  calls_ = std::move(looked.calls);
  visited_ = held_ = 0;
  const auto today = today_text();
  std::vector<Row> rows;
  std::unordered_map<std::string, std::size_t> row_of;
  for (const auto& home : homes_) {
    auto [known, fresh] = row_of.emplace(home.building, rows.size());
    if (fresh) rows.push_back({qs(home.building)});
    auto& row = rows[known->second];
    const bool visited = home.today != VisitToday::none && home.today != VisitToday::started && is_mine(home);
    ++row.homes;
    row.due += is_for_today(home, today) ? 1 : 0;
    row.done += home.today == VisitToday::done ? 1 : 0;
    row.conflicts += static_cast<int>(home.conflicts);
    visited_ += visited ? 1 : 0;
    held_ += visited && home.pending ? 1 : 0;
  }
  rows_.show(std::move(rows));
  Q_EMIT homesChanged();
}

void Estate::forget() { show_homes({}); }

}  // namespace doorstep
