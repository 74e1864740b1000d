// What seals a server's files: where the key comes from, and files that it did not seal.
#include <signal.h>
#include <sys/stat.h>

#include <fstream>

#include "server/sealed_folder.h"
#include "tests/source_files.h"
#include "tests/wire/backups.h"

namespace doorstep::test {
namespace {

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

TEST_F(Backups, the_program_hung_where_a_pipe_lies_in_a_files_place) {
  auto file = small_backup();
  const auto pipe = scratch().path("pipe"), office = scratch().path("small.office.key");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const auto& words : {Words{"init", "--template", pipe}, Words{"outmail", pipe, "--office-key", office},
                            Words{"outmail", file, "--office-key", pipe},
                            Words{"restore", "--from", pipe, "--key-file", key_of("small")}}) {
    auto ended = server(words.front() == "outmail" ? "small" : "other", words);
    EXPECT_EQ(ended.fault(), "bad_file") << ended.out;
    EXPECT_NE(ended.out.find(pipe), std::string::npos) << ended.out;
  }
  for (const std::string name : {"archive.db", "archive.db-wal", "fence", "identity.key"}) {
    const auto path = scratch().path("small/" + name), aside = scratch().path("aside");
    const bool stood = fs::exists(path);
    if (stood) fs::rename(path, aside);
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    auto ended = server("small", {"serve", "--listen", "127.0.0.1:0"});
    EXPECT_EQ(ended.fault(), "bad_file") << name << ": " << ended.out;
    EXPECT_NE(ended.out.find(path), std::string::npos) << ended.out;
    fs::remove(path);
    if (stood) fs::rename(aside, path);
  }
  EXPECT_EQ(server("small", {"status"}).code, 0);
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

TEST_F(Backups, an_archive_of_the_first_version_is_sealed_and_brought_up_to_date) {
  done("old", {"init"});
  const auto archive = scratch().path("old") + "/archive.db";
  fs::remove(scratch().path("old") + "/fence");
  write_bytes(archive, source_text("tests/server/archive_version_1.db"));
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
  write_bytes(archive, source_text("tests/server/archive_version_1.db"));
  scratch().file("old/archive.db.sealing", "half of it");
  fs::remove(scratch().path("old") + "/fence");
  done("old", {"seal"});
  EXPECT_EQ(done("old", {"verify"}).at("edits"), 6);
  auto file = scratch().path("old.backup");
  EXPECT_EQ(done("old", {"backup", "--to", file}).at("edits"), 6);
}

TEST_F(Backups, a_key_from_the_environment_does_not_stay_there) {
  const auto key = base64(Bytes<32>{5});
  const Words given{"DOORSTEP_SERVER_KEY=" + key};
  ASSERT_EQ(server("byenv", {"init"}, given).code, 0);
  Program serving{"doorstep-server", {"serve", "--data", scratch().path("byenv"), "--listen", "127.0.0.1:0"}, given};
  ASSERT_TRUE(serving.next_line().starts_with("listening on "));
  std::ifstream file{"/proc/" + std::to_string(serving.process()) + "/environ", std::ios::binary};
  const std::string environment{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(environment.find(key), std::string::npos);
  serving.send(SIGTERM);
  EXPECT_EQ(serving.wait().code, 0);
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

TEST_F(Backups, an_identity_left_in_the_clear_is_sealed_and_a_strangers_is_refused) {
  done("small", {"init"});
  done("other", {"init"});
  const auto file = scratch().path("small") + "/identity.key";
  const auto seed = [&] {
    auto sealed = SealedFolder::with_key(ServerFolder::named(scratch().path("small")).value(), std::nullopt).value();
    SystemDice dice;
    return std::string{view(sealed->open_identity(dice).value().key().seed())};
  }();
  const auto pin = pin_of("small"), sealed = bytes_in(file);
  EXPECT_EQ(sealed.find(seed), std::string::npos);
  write_bytes(file, seed);  // as earlier versions left it
  EXPECT_EQ(pin_of("small"), pin);
  EXPECT_EQ(bytes_in(file).size(), sealed.size());
  EXPECT_EQ(bytes_in(file).find(seed), std::string::npos);
  for (const auto& bytes : {std::string(32, 's'), bytes_in(scratch().path("other") + "/identity.key")}) {
    write_bytes(file, bytes);
    refuses("small", {"device", "code", "--login", "admin"}, bytes.size() == 32 ? "bad_file" : "wrong_key");
    refuses("small", {"serve", "--listen", "127.0.0.1:0"}, bytes.size() == 32 ? "bad_file" : "wrong_key");
    refuses("small", {"backup", "--to", scratch().path("x.backup")}, bytes.size() == 32 ? "bad_file" : "wrong_key");
    EXPECT_EQ(bytes_in(file), bytes) << "what is not the archive's own is left as it lies";
  }
  write_bytes(file, sealed);
  EXPECT_EQ(pin_of("small"), pin);
}

TEST_F(Backups, a_server_without_its_identity_is_told_where_it_is) {
  small_backup();
  fs::remove(scratch().path("small") + "/identity.key");
  auto ended = server("small", {"serve", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.fault(), "not_found");
  for (const char* word : {"/identity.key", "backup", "restore"})
    EXPECT_NE(ended.out.find(word), std::string::npos) << ended.out;
}

}  // namespace
}  // namespace doorstep::test
