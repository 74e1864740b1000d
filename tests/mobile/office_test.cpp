#include "tests/mobile/app_case.h"
#include "tests/program.h"

/// The wide screen: what changed a moment ago, and the conflict desk by keyboard.

namespace doorstep::test {
namespace {

constexpr int disputes = 50;

class OfficeTest : public AppCase {
 protected:
  std::vector<json> batch_of(const std::string& tablet, const std::vector<std::string>& lines) {
    auto batch = estate_.batch(tablet);
    std::vector<json> out;
    for (const auto& line : lines) {
      batch->say(line);
      out.push_back(json::parse(batch->next_line()));
      EXPECT_TRUE(out.back().value("ok", false)) << out.back().dump();
    }
    return out;
  }
  /// Two colleagues wrote the same person down, under one number; each has seen what the other wrote.
  std::pair<std::string, std::string> write_twice() {
    auto first = make("resident", {"name=张三", "archive_no=HX-0000017", "occupation=教师"});
    estate_.done("admin", {"sync"});
    estate_.enroll("wang");
    auto made = estate_.done("wang", {"new", "resident", "name=张叁", "archive_no=HX-0000017", "sex=女"});
    auto second = made["record"]["id"].get<std::string>();
    estate_.done("wang", {"new", "contact", "resident=" + second, "kind=mobile", "value=13800138000"});
    for (const char* who : {"wang", "admin", "wang"}) estate_.done(who, {"sync"});
    return {first, second};
  }
  json shown(const std::string& tablet, const std::string& record) {
    return estate_.done(tablet, {"show", record})["record"];
  }
  /// What both tablets say of a record, once everything is delivered.
  json agreed(const std::string& record) {
    auto mine = shown("admin", record), theirs = shown("wang", record);
    for (auto* one : {&mine, &theirs}) one->erase("revision");
    EXPECT_EQ(mine, theirs);
    return mine;
  }
  /// Two colleagues give each of fifty people another name, none knowing of the other.
  std::vector<std::string> dispute_names() {
    std::vector<std::string> lines, ids;
    for (int i = 0; i < disputes; ++i) lines.push_back("new resident name=张三");
    for (const auto& answer : batch_of("admin", lines)) ids.push_back(answer["record"]["id"]);
    estate_.done("admin", {"sync"});
    for (const char* who : {"wang", "li"}) {
      estate_.enroll(who);
      estate_.done(who, {"sync"});
    }
    for (const char* who : {"wang", "li"}) {
      lines.clear();
      for (const auto& id : ids) lines.push_back("edit " + id + " name=" + (who[0] == 'w' ? "张山" : "章三"));
      batch_of(who, lines);
    }
    for (const char* who : {"wang", "li"}) estate_.done(who, {"sync"});
    return ids;
  }
};

TEST_F(OfficeTest, clears_fifty_conflicts_by_keys_alone_and_both_authors_have_the_outcomes) {
  auto ids = dispute_names();
  {
    Tablet office{store("admin"), "zh_CN", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(delivered(office));
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == disputes; }));
    for (int i = 0; i < disputes; ++i) {
      const auto before = queue->rowCount();
      office.press(i % 2 == 0 ? Qt::Key_1 : Qt::Key_2);
      office.press(Qt::Key_Return);
      ASSERT_EQ(queue->rowCount(), before - 1) << "the next one is there at once";
    }
    ASSERT_TRUE(delivered(office));
    EXPECT_EQ(queue->rowCount(), 0);
    office.app().lock();
  }
  int first = 0;
  for (const char* who : {"wang", "li"}) {
    estate_.done(who, {"sync"});
    EXPECT_TRUE(estate_.done(who, {"conflicts"})["conflicts"].empty());
    for (const auto& id : ids) {
      auto seen = estate_.done(who, {"show", id})["record"];
      EXPECT_EQ(seen["conflicts"], json::array());
      first += seen["fields"]["name"] == "张山" ? 1 : 0;
    }
  }
  EXPECT_EQ(first, disputes) << "half of them, on both tablets";
  // On an author's own screen: what became of it, with who decided.
  Tablet author{store("wang"), "en"};
  ASSERT_TRUE(author.unlock());
  ASSERT_TRUE(author.click("chip"));
  auto* notice = author.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_TRUE(notice->property("reason").toString().contains("admin chose"))
      << notice->property("reason").toString().toStdString();
}

TEST_F(OfficeTest, fifty_alike_are_seen_first_decided_by_one_tap_and_taken_back_by_another) {
  dispute_names();
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(delivered(office));
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == disputes; }));
    EXPECT_FALSE(office.shows("decideAlike")) << "nobody was chosen yet";
    office.press(Qt::Key_1);
    ASSERT_TRUE(office.click("decideAlike"));
    auto* plan = office.item("plan");
    ASSERT_NE(plan, nullptr);
    EXPECT_EQ(plan->property("count").toInt(), disputes);
    EXPECT_EQ(plan->property("lines").toList().size(), disputes);
    EXPECT_EQ(queue->rowCount(), disputes) << "nothing is written yet";
    ASSERT_TRUE(office.click("planDecide"));
    ASSERT_TRUE(until([&] { return queue->rowCount() == 0; }));
    EXPECT_EQ(office.text("decided"), "50 decided.");
    office.press(Qt::Key_U);
    ASSERT_TRUE(until([&] { return queue->rowCount() == disputes; }));
    ASSERT_TRUE(delivered(office));
    office.press(Qt::Key_2);
    ASSERT_TRUE(office.click("decideAlike")) << "the wrong one of the two was chosen for all";
    ASSERT_TRUE(until([&] { return office.item("plan")->property("count").toInt() == disputes; }));
    ASSERT_TRUE(office.click("planDecide"));
    ASSERT_TRUE(until([&] { return queue->rowCount() == 0; }));
    office.press(Qt::Key_U);
    ASSERT_TRUE(until([&] { return queue->rowCount() == disputes; }));
    ASSERT_TRUE(delivered(office));
    office.app().lock();
  }
  estate_.done("wang", {"sync"});
  EXPECT_EQ(estate_.done("wang", {"conflicts"})["conflicts"].size(), static_cast<std::size_t>(disputes));
}

TEST_F(OfficeTest, a_rule_on_the_desk_shows_what_it_would_decide_and_takes_all_of_it_back) {
  dispute_names();
  auto rule = estate_.done("admin", {"rule", "add", "--type", "resident", "--field", "name", "--later"})["rule"];
  estate_.done("admin", {"sync"});
  Tablet office{store("admin"), "zh_CN", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_TRUE(delivered(office));
  ASSERT_TRUE(office.click("page_conflicts"));
  auto* queue = office.model("queue");
  ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == disputes; }));
  auto* row = office.item("rule");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->property("words").toString(), "姓名：较晚的为准");
  EXPECT_EQ(row->property("by").toString(), "admin");
  ASSERT_TRUE(office.click("ruleShow"));
  auto* plan = office.item("plan");
  ASSERT_TRUE(plan != nullptr && until([&] { return plan->property("count").toInt() == disputes; }));
  EXPECT_EQ(plan->property("title").toString(), "按规则裁决：姓名：较晚的为准");
  ASSERT_TRUE(office.click("planDecide"));
  ASSERT_TRUE(until([&] { return queue->rowCount() == 0; }));
  ASSERT_TRUE(office.click("ruleBack"));
  EXPECT_TRUE(until([&] { return queue->rowCount() == disputes; }));
  ASSERT_TRUE(office.click("ruleDrop"));
  EXPECT_TRUE(until([&] { return !office.shows("rule"); }));
}

TEST_F(OfficeTest, a_choice_for_the_better_evidence_becomes_a_rule_that_decides_the_others) {
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(make("resident", {"name=张三"}));
  estate_.done("admin", {"sync"});
  for (const char* who : {"wang", "li"}) {
    estate_.enroll(who);
    estate_.done(who, {"sync"});
    for (const auto& id : ids)
      estate_.done(who, {"edit", id, who[0] == 'w' ? "name=张山" : "name=章三", "--source",
                         who[0] == 'w' ? "document" : "phone"});
  }
  for (const char* who : {"wang", "li"}) estate_.done(who, {"sync"});
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(delivered(office));
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == 3; }));
    auto* card = office.item("card");
    ASSERT_TRUE(card != nullptr && until([&] { return card->property("candidates").toList().size() == 2; }));
    const auto chips = card->property("candidates").toList()[0].toMap()["evidence"].toList();
    ASSERT_EQ(chips.size(), 1);
    const bool paper_first = chips[0].toMap()["text"] == "document seen";
    office.press(paper_first ? Qt::Key_1 : Qt::Key_2);
    ASSERT_TRUE(office.click("makeRule"));
    auto* plan = office.item("plan");
    ASSERT_TRUE(plan != nullptr && until([&] { return plan->property("count").toInt() == 3; }));
    EXPECT_EQ(plan->property("title").toString(), "By the rule Name: “Document seen” before “By phone”");
    EXPECT_EQ(queue->rowCount(), 3) << "nothing is written yet but the rule";
    ASSERT_TRUE(office.click("planDecide"));
    ASSERT_TRUE(until([&] { return queue->rowCount() == 0; }));
    ASSERT_TRUE(delivered(office));
    office.app().lock();
  }
  estate_.done("wang", {"sync"});
  for (const auto& id : ids) EXPECT_EQ(shown("wang", id)["fields"]["name"], "张山");
  auto rules = estate_.done("wang", {"rule", "list"})["rules"];
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0]["better"], "document");
}

TEST_F(OfficeTest, a_removal_that_was_decided_is_taken_back_by_one_key) {
  auto id = make("resident", {"name=张三"});
  estate_.done("admin", {"sync"});
  for (const char* who : {"wang", "li"}) {
    estate_.enroll(who);
    estate_.done(who, {"sync"});
  }
  estate_.done("wang", {"edit", id, "name=张山"});
  estate_.done("li", {"delete", id});
  for (const char* who : {"wang", "li"}) estate_.done(who, {"sync"});
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_TRUE(delivered(office));
  ASSERT_TRUE(office.click("page_conflicts"));
  auto* queue = office.model("queue");
  ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == 1; }));
  auto* card = office.item("card");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("candidates").toList().size() == 2; }));
  auto decide_for = [&](const QString& wish) {
    const auto first = card->property("candidates").toList()[0].toMap()["value"].toStringList().join("");
    office.press(first == wish ? Qt::Key_1 : Qt::Key_2);
    office.press(Qt::Key_Return);
    return until([&] { return queue->rowCount() == 0; });
  };
  ASSERT_TRUE(decide_for("keep the record"));
  ASSERT_TRUE(delivered(office));
  office.press(Qt::Key_U);
  ASSERT_TRUE(until([&] { return queue->rowCount() == 1; })) << "that it stays is taken back too";
  ASSERT_TRUE(until([&] { return card->property("candidates").toList().size() == 2; }));
  ASSERT_TRUE(decide_for("remove the record"));
  ASSERT_TRUE(delivered(office));
  auto shown_to_wang = [&] {
    estate_.done("wang", {"sync"});
    return estate_.tablet("wang", {"show", id}).fault();
  };
  EXPECT_EQ(shown_to_wang(), "not_found");
  office.press(Qt::Key_U);
  ASSERT_TRUE(until([&] { return office.text("decided") == "Taken back."; }));
  EXPECT_TRUE(until([&] { return shown_to_wang().empty(); })) << shown_to_wang();
}

TEST_F(OfficeTest, a_person_written_down_twice_becomes_one_by_two_keys_and_two_again_by_another) {
  auto [first, second] = write_twice();
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(delivered(office));
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == 1; }));
    auto* card = office.item("card");
    ASSERT_TRUE(card != nullptr && until([&] { return cell(queue, 0, "heading").endsWith(" · One record or two"); }));
    EXPECT_TRUE(card->property("twice").toBool());
    EXPECT_EQ(card->property("note").toString(), "The same in both: Archive number");
    auto facts = card->property("candidates").toList().value(1).toMap()["facts"].toList();
    ASSERT_FALSE(facts.isEmpty());
    EXPECT_EQ(facts[0].toMap()["text"], "张叁") << "what differs comes first";
    office.press(Qt::Key_1);
    office.press(Qt::Key_Return);
    EXPECT_EQ(queue->rowCount(), 0);
    ASSERT_TRUE(until([&] { return office.text("decided").contains("1 value stayed"); }))
        << office.text("decided").toStdString();
    // Both numbers lead to the one that stays.
    auto at_wangs = [&] {
      estate_.done("wang", {"sync"});
      return shown("wang", second);
    };
    ASSERT_TRUE(until([&] { return at_wangs()["id"] == first; }));
    EXPECT_EQ(shown("wang", second)["fields"]["sex"], "female");
    EXPECT_TRUE(estate_.done("wang", {"conflicts"})["conflicts"].empty());
    office.press(Qt::Key_U);
    ASSERT_TRUE(until([&] { return office.text("decided") == "Taken back."; }));
    office.app().lock();
  }
  for (const char* who : {"admin", "wang", "admin"}) estate_.done(who, {"sync"});
  EXPECT_FALSE(agreed(first)["fields"].contains("sex"));
  EXPECT_EQ(agreed(second)["fields"]["name"], "张叁");
  for (const char* who : {"wang", "admin"}) EXPECT_TRUE(estate_.done(who, {"conflicts"})["conflicts"].empty());
}

TEST_F(OfficeTest, two_after_all_is_a_tap_that_can_be_taken_back_and_both_tablets_keep_both_records) {
  auto [first, second] = write_twice();
  {
    Tablet office{store("admin"), "zh_CN", {1280, 800}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == 1; }));
    for (int time = 1;; ++time) {
      ASSERT_TRUE(office.click("both"));
      EXPECT_EQ(office.item("card")->property("chosen").toInt(), -2);
      office.press(Qt::Key_Return);
      ASSERT_TRUE(until([&] { return queue->rowCount() == 0; }));
      if (time == 2) break;
      ASSERT_TRUE(delivered(office));
      office.press(Qt::Key_U);
      ASSERT_TRUE(until([&] { return queue->rowCount() == 1; })) << "asked again";
    }
    ASSERT_TRUE(delivered(office));
    office.app().lock();
  }
  for (const char* who : {"admin", "wang"}) estate_.done(who, {"sync"});
  EXPECT_EQ(agreed(first)["fields"]["name"], "张三");
  EXPECT_EQ(agreed(second)["fields"]["name"], "张叁");
  for (const char* who : {"wang", "admin"}) EXPECT_TRUE(estate_.done(who, {"conflicts"})["conflicts"].empty());
  // Whoever wrote one of them down is told what was said.
  Tablet author{store("wang"), "en"};
  ASSERT_TRUE(author.unlock());
  ASSERT_TRUE(author.click("chip"));
  auto* notice = author.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->property("sentence").toString(), "Resident · One record or two");
  EXPECT_TRUE(notice->property("reason").toString().startsWith("admin decided: they are two"));
}

TEST_F(OfficeTest, an_author_is_asked_and_decides_on_their_own_tablet) {
  auto id = make("resident", {"name=张三"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  estate_.done("admin", {"edit", id, "name=张山"});
  estate_.done("wang", {"edit", id, "name=章三"});
  for (const char* who : {"admin", "wang", "admin"}) estate_.done(who, {"sync"});
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* card = office.item("card");
    ASSERT_TRUE(card != nullptr && until([&] { return card->property("asks").toString() == "wang"; }));
    office.press(Qt::Key_A);
    ASSERT_TRUE(until([&] { return card->property("note").toString().contains("wang was asked by admin"); }));
    office.app().lock();
  }
  estate_.done("admin", {"sync"});
  Tablet author{store("wang"), "en", {400, 800}};
  ASSERT_TRUE(author.unlock());
  auto* chip = author.item("chip");
  ASSERT_TRUE(chip != nullptr && until([&] { return chip->property("words").toString() == "1 needs you"; }));
  ASSERT_TRUE(author.click("chip"));
  auto* notice = author.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->property("sentence").toString(), "admin asks you about “Name”.");
  QMetaObject::invokeMethod(notice, "stepped");
  auto* card = author.item("card");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("heading").toString().endsWith("Name"); }));
  card->forceActiveFocus();
  author.press(Qt::Key_1);
  author.press(Qt::Key_Return);
  ASSERT_TRUE(until([&] { return author.app().delivery()->waiting() == 0; }));
  EXPECT_TRUE(until([&] { return chip->property("stage").toString() == "delivered"; }));
  author.app().lock();
  for (const char* who : {"wang", "admin"}) estate_.done(who, {"sync"});
  EXPECT_TRUE(estate_.done("admin", {"conflicts"})["conflicts"].empty());
  EXPECT_EQ(agreed(id)["fields"]["name"], "张山");
}

TEST_F(OfficeTest, the_desk_and_the_past_say_in_which_visit_it_was_said_and_nothing_where_it_was_none) {
  auto home = make("unit", {"building=3", "unit_no=2", "room_no=1502"}), id = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + home, "resident=" + id, "role=owner"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  estate_.done("wang", {"visit", "begin", home});
  estate_.done("wang", {"edit", id, "name=张山"});
  estate_.done("wang", {"visit", "finish"});
  estate_.done("admin", {"edit", id, "name=章三"});
  for (const char* who : {"wang", "admin", "wang"}) estate_.done(who, {"sync"});
  Tablet office{store("admin"), "zh_CN", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_TRUE(office.click("page_conflicts"));
  auto* card = office.item("card");
  const auto said = [&](int number) {
    return card->property("candidates").toList().value(number).toMap().value("visit").toString();
  };
  ASSERT_TRUE(card != nullptr && until([&] { return said(0) != ""; }));
  EXPECT_TRUE(said(0).endsWith("走访 3-2-1502 时所说")) << said(0).toStdString();
  EXPECT_EQ(said(1), "");
  EXPECT_EQ(office.text("visit"), said(0)) << "and it stands on the card";
}

TEST_F(OfficeTest, a_decision_is_taken_back_by_a_key_and_asked_again) {
  auto id = make("resident", {"name=张三"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  estate_.done("admin", {"edit", id, "name=张山"});
  estate_.done("wang", {"edit", id, "name=章三"});
  for (const char* who : {"admin", "wang", "admin"}) estate_.done(who, {"sync"});
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == 1; }));
    office.press(Qt::Key_2);
    office.press(Qt::Key_Return);
    ASSERT_EQ(queue->rowCount(), 0);
    office.press(Qt::Key_U);
    ASSERT_TRUE(until([&] { return queue->rowCount() == 1; })) << "it is asked again";
    office.app().lock();
  }
  for (const char* who : {"admin", "wang"}) estate_.done(who, {"sync"});
  auto again = estate_.done("wang", {"conflicts"})["conflicts"];
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(agreed(id)["conflicts"].size(), 1U);
}

TEST_F(OfficeTest, sees_an_edit_of_a_tablet_while_it_is_made) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  Program office{"app_hand", {store("admin"), "en", "1600x900"}};
  Program tablet{"app_hand", {store("wang"), "en", "1280x800"}};
  auto says = [](Program& hand, const std::string& line) {
    hand.say(line);
    return hand.next_line();
  };
  ASSERT_EQ(says(office, "unlock"), "open");
  ASSERT_EQ(says(tablet, "unlock"), "open");
  ASSERT_EQ(says(tablet, "connected"), "yes");
  ASSERT_EQ(says(office, "connected"), "yes");
  says(tablet, "open " + resident + " resident");
  ASSERT_EQ(says(tablet, "click field_occupation"), "clicked");
  says(tablet, "type teacher");
  office.say("shown changes facts Occupation teacher");
  const auto left = std::stoll(says(tablet, "key Tab"));
  const auto seen = office.next_line();
  ASSERT_NE(seen, "never");
  const auto took = std::stoll(seen) - left;
  std::printf("an edit was on the office's view %lld ms after the field was left\n", static_cast<long long>(took));
  RecordProperty("ms", static_cast<int>(took));
  EXPECT_EQ(says(office, "rows changes who"), "wang");
  EXPECT_EQ(says(office, "rows changes where"), "3-1-1502");
  for (auto* hand : {&office, &tablet}) {
    auto ended = hand->wait();
    EXPECT_EQ(ended.code, 0) << "a complaint of QML's: " << ended.err;
  }
}

}  // namespace
}  // namespace doorstep::test
