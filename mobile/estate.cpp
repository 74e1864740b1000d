#include "mobile/estate.h"

#include <tuple>

namespace doorstep {
namespace {

using Views = std::vector<RecordView>;

QString text_in(const json& fields, const char* name) {
  auto value = fields.find(name);
  if (value == fields.end()) return {};
  return value->is_string()   ? qs(value->get_ref<const std::string&>())
         : value->is_number() ? qs(value->dump())
                              : QString{};
}

// A moment counts on the day that it was here: in China a morning is still yesterday's by UTC.
QDate date_in(const json& fields, const char* name) {
  auto text = text_in(fields, name);
  auto moment = text.size() > 10 ? QDateTime::fromString(text, Qt::ISODate) : QDateTime{};
  return moment.isValid() ? moment.toLocalTime().date() : QDate::fromString(text, Qt::ISODate);
}

// 1502 is on floor 15; B1-023 below the ground; anything else is told by the field or not at all.
int floor_of(const QString& room) {
  if (room.startsWith('B')) return -std::max(1, room.mid(1, 1).toInt());
  bool number = false;
  int whole = room.left(room.indexOf('-') < 0 ? room.size() : room.indexOf('-')).toInt(&number);
  return number && whole >= 100 ? whole / 100 : 0;
}

int complete_percent(const Type& type, const json& fields) {
  int needed = 0, filled = 0;
  for (const auto& field : type.fields) {
    if (!field.required) continue;
    ++needed;
    filled += fields.contains(field.name) ? 1 : 0;
  }
  return needed == 0 ? 100 : filled * 100 / needed;
}

Home home_of(const Template& archive_template, const RecordView& view, const Words& words) {
  const auto& type = *archive_template.type("unit");
  Home home;
  home.id = view.id;
  home.key = qs(view.id);
  home.building = text_in(view.fields, "building");
  home.entrance = text_in(view.fields, "unit_no");
  home.room = text_in(view.fields, "room_no");
  home.floor = view.fields.contains("floor") ? text_in(view.fields, "floor").toInt() : floor_of(home.room);
  if (view.fields.contains("use_state"))
    if (const auto* use = type.field("use_state")) home.use = words.value(*use, view.fields.at("use_state"));
  home.conflicts = static_cast<int>(view.conflicts.size());
  home.complete_percent = complete_percent(type, view.fields);
  home.pending = view.pending;
  return home;
}

void add_visit(Home& home, const RecordView& visit, QDate today) {
  auto status = text_in(visit.fields, "status");
  auto due = date_in(visit.fields, "due"), ended = date_in(visit.fields, "ended_at");
  if (status == "planned" || status == "started") {
    if (!home.due.isValid() || (due.isValid() && due < home.due)) home.due = due.isValid() ? due : today;
    if (status == "started") home.visit = status;
  } else if (ended == today || (!ended.isValid() && due == today)) {
    home.visit = status;
    if (due.isValid()) home.due = due;
  }
  if (status == "done" && (!home.reviewed.isValid() || ended > home.reviewed)) home.reviewed = ended;
  home.pending = home.pending || visit.pending;
}

bool is_open(const QString& request_status) {
  return request_status != "confirmed" && request_status != "cancelled" && request_status != "done";
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

QString Home::place() const {
  QStringList parts;
  for (const auto& part : {building, entrance, room})
    if (!part.isEmpty()) parts << part;
  return parts.join('-');
}

int Home::overdue(QDate today) const { return due.isValid() ? static_cast<int>(due.daysTo(today)) : 0; }

Estate::Estate()
    : rows_(*this, {{"building", [](const Row& row) { return QVariant{row.key}; }},
                    {"homes", [](const Row& row) { return QVariant{row.homes}; }},
                    {"due", [](const Row& row) { return QVariant{row.due}; }},
                    {"done", [](const Row& row) { return QVariant{row.done}; }},
                    {"conflicts", [](const Row& row) { return QVariant{row.conflicts}; }}}) {}

const Home* Estate::home(const QString& id) const {
  for (const auto& home : homes_)
    if (home.key == id) return &home;
  return nullptr;
}

QString Estate::placeOf(const QString& unit) const {
  const auto* found = home(unit);
  return found == nullptr ? QString{} : found->place();
}

int Estate::due() const {
  auto today = QDate::currentDate();
  return static_cast<int>(std::count_if(homes_.begin(), homes_.end(), [&](const Home& home) {
    return (home.due.isValid() && home.due <= today) || home.visit != "none";
  }));
}
int Estate::done() const {
  return static_cast<int>(
      std::count_if(homes_.begin(), homes_.end(), [](const Home& home) { return home.visit == "done"; }));
}

// Five questions in one turn of the engine's thread: their answers come in order and the last one shows.
void Estate::ask() {
  auto all = std::make_shared<std::map<std::string, Views>>();
  auto keep = [this, all](const std::string& type) {
    Query query;
    query.type = type;
    query.limit = find_limit_max;
    if (session()->archive_template().type(type) == nullptr) return;
    session()->engine().find(query, session()->to<Views>(this, [all, type](Result<Views> found) {
      if (found) (*all)[type] = std::move(*found);
    }));
  };
  for (const char* type : {"visit", "request", "occupancy", "special_need", "resident"}) keep(type);
  Query units;
  units.type = "unit";
  units.limit = find_limit_max;
  put<Views>([units](Engine& engine, auto then) { engine.find(units, std::move(then)); },
             [this, all](Views found) {
               const auto& archive_template = session()->archive_template();
               const auto today = QDate::currentDate();
               std::map<QString, Home> homes;
               for (const auto& view : found) homes[qs(view.id)] = home_of(archive_template, view, app().words());
               for (const auto& visit : (*all)["visit"])
                 if (auto home = homes.find(text_in(visit.fields, "unit")); home != homes.end())
                   add_visit(home->second, visit, today);
               for (const auto& request : (*all)["request"])
                 if (auto home = homes.find(text_in(request.fields, "unit")); home != homes.end())
                   home->second.requests += is_open(text_in(request.fields, "status")) ? 1 : 0;
               std::map<QString, const RecordView*> residents;
               for (const auto& resident : (*all)["resident"]) residents[qs(resident.id)] = &resident;
               std::map<QString, bool> needs;
               for (const auto& need : (*all)["special_need"]) needs[text_in(need.fields, "resident")] = true;
               for (const auto& occupancy : (*all)["occupancy"]) {
                 auto home = homes.find(text_in(occupancy.fields, "unit"));
                 auto resident = residents.find(text_in(occupancy.fields, "resident"));
                 if (home == homes.end() || resident == residents.end()) continue;
                 auto& people = home->second.people;
                 people += (people.isEmpty()          ? ""
                            : app().words().chinese() ? "、"
                                                      : ", ") +
                           text_in(resident->second->fields, "name");
                 home->second.warned = home->second.warned || needs.contains(resident->first);
                 home->second.conflicts += static_cast<int>(resident->second->conflicts.size());
                 home->second.pending = home->second.pending || resident->second->pending;
               }
               std::vector<Home> list;
               for (auto& [id, home] : homes) list.push_back(std::move(home));
               show_homes(std::move(list));
             });
}

void Estate::show_homes(std::vector<Home> homes) {
  std::sort(homes.begin(), homes.end(), [](const Home& a, const Home& b) {
    if (a.building != b.building) return before(a.building, b.building);
    if (a.entrance != b.entrance) return before(a.entrance, b.entrance);
    return before(a.room, b.room);
  });
  homes_ = std::move(homes);
  auto today = QDate::currentDate();
  std::vector<Row> rows;
  for (const auto& home : homes_) {
    if (rows.empty() || rows.back().key != home.building) rows.push_back({home.building});
    auto& row = rows.back();
    ++row.homes;
    row.due += (home.due.isValid() && home.due <= today) || home.visit != "none" ? 1 : 0;
    row.done += home.visit == "done" ? 1 : 0;
    row.conflicts += home.conflicts;
  }
  rows_.show(std::move(rows));
  Q_EMIT homesChanged();
}

void Estate::forget() { show_homes({}); }

}  // namespace doorstep
