#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "engine/desk.h"

namespace doorstep {

/// What lies behind the desk: what was decided there, what one of many decisions is taken back by, and who may be asked
/// about an open one. Reading only, but for `take_back`.

/// What was decided, newest first: at most `at_most`, those that are not at the office yet before all others.
Result<std::vector<ConflictView>> decided_lately(Store& store, std::size_t at_most);

/// The records that a decided duplicate made one with another: what `unmerge_record` parts again.
Result<std::vector<RecordId>> merged_by(Store& store, const RecordId& conflict);

/// Of what stands decided under this mark, these conflicts are asked about anew and no others: a rule that is applied
/// today does not answer for what it decided last month. Answers how many.
Result<std::size_t> take_back(Store& store, const std::string& mark, const std::vector<RecordId>& conflicts);

/// Everybody whose name this tablet knows, by name; oneself first.
struct Colleague {
  PersonId person;
  std::string name;
};
Result<std::vector<Colleague>> colleagues(Store& store);

inline constexpr std::size_t colleagues_max = 2'000;

}  // namespace doorstep
