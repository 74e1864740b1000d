#pragma once
#include <set>
#include <string>
#include <vector>

#include "shared/ids.h"
#include "shared/statements.h"

namespace doorstep {

/// The homes that records belong to (engine/household.h), asked upwards from the record by parents and links alone: no
/// text is read, so a save can ask it. What was merged is asked about as what stands for it. Throws SqliteFailure.
class Homes {
 public:
  /// `day`: an occupancy that ended before it leads nowhere; empty: every one leads home.
  explicit Homes(Statements& sql, std::string day = {}) : sql_(sql), day_(std::move(day)) {}

  /// A home itself, those of a person's occupancies, or those of whatever a record is a child of or refers to; live
  /// ones, each once.
  std::vector<RecordId> of(const RecordId& record);
  /// Of a record that would refer to these. A home that is named decides; who is named decides where no home is.
  std::vector<RecordId> of_what_names(const std::vector<RecordId>& targets);

 private:
  void climb(const RecordId& named, int steps);
  void climb_all(const std::vector<RecordId>& up, int steps);
  bool is_home(const RecordId& named);
  std::vector<RecordId> lodgings(const RecordId& person);

  Statements& sql_;
  std::string day_;
  std::set<RecordId> passed_;
  std::vector<RecordId> found_;
};

}  // namespace doorstep
