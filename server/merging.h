#pragma once
#include <vector>

#include "server/past_edits.h"

namespace doorstep {

/// Two records become one, or two again, inside the accepting transaction (docs/merge.md §Merging records). Ids are
/// resolved to what they stand for here, so that two opposite merges make no circle.
class Merging {
 public:
  /// `bundle`: what the bundle on trial has brought before this edit.
  Merging(WorkingSet& set, PastQueries& past, const Template& archive_template, const Arrival& arrival,
          const std::vector<PastEdit>& bundle)
      : set_(set), past_(past), template_(archive_template), arrival_(arrival), bundle_(bundle) {}

  /// What changed, for the caller to bring in step with parents and keys, and which conflicts it led to.
  struct Done {
    std::vector<RecordId> changed, conflicts;
  };
  Result<Done> merge(const Edit& edit);
  Result<Done> unmerge(const Edit& edit);
  Result<Done> distinct(const Edit& edit);

 private:
  Result<void> here(const RecordId& id);
  void agree_if_one(const Edit& edit, Done& done);
  void meet_distinct(const Edit& edit, const RecordId& winner, Done& done);
  void take_wishes(Subject& loser, const Subject& as) const;

  WorkingSet& set_;
  PastQueries& past_;
  const Template& template_;
  const Arrival& arrival_;
  const std::vector<PastEdit>& bundle_;
};

}  // namespace doorstep
