// Several connections, threads and processes on one sealed database.
#include <sqlite3.h>

#include <thread>

#include "shared/wal_index.h"
#include "tests/shared/cipher_scene.h"

namespace doorstep::test {
namespace {

TEST_F(CipherVfsTest, several_connections_and_threads_share_a_store) {
  Process process;
  auto writer = process.open();
  fill(writer, 10);
  std::atomic<bool> done{false};
  std::atomic<int> reads{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      auto reader = process.open();
      while (!done) {
        auto found = number(reader, "SELECT count(*) FROM t WHERE name = 'pair'");
        EXPECT_EQ(found % 2, 0);
        ++reads;
      }
    });
  }
  for (int i = 0; i < 300 || reads < 50; ++i)
    writer.run("BEGIN; INSERT INTO t(name) VALUES('pair'); INSERT INTO t(name) VALUES('pair'); COMMIT");
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_TRUE(writer.check());
}

TEST_F(CipherVfsTest, processes_take_turns_and_see_each_others_work) {
  Process one, other;
  auto here = one.open();
  fill(here, 5);
  {
    auto there = other.open();
    EXPECT_EQ(number(there, "SELECT count(*) FROM t"), 5);
    for (int i = 0; i < 40; ++i) {
      there.run("INSERT INTO t(name) VALUES('there')");
      here.run("INSERT INTO t(name, blob) VALUES('here', zeroblob(9000))");
      if (i == 20) there.run("PRAGMA wal_checkpoint(TRUNCATE)");
      ASSERT_EQ(number(here, "SELECT count(*) FROM t"), number(there, "SELECT count(*) FROM t"));
    }
    there.run("INSERT INTO t(name) VALUES('last')");
  }
  // The other one's last words were not read by this one before it closes the log.
  { auto closing = std::move(here); }
  EXPECT_FALSE(disk_.files().contains(log_file)) << "the last one empties the log, others' work included";
  Process third;
  auto database = third.open();
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 86);
  EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE name = 'last'"), 1);
  EXPECT_TRUE(database.check());
}

TEST_F(CipherVfsTest, a_big_change_taken_back_does_not_land_on_what_others_saved_since) {
  for (bool same_process : {true, false}) {
    Process one, other;
    {
      auto here = Database::open(database_file, {.vfs = one.vfs.name(), .cache_kib = 16}).value();
      here.run("DROP TABLE IF EXISTS t");
      fill(here, 800);
      auto there = (same_process ? one : other).open();
      for (int round = 1; round <= 5; ++round) {
        here.run("BEGIN IMMEDIATE; UPDATE t SET blob = randomblob(900); ROLLBACK");
        there.run("INSERT INTO t(name) VALUES('saved')");
        ASSERT_EQ(number(here, "SELECT count(*) FROM t WHERE name = 'saved'"), round);
        ASSERT_EQ(number(there, "SELECT count(*) FROM t WHERE name = 'saved'"), round);
      }
      disk_.crash();
    }
    Process next;
    auto database = next.open();
    EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE name = 'saved'"), 5);
    EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 805);
    EXPECT_TRUE(database.check());
  }
}

TEST_F(CipherVfsTest, a_log_emptied_by_another_process_leaves_nobody_with_an_old_view) {
  Process one, other;
  auto first = one.open(), second = one.open();
  fill(first, 5, "old");
  first.run("PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_EQ(text(first, "SELECT name FROM t WHERE n = 1"), "old0");
  EXPECT_EQ(text(second, "SELECT name FROM t WHERE n = 1"), "old0");
  {
    auto there = other.open();
    there.run("UPDATE t SET name = 'new' WHERE n = 1");
    there.run("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  EXPECT_EQ(text(first, "SELECT name FROM t WHERE n = 1"), "new");
  EXPECT_EQ(text(second, "SELECT name FROM t WHERE n = 1"), "new");
  second.run("INSERT INTO t(name) VALUES('more')");
  EXPECT_EQ(text(first, "SELECT name FROM t WHERE n = 1"), "new");
}

TEST_F(CipherVfsTest, a_database_leaves_the_log_grows_and_comes_back_to_it) {
  Process process;
  auto database = process.open();
  fill(database, 5);
  text(database, "PRAGMA journal_mode=DELETE");
  fill(database, 1000);
  EXPECT_EQ(text(database, "PRAGMA journal_mode=WAL"), "wal");
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 1005);
  fill(database, 5);
  EXPECT_TRUE(database.check());
}

TEST_F(CipherVfsTest, a_scan_that_reads_ahead_is_served_nothing_that_was_replaced_since) {
  for (const char* mode : {"WAL", "DELETE"}) {
    for (bool same_process : {true, false}) {
      Process one, other;
      auto here = one.open();
      here.run("DROP TABLE IF EXISTS t");
      fill(here, 400, "old");
      here.run("PRAGMA wal_checkpoint(TRUNCATE)");
      auto there = (same_process ? one : other).open();
      if (mode == std::string{"DELETE"}) {
        { auto alone = std::move(there); }
        ASSERT_EQ(text(here, "PRAGMA journal_mode=DELETE"), "delete");
        there = (same_process ? one : other).open();
        text(there, "PRAGMA journal_mode=DELETE");
      }
      auto scan = here.prepare("SELECT name FROM t ORDER BY n");
      for (int row = 0; row < 90; ++row) ASSERT_TRUE(scan.step());  // in the midst of what was read ahead
      scan.rewind();
      there.run("UPDATE t SET name = 'new' || n");
      there.run("PRAGMA wal_checkpoint(TRUNCATE)");
      int row = 0;
      while (scan.step()) ASSERT_EQ(scan.text(0), "new" + std::to_string(++row)) << mode << same_process;
      EXPECT_EQ(row, 400);
      scan.rewind();
      EXPECT_EQ(text(here, "PRAGMA integrity_check"), "ok");
    }
  }
}

TEST_F(CipherVfsTest, who_reads_without_a_pause_lets_another_process_go_before) {
  auto* disk = sqlite3_vfs_find(disk_name);
  WalIndex reader{disk, database_file}, other{disk, database_file};
  WalIndex::Holds reads, waits;
  constexpr int slot = 4, take = SQLITE_SHM_LOCK | SQLITE_SHM_SHARED, leave = SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED;
  ASSERT_EQ(reader.lock(reads, slot, 1, take), SQLITE_OK);
  EXPECT_EQ(other.lock(waits, slot, 1, take), SQLITE_BUSY);
  ASSERT_EQ(reader.lock(reads, slot, 1, leave), SQLITE_OK);
  EXPECT_EQ(reader.lock(reads, slot, 1, take), SQLITE_BUSY) << "it had the last turn, and another one waits";
  EXPECT_EQ(other.lock(waits, slot, 1, take), SQLITE_OK);
  ASSERT_EQ(other.lock(waits, slot, 1, leave), SQLITE_OK);
  EXPECT_EQ(reader.lock(reads, slot, 1, take), SQLITE_OK);
  EXPECT_EQ(other.lock(waits, slot, 1, take), SQLITE_BUSY);
  ASSERT_EQ(reader.lock(reads, slot, 1, leave), SQLITE_OK);
  // The one that waited gives up, or was killed.
  int refused = 0;
  while (reader.lock(reads, slot, 1, take) != SQLITE_OK) {
    ++refused;
    disk->xSleep(disk, 50'000);
  }
  EXPECT_GT(refused, 0);
}

TEST_F(CipherVfsTest, a_reader_keeps_its_view_while_another_process_waits) {
  Process one, other;
  auto here = one.open();
  fill(here, 5);
  auto there = other.open();
  Transaction view{here, Transaction::Mode::read};
  EXPECT_EQ(number(here, "SELECT count(*) FROM t"), 5);
  auto refused = failure_of(there, "INSERT INTO t(name) VALUES('there')");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->fault, Fault::timed_out);
  view.commit();
  EXPECT_FALSE(failure_of(there, "INSERT INTO t(name) VALUES('there')"));
  EXPECT_EQ(number(here, "SELECT count(*) FROM t"), 6);
}

}  // namespace
}  // namespace doorstep::test
