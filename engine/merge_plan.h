#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/intent.h"
#include "shared/edit.h"

namespace doorstep {

class Store;

/// Merging records as a person means it (docs/merge.md §Merging records). Reading only.

inline constexpr std::size_t merged_at_once_max = 50;

/// What makes `losers` one with `winner`: a merge for each, and one for each pair of children, or of records that tie
/// them to others, that would stand there twice (one contact, one occupancy). `resolves`: the duplicate conflict that
/// this answers. not_found, invalid_value; out_of_range beyond `merged_at_once_max` losers or a bundle's edits.
Result<std::vector<Intent>> merge_plan(Store& store, const RecordId& winner, const std::vector<RecordId>& losers,
                                       const std::optional<Naming>& resolves);

/// What makes `loser` a record of its own again, with what was merged along with it; the duplicate conflict that its
/// merging answered is answered anew: they are two. not_found when it is merged into no other.
Result<std::vector<Intent>> unmerge_plan(Store& store, const RecordId& loser);

/// That the records of this duplicate conflict are two. Where somebody made them one meanwhile, they are parted.
/// not_found, or invalid_value of another kind of conflict.
Result<std::vector<Intent>> split_plan(Store& store, const RecordId& conflict);

/// A field of the loser's that the winner has another value of: it stays with the loser, and in the history of both.
struct LeftBehind {
  RecordId loser;
  std::string field;
  json value, kept;
};
Result<std::vector<LeftBehind>> left_behind(Store& store, const RecordId& winner, const std::vector<RecordId>& losers);

/// The plans carried out, each as one bundle; of more than `merged_at_once_max` losers one for each so many. Broken off
/// between two, the rest is still asked about, and the same goes on. Who answers the question about two papers that
/// name a person makes these two people one, and their papers with them.
struct Merger {
  RecordId winner;               ///< of the people, where papers were asked about
  std::vector<RecordId> losers;  ///< and those who were made one with it: unmerging them undoes it
  std::size_t records = 0;       ///< that went over, children included
  std::vector<LeftBehind> left_behind;
};
Result<Merger> merge_records(Store& store, const RecordId& winner, const std::vector<RecordId>& losers,
                             const std::optional<Naming>& resolves);
Result<std::vector<RecordId>> unmerge_record(Store& store, const RecordId& loser);
Result<std::vector<RecordId>> split_records(Store& store, const RecordId& conflict);

}  // namespace doorstep
