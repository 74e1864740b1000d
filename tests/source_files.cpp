#include "tests/source_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string_view>

namespace doorstep::test {

const std::filesystem::path& source_folder() {
  static const std::filesystem::path folder{SOURCE_DIR};
  return folder;
}

std::string source_text(const std::filesystem::path& relative) {
  std::ifstream file{source_folder() / relative, std::ios::binary};
  EXPECT_TRUE(file.is_open()) << relative << ": cannot be read";
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::string> protocol_examples() {
  constexpr std::string_view opens = "\n```json\n", closes = "\n```";
  auto page = source_text("docs/protocol.md");
  std::vector<std::string> out;
  for (auto at = page.find(opens); at != std::string::npos; at = page.find(opens, at)) {
    at += opens.size();
    out.push_back(page.substr(at, page.find(closes, at) - at));
  }
  return out;
}

}  // namespace doorstep::test
