#include "mobile/records.h"

#include "mobile/household.h"

namespace doorstep {
namespace {

constexpr std::size_t facts_max = 3;

// The found text as plain words: highlights alternate between not found and found.
QString found_in(const Highlight& highlight, const Type& type, const Words& words) {
  QString text;
  for (const auto& part : highlight.parts) text += qs(part);
  const auto* field = type.field(highlight.field);
  return field == nullptr ? text : words.label(field->label) + " " + text;
}

bool names_record(const Type& type, const std::string& field) {
  return std::find(type.title.begin(), type.title.end(), field) != type.title.end();
}

const Field* field_where(const Type& type, const std::function<bool(const Field&)>& holds) {
  auto found = std::find_if(type.fields.begin(), type.fields.end(), holds);
  return found == type.fields.end() ? nullptr : &*found;
}

QString state_of(const Type& type, const json& fields, const Words& words) {
  const auto* step = field_where(type, [](const Field& field) { return field.policy == Policy::state; });
  return step == nullptr || !fields.contains(step->name) ? QString{} : words.value(*step, fields.at(step->name));
}

QString unit_of(const Type& type, const json& fields) {
  const auto* home = field_where(type, [](const Field& field) { return field.refers == "unit"; });
  const auto value = home == nullptr ? json{} : fields.value(home->name, json{});
  return value.is_string() ? qs(value.get_ref<const std::string&>()) : QString{};
}

// The first short facts of the form, in its order; ids of other records are nobody's reading.
QString some_facts(const Type& type, const json& fields, const Words& words) {
  QStringList out;
  for (const auto& field : type.fields) {
    if (out.size() >= static_cast<qsizetype>(facts_max)) break;
    if (!fields.contains(field.name) || names_record(type, field.name) || field.kind == Kind::reference) continue;
    if (auto text = words.value(field, fields.at(field.name)); !text.isEmpty()) out << text;
  }
  return out.join(" · ");
}

}  // namespace

Records::Records()
    : rows_(*this, {{"recordId", [](const Row& row) { return QVariant{row.key}; }},
                    {"type", [](const Row& row) { return QVariant{row.type}; }},
                    {"typeName", [](const Row& row) { return QVariant{row.type_name}; }},
                    {"title", [](const Row& row) { return QVariant{row.title}; }},
                    {"facts", [](const Row& row) { return QVariant{row.facts}; }},
                    {"state", [](const Row& row) { return QVariant{row.state}; }},
                    {"unit", [](const Row& row) { return QVariant{row.unit}; }},
                    {"glyph", [](const Row& row) { return QVariant{row.glyph}; }},
                    {"pending", [](const Row& row) { return QVariant{row.pending}; }},
                    {"conflicts", [](const Row& row) { return QVariant{row.conflicts}; }}}) {}

void Records::setWords(const QString& words) {
  if (words == words_) return;
  words_ = words;
  limit_ = page_;
  Q_EMIT wordsChanged();
  ask_when_free();
}

void Records::setType(const QString& type) {
  if (type == type_) return;
  type_ = type;
  limit_ = page_;
  Q_EMIT typeChanged();
  ask_soon();
}

void Records::setHome(const QString& home) {
  if (home == home_) return;
  home_ = home;
  Q_EMIT typeChanged();
  ask_soon();
}

bool Records::canFetchMore(const QModelIndex& parent) const {
  return !parent.isValid() && rows_.all().size() == limit_ && limit_ < find_limit_max;
}

void Records::fetchMore(const QModelIndex&) {
  limit_ *= 2;
  ask_soon();
}

void Records::ask() {
  if (only_with_words_ && words_.trimmed().isEmpty()) {
    drop_question();
    rows_.show({});
    return answered();
  }
  auto home = parse_id<RecordId>(home_.toStdString());
  home&& words_.trimmed().isEmpty() ? ask_home(*home) : ask_found();
}

void Records::ask_home(const RecordId& home) {
  put<Household>([home](Engine& engine, auto then) { engine.household(home, std::move(then)); },
                 [this](Household found) {
                   found.records.push_back(std::move(found.unit));
                   std::erase_if(found.records,
                                 [this](const RecordView& view) { return !type_.isEmpty() && qs(view.type) != type_; });
                   show(found.records);
                 });
}

void Records::ask_found() {
  Query query;
  query.words = words_.toStdString();
  query.type = type_.toStdString();
  query.limit = limit_;
  put<std::vector<RecordView>>([query](Engine& engine, auto then) { engine.find(query, std::move(then)); },
                               [this](std::vector<RecordView> found) { show(found); });
}

void Records::show(const std::vector<RecordView>& found) {
  std::vector<Row> rows;
  for (const auto& view : found)
    if (session()->archive_template().type(view.type)) rows.push_back(row_of(view));
  rows_.show(std::move(rows));
}

void Records::forget() { rows_.show({}); }

Records::Row Records::row_of(const RecordView& view) const {
  const auto& archive_template = session()->archive_template();
  const auto& type = *archive_template.type(view.type);
  auto words = app().words();
  Row row{qs(view.id), qs(view.type), words.type_name(archive_template, view.type), words.title(type, view.fields),
          glyph_of(view.type)};
  row.state = state_of(type, view.fields, words);
  row.unit = unit_of(type, view.fields);
  for (const auto& highlight : view.highlights)
    if (!names_record(type, highlight.field) && row.facts.isEmpty()) row.facts = found_in(highlight, type, words);
  if (row.facts.isEmpty()) row.facts = some_facts(type, view.fields, words);
  row.pending = view.pending;
  row.conflicts = static_cast<int>(view.conflicts.size());
  return row;
}

}  // namespace doorstep
