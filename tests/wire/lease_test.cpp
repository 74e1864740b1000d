#include <gtest/gtest.h>

#include "tests/wire/estate.h"

/// A tablet whose lease has run out, or whose clock was set back, as its programs tell it.

namespace doorstep::test {
namespace {

using std::chrono::hours;

class LeaseOnTheCommandLine : public testing::Test {
 protected:
  void SetUp() override {
    estate.start_server();
    estate.enroll("admin");
    known = estate.done("admin", {"new", "resident", "name=张三"}).at("record").at("id").get<std::string>();
    estate.done("admin", {"sync"});
    estate.stop_server();
  }
  void refuses(std::vector<std::string> words, const std::string& fault) {
    auto verb = words.front();
    auto ended = estate.tablet("admin", std::move(words));
    EXPECT_EQ(ended.fault(), fault) << verb << ": " << ended.out << ended.err;
    EXPECT_EQ(ended.code, 4) << verb;
    EXPECT_EQ(ended.out.find("张三"), std::string::npos) << verb;
  }
  std::string state() { return estate.done("admin", {"status"}).at("lease").at("state").get<std::string>(); }

  Estate estate;
  std::string known;
};

TEST_F(LeaseOnTheCommandLine, status_tells_how_it_stands_and_until_when) {
  const auto lease = estate.done("admin", {"status"}).at("lease");
  EXPECT_EQ(lease.at("state"), "good");
  EXPECT_TRUE(lease.at("until").is_string());
  estate.lease_of("admin", hours{3});
  EXPECT_EQ(state(), "ending");
}

TEST_F(LeaseOnTheCommandLine, run_out_nothing_is_shown_or_changed_until_a_sync_and_what_waited_arrives) {
  estate.done("admin", {"edit", known, "occupation=还没有送到"});
  const auto file = estate.scratch().path("residents.csv");
  estate.lease_of("admin", -hours{1});
  refuses({"show", known}, "lease_expired");
  refuses({"find", "张三"}, "lease_expired");
  refuses({"history", known}, "lease_expired");
  refuses({"conflicts"}, "lease_expired");
  refuses({"refusals"}, "lease_expired");
  refuses({"export", "--type", "resident", file}, "lease_expired");
  refuses({"new", "resident", "name=李四"}, "lease_expired");
  refuses({"edit", known, "occupation=x"}, "lease_expired");
  EXPECT_EQ(state(), "expired");
  EXPECT_EQ(estate.done("admin", {"status"}).at("pending"), 1) << "how it stands is no secret";
  EXPECT_EQ(estate.tablet("admin", {"sync"}).fault(), "unreachable");
  EXPECT_EQ(state(), "expired");
  estate.start_server();
  EXPECT_EQ(estate.done("admin", {"sync"}).at("sent"), 1);
  EXPECT_EQ(state(), "good");
  EXPECT_EQ(estate.done("admin", {"show", known}).at("record").at("fields").at("occupation"), "还没有送到");
}

TEST_F(LeaseOnTheCommandLine, a_clock_that_was_set_back_is_told_and_only_writing_has_to_wait_for_a_sync) {
  estate.set_clock_back("admin", hours{30});
  EXPECT_EQ(state(), "clock_back");
  estate.done("admin", {"show", known});
  refuses({"edit", known, "occupation=x"}, "clock_set_back");
  estate.start_server();
  estate.done("admin", {"sync"});
  estate.done("admin", {"edit", known, "occupation=x"});
}

TEST_F(LeaseOnTheCommandLine, both_faults_say_in_the_persons_language_what_to_do) {
  estate.lease_of("admin", -hours{1});
  auto environment = passphrase;
  environment.push_back("LC_ALL=zh_CN.UTF-8");
  auto ended = run_program("doorstep", {"find", "张三", "--store", estate.scratch().path("admin")}, environment);
  EXPECT_NE(ended.err.find("联网同步一次即可继续"), std::string::npos) << ended.err;
  ended = run_program("doorstep", {"find", "张三", "--store", estate.scratch().path("admin")}, passphrase);
  EXPECT_NE(ended.err.find("Sync once and go on"), std::string::npos) << ended.err;
}

TEST_F(LeaseOnTheCommandLine, a_server_takes_no_term_that_is_none_or_above_a_fortnight) {
  for (const char* term : {"0", "337", "-1", "1.5", "three", ""}) {
    const auto ended = run_program("doorstep-server", {"serve", "--data", estate.scratch().path("server"), "--listen",
                                                       "127.0.0.1:0", "--lease", term, "--json"});
    EXPECT_EQ(ended.code, 2) << term << ended.out;
  }
}

}  // namespace
}  // namespace doorstep::test
