#pragma once
#include <cstddef>
#include <string>

#include "shared/clock.h"

namespace doorstep::test {

/// A random story: three tablets, two of them one person's, work on one record; they edit, decide, withdraw, remove and
/// keep, online or not; the server merges what they send. After each edit that the server takes, the law is checked
/// (docs/merge.md): nobody's unseen value vanishes, conflicts are as they must be, a prediction was right, a repeat is
/// harmless, folding keeps the net of each unit, seqs and counts only grow. One byte of the dice per decision.
///
/// Empty, or what was broken with the story so far.
std::string merge_story(Dice& dice, std::size_t steps);

}  // namespace doorstep::test
