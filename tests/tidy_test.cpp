#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "shared/frame.h"
#include "shared/result.h"
#include "tests/source_files.h"

/// The architecture as a test: who may include whom, and that what the documents list is what the code has.

namespace doorstep {
namespace {

using Owners = std::vector<std::string_view>;
constexpr std::string_view everyone;

struct Library {
  std::string_view header;  ///< how its headers' names begin
  Owners owners;            ///< how the names of files begin that may include them; tests always may
};

/// One library, one owning pair of files; Beast costs half a minute for each file that sees it. First match counts.
const std::vector<Library>& libraries() {
  static const std::vector<Library> out{
      {"sqlite3.h", {"shared/sqlite.", "shared/cipher_", "shared/wal_index.", "engine/tokenizer."}},
      {"sodium.h", {"shared/crypto.", "shared/block_cipher."}},
      {"iconv.h", {"engine/charset."}},
      {"unicode/", {"shared/unicode.", "shared/han_tables_main.cpp"}},
      {"spdlog/", {"shared/log."}},
      {"CLI/",
       {"engine/doorstep.cpp", "engine/command", "engine/request.", "server/main.cpp", "server/server_request."}},
      {"boost/beast", {"engine/connection.cpp", "server/listener.cpp", "server/session.cpp", "shared/asio.cpp"}},
      {"boost/asio/ssl", {"engine/connection.cpp", "server/listener.", "server/session.", "shared/asio.cpp"}},
      {"boost/asio", {"engine/", "server/", "shared/asio.cpp"}},
      {"boost/system/", {everyone}},
      {"openssl/",
       {"shared/tls.", "shared/block_cipher.", "server/identity.", "engine/connection.cpp", "server/listener.cpp",
        "server/session.cpp"}},
      {"nlohmann/", {everyone}},
      {"sys/", {everyone}},
      {"arpa/", {}},
      {"netinet/", {}},
      {"Q", {"mobile/"}},
      {"zbar.h", {"mobile/invitation."}},
      {"qrencode.h", {"shared/qr_code."}},
      {"png.h", {"server/invitation."}},
      {"gtest/", {}},
      {"gmock/", {}},
      {"rapidcheck", {}},
  };
  return out;
}

/// What a folder's files may include of our own.
const std::map<std::string_view, Owners>& folders() {
  static const std::map<std::string_view, Owners> out{
      {"shared", {"shared/"}},
      {"engine", {"engine/", "shared/"}},
      {"server", {"server/", "shared/"}},
      {"mobile", {"mobile/", "engine/engine.h", "shared/"}},
      {"tests", {everyone}},
  };
  return out;
}

bool begins_with_one_of(std::string_view text, const Owners& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto begin) { return text.starts_with(begin); });
}

/// Why `file` may not include `header`; empty when it may. `own` for quotes, otherwise angle brackets.
std::string objection(std::string_view file, std::string_view header, bool own) {
  auto folder = file.substr(0, file.find('/'));
  if (own) {
    if (header.find("..") != header.npos) return "goes up the tree; name it from the root";
    auto allowed = folders().find(folder);
    if (allowed == folders().end()) return "no folder of ours";
    return begins_with_one_of(header, allowed->second) ? "" : "is not for " + std::string{folder};
  }
  for (const auto& library : libraries()) {
    if (!header.starts_with(library.header)) continue;
    bool owner = folder == "tests" || begins_with_one_of(file, library.owners);
    return owner ? "" : "belongs to other files";
  }
  return header.find('/') == header.npos ? "" : "is of a library that nobody owns";
}

struct Line {
  std::string file;
  std::size_t number;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Line& line) {
  return out << line.file << ':' << line.number << ": " << line.text << '\n';
}

const std::vector<Line>& source_lines() {
  static const std::vector<Line> lines = [] {
    std::vector<Line> out;
    const std::set<std::string> endings{".h", ".cpp"};
    for (const auto& [folder, allowed] : folders()) {
      auto root = test::source_folder() / folder;
      if (!std::filesystem::exists(root)) continue;
      for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
        if (!entry.is_regular_file() || endings.count(entry.path().extension().string()) == 0) continue;
        auto file = std::filesystem::relative(entry.path(), test::source_folder()).generic_string();
        std::istringstream text{test::source_text(file)};
        std::string line;
        for (std::size_t number = 1; std::getline(text, line); ++number) out.push_back({file, number, line});
      }
    }
    return out;
  }();
  return lines;
}

struct Include {
  std::string header;
  bool own;
};
std::optional<Include> include_of(const std::string& line) {
  if (!line.starts_with("#include ")) return std::nullopt;
  auto open = line.find_first_of("<\"");
  if (open == line.npos) return std::nullopt;
  bool own = line[open] == '"';
  return Include{line.substr(open + 1, line.find(own ? '"' : '>', open + 1) - open - 1), own};
}

std::vector<Fault> all_faults() {
  std::vector<Fault> out;
  for (int i = 0; i <= static_cast<int>(Fault::internal); ++i) out.push_back(static_cast<Fault>(i));
  return out;
}

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string remedy_words(Remedy remedy) {
  switch (remedy) {
    case Remedy::retry:
      return "retry";
    case Remedy::pause:
      return "pause";
    case Remedy::hold_lane:
      return "hold lane";
    case Remedy::stop:
      return "stop";
  }
  return "";
}

std::string row_of(Fault fault) {
  std::string out = "| `" + std::string{code(fault)} + "` | " + remedy_words(remedy(fault)) + " | ";
  return out + std::string{sentence(fault, "en")} + " | " + std::string{sentence(fault, "zh-CN")} + " |";
}

TEST(Tidy, the_rules_know_right_from_wrong) {
  EXPECT_EQ(objection("engine/store.cpp", "shared/merge.h", true), "");
  EXPECT_EQ(objection("tests/world/world.h", "server/archive.h", true), "");
  EXPECT_EQ(objection("shared/json.h", "nlohmann/json.hpp", false), "");
  EXPECT_EQ(objection("shared/json.h", "vector", false), "");
  EXPECT_EQ(objection("server/session.cpp", "boost/beast/websocket.hpp", false), "");
  EXPECT_NE(objection("engine/store.cpp", "server/archive.h", true), "");
  EXPECT_NE(objection("server/archive.h", "engine/store.h", true), "");
  EXPECT_NE(objection("shared/merge.cpp", "engine/store.h", true), "");
  EXPECT_NE(objection("engine/store.cpp", "tests/scratch.h", true), "");
  EXPECT_NE(objection("engine/store.cpp", "../shared/merge.h", true), "");
  EXPECT_NE(objection("engine/store.cpp", "store.h", true), "");
  EXPECT_NE(objection("engine/store.cpp", "sqlite3.h", false), "");
  EXPECT_NE(objection("server/reconciler.cpp", "boost/beast/websocket.hpp", false), "");
  EXPECT_NE(objection("shared/frame_decode.cpp", "boost/asio/buffer.hpp", false), "");
  EXPECT_NE(objection("engine/engine.h", "QString", false), "");
  EXPECT_NE(objection("engine/engine.h", "zstd/zstd.h", false), "");
  EXPECT_NE(objection("engine/engine.h", "gtest/gtest.h", false), "");
  EXPECT_EQ(include_of("#include \"shared/merge.h\"")->header, "shared/merge.h");
  EXPECT_FALSE(include_of("#include <map>")->own);
  EXPECT_FALSE(include_of("// about #include <map>"));
}

TEST(Tidy, nobody_includes_what_is_not_theirs) {
  ASSERT_FALSE(source_lines().empty());
  for (const auto& line : source_lines()) {
    auto include = include_of(line.text);
    if (!include) continue;
    EXPECT_EQ(objection(line.file, include->header, include->own), "") << line;
  }
}

TEST(Tidy, what_is_included_stands_in_the_tree) {
  for (const auto& line : source_lines()) {
    auto include = include_of(line.text);
    // Generated texts end in .inc and stand in the build's folder.
    if (!include || !include->own || include->header.ends_with(".inc")) continue;
    EXPECT_TRUE(std::filesystem::exists(test::source_folder() / include->header)) << line;
  }
}

TEST(Tidy, nothing_is_left_for_later_or_commented_out) {
  const auto later = std::string{"TO"} + "DO", mend = std::string{"FIX"} + "ME";
  for (const auto& line : source_lines()) {
    EXPECT_EQ(line.text.find(later), std::string::npos) << line;
    EXPECT_EQ(line.text.find(mend), std::string::npos) << line;
    auto comment = line.text.find("//");
    if (comment == std::string::npos) continue;
    auto words = line.text.find_first_not_of("/ ", comment);
    EXPECT_FALSE(words != std::string::npos && line.text.compare(words, 8, "#include") == 0 &&
                 line.text.find_first_not_of(' ') == comment)
        << line;
  }
}

TEST(Tidy, every_header_guards_itself) {
  std::map<std::string, bool> guarded;
  for (const auto& line : source_lines())
    if (line.file.ends_with(".h")) guarded[line.file] = guarded[line.file] || line.text == "#pragma once";
  for (const auto& [file, once] : guarded) EXPECT_TRUE(once) << file;
}

// Two would be one to the linker (C++ one-definition rule) where a program has both parts, as the tests of the app have.
TEST(Tidy, a_class_of_the_product_has_a_name_of_its_own) {
  const std::regex opening{R"(^(?:class|struct|enum class) (\w+)(?: final)?(?: :.*)? \{.*)"};
  std::map<std::string, std::string> homes;
  std::smatch found;
  for (const auto& line : source_lines()) {
    if (!line.file.ends_with(".h") || line.file.starts_with("tests/")) continue;
    if (!std::regex_match(line.text, found, opening)) continue;
    const auto [home, fresh] = homes.emplace(found[1], line.file);
    EXPECT_TRUE(fresh) << line << " stands in " << home->second << " too";
  }
  EXPECT_GT(homes.size(), 100U);
}

TEST(Tidy, every_fault_has_its_words_in_both_languages) {
  std::set<std::string_view> codes;
  for (auto fault : all_faults()) {
    EXPECT_TRUE(codes.insert(code(fault)).second) << code(fault) << " stands twice";
    EXPECT_EQ(fault_of(code(fault)), fault);
    EXPECT_FALSE(sentence(fault, "en").empty()) << code(fault);
    EXPECT_TRUE(ascii(sentence(fault, "en"))) << code(fault);
    EXPECT_FALSE(ascii(sentence(fault, "zh-CN"))) << code(fault);
  }
}

TEST(Tidy, the_protocol_lists_every_fault_as_the_code_has_it) {
  std::istringstream page{test::source_text("docs/protocol.md")};
  std::vector<std::string> rows;
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("| `")) rows.push_back(line);
  std::vector<std::string> expected;
  for (auto fault : all_faults()) expected.push_back(row_of(fault));
  EXPECT_EQ(rows, expected);
}

/// `Suite.test_name` in backticks, with at least two words in the name.
std::vector<std::string> tests_cited_in(const std::string& page) {
  static const std::regex cited{"`([A-Z][A-Za-z]*\\.[a-z0-9]+_[a-z0-9_]+)`"};
  const auto text = test::source_text(page);
  std::vector<std::string> out;
  for (std::sregex_iterator at{text.begin(), text.end(), cited}, end; at != end; ++at) out.push_back((*at)[1]);
  return out;
}

std::set<std::string> all_tests() {
  static const std::regex head{"TEST(_F|_P)?\\((\\w+), (\\w+)\\)"};
  std::set<std::string> out;
  for (const auto& line : source_lines()) {
    std::smatch found;
    if (line.file.starts_with("tests/") && std::regex_search(line.text, found, head))
      out.insert(found[2].str() + "." + found[3].str());
  }
  return out;
}

TEST(Tidy, every_test_that_the_security_page_cites_exists) {
  const auto tests = all_tests();
  const auto cited = tests_cited_in("docs/security.md");
  EXPECT_GE(cited.size(), 30U);
  for (const auto& name : cited) EXPECT_EQ(tests.count(name), 1U) << name;
}

TEST(Tidy, the_protocol_describes_every_frame) {
  std::istringstream page{test::source_text("docs/protocol.md")};
  std::set<std::string> described;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("### ")) continue;
    std::istringstream words{line.substr(4)};
    for (std::string word; words >> word;) described.insert(word);
  }
  for (auto name : frame_names) EXPECT_EQ(described.count(std::string{name}), 1U) << name;
}

}  // namespace
}  // namespace doorstep
