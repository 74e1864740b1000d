#pragma once
#include "shared/edit.h"
#include "shared/policy.h"
#include "shared/record.h"

namespace doorstep {

/// What a field or group is in a record and in an edit (docs/merge.md §Words). Pure.

/// The record's value; a group's as an object of all its members, null when none of them is set.
json value_of(const Unit& unit, const Record& record);
/// The edit's base (`mine` false), or base with what it sets laid over it.
json side_of(const Unit& unit, const Edit& edit, bool mine);
/// Equal stamps of a group stand on each of its fields.
void put_value(Record& record, const Unit& unit, const json& value, const Stamp& stamp);
/// A group that a newer template put together may have members from different edits: the newest speaks for it. nullptr:
/// nobody ever set it.
const Stamp* stamp_of(const Unit& unit, const Record& record);
/// Did every value of it come by this chain?
bool all_by(const ChainId& chain, const Unit& unit, const Record& record);

/// Every unit of the type but computed ones, in the form's order.
std::vector<Unit> units_of(const Type& type);
/// Its member in the unit's value; null when that is null.
json member_of(const Unit& unit, const json& value, const std::string& field);

}  // namespace doorstep
