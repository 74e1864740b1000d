#include "shared/inside.h"

#include <algorithm>
#include <filesystem>

namespace doorstep {

bool lies_in(const std::string& file, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code failed;
  auto real = [&](const std::string& path) {
    auto whole = fs::weakly_canonical(fs::absolute(path, failed), failed);
    return whole.has_filename() ? whole : whole.parent_path();
  };
  const auto home = real(folder), inner = real(file);
  return std::mismatch(home.begin(), home.end(), inner.begin(), inner.end()).first == home.end();
}

}  // namespace doorstep
