#pragma once
#include <set>
#include <string>

#include "shared/merge.h"
#include "shared/policy.h"
#include "shared/role.h"

namespace doorstep {

/// Two people for one value (docs/merge.md §Approvals): what a role may only propose waits in an `approval` conflict
/// until somebody else decides. Pure; the tablet asks at once, the server inside the write transaction.

/// The fields and groups that this edit proposes: those that it says itself, and those that its author's role may only
/// propose. Not the one whose conflict it decides.
std::set<std::string> proposed_by(const Role& role, const Template& archive_template, const Subject& current,
                                  const Edit& edit);

/// May this person decide as the edit does, where it names a conflict of this record? `edit.proposes` is what
/// `proposed_by` answered. not_allowed: deciding takes the right to approve; own_proposal: so does nobody for
/// themselves.
Result<void> check_decision(const Role& role, const Template& archive_template, const Subject& current,
                            const Edit& edit, const PersonId& decider);

/// One possible decision of one conflict: `value` in place of `current`.
struct Decided {
  const Unit& unit;
  const Conflict& conflict;
  const json& value;
  const json& current;
};
Result<void> check_decision(const Role& role, const std::string& type, const Decided& decided, const PersonId& decider);

}  // namespace doorstep
