#include "server/bundle_trial.h"

#include <algorithm>
#include <set>

#include "server/duplicates.h"
#include "server/merging.h"
#include "server/places.h"
#include "shared/approval.h"
#include "shared/discussion.h"
#include "shared/projection.h"
#include "shared/rights.h"
#include "shared/value.h"

namespace doorstep {
namespace {

using Outcome = EditVerdict::Outcome;

Outcome outcome_of(const Merged& merged) {
  switch (merged.outcome) {
    case doorstep::Outcome::applied:
      return Outcome::applied;
    case doorstep::Outcome::merged:
      return Outcome::merged;
    case doorstep::Outcome::conflict:
      return Outcome::conflict;
  }
  return Outcome::applied;
}

void tell_conflict(EditVerdict& verdict, const RecordId& conflict) {
  verdict.outcome = Outcome::conflict;
  if (std::find(verdict.conflicts.begin(), verdict.conflicts.end(), conflict) == verdict.conflicts.end())
    verdict.conflicts.push_back(conflict);
}

/// Which lanes stand still: for edits quarantined by earlier bundles of the chain, and by this one.
class Lanes {
 public:
  Lanes(EditQueries& queries, std::int64_t chain) : queries_(queries), chain_(chain) {
    earlier_ = static_cast<bool>(OneRow{queries_.chain_has_lane.with(chain_)});
  }

  std::optional<EditId> holder(const Template& archive_template, const Edit& edit) {
    if (!earlier_ && stopped_.empty()) return std::nullopt;
    if (auto by = find(edit.record, false)) return by;
    for (const auto& id : records_named(archive_template, edit))
      if (auto by = find(id, true)) return by;
    return std::nullopt;
  }
  void stop(const RecordId& record, const EditId& by, bool creates) {
    auto [place, fresh] = stopped_.try_emplace(record, Stop{by, creates});
    if (!fresh) place->second.creates = place->second.creates || creates;
  }

 private:
  struct Stop {
    EditId by;
    bool creates = false;
  };
  std::optional<EditId> find(const RecordId& record, bool creates) {
    if (earlier_) {
      OneRow row{(creates ? queries_.lane_of_create : queries_.lane).with(chain_, record)};
      if (row) return row->id<EditId>(0);
    }
    auto stop = stopped_.find(record);
    if (stop == stopped_.end() || (creates && !stop->second.creates)) return std::nullopt;
    return stop->second.by;
  }

  EditQueries& queries_;
  std::int64_t chain_;
  bool earlier_ = false;
  std::map<RecordId, Stop> stopped_;
};

// Nothing waits for it, and it holds nothing back: what its author does to the record after it comes to the same end.
EditOutcome destroyed(const Edit& edit) {
  EditOutcome out;
  out.verdict = {edit.id, Outcome::rejected, std::string{code(Fault::erased)}, {}, {}};
  out.stops = true;
  out.holds = out.waits = false;
  return out;
}

/// One go at the whole bundle.
class Pass {
 public:
  Pass(Trial& trial, std::vector<std::optional<EditOutcome>>& decided)
      : trial_(trial),
        decided_(decided),
        lanes_(trial.edits, trial.chain_row),
        set_(std::make_unique<WorkingSet>(trial.records, trial.archive_template, trial.bundle.community)) {}

  // False: an edit fell out into which, or out of which, others had been folded. What they wrote must count without
  // it, so the bundle is tried again; `decided` knows the edits that fell out.
  bool run() {
    fold_edits();
    bool spoilt = false;
    for (std::size_t i = 0; i < trial_.bundle.edits.size(); ++i) {
      const auto& edit = trial_.bundle.edits[i];
      auto outcome = decided_[i] ? *decided_[i] : decide(i);
      if (outcome.stops && outcome.holds) lanes_.stop(edit.record, edit.id, outcome.creates);
      if (outcome.stops && !decided_[i]) {
        decided_[i] = outcome;
        spoilt = spoilt || refolded_.contains(edit.record);
      }
      outcomes_.push_back(std::move(outcome));
    }
    return !spoilt;
  }
  TrialResult take() { return {std::move(outcomes_), std::move(set_)}; }

 private:
  void fold_edits() {
    std::vector<Edit> tried;
    std::set<RecordId> records;
    bool again = false;
    for (std::size_t i = 0; i < decided_.size() && !again; ++i)
      again = !decided_[i] && !records.insert(trial_.bundle.edits[i].record).second;
    if (!again) return;  // the usual bundle has nothing to fold, and is not copied
    for (std::size_t i = 0; i < decided_.size(); ++i)
      if (!decided_[i]) tried.push_back(trial_.bundle.edits[i]);
    folded_ = fold(trial_.archive_template, std::move(tried));
    std::size_t next = 0;
    for (std::size_t i = 0; i < decided_.size(); ++i) {
      if (decided_[i]) continue;
      const auto& before = trial_.bundle.edits[i];
      const auto& after = folded_[next++];
      if (before.set != after.set || before.base != after.base) refolded_.insert(before.record);
    }
    next_folded_ = 0;
  }

  EditOutcome decide(std::size_t position) {
    const auto& original = trial_.bundle.edits[position];
    const auto& edit = folded_.empty() ? original : folded_[next_folded_++];
    EditOutcome outcome;
    outcome.verdict.edit = original.id;
    if (auto by = lanes_.holder(trial_.archive_template, original)) {
      outcome.verdict.outcome = Outcome::held;
      outcome.verdict.by = *by;
    } else if (auto may = allowed(original); !may) {
      outcome.verdict = {original.id, Outcome::rejected, std::string{code(may.error().fault)}, {}, {}};
      outcome.holds = false;
    } else if (auto applied = apply(edit, trial_.at[position], outcome.verdict); !applied) {
      outcome.verdict = {original.id, Outcome::rejected, std::string{code(applied.error().fault)}, {}, {}};
      const auto fault = applied.error().fault;
      const bool talks = original.op == Op::discuss || original.op == Op::distinct;
      outcome.holds = fault != Fault::not_allowed && fault != Fault::own_proposal && !talks;
      outcome.waits = !talks || !exists(set_->at(original.record)) || names_what_is_not_here(original);
    } else {
      outcome.kept = true;
      return outcome;
    }
    outcome.stops = true;
    outcome.creates = original.op == Op::create && !exists(set_->at(original.record));
    outcome.holds = outcome.holds || outcome.creates;
    return outcome;
  }

  Result<void> allowed(const Edit& edit) const {
    if (auto may = check_rights(trial_.role, trial_.archive_template, edit); !may) return may;
    return check_place(trial_.scope, trial_.archive_template, edit);
  }

  // Good by the template that it was made with? Then it is not refused by the present one.
  Values values_of(const Edit& edit) const {
    const auto* type = trial_.made_with == nullptr ? nullptr : trial_.made_with->type(edit.type);
    if (type == nullptr || !edit.set.is_object()) return Values::checked;
    for (const auto& [name, value] : edit.set.items()) {
      const auto* field = type->field(name);
      if (field == nullptr || !check_value(*field, value)) return Values::checked;
    }
    return Values::judged;
  }

  // Of a question whose edits are all here it is known by now whether it is asked.
  bool names_what_is_not_here(const Edit& edit) const {
    return edit.resolves &&
           std::any_of(edit.resolves->seen.begin(), edit.resolves->seen.end(),
                       [&](const EditId& seen) { return seen != EditId{} && !first_outcome(trial_.edits, seen); });
  }

  static bool exists(const Standing& standing) {
    return standing.subject.record.has_value() || standing.elsewhere || standing.conflict;
  }

  Result<void> apply(const Edit& edit, Instant at, EditVerdict& verdict) {
    auto& standing = set_->at(edit.record);
    // Of a record in another community this bundle's community knows nothing, but that the id is taken.
    if (standing.elsewhere) return Error{edit.op == Op::create ? Fault::already_exists : Fault::not_found, "record"};
    if (standing.conflict) return Error{Fault::read_only, "a conflict is changed by resolving it"};
    if (hidden(standing)) return Error{edit.op == Op::create ? Fault::already_exists : Fault::not_found, "record"};
    if (!sees_what_it_names(edit)) return Error{Fault::not_found, "a record that it names"};
    // A conflict that its author may not see is none that its author could name.
    if (edit.resolves && !sees(edit.resolves->conflict)) {
      if (edit.op == Op::discuss || edit.op == Op::distinct) return Error{Fault::not_found, "conflict"};
      return apply(without_naming(edit), at, verdict);
    }
    const Arrival arrival{trial_.bundle.community, trial_.bundle.chain, trial_.seq, at, values_of(edit)};
    if (edit.op == Op::merge || edit.op == Op::unmerge || edit.op == Op::distinct)
      return apply_to_two(edit, arrival, verdict);
    if (edit.op == Op::discuss) return talk(edit, arrival, verdict);
    const bool merged = standing.subject.record && standing.subject.record->header.state == State::merged;
    return merged ? land(edit, arrival, verdict) : apply_to(edit, arrival, verdict);
  }

  // What its author may only propose is proposed, whatever the edit says of itself: the role of now decides. Replays
  // are told by the verdict.
  Result<void> apply_to(Edit edit, const Arrival& arrival, EditVerdict& verdict) {
    auto& standing = set_->at(edit.record);
    if (edit.resolves) set_->bring(standing, edit.record, edit.resolves->conflict);
    auto proposes = proposed_by(trial_.role, trial_.archive_template, standing.subject, edit);
    if (proposes != edit.proposes) verdict.proposed.assign(proposes.begin(), proposes.end());
    edit.proposes = std::move(proposes);
    const auto author = person_of(arrival.chain);
    if (auto may = check_decision(trial_.role, trial_.archive_template, standing.subject, edit, author); !may)
      return may;
    if (edit.op == Op::remove || edit.op == Op::archive) standing.subject.children = set_->live_children(edit.record);
    auto merged = merge(trial_.archive_template, standing.subject, edit, arrival);
    if (!merged) return merged.error();
    standing.subject = std::move(merged->subject);
    if (!merged->outdated.empty()) {
      merged->outdated.merge(edit.proposes);
      verdict.proposed.assign(merged->outdated.begin(), merged->outdated.end());
    }
    tell_outcome(verdict, *merged);
    settle(edit.record, edit, arrival, verdict);
    return {};
  }

  // A late edit of a record that was merged meanwhile. Who wanted it away has what they wanted; the record that stands
  // for it is another one, of which they knew nothing.
  Result<void> land(const Edit& edit, const Arrival& arrival, EditVerdict& verdict) {
    if (edit.op == Op::create) return Error{Fault::already_exists, "record"};
    verdict.outcome = Outcome::merged;
    if (edit.op != Op::change) return {};
    auto& loser = set_->at(edit.record);
    if (edit.resolves) set_->bring(loser, edit.record, edit.resolves->conflict);
    const auto& winner = set_->at(set_->root(edit.record)).subject;
    return apply_to(landed(edit, loser.subject, winner), arrival, verdict);
  }

  // A question has its id by the edit that opened it, and behind a restore that may be another one.
  Conflict* opened_otherwise(const Edit& edit) {
    auto& standing = set_->at(edit.record);
    set_->bring_all(standing, edit.record);
    auto named = [&](const Candidate& one) {
      const auto& seen = edit.resolves->seen;
      return one.stamp.edit != EditId{} && std::find(seen.begin(), seen.end(), one.stamp.edit) != seen.end();
    };
    for (auto& one : standing.subject.conflicts)
      if (std::any_of(one.candidates.begin(), one.candidates.end(), named) && sees(one.id)) return &one;
    return nullptr;
  }

  // What is asked of another record now, because this one was merged into it: said late, it is said there.
  Edit said_there(const Edit& edit) {
    const auto& loser = set_->at(edit.record).subject;
    auto there = landed(edit, loser, set_->at(set_->root(edit.record)).subject);
    return there.resolves->conflict != edit.resolves->conflict && sees(there.resolves->conflict) ? there : edit;
  }

  Result<void> talk(Edit edit, const Arrival& arrival, EditVerdict& verdict) {
    auto* asked = edit.resolves ? set_->conflict(edit.resolves->conflict) : nullptr;
    if (asked == nullptr && edit.resolves) asked = opened_otherwise(edit);
    if (asked == nullptr || asked->record != edit.record) return Error{Fault::not_found, "conflict"};
    edit.resolves->conflict = asked->id;
    if (asked->state == ConflictState::moved) {
      edit = said_there(edit);
      asked = set_->conflict(edit.resolves->conflict);
    }
    const auto before = *asked;
    auto said = discuss(trial_.archive_template, *asked, set_->at(edit.record).subject, edit, arrival);
    if (!said) return said.error();
    verdict.outcome = Outcome::applied;
    if (asked->state == before.state) return {};
    const auto& type = set_->at(edit.record).subject.record->header.type;
    const bool asks = asked->kind != ConflictKind::duplicate || is_asked_still(*set_, type, *asked);
    if (asks) {
      tell(verdict, asked->id);
    } else {
      asked->state = before.state;
      asked->resolution = before.resolution;
    }
    return {};
  }

  Result<void> apply_to_two(const Edit& edit, const Arrival& arrival, EditVerdict& verdict) {
    std::vector<PastEdit> before;  // of this bundle
    for (std::size_t i = 0; i < outcomes_.size(); ++i)
      if (outcomes_[i].kept)
        before.push_back({as_it_counted(trial_.bundle.edits[i], outcomes_[i].verdict),
                          {arrival.community, arrival.chain, arrival.seq, trial_.at[i]}});
    Merging merging{*set_, trial_.past, trial_.archive_template, arrival, before};
    auto done = edit.op == Op::merge     ? merging.merge(edit)
                : edit.op == Op::unmerge ? merging.unmerge(edit)
                                         : merging.distinct(edit);
    if (!done) return done.error();
    verdict.outcome = done->changed.empty() && edit.op != Op::distinct ? Outcome::merged : Outcome::applied;
    for (const auto& id : done->changed) settle(id, edit, arrival, verdict);
    for (const auto& id : done->conflicts) tell(verdict, id);
    return {};
  }

  // What concerns only hidden values answers its author plainly (design law §2.10): as if it were not there.
  void tell_outcome(EditVerdict& verdict, const Merged& merged) const {
    std::copy_if(merged.conflicts.begin(), merged.conflicts.end(), std::back_inserter(verdict.conflicts),
                 [&](const RecordId& conflict) { return sees(conflict); });
    verdict.outcome = outcome_of(merged);
    if (verdict.outcome != Outcome::conflict || !verdict.conflicts.empty()) return;
    bool met_others = std::any_of(merged.fields.begin(), merged.fields.end(),
                                  [](const auto& field) { return field.second == doorstep::Outcome::merged; });
    verdict.outcome = met_others ? Outcome::merged : Outcome::applied;
  }
  void tell(EditVerdict& verdict, const RecordId& conflict) const {
    if (sees(conflict)) tell_conflict(verdict, conflict);
  }
  bool sees(const RecordId& id) const {
    const auto* conflict = set_->conflict(id);
    if (conflict == nullptr) return true;  // there is none
    const auto& about = set_->at(conflict->record).subject.record;
    return about && trial_.role.reads(about->header.type, conflict->klass) &&
           (trial_.scope.everywhere() || trial_.scope.shows(place_of(*set_, trial_.archive_template, *conflict)));
  }
  bool hidden(const Standing& standing) const {
    if (!standing.subject.record) return false;
    if (!trial_.scope.shows(standing.place)) return true;
    ClassMask held = no_class;
    for (auto klass : all_classes)
      if (standing.subject.record->part(klass)) held |= mask_of(klass);
    return !shows(held, trial_.role.reads(standing.subject.record->header.type));
  }
  // Who is held to some buildings names only what they see: a record that is not there and one that is elsewhere are
  // the same to them, or what comes of the edit would tell.
  bool sees_what_it_names(const Edit& edit) {
    if (trial_.scope.everywhere()) return true;
    const auto named = records_named(trial_.archive_template, edit);
    return std::all_of(named.begin(), named.end(), [&](const RecordId& id) {
      const auto& standing = set_->at(id);
      return standing.subject.record && !hidden(standing);
    });
  }
  static Edit without_naming(Edit edit) {
    edit.resolves.reset();
    return edit;
  }

  // What a changed record means for others: its parent, and those that claim the same natural key.
  void settle(const RecordId& id, const Edit& edit, const Arrival& arrival, EditVerdict& verdict) {
    auto& standing = set_->at(id);
    auto before = std::exchange(standing.columns, columns_of(trial_.archive_template, *standing.subject.record));
    if (edit.op == Op::unmerge && id == edit.record) before.state = State::merged;
    const auto now = standing.columns;
    if (now.state == State::merged) return;  // others stand for it
    const auto& type = *trial_.archive_template.type(standing.subject.record->header.type);
    for (const auto& open : move_claims(*set_, type, id, before, edit, arrival)) tell(verdict, open);
    bool arrived =
        now.state == State::live && now.parent && (before.parent != now.parent || before.state != State::live);
    if (arrived && *now.parent != id) revive_parent(set_->root(*now.parent), edit, arrival, verdict);
  }

  void revive_parent(const RecordId& id, const Edit& child, const Arrival& arrival, EditVerdict& verdict) {
    auto& parent = set_->at(id);
    auto before = parent.subject.conflicts.size();
    if (!revive(parent.subject, child, arrival)) return;
    if (parent.subject.conflicts.size() > before) tell(verdict, parent.subject.conflicts.back().id);
    settle(id, child, arrival, verdict);
  }

  Trial& trial_;
  std::vector<std::optional<EditOutcome>>& decided_;
  Lanes lanes_;
  std::unique_ptr<WorkingSet> set_;
  std::vector<Edit> folded_;  ///< of the edits that are tried, in order; empty when nothing folds
  std::size_t next_folded_ = 0;
  std::set<RecordId> refolded_;
  std::vector<EditOutcome> outcomes_;
};

}  // namespace

EditQueries::EditQueries(Database& database)
    : known(database.prepare(
          "SELECT v.verdict, 0, 0 FROM edits e JOIN journal j ON j.n = e.n / 512 "
          "JOIN verdicts v ON v.chain = j.chain AND v.number = j.number "
          "WHERE e.id = ?1 AND e.kept = 1 UNION ALL "
          "SELECT v.verdict, q.state = 'open', q.creates FROM quarantine q JOIN verdicts v ON v.chain = q.chain AND "
          "v.number = q.number WHERE q.edit = ?1")),
      chain_has_lane(database.prepare("SELECT 1 FROM quarantine WHERE chain = ? AND state = 'open' LIMIT 1")),
      lane(database.prepare("SELECT edit FROM quarantine WHERE chain = ? AND record = ? AND state = 'open' "
                            "ORDER BY n LIMIT 1")),
      lane_of_create(database.prepare("SELECT edit FROM quarantine WHERE chain = ? AND record = ? AND state = 'open' "
                                      "AND creates = 1 ORDER BY n LIMIT 1")),
      erased(database) {}

std::optional<EditOutcome> first_outcome(EditQueries& queries, const EditId& edit) {
  OneRow row{queries.known.with(edit)};
  if (!row) return std::nullopt;
  auto stored = parse_json(row->text(0));
  auto verdict = stored ? verdict_from(*stored, "verdict") : Result<Verdict>{stored.error()};
  if (verdict) {
    for (auto& one : verdict->edits)
      if (one.edit == edit) return EditOutcome{std::move(one), false, true, row->integer(1) != 0, row->integer(2) != 0};
  }
  throw SqliteFailure{{Fault::store_damaged, "the verdict of edit " + text(edit)}};
}

bool TrialResult::any_kept() const {
  return std::any_of(edits.begin(), edits.end(), [](const EditOutcome& one) { return one.kept; });
}

TrialResult try_bundle(Trial& trial) {
  std::vector<std::optional<EditOutcome>> decided;
  ErasedRecords erased{trial.edits.erased, trial.archive_template, trial.bundle.chain};
  for (const auto& edit : trial.bundle.edits) {
    const bool makes = erased.makes_one(edit);
    const bool reaches = erased.reached_by(edit);
    auto& outcome = decided.emplace_back(first_outcome(trial.edits, edit.id));
    if (!outcome && reaches) outcome = destroyed(edit);
    if (!outcome) continue;
    outcome->destroyed = reaches;
    outcome->makes_erased = makes;
  }
  for (;;) {
    Pass pass{trial, decided};
    if (pass.run()) return pass.take();
  }
}

}  // namespace doorstep
