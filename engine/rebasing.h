#pragma once
#include <map>
#include <optional>
#include <vector>

#include "engine/rebase.h"

namespace doorstep {

/// The records under rebase that one transaction touches, applied together at its end. An own edit of a record that the
/// server has merged lies over the one that stands for it; an edit that concerns two records lies over both.
class Rebasing {
 public:
  Rebasing(Rebase& rebase, Statements& sql) : rebase_(rebase), sql_(sql) {}

  bool holds(const RecordId& record) const;
  Pending* find(const RecordId& record);  ///< nullptr: not under rebase
  /// As `find`; begins one from what is shown when there is none.
  Pending& begin(const RecordId& record);
  /// Lays an own edit over every record that it concerns.
  void lay(const OwnEdit& own);
  /// The edit came to nothing.
  void drop(const Edit& edit);
  void apply();

 private:
  std::vector<RecordId> concerned(const Edit& edit);
  RecordId confirmed_root(const RecordId& id);
  std::optional<RecordId> confirmed_into(const RecordId& id);
  void send_home(const RecordId& id);

  Rebase& rebase_;
  Statements& sql_;
  std::map<RecordId, std::optional<Pending>> pending_;
};

}  // namespace doorstep
