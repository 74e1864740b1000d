#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/engine.h"
#include "shared/crypto.h"
#include "tests/wire/estate.h"

/// `doorstep` as a script meets it: the contract of the command line, on a real server.

namespace doorstep {
namespace {

using test::Ended;
using test::Estate;

class Tablet : public testing::Test {
 protected:
  void SetUp() override {
    estate.start_server();
    estate.enroll("admin");
  }
  json make(const std::string& tablet, std::vector<std::string> words) {
    words.insert(words.begin(), "new");
    return estate.done(tablet, std::move(words)).at("record");
  }
  void refuses(const std::string& tablet, std::vector<std::string> words, const std::string& fault, int code) {
    auto verb = words.front();
    auto ended = estate.tablet(tablet, std::move(words));
    EXPECT_EQ(ended.fault(), fault) << verb << ": " << ended.out << ended.err;
    EXPECT_EQ(ended.code, code) << verb;
  }
  json fields(const std::string& tablet, const std::string& id) {
    return estate.done(tablet, {"show", id}).at("record").at("fields");
  }

  Estate estate;
};

TEST_F(Tablet, a_resident_needs_only_a_name_and_shows_what_was_saved) {
  auto record = make("admin", {"resident", "name=张三"});
  EXPECT_EQ(record.at("type"), "resident");
  EXPECT_EQ(record.at("version"), 0) << "the server has not given it a seq yet";
  EXPECT_EQ(record.at("revision"), 1);
  EXPECT_EQ(record.at("fields"), json::parse(R"({"name":"张三"})"));
  EXPECT_EQ(record.at("conflicts"), json::array());
  auto id = record.at("id").get<std::string>();
  estate.done("admin", {"edit", id, "occupation=教师", "vip=是"});
  EXPECT_EQ(fields("admin", id), json::parse(R"({"name":"张三","occupation":"教师","vip":true})"));
  estate.done("admin", {"edit", id, "occupation="});
  EXPECT_FALSE(fields("admin", id).contains("occupation"));
}

TEST_F(Tablet, what_cannot_be_saved_is_refused_at_once_and_changes_nothing) {
  auto id = make("admin", {"resident", "name=张三"}).at("id").get<std::string>();
  refuses("admin", {"new", "house", "name=x"}, "unknown_type", 1);
  refuses("admin", {"new", "resident", "occupation=x"}, "invalid_value", 1);
  refuses("admin", {"edit", id, "colour=red"}, "unknown_field", 1);
  refuses("admin", {"edit", id, "birth_date=2026-02-30"}, "invalid_value", 1);
  refuses("admin", {"show", "01890a5d-ac96-774b-bcce-b302099a8057"}, "not_found", 1);
  refuses("admin", {"edit", id}, "usage", 2);
  refuses("admin", {"dance"}, "usage", 2);
  EXPECT_EQ(estate.done("admin", {"status"}).at("pending"), 1);
}

TEST_F(Tablet, an_enrolment_code_works_once) {
  auto code = estate.code_for("wang");
  EXPECT_EQ(estate.enroll_with("wang", estate.pin(), code).code, 0);
  auto again = estate.enroll_with("thief", estate.pin(), code);
  EXPECT_EQ(again.fault(), "code_used") << again.out;
  EXPECT_EQ(again.code, 4);
  EXPECT_EQ(estate.enroll_with("other", estate.pin(), "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A").fault(), "code_unknown");
}

TEST_F(Tablet, a_server_that_is_not_the_pinned_one_gets_nothing) {
  auto other = std::string(43, 'A');
  auto ended = estate.enroll_with("lost", other, estate.code_for("wang"));
  EXPECT_EQ(ended.fault(), "wrong_server") << ended.out;
  EXPECT_EQ(ended.code, 4);
}

TEST_F(Tablet, an_enrolment_that_broke_off_goes_on_with_its_own_passphrase_and_says_so) {
  auto tries = [&](const std::string& passphrase, const std::string& enrolment_code) {
    return Engine::enroll({estate.scratch().path("wang"), passphrase, estate.url(), estate.pin(), enrolment_code,
                           "wang", KdfCost{1, 8192}});
  };
  const auto code = estate.code_for("wang");
  EXPECT_FALSE(tries(test::secret_words, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A"));
  auto other = tries("nine yellow gates", code);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::wrong_passphrase);
  EXPECT_NE(other.error().detail.find("was begun here"), std::string::npos) << other.error().detail;
  EXPECT_TRUE(tries(test::secret_words, code));
}

TEST_F(Tablet, a_wrong_passphrase_opens_nothing) {
  auto ended = test::run_program("doorstep", {"status", "--store", estate.scratch().path("admin"), "--json"},
                                 {"DOORSTEP_PASSPHRASE=not the passphrase"});
  EXPECT_EQ(ended.fault(), "wrong_passphrase");
  EXPECT_EQ(ended.code, 4);
}

TEST_F(Tablet, wrong_tries_are_counted_over_processes_and_told_with_the_seconds_to_wait) {
  auto tries = [&](const std::string& words) {
    return test::run_program("doorstep", {"status", "--store", estate.scratch().path("admin"), "--json"},
                             {"DOORSTEP_PASSPHRASE=" + words});
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(tries("not the passphrase").fault(), "wrong_passphrase");
  auto ended = tries(test::secret_words);
  EXPECT_EQ(ended.fault(), "too_many_tries");
  EXPECT_EQ(ended.code, 4);
  auto message = ended.answer().at("error").at("message").get<std::string>();
  EXPECT_NE(message.find(" s)"), std::string::npos) << message;
}

TEST_F(Tablet, a_changed_passphrase_opens_the_same_store_and_the_old_one_no_more) {
  auto id = make("admin", {"resident", "name=张三"}).at("id").get<std::string>();
  auto change = [&](const std::string& from, const std::string& to) {
    return test::run_program("doorstep", {"passphrase", "--store", estate.scratch().path("admin"), "--json"},
                             {"DOORSTEP_PASSPHRASE=" + from, "DOORSTEP_NEW_PASSPHRASE=" + to});
  };
  EXPECT_EQ(change("not the passphrase", "seven green doors").fault(), "wrong_passphrase");
  auto weak = change(test::secret_words, "woaini1314");
  EXPECT_EQ(weak.fault(), "weak_passphrase");
  EXPECT_NE(weak.out.find("(too common"), std::string::npos) << weak.out;
  EXPECT_EQ(weak.out.find("太常见"), std::string::npos) << "one language: " << weak.out;
  EXPECT_EQ(change(test::secret_words, "seven green doors").code, 0);
  auto opened = [&](const std::string& words) {
    return test::run_program("doorstep", {"show", id, "--store", estate.scratch().path("admin"), "--json"},
                             {"DOORSTEP_PASSPHRASE=" + words});
  };
  EXPECT_EQ(opened(test::secret_words).fault(), "wrong_passphrase");
  EXPECT_EQ(opened("seven green doors").answer().at("record").at("fields").at("name"), "张三");
}

TEST_F(Tablet, a_limit_beyond_the_most_says_what_the_most_is) {
  for (const std::string limit : {"1000001", "99999999999999999999"}) {
    auto ended = estate.tablet("admin", {"find", "王", "--limit", limit});
    EXPECT_EQ(ended.code, 2);
    EXPECT_NE(ended.out.find("at most 1000000"), std::string::npos) << ended.out;
  }
  EXPECT_EQ(estate.tablet("admin", {"find", "王", "--limit", "1000000"}).code, 0);
}

TEST_F(Tablet, a_folder_in_the_place_of_the_tries_shuts_nobody_out) {
  auto id = make("admin", {"resident", "name=张三"}).at("id").get<std::string>();
  const auto tries = estate.scratch().path("admin/tries");
  std::filesystem::remove(tries);
  std::filesystem::create_directories(tries);
  estate.scratch().file("admin/tries/letter", "kept");
  // As if the file were spoiled: one wait, and no free tries.
  EXPECT_EQ(estate.tablet("admin", {"show", id}).fault(), "too_many_tries");
  EXPECT_TRUE(std::filesystem::is_regular_file(tries));
  EXPECT_EQ(estate.scratch().read("admin/tries.folder/letter"), "kept");
}

TEST_F(Tablet, a_forgotten_passphrase_costs_no_edit) {
  std::set<std::string> saved;
  {
    auto batch = estate.batch("admin");
    for (int i = 0; i < 20; ++i) batch->say("new resident name=住户 occupation=v" + std::to_string(i));
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(json::parse(batch->next_line()).value("ok", false));
    for (int i = 0; i < 20; ++i) saved.insert("v" + std::to_string(i));
    batch->send(SIGKILL);  // it was not even locked properly
    batch->wait();
  }
  // All that is handed over is one file; the passphrase is gone.
  auto handed = estate.scratch().file("handed-over", estate.scratch().read("admin/outmail"));
  auto opened = test::run_program(
      "doorstep-server", {"outmail", handed, "--office-key", estate.scratch().path("server.office.key"), "--json"});
  ASSERT_EQ(opened.code, 0) << opened.out << opened.err;
  auto answer = opened.answer();
  EXPECT_EQ(answer.at("count"), 20);
  EXPECT_EQ(answer.at("parcels"), 20);
  EXPECT_EQ(answer.at("unopened"), 0);
  EXPECT_EQ(answer.at("spoiled_bytes"), 0);
  std::set<std::string> found;
  for (const auto& edit : answer.at("edits")) found.insert(edit.at("set").at("occupation").get<std::string>());
  EXPECT_EQ(found, saved);
  EXPECT_EQ(estate.scratch().read("handed-over").find("住户"), std::string::npos);
  auto other = estate.scratch().file("other.key", base64(bytes_of(std::string(32, 'k'))) + "\n");
  EXPECT_EQ(test::run_program("doorstep-server", {"outmail", handed, "--office-key", other, "--json"}).fault(),
            "wrong_key");
  // Taken into the archive, while the server runs; a second time it changes nothing.
  estate.enroll("wang");
  estate.done("wang", {"sync"});
  for (int time = 0; time < 2; ++time) {
    auto applied =
        estate.server({"outmail", handed, "--office-key", estate.scratch().path("server.office.key"), "--apply"});
    for (const auto& bundle : applied.at("bundles"))
      EXPECT_EQ(bundle.at("outcomes"), (json{{"applied", 1}})) << bundle.dump();
    EXPECT_EQ(estate.server({"verify"}).at("records"), 20);
  }
  estate.done("wang", {"sync"});
  EXPECT_EQ(estate.done("wang", {"find", "住户"}).at("records").size(), 20U);
  // And when the tablet comes after all, it hears its verdicts.
  auto report = estate.done("admin", {"sync"});
  EXPECT_EQ(report.at("refused"), 0);
  EXPECT_EQ(report.at("pending"), 0);
  EXPECT_TRUE(report.at("agrees"));
  EXPECT_EQ(estate.server({"verify"}).at("records"), 20);
  EXPECT_FALSE(std::filesystem::exists(estate.scratch().path("admin/outmail"))) << "nothing is unsent any more";
}

TEST_F(Tablet, two_people_disagree_and_one_decides_for_all) {
  estate.enroll("wang");
  auto id = make("admin", {"resident", "name=甲"}).at("id").get<std::string>();
  estate.done("admin", {"sync"});
  estate.done("wang", {"sync"});
  estate.done("admin", {"edit", id, "name=乙"});
  estate.done("wang", {"edit", id, "name=丙", "occupation=医生"});
  EXPECT_EQ(estate.done("admin", {"sync"}).at("sent"), 1);
  auto report = estate.done("wang", {"sync"});
  EXPECT_EQ(report.at("conflicts"), 1);
  EXPECT_TRUE(report.at("agrees"));
  auto open = estate.done("wang", {"conflicts"}).at("conflicts");
  ASSERT_EQ(open.size(), 1u);
  const auto& conflict = open.front();
  EXPECT_EQ(conflict.at("record"), id);
  EXPECT_EQ(conflict.at("field"), "name");
  EXPECT_EQ(conflict.at("kind"), "field");
  EXPECT_EQ(conflict.at("state"), "open");
  EXPECT_EQ(conflict.at("base"), "甲");
  EXPECT_EQ(conflict.at("current"), "乙");
  ASSERT_EQ(conflict.at("candidates").size(), 2u);
  EXPECT_EQ(conflict.at("candidates")[0].at("value"), "乙");
  EXPECT_EQ(conflict.at("candidates")[1].at("value"), "丙");
  EXPECT_EQ(conflict.at("candidates")[1].at("by"), "wang");
  EXPECT_EQ(fields("wang", id).at("occupation"), "医生") << "what nobody else touched is merged";
  estate.done("wang", {"resolve", conflict.at("id").get<std::string>(), "--take", "2"});
  estate.done("wang", {"sync"});
  estate.done("admin", {"sync"});
  for (const std::string tablet : {"admin", "wang"}) {
    EXPECT_EQ(fields(tablet, id).at("name"), "丙") << tablet;
    EXPECT_TRUE(estate.done(tablet, {"conflicts"}).at("conflicts").empty()) << tablet;
    EXPECT_TRUE(estate.done(tablet, {"status"}).at("agrees")) << tablet;
  }
  auto history = estate.done("admin", {"history", id});
  EXPECT_TRUE(history.at("complete"));
  std::vector<std::string> names;
  for (const auto& line : history.at("edits"))
    if (line.at("field") == "name") names.push_back(line.at("value"));
  EXPECT_EQ(names, (std::vector<std::string>{"甲", "乙", "丙", "丙"}));
}

TEST_F(Tablet, a_deleted_record_that_somebody_edited_meanwhile_comes_back_marked) {
  estate.enroll("wang");
  auto id = make("admin", {"resident", "name=甲"}).at("id").get<std::string>();
  estate.done("admin", {"sync"});
  estate.done("wang", {"sync"});
  estate.done("admin", {"delete", id});
  refuses("admin", {"show", id}, "not_found", 1);
  estate.done("wang", {"edit", id, "occupation=医生"});
  estate.done("admin", {"sync"});
  estate.done("wang", {"sync"});
  estate.done("admin", {"sync"});
  EXPECT_EQ(fields("admin", id).at("occupation"), "医生");
  auto open = estate.done("admin", {"conflicts"}).at("conflicts");
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open.front().at("kind"), "delete_edit");
  EXPECT_TRUE(open.front().at("field").is_null());
}

TEST_F(Tablet, a_register_imported_twice_changes_nothing_and_goes_out_as_it_came) {
  auto file = estate.scratch().file(
      "units.csv", "building,unit_no,room_no,area_build\r\n3栋,2单元,1502,89.5\r\n3栋,2单元,1503,12345678\r\n");
  auto first =
      estate.done("admin", {"import", file, "--type", "unit", "--errors", estate.scratch().path("errors.csv")});
  EXPECT_EQ(first.at("rows"), 2);
  EXPECT_EQ(first.at("created"), 1);
  EXPECT_EQ(first.at("refused"), 1);
  EXPECT_NE(estate.scratch().read("errors.csv").find("area_build"), std::string::npos);
  auto again = estate.done("admin", {"import", file, "--type", "unit"});
  EXPECT_EQ(again.at("created"), 0);
  EXPECT_EQ(again.at("changed"), 0);
  EXPECT_EQ(again.at("unchanged"), 1);
  EXPECT_EQ(estate.done("admin", {"status"}).at("pending"), 1);
  auto found = estate.done("admin", {"find", "1502", "--type", "unit"}).at("records");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().at("fields").at("area_build"), "89.50");
  auto out = estate.scratch().path("out.csv");
  EXPECT_EQ(estate.done("admin", {"export", "--type", "unit", out}).at("records"), 1);
  EXPECT_EQ(estate.done("admin", {"import", out, "--type", "unit"}).at("unchanged"), 1);
}

TEST_F(Tablet, what_lies_in_a_store_is_for_its_owner_only) {
  make("admin", {"resident", "name=张三"});
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{estate.scratch().path("admin")}) {
    EXPECT_EQ(entry.status().permissions() & std::filesystem::perms{077}, std::filesystem::perms::none) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 3u);
}

TEST_F(Tablet, an_export_that_cannot_be_finished_leaves_nothing_of_anybody_behind) {
  make("admin", {"resident", "name=张三"});
  auto folder = estate.scratch().path("folder");
  std::filesystem::create_directory(folder);
  refuses("admin", {"export", "--type", "resident", folder}, "disk", 1);
  EXPECT_FALSE(std::filesystem::exists(folder + ".part"));
}

TEST_F(Tablet, an_exported_register_brings_every_note_into_another_estate) {
  auto id = make("admin", {"resident", "name=张三", "archive_no=HX-1", "notes=门铃坏了"}).at("id").get<std::string>();
  estate.done("admin", {"edit", id, "notes=已经修好\n下次带梯子"});
  auto out = estate.scratch().path("residents.csv");
  EXPECT_EQ(estate.done("admin", {"export", "--type", "resident", out}).at("records"), 1);
  EXPECT_EQ(estate.done("admin", {"import", out, "--type", "resident"}).at("unchanged"), 1);

  Estate other;
  other.start_server();
  other.enroll("admin");
  EXPECT_EQ(other.done("admin", {"import", out, "--type", "resident"}).at("created"), 1);
  auto found = other.done("admin", {"find", "梯子", "--type", "resident"}).at("records");
  ASSERT_EQ(found.size(), 1u);
  auto notes = found.front().at("fields").at("notes");
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes.at(0).at("text"), "门铃坏了");
  EXPECT_EQ(notes.at(1).at("text"), "已经修好\n下次带梯子");
}

TEST_F(Tablet, a_note_in_the_same_words_as_last_time_is_a_note_of_its_own) {
  const auto id = make("admin", {"resident", "name=张三", "notes=无人应答"}).at("id").get<std::string>();
  const auto edited = estate.done("admin", {"edit", id, "notes=无人应答"}).at("record");
  const auto& notes = edited.at("fields").at("notes");
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_NE(notes.at(0).at("id"), notes.at(1).at("id"));
  const auto again = estate.done("admin", {"edit", id, "notes=" + notes.dump()}).at("record");
  EXPECT_EQ(again.at("fields").at("notes"), notes) << "as they were listed they are the same ones";
}

TEST_F(Tablet, a_batch_answers_line_by_line_and_goes_on_after_a_failure) {
  auto batch = estate.batch("admin");
  batch->say("new resident 'name=李 四' occupation=\"a \\\"b\\\"\"");
  auto made = json::parse(batch->next_line());
  EXPECT_EQ(made.at("record").at("fields").at("occupation"), "a \"b\"");
  batch->say("edit " + made.at("record").at("id").get<std::string>() + " colour=red");
  EXPECT_EQ(json::parse(batch->next_line()).at("error").at("code"), "unknown_field");
  batch->say("find --where 'name=李 四'");
  EXPECT_EQ(json::parse(batch->next_line()).at("records").size(), 1u);
  batch->say("find 'unclosed");
  EXPECT_EQ(json::parse(batch->next_line()).at("error").at("code"), "usage");
  EXPECT_EQ(batch->wait().code, 1);
}

TEST_F(Tablet, a_search_is_filtered_by_dates_and_tells_where_it_found_the_words) {
  make("admin", {"request", "text=厨房水管漏水", "opened_at=2017-12-31 08:15"});
  make("admin", {"request", "text=楼道漏水", "opened_at=2018-02-01 09:00"});
  auto found = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"find", "漏水"});
    return estate.done("admin", more).at("records");
  };
  EXPECT_EQ(found({}).size(), 2u);
  EXPECT_EQ(found({"--where", "opened_at>=2018"}).size(), 1u);
  EXPECT_EQ(found({"--where", "opened_at<2018-01-01"}).at(0).at("highlights").at(0).at("parts").at(1), "漏水");
  EXPECT_EQ(found({"--where", "opened_at=2017-12-31"}).size(), 1u);
  EXPECT_EQ(found({"--where", "opened_at>2018-02-01"}).size(), 0u);
  refuses("admin", {"find", "--where", "text>=a"}, "usage", 2);
  for (const char* never : {"opened_at>=soon", "opened_at=2024-13", "opened_at=2024-00", "birth_date=2024-13",
                            "birth_date>=2024-02-30", "birth_date=20x4"})
    refuses("admin", {"find", "--where", never}, "invalid_value", 1);
}

TEST_F(Tablet, who_watches_sees_what_others_save) {
  estate.enroll("wang");
  estate.done("wang", {"sync"});
  auto watch = estate.watch("wang");
  auto id = make("admin", {"resident", "name=甲"}).at("id").get<std::string>();
  estate.done("admin", {"sync"});
  auto line = json::parse(watch->next_line());
  EXPECT_TRUE(line.at("ok"));
  EXPECT_EQ(line.at("change").at("id"), id);
  EXPECT_EQ(line.at("change").at("type"), "resident");
  EXPECT_EQ(line.at("change").at("version"), 1);
  watch->send(SIGTERM);
  EXPECT_EQ(watch->wait().code, 0);
}

TEST_F(Tablet, without_a_server_everything_but_the_sync_works) {
  estate.done("admin", {"sync"});
  estate.stop_server();
  auto id = make("admin", {"resident", "name=甲"}).at("id").get<std::string>();
  refuses("admin", {"sync"}, "unreachable", 3);
  auto status = estate.done("admin", {"status"});
  EXPECT_EQ(status.at("pending"), 1);
  EXPECT_FALSE(status.at("agrees"));
  EXPECT_EQ(estate.done("admin", {"find", "甲"}).at("records").size(), 1u);
  const auto edits = estate.done("admin", {"history", id}).at("edits");  // its name, and the number that it was given
  EXPECT_EQ(std::count_if(edits.begin(), edits.end(), [](const json& one) { return one.at("value") == "甲"; }), 1);
  EXPECT_EQ(edits.size(), 2u);
  EXPECT_EQ(estate.done("admin", {"verify"}).at("records"), 1);
}

TEST_F(Tablet, a_revoked_device_hands_its_work_over_and_opens_no_more) {
  estate.enroll("wang");
  estate.done("wang", {"sync"});
  make("wang", {"resident", "name=甲"});
  estate.server({"device", "revoke", "--login", "wang"});
  refuses("wang", {"sync"}, "device_refused", 4);
  auto kept = estate.server({"quarantine", "list"});
  EXPECT_EQ(kept.at("count"), 1);
  EXPECT_EQ(kept.at("edits").at(0).at("body").at("set").at("name"), "甲");
  for (const auto& device : estate.server({"device", "list"}).at("devices")) {
    if (device.at("login") != "wang") continue;
    EXPECT_EQ(device.at("handed_over"), 1);
    EXPECT_TRUE(device.at("shredded").is_string());
  }
  refuses("wang", {"status"}, "device_refused", 4);
  estate.server({"quarantine", "apply", kept.at("edits").at(0).at("edit").get<std::string>()});
  EXPECT_EQ(estate.server({"quarantine", "list"}).at("count"), 0);
  estate.enroll("li");
  estate.done("li", {"sync"});
  EXPECT_EQ(estate.done("li", {"find", "甲"}).at("records").size(), 1u);
}

TEST_F(Tablet, a_role_that_is_changed_while_the_server_runs_counts_at_the_next_contact) {
  estate.enroll("wang");
  estate.done("wang", {"sync"});
  const auto id = make("wang", {"resident", "name=甲", "employer=乙公司"}).at("id").get<std::string>();
  estate.done("wang", {"sync"});
  estate.server({"person", "set", "--login", "wang", "--role", "front_desk"});
  estate.done("wang", {"sync"});
  auto shown = estate.done("wang", {"show", id}).at("record").at("fields");
  EXPECT_EQ(shown.at("name"), "甲");
  EXPECT_FALSE(shown.contains("employer"));
  EXPECT_TRUE(estate.done("wang", {"status"}).at("agrees"));
  refuses("wang", {"edit", id, "employer=丙公司"}, "not_allowed", 1);
  refuses("wang", {"delete", id}, "not_allowed", 1);
  refuses("wang", {"export", "--type", "resident", estate.scratch().path("out.csv")}, "not_allowed", 1);
  refuses("wang", {"history", id}, "not_allowed", 1);
  auto role = estate.server({"role", "show", "front_desk"}).at("role");
  role["types"]["resident"]["read"] = {"basic", "detail"};
  estate.server({"role", "set", "front_desk", estate.scratch().file("front_desk.json", role.dump())});
  EXPECT_EQ(estate.server({"role", "show", "front_desk"}).at("version"), 2);
  EXPECT_EQ(estate.server({"role", "list"}).at("roles").size(), 8u);
  estate.done("wang", {"sync"});
  EXPECT_EQ(estate.done("wang", {"show", id}).at("record").at("fields").at("employer"), "乙公司");
  refuses("wang", {"edit", id, "employer=丙公司"}, "not_allowed", 1);
}

}  // namespace
}  // namespace doorstep
