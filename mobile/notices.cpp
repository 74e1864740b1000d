#include "mobile/notices.h"

#include "mobile/disputed_value.h"

namespace doorstep {
namespace {

using Refusals = std::vector<Refusal>;
using Decisions = std::vector<ConflictView>;
constexpr auto seen_key = "notices/seen";

// What is told and put away is a decision, not a conflict: one that is decided otherwise later is news.
QString key_of(const ConflictView& decision) {
  return qs(decision.conflict.id) + "/" + qs(text(decision.conflict.resolution->stamp.edit));
}

}  // namespace

Notices::Notices()
    : rows_(*this, {{"noticeId", [](const Row& row) { return QVariant{row.key}; }},
                    {"recordId", [](const Row& row) { return QVariant{row.record}; }},
                    {"sentence", [](const Row& row) { return QVariant{row.sentence}; }},
                    {"reason", [](const Row& row) { return QVariant{row.reason}; }},
                    {"tone", [](const Row& row) { return QVariant{row.tone}; }},
                    {"asked", [](const Row& row) { return QVariant{row.asked}; }},
                    {"answers", [](const Row& row) { return QVariant{row.answers}; }},
                    {"dismissable", [](const Row& row) { return QVariant{row.dismissable}; }}}) {}

// Five questions in one turn of the engine's thread: their answers come in order and the last one shows.
void Notices::ask() {
  auto& engine = session()->engine();
  engine.drafts(seen_key, session()->to<std::vector<Draft>>(this, [this](Result<std::vector<Draft>> kept) {
    if (!kept || kept->empty()) return;
    for (const auto& id : kept->front().body)
      if (id.is_string()) seen_.insert(qs(id.get_ref<const std::string&>()));
  }));
  engine.role(session()->to<Role>(this, [this](Result<Role> role) {
    if (role) role_ = std::move(*role);
  }));
  engine.refusals(session()->to<Refusals>(this, [this](Result<Refusals> list) {
    if (list) refusals_ = std::move(*list);
  }));
  DeskQuery mine;
  mine.assigned = true;
  engine.conflicts(mine, session()->to<Decisions>(this, [this](Result<Decisions> list) {
    if (list) asked_ = std::move(*list);
  }));
  put<Decisions>([](Engine& to, auto then) { to.decided(std::move(then)); },
                 [this](Decisions list) {
                   decided_ = std::move(list);
                   show();
                 });
}

void Notices::show() {
  std::vector<Row> rows;
  for (const auto& question : asked_)
    if (waits_for(session()->identity().person, role_, question)) rows.push_back(question_of(question));
  for (const auto& refusal : refusals_) rows.push_back(row_of(refusal));
  for (const auto& decision : decided_)
    if (auto row = row_of(decision); !seen_.contains(row.key)) rows.push_back(std::move(row));
  rows_.show(std::move(rows));
}

void Notices::dismiss(const QString& notice) {
  seen_.insert(notice);
  keep_seen();
  show();
}

// Only what is still told of: the list does not grow for ever.
void Notices::keep_seen() {
  if (!session()) return;
  json list = json::array();
  for (const auto& decision : decided_)
    if (auto key = key_of(decision); seen_.contains(key)) list.push_back(key.toStdString());
  session()->engine().save_draft(seen_key, std::move(list), [](const Result<void>&) {});
}

void Notices::forget() {
  refusals_.clear();
  decided_.clear();
  asked_.clear();
  seen_.clear();
  role_.reset();
  rows_.show({});
}

Notices::Row Notices::row_of(const Refusal& refusal) const {
  auto words = app().words();
  const auto* type = session()->archive_template().type(refusal.body.value("type", ""));
  QStringList fields;
  const auto set = refusal.body.value("set", json::object());
  for (const auto& [name, value] : set.items())
    if (const auto* field = type == nullptr ? nullptr : type->field(name)) fields << words.label(field->label);
  auto what = !fields.isEmpty() ? fields.join(words.chinese() ? "、" : ", ")
              : type != nullptr ? words.label(type->label)
                                : tr("this record");
  Row row{QString::fromStdString(text(refusal.edit)), qs(refusal.record), {}, {}};
  const auto op = refusal.body.value("op", "change");
  row.sentence = (op == "remove"    ? tr("“%1” was not removed.")
                  : op == "archive" ? tr("“%1” was not archived.")
                  : op == "merge"   ? tr("“%1”: the two were not made one.")
                                    : tr("Your change of “%1” was not used."))
                     .arg(what);
  row.reason = refusal.held_by
                   ? tr("It waits behind another change that was refused. Nothing is lost: the office keeps it.")
                   : words.sentence({fault_of(refusal.code), {}});
  return row;
}

Notices::Row Notices::question_of(const ConflictView& open) const {
  auto words = app().words();
  const auto* type = session()->archive_template().type(open.type);
  QStringList values;
  for (const auto& candidate : open.conflict.candidates) values << disputed_words(type, open, candidate.value, words);
  Row row{qs(open.conflict.id), qs(open.conflict.record), {}, {}};
  row.asked = true;
  row.answers = !may_decide(role_, open);
  const auto& asker = open.conflict.assignee->stamp.chain;
  const auto what = disputed_name(type, open, words);
  row.sentence = person_of(asker) == session()->identity().person
                     ? tr("You took “%1” upon you.").arg(what)
                     : tr("%1 asks you about “%2”.").arg(qs(open.name_of(asker)), what);
  if (open.conflict.kind != ConflictKind::duplicate)
    row.reason = tr("Which is right: %1?").arg(values.join(words.chinese() ? "、" : ", "));
  return row;
}

// What became of a change that this person could only propose.
std::optional<Notices::Verdict> Notices::verdict_on(const ConflictView& decision, const QString& what,
                                                    const QString& value, const QString& who,
                                                    const QString& when) const {
  if (decision.conflict.kind != ConflictKind::approval) return std::nullopt;
  const auto& me = session()->identity().person;
  const auto& resolution = *decision.conflict.resolution;
  bool proposed = false, others = false, kept = false, taken = false;
  for (const auto& candidate : decision.conflict.candidates) {
    const bool mine = candidate.proposed && person_of(candidate.stamp.chain) == me;
    const bool chosen = candidate.value == resolution.value;
    proposed = proposed || mine;
    others = others || (candidate.proposed && !mine);
    kept = kept || (chosen && !candidate.proposed);
    taken = taken || (chosen && mine);
  }
  if (!proposed) return std::nullopt;
  // Of a sum or a list what was approved is added to what stood there, and is nobody's very words.
  if (taken || (!kept && !others))
    return Verdict{true, tr("Your proposal for “%1” was approved.").arg(what),
                   tr("%1 approved “%2” (%3).").arg(who, value, when)};
  return Verdict{false, tr("Your proposal for “%1” was not approved.").arg(what),
                 tr("%1 chose “%2” (%3). If that is wrong, propose it again in the record.").arg(who, value, when)};
}

Notices::Row Notices::row_of(const ConflictView& decision) const {
  auto words = app().words();
  const auto* type = session()->archive_template().type(decision.type);
  const auto& me = session()->identity().person;
  const auto& resolution = *decision.conflict.resolution;
  bool mine = false;
  for (const auto& candidate : decision.conflict.candidates)
    mine = mine || (person_of(candidate.stamp.chain) == me && candidate.value == resolution.value);
  auto what = disputed_name(type, decision, words);
  auto value = disputed_words(type, decision, resolution.value, words);
  auto who = person_of(resolution.stamp.chain) == me ? tr("you") : qs(decision.name_of(resolution.stamp.chain));
  if (resolution.stamp.source.starts_with("rule_")) who = tr("%1 (by a rule)").arg(who);
  if (resolution.stamp.source.starts_with("batch_")) who = tr("%1 (with others like it)").arg(who);
  auto when = resolution.stamp.at ? words.moment(*resolution.stamp.at) : QString{};
  Row row{key_of(decision), qs(decision.conflict.record), {}, {}, mine ? "ok" : "waiting", true};
  if (decision.conflict.kind == ConflictKind::duplicate) {
    row.tone = "ok";
    row.sentence = type == nullptr ? what : words.label(type->label) + " · " + what;
    row.reason = tr("%1 decided: %2 (%3).").arg(who, value, when);
    return row;
  }
  if (auto verdict = verdict_on(decision, what, value, who, when)) {
    row.tone = verdict->approved ? "ok" : "attention";
    row.sentence = verdict->sentence;
    row.reason = verdict->reason;
    return row;
  }
  row.sentence = mine ? tr("Your change of “%1” stands.").arg(what) : tr("Your change of “%1” was not used.").arg(what);
  row.reason = decision.conflict.kind == ConflictKind::invalid
                   ? tr("The archive's template does not take it any more; %1 chose “%2” (%3).").arg(who, value, when)
                   : tr("Two people changed it; %1 chose “%2” (%3). If that is wrong, change it again in the record.")
                         .arg(who, value, when);
  return row;
}

}  // namespace doorstep
