#include <signal.h>
#include <sys/resource.h>

#include "tests/mobile/app_case.h"

/// The form: what is typed, judged, kept, asked for and shown beside what others did.

namespace doorstep::test {
namespace {

class FormTest : public AppCase {
 protected:
  static QAbstractItemModel* form(Tablet& tablet) {
    auto* model = tablet.model("form");
    return model != nullptr && until([&] { return model->rowCount() > 1; }) ? model : nullptr;
  }
  static QString role(QAbstractItemModel* model, const char* field, const char* role) {
    auto row = row_with(model, "field", field);
    return row < 0 ? QString{"no such row"} : cell(model, row, role);
  }
};

TEST_F(FormTest, what_cannot_be_right_is_said_beside_the_field_and_not_saved) {
  auto resident = make("resident", {"name=张三"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, resident, "resident");
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(tablet.click("field_name"));
  tablet.press(Qt::Key_End);
  tablet.type("3");
  EXPECT_TRUE(role(model, "name", "error").startsWith("需要")) << role(model, "name", "error").toStdString();
  tablet.press(Qt::Key_Tab);
  QMetaObject::invokeMethod(model, "save");
  EXPECT_EQ(model->property("unsaved").toInt(), 1);
  EXPECT_EQ(model->property("wrong").toInt(), 1);
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", resident})["record"]["fields"]["name"], "张三");
}

TEST_F(FormTest, what_was_typed_is_there_again_when_the_form_is_opened_anew) {
  auto resident = make("resident", {"name=张三"});
  {
    Tablet tablet{store("admin")};
    ASSERT_TRUE(tablet.unlock());
    open_record(tablet, resident, "resident");
    ASSERT_NE(form(tablet), nullptr);
    ASSERT_TRUE(tablet.click("field_name"));
    tablet.press(Qt::Key_End);
    tablet.type("4");
    tablet.app().lock();  // it cannot be right, so it is no edit: only the draft can keep it
  }
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, resident, "resident");
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(until([&] { return model->property("unsaved").toInt() == 1; }));
  EXPECT_EQ(role(model, "name", "value"), "张三4");
}

/// While it lives no file of this process grows: to SQLite the disk takes nothing more.
class NoRoom {
 public:
  NoRoom() : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{1, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  NoRoom(const NoRoom&) = delete;
  ~NoRoom() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(FormTest, what_a_full_disk_does_not_take_is_said_stays_typed_and_is_saved_when_there_is_room) {
  auto resident = make("resident", {"name=张三"});
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(delivered(tablet));
  open_record(tablet, resident, "resident");
  ASSERT_NE(form(tablet), nullptr);
  {
    NoRoom full;
    ASSERT_TRUE(tablet.click("field_occupation"));
    tablet.type("教师");
    ASSERT_TRUE(tablet.click("save"));
    EXPECT_TRUE(until([&] { return tablet.text("note").startsWith("没有保存"); })) << tablet.text("note").toStdString();
    EXPECT_TRUE(until([&] { return tablet.shows("unkept"); }));
    EXPECT_EQ(role(tablet.model("form"), "occupation", "pending"), "false") << "it is not on this tablet";
    ASSERT_TRUE(tablet.click("back"));
    open_record(tablet, resident, "resident");
    ASSERT_TRUE(until([&] { return tablet.model("form")->property("unsaved").toInt() == 1; }));
    EXPECT_EQ(role(tablet.model("form"), "occupation", "value"), "教师");
  }
  ASSERT_TRUE(tablet.click("save"));
  ASSERT_TRUE(until([&] { return tablet.model("form")->property("unsaved").toInt() == 0; }));
  EXPECT_TRUE(until([&] { return !tablet.shows("unkept"); }));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", resident})["record"]["fields"]["occupation"], "教师");
}

TEST_F(FormTest, a_new_record_does_not_ask_for_the_number_that_it_gets_by_itself) {
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(delivered(tablet));
  ASSERT_TRUE(tablet.click("page_requests"));
  ASSERT_TRUE(tablet.click("newRequest"));
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(row_with(model, "field", "request_no"), -1);
  EXPECT_GE(row_with(model, "field", "text"), 0);
}

TEST_F(FormTest, asks_only_what_the_answers_before_ask_for) {
  auto resident = make("resident", {"name=张三"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, resident, "resident");
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(row_with(model, "field", "vip_reason"), -1);
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "vip"), Q_ARG(QVariant, QVariant{true}));
  EXPECT_GE(row_with(model, "field", "vip_reason"), 0);
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "vip"), Q_ARG(QVariant, QVariant{false}));
  EXPECT_EQ(row_with(model, "field", "vip_reason"), -1);
  auto sections = model->property("sections").toList();
  ASSERT_EQ(sections.size(), 4);
  EXPECT_EQ(sections[0].toMap()["label"], "Person");
  EXPECT_EQ(sections[1].toMap()["first"].toInt(), row_with(model, "section", "Contact"));
}

TEST_F(FormTest, says_who_set_a_value_and_why_one_may_not_write_it) {
  auto unit = make("unit", {"building=3", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  auto place = make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, place, "occupancy");
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(role(model, "unit", "readOnly"), "true");
  EXPECT_EQ(role(model, "unit", "readOnlyReason"), "It never changes once written.");
  EXPECT_TRUE(until([&] { return role(model, "resident", "title") == "张三"; }));
  EXPECT_TRUE(until([&] { return role(model, "role", "provenance").startsWith("admin · "); }))
      << role(model, "role", "provenance").toStdString();
}

TEST_F(FormTest, somebody_who_lives_here_already_is_named_while_one_types_and_the_form_becomes_theirs) {
  auto unit = make("unit", {"building=3", "room_no=1502"});
  auto old = make("resident", {"name=王五", "sex=male"});
  make("occupancy", {"unit=" + unit, "resident=" + old, "role=owner"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  QMetaObject::invokeMethod(tablet.shell(), "make", Q_ARG(QString, "resident"), Q_ARG(QVariant, QVariantMap{}),
                            Q_ARG(QString, "owner"));
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  auto types = [&](const char* field, const QVariant& what) {
    QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, field), Q_ARG(QVariant, what));
  };
  types("name", QVariant{"王"});
  types("sex", QVariant{"female"});
  types("occupation", QVariant{"教师"});
  EXPECT_FALSE(tablet.shows("likely"));
  types("name", QVariant{"王五"});
  auto* row = tablet.item("likely");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->property("sentence").toString(), "Looks like 王五 · 3-1502: same name in this home");
  ASSERT_TRUE(tablet.click("likelySame"));
  EXPECT_EQ(tablet.shell()->property("record").toString().toStdString(), old);
  EXPECT_TRUE(until([&] { return !tablet.shows("likely"); }));
  EXPECT_EQ(role(model, "sex", "value"), "male") << "what they had stands";
  EXPECT_EQ(role(model, "occupation", "value"), "教师") << "what they lack is typed and can be saved";
  QMetaObject::invokeMethod(model, "save");
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"find", "王五", "--type", "resident"})["records"].size(), 1u);
  EXPECT_EQ(estate_.done("admin", {"show", old})["record"]["fields"]["occupation"], "教师");
}

/// Two people, and a form for a telephone of the second, which the first has already.
class PhoneTwice : public FormTest {
 protected:
  void SetUp() override {
    FormTest::SetUp();
    unit_ = make("unit", {"building=3", "room_no=1502"});
    old_ = make("resident", {"name=王五"});
    make("occupancy", {"unit=" + unit_, "resident=" + old_, "role=owner"});
    make("contact", {"resident=" + old_, "kind=mobile", "value=13800138000"});
    twin_ = make("resident", {"name=王武"});
    make("occupancy", {"unit=" + unit_, "resident=" + twin_, "role=tenant"});
  }
  void enters_phone(Tablet& tablet) {
    ASSERT_TRUE(tablet.unlock());
    open_home(tablet, unit_);
    QMetaObject::invokeMethod(tablet.shell(), "make", Q_ARG(QString, "contact"),
                              Q_ARG(QVariant, (QVariantMap{{"resident", QString::fromStdString(twin_)}})),
                              Q_ARG(QString, ""));
    auto* model = form(tablet);
    ASSERT_NE(model, nullptr);
    QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "kind"), Q_ARG(QVariant, QVariant{"mobile"}));
    QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "value"), Q_ARG(QVariant, QVariant{"138 0013 8000"}));
    auto* row = tablet.item("likely");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->property("sentence").toString(), "可能已有：王五 · 3-1502，电话相同");
  }
  std::size_t contacts() { return estate_.done("admin", {"find", "--type", "contact"})["records"].size(); }

  std::string unit_, old_, twin_;
};

TEST_F(PhoneTwice, they_are_the_same_and_two_people_become_one) {
  Tablet tablet{store("admin")};
  enters_phone(tablet);
  ASSERT_TRUE(tablet.click("likelySame"));
  EXPECT_TRUE(until([&] { return tablet.shell()->property("record").toString().toStdString() == old_; }));
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", twin_})["record"]["id"], old_);
  EXPECT_EQ(contacts(), 1u);
}

TEST_F(PhoneTwice, that_two_became_one_by_one_tap_is_taken_back_by_another) {
  Tablet tablet{store("admin")};
  enters_phone(tablet);
  ASSERT_TRUE(tablet.click("likelySame"));
  auto* told = tablet.item("joined");
  ASSERT_TRUE(told != nullptr && until([&] { return told->property("sentence").toString() == "已合为一份：王五"; }));
  ASSERT_TRUE(delivered(tablet));
  QMetaObject::invokeMethod(told, "stepped");
  EXPECT_TRUE(until([&] { return told->property("sentence").toString() == "已恢复为两份。"; }));
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", twin_})["record"]["id"], twin_);
}

TEST_F(PhoneTwice, a_person_is_made_one_with_another_from_their_page_after_both_were_seen) {
  Tablet tablet{store("admin"), "en", {1280, 800}};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit_);
  QMetaObject::invokeMethod(tablet.shell(), "openHere", Q_ARG(QString, QString::fromStdString(twin_)));
  ASSERT_TRUE(tablet.click("sameAs"));
  auto* offered = tablet.model("picker");
  ASSERT_TRUE(offered != nullptr && until([&] { return offered->rowCount() == 2; }));
  ASSERT_TRUE(tablet.focus("pickerSearch"));
  tablet.type("王五");
  ASSERT_TRUE(until([&] { return offered->rowCount() == 1; }));
  tablet.press(Qt::Key_Return);
  auto* card = tablet.item("twins");
  ASSERT_TRUE(card != nullptr && until([&] { return card->property("candidates").toList().size() == 2; }));
  const auto facts = card->property("candidates").toList()[1].toMap()["facts"].toList();
  ASSERT_FALSE(facts.isEmpty());
  EXPECT_EQ(facts[0].toMap()["text"], "王五") << "what differs stands first";
  card->forceActiveFocus();
  tablet.press(Qt::Key_2);
  tablet.press(Qt::Key_Return);
  auto* told = tablet.item("joined");
  ASSERT_TRUE(told != nullptr);
  EXPECT_EQ(told->property("sentence").toString(), "One record now: 王五");
  EXPECT_TRUE(until([&] { return tablet.shell()->property("record").toString().toStdString() == old_; }));
  ASSERT_TRUE(delivered(tablet));
  QMetaObject::invokeMethod(told, "stepped");
  EXPECT_TRUE(until([&] { return told->property("sentence").toString() == "They are two again."; }));
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", twin_})["record"]["id"], twin_);
}

TEST_F(PhoneTwice, they_are_two_and_what_is_entered_is_saved) {
  Tablet tablet{store("admin")};
  enters_phone(tablet);
  ASSERT_TRUE(tablet.click("likelyGoOn"));
  EXPECT_TRUE(until([&] { return !tablet.shows("likely"); }));
  ASSERT_TRUE(tablet.click("save"));
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(contacts(), 2u);
}

TEST_F(FormTest, a_new_pet_gets_its_keeper_from_the_home_s_people) {
  auto unit = make("unit", {"building=3", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("resident", {"name=李四"});  // of no home: not among those that are offered
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("addMore"));
  ASSERT_TRUE(tablet.click("add_pet"));
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(model->property("missing").toString(), "Kind");
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "kind"), Q_ARG(QVariant, QVariant{"dog"}));
  QMetaObject::invokeMethod(tablet.item("field_resident"), "chooseAsked");
  auto* offered = tablet.model("picker");
  ASSERT_TRUE(offered != nullptr && until([&] { return offered->rowCount() == 1; }));
  EXPECT_EQ(cell(offered, 0, "title"), "张三");
  tablet.press(Qt::Key_Return);
  EXPECT_TRUE(until([&] { return role(model, "resident", "title") == "张三"; }));
  ASSERT_TRUE(tablet.click("save"));
  ASSERT_TRUE(until([&] { return !tablet.shell()->property("record").toString().isEmpty(); }));
  EXPECT_EQ(tablet.model("form"), model) << "the form that was typed into stays";
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  auto pet = estate_.done("admin", {"find", "--type", "pet"})["records"][0]["fields"];
  EXPECT_EQ(pet["resident"], resident);
  EXPECT_EQ(pet["unit"], unit);
}

TEST_F(FormTest, somebody_new_lives_in_the_home_by_one_save) {
  auto unit = make("unit", {"building=3", "room_no=1502"});
  estate_.done("admin", {"sync"});
  const auto before = estate_.server({"status"}).at("heads").at("main").get<int>();
  Tablet tablet{store("admin")};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  ASSERT_TRUE(tablet.click("addResident"));
  ASSERT_TRUE(tablet.click("role_tenant"));
  ASSERT_TRUE(tablet.click("field_name"));
  tablet.type("王五");
  ASSERT_TRUE(tablet.click("save"));
  auto head = [&] { return estate_.server({"status"}).at("heads").at("main").get<int>(); };
  ASSERT_TRUE(until([&] { return head() > before; }));
  ASSERT_TRUE(delivered(tablet));
  EXPECT_EQ(head(), before + 1);
  ASSERT_TRUE(tablet.click("back"));
  auto* household = tablet.model("household");
  ASSERT_NE(household, nullptr);
  EXPECT_TRUE(until([&] { return row_with(household, "title", "王五") >= 0; }));
}

TEST_F(FormTest, an_entry_waits_until_it_is_added_and_an_empty_account_is_refused) {
  auto request = make("request", {"text=厨房漏水", "status=new"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, request, "request");
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "steps"), Q_ARG(QVariant, QVariant{"已处理"}));
  EXPECT_NE(role(model, "steps", "error"), "") << "\"dealt with\" alone says nothing";
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "steps"),
                            Q_ARG(QVariant, QVariant{"上门更换厨房角阀，试水十分钟不漏"}));
  EXPECT_EQ(role(model, "steps", "error"), "");
  QMetaObject::invokeMethod(model, "save");
  EXPECT_EQ(model->property("unsaved").toInt(), 1) << "it is not added yet";
  QMetaObject::invokeMethod(model, "add", Q_ARG(QString, "steps"), Q_ARG(QString, "上门更换厨房角阀，试水十分钟不漏"));
  EXPECT_TRUE(until([&] { return model->property("unsaved").toInt() == 0; }));
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", request})["record"]["fields"]["steps"].size(), 1U);
}

TEST_F(FormTest, a_section_is_confirmed_by_one_tap_and_taken_back_by_another) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502", "layout=3室2厅"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_home(tablet, unit);
  QMetaObject::invokeMethod(tablet.shell(), "openHere", Q_ARG(QString, QString::fromStdString(unit)));
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  auto* head = tablet.item("section_Place");
  ASSERT_NE(head, nullptr);
  ASSERT_TRUE(until([&] { return head->property("step").toString() == "Section unchanged"; }));
  QMetaObject::invokeMethod(head, "stepped");
  ASSERT_TRUE(until([&] { return role(model, "building", "confirmed") == "true"; }));
  EXPECT_EQ(role(model, "layout", "confirmed"), "false");
  QMetaObject::invokeMethod(head, "stepped");
  ASSERT_TRUE(until([&] { return role(model, "building", "confirmed") == "false"; }));
  QMetaObject::invokeMethod(head, "stepped");
  ASSERT_TRUE(until([&] { return role(model, "building", "confirmed") == "true"; }));
  ASSERT_TRUE(tablet.click("back"));
  ASSERT_TRUE(tablet.click("back"));  // leaving the home settles it
  ASSERT_TRUE(delivered(tablet));
  tablet.app().lock();
  auto visit = estate_.done("admin", {"find", "--type", "visit"})["records"][0]["fields"];
  EXPECT_EQ(visit["confirmed_fields"].size(), 3U);
  EXPECT_EQ(visit["status"], "done");
}

TEST_F(FormTest, another_s_value_stands_beside_what_is_typed_and_never_over_it) {
  auto resident = make("resident", {"name=张三", "occupation=司机"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  open_record(tablet, resident, "resident");
  auto* model = form(tablet);
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(tablet.click("field_occupation"));
  tablet.press(Qt::Key_End);
  tablet.type("长");
  estate_.done("wang", {"edit", resident, "occupation=教师"});
  estate_.done("wang", {"sync"});
  ASSERT_TRUE(until([&] { return role(model, "occupation", "otherValue") == "教师"; }));
  EXPECT_TRUE(until([&] { return role(model, "occupation", "otherBy").startsWith("wang"); }));
  EXPECT_EQ(role(model, "occupation", "value"), "司机长");
  QMetaObject::invokeMethod(model, "takeTheirs", Q_ARG(QString, "occupation"));
  EXPECT_EQ(role(model, "occupation", "value"), "教师");
  EXPECT_EQ(role(model, "occupation", "otherBy"), "");
}

}  // namespace
}  // namespace doorstep::test
