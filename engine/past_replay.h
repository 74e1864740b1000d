#pragma once
#include <map>
#include <optional>

#include "shared/json.h"
#include "shared/merge_records.h"

namespace doorstep {

/// One line of a history as the merge law takes it. Throws SqliteFailure (store_damaged).
PastEdit past_edit(const json& line);

/// The records of one history, each merged as it was: those that became one stand each for itself until then, so that
/// every question has the id under which people decided it.
class PastReplay {
 public:
  explicit PastReplay(const Template& archive_template) : template_(archive_template) {}

  /// All lines of the history, in order, and until when they count.
  void run(const std::vector<PastEdit>& lines, Instant until);
  /// What this id stood for then; nullptr: it was not there, or away.
  const Record* record(const RecordId& id) const;

 private:
  void take_bundle(const std::vector<PastEdit>& bundle);
  void take(const PastEdit& past, Edit edit);
  void merge_in(const PastEdit& past);
  RecordId root(RecordId id) const;

  const Template& template_;
  std::map<RecordId, Subject> subjects_;
  std::set<RecordId> asked_;  ///< conflicts that somebody ever named
};

}  // namespace doorstep
