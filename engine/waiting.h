#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/views.h"

namespace doorstep {

class Store;

/// What was saved here and is not at the office yet, told by record: the page of the outbox lists it by home.
struct Waiting {
  RecordId record;
  std::string type;
  std::optional<RecordId> unit;  ///< the home it belongs to, the first of several
  bool created = false;          ///< the record itself is new
  bool removed = false;
  bool in_visit = false;  ///< of the open visit: it leaves when that ends
  std::uint64_t edits = 0;
  std::optional<Instant> since;  ///< the first of them, by this tablet's clock
};

/// At most `waiting_records_max`, those that wait longest first. `status` has the whole number.
Result<std::vector<Waiting>> waiting(Store& store);

/// The homes that a record belongs to: itself, its people's, or those of whatever it is a child of or refers to. Empty:
/// none that is here.
Result<std::vector<RecordId>> homes_of(Store& store, const RecordId& record);

/// Conflicts that were decided and in which this person had a say, the latest first, at most `decided_max`.
Result<std::vector<ConflictView>> decided(Store& store);

inline constexpr std::size_t waiting_records_max = 1'000;
inline constexpr std::size_t decided_max = 200;

}  // namespace doorstep
