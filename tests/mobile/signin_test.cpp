#include <QTest>
#include <QUrl>
#include <filesystem>

#include "mobile/invitation.h"
#include "tests/mobile/app_case.h"
#include "tests/source_files.h"

/// Before the store is open: whose it is, and every state explained.

namespace doorstep::test {
namespace {

class SignInTest : public AppCase {
 protected:
  /// One more person on the tablet in this folder.
  void enroll_in(const std::string& folder, const std::string& login, const std::string& server) {
    start_crypto();
    auto enrolled =
        Engine::enroll({folder, secret_words, server, estate_.pin(), estate_.code_for(login), login, KdfCost{1, 8192}});
    ASSERT_TRUE(enrolled) << enrolled.error().detail;
  }
  std::string server_address() {
    Tablet known{store("admin")};
    EXPECT_TRUE(known.unlock());
    return known.app().server().toStdString();
  }
};

TEST_F(SignInTest, an_invitation_is_read_from_a_picture_of_its_qr_code) {
  Tablet tablet{store("new")};
  auto picture = source_folder() / "tests/fixtures/invitation.png";
  auto found = read_invitation(tablet.app().readPicture(QUrl::fromLocalFile(QString::fromStdString(picture.string()))));
  EXPECT_EQ(found.server, "wss://office.example:7443");
  EXPECT_EQ(found.pin, "MviKfaxar5rrE1vmzc5R0KCVAEQm0sy57CuAag-7nfY");
  EXPECT_EQ(found.code, "VAG36-XP4Q8-X3ZFQ-691D0-14FD2-7");
  auto other = source_folder() / "docs/pictures/today.png";
  EXPECT_EQ(tablet.app().readPicture(QUrl::fromLocalFile(QString::fromStdString(other.string()))), "");
  EXPECT_TRUE(tablet.app().sentence().contains("二维码"));
}

TEST_F(SignInTest, a_weak_passphrase_is_refused_at_its_own_field_when_one_enrols) {
  QString server;
  {
    Tablet known{store("admin")};
    ASSERT_TRUE(known.unlock());
    server = known.app().server();
  }
  const auto code = estate_.code_for("wang");
  Tablet tablet{store("new"), "en", {400, 800}};
  ASSERT_TRUE(tablet.focus("invitation"));
  tablet.type(server + " " + QString::fromStdString(estate_.pin() + " " + code));
  ASSERT_TRUE(tablet.focus("newPassphrase"));
  tablet.type("12345678");
  tablet.press(Qt::Key_Return);
  auto* field = tablet.item("newPassphrase");
  ASSERT_NE(field, nullptr);
  EXPECT_TRUE(until([&] { return field->property("error").toString().contains("too easy to guess"); }));
  EXPECT_EQ(tablet.app().fault(), "weak_passphrase");
  EXPECT_EQ(tablet.item("invitation")->property("error"), "");
  EXPECT_TRUE(until([&] { return field->mapToScene({0, field->height()}).y() <= 800; }));
}

TEST_F(SignInTest, the_invitation_that_the_server_drew_is_read) {
  const auto picture = estate_.scratch().path("drawn.png");
  auto drawn =
      estate_.server({"device", "code", "--login", "admin", "--server", "wss://office.example:7443", "--qr", picture});
  Tablet tablet{store("new")};
  auto read = tablet.app().readPicture(QUrl::fromLocalFile(QString::fromStdString(picture)));
  EXPECT_EQ(read.toStdString(), drawn.value("invitation", "none"));
  EXPECT_TRUE(read_invitation(read).complete());
}

TEST_F(SignInTest, after_wrong_passphrases_the_waiting_time_is_told_and_ends) {
  Tablet tablet{store("admin"), "en"};
  for (int i = 0; i < 6 && tablet.app().state() != App::State::Waiting; ++i) {
    tablet.app().unlock("not this one");
    ASSERT_TRUE(until(
        [&] { return tablet.app().state() == App::State::Locked || tablet.app().state() == App::State::Waiting; }));
  }
  ASSERT_EQ(tablet.app().state(), App::State::Waiting);
  EXPECT_GT(tablet.app().waitSeconds(), 0);
  EXPECT_LE(tablet.app().waitSeconds(), 20);
  EXPECT_FALSE(tablet.shows("passphrase")) << "what cannot be tried is not asked for";
  ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Locked; }));
  EXPECT_TRUE(tablet.unlock()) << tablet.app().sentence().toStdString();
}

TEST_F(SignInTest, a_tablet_that_nobody_touches_locks_itself) {
  Tablet tablet{store("admin"), "en", {1280, 800}, 5'000};
  ASSERT_TRUE(tablet.unlock());
  for (int i = 0; i < 4; ++i) {
    QTest::qWait(2'000);
    tablet.press(Qt::Key_Shift);
    ASSERT_EQ(tablet.app().state(), App::State::Open) << "somebody is there";
  }
  ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Locked; }));
  EXPECT_TRUE(tablet.app().sentence().contains("nobody touched")) << tablet.app().sentence().toStdString();
  EXPECT_TRUE(tablet.shows("passphrase"));
}

TEST_F(SignInTest, two_people_share_a_tablet_and_each_opens_their_own) {
  auto server = server_address();
  enroll_in(store("both/person-1"), "wang", server);
  enroll_in(store("both/person-2"), "li", server);
  Tablet tablet{store("both"), "en"};
  ASSERT_EQ(tablet.app().people().size(), 2);
  ASSERT_TRUE(tablet.unlock());
  EXPECT_EQ(tablet.app().person(), "wang");
  tablet.app().lock();
  tablet.app().choose(1);
  ASSERT_TRUE(tablet.unlock());
  EXPECT_EQ(tablet.app().person(), "li");
  tablet.app().lock();
  EXPECT_EQ(tablet.app().people(), (QStringList{"wang", "li"}));
}

TEST_F(SignInTest, somebody_leaves_the_tablet_when_everything_is_sent_or_sealed_for_the_office) {
  auto server = server_address();
  enroll_in(store("both/person-1"), "wang", server);
  enroll_in(store("both/person-2"), "li", server);
  {
    auto wang = Engine::open(store("both/person-1"), secret_words);
    ASSERT_TRUE(wang);
    std::promise<bool> saved;
    Intent resident{Op::create, std::nullopt, "resident", {{"name", "张三"}}, std::nullopt};
    (*wang)->edit({resident}, [&](const auto& done) { saved.set_value(done.has_value()); });
    ASSERT_TRUE(saved.get_future().get());
  }
  Tablet tablet{store("both"), "en"};
  auto leave = [&] {
    if (!tablet.click("leave") || !tablet.focus("passphrase")) return false;
    tablet.type(QString::fromStdString(secret_words));
    if (tablet.app().unsent() && !tablet.click("seal")) return false;
    if (!tablet.focus("passphrase")) return false;
    tablet.press(Qt::Key_Return);
    return until([&] { return tablet.app().state() != App::State::Unlocking; });
  };
  ASSERT_TRUE(leave());
  EXPECT_EQ(tablet.app().people().size(), 2) << "something waits, so nobody went";
  ASSERT_TRUE(tablet.app().unsent());
  EXPECT_TRUE(tablet.app().sentence().contains("not been sent")) << tablet.app().sentence().toStdString();
  ASSERT_TRUE(leave());
  ASSERT_EQ(tablet.app().people(), QStringList{"person-2"}) << "who has never opened theirs here has no name yet";
  EXPECT_TRUE(tablet.app().sentence().contains("for-the-office")) << tablet.app().sentence().toStdString();
  EXPECT_FALSE(std::filesystem::exists(store("both/person-1")));
  ASSERT_TRUE(tablet.unlock()) << "the other works on";
  EXPECT_EQ(tablet.app().person(), "li");
}

TEST_F(SignInTest, each_person_finds_the_tablet_as_they_had_it) {
  auto server = server_address();
  enroll_in(store("both/person-1"), "wang", server);
  enroll_in(store("both/person-2"), "li", server);
  {
    Tablet tablet{store("both"), ""};
    ASSERT_TRUE(tablet.unlock());
    ASSERT_TRUE(tablet.click("chip"));
    for (const char* chip : {"look_leftHanded", "look_largeType", "language_zh_CN"}) ASSERT_TRUE(tablet.click(chip));
    EXPECT_EQ(tablet.app().language(), "zh_CN");
    tablet.app().lock();
  }
  Tablet tablet{store("both"), ""};
  EXPECT_TRUE(tablet.app().looks().value("leftHanded").toBool()) << "before the passphrase already";
  EXPECT_EQ(tablet.app().language(), "zh_CN");
  ASSERT_TRUE(tablet.unlock());
  auto* list = tablet.item("visits");
  ASSERT_NE(list, nullptr);
  EXPECT_GT(list->mapToScene({0, 0}).x(), tablet.window().width() / 2) << "the list is under the left-hander's thumb";
  tablet.app().lock();
  tablet.app().choose(1);
  EXPECT_FALSE(tablet.app().looks().value("leftHanded").toBool()) << "who chose nothing has it plain";
}

TEST_F(SignInTest, a_tablet_whose_access_has_ended_says_so_and_keeps_what_is_here) {
  auto unit = make("unit", {"building=3", "room_no=1502"});
  estate_.done("admin", {"sync"});
  estate_.stop_server();
  estate_.server({"device", "revoke", "--login", "admin"});
  estate_.start_server();
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(until([&] { return tablet.app().delivery()->revoked(); }));
  EXPECT_EQ(tablet.app().delivery()->stage(), "attention");
  EXPECT_TRUE(tablet.shows("revoked"));
  open_home(tablet, unit);
  EXPECT_TRUE(until([&] { return tablet.text("place") == "3-1502"; }));
}

TEST_F(SignInTest, a_tablet_that_was_away_for_too_long_shows_nothing_and_opens_when_it_has_met_the_server) {
  auto unit = make("unit", {"building=3", "room_no=1502"});
  estate_.stop_server();
  estate_.lease_of("admin", -std::chrono::hours{1});
  Tablet tablet{store("admin"), "en"};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(until([&] { return tablet.shows("leaseOver"); }));
  EXPECT_FALSE(tablet.shows("search")) << "no screen of the archive is there";
  EXPECT_EQ(tablet.app().delivery()->waiting(), 1) << "what was saved is kept, and it says so";
  EXPECT_EQ(tablet.app().delivery()->stage(), "offline");
  estate_.start_server();
  ASSERT_TRUE(until([&] { return tablet.shows("search"); }));
  EXPECT_TRUE(delivered(tablet));
  open_home(tablet, unit);
  EXPECT_TRUE(until([&] { return tablet.text("place") == "3-1502"; }));
}

TEST_F(SignInTest, a_lease_that_runs_out_and_a_clock_that_was_set_back_are_told_in_time) {
  estate_.done("admin", {"sync"});
  estate_.stop_server();
  estate_.lease_of("admin", std::chrono::hours{3} + std::chrono::minutes{20});
  {
    Tablet tablet{store("admin"), "en"};
    ASSERT_TRUE(tablet.unlock());
    ASSERT_TRUE(until([&] { return tablet.shows("lease"); }));
    EXPECT_TRUE(tablet.app().delivery()->leaseLeft().startsWith("3 h"))
        << tablet.app().delivery()->leaseLeft().toStdString();
    EXPECT_EQ(tablet.app().delivery()->lease(), "ending");
  }
  estate_.set_clock_back("admin", std::chrono::hours{30});
  Tablet tablet{store("admin"), "zh_CN"};
  ASSERT_TRUE(tablet.unlock());
  ASSERT_TRUE(until([&] { return tablet.shows("lease"); }));
  EXPECT_EQ(tablet.app().delivery()->lease(), "clock_back");
}

}  // namespace
}  // namespace doorstep::test
