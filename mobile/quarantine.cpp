#include "mobile/quarantine.h"

#include <algorithm>

namespace doorstep {

Parcels::Parcels()
    : rows_(*this, {{"key", [](const Row& row) { return QVariant{row.key}; }},
                    {"person", [](const Row& row) { return QVariant{row.person}; }},
                    {"device", [](const Row& row) { return QVariant{row.device}; }},
                    {"name", [](const Row& row) { return QVariant{row.name}; }},
                    {"label", [](const Row& row) { return QVariant{row.label}; }},
                    {"edits", [](const Row& row) { return QVariant{row.edits}; }}}) {}

void Parcels::ask() {
  fetch<AdminParcel>({AdminVerb::parcels}, [this](const std::vector<AdminParcel>& parcels) {
    std::vector<Row> rows;
    for (const auto& one : parcels)
      rows.push_back({qs(one.person.value + "/" + one.device.value), qs(one.person.value), qs(one.device.value),
                      qs(one.name), qs(one.label), static_cast<int>(one.edits)});
    settle();
    rows_.show(std::move(rows));
  });
}

void Parcels::forget() {
  rows_.show({});
  AdminList::forget();
}

Quarantine::Quarantine()
    : rows_(*this, {{"editId", [](const Row& row) { return QVariant{row.key}; }},
                    {"heading", [](const Row& row) { return QVariant{row.heading}; }},
                    {"what", [](const Row& row) { return QVariant{row.what}; }},
                    {"changes", [](const Row& row) { return QVariant{row.changes}; }},
                    {"when", [](const Row& row) { return QVariant{row.when}; }},
                    {"reason", [](const Row& row) { return QVariant{row.reason}; }},
                    {"bar", [](const Row& row) { return QVariant{row.bar}; }},
                    {"chosen", [](const Row& row) { return QVariant{row.chosen}; }},
                    {"recordId", [](const Row& row) { return QVariant{row.record}; }}}) {
  connect(this, &Quarantine::parcelChanged, this, [this] {
    chosen_.clear();
    edits_.clear();
    unsettle();
    hush();
    show_again();
    ask_when_free();
  });
}

void Quarantine::ask() {
  if (person_.isEmpty() || device_.isEmpty()) return;
  AdminAsk ask{AdminVerb::quarantine};
  ask.person = PersonId{person_.toStdString()};
  ask.device = DeviceId{device_.toStdString()};
  fetch<AdminEdit>(std::move(ask), [this](const std::vector<AdminEdit>& edits) { show(edits); });
}

void Quarantine::forget() {
  edits_.clear();
  chosen_.clear();
  titles_.clear();
  left_.clear();
  rows_.show({});
  Q_EMIT chosenChanged();
  AdminList::forget();
}

void Quarantine::show(const std::vector<AdminEdit>& edits) {
  edits_ = edits;
  QSet<QString> there;
  for (const auto& one : edits)
    if (one.bar.empty()) there.insert(QString::fromStdString(text(one.edit)));
  chosen_.intersect(there);
  settle();
  show_again();
  name_records(edits);
}

void Quarantine::show_again() {
  std::vector<Row> rows;
  for (const auto& one : edits_) rows.push_back(row_of(one));
  rows_.show(std::move(rows));
  Q_EMIT chosenChanged();
}

// A record that this tablet has is named as everywhere else; one that is new names itself.
void Quarantine::name_records(const std::vector<AdminEdit>& edits) {
  for (const auto& one : edits) {
    auto id = one.body.is_object() ? parse_id<RecordId>(one.body.value("record", "")) : std::nullopt;
    if (!id || titles_.contains(qs(*id))) continue;
    titles_[qs(*id)] = QString{};
    session()->engine().show(*id, session()->to<RecordView>(this, [this, id = qs(*id)](Result<RecordView> view) {
      const auto* type = view && session() ? session()->archive_template().type(view->type) : nullptr;
      if (type == nullptr) return;
      titles_[id] = app().words().title(*type, view->fields);
      show_again();
    }));
  }
}

Quarantine::Row Quarantine::row_of(const AdminEdit& one) const {
  auto words = app().words();
  Row row;
  row.key = QString::fromStdString(text(one.edit));
  row.when = one.at ? words.moment(*one.at) : QString{};
  row.reason = one.code == "held"                        ? tr("It waits behind another change that was refused.")
               : one.code == code(Fault::device_refused) ? tr("The tablet was revoked before it had sent this.")
                                                         : words.sentence({fault_of(one.code), {}});
  row.bar = why(one.bar);
  row.chosen = chosen_.contains(row.key);
  if (!one.body.is_object()) {
    row.heading = tr("Not yours to see");
    return row;
  }
  const auto* type = session()->archive_template().type(one.body.value("type", ""));
  const auto set = one.body.value("set", json::object());
  const auto record = qs(one.body.value("record", ""));
  const auto op = one.body.value("op", "");
  row.what = op == "create"    ? tr("new")
             : op == "change"  ? tr("changed")
             : op == "remove"  ? tr("removed")
             : op == "archive" ? tr("archived")
             : op == "keep"    ? tr("brought back")
             : op == "merge"   ? tr("made one with another")
                               : tr("decided");
  const auto title = titles_.value(record);
  if (!title.isEmpty()) row.record = record;
  const auto kind = type == nullptr ? qs(one.body.value("type", "")) : words.label(type->label);
  const auto named = !title.isEmpty() ? title : type != nullptr && op == "create" ? words.title(*type, set) : QString{};
  row.heading = named.isEmpty() ? kind : kind + " · " + named;
  row.changes = changes_of(type, one.body);
  return row;
}

QVariantList Quarantine::changes_of(const Type* type, const json& body) const {
  QVariantList out;
  auto words = app().words();
  const auto set = body.value("set", json::object()), base = body.value("base", json::object());
  for (const auto& [name, value] : set.items()) {
    const auto* field = type == nullptr ? nullptr : type->field(name);
    const auto was = base.contains(name) ? base.at(name) : json(nullptr);
    if (field == nullptr) {
      out << QVariantMap{{"label", qs(name)}, {"was", QString{}}, {"value", qs(value.dump())}};
      continue;
    }
    auto shown = words.bared(*field, value);
    out << QVariantMap{{"label", words.label(field->label)},
                       {"was", words.bared(*field, was)},
                       {"value", value.is_null() ? tr("emptied") : shown}};
  }
  return out;
}

int Quarantine::decidable() const {
  return static_cast<int>(
      std::count_if(edits_.begin(), edits_.end(), [](const AdminEdit& one) { return one.bar.empty(); }));
}

void Quarantine::choose(const QString& edit, bool wanted) {
  if (wanted)
    chosen_.insert(edit);
  else
    chosen_.remove(edit);
  show_again();
}

void Quarantine::chooseAll(bool wanted) {
  chosen_.clear();
  for (const auto& one : edits_)
    if (wanted && one.bar.empty()) chosen_.insert(QString::fromStdString(text(one.edit)));
  show_again();
}

void Quarantine::apply() { decide(AdminVerb::apply, {}); }

void Quarantine::discard(const QString& reason) {
  if (reason.trimmed().isEmpty()) return tell({}, tr("Say why: the reason stays with what is discarded."));
  decide(AdminVerb::discard, reason.trimmed());
}

// In the order in which they were made: what is created comes before what belongs to it.
void Quarantine::decide(AdminVerb verb, const QString& reason) {
  if (busy()) return;
  left_.clear();
  for (const auto& one : edits_)
    if (chosen_.contains(QString::fromStdString(text(one.edit)))) left_.push_back(one.edit);
  applied_ = disputed_ = discarded_ = stayed_ = 0;
  refused_.clear();
  AdminAsk ask{verb};
  ask.reason = reason.toStdString();
  decide_next(std::move(ask));
}

void Quarantine::decide_next(AdminAsk ask) {
  if (left_.empty()) return sum_up();
  const auto count = std::min(left_.size(), admin_edits_max);
  ask.edits.assign(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(count));
  left_.erase(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(count));
  act(ask, [this, ask](const AdminAnswer& answer) {
    const auto* outcomes = std::get_if<std::vector<AdminOutcome>>(&answer.found);
    if (outcomes == nullptr) return;
    for (const auto& one : *outcomes) {
      chosen_.remove(QString::fromStdString(text(one.edit)));
      if (one.outcome == "applied" || one.outcome == "merged") {
        ++applied_;
      } else if (one.outcome == "conflict") {
        ++disputed_;
      } else if (one.outcome == "discarded") {
        ++discarded_;
      } else {
        ++stayed_;
        const auto why = app().words().sentence({fault_of(one.outcome), {}});
        if (!refused_.contains(why)) refused_ << why;
      }
    }
    decide_next(ask);
  });
}

void Quarantine::sum_up() {
  QStringList said;
  if (applied_ > 0) said << tr("%n change(s) applied.", nullptr, applied_);
  if (disputed_ > 0) said << tr("%n of them now wait(s) at the conflict desk.", nullptr, disputed_);
  if (discarded_ > 0)
    said << tr("%n change(s) discarded; they stay in the archive with your reason.", nullptr, discarded_);
  const auto space = app().words().chinese() ? QString{} : QString{" "};
  QString wrong;
  if (stayed_ > 0) wrong = tr("%n change(s) stayed here: %1", nullptr, stayed_).arg(refused_.join(space));
  tell(said.join(space), wrong);
  Q_EMIT decided();
}

}  // namespace doorstep
