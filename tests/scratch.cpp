#include "tests/scratch.h"

#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>

namespace doorstep {

Scratch::Scratch() {
  static std::atomic<int> count{0};
  folder_ = std::filesystem::temp_directory_path() /
            ("doorstep-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  std::filesystem::create_directories(folder_);
}

Scratch::~Scratch() {
  std::error_code ignored;  // a folder left behind in the temporary directory is no failure of the test
  std::filesystem::remove_all(folder_, ignored);
}

std::string Scratch::file(std::string_view name, std::string_view bytes) const {
  std::ofstream{path(name), std::ios::binary} << bytes;
  return path(name);
}

std::string Scratch::read(std::string_view name) const {
  std::ifstream file{path(name), std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace doorstep
