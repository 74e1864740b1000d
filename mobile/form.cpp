#include "mobile/form.h"

#include "mobile/typed.h"
#include "shared/value.h"

namespace doorstep {
namespace {

using Row = Form::Row;

std::vector<RowRole<Row>> form_roles() {
  return {{"field", [](const Row& row) { return QVariant{row.key}; }},
          {"section", [](const Row& row) { return QVariant{row.section}; }},
          {"kind", [](const Row& row) { return QVariant{row.kind}; }},
          {"label", [](const Row& row) { return QVariant{row.label}; }},
          {"help", [](const Row& row) { return QVariant{row.help}; }},
          {"error", [](const Row& row) { return QVariant{row.error}; }},
          {"needed", [](const Row& row) { return QVariant{row.required}; }},
          {"readOnly", [](const Row& row) { return QVariant{row.read_only}; }},
          {"readOnlyReason", [](const Row& row) { return QVariant{row.read_only_reason}; }},
          {"confirmed", [](const Row& row) { return QVariant{row.confirmed}; }},
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
          {"approval", [](const Row& row) { return QVariant{row.approval}; }},
          {"waiting", [](const Row& row) { return QVariant{row.waiting}; }},
          {"draft", [](const Row& row) { return QVariant{row.draft}; }}};
}

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
  if (type == type_ || (type.isEmpty() && !record_.isEmpty())) return;  // a record has the type that it has
  type_ = type;
  Q_EMIT recordChanged();
  ask_soon();
}

void Form::setConfirmed(const QStringList& confirmed) {
  if (confirmed == confirmed_) return;
  confirmed_ = confirmed;
  if (rows_.count() > 0) show_rows();
}

const Type* Form::template_type() const {
  return session() ? session()->archive_template().type(type_.toStdString()) : nullptr;
}

QString Form::refersTo(const QString& field) const {
  const auto* known = template_type() == nullptr ? nullptr : template_type()->field(field.toStdString());
  return known == nullptr ? QString{} : qs(known->refers);
}

bool Form::concerns(const std::vector<Change>& changes) const {
  auto id = parse_id<RecordId>(record_.toStdString());
  return id && std::any_of(changes.begin(), changes.end(), [&](const Change& change) { return change.id == *id; });
}

// What is typed into a log is its next entry, not the log.
bool Form::joinable() const {
  if (record_.isEmpty() || type_ != "resident" || fields_.empty()) return false;
  return !rights_ || rights_->text().empty() || rights_->of("resident").verbs.contains(RecordVerb::merge);
}

Result<json> Form::typed_value(const Field& field, const QVariant& typed) const {
  if (field.kind != Kind::entries) return stored_value(field, typed);
  if (typed.toString().trimmed().isEmpty()) return value_result(held(field.name));
  auto list = with_entry(held(field.name), typed.toString());
  if (auto good = check_value(field, list); !good) return good.error();
  return value_result(std::move(list));
}

json Form::now(const std::string& field) const {
  auto typed = typed_.find(field);
  if (typed == typed_.end()) return held(field);
  auto value = typed_value(*template_type()->field(field), typed->second.what);
  return value ? *value : held(field);
}

bool Form::undecided(const std::string& field) const {
  auto typed = typed_.find(field);
  if (typed == typed_.end() || template_type()->field(field)->kind == Kind::entries) return false;
  return typed->second.base != held(field);
}

void Form::edit(const QString& field, const QVariant& from_editor) {
  const auto* type = template_type();
  auto name = field.toStdString();
  const auto* known = type == nullptr ? nullptr : type->field(name);
  if (known == nullptr) return;
  auto typed = plain_variant(from_editor);
  auto kept = typed_.find(name);
  if (kept == typed_.end())
    typed_[name] = {typed, held(name)};
  else
    kept->second.what = typed;
  // Typed back to what stands there: nothing is left to save.
  auto value = typed_value(*known, typed);
  if (value && *value == held(name) && !undecided(name)) typed_.erase(name);
  if (known->kind == Kind::reference) ask_titles();
  keep_draft();
  show_rows();
}

Entered Form::entered() const {
  Entered out;
  const auto* type = template_type();
  if (type == nullptr) return out;
  out.type = type->name;
  for (const auto& field : type->fields)
    if (auto value = now(field.name); !value.is_null()) out.fields[field.name] = std::move(value);
  out.record = parse_id<RecordId>(record_.toStdString());
  out.home = parse_id<RecordId>(home_.toStdString());
  return out;
}

void Form::discard() {
  typed_.clear();
  keep_draft();
  show_rows();
}

void Form::takeTheirs(const QString& field) {
  typed_.erase(field.toStdString());
  keep_draft();
  show_rows();
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

void Form::forget() {
  fields_ = json::object();
  typed_.clear();
  provenance_.clear();
  last_by_.clear();
  undelivered_.clear();
  disputed_.clear();
  waiting_.clear();
  rights_.reset();
  titles_.clear();
  sections_.clear();
  title_.clear();
  recalled_ = false;
  rows_.show({});
  Q_EMIT typedChanged();
}

}  // namespace doorstep
