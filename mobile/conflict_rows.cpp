#include "mobile/conflicts.h"
#include "mobile/disputed_value.h"

namespace doorstep {
namespace {

// By turns like and unlike the base: common beginning and end are like.
QVariantList parts_against(const QString& base, const QString& text) {
  qsizetype begin = 0, end = 0;
  const auto shorter = std::min(base.size(), text.size());
  while (begin < shorter && base[begin] == text[begin]) ++begin;
  while (end < shorter - begin && base[base.size() - 1 - end] == text[text.size() - 1 - end]) ++end;
  return {text.left(begin), text.mid(begin, text.size() - begin - end), text.right(end)};
}

// Of what is decided as one each part is like or unlike for itself; its label is neither.
QVariantList members_against(const Type& type, const ConflictView& view, const json& value, const Words& words) {
  const auto& base = view.conflict.base;
  QVariantList out;
  QString like;
  for (const auto& name : disputed_members(type, view.conflict.field)) {
    if (type.field(name) == nullptr) continue;
    if (!like.isEmpty() || !out.isEmpty()) like += '\n';
    const auto whole = words.members(type, {name}, value, Words::Numbers::bare);
    const auto was = base.is_object() ? base.value(name, json{}) : json{};
    if (value.value(name, json{}) == was) {
      like += whole;
      continue;
    }
    auto begin = words.label(type.field(name)->label).size();
    while (begin < whole.size() && QStringView{u": ："}.contains(whole[begin])) ++begin;
    out << like + whole.left(begin) << whole.mid(begin);
    like.clear();
  }
  return out << like;
}

// What counts is the corrected time; that it was corrected is worth knowing from a minute on.
int minutes_off(const Candidate& candidate) {
  if (!candidate.wall || !candidate.stamp.at) return 0;
  return static_cast<int>(std::chrono::abs(*candidate.wall - *candidate.stamp.at) / std::chrono::minutes{1});
}

bool is_approval(const ConflictView& view) { return view.conflict.kind == ConflictKind::approval; }
bool is_outdated(const ConflictView& view) { return view.conflict.kind == ConflictKind::invalid; }
bool is_twice(const ConflictView& view) { return view.conflict.kind == ConflictKind::duplicate; }

QString named(const Candidate& candidate) {
  return candidate.value.is_string() ? qs(candidate.value.get_ref<const std::string&>()) : QString{};
}

QString seqs(const std::vector<Seq>& list) {
  QStringList out;
  for (const auto& one : list) out << QString::number(one.value);
  return out.join(", ");
}

}  // namespace

void Conflicts::show_rows() {
  if (!over_) count_alike();
  std::vector<Row> rows;
  for (const auto& view : views_) {
    if (decided_.contains(qs(view.conflict.id))) continue;
    auto row = row_of(view);
    if (is_wanted(row)) rows.push_back(std::move(row));
  }
  rows_.show(std::move(rows));
}

// Who proposed it, and why the one at the desk may not say yes or no.
QStringList Conflicts::approval_notes(const ConflictView& view) const {
  QStringList lines;
  if (is_outdated(view))
    return {tr("The archive's template does not take the new value any more: keep what stands, or type another.")};
  const auto& me = session()->identity().person;
  const auto& candidates = view.conflict.candidates;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].proposed) continue;
    const auto author = person_of(candidates[i].stamp.chain);
    if (author != me)
      lines << tr("%1 proposed it; a second person has to approve.").arg(qs(view.name_of(author)));
    else if (i < view.barred.size() && view.barred[i] == Fault::own_proposal)
      lines << app().words().sentence({Fault::own_proposal, {}});
    else
      lines << tr("You proposed it; it waits for a second person.");
  }
  const bool decides = std::any_of(view.barred.begin(), view.barred.end(), [](const auto& why) { return !why; });
  if (is_approval(view) && !decides) lines << tr("Your role does not approve; somebody else decides.");
  lines.removeDuplicates();
  return lines;
}

// What both records have is why one asks; of values, what their authors could not know of.
QString Conflicts::note_of(const ConflictView& view, const Type* type) const {
  QStringList lines;
  if (const auto& asked = view.conflict.assignee; asked && !asked->text.empty() && !over_) {
    const auto holder = PersonId{asked->text};
    lines << (person_of(asked->stamp.chain) == holder
                  ? tr("%1 takes care of it").arg(qs(view.name_of(holder)))
                  : tr("%1 was asked by %2").arg(qs(view.name_of(holder)), qs(view.name_of(asked->stamp.chain))));
  }
  if (!over_) lines << approval_notes(view);
  if (!over_ && !may_decide(role_, view) && !is_approval(view))
    lines << tr("Your role does not decide this; say below what you know.");
  if (is_twice(view)) {
    QStringList same;
    for (const auto& name : type == nullptr || type->keys.empty() ? std::vector<std::string>{} : type->keys.front())
      if (const auto* field = type->field(name)) same << app().words().label(field->label);
    lines << tr("The same in both: %1").arg(same.join(app().words().chinese() ? "、" : ", "));
    return lines.join('\n');
  }
  for (std::size_t i = 0; i < view.conflict.candidates.size(); ++i) {
    const auto& candidate = view.conflict.candidates[i];
    if (is_approval(view)) break;  // what a proposal had not seen stands beside it
    if (auto missed = missed_by(view.conflict, candidate); !missed.empty())
      lines << tr("%1 is based on version %2 and had not seen %3")
                   .arg(QString::number(i + 1), QString::number(candidate.version.value), seqs(missed));
  }
  return lines.join('\n');
}

// Who said something else than what stands, and is not the one at the desk; nobody, once somebody was asked.
std::optional<PersonId> Conflicts::author_to_ask(const ConflictView& view) const {
  if (view.conflict.assignee && !view.conflict.assignee->text.empty()) return std::nullopt;
  std::optional<PersonId> out;
  for (const auto& candidate : view.conflict.candidates) {
    auto author = person_of(candidate.stamp.chain);
    if (author.value.empty() || author == session()->identity().person) continue;
    if (!out || candidate.value != view.current) out = author;
  }
  return out;
}

QVariantList Conflicts::facts_of(const ConflictView& view, const RecordView& record, const Type& type) const {
  std::vector<json> all;
  for (const auto& id : records_of(view.conflict))
    if (auto known = records_.find(qs(id)); known != records_.end()) all.push_back(known->second.fields);
  return facts_beside(type, record.fields, all, app().words());
}

QVariantMap Conflicts::candidate_of(const ConflictView& view, const Candidate& candidate, const Type* type) const {
  auto words = app().words();
  const auto speaks = [&](const char* what) { return view.speaks_for(candidate, what); };
  QVariantList evidence;
  if (speaks("signature")) evidence << QVariantMap{{"text", tr("signed")}, {"glyph", "pen"}, {"tone", "ok"}};
  if (speaks("visit")) evidence << QVariantMap{{"text", tr("home visit")}, {"glyph", "home"}, {"tone", "ok"}};
  if (speaks("document")) evidence << QVariantMap{{"text", tr("document seen")}, {"glyph", "paper"}, {"tone", "ok"}};
  if (speaks("phone")) evidence << QVariantMap{{"text", tr("by phone")}, {"glyph", "phone"}, {"tone", "neutral"}};
  if (const auto off = minutes_off(candidate); off != 0)
    evidence << QVariantMap{
        {"text", tr("tablet's clock off by %n min", "", off)}, {"glyph", "clock"}, {"tone", "waiting"}};
  if (candidate.proposed && is_outdated(view))
    evidence << QVariantMap{{"text", tr("not allowed any more")}, {"glyph", "warning"}, {"tone", "attention"}};
  else if (candidate.proposed)
    evidence << QVariantMap{{"text", tr("proposed")}, {"glyph", "people"}, {"tone", "waiting"}};
  if (const auto how = decided_by(candidate.stamp.source); !how.isEmpty())
    evidence << QVariantMap{{"text", how}, {"glyph", "menu"}, {"tone", "neutral"}};
  const auto place = static_cast<std::size_t>(&candidate - view.conflict.candidates.data());
  auto barred = place < view.barred.size() ? view.barred[place] : std::nullopt;
  if (!may_decide(role_, view)) barred = Fault::not_allowed;
  QVariantMap out{{"who", qs(view.name_of(candidate.stamp.chain))},
                  {"where", tr("tablet %1").arg(qs(device_of(candidate.stamp.chain).value).left(4))},
                  {"when", candidate.stamp.at ? words.moment(*candidate.stamp.at) : QString{}},
                  {"evidence", evidence},
                  {"proposed", candidate.proposed},
                  {"barred", barred ? words.sentence({*barred, {}}) : QString{}},
                  {"stands", !over_ && !is_twice(view) && candidate.value == view.current}};
  if (over_ && view.conflict.resolution) out["taken"] = candidate.value == view.conflict.resolution->value;
  if (const auto& visit = candidate.stamp.visit; visit && view.visits.contains(*visit))
    out["visit"] = words.said_in(session()->archive_template(), view.visits.at(*visit));
  if (!is_twice(view)) {
    out["value"] = type != nullptr && candidate.value.is_object() && type->field(view.conflict.field) == nullptr
                       ? members_against(*type, view, candidate.value, words)
                       : parts_against(disputed_words(type, view, view.conflict.base, words),
                                       disputed_words(type, view, candidate.value, words));
    return out;
  }
  auto record = records_.find(named(candidate));
  if (record == records_.end() || type == nullptr) return out;
  out["value"] = QVariantList{words.title(*type, record->second.fields)};
  out["facts"] = facts_of(view, record->second, *type);
  return out;
}

Conflicts::Row Conflicts::row_of(const ConflictView& view) const {
  auto words = app().words();
  const auto* type = session()->archive_template().type(view.type);
  Row row;
  row.key = qs(view.conflict.id);
  row.record = qs(view.conflict.record);
  row.what = disputed_name(type, view, words);
  auto subject = subject_of(view);
  row.heading = subject.isEmpty() ? row.what : subject + " · " + row.what;
  row.home = home_of(view);
  row.grave = view.severity == Severity::high;
  row.twice = is_twice(view);
  row.approval = is_approval(view);
  row.own = !over_ && proposed_by(view.conflict, session()->identity().person);
  if (const auto alike = alike_.find(alike_key(view)); alike != alike_.end() && !alike->first.empty() && !row.approval)
    row.alike = std::max(0, alike->second - 1);
  show_talk(view, row);
  if (type != nullptr && !over_ && !row.answers) {
    row.members = members_of(view, *type);
    row.typable = !row.approval && (!row.members.isEmpty() || typed_in_a_line(*type, view.conflict.field));
    row.keeps_both = second_record(view, *type).has_value();
  }
  row.note = note_of(view, type);
  if (!row.twice && !row.approval) row.base = {disputed_words(type, view, view.conflict.base, words, "\n")};
  for (const auto& candidate : view.conflict.candidates) row.candidates << candidate_of(view, candidate, type);
  if (auto author = row.answers || over_ ? std::nullopt : author_to_ask(view)) row.asks = qs(view.name_of(*author));
  row.since = view.opened_at ? words.moment(*view.opened_at) : QString{};
  const auto waited = view.opened_at ? QDateTime::currentMSecsSinceEpoch() - to_ms(*view.opened_at) : 0;
  row.due = waited > conflict_due_after.count() && !over_;
  if (over_) show_outcome(view, row);
  if (!row.remarks.isEmpty()) row.since += " · " + tr("%n remark(s)", "", static_cast<int>(row.remarks.size()));
  if (row.due)
    row.since += " · " + tr("waiting for %n day(s)", "", static_cast<int>(waited / conflict_due_after.count()));
  return row;
}

}  // namespace doorstep
