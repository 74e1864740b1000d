// What a restore must not undo.
#include <sys/stat.h>

#include "tests/wire/backups.h"

namespace doorstep::test {
namespace {

TEST_F(Backups, who_was_enrolled_or_turned_away_after_the_backup_still_is) {
  estate.start_server();
  estate.enroll("field");
  estate.enroll("gone");
  const auto file = scratch().path("night.backup");
  estate.server({"backup", "--to", file});
  estate.enroll("late");
  estate.done("late", {"new", "resident", "name=晚到"});
  estate.done("late", {"sync"});
  estate.server({"device", "revoke", "--login", "gone"});
  estate.stop_server();
  estate.move_server_to("restored", [&](const std::string& folder) {
    fs::copy_file(key_of("server"), folder + ".key");
    auto restored =
        server("restored", {"restore", "--from", file, "--fence", scratch().path("server") + "/fence"}).answer();
    EXPECT_EQ(restored.value("collecting", true), false) << restored.dump();
  });
  EXPECT_EQ(estate.tablet("gone", {"sync"}).fault(), "device_refused");
  estate.done("late", {"sync"});
  estate.done("field", {"sync"});
  EXPECT_EQ(estate.done("field", {"find", "晚到"}).at("records").size(), 1U);
}

TEST_F(Backups, a_restore_with_a_spoiled_end_of_the_fence_collects) {
  estate.start_server();
  estate.enroll("gone");
  const auto file = scratch().path("night.backup");
  estate.server({"backup", "--to", file});
  estate.server({"device", "revoke", "--login", "gone"});
  estate.stop_server();
  const auto whole = bytes_in(scratch().path("server") + "/fence");
  auto altered = whole;
  altered[whole.size() - 10] = altered[whole.size() - 10] == 'A' ? 'B' : 'A';
  int n = 0;
  for (const auto& text : {altered, whole.substr(0, whole.size() - 1), whole.substr(0, whole.size() - 30)}) {
    const auto name = "restored" + std::to_string(++n), given = scratch().file("fence.copy", text);
    auto answer = done(name, {"restore", "--from", file, "--key-file", key_of("server"), "--fence", given});
    EXPECT_EQ(answer.value("fence_spoiled", false), true) << n;
    EXPECT_EQ(answer.value("collecting", false), true) << n;
    EXPECT_EQ(bytes_in(given), text) << "only read";
  }
  auto answer = done("whole", {"restore", "--from", file, "--key-file", key_of("server"), "--fence",
                               scratch().path("server") + "/fence"});
  EXPECT_EQ(answer.value("fence_spoiled", true), false);
  EXPECT_EQ(answer.value("collecting", true), false);
}

TEST_F(Backups, a_fence_that_is_not_the_servers_is_named) {
  auto file = small_backup();
  done("other", {"init"});
  ASSERT_EQ(::mkfifo(scratch().path("pipe").c_str(), 0600), 0);
  for (const auto& given : {scratch().path("other") + "/fence", scratch().file("noise", "no fence at all\n"),
                            scratch().path("missing"), scratch().path("pipe")}) {
    auto ended = server("new", {"restore", "--from", file, "--key-file", key_of("small"), "--fence", given});
    const auto* expected = given.ends_with("missing") ? "not_found"
                           : given.ends_with("pipe")  ? "bad_file"
                                                      : "wrong_key";
    EXPECT_EQ(ended.fault(), expected) << ended.out;
    EXPECT_NE(ended.out.find(given), std::string::npos) << ended.out;
    expect_nothing("new");
  }
}

TEST_F(Backups, a_leftover_mark_never_costs_the_fence) {
  auto file = small_backup();
  const auto folder = scratch().path("small"), fence = folder + "/fence";
  scratch().file("small/restoring", "");
  done("small", {"status"});
  EXPECT_FALSE(fs::exists(folder + "/restoring")) << "what is open is no restore under way";
  // The archive is lost, and the mark of an old restore makes the folder look like that command's leftovers.
  const auto before = bytes_in(fence);
  auto lose_archive = [&] {
    scratch().file("small/restoring", "");
    for (const char* ending : {"", "-wal"}) fs::remove(folder + "/archive.db" + ending);
  };
  lose_archive();
  auto answer = done("small", {"restore", "--from", file, "--fence", fence});
  EXPECT_EQ(answer.value("collecting", true), false);
  EXPECT_TRUE(bytes_in(fence).starts_with(before)) << "the same fence, and the new epoch behind it";
  EXPECT_FALSE(fs::exists(folder + "/restoring"));
  EXPECT_EQ(bytes_in(fence + ".aside1"), before);

  const auto later = bytes_in(fence);
  lose_archive();
  // A restore that fails puts it back.
  scratch().file("noise", std::string(40'000, 'x'));
  refuses("small", {"restore", "--from", scratch().path("noise")}, "store_damaged");
  EXPECT_EQ(bytes_in(fence), later);
  EXPECT_EQ(done("small", {"restore", "--from", file}).value("collecting", false), true) << "no fence was given";
  EXPECT_EQ(bytes_in(fence + ".aside2"), later);
}

TEST_F(Backups, without_its_fence_a_restored_server_waits_for_an_admin) {
  estate.start_server();
  estate.enroll("field");
  const auto file = scratch().path("night.backup");
  estate.server({"backup", "--to", file});
  estate.done("field", {"new", "resident", "name=张三"});
  estate.done("field", {"sync"});
  estate.stop_server();
  estate.move_server_to("restored", [&](const std::string& folder) {
    fs::copy_file(key_of("server"), folder + ".key");
    EXPECT_EQ(server("restored", {"restore", "--from", file}).answer().value("collecting", false), true);
  });
  EXPECT_EQ(estate.tablet("field", {"sync"}).fault(), "server_collecting");
  EXPECT_EQ(estate.server({"status"}).at("collecting"), true);
  EXPECT_EQ(estate.server({"fence", "open"}).at("collecting"), false);
  EXPECT_EQ(estate.done("field", {"sync"}).at("pending"), 0);
  EXPECT_EQ(estate.server({"verify"}).at("edits"), 1);
  estate.stop_server();
  estate.start_server();
  EXPECT_EQ(estate.server({"status"}).at("collecting"), false);
}

TEST_F(Backups, a_lost_fence_closes_the_server_until_an_admin_opens_it) {
  estate.start_server();
  estate.enroll("field");
  estate.stop_server();
  fs::remove(scratch().path("server") + "/fence");
  estate.start_server();
  EXPECT_EQ(estate.tablet("field", {"sync"}).fault(), "server_collecting");
  estate.server({"fence", "open"});
  estate.done("field", {"sync"});
}

}  // namespace
}  // namespace doorstep::test
