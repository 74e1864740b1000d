#include "mobile/record_past.h"

#include "mobile/estate.h"
#include "mobile/typed.h"

namespace doorstep {

RecordPast::RecordPast()
    : rows_(*this, {{"field", [](const Row& row) { return QVariant{row.key}; }},
                    {"label", [](const Row& row) { return QVariant{row.label}; }},
                    {"value", [](const Row& row) { return QVariant{row.value}; }},
                    {"now", [](const Row& row) { return QVariant{row.now}; }},
                    {"changed", [](const Row& row) { return QVariant{row.changed}; }}}) {}

void RecordPast::setRecord(const QString& record) {
  if (record == record_) return;
  record_ = record;
  Q_EMIT askedOf();
  ask_soon();
}

// Another day is told from what is here: only another record is asked for.
void RecordPast::setDay(const QString& day) {
  if (day == day_) return;
  day_ = day;
  Q_EMIT askedOf();
  if (session() && ready()) show();
}

void RecordPast::setAll(bool all) {
  if (all == all_) return;
  all_ = all;
  Q_EMIT askedOf();
  ask_soon();
}

void RecordPast::ask() {
  auto id = parse_id<RecordId>(record_.toStdString());
  if (!id) {
    forget();
    return answered();
  }
  session()->engine().show(*id, session()->to<RecordView>(this, [this](Result<RecordView> view) {
    if (view) view_ = std::move(*view);
  }));
  const auto reach = all_ ? Engine::Reach::all : Engine::Reach::newest;
  put<HistoryView>([id = *id, reach](Engine& to, auto then) { to.history(id, reach, std::move(then)); },
                   [this](HistoryView history) {
                     history_ = std::move(history);
                     show();
                   });
}

void RecordPast::show() {
  const auto& archive_template = session()->archive_template();
  const auto* type = archive_template.type(history_.type);
  if (type == nullptr) return forget();
  auto moment = moment_of(day_.toStdString());
  if (!moment) moment = moment_of(today_text());
  const auto then = as_of(archive_template, view_.id, history_, *moment);
  title_ = app().words().title(*type, view_.fields);
  there_ = then.has_value();
  complete_ = history_.complete;
  std::vector<Row> rows;
  for (const auto& field : type->fields) {
    if (is_technical(field)) continue;
    const auto was = there_ ? then->fields.value(field.name, json{}) : json{};
    const auto is = view_.fields.value(field.name, json{});
    for (const auto* value : {&was, &is})
      titles_.want(field, *value, app(), this, [this] {
        if (session()) show();
      });
    auto old_words = words_of(field, was), new_words = words_of(field, is);
    if (!there_ || (old_words.isEmpty() && new_words.isEmpty())) continue;
    Row row{qs(field.name), app().words().label(field.label), std::move(old_words), {}, was != is};
    if (row.value.isEmpty()) row.value = tr("(empty)");
    if (row.changed) row.now = new_words.isEmpty() ? tr("(empty)") : new_words;
    rows.push_back(std::move(row));
  }
  rows_.show(std::move(rows));
  Q_EMIT told();
}

QString RecordPast::words_of(const Field& field, const json& value) const {
  if (field.kind == Kind::reference && value.is_string()) return titles_.of(qs(value.get_ref<const std::string&>()));
  return app().words().bared(field, value);
}

bool RecordPast::concerns(const std::vector<Change>& changes) const {
  auto id = parse_id<RecordId>(record_.toStdString());
  return id && std::any_of(changes.begin(), changes.end(), [&](const Change& change) { return change.id == *id; });
}

void RecordPast::forget() {
  title_.clear();
  there_ = complete_ = true;
  view_ = {};
  history_ = {};
  titles_.clear();
  rows_.show({});
}

}  // namespace doorstep
