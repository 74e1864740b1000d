#pragma once
#include <map>
#include <utility>

#include "shared/ids.h"

namespace doorstep {

inline constexpr int bundle_tries_max = 3;
inline constexpr std::size_t tries_kept_max = 1024;

/// How often a bundle arrived that cannot be opened or applied. After `bundle_tries_max` it is parked and its chain
/// goes on: one spoilt bundle must not stop a person's work for ever. Lives as long as the server, on the I/O thread.
class Tries {
 public:
  void failed(const ChainId& chain, BundleNumber number) {
    if (counts_.size() >= tries_kept_max) counts_.clear();  // an attacker's doing; honest ones are counted again
    ++counts_[{chain, number}];
  }
  /// It is time to park.
  bool enough(const ChainId& chain, BundleNumber number) const {
    auto count = counts_.find({chain, number});
    return count != counts_.end() && count->second >= bundle_tries_max;
  }
  void forget(const ChainId& chain, BundleNumber number) { counts_.erase({chain, number}); }

 private:
  std::map<std::pair<ChainId, BundleNumber>, int> counts_;
};

}  // namespace doorstep
