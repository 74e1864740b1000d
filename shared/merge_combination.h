#pragma once
#include <set>
#include <vector>

#include "shared/merge.h"

namespace doorstep {

/// The part of the merge law about what only the whole record shows (docs/merge.md §Combinations): two values that are
/// each good and cannot stand together. Pure.

/// After an edit's fields were merged into `subject`, which was `before`: takes back those of its fields that a
/// validator names together with others its author had not seen, and asks. Answers the conflicts that are open because
/// of this edit; `touched` gains the classes that changed.
std::vector<RecordId> check_combinations(const Type& type, Subject& subject, const Record& before, const Edit& edit,
                                         const Arrival& arrival, std::set<Class>& touched);

}  // namespace doorstep
