// Destroying by law on the command line: two say so, tablets follow, and a certificate says what was done.
#include <gtest/gtest.h>

#include "shared/crypto.h"
#include "tests/wire/estate.h"

namespace doorstep {
namespace {

struct ErasureCommands : testing::Test {
  ErasureCommands() {
    estate.start_server();
    estate.enroll("admin");
    estate.enroll("wang");
    resident = estate.done("wang", {"new", "resident", "name=张三", "employer=某某公司"}).at("record").at("id");
    estate.done("wang", {"new", "contact", "resident=" + resident, "kind=mobile", "value=13800138000"});
    for (const char* tablet : {"wang", "admin", "wang"}) estate.done(tablet, {"sync"});
  }

  test::Estate estate;
  std::string resident;
};

TEST_F(ErasureCommands, two_decide_tablets_follow_and_a_certificate_says_so) {
  const auto asked = estate.server({"erasure", "ask", "--by", "wang", "--reason", "request", resident});
  EXPECT_EQ(asked.at("covers"), json({{"resident", 1}, {"contact", 1}}));
  const std::string erasure = asked.at("erasure");
  EXPECT_EQ(estate.server({"erasure", "list"}).at("erasures").at(0).at("state"), "asked");
  estate.done("wang", {"edit", resident, "occupation=医生"});  // not sent yet

  const auto done = estate.server({"erasure", "approve", erasure, "--by", "admin"});
  EXPECT_EQ(done.at("state"), "done");
  EXPECT_EQ(done.at("destroyed").at("records"), 2);
  estate.done("admin", {"sync"});
  const auto gone = estate.tablet("admin", {"show", resident});
  EXPECT_EQ(gone.fault(), "erased");
  EXPECT_NE(gone.out.find("erased by law"), gone.out.npos) << gone.out;

  const auto synced = estate.done("wang", {"sync"});
  EXPECT_EQ(synced.at("refused"), 1);
  EXPECT_EQ(synced.at("agrees"), true);
  const auto refused = estate.done("wang", {"refusals"}).dump();
  EXPECT_NE(refused.find("\"erased\""), refused.npos) << refused;
  EXPECT_EQ(refused.find("医生"), refused.npos) << "that it was destroyed, and not what";
  EXPECT_EQ(estate.server({"erasure", "show", erasure}).at("late"), 1);
  EXPECT_EQ(estate.server({"verify"}).at("records"), 2) << "their headers";

  const auto said = estate.server({"erasure", "certificate", erasure});
  const auto& certificate = said.at("certificate");
  EXPECT_EQ(certificate.at("asked_by"), "wang");
  EXPECT_EQ(certificate.at("decided_by"), "admin");
  EXPECT_EQ(certificate.at("ids").size(), 2U);
  EXPECT_EQ(certificate.dump().find("张三"), std::string::npos);
  const auto key = unbase64_exact<32>(said.at("pin").get<std::string>()).value();
  const auto signature = unbase64_exact<64>(said.at("signature").get<std::string>()).value();
  EXPECT_TRUE(verify(key, "doorstep erasure 1", canonical(certificate), signature));
  EXPECT_EQ(said.at("pin"), estate.pin());
}

TEST_F(ErasureCommands, what_is_missing_or_wrong_is_said_and_nothing_happens) {
  const auto fault_of = [&](std::vector<std::string> words) { return estate.server_says(std::move(words)).fault(); };
  EXPECT_EQ(fault_of({"erasure", "ask", "--by", "wang", "--reason", "because", resident}), "invalid_value");
  EXPECT_EQ(fault_of({"erasure", "ask", "--by", "wang", "--reason", "request", "not-an-id"}), "invalid_value");
  EXPECT_EQ(fault_of({"erasure", "ask", "--by", "nobody", "--reason", "request", resident}), "not_found");
  const std::string erasure =
      estate.server({"erasure", "ask", "--by", "admin", "--reason", "order", resident}).at("erasure");
  EXPECT_EQ(fault_of({"erasure", "approve", erasure, "--by", "admin"}), "own_proposal");
  EXPECT_EQ(fault_of({"erasure", "certificate", erasure}), "not_found") << "it was not carried out";
  EXPECT_EQ(fault_of({"erasure", "show", "none"}), "not_found");
  EXPECT_EQ(estate.server_says({"erasure", "ask", resident}).code, 2);
  estate.server({"erasure", "refuse", erasure, "--by", "admin"});
  EXPECT_EQ(fault_of({"erasure", "approve", erasure, "--by", "wang"}), "already_exists");
  EXPECT_EQ(estate.done("admin", {"show", resident}).at("record").at("fields").at("name"), "张三");
}

}  // namespace
}  // namespace doorstep
