#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "shared/result.h"

namespace doorstep {

inline constexpr std::uint64_t sample_households_max = 100'000;

/// One register of the sample and the map that brings it in.
struct SampleFile {
  std::string type;  ///< record type of the shipped template
  std::string csv, map;
  std::uint64_t rows = 0;
};

/// Writes an invented community to `folder` (made if absent): units.csv, residents.csv, contacts.csv, requests.csv,
/// each with NAME.map.json, answered in the order in which they can be imported. Names are drawn from tables and belong
/// to nobody; numbers are unique; the same seed gives the same bytes on every machine. Files there are replaced.
/// Faults: out_of_range (households), disk.
Result<std::vector<SampleFile>> write_sample(std::uint64_t seed, std::uint64_t households, const std::string& folder);

}  // namespace doorstep
