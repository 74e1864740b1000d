#pragma once
#include "engine/community.h"
#include "engine/rebase.h"

namespace doorstep {

/// When a checkpoint's set hash says that this store does not hold what the server does (docs/store.md §Set hash). All
/// throw SqliteFailure.

/// A store that goes on differing is not read anew more often than this.
inline constexpr Millis heal_again_after{6 * 3'600'000};

enum class Healing { none, sum_was_wrong, begun };
/// Adds the sum up anew. If that was all, the community has the right one now. Otherwise its state will be read again
/// from the beginning, over what is shown; `none`: that was done not long ago, and did not help.
Healing heal(Statements& sql, Rebase& rebase, Community& community, const Hash& expected, Instant now);

/// Is this community's state being read because of that?
bool heals(Statements& sql, const CommunityId& community);
/// While it does: so many records of a page were not what the server has. The last page ends it.
void note_healed(Statements& sql, std::uint64_t records, bool done);

/// What healing did so far, for whoever asks: how often it began, and how many records were put right.
struct HealingReport {
  std::uint64_t begun = 0, records = 0;
};
HealingReport healing_report(Statements& sql);

}  // namespace doorstep
