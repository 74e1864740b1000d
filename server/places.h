#pragma once
#include <string>

#include "server/working_set.h"

namespace doorstep {

/// Where the records of a bundle are (shared/scope.h), found inside the accepting transaction. A place follows from the
/// records alone: `verify` finds it again.

std::string place_of(WorkingSet& set, const Template& archive_template, const RecordId& record);
/// Its record's; of a question about several that are not in one building: `several_places`.
std::string place_of(WorkingSet& set, const Template& archive_template, const Conflict& conflict);

/// After a trial: what changed has its place, and what is placed through a record that moved has moved with it, with
/// the conflicts about all of them. All that moved is changed by the bundle with this seq; moves are not counted.
void settle_places(WorkingSet& set, const Template& archive_template, Seq seq);

}  // namespace doorstep
