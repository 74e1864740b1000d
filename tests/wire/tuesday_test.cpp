// A lost tablet, to the last edit.
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
