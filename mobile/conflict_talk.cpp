// Whose a conflict is, and what is said about it: both go to everybody who sees it, like any other edit.
#include "mobile/conflicts.h"
#include "shared/discussion.h"

namespace doorstep {

// Asked before the conflicts, so that the answers are here when these are shown.
void Conflicts::ask_people() {
  auto& engine = session()->engine();
  engine.role(session()->to<Role>(this, [this](Result<Role> role) {
    if (role && session()) role_ = std::move(*role);
  }));
  engine.colleagues(session()->to<std::vector<Colleague>>(this, [this](Result<std::vector<Colleague>> all) {
    if (!all || !session()) return;
    people_.clear();
    for (const auto& one : *all)
      people_ << QVariantMap{
          {"person", qs(one.person.value)},
          {"name", people_.isEmpty() ? tr("me") : qs(one.name.empty() ? one.person.value : one.name)}};
  }));
}

void Conflicts::show_talk(const ConflictView& view, Row& row) const {
  row.answers = !may_decide(role_, view);
  if (const auto& asked = view.conflict.assignee; asked && !asked->text.empty()) {
    row.holds = qs(asked->text);
    row.holder = qs(view.name_of(PersonId{asked->text}));
  }
  for (const auto& remark : view.conflict.remarks)
    row.remarks << QVariantMap{{"who", qs(view.name_of(remark.stamp.chain))},
                               {"when", remark.stamp.at ? app().words().moment(*remark.stamp.at) : QString{}},
                               {"text", qs(remark.text)}};
}

void Conflicts::talk(const ConflictView& view, json words, const QString& said) {
  using Saved = std::vector<RecordId>;
  auto told = session()->to<Saved>(this, [this, said](Result<Saved> saved) {
    if (!session()) return;
    if (!saved) return Q_EMIT wrong(app().words().sentence(saved.error()));
    app().saved();
    ask_soon();
    say(said, nullptr);
  });
  session()->engine().talk_about(view.conflict.id, std::move(words), std::move(told));
}

void Conflicts::giveTo(const QString& conflict, const QString& person) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session()) return;
  if (person.isEmpty()) return talk(*view, json{{assignee_word, nullptr}}, tr("Nobody is asked any more."));
  const auto known = std::find_if(people_.begin(), people_.end(),
                                  [&](const QVariant& one) { return one.toMap().value("person") == person; });
  if (known == people_.end()) return;
  const bool me = person.toStdString() == session()->identity().person.value;
  talk(*view, json{{assignee_word, person.toStdString()}},
       me ? tr("It is yours now.")
          : tr("%1 is asked: their tablet says so.").arg(known->toMap().value("name").toString()));
}

void Conflicts::remark(const QString& conflict, const QString& text) {
  const auto* view = view_of(conflict);
  const auto words = text.trimmed();
  if (view == nullptr || !session() || words.isEmpty()) return;
  talk(*view, json{{remark_word, words.toStdString()}}, tr("Said: everybody who sees this question can read it."));
}

}  // namespace doorstep
