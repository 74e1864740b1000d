#include <QQmlExpression>

#include "engine/rekey.h"
#include "engine/sealed_store.h"
#include "engine/store.h"
#include "tests/mobile/desk_case.h"

/// What the desk's card shows of each kind of question, and what it says about time.

namespace doorstep::test {
namespace {

class DeskCards : public DeskCase {
 protected:
  /// The tablet's own copy of its one open conflict, as if it had been asked so long ago by a tablet whose clock was
  /// off. The server has to be away: it would put it right.
  void ages(const std::string& tablet, Millis by, Millis off) {
    SystemClock clock;
    SystemDice dice;
    auto unlocked = unlock_store(store(tablet), secret_words, clock, dice);
    ASSERT_TRUE(unlocked);
    auto opened = SealedStore::open(store(tablet), unlocked->vault, clock, dice);
    ASSERT_TRUE(opened);
    auto& inside = *opened->store;
    auto open = conflicts(inside);
    ASSERT_TRUE(open && open->size() == 1);
    auto asked = open->front().conflict;
    for (auto& candidate : asked.candidates) candidate.stamp.at = *candidate.stamp.at - by;
    asked.opened = *asked.opened - by;
    asked.candidates[1].wall = *asked.candidates[1].stamp.at + off;
    const auto text = encode(asked);
    auto written = guarded([&]() -> Result<void> {
      Transaction transaction{inside.database()};
      inside.sql()("UPDATE records SET basic = ?, detail = ?, sensitive = ? WHERE id = ?")
          .with(text.classes[0], text.classes[1], text.classes[2], asked.id)
          .run();
      transaction.commit();
      return {};
    });
    ASSERT_TRUE(written);
  }
  static QVariant in_theme(QQuickItem* near, const QString& colour) {
    return QQmlExpression{qmlContext(near), near, "Theme." + colour}.evaluate();
  }
  /// The card, with the one question that is there.
  QQuickItem* card(Tablet& office, std::size_t candidates = 2) {
    if (!office.unlock() || queue(office, 1) == nullptr) return nullptr;
    auto* found = office.item("card");
    const auto count = static_cast<qsizetype>(candidates);
    return found != nullptr && until([&] { return found->property("candidates").toList().size() == count; }) ? found
                                                                                                             : nullptr;
  }
};

TEST_F(DeskCards, a_question_that_waits_for_days_says_so_and_so_does_a_clock_that_was_off) {
  name_in_dispute();
  estate_.kill_server();
  ages("admin", std::chrono::hours{75}, std::chrono::minutes{17});
  if (HasFatalFailure()) return;
  Tablet office{store("admin"), "en", {1280, 800}};
  auto* shown = card(office);
  ASSERT_NE(shown, nullptr);
  auto* list = office.model("queue");
  EXPECT_TRUE(cell(list, 0, "since").endsWith("waiting for 3 days")) << cell(list, 0, "since").toStdString();
  EXPECT_EQ(cell(list, 0, "due"), "true");
  auto* row = office.item("question");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->property("placeColor"), in_theme(row, "attention")) << "it is told by colour too";
  const auto evidence = shown->property("candidates").toList()[1].toMap()["evidence"].toList();
  ASSERT_EQ(evidence.size(), 1);
  EXPECT_EQ(evidence[0].toMap()["text"], "tablet's clock off by 17 min");
  EXPECT_EQ(evidence[0].toMap()["tone"], "waiting");
}

TEST_F(DeskCards, a_question_of_today_is_not_due) {
  name_in_dispute();
  Tablet office{store("admin"), "en", {1280, 800}};
  ASSERT_NE(card(office), nullptr);
  EXPECT_EQ(cell(office.model("queue"), 0, "due"), "false");
  auto* row = office.item("question");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->property("placeColor"), in_theme(row, "quiet"));
}

TEST_F(DeskCards, two_areas_that_cannot_stand_together_are_shown_and_typed_together) {
  auto home = make("unit", {"building=3", "room_no=1502", "area_build=80", "area_inner=70"});
  quarrel(home, {"area_build=75"}, {"area_inner=78"});
  Tablet office{store("admin"), "en", {1280, 800}};
  auto* shown = card(office);
  ASSERT_NE(shown, nullptr);
  for (int place : {0, 1}) {
    EXPECT_EQ(candidate(shown, place).count(": "), 2) << candidate(shown, place).toStdString();
    EXPECT_EQ(candidate(shown, place).count("\n"), 1);
  }
  EXPECT_EQ(shown->property("members").toList().size(), 2);
  office.press(Qt::Key_T);
  ASSERT_TRUE(office.click("member_area_inner"));
  office.press(Qt::Key_A, Qt::ControlModifier);
  office.type("60");
  ASSERT_TRUE(office.click("takeTyped"));
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(open_at("admin").size(), 0U);
  EXPECT_EQ(fields("admin", home)["area_inner"], "60.00");
}

TEST_F(DeskCards, a_state_that_two_turned_otherwise_is_chosen_by_its_words) {
  auto id = make("resident", {"name=张三", "status=active"});
  quarrel(id, {"status=moved_out"}, {"status=deceased"});
  Tablet office{store("admin"), "en", {1280, 800}};
  auto* shown = card(office);
  ASSERT_NE(shown, nullptr);
  EXPECT_FALSE(candidate(shown, 0).contains("moved_out")) << "not by the word that programs have for it";
  EXPECT_EQ(shown->property("members").toList().size(), 1) << "it is picked, not spelt";
}

TEST_F(DeskCards, a_number_that_is_written_once_shows_both_who_wrote_it) {
  auto id = make("resident", {"name=张三"});
  quarrel(id, {"archive_no=HX-0000018"}, {"archive_no=HX-0000019"});
  Tablet office{store("admin"), "en", {1280, 800}};
  auto* shown = card(office);
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(candidate(shown, 0), "HX-0000018");
  EXPECT_EQ(candidate(shown, 1), "HX-0000019");
  EXPECT_FALSE(shown->property("keepsBoth").toBool());
  office.press(Qt::Key_2);
  office.press(Qt::Key_Return);
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(fields("admin", id)["archive_no"], "HX-0000019");
}

TEST_F(DeskCards, what_a_tightened_template_does_not_take_is_shown_and_closed) {
  auto id = make("resident", {"name=张三", "occupation=教师"});
  sync({"admin", "wang"});
  estate_.done("wang", {"edit", id, "occupation=高级工程师"});
  auto next = estate_.server({"template", "show"})["template"];
  next["version"] = next["version"].get<std::uint64_t>() + 1;
  for (auto& type : next["types"])
    for (auto& field : type["fields"])
      if (type["name"] == "resident" && field["name"] == "occupation") field["length_max"] = 3;
  estate_.server({"template", "set", estate_.scratch().file("next.json", next.dump())});
  sync({"wang", "admin"});
  Tablet office{store("admin"), "en", {1280, 800}};
  auto* shown = card(office);
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(candidate(shown, 1), "高级工程师");
  EXPECT_TRUE(shown->property("note").toString().contains("does not take"))
      << shown->property("note").toString().toStdString();
  office.press(Qt::Key_2);
  EXPECT_EQ(shown->property("chosen").toInt(), 0) << "it cannot be taken";
  office.press(Qt::Key_T);
  office.type("工程师");
  office.press(Qt::Key_Return);
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(fields("admin", id)["occupation"], "工程师");
}

}  // namespace
}  // namespace doorstep::test
