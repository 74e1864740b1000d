#pragma once
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "shared/cipher_vfs.h"
#include "shared/sqlite.h"
#include "tests/flaky_vfs.h"
#include "tests/page_key.h"

namespace doorstep::test {

inline constexpr const char* disk_name = "cipher test disk";

/// A process: what it has of the VFS dies with it.
struct Process {
  explicit Process(std::uint8_t key = 7) : vfs(page_key(key), disk_name) {}
  Result<Database> try_open(bool read_only = false) {
    return Database::open("store.db", {.vfs = vfs.name(), .read_only = read_only, .cache_kib = 64});
  }
  Database open() { return try_open().value(); }
  CipherVfs vfs;
};

inline std::int64_t number(Database& database, const std::string& sql) {
  auto statement = database.prepare(sql);
  statement.step();
  return statement.integer(0);
}

inline std::string text(Database& database, const std::string& sql) {
  auto statement = database.prepare(sql);
  statement.step();
  return std::string{statement.text(0)};
}

/// The failure with which SQL ended; empty when it did not fail.
inline std::optional<Error> failure_of(Database& database, const std::string& sql) {
  try {
    auto statement = database.prepare(sql);
    while (statement.step()) {
    }
  } catch (const SqliteFailure& failure) {
    return failure.error;
  }
  return std::nullopt;
}

/// Sealed files on a disk that a test may cut the power of.
class CipherVfsTest : public ::testing::Test {
 protected:
  void fill(Database& database, int rows, const std::string& word = "residents") {
    database.run("CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY, name TEXT, blob BLOB)");
    Transaction transaction{database};
    auto insert = database.prepare("INSERT INTO t(name, blob) VALUES(?, zeroblob(300))");
    for (int i = 0; i < rows; ++i) insert.with(word + std::to_string(i)).run();
    transaction.commit();
  }
  std::string bytes(const std::string& path) { return disk_.files().at(path); }
  static constexpr const char* database_file = "store.db";
  static constexpr const char* log_file = "store.db-wal";

  FlakyVfs disk_{disk_name, 1};
};

}  // namespace doorstep::test
