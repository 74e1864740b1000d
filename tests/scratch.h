#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace doorstep {

/// A folder of one test's own; gone with everything in it when the test ends.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  std::string path(std::string_view name) const { return (folder_ / name).string(); }
  /// Writes the file and answers its path.
  std::string file(std::string_view name, std::string_view bytes) const;
  std::string read(std::string_view name) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace doorstep
