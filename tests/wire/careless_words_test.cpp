#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/wire/estate.h"

/// What people type in haste at `doorstep` must cost them nothing, and show nobody what they meant to type.

namespace doorstep {
namespace {

using test::Estate;

std::string text_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class CarelessWords : public testing::Test {
 protected:
  void SetUp() override {
    estate.start_server();
    estate.enroll("admin");
  }
  std::string in_store(const std::string& file) const { return estate.scratch().path("admin/" + file); }
  test::Ended refused(std::vector<std::string> words, const std::string& fault) {
    auto ended = estate.tablet("admin", std::move(words));
    EXPECT_EQ(ended.fault(), fault) << ended.out << ended.err;
    return ended;
  }

  Estate estate;
};

TEST_F(CarelessWords, an_export_or_an_error_file_never_takes_the_place_of_a_file_of_the_store) {
  estate.done("admin", {"new", "resident", "name=未交的人"});
  std::ofstream{estate.scratch().path("people.csv")} << "姓名\n张三\n";
  for (const auto* file : {"store.db", "store.db-wal", "outmail", "slot.a", "another.csv", "."}) {
    refused({"export", "--type", "resident", in_store(file)}, "usage");
    refused({"import", estate.scratch().path("people.csv"), "--type", "resident", "--errors", in_store(file)}, "usage");
  }
  auto batch = estate.batch("admin");
  batch->say("export --type resident " + in_store("store.db"));
  EXPECT_EQ(json::parse(batch->next_line()).at("error").at("code"), "usage");
  batch->wait();
  EXPECT_EQ(estate.done("admin", {"find", "未交的人"}).at("records").size(), 1U);
  estate.done("admin", {"verify"});
}

TEST_F(CarelessWords, the_error_file_never_takes_the_place_of_the_map) {
  const auto map = estate.scratch().path("map.json"), people = estate.scratch().path("people.csv");
  std::ofstream{map} << R"({"姓名": {"field": "name"}})";
  std::ofstream{people} << "姓名\n张三\n";
  refused({"import", people, "--type", "resident", "--map", map, "--errors", map}, "usage");
  EXPECT_EQ(text_of(map), R"({"姓名": {"field": "name"}})");
}

TEST_F(CarelessWords, a_name_typed_in_the_wrong_place_is_not_repeated) {
  auto id = estate.done("admin", {"new", "resident", "name=张三"}).at("record").at("id").get<std::string>();
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"new", "resident", "王五秘密"},
           {"new", "王五秘密", "name=x"},
           {"edit", id, "王五秘密=3"},
           {"find", "--where", "王五秘密"},
           {"find", "--where", "王五秘密=1"},
           {"find", "--type", "王五秘密"},
           {"conflicts", "王五秘密"},
           {"王五秘密"},
       }) {
    auto ended = refused(words, "usage");
    EXPECT_EQ((ended.out + ended.err).find("王五秘密"), std::string::npos) << ended.out << ended.err;
  }
}

TEST_F(CarelessWords, a_batch_saves_into_its_own_store_or_not_at_all) {
  auto batch = estate.batch("admin");
  batch->say("new request text=错店 --store " + estate.scratch().path("another"));
  EXPECT_EQ(json::parse(batch->next_line()).at("error").at("code"), "usage");
  batch->say("find 错店");
  EXPECT_EQ(json::parse(batch->next_line()).at("records").size(), 0U);
  batch->wait();
}

TEST_F(CarelessWords, tablets_that_agree_export_the_same_bytes) {
  estate.enroll("wang");
  for (const auto* given : {"一", "二", "三", "四", "五"}) {
    estate.done("wang", {"new", "resident", std::string{"name=王"} + given});
    estate.done("admin", {"new", "resident", std::string{"name=李"} + given});
  }
  for (const auto* tablet : {"wang", "admin", "wang"}) estate.done(tablet, {"sync"});
  const auto one = estate.scratch().path("one.csv"), other = estate.scratch().path("other.csv");
  EXPECT_EQ(estate.done("wang", {"export", "--type", "resident", one}).at("records"), 10);
  estate.done("admin", {"export", "--type", "resident", other});
  EXPECT_EQ(text_of(one), text_of(other));
}

TEST_F(CarelessWords, help_is_one_line_of_json_where_json_was_asked_for) {
  auto ended = estate.tablet("admin", {"find", "--help"});
  ASSERT_TRUE(ended.answer().is_object()) << ended.out;
  EXPECT_NE(ended.answer().at("text").get<std::string>().find("--where"), std::string::npos);
}

}  // namespace
}  // namespace doorstep
