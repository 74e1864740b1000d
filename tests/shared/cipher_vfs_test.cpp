// SQLite's usual life on sealed files, and what a bad disk or a finder of the files meets.
#include <sqlite3.h>

#include <cmath>
#include <set>

#include "shared/page_cipher.h"
#include "tests/scratch.h"
#include "tests/shared/cipher_scene.h"
#include "tests/written_log.h"

namespace doorstep::test {
namespace {

TEST_F(CipherVfsTest, what_was_written_is_there_after_closing_and_opening_again) {
  Process process;
  {
    auto database = process.open();
    EXPECT_EQ(text(database, "PRAGMA journal_mode"), "wal");
    fill(database, 500);
  }
  auto database = process.open();
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 500);
  EXPECT_EQ(text(database, "SELECT name FROM t WHERE n = 17"), "residents16");
  EXPECT_TRUE(database.check());
  EXPECT_EQ(process.vfs.check_pages(database_file).value(), database.pages());
}

TEST_F(CipherVfsTest, sqlite_lives_its_usual_life_without_knowing) {
  Process process;
  auto database = process.open();
  fill(database, 2000);
  const std::vector<const char*> life{
      "CREATE INDEX by_name ON t(name)",
      "ALTER TABLE t ADD COLUMN later TEXT DEFAULT 'x'",
      "ALTER TABLE t RENAME COLUMN later TO sooner",
      "CREATE VIRTUAL TABLE words USING fts5(body)",
      "INSERT INTO words SELECT name FROM t",
      "INSERT INTO words(words) VALUES('optimize')",
      "SAVEPOINT a; UPDATE t SET name = 'y'; SAVEPOINT b; DELETE FROM t; ROLLBACK TO b; RELEASE b; ROLLBACK TO a; "
      "RELEASE a",
      "INSERT INTO t(name, blob) VALUES('large', randomblob(3000000))",
      "UPDATE t SET blob = zeroblob(5000000) WHERE name = 'large'",
      "BEGIN; UPDATE t SET blob = randomblob(900); UPDATE t SET name = name || '!'; UPDATE t SET blob = "
      "randomblob(901); COMMIT",
      "BEGIN; UPDATE t SET blob = randomblob(900); DELETE FROM t; ROLLBACK",
      "PRAGMA wal_checkpoint(PASSIVE)",
      "DELETE FROM t WHERE n % 3 = 0",
      "REINDEX",
      "ANALYZE",
      "PRAGMA incremental_vacuum",
      "VACUUM",
      "DROP INDEX by_name",
      "PRAGMA wal_checkpoint(TRUNCATE)",
      "CREATE TEMP TABLE passing AS SELECT * FROM t; DROP TABLE passing",
      "VACUUM",
  };
  for (const char* sql : life) {
    try {
      database.run(sql);
    } catch (const SqliteFailure& failure) {
      FAIL() << sql << ": " << failure.error.detail;
    }
    ASSERT_TRUE(database.check()) << sql;
    ASSERT_TRUE(process.vfs.check_pages(database_file)) << sql;
  }
  EXPECT_EQ(text(database, "SELECT name FROM t WHERE n = 2"), "residents1!");
  EXPECT_TRUE(process.vfs.losses().empty());
}

TEST_F(CipherVfsTest, a_transaction_that_spills_the_cache_comes_back_after_a_power_cut) {
  std::int64_t sum = 0;
  {
    Process process;
    auto database = process.open();
    fill(database, 3000);
    // Pages are written to the log, changed again and written there again; checksums are then computed anew.
    database.run(
        "BEGIN; UPDATE t SET blob = randomblob(700); UPDATE t SET blob = randomblob(701); "
        "UPDATE t SET name = name || '?' WHERE n % 5 = 0; UPDATE t SET blob = randomblob(702); COMMIT");
    sum = number(database, "SELECT total(length(blob)) FROM t");
    disk_.crash();
  }
  Process process;
  auto database = process.open();
  EXPECT_EQ(number(database, "SELECT total(length(blob)) FROM t"), sum);
  EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE name LIKE '%?'"), 600);
  EXPECT_TRUE(database.check());
  EXPECT_TRUE(process.vfs.losses().empty());
}

TEST_F(CipherVfsTest, a_save_of_any_size_reaches_a_real_disk) {
  Scratch scratch;
  CipherVfs vfs{page_key()};
  for (int pages : {10, 31, 32, 33, 64, 65, 200, 1000}) {
    auto path = scratch.path("store-" + std::to_string(pages) + ".db");
    {
      auto database = Database::open(path, {.vfs = vfs.name()}).value();
      database.run("CREATE TABLE t(blob BLOB)");
      database.run("INSERT INTO t VALUES(zeroblob(" + std::to_string(pages * 4000) + "))");
      database.run("UPDATE t SET blob = randomblob(" + std::to_string(pages * 4000) + ")");
      EXPECT_TRUE(database.check()) << pages;
    }
    auto database = Database::open(path, {.vfs = vfs.name()}).value();
    EXPECT_EQ(number(database, "SELECT length(blob) FROM t"), pages * 4000);
    EXPECT_TRUE(database.check()) << pages;
    EXPECT_TRUE(vfs.check_pages(path)) << pages;
  }
}

TEST_F(CipherVfsTest, other_journal_modes_are_sealed_as_well) {
  for (const char* mode : {"DELETE", "TRUNCATE", "PERSIST"}) {
    Process process;
    auto database = process.open();
    fill(database, 300);
    ASSERT_EQ(text(database, std::string{"PRAGMA journal_mode="} + mode), mode == std::string{"DELETE"} ? "delete"
                                                                          : mode == std::string{"TRUNCATE"}
                                                                              ? "truncate"
                                                                              : "persist");
    database.run("UPDATE t SET name = 'other'");
    database.run("BEGIN; UPDATE t SET name = 'third', blob = randomblob(900); UPDATE t SET blob = zeroblob(1000)");
    auto journal = disk_.files().find("store.db-journal");
    ASSERT_NE(journal, disk_.files().end()) << mode;
    EXPECT_EQ(bytes("store.db-journal").find("other"), std::string::npos) << mode;
    database.run("ROLLBACK");
    EXPECT_EQ(number(database, "SELECT count(*) FROM t WHERE name = 'other'"),
              number(database, "SELECT count(*) FROM t"))
        << mode;
    ASSERT_TRUE(database.check()) << mode;
    EXPECT_EQ(text(database, "PRAGMA journal_mode=WAL"), "wal");
  }
}

TEST_F(CipherVfsTest, a_power_cut_in_a_rollback_journal_is_rolled_back) {
  {
    Process process;
    auto database = process.open();
    fill(database, 300, "first");
    text(database, "PRAGMA journal_mode=DELETE");
  }
  for (std::uint64_t at = 1; at < 60; ++at) {
    {
      Process process;
      auto database = Database::open(database_file, {.vfs = process.vfs.name(), .cache_kib = 16}).value();
      text(database, "PRAGMA journal_mode=DELETE");
      disk_.fail_at(disk_.operations() + at, FlakyVfs::Failure::power);
      failure_of(database, "UPDATE t SET name = 'second', blob = randomblob(500)");
      disk_.heal();
      disk_.crash();
    }
    Process process;
    auto database = process.open();
    ASSERT_TRUE(database.check()) << at;
    auto second = number(database, "SELECT count(*) FROM t WHERE name = 'second'");
    ASSERT_TRUE(second == 0 || second == 300) << at << ": " << second;
    if (second == 300) break;
  }
}

TEST_F(CipherVfsTest, a_log_whose_database_was_emptied_is_not_thrown_away) {
  {
    Process process;
    auto database = process.open();
    fill(database, 50);
    disk_.crash();
  }
  auto log = bytes(log_file), database = bytes(database_file);
  disk_.put(database_file, "");
  {
    Process process;
    EXPECT_EQ(process.vfs.fits(database_file).error().fault, Fault::store_damaged);
    EXPECT_FALSE(process.try_open());
  }
  EXPECT_EQ(bytes(log_file), log);
  disk_.put(database_file, database);
  Process process;
  auto again = process.open();
  EXPECT_EQ(number(again, "SELECT count(*) FROM t"), 50);
}

TEST_F(CipherVfsTest, a_store_whose_making_a_power_cut_ended_is_made_again) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    for (std::uint64_t at = 1; at <= 20; ++at) {
      FlakyVfs disk{"disk of a new store", seed};
      {
        CipherVfs vfs{page_key(), "disk of a new store"};
        disk.fail_at(at, FlakyVfs::Failure::power);
        auto database = Database::open(database_file, {.vfs = vfs.name()});
        if (database) failure_of(*database, "CREATE TABLE t(a)");
        disk.heal();
        disk.crash();
      }
      CipherVfs vfs{page_key(), "disk of a new store"};
      ASSERT_TRUE(vfs.fits(database_file)) << seed << ", operation " << at;
      auto database = Database::open(database_file, {.vfs = vfs.name()});
      ASSERT_TRUE(database) << seed << ", operation " << at << ": " << database.error().detail;
      ASSERT_FALSE(failure_of(*database, "CREATE TABLE IF NOT EXISTS t(a)")) << seed << ", operation " << at;
      ASSERT_TRUE(database->check());
    }
  }
}

TEST_F(CipherVfsTest, a_database_cut_off_under_a_log_answers_no_zeros) {
  {
    Process process;
    auto database = process.open();
    database.run("CREATE TABLE big(text)");
    database.prepare("INSERT INTO big VALUES(?)").with(std::string(60'000, 'x')).run();
    database.run("PRAGMA wal_checkpoint(PASSIVE)");
    database.run("CREATE TABLE small(a)");
    disk_.crash();
  }
  auto whole = bytes(database_file);
  for (std::size_t pages : {1U, 3U, 8U}) {
    disk_.put(database_file, whole.substr(0, whole.size() - pages * page_bytes));
    Process process;
    EXPECT_FALSE(process.vfs.check_pages(database_file)) << pages;
    auto database = process.try_open();
    if (database) {
      EXPECT_TRUE(failure_of(*database, "SELECT length(text) FROM big WHERE text NOT LIKE '%y%'")) << pages;
      disk_.crash();
    }
  }
}

// A page is noise: nearly eight bits in every byte, and no two pages begin alike.
void expect_noise(const std::string& content, std::size_t begin, std::size_t stride, std::size_t readable) {
  std::array<double, 256> seen{};
  std::set<std::string> beginnings;
  std::size_t pages = 0;
  for (std::size_t at = begin; at + stride <= content.size(); at += stride, ++pages) {
    beginnings.insert(content.substr(at + readable, 16));
    for (std::size_t i = readable; i < stride; ++i) ++seen[static_cast<unsigned char>(content[at + i])];
  }
  ASSERT_GT(pages, 30U);
  EXPECT_EQ(beginnings.size(), pages);
  double entropy = 0, all = static_cast<double>(pages * (stride - readable));
  for (double count : seen)
    if (count > 0) entropy -= count / all * std::log2(count / all);
  EXPECT_GT(entropy, 7.99);
}

TEST_F(CipherVfsTest, a_finder_of_the_files_sees_no_word_and_no_pattern) {
  Process process;
  auto database = process.open();
  fill(database, 400, "王芳13800138000");
  database.run("CREATE TABLE canary(secret); INSERT INTO canary VALUES('canary');");
  for (const auto& [path, content] : disk_.files()) {
    for (const char* word : {"王芳", "13800138000", "canary", "CREATE TABLE", "SQLite format"})
      EXPECT_EQ(content.find(word), std::string::npos) << path << " holds " << word;
  }
  const auto log = written_part(bytes(log_file));
  expect_noise(log, 32, frame_bytes, frame_header_bytes);
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  expect_noise(bytes(database_file), 0, page_bytes, 16);
}

TEST_F(CipherVfsTest, the_log_grows_ahead_of_its_frames_so_that_few_saves_make_the_file_longer) {
  Process process;
  auto database = process.open();
  database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, name TEXT)");
  std::set<std::size_t> sizes;
  for (int n = 1; n <= 60; ++n) {
    database.run("INSERT INTO t(name) VALUES('resident')");
    sizes.insert(bytes(log_file).size());
  }
  EXPECT_LT(sizes.size(), 8U);
  const auto log = bytes(log_file);
  EXPECT_LT(written_part(log).size(), log.size());
  disk_.crash();
  Process again;
  auto opened = again.open();
  EXPECT_EQ(number(opened, "SELECT count(*) FROM t"), 60);
  EXPECT_TRUE(again.vfs.losses().empty()) << "what lies ahead of the frames is no lost save";
}

TEST_F(CipherVfsTest, the_same_page_written_twice_looks_different_each_time) {
  PageCipher cipher{page_key(1)};
  auto file = cipher.fresh_header();
  std::array<std::uint8_t, page_bytes> page{}, again{};
  cipher.seal_page(file, 3, page);
  cipher.seal_page(file, 3, again);
  EXPECT_NE(page, again);
  EXPECT_TRUE(cipher.open_page(file, 3, page));
  EXPECT_TRUE(std::all_of(page.begin() + 16, page.end(), [](std::uint8_t byte) { return byte == 0; }));
  EXPECT_FALSE(cipher.open_page(file, 4, again));
}

TEST_F(CipherVfsTest, another_key_is_refused_and_takes_nothing_with_it) {
  {
    Process process;
    auto database = process.open();
    fill(database, 50);
    disk_.crash();  // the log holds everything
  }
  auto before = disk_.files();
  {
    Process thief{8};
    EXPECT_EQ(thief.vfs.fits(database_file).error().fault, Fault::wrong_key);
    EXPECT_EQ(thief.try_open().error().fault, Fault::store_damaged);
  }
  EXPECT_EQ(disk_.files(), before);
  Process owner;
  EXPECT_TRUE(owner.vfs.fits(database_file));
  auto database = owner.open();
  EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 50);
}

TEST_F(CipherVfsTest, a_plain_database_and_a_newer_format_are_refused_in_so_many_words) {
  {
    auto plain = Database::open(database_file, {.vfs = disk_name}).value();
    plain.run("CREATE TABLE t(a)");
  }
  Process process;
  EXPECT_EQ(process.vfs.fits(database_file).error().fault, Fault::store_damaged);
  EXPECT_EQ(process.try_open().error().fault, Fault::store_damaged);
  auto header = PageCipher{page_key(7)}.fresh_header();
  header[4] = 2;
  disk_.put("newer.db", std::string(view(header)) + std::string(4080, 'x'));
  EXPECT_EQ(process.vfs.fits("newer.db").error().fault, Fault::store_newer);
  disk_.put("short.db", "DSTP");
  EXPECT_EQ(process.vfs.fits("short.db").error().fault, Fault::store_damaged);
  disk_.put("empty.db", "");
  EXPECT_TRUE(process.vfs.fits("empty.db"));
  EXPECT_TRUE(process.vfs.fits("absent.db"));
}

TEST_F(CipherVfsTest, files_of_other_kinds_are_refused) {
  Process process;
  auto database = process.open();
  fill(database, 3000);
  // A sorter of this size would write a temporary file where memory were not asked for.
  database.run("PRAGMA temp_store=FILE; PRAGMA cache_spill=1; PRAGMA cache_size=1");
  auto failed = failure_of(database, "SELECT count(*) FROM (SELECT name, blob, randomblob(3000) r FROM t ORDER BY r)");
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->fault, Fault::disk);
  std::set<std::string> names;
  for (const auto& [path, content] : disk_.files()) names.insert(path);
  EXPECT_EQ(names, (std::set<std::string>{"store.db", "store.db-turn", "store.db-wal"}));
}

TEST_F(CipherVfsTest, memory_mapping_is_refused) {
  Process process;
  auto database = process.open();
  EXPECT_EQ(text(database, "PRAGMA mmap_size=1000000"), "0");
}

}  // namespace
}  // namespace doorstep::test
