#include "tests/flaky_vfs.h"

#include <gtest/gtest.h>

#include <set>

#include "shared/cipher_vfs.h"
#include "shared/sqlite.h"
#include "tests/page_key.h"

namespace doorstep {
namespace {

using Failure = FlakyVfs::Failure;

constexpr auto vfs_name = "flaky_test";

Result<Database> open_store() { return Database::open("store.db", {.vfs = vfs_name, .cache_kib = 64}); }

std::set<std::int64_t> rows(Database& database) {
  std::set<std::int64_t> out;
  auto statement = database.prepare("SELECT a FROM t");
  while (statement.step()) out.insert(statement.integer(0));
  return out;
}

/// A day's work in a process that may lose its disk at any operation: what it was told is saved.
struct Diary {
  bool table_made = false;
  std::set<std::int64_t> tried, acknowledged;
};

// Enough rows and text for a checkpoint within the scenario, and a cache small enough to spill.
constexpr int commits = 12;

Result<void> work(Diary& diary) {
  auto opened = open_store();
  if (!opened) return opened.error();
  return guarded([&]() -> Result<void> {
    opened->run("PRAGMA wal_autocheckpoint=20; CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, text)");
    diary.table_made = true;
    auto insert = opened->prepare("INSERT INTO t VALUES(?, printf('%.9000c', 'x'))");
    for (int i = 0; i < commits; ++i) {
      Transaction transaction{*opened};
      diary.tried.insert({2 * i, 2 * i + 1});
      insert.with(2 * i).run();
      insert.with(2 * i + 1).run();
      transaction.commit();
      diary.acknowledged.insert({2 * i, 2 * i + 1});
    }
    return {};
  });
}

void expect_nothing_acknowledged_is_lost(const Diary& diary) {
  auto opened = open_store();
  ASSERT_TRUE(opened) << opened.error().detail;
  auto checked = opened->check();
  ASSERT_TRUE(checked) << checked.error().detail;
  if (!diary.table_made) return;
  auto found = rows(*opened);
  for (auto row : diary.acknowledged) EXPECT_TRUE(found.contains(row)) << "row " << row;
  for (auto row : found) EXPECT_TRUE(diary.tried.contains(row)) << "row " << row;
  EXPECT_EQ(found.size() % 2, 0U) << "half a transaction came back";
}

TEST(FlakyVfs, a_committed_row_survives_every_crash_and_an_uncommitted_one_none) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    FlakyVfs vfs{vfs_name, seed};
    auto before = open_store().value();
    before.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    Transaction transaction{before};
    before.run("INSERT INTO t VALUES(2)");
    vfs.crash();
    auto after = open_store().value();
    EXPECT_EQ(rows(after), (std::set<std::int64_t>{1})) << "seed " << seed;
  }
}

TEST(FlakyVfs, without_a_sync_commits_are_lost_sometimes_in_part_but_never_torn) {
  int lost = 0, kept = 0, in_part = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    FlakyVfs vfs{vfs_name, seed};
    auto before = open_store().value();
    before.run("CREATE TABLE t(a INTEGER PRIMARY KEY, text); PRAGMA synchronous=OFF");
    auto insert = before.prepare("INSERT INTO t VALUES(?, printf('%.3000c', 'x'))");
    for (int i = 0; i < 10; ++i) insert.with(i).run();
    vfs.crash();
    auto after = open_store().value();
    ASSERT_TRUE(after.check()) << "seed " << seed;
    auto found = rows(after).size();
    lost += found == 0 ? 1 : 0;
    kept += found == 10 ? 1 : 0;
    in_part += found > 0 && found < 10 ? 1 : 0;
  }
  EXPECT_GT(lost, 0);
  EXPECT_GT(kept, 0);
  EXPECT_GT(in_part, 0);
}

TEST(FlakyVfs, the_dead_process_reaches_nothing_when_it_closes) {
  FlakyVfs vfs{vfs_name, 3};
  auto dead = std::make_unique<Database>(open_store().value());
  dead->run("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  vfs.crash();
  auto alive = open_store().value();
  alive.run("INSERT INTO t VALUES(2)");
  EXPECT_THROW(dead->run("INSERT INTO t VALUES(3)"), SqliteFailure);
  auto before = vfs.files();
  auto operations = vfs.operations();
  dead.reset();
  EXPECT_EQ(vfs.files(), before);
  EXPECT_EQ(vfs.operations(), operations);
  EXPECT_EQ(rows(alive), (std::set<std::int64_t>{1, 2}));
}

TEST(FlakyVfs, one_failure_at_each_operation_in_turn_loses_nothing_acknowledged) {
  for (auto kind : {Failure::io, Failure::full, Failure::power}) {
    for (bool for_ever : {false, true}) {
      std::uint64_t n = 1;
      for (bool untouched = false; !untouched; ++n) {
        SCOPED_TRACE("kind " + std::to_string(static_cast<int>(kind)) + (for_ever ? " for ever" : " once") +
                     " at operation " + std::to_string(n));
        FlakyVfs vfs{vfs_name, n};
        vfs.fail_at(n, kind, for_ever);
        Diary diary;
        auto worked = work(diary);
        untouched = vfs.operations() < n;
        EXPECT_TRUE(worked || !untouched);
        vfs.heal();
        vfs.crash();
        expect_nothing_acknowledged_is_lost(diary);
        if (::testing::Test::HasFatalFailure()) return;
      }
      EXPECT_GT(n, 100U) << "the scenario should reach checkpoints";
    }
  }
}

TEST(FlakyVfs, a_power_cut_lets_the_next_process_work_on) {
  FlakyVfs vfs{vfs_name, 5};
  Diary diary;
  vfs.fail_at(60, Failure::power);
  EXPECT_FALSE(work(diary));
  EXPECT_EQ(vfs.crashes(), 1U);
  EXPECT_FALSE(diary.acknowledged.empty());
  expect_nothing_acknowledged_is_lost(diary);
}

TEST(FlakyVfs, a_disk_that_is_spared_fails_as_soon_as_it_is_not) {
  FlakyVfs vfs{vfs_name, 1};
  auto database = open_store().value();
  database.run("CREATE TABLE t(a)");
  for (auto kind : {Failure::io, Failure::full, Failure::gone, Failure::power}) {
    vfs.fail_at(vfs.operations() + 1, kind);
    vfs.spare(true);
    EXPECT_TRUE(guarded([&]() -> Result<void> { return database.run("INSERT INTO t VALUES(1)"), Result<void>{}; }));
    vfs.spare(false);
    EXPECT_FALSE(guarded([&]() -> Result<void> { return database.run("INSERT INTO t VALUES(2)"), Result<void>{}; }));
    vfs.heal();
  }
}

TEST(FlakyVfs, the_same_seed_gives_the_same_bytes_after_the_same_crash) {
  auto run = [](std::uint64_t seed) {
    FlakyVfs vfs{vfs_name, seed};
    Diary diary;
    vfs.fail_at(70, Failure::power);
    (void)work(diary);
    return vfs.files();
  };
  EXPECT_EQ(run(11), run(11));
  EXPECT_NE(run(11), run(12));
}

TEST(FlakyVfs, the_first_connection_after_a_clean_close_finds_all_in_the_main_file) {
  FlakyVfs vfs{vfs_name, 6};
  Diary diary;
  ASSERT_TRUE(work(diary));
  EXPECT_FALSE(vfs.files().contains("store.db-wal")) << "the last one to close folds the log in";
  expect_nothing_acknowledged_is_lost(diary);
}

TEST(FlakyVfs, a_log_that_another_connection_still_reads_stays) {
  FlakyVfs vfs{vfs_name, 9};
  auto first = std::make_unique<Database>(open_store().value());
  first->run("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  auto second = open_store().value();
  EXPECT_EQ(rows(second).size(), 1U);
  first.reset();
  EXPECT_TRUE(vfs.files().contains("store.db-wal"));
  second.run("INSERT INTO t VALUES(2)");
  auto third = open_store().value();
  EXPECT_EQ(rows(third), (std::set<std::int64_t>{1, 2}));
}

TEST(FlakyVfs, stores_on_two_disks_crash_apart) {
  FlakyVfs tablet{"flaky_tablet", 7}, server{"flaky_server", 8};
  auto on_tablet = Database::open("store.db", {.vfs = "flaky_tablet"}).value();
  auto on_server = Database::open("store.db", {.vfs = "flaky_server"}).value();
  on_tablet.run("CREATE TABLE t(a)");
  on_server.run("CREATE TABLE t(a)");
  tablet.crash();
  EXPECT_THROW(on_tablet.run("INSERT INTO t VALUES(1)"), SqliteFailure);
  on_server.run("INSERT INTO t VALUES(1)");
  EXPECT_EQ(rows(on_server).size(), 1U);
}

// Each read of a table in turn brings the bytes of the page beside it.
TEST(FlakyVfs, a_misdirected_read_of_a_sealed_file_is_noticed_and_nothing_of_it_believed) {
  FlakyVfs disk{"misread_test", 9};
  CipherVfs cipher{test::page_key(), "misread_test"};
  const DatabaseOptions options{.vfs = cipher.name(), .cache_kib = 64};
  auto writer = Database::open("store.db", options).value();
  writer.run("CREATE TABLE t(a INTEGER PRIMARY KEY, text)");
  writer.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
      "INSERT INTO t SELECT i, printf('%.900c', 'x') FROM n");
  std::uint64_t noticed = 0;
  for (std::uint64_t read = 1;; ++read) {
    auto reader = Database::open("store.db", options).value();
    auto sum = reader.prepare("SELECT SUM(a), SUM(length(text)) FROM t");
    disk.misread_after(read);
    const auto before = disk.misreads();
    auto asked = guarded([&]() -> Result<std::int64_t> {
      sum.with().step();
      const auto found = sum.integer(0);
      sum.rewind();
      return found;
    });
    disk.misread_after(0);
    if (disk.misreads() == before) {
      EXPECT_EQ(asked.value(), 5'050);
      break;
    }
    ++noticed;
    ASSERT_FALSE(asked) << "read " << read;
    EXPECT_EQ(asked.error().fault, Fault::store_damaged) << "read " << read;
    ASSERT_TRUE(sum.with().step()) << "the next one is right";
    EXPECT_EQ(sum.integer(0), 5'050);
    sum.rewind();
  }
  EXPECT_GT(noticed, 20U);
}

}  // namespace
}  // namespace doorstep
