#include <QImage>

#include "mobile/invitation.h"
#include "tests/mobile/app_case.h"

/// From the door to the day: signing in, searching, a visit, a conflict; clicked and typed against a real server
/// process.

namespace doorstep::test {
namespace {

class AppTest : public AppCase {};

TEST(Invitation, is_found_in_whatever_the_office_sent) {
  auto pasted = read_invitation(
      "王芳您好，服务器 wss://office.example:7443 ，指纹 MviKfaxar5rrE1vmzc5R0KCVAEQm0sy57CuAag-7nfY ，登记码 "
      "VAG36-XP4Q8-X3ZFQ-691D0-14FD2-7，今天有效。");
  EXPECT_EQ(pasted.server, "wss://office.example:7443");
  EXPECT_EQ(pasted.pin, "MviKfaxar5rrE1vmzc5R0KCVAEQm0sy57CuAag-7nfY");
  EXPECT_EQ(pasted.code, "VAG36-XP4Q8-X3ZFQ-691D0-14FD2-7");
  EXPECT_FALSE(read_invitation("VAG36-XP4Q8-X3ZFQ-691D0-14FD2").complete());
  EXPECT_FALSE(read_qr(QImage{"/nowhere.png"}));
}

TEST(Invitation, is_complete_with_blanks_round_its_hyphens_and_in_full_width) {
  const QString pin = "MviKfaxar5rrE1vmzc5R0KCVAEQm0sy57CuAag-7nfY";
  for (const QString& pasted :
       {"wss://office.example:7443 " + pin + " VAG36 - XP4Q8 - X3ZFQ - 691D0 - 14FD2 - 7",
        "服务器：wss：//office.example:7443，指纹：" + pin +
            "。登记码：ＶＡＧ３６－ＸＰ４Ｑ８－Ｘ３ＺＦＱ－６９１Ｄ０－１４ＦＤ２－７。",
        "地址是ｗｓｓ：／／office.example：7443：\n" + pin + "\nvag36–xp4q8–x3zfq–\n691d0–14fd2–7"}) {
    auto read = read_invitation(pasted);
    EXPECT_EQ(read.server, "wss://office.example:7443") << pasted.toStdString();
    EXPECT_EQ(read.pin, pin) << pasted.toStdString();
    EXPECT_EQ(read.code, "VAG36-XP4Q8-X3ZFQ-691D0-14FD2-7") << pasted.toStdString();
  }
}

TEST_F(AppTest, a_wrong_passphrase_says_so_and_the_right_one_opens) {
  Tablet tablet{store("admin")};
  tablet.app().unlock("not the passphrase");
  ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Locked; }));
  EXPECT_TRUE(tablet.app().sentence().contains("口令不对")) << tablet.app().sentence().toStdString();
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(tablet.click("lock"));
  EXPECT_TRUE(until([&] { return tablet.app().state() == App::State::Locked; }));
}

TEST_F(AppTest, a_tablet_is_enrolled_from_the_office_s_message) {
  QString server;
  {
    Tablet known{store("admin")};
    ASSERT_TRUE(known.unlock());
    server = known.app().server();
  }
  auto code = estate_.code_for("wang");
  Tablet tablet{store("new"), "en"};
  EXPECT_EQ(tablet.app().state(), App::State::NotEnrolled);
  tablet.app().enroll("wss://127.0.0.1:1 and nothing else", "three odd words here");
  EXPECT_EQ(tablet.app().state(), App::State::NotEnrolled);
  EXPECT_EQ(tablet.app().sentence(), "Still missing: the server's fingerprint, the one-time code");
  auto message = "Hello Wang: " + server + " " + QString::fromStdString(estate_.pin() + " " + code);
  tablet.app().enroll(message, QString::fromStdString(test::secret_words));
  EXPECT_EQ(tablet.app().state(), App::State::Enrolling);
  ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Open; })) << tablet.app().sentence().toStdString();
  EXPECT_EQ(tablet.app().person(), "wang");
  EXPECT_TRUE(delivered(tablet));
}

TEST_F(AppTest, a_home_is_found_by_typing_and_its_resident_edited) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(tablet.click("search"));
  tablet.type("zhangsan");
  auto* results = tablet.model("results");
  ASSERT_NE(results, nullptr);
  ASSERT_TRUE(until([&] { return results->rowCount() == 1; }));
  EXPECT_EQ(cell(results, 0, "title"), "张三");
  tablet.press(Qt::Key_Return);

  auto* model = tablet.model("form");
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(tablet.click("field_occupation"));
  tablet.type("教师");
  ASSERT_TRUE(until([&] { return model->property("unsaved").toInt() == 1; }));
  ASSERT_TRUE(tablet.click("save"));
  ASSERT_TRUE(until([&] { return model->property("unsaved").toInt() == 0; }));
  ASSERT_TRUE(until([&] { return tablet.app().delivery()->waiting() == 0; }));
  EXPECT_TRUE(delivered(tablet));
  // Behind the form lies the home it belongs to.
  ASSERT_TRUE(tablet.click("back"));
  EXPECT_TRUE(until([&] { return tablet.text("place") == "3-1-1502"; }));
  tablet.app().lock();
  auto seen = estate_.done("admin", {"show", resident});
  EXPECT_EQ(seen["record"]["fields"]["occupation"], "教师");
}

TEST_F(AppTest, every_value_that_a_field_had_is_shown_and_put_back_by_a_tap) {
  auto resident = make("resident", {"name=张三", "occupation=教师"});
  estate_.done("admin", {"edit", resident, "occupation=医生"});
  estate_.done("admin", {"sync"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, resident, "resident");
  ASSERT_TRUE(tablet.click("lookBack"));
  ASSERT_TRUE(tablet.click("past_occupation"));
  auto* values = tablet.model("pastValues");
  ASSERT_NE(values, nullptr);
  ASSERT_TRUE(until([&] { return values->rowCount() == 2; }));
  EXPECT_EQ(cell(values, 0, "value"), "医生");
  EXPECT_TRUE(values->data(values->index(0, 0), values->roleNames().key("stands")).toBool());
  EXPECT_EQ(cell(values, 1, "value"), "教师");
  ASSERT_TRUE(tablet.click("restore"));
  ASSERT_TRUE(until([&] { return values->rowCount() == 3 && cell(values, 0, "value") == "教师"; }));
  EXPECT_TRUE(tablet.shows("pastDone"));
  ASSERT_TRUE(tablet.click("pastBack"));
  EXPECT_TRUE(until([&] { return !tablet.shows("pastBack"); }));
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", resident})["record"]["fields"]["occupation"], "教师");
}

TEST_F(AppTest, older_values_than_one_answer_holds_come_by_a_tap_until_there_are_no_more) {
  auto request = make("request", {"text=灯不亮"});
  {
    const auto page = QString{1'900, u'长'}.toStdString();
    auto batch = estate_.batch("admin");
    for (int i = 0; i < 200; ++i) {  // 12 KB each
      batch->say("edit " + request + " text=" + page + std::to_string(i));
      batch->next_line();
    }
    batch->say("sync");
    batch->next_line();
  }
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, request, "request");
  auto* screen = tablet.item("form");
  while (screen != nullptr && screen->metaObject()->indexOfMethod("lookBack(QString)") < 0) screen = screen->parentItem();
  ASSERT_NE(screen, nullptr);
  QMetaObject::invokeMethod(screen, "lookBack", Q_ARG(QString, "text"));
  auto* values = tablet.model("pastValues");
  ASSERT_TRUE(values != nullptr && until([&] { return values->rowCount() > 0; }));
  const auto first = values->rowCount();
  EXPECT_LT(first, 150);
  for (auto before = first; values->property("older").toBool(); before = values->rowCount()) {
    ASSERT_TRUE(tablet.click("olderValues"));
    ASSERT_TRUE(until([&] { return values->rowCount() > before; }));
  }
  EXPECT_EQ(values->rowCount(), 201);
  EXPECT_EQ(cell(values, 200, "value"), "灯不亮");
  EXPECT_TRUE(values->property("complete").toBool());
  EXPECT_FALSE(tablet.shows("olderValues"));
}

TEST_F(AppTest, a_record_is_shown_as_it_was_known_on_a_day) {
  auto resident = make("resident", {"name=张三", "occupation=教师"});
  estate_.done("admin", {"sync"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, resident, "resident");
  ASSERT_TRUE(tablet.click("lookBack"));
  auto* fields = tablet.model("pastFields");
  ASSERT_NE(fields, nullptr);
  ASSERT_TRUE(until([&] { return row_with(fields, "value", "教师") >= 0; }));
  ASSERT_TRUE(tablet.focus("pastDay"));
  tablet.type("2020-01-01");
  EXPECT_TRUE(until([&] { return fields->rowCount() == 0; })) << "nobody had entered them yet";
  EXPECT_TRUE(tablet.shows("notYet"));
}

TEST_F(AppTest, an_unchanged_household_takes_three_taps_and_can_be_taken_back) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto next = make("unit", {"building=3", "unit_no=1", "room_no=1602"});
  for (const auto& one : {unit, next}) make("visit", {"unit=" + one, "due=2026-01-05"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  auto* visits = tablet.model("visits");
  ASSERT_TRUE(visits != nullptr && until([&] { return visits->rowCount() == 2; }));
  open_home(tablet, unit);
  auto* bar = tablet.item("confirm");
  ASSERT_NE(bar, nullptr);
  ASSERT_TRUE(until([&] { return bar->property("fields").toInt() == 3; }));
  ASSERT_TRUE(tablet.click("confirmAll"));
  ASSERT_TRUE(until([&] { return bar->property("confirmed").toBool(); }));
  ASSERT_TRUE(tablet.click("undo"));
  ASSERT_TRUE(until([&] { return !bar->property("confirmed").toBool(); }));
  EXPECT_EQ(tablet.app().delivery()->waiting(), 0) << "what was taken back was never written";
  ASSERT_TRUE(tablet.click("confirmAll"));
  ASSERT_TRUE(until([&] { return bar->property("confirmed").toBool(); }));
  ASSERT_TRUE(tablet.click("confirmAll"));  // the same button goes on to the next home
  EXPECT_TRUE(until([&] { return tablet.text("place") == "3-1-1602"; }));
  ASSERT_TRUE(until([&] { return row_with(visits, "progress", "done") >= 0; }));
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  auto visit = estate_.done("admin", {"find", "--type", "visit", "--where", "status=done"});
  ASSERT_EQ(visit["records"].size(), 1U);
  EXPECT_EQ(visit["records"][0]["fields"]["confirmed_fields"], json::array({unit}));
}

TEST_F(AppTest, a_home_where_nobody_was_met_takes_three_taps_and_stays_on_the_list) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  make("visit", {"unit=" + unit, "due=2026-01-05"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(tablet.click("visit_" + QString::fromStdString(unit)));
  ASSERT_TRUE(tablet.click("notMet"));
  ASSERT_TRUE(tablet.click("missed_no_answer"));
  auto* visits = tablet.model("visits");
  ASSERT_NE(visits, nullptr);
  EXPECT_TRUE(until([&] { return row_with(visits, "progress", "no_answer") == 0; }));
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  auto visit = estate_.done("admin", {"find", "--type", "visit"})["records"];
  ASSERT_EQ(visit.size(), 1U) << "the planned one, and no other";
  EXPECT_EQ(visit[0]["fields"]["status"], "no_answer");
}

TEST_F(AppTest, what_was_written_at_a_door_where_nobody_was_is_kept_to_its_last_word) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("startVisit"));
  ASSERT_TRUE(tablet.click("findings"));
  QString told;
  while (told.size() < 240) told += "敲门三次无人应，邻居说在外地，";
  told += "钥匙在门卫处";
  tablet.type(told);
  ASSERT_TRUE(tablet.click("promise"));
  tablet.type("周五再来");
  ASSERT_TRUE(tablet.click("noAnswer"));
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  auto visit = estate_.done("admin", {"find", "--type", "visit"}).at("records").at(0).at("fields");
  EXPECT_EQ(visit.at("status"), "no_answer");
  EXPECT_EQ(visit.at("reason"), told.left(200).toStdString());
  ASSERT_TRUE(visit.contains("findings"));
  EXPECT_EQ(visit.at("findings").at(0).at("text"), told.toStdString());
  EXPECT_EQ(estate_.done("admin", {"find", "--type", "request"}).at("records").size(), 1U) << "what was promised";
}

TEST_F(AppTest, a_finished_visit_does_not_say_why_an_earlier_call_came_to_nothing) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  estate_.done("admin", {"visit", "begin", unit});
  estate_.done("admin", {"visit", "finish", "status=no_answer", "reason=敲门三次无人应"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("startVisit"));
  ASSERT_TRUE(tablet.click("finish"));
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  auto visits = estate_.done("admin", {"find", "--type", "visit"}).at("records");
  ASSERT_EQ(visits.size(), 1U);
  EXPECT_EQ(visits[0].at("fields").at("status"), "done");
  EXPECT_FALSE(visits[0].at("fields").contains("reason")) << visits[0].dump();
}

TEST_F(AppTest, a_colleagues_visits_are_neither_in_ones_list_nor_on_ones_receipt) {
  std::vector<std::string> units;
  for (const char* room : {"1502", "1602", "1702"}) {
    units.push_back(make("unit", {"building=3", "unit_no=1", std::string{"room_no="} + room}));
    make("visit", {"unit=" + units.back(), "due=2026-01-05"});
  }
  auto visit = [&](const std::string& who, const std::string& unit) {
    estate_.done(who, {"visit", "begin", unit});
    estate_.done(who, {"visit", "finish"});
    estate_.done(who, {"sync"});
  };
  visit("admin", units[0]);
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  visit("wang", units[1]);
  estate_.done("admin", {"sync"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  auto* visits = tablet.model("visits");
  ASSERT_TRUE(visits != nullptr && until([&] { return visits->rowCount() == 2; })) << visits->rowCount();
  EXPECT_GE(row_with(visits, "unit", QString::fromStdString(units[0])), 0);
  EXPECT_EQ(row_with(visits, "unit", QString::fromStdString(units[1])), -1);
  EXPECT_EQ(visits->property("done").toInt(), 1);
  EXPECT_EQ(visits->property("due").toInt(), 2);
  EXPECT_EQ(visits->property("colleagues").toInt(), 1);
  ASSERT_TRUE(tablet.click("everybody"));
  EXPECT_TRUE(until([&] { return visits->rowCount() == 3; }));
  ASSERT_TRUE(tablet.click("chip"));
  EXPECT_TRUE(until([&] { return tablet.text("today") == "Visited today: 1 · at the office: 1 · missing: 0"; }))
      << tablet.text("today").toStdString();
}

TEST_F(AppTest, a_building_and_its_rooms_say_the_same_number_while_a_visit_is_under_way) {
  std::vector<std::string> units;
  for (const char* room : {"1502", "1602"}) {
    units.push_back(make("unit", {"building=3", "unit_no=1", std::string{"room_no="} + room}));
    make("visit", {"unit=" + units.back(), "due=2026-01-05"});
  }
  estate_.done("admin", {"visit", "begin", units[0]});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  auto* grid = tablet.item("grid");
  ASSERT_NE(grid, nullptr);
  auto* rooms = grid->property("rooms").value<QAbstractItemModel*>();
  ASSERT_TRUE(rooms != nullptr && until([&] { return rooms->rowCount() == 2; }));
  auto* buildings = rooms->property("estate").value<QAbstractItemModel*>();
  ASSERT_NE(buildings, nullptr);
  EXPECT_EQ(cell(buildings, 0, "due"), "2");
  EXPECT_EQ(cell(buildings, 0, "done"), "0");
  EXPECT_EQ(rooms->property("lenses").toList().value(0).toMap()["count"].toInt(), 2);
}

TEST_F(AppTest, the_homes_opened_last_stand_under_the_empty_search_after_a_lock_too) {
  auto first = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto second = make("unit", {"building=3", "unit_no=1", "room_no=1602"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  for (const auto& unit : {first, second}) {
    open_home(tablet, unit);
    ASSERT_TRUE(until([&] { return tablet.item("place") != nullptr; }));
  }
  tablet.app().lock();
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(tablet.click("search"));
  auto* recent = tablet.model("recent");
  ASSERT_TRUE(recent != nullptr && until([&] { return recent->rowCount() == 2; }));
  EXPECT_EQ(cell(recent, 0, "address"), "3-1-1602");
  ASSERT_TRUE(tablet.click("recent_" + QString::fromStdString(first)));
  EXPECT_TRUE(until([&] { return tablet.text("place") == "3-1-1502"; }));
  EXPECT_FALSE(tablet.shows("recent"));
}

TEST_F(AppTest, another_language_is_spoken_at_once_by_what_is_in_sight) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  make("visit", {"unit=" + unit, "due=2026-01-05"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  auto* grid = tablet.item("grid");
  ASSERT_NE(grid, nullptr);
  auto* rooms = grid->property("rooms").value<QAbstractItemModel*>();
  ASSERT_TRUE(rooms != nullptr && until([&] { return rooms->rowCount() == 1; }));
  int told = 0;
  QObject::connect(rooms, &QAbstractItemModel::dataChanged, [&] { ++told; });
  tablet.app().setLanguage("en");
  EXPECT_GT(told, 0) << "every room says its days anew";
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("startVisit"));
  auto* purposes = tablet.item("purposes");
  ASSERT_NE(purposes, nullptr);
  auto first = [&] { return purposes->property("choices").toList().value(0).toMap()["label"].toString(); };
  EXPECT_EQ(first(), "Property service");
  tablet.app().setLanguage("zh_CN");
  EXPECT_NE(first(), "Property service");
}

TEST_F(AppTest, a_complaint_is_taken_at_the_door_and_listed_with_its_home_and_state) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("addMore"));
  ASSERT_TRUE(tablet.click("add_complaint"));
  ASSERT_TRUE(tablet.click("field_text"));
  tablet.type("电梯噪音大");
  ASSERT_TRUE(tablet.click("save"));
  EXPECT_TRUE(delivered(tablet));
  ASSERT_TRUE(tablet.click("page_requests"));
  ASSERT_TRUE(tablet.click("kinds_complaint"));
  auto* list = tablet.model("requests");
  ASSERT_TRUE(list != nullptr && until([&] { return list->rowCount() == 1; }));
  EXPECT_EQ(cell(list, 0, "state"), "Received");
  EXPECT_EQ(cell(list, 0, "unit").toStdString(), unit);
}

TEST_F(AppTest, what_was_confirmed_and_not_settled_is_settled_after_a_kill) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  {
    Tablet tablet{store("admin")};
    ASSERT_TRUE(tablet.unlock());
    open_home(tablet, unit);
    auto* bar = tablet.item("confirm");
    ASSERT_TRUE(bar != nullptr && until([&] { return bar->property("fields").toInt() == 3; }));
    ASSERT_TRUE(tablet.click("confirmAll"));
    ASSERT_TRUE(until([&] { return bar->property("confirmed").toBool(); }));
    tablet.app().lock();  // what a lock writes, a kill leaves in the draft: both are one promise
  }
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"find", "--type", "visit"})["records"].size(), 1U);
}

TEST_F(AppTest, what_is_done_at_a_door_leaves_as_one_bundle) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  estate_.done("admin", {"sync"});
  const auto before = estate_.server({"status"}).at("heads").at("main").get<int>();
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("startVisit"));
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "waiting"; })) << "a visit under way stays here";
  auto* under_way = tablet.shell()->property("underWay").value<QObject*>();
  ASSERT_TRUE(under_way != nullptr && until([&] { return !under_way->property("unit").toString().isEmpty(); }));
  EXPECT_EQ(under_way->property("edits").toInt(), 0) << "nothing was changed so far";
  // Away to the resident's form and back: what is changed there is of the visit.
  ASSERT_TRUE(tablet.click("back"));
  open_home(tablet, unit);
  auto* household = tablet.model("household");
  ASSERT_TRUE(household != nullptr && until([&] { return household->rowCount() >= 2; }));
  QMetaObject::invokeMethod(tablet.shell(), "openHere", Q_ARG(QString, QString::fromStdString(resident)));
  ASSERT_TRUE(tablet.click("field_occupation"));
  tablet.type("教师");
  ASSERT_TRUE(tablet.click("save"));
  EXPECT_TRUE(until([&] { return under_way->property("edits").toInt() == 1; }));
  ASSERT_TRUE(tablet.click("back"));
  ASSERT_TRUE(tablet.click("startVisit"));
  ASSERT_TRUE(tablet.click("promise"));
  tablet.type("周五前修好楼道灯");
  ASSERT_TRUE(tablet.click("finish"));
  EXPECT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.server({"status"}).at("heads").at("main").get<int>(), before + 1);
  auto visit = estate_.done("admin", {"find", "--type", "visit"}).at("records").at(0).at("fields");
  EXPECT_EQ(visit.at("status"), "done");
  EXPECT_EQ(visit.at("promises").at(0).at("text"), "周五前修好楼道灯");
  EXPECT_EQ(estate_.done("admin", {"find", "--type", "request"}).at("records").size(), 1U);
  EXPECT_EQ(estate_.done("admin", {"show", resident}).at("record").at("fields").at("occupation"), "教师");
}

TEST_F(AppTest, what_waits_is_told_by_home_with_the_reason) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  estate_.done("admin", {"sync"});
  estate_.stop_server();
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("takeRequest"));
  ASSERT_TRUE(tablet.click("field_text"));
  tablet.type("厨房漏水");
  ASSERT_TRUE(tablet.click("save"));
  ASSERT_TRUE(until([&] { return tablet.app().delivery()->waiting() == 1; }));
  ASSERT_TRUE(tablet.click("chip"));
  auto* row = tablet.item("left_3-1-1502");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->property("what").toString().toStdString(), "服务单 1 项") << "of several values; the chip says 1 too";
  EXPECT_TRUE(until([&] { return row->property("reason").toString() == "等网络"; }));
  EXPECT_TRUE(tablet.text("receipt").contains("1"));
  estate_.start_server();
  EXPECT_TRUE(delivered(tablet));
  EXPECT_TRUE(until([&] { return !tablet.shows("left_3-1-1502"); }));
}

TEST_F(AppTest, a_conflict_that_arrives_is_decided_by_two_keys_and_everybody_hears) {
  auto resident = make("resident", {"name=张三"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  estate_.done("admin", {"edit", resident, "name=张建国"});
  estate_.done("wang", {"edit", resident, "name=张剑国"});
  estate_.done("admin", {"sync"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  estate_.done("wang", {"sync"});
  ASSERT_TRUE(tablet.click("page_conflicts"));
  auto* queue = tablet.model("queue");
  ASSERT_NE(queue, nullptr);
  ASSERT_TRUE(until([&] { return queue->rowCount() == 1; }));
  auto* card = tablet.item("card");
  ASSERT_NE(card, nullptr);
  card->forceActiveFocus();
  tablet.press(Qt::Key_2);
  EXPECT_EQ(card->property("chosen").toInt(), 2);
  tablet.press(Qt::Key_Return);
  EXPECT_TRUE(until([&] { return queue->rowCount() == 0; }));
  EXPECT_TRUE(delivered(tablet));
  // The author whose value was not taken is told, with who chose what; read, it is put away.
  ASSERT_TRUE(tablet.click("chip"));
  auto* notice = tablet.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->property("sentence").toString().toStdString(), "您改的「姓名」未采用。");
  EXPECT_TRUE(notice->property("reason").toString().contains("张剑国"));
  QMetaObject::invokeMethod(notice, "dismissed");
  EXPECT_TRUE(until([&] { return !tablet.shows("notice"); }));
  tablet.app().lock();
  estate_.done("wang", {"sync"});
  auto seen = estate_.done("wang", {"show", resident})["record"];
  EXPECT_EQ(seen["fields"]["name"], "张剑国");
  EXPECT_TRUE(seen["conflicts"].empty());
}

}  // namespace
}  // namespace doorstep::test
