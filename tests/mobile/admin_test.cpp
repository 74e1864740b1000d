#include "tests/mobile/app_case.h"

/// Admins in the app: somebody is added and invited by a picture, their tablet comes, is ended, hands over, and what it
/// had not sent is decided in quarantine.

namespace doorstep::test {
namespace {

class AdminTest : public AppCase {
 protected:
  static void write(Tablet& tablet, const char* field, const char* words) {
    ASSERT_TRUE(tablet.focus(field)) << field;
    tablet.type(words);
  }
  static QString of(Tablet& tablet, const char* list, const char* role, const char* value, const char* told) {
    auto* model = tablet.model(list);
    const auto row = model == nullptr ? -1 : row_with(model, role, value);
    return row < 0 ? QString{"no such row"} : cell(model, row, told);
  }
  static bool shows_row(Tablet& tablet, const char* list, const char* role, const char* value) {
    return until([&] { return of(tablet, list, role, value, role) == value; });
  }
  /// By the text of the picture, as a tablet reads it; by the engine, which alone can make unlocking cheap.
  bool enrol_by(const QString& invitation, const std::string& name) {
    const auto lines = invitation.split('\n');
    const auto server = lines.value(0).toStdString(), pin = lines.value(1).toStdString(),
               code = lines.value(2).toStdString();
    EXPECT_EQ(server, estate_.url());
    return Engine::enroll({store(name), secret_words, server, pin, code, name, KdfCost{1, 8192}}).has_value();
  }
};

TEST_F(AdminTest, adds_a_person_invites_their_tablet_ends_it_and_takes_in_what_it_had_not_sent) {
  Tablet office{store("admin"), "zh_CN"};
  ASSERT_TRUE(office.unlock());
  ASSERT_TRUE(delivered(office));
  ASSERT_TRUE(office.click("page_office"));
  ASSERT_TRUE(shows_row(office, "staff", "login", "admin"));

  ASSERT_TRUE(office.click("addPerson"));
  write(office, "newLogin", "wang");
  write(office, "newName", "王芳");
  ASSERT_TRUE(office.click("choice_field"));
  ASSERT_TRUE(office.click("givePerson"));
  ASSERT_TRUE(shows_row(office, "staff", "login", "wang"));
  EXPECT_EQ(of(office, "staff", "login", "wang", "name"), "王芳");
  EXPECT_EQ(of(office, "staff", "login", "wang", "roleLabel"), "外勤");

  ASSERT_TRUE(office.click("part_tablets"));
  ASSERT_TRUE(office.click("invite"));
  ASSERT_TRUE(office.click("invite_wang"));
  auto* picture = office.item("qr");
  ASSERT_TRUE(picture != nullptr && until([&] { return !picture->property("text").toString().isEmpty(); }));
  EXPECT_TRUE(office.text("inviteLeft").contains("9:5") || office.text("inviteLeft").contains("10:00"))
      << office.text("inviteLeft").toStdString();
  ASSERT_TRUE(enrol_by(picture->property("text").toString(), "wang"));
  ASSERT_NE(office.item("invitedUsed"), nullptr) << "the admin sees it come";
  ASSERT_TRUE(shows_row(office, "tablets", "login", "wang"));
  EXPECT_FALSE(office.shows("qr")) << "a code that was used is not shown any longer";

  estate_.done("wang", {"sync"});
  for (const char* name : {"name=张三", "name=李四"}) estate_.done("wang", {"new", "resident", name});
  ASSERT_TRUE(office.click("tablet_王芳"));
  ASSERT_TRUE(office.click("revoke"));
  EXPECT_FALSE(office.item("revokeAsks") == nullptr) << "it says first what will happen";
  EXPECT_EQ(of(office, "tablets", "login", "wang", "stand"), "served");
  ASSERT_TRUE(office.click("revokeNow"));
  ASSERT_TRUE(shows_row(office, "tablets", "stand", "revoked"));

  EXPECT_NE(estate_.tablet("wang", {"sync"}).code, 0) << "it hands over and is turned away";
  ASSERT_TRUE(office.click("part_quarantine"));
  ASSERT_TRUE(shows_row(office, "parcels", "name", "王芳"));
  ASSERT_TRUE(office.click("parcel_王芳"));
  auto* edits = office.model("edits");
  ASSERT_TRUE(edits != nullptr && until([&] { return edits->rowCount() == 2; }));
  EXPECT_TRUE(cell(edits, 0, "heading").contains("张三")) << cell(edits, 0, "heading").toStdString();
  EXPECT_EQ(cell(edits, 0, "what"), "新建");
  EXPECT_TRUE(cell(edits, 0, "reason").contains("停用"));
  ASSERT_TRUE(office.click("chooseAll"));
  ASSERT_TRUE(office.click("applyEdits"));
  ASSERT_TRUE(until([&] { return office.shows("quarantineSaid"); }));
  EXPECT_EQ(office.text("quarantineSaid"), "已采纳 2 项。");
  ASSERT_TRUE(until([&] { return edits->rowCount() == 0; }));
  EXPECT_EQ(estate_.server({"quarantine", "list"})["count"], 0);
  ASSERT_TRUE(delivered(office));
  office.app().lock();
  EXPECT_EQ(estate_.done("admin", {"find", "张三", "--type", "resident"})["records"].size(), 1U)
      << "it is in everybody's archive";
}

TEST_F(AdminTest, discards_with_a_reason_what_a_role_did_not_allow) {
  const auto unit = make("unit", {"building=3", "room_no=1502"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  estate_.done("wang", {"new", "pet", "kind=dog", "unit=" + unit});
  estate_.server({"person", "set", "--login", "wang", "--role", "front_desk"});
  estate_.done("wang", {"sync"});
  Tablet office{store("admin"), "en", {1600, 900}};
  ASSERT_TRUE(office.unlock());
  ASSERT_TRUE(delivered(office));
  ASSERT_TRUE(office.click("page_office"));
  ASSERT_TRUE(office.click("part_quarantine"));
  ASSERT_TRUE(office.click("parcel_wang"));
  auto* edits = office.model("edits");
  ASSERT_TRUE(edits != nullptr && until([&] { return edits->rowCount() == 1; }));
  office.press(Qt::Key_A, Qt::ControlModifier);
  ASSERT_TRUE(office.click("discardEdits"));
  auto* now = office.item("discardNow");
  ASSERT_NE(now, nullptr);
  EXPECT_FALSE(now->isEnabled()) << "not without a reason";
  write(office, "discardReason", "entered twice");
  ASSERT_TRUE(office.click("discardNow"));
  ASSERT_TRUE(until([&] { return edits->rowCount() == 0; }));
  EXPECT_EQ(office.text("quarantineSaid"), "1 change discarded; it stays in the archive with your reason.");
  EXPECT_EQ(estate_.server({"quarantine", "list", "--all"})["count"], 1) << "and is there";
}

TEST_F(AdminTest, without_a_line_it_says_so_and_shows_nothing) {
  Tablet office{store("admin"), "en"};
  ASSERT_TRUE(office.unlock());
  ASSERT_TRUE(delivered(office));
  ASSERT_TRUE(office.click("page_office"));
  ASSERT_TRUE(shows_row(office, "staff", "login", "admin"));
  ASSERT_TRUE(office.click("person_admin"));
  EXPECT_NE(office.item("personBar"), nullptr) << "nobody changes their own rights";
  EXPECT_FALSE(office.shows("givePerson"));
  estate_.kill_server();
  ASSERT_NE(office.item("offline"), nullptr);
}

TEST_F(AdminTest, whose_role_has_no_such_right_meets_no_such_page) {
  estate_.enroll("wang");
  estate_.server({"person", "set", "--login", "wang", "--role", "front_desk"});
  Tablet desk{store("wang"), "en"};
  ASSERT_TRUE(desk.unlock());
  ASSERT_TRUE(delivered(desk));
  ASSERT_NE(desk.item("page_requests"), nullptr);
  EXPECT_FALSE(desk.shows("page_office"));
}

}  // namespace
}  // namespace doorstep::test
