#pragma once
#include <string>
#include <string_view>

#include "shared/template.h"

namespace doorstep {

/// What the command line shows of a template's values, as a person reads them. `type` may be nullptr: the tablet does
/// not know it, and all is shown as it is.

/// A text as itself, anything else as JSON.
std::string plain_text(const json& value);
/// A choice by its label, a list as its words; a group's value member by member.
std::string readable_unit(const Type* type, const std::string& name, const json& value, std::string_view language);
/// Of a field, a group, or a rule between fields.
std::string unit_label(const Type* type, const std::string& name, std::string_view language);

}  // namespace doorstep
