#include "mobile/form.h"

#include <QDate>

#include "mobile/typed.h"
#include "shared/validators.h"
#include "shared/value.h"

namespace doorstep {
namespace {

using Row = Form::Row;

std::vector<Role<Row>> form_roles() {
  return {{"field", [](const Row& row) { return QVariant{row.key}; }},
          {"section", [](const Row& row) { return QVariant{row.section}; }},
          {"kind", [](const Row& row) { return QVariant{row.kind}; }},
          {"label", [](const Row& row) { return QVariant{row.label}; }},
          {"help", [](const Row& row) { return QVariant{row.help}; }},
          {"error", [](const Row& row) { return QVariant{row.error}; }},
          {"needed", [](const Row& row) { return QVariant{row.required}; }},
          {"readOnly", [](const Row& row) { return QVariant{row.read_only}; }},
          {"readOnlyReason", [](const Row& row) { return QVariant{row.read_only_reason}; }},
          {"pending", [](const Row& row) { return QVariant{row.pending}; }},
          {"conflict", [](const Row& row) { return QVariant{row.conflict}; }},
          {"provenance", [](const Row& row) { return QVariant{row.provenance}; }},
          {"otherValue", [](const Row& row) { return QVariant{row.other_value}; }},
          {"otherBy", [](const Row& row) { return QVariant{row.other_by}; }},
          {"otherCleared", [](const Row& row) { return QVariant{row.other_cleared}; }},
          {"value", [](const Row& row) { return row.value; }},
          {"choices", [](const Row& row) { return QVariant{row.choices}; }},
          {"open", [](const Row& row) { return QVariant{row.open}; }},
          {"lengthMax", [](const Row& row) { return QVariant{row.length_max}; }},
          {"least", [](const Row& row) { return row.least; }},
          {"most", [](const Row& row) { return row.most; }},
          {"title", [](const Row& row) { return QVariant{row.title}; }},
          {"shown", [](const Row& row) { return QVariant{row.shown}; }}};
}

std::string today() { return QDate::currentDate().toString(Qt::ISODate).toStdString(); }

}  // namespace

Form::Form() : rows_(*this, form_roles()) {}

void Form::setRecord(const QString& record) {
  if (record == record_) return;
  record_ = record;
  forget();
  Q_EMIT recordChanged();
  ask_soon();
}

void Form::setType(const QString& type) {
  if (type == type_) return;
  type_ = type;
  Q_EMIT recordChanged();
  ask_soon();
}

const Type* Form::template_type() const {
  return session() ? session()->archive_template().type(type_.toStdString()) : nullptr;
}

bool Form::concerns(const std::vector<Change>& changes) const {
  auto id = parse_id<RecordId>(record_.toStdString());
  return id && std::any_of(changes.begin(), changes.end(), [&](const Change& change) { return change.id == *id; });
}

void Form::ask() {
  auto id = parse_id<RecordId>(record_.toStdString());
  if (!id) {
    title_ = template_type() ? app().words().label(template_type()->label) : QString{};
    for (auto preset = preset_.begin(); preset != preset_.end(); ++preset)
      fields_[preset.key().toStdString()] = preset.value().toString().toStdString();
    show_rows();
    recall_draft();
    return answered();
  }
  put<RecordView>([id = *id](Engine& engine, auto then) { engine.show(id, std::move(then)); },
                  [this](RecordView view) {
                    type_ = qs(view.type);
                    const auto* type = template_type();
                    if (type == nullptr) return;
                    fields_ = view.fields;
                    title_ = app().words().title(*type, fields_);
                    disputed_.clear();
                    pending_.clear();
                    show_rows();
                    Q_EMIT recordChanged();
                    recall_draft();
                    for (const auto& conflict : view.conflicts) ask_conflict(conflict);
                    ask_history();
                  });
}

void Form::ask_conflict(const RecordId& id) {
  session()->engine().conflict(id, session()->to<ConflictView>(this, [this](Result<ConflictView> view) {
    const auto* type = template_type();
    if (!view || type == nullptr || qs(view->conflict.record) != record_) return;
    const auto& unit = view->conflict.field;
    disputed_[unit] = true;
    if (const auto* group = type->group(unit))
      for (const auto& member : group->fields) disputed_[member] = true;
    show_rows();
  }));
}

void Form::ask_history() {
  auto id = parse_id<RecordId>(record_.toStdString());
  session()->engine().history(*id, session()->to<HistoryView>(this, [this, asked = record_](Result<HistoryView> view) {
    if (view && asked == record_ && session()) learn(*view);
  }));
}

// Oldest first: the last word about each field stays.
void Form::learn(const HistoryView& history) {
  auto words = app().words();
  for (const auto& entry : history.entries) {
    const auto& edit = entry.at("edit");
    QStringList told{qs(entry.value("by", ""))};
    if (edit.value("source", "form") == "visit") told << tr("home visit");
    if (edit.value("source", "form") == "import") told << tr("imported");
    if (entry.contains("at")) told << words.moment(from_ms(entry.at("at").get<std::int64_t>()));
    bool unsent = !entry.contains("seq");
    for (const auto& [field, value] : edit.at("set").items()) {
      provenance_[field] = told.join(" · ");
      last_by_[field] = told.first() + (entry.contains("at") ? " " + told.last() : QString{});
      pending_[field] = unsent;
    }
  }
  show_rows();
}

json Form::now(const std::string& field) const {
  auto typed = typed_.find(field);
  if (typed == typed_.end()) return held(field);
  auto value = stored_value(*template_type()->field(field), typed->second.what);
  return value ? *value : held(field);
}

bool Form::undecided(const std::string& field) const {
  auto typed = typed_.find(field);
  return typed != typed_.end() && typed->second.base != held(field);
}

void Form::edit(const QString& field, const QVariant& typed) {
  const auto* type = template_type();
  auto name = field.toStdString();
  const auto* known = type == nullptr ? nullptr : type->field(name);
  if (known == nullptr) return;
  auto kept = typed_.find(name);
  if (kept == typed_.end())
    typed_[name] = {typed, held(name)};
  else
    kept->second.what = typed;
  // Typed back to what stands there: nothing is left to save.
  auto value = stored_value(*known, typed);
  if (value && *value == held(name) && !undecided(name)) typed_.erase(name);
  keep_draft();
  show_rows();
  Q_EMIT typedChanged();
}

void Form::takeTheirs(const QString& field) {
  typed_.erase(field.toStdString());
  keep_draft();
  show_rows();
  Q_EMIT typedChanged();
}

void Form::keepMine(const QString& field) {
  auto typed = typed_.find(field.toStdString());
  if (typed != typed_.end()) typed->second.base = held(typed->first);
  show_rows();
  save();
}

int Form::wrong() const {
  int out = 0;
  for (const auto& row : rows_.all()) out += !row.error.isEmpty() && typed_.contains(row.key.toStdString()) ? 1 : 0;
  return out;
}

QString Form::missing() const {
  const auto* type = template_type();
  if (type == nullptr || !record_.isEmpty()) return {};
  QStringList out;
  for (const auto& name : type->needs)
    if (now(name).is_null()) out << app().words().label(type->field(name)->label);
  return out.join(app().words().chinese() ? "、" : ", ");
}

Intent Form::intent_for(json set) const {
  Intent intent;
  intent.set = std::move(set);
  intent.source = source_.toStdString();
  intent.record = parse_id<RecordId>(record_.toStdString());
  if (!intent.record) {
    intent.op = Op::create;
    intent.type = type_.toStdString();
    for (const auto& [name, value] : fields_.items())
      if (!intent.set.contains(name)) intent.set[name] = value;
    std::erase_if(intent.set.get_ref<json::object_t&>(), [](const auto& field) { return field.second.is_null(); });
  }
  return intent;
}

void Form::save() {
  const auto* type = template_type();
  if (type == nullptr || saving_ || typed_.empty() || !missing().isEmpty()) return;
  json set = json::object();
  for (const auto& row : rows_.all()) {
    auto name = row.key.toStdString();
    if (!typed_.contains(name) || !row.error.isEmpty() || undecided(name)) continue;
    auto value = stored_value(*type->field(name), typed_.at(name).what);
    if (value) set[name] = *value;
  }
  if (!set.empty()) put_edit(std::move(set));
}

void Form::add(const QString& field, const QString& entry) {
  auto name = field.toStdString();
  const auto* type = template_type();
  const auto* known = type == nullptr ? nullptr : type->field(name);
  if (known == nullptr || entry.trimmed().isEmpty()) return;
  auto list = with_entry(held(name), entry);
  if (auto good = check_value(*known, list); !good) return Q_EMIT refused(reason(*known, app().words()));
  if (record_.isEmpty()) {
    fields_[name] = list;
    return show_rows();
  }
  put_edit(json::object({{name, list}}));
}

void Form::hear_saved(const Result<std::vector<RecordId>>& saved_as, const json& set) {
  saving_ = false;
  if (!saved_as) return Q_EMIT refused(app().words().sentence(saved_as.error()));
  for (const auto& [name, value] : set.items()) {
    auto typed = typed_.find(name);
    if (typed == typed_.end()) continue;
    // What was typed while this was being saved waits for its own save.
    auto value_now = stored_value(*template_type()->field(name), typed->second.what);
    fields_[name] = value;
    if (value_now && *value_now == value)
      typed_.erase(typed);
    else
      typed->second.base = value;
  }
  const auto key = draft_key();
  record_ = qs(saved_as->front());
  if (draft_key() != key) session()->engine().drop_draft(key, [](const Result<void>&) {});
  keep_draft();
  Q_EMIT recordChanged();
  Q_EMIT typedChanged();
  Q_EMIT saved(record_, static_cast<int>(set.size()));
  ask_now();
}

void Form::put_edit(json set) {
  saving_ = true;
  auto intent = intent_for(set);
  // The screen may be left before the disk has answered: the lists hear of it all the same.
  auto heard = [app = &app(), self = QPointer{this}, set, type = type_](Result<std::vector<RecordId>> saved_as) {
    if (self) self->hear_saved(saved_as, set);
    if (!saved_as || app->session() == nullptr) return;
    app->saved();
    Q_EMIT app->session()->changed({Change{saved_as->front(), type.toStdString(), {}}});
  };
  auto told = session()->to<std::vector<RecordId>>(&app(), std::move(heard));
  session()->engine().edit({std::move(intent)}, std::move(told));
}

void Form::judge(const Field& field, Row& row) const {
  auto typed = typed_.find(field.name);
  if (typed == typed_.end()) return;
  row.value = typed->second.what;
  row.pending = true;
  if (!stored_value(field, typed->second.what)) row.error = reason(field, app().words());
  if (!undecided(field.name)) return;
  auto by = last_by_.find(field.name);
  row.other_by = by == last_by_.end() || by->second.isEmpty() ? tr("Somebody else") : by->second;
  row.other_value = app().words().value(field, held(field.name));
  row.other_cleared = held(field.name).is_null();
}

Row Form::row_of(const Field& field) const {
  auto words = app().words();
  Row row;
  row.key = qs(field.name);
  row.kind = editor_kind(field);
  row.label = words.label(field.label);
  row.help = words.label(field.help);
  row.required = field.required;
  row.value = editor_value(field, held(field.name), words);
  row.choices = editor_choices(field, words);
  row.open = field.open;
  row.length_max = static_cast<int>(field.length_max);
  if (field.kind == Kind::number && field.min) row.least = static_cast<int>(*field.min);
  if (field.kind == Kind::number && field.max) row.most = static_cast<int>(*field.max);
  if (auto told = provenance_.find(field.name); told != provenance_.end()) row.provenance = told->second;
  if (auto here = pending_.find(field.name); here != pending_.end()) row.pending = here->second;
  row.conflict = disputed_.contains(field.name);
  if (field.policy == Policy::write_once && !held(field.name).is_null() && !record_.isEmpty()) {
    row.read_only = true;
    row.read_only_reason = tr("It never changes once written.");
  }
  if (field.kind == Kind::attachment || field.kind == Kind::reference) row.shown = !held(field.name).is_null();
  judge(field, row);
  return row;
}

// What only the whole record tells stands at the fields that were typed; else at the first one named.
void Form::find_rules(std::vector<Row>& rows) const {
  const auto* type = template_type();
  std::map<std::string, json> values;
  for (const auto& field : type->fields) values[field.name] = now(field.name);
  auto value_of = [&](const std::string& name) { return values[name].is_null() ? nullptr : &values[name]; };
  for (const auto& finding : validate(*type, value_of, today()))
    for (auto& row : rows) {
      auto name = row.key.toStdString();
      bool named = std::find(finding.fields.begin(), finding.fields.end(), name) != finding.fields.end();
      if (named && typed_.contains(name) && row.error.isEmpty()) row.error = app().words().label(finding.label);
    }
}

void Form::show_rows() {
  const auto* type = template_type();
  if (type == nullptr) return;
  std::vector<Row> rows;
  for (const auto& field : type->fields)
    if (field.policy != Policy::derived) rows.push_back(row_of(field));
  find_rules(rows);
  rows_.show(std::move(rows));
}

void Form::forget() {
  fields_ = json::object();
  typed_.clear();
  provenance_.clear();
  last_by_.clear();
  pending_.clear();
  disputed_.clear();
  title_.clear();
  recalled_ = false;
  rows_.show({});
  Q_EMIT typedChanged();
}

}  // namespace doorstep
