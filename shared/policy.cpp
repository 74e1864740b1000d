#include "shared/policy.h"

#include <algorithm>

namespace doorstep {
namespace {

std::int64_t number_or_zero(const json& value) { return value.is_number_integer() ? value.get<std::int64_t>() : 0; }

Result<Decision> decide_sum(const Sides& sides) {
  // Both operands are safe integers, so neither the difference nor the sum can overflow 64 bits.
  auto delta = number_or_zero(sides.mine) - number_or_zero(sides.base);
  auto total = number_or_zero(sides.current) + delta;
  if (total > safe_integer_max || total < -safe_integer_max)
    return Error{Fault::out_of_range, "the sum leaves the safe integers"};
  if (delta == 0) return Decision{Move::nothing, {}};
  return Decision{Move::combine, total};
}

bool contains(const json& list, const json& item) {
  return list.is_array() && std::find(list.begin(), list.end(), item) != list.end();
}

Decision decide_set(const Sides& sides) {
  json out = json::array();
  // A removal beats mere presence: what the author took out of the base goes, whoever else still shows it.
  if (sides.current.is_array()) {
    for (const auto& item : sides.current)
      if (!contains(sides.base, item) || contains(sides.mine, item)) out.push_back(item);
  }
  // A new addition beats a removal that its author had not seen.
  if (sides.mine.is_array()) {
    for (const auto& item : sides.mine)
      if (!contains(sides.base, item) && !contains(out, item)) out.push_back(item);
  }
  bool same = sides.current.is_array() ? out == sides.current : out.empty();
  return {same ? Move::nothing : Move::combine, std::move(out)};
}

// What stands there may be from a template in which the field was no list of entries.
json id_of(const json& entry) { return entry.is_object() ? entry.value("id", json{}) : json{}; }

Decision decide_append(const Sides& sides) {
  json out = sides.current.is_array() ? sides.current : json::array();
  auto known = [&](const json& id) {
    return std::any_of(out.begin(), out.end(), [&](const json& entry) { return id_of(entry) == id; });
  };
  bool grew = false;
  if (sides.mine.is_array()) {
    for (const auto& entry : sides.mine) {
      if (known(id_of(entry))) continue;  // entries are immutable: the first one with this id stands
      out.push_back(entry);
      grew = true;
    }
  }
  return {grew ? Move::combine : Move::nothing, std::move(out)};
}

// Position in the template's order of choices; unset is below everything.
std::int64_t rank(const Field& field, const json& value) {
  if (!value.is_string()) return -1;
  for (std::size_t i = 0; i < field.choices.size(); ++i)
    if (field.choices[i].name == value.get_ref<const std::string&>()) return static_cast<std::int64_t>(i);
  return -1;
}

Decision decide_max(const Field& field, const Sides& sides) {
  if (sides.mine.is_null()) return {Move::nothing, {}};
  if (sides.current.is_null()) return {Move::take, {}};
  bool greater =
      field.kind == Kind::choice ? rank(field, sides.mine) > rank(field, sides.current) : sides.mine > sides.current;
  return {greater ? Move::take : Move::nothing, {}};
}

bool step_forward(const Field& field, const json& from, const json& to) {
  if (from.is_null()) return true;  // the first state may be any: a register arrives with its requests half done
  if (!from.is_string() || !to.is_string()) return false;
  auto next = field.steps.find(from.get_ref<const std::string&>());
  return next != field.steps.end() &&
         std::find(next->second.begin(), next->second.end(), to.get_ref<const std::string&>()) != next->second.end();
}

Decision decide_state(const Field& field, const Sides& sides) {
  if (sides.current == sides.mine) return {Move::nothing, {}};
  bool forward = step_forward(field, sides.base, sides.mine) && step_forward(field, sides.current, sides.mine);
  return {forward ? Move::take : Move::park, {}};
}

Decision decide_write_once(const Sides& sides) {
  if (sides.current == sides.mine) return {Move::nothing, {}};
  return {sides.current.is_null() ? Move::take : Move::park, {}};
}

Decision decide_manual(const Sides& sides) {
  if (sides.current == sides.mine) return {Move::nothing, {}};
  return {sides.current == sides.base || sides.own ? Move::take : Move::park, {}};
}

Decision decide_latest(const Sides& sides) {
  bool timed = sides.mine_at && sides.current_at;
  // Who says the same later makes it later: else a third value's fate would hang on who arrived first.
  if (sides.current == sides.mine)
    return {timed && *sides.mine_at > *sides.current_at ? Move::take : Move::nothing, {}};
  if (sides.current == sides.base || sides.own) return {Move::take, {}};
  return {timed && *sides.mine_at < *sides.current_at ? Move::lose : Move::take, {}};
}

}  // namespace

std::optional<Unit> unit_named(const Type& type, const std::string& name) {
  if (const auto* group = type.group(name)) {
    Unit unit{name, group->policy, Class::basic, {}, true};
    for (const auto& member : group->fields) unit.fields.push_back(type.field(member));
    unit.klass = unit.fields.front()->klass;
    return unit;
  }
  if (const auto* field = type.field(name); field != nullptr && field->group.empty())
    return Unit{name, field->policy, field->klass, {field}, false};
  return std::nullopt;
}

std::optional<Unit> unit_of(const Type& type, const std::string& field_name) {
  const auto* field = type.field(field_name);
  if (field == nullptr) return std::nullopt;
  return unit_named(type, field->group.empty() ? field->name : field->group);
}

Result<Decision> decide(const Unit& unit, const Sides& sides) {
  // Saying again what one had seen changes nothing, whatever happened meanwhile.
  if (sides.base == sides.mine) return Decision{Move::nothing, {}};
  switch (unit.policy) {
    case Policy::sum:
      return decide_sum(sides);
    case Policy::set:
      return decide_set(sides);
    case Policy::append:
      return decide_append(sides);
    case Policy::max:
      return decide_max(*unit.fields.front(), sides);
    case Policy::state:
      return decide_state(*unit.fields.front(), sides);
    case Policy::write_once:
      return decide_write_once(sides);
    case Policy::manual:
      return decide_manual(sides);
    case Policy::latest:
      return decide_latest(sides);
    case Policy::derived:
      break;
  }
  return Error{Fault::read_only, unit.name + " is computed"};
}

bool folds(Policy policy) {
  return policy == Policy::manual || policy == Policy::latest || policy == Policy::write_once || policy == Policy::set;
}

}  // namespace doorstep
