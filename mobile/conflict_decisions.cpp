#include <memory>

#include "mobile/conflicts.h"
#include "mobile/disputed_value.h"
#include "shared/discussion.h"

namespace doorstep {
namespace {

using Saved = std::vector<RecordId>;

}  // namespace

void Conflicts::take(const QString& conflict, int number) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session() || number < 1 || number > static_cast<int>(view->conflict.candidates.size()))
    return;
  const auto place = static_cast<std::size_t>(number - 1);
  if (!may_decide(role_, *view)) return Q_EMIT wrong(app().words().sentence({Fault::not_allowed, {}}));
  if (view->conflict.kind == ConflictKind::duplicate) return merge_into(*view, place);
  if (place < view->barred.size() && view->barred[place])
    return Q_EMIT wrong(app().words().sentence({*view->barred[place], {}}));
  const auto& value = view->conflict.candidates[place].value;
  if (view->conflict.kind == ConflictKind::delete_edit)
    return put_decision(*view, json::object(),
                        value == "live"      ? Op::keep
                        : value == "removed" ? Op::remove
                                             : Op::archive);
  const auto* type = session()->archive_template().type(view->type);
  if (type == nullptr) return;
  auto set = set_of(*type, view->conflict.field, taken_value(*type, *view, view->conflict.candidates[place]));
  if (!set) return Q_EMIT wrong(app().words().sentence(set.error()));
  put_decision(*view, std::move(*set), Op::change);
}

void Conflicts::put_decision(const ConflictView& view, json set, Op op) {
  session()->engine().edit({Intent{op, view.conflict.record, {}, std::move(set), naming_of(view.conflict), "form"}},
                           heard<Saved>(view));
  std::function<void()> undo = [this, view] { ask_again(view); };
  if (op == Op::remove || op == Op::archive) undo = [this, view] { bring_back(view); };
  const auto row = row_of(view);
  decide(view, row.approval ? tr("Reviewed: %1").arg(row.heading) : tr("Decided: %1").arg(row.heading),
         std::move(undo));
}

void Conflicts::ask_again(const ConflictView& view) {
  session()->engine().talk_about(view.conflict.id, json{{reopen_word, true}},
                                 heard<Saved>(view, [this, view](const Saved&) { told_again(view); }));
}

// Where the same thing is asked about already, or what stands there is what everybody wanted, nothing is asked.
void Conflicts::told_again(const ConflictView& view) {
  auto told = session()->to<ConflictView>(this, [this, view](Result<ConflictView> now) {
    if (!session() || !now) return;
    if (now->conflict.state == ConflictState::open) return Q_EMIT askedAgain(qs(view.conflict.id));
    Q_EMIT wrong(tr("This cannot be asked again: it is being asked already, or has been overtaken."));
  });
  session()->engine().conflict(view.conflict.id, std::move(told));
}

// A removal is taken back by deciding anew, with the removal in sight: the record stays.
void Conflicts::bring_back(const ConflictView& view) {
  auto told = session()->to<ConflictView>(this, [this, view](Result<ConflictView> now) {
    if (!session()) return;
    if (!now) return Q_EMIT wrong(app().words().sentence(now.error()));
    Intent keeps{Op::keep, view.conflict.record, {}, json::object(), naming_of(now->conflict), "form"};
    session()->engine().edit({std::move(keeps)}, heard<Saved>(view));
  });
  session()->engine().conflict(view.conflict.id, std::move(told));
}

void Conflicts::merge_into(const ConflictView& view, std::size_t winner) {
  auto losers = records_of(view.conflict);
  if (winner >= losers.size()) return;
  const auto stays = losers[winner];
  losers.erase(losers.begin() + static_cast<std::ptrdiff_t>(winner));
  const auto said = tr("One record now: %1").arg(subject_of(view));
  auto gone = std::make_shared<std::vector<RecordId>>(losers);  // of papers, the answer names the people
  auto told = heard<Merger>(view, [this, said, gone](const Merger& merged) {
    *gone = merged.losers;
    if (merged.left_behind.empty() || said != said_) return;
    auto behind = static_cast<int>(merged.left_behind.size());
    say(said_ + ' ' + tr("%n value(s) stayed with the one that went.", "", behind), undo_);
  });
  session()->engine().merge(stays, losers, naming_of(view.conflict), std::move(told));
  decide(view, said, [this, view, gone] {
    for (const auto& loser : *gone) session()->engine().unmerge(loser, heard<Saved>(view));
  });
}

void Conflicts::keepApart(const QString& conflict) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session() || view->conflict.kind != ConflictKind::duplicate) return;
  session()->engine().split(view->conflict.id, heard<Saved>(*view));
  decide(*view, tr("They stay two: %1").arg(subject_of(*view)), [this, view = *view] { ask_again(view); });
}

void Conflicts::withdraw(const QString& conflict) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session()) return;
  auto intent = withdrawal(session()->archive_template(), *view);
  if (!intent) return Q_EMIT wrong(app().words().sentence(intent.error()));
  session()->engine().edit({std::move(*intent)}, heard<Saved>(*view));
  decide(*view, tr("Taken back: %1").arg(row_of(*view).heading));
}

void Conflicts::askAuthor(const QString& conflict) {
  const auto* view = view_of(conflict);
  auto author = view == nullptr || !session() ? std::nullopt : author_to_ask(*view);
  if (!author) return;
  talk(*view, json{{assignee_word, author->value}},
       tr("%1 is asked: their tablet says so.").arg(qs(view->name_of(*author))));
}

void Conflicts::undo() {
  if (!session() || !undo_) return;
  std::exchange(undo_, nullptr)();
  say(tr("Taken back."), nullptr);
}

void Conflicts::decide(const ConflictView& view, const QString& said, std::function<void()> undo) {
  decided_.insert(qs(view.conflict.id));
  say(said, std::move(undo));
  show_rows();
  Q_EMIT decided();
}

// What was refused stands in the queue again.
void Conflicts::hear(const QString& conflict, const std::vector<RecordId>& touched, const std::optional<Error>& error) {
  decided_.erase(conflict);
  if (error) {
    say({}, nullptr);
    show_rows();
    return Q_EMIT wrong(app().words().sentence(*error));
  }
  std::erase_if(views_, [&](const ConflictView& open) { return qs(open.conflict.id) == conflict; });
  std::vector<Change> changes;
  for (const auto& id : touched) changes.push_back({id, {}, {}});
  app().saved();
  Q_EMIT session()->changed(changes);
}

void Conflicts::say(const QString& said, std::function<void()> undo) {
  said_ = said;
  undo_ = std::move(undo);
  Q_EMIT saidChanged();
}

}  // namespace doorstep
