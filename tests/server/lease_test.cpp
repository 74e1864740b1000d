// A tablet that does not meet its server for long is locked, loses nothing by it, and goes on when it has met it.
#include <gtest/gtest.h>

#include "engine/lease_watch.h"
#include "engine/visit.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

using Kind = LeaseState::Kind;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Leased {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  RecordId resident;

  Leased() {
    office.server().lease = lease_default;
    resident = wang.creates("resident", {{"name", "张三"}});
    EXPECT_FALSE(office.sync(wang));
  }
  void passes(Millis time) { office.time().now += time; }
  void restarts() {
    wang.crash();
    wang.clock().reboot();
    ASSERT_TRUE(wang.start());
  }
  Kind kind() { return wang.store().lease_watch().state().kind; }
  std::string looking() { return said(wang.store().lease_watch().may_look()); }
  std::string saving() {
    Intent intent;
    intent.record = resident;
    intent.set = {{"employer", "第" + std::to_string(++saves_) + "次"}};
    return said(wang.store().edit({std::move(intent)}));
  }

 private:
  template <class T>
  static std::string said(const Result<T>& result) {
    return result ? "done" : std::string{code(result.error().fault)};
  }
  int saves_ = 0;
};

TEST(LeaseOfATablet, it_is_used_for_three_days_without_a_call_is_told_before_they_end_and_locked_when_they_have) {
  Leased scene;
  EXPECT_EQ(scene.kind(), Kind::good);
  scene.passes(hours{59});
  EXPECT_EQ(scene.kind(), Kind::good);
  scene.passes(hours{2});
  EXPECT_EQ(scene.kind(), Kind::ending);
  EXPECT_EQ(scene.saving(), "done");
  scene.passes(hours{11});
  EXPECT_EQ(scene.kind(), Kind::expired);
  EXPECT_EQ(scene.looking(), "lease_expired");
  EXPECT_EQ(scene.saving(), "lease_expired");
  EXPECT_EQ(status(scene.wang.store())->pending, 1u) << "what was saved before waits";
}

TEST(LeaseOfATablet, what_it_had_not_sent_arrives_at_the_call_that_unlocks_it) {
  Leased scene;
  ASSERT_EQ(scene.saving(), "done");
  scene.passes(days{30});
  ASSERT_EQ(scene.saving(), "lease_expired");
  ASSERT_FALSE(scene.office.sync(scene.wang));
  EXPECT_EQ(scene.kind(), Kind::good);
  EXPECT_EQ(scene.saving(), "done");
  EXPECT_EQ(scene.wang.value(scene.resident, "employer"), "第3次");
  ASSERT_FALSE(scene.office.sync(scene.wang));
  auto& li = scene.office.tablet("li");
  ASSERT_FALSE(scene.office.sync(li));
  EXPECT_EQ(li.value(scene.resident, "employer"), "第3次");
}

TEST(LeaseOfATablet, a_visit_under_way_when_it_ends_stays_open_and_is_finished_after_the_call) {
  Leased scene;
  const auto home = scene.wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  ASSERT_TRUE(begin_visit(scene.wang.store(), home));
  ASSERT_EQ(scene.saving(), "done");
  scene.passes(days{4});
  auto finished = finish_visit(scene.wang.store(), json::object());
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().fault, Fault::lease_expired);
  ASSERT_FALSE(scene.office.sync(scene.wang));
  EXPECT_TRUE(finish_visit(scene.wang.store(), json::object()));
  ASSERT_FALSE(scene.office.sync(scene.wang));
  EXPECT_EQ(status(scene.wang.store())->pending, 0u);
}

TEST(LeaseOfATablet, a_tablet_whose_clock_is_years_off_has_its_three_days_all_the_same) {
  for (const auto off : {-std::chrono::years{9}, std::chrono::years{9}}) {
    Leased scene;
    scene.wang.clock().skew = std::chrono::duration_cast<Millis>(off);
    ASSERT_FALSE(scene.office.sync(scene.wang));
    scene.passes(days{2});
    EXPECT_EQ(scene.saving(), "done");
    scene.restarts();
    EXPECT_EQ(scene.saving(), "done");
    scene.passes(days{1});
    EXPECT_EQ(scene.saving(), "lease_expired");
  }
}

TEST(LeaseOfATablet, a_clock_put_forward_takes_no_time_from_it_while_the_machine_runs) {
  Leased scene;
  scene.wang.clock().skew += hours{100};
  EXPECT_EQ(scene.saving(), "done");
  scene.passes(days{3});
  EXPECT_EQ(scene.saving(), "lease_expired");
}

TEST(LeaseOfATablet, time_with_the_machine_off_counts_and_so_does_a_clock_put_forward_then_until_the_next_call) {
  Leased scene;
  scene.passes(days{2});
  ASSERT_TRUE(scene.wang.store().lease_watch().mark());
  scene.restarts();
  EXPECT_EQ(scene.saving(), "done");
  scene.passes(days{2});
  scene.restarts();
  EXPECT_EQ(scene.saving(), "lease_expired");
  ASSERT_FALSE(scene.office.sync(scene.wang));
  scene.wang.clock().skew = std::chrono::years{5};
  scene.restarts();
  EXPECT_EQ(scene.saving(), "lease_expired");
  ASSERT_FALSE(scene.office.sync(scene.wang));
  EXPECT_EQ(scene.saving(), "done");
}

TEST(LeaseOfATablet, a_clock_that_was_set_back_lets_it_be_read_and_not_changed_until_it_has_called) {
  Leased scene;
  scene.passes(days{1});
  ASSERT_TRUE(scene.wang.store().lease_watch().mark());
  for (const bool off_and_on : {false, true}) {
    scene.wang.clock().skew = -minutes{4};
    EXPECT_EQ(scene.saving(), "done") << "clocks are put right by some minutes";
    scene.wang.clock().skew = -hours{1};
    if (off_and_on) scene.restarts();
    EXPECT_EQ(scene.kind(), Kind::clock_back);
    EXPECT_EQ(scene.looking(), "done");
    EXPECT_EQ(scene.saving(), "clock_set_back");
    ASSERT_FALSE(scene.office.sync(scene.wang));
    EXPECT_EQ(scene.saving(), "done") << "it is slow, and the server knows by how much";
    scene.wang.clock().skew = Millis{0};
    ASSERT_FALSE(scene.office.sync(scene.wang));
  }
}

TEST(LeaseOfATablet, setting_the_clock_back_gives_no_more_time) {
  Leased scene;
  for (int day = 0; day < 4; ++day) {
    scene.passes(days{1});
    scene.wang.clock().skew -= days{1};
    ASSERT_TRUE(scene.wang.store().lease_watch().mark());
  }
  EXPECT_EQ(scene.looking(), "lease_expired");
}

TEST(LeaseOfATablet, that_stays_connected_is_given_anew_when_half_of_it_is_over) {
  Leased scene;
  scene.office.server().lease = seconds{80};
  int given = 0;
  const auto half_a_lease = [&](bool to_tablet, std::string& frame) {
    if (to_tablet && frame.starts_with(R"({"frame":"lease")")) ++given;
    if (to_tablet && frame.starts_with(R"({"frame":"history")")) {
      scene.passes(seconds{41});
      scene.office.server().tick(scene.office.line());
    }
    return true;
  };
  const std::vector<RecordId> asked(3, scene.resident);
  ASSERT_FALSE(scene.office.sync(scene.wang, half_a_lease, asked));
  EXPECT_EQ(given, 3);
  EXPECT_EQ(scene.kind(), Kind::good);
  scene.passes(seconds{80});
  EXPECT_EQ(scene.kind(), Kind::expired);
}

TEST(LeaseOfATablet, a_forged_one_is_refused_and_what_was_there_stays) {
  Leased scene;
  SeededDice dice{7};
  const auto stranger = SigningKey::mint(dice);
  const auto forged = [&](bool to_tablet, std::string& frame) {
    if (!to_tablet || !frame.starts_with(R"({"frame":"welcome")")) return true;
    auto welcome = std::get<Welcome>(decode_frame(frame, 2).value());
    auto lease = read_lease(welcome.lease->text).value();
    lease.not_after = lease.issued + lease_max;
    welcome.lease = sign_lease(stranger, lease);
    frame = encode(welcome, 2);
    return true;
  };
  auto ended = scene.office.sync(scene.wang, forged);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::broken_signature);
  scene.passes(days{4});
  EXPECT_EQ(scene.looking(), "lease_expired");
}

TEST(LeaseOfATablet, one_that_was_given_to_another_tablet_is_refused) {
  Leased scene;
  auto& li = scene.office.tablet("li");
  std::optional<SignedLease> lis;
  ASSERT_FALSE(scene.office.sync(li, [&](bool to_tablet, std::string& frame) {
    if (to_tablet && frame.starts_with(R"({"frame":"welcome")"))
      lis = std::get<Welcome>(decode_frame(frame, 2).value()).lease;
    return true;
  }));
  ASSERT_TRUE(lis);
  auto kept = scene.wang.store().adopt(LeaseFrame{*lis});
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().fault, Fault::bad_frame);
}

TEST(LeaseOfATablet, a_store_from_before_there_were_any_is_not_locked_and_has_one_after_its_next_call) {
  Office office;
  auto& wang = office.tablet("wang");
  const auto resident = wang.creates("resident", {{"name", "张三"}});
  ASSERT_FALSE(office.sync(wang));
  office.time().now += days{400};
  EXPECT_EQ(wang.store().lease_watch().state().kind, Kind::none);
  wang.edits(resident, {{"employer", "一年以后"}});
  office.server().lease = hours{1};
  ASSERT_FALSE(office.sync(wang));
  EXPECT_EQ(wang.store().lease_watch().state().kind, Kind::good);
  office.time().now += hours{1};
  EXPECT_FALSE(wang.store().lease_watch().may_look());
  office.server().lease = Millis{0};
  ASSERT_FALSE(office.sync(wang));
  EXPECT_TRUE(wang.store().lease_watch().may_look()) << "its server gives none any more";
}

TEST(LeaseOfATablet, names_what_its_person_sees) {
  Leased scene;
  ASSERT_TRUE(scene.office.server().archive().set_person({"wang", "field", "main", "3,5"}, from_ms(1)));
  std::optional<Lease> lease;
  ASSERT_FALSE(scene.office.sync(scene.wang, [&](bool to_tablet, std::string& frame) {
    if (!to_tablet || !frame.starts_with(R"({"frame":"welcome")")) return true;
    lease = open_lease(*std::get<Welcome>(decode_frame(frame, 2).value()).lease, scene.office.server().key()).value();
    return true;
  }));
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->person, scene.wang.store().identity()->person);
  EXPECT_EQ(lease->grant, Role::shipped("field")->version());
  EXPECT_EQ(lease->communities, std::vector{CommunityId{"main"}});
  EXPECT_EQ(lease->buildings.text(), R"(["3","5"])");
}

TEST(Tablets, the_list_tells_when_each_called_last_with_which_program_and_what_waits_there) {
  Leased scene;
  auto& wang = scene.wang;
  const auto device = [&] {
    const auto list = scene.office.server().archive().devices().value();
    const auto its = std::find_if(list.begin(), list.end(), [](const json& one) { return one.at("login") == "wang"; });
    return its == list.end() ? json{} : *its;
  };
  EXPECT_EQ(device().at("version"), "0.1.0");
  EXPECT_EQ(device().at("protocol"), protocol_version);
  EXPECT_EQ(device().at("pending"), 0);
  EXPECT_GT(device().at("storage"), 0);
  const auto first = device().at("last_contact").get<std::int64_t>();
  // It tells how much waits, and the line breaks before any of it has arrived.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(scene.saving(), "done");
  scene.passes(hours{1});
  scene.office.sync(wang, [](bool to_tablet, const std::string& frame) {
    return to_tablet || !frame.starts_with(R"({"frame":"push")");
  });
  scene.office.server().write(scene.office.server().to_write());
  EXPECT_EQ(device().at("pending"), 3);
  EXPECT_GE(device().at("last_contact").get<std::int64_t>() - first, 3'600'000);
  ASSERT_FALSE(scene.office.sync(wang));
  EXPECT_EQ(device().at("pending"), 0);
}

TEST(Tablets, one_that_lies_about_itself_spoils_no_list) {
  Leased scene;
  ASSERT_FALSE(scene.office.sync(scene.wang, [](bool to_tablet, std::string& frame) {
    if (to_tablet || !frame.starts_with(R"({"frame":"hello")")) return true;
    auto hello = std::get<Hello>(decode_frame(frame, 1).value());
    hello.pending = hello.storage = static_cast<std::uint64_t>(safe_integer_max);
    frame = encode(hello, 1);
    return true;
  }));
  const auto list = scene.office.server().archive().devices().value();
  EXPECT_TRUE(parse_json(canonical(list)));
  for (const char* program : {"0.1.0\n", "<b>", "版本", "012345678901234567890123456789012"}) {
    Hello hello;
    hello.program = program;
    hello.person = {"p"}, hello.tablet = {"t"}, hello.chain = {"p/t/1"};
    EXPECT_FALSE(decode_frame(encode(hello, 1), 1)) << program;
  }
}

}  // namespace
}  // namespace doorstep::test
