#include "server/enrol_gate.h"

#include <algorithm>

namespace doorstep {

bool EnrolGate::open(const std::string& address, Instant now) {
  auto found = counts_.find(address);
  if (found == counts_.end()) return true;
  // A clock that was set back must not keep anybody out for ever.
  found->second.last = std::min(found->second.last, now);
  if (now - found->second.last >= wrong_codes_forgiven_after) {
    counts_.erase(found);
    return true;
  }
  return found->second.wrong < wrong_codes_max;
}

void EnrolGate::failed(const std::string& address, Instant now) {
  if (counts_.size() >= gate_addresses_max && !counts_.contains(address))
    counts_.erase(std::min_element(counts_.begin(), counts_.end(),
                                   [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
  auto& count = counts_[address];
  ++count.wrong;
  count.last = now;
}

}  // namespace doorstep
