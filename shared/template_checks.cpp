#include <algorithm>
#include <set>
#include <string_view>

#include "shared/numbers.h"
#include "shared/template_reader.h"

namespace doorstep {
namespace {

constexpr int scale_max = 6;

/// What is wrong, under the path where it is.
struct Found {
  std::string path, why;
};
using Wrong = std::optional<Found>;

Wrong wrong(std::string path, std::string why) { return Found{std::move(path), std::move(why)}; }
std::string indexed(const std::string& key, std::size_t index) { return key + "[" + std::to_string(index) + "]"; }
std::string in_quotes(std::string_view text) { return "'" + std::string{text} + "'"; }

bool is_one_of(Kind kind, std::initializer_list<Kind> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool is_integer(Kind kind) { return is_one_of(kind, {Kind::number, Kind::decimal, Kind::money}); }

bool fits(Policy policy, Kind kind) {
  switch (policy) {
    case Policy::sum:
      return is_integer(kind);
    case Policy::append:
      return kind == Kind::entries;
    case Policy::set:
      return kind == Kind::choices;
    case Policy::max:
      return is_integer(kind) || is_one_of(kind, {Kind::choice, Kind::date, Kind::time});
    case Policy::state:
      return kind == Kind::choice;
    // Entries are immutable and join by id; replacing their list would drop some.
    case Policy::manual:
    case Policy::latest:
    case Policy::write_once:
      return kind != Kind::entries;
    case Policy::derived:
      return true;
  }
  return false;
}

bool has_choice(const Field& field, std::string_view name) {
  return std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& each) { return each.name == name; });
}

/// The first name that stands twice in a list of named things.
template <class Named>
Wrong check_unique(const std::vector<Named>& list, const std::string& key) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!seen.insert(list[i].name).second)
      return wrong(indexed(key, i) + ".name", in_quotes(list[i].name) + " stands twice");
  return std::nullopt;
}

Wrong check_choices(const Field& field) {
  bool chooses = is_one_of(field.kind, {Kind::choice, Kind::choices});
  if (!chooses && !field.choices.empty()) return wrong("choices", "only choice and choices have them");
  if (field.open && field.kind != Kind::choices) return wrong("open", "only choices can be open");
  if (chooses && field.choices.empty() && !field.open) return wrong("choices", "missing; expected a list of choices");
  return check_unique(field.choices, "choices");
}

Wrong check_steps(const Field& field) {
  if (field.policy != Policy::state)
    return field.steps.empty() ? std::nullopt : wrong("steps", "only the policy 'state' has steps");
  if (field.steps.empty()) return wrong("steps", "missing; the policy 'state' needs them");
  for (const auto& [from, next] : field.steps) {
    if (!has_choice(field, from)) return wrong("steps", in_quotes(from) + " is no choice of this field");
    for (const auto& to : next)
      if (!has_choice(field, to) || to == from) return wrong("steps." + from, in_quotes(to) + " is no next choice");
  }
  return std::nullopt;
}

Wrong check_options(const Field& field) {
  if (field.scale < 0 || field.scale > scale_max) return wrong("scale", "expected 0 to 6 digits");
  if (field.scale != 0 && field.kind != Kind::decimal) return wrong("scale", "only decimal has a scale");
  if ((field.min || field.max) && !is_integer(field.kind) && field.kind != Kind::date)
    return wrong(field.min ? "min" : "max", "only number, decimal, money and date have bounds");
  if (field.min && field.max && *field.min > *field.max) return wrong("min", "is above max");
  if (field.length_max == 0) return wrong("length_max", "is 0");
  if (!field.normalise.empty() && field.kind != Kind::text) return wrong("normalise", "only text is normalised so");
  if (!field.form.empty() && !is_one_of(field.kind, {Kind::text, Kind::entries, Kind::id_number}))
    return wrong("form", "only text, entries and id number have a form");
  return std::nullopt;
}

/// A number is printed on paper and told over the telephone: it is written once, by whoever meets the record first.
Wrong check_series(const Field& field) {
  if (field.series.empty()) return std::nullopt;
  if (!is_series(field.series)) return wrong("series", in_quotes(field.series) + " is no series ([A-Z][A-Z0-9]*)");
  if (field.kind != Kind::text || field.policy != Policy::write_once || field.klass != Class::basic ||
      !field.group.empty())
    return wrong("series", "only a basic text that is written once has one");
  if (field.length_max < number_length_max) return wrong("length_max", "is too short for a number of its series");
  return std::nullopt;
}

Wrong check_reference(const Field& field, const std::vector<Type>& types) {
  if (field.kind != Kind::reference)
    return field.refers.empty() ? std::nullopt : wrong("refers", "only reference refers to a type");
  if (field.refers.empty()) return wrong("refers", "missing; expected a type's name");
  bool known = std::any_of(types.begin(), types.end(), [&](const Type& type) { return type.name == field.refers; });
  return known ? std::nullopt : wrong("refers", in_quotes(field.refers) + " is no type");
}

Wrong check_membership(const Field& field, const Type& type) {
  if (field.group.empty()) return std::nullopt;
  const auto* group = type.group(field.group);
  if (group == nullptr) return wrong("group", in_quotes(field.group) + " is no group");
  bool listed = std::find(group->fields.begin(), group->fields.end(), field.name) != group->fields.end();
  return listed ? std::nullopt : wrong("group", "the group " + in_quotes(field.group) + " does not list this field");
}

Wrong check_condition(const std::optional<Condition>& condition, const Type& type, const Field* asks) {
  if (!condition) return std::nullopt;
  const auto* field = type.field(condition->field);
  if (field == nullptr) return wrong("shown_if.field", in_quotes(condition->field) + " is no field");
  if (field == asks) return wrong("shown_if.field", "a field cannot wait for itself");
  if (!is_one_of(field->kind, {Kind::choice, Kind::flag}))
    return wrong("shown_if.field", "expected a choice or a flag");
  if (condition->is.empty()) return wrong("shown_if.is", "names no value");
  for (const auto& value : condition->is) {
    bool known = field->kind == Kind::flag ? value.is_boolean()
                                           : value.is_string() && has_choice(*field, value.get<std::string>());
    if (!known) return wrong("shown_if.is", "expected values of " + in_quotes(field->name));
  }
  return std::nullopt;
}

Wrong check_field(const Field& field, const Type& type, const std::vector<Type>& types) {
  if (!fits(field.policy, field.kind)) {
    return wrong("policy",
                 in_quotes(name_of(field.policy)) + " does not fit the kind " + in_quotes(name_of(field.kind)));
  }
  for (auto found :
       {check_choices(field), check_steps(field), check_options(field), check_series(field),
        check_reference(field, types), check_membership(field, type), check_condition(field.shown_if, type, &field)})
    if (found) return found;
  return std::nullopt;
}

/// A group conflicts as one, so whoever sees part of it must see all of it.
Wrong check_group(const Group& group, const Type& type) {
  if (group.policy != Policy::manual && group.policy != Policy::latest)
    return wrong("policy", "a group is 'manual' or 'latest'");
  if (group.fields.size() < 2) return wrong("fields", "a group has at least two fields");
  if (type.field(group.name) != nullptr) return wrong("name", in_quotes(group.name) + " is a field's name");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < group.fields.size(); ++i) {
    const auto* field = type.field(group.fields[i]);
    auto path = indexed("fields", i);
    if (field == nullptr) return wrong(path, in_quotes(group.fields[i]) + " is no field");
    if (field->group != group.name) return wrong(path, in_quotes(field->name) + " does not name this group");
    if (!seen.insert(field->name).second) return wrong(path, in_quotes(field->name) + " stands twice");
    if (field->klass != type.field(group.fields[0])->klass) return wrong(path, "a group's fields are of one class");
  }
  return std::nullopt;
}

/// Whatever can be filled in stands somewhere, and once.
Wrong check_sections(const Type& type) {
  if (type.sections.empty()) return std::nullopt;
  if (auto found = check_unique(type.sections, "sections")) return found;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < type.sections.size(); ++i) {
    const auto& section = type.sections[i];
    const auto path = indexed("sections", i);
    for (std::size_t j = 0; j < section.fields.size(); ++j) {
      const auto& name = section.fields[j];
      if (type.field(name) == nullptr) return wrong(indexed(path + ".fields", j), in_quotes(name) + " is no field");
      if (!seen.insert(name).second) return wrong(indexed(path + ".fields", j), in_quotes(name) + " stands twice");
    }
    if (auto found = check_condition(section.shown_if, type, nullptr))
      return wrong(path + "." + found->path, found->why);
  }
  for (const auto& field : type.fields)
    if (seen.count(field.name) == 0) return wrong("sections", in_quotes(field.name) + " stands in none");
  return std::nullopt;
}

bool may_be_key(const Field& field) {
  return field.policy != Policy::derived &&
         !is_one_of(field.kind, {Kind::choices, Kind::entries, Kind::attachment, Kind::time_range});
}

Wrong check_names(const std::vector<std::string>& names, const std::string& key, const Type& type) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (type.field(names[i]) == nullptr) return wrong(indexed(key, i), in_quotes(names[i]) + " is no field");
  return std::nullopt;
}

Wrong check_keys(const Type& type) {
  for (std::size_t i = 0; i < type.keys.size(); ++i) {
    auto path = indexed("keys", i);
    if (type.keys[i].empty()) return wrong(path, "names no field");
    if (auto found = check_names(type.keys[i], path, type)) return found;
    for (std::size_t j = 0; j < type.keys[i].size(); ++j)
      if (!may_be_key(*type.field(type.keys[i][j])))
        return wrong(indexed(path, j), in_quotes(type.keys[i][j]) + " cannot be part of a key");
  }
  return std::nullopt;
}

Wrong check_validator(const Validator& validator, const Type& type) {
  std::size_t expected = validator.rule == Rule::not_in_future ? 1 : 2;
  if (validator.fields.size() != expected) return wrong("fields", "expected " + std::to_string(expected) + " of them");
  if (auto found = check_names(validator.fields, "fields", type)) return found;
  const auto& first = *type.field(validator.fields[0]);
  const auto& last = *type.field(validator.fields.back());
  switch (validator.rule) {
    case Rule::not_above:
      if (first.kind != last.kind || first.scale != last.scale ||
          !(is_integer(first.kind) || is_one_of(first.kind, {Kind::date, Kind::time})))
        return wrong("fields", "expected two fields of one kind that can be compared");
      break;
    case Rule::not_in_future:
      if (!is_one_of(first.kind, {Kind::date, Kind::time, Kind::id_number}))
        return wrong("fields[0]", "expected a date, a time or an id number");
      break;
    case Rule::form_by_choice:
      if (!is_one_of(first.kind, {Kind::text, Kind::id_number})) return wrong("fields[0]", "expected a text");
      if (last.kind != Kind::choice) return wrong("fields[1]", "expected a choice");
      for (const auto& [choice, form] : validator.forms)
        if (!has_choice(last, choice))
          return wrong("forms", in_quotes(choice) + " is no choice of " + in_quotes(last.name));
      if (validator.forms.empty()) return wrong("forms", "missing; expected choice → form");
  }
  if (validator.rule != Rule::form_by_choice && !validator.forms.empty())
    return wrong("forms", "only 'form by choice' has forms");
  return std::nullopt;
}

/// Following parents must end: a record's place is found that way.
Wrong check_parent(const Type& type, const std::vector<Type>& types) {
  if (type.parent.empty()) return std::nullopt;
  std::set<std::string_view> seen{type.name};
  for (const auto* at = &type; !at->parent.empty();) {
    const auto* field = at->field(at->parent);
    if (field == nullptr) return at == &type ? wrong("parent", in_quotes(type.parent) + " is no field") : std::nullopt;
    if (field->kind != Kind::reference)
      return at == &type ? wrong("parent", in_quotes(type.parent) + " is no reference") : std::nullopt;
    if (!seen.insert(field->refers).second) return wrong("parent", "the line of parents comes back to itself");
    auto next = std::find_if(types.begin(), types.end(), [&](const Type& each) { return each.name == field->refers; });
    if (next == types.end()) return std::nullopt;  // the reference itself is complained about
    at = &*next;
  }
  return std::nullopt;
}

const Type* type_named(const std::vector<Type>& types, std::string_view name) {
  auto found = std::find_if(types.begin(), types.end(), [&](const Type& each) { return each.name == name; });
  return found == types.end() ? nullptr : &*found;
}

/// The type whose records tell where those of this one are; nullptr: none does.
const Type* place_giver(const Type& type, const std::vector<Type>& types) {
  if (type.filed) return type_named(types, type.filed->by);
  const auto* field = type.field(type.place.empty() ? type.parent : type.place);
  return field == nullptr ? nullptr : type_named(types, field->refers);
}

Wrong check_filing(const Type& type, const std::vector<Type>& types) {
  const auto& [by, through] = *type.filed;
  const auto* filer = type_named(types, by);
  if (filer == nullptr) return wrong("place.by", in_quotes(by) + " is no type");
  const auto* field = filer->field(through);
  if (field == nullptr || field->kind != Kind::reference || field->refers != type.name)
    return wrong("place.through", in_quotes(through) + " is no reference from there to this type");
  if (!filer->place.empty() || filer->filed)
    return wrong("place.by", "it is where its own parent is, or in a building");
  for (const auto& other : types)
    if (other.name != type.name && other.filed && other.filed->by == by)
      return wrong("place.by", in_quotes(by) + " tells of " + in_quotes(other.name) + " as well");
  return std::nullopt;
}

Wrong check_place_rule(const Type& type, const std::vector<Type>& types) {
  if (type.place.empty() && !type.filed) return std::nullopt;
  if (!type.parent.empty()) return wrong("place", "a child is where its parent is");
  if (std::any_of(type.fields.begin(), type.fields.end(),
                  [](const Field& each) { return each.normalise == "building"; }))
    return wrong("place", "it names a building itself");
  if (type.filed) {
    if (auto found = check_filing(type, types)) return found;
  } else if (const auto* field = type.field(type.place); field == nullptr || field->kind != Kind::reference) {
    return wrong("place", in_quotes(type.place) + " is no reference");
  }
  std::set<std::string_view> seen{type.name};
  for (const auto* at = place_giver(type, types); at != nullptr; at = place_giver(*at, types))
    if (!seen.insert(at->name).second) return wrong("place", "the line of places comes back to itself");
  return std::nullopt;
}

Wrong check_type(const Type& type, const std::vector<Type>& types) {
  // Conflicts are records of their own and travel under this name.
  if (type.name == "conflict") return wrong("name", "'conflict' is reserved");
  for (auto found : {check_unique(type.fields, "fields"), check_unique(type.groups, "groups"),
                     check_unique(type.validators, "validators"), check_names(type.title, "title", type),
                     check_names(type.needs, "needs", type)})
    if (found) return found;
  if (type.fields.empty()) return wrong("fields", "a type has at least one field");
  auto inside = [](const std::string& key, std::size_t index, Wrong found) {
    if (found) found->path = indexed(key, index) + "." + found->path;
    return found;
  };
  for (std::size_t i = 0; i < type.fields.size(); ++i)
    if (auto found = inside("fields", i, check_field(type.fields[i], type, types))) return found;
  for (std::size_t i = 0; i < type.groups.size(); ++i)
    if (auto found = inside("groups", i, check_group(type.groups[i], type))) return found;
  for (std::size_t i = 0; i < type.validators.size(); ++i)
    if (auto found = inside("validators", i, check_validator(type.validators[i], type))) return found;
  if (auto found = check_keys(type)) return found;
  if (auto found = check_sections(type)) return found;
  if (auto found = check_parent(type, types)) return found;
  return check_place_rule(type, types);
}

}  // namespace

std::optional<std::string> find_fault(const std::vector<Type>& types) {
  if (types.empty()) return "types: a template has at least one type";
  if (auto found = check_unique(types, "types")) return found->path + ": " + found->why;
  for (std::size_t i = 0; i < types.size(); ++i)
    if (auto found = check_type(types[i], types)) return indexed("types", i) + "." + found->path + ": " + found->why;
  return std::nullopt;
}

}  // namespace doorstep
