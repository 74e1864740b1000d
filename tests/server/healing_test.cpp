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
  std::optional<Error> hears_of_something(const Office::Meddle& meddle = {}) {
    wang.creates("resident", {{"name", "新人"}});
    office.sync(wang);
    return office.sync(li, meddle);
  }
  void many_people(int bundles, std::size_t of_each) {
    for (int i = 0; i < bundles; ++i) {
      std::vector<Intent> intents(of_each);
      for (auto& one : intents) {
        one.op = Op::create;
        one.type = "resident";
        one.set = {{"name", "人"}};
      }
      wang.does(std::move(intents));
    }
    office.sync_all();
  }
  // Counts what travels, and which frames.
  Office::Meddle counting(std::size_t& bytes, std::map<std::string, int>& kinds) {
    return [&](bool, std::string& frame) {
      bytes += frame.size();
      const auto whole = json::parse(frame);
      ++kinds[whole.at("frame") == "page" ? whole.at("kind") : whole.at("frame")];
      return true;
    };
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

TEST_F(Healer, of_ten_thousand_records_only_the_one_that_differs_travels) {
  many_people(20, 500);
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  std::size_t bytes = 0;
  std::map<std::string, int> kinds;
  ASSERT_TRUE(hears_of_something(counting(bytes, kinds)));
  ASSERT_FALSE(office.sync(li, counting(bytes, kinds)));
  EXPECT_EQ(kinds["ask_sums"], 2);
  EXPECT_EQ(kinds["leaves"], 1);
  EXPECT_EQ(kinds["state"], 0);
  EXPECT_LT(bytes, 16'384u) << "both conversations, all frames; the records are some megabytes";
  expect_well();
  EXPECT_EQ(li.value(a, "name"), "张三");
  EXPECT_EQ(status(li.store())->healed, 1u);
}

TEST_F(Healer, with_a_server_that_has_no_tree_the_whole_state_is_read) {
  auto no_tree = [](bool, std::string& frame) {
    const std::string limit = "\"sums_asks\":4";
    if (auto at = frame.find(limit); at != frame.npos) frame.replace(at, limit.size(), "\"sums_asks\":0");
    return true;
  };
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  ASSERT_TRUE(hears_of_something(no_tree));
  std::size_t bytes = 0;
  std::map<std::string, int> kinds;
  ASSERT_FALSE(office.sync(li, counting(bytes, kinds)));
  EXPECT_EQ(kinds["state"], 1);
  expect_well();
  EXPECT_EQ(status(li.store())->healed, 1u);
}

TEST_F(Healer, what_the_tree_does_not_settle_the_whole_state_does) {
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  ASSERT_TRUE(hears_of_something());
  // The leaves come back empty: what was on them goes, and the checkpoint that follows is not this store's.
  auto ended = office.sync(li, [](bool to_tablet, std::string& frame) {
    auto whole = json::parse(frame);
    if (!to_tablet || whole.value("kind", "") != "leaves") return true;
    whole["records"] = json::array();
    frame = whole.dump();
    return true;
  });
  ASSERT_TRUE(ended);
  EXPECT_EQ(remedy(ended->fault), Remedy::retry);
  std::size_t bytes = 0;
  std::map<std::string, int> kinds;
  ASSERT_FALSE(office.sync(li, counting(bytes, kinds)));
  EXPECT_EQ(kinds["state"], 1);
  expect_well();
  EXPECT_EQ(li.value(a, "name"), "张三");
  EXPECT_EQ(healing_report(li.store().sql()).begun, 1u) << "one and the same repair";
}

TEST_F(Healer, a_line_that_breaks_while_it_asks_is_no_loss) {
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  hears_of_something([](bool, std::string& frame) { return frame.find("\"frame\":\"sums\"") == frame.npos; });
  ASSERT_TRUE(hears_of_something()) << "it asks again";
  expect_well();
  EXPECT_EQ(li.value(a, "name"), "张三");
}

TEST_F(Healer, who_sees_a_part_is_healed_of_that_part_and_told_of_no_other) {
  office.person("chen", "front_desk");
  auto& chen = office.tablet("chen");
  wang.edits(a, {{"language", "密语"}, {"name", "张三"}});
  office.sync_all();
  chen.store().database().run("UPDATE records SET basic = replace(basic, '李四', '李四四') WHERE type = 'resident'");
  chen.store().database().run("UPDATE communities SET set_hash = zeroblob(32)");
  std::string heard;
  auto listening = [&](bool to_tablet, std::string& frame) {
    if (to_tablet) heard += frame;
    return true;
  };
  wang.edits(b, {{"occupation", "教师"}});
  office.sync(wang);
  ASSERT_TRUE(office.sync(chen, listening));
  ASSERT_FALSE(office.sync(chen, listening));
  EXPECT_TRUE(status(chen.store())->agrees);
  EXPECT_EQ(chen.value(b, "name"), "李四");
  EXPECT_EQ(status(chen.store())->healed, 1u);
  const auto& role = chen.store().role();
  ASSERT_FALSE(role.reads("resident", Template::shipped().type("resident")->field("occupation")->klass))
      << "the test hides something";
  EXPECT_EQ(heard.find("教师"), heard.npos);
}

// A hostile tablet: other communities, no end of questions.
TEST_F(Healer, who_asks_too_often_or_about_what_is_not_theirs_is_cut_off) {
  spoil("UPDATE records SET basic = replace(basic, '张三', '张三三') WHERE type = 'resident'");
  auto ended = hears_of_something([](bool to_tablet, std::string& frame) {
    auto whole = json::parse(frame);
    if (to_tablet || whole.at("frame") != "ask_sums") return true;
    whole["community"] = "east";
    frame = whole.dump();
    return true;
  });
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::not_found);

  int answered = 0;
  office.sync(li, [&](bool to_tablet, std::string& frame) {
    const auto whole = json::parse(frame);
    if (to_tablet) answered += whole.at("frame") == "sums";
    if (to_tablet || whole.at("frame") != "ask_sums") return true;
    auto next = whole;
    for (int more = 0; more < 20; ++more) {
      office.server().receive(office.line(), next.dump());
      next["n"] = next["n"].get<int>() + 1;
    }
    return false;
  });
  EXPECT_FALSE(office.server().talks(office.line())) << "the line was cut";
  EXPECT_EQ(answered, 0);
  ASSERT_TRUE(hears_of_something());
  expect_well();
}

TEST_F(Healer, an_interrupted_healing_goes_on_where_it_was) {
  many_people(3, 400);
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
