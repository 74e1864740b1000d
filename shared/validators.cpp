#include "shared/validators.h"

#include <algorithm>

#include "shared/dates.h"
#include "shared/forms.h"

namespace doorstep {
namespace {

bool holds_not_above(const json& low, const json& high) {
  if (low.is_number_integer() && high.is_number_integer()) return low <= high;
  if (low.is_string() && high.is_string())
    return !is_later(low.get_ref<const std::string&>(), high.get_ref<const std::string&>()).value_or(false);
  return true;
}

bool holds_form(const Validator& validator, const json& value, const json& choice) {
  if (!value.is_string() || !choice.is_string()) return true;
  auto form = validator.forms.find(choice.get_ref<const std::string&>());
  return form == validator.forms.end() || has_form(form->second, value.get_ref<const std::string&>());
}

bool holds_not_in_future(const Field& field, const json& value, std::string_view today) {
  if (!value.is_string()) return true;
  const auto& text = value.get_ref<const std::string&>();
  if (field.kind == Kind::id_number) return !has_form("resident_id", text) || check_id_number(text, today).valid;
  // A stored time begins with its date.
  return std::string_view{text}.substr(0, today.size()) <= today;
}

bool holds(const Type& type, const Validator& validator, const std::vector<const json*>& values,
           std::string_view today) {
  switch (validator.rule) {
    case Rule::not_above:
      return holds_not_above(*values[0], *values[1]);
    case Rule::form_by_choice:
      return holds_form(validator, *values[0], *values[1]);
    case Rule::not_in_future:
      return holds_not_in_future(*type.field(validator.fields[0]), *values[0], today);
  }
  broken_invariant("every rule is asked");
}

}  // namespace

bool is_asked(const std::optional<Condition>& condition, const ValueOf& value_of) {
  if (!condition) return true;
  const auto* value = value_of(condition->field);
  return value != nullptr && std::find(condition->is.begin(), condition->is.end(), *value) != condition->is.end();
}

std::vector<Finding> validate(const Type& type, const ValueOf& value_of, std::string_view today) {
  std::vector<Finding> out;
  for (const auto& validator : type.validators) {
    std::vector<const json*> values;
    for (const auto& field : validator.fields)
      if (const auto* value = value_of(field); value != nullptr && !value->is_null()) values.push_back(value);
    if (values.size() == validator.fields.size() && !holds(type, validator, values, today))
      out.push_back({validator.name, validator.fields, validator.label});
  }
  return out;
}

}  // namespace doorstep
