#include "mobile/estate.h"
#include "mobile/form.h"
#include "mobile/typed.h"
#include "shared/rights.h"
#include "shared/unit_value.h"
#include "shared/validators.h"

namespace doorstep {
namespace {

using Row = Form::Row;

std::vector<Section> sections_of(const Type& type) {
  if (!type.sections.empty()) return type.sections;
  Section all;
  for (const auto& field : type.fields) all.fields.push_back(field.name);
  return {std::move(all)};
}

// One step at a time: what cannot follow says so.
void close_steps(const Field& field, const json& held, const Words& words, QVariantList& choices) {
  if (!held.is_string() || field.steps.empty()) return;
  auto steps = field.steps.find(held.get<std::string>());
  for (auto& choice : choices) {
    auto one = choice.toMap();
    auto name = one.value("name").toString().toStdString();
    bool open = name == held || (steps != field.steps.end() &&
                                 std::find(steps->second.begin(), steps->second.end(), name) != steps->second.end());
    if (open) continue;
    one["closed"] = true;
    one["reason"] = QCoreApplication::translate("doorstep::Form", "does not follow “%1”").arg(words.value(field, held));
    choice = one;
  }
}

}  // namespace

void Form::judge(const Field& field, Row& row) const {
  auto typed = typed_.find(field.name);
  if (typed == typed_.end()) return;
  row.pending = session() && session()->drafts().refused(draft_key()) == nullptr;
  if (!typed_value(field, typed->second.what)) row.error = reason(field, app().words());
  if (field.kind == Kind::entries) {
    row.draft = typed->second.what.toString();
    return;
  }
  row.value = typed->second.what;
  if (!undecided(field.name)) return;
  auto by = last_by_.find(field.name);
  row.other_by = by == last_by_.end() || by->second.isEmpty() ? tr("Somebody else") : by->second;
  row.other_value = app().words().bared(field, held(field.name));
  row.other_cleared = held(field.name).is_null();
}

// As the archive will ask it: of the whole group, of what stands there and what is typed.
Writing Form::writing_now(const Field& field) const {
  const auto unit = unit_of(*template_type(), field.name);
  if (!rights_ || !unit) return Writing::yes;
  json from = json::object(), to = json::object();
  for (const auto* each : unit->fields) {
    from[each->name] = held(each->name);
    to[each->name] = now(each->name);
  }
  if (!unit->grouped) return writing_of(rights_->of(template_type()->name), *unit, from[field.name], to[field.name]);
  return writing_of(rights_->of(template_type()->name), *unit, from, to);
}

void Form::close_writing(const Field& field, Row& row) const {
  const bool filled = !held(field.name).is_null();
  if (field.policy == Policy::derived)
    row.read_only_reason = tr("The office's server works this out.");
  else if (field.kind == Kind::attachment)
    row.read_only_reason = tr("Photos come with a later version; what is here stays.");
  else if (!field.series.empty() && !filled)
    row.read_only_reason = tr("The tablet gives it by itself, also without a network.");
  else if (field.policy == Policy::write_once && filled && !record_.isEmpty())
    row.read_only_reason = tr("It never changes once written.");
  else if (writing_now(field) == Writing::no)
    row.read_only_reason = tr("Yours to read, not to change: your role does not write it.");
  else if (writing_now(field) == Writing::propose)
    row.approval = tr("Needs a second person’s approval.");
  row.read_only = !row.read_only_reason.isEmpty();
  if (row.read_only && is_technical(field)) row.value = app().words().value(field, held(field.name));
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
  if (field.policy == Policy::state) close_steps(field, held(field.name), words, row.choices);
  row.open = field.open;
  row.length_max = static_cast<int>(field.length_max);
  if (field.kind == Kind::number && field.min) row.least = static_cast<int>(*field.min);
  if (field.kind == Kind::number && field.max) row.most = static_cast<int>(*field.max);
  if (auto told = provenance_.find(field.name); told != provenance_.end()) row.provenance = told->second;
  row.pending = undelivered_.contains(field.name);
  row.conflict = disputed_.contains(field.name);
  if (auto waits = waiting_.find(field.name); waits != waiting_.end()) row.waiting = waits->second;
  auto id = record_ + "." + row.key;
  row.confirmed = !held(field.name).is_null() && (confirmed_.contains(record_) || confirmed_.contains(id));
  close_writing(field, row);
  judge(field, row);
  if (field.kind == Kind::reference) row.title = titles_.of(row.value.toString());
  return row;
}

// What only the whole record tells stands at the fields that were typed.
void Form::find_rules(std::vector<Row>& rows) const {
  const auto* type = template_type();
  std::map<std::string, json> values;
  for (const auto& field : type->fields) values[field.name] = now(field.name);
  auto value_of = [&](const std::string& name) { return values[name].is_null() ? nullptr : &values[name]; };
  for (const auto& finding : validate(*type, value_of, today_text()))
    for (auto& row : rows) {
      auto name = row.key.toStdString();
      bool named = std::find(finding.fields.begin(), finding.fields.end(), name) != finding.fields.end();
      if (named && typed_.contains(name) && row.error.isEmpty()) row.error = app().words().label(finding.label);
    }
}

// What stands there is shown whatever the template asks for; so is what is being typed.
bool Form::is_shown(const Section* section, const Field& field) const {
  if (typed_.contains(field.name) || !held(field.name).is_null()) return true;
  if (field.kind == Kind::attachment || field.policy == Policy::derived || is_technical(field)) return false;
  if (!field.series.empty() && record_.isEmpty()) return false;  // it gets its number when it is saved
  std::map<std::string, json> values;
  auto value_of = [&](const std::string& name) -> const json* {
    auto& value = values[name] = now(name);
    return value.is_null() ? nullptr : &value;
  };
  return is_asked(section->shown_if, value_of) && is_asked(field.shown_if, value_of);
}

QVariantMap Form::section_of(const QString& label, const std::vector<Row>& rows, std::size_t first) const {
  QStringList words;
  int done = 0, confirmed = 0;
  for (auto i = first; i < rows.size(); ++i) {
    auto name = rows[i].key.toStdString();
    if (now(name).is_null()) continue;
    ++done;
    if (held(name).is_null() || typed_.contains(name) || rows[i].conflict) continue;
    words << record_ + "." + rows[i].key;
    confirmed += rows[i].confirmed ? 1 : 0;
  }
  if (record_.isEmpty()) words.clear();
  return {{"label", label}, {"first", static_cast<int>(first)},
          {"done", done},   {"total", static_cast<int>(rows.size() - first)},
          {"words", words}, {"confirmed", !words.isEmpty() && confirmed == words.size()}};
}

void Form::show_rows() {
  const auto* type = template_type();
  if (type == nullptr) return;
  std::vector<Row> rows;
  QVariantList sections;
  for (const auto& section : sections_of(*type)) {
    const auto first = rows.size();
    for (const auto& name : section.fields) {
      const auto* field = type->field(name);
      if (field == nullptr || !is_shown(&section, *field)) continue;
      rows.push_back(row_of(*field));
      rows.back().section = app().words().label(section.label);
    }
    if (rows.size() > first) sections << section_of(app().words().label(section.label), rows, first);
  }
  find_rules(rows);
  rows_.show(std::move(rows));
  sections_ = std::move(sections);
  Q_EMIT typedChanged();
}

}  // namespace doorstep
