#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace doorstep::test {

using Counts = std::map<std::string, std::uint64_t>;

/// Every kind of bad luck that World has, and every probe: what must have come about somewhere within
/// `seeds_for_all` seeds, each law having had something to judge. By name, 0 of each.
Counts faults_of_world();
Counts probes_of_world();
constexpr std::uint64_t seeds_for_all = 2'000;

/// Those that never came.
std::vector<std::string> never_came(const Counts& counts);

}  // namespace doorstep::test
