#pragma once
#include "shared/result.h"
#include "shared/statements.h"
#include "shared/template.h"

namespace doorstep {

/// What a reference field names has to be of the type that it refers to: a contact's resident is no home. Only what is
/// here can be judged; what is not may be where this person does not look, and is left to the server. invalid_value
/// names the field. Throws SqliteFailure.
Result<void> check_references(Statements& sql, const Template& archive_template, const Type& type, const json& set);

}  // namespace doorstep
