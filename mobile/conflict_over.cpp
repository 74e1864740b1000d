// What was decided at the desk: read, and taken back however long ago it was.
#include "mobile/conflicts.h"
#include "mobile/disputed_value.h"

namespace doorstep {

void Conflicts::setOver(bool over) {
  if (over_ == over) return;
  over_ = over;
  Q_EMIT overChanged();
}

void Conflicts::setWords(const QString& words) {
  if (words_ == words) return;
  words_ = words;
  Q_EMIT overChanged();
  if (!session() || !ready()) return;
  show_rows();
  answered();  // another row stands in the first one's place
}

void Conflicts::showMore() {
  decided_most_ += decided_at_once;
  ask_soon();
}

// Each of the words, anywhere in what the row says.
bool Conflicts::is_wanted(const Row& row) const {
  if (!over_ || words_.isEmpty()) return true;
  const auto all = QStringList{row.heading, row.home, row.outcome, row.since}.join(' ');
  const auto wanted = words_.split(' ', Qt::SkipEmptyParts);
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void Conflicts::show_outcome(const ConflictView& view, Row& row) const {
  if (!view.conflict.resolution) return;
  const auto words = app().words();
  const auto* type = session()->archive_template().type(view.type);
  const auto& stamp = view.conflict.resolution->stamp;
  const auto who = person_of(stamp.chain) == session()->identity().person ? tr("me") : qs(view.name_of(stamp.chain));
  QStringList by{who, stamp.at ? words.moment(*stamp.at) : QString{}, decided_by(stamp.source)};
  by.removeAll(QString{});
  row.since = by.join(" · ");
  row.outcome = tr("Decided: %1").arg(disputed_words(type, view, view.conflict.resolution->value, words));
  row.way_back = way_back(view);
}

QString Conflicts::way_back(const ConflictView& view) const {
  if (!view.conflict.resolution || view.type.empty() || !may_decide(role_, view)) return {};
  const auto& stands = view.conflict.resolution->value;
  if (view.conflict.kind == ConflictKind::duplicate) return stands.is_null() ? "ask" : "part";
  if (view.conflict.kind == ConflictKind::delete_edit) return stands == "live" ? "ask" : "bring";
  return "ask";
}

void Conflicts::reopen(const QString& conflict) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session()) return;
  const auto way = way_back(*view);
  const auto heading = row_of(*view).heading;
  if (way == "ask") {
    say(tr("Asked again: %1").arg(heading), nullptr);
    ask_again(*view);
  } else if (way == "bring") {
    say(tr("It stays: %1").arg(heading), nullptr);
    bring_back(*view);
  } else if (way == "part") {
    part_again(*view);
  }
}

void Conflicts::part_again(const ConflictView& view) {
  using Records = std::vector<RecordId>;
  auto told = session()->to<Records>(this, [this, view](Result<Records> merged) {
    if (!session()) return;
    if (merged && merged->empty()) merged = Error{Fault::not_found, {}};
    if (!merged) return Q_EMIT wrong(app().words().sentence(merged.error()));
    say(tr("Two again: %1").arg(subject_of(view)), nullptr);
    for (const auto& loser : *merged) session()->engine().unmerge(loser, heard<Records>(view));
  });
  session()->engine().merged_by(view.conflict.id, std::move(told));
}

}  // namespace doorstep
