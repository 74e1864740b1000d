// What somebody with the files in hand, or a dying disk, may do to them: every byte altered, pages exchanged, put back
// from an older copy, cut off. It is noticed, or it changes nothing; a wrong row is never answered.
#include <gtest/gtest.h>

#include <cstdlib>

#include "shared/cipher_vfs.h"
#include "shared/sqlite.h"
#include "tests/flaky_vfs.h"
#include "tests/page_key.h"
#include "tests/written_log.h"

namespace doorstep {
namespace {

constexpr const char* disk_name = "attacked disk";
constexpr const char *database_file = "store.db", *log_file = "store.db-wal";
constexpr std::size_t pages = 64;

/// DOORSTEP_FLIPS=1 flips every byte through SQLite (minutes); otherwise every 97th there, and every one by page.
std::size_t stride() { return std::getenv("DOORSTEP_FLIPS") != nullptr ? 1 : 97; }

struct Seen {
  bool opened = false;
  std::int64_t rows = -1;  ///< -1: reading failed
  bool right = true;       ///< each row read is one that was written
  bool sound = false;      ///< integrity check and every page
  bool told = false;       ///< a loss was reported
};

class Attack : public ::testing::Test {
 protected:
  Attack() {
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name()}).value();
    database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, name TEXT, padding BLOB); CREATE INDEX by_name ON t(name)");
    auto insert = database.prepare("INSERT INTO t(n, name, padding) VALUES(?, 'resident ' || ?, zeroblob(2600))");
    for (int n = 1; database.pages() < pages; ++n) insert.with(n, n).run();
    rows_ = count(database);
  }

  static std::int64_t count(Database& database) {
    auto statement = database.prepare("SELECT count(*) FROM t");
    statement.step();
    return statement.integer(0);
  }

  Seen look() {
    Seen seen;
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name(), .cache_kib = 64});
    seen.opened = database.has_value();
    if (database) {
      try {
        auto rows = database->prepare("SELECT n, name FROM t ORDER BY n");
        std::int64_t found = 0;
        while (rows.step()) {
          ++found;
          seen.right = seen.right && rows.integer(0) == found && rows.text(1) == "resident " + std::to_string(found);
        }
        seen.rows = found;
      } catch (const SqliteFailure&) {
      }
      seen.sound = database->check().has_value() && vfs.check_pages(database_file).has_value();
    }
    seen.told = !vfs.losses().empty();
    return seen;
  }

  void put_back(const std::map<std::string, std::string>& files) {
    for (const auto& [path, bytes] : disk_.files())
      if (!files.contains(path)) disk_.put(path, "");
    for (const auto& [path, bytes] : files) disk_.put(path, bytes);
  }

  FlakyVfs disk_{disk_name, 1};
  std::int64_t rows_ = 0;
};

TEST_F(Attack, a_flipped_byte_anywhere_in_a_page_keeps_it_from_opening) {
  const auto file = disk_.files().at(database_file);
  PageCipher cipher{test::page_key()};
  SealedHeader header;
  std::copy_n(file.begin(), header.size(), reinterpret_cast<char*>(header.data()));
  std::array<std::uint8_t, page_bytes> page;
  std::size_t flips = 0;
  for (std::size_t at = 0; at < file.size(); ++at, ++flips) {
    auto number = static_cast<std::uint32_t>(at / page_bytes + 1);
    std::copy_n(file.begin() + static_cast<std::ptrdiff_t>((number - 1) * page_bytes), page_bytes,
                reinterpret_cast<char*>(page.data()));
    page[at % page_bytes] ^= static_cast<std::uint8_t>(1U << (at % 8));
    ASSERT_FALSE(cipher.open_page(header, number, page)) << at;
  }
  EXPECT_EQ(flips, pages * page_bytes);
}

TEST_F(Attack, a_flipped_byte_in_the_database_is_noticed_and_no_wrong_row_is_read) {
  const auto files = disk_.files();
  for (std::size_t at = 0; at < files.at(database_file).size(); at += at < 128 ? 1 : stride()) {
    auto altered = files.at(database_file);
    altered[at] = static_cast<char>(altered[at] ^ (1 << (at % 8)));
    put_back(files);
    disk_.put(database_file, altered);
    auto seen = look();
    ASSERT_TRUE(seen.right) << at;
    ASSERT_FALSE(seen.sound) << at;
    ASSERT_TRUE(!seen.opened || seen.rows == -1 || seen.rows == rows_) << at;
  }
}

TEST_F(Attack, a_page_in_anothers_place_does_not_open) {
  const auto file = disk_.files().at(database_file);
  PageCipher cipher{test::page_key()};
  SealedHeader header;
  std::copy_n(file.begin(), header.size(), reinterpret_cast<char*>(header.data()));
  std::array<std::uint8_t, page_bytes> page;
  for (std::uint32_t from = 1; from <= pages; ++from) {
    for (std::uint32_t to = 1; to <= pages; ++to) {
      std::copy_n(file.begin() + static_cast<std::ptrdiff_t>((from - 1) * page_bytes), page_bytes,
                  reinterpret_cast<char*>(page.data()));
      ASSERT_EQ(cipher.open_page(header, to, page), from == to) << from << " as " << to;
    }
  }
}

TEST_F(Attack, a_file_cut_off_at_any_page_is_noticed) {
  const auto files = disk_.files();
  for (std::size_t kept = 0; kept < pages; ++kept) {
    for (std::size_t more : {std::size_t{0}, std::size_t{15}, std::size_t{100}, page_bytes - 1}) {
      if (kept == 0 && more == 0) continue;  // an empty file is a store not yet made
      put_back(files);
      disk_.put(database_file, files.at(database_file).substr(0, kept * page_bytes + more));
      auto seen = look();
      ASSERT_TRUE(seen.right) << kept << " + " << more;
      ASSERT_FALSE(seen.sound) << kept << " + " << more;
      ASSERT_TRUE(!seen.opened || seen.rows == -1) << kept << " + " << more;
    }
  }
}

// A page that was right once opens for ever: the file has no memory of its own past. What is promised is that it is
// this store's own page and in its own place; docs/security.md says what notices the rest.
TEST_F(Attack, a_page_put_back_from_an_older_copy_brings_old_rows_or_is_noticed_but_never_invented_ones) {
  const auto before = disk_.files().at(database_file);
  {
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name()}).value();
    database.run("UPDATE t SET padding = zeroblob(2500) WHERE n % 2 = 0; DELETE FROM t WHERE n > 40");
  }
  const auto files = disk_.files();
  const auto& now = files.at(database_file);
  for (std::size_t page = 0; page < now.size() / page_bytes; ++page) {
    put_back(files);
    disk_.put(database_file,
              std::string{now}.replace(page * page_bytes, page_bytes, before, page * page_bytes, page_bytes));
    auto seen = look();
    ASSERT_TRUE(seen.right) << page;
    ASSERT_TRUE(!seen.opened || seen.rows == -1 || seen.rows == 40 || !seen.sound) << page << ": " << seen.rows;
  }
}

class AttackedLog : public Attack {
 protected:
  // One save for each row; nothing of it has reached the database file.
  AttackedLog() {
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name()}).value();
    for (int n = 1; n <= saves; ++n) {
      database.run("INSERT INTO t(n, name) VALUES(" + std::to_string(rows_ + n) + ", 'resident " +
                   std::to_string(rows_ + n) + "')");
    }
    disk_.crash();
    files_ = disk_.files();
    files_.at(log_file) = written_part(files_.at(log_file));
  }
  static constexpr int saves = 12;
  std::map<std::string, std::string> files_;
};

TEST_F(AttackedLog, a_flipped_byte_ends_the_log_there_and_is_told_when_saves_stood_behind_it) {
  const auto& log = files_.at(log_file);
  const auto frames = (log.size() - 32) / frame_bytes;
  ASSERT_GT(frames, 20U);
  for (std::size_t at = 0; at < log.size(); at += at < 160 ? 1 : stride()) {
    auto altered = log;
    altered[at] = static_cast<char>(altered[at] ^ (1 << (at % 8)));
    put_back(files_);
    disk_.put(log_file, altered);
    auto seen = look();
    ASSERT_TRUE(seen.opened) << at;
    ASSERT_TRUE(seen.right) << at;
    ASSERT_GE(seen.rows, rows_) << at;
    ASSERT_LT(seen.rows, rows_ + saves) << at << ": the flip was not noticed";
    bool in_last_frame = at >= 32 + (frames - 1) * frame_bytes;
    ASSERT_EQ(seen.told, !in_last_frame) << at;
    ASSERT_TRUE(seen.sound) << at;
    if (seen.told) {
      EXPECT_EQ(disk_.files().at(std::string{log_file} + ".kept1"), altered) << at;
      disk_.put(std::string{log_file} + ".kept1", "");
    }
  }
}

TEST_F(AttackedLog, a_frame_put_back_from_a_save_that_was_taken_back_ends_the_log_and_is_told) {
  put_back(files_);
  std::string taken_back;
  {
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name(), .cache_kib = 16}).value();
    database.run("BEGIN; UPDATE t SET padding = zeroblob(2600); ROLLBACK");  // it outgrew the cache
    for (int n = 1; n <= saves; ++n) {
      database.run("UPDATE t SET padding = NULL WHERE n = " + std::to_string(n));
      if (n == 1) taken_back = disk_.files().at(log_file);
    }
    disk_.crash();
  }
  const auto files = disk_.files();
  {
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name()}).value();
    EXPECT_TRUE(database.check());
    EXPECT_TRUE(vfs.losses().empty()) << "what was taken back was no save";
  }
  const auto second = written_part(files_.at(log_file)).size() + frame_bytes;
  std::size_t told = 0, put = 0;
  for (std::size_t at = second; put + 1 < saves && at + frame_bytes <= taken_back.size(); at += frame_bytes, ++put) {
    put_back(files);
    disk_.put(log_file, std::string{files.at(log_file)}.replace(at, frame_bytes, taken_back, at, frame_bytes));
    auto seen = look();
    ASSERT_TRUE(seen.opened && seen.right && seen.sound) << at;
    told += seen.told ? 1 : 0;
  }
  EXPECT_EQ(put, saves - 1U);
  EXPECT_EQ(told, put - 1) << "behind the last one stands no save";
}

TEST_F(AttackedLog, frames_in_anothers_place_end_the_log) {
  const auto& log = files_.at(log_file);
  const auto frames = (log.size() - 32) / frame_bytes;
  for (std::size_t a = 0; a < frames; ++a) {
    for (std::size_t b = a + 1; b < frames; b += 3) {
      auto altered = log;
      auto at = [](std::size_t frame) { return 32 + frame * frame_bytes; };
      altered.replace(at(a), frame_bytes, log, at(b), frame_bytes).replace(at(b), frame_bytes, log, at(a), frame_bytes);
      put_back(files_);
      disk_.put(log_file, altered);
      auto seen = look();
      ASSERT_TRUE(seen.opened && seen.right && seen.sound) << a << ", " << b;
      ASSERT_LT(seen.rows, rows_ + saves) << a << ", " << b;
    }
  }
}

TEST_F(AttackedLog, a_log_cut_off_anywhere_is_a_beginning_of_what_was_saved) {
  const auto& log = files_.at(log_file);
  for (std::size_t kept = 0; kept < log.size(); kept += 1031) {
    put_back(files_);
    disk_.put(log_file, log.substr(0, kept));
    auto seen = look();
    ASSERT_TRUE(seen.opened && seen.right && seen.sound) << kept;
    ASSERT_TRUE(seen.rows >= rows_ && seen.rows < rows_ + saves) << kept;
  }
}

TEST_F(AttackedLog, a_log_of_another_store_under_the_same_key_is_not_taken) {
  const auto stranger = files_.at(log_file);
  put_back({});
  {
    CipherVfs vfs{test::page_key(), disk_name};
    auto database = Database::open(database_file, {.vfs = vfs.name()}).value();
    database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, name TEXT)");
  }
  disk_.put(log_file, stranger);
  auto seen = look();
  EXPECT_TRUE(seen.opened);
  EXPECT_EQ(seen.rows, 0);
  EXPECT_TRUE(seen.sound);
}

}  // namespace
}  // namespace doorstep
