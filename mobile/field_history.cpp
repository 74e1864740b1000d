#include "mobile/field_history.h"

#include "shared/rights.h"
#include "shared/unit_value.h"

namespace doorstep {

FieldHistory::FieldHistory()
    : rows_(*this, {{"value", [](const Row& row) { return QVariant{row.value}; }},
                    {"who", [](const Row& row) { return QVariant{row.who}; }},
                    {"when", [](const Row& row) { return QVariant{row.when}; }},
                    {"stands", [](const Row& row) { return QVariant{row.stands}; }},
                    {"waiting", [](const Row& row) { return QVariant{row.waiting}; }},
                    {"restorable", [](const Row& row) { return QVariant{row.restorable}; }}}) {}

void FieldHistory::setRecord(const QString& record) {
  if (record == record_) return;
  record_ = record;
  fetching_ = exhausted_ = false;
  Q_EMIT askedOf();
  ask_soon();
}

void FieldHistory::setField(const QString& field) {
  if (field == field_) return;
  field_ = field;
  Q_EMIT askedOf();
  ask_soon();
}

// Three questions, answered in their order: the last one shows.
void FieldHistory::ask() {
  auto id = parse_id<RecordId>(record_.toStdString());
  if (!id || field_.isEmpty()) {
    forget();
    return answered();
  }
  auto& engine = session()->engine();
  engine.role(session()->to<Role>(this, [this](Result<Role> role) {
    if (role) rights_ = std::move(*role);
  }));
  engine.show(*id, session()->to<RecordView>(this, [this](Result<RecordView> view) {
    if (view) view_ = std::move(*view);
  }));
  put<HistoryView>([id = *id](Engine& to, auto then) { to.history(id, std::move(then)); },
                   [this](HistoryView history) {
                     history_ = std::move(history);
                     show();
                   });
}

void FieldHistory::fetchOlder() {
  auto id = parse_id<RecordId>(record_.toStdString());
  if (!session() || !id || !older()) return;
  fetching_ = true;
  Q_EMIT told();
  session()->engine().history(*id, Engine::Reach::older,
                              session()->to<HistoryView>(this, [this, asked = record_](Result<HistoryView> history) {
                                if (asked != record_ || !session()) return;
                                fetching_ = false;
                                exhausted_ = !history || history->entries.size() <= history_.entries.size();
                                if (history) history_ = std::move(*history);
                                show();
                              }));
}

void FieldHistory::show() {
  const auto& archive_template = session()->archive_template();
  const auto* type = archive_template.type(history_.type);
  auto values = values_of(archive_template, history_, field_.toStdString());
  if (type == nullptr || !values) return forget();
  auto unit = *unit_of(*type, field_.toStdString());
  label_ = app().words().unit_label(*type, unit.name);
  complete_ = history_.complete;
  json now;
  for (const auto* member : unit.fields) {
    auto held = view_.fields.value(member->name, json{});
    if (!unit.grouped)
      now = held;
    else if (!held.is_null())
      now[member->name] = held;
  }
  std::vector<Row> rows;
  bool standing = false;  // one value is what it is now: the last that made it so
  for (auto past = values->rbegin(); past != values->rend(); ++past) {
    if (!unit.grouped)
      titles_.want(*unit.fields.front(), past->value, app(), this, [this] {
        if (session()) show();
      });
    auto row = row_of(*type, *past, now);
    row.stands = row.stands && !standing;
    standing = standing || row.stands;
    rows.push_back(std::move(row));
  }
  rows_.show(std::move(rows));
  Q_EMIT told();
}

FieldHistory::Row FieldHistory::row_of(const Type& type, const PastValue& past, const json& now) const {
  const auto words = app().words();
  const auto unit = *unit_of(type, field_.toStdString());
  Row row;
  row.key = QString::fromStdString(text(past.edit));
  row.was = past.value;
  row.value = words.unit_value(type, unit.name, past.value);
  if (!unit.grouped && unit.fields.front()->kind == Kind::reference && past.value.is_string())
    row.value = titles_.of(qs(past.value.get_ref<const std::string&>()));
  if (row.value.isEmpty()) row.value = tr("(empty)");
  QStringList who{qs(past.by)};
  const auto visit = past.visit ? history_.visits.find(*past.visit) : history_.visits.end();
  const auto* said = visit == history_.visits.end() ? nullptr : &visit->second;
  if (auto how = words.came(session()->archive_template(), past.source, said); !how.isEmpty()) who << how;
  row.who = who.join(" · ");
  row.when = past.at ? words.moment(*past.at) : QString{};
  row.stands = past.value == now;
  row.waiting = !past.delivered;
  const bool possible = doorstep::restorable(session()->archive_template(), view_, unit.name, past.value).has_value();
  const auto writing = rights_ ? writing_of(rights_->of(type.name), unit, now, past.value) : Writing::yes;
  row.restorable = !row.stands && possible && unit.policy != Policy::derived && writing != Writing::no;
  row.proposes = writing == Writing::propose;
  return row;
}

void FieldHistory::restore(int row) {
  if (!session() || row < 0 || row >= rows_.count()) return;
  const auto& chosen = rows_.at(row);
  auto intent =
      doorstep::restore(session()->archive_template(), view_.id, view_.type, field_.toStdString(), chosen.was);
  if (!intent) return Q_EMIT refused(app().words().sentence(intent.error()));
  using Saved = std::vector<RecordId>;
  auto told = [this, value = chosen.value, proposes = chosen.proposes](Result<Saved> saved) {
    if (!saved) return Q_EMIT refused(app().words().sentence(saved.error()));
    if (proposes) return Q_EMIT proposed(value);
    Q_EMIT restored(value);
  };
  session()->engine().edit({*intent}, session()->to<Saved>(this, std::move(told)));
}

bool FieldHistory::disputed() const {
  const auto* type = session() ? session()->archive_template().type(view_.type) : nullptr;
  const auto unit = type == nullptr ? std::nullopt : unit_of(*type, field_.toStdString());
  return unit && view_.disputed.contains(unit->name);
}

bool FieldHistory::concerns(const std::vector<Change>& changes) const {
  auto id = parse_id<RecordId>(record_.toStdString());
  return id && std::any_of(changes.begin(), changes.end(), [&](const Change& change) { return change.id == *id; });
}

void FieldHistory::forget() {
  label_.clear();
  complete_ = true;
  fetching_ = exhausted_ = false;
  view_ = {};
  history_ = {};
  titles_.clear();
  rows_.show({});
}

}  // namespace doorstep
