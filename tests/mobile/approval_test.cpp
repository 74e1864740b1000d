#include "tests/mobile/app_case.h"

/// What waits for a second person: in the form, at the desk, and what its author hears.

namespace doorstep::test {
namespace {

class ApprovalTest : public AppCase {
 protected:
  void SetUp() override {
    AppCase::SetUp();
    estate_.enroll("wang");
    estate_.server({"person", "set", "--login", "wang", "--role", "field"});
    unit_ = make("unit", {"building=3", "room_no=1502", "area_build=80"});
    sync();
  }
  void sync() {
    for (const char* who : {"admin", "wang", "admin", "wang"}) estate_.done(who, {"sync"});
  }
  void propose() {
    estate_.done("wang", {"edit", unit_, "area_build=89.5"});
    sync();
  }
  /// The home's own record; its page is another one.
  void open_form(Tablet& tablet) {
    QMetaObject::invokeMethod(tablet.shell(), "openHere", Q_ARG(QString, QString::fromStdString(unit_)));
  }
  static QAbstractItemModel* form(Tablet& tablet) {
    auto* model = tablet.model("form");
    return model != nullptr && until([&] { return model->rowCount() > 1; }) ? model : nullptr;
  }
  static QString of(QAbstractItemModel* model, const char* field, const char* role) {
    auto row = row_with(model, "field", field);
    return row < 0 ? QString{"no such row"} : cell(model, row, role);
  }
  /// The card at the desk, with the one thing that is asked.
  static QQuickItem* card(Tablet& tablet) {
    if (!tablet.click("page_conflicts")) return nullptr;
    auto* queue = tablet.model("queue");
    if (queue == nullptr || !until([&] { return queue->rowCount() == 1; })) return nullptr;
    auto* card = tablet.item("card");
    return card != nullptr && until([&] { return card->property("approval").toBool(); }) ? card : nullptr;
  }
  std::string unit_;
};

TEST_F(ApprovalTest, the_form_says_what_needs_a_second_person_and_what_waits) {
  Tablet tablet{store("wang"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_form(tablet);
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(until([&] { return !of(model, "area_build", "approval").isEmpty(); }));
  EXPECT_EQ(of(model, "area_build", "approval"), "Needs a second person’s approval.");
  EXPECT_EQ(of(model, "floor", "approval"), "");
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "area_build"), Q_ARG(QVariant, QVariant{"89.5"}));
  QMetaObject::invokeMethod(model, "save");
  ASSERT_TRUE(until([&] { return of(model, "area_build", "waiting").contains("89.5"); }));
  EXPECT_TRUE(of(model, "area_build", "waiting").startsWith("You proposed"));
  EXPECT_TRUE(of(model, "area_build", "value").startsWith("80")) << "what stands there is shown";
  EXPECT_EQ(model->property("unsaved").toInt(), 0);
}

TEST_F(ApprovalTest, who_may_only_propose_is_not_told_that_an_earlier_value_stands_again) {
  estate_.done("admin", {"edit", unit_, "area_build=90"});
  sync();
  Tablet tablet{store("wang"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_form(tablet);
  ASSERT_NE(form(tablet), nullptr);
  auto* screen = tablet.item("form");
  while (screen != nullptr && screen->metaObject()->indexOfMethod("lookBack(QString)") < 0)
    screen = screen->parentItem();
  ASSERT_NE(screen, nullptr);
  QMetaObject::invokeMethod(screen, "lookBack", Q_ARG(QString, "area_build"));
  auto* values = tablet.model("pastValues");
  ASSERT_TRUE(values != nullptr && until([&] { return values->rowCount() == 2; }));
  ASSERT_TRUE(tablet.click("restore"));
  EXPECT_TRUE(until([&] { return tablet.text("pastDone").contains("waits for approval"); }))
      << tablet.text("pastDone").toStdString();
}

TEST_F(ApprovalTest, a_field_that_the_role_does_not_write_is_read_only_and_says_so) {
  estate_.server({"person", "set", "--login", "wang", "--role", "front_desk"});
  sync();
  Tablet tablet{store("wang"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_form(tablet);
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(until([&] { return of(model, "room_no", "readOnly") == "true"; }));
  EXPECT_TRUE(of(model, "room_no", "readOnlyReason").startsWith("Yours to read"));
}

TEST_F(ApprovalTest, the_desk_approves_and_its_author_hears_of_it) {
  propose();
  {
    Tablet office{store("admin"), "en", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    auto* desk = card(office);
    ASSERT_NE(desk, nullptr);
    EXPECT_EQ(desk->property("note").toString(), "wang proposed it; a second person has to approve.");
    EXPECT_FALSE(desk->property("own").toBool());
    office.press(Qt::Key_2);
    office.press(Qt::Key_Return);
    ASSERT_TRUE(until([&] { return office.text("decided").startsWith("Reviewed"); }));
    ASSERT_TRUE(delivered(office));
  }
  sync();
  Tablet author{store("wang"), "en"};
  ASSERT_TRUE(author.unlock());
  ASSERT_TRUE(author.click("chip"));
  auto* notice = author.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_TRUE(notice->property("sentence").toString().endsWith("was approved."));
}

TEST_F(ApprovalTest, ones_own_cannot_be_approved_at_the_desk_but_taken_back) {
  propose();
  Tablet author{store("wang"), "en", {1600, 900}};
  ASSERT_TRUE(author.unlock());
  auto* desk = card(author);
  ASSERT_NE(desk, nullptr);
  EXPECT_TRUE(desk->property("own").toBool());
  EXPECT_TRUE(desk->property("note").toString().contains("does not approve"));
  author.press(Qt::Key_2);
  EXPECT_EQ(desk->property("chosen").toInt(), 0) << "it is closed to its author";
  ASSERT_TRUE(author.click("withdraw"));
  ASSERT_TRUE(until([&] { return author.text("decided").startsWith("Taken back"); }));
  EXPECT_TRUE(delivered(author));
}

}  // namespace
}  // namespace doorstep::test
