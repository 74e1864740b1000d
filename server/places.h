#pragma once
#include <span>
#include <string>
#include <vector>

#include "server/working_set.h"

namespace doorstep {

/// Where the records of a bundle are (shared/scope.h), found inside the accepting transaction. A place follows from the
/// records alone: `verify` finds it again.

std::string place_of(WorkingSet& set, const Template& archive_template, const RecordId& record);
/// Its record's; of a question about several the buildings that all of them are in, or `several_places`.
std::string place_of(WorkingSet& set, const Template& archive_template, const Conflict& conflict);

/// After a trial: what changed has its place, and what is placed through a record that moved has moved with it, with
/// the conflicts about all of them. All that moved is changed by the bundle with this seq; moves are not counted.
void settle_places(WorkingSet& set, const Template& archive_template, Seq seq);
/// The same for these records, whatever the bundle changed: another template may say that they are somewhere else.
void settle_places(WorkingSet& set, const Template& archive_template, Seq seq, std::span<const RecordId> records);

/// The buildings in which something was, and is not any more; an empty text where it was in none.
std::vector<std::string> places_left(std::string_view before, std::string_view now);

}  // namespace doorstep
