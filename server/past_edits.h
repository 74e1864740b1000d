#pragma once
#include <vector>

#include "server/working_set.h"
#include "shared/merge_records.h"

namespace doorstep {

/// Accepted edits out of the journal, for whoever merges them once more. Reading only; all throw SqliteFailure.

/// The edit at `position` of a journalled bundle. The header's entry is opened as a bundle of its own, so that an old
/// import of hundreds is not read whole to tell of one.
Result<Edit> edit_of_bundle(json header, std::size_t position, std::string_view body, const Signature& signature);

/// Prepared once, lives as long as the writer connection.
struct PastQueries {
  explicit PastQueries(Database& database);
  Statement of_record, by_id;
};

/// More than so many are not merged once more: whoever parts such records hears out_of_range.
inline constexpr std::size_t past_edits_max = 20'000;

/// Behind every seq.
inline constexpr Seq no_limit{static_cast<std::uint64_t>(safe_integer_max)};

/// What made a record what it is, in order: the edits addressed to it, what was merged into it directly, and the edits
/// to those from then on.
class Past {
 public:
  /// `bundle`: what the bundle on trial has brought so far; the journal does not have it yet.
  Past(PastQueries& queries, WorkingSet& set, const CommunityId& community, const std::vector<PastEdit>& bundle)
      : queries_(queries), set_(set), community_(community), bundle_(bundle) {}

  /// Of `id` up to `before`, without what came by `without`.
  Result<std::vector<PastEdit>> of(const RecordId& id, Seq before, const RecordId& without);
  /// What was addressed to `id`, or to what was merged into it, behind `after`.
  Result<std::vector<PastEdit>> since(const RecordId& id, Seq after);

 private:
  void add(const RecordId& id, Seq after, Seq before);
  void add_merge(const RecordId& loser, const RecordId& winner, Seq before);
  Result<std::vector<PastEdit>> take();

  struct Found {
    std::int64_t n = 0;
    PastEdit past;
  };
  PastQueries& queries_;
  WorkingSet& set_;
  const CommunityId& community_;
  const std::vector<PastEdit>& bundle_;
  std::vector<Found> found_;
};

}  // namespace doorstep
