#pragma once
#include <vector>

#include "server/working_set.h"
#include "shared/frame.h"
#include "shared/merge_records.h"

namespace doorstep {

/// Accepted edits out of the journal, for whoever merges them once more. Reading only; all throw SqliteFailure.

/// The edit at `position` of a journalled bundle. The header's entry is opened as a bundle of its own, so that an old
/// import of hundreds is not read whole to tell of one.
Result<Edit> edit_of_bundle(json header, std::size_t position, std::string_view body, const Signature& signature);

/// The edit with what was found to be only proposed when it arrived (`EditVerdict::proposed`).
Edit as_it_counted(Edit edit, const EditVerdict& verdict);
/// The same, of the verdict on its bundle as it is stored.
Edit as_it_counted(Edit edit, std::string_view stored_verdict);

/// Prepared once, lives as long as the writer connection.
struct PastQueries {
  explicit PastQueries(Database& database);
  Statement of_record, by_id;
};

/// More than so many are not merged once more: whoever parts such records hears out_of_range.
inline constexpr std::size_t past_edits_max = 20'000;

/// Where an accepted edit stands among all of them: those of one bundle have one seq, and come one after the other.
using Place = std::int64_t;
inline constexpr Place before_all = -1;

/// What made a record what it is, in order: the edits addressed to it, what was merged into it directly, and the edits
/// to those from then on.
class Past {
 public:
  /// `bundle`: what the bundle on trial has brought so far; the journal does not have it yet.
  Past(PastQueries& queries, WorkingSet& set, const CommunityId& community, const std::vector<PastEdit>& bundle)
      : queries_(queries), set_(set), community_(community), bundle_(bundle) {}

  /// Of `id` until it was merged into another itself, without what came by `without`.
  Result<std::vector<PastEdit>> of(const RecordId& id, const RecordId& without);
  /// What was addressed to `id`, or to what was merged into it, since it was merged into another.
  Result<std::vector<PastEdit>> since_merged(const RecordId& id);

 private:
  Place merged_at(const RecordId& id);
  void add(const RecordId& id, Place after, Place before);
  void add_merge(const RecordId& loser, const RecordId& winner, Place before);
  Result<std::vector<PastEdit>> take();

  struct Found {
    Place n = 0;
    PastEdit past;
  };
  PastQueries& queries_;
  WorkingSet& set_;
  const CommunityId& community_;
  const std::vector<PastEdit>& bundle_;
  std::vector<Found> found_;
};

}  // namespace doorstep
