#pragma once
#include <vector>

#include "shared/ids.h"
#include "shared/statements.h"

namespace doorstep {

/// Does a record belong to this home (engine/household.h)? Asked upwards, from the record, by parents and links alone:
/// no text is read, so a save can ask it. Throws SqliteFailure.
class HomeMember {
 public:
  HomeMember(Statements& sql, const RecordId& unit) : sql_(sql), unit_(unit) {}

  bool is(const RecordId& record) { return is_within(record, steps_max); }
  /// Would a new record that refers to these belong to it?
  bool refers_here(const std::vector<RecordId>& targets) { return any_leads_here(targets, steps_max); }

 private:
  static constexpr int steps_max = 4;  ///< contact → resident → occupancy → home, with one to spare
  bool is_within(const RecordId& record, int steps);
  bool any_leads_here(const std::vector<RecordId>& targets, int steps);
  bool is_home(const RecordId& record);
  bool has_occupancy_here(const RecordId& person);

  Statements& sql_;
  RecordId unit_;
};

}  // namespace doorstep
