#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace doorstep::test {

/// The top of the source tree that these tests were built from.
const std::filesystem::path& source_folder();

/// A file of the source tree as text; `relative` from the top. One that cannot be read fails the test.
std::string source_text(const std::filesystem::path& relative);

/// The blocks fenced as ```json in docs/protocol.md, in order.
std::vector<std::string> protocol_examples();

}  // namespace doorstep::test
