// A backup is written, refused, and made a server again.
#include <signal.h>
#include <sys/stat.h>

#include "server/sealed_folder.h"
#include "tests/source_files.h"
#include "tests/wire/backups.h"

namespace doorstep::test {
namespace {

TEST_F(Backups, edits_after_a_backup_survive_the_loss_of_the_server) {
  estate.start_server();
  estate.enroll("field");
  estate.enroll("office");
  auto id = estate.done("field", {"new", "resident", "name=张三"}).at("record").at("id").get<std::string>();
  estate.done("field", {"sync"});
  estate.done("office", {"sync"});
  const auto file = scratch().path("night.backup");
  auto written = estate.server({"backup", "--to", file});
  EXPECT_EQ(written.at("records"), 1);
  EXPECT_EQ(written.at("edits"), 1);
  EXPECT_EQ(written.at("heads"), (json{{"main", 1}}));
  EXPECT_EQ(written.at("bytes"), fs::file_size(file));
  EXPECT_EQ(written.at("head"), estate.server({"verify"}).at("head"));

  // What people do after it, acknowledged and synced.
  estate.done("field", {"edit", id, "name=张珊"});
  auto later = estate.done("office", {"new", "resident", "name=李四"}).at("record").at("id").get<std::string>();
  for (int round = 0; round < 2; ++round)
    for (const std::string tablet : {"field", "office"}) estate.done(tablet, {"sync"});
  estate.done("field", {"edit", later, "occupation=医生"});
  estate.done("field", {"sync"});
  const auto before = estate.server({"status"}).at("epoch");
  estate.stop_server();

  estate.move_server_to("restored", [&](const std::string& folder) {
    auto restored = server("restored", {"restore", "--from", file, "--key-file", key_of("server"), "--fence",
                                        scratch().path("server") + "/fence"});
    EXPECT_EQ(restored.code, 0) << restored.out << restored.err;
    EXPECT_EQ(restored.answer().at("pin"), estate.pin());
    EXPECT_NE(restored.answer().at("epoch"), before);
    EXPECT_EQ(restored.answer().at("collecting"), false);
    fs::copy_file(key_of("server"), folder + ".key");
  });
  // Whoever comes first: what the other made is awaited, not refused.
  for (int round = 0; round < 3; ++round)
    for (const std::string tablet : {"field", "office"}) estate.tablet(tablet, {"sync"});
  for (const std::string tablet : {"field", "office"}) {
    auto synced = estate.done(tablet, {"sync"});
    EXPECT_EQ(synced.at("pending"), 0) << tablet;
    EXPECT_TRUE(synced.at("agrees")) << tablet;
    EXPECT_EQ(synced.at("refused"), 0) << tablet;
    EXPECT_EQ(estate.done(tablet, {"show", id}).at("record").at("fields").at("name"), "张珊") << tablet;
    EXPECT_EQ(estate.done(tablet, {"show", later}).at("record").at("fields").at("occupation"), "医生") << tablet;
    EXPECT_TRUE(estate.done(tablet, {"verify"}).at("ok")) << tablet;
  }
  EXPECT_EQ(estate.server({"verify"}).at("edits"), 4);
  EXPECT_EQ(estate.server({"quarantine", "list"}).at("count"), 0);
}

TEST_F(Backups, one_is_written_with_the_server_and_without_it) {
  const auto alone = scratch().path("alone.backup"), online = scratch().path("online.backup");
  auto first = estate.server({"backup", "--to", alone});
  estate.start_server();
  auto second = estate.server({"backup", "--to", online});
  EXPECT_EQ(first.at("head"), second.at("head"));
  for (const auto& file : {alone, online}) {
    struct stat about {};
    ASSERT_EQ(::stat(file.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
  }
  for (const auto& entry : fs::directory_iterator{fs::path{alone}.parent_path()})
    EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << entry.path();
  EXPECT_NE(estate.server({"status"}).at("backed_up"), nullptr);
}

TEST_F(Backups, neither_archive_nor_backup_shows_what_is_in_it) {
  estate.start_server();
  estate.enroll("field");
  estate.done("field", {"new", "resident", "name=欧阳金丝雀"});
  estate.done("field", {"sync"});
  const auto file = scratch().path("night.backup");
  estate.server({"backup", "--to", file});
  estate.kill_server();
  for (const auto& path : {file, scratch().path("server") + "/archive.db", scratch().path("server") + "/archive.db-wal",
                           scratch().path("server") + "/fence"}) {
    auto bytes = bytes_in(path);
    EXPECT_FALSE(bytes.empty()) << path;
    EXPECT_EQ(bytes.find("欧阳金丝雀"), bytes.npos) << path;
    EXPECT_EQ(bytes.find("CREATE TABLE"), bytes.npos) << path;
    EXPECT_EQ(bytes.find("field"), bytes.npos) << path;
  }
}

TEST_F(Backups, an_existing_file_is_never_replaced) {
  auto file = small_backup();
  auto before = bytes_in(file);
  refuses("small", {"backup", "--to", file}, "already_exists");
  EXPECT_EQ(bytes_in(file), before);
  refuses("small", {"backup", "--to", scratch().path("small") + "/inside.backup"}, "usage");
  refuses("small", {"backup", "--to", scratch().path("nowhere") + "/x.backup"}, "not_found");
}

TEST_F(Backups, a_disk_that_is_full_leaves_no_half_of_one) {
  done("small", {"init"});
  const auto file = scratch().path("big.backup");
  // A process that may write no file beyond 64 KiB meets what a full disk is.
  auto limited = run_limited("doorstep-server", {"backup", "--data", scratch().path("small"), "--json", "--to", file},
                             std::size_t{64} << 10);
  EXPECT_NE(limited.code, 0);
  EXPECT_TRUE(limited.fault() == "disk_full" || limited.fault() == "disk") << limited.out;
  EXPECT_FALSE(fs::exists(file));
  for (const auto& entry : fs::directory_iterator{fs::path{file}.parent_path()})
    EXPECT_EQ(entry.path().filename().string().find("big.backup"), std::string::npos) << entry.path();
  done("small", {"backup", "--to", file});
}

TEST_F(Backups, a_backup_leaves_the_file_called_new_alone) {
  auto first = small_backup();
  const auto whole = bytes_in(first), file = scratch().path("night");
  // An older backup and a letter under the names that programs like to use for their own.
  fs::copy_file(first, file + ".new");
  scratch().file("night.new-wal", "a letter");
  done("small", {"backup", "--to", file});
  EXPECT_EQ(bytes_in(file + ".new"), whole);
  EXPECT_EQ(bytes_in(file + ".new-wal"), "a letter");
}

TEST_F(Backups, only_its_own_unfinished_work_makes_room_for_a_backup) {
  auto first = small_backup();
  const auto file = scratch().path("night"), left = scratch().path(".night.doorstep-unfinished");
  refuses("small", {"backup", "--to", left}, "usage");
  scratch().file(".night.doorstep-unfinished", "somebody's own");
  refuses("small", {"backup", "--to", file}, "already_exists");
  EXPECT_EQ(bytes_in(left), "somebody's own");
  EXPECT_FALSE(fs::exists(file));
  // What a crash leaves: sealed by this server's key, torn anywhere, or empty still.
  for (const auto& torn : {bytes_in(first).substr(0, 20'000), std::string{}}) {
    write_bytes(left, torn);
    done("small", {"backup", "--to", file});
    EXPECT_FALSE(fs::exists(left));
    fs::remove(file);
  }
}

TEST_F(Backups, what_is_no_backup_is_refused_and_nothing_is_made) {
  auto file = small_backup();
  const auto key = key_of("small");
  auto restore = [&](const std::string& from) { return Words{"restore", "--from", from, "--key-file", key}; };
  refuses("new", restore(scratch().path("missing")), "not_found");
  expect_nothing("new");
  refuses("new", restore(scratch().file("empty", "")), "bad_file");
  expect_nothing("new");
  refuses("new", restore(scratch().file("noise", std::string(40'000, 'x'))), "store_damaged");
  expect_nothing("new");
  refuses("new", restore(scratch().path("small")), "bad_file");
  expect_nothing("new");
  refuses("new", restore((source_folder() / "tests/server/archive_version_1.db").string()), "bad_file");
  expect_nothing("new");
  // Sealed by this very key, and yet no backup: it carries no identity.
  refuses("new", restore(scratch().path("small") + "/archive.db"), "bad_file");
  expect_nothing("new");
  EXPECT_EQ(server("new", restore(file)).code, 0);
}

TEST_F(Backups, a_truncated_or_altered_one_is_refused_and_nothing_is_made) {
  auto file = small_backup();
  const auto whole = bytes_in(file);
  ASSERT_EQ(whole.size() % 4096, 0U);
  const auto broken = scratch().path("broken.backup");
  const Words restore{"restore", "--from", broken, "--key-file", key_of("small")};
  for (std::size_t pages = 1; pages < whole.size() / 4096; pages += 7) {
    write_bytes(broken, whole.substr(0, pages * 4096));
    EXPECT_NE(server("new", restore).code, 0) << pages << " pages";
    expect_nothing("new");
  }
  for (std::size_t at = 100; at < whole.size(); at += 9 * 4096) {
    auto altered = whole;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    write_bytes(broken, altered);
    EXPECT_NE(server("new", restore).code, 0) << "byte " << at;
    expect_nothing("new");
  }
}

TEST_F(Backups, a_folder_that_holds_anything_is_left_alone) {
  auto file = small_backup();
  fs::create_directories(scratch().path("new"));
  auto kept = scratch().file("new/letter.txt", "x");
  const Words restore{"restore", "--from", file, "--key-file", key_of("small")};
  refuses("new", restore, "already_exists");
  EXPECT_EQ(bytes_in(kept), "x");
  EXPECT_FALSE(fs::exists(scratch().path("new") + "/archive.db"));
  fs::remove(kept);
  EXPECT_EQ(server("new", restore).code, 0);
  refuses("new", restore, "already_exists");
}

TEST_F(Backups, a_restore_that_a_crash_interrupted_goes_on) {
  auto file = small_backup();
  fs::create_directories(scratch().path("new"));
  scratch().file("new/restoring", "");
  scratch().file("new/archive.db.new", "half of it");
  scratch().file("new/identity.key", "half of it too");
  EXPECT_EQ(server("new", {"restore", "--from", file, "--key-file", key_of("small")}).code, 0);
  EXPECT_FALSE(fs::exists(scratch().path("new") + "/restoring"));
  fs::copy_file(key_of("small"), key_of("new"));
  EXPECT_EQ(pin_of("new"), pin_of("small"));
  EXPECT_EQ(bytes_in(scratch().path("new") + "/office.pub"), bytes_in(scratch().path("small") + "/office.pub"));
  done("new", {"verify"});
}

TEST_F(Backups, of_a_later_version_is_refused) {
  done("small", {"init"});
  {
    auto sealed = SealedFolder::with_key(ServerFolder::named(scratch().path("small")).value(), std::nullopt).value();
    auto path = scratch().path("small") + "/archive.db";
    auto database = Database::open(path, sealed->options(path).database).value();
    database.run("PRAGMA user_version = 99");
  }
  refuses("small", {"status"}, "store_newer");
  refuses("small", {"backup", "--to", scratch().path("x.backup")}, "store_newer");
  refuses("new", {"restore", "--from", scratch().path("small") + "/archive.db", "--key-file", key_of("small")},
          "store_newer");
  expect_nothing("new");
}

}  // namespace
}  // namespace doorstep::test
