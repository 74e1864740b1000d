// What was decided about people on Tuesday holds on Wednesday, when Monday's backup is put in the server's place; and a
// lost tablet, to the last edit.
#include <algorithm>
#include <set>

#include "tests/wire/backups.h"

namespace doorstep::test {
namespace {

/// Saved in one process, so that fifty of them take no longer than one.
void saves(Estate& estate, const std::string& tablet, int count, const std::string& name,
           const std::string& rest = " employer=Kanarienvogel") {
  auto batch = estate.batch(tablet);
  for (int i = 1; i <= count; ++i) batch->say("new resident name=" + name + " vip_reason=" + std::to_string(i) + rest);
  for (int i = 1; i <= count; ++i) EXPECT_TRUE(json::parse(batch->next_line()).value("ok", false)) << i;
  batch->wait();
}

std::size_t found(Estate& estate, const std::string& tablet, const std::string& name) {
  return estate.done(tablet, {"find", name, "--limit", "1000"}).at("records").size();
}

TEST_F(Backups, mondays_backup_restored_on_wednesday_keeps_tuesdays_revocation_and_narrowing_and_every_edit) {
  estate.start_server();
  for (const char* tablet : {"admin", "field", "desk", "gone", "silent"}) estate.enroll(tablet);
  saves(estate, "field", 3, "周一");
  for (const char* tablet : {"field", "desk", "gone", "silent"}) estate.done(tablet, {"sync"});
  const auto monday = scratch().path("monday.backup");
  estate.server({"backup", "--to", monday});

  saves(estate, "field", 5, "周二外勤");
  saves(estate, "desk", 4, "周二前台");
  saves(estate, "desk", 3, "周二接待", "");
  for (const char* tablet : {"field", "desk"}) estate.done(tablet, {"sync"});
  saves(estate, "gone", 2, "周二离职");
  saves(estate, "silent", 2, "周二失联");
  for (const char* login : {"gone", "silent"}) estate.server({"device", "revoke", "--login", login});
  EXPECT_EQ(estate.tablet("gone", {"sync"}).fault(), "device_refused") << "it hands over and is empty";
  estate.server({"person", "set", "--login", "desk", "--role", "front_desk"});
  estate.done("desk", {"sync"});
  estate.done("field", {"sync"});
  saves(estate, "field", 1, "夜里");  // not sent before the server is lost
  estate.stop_server();

  estate.move_server_to("restored", [&](const std::string& folder) {
    fs::copy_file(key_of("server"), folder + ".key");
    const auto restored =
        server("restored", {"restore", "--from", monday, "--fence", scratch().path("server") + "/fence"}).answer();
    EXPECT_EQ(restored.value("collecting", true), false) << restored.dump();
  });
  for (const auto& device : estate.server({"device", "list"}).at("devices")) {
    const auto login = device.at("login").get<std::string>();
    EXPECT_EQ(device.at("revoked"), login == "gone" || login == "silent") << login;
  }
  EXPECT_EQ(estate.tablet("silent", {"sync"}).fault(), "device_refused");
  EXPECT_EQ(estate.server({"quarantine", "list"}).at("count"), 2) << "and what it had not sent is here";
  for (const char* tablet : {"desk", "field", "desk", "field", "admin"}) estate.done(tablet, {"sync"});

  EXPECT_EQ(found(estate, "admin", "周一"), 3U);
  EXPECT_EQ(found(estate, "admin", "周二外勤"), 5U);
  EXPECT_EQ(found(estate, "admin", "夜里"), 1U);
  EXPECT_EQ(found(estate, "admin", "周二接待"), 3U) << "the narrowed tablet offered again what it still had";
  for (const char* tablet : {"field", "desk"}) {
    const auto status = estate.done(tablet, {"status"});
    EXPECT_EQ(status.at("pending"), 0) << tablet;
    EXPECT_EQ(status.at("agrees"), true) << tablet;
  }
  // What the narrowing took from the desk's tablet a colleague's still had.
  std::set<std::string> rescued;
  const auto quarantine = estate.server({"quarantine", "list"});
  for (const auto& parcel : quarantine.at("parcels"))
    if (parcel.at("body").dump().find("周二前台") != std::string::npos)
      rescued.insert(parcel.at("record").get<std::string>());
  EXPECT_EQ(rescued.size() + found(estate, "admin", "周二前台"), 4U);

  EXPECT_EQ(estate.done("desk", {"find", "Kanarienvogel"}).at("records").size(), 0U) << "narrowed is narrowed";
  for (const auto& record : estate.done("desk", {"find", "周一"}).at("records"))
    EXPECT_FALSE(record.at("fields").contains("employer"));
  estate.server({"verify"});
}

TEST_F(Backups, fifty_unsent_edits_of_a_revoked_tablet_are_fifty_in_quarantine_and_none_on_it) {
  estate.start_server();
  estate.enroll("lost");
  estate.done("lost", {"sync"});
  saves(estate, "lost", 50, "没有送到");
  EXPECT_EQ(estate.done("lost", {"status"}).at("pending"), 50);
  estate.server({"device", "revoke", "--login", "lost"});
  EXPECT_EQ(estate.tablet("lost", {"sync"}).fault(), "device_refused");

  const auto kept = estate.server({"quarantine", "list"});
  EXPECT_EQ(kept.at("count"), 50);
  std::set<std::string> numbers;
  for (const auto& edit : kept.at("edits")) numbers.insert(edit.at("body").at("set").value("vip_reason", ""));
  EXPECT_EQ(numbers.size(), 50U) << "each of them, once";
  const auto device = estate.server({"device", "list"}).at("devices");
  const auto its =
      std::find_if(device.begin(), device.end(), [](const json& one) { return one.at("login") == "lost"; });
  ASSERT_NE(its, device.end());
  EXPECT_EQ(its->at("handed_over"), 50) << "by a receipt that its chain key signed: nothing else is kept";
  EXPECT_TRUE(its->at("shredded").is_string());
  estate.server({"verify"});

  for (const Words& words : std::vector<Words>{{"status"}, {"find", "没有送到"}, {"sync"}, {"outbox"}}) {
    const auto ended = estate.tablet("lost", words);
    EXPECT_NE(ended.code, 0) << words.front();
    EXPECT_EQ((ended.out + ended.err).find("没有送到"), std::string::npos) << words.front();
  }
  for (const char* key : {"device.key", "slot.a", "slot.b"})
    EXPECT_FALSE(fs::exists(scratch().path("lost") + "/" + key)) << key;
  for (const auto& file : fs::recursive_directory_iterator{scratch().path("lost")}) {
    const auto bytes = file.is_regular_file() ? bytes_in(file.path()) : std::string{};
    EXPECT_EQ(bytes.find("没有送到"), std::string::npos) << file.path();
  }
}

}  // namespace
}  // namespace doorstep::test
