#include "engine/readable.h"

#include "shared/value.h"

namespace doorstep {
namespace {

bool in_chinese(std::string_view language) { return language.starts_with("zh"); }

std::string choice_label(const Field& field, const json& value, std::string_view language) {
  for (const auto& choice : field.choices)
    if (value == choice.name) return choice.label.in(language);
  return plain_text(value);
}

std::string readable_field(const Field& field, const json& value, std::string_view language) {
  if (field.kind == Kind::choice) return choice_label(field, value, language);
  if (field.kind == Kind::choices && value.is_array()) {
    std::string out;
    for (const auto& one : value) out += (out.empty() ? "" : ", ") + choice_label(field, one, language);
    return out;
  }
  if (field.kind == Kind::flag)
    return value == true ? (in_chinese(language) ? "是" : "yes") : (in_chinese(language) ? "否" : "no");
  if (field.kind == Kind::entries || field.kind == Kind::time_range) return words_of(field, value);
  return plain_text(value);
}

}  // namespace

std::string plain_text(const json& value) { return value.is_string() ? value.get<std::string>() : canonical(value); }

std::string readable_unit(const Type* type, const std::string& name, const json& value, std::string_view language) {
  if (value.is_null()) return in_chinese(language) ? "（空）" : "(empty)";
  if (const auto* field = type == nullptr ? nullptr : type->field(name)) return readable_field(*field, value, language);
  if (type == nullptr || !value.is_object()) return plain_text(value);
  std::string out;
  for (const auto& [member, one] : value.items()) {
    if (one.is_null()) continue;
    out += (out.empty()            ? ""
            : in_chinese(language) ? "，"
                                   : ", ") +
           unit_label(type, member, language) + " " + readable_unit(type, member, one, language);
  }
  return out;
}

std::string unit_label(const Type* type, const std::string& name, std::string_view language) {
  if (type == nullptr) return name;
  if (const auto* field = type->field(name)) return field->label.in(language);
  if (const auto* group = type->group(name)) return group->label.in(language);
  for (const auto& rule : type->validators)
    if (rule.name == name) return rule.label.in(language);
  return name;
}

}  // namespace doorstep
