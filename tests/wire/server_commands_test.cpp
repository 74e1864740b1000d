#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "server/sealed_folder.h"
#include "shared/crypto.h"
#include "tests/program.h"
#include "tests/scratch.h"

/// `doorstep-server` as a script meets it: the real program, its answers, files, signals and exit codes.

namespace doorstep {
namespace {

using test::Ended;
using test::Program;
using Words = std::vector<std::string>;
namespace fs = std::filesystem;

unsigned mode_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
}

class ServerCommands : public testing::Test {
 protected:
  ServerCommands() { start_crypto(); }

  Ended run(Words words, const Words& environment = {}) {
    words.insert(words.end(), {"--data", data, "--json"});
    return test::run_program("doorstep-server", std::move(words), environment);
  }
  json done(Words words) {
    auto ended = run(words);
    EXPECT_EQ(ended.code, 0) << words.front() << ": " << ended.out << ended.err;
    auto answer = ended.answer();
    EXPECT_TRUE(answer.is_object() && answer.value("ok", false)) << ended.out;
    return answer.is_object() ? answer : json::object();
  }
  void refuses(Words words, const std::string& fault, int code) {
    auto ended = run(words);
    EXPECT_EQ(ended.fault(), fault) << words.front() << ": " << ended.out << ended.err;
    EXPECT_EQ(ended.code, code) << words.front();
  }
  std::unique_ptr<Program> serve() {
    auto server = std::make_unique<Program>("doorstep-server",
                                            Words{"serve", "--data", data, "--listen", "127.0.0.1:0", "--json"});
    address = server->next_line();
    EXPECT_TRUE(address.starts_with("listening on 127.0.0.1:")) << address;
    EXPECT_NE(address, "listening on 127.0.0.1:0");
    address = address.substr(std::min(address.size(), std::string{"listening on "}.size()));
    return server;
  }
  /// Works on the archive itself, as the server does between commands.
  template <class Work>
  auto in_archive(Work work) {
    auto sealed = SealedFolder::with_key(ServerFolder::named(data).value(), std::nullopt).value();
    auto archive = sealed->open_archive(clock, dice);
    EXPECT_TRUE(archive) << archive.error().detail;
    return work(**archive);
  }
  Enrolled enrol(const std::string& code) {
    return in_archive([&](Archive& archive) {
      return archive.enrol(code, SigningKey::mint(dice).public_key(), "王芳的平板", clock.wall()).value();
    });
  }

  Scratch scratch;
  const std::string data = scratch.path("server");
  std::string address;
  SystemClock clock;
  SystemDice dice;
};

TEST_F(ServerCommands, init_makes_a_folder_and_two_keys_beside_it) {
  auto answer = done({"init"});
  EXPECT_TRUE(unbase64_exact<32>(answer.value("pin", "")));
  EXPECT_FALSE(answer.value("code", "").empty());
  EXPECT_EQ(answer.value("key_file", ""), data + ".key");
  EXPECT_EQ(answer.value("key_file_made", false), true);
  EXPECT_EQ(answer.value("office_key_file", ""), data + ".office.key");
  EXPECT_NE(answer.value("note", "").find("beside"), std::string::npos);

  EXPECT_EQ(mode_of(data), 0700U);
  for (const auto& entry : fs::directory_iterator{data}) EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
  EXPECT_EQ(mode_of(data + ".key"), 0600U);
  EXPECT_EQ(mode_of(data + ".office.key"), 0600U);
  for (const auto& entry : fs::directory_iterator{data})
    EXPECT_EQ(scratch.read("server/" + entry.path().filename().string()).find(scratch.read("server.key").substr(0, 43)),
              std::string::npos)
        << entry.path() << " holds the key that is to lie outside";

  auto half = unbase64_exact<32>(scratch.read("server.office.key").substr(0, 43));
  ASSERT_TRUE(half);
  EXPECT_EQ(base64(box_of(*half).public_key) + "\n", scratch.read("server/office.pub"));
}

TEST_F(ServerCommands, the_first_code_is_the_admins) {
  auto answer = done({"init"});
  EXPECT_EQ(answer.value("login", ""), "admin");
  EXPECT_EQ(enrol(answer.at("code")).name, "admin");
}

TEST_F(ServerCommands, init_on_an_archive_changes_nothing) {
  auto first = done({"init"});
  auto identity = scratch.read("server/identity.key"), archive = scratch.read("server/archive.db");
  refuses({"init"}, "already_exists", 1);
  auto server = serve();
  refuses({"init"}, "already_exists", 1);
  server.reset();
  EXPECT_EQ(scratch.read("server/identity.key"), identity);
  EXPECT_EQ(scratch.read("server/archive.db"), archive);
}

TEST_F(ServerCommands, a_broken_template_is_refused_before_anything_is_made) {
  auto broken = scratch.file("broken.json", R"({"name":"x","version":"one","types":[]})");
  auto ended = run({"init", "--template", broken});
  EXPECT_EQ(ended.fault(), "bad_template");
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.out.find("version"), std::string::npos) << "the path of what is wrong: " << ended.out;
  EXPECT_FALSE(fs::exists(data));
  EXPECT_FALSE(fs::exists(data + ".key"));
  EXPECT_FALSE(fs::exists(data + ".office.key"));
  refuses({"init", "--template", scratch.path("missing.json")}, "not_found", 1);
  EXPECT_FALSE(fs::exists(data));
}

TEST_F(ServerCommands, init_that_fails_leaves_nothing_behind) {
  scratch.file("server.office.key", "no key at all");
  refuses({"init"}, "bad_file", 1);
  EXPECT_FALSE(fs::exists(data));
  EXPECT_FALSE(fs::exists(data + ".key"));
  EXPECT_EQ(scratch.read("server.office.key"), "no key at all");
  fs::remove(data + ".office.key");
  done({"init"});
}

TEST_F(ServerCommands, init_goes_on_where_a_crash_left_it) {
  auto first = done({"init"});
  fs::rename(data + "/archive.db", data + "/archive.db.new");
  auto again = done({"init"});
  EXPECT_EQ(again.at("pin"), first.at("pin"));
  EXPECT_EQ(again.value("key_file_made", true), false);
  EXPECT_FALSE(fs::exists(data + "/archive.db.new"));
  done({"verify"});
}

TEST_F(ServerCommands, a_folder_that_stands_there_already_is_taken) {
  fs::create_directories(data + "/lost+found");
  auto answer = test::run_program("doorstep-server", {"init", "--data", data + "/", "--json"}).answer();
  ASSERT_TRUE(answer.is_object());
  EXPECT_EQ(answer.value("key_file", ""), data + ".key") << "a slash at the end must not bring the key into the folder";
}

TEST_F(ServerCommands, a_key_of_the_offices_own_is_used) {
  auto key = scratch.file("own.key", base64(Bytes<32>{7}) + "\n");
  fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
  auto answer = done({"init", "--key-file", key});
  EXPECT_EQ(answer.value("key_file", ""), key);
  EXPECT_FALSE(fs::exists(data + ".key"));
}

TEST_F(ServerCommands, a_key_that_is_none_or_lies_in_the_folder_is_refused) {
  refuses({"init", "--key-file", scratch.path("missing")}, "not_found", 1);
  refuses({"init", "--key-file", scratch.file("short.key", "AAAA")}, "bad_file", 1);
  refuses({"init", "--key-file", data + "/inside.key"}, "usage", 2);
  EXPECT_FALSE(fs::exists(data));
}

TEST_F(ServerCommands, every_command_works_while_the_server_runs_and_while_it_does_not) {
  const auto pin = done({"init"}).value("pin", "none");
  for (bool running : {false, true}) {
    auto server = running ? serve() : nullptr;
    const std::string login = running ? "lina" : "wangfang";
    EXPECT_FALSE(
        done({"person", "add", "--login", login, "--name", "王芳", "--buildings", "3,5"}).value("person", "").empty());
    refuses({"person", "add", "--login", login, "--name", "王芳"}, "already_exists", 1);
    refuses({"person", "add", "--login", "x", "--name", "X", "--role", "king"}, "invalid_value", 1);
    refuses({"person", "add", "--login", "x", "--name", "X", "--community", "nowhere"}, "not_found", 1);
    refuses({"person", "add", "--login", std::string(1000, 'x'), "--name", "X"}, "invalid_value", 1);
    refuses({"quarantine", "discard", "x", "--reason", "t"}, "invalid_value", 1);
    auto code = done({"device", "code", "--login", login});
    EXPECT_FALSE(code.value("code", "").empty());
    EXPECT_TRUE(code.value("expires", "").ends_with("Z"));
    EXPECT_EQ(code.value("pin", ""), pin);
    refuses({"device", "code", "--login", "nobody"}, "not_found", 1);
    EXPECT_TRUE(done({"device", "list"}).at("devices").empty());
    EXPECT_EQ(done({"device", "revoke", "--login", login}).at("revoked"), 0);
    auto quarantine = done({"quarantine", "list"});
    EXPECT_EQ(quarantine.at("count"), 0);
    EXPECT_TRUE(quarantine.at("parcels").empty());
    EXPECT_TRUE(quarantine.at("edits").empty());
    refuses({"quarantine", "discard", "0f8fad5b-d9cb-469f-a165-70867728950e", "--reason", "twice"}, "not_found", 1);
    refuses({"quarantine", "apply", "0f8fad5b-d9cb-469f-a165-70867728950e"}, "not_found", 1);
    auto check = done({"verify"});
    EXPECT_EQ(check.at("records"), 0);
    EXPECT_EQ(check.at("edits"), 0);
    EXPECT_TRUE(unbase64_exact<32>(check.value("head", "")));
    auto status = done({"status"});
    EXPECT_EQ(status.at("running"), running);
    EXPECT_EQ(status.at("connections"), 0);
    EXPECT_FALSE(status.value("epoch", "").empty());
    EXPECT_EQ(status.at("heads"), (json{{"main", 0}}));
  }
}

TEST_F(ServerCommands, an_invitation_is_drawn_for_its_owner_only_and_over_no_other_file) {
  done({"init"});
  const auto picture = scratch.path("invitation.png");
  const Words asked{"device", "code", "--login", "admin", "--server", "wss://office.example:7443", "--qr", picture};
  auto drawn = done(asked);
  EXPECT_EQ(drawn.at("qr"), picture);
  EXPECT_EQ(drawn.at("invitation"), "wss://office.example:7443\n" + drawn.at("pin").get<std::string>() + "\n" +
                                        drawn.at("code").get<std::string>());
  EXPECT_EQ(mode_of(picture), 0600u);
  const auto size = fs::file_size(picture);
  EXPECT_GT(size, 200u);
  refuses(asked, "already_exists", 1);
  EXPECT_EQ(fs::file_size(picture), size);
  refuses({"device", "code", "--login", "admin", "--server", "wss://a:1", "--qr", "/no/such/folder/x.png"}, "not_found",
          1);
  for (const char* wrong : {"office.example:7443", "wss://", "wss://a b", "wss://a\nb"})
    EXPECT_EQ(run({"device", "code", "--login", "admin", "--server", wrong, "--qr", picture + "2"}).code, 2)
        << wrong;
  EXPECT_EQ(run({"device", "code", "--login", "admin", "--qr", picture + "2"}).code, 2);
  EXPECT_EQ(run({"device", "code", "--login", "admin", "--server", "wss://a:1"}).code, 2);
  EXPECT_FALSE(fs::exists(picture + "2"));
}

TEST_F(ServerCommands, a_device_is_listed_and_revoked) {
  done({"init"});
  done({"person", "add", "--login", "wangfang", "--name", "王芳"});
  auto device = enrol(done({"device", "code", "--login", "wangfang"}).at("code")).device.value;
  auto listed = done({"device", "list"}).at("devices");
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].at("device"), device);
  EXPECT_EQ(listed[0].at("login"), "wangfang");
  EXPECT_EQ(listed[0].at("label"), "王芳的平板");
  EXPECT_EQ(listed[0].at("revoked"), false);
  refuses({"device", "revoke", "--login", "wangfang", "--device", "another"}, "not_found", 1);
  EXPECT_EQ(done({"device", "revoke", "--login", "wangfang", "--device", device}).at("revoked"), 1);
  EXPECT_EQ(done({"device", "list"}).at("devices")[0].at("revoked"), true);
}

TEST_F(ServerCommands, a_tablet_that_is_revoked_while_connected_is_told_and_hears_nothing_more) {
  auto fresh = done({"init"});
  auto server = serve();
  const Words secret{"DOORSTEP_PASSPHRASE=correct horse battery"};
  const auto store = scratch.path("tablet");
  auto enrolled = test::run_program("doorstep",
                                    {"enroll", "--store", store, "--json", "--server", "wss://" + address, "--pin",
                                     fresh.at("pin"), "--code", fresh.at("code")},
                                    secret);
  ASSERT_EQ(enrolled.code, 0) << enrolled.out;
  Program tablet{"doorstep", {"watch", "--store", store, "--json"}, secret};
  while (done({"status"}).at("connections") != 1) ::usleep(10'000);
  EXPECT_EQ(done({"device", "revoke", "--login", "admin"}).at("revoked"), 1);
  auto told = tablet.wait();  // a tablet that stays connected is the failure: the test's time runs out
  EXPECT_EQ(told.fault(), "device_refused") << told.out;
  EXPECT_EQ(told.code, 4);
  while (done({"status"}).at("connections") != 0) ::usleep(10'000);
}

TEST_F(ServerCommands, what_an_admin_discards_stays_in_the_archive) {
  auto enrolled = enrol(done({"init"}).at("code"));
  auto edit = mint_edit(dice);
  in_archive(
      [&](Archive& archive) { EXPECT_TRUE(archive.park(enrolled.chain, BundleNumber{1}, Hash{1}, "{}", {edit})); });
  auto listed = done({"quarantine", "list"});
  EXPECT_EQ(listed.at("count"), 1);
  EXPECT_EQ(listed.at("edits").at(0).at("edit"), text(edit));
  EXPECT_EQ(listed.at("edits").at(0).at("device"), enrolled.device.value);
  done({"quarantine", "discard", text(edit), "--reason", "entered twice"});
  EXPECT_EQ(done({"quarantine", "list"}).at("count"), 0);
  EXPECT_EQ(done({"quarantine", "list", "--all"}).at("count"), 1);
}

TEST_F(ServerCommands, several_communities_have_a_head_each) {
  done({"init", "--community", "east=东苑", "--community", "west=西苑"});
  auto head = done({"verify"}).at("head");
  EXPECT_TRUE(unbase64_exact<32>(head.value("east", "")));
  EXPECT_TRUE(unbase64_exact<32>(head.value("west", "")));
  EXPECT_EQ(done({"status"}).at("heads"), (json{{"east", 0}, {"west", 0}}));
}

TEST_F(ServerCommands, one_server_works_in_a_folder) {
  done({"init"});
  auto server = serve();
  refuses({"serve", "--listen", "127.0.0.1:0"}, "in_use", 1);
  EXPECT_EQ(done({"status"}).at("running"), true);
}

TEST_F(ServerCommands, a_port_that_is_taken_is_said) {
  done({"init"});
  auto server = serve();
  const auto other = scratch.path("other");
  ASSERT_EQ(test::run_program("doorstep-server", {"init", "--data", other, "--json"}).code, 0);
  auto second = test::run_program("doorstep-server", {"serve", "--data", other, "--json", "--listen", address});
  EXPECT_EQ(second.fault(), "in_use");
  EXPECT_NE(second.out.find(address), std::string::npos);
}

TEST_F(ServerCommands, a_signal_ends_the_server_properly) {
  done({"init"});
  for (int signal : {SIGTERM, SIGINT}) {
    auto server = serve();
    EXPECT_EQ(mode_of(data + "/admin.sock"), 0600U);
    server->send(signal);
    auto ended = server->wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "") << "standard output holds the one line";
    EXPECT_FALSE(fs::exists(data + "/admin.sock"));
    EXPECT_FALSE(fs::exists(data + "/archive.db-wal"));
    EXPECT_EQ(done({"status"}).at("running"), false);
  }
}

TEST_F(ServerCommands, a_killed_server_is_followed_by_another) {
  done({"init"});
  auto server = serve();
  done({"person", "add", "--login", "wangfang", "--name", "王芳"});
  server->send(SIGKILL);
  server->wait();
  refuses({"person", "add", "--login", "wangfang", "--name", "王芳"}, "already_exists", 1);
  server = serve();
  EXPECT_EQ(done({"status"}).at("running"), true);
}

TEST_F(ServerCommands, a_folder_without_an_archive_is_said_and_stays_as_it_is) {
  for (const auto& words : std::vector<Words>{{"status"}, {"device", "list"}, {"serve", "--listen", "127.0.0.1:0"}})
    refuses(words, "not_found", 1);
  EXPECT_FALSE(fs::exists(data));
}

TEST_F(ServerCommands, a_folder_that_others_may_write_in_is_not_served) {
  done({"init"});
  for (const auto extra : {fs::perms::group_write, fs::perms::others_write}) {
    fs::permissions(data, fs::perms::owner_all | extra);
    refuses({"serve", "--listen", "127.0.0.1:0"}, "usage", 2);
  }
  fs::permissions(data, fs::perms::owner_all);
  serve();
}

TEST_F(ServerCommands, wrong_usage_is_2_and_does_nothing) {
  const std::vector<Words> wrong{{},
                                 {"status"},
                                 {"dance", "--data", data},
                                 {"init", "--data", data, "--colour", "red"},
                                 {"init", "--data", "/"},
                                 {"init", "--data", data, "--community", "no-name"},
                                 {"init", "--data", data, "--community", "a b=name"},
                                 {"init", "--data", data, "--community", "a=1", "--community", "a=2"},
                                 {"person", "--data", data},
                                 {"person", "add", "--data", data, "--login", "x"},
                                 {"device", "code", "--data", data},
                                 {"quarantine", "discard", "--data", data, "id"},
                                 {"serve", "--data", data},
                                 {"serve", "--data", data, "--listen", "7443"},
                                 {"serve", "--data", data, "--listen", "127.0.0.1:port"},
                                 {"sample", "--seed", "-1", "--out", data},
                                 {"person", "add", "--data", data, "--login", "\xff", "--name", "x"}};
  for (auto words : wrong) {
    auto said = words.empty() ? "" : words.front();
    auto plain = test::run_program("doorstep-server", words);
    EXPECT_EQ(plain.code, 2) << said;
    EXPECT_EQ(plain.out, "") << said;
    EXPECT_NE(plain.err, "") << said;
    words.emplace_back("--json");
    auto as_json = test::run_program("doorstep-server", words);
    EXPECT_EQ(as_json.code, 2) << said;
    EXPECT_EQ(as_json.fault(), "usage") << said << as_json.out;
  }
  EXPECT_FALSE(fs::exists(data));
}

TEST_F(ServerCommands, an_empty_path_is_wrong_usage) {
  done({"init"});
  const auto office = data + ".office.key";
  for (const auto& words : std::vector<Words>{{"status", "--data", ""},
                                              {"status", "--data", data, "--key-file", ""},
                                              {"init", "--data", data, "--template", ""},
                                              {"backup", "--data", data, "--to", ""},
                                              {"restore", "--data", data, "--from", ""},
                                              {"restore", "--data", data, "--from", "x", "--fence", ""},
                                              {"outmail", "", "--office-key", office},
                                              {"outmail", "x", "--office-key", ""},
                                              {"outmail", "x", "--office-key", office, "--apply", "--data", ""},
                                              {"quarantine", "list", "--data", data, "--office-key", ""},
                                              {"sample", "--out", ""}}) {
    auto as_json = words;
    as_json.emplace_back("--json");
    auto ended = test::run_program("doorstep-server", as_json);
    EXPECT_EQ(ended.code, 2) << words.front() << ended.out << ended.err;
    EXPECT_EQ(ended.fault(), "usage") << words.front() << ended.out;
  }
}

TEST_F(ServerCommands, options_stand_in_any_order) {
  done({"init"});
  for (const auto& words : std::vector<Words>{{"--data", data, "--json", "device", "code", "--login", "admin"},
                                              {"device", "--json", "code", "--login", "admin", "--data", data},
                                              {"device", "code", "--data", data, "--login", "admin", "--json"}})
    EXPECT_TRUE(test::run_program("doorstep-server", words).answer().is_object());
}

TEST_F(ServerCommands, people_are_answered_in_their_language) {
  refuses({"status"}, "not_found", 1);
  auto chinese = run({"status"}, {"LANG=zh_CN.UTF-8"});
  EXPECT_NE(chinese.out.find("找不到"), std::string::npos) << chinese.out;
  done({"init"});
  auto server = serve();
  chinese = run({"device", "code", "--login", "nobody"}, {"LC_ALL=zh_CN.UTF-8", "LANG=en_US.UTF-8"});
  EXPECT_NE(chinese.out.find("找不到"), std::string::npos) << "asked through the socket: " << chinese.out;
  auto words = test::run_program("doorstep-server", {"status", "--data", data}, {"LANG=zh_CN.UTF-8"});
  EXPECT_NE(words.out.find("连接数: 0\n"), std::string::npos) << words.out;
  EXPECT_EQ(words.code, 0);
}

TEST_F(ServerCommands, help_says_what_there_is_and_what_codes_mean) {
  auto help = test::run_program("doorstep-server", {"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* word :
       {"init", "serve", "person", "device", "status", "verify", "quarantine", "sample", "Exit codes"})
    EXPECT_NE(help.out.find(word), std::string::npos) << word;
  auto init = test::run_program("doorstep-server", {"init", "--help"});
  EXPECT_NE(init.out.find("--key-file"), std::string::npos);
  EXPECT_NE(init.out.find("--data"), std::string::npos);
}

TEST_F(ServerCommands, a_sample_is_the_same_for_the_same_seed) {
  auto sample = [&](const std::string& seed, const std::string& folder) {
    auto ended = test::run_program(
        "doorstep-server", {"sample", "--json", "--seed", seed, "--households", "5", "--out", scratch.path(folder)});
    EXPECT_EQ(ended.code, 0) << ended.out;
    return ended.answer().at("files").size();
  };
  EXPECT_EQ(sample("7", "a"), 12U);
  sample("7", "b");
  sample("8", "c");
  EXPECT_EQ(scratch.read("a/residents.csv"), scratch.read("b/residents.csv"));
  EXPECT_NE(scratch.read("a/residents.csv"), scratch.read("c/residents.csv"));
}

TEST_F(ServerCommands, a_running_communitys_template_is_lifted_and_never_lowered) {
  done({"init"});
  auto present = done({"template", "show"});
  EXPECT_EQ(present.at("version"), Template::shipped().version());
  EXPECT_EQ(present.at("since"), nullptr);
  auto next = present.at("template");
  next["version"] = present.at("version").get<std::uint64_t>() + 1;
  next["types"][0]["label"]["en"] = "Dwelling";
  const auto file = scratch.file("next.json", next.dump(1));
  auto server = serve();
  auto set = done({"template", "set", file});
  EXPECT_EQ(set.at("changed"), true);
  EXPECT_EQ(set.at("version"), next["version"]);
  EXPECT_EQ(done({"template", "set", file}).at("changed"), false) << "once more is no harm";
  EXPECT_NE(done({"template", "show"}).at("since"), nullptr);
  refuses({"template", "set", scratch.file("old.json", present.at("template").dump())}, "bad_template", 1);
  next["version"] = 99;
  next["types"].erase(next["types"].size() - 1);
  refuses({"template", "set", scratch.file("less.json", next.dump())}, "bad_template", 1);
  refuses({"template", "set", scratch.file("no.json", "{\"name\":")}, "bad_template", 1);
  refuses({"template", "set", scratch.file("list.json", "[]")}, "bad_template", 1);
  refuses({"template", "set", scratch.path("nowhere.json")}, "not_found", 1);
  refuses({"template", "set"}, "usage", 2);
  server->send(SIGTERM);
  EXPECT_EQ(server->wait().code, 0);
  EXPECT_EQ(done({"template", "show"}).at("digest"), set.at("digest"));
  done({"verify"});
  auto chinese = test::run_program("doorstep-server", {"template", "set", scratch.path("less.json"), "--data", data},
                                   {"LANG=zh_CN.UTF-8"});
  EXPECT_NE(chinese.err.find("档案模板有错误"), std::string::npos) << chinese.err;
}

}  // namespace
}  // namespace doorstep
