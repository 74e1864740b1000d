// Who read what is sensitive, and who was refused, is on record: ids and days, no values.
#include "server/access_log.h"

#include <gtest/gtest.h>

#include "tests/server/archive_home.h"
#include "tests/server/aviary.h"

namespace doorstep::test {
namespace {

/// The kinds that stand in the log, each with what it is about.
std::map<std::string, std::set<std::string>> lines_of(Archive& archive, const std::string& login = {}) {
  std::map<std::string, std::set<std::string>> out;
  const auto audit = archive.audit({login, {}, {}}).value();
  for (const auto& line : audit.at("access"))
    out[line.at("kind").get<std::string>()].insert(line.at("what").get<std::string>());
  return out;
}

TEST(AccessLog, tells_who_read_what_is_sensitive_and_holds_no_value) {
  Aviary aviary;
  auto& archive = aviary.office.server().archive();
  const auto need = aviary.of.at("special_need"), home = aviary.of.at("unit");
  ASSERT_FALSE(aviary.office.sync(aviary.li, {}, {need, home}));
  const auto lis = lines_of(archive, "li");
  EXPECT_EQ(lis.at("sync"), std::set<std::string>{"main"});
  EXPECT_EQ(lis.at("history"), std::set<std::string>{text(need)}) << "a home has nothing sensitive";
  EXPECT_FALSE(lines_of(archive, "wang").contains("history"));
  const auto all = canonical(archive.audit({}).value());
  for (const auto& canary : aviary.canaries) EXPECT_EQ(all.find(canary.word), all.npos) << canary.word;
  EXPECT_TRUE(archive.verify());
}

TEST(AccessLog, an_admin_who_looks_into_the_quarantine_in_the_app_is_noted_by_name) {
  Aviary aviary;
  auto& archive = aviary.office.server().archive();
  ASSERT_FALSE(lines_of(archive, "wang").contains("quarantine"));
  ASSERT_EQ(aviary.office.ask(aviary.wang, {AdminAsk{AdminVerb::quarantine}}).size(), 1u);
  EXPECT_TRUE(lines_of(archive, "wang").contains("quarantine"));
}

TEST(AccessLog, who_reads_nothing_sensitive_leaves_no_line) {
  Aviary aviary;
  aviary.office.person("desk", "front_desk");
  auto& desk = aviary.office.tablet("desk");
  ASSERT_FALSE(aviary.office.sync(desk, {}, {aviary.of.at("resident"), aviary.of.at("special_need")}));
  EXPECT_TRUE(lines_of(aviary.office.server().archive(), "desk").empty());
}

TEST(AccessLog, nothing_is_sent_that_could_not_be_noted) {
  Aviary aviary;
  auto& office = aviary.office;
  auto& reader = office.tablet("reader");
  bool welcomed = false, paged = false;
  const auto ended = office.sync(reader, [&](bool to_tablet, std::string& frame) {
    if (to_tablet && frame.starts_with(R"({"frame":"welcome")")) {
      welcomed = true;
      office.server().disk().fail_at(office.server().disk().operations() + 1, FlakyVfs::Failure::full, true);
    }
    paged = paged || frame.starts_with(R"({"frame":"page")") || frame.starts_with(R"({"frame":"history")");
    return true;
  });
  EXPECT_TRUE(welcomed);
  EXPECT_FALSE(paged);
  ASSERT_TRUE(ended);
  EXPECT_EQ(remedy(ended->fault), Remedy::retry) << code(ended->fault);
  office.server().disk().heal();
  EXPECT_FALSE(office.sync(reader)) << "and later it is";
}

TEST(AccessLog, tells_who_was_refused_and_why) {
  Aviary aviary;
  auto& office = aviary.office;
  auto& archive = office.server().archive();
  const auto settle = [&](PartyTablet& tablet, const Office::Meddle& meddle) {
    EXPECT_TRUE(office.sync(tablet, meddle));
    office.server().write(office.server().to_write());
  };
  // Another key than the device's.
  SeededDice dice{3};
  const auto stranger = SigningKey::mint(dice);
  settle(aviary.li, [&](bool to_tablet, std::string& frame) {
    if (!to_tablet && frame.starts_with(R"({"frame":"proof")"))
      frame = encode(Proof{stranger.sign(proof_context, "x")}, 2);
    return true;
  });
  EXPECT_TRUE(lines_of(archive, "li").contains("wrong_proof"));
  // A hello of nobody.
  settle(aviary.li, [](bool to_tablet, std::string& frame) {
    if (to_tablet || !frame.starts_with(R"({"frame":"hello")")) return true;
    auto hello = std::get<Hello>(decode_frame(frame, 1).value());
    hello.person = {"nobody"}, hello.tablet = {"nothing"}, hello.chain = {"nobody/nothing/1"};
    frame = encode(hello, 1);
    return true;
  });
  EXPECT_TRUE(lines_of(archive).contains("unknown_device"));
  EXPECT_EQ(canonical(archive.audit({}).value()).find("nobody"), std::string::npos) << "a stranger writes nothing here";
  ASSERT_TRUE(archive.revoke("li", {}));
  settle(aviary.li, {});
  EXPECT_TRUE(lines_of(archive, "li").contains("revoked_device"));
  const auto audit = archive.audit({"li", {}, {}}).value();
  EXPECT_TRUE(std::any_of(audit.at("acts").begin(), audit.at("acts").end(),
                          [](const json& act) { return act.at("act") == "revoked"; }));
}

TEST(AccessLog, tells_of_wrong_enrolment_codes) {
  Office office;
  SeededDice dice{5};
  const auto key = SigningKey::mint(dice);
  const PartyServer::Line line = 77;
  office.server().open(line);
  Enrol enrol{"AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A", key.public_key(), "x", {}};
  enrol.proof = key.sign(enrol_context, enrol_message(PartyServer::binding(line), enrol.code));
  office.server().receive(line, encode(enrol, 1));
  while (office.server().to_write() > 0) office.server().write(1);
  EXPECT_TRUE(lines_of(office.server().archive()).contains("wrong_code"));
}

TEST(AccessLog, a_tablet_that_stays_over_midnight_is_noted_on_both_days) {
  Aviary aviary;
  auto& office = aviary.office;
  const auto days = [&] {
    std::set<std::string> out;
    const auto audit = office.server().archive().audit({"li", {}, {}}).value();
    for (const auto& line : audit.at("access"))
      out.insert(line.at("day").get<std::string>());
    return out.size();
  };
  ASSERT_FALSE(office.sync(aviary.li));
  ASSERT_EQ(days(), 1u);
  const auto midnight = from_ms(1'764'028'800'000);
  office.time().now = midnight - std::chrono::seconds{20};
  int ticks = 0;
  ASSERT_FALSE(office.sync(
      aviary.li,
      [&](bool to_tablet, std::string& frame) {
        if (!to_tablet || !frame.starts_with(R"({"frame":"history")")) return true;
        // The first tick tells the conversation its day; the last one comes a little after midnight.
        office.time().now = midnight + std::chrono::seconds{++ticks == 1 ? -5 : 5};
        office.server().tick(office.line());
        return true;
      },
      {aviary.of.at("unit"), aviary.of.at("unit")}));
  office.server().write(office.server().to_write());
  EXPECT_EQ(days(), 2u);
}

/// The log alone, in an archive of its own.
class AccessLogFile : public testing::Test {
 protected:
  AccessLogFile() {
    start_crypto();
    home_.found({"", {{CommunityId{"main"}, "花园小区"}}}, clock_, dice_);
    archive_ = home_.open(clock_, dice_);
    archive_->add_person({"wang", "王芳"}).value();
  }
  Access read_of(int n) const {
    return {AccessKind::history, PersonId{"w"}, DeviceId{"t"}, "record " + std::to_string(n)};
  }
  json lines() { return archive_->audit({}).value().at("access"); }
  void note(const Access& access) { ASSERT_TRUE(archive_->note_access(access, clock_.wall())); }

  TrueTime time_;
  MachineClock clock_{time_, "server"};
  SeededDice dice_{1};
  SqliteHome home_;
  std::unique_ptr<Archive> archive_;
};

TEST_F(AccessLogFile, what_comes_again_on_one_day_counts_on_and_further_objects_are_one_line) {
  for (int i = 0; i < 3; ++i) note(read_of(1));
  ASSERT_EQ(lines().size(), 1u);
  EXPECT_EQ(lines()[0].at("times"), 3);
  time_.now += std::chrono::days{1};
  note(read_of(1));
  EXPECT_EQ(lines().size(), 2u);
  for (int i = 0; i < access_objects_a_day_max + 10; ++i) note(read_of(i));
  ASSERT_EQ(lines().size(), static_cast<std::size_t>(access_objects_a_day_max) + 2);
  EXPECT_EQ(lines().back().at("what"), "*");
  EXPECT_EQ(lines().back().at("times"), 10);
  EXPECT_TRUE(archive_->verify());
}

TEST_F(AccessLogFile, is_read_by_person_and_days) {
  note({AccessKind::quarantine, {}, {}, {}});
  time_.now += std::chrono::days{2};
  note(read_of(1));
  const auto day = lines().back().at("day").get<std::string>();
  EXPECT_EQ(archive_->audit({{}, day, {}}).value().at("access").size(), 1u);
  EXPECT_EQ(archive_->audit({{}, {}, day}).value().at("access").size(), 2u);
  EXPECT_EQ(archive_->audit({"wang", {}, {}}).value().at("access").size(), 0u);
  EXPECT_EQ(archive_->audit({"nobody", {}, {}}).error().fault, Fault::not_found);
  EXPECT_EQ(archive_->audit({{}, "yesterday", {}}).error().fault, Fault::invalid_value);
}

TEST_F(AccessLogFile, a_line_that_was_tampered_with_is_found) {
  for (int i = 0; i < 4; ++i) note(read_of(i));
  archive_.reset();
  for (const char* forgery :
       {"DELETE FROM access WHERE n = 2", "UPDATE access SET person = 'x' WHERE n = 3",
        "UPDATE access SET day = '2020-01-01' WHERE n = 1",
        "INSERT INTO access(day, at, person, device, kind, what, head, times, last) "
        "SELECT day, at, person, device, kind, 'y', head, 1, 1 FROM access WHERE n = 4"}) {
    SCOPED_TRACE(forgery);
    const auto before = home_.disk().files();
    {
      auto raw = Database::open(home_.options().path, home_.options().database).value();
      raw.run(forgery);
    }
    archive_ = home_.open(clock_, dice_);
    EXPECT_FALSE(archive_->verify());
    archive_.reset();
    for (const auto& [path, bytes] : before) home_.disk().put(path, bytes);
  }
}

}  // namespace
}  // namespace doorstep::test
