#include "shared/unit_value.h"

#include <algorithm>
#include <set>

namespace doorstep {
namespace {

json value_or_null(const json& object, const std::string& key) {
  auto found = object.find(key);
  return found == object.end() ? json{} : *found;
}

// A group's value is an object of all its members, or null when none of them is set.
template <class Member>
json whole(const Unit& unit, Member member) {
  if (!unit.grouped) return member(unit.fields.front()->name);
  json out = json::object();
  bool any = false;
  for (const auto* field : unit.fields) {
    out[field->name] = member(field->name);
    any = any || !out[field->name].is_null();
  }
  return any ? out : json{};
}

}  // namespace

json value_of(const Unit& unit, const Record& record) {
  return whole(unit, [&](const std::string& name) {
    const auto* value = record.value(name);
    return value == nullptr ? json{} : *value;
  });
}

json side_of(const Unit& unit, const Edit& edit, bool mine) {
  return whole(unit, [&](const std::string& name) {
    return mine && edit.set.contains(name) ? edit.set.at(name) : value_or_null(edit.base, name);
  });
}

json member_of(const Unit& unit, const json& value, const std::string& field) {
  if (!unit.grouped) return value;
  return value.is_object() ? value_or_null(value, field) : json{};
}

void put_value(Record& record, const Unit& unit, const json& value, const Stamp& stamp) {
  for (const auto* field : unit.fields) record.put(field->name, unit.klass, member_of(unit, value, field->name), stamp);
}

const Stamp* stamp_of(const Unit& unit, const Record& record) {
  const Stamp* newest = nullptr;
  for (const auto* field : unit.fields) {
    const auto* stamp = record.stamp(field->name);
    if (stamp != nullptr && (newest == nullptr || stamp->seq > newest->seq)) newest = stamp;
  }
  return newest;
}

bool all_by(const ChainId& chain, const Unit& unit, const Record& record) {
  return std::all_of(unit.fields.begin(), unit.fields.end(), [&](const Field* field) {
    const auto* stamp = record.stamp(field->name);
    return stamp == nullptr || stamp->chain == chain;
  });
}

std::vector<Unit> units_of(const Type& type) {
  std::vector<Unit> out;
  std::set<std::string> seen;
  for (const auto& field : type.fields) {
    auto unit = unit_of(type, field.name);
    if (unit && unit->policy != Policy::derived && seen.insert(unit->name).second) out.push_back(std::move(*unit));
  }
  return out;
}

}  // namespace doorstep
