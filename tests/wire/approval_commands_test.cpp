// What a role may only propose, on the command line: typed by field staff, decided by the admin.
#include <gtest/gtest.h>

#include "tests/wire/estate.h"

namespace doorstep {
namespace {

struct Approving : testing::Test {
  Approving() {
    estate.start_server();
    estate.enroll("admin");
    estate.enroll("wang");
    estate.server({"person", "set", "--login", "wang", "--role", "field"});
    unit = estate.done("admin", {"new", "unit", "building=3", "room_no=1502", "area_build=80"})
               .at("record")
               .at("id")
               .get<std::string>();
    sync_all();
    shown = estate.done("wang", {"edit", unit, "area_build=89.5", "floor=15"}).at("record");
    asked = estate.done("wang", {"conflicts"}).at("conflicts").at(0);
    conflict = asked.at("id").get<std::string>();
  }
  void sync_all() {
    for (const char* tablet : {"admin", "wang", "admin", "wang"}) estate.done(tablet, {"sync"});
  }
  json area(const char* tablet) {
    return estate.done(tablet, {"show", unit}).at("record").at("fields").at("area_build");
  }

  test::Estate estate;
  std::string unit, conflict;
  json shown, asked;
};

TEST_F(Approving, a_proposal_is_shown_as_such_and_listed_with_the_keys_of_every_conflict) {
  EXPECT_EQ(shown.at("fields").at("area_build"), "80.00");
  EXPECT_EQ(shown.at("fields").at("floor"), 15);
  EXPECT_EQ(shown.at("proposed").at(0).at("field"), "area_build");
  EXPECT_EQ(shown.at("proposed").at(0).at("value"), "89.50");
  EXPECT_EQ(asked.at("kind"), "approval");
  EXPECT_EQ(asked.at("state"), "open");
  EXPECT_EQ(asked.at("record"), unit);
  EXPECT_EQ(asked.at("field"), "area_build");
  EXPECT_EQ(asked.at("current"), "80.00");
  EXPECT_EQ(asked.at("candidates").at(1).at("value"), "89.50");
  EXPECT_EQ(asked.at("candidates").at(1).at("by"), "wang");
  EXPECT_EQ(asked.at("candidates").at(1).at("proposed"), true);
  sync_all();
  EXPECT_EQ(area("admin"), "80.00");
  estate.done("admin", {"resolve", conflict, "--take", "2"});
  sync_all();
  EXPECT_EQ(area("wang"), "89.50");
  auto told = estate.done("wang", {"conflicts", "--decided", "--mine"}).at("conflicts").at(0);
  EXPECT_EQ(told.at("resolution").at("by"), "admin");
}

TEST_F(Approving, ones_own_is_refused_in_the_users_language) {
  EXPECT_EQ(estate.tablet("wang", {"resolve", conflict, "--take", "2"}).fault(), "not_allowed");
  sync_all();
  estate.server({"person", "set", "--login", "wang", "--role", "manager"});
  sync_all();
  auto refused = estate.tablet("wang", {"resolve", conflict, "--take", "2"});
  EXPECT_EQ(refused.fault(), "own_proposal");
  EXPECT_NE(refused.out.find("another person has to approve it"), refused.out.npos) << refused.out;
  EXPECT_EQ(sentence(Fault::own_proposal, "zh-CN"), "这是您自己提出的修改，须由另一人审核");
}

TEST_F(Approving, it_is_taken_back_by_its_verb_and_refused_by_keeping_what_stands) {
  estate.done("wang", {"withdraw", conflict});
  EXPECT_TRUE(estate.done("wang", {"conflicts"}).at("conflicts").empty());
  estate.done("wang", {"edit", unit, "area_build=90"});
  sync_all();
  auto again = estate.done("admin", {"conflicts"}).at("conflicts").at(0);
  estate.done("admin", {"resolve", again.at("id").get<std::string>(), "--take", "1"});
  sync_all();
  EXPECT_EQ(area("wang"), "80.00");
  auto edits = estate.done("admin", {"history", unit}).at("edits");
  int proposed = 0;
  for (const auto& one : edits) proposed += one.contains("proposed") ? 1 : 0;
  EXPECT_EQ(proposed, 3) << "two proposals and one taken back";
}

}  // namespace
}  // namespace doorstep
