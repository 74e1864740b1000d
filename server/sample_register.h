#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "server/sample.h"

namespace doorstep {

/// "7" in three digits: "007".
std::string padded(std::uint64_t number, int digits);

/// One register of the sample while it grows: a CSV file, and the map that brings it in.
class Register {
 public:
  /// `file`: the plural of the type, as the files are called.
  Register(std::string type, std::string file, std::string_view map, std::vector<std::string> header);
  void row(const std::vector<std::string>& cells);
  Result<SampleFile> write(const std::filesystem::path& folder) const;

 private:
  std::string type_, file_;
  std::string_view map_;
  std::size_t columns_;
  std::string text_;
  std::uint64_t rows_ = 0;
};

}  // namespace doorstep
