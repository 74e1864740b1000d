#include "tests/mobile/desk_case.h"

/// What was decided on the desk is found again, and taken back however long ago it was.

namespace doorstep::test {
namespace {

class DecidedTest : public DeskCase {
 protected:
  std::string decide(const char* number) {
    auto id = open_at("admin").at(0)["id"].get<std::string>();
    estate_.done("admin", {"resolve", id, "--take", number});
    sync({"admin"});
    return id;
  }
  /// Two of one number; "admin" has to say whether they are one.
  std::pair<std::string, std::string> twins() {
    auto first = make("resident", {"name=张三", "archive_no=HX-0000017"});
    sync({"admin"});
    auto made = estate_.done("wang", {"new", "resident", "name=张叁", "archive_no=HX-0000017"});
    sync({"wang", "admin"});
    return {first, made["record"]["id"].get<std::string>()};
  }
};

TEST_F(DecidedTest, a_decision_is_found_by_name_read_and_asked_again_after_a_lock) {
  auto one = make("resident", {"name=张三"}), two = make("resident", {"name=李四"});
  quarrel(one, {"occupation=教师", "name=张山"}, {"name=章三"});
  decide("1");
  quarrel(two, {"name=李司"}, {"name=李斯"});
  decide("2");
  Tablet office{store("admin"), "en", {1280, 800}};
  ASSERT_TRUE(office.unlock());
  auto* open = queue(office, 0);
  ASSERT_NE(open, nullptr);
  auto* list = decided(office, 2);
  ASSERT_NE(list, nullptr);
  EXPECT_TRUE(until([&] { return cell(list, 0, "heading").startsWith("李"); })) << "the newest is first";
  EXPECT_TRUE(cell(list, 0, "outcome").startsWith("Decided: 李")) << cell(list, 0, "outcome").toStdString();
  ASSERT_TRUE(office.click("decidedSearch"));
  office.type("张");
  ASSERT_TRUE(until([&] { return list->rowCount() == 1; }));
  EXPECT_TRUE(office.text("outcome").startsWith("Decided: ")) << office.text("outcome").toStdString();
  const auto sides = office.item("decidedCard")->property("candidates").toList();
  ASSERT_EQ(sides.size(), 2);
  EXPECT_TRUE(sides[0].toMap()["taken"].toBool());
  EXPECT_FALSE(sides[1].toMap()["taken"].toBool());
  ASSERT_TRUE(office.click("wayBack"));
  ASSERT_TRUE(until([&] { return open->rowCount() == 1; }));
  EXPECT_TRUE(until([&] { return !office.shows("decidedList"); })) << "the desk shows what is asked again";
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(open_at("admin").size(), 1U);
}

TEST_F(DecidedTest, two_that_were_made_one_are_parted_from_the_list_and_made_one_again) {
  auto [first, second] = twins();
  decide("1");
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_NE(queue(office, 0), nullptr);
  auto* list = decided(office, 1);
  ASSERT_NE(list, nullptr);
  ASSERT_TRUE(until([&] { return cell(list, 0, "wayBack") == "part"; }));
  ASSERT_TRUE(office.click("wayBack"));
  ASSERT_TRUE(until([&] { return list->rowCount() == 1 && cell(list, 0, "wayBack") == "ask"; }))
      << cell(list, 0, "wayBack").toStdString() << office.text("takenBack").toStdString();
  ASSERT_TRUE(delivered(office));
  EXPECT_EQ(cell(list, 0, "outcome"), "Decided: they are two");
  // And back: it is the same after all.
  auto* card = office.item("decidedCard");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("candidates").toList().size() == 2; }));
  QMetaObject::invokeMethod(card, "take", Q_ARG(int, 1));
  ASSERT_TRUE(until([&] { return list->rowCount() == 1 && cell(list, 0, "wayBack") == "part"; }))
      << cell(list, 0, "wayBack").toStdString();
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  sync({"wang"});
  EXPECT_EQ(estate_.done("wang", {"show", first})["record"]["id"],
            estate_.done("wang", {"show", second})["record"]["id"]);
}

TEST_F(DecidedTest, a_removal_is_taken_back_from_the_list) {
  auto id = make("resident", {"name=张三"});
  sync({"admin", "wang", "li"});
  estate_.done("wang", {"edit", id, "name=张山"});
  estate_.done("li", {"delete", id});
  sync({"wang", "li", "admin"});
  const auto asked = open_at("admin").at(0);
  const bool first = asked["candidates"][0]["value"] != "live";
  decide(first ? "1" : "2");
  ASSERT_EQ(estate_.tablet("admin", {"show", id}).fault(), "not_found");
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_NE(queue(office, 0), nullptr);
  auto* list = decided(office, 1);
  ASSERT_NE(list, nullptr);
  ASSERT_TRUE(until([&] { return cell(list, 0, "wayBack") == "bring"; })) << cell(list, 0, "wayBack").toStdString();
  ASSERT_TRUE(office.click("wayBack"));
  ASSERT_TRUE(until([&] { return cell(list, 0, "wayBack") == "ask"; }));
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(fields("admin", id)["name"], "张山");
}

}  // namespace
}  // namespace doorstep::test
