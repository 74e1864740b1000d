#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "shared/crypto.h"
#include "tests/wire/estate.h"

namespace doorstep::test {

using Words = std::vector<std::string>;
namespace fs = std::filesystem;

inline std::string bytes_in(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}
inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// `doorstep-server` on folders that are lost, copied and made again, with the real programs on real files.
class Backups : public testing::Test {
 protected:
  Backups() { start_crypto(); }

  Ended server(const std::string& folder, Words words, const Words& environment = {}) {
    words.insert(words.end(), {"--data", scratch().path(folder), "--json"});
    return run_program("doorstep-server", std::move(words), environment);
  }
  json done(const std::string& folder, Words words) {
    auto ended = server(folder, words);
    EXPECT_EQ(ended.code, 0) << words.front() << ": " << ended.out << ended.err;
    auto answer = ended.answer();
    return answer.is_object() ? answer : json::object();
  }
  void refuses(const std::string& folder, Words words, const std::string& fault) {
    auto ended = server(folder, words);
    EXPECT_EQ(ended.fault(), fault) << words.front() << ": " << ended.out << ended.err;
    EXPECT_NE(ended.code, 0);
  }
  /// A backup of a server with a little in it.
  std::string small_backup() {
    done("small", {"init"});
    done("small", {"person", "add", "--login", "wang", "--name", "王芳"});
    auto file = scratch().path("small.backup");
    done("small", {"backup", "--to", file});
    return file;
  }
  /// Who the server is to its tablets.
  std::string pin_of(const std::string& folder) {
    return done(folder, {"device", "code", "--login", "admin"}).value("pin", "");
  }
  std::string key_of(const std::string& folder) { return scratch().path(folder) + ".key"; }
  const Scratch& scratch() const { return estate.scratch(); }
  std::string secret(const std::string& name, const std::string& text) {
    auto path = scratch().file(name, text);
    EXPECT_EQ(::chmod(path.c_str(), 0600), 0);
    return path;
  }
  /// Nothing was made: neither the folder nor what restore writes into it.
  void expect_nothing(const std::string& folder) {
    EXPECT_FALSE(fs::exists(scratch().path(folder))) << folder << " was left behind";
  }

  Estate estate;
};

}  // namespace doorstep::test
