#pragma once
#include <string>

#include "shared/clock.h"

namespace doorstep::test {

/// Where every story begins.
inline const Instant noon = from_ms(1'764'000'000'000);

/// The one true time of a simulation; only the simulation moves it.
struct TrueTime {
  Instant now = noon;
};

/// What one machine's clocks make of the true time: its wall clock may be years off, run fast or slow and jump; its
/// monotonic clock starts anew with each boot.
class MachineClock final : public Clock {
 public:
  MachineClock(const TrueTime& time, std::string machine)
      : time_(time), machine_(std::move(machine)), made_(time.now), booted_(time.now) {}

  Instant wall() override { return time_.now + skew + since(made_) * drift_ppm / 1'000'000; }
  Millis monotonic() override { return since(booted_) + since(booted_) * drift_ppm / 1'000'000; }
  std::string boot() override { return machine_ + "-" + std::to_string(boots_); }

  void reboot() {
    ++boots_;
    booted_ = time_.now;
  }

  Millis skew{0};
  std::int64_t drift_ppm = 0;

 private:
  Millis since(Instant then) const { return time_.now - then; }

  const TrueTime& time_;
  std::string machine_;
  Instant made_, booted_;
  int boots_ = 1;
};

}  // namespace doorstep::test
