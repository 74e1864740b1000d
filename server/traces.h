#pragma once
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace doorstep {

/// What a command has made, taken away again unless it is `kept`. Never what stood there before.
class Traces {
 public:
  Traces() = default;
  Traces(const Traces&) = delete;
  ~Traces() {
    std::error_code ignored;  // a folder that somebody put a file in meanwhile stays
    for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) std::filesystem::remove(*path, ignored);
  }
  /// To be called before the path is made.
  void note(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) paths_.push_back(path);
  }
  void keep() { paths_.clear(); }

 private:
  std::vector<std::string> paths_;
};

}  // namespace doorstep
