// A store that does not hold what the server does notices at a checkpoint and puts itself right (docs/store.md §Set
// hash).
#include <gtest/gtest.h>

#include "engine/healing.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct Healer : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  RecordId a = wang.creates("resident", {{"name", "张三"}}), b = wang.creates("resident", {{"name", "李四"}});

  Healer() { office.sync_all(); }

  // What the feed brought was not what came to lie here.
  void spoil(const char* sql) {
    li.store().database().run(sql);
    li.store().database().run("UPDATE communities SET set_hash = zeroblob(32)");
  }
  // Something new brings the next checkpoint.
  std::optional<Error> hears_of_something() {
    wang.creates("resident", {{"name", "新人"}});
    office.sync(wang);
    return office.sync(li);
  }
  void expect_well() {
    ASSERT_FALSE(office.sync(li));
    expect_same(li.store(), office.server().archive());
    EXPECT_TRUE(status(li.store())->agrees);
  }
};

TEST_F(Healer, a_record_that_is_another_than_the_servers_is_put_right_and_told) {
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  ASSERT_EQ(li.value(a, "name"), "张三三");
  auto ended = hears_of_something();
  ASSERT_TRUE(ended);
  EXPECT_EQ(remedy(ended->fault), Remedy::retry) << "it goes on by itself";
  expect_well();
  EXPECT_EQ(li.value(a, "name"), "张三");
  EXPECT_EQ(status(li.store())->healed, 1u) << "what was right is not counted";
}

TEST_F(Healer, one_that_is_missing_comes_back_and_own_work_that_waits_stays) {
  spoil("DELETE FROM records WHERE basic LIKE '%李四%'");
  li.edits(a, {{"language", "粤语"}});
  ASSERT_TRUE(hears_of_something());
  EXPECT_EQ(li.value(a, "language"), "粤语");
  expect_well();
  EXPECT_EQ(li.value(b, "name"), "李四");
  office.sync(wang);
  EXPECT_EQ(wang.value(a, "language"), "粤语");
  EXPECT_GE(status(li.store())->healed, 1u);
}

TEST_F(Healer, one_that_the_server_never_had_goes) {
  spoil("UPDATE records SET id = x'01000000000000000000000000000000' WHERE basic LIKE '%李四%'");
  ASSERT_TRUE(hears_of_something());
  expect_well();
  EXPECT_EQ(li.value(b, "name"), "李四");
  EXPECT_EQ(status(li.store())->healed, 2u);
}

TEST_F(Healer, where_only_the_sum_was_wrong_nothing_is_read_again) {
  spoil("UPDATE communities SET set_hash = zeroblob(32)");
  EXPECT_FALSE(hears_of_something());
  expect_well();
  EXPECT_EQ(healing_report(li.store().sql()).begun, 0u);
}

TEST_F(Healer, a_store_that_goes_on_differing_does_not_read_everything_again_and_again) {
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  ASSERT_TRUE(hears_of_something());
  expect_well();
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  EXPECT_FALSE(hears_of_something());
  EXPECT_FALSE(status(li.store())->agrees) << "and says so";
  EXPECT_EQ(healing_report(li.store().sql()).begun, 1u);
  office.time().now += heal_again_after;
  ASSERT_TRUE(hears_of_something());
  expect_well();
}

TEST_F(Healer, an_interrupted_healing_goes_on_where_it_was) {
  for (int i = 0; i < 3; ++i) {
    std::vector<Intent> intents(400);
    for (auto& one : intents) {
      one.op = Op::create;
      one.type = "resident";
      one.set = {{"name", "人"}};
    }
    wang.does(std::move(intents));
  }
  office.sync_all();
  spoil("UPDATE records SET basic = replace(basic, '人', '人人') WHERE type = 'resident'");
  ASSERT_TRUE(hears_of_something());
  int pages = 0;
  office.sync(li, [&](bool to_tablet, std::string& frame) {
    pages += to_tablet && frame.find("\"frame\":\"page\"") != frame.npos;
    return pages < 2;
  });
  li.crash();
  ASSERT_TRUE(li.start());
  expect_well();
  EXPECT_EQ(status(li.store())->healed, 1200u);
}

}  // namespace
}  // namespace doorstep::test
