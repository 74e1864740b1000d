#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "server/sealed_folder.h"
#include "tests/source_files.h"
#include "tests/wire/estate.h"

/// `doorstep-server backup`, `restore` and the key that both need, with the real programs on real files.

namespace doorstep {
namespace {

using test::Ended;
using test::Estate;
using Words = std::vector<std::string>;
namespace fs = std::filesystem;

std::string bytes_in(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

class Backups : public testing::Test {
 protected:
  Backups() { start_crypto(); }

  Ended server(const std::string& folder, Words words, const Words& environment = {}) {
    words.insert(words.end(), {"--data", scratch().path(folder), "--json"});
    return test::run_program("doorstep-server", std::move(words), environment);
  }
  json done(const std::string& folder, Words words) {
    auto ended = server(folder, words);
    EXPECT_EQ(ended.code, 0) << words.front() << ": " << ended.out << ended.err;
    auto answer = ended.answer();
    return answer.is_object() ? answer : json::object();
  }
  void refuses(const std::string& folder, Words words, const std::string& fault) {
    auto ended = server(folder, words);
    EXPECT_EQ(ended.fault(), fault) << words.front() << ": " << ended.out << ended.err;
    EXPECT_NE(ended.code, 0);
  }
  /// A backup of a server with a little in it.
  std::string small_backup() {
    done("small", {"init"});
    done("small", {"person", "add", "--login", "wang", "--name", "王芳"});
    auto file = scratch().path("small.backup");
    done("small", {"backup", "--to", file});
    return file;
  }
  std::string key_of(const std::string& folder) { return scratch().path(folder) + ".key"; }
  const Scratch& scratch() const { return estate.scratch(); }
  std::string secret(const std::string& name, const std::string& text) {
    auto path = scratch().file(name, text);
    EXPECT_EQ(::chmod(path.c_str(), 0600), 0);
    return path;
  }
  /// Nothing was made: neither the folder nor what restore writes into it.
  void expect_nothing(const std::string& folder) {
    EXPECT_FALSE(fs::exists(scratch().path(folder))) << folder << " was left behind";
  }

  Estate estate;
};

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

TEST_F(Backups, an_archive_in_the_clear_is_never_taken_for_genuine_but_by_an_admins_word) {
  const auto archive = scratch().path("server") + "/archive.db", plain = scratch().path("plain.db");
  {
    CipherVfs cipher{ServerKey::find(ServerFolder::named(scratch().path("server")).value(), {}).value().page_key()};
    DatabaseOptions options;
    options.vfs = cipher.name();
    auto sealed = Database::open(archive, options).value();
    ASSERT_TRUE(sealed.copy_into(plain, "unix"));
  }
  refuses("server", {"seal"}, "already_exists");
  fs::copy_file(plain, archive, fs::copy_options::overwrite_existing);
  for (const std::string verb : {"status", "verify"}) refuses("server", {verb}, "bad_file");
  EXPECT_TRUE(bytes_in(archive).starts_with("SQLite format 3")) << "left as it lies";
  done("server", {"seal"});
  EXPECT_FALSE(bytes_in(archive).starts_with("SQLite format 3"));
  done("server", {"verify"});
  estate.start_server();
  refuses("server", {"seal"}, "already_exists");
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
  auto limited = test::run_limited(
      "doorstep-server", {"backup", "--data", scratch().path("small"), "--json", "--to", file}, std::size_t{64} << 10);
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

TEST_F(Backups, a_key_file_that_others_may_read_is_refused) {
  auto file = small_backup();
  const auto key = key_of("small");
  for (auto mode : {0640, 0604, 0620, 0602, 0644}) {
    ASSERT_EQ(::chmod(key.c_str(), static_cast<mode_t>(mode)), 0);
    for (const auto& words : {Words{"status"}, Words{"status", "--key-file", key}}) {
      auto ended = server("small", words);
      EXPECT_EQ(ended.fault(), "bad_file") << mode;
      EXPECT_NE(ended.out.find("chmod 600 " + key), std::string::npos) << ended.out;
    }
  }
  // A credential's mode is what systemd makes it.
  fs::create_directories(scratch().path("credentials"));
  fs::copy_file(key, scratch().path("credentials/doorstep.key"));
  const Words credentials{"CREDENTIALS_DIRECTORY=" + scratch().path("credentials")};
  EXPECT_EQ(server("small", {"status"}, credentials).code, 0);
  ASSERT_EQ(::chmod(key.c_str(), 0400), 0);
  EXPECT_EQ(server("small", {"status"}).code, 0);
  // Nobody will ever write into this one.
  const auto pipe = scratch().path("pipe.key");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  refuses("small", {"status", "--key-file", pipe}, "bad_file");
}

TEST_F(Backups, a_folder_in_a_files_place_is_told_as_one) {
  auto file = small_backup();
  const auto folder = scratch().path("folder"), office = scratch().path("small.office.key");
  fs::create_directories(folder);
  for (const auto& words :
       {Words{"status", "--key-file", folder}, Words{"init", "--template", folder},
        Words{"outmail", folder, "--office-key", office}, Words{"outmail", file, "--office-key", folder}}) {
    auto ended = server(words.front() == "init" ? "other" : "small", words);
    EXPECT_EQ(ended.fault(), "bad_file") << words.front();
    EXPECT_NE(ended.out.find(folder + " is a folder, a file is wanted"), std::string::npos) << ended.out;
  }
  auto ended = server("new", {"restore", "--from", file, "--key-file", key_of("small"), "--fence", folder});
  EXPECT_EQ(ended.fault(), "bad_file");
  EXPECT_NE(ended.out.find(folder + " is a folder, a file is wanted"), std::string::npos) << ended.out;
  expect_nothing("new");
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
  refuses("new", restore((test::source_folder() / "tests/server/archive_version_1.db").string()), "bad_file");
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

TEST_F(Backups, another_key_does_not_open_one) {
  auto file = small_backup();
  auto other = secret("other.key", base64(Bytes<32>{9}) + "\n");
  refuses("new", {"restore", "--from", file, "--key-file", other}, "wrong_key");
  refuses("new", {"restore", "--from", file}, "no_key");
  refuses("new", {"restore", "--from", file, "--key-file", secret("short.key", "AAAA")}, "bad_file");
  refuses("new", {"restore", "--from", file, "--key-file", scratch().path("new") + "/inside.key"}, "usage");
  expect_nothing("new");
  fs::copy_file(key_of("small"), key_of("new"));
  EXPECT_EQ(done("new", {"restore", "--from", file}).at("records"), 0);
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
  EXPECT_EQ(bytes_in(scratch().path("new") + "/identity.key"), bytes_in(scratch().path("small") + "/identity.key"));
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

TEST_F(Backups, an_archive_of_the_first_version_is_sealed_and_brought_up_to_date) {
  done("old", {"init"});
  const auto archive = scratch().path("old") + "/archive.db";
  fs::remove(scratch().path("old") + "/fence");
  write_bytes(archive, test::source_text("tests/server/archive_version_1.db"));
  ASSERT_TRUE(bytes_in(archive).starts_with("SQLite format 3"));
  refuses("old", {"verify"}, "bad_file");
  done("old", {"seal"});
  auto check = done("old", {"verify"});
  EXPECT_EQ(check.at("records"), 3);
  EXPECT_EQ(check.at("edits"), 6);
  EXPECT_GT(check.at("pages"), 0);
  EXPECT_FALSE(bytes_in(archive).starts_with("SQLite format 3"));
  EXPECT_EQ(bytes_in(archive).find("张三"), std::string::npos);
  EXPECT_FALSE(fs::exists(archive + ".sealing"));
  EXPECT_EQ(done("old", {"quarantine", "list"}).at("count"), 1);
  EXPECT_EQ(done("old", {"device", "list"}).at("devices").size(), 2U);
  // A crash before the last step leaves the clear one, and a scratch file that is no use to anybody.
  write_bytes(archive, test::source_text("tests/server/archive_version_1.db"));
  scratch().file("old/archive.db.sealing", "half of it");
  fs::remove(scratch().path("old") + "/fence");
  done("old", {"seal"});
  EXPECT_EQ(done("old", {"verify"}).at("edits"), 6);
  auto file = scratch().path("old.backup");
  EXPECT_EQ(done("old", {"backup", "--to", file}).at("edits"), 6);
}

TEST_F(Backups, the_key_comes_from_where_the_system_keeps_it) {
  const auto key = base64(Bytes<32>{5});
  const Words given{"DOORSTEP_SERVER_KEY=" + key};
  auto made = server("byenv", {"init"}, given);
  ASSERT_EQ(made.code, 0) << made.out;
  EXPECT_EQ(made.answer().at("key_file_made"), false);
  EXPECT_FALSE(fs::exists(key_of("byenv")));
  EXPECT_EQ(server("byenv", {"status"}, given).code, 0);
  refuses("byenv", {"status"}, "no_key");
  EXPECT_EQ(server("byenv", {"status"}, {"DOORSTEP_SERVER_KEY=" + base64(Bytes<32>{6})}).fault(), "wrong_key");
  EXPECT_EQ(server("byenv", {"status"}, {"DOORSTEP_SERVER_KEY=nonsense"}).fault(), "bad_file");
  fs::create_directories(scratch().path("credentials"));
  scratch().file("credentials/doorstep.key", key + "\n");
  EXPECT_EQ(server("byenv", {"status"}, {"CREDENTIALS_DIRECTORY=" + scratch().path("credentials")}).code, 0);
  auto chinese = server("byenv", {"status"}, {"LANG=zh_CN.UTF-8"});
  EXPECT_NE(chinese.out.find("找不到服务器的密钥"), std::string::npos) << chinese.out;
}

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
  for (const auto& given :
       {scratch().path("other") + "/fence", scratch().file("noise", "no fence at all\n"), scratch().path("missing")}) {
    auto ended = server("new", {"restore", "--from", file, "--key-file", key_of("small"), "--fence", given});
    EXPECT_EQ(ended.fault(), given.ends_with("missing") ? "not_found" : "wrong_key") << ended.out;
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

TEST_F(Backups, a_server_without_its_identity_is_told_where_it_is) {
  small_backup();
  fs::remove(scratch().path("small") + "/identity.key");
  auto ended = server("small", {"serve", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.fault(), "not_found");
  for (const char* word : {"/identity.key", "backup", "restore"})
    EXPECT_NE(ended.out.find(word), std::string::npos) << ended.out;
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
}  // namespace doorstep
