#include "mobile/conflicts.h"

#include "mobile/disputed_value.h"
#include "mobile/typed.h"

namespace doorstep {
namespace {

using Views = std::vector<ConflictView>;

// Who somebody is, whose the home is, and money come first.
bool is_grave(const ConflictView& view) {
  const auto& field = view.conflict.field;
  return view.conflict.kind == ConflictKind::delete_edit || view.conflict.kind == ConflictKind::duplicate ||
         field == "name" || field == "address" || field == "number" || field == "role" || field == "sex" ||
         field == "birth_date";
}

// By turns like and unlike the base: common beginning and end are like.
QVariantList parts_against(const QString& base, const QString& text) {
  qsizetype begin = 0, end = 0;
  const auto shorter = std::min(base.size(), text.size());
  while (begin < shorter && base[begin] == text[begin]) ++begin;
  while (end < shorter - begin && base[base.size() - 1 - end] == text[text.size() - 1 - end]) ++end;
  return {text.left(begin), text.mid(begin, text.size() - begin - end), text.right(end)};
}

}  // namespace

Conflicts::Conflicts()
    : rows_(*this, {{"conflictId", [](const Row& row) { return QVariant{row.key}; }},
                    {"recordId", [](const Row& row) { return QVariant{row.record}; }},
                    {"heading", [](const Row& row) { return QVariant{row.heading}; }},
                    {"what", [](const Row& row) { return QVariant{row.what}; }},
                    {"since", [](const Row& row) { return QVariant{row.since}; }},
                    {"note", [](const Row& row) { return QVariant{row.note}; }},
                    {"grave", [](const Row& row) { return QVariant{row.grave}; }},
                    {"typable", [](const Row& row) { return QVariant{row.typable}; }},
                    {"base", [](const Row& row) { return QVariant{row.base}; }},
                    {"candidates", [](const Row& row) { return QVariant{row.candidates}; }}}) {}

void Conflicts::ask() {
  put<Views>([](Engine& engine, auto then) { engine.conflicts(std::move(then)); },
             [this](Views open) {
               views_ = std::move(open);
               std::stable_sort(views_.begin(), views_.end(),
                                [](const auto& a, const auto& b) { return is_grave(a) > is_grave(b); });
               fetch_subjects();
               show_rows();
             });
}

void Conflicts::show_rows() {
  std::vector<Row> rows;
  for (const auto& view : views_)
    if (!decided_.contains(qs(view.conflict.id))) rows.push_back(row_of(view));
  rows_.show(std::move(rows));
}

void Conflicts::fetch_subjects() {
  for (const auto& view : views_) {
    auto id = qs(view.conflict.record);
    if (subjects_.contains(id)) continue;
    subjects_[id];
    session()->engine().show(
        view.conflict.record, session()->to<RecordView>(this, [this, id](Result<RecordView> record) {
          const auto* type = record && session() ? session()->archive_template().type(record->type) : nullptr;
          if (type == nullptr) return;
          subjects_[id] = app().words().title(*type, record->fields);
          ask_soon(tell_every_ms);
        }));
  }
}

QString Conflicts::subject_of(const ConflictView& view) const {
  auto known = subjects_.find(qs(view.conflict.record));
  return known == subjects_.end() ? QString{} : known->second;
}

Conflicts::Row Conflicts::row_of(const ConflictView& view) const {
  auto words = app().words();
  const auto* type = session()->archive_template().type(view.type);
  const auto* field = type == nullptr ? nullptr : type->field(view.conflict.field);
  Row row;
  row.key = qs(view.conflict.id);
  row.record = qs(view.conflict.record);
  row.what = disputed_name(type, view, words);
  auto subject = subject_of(view);
  row.heading = subject.isEmpty() ? row.what : subject + " · " + row.what;
  row.grave = is_grave(view);
  row.typable = field != nullptr;
  auto base = disputed_words(type, view, view.conflict.base, words);
  row.base = {base};
  Instant first{};
  for (const auto& candidate : view.conflict.candidates) {
    auto text = disputed_words(type, view, candidate.value, words);
    QVariantList evidence;
    if (candidate.stamp.source == "visit")
      evidence << QVariantMap{{"text", tr("home visit")}, {"glyph", "home"}, {"tone", "ok"}};
    if (candidate.stamp.source == "document")
      evidence << QVariantMap{{"text", tr("document seen")}, {"glyph", "paper"}, {"tone", "ok"}};
    if (candidate.stamp.source == "phone")
      evidence << QVariantMap{{"text", tr("by phone")}, {"glyph", "phone"}, {"tone", "neutral"}};
    if (candidate.stamp.at && (first == Instant{} || *candidate.stamp.at < first)) first = *candidate.stamp.at;
    row.candidates << QVariantMap{{"value", parts_against(base, text)},
                                  {"who", qs(view.name_of(candidate.stamp.chain))},
                                  {"where", tr("tablet %1").arg(qs(device_of(candidate.stamp.chain).value).left(4))},
                                  {"when", candidate.stamp.at ? words.moment(*candidate.stamp.at) : QString{}},
                                  {"evidence", evidence},
                                  {"stands", candidate.value == view.current}};
  }
  row.since = first == Instant{} ? QString{} : words.moment(first);
  return row;
}

const ConflictView* Conflicts::view_of(const QString& id) const {
  for (const auto& view : views_)
    if (qs(view.conflict.id) == id) return &view;
  return nullptr;
}

int Conflicts::placeOf(const QString& conflict) const {
  for (int row = 0; row < rows_.count(); ++row)
    if (rows_.at(row).key == conflict) return row;
  return -1;
}

void Conflicts::take(const QString& conflict, int number) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session() || number < 1 || number > static_cast<int>(view->conflict.candidates.size()))
    return;
  const auto& value = view->conflict.candidates[static_cast<std::size_t>(number - 1)].value;
  if (view->conflict.kind == ConflictKind::duplicate)
    return Q_EMIT wrong(tr("Merging duplicates comes with a later version."));
  if (view->conflict.kind == ConflictKind::delete_edit)
    return put_decision(*view, json::object(),
                        value == "live"      ? Op::keep
                        : value == "removed" ? Op::remove
                                             : Op::archive);
  const auto* type = session()->archive_template().type(view->type);
  if (type == nullptr) return;
  auto set = set_of(*type, view->conflict.field, value);
  if (!set) return Q_EMIT wrong(app().words().sentence(set.error()));
  put_decision(*view, std::move(*set), Op::change);
}

void Conflicts::write(const QString& conflict, const QString& typed) {
  const auto* view = view_of(conflict);
  const auto* type = view == nullptr || !session() ? nullptr : session()->archive_template().type(view->type);
  const auto* field = type == nullptr ? nullptr : type->field(view->conflict.field);
  if (field == nullptr) return;
  auto value = stored_value(*field, typed);
  if (!value) return Q_EMIT wrong(reason(*field, app().words()));
  put_decision(*view, json::object({{field->name, *value}}), Op::change);
}

void Conflicts::put_decision(const ConflictView& view, json set, Op op) {
  Intent intent{op, view.conflict.record, {}, std::move(set), Naming{view.conflict.id, {}}, "form"};
  for (const auto& candidate : view.conflict.candidates) intent.resolves->seen.push_back(candidate.stamp.edit);
  auto id = qs(view.conflict.id);
  auto told = session()->to<std::vector<RecordId>>(
      this, [this, id, record = view.conflict.record](Result<std::vector<RecordId>> saved) {
        decided_.erase(id);
        if (!saved) {
          show_rows();
          return Q_EMIT wrong(app().words().sentence(saved.error()));
        }
        std::erase_if(views_, [&](const ConflictView& open) { return qs(open.conflict.id) == id; });
        app().saved();
        Q_EMIT session()->changed({Change{record, {}, {}}});
      });
  session()->engine().edit({std::move(intent)}, std::move(told));
  decided_.insert(id);
  show_rows();
  Q_EMIT decided();
}

void Conflicts::forget() {
  views_.clear();
  decided_.clear();
  subjects_.clear();
  rows_.show({});
}

}  // namespace doorstep
