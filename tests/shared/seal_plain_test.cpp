#include "shared/seal_plain.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <thread>
#include <vector>

#include "shared/sqlite.h"
#include "tests/page_key.h"
#include "tests/scratch.h"

namespace doorstep {
namespace {

class SealPlain : public ::testing::Test {
 protected:
  SealPlain() {
    auto plain = Database::open(path_, {}).value();
    plain.run("CREATE TABLE t(name TEXT); INSERT INTO t VALUES('王芳'), ('李强'); PRAGMA user_version = 3");
  }
  void expect_sealed_and_whole() {
    EXPECT_EQ(scratch_.read("store.db").find("王芳"), std::string::npos);
    EXPECT_TRUE(cipher_.fits(path_));
    auto database = Database::open(path_, {.vfs = cipher_.name()}).value();
    auto row = database.prepare("SELECT count(*), (SELECT user_version FROM pragma_user_version) FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.integer(0), 2);
    EXPECT_EQ(row.integer(1), 3);
    row.rewind();
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{scratch_.path("")})
      names.insert(entry.path().filename().string());
    for (const auto& name : names) EXPECT_FALSE(name.find("sealing") != std::string::npos) << name << " stays behind";
  }

  Scratch scratch_;
  std::string path_ = scratch_.path("store.db");
  CipherVfs cipher_{test::page_key()};
};

TEST_F(SealPlain, a_database_in_the_clear_is_sealed_with_all_that_is_in_it) {
  ASSERT_TRUE(seal_plain(path_, cipher_));
  expect_sealed_and_whole();
  ASSERT_TRUE(seal_plain(path_, cipher_));
  expect_sealed_and_whole();
}

TEST_F(SealPlain, what_a_crash_left_half_written_is_in_nobodys_way) {
  scratch_.file("store.db.sealing", std::string(5000, 'x'));
  scratch_.file("store.db.sealing-lock", "");
  ASSERT_TRUE(seal_plain(path_, cipher_));
  expect_sealed_and_whole();
}

TEST_F(SealPlain, those_who_come_at_the_same_moment_take_turns) {
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i) {
    all.emplace_back([this] {
      CipherVfs own{test::page_key()};
      EXPECT_TRUE(seal_plain(path_, own));
    });
  }
  for (auto& one : all) one.join();
  expect_sealed_and_whole();
}

TEST_F(SealPlain, one_that_somebody_has_open_stays_as_it_is) {
  {
    auto open = Database::open(path_, {}).value();
    open.run("INSERT INTO t VALUES('陈静')");
    EXPECT_EQ(seal_plain(path_, cipher_).error().fault, Fault::in_use);
    EXPECT_EQ(cipher_.look(path_), SealedFile::plain);
    open.run("DELETE FROM t WHERE name = '陈静'");
  }
  ASSERT_TRUE(seal_plain(path_, cipher_));
  expect_sealed_and_whole();
}

TEST_F(SealPlain, one_that_is_damaged_is_told_and_stays_as_it_is) {
  auto bytes = scratch_.read("store.db");
  for (std::size_t at = 100; at < 4096; ++at) bytes[at] = 'x';
  scratch_.file("store.db", bytes);
  EXPECT_EQ(seal_plain(path_, cipher_).error().fault, Fault::store_damaged);
  EXPECT_EQ(scratch_.read("store.db"), bytes);
}

}  // namespace
}  // namespace doorstep
