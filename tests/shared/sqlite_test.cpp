#include "shared/sqlite.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/flaky_vfs.h"

namespace doorstep {
namespace {

class Sqlite : public ::testing::Test {
 protected:
  Database open(bool read_only = false) {
    return Database::open("store.db", {.vfs = "sqlite_test", .read_only = read_only, .cache_kib = 256}).value();
  }
  static std::int64_t count(Database& database, const std::string& table) {
    auto statement = database.prepare("SELECT count(*) FROM " + table);
    statement.step();
    return statement.integer(0);
  }
  template <class Body>
  static Error failure_of(Body&& body) {
    try {
      body();
    } catch (const SqliteFailure& failure) {
      return failure.error;
    }
    return {Fault::internal, "nothing failed"};
  }
  static std::string pragma(Database& database, const std::string& name) {
    auto statement = database.prepare("PRAGMA " + name);
    statement.step();
    return std::string{statement.text(0)};
  }

  FlakyVfs vfs_{"sqlite_test", 1};
};

TEST_F(Sqlite, a_store_opens_with_the_settings_that_durability_rests_on) {
  auto database = open();
  EXPECT_EQ(pragma(database, "journal_mode"), "wal");
  EXPECT_EQ(pragma(database, "synchronous"), "2");
  EXPECT_EQ(pragma(database, "page_size"), "4096");
  EXPECT_EQ(pragma(database, "temp_store"), "2");
  EXPECT_EQ(pragma(database, "foreign_keys"), "1");
  EXPECT_EQ(pragma(database, "trusted_schema"), "0");
  EXPECT_EQ(pragma(database, "busy_timeout"), std::to_string(busy_timeout_ms));
  EXPECT_EQ(pragma(database, "cache_size"), "-256");
}

TEST_F(Sqlite, an_altered_schema_cannot_be_written_by_sql_and_nothing_is_loaded) {
  auto database = open();
  database.run("CREATE TABLE t(a)");
  database.run("PRAGMA writable_schema=ON");
  EXPECT_EQ(failure_of([&] { database.run("UPDATE sqlite_schema SET sql='x'"); }).fault, Fault::internal);
  EXPECT_EQ(failure_of([&] { database.run("SELECT load_extension('x')"); }).fault, Fault::internal);
}

TEST_F(Sqlite, what_is_bound_comes_back_with_its_kind_and_length) {
  auto database = open();
  database.run("CREATE TABLE t(number, seq, words, unset, id, flag, empty, absent)");
  RecordId id{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0}};
  std::string words{"张\0三", 7};
  database.prepare("INSERT INTO t VALUES(?,?,?,?,?,?,?,?)")
      .with(-5, Seq{7}, words, nullptr, id, true, std::string_view{}, std::optional<std::string>{})
      .run();
  auto row = database.prepare("SELECT *, typeof(empty), typeof(id) FROM t");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.integer(0), -5);
  EXPECT_EQ(row.integer(1), 7);
  EXPECT_EQ(row.text(2), words);
  EXPECT_TRUE(row.null(3));
  EXPECT_EQ(row.id<RecordId>(4), id);
  EXPECT_EQ(row.integer(5), 1);
  EXPECT_EQ(row.text_if(6), "");
  EXPECT_EQ(row.text_if(7), std::nullopt);
  EXPECT_EQ(row.text(8), "text");
  EXPECT_EQ(row.text(9), "blob");
  EXPECT_FALSE(row.step());
}

TEST_F(Sqlite, an_id_column_of_another_length_is_a_damaged_store) {
  auto database = open();
  auto row = database.prepare("SELECT x'0102'");
  row.step();
  EXPECT_EQ(failure_of([&] { row.id<RecordId>(0); }).fault, Fault::store_damaged);
}

TEST_F(Sqlite, errors_name_the_operation_and_the_code_but_never_a_value) {
  auto database = open();
  database.run("CREATE TABLE t(name UNIQUE); CREATE VIRTUAL TABLE words USING fts5(body)");
  auto insert = database.prepare("INSERT INTO t VALUES(?)");
  insert.with("张建国").run();
  auto twice = failure_of([&] { insert.with("张建国").run(); });
  EXPECT_EQ(twice.detail, "INSERT: SQLITE_CONSTRAINT (2067)");
  auto search = database.prepare("SELECT rowid FROM words WHERE words MATCH ?");
  auto syntax = failure_of([&] { search.with("\"张建国").step(); });
  EXPECT_EQ(syntax.detail, "SELECT: SQLITE_ERROR (1)");
  EXPECT_NE(failure_of([&] { database.prepare("SELEC 1"); }).detail.find("SELEC"), std::string::npos)
      << "our own mistakes are quoted";
}

TEST_F(Sqlite, a_transaction_left_by_its_scope_leaves_nothing) {
  auto database = open();
  database.run("CREATE TABLE t(a)");
  {
    Transaction transaction{database};
    database.run("INSERT INTO t VALUES(1)");
  }
  EXPECT_FALSE(database.in_transaction());
  EXPECT_EQ(count(database, "t"), 0);
  Transaction transaction{database};
  database.run("INSERT INTO t VALUES(1)");
  transaction.commit();
  EXPECT_EQ(count(database, "t"), 1);
}

TEST_F(Sqlite, a_step_is_taken_back_alone) {
  auto database = open();
  database.run("CREATE TABLE t(a)");
  Transaction transaction{database};
  for (int bundle = 0; bundle < 4; ++bundle) {
    Savepoint step{database};
    database.prepare("INSERT INTO t VALUES(?)").with(bundle).run();
    if (bundle % 2 == 0) step.keep();
  }
  transaction.commit();
  EXPECT_EQ(count(database, "t"), 2);
}

TEST_F(Sqlite, a_step_outside_a_transaction_is_refused) {
  auto database = open();
  EXPECT_EQ(failure_of([&] { Savepoint step{database}; }).fault, Fault::disk);
}

TEST_F(Sqlite, a_commit_that_fails_rolls_back_and_the_next_one_works) {
  auto database = open();
  database.run("CREATE TABLE t(a)");
  for (auto [kind, fault] :
       {std::pair{FlakyVfs::Failure::io, Fault::disk}, std::pair{FlakyVfs::Failure::full, Fault::disk_full}}) {
    Transaction transaction{database};
    database.run("INSERT INTO t VALUES(1)");
    vfs_.fail_at(vfs_.operations() + 1, kind);
    EXPECT_EQ(failure_of([&] { transaction.commit(); }).fault, fault);
    EXPECT_FALSE(database.in_transaction());
    EXPECT_EQ(count(database, "t"), 0);
  }
  Transaction transaction{database};
  database.run("INSERT INTO t VALUES(1)");
  transaction.commit();
  EXPECT_EQ(count(database, "t"), 1);
}

TEST_F(Sqlite, a_commit_that_a_rule_forbids_rolls_back_too) {
  auto database = open();
  database.run("CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE b(a REFERENCES a DEFERRABLE INITIALLY DEFERRED)");
  Transaction transaction{database};
  database.run("INSERT INTO b VALUES(7)");
  EXPECT_EQ(failure_of([&] { transaction.commit(); }).fault, Fault::internal);
  EXPECT_FALSE(database.in_transaction()) << "SQLite itself leaves it open";
  EXPECT_EQ(count(database, "b"), 0);
}

TEST_F(Sqlite, readers_see_one_view_and_do_not_stop_the_writer) {
  auto writer = open();
  auto reader = open();
  writer.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  {
    Transaction view{reader, Transaction::Mode::read};
    EXPECT_EQ(count(reader, "t"), 1);
    writer.run("INSERT INTO t VALUES(2)");
    EXPECT_EQ(count(reader, "t"), 1);
  }
  EXPECT_EQ(count(reader, "t"), 2);
}

TEST_F(Sqlite, a_second_writer_times_out) {
  auto first = open();
  auto second = open();
  Transaction transaction{first};
  EXPECT_EQ(failure_of([&] { Transaction other{second}; }).fault, Fault::timed_out);
}

TEST_F(Sqlite, a_finished_or_rewound_statement_holds_no_view_open) {
  auto writer = open();
  auto reader = open();
  writer.run("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2)");
  auto finished = reader.prepare("SELECT a FROM t");
  while (finished.step()) {
  }
  auto stopped_early = reader.prepare("SELECT a FROM t");
  ASSERT_TRUE(stopped_early.step());
  // A checkpoint that truncates the log needs every reader gone.
  auto checkpoint = writer.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  ASSERT_TRUE(checkpoint.step());
  EXPECT_EQ(checkpoint.integer(0), 1) << "the reader that stands on a row is in the way";
  checkpoint.rewind();
  stopped_early.rewind();
  ASSERT_TRUE(checkpoint.step());
  EXPECT_EQ(checkpoint.integer(0), 0);
}

TEST_F(Sqlite, a_read_only_connection_reads_and_refuses_to_write) {
  EXPECT_FALSE(Database::open("absent.db", {.vfs = "sqlite_test", .read_only = true}));
  auto writer = open();
  writer.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  auto reader = open(true);
  EXPECT_EQ(count(reader, "t"), 1);
  EXPECT_EQ(failure_of([&] { reader.run("INSERT INTO t VALUES(2)"); }).fault, Fault::disk);
}

TEST_F(Sqlite, a_file_that_is_no_database_is_damaged) {
  vfs_.put("store.db", std::string(8192, 'x'));
  for (bool read_only : {false, true}) {
    auto opened = Database::open("store.db", {.vfs = "sqlite_test", .read_only = read_only});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::store_damaged) << opened.error().detail;
  }
}

TEST_F(Sqlite, a_spoiled_page_and_a_dangling_reference_are_found) {
  {
    auto database = open();
    database.run("CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE b(a REFERENCES a)");
    EXPECT_TRUE(database.check());
    database.run("PRAGMA foreign_keys=OFF; INSERT INTO b VALUES(7)");
    auto found = database.check();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().detail, "foreign_key_check: table b");
    database.run("DELETE FROM b");
    for (int i = 0; i < 500; ++i) database.prepare("INSERT INTO a VALUES(?)").with(i).run();
    database.run("CREATE TABLE c(text); INSERT INTO c VALUES(printf('%.9000c', 'x'))");
  }
  auto bytes = vfs_.files().at("store.db");
  std::fill(bytes.begin() + 4096, bytes.begin() + 4096 + 64, '\xff');
  vfs_.put("store.db", bytes);
  auto database = open();
  auto found = database.check();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::store_damaged);
}

TEST_F(Sqlite, several_threads_each_with_a_connection_read_while_one_writes) {
  auto writer = open();
  writer.run("CREATE TABLE t(a)");
  std::atomic<bool> consistent = true;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      auto reader = open();
      for (int look = 0; look < 100; ++look) {
        Transaction view{reader, Transaction::Mode::read};
        if (count(reader, "t") % 2 != 0) consistent = false;
      }
    });
  }
  for (int pair = 0; pair < 100; ++pair) writer.run("INSERT INTO t VALUES(1),(2)");
  for (auto& reader : readers) reader.join();
  EXPECT_TRUE(consistent);
}

TEST_F(Sqlite, a_verb_turns_failures_into_its_result) {
  auto database = open();
  auto verb = [&]() -> Result<int> {
    return guarded([&]() -> Result<int> {
      database.run("SELECT nonsense");
      return 1;
    });
  };
  ASSERT_FALSE(verb());
  EXPECT_EQ(verb().error().fault, Fault::internal);
}

TEST(SqliteInMemory, needs_no_file) {
  auto database = Database::open(":memory:", {});
  ASSERT_TRUE(database);
  database->run("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  EXPECT_EQ(database->last_row(), 1);
  EXPECT_EQ(database->changes(), 1);
  EXPECT_GE(database->pages(), 2U);
}

}  // namespace
}  // namespace doorstep
