#pragma once
#include "engine/community.h"
#include "engine/rebase.h"
#include "shared/sum_tree.h"

namespace doorstep {

/// When a checkpoint's set hash says that this store does not hold what the server does (docs/store.md §Set hash): the
/// tree of sums finds the leaves that differ, and what is on them is read again. Where that does not settle it, or the
/// server has no tree, the community's whole state is. All throw SqliteFailure.

/// A store that goes on differing is not put right more often than this.
inline constexpr Millis heal_again_after{6 * 3'600'000};

/// A repair that is under way, as it is kept in `meta`.
struct Repair {
  /// asks: for sums · leaves, state: these are read · proves: the leaves were read, the next checkpoint tells
  enum class Stage { asks, leaves, proves, state };
  CommunityId community;
  Stage stage{};
  std::vector<Leaf> leaves = {};
  std::optional<RecordId> after = {};  ///< of the leaves: what came last
};
std::optional<Repair> repair_of(Statements& sql, const CommunityId& community);
void write_repair(Statements& sql, const Repair& repair);
void end_repair(Statements& sql);

/// none: that was done not long ago, and did not help · asks: for the tree's sums · begun: the next conversation reads
/// again.
enum class Healing { none, sum_was_wrong, asks, begun };
/// Adds the sum up anew. If that was all, the community has the right one now. `tree`: the server answers `ask_sums`.
Healing heal(Statements& sql, Rebase& rebase, Community& community, const Hash& expected, Instant now, bool tree);

/// What the server answered while a repair asks: the branches to ask about next. None: what differs is known, and the
/// next conversation reads it; or nothing differs any more, and the repair has ended.
std::vector<Branch> compare(Statements& sql, Rebase& rebase, Community& community, const Sums& theirs);

/// So many records of a page were not what the server has.
void note_healed(Statements& sql, std::uint64_t records);

/// What healing did so far, for whoever asks: how often it began, and how many records were put right.
struct HealingReport {
  std::uint64_t begun = 0, records = 0;
};
HealingReport healing_report(Statements& sql);

}  // namespace doorstep
