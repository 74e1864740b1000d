#include "shared/approval.h"

#include <algorithm>

#include "shared/merge_approval.h"
#include "shared/merge_conflict.h"
#include "shared/rights.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

// A unit has one open conflict at most: who names an older one has a say in the open one, and decides nothing.
const Conflict* decided_of(const Subject& subject, const Edit& edit, const std::string& unit) {
  if (!edit.resolves) return nullptr;
  const Conflict *named = nullptr, *open = nullptr;
  for (const auto& conflict : subject.conflicts) {
    if (conflict.field != unit || (subject.record && conflict.record != subject.record->id)) continue;
    if (conflict.id == edit.resolves->conflict) named = &conflict;
    if (conflict.state == ConflictState::open) open = &conflict;
  }
  return open == nullptr || open == named ? named : nullptr;
}

std::set<std::string> units_in(const Type& type, const Edit& edit) {
  std::set<std::string> out;
  if (!edit.set.is_object()) return out;
  for (const auto& [field, value] : edit.set.items())
    if (auto unit = unit_of(type, field)) out.insert(unit->name);
  return out;
}

bool writes(Op op) { return op == Op::create || op == Op::change; }

Error refused(const std::string& type, const Unit& unit) { return {Fault::not_allowed, type + "." + unit.name}; }

}  // namespace

std::set<std::string> proposed_by(const Role& role, const Template& archive_template, const Subject& current,
                                  const Edit& edit) {
  auto out = edit.proposes;
  const auto* type = archive_template.type(edit.type);
  if (type == nullptr || !writes(edit.op) || !edit.base.is_object()) return out;
  const auto& rights = role.of(type->name);
  for (const auto& name : units_in(*type, edit)) {
    const auto unit = *unit_named(*type, name);
    if (out.contains(name) || decided_of(current, edit, name) != nullptr) continue;
    if (writing_of(rights, unit, side_of(unit, edit, false), side_of(unit, edit, true)) == Writing::propose)
      out.insert(name);
  }
  return out;
}

Result<void> check_decision(const Role& role, const Template& archive_template, const Subject& current,
                            const Edit& edit, const PersonId& decider) {
  const auto* type = archive_template.type(edit.type);
  if (type == nullptr || !edit.resolves || !writes(edit.op) || !edit.base.is_object()) return {};
  for (const auto& name : units_in(*type, edit)) {
    const auto* conflict = decided_of(current, edit, name);
    if (conflict == nullptr || edit.proposes.contains(name)) continue;
    const auto unit = *unit_named(*type, name);
    const auto value = side_of(unit, edit, true), before = side_of(unit, edit, false);
    if (auto may = check_decision(role, type->name, Decided{unit, *conflict, value, before}, decider); !may) return may;
  }
  return {};
}

Result<void> check_decision(const Role& role, const std::string& type, const Decided& decided,
                            const PersonId& decider) {
  const auto& [unit, conflict, value, current] = decided;
  const auto writing = writing_of(role.of(type), unit, current, value);
  const bool approves = conflict.kind == ConflictKind::approval || writing == Writing::propose;
  if (writing == Writing::no || (approves && !role.may(Right::approve))) return refused(type, unit);
  // Refused, or something that somebody wrote who may: the proposals are not taken.
  if (says_nothing(unit, current, value)) return {};
  bool theirs = false, own = false;
  for (const auto& one : conflict.candidates) {
    const bool taken = (one.proposed ? approved_value(unit, one, current) : one.value) == value;
    own = own || (taken && one.proposed && person_of(one.stamp.chain) == decider);
    theirs = theirs || (taken && !(one.proposed && person_of(one.stamp.chain) == decider));
  }
  if (theirs) return {};
  // Who may write it needs nobody's approval for another value, but in an approval they do not sign their own request.
  if (own && approves) return Error{Fault::own_proposal, type + "." + unit.name};
  return writing == Writing::yes ? Result<void>{} : refused(type, unit);
}

}  // namespace doorstep
