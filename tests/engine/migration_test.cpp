#include <gtest/gtest.h>
#include <sqlite3.h>

#include "engine/estate.h"
#include "engine/household.h"
#include "engine/search.h"
#include "tests/engine/one_tablet.h"
#include "tests/flaky_vfs.h"
#include "tests/page_key.h"
#include "tests/scratch.h"
#include "tests/source_files.h"

namespace doorstep::test {
namespace {

/// A store as an older program left it (tests/fixtures/README.md).
void lay_down(const std::string& fixture, const std::string& path) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
  char* why = nullptr;
  int code = sqlite3_exec(raw, source_text("tests/fixtures/" + fixture).c_str(), nullptr, nullptr, &why);
  EXPECT_EQ(code, SQLITE_OK) << (why == nullptr ? "" : why);
  sqlite3_free(why);
  sqlite3_close(raw);
}

std::vector<std::string> names_found(Store& store, const std::string& words) {
  std::vector<std::string> out;
  for (const auto& view : find(store, Query{words, {}, {}}).value())
    for (const char* title : {"name", "room_no", "value", "text"})
      if (view.fields.contains(title)) out.push_back(view.fields.at(title));
  return out;
}

using Found = std::vector<std::string>;

TEST(Migration, a_store_of_version_1_opens_keeps_its_outbox_and_finds_everything) {
  Scratch scratch;
  lay_down("store_1.sql", scratch.path("store.db"));
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  EXPECT_EQ(tablet.store().identity()->person, OneTablet::identity().person);

  auto waiting = tablet.waiting();
  ASSERT_EQ(waiting.size(), 4U);
  for (const auto& bundle : waiting) EXPECT_TRUE(verify(bundle, tablet.key().public_key()));
  EXPECT_EQ(tablet.rows("unindexed"), 5);
  EXPECT_EQ(names_found(tablet.store(), ""),
            (Found{"厨房水管漏水，地面有积水", "13812345678", "张三丰", "欧阳国强", "1502"}));
  EXPECT_EQ(tablet.rows("unindexed"), 5);

  EXPECT_EQ(names_found(tablet.store(), "zsf"), Found{"张三丰"});
  EXPECT_EQ(names_found(tablet.store(), "医生"), Found{"张三丰"});
  EXPECT_EQ(names_found(tablet.store(), "老张"), Found{"张三丰"});
  EXPECT_EQ(names_found(tablet.store(), "欧阳"), Found{"欧阳国强"});
  EXPECT_EQ(names_found(tablet.store(), "3栋2单元1502"), Found{"1502"});
  EXPECT_EQ(names_found(tablet.store(), "5678"), Found{"13812345678"});
  EXPECT_EQ(names_found(tablet.store(), "积水"), Found{"厨房水管漏水，地面有积水"});
  EXPECT_TRUE(verify(tablet.store()));
}

TEST(Migration, what_waited_in_a_store_of_version_1_waits_byte_for_byte_and_the_line_goes_on) {
  Scratch scratch;
  lay_down("store_1.sql", scratch.path("store.db"));
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  auto before = tablet.waiting();
  tablet.reopen().value();
  auto after = tablet.waiting();
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].header, after[i].header);
    EXPECT_EQ(bodies_text(before[i]), bodies_text(after[i]));
  }
  tablet.clock.now += Millis{60'000};  // the fixture was made at this clock's beginning, with the same dice
  tablet.creates("resident", {{"name", "李四"}});
  EXPECT_EQ(tablet.waiting().size(), before.size() + 1);
  EXPECT_TRUE(verify(tablet.store()));
}

TEST(Migration, a_store_of_version_3_knows_its_households_at_the_first_opening) {
  Scratch scratch;
  lay_down("store_3.sql", scratch.path("store.db"));
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  EXPECT_EQ(tablet.waiting().size(), 6U);
  auto rows = estate(tablet.store(), {"2025-12-02", from_ms(1'764'633'600'000)}).value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].due, "2025-12-01");
  EXPECT_EQ(rows[0].household, "欧阳国强");
  std::vector<std::string> types;
  for (const auto& view : household(tablet.store(), rows[0].unit).value().records) types.push_back(view.type);
  EXPECT_EQ(std::count(types.begin(), types.end(), "resident"), 1);
  EXPECT_EQ(std::count(types.begin(), types.end(), "visit"), 1);
  EXPECT_TRUE(verify(tablet.store()));
}

TEST(Migration, a_store_of_any_earlier_version_keeps_its_outbox_and_finds_everything) {
  struct Older {
    std::string fixture;
    std::size_t waiting;
    std::size_t doorbells = 0;  ///< requests that name one
  };
  for (const auto& older : {Older{"store_1.sql", 4}, Older{"store_2.sql", 4}, Older{"store_3.sql", 6},
                            Older{"store_4.sql", 7, 1}, Older{"store_5.sql", 7, 1}, Older{"store_6.sql", 7, 1},
                            Older{"store_7.sql", 7, 1}, Older{"store_8.sql", 7, 1}}) {
    SCOPED_TRACE(older.fixture);
    Scratch scratch;
    lay_down(older.fixture, scratch.path("store.db"));
    OneTablet tablet{scratch.path("store.db")};
    tablet.reopen().value();
    auto waiting = tablet.waiting();
    EXPECT_EQ(waiting.size(), older.waiting);
    for (const auto& bundle : waiting) EXPECT_TRUE(verify(bundle, tablet.key().public_key()));
    EXPECT_EQ(names_found(tablet.store(), "zsf"), Found{"张三丰"});
    EXPECT_EQ(names_found(tablet.store(), "3栋2单元1502"), Found{"1502"});
    EXPECT_EQ(names_found(tablet.store(), "门铃").size(), older.doorbells);
    EXPECT_TRUE(verify(tablet.store()));
    tablet.clock.now += Millis{600'000};
    tablet.creates("resident", {{"name", "李四"}});
    EXPECT_EQ(tablet.waiting().size(), older.waiting + 1);
  }
}

TEST(Migration, what_a_wider_grant_still_has_to_bring_to_a_store_of_version_7_is_asked_for_as_before) {
  Scratch scratch;
  lay_down("store_7.sql", scratch.path("store.db"));
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(scratch.path("store.db").c_str(), &raw), SQLITE_OK);
  const char* gained = R"(UPDATE communities SET gained = '{"[\"3\",\"5\"]":7,"resident":2}')";
  EXPECT_EQ(sqlite3_exec(raw, gained, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(raw);
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  const auto asks = tablet.store().cursors().value().at(0);
  ASSERT_TRUE(asks.held);
  EXPECT_EQ(asks.held->text(), R"(["3","5"])");
  EXPECT_EQ(asks.gained, (std::map<std::string, ClassMask>{{"resident", mask_of(Class::detail)}}));
  EXPECT_EQ(decode_frame(encode(asks, 1), 1).has_value(), true);
}

void expect_brought_up_whatever_fails(FlakyVfs::Failure kind, bool for_ever) {
  constexpr const char* disk_name = "migrating disk";
  for (const auto& [version, waiting] :
       {std::pair{1, 4U}, {2, 4U}, {3, 6U}, {4, 7U}, {5, 7U}, {6, 7U}, {7, 7U}, {8, 7U}}) {
    SCOPED_TRACE(version);
    Scratch scratch;
    lay_down("store_" + std::to_string(version) + ".sql", scratch.path("clear.db"));
    FlakyVfs disk{disk_name, 1};
    OneTablet tablet{"store.db", disk_name};
    {
      CipherVfs cipher{page_key(), disk_name};
      Database::open(scratch.path("clear.db"), {}).value().copy_into("store.db", cipher.name()).value();
    }
    const auto older = disk.files().at("store.db");
    for (std::uint64_t n = 1;; ++n) {
      disk.put("store.db", older);
      disk.put("store.db-wal", "");
      const auto strike = disk.operations() + n;
      disk.fail_at(strike, kind, for_ever);
      auto opened = tablet.reopen();
      const bool untouched = disk.operations() < strike;
      tablet.close();
      disk.heal();
      tablet.reopen().value();
      ASSERT_EQ(tablet.waiting().size(), waiting) << n;
      ASSERT_TRUE(verify(tablet.store())) << n;
      tablet.close();
      ASSERT_TRUE(!untouched || n > 5) << "nothing ever failed";
      if (untouched) break;
    }
  }
}

TEST(Migration, a_home_of_a_store_of_version_8_shows_its_people_and_what_is_asked_of_them) {
  Scratch scratch;
  lay_down("store_8.sql", scratch.path("store.db"));
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  const auto home = estate(tablet.store(), {"2025-12-02", from_ms(1'764'633'600'000)}).value().at(0).unit;
  EXPECT_EQ(household(tablet.store(), home).value().records.size(), 3U);
  std::vector<std::string> plan;
  auto& ask = tablet.store().sql()("EXPLAIN QUERY PLAN SELECT id FROM records WHERE parent = ? AND type = 'conflict'");
  for (ask.with(home); ask.step();) plan.emplace_back(ask.text(3));
  EXPECT_EQ(plan, Found{"SEARCH records USING COVERING INDEX records_by_parent (parent=? AND type=?)"});
}

TEST(Migration, of_what_was_erased_before_a_store_of_version_9_knew_it_nothing_is_left) {
  Scratch scratch;
  lay_down("store_9.sql", scratch.path("store.db"));
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  const auto id = *parse_id<RecordId>("0190a5c0-6b00-7000-8000-000000000e4a");
  EXPECT_EQ(show(tablet.store(), id).error().fault, Fault::erased);
  EXPECT_EQ(tablet.rows("history"), 0);
  EXPECT_EQ(names_found(tablet.store(), "zsf"), Found{"张三丰"});
}

TEST(Migration, whenever_the_power_goes_an_older_store_is_brought_up_with_all_that_waits_in_it) {
  expect_brought_up_whatever_fails(FlakyVfs::Failure::power, false);
}
TEST(Migration, whenever_the_disk_fails_an_older_store_is_brought_up_with_all_that_waits_in_it) {
  expect_brought_up_whatever_fails(FlakyVfs::Failure::io, false);
}
TEST(Migration, whenever_the_disk_is_full_an_older_store_is_brought_up_with_all_that_waits_in_it) {
  expect_brought_up_whatever_fails(FlakyVfs::Failure::full, true);
}

TEST(Migration, a_migration_that_is_cut_off_leaves_the_older_store_whole) {
  Scratch scratch;
  lay_down("store_1.sql", scratch.path("store.db"));
  {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(scratch.path("store.db").c_str(), &raw), SQLITE_OK);
    // Something in the way of its last step.
    sqlite3_exec(raw, "CREATE TABLE records_by_type (x)", nullptr, nullptr, nullptr);
    sqlite3_close(raw);
  }
  OneTablet tablet{scratch.path("store.db")};
  EXPECT_FALSE(tablet.reopen());
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(scratch.path("store.db").c_str(), &raw), SQLITE_OK);
  EXPECT_EQ(
      sqlite3_exec(raw, "DROP TABLE records_by_type; SELECT COUNT(*) FROM search_basic", nullptr, nullptr, nullptr),
      SQLITE_OK);
  sqlite3_close(raw);
  tablet.reopen().value();
  EXPECT_EQ(tablet.waiting().size(), 4U);
  EXPECT_EQ(names_found(tablet.store(), "zsf"), Found{"张三丰"});
}

}  // namespace
}  // namespace doorstep::test
