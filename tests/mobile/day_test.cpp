#include <signal.h>

#include <QDate>
#include <QRegularExpression>

#include "tests/mobile/app_case.h"
#include "tests/program.h"

/// A day of home visits from the enrolment to the receipt, by clicks, keys and a finger on the glass.

namespace doorstep::test {
namespace {

constexpr int homes = 30;

struct Tongue {
  const char* language;
  const char *nothing_left, *counted, *sent_today;
};

class DayTest : public AppCase, public ::testing::WithParamInterface<Tongue> {
 protected:
  /// Thirty homes with somebody in each, all due today; the office has them.
  void plan_the_day() {
    auto batch = estate_.batch("admin");
    auto made = [&](const std::string& line) {
      batch->say("new " + line);
      return json::parse(batch->next_line()).at("record").at("id").get<std::string>();
    };
    const auto today = QDate::currentDate().toString(Qt::ISODate).toStdString();
    for (int i = 0; i < homes; ++i) {
      units_.push_back(made("unit building=3 unit_no=1 room_no=" + std::to_string(100 * (1 + i / 3) + i % 3 + 1)));
      people_.push_back(made("resident name=" + std::string{"张"} + names.at(static_cast<std::size_t>(i % 10)) +
                             names.at(static_cast<std::size_t>(i / 10))));
      made("occupancy role=owner unit=" + units_.back() + " resident=" + people_.back());
      made("visit due=" + today + " unit=" + units_.back());
    }
    batch->say("sync");
    batch->next_line();
  }
  void enrol(Tablet& tablet, const std::string& message) {
    ASSERT_TRUE(tablet.focus("invitation"));
    tablet.type(QString::fromStdString(message));
    ASSERT_TRUE(tablet.focus("newPassphrase"));
    tablet.type(QString::fromStdString(secret_words));
    tablet.press(Qt::Key_Return);
    ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Open; }))
        << tablet.app().sentence().toStdString();
    ASSERT_TRUE(delivered(tablet));
  }
  std::string message_for(const std::string& login) {
    auto code = estate_.code_for(login);
    Tablet known{store("admin")};
    EXPECT_TRUE(known.unlock());
    return "Hello: " + known.app().server().toStdString() + " " + estate_.pin() + " " + code;
  }

  // Doors
  void visits_and_signs(Tablet& tablet) {
    ASSERT_TRUE(tablet.click("startVisit"));
    ASSERT_TRUE(tablet.click("findings"));
    tablet.type("阳台漏水，已拍照");
    ASSERT_TRUE(tablet.click("promise"));
    tablet.type("周五前请维修师傅上门");
    ASSERT_TRUE(tablet.click("choice_service"));
    ASSERT_TRUE(tablet.sign("signature"));
    ASSERT_TRUE(tablet.click("finish"));
    ASSERT_TRUE(until([&] { return tablet.shows("confirm"); }));
    ASSERT_TRUE(tablet.click("nextHome"));
  }
  void finds_nobody(Tablet& tablet) {
    ASSERT_TRUE(tablet.click("startVisit"));
    ASSERT_TRUE(tablet.click("noAnswer"));
    ASSERT_TRUE(until([&] { return tablet.shows("confirm"); }));
    ASSERT_TRUE(tablet.click("nextHome"));
  }
  void edits_and_confirms(Tablet& tablet, const std::string& resident) {
    ASSERT_TRUE(tablet.click("record_" + QString::fromStdString(resident)));
    ASSERT_TRUE(tablet.click("field_occupation"));
    tablet.type("教师");
    ASSERT_TRUE(tablet.click("save"));
    ASSERT_TRUE(until([&] { return tablet.model("form")->property("unsaved").toInt() == 0; }));
    ASSERT_TRUE(tablet.click("back"));
    confirms(tablet);
  }
  void confirms(Tablet& tablet) {
    auto* bar = tablet.item("confirm");
    ASSERT_TRUE(bar != nullptr && until([&] { return bar->property("fields").toInt() > 0; }));
    ASSERT_TRUE(tablet.click("confirmAll"));
    ASSERT_TRUE(until([&] { return bar->property("confirmed").toBool(); }));
    if (!bar->property("hasNext").toBool()) return;
    ASSERT_TRUE(tablet.click("confirmAll"));
  }
  void walks_the_doors(Tablet& tablet) {
    auto* list = tablet.model("visits");
    ASSERT_TRUE(list != nullptr && until([&] { return list->rowCount() == homes; }));
    ASSERT_TRUE(tablet.click("visit_" + QString::fromStdString(units_[0])));
    for (int i = 0; i < homes && !HasFatalFailure(); ++i) {
      auto here = QString::fromStdString(units_[static_cast<std::size_t>(i)]);
      ASSERT_TRUE(until([&] { return tablet.shell()->property("unit").toString() == here; })) << i;
      if (i == 0)
        visits_and_signs(tablet);
      else if (i == 1)
        finds_nobody(tablet);
      else if (i == 2)
        edits_and_confirms(tablet, people_[2]);
      else
        confirms(tablet);
    }
    ASSERT_TRUE(tablet.click("back"));
    ASSERT_TRUE(until([&] { return row_with(list, "progress", "none") < 0; }));
  }

  /// Tablet and office change one name while there is no line; the office decides for its own.
  void meets_a_conflict(Tablet& tablet) {
    const auto& resident = people_[5];
    ASSERT_TRUE(delivered(tablet));
    estate_.done("admin", {"sync"});
    estate_.stop_server();
    open_record(tablet, resident, "resident");
    ASSERT_TRUE(tablet.click("field_name"));
    tablet.press(Qt::Key_End);
    tablet.type("甲");
    ASSERT_TRUE(tablet.click("save"));
    ASSERT_TRUE(until([&] { return tablet.app().delivery()->waiting() == 1; }));
    estate_.done("admin", {"edit", resident, "name=张乙"});
    estate_.start_server();
    estate_.done("admin", {"sync"});
    ASSERT_TRUE(tablet.click("page_conflicts"));
    auto* queue = tablet.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == 1; }));
    EXPECT_TRUE(until([&] { return cell(queue, 0, "home") == "3-1-203"; }))
        << "whose name it is when both are called so";
    estate_.done("admin", {"sync"});
    auto conflict = estate_.done("admin", {"conflicts"})["conflicts"][0];
    int mine = conflict["candidates"][0]["value"] == "张乙" ? 1 : 2;
    estate_.done("admin", {"resolve", conflict["id"].get<std::string>(), "--take", std::to_string(mine)});
    estate_.done("admin", {"sync"});
    ASSERT_TRUE(until([&] { return queue->rowCount() == 0; }));
    ASSERT_TRUE(tablet.click("chip"));
    auto* notice = tablet.item("notice");
    ASSERT_NE(notice, nullptr);
    EXPECT_TRUE(notice->property("reason").toString().contains("张乙"));
  }

  /// A process of its own types, and is killed in the middle of a word.
  void is_killed_while_typing() {
    Program hand{"app_hand", {store("field"), GetParam().language, "1280x800"}};
    auto says = [&](const std::string& line) {
      hand.say(line);
      return hand.next_line();
    };
    ASSERT_EQ(says("unlock"), "open");
    says("open " + people_[7] + " resident");
    ASSERT_EQ(says("click field_employer"), "clicked");
    says("type 第一");
    says("pause 300");
    hand.say("type 小学校的");
    hand.send(SIGKILL);
    EXPECT_EQ(hand.wait().code, 128 + SIGKILL);
  }
  void goes_on_where_it_was(Tablet& tablet) {
    open_record(tablet, people_[7], "resident");
    auto* form = tablet.model("form");
    ASSERT_TRUE(form != nullptr && until([&] { return form->property("unsaved").toInt() == 1; }));
    EXPECT_TRUE(cell(form, row_with(form, "field", "employer"), "value").startsWith("第一"));
    ASSERT_TRUE(tablet.click("field_employer"));
    tablet.press(Qt::Key_End);
    tablet.type("小学");
    ASSERT_TRUE(tablet.click("save"));
    ASSERT_TRUE(until([&] { return form->property("unsaved").toInt() == 0; }));
  }
  void has_its_receipt(Tablet& tablet) {
    ASSERT_TRUE(delivered(tablet));
    ASSERT_TRUE(tablet.click("chip"));
    EXPECT_TRUE(until([&] { return tablet.text("receipt") == GetParam().nothing_left; }))
        << tablet.text("receipt").toStdString();
    // What became of it all: of thirty homes, though the tablet was locked and killed since.
    const QRegularExpression sent{GetParam().sent_today};
    EXPECT_TRUE(until([&] { return sent.match(tablet.text("answered")).captured(1).toInt() > homes; }))
        << tablet.text("answered").toStdString();
    EXPECT_TRUE(until([&] { return tablet.text("today") == GetParam().counted; }))
        << tablet.text("today").toStdString();
  }
  void expect_it_at_the_office() {
    estate_.done("admin", {"sync"});
    auto of = [&](const std::string& type, const std::string& where) {
      return estate_.done("admin", {"find", "--type", type, "--where", where})["records"];
    };
    EXPECT_EQ(of("visit", "status=done").size(), homes - 1U);
    EXPECT_EQ(of("visit", "status=no_answer").size(), 1U);
    auto consent = of("consent", "resident=" + people_[0]);
    ASSERT_EQ(consent.size(), 1U);
    EXPECT_EQ(consent[0]["fields"]["purposes"], json::array({"service"}));
    EXPECT_GT(consent[0]["fields"]["signature"].get<std::string>().size(), 50U);
    EXPECT_EQ(estate_.done("admin", {"find", "维修师傅", "--type", "request"})["records"].size(), 1U);
    EXPECT_EQ(estate_.done("admin", {"show", people_[2]})["record"]["fields"]["occupation"], "教师");
    EXPECT_TRUE(
        estate_.done("admin", {"show", people_[7]})["record"]["fields"]["employer"].get<std::string>().ends_with(
            "小学"));
  }

  const std::vector<std::string> names{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  std::vector<std::string> units_, people_;
};

TEST_P(DayTest, of_thirty_visits_leaves_nothing_behind) {
  plan_the_day();
  auto message = message_for("field");
  {
    Tablet tablet{store("field"), GetParam().language};
    enrol(tablet, message);
    if (HasFatalFailure()) return;
    walks_the_doors(tablet);
    if (HasFatalFailure()) return;
    meets_a_conflict(tablet);
    if (HasFatalFailure()) return;
    ASSERT_TRUE(tablet.click("lock"));
    ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Locked; }));
    ASSERT_TRUE(tablet.unlock());
    tablet.app().lock();
  }
  is_killed_while_typing();
  if (HasFatalFailure()) return;
  Tablet tablet{store("field"), GetParam().language};
  ASSERT_TRUE(tablet.unlock());
  goes_on_where_it_was(tablet);
  if (HasFatalFailure()) return;
  has_its_receipt(tablet);
  tablet.app().lock();
  expect_it_at_the_office();
}

INSTANTIATE_TEST_SUITE_P(Languages, DayTest,
                         ::testing::Values(Tongue{"zh_CN", "差 0，全部交到办公室", "今日 30 户，已交 30，差 0",
                                                  "^今天：已发送 (\\d+) 项 · .+ · 未采用：0$"},
                                           Tongue{"en", "Nothing left behind",
                                                  "Visited today: 30 · at the office: 30 · missing: 0",
                                                  "^Today: (\\d+) sent · .+ · not used: 0$"}),
                         [](const auto& tongue) { return std::string{tongue.param.language}; });

}  // namespace
}  // namespace doorstep::test
