// The conflict desk, merged records and the past on the command line, on a real server.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/wire/estate.h"

namespace doorstep {
namespace {

struct Desk : testing::Test {
  Desk() {
    estate.start_server();
    estate.enroll("admin");
    estate.enroll("li");
  }
  std::string make(const std::string& tablet, std::vector<std::string> words) {
    words.insert(words.begin(), "new");
    return estate.done(tablet, std::move(words)).at("record").at("id").get<std::string>();
  }
  void sync_all() {
    for (const char* tablet : {"admin", "li", "admin", "li"}) estate.done(tablet, {"sync"});
  }
  json fields(const std::string& tablet, const std::string& id) {
    return estate.done(tablet, {"show", id}).at("record").at("fields");
  }
  json conflicts(const std::string& tablet, std::vector<std::string> more = {}) {
    more.insert(more.begin(), "conflicts");
    return estate.done(tablet, std::move(more)).at("conflicts");
  }
  void refuses(const std::string& tablet, std::vector<std::string> words, const std::string& fault) {
    auto verb = words.front();
    EXPECT_EQ(estate.tablet(tablet, std::move(words)).fault(), fault) << verb;
  }
  // Both write the name of a resident that both know.
  std::string quarrel() {
    auto id = make("admin", {"resident", "name=张三"});
    sync_all();
    estate.done("admin", {"edit", id, "name=张山"});
    estate.done("li", {"edit", id, "name=张珊"});
    sync_all();
    return id;
  }
  // One works in a record that both know while the other removes it; answers the question.
  std::string removed_while_edited(const std::string& id) {
    sync_all();
    estate.done("admin", {"edit", id, "name=张山"});
    estate.done("li", {"delete", id});
    sync_all();
    return conflicts("admin").at(0).at("id").get<std::string>();
  }

  test::Estate estate;
};

TEST_F(Desk, a_conflict_made_at_the_door_says_on_both_tablets_in_which_visit_and_where) {
  auto home = make("admin", {"unit", "building=3", "unit_no=2", "room_no=1502"});
  auto id = make("admin", {"resident", "name=张三"});
  make("admin", {"occupancy", "unit=" + home, "resident=" + id, "role=owner"});
  sync_all();
  auto visit = estate.done("admin", {"visit", "begin", home}).at("visit");
  estate.done("admin", {"edit", id, "name=张山"});
  estate.done("admin", {"visit", "finish"});
  estate.done("li", {"edit", id, "name=张珊"});
  sync_all();
  for (const char* tablet : {"admin", "li"}) {
    const auto candidates = conflicts(tablet).at(0).at("candidates");
    const auto& said = candidates.at(0).at("visit");
    EXPECT_EQ(said.at("id"), visit.is_string() ? visit : visit.at("id")) << tablet;
    EXPECT_EQ(said.at("home"), "3-2-1502") << tablet;
    EXPECT_TRUE(said.contains("started_at")) << tablet;
    EXPECT_FALSE(candidates.at(1).contains("visit")) << tablet;
    const auto told = estate.done(tablet, {"history", id});
    EXPECT_EQ(told.at("edits").at(1).at("visit"), said) << tablet;
    EXPECT_EQ(estate.done(tablet, {"history", id, "--field", "name"}).at("values").at(1).at("visit"), said);
  }
}

TEST_F(Desk, a_person_entered_twice_is_merged_found_by_both_ids_and_parted_again) {
  auto a = make("admin", {"resident", "name=张三", "archive_no=HX-0000017", "occupation=教师"});
  auto b = make("li", {"resident", "name=张叁", "archive_no=HX-0000017", "sex=女"});
  make("li", {"contact", "resident=" + b, "kind=mobile", "value=13800138000"});
  sync_all();
  auto asked = conflicts("admin").at(0);
  EXPECT_EQ(asked.at("kind"), "duplicate");
  EXPECT_EQ(asked.at("field"), nullptr);
  EXPECT_EQ(asked.at("base"), json::array({"HX-0000017"}));
  EXPECT_EQ(asked.at("severity"), "high");
  auto number = asked.at("candidates").at(0).at("value") == a ? "1" : "2";
  auto merged = estate.done("admin", {"resolve", asked.at("id").get<std::string>(), "--take", number});
  EXPECT_EQ(merged.at("record").at("aliases"), json::array({b}));
  EXPECT_EQ(merged.at("left_behind").at(0).at("value"), "张叁");
  EXPECT_EQ(merged.at("left_behind").at(0).at("kept"), "张三");
  sync_all();
  EXPECT_TRUE(conflicts("li").empty());
  EXPECT_EQ(estate.done("li", {"show", b}).at("record").at("id"), a);
  EXPECT_EQ(fields("li", b).at("sex"), "female");
  estate.done("li", {"edit", b, "employer=医院"});
  sync_all();
  EXPECT_EQ(fields("admin", a).at("employer"), "医院");

  estate.done("admin", {"unmerge", b});
  sync_all();
  EXPECT_EQ(fields("li", b).at("name"), "张叁");
  EXPECT_FALSE(fields("li", a).contains("sex"));
  EXPECT_EQ(fields("li", a).at("employer"), "医院") << "it was addressed to what was seen";
  EXPECT_TRUE(conflicts("li").empty()) << "they are two, as was said";
  refuses("admin", {"unmerge", b}, "not_found");
  refuses("admin", {"merge", a, a}, "invalid_value");
  refuses("admin", {"merge", a, "01890a5d-ac96-774b-bcce-b302099a8057"}, "not_found");
  EXPECT_TRUE(estate.server({"verify"}).at("ok").get<bool>());
}

TEST_F(Desk, two_after_all_is_an_answer_and_can_be_taken_back) {
  make("admin", {"unit", "building=3", "room_no=101"});
  make("li", {"unit", "building=3", "room_no=101"});
  sync_all();
  auto asked = conflicts("li").at(0).at("id").get<std::string>();
  refuses("li", {"resolve", asked, "--take", "9"}, "usage");
  refuses("li", {"resolve", asked, "--value", "3"}, "usage");
  estate.done("li", {"resolve", asked, "--split"});
  sync_all();
  EXPECT_TRUE(conflicts("admin").empty());
  EXPECT_EQ(estate.done("admin", {"reopen", asked}).at("conflict").at("state"), "open");
  sync_all();
  ASSERT_EQ(conflicts("li").size(), 1u);
  EXPECT_EQ(conflicts("li").at(0).at("candidates").size(), 2u);
  estate.done("li", {"resolve", asked, "--take", "1"});
  sync_all();
  EXPECT_TRUE(conflicts("admin").empty());
}

TEST_F(Desk, a_record_that_was_kept_against_a_removal_can_be_asked_about_again) {
  auto id = make("admin", {"resident", "name=张三"});
  auto asked = removed_while_edited(id);
  estate.done("admin", {"resolve", asked, "--value", "\"live\""});
  sync_all();
  EXPECT_TRUE(conflicts("li").empty());
  estate.done("li", {"reopen", asked});
  sync_all();
  ASSERT_EQ(conflicts("admin").size(), 1u);
  estate.done("admin", {"resolve", asked, "--value", "\"removed\""});
  sync_all();
  refuses("li", {"show", id}, "not_found");
}

TEST_F(Desk, a_removal_that_was_decided_is_taken_back_by_keep_and_reopen_says_so) {
  auto id = make("admin", {"resident", "name=张三"});
  auto asked = removed_while_edited(id);
  estate.done("admin", {"resolve", asked, "--value", "\"removed\""});
  sync_all();
  const auto refused = estate.tablet("li", {"reopen", asked});
  EXPECT_EQ(refused.fault(), "invalid_value");
  EXPECT_NE(refused.out.find("keep " + id), std::string::npos) << refused.out;
  EXPECT_EQ(conflicts("li", {"--decided"}).at(0).at("state"), "resolved");
  refuses("li", {"edit", id, "name=张珊"}, "not_found");
  EXPECT_EQ(estate.done("li", {"keep", id}).at("record").at("fields").at("name"), "张山");
  sync_all();
  EXPECT_EQ(fields("admin", id).at("name"), "张山");
  EXPECT_TRUE(conflicts("admin").empty());
  EXPECT_EQ(conflicts("admin", {"--decided"}).at(0).at("resolution").at("value"), "live");
  refuses("admin", {"keep", id}, "invalid_value");
  refuses("admin", {"keep", "01890a5d-ac96-774b-bcce-b302099a8057"}, "not_found");
  estate.done("admin", {"delete", id});  // one that nobody argued about
  EXPECT_EQ(estate.done("admin", {"keep", id}).at("record").at("id"), id);
}

TEST_F(Desk, what_a_paper_says_is_evidence_that_a_rule_goes_by) {
  auto id = make("admin", {"resident", "name=张三"});
  sync_all();
  estate.done("admin", {"edit", id, "name=张山", "--source", "document"});
  estate.done("li", {"edit", id, "name=张珊", "--source", "phone"});
  refuses("li", {"edit", id, "name=张三", "--source", "hearsay"}, "usage");
  sync_all();
  auto asked = conflicts("li").at(0);
  EXPECT_EQ(asked.at("candidates").at(0).at("evidence"), json::array({"document"}));
  EXPECT_EQ(asked.at("candidates").at(1).at("evidence"), json::array({"phone"}));
  auto rule = estate.done("admin", {"rule", "add", "--type", "resident", "--better", "document", "--over", "phone"});
  EXPECT_EQ(rule.at("rule").at("fits"), 1);
  estate.done("admin", {"resolve-all", "--rule", rule.at("rule").at("id").get<std::string>()});
  sync_all();
  EXPECT_EQ(fields("li", id).at("name"), "张山");
  const auto edits = estate.done("li", {"history", id}).at("edits");
  EXPECT_TRUE(std::any_of(edits.begin(), edits.end(), [](const json& one) { return one.at("source") == "phone"; }));
}

// The number was called in the same edit that set it: that speaks for it as a telephone call does.
TEST_F(Desk, a_number_that_was_called_is_confirmed_by_phone) {
  auto person = make("admin", {"resident", "name=张三"});
  auto id = make("admin", {"contact", "resident=" + person, "kind=mobile", "value=13800138000"});
  sync_all();
  estate.done("admin", {"edit", id, "value=13900139000"});
  estate.done("admin", {"sync"});
  estate.done("li", {"edit", id, "value=13700137000", "verified=called"});
  sync_all();
  auto asked = conflicts("admin").at(0);
  EXPECT_EQ(asked.at("candidates").at(0).at("evidence"), json::array());
  EXPECT_EQ(asked.at("candidates").at(1).at("evidence"), json::array({"phone"}));
  auto rule = estate.done("admin", {"rule", "add", "--type", "contact", "--better", "phone", "--over", "form"});
  EXPECT_EQ(rule.at("rule").at("fits"), 1);
}

TEST_F(Desk, whoever_types_half_of_a_number_hears_what_is_missing_and_nothing_is_cleared) {
  auto person = make("admin", {"resident", "name=张三"});
  auto id = make("admin", {"contact", "resident=" + person, "kind=mobile", "value=13800138000"});
  sync_all();
  estate.done("admin", {"edit", id, "value=13900139000"});
  estate.done("admin", {"sync"});
  estate.done("li", {"edit", id, "value=13700137000"});
  sync_all();
  const auto asked = conflicts("admin").at(0).at("id").get<std::string>();
  for (const char* half : {R"({"kind":"mobile"})", "{}", R"({"kind":"mobile","value":"13600136000","resident":"x"})"})
    refuses("admin", {"resolve", asked, "--value", half}, "invalid_value");
  estate.done("admin", {"resolve", asked, "--value", R"({"kind":"mobile","value":"13600136000"})"});
  EXPECT_EQ(estate.done("admin", {"show", id}).at("record").at("fields").at("value"), "13600136000");
}

TEST_F(Desk, a_conflict_is_given_discussed_decided_and_asked_again) {
  auto id = quarrel();
  auto asked = conflicts("admin").at(0).at("id").get<std::string>();
  EXPECT_EQ(estate.done("li", {"comment", asked, "身份证上", "是山"}).at("conflict").at("remarks").at(0).at("text"),
            "身份证上 是山");
  estate.done("admin", {"assign", asked, "me"});
  sync_all();
  EXPECT_EQ(conflicts("admin", {"--assigned"}).size(), 1u);
  EXPECT_TRUE(conflicts("li", {"--assigned"}).empty());
  EXPECT_EQ(conflicts("li").at(0).at("remarks").size(), 1u);
  refuses("admin", {"assign", asked, "谁也不是"}, "not_found");
  refuses("admin", {"comment", asked, ""}, "invalid_value");
  refuses("admin", {"resolve", asked, "--split"}, "usage");

  estate.done("admin", {"resolve", asked, "--value", "\"张三丰\""});
  sync_all();
  auto outcome = conflicts("li", {"--decided", "--mine"}).at(0);
  EXPECT_EQ(outcome.at("resolution").at("value"), "张三丰");
  estate.done("li", {"reopen", asked});
  sync_all();
  auto again = conflicts("admin").at(0);
  EXPECT_EQ(again.at("candidates").size(), 3u);
  EXPECT_EQ(again.at("current"), "张三丰");
  estate.done("admin", {"resolve", asked, "--take", "2"});
  sync_all();
  EXPECT_TRUE(conflicts("li").empty());
  EXPECT_NE(fields("li", id).at("name"), "张三丰");
}

TEST_F(Desk, one_decision_for_many_is_previewed_first) {
  std::vector<std::string> ids{quarrel(), quarrel(), quarrel()};
  auto by = conflicts("admin").at(0).at("candidates");
  auto me = by.at(0).at("by").get<std::string>(), other = by.at(1).at("by").get<std::string>();
  const std::vector<std::string> words{"resolve-all", "--field", "name", "--take", other, "--against", me};
  auto preview = words;
  preview.emplace_back("--preview");
  auto shown = estate.done("admin", preview);
  EXPECT_EQ(shown.at("decided"), 0);
  EXPECT_EQ(shown.at("conflicts").size(), 3u);
  EXPECT_EQ(conflicts("admin").size(), 3u);
  const auto batch = shown.at("batch").get<std::string>();
  estate.done("li", {"edit", ids[0], "name=张杉"});  // what the preview could not show
  sync_all();
  const auto done = estate.done("admin", {"resolve-all", "--as-shown", batch});
  EXPECT_EQ(done.at("decided"), 2);
  EXPECT_EQ(done.at("kept_open"), 1);
  sync_all();
  EXPECT_EQ(conflicts("li").size(), 1u);
  for (std::size_t i = 1; i < ids.size(); ++i) EXPECT_EQ(fields("li", ids[i]).at("name"), by.at(1).at("value"));

  EXPECT_EQ(estate.done("li", {"resolve-all", "--undo", batch, "--preview"}).at("conflicts").size(), 2u);
  EXPECT_EQ(conflicts("li").size(), 1u);
  EXPECT_EQ(estate.done("li", {"resolve-all", "--undo", batch}).at("reopened"), 2);
  sync_all();
  EXPECT_EQ(conflicts("admin").size(), 3u);
  refuses("admin", {"resolve-all", "--field", "name"}, "usage");
  refuses("admin", {"resolve-all", "--as-shown", "batch_00"}, "not_found");
  refuses("admin", {"resolve-all", "--undo", "form"}, "usage");
  EXPECT_TRUE(estate.server({"verify"}).at("ok").get<bool>());
}

TEST_F(Desk, a_rule_is_written_down_shown_applied_by_a_person_and_taken_back) {
  quarrel();
  const auto rule =
      estate.done("admin", {"rule", "add", "--type", "resident", "--field", "name", "--later"}).at("rule");
  const auto id = rule.at("id").get<std::string>();
  EXPECT_EQ(rule.at("by"), "admin");
  EXPECT_EQ(rule.at("fits"), 1);
  sync_all();
  ASSERT_EQ(estate.done("li", {"rule", "list"}).at("rules").size(), 1u);
  EXPECT_EQ(conflicts("li").size(), 1u) << "it does nothing by itself";
  const auto shown = estate.done("li", {"resolve-all", "--rule", id, "--preview"});
  ASSERT_EQ(shown.at("conflicts").size(), 1u);
  EXPECT_EQ(estate.done("li", {"resolve-all", "--rule", id}).at("decided"), 1);
  sync_all();
  const auto decided = conflicts("admin", {"--decided"}).at(0);
  EXPECT_EQ(decided.at("resolution").at("source"), rule.at("batch"));
  EXPECT_EQ(decided.at("resolution").at("value"), shown.at("conflicts").at(0).at("taken"));
  EXPECT_EQ(estate.done("admin", {"resolve-all", "--undo", id}).at("reopened"), 1);
  estate.done("admin", {"rule", "remove", id});
  sync_all();
  EXPECT_TRUE(estate.done("li", {"rule", "list"}).at("rules").empty()) << "nothing stands by it any more";
  EXPECT_EQ(conflicts("li").size(), 1u);
  refuses("admin", {"rule", "add", "--type", "resident", "--better", "hearsay"}, "invalid_value");
  refuses("admin", {"rule", "add", "--type", "spaceship", "--later"}, "unknown_type");
  refuses("admin", {"resolve-all", "--rule", "01890a5d-ac96-774b-bcce-b302099a8057"}, "not_found");
}

TEST_F(Desk, who_is_entered_twice_is_hinted_at_and_saved_all_the_same) {
  const auto home = make("admin", {"unit", "building=3", "room_no=1502"});
  const auto old = make("admin", {"resident", "name=王五"});
  make("admin", {"occupancy", "unit=" + home, "resident=" + old, "role=owner"});
  make("admin", {"contact", "resident=" + old, "kind=mobile", "value=13800138000"});
  sync_all();
  const auto fresh = estate.done("li", {"new", "resident", "name=王五"});
  EXPECT_EQ(fresh.at("similar"), json::array()) << "a name alone says nothing";
  const auto id = fresh.at("record").at("id").get<std::string>();
  const auto told =
      estate.done("li", {"new", "contact", "resident=" + id, "kind=mobile", "value=138 0013 8000"}).at("similar");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.at(0).at("id"), old);
  EXPECT_EQ(told.at(0).at("why"), json::array({"phone"}));
  const auto again = estate.done("li", {"new", "occupancy", "unit=" + home, "resident=" + id, "role=tenant"});
  EXPECT_EQ(again.at("similar").at(0).at("why"), json::array({"name_and_home"}));
}

TEST_F(Desk, a_field_tells_every_value_it_had_and_takes_one_back) {
  auto id = quarrel();
  auto values = estate.done("admin", {"history", id, "--field", "name"});
  ASSERT_EQ(values.at("values").size(), 3u);
  EXPECT_EQ(values.at("values").at(2).at("n"), 3);
  EXPECT_FALSE(values.at("values").at(0).at("restorable").get<bool>()) << "people are asked about it";
  refuses("admin", {"restore", id, "name", "--take", "1"}, "invalid_value");
  EXPECT_TRUE(values.at("complete").get<bool>());
  EXPECT_EQ(values.at("values").at(0).at("value"), "张三");
  EXPECT_EQ(values.at("values").at(1).at("base"), "张三");
  auto asked = conflicts("admin").at(0).at("id").get<std::string>();
  estate.done("admin", {"resolve", asked, "--take", "1"});
  EXPECT_TRUE(estate.done("admin", {"history", id, "--field", "name"}).at("values").at(0).at("restorable").get<bool>());
  EXPECT_EQ(estate.done("admin", {"restore", id, "name", "--take", "1"}).at("record").at("fields").at("name"), "张三");
  refuses("admin", {"restore", id, "name", "--take", "99"}, "usage");
  refuses("admin", {"restore", id, "colour", "--take", "1"}, "unknown_field");
  EXPECT_EQ(estate.done("admin", {"history", id, "--at", "2000-01-01"}).at("record"), nullptr);
  EXPECT_EQ(estate.done("admin", {"history", id, "--at", "2100-01-01"}).at("record").at("fields").at("name"), "张三");
  refuses("admin", {"history", id, "--at", "yesterday"}, "usage");
}

TEST_F(Desk, an_urgency_that_only_rises_is_not_said_to_be_put_back) {
  auto id = make("admin", {"request", "text=漏水", "urgency=normal"});
  estate.done("admin", {"edit", id, "urgency=urgent"});
  sync_all();
  const auto values = estate.done("admin", {"history", id, "--field", "urgency"}).at("values");
  ASSERT_EQ(values.size(), 2u);
  EXPECT_FALSE(values.at(0).at("restorable").get<bool>());
  EXPECT_FALSE(values.at(0).at("reason").get<std::string>().empty());
  EXPECT_TRUE(values.at(1).at("restorable").get<bool>());
  refuses("admin", {"restore", id, "urgency", "--take", "1"}, "invalid_value");
}

TEST_F(Desk, an_exchange_says_what_was_refused_and_why) {
  auto id = make("admin", {"resident", "name=张三"});
  sync_all();
  estate.done("li", {"edit", id, "name=张珊"});
  estate.server({"person", "set", "--login", "li", "--role", "auditor"});
  const auto told = estate.done("li", {"sync"});
  EXPECT_EQ(told.at("refused"), 1);
  ASSERT_EQ(told.at("refusals").size(), 1u);
  EXPECT_EQ(told.at("refusals").at(0).at("record"), id);
  EXPECT_FALSE(told.at("refusals").at(0).at("message").get<std::string>().empty());
  EXPECT_FALSE(estate.done("li", {"sync"}).contains("refusals")) << "once";
}

TEST_F(Desk, an_ended_rule_is_listed_with_what_stands_by_it) {
  quarrel();
  const auto id =
      estate.done("admin", {"rule", "add", "--type", "resident", "--later"}).at("rule").at("id").get<std::string>();
  EXPECT_EQ(estate.done("admin", {"resolve-all", "--rule", id}).at("decided"), 1);
  estate.done("admin", {"rule", "remove", id});
  sync_all();
  const auto rules = estate.done("li", {"rule", "list"}).at("rules");
  ASSERT_EQ(rules.size(), 1u);
  EXPECT_EQ(rules.at(0).at("ended"), true);
  EXPECT_EQ(rules.at(0).at("decided"), 1);
  EXPECT_EQ(estate.done("li", {"resolve-all", "--undo", id}).at("reopened"), 1);
  EXPECT_TRUE(estate.done("li", {"rule", "list"}).at("rules").empty());
}

}  // namespace
}  // namespace doorstep
