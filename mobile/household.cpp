#include "mobile/household.h"

#include <QDateTime>
#include <algorithm>
#include <array>

#include "mobile/typed.h"

namespace doorstep {
namespace {

struct RowKind {
  const char *type, *glyph;
  bool listed = true, standing = true;  ///< standing: what is so, and can be confirmed; not what happened once
};
// In the order of the page.
constexpr std::array kinds{RowKind{"resident", "person"},
                           RowKind{"special_need", "medical"},
                           RowKind{"request", "tool", true, false},
                           RowKind{"complaint", "speech", true, false},
                           RowKind{"unit", "home"},
                           RowKind{"contact", "phone"},
                           RowKind{"id_document", "paper"},
                           RowKind{"pet", "pet"},
                           RowKind{"vehicle", "vehicle"},
                           RowKind{"consent", "pen", true, false},
                           RowKind{"occupancy", "person", false},
                           RowKind{"visit", "door", false, false}};

std::size_t order_of(const std::string& type) {
  std::size_t at = 0;
  while (at < kinds.size() && type != kinds[at].type) ++at;
  return at;
}
bool is_listed(const std::string& type) { return order_of(type) == kinds.size() || kinds[order_of(type)].listed; }
bool is_standing(const std::string& type) { return order_of(type) == kinds.size() || kinds[order_of(type)].standing; }

}  // namespace

QString text_in(const RecordView& view, const char* field) {
  auto value = view.fields.find(field);
  return value != view.fields.end() && value->is_string() ? qs(value->get_ref<const std::string&>()) : QString{};
}

QString glyph_of(const std::string& type) {
  auto at = order_of(type);
  return QString::fromLatin1(at == kinds.size() ? "paper" : kinds[at].glyph);
}

HomeRecords::HomeRecords()
    : rows_(*this, {{"recordId", [](const Row& row) { return QVariant{row.key}; }},
                    {"type", [](const Row& row) { return QVariant{row.type}; }},
                    {"section", [](const Row& row) { return QVariant{row.section}; }},
                    {"title", [](const Row& row) { return QVariant{row.title}; }},
                    {"facts", [](const Row& row) { return QVariant{row.facts}; }},
                    {"glyph", [](const Row& row) { return QVariant{row.glyph}; }},
                    {"stand", [](const Row& row) { return QVariant{row.stand}; }}}) {}

void HomeRecords::setUnit(const QString& unit) {
  if (unit == unit_) return;
  unit_ = unit;
  forget();
  Q_EMIT unitChanged();
  ask_soon();
}

bool HomeRecords::concerns(const std::vector<Change>& changes) const {
  // Something new may belong here though nothing here names it yet: any change is a reason.
  return !unit_.isEmpty() && !changes.empty();
}

void HomeRecords::ask() {
  auto unit = parse_id<RecordId>(unit_.toStdString());
  if (!unit) return;
  auto told = session()->to<std::vector<Happening>>(this, [this, asked = unit_](Result<std::vector<Happening>> story) {
    if (story && session() && asked == unit_) tell_happened(*story);
  });
  put<Household>([id = *unit](Engine& engine, auto then) { engine.household(id, std::move(then)); },
                 [this](Household found) {
                   records_.clear();
                   records_.emplace(qs(found.unit.id), std::move(found.unit));
                   for (auto& view : found.records) {
                     auto id = qs(view.id);
                     if (session()->archive_template().type(view.type)) records_.emplace(id, std::move(view));
                   }
                   show_records();
                 });
  session()->engine().timeline(*unit, std::move(told));
}

void HomeRecords::locate(const QString& record) {
  auto id = parse_id<RecordId>(record.toStdString());
  if (!id || !session()) return;
  auto told = session()->to<std::vector<RecordId>>(this, [this, record](Result<std::vector<RecordId>> homes) {
    Q_EMIT located(record, homes && !homes->empty() ? qs(homes->front()) : QString{});
  });
  session()->engine().homes_of(*id, std::move(told));
}

QString HomeRecords::resident_facts(const RecordView& resident) const {
  const auto& archive_template = session()->archive_template();
  auto words = app().words();
  QStringList out;
  auto add = [&](const char* type, const char* name) {
    const auto* field = archive_template.type(type) ? archive_template.type(type)->field(name) : nullptr;
    for (const auto& [id, view] : records_)
      if (field != nullptr && view.type == type && text_in(view, "resident") == qs(resident.id) &&
          view.fields.contains(name))
        out << words.value(*field, view.fields.at(name));
  };
  add("occupancy", "role");
  add("contact", "value");
  return out.mid(0, 3).join(" · ");
}

QStringList HomeRecords::facts_of(const RecordView& view) const {
  const auto& type = *session()->archive_template().type(view.type);
  auto words = app().words();
  QStringList facts;
  for (const auto& field : type.fields) {
    bool in_title = std::find(type.title.begin(), type.title.end(), field.name) != type.title.end();
    bool telling = field.kind != Kind::reference && field.kind != Kind::attachment && !is_technical(field);
    if (facts.size() >= 3 || in_title || !telling || !view.fields.contains(field.name)) continue;
    auto text = words.value(field, view.fields.at(field.name));
    // A bare number or "yes" tells nobody anything.
    bool alone = field.kind == Kind::text || field.kind == Kind::choice || field.kind == Kind::choices;
    if (!text.isEmpty()) facts << (alone ? text : words.label(field.label) + ' ' + text);
  }
  return facts;
}

HomeRecords::Row HomeRecords::row_of(const RecordView& view) const {
  const auto& type = *session()->archive_template().type(view.type);
  auto words = app().words();
  Row row{qs(view.id), qs(view.type), words.label(type.label), words.title(type, view.fields), {}, glyph_of(view.type),
          {}};
  if (view.type == "resident") row.facts = resident_facts(view);
  if (row.facts.isEmpty()) row.facts = facts_of(view).join(" · ");
  row.stand = !view.conflicts.empty() ? "conflict" : view.pending ? "pending" : "";
  return row;
}

// Who answers for the household comes first, then as the template has the roles: owners, tenants, family.
int HomeRecords::rank_of(const RecordView& resident) const {
  const auto* type = session()->archive_template().type("occupancy");
  const auto* role = type == nullptr ? nullptr : type->field("role");
  auto rank = role == nullptr ? 0 : static_cast<int>(role->choices.size());
  for (const auto& [id, view] : records_) {
    if (view.type != "occupancy" || text_in(view, "resident") != qs(resident.id)) continue;
    if (view.fields.value("household_head", json{}) == true) return -1;
    for (int i = 0; i < rank; ++i)
      if (view.fields.value("role", json{}) == role->choices[static_cast<std::size_t>(i)].name) rank = i;
  }
  return rank;
}

void HomeRecords::show_records() {
  std::vector<Row> rows;
  std::map<QString, int> rank;
  for (const auto& [id, view] : records_) {
    if (view.type == "resident") rank[id] = rank_of(view);
    if (is_listed(view.type)) rows.push_back(row_of(view));
    if (id != unit_) continue;
    auto row = row_of(view);
    place_ = row.title;
    facts_ = row.facts;
  }
  std::stable_sort(rows.begin(), rows.end(), [&rank](const Row& a, const Row& b) {
    return std::pair{order_of(a.type.toStdString()), rank[a.key]} <
           std::pair{order_of(b.type.toStdString()), rank[b.key]};
  });
  rows_.show(std::move(rows));
  count_what_is_known();
  tell_needs();
  Q_EMIT told();
}

void HomeRecords::count_what_is_known() {
  known_ = 0;
  words_.clear();
  confirmed_.clear();
  const auto today = QDate::currentDate();
  for (const auto& [id, view] : records_) {
    if (view.type == "visit") {
      auto at = QDateTime::fromString(text_in(view, "started_at"), Qt::ISODate).toLocalTime().date();
      const auto& confirmed = view.fields.value("confirmed_fields", json::array());
      for (const auto& word : confirmed)
        if (at == today && word.is_string()) confirmed_ << qs(word.get_ref<const std::string&>());
    }
    if (!is_standing(view.type)) continue;
    words_ << id;
    for (const auto& field : session()->archive_template().type(view.type)->fields)
      known_ += field.kind != Kind::reference && view.fields.contains(field.name) ? 1 : 0;
  }
}

bool HomeRecords::reviewed() const {
  return !words_.isEmpty() &&
         std::all_of(words_.begin(), words_.end(), [this](const QString& word) { return confirmed_.contains(word); });
}

QVariantList HomeRecords::people() const {
  QVariantList out;
  for (const auto& [id, view] : records_)
    if (view.type == "resident") out << QVariantMap{{"name", id}, {"label", text_in(view, "name")}};
  return out;
}

QVariantList HomeRecords::addable() const {
  QVariantList out;
  if (!session()) return out;
  for (const auto& type : session()->archive_template().types())
    if ((is_standing(type.name) && (type.parent == "unit" || type.parent == "resident") && type.name != "occupancy") ||
        type.name == "complaint")
      out << QVariantMap{{"name", qs(type.name)},
                         {"label", app().words().label(type.label)},
                         {"glyph", glyph_of(type.name)},
                         {"parent", qs(type.parent)}};
  return out;
}

QVariantList HomeRecords::roles() const {
  const auto* type = session() ? session()->archive_template().type("occupancy") : nullptr;
  const auto* role = type == nullptr ? nullptr : type->field("role");
  return role == nullptr ? QVariantList{} : editor_choices(*role, app().words());
}

void HomeRecords::forget() {
  records_.clear();
  needs_.clear();
  happened_.clear();
  words_.clear();
  confirmed_.clear();
  place_.clear();
  facts_.clear();
  known_ = 0;
  rows_.show({});
  Q_EMIT told();
}

}  // namespace doorstep
