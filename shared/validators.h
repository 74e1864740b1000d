#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/template.h"
#include "shared/value.h"

namespace doorstep {

/// What a type's validators say about one whole record. Pure; each value alone is `check_value`'s matter.
///   not above       fields[0] is not greater (later) than fields[1]
///   form by choice  fields[0], a text, has the form that the choice in fields[1] asks for (forms: choice → form)
///   not in future   fields[0], a date, a time or the birth date in an ID number, is not after today
/// A rule whose fields are not all set says nothing: an empty field is incomplete, never wrong.

struct Finding {
  std::string validator;
  std::vector<std::string> fields;  ///< the ones that a conflict would park
  Label label;                      ///< what to tell a person
};

/// A field's current value, nullptr when it was never set; `Record::value` answers so.
using ValueOf = std::function<const json*(const std::string& field)>;

/// Does a form ask for what stands under this condition? Without one, always.
bool is_asked(const std::optional<Condition>& condition, const ValueOf& value_of);

/// `today` as "2026-11-22", by the calendar of the one who asks.
std::vector<Finding> validate(const Type& type, const ValueOf& value_of, std::string_view today);

}  // namespace doorstep
