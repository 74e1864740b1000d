#pragma once
#include <functional>
#include <set>
#include <string>

#include "tests/world/world.h"

namespace doorstep::test {

/// The fewest of `many` things that still break, as far as leaving out ever smaller parts finds them (Zeller and
/// Hildebrandt's ddmin). `breaks` is told what is left out, and asked at most `tries` times.
std::set<std::size_t> left_out_of(std::size_t many, std::size_t tries,
                                  const std::function<bool(const std::set<std::size_t>&)>& breaks);

struct ShortStory {
  std::string law;  ///< that breaks; empty: the seed breaks none
  std::string story;
  std::size_t deeds = 0, told = 0;  ///< of the seed, and those that were needed
};

/// A broken seed's story with as few deeds, and as little bad weather, as still break the same law.
ShortStory shorten(std::uint64_t seed, std::size_t tries = 300);

}  // namespace doorstep::test
