#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/ids.h"

namespace doorstep {

/// Numbers of records that people read out and write on paper: "R-00012345". The series, seven digits, and a check
/// digit (ISO/IEC 7064 MOD 11,10), so that one that was misheard or mistyped is noticed. A tablet gives them by itself,
/// offline, out of blocks that the server leased to its chain; no number is in two blocks (docs/protocol.md §Numbers).

inline constexpr std::uint64_t number_max = 9'999'999;
inline constexpr std::size_t series_length_max = 8;
inline constexpr std::size_t number_length_max = series_length_max + 9;

/// [A-Z][A-Z0-9]*, at most `series_length_max`.
bool is_series(std::string_view text);

/// `number` is 1 to `number_max`.
std::string printed_number(std::string_view series, std::uint64_t number);

/// Empty: no number of this series, or its check digit does not fit.
std::optional<std::uint64_t> number_in(std::string_view series, std::string_view printed);

/// Numbers of one series in one community, both ends included. It belongs to one chain.
struct NumberBlock {
  CommunityId community;
  std::string series;
  std::uint64_t first = 0, last = 0;
  friend bool operator==(const NumberBlock&, const NumberBlock&) = default;
};

}  // namespace doorstep
