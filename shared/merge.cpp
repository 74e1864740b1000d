#include "shared/merge.h"

#include <algorithm>
#include <set>

#include "shared/merge_approval.h"
#include "shared/merge_combination.h"
#include "shared/merge_conflict.h"
#include "shared/merge_remove.h"
#include "shared/policy.h"
#include "shared/unit_value.h"
#include "shared/value.h"

namespace doorstep {
namespace {

json value_or_null(const json& object, const std::string& key) {
  auto found = object.find(key);
  return found == object.end() ? json{} : *found;
}

Error invalid(const std::string& what) { return {Fault::invalid_value, what}; }

// What no state of the record could accept: listed first, so that the rest of the law need not ask.
Result<void> check_fields(const Type& type, const Edit& edit, Values values) {
  for (const auto& [name, value] : edit.set.items()) {
    const auto* field = type.field(name);
    if (field == nullptr) return Error{Fault::unknown_field, type.name + "." + name};
    if (field->policy == Policy::derived) return Error{Fault::read_only, type.name + "." + name};
    if (!edit.base.contains(name)) return invalid(type.name + "." + name + " lacks its base");
    if (auto good = check_value(*field, value); !good && values == Values::checked) return good.error();
    if (field->group.empty()) continue;
    for (const auto& member : type.group(field->group)->fields)
      if (!edit.base.contains(member))
        return invalid(type.name + "." + member + " lacks its base: groups travel whole");
  }
  return {};
}

Result<void> check(const Template& archive_template, const Subject& current, const Edit& edit, Values values) {
  const auto* type = archive_template.type(edit.type);
  if (type == nullptr) return Error{Fault::unknown_type, edit.type};
  if (!edit.set.is_object() || !edit.base.is_object()) return invalid("base and set are objects");
  if (edit.op == Op::erase) return Error{Fault::not_allowed, "an erasure is no edit of anybody's"};
  if (current.record && current.record->header.state == State::erased) return Error{Fault::erased, text(edit.record)};
  if (edit.op == Op::create) {
    if (current.record) return Error{Fault::already_exists, text(edit.record)};
    for (const auto& name : type->needs)
      if (value_or_null(edit.set, name).is_null()) return invalid(type->name + "." + name + " is needed to create one");
  } else {
    if (!current.record) return Error{Fault::not_found, text(edit.record)};
    if (current.record->header.type != edit.type) return invalid("the record is of another type");
  }
  if (edit.op == Op::merge || edit.op == Op::unmerge || edit.op == Op::distinct)
    return invalid("it concerns more than one record");
  if ((edit.op == Op::remove || edit.op == Op::archive) && !edit.set.empty())
    return invalid("a removal writes no fields");
  return check_fields(*type, edit, values);
}

// Good when its author wrote it, and not by this template any more.
std::set<std::string> outdated(const Type& type, const Edit& edit) {
  std::set<std::string> out;
  for (const auto& [name, value] : edit.set.items())
    if (!check_value(*type.field(name), value)) out.insert(unit_of(type, name)->name);
  return out;
}

// Asked of the classes that the edit writes, which its author may read: what happened in a hidden one must not show.
bool changed_by_others(const Type& type, const Record& record, const Edit& edit, const ChainId& chain) {
  std::set<Class> written;
  for (const auto& [name, value] : edit.set.items()) written.insert(type.field(name)->klass);
  return std::any_of(written.begin(), written.end(), [&](Class klass) {
    const auto& part = record.part(klass);
    return part && std::any_of(part->stamps.begin(), part->stamps.end(), [&](const auto& entry) {
             return entry.second.seq > edit.version && entry.second.chain != chain;
           });
  });
}

bool touches(const Unit& unit, const Edit& edit) {
  return edit.set.is_object() && std::any_of(unit.fields.begin(), unit.fields.end(),
                                             [&](const Field* field) { return edit.set.contains(field->name); });
}

bool has_base(const Unit& unit, const Edit& edit) {
  return edit.base.is_object() && std::all_of(unit.fields.begin(), unit.fields.end(),
                                              [&](const Field* field) { return edit.base.contains(field->name); });
}

/// One edit on its way through one record.
class Merging {
 public:
  Merging(const Type& type, Subject subject, const Edit& edit, const Arrival& arrival)
      : type_(type), edit_(edit), arrival_(arrival), stamp_(stamp_of(edit, arrival)) {
    merged_.subject = std::move(subject);
    if (arrival.values == Values::judged) merged_.outdated = outdated(type, edit);
  }

  Result<Merged> run() {
    if (edit_.op == Op::create) create();
    learn_evidence();
    others_ = changed_by_others(type_, record(), edit_, arrival_.chain);
    const auto before = type_.validators.empty() || edit_.op != Op::change ? std::optional<Record>{} : record();
    bool changed = false;
    std::set<std::string> seen;
    for (const auto& [field, value] : edit_.set.items()) {
      auto unit = unit_of(type_, field);
      if (!seen.insert(unit->name).second) continue;
      auto outcome = merge_unit(*unit);
      if (!outcome) return outcome.error();
      changed = changed || *outcome;
    }
    if (before) {
      const auto part = proposes_nothing() ? std::nullopt : std::optional{written()};
      auto asked = check_combinations(type_, merged_.subject, *before, part ? *part : edit_, arrival_, touched_);
      merged_.conflicts.insert(merged_.conflicts.end(), asked.begin(), asked.end());
    }
    stand_beside(merged_.subject, type_, arrival_);
    tell_approvals(seen);
    if (edit_.op != Op::create) move_state(changed);
    if (!edit_.set.empty() && !fits()) return Error{Fault::out_of_range, "the record would grow too large to be sent"};
    count();
    conclude();
    return std::move(merged_);
  }

 private:
  Record& record() { return *merged_.subject.record; }

  void create() {
    Record fresh;
    fresh.id = edit_.record;
    fresh.header.type = edit_.type;
    fresh.header.community = arrival_.community;
    merged_.subject.record = std::move(fresh);
    header_touched_ = true;
  }

  // Before anything is written: another may have checked what stands since, by the same field.
  void learn_evidence() {
    evidence_ = evidence_in(type_, record());
    for (auto& one : evidence_in(type_, edit_)) evidence_.push_back(std::move(one));
  }

  // An outdated value waits as a proposal does: it changes nothing until people have looked.
  bool proposes(const Unit& unit) const {
    return edit_.proposes.contains(unit.name) || merged_.outdated.contains(unit.name);
  }
  bool proposes_nothing() const { return edit_.proposes.empty() && merged_.outdated.empty(); }

  // Without what it only proposes: that stands nowhere yet, and no rule is asked about it.
  Edit written() const {
    auto out = edit_;
    if (proposes_nothing()) return out;
    for (auto field = out.set.begin(); field != out.set.end();)
      field = proposes(*unit_of(type_, field.key())) ? out.set.erase(field) : std::next(field);
    return out;
  }

  // True when the record or a conflict of it changed.
  Result<bool> merge_unit(const Unit& unit) {
    Sides sides{
        side_of(unit, edit_, false), value_of(unit, record()), side_of(unit, edit_, true), false, {}, arrival_.at};
    Stamp current_stamp;
    if (const auto* stamp = stamp_of(unit, record())) {
      current_stamp = *stamp;
      sides.own = all_by(arrival_.chain, unit, record());
      sides.current_at = stamp->at;
    }
    if (current_stamp.edit == edit_.id) {  // recognised by identity: it stands here already
      merged_.fields[unit.name] = Outcome::applied;
      return false;
    }
    UnitMeeting meeting{unit, sides, current_stamp, stamp_, edit_, evidence_};
    auto& conflicts = merged_.subject.conflicts;
    for (auto& met : conflicts)
      if (met.field == unit.name && has_met(met, edit_.id))
        return settle(unit, met, {std::nullopt, false, met.state == ConflictState::open});
    auto* open = open_conflict(conflicts, unit.name);
    // A unit has one open conflict at most: who decides an older one, decided meanwhile, has a say in the open one.
    auto* named = named_conflict(conflicts, edit_, record().id, unit.name);
    if (proposes(unit)) return propose_unit(meeting, open);
    if (named != nullptr && (open == nullptr || named == open)) {
      if (waits(*named) && !agrees_in_sum(*named, unit))
        sides.mine = laid_over(unit, sides.base, sides.current, sides.mine);
      return settle(unit, *named, resolve(*named, seen_in(*named, unit, *edit_.resolves), meeting));
    }
    bool says_again = named == nullptr && sides.base == sides.mine;
    if (open != nullptr && !waits(*open))
      return settle(unit, *open, says_again ? Settled{{}, false, true} : join(*open, meeting));

    if (open != nullptr && drop_outdated(*open, meeting)) count_once(open->seq, open->count, arrival_);

    auto decision = decide(unit, sides);
    if (!decision) return decision.error();
    merged_.fields[unit.name] = decision->move == Move::lose || others_ ? Outcome::merged : Outcome::applied;
    switch (decision->move) {
      case Move::nothing:
      case Move::lose:
        return false;
      case Move::take:
        put_value(record(), unit, sides.mine, stamp_);
        break;
      case Move::combine:
        put_value(record(), unit, decision->value, stamp_);
        break;
      case Move::park: {
        if (open != nullptr) return settle(unit, *open, contest(*open, meeting));
        conflicts.push_back(open_new(record(), meeting));
        return settle(unit, conflicts.back(), {std::nullopt, true, true});
      }
    }
    touched_.insert(unit.klass);
    return true;
  }

  bool propose_unit(const UnitMeeting& meeting, Conflict* open) {
    if (open != nullptr) return settle(meeting.unit, *open, propose(*open, meeting));
    auto asked = ask(record(), meeting);
    merged_.fields[meeting.unit.name] = others_ ? Outcome::merged : Outcome::applied;
    if (!asked) return false;
    merged_.subject.conflicts.push_back(std::move(*asked));
    return settle(meeting.unit, merged_.subject.conflicts.back(), {std::nullopt, true, true});
  }

  // Two who approved one sum say the same; who adds to it once more does not.
  static bool agrees_in_sum(const Conflict& decided, const Unit& unit) {
    return unit.policy == Policy::sum && decided.state != ConflictState::open;
  }

  // What was written beside an open proposal counts, and its author hears that there is one.
  void tell_approvals(const std::set<std::string>& units) {
    for (const auto& conflict : merged_.subject.conflicts) {
      if (!waits(conflict) || !units.contains(conflict.field)) continue;
      auto told = std::find(merged_.conflicts.begin(), merged_.conflicts.end(), conflict.id);
      const bool open = conflict.state == ConflictState::open;
      if (open && told == merged_.conflicts.end()) merged_.conflicts.push_back(conflict.id);
      if (!open && told != merged_.conflicts.end()) merged_.conflicts.erase(told);
      if (open) merged_.fields[conflict.field] = Outcome::conflict;
    }
  }

  bool settle(const Unit& unit, Conflict& conflict, const Settled& settled) {
    if (conflict.state == ConflictState::open) name_kind(conflict, unit);
    if (settled.current) {
      put_value(record(), unit, settled.current->value, settled.current->stamp);
      touched_.insert(unit.klass);
    }
    if (settled.touched) count_once(conflict.seq, conflict.count, arrival_);
    if (settled.conflict) merged_.conflicts.push_back(conflict.id);
    merged_.fields[unit.name] = settled.conflict ? Outcome::conflict : Outcome::merged;
    return settled.touched || settled.current.has_value();
  }

  void move_state(bool fields_changed) {
    auto moved = merge_state(merged_.subject, edit_, stamp_, fields_changed);
    header_touched_ = header_touched_ || moved.header_touched;
    if (moved.conflict == nullptr) return;
    if (moved.conflict_touched) count_once(moved.conflict->seq, moved.conflict->count, arrival_);
    if (moved.conflict->state == ConflictState::open) merged_.conflicts.push_back(moved.conflict->id);
  }

  void count() {
    for (auto klass : touched_) count_once(record().part(klass)->seq, record().part(klass)->count, arrival_);
    if (header_touched_) count_once(record().header.seq, record().header.count, arrival_);
  }

  // Asked of the outcome: what is added to a list or parked may be small, and the sum of all too much.
  bool fits() const {
    const auto& conflicts = merged_.subject.conflicts;
    return within_limits(*merged_.subject.record) &&
           std::all_of(conflicts.begin(), conflicts.end(),
                       [](const Conflict& conflict) { return within_limits(conflict); });
  }

  void conclude() {
    if (!merged_.conflicts.empty())
      merged_.outcome = Outcome::conflict;
    else
      merged_.outcome = others_ ? Outcome::merged : Outcome::applied;
  }

  const Type& type_;
  const Edit& edit_;
  const Arrival& arrival_;
  Stamp stamp_;
  Merged merged_;
  std::vector<Evidence> evidence_;
  bool others_ = false;
  bool header_touched_ = false;
  std::set<Class> touched_;
};

}  // namespace

Stamp stamp_of(const Edit& edit, const Arrival& arrival) {
  return {arrival.seq, arrival.chain, edit.id, arrival.at, edit.source, edit.visit};
}

void count_once(Seq& seq, std::uint64_t& count, const Arrival& arrival) {
  if (count == 0 || arrival.seq.value == 0 || seq != arrival.seq) ++count;
  if (arrival.seq.value != 0) seq = arrival.seq;
}

Result<Merged> merge(const Template& archive_template, Subject current, const Edit& edit, const Arrival& arrival) {
  if (auto possible = check(archive_template, current, edit, arrival.values); !possible) return possible.error();
  return Merging{*archive_template.type(edit.type), std::move(current), edit, arrival}.run();
}

std::vector<Edit> fold(const Template& archive_template, std::vector<Edit> edits) {
  for (std::size_t i = 0; i < edits.size(); ++i) {
    auto& earlier = edits[i];
    const auto* type = archive_template.type(earlier.type);
    if (type == nullptr || earlier.op != Op::change || earlier.resolves || !earlier.set.is_object()) continue;
    // A removal's digests tell of the record as its author saw it, step by step.
    if (std::any_of(edits.begin() + static_cast<std::ptrdiff_t>(i), edits.end(), [&](const Edit& edit) {
          return edit.record == earlier.record && (edit.op == Op::remove || edit.op == Op::archive);
        }))
      continue;
    std::set<std::string> units;
    for (const auto& [field, value] : earlier.set.items())
      if (auto unit = unit_of(*type, field); unit && folds(unit->policy)) units.insert(unit->name);
    for (const auto& name : units) {
      auto unit = *unit_named(*type, name);
      auto comes_next = [&](const Edit& edit) { return edit.record == earlier.record && touches(unit, edit); };
      auto later = std::find_if(edits.begin() + static_cast<std::ptrdiff_t>(i) + 1, edits.end(), comes_next);
      // A resolution keeps its naming, so it neither folds nor is folded into; a base that is not the earlier value is
      // no continuation.
      if (later == edits.end() || later->op != Op::change || later->resolves || later->type != earlier.type) continue;
      if (!has_base(unit, earlier) || !has_base(unit, *later)) continue;  // will be refused, each for itself
      if (earlier.proposes.contains(name) != later->proposes.contains(name)) continue;
      if (side_of(unit, *later, false) != side_of(unit, earlier, true)) continue;
      auto mine = side_of(unit, *later, true);
      for (const auto* field : unit.fields) {
        later->set[field->name] = member_of(unit, mine, field->name);
        later->base[field->name] = value_or_null(earlier.base, field->name);
        earlier.set.erase(field->name);
        earlier.base.erase(field->name);
      }
    }
  }
  return edits;
}

Policy policy_of(const Type& type, const std::string& field_or_group) {
  auto unit = unit_named(type, field_or_group);
  require(unit.has_value(), "a policy is asked of a field or group that exists");
  return unit->policy;
}

}  // namespace doorstep
