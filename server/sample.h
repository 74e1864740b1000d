#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace doorstep {

inline constexpr std::uint64_t sample_households_max = 100'000;
inline constexpr std::string_view sample_day = "2026-11-26";

/// One register of the sample and the map that brings it in.
struct SampleFile {
  std::string type;  ///< record type of the shipped template
  std::string csv, map;
  std::uint64_t rows = 0;
};

/// Writes an invented community to `folder` (made if absent): one register for each type of the shipped template
/// (units.csv, residents.csv, …), each with NAME.map.json, answered in the order in which they can be imported. Names
/// are drawn from tables and belong to nobody; numbers and natural keys are unique, references name what is there.
/// Visits are planned and were made around `day`. The same seed and day give the same bytes on every machine. Files
/// there are replaced. Faults: out_of_range (households), invalid_value (day), disk.
Result<std::vector<SampleFile>> write_sample(std::uint64_t seed, std::uint64_t households, const std::string& folder,
                                             std::string_view day = sample_day);

}  // namespace doorstep
