#pragma once
#include "shared/edit.h"
#include "shared/policy.h"
#include "shared/role.h"

namespace doorstep {

/// May somebody with this role make this edit? The same question on the tablet, at once, and on the server, inside the
/// write transaction. `not_allowed` names type and field, never a value; a type that is unknown is left to the merge.
/// What is written is read, so a value's base can tell nobody anything. What the role may only propose is allowed here:
/// it waits (shared/approval.h). Who decides a conflict answers for more than this: `check_decision`.
Result<void> check_rights(const Role& role, const Template& archive_template, const Edit& edit);

/// How whoever has these rights makes `to` of `from` in a field or group: its values, as in shared/unit_value.h.
Writing writing_of(const TypeRights& rights, const Unit& unit, const json& from, const json& to);

/// Does it create any record that gets a number of this series?
bool may_number(const Role& role, const Template& archive_template, std::string_view series);

}  // namespace doorstep
