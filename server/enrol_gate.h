#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "shared/clock.h"

namespace doorstep {

inline constexpr std::size_t wrong_codes_max = 10;         ///< of one address, before it waits
inline constexpr std::size_t gate_addresses_max = 10'000;  ///< the one that was heard of longest ago is forgotten
inline constexpr Millis wrong_codes_forgiven_after{10 * 60'000};

/// Wrong enrolment codes, counted by network address: a code has 130 bits, and yet nobody may guess as fast as the
/// network carries. No login is told at enrolment, so nobody learns whether one exists. I/O thread only; a restart
/// forgives.
class EnrolGate {
 public:
  bool open(const std::string& address, Instant now);
  void failed(const std::string& address, Instant now);

 private:
  struct Count {
    std::size_t wrong = 0;
    Instant last{};
  };
  std::map<std::string, Count> counts_;
};

}  // namespace doorstep
