#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace doorstep::test {

/// A file of the source tree as text; `relative` from the top.
inline std::string source_text(const std::filesystem::path& relative) {
  std::ifstream file{std::filesystem::path{SOURCE_DIR} / relative, std::ios::binary};
  EXPECT_TRUE(file.is_open()) << relative << ": cannot be read";
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The blocks fenced as ```json in docs/protocol.md, in order.
inline std::vector<std::string> protocol_examples() {
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
