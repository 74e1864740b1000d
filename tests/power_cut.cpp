#include "tests/power_cut.h"

#include <algorithm>

namespace doorstep {
namespace {

enum class Luck { nothing, everything, beginning, sectors };

// The write's pieces, cut where the disk's sectors are. Answers whether some landed and some did not.
template <class Keep>
bool land_sectors(std::string& content, const FileChange& change, Keep&& keep) {
  std::string_view rest = change.bytes;
  std::size_t kept = 0;
  for (std::uint64_t at = change.offset; !rest.empty();) {
    auto piece = rest.substr(0, sector_bytes - at % sector_bytes);
    if (keep()) {
      land(content, at, piece);
      kept += piece.size();
    }
    at += piece.size();
    rest.remove_prefix(piece.size());
  }
  return kept > 0 && kept < change.bytes.size();
}

}  // namespace

void land(std::string& content, std::uint64_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void land(std::string& content, const FileChange& change) {
  if (change.truncates)
    content.resize(change.offset);
  else
    land(content, change.offset, change.bytes);
}

std::uint64_t power_cut(std::string& content, const std::vector<FileChange>& changes, std::mt19937_64& lot) {
  auto below = [&](std::uint64_t limit) { return lot() % limit; };
  std::uint64_t torn = 0;
  switch (static_cast<Luck>(below(4))) {
    case Luck::nothing:
      break;
    case Luck::everything:
      for (const auto& change : changes) land(content, change);
      break;
    case Luck::beginning: {
      auto whole = below(changes.size() + 1);
      for (std::size_t i = 0; i < whole; ++i) land(content, changes[i]);
      if (whole == changes.size()) break;
      auto sectors = below(changes[whole].bytes.size() / sector_bytes + 1);
      if (land_sectors(content, changes[whole], [&] { return sectors > 0 && sectors-- > 0; })) ++torn;
      break;
    }
    case Luck::sectors:
      for (const auto& change : changes) {
        if (change.truncates) {
          if (below(2) == 0) land(content, change);
        } else if (land_sectors(content, change, [&] { return below(2) == 0; })) {
          ++torn;
        }
      }
  }
  return torn;
}

}  // namespace doorstep
