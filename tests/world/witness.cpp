// What the simulation sees of the server's work from outside: when each edit that it is offered was truly saved, and
// that nothing of a revoked tablet counts.
#include <algorithm>

#include "tests/world/desk.h"

namespace doorstep::test {

// How long ago something was saved is known of a machine that still runs as it did at its hello. A server whose clock
// jumps is no judge.
void World::note_moments(const std::vector<Submission>& submissions) {
  for (const auto& one : submissions) {
    const auto sender = std::find_if(desks_.begin(), desks_.end(),
                                     [&](const auto& desk) { return desk->tablet.clock().boot() == one.clocks.boot; });
    const bool known = sender != desks_.end() && weather_.server_jump == 0;
    moments_.offered(one, known ? &(*sender)->tablet.clock() : nullptr, time_.now);
  }
}

void World::watch_revoked(const std::vector<Submission>& submissions, const Accepted& accepted) {
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto device = device_of(submissions[i].bundle.chain);
    if (!shut_.contains(device)) continue;
    ++outcome_.probes["law: revoked"];
    if (const auto& verdict = accepted.verdicts[i]; verdict && verdict->seq)
      break_law("REVOKED: a bundle of " + device.value + " counts, which was revoked before it came");
  }
}

}  // namespace doorstep::test
