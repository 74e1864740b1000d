#pragma once
#include "shared/edit.h"
#include "shared/role.h"

namespace doorstep {

/// May somebody with this role make this edit? The same question on the tablet, at once, and on the server, inside the
/// write transaction. `not_allowed` names type and field, never a value; a type that is unknown is left to the merge.
/// What is written is read, so a value's base can tell nobody anything. A field that is only proposed is refused too:
/// nobody can approve proposals yet.
Result<void> check_rights(const Role& role, const Template& archive_template, const Edit& edit);

/// Does it create any record that gets a number of this series?
bool may_number(const Role& role, const Template& archive_template, std::string_view series);

}  // namespace doorstep
