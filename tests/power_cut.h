#pragma once
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace doorstep {

/// What was done to a file since it was synced last.
struct FileChange {
  std::uint64_t offset = 0;
  std::string bytes;
  bool truncates = false;  ///< to `offset`
};

void land(std::string& content, std::uint64_t offset, std::string_view bytes);
void land(std::string& content, const FileChange& change);

/// The power goes: of these changes to what is durable some land, by lot; a write may be torn where a sector ends.
/// Answers how many were.
std::uint64_t power_cut(std::string& content, const std::vector<FileChange>& changes, std::mt19937_64& lot);

/// What a disk writes as one piece.
inline constexpr std::uint64_t sector_bytes = 512;

}  // namespace doorstep
