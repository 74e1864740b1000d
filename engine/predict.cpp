// What people see before the server has answered: own edits merged over its state by the law that it will use.
#include <algorithm>
#include <set>

#include "engine/rebase.h"
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
        return talk(subject, edit, arrival);
      default:
        break;
    }
    if (edit.record == record_) return take(subject, edit, arrival);
    auto loser = other_(edit.record);
    if (subject.record && loser) take(subject, landed(edit, *loser, subject), arrival);
  }

 private:
  void talk(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    if (!edit.resolves) return;
    for (auto& conflict : subject.conflicts) {
      if (conflict.id != edit.resolves->conflict) continue;
      auto next = conflict;
      if (discuss(template_, next, subject, edit, arrival)) conflict = std::move(next);
      return;
    }
  }

  void take(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    auto merged = merge(template_, subject, edit, arrival);
    if (merged) subject = std::move(merged->subject);
  }

  void merge_records(Subject& subject, const Edit& edit, const Arrival& arrival) const {
    if (!subject.record) return;
    if (edit.record == record_ && leads_here(*edit.into)) return;  // somebody merged them the other way round
    if (edit.record == record_) {
      send_over(subject, *edit.into, edit, arrival);
    } else if (auto loser = other_(edit.record); loser && loser->record) {
      auto next = subject;
      if (take_over(template_, next, *loser, edit, arrival)) subject = std::move(next);
    }
    answer_duplicate(subject, edit, arrival);
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
    for (const auto& edit : fold(archive_template, std::move(bundle)))
      prediction.merge_in(subject, edit, Arrival{community, chain, Seq{}, edit.made.wall});
  }
  return subject;
}

bool Rebasing::holds(const RecordId& record) const {
  auto slot = pending_.find(record);
  return slot != pending_.end() && slot->second;
}

Pending* Rebasing::find(const RecordId& record) {
  auto [slot, fresh] = pending_.try_emplace(record);
  if (fresh) slot->second = rebase_.find(record);
  return slot->second ? &*slot->second : nullptr;
}

Pending& Rebasing::begin(const RecordId& record) {
  if (auto* pending = find(record)) return *pending;
  return *(pending_[record] = rebase_.begin(record, read_row(sql_, record)));
}

std::optional<RecordId> Rebasing::confirmed_into(const RecordId& id) {
  const auto* pending = find(id);
  if (pending == nullptr) return rebase_.confirmed_into(id);
  return pending->confirmed ? stored(decode(*pending->confirmed)).header.into : std::nullopt;
}

RecordId Rebasing::confirmed_root(const RecordId& id) {
  auto out = id;
  std::set<RecordId> seen;
  for (auto into = confirmed_into(out); into && seen.insert(out).second; into = confirmed_into(out)) out = *into;
  return out;
}

std::vector<RecordId> Rebasing::concerned(const Edit& edit) {
  std::vector<RecordId> out{edit.record};
  if (edit.into) out.push_back(root_of(sql_, *edit.into));
  if (edit.into && *edit.into != out.back()) out.push_back(*edit.into);
  if (auto root = confirmed_root(edit.record); root != edit.record) out.push_back(root);
  return out;
}

void Rebasing::lay(const OwnEdit& own) {
  std::vector<RecordId> over{own.edit.record};
  if (own.edit.into) over.push_back(root_of(sql_, *own.edit.into));
  for (const auto& id : over) {
    auto& edits = begin(id).edits;
    auto behind = std::upper_bound(edits.begin(), edits.end(), own.number,
                                   [](BundleNumber number, const OwnEdit& one) { return number < one.number; });
    edits.insert(behind, own);
  }
}

void Rebasing::drop(const Edit& edit) {
  for (const auto& id : concerned(edit))
    if (auto* pending = find(id))
      std::erase_if(pending->edits, [&](const OwnEdit& own) { return own.edit.id == edit.id; });
}

// What was addressed to a record that the server has merged, before an own edit that parts them again.
void Rebasing::send_home(const RecordId& id) {
  auto* pending = find(id);
  if (pending == nullptr || pending->edits.empty()) return;
  bool away = confirmed_into(id).has_value();
  std::vector<OwnEdit> leaving;
  std::erase_if(pending->edits, [&](const OwnEdit& own) {
    const auto& edit = own.edit;
    if (edit.op == Op::unmerge && edit.record == id) away = false;
    if (edit.op != Op::change) return false;
    const auto home = edit.record == id ? (away ? confirmed_root(id) : id) : confirmed_root(edit.record);
    if (home == id || !read_row(sql_, home)) return false;
    leaving.push_back(own);
    return true;
  });
  for (const auto& own : leaving) {
    auto& edits = begin(own.edit.record == id ? confirmed_root(id) : confirmed_root(own.edit.record)).edits;
    auto behind = std::upper_bound(edits.begin(), edits.end(), own.number,
                                   [](BundleNumber number, const OwnEdit& one) { return number < one.number; });
    edits.insert(behind, own);
  }
}

void Rebasing::apply() {
  std::vector<RecordId> ids;
  for (const auto& [id, pending] : pending_)
    if (pending) ids.push_back(id);
  for (const auto& id : ids) send_home(id);
  std::vector<RecordId> twice;
  auto apply_one = [&](Pending& pending) {
    const bool there = rebase_.apply(pending);
    if (there && !pending.edits.empty()) rebase_.write(pending);
    return there;
  };
  for (auto& [id, pending] : pending_) {
    if (!pending || !apply_one(*pending)) continue;
    // Of an edit that concerns two records each is predicted from the other as it is shown.
    if (std::any_of(pending->edits.begin(), pending->edits.end(),
                    [&](const OwnEdit& own) { return own.edit.record != id; }))
      twice.push_back(id);
  }
  for (const auto& id : twice) apply_one(*pending_.at(id));
}

}  // namespace doorstep
