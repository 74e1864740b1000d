#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "tests/world/crowd.h"

namespace doorstep::test {

/// One bad week (docs/testing.md §The killer scenario). Everybody has the whole archive and is offline from Monday to
/// Sunday; some tablets are copied onto second ones on the way, and both go on; some clocks are years off. Meanwhile
/// two people are given a lesser role and one tablet is revoked, which nobody there knows. Then all come back at once
/// over lines that break, and in the midst of it the server is put back to an older backup.
struct KillerSize {
  std::size_t tablets = 20, copied = 2, records = 10'000, edits = 50'000;
  std::size_t hot_per_cent = 10;  ///< of the edits: on fields that everybody edits
  std::uint64_t seed = 1;
};

struct KillerReport {
  std::string broken;  ///< the first law that did not hold; empty: all did
  std::uint64_t edits = 0, hot_fields = 0;
  std::uint64_t lost_by_restore = 0;  ///< bundles that the restored server lacked, until they were offered again
  std::uint64_t conflicts = 0, resolved = 0, open_at_end = 0;
  std::uint64_t narrowed = 0;     ///< people who were given a lesser role
  std::uint64_t refused = 0;      ///< edits of theirs that it forbids, in quarantine
  std::uint64_t handed_over = 0;  ///< edits of the revoked tablet, in quarantine
  std::uint64_t server_bytes = 0;
  Crowd::Report talk{};
};

/// `progress` hears in a few words what is going on.
KillerReport run_killer(const KillerSize& size, const std::function<void(const std::string&)>& progress);

}  // namespace doorstep::test
