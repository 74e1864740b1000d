#include "tests/scratch.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "shared/result.h"

namespace doorstep {

Scratch::Scratch() {
  // Never a name that could stand already: a test that was killed leaves its folder, and process numbers come again.
  auto pattern = (std::filesystem::temp_directory_path() / "doorstep-test-XXXXXX").string();
  require(::mkdtemp(pattern.data()) != nullptr, "a folder for a test");
  folder_ = pattern;
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
