#include "tests/world/moments.h"

#include <algorithm>

namespace doorstep::test {
namespace {

// Twice what any machine's clock drifts here, and what rounding takes.
Millis doubt(Millis span) { return Millis{2 + std::abs(span.count()) / 2'500}; }

}  // namespace

void Moments::offered(const Submission& submission, MachineClock* clock, Instant now) {
  auto& latest = latest_[submission.bundle.chain];
  const auto ago = [&](Millis monotonic) {
    const auto ticks = (clock->monotonic() - monotonic).count();
    return Millis{ticks * 1'000'000 / (1'000'000 + clock->drift_ppm)};
  };
  for (const auto& edit : submission.bundle.edits) {
    Moment moment{{}, {}, clock != nullptr && edit.made.boot == submission.clocks.boot};
    if (moment.certain) {
      const auto saved = now - ago(edit.made.monotonic), greeted = now - ago(submission.clocks.monotonic);
      const auto off = doubt(greeted - saved);
      moment.earliest = saved - off;
      moment.latest = std::max(saved + (submission.hello_at - greeted) + off, latest);
    }
    latest = std::max(latest, moment.certain ? moment.latest : now);
    // Offered again it may be taken now, or have been taken before.
    const auto [known, fresh] = moments_.try_emplace(edit.id, moment);
    if (fresh) continue;
    known->second.certain = known->second.certain && moment.certain;
    known->second.earliest = std::min(known->second.earliest, moment.earliest);
    known->second.latest = std::max(known->second.latest, moment.latest);
  }
}

std::optional<Moments::Moment> Moments::of(const EditId& edit) const {
  const auto found = moments_.find(edit);
  return found == moments_.end() || !found->second.certain ? std::nullopt : std::optional{found->second};
}

}  // namespace doorstep::test
