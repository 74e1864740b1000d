#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace doorstep {

using Millis = std::chrono::milliseconds;
/// Wall clock, milliseconds since 1970-01-01 UTC. Evidence only: no device clock decides order (design law 3).
using Instant = std::chrono::time_point<std::chrono::system_clock, Millis>;

inline std::int64_t to_ms(Instant at) { return at.time_since_epoch().count(); }
inline Instant from_ms(std::int64_t ms) { return Instant{Millis{ms}}; }

/// Seam: time. The World simulation puts a virtual one in its place.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant wall() = 0;
  /// Never runs backwards within one boot; counts from anywhere.
  virtual Millis monotonic() = 0;
  /// Names this run of the monotonic clock: two readings compare only under the same boot.
  virtual std::string boot() = 0;
};

/// Seam: chance. Random bytes in the product, a seed in World, the fuzzer's bytes in fuzz targets.
class Dice {
 public:
  virtual ~Dice() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
  /// Uniform in [0, limit); limit > 0.
  std::uint64_t below(std::uint64_t limit);
};

class SystemClock final : public Clock {
 public:
  Instant wall() override;
  Millis monotonic() override;
  std::string boot() override;
};

class SystemDice final : public Dice {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace doorstep
