// What people see before the server has answered: own edits merged over its state by the law that it will use.
#include <algorithm>
#include <set>

#include "engine/rebase.h"
#include "engine/visit.h"
#include "shared/discussion.h"
#include "shared/merge_conflict.h"
#include "shared/merge_records.h"

namespace doorstep {
namespace {

// The question whether they are one, as far as this merge answers it; about others the server will know.
void answer_duplicate(Subject& subject, const Edit& edit, const Arrival& arrival) {
  if (!edit.resolves) return;
  for (auto& conflict : subject.conflicts) {
    if (conflict.id != edit.resolves->conflict || conflict.kind != ConflictKind::duplicate) continue;
    std::erase_if(conflict.candidates, [&](const Candidate& one) { return one.value == text(edit.record); });
    if (conflict.candidates.size() > 1) continue;
    conflict.state = ConflictState::resolved;
    conflict.resolution = Candidate{text(*edit.into), std::nullopt, stamp_of(edit, arrival)};
  }
}

/// One own edit, as it concerns the record that is shown.
class Prediction {
 public:
  Prediction(const Template& archive_template, const RecordId& record, const OtherSubject& other)
      : template_(archive_template), record_(record), other_(other) {}

  void merge_in(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    if (subject.record && subject.record->header.state == State::erased) return;  // whatever it is, it comes to nothing
    switch (edit.op) {
      case Op::merge:
        return merge_records(subject, edit, arrival);
      case Op::unmerge:
        return part_records(subject, edit, arrival);
      case Op::distinct:
        for (auto& conflict : subject.conflicts)
          if (edit.resolves && conflict.id == edit.resolves->conflict) keep_apart(conflict, edit, arrival);
        return;
      case Op::discuss:
        return talk(template_, subject, edit, arrival);
      default:
        break;
    }
    if (edit.record == record_) return take(subject, edit, arrival);
    auto loser = other_(edit.record);
    if (subject.record && loser) take(subject, landed(edit, *loser, subject), arrival);
  }

 private:
  void take(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    auto merged = merge(template_, subject, edit, arrival);
    if (merged) subject = std::move(merged->subject);
  }

  void merge_records(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    if (!subject.record) return;
    if (edit.record == record_ && leads_here(*edit.into)) return;  // somebody merged them the other way round
    if (edit.record == record_ && !is_there(*edit.into)) return;   // a restored server has lost it: this one stays
    if (edit.record == record_) {
      send_over(subject, *edit.into, edit, arrival);
    } else if (auto loser = other_(edit.record); loser && loser->record) {
      auto next = subject;
      if (take_over(template_, next, *loser, edit, arrival)) subject = std::move(next);
    }
    answer_duplicate(subject, edit, arrival);
  }

  bool is_there(const RecordId& id) const {
    const auto there = other_(id);
    return there && there->record && there->record->header.state != State::erased;
  }

  bool leads_here(RecordId id) const {
    std::set<RecordId> seen;
    while (id != record_ && seen.insert(id).second) {
      auto next = other_(id);
      if (!next || !next->record || !next->record->header.into) return false;
      id = *next->record->header.into;
    }
    return id == record_;
  }

  void part_records(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    if (!subject.record) return;
    if (edit.record == record_)
      come_back(subject, edit, arrival);
    else if (auto loser = other_(edit.record); loser && loser->record)
      give_back(template_, subject, *loser, arrival);
  }

  const Template& template_;
  const RecordId& record_;
  const OtherSubject& other_;
};

}  // namespace

Subject predicted(const Template& archive_template, const RecordId& record, Subject subject,
                  const std::vector<OwnEdit>& edits, const CommunityId& community, const ChainId& chain,
                  const OtherSubject& other) {
  const Prediction prediction{archive_template, record, other};
  for (std::size_t i = 0; i < edits.size();) {
    auto number = edits[i].number;
    std::vector<Edit> bundle;
    for (; i < edits.size() && edits[i].number == number; ++i)
      if (!edits[i].contained) bundle.push_back(edits[i].edit);
    // The open visit is no bundle yet: each of its edits shows by itself, and a removal in it has seen the steps.
    if (number != open_visit_number) bundle = fold(archive_template, std::move(bundle));
    for (const auto& edit : bundle)
      prediction.merge_in(subject, edit, Arrival{community, chain, Seq{}, edit.made.wall, Values::judged});
  }
  return subject;
}

}  // namespace doorstep
