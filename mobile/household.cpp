#include "mobile/household.h"

#include <QDateTime>
#include <array>

namespace doorstep {
namespace {

using Views = std::vector<RecordView>;

QString text_in(const RecordView& view, const char* name) {
  auto value = view.fields.find(name);
  return value != view.fields.end() && value->is_string() ? qs(value->get_ref<const std::string&>()) : QString{};
}

struct RowKind {
  const char *type, *glyph;
};
// In the order of the page.
constexpr std::array kinds{
    RowKind{"resident", "person"}, RowKind{"special_need", "medical"}, RowKind{"request", "tool"},
    RowKind{"unit", "home"},       RowKind{"contact", "phone"},        RowKind{"id_document", "paper"},
    RowKind{"pet", "pet"},         RowKind{"vehicle", "vehicle"},      RowKind{"consent", "pen"}};

int order_of(const QString& type) {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (type == kinds[i].type) return static_cast<int>(i);
  return -1;
}

// A person's name leads from their home to them: references go up only from what ties the two together.
bool leads_on(const std::string& type) { return type == "occupancy" || type == "request" || type == "pet"; }

}  // namespace

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
  // Something new may belong here though nothing here names it yet: any change of a type that refers is a reason.
  return !unit_.isEmpty() && !changes.empty();
}

void HomeRecords::ask() {
  if (unit_.isEmpty()) return;
  auto all = std::make_shared<Gathering>();
  newest_ = all;
  fetch(all, unit_);
}

void HomeRecords::fetch(const Gathered& all, const QString& id) {
  auto record = parse_id<RecordId>(id.toStdString());
  if (!record || !all->asked.insert(id).second) return;
  ++all->open;
  session()->engine().show(*record, session()->to<RecordView>(this, [this, all](Result<RecordView> view) {
    if (newest_ != all || !session()) return;
    if (view) gather(all, std::move(*view));
    done(all);
  }));
}

void HomeRecords::find_those_with(const Gathered& all, const std::string& refers, const QString& id) {
  for (const auto& type : session()->archive_template().types())
    for (const auto& field : type.fields) {
      if (field.kind != Kind::reference || field.refers != refers) continue;
      bool belongs = refers == "unit" || type.parent == field.name;
      if (!belongs) continue;
      Query query;
      query.type = type.name;
      query.where = {{field.name, Filter::Test::equal, json(id.toStdString())}};
      query.limit = 500;
      ++all->open;
      session()->engine().find(query, session()->to<Views>(this, [this, all](Result<Views> found) {
        if (newest_ != all || !session()) return;
        if (found)
          for (auto& view : *found) gather(all, std::move(view));
        done(all);
      }));
    }
}

void HomeRecords::gather(const Gathered& all, RecordView view) {
  auto id = qs(view.id);
  if (all->records.contains(id)) return;
  all->asked.insert(id);
  follow_references(all, view);
  if (view.type == "unit" || view.type == "resident") find_those_with(all, view.type, id);
  all->records.emplace(id, std::move(view));
}

void HomeRecords::follow_references(const Gathered& all, const RecordView& view) {
  const auto* type = session()->archive_template().type(view.type);
  if (type == nullptr || !leads_on(view.type)) return;
  for (const auto& field : type->fields)
    if (field.kind == Kind::reference && field.refers == "resident" && view.fields.contains(field.name))
      fetch(all, text_in(view, field.name.c_str()));
}

void HomeRecords::done(const Gathered& all) {
  if (--all->open > 0) return;
  records_ = std::move(all->records);
  show_records();
  answered();
}

QString HomeRecords::resident_facts(const RecordView& resident) const {
  const auto& archive_template = session()->archive_template();
  auto words = app().words();
  QStringList out;
  for (const auto& [id, view] : records_) {
    if (view.type != "occupancy" || text_in(view, "resident") != qs(resident.id)) continue;
    if (const auto* role = archive_template.type("occupancy")->field("role"); role && view.fields.contains("role"))
      out << words.value(*role, view.fields.at("role"));
  }
  for (const auto& [id, view] : records_) {
    if (view.type != "contact" || text_in(view, "resident") != qs(resident.id)) continue;
    if (const auto* value = archive_template.type("contact")->field("value"); value && view.fields.contains("value"))
      out << words.value(*value, view.fields.at("value"));
  }
  return out.mid(0, 3).join(" · ");
}

HomeRecords::Row HomeRecords::row_of(const RecordView& view) const {
  const auto& archive_template = session()->archive_template();
  const auto& type = *archive_template.type(view.type);
  auto words = app().words();
  Row row{qs(view.id), qs(view.type), words.label(type.label), words.title(type, view.fields), {}, "dot", {}};
  if (auto order = order_of(row.type); order >= 0) row.glyph = kinds[static_cast<std::size_t>(order)].glyph;
  QStringList facts;
  for (const auto& field : type.fields) {
    bool in_title = std::find(type.title.begin(), type.title.end(), field.name) != type.title.end();
    if (facts.size() >= 3 || in_title || field.kind == Kind::reference || !view.fields.contains(field.name)) continue;
    auto text = words.value(field, view.fields.at(field.name));
    // A bare number or "yes" tells nobody anything.
    bool alone = field.kind == Kind::text || field.kind == Kind::choice || field.kind == Kind::choices;
    if (!text.isEmpty()) facts << (alone ? text : words.label(field.label) + ' ' + text);
  }
  row.facts = view.type == "resident" ? resident_facts(view) : facts.join(" · ");
  if (view.type == "resident" && row.facts.isEmpty()) row.facts = facts.join(" · ");
  row.stand = !view.conflicts.empty() ? "conflict" : view.pending ? "pending" : "";
  return row;
}

void HomeRecords::show_records() {
  const auto& archive_template = session()->archive_template();
  std::vector<Row> rows;
  known_ = 0;
  for (const auto& [id, view] : records_) {
    if (archive_template.type(view.type) == nullptr) continue;
    known_ += view.type == "visit" ? 0 : static_cast<int>(view.fields.size());
    if (order_of(qs(view.type)) >= 0) rows.push_back(row_of(view));
    if (id != unit_) continue;
    auto words = app().words();
    place_ = words.title(*archive_template.type(view.type), view.fields);
    facts_ = row_of(view).facts;
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return order_of(a.type) < order_of(b.type); });
  rows_.show(std::move(rows));
  tell_needs();
  tell_happened();
  Q_EMIT told();
}

void HomeRecords::tell_needs() {
  needs_.clear();
  auto words = app().words();
  const auto& archive_template = session()->archive_template();
  for (const auto& [id, view] : records_) {
    if (view.type == "special_need") {
      auto whom = records_.find(text_in(view, "resident"));
      const auto& type = *archive_template.type("special_need");
      auto kind = view.fields.contains("kind") ? words.value(*type.field("kind"), view.fields.at("kind")) : QString{};
      auto text = text_in(view, "text");
      needs_ << QVariantMap{{"text", text.isEmpty() ? kind : kind + (words.chinese() ? "：" : ": ") + text},
                            {"glyph", "medical"},
                            {"whom", whom == records_.end() ? QString{} : text_in(whom->second, "name")}};
    }
    if (view.type != "unit" || !view.fields.contains("entry_wishes")) continue;
    const auto* wishes = archive_template.type("unit")->field("entry_wishes");
    needs_ << QVariantMap{{"text", words.value(*wishes, view.fields.at("entry_wishes"))}, {"glyph", "door"}};
  }
}

void HomeRecords::tell_happened() {
  auto words = app().words();
  const auto& archive_template = session()->archive_template();
  std::vector<std::pair<QDateTime, QVariantMap>> all;
  for (const auto& [id, view] : records_) {
    const char* when = view.type == "visit"     ? "ended_at"
                       : view.type == "request" ? "opened_at"
                       : view.type == "consent" ? "at"
                                                : "";
    auto at = QDateTime::fromString(text_in(view, when), Qt::ISODate);
    if (!at.isValid()) continue;
    auto row = row_of(view);
    const auto& type = *archive_template.type(view.type);
    auto status = type.field("status") && view.fields.contains("status")
                      ? words.value(*type.field("status"), view.fields.at("status"))
                      : QString{};
    auto facts = view.type == "request" ? text_in(view, "text") : row.facts;
    auto who = text_in(view, "assignee");
    all.emplace_back(at, QVariantMap{{"recordId", id},
                                     {"when", words.moment(at)},
                                     {"what", status.isEmpty() ? row.section : row.section + " · " + status},
                                     {"facts", facts},
                                     {"who", who},
                                     {"glyph", row.glyph}});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  happened_.clear();
  for (auto& [at, entry] : all) happened_ << entry;
}

QVariantList HomeRecords::people() const {
  QVariantList out;
  for (const auto& [id, view] : records_)
    if (view.type == "resident") out << QVariantMap{{"name", id}, {"label", text_in(view, "name")}};
  return out;
}

bool HomeRecords::visiting() const {
  return std::any_of(records_.begin(), records_.end(), [](const auto& one) {
    return one.second.type == "visit" && text_in(one.second, "status") == "started";
  });
}

void HomeRecords::forget() {
  newest_.reset();
  records_.clear();
  needs_.clear();
  happened_.clear();
  place_.clear();
  facts_.clear();
  rows_.show({});
  Q_EMIT told();
}

}  // namespace doorstep
