#include "shared/clock.h"

#include <array>
#include <fstream>

#include "shared/crypto.h"

namespace doorstep {

std::uint64_t Dice::below(std::uint64_t limit) {
  // Rejection keeps the draw uniform for any limit.
  const std::uint64_t fair = ~std::uint64_t{0} - (~std::uint64_t{0} % limit + 1) % limit;
  for (;;) {
    std::array<std::uint8_t, 8> raw{};
    fill(raw);
    std::uint64_t draw = 0;
    for (auto byte : raw) draw = draw << 8 | byte;
    if (draw <= fair) return draw % limit;
  }
}

Instant SystemClock::wall() { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }

Millis SystemClock::monotonic() {
  // Goes on while the tablet sleeps, as std::chrono::steady_clock does not: a waiting time is told in a person's hours.
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::duration_cast<Millis>(std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec});
}

std::string SystemClock::boot() {
  static const std::string once = [] {  // a process does not outlive a boot
    std::string id;
    std::ifstream{"/proc/sys/kernel/random/boot_id"} >> id;
    return id.empty() ? std::string{"unknown"} : id;
  }();
  return once;
}

void SystemDice::fill(std::span<std::uint8_t> bytes) { random_bytes(bytes); }

}  // namespace doorstep
