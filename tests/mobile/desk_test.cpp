#include "tests/mobile/desk_case.h"

/// The desk: whose a question is, what is said about it, and values that nobody wished yet.

namespace doorstep::test {
namespace {

class DeskTest : public DeskCase {};

TEST_F(DeskTest, what_a_rule_decided_long_ago_stands_when_today_s_use_of_it_is_taken_back) {
  for (int i = 0; i < 2; ++i) name_in_dispute();
  auto rule = estate_.done("admin", {"rule", "add", "--type", "resident", "--field", "name", "--later"})["rule"]["id"];
  estate_.done("admin", {"resolve-all", "--rule", rule.get<std::string>()});
  sync({"admin"});
  ASSERT_EQ(open_at("admin").size(), 0U);
  name_in_dispute();
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  auto* list = queue(office, 1);
  ASSERT_NE(list, nullptr);
  ASSERT_TRUE(office.click("ruleShow"));
  ASSERT_TRUE(office.click("planDecide"));
  ASSERT_TRUE(until([&] { return list->rowCount() == 0; }));
  ASSERT_TRUE(delivered(office));
  office.press(Qt::Key_U);
  ASSERT_TRUE(until([&] { return office.text("decided") == "1 asked about anew."; }))
      << office.text("decided").toStdString();
  EXPECT_TRUE(until([&] { return list->rowCount() == 1; }));
  ASSERT_TRUE(delivered(office));
  EXPECT_EQ(list->rowCount(), 1);
}

TEST_F(DeskTest, a_field_that_people_are_asked_about_offers_nothing_to_put_back_and_says_why) {
  const auto resident = name_in_dispute();
  Tablet office{store("admin"), "en", {1280, 800}};
  ASSERT_TRUE(office.unlock());
  open_record(office, resident, "resident");
  ASSERT_TRUE(office.click("lookBack"));
  ASSERT_TRUE(office.click("past_name"));
  auto* values = office.model("pastValues");
  ASSERT_TRUE(values != nullptr && until([&] { return values->rowCount() == 3; }));
  EXPECT_TRUE(office.shows("pastDisputed"));
  EXPECT_FALSE(office.shows("restore"));
}

TEST_F(DeskTest, an_author_is_told_again_when_it_was_decided_otherwise) {
  name_in_dispute();
  auto decide = [&](const char* number) {
    auto id = open_at("admin").at(0)["id"].get<std::string>();
    estate_.done("admin", {"resolve", id, "--take", number});
    sync({"admin", "wang"});
    return id;
  };
  auto read_and_put_away = [&] {
    Tablet author{store("wang"), "en"};
    ASSERT_TRUE(author.unlock());
    ASSERT_TRUE(author.click("chip"));
    auto* notice = author.item("notice");
    ASSERT_NE(notice, nullptr) << "nothing is told";
    QMetaObject::invokeMethod(notice, "dismissed");
    ASSERT_TRUE(until([&] { return !author.shows("notice"); }));
    author.app().lock();
  };
  const auto id = decide("1");
  read_and_put_away();
  if (HasFatalFailure()) return;
  estate_.done("admin", {"reopen", id});
  sync({"admin"});
  decide("2");
  read_and_put_away();
}

TEST_F(DeskTest, a_group_s_values_say_which_of_them_is_which_and_which_is_empty) {
  auto home = make("unit", {"building=3", "room_no=1502"}), person = make("resident", {"name=张三"});
  auto tenancy = make("occupancy", {"unit=" + home, "resident=" + person, "role=tenant"});
  quarrel(tenancy, {"from=2024-01-01"}, {"to=2024-01-01"});
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_NE(queue(office, 1), nullptr);
  auto* card = office.item("card");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("candidates").toList().size() == 2; }));
  EXPECT_NE(candidate(card, 0), candidate(card, 1));
  EXPECT_TRUE(candidate(card, 0).contains(": 2024-01-01\n")) << candidate(card, 0).toStdString();
  EXPECT_TRUE(candidate(card, 0).endsWith(": (empty)"));
  EXPECT_TRUE(candidate(card, 1).endsWith(": 2024-01-01")) << candidate(card, 1).toStdString();
}

TEST_F(DeskTest, a_third_telephone_number_is_typed_by_its_own_editor_and_is_at_the_office) {
  auto contact = number_in_dispute();
  {
    Tablet office{store("admin"), "zh_CN", {1280, 800}};
    ASSERT_TRUE(office.unlock());
    auto* list = queue(office, 1);
    ASSERT_NE(list, nullptr);
    auto* card = office.item("card");
    ASSERT_TRUE(card != nullptr && until([&] { return card->property("members").toList().size() == 2; }));
    office.press(Qt::Key_T);
    ASSERT_TRUE(office.click("member_value"));
    office.press(Qt::Key_A, Qt::ControlModifier);
    office.type("136");
    ASSERT_TRUE(office.click("takeTyped"));
    EXPECT_TRUE(until([&] { return !card->property("error").toString().isEmpty(); })) << "half a number is refused";
    EXPECT_EQ(list->rowCount(), 1);
    ASSERT_TRUE(office.click("member_value"));
    office.press(Qt::Key_A, Qt::ControlModifier);
    office.type("13611112222");
    ASSERT_TRUE(office.click("takeTyped"));
    ASSERT_TRUE(until([&] { return list->rowCount() == 0; })) << office.text("decided").toStdString();
    ASSERT_TRUE(delivered(office));
    office.app().lock();
  }
  sync({"wang"});
  EXPECT_EQ(fields("wang", contact)["value"], "13611112222");
  EXPECT_EQ(fields("wang", contact)["kind"], "mobile");
  EXPECT_TRUE(open_at("wang").empty());
}

TEST_F(DeskTest, what_is_said_about_a_question_is_read_at_the_other_tablet_and_answered_there) {
  name_in_dispute();
  const auto id = open_at("admin").at(0)["id"].get<std::string>();
  estate_.done("wang", {"comment", id, "我看过身份证"});
  sync({"wang", "admin"});
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_NE(queue(office, 1), nullptr);
    EXPECT_EQ(office.text("remark"), "我看过身份证");
    ASSERT_TRUE(office.click("remarkLine"));
    office.type("ok 1");
    EXPECT_EQ(office.item("card")->property("chosen").toInt(), 0) << "a digit that is said chooses nothing";
    office.press(Qt::Key_Return);
    ASSERT_TRUE(until([&] { return office.text("decided").startsWith("Said"); }));
    ASSERT_TRUE(delivered(office));
    office.app().lock();
  }
  sync({"wang"});
  const auto remarks = open_at("wang").at(0)["remarks"];
  ASSERT_EQ(remarks.size(), 2U);
  EXPECT_EQ(remarks[1].value("text", ""), "ok 1") << remarks.dump();
}

TEST_F(DeskTest, an_author_whose_role_does_not_decide_answers_and_is_not_asked_again) {
  name_in_dispute();
  const auto id = open_at("admin").at(0)["id"].get<std::string>();
  estate_.server({"person", "set", "--login", "wang", "--role", "front_desk"});
  estate_.done("admin", {"assign", id, "wang"});
  sync({"admin", "wang"});
  Tablet author{store("wang"), "en", {1600, 900}};
  ASSERT_TRUE(author.unlock());
  ASSERT_TRUE(author.click("chip"));
  auto* notice = author.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->property("step").toString(), "Answer");
  QMetaObject::invokeMethod(notice, "stepped");
  auto* card = author.item("card");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("candidates").toList().size() == 2; }));
  EXPECT_FALSE(card->property("typable").toBool());
  card->forceActiveFocus();
  author.press(Qt::Key_1);
  EXPECT_EQ(card->property("chosen").toInt(), 0) << "it is closed";
  EXPECT_FALSE(author.shows("give"));
  ASSERT_TRUE(author.click("remarkLine"));
  author.type("by paper");
  author.press(Qt::Key_Return);
  ASSERT_TRUE(delivered(author));
  ASSERT_TRUE(author.click("chip"));
  EXPECT_TRUE(until([&] { return !author.shows("notice"); })) << "it was answered";
  author.app().lock();
  sync({"admin"});
  EXPECT_EQ(open_at("admin").at(0)["remarks"].size(), 1U);
}

TEST_F(DeskTest, a_question_is_given_to_a_colleague_to_another_and_to_nobody) {
  name_in_dispute();
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_NE(queue(office, 1), nullptr);
  auto* card = office.item("card");
  const auto note = [&](const char* wanted) {
    return until([&] { return card->property("note").toString().contains(wanted); });
  };
  for (const auto& [person, said] :
       {std::pair{"person_wang", "wang was asked by admin"}, std::pair{"person_li", "li was asked by admin"},
        std::pair{"person_me", "admin takes care of it"}}) {
    ASSERT_TRUE(office.click("give"));
    ASSERT_TRUE(office.click(person)) << person;
    EXPECT_TRUE(note(said)) << card->property("note").toString().toStdString();
  }
  ASSERT_TRUE(office.click("takeFrom"));
  EXPECT_TRUE(until([&] { return !office.shows("takeFrom"); }));
  EXPECT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_FALSE(open_at("admin").at(0).contains("assignee"));
}

TEST_F(DeskTest, both_numbers_are_right_and_each_has_a_record_until_that_is_taken_back) {
  auto contact = number_in_dispute();
  const auto stood = fields("admin", contact)["value"];
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  auto* list = queue(office, 1);
  ASSERT_NE(list, nullptr);
  auto* card = office.item("card");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("keepsBoth").toBool(); }));
  office.press(Qt::Key_B);
  office.press(Qt::Key_Return);
  ASSERT_TRUE(until([&] { return list->rowCount() == 0 && office.shows("undo"); }));
  ASSERT_TRUE(delivered(office));
  office.press(Qt::Key_U);
  ASSERT_TRUE(until([&] { return list->rowCount() == 1; })) << office.text("decided").toStdString();
  ASSERT_TRUE(delivered(office));
  card->forceActiveFocus();
  ASSERT_TRUE(until([&] { return card->property("keepsBoth").toBool(); }));
  office.press(Qt::Key_B);
  office.press(Qt::Key_Return);
  ASSERT_TRUE(until([&] { return list->rowCount() == 0 && office.shows("undo"); }));
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(fields("admin", contact)["value"], stood) << "what stood stays";
  std::set<std::string> numbers;
  for (const auto& one : contacts()) {
    numbers.insert(one["fields"]["value"].get<std::string>());
    EXPECT_EQ(one["fields"]["resident"], fields("admin", contact)["resident"]);
  }
  EXPECT_EQ(numbers, (std::set<std::string>{"13900001111", "13700002222"}));
  sync({"wang"});
  EXPECT_TRUE(open_at("wang").empty());
}

TEST_F(DeskTest, both_is_not_offered_where_it_makes_no_sense) {
  name_in_dispute();
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_NE(queue(office, 1), nullptr);
  auto* card = office.item("card");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("heading").toString().contains("张"); }));
  EXPECT_FALSE(card->property("keepsBoth").toBool()) << "nobody becomes two by two names";
}

}  // namespace
}  // namespace doorstep::test
