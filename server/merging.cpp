#include "server/merging.h"

#include <algorithm>

#include "server/duplicates.h"
#include "shared/merge_conflict.h"

namespace doorstep {
namespace {

void append(std::vector<RecordId>& to, const std::vector<RecordId>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

Result<void> Merging::here(const RecordId& id) {
  const auto& standing = set_.at(id);
  if (standing.conflict) return Error{Fault::read_only, "a conflict is no record of people's"};
  if (standing.elsewhere || !standing.subject.record) return Error{Fault::not_found, "record"};
  return {};
}

Result<Merging::Done> Merging::merge(const Edit& edit) {
  for (const auto& id : {edit.record, *edit.into})
    if (auto there = here(id); !there) return there.error();
  const auto lost = set_.root(edit.record), won = set_.root(*edit.into);
  auto &loser = set_.at(lost), &winner = set_.at(won);
  if (auto possible = check_merging(template_, loser.subject, winner.subject, edit); !possible) return possible.error();
  Done done;
  if (lost == won) {
    agree_if_one(edit, done);
    return done;
  }
  set_.bring_all(winner, won);
  auto next = winner.subject;
  // As a child would: nobody loses sight of the one because somebody removed the other.
  const auto before = next.conflicts.size();
  if (revive(next, edit, arrival_) && next.conflicts.size() > before)
    done.conflicts.push_back(next.conflicts.back().id);
  auto asked = take_over(template_, next, loser.subject, edit, arrival_);
  if (!asked) return asked.error();
  append(done.conflicts, *asked);
  winner.subject = std::move(next);
  send_over(loser.subject, won, edit, arrival_);
  loser.columns = columns_of(template_, *loser.subject.record);
  const auto& type = *template_.type(edit.type);
  append(done.conflicts, merge_claims(set_, type, lost, won, edit, arrival_));
  meet_distinct(edit, won, done);
  done.changed = {won};
  return done;
}

// Somebody has said meanwhile that they are two: whoever knew that decides anew, and otherwise both are heard.
void Merging::meet_distinct(const Edit& edit, const RecordId& winner, Done& done) {
  auto* asked = edit.resolves ? set_.conflict(edit.resolves->conflict) : nullptr;
  if (asked == nullptr || asked->kind != ConflictKind::duplicate || asked->state != ConflictState::resolved) return;
  if (!asked->resolution || !asked->resolution->value.is_null()) return;
  const bool knew = had_seen(*edit.resolves, asked->resolution->stamp, arrival_.chain);
  keep_people(*asked);
  asked->state = knew ? ConflictState::resolved : ConflictState::open;
  asked->resolution.reset();
  if (knew) asked->resolution = Candidate{text(winner), std::nullopt, stamp_of(edit, arrival_)};
  count_once(asked->seq, asked->count, arrival_);
  if (!knew) done.conflicts.push_back(asked->id);
}

// Opposite merges, or the same one twice: the second finds them one, and so the question whether they are is answered.
void Merging::agree_if_one(const Edit& edit, Done& done) {
  if (!edit.resolves) return;
  auto* asked = set_.conflict(edit.resolves->conflict);
  if (asked == nullptr || asked->kind != ConflictKind::duplicate || asked->state != ConflictState::open) return;
  const auto one = set_.root(edit.record);
  for (const auto& candidate : asked->candidates) {
    const auto* name = candidate.value.get_ptr<const std::string*>();
    auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
    if (!id || set_.root(*id) != one) {
      done.conflicts.push_back(asked->id);
      return;
    }
  }
  asked->state = ConflictState::resolved;
  asked->resolution = Candidate{text(one), std::nullopt, stamp_of(edit, arrival_)};
  count_once(asked->seq, asked->count, arrival_);
}

// Who wanted it removed or archived while it stood under another record's name is heard now.
void Merging::take_wishes(Subject& loser, const Subject& as) const {
  auto& header = loser.record->header;
  header.state = as.record->header.state;
  header.moved = as.record->header.moved;
  for (const auto& wish : as.conflicts) {
    if (wish.kind != ConflictKind::delete_edit || wish.state != ConflictState::open) continue;
    auto known = std::find_if(loser.conflicts.begin(), loser.conflicts.end(),
                              [&](const Conflict& one) { return one.id == wish.id; });
    if (known == loser.conflicts.end()) known = loser.conflicts.insert(known, Conflict{});
    const auto seq = known->seq;
    const auto count = known->count;
    *known = wish;
    known->seq = seq;
    known->count = count;
    count_once(known->seq, known->count, arrival_);
  }
}

Result<Merging::Done> Merging::unmerge(const Edit& edit) {
  if (auto there = here(edit.record); !there) return there.error();
  auto& loser = set_.at(edit.record);
  if (edit.type != loser.subject.record->header.type)
    return Error{Fault::invalid_value, "the record is of another type"};
  Done done;
  // Parted already, or merged into another since: what the author wanted undone is undone.
  if (loser.subject.record->header.state != State::merged || loser.subject.record->header.into != edit.into)
    return done;

  std::vector<RecordId> line;  // of those that it went into, the one that stands for all of them last
  for (auto id = *edit.into;;) {
    line.push_back(id);
    const auto& header = set_.at(id).subject.record->header;
    if (header.state != State::merged) break;
    id = *header.into;
  }
  Past past{past_, set_, arrival_.community, bundle_};
  auto to_loser = past.since_merged(edit.record);
  if (!to_loser) return to_loser.error();
  set_.bring_all(loser, edit.record);
  const auto units = units_in(template_, loser.subject, *to_loser);
  for (const auto& id : line) {
    auto& standing = set_.at(id);
    set_.bring_all(standing, id);
    auto to_this = past.of(id, edit.record);
    if (!to_this) return to_this.error();
    const auto as = replayed(template_, {}, *to_this, [&](const RecordId& other) {
      auto& behind = set_.at(other);
      set_.bring_all(behind, other);  // its questions have moved, and are asked here
      return &behind.subject;
    });
    restore_units(template_, standing.subject, as, units, arrival_);
    done.changed.push_back(id);
  }
  come_back(loser.subject, edit, arrival_);
  const auto as = replayed(template_, loser.subject, *to_loser, [](const RecordId&) { return nullptr; });
  restore_units(template_, loser.subject, as, units, arrival_);
  take_wishes(loser.subject, as);
  const auto& type = *template_.type(edit.type);
  loser.columns = columns_of(template_, *loser.subject.record);
  append(done.conflicts, part_claims(set_, type, edit.record, line.back(), edit, arrival_));
  done.changed.push_back(edit.record);
  return done;
}

Result<Merging::Done> Merging::distinct(const Edit& edit) {
  if (!edit.resolves || !edit.set.empty()) return Error{Fault::invalid_value, "it names the question that it answers"};
  auto* asked = set_.conflict(edit.resolves->conflict);
  if (asked == nullptr || asked->record != edit.record) return Error{Fault::not_found, "conflict"};
  if (asked->kind != ConflictKind::duplicate) return Error{Fault::invalid_value, "it is no question of one or two"};
  Done done;
  if (keep_apart(*asked, edit, arrival_)) done.conflicts.push_back(asked->id);
  return done;
}

}  // namespace doorstep
