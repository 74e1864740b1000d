#pragma once
#include <map>
#include <optional>

#include "server/archive.h"
#include "tests/party_clock.h"

namespace doorstep::test {

/// When edits truly were saved, as only the simulation knows it, and between which moments the server may take them to
/// have been. It can tell exactly only within the boot of the conversation that delivered them: how long ago by the
/// monotonic clock, but for its drift and for how long the hello was on its way. Across boots it has but the wall
/// clock, which may be years off here: then nothing is known of it.
class Moments {
 public:
  struct Moment {
    Instant earliest{}, latest{};
    bool certain = true;
  };
  /// The archive is about to be asked to take this. `clock`: of the machine that sent it, where it still runs under
  /// the boot of its hello.
  void offered(const Submission& submission, MachineClock* clock, Instant now);
  /// Empty: nothing is known of it.
  std::optional<Moment> of(const EditId& edit) const;

 private:
  std::map<EditId, Moment> moments_;
  std::map<ChainId, Instant> latest_;  ///< corrected time never goes backwards along a chain
};

}  // namespace doorstep::test
