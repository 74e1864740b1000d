#pragma once
#include <algorithm>

#include "shared/clock.h"

namespace doorstep {

inline constexpr Millis backoff_first{1'000};
inline constexpr Millis backoff_max{300'000};

/// When to try again: full jitter, uniform in [0, min(max, first·2^failures)], never before what the server asked for.
/// A crowd of tablets that lost the server at one moment comes back spread out. Pure but for the dice.
class Backoff {
 public:
  Millis next(Dice& dice, Millis asked = Millis{0}) {
    auto ceiling = std::min(backoff_max, backoff_first * (std::int64_t{1} << std::min(failures_, 20)));
    ++failures_;
    return asked + Millis{static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(ceiling.count()) + 1))};
  }
  void succeeded() { failures_ = 0; }
  int failures() const { return failures_; }

 private:
  int failures_ = 0;
};

}  // namespace doorstep
