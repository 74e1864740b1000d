// Numbers that a tablet gives by itself, out of blocks that were leased to it.
#include <gtest/gtest.h>

#include "engine/number_shelf.h"
#include "engine/visit.h"
#include "tests/engine/one_tablet.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

struct Counter {
  explicit Counter(const std::string& path = ":memory:") : tablet(path) {
    if (path != ":memory:") {
      tablet.reopen().value();
      tablet.store().enrolled(OneTablet::identity()).value();
    }
    tablet.meets(server);
  }
  void gets(const std::string& series, std::uint64_t first, std::uint64_t last) {
    tablet.store().adopt(Numbers{{{CommunityId{"main"}, series, first, last}}}).value();
  }
  std::uint64_t left(const std::string& series) {
    for (const auto& one : tablet.store().numbers_left().value())
      if (one.series == series) return one.left;
    return 999;
  }
  json asks(const std::string& text = "水管漏水") {
    return tablet.value(tablet.creates("request", {{"text", text}}), "request_no");
  }
  OneTablet tablet;
  FarSide server;
};

TEST(NumbersGiven, a_new_request_has_its_number_at_once_and_offline) {
  Counter counter;
  counter.gets("R", 201, 203);
  EXPECT_EQ(counter.left("R"), 3U);
  for (std::uint64_t number = 201; number <= 203; ++number) EXPECT_EQ(counter.asks(), printed_number("R", number));
  EXPECT_EQ(counter.left("R"), 0U);
  EXPECT_EQ(counter.left("A"), 0U);
  EXPECT_TRUE(verify(counter.tablet.store()));
}

TEST(NumbersGiven, blocks_are_used_from_the_lowest_and_one_after_the_other) {
  Counter counter;
  counter.gets("R", 401, 401);
  counter.gets("R", 1, 1);
  EXPECT_EQ(counter.left("R"), 2U);
  EXPECT_EQ(counter.asks(), printed_number("R", 1));
  EXPECT_EQ(counter.asks(), printed_number("R", 401));
}

TEST(NumbersGiven, without_a_block_a_request_is_saved_all_the_same) {
  Counter counter;
  auto id = counter.tablet.creates("request", {{"text", "水管漏水"}});
  EXPECT_TRUE(counter.tablet.value(id, "request_no").is_null());
}

TEST(NumbersGiven, residents_and_complaints_get_theirs_of_their_own_series) {
  Counter counter;
  counter.gets("A", 7, 8);
  counter.gets("T", 7, 8);
  EXPECT_EQ(counter.tablet.value(counter.tablet.creates("resident", {{"name", "张三"}}), "archive_no"), "A-00000074");
  EXPECT_EQ(counter.tablet.value(counter.tablet.creates("complaint", {{"text", "楼上太吵"}}), "complaint_no"),
            "T-00000074");
}

TEST(NumbersGiven, a_save_that_fails_uses_up_none) {
  Counter counter;
  counter.gets("R", 1, 2);
  Intent good, bad;
  good.op = bad.op = Op::create;
  good.type = bad.type = "request";
  good.set = {{"text", "水管漏水"}};
  bad.set = {{"text", "水管漏水"}, {"score", 9}};
  EXPECT_FALSE(counter.tablet.store().edit({good, bad}));
  EXPECT_EQ(counter.left("R"), 2U);
  EXPECT_EQ(counter.asks(), printed_number("R", 1));
}

TEST(NumbersGiven, what_brings_a_number_of_its_own_keeps_it) {
  Counter counter;
  counter.gets("R", 1, 9);
  Intent row;
  row.op = Op::create;
  row.type = "request";
  row.set = {{"text", "路灯不亮"}, {"channel", "phone"}, {"external_no", "WX0000001"}};
  row.source = "import";
  auto imported = counter.tablet.tries(row).value().front();
  EXPECT_TRUE(counter.tablet.value(imported, "request_no").is_null()) << "a register has its own";
  auto typed = counter.tablet.creates("request", {{"text", "路灯不亮"}, {"request_no", "旧-17"}});
  EXPECT_EQ(counter.tablet.value(typed, "request_no"), "旧-17");
  EXPECT_EQ(counter.left("R"), 9U);
}

TEST(NumbersGiven, a_number_that_was_given_is_not_given_again_after_a_kill) {
  Scratch scratch;
  Counter counter{scratch.path("store.db")};
  counter.gets("R", 1, 3);
  EXPECT_EQ(counter.asks(), printed_number("R", 1));
  counter.tablet.reopen().value();
  EXPECT_EQ(counter.left("R"), 2U);
  EXPECT_EQ(counter.asks(), printed_number("R", 2));
}

TEST(NumbersGiven, a_block_that_was_here_before_is_not_used_twice) {
  Counter counter;
  counter.gets("R", 1, 2);
  counter.asks();
  counter.asks();
  for (auto [first, last] : {std::pair<std::uint64_t, std::uint64_t>{1, 2}, {2, 4}, {1, 200}}) {
    counter.gets("R", first, last);
    EXPECT_EQ(counter.left("R"), 0U) << first;
  }
  counter.gets("R", 3, 4);
  EXPECT_EQ(counter.left("R"), 2U);
}

TEST(NumbersGiven, another_incarnation_of_the_store_gives_none_of_the_old_ones) {
  Counter counter;
  counter.gets("R", 1, 9);
  const ChainId next{"w7a2m9q4xtd0k/t1b2c3d4e5f6g/2"};
  NumberShelf shelf{counter.tablet.store().sql(), next};
  EXPECT_FALSE(shelf.take(CommunityId{"main"}, "R"));
  EXPECT_EQ(shelf.left(counter.tablet.store().archive_template()).front().left, 0U);
}

TEST(NumbersGiven, a_promise_made_in_a_visit_has_its_number_before_the_visit_ends) {
  Counter counter;
  counter.gets("R", 1, 9);
  auto home = counter.tablet.creates("unit", {{"building", "3"}, {"room_no", "1502"}});
  begin_visit(counter.tablet.store(), home).value();
  auto promise = counter.tablet.creates("request", {{"text", "换楼道灯"}, {"unit", text(home)}});
  EXPECT_EQ(counter.tablet.value(promise, "request_no"), printed_number("R", 1));
  finish_visit(counter.tablet.store(), json::object()).value();
  EXPECT_EQ(counter.tablet.value(promise, "request_no"), printed_number("R", 1));
}

}  // namespace
}  // namespace doorstep::test
