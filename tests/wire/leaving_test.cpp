#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/engine.h"
#include "engine/rekey.h"
#include "engine/sealed_store.h"
#include "tests/wire/estate.h"

/// Two people with one tablet, and one of them leaves it.

namespace doorstep::test {
namespace {

namespace fs = std::filesystem;

std::string bytes_of_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class Leaving : public testing::Test {
 protected:
  void SetUp() override {
    estate.start_server();
    estate.enroll("admin");
  }
  std::string make(const char* name) {
    return estate.done("admin", {"new", "resident", std::string{"name="} + name}).at("record").at("id").get<std::string>();
  }
  std::string folder() const { return estate.scratch().path("admin"); }
  bool stands() const { return fs::exists(folder()); }
  json opened(const std::string& file) {
    auto ended = run_program("doorstep-server", {"outmail", file, "--office-key",
                                                 estate.scratch().path("server.office.key"), "--json"});
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    return ended.answer();
  }

  Estate estate;
};

TEST_F(Leaving, while_anything_is_unsent_nobody_signs_out_and_nothing_changes) {
  const auto id = make("张三");
  const auto ended = estate.tablet("admin", {"leave"});
  EXPECT_EQ(ended.fault(), "unsent");
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(estate.done("admin", {"show", id}).at("record").at("fields").at("name"), "张三");
  estate.done("admin", {"sync"});
  EXPECT_EQ(estate.done("admin", {"leave"}).at("handed_over"), 0);
  EXPECT_FALSE(stands()) << "nothing is left of it";
  EXPECT_EQ(estate.tablet("admin", {"show", id}).fault(), "not_enrolled");
}

TEST_F(Leaving, what_is_unsent_lies_sealed_for_the_office_before_a_key_goes) {
  estate.done("admin", {"sync"});
  make("张三");
  const auto unit = estate.done("admin", {"new", "unit", "building=3", "room_no=101"}).at("record").at("id");
  estate.done("admin", {"visit", "begin", unit.get<std::string>()});
  estate.done("admin", {"visit", "note", "place_ok=true"});
  const auto file = estate.scratch().path("handed over");
  EXPECT_EQ(estate.done("admin", {"leave", "--hand-over", file}).at("file"), file);
  EXPECT_FALSE(stands());
  const auto sealed = bytes_of_file(file);
  EXPECT_EQ(sealed.find("张三"), sealed.npos);
  const auto told = canonical(opened(file));
  EXPECT_NE(told.find("张三"), told.npos);
  EXPECT_NE(told.find("place_ok"), told.npos) << "the open visit's too";
}

TEST_F(Leaving, a_file_that_cannot_be_written_costs_no_key) {
  const auto id = make("张三");
  const auto taken = estate.scratch().path("taken");
  std::ofstream{taken} << "something";
  estate.done("admin", {"edit", id, "occupation=x"});
  EXPECT_EQ(estate.tablet("admin", {"leave", "--hand-over", taken}).fault(), "already_exists");
  EXPECT_EQ(estate.tablet("admin", {"leave", "--hand-over", folder() + "/parcel"}).fault(), "usage");
  EXPECT_EQ(estate.tablet("admin", {"leave", "--hand-over", estate.scratch().path("no/such/folder")}).code, 1);
  EXPECT_EQ(bytes_of_file(taken), "something");
  EXPECT_EQ(estate.done("admin", {"show", id}).at("record").at("fields").at("occupation"), "x");
}

TEST_F(Leaving, a_wrong_passphrase_and_a_store_that_is_open_stay) {
  estate.done("admin", {"sync"});
  auto ended = run_program("doorstep", {"leave", "--store", folder(), "--json"}, {"DOORSTEP_PASSPHRASE=not this one"});
  EXPECT_EQ(ended.fault(), "wrong_passphrase");
  auto busy = estate.batch("admin");
  busy->say("status");
  busy->next_line();
  EXPECT_EQ(estate.tablet("admin", {"leave"}).fault(), "in_use");
  busy->wait();
  EXPECT_TRUE(stands());
}

/// Every byte of the store, opened with its own passphrase.
std::string in_the_clear(const std::string& folder, std::string_view words, const std::string& to) {
  SystemClock clock;
  SystemDice dice;
  auto unlocked = unlock_store(folder, words, clock, dice);
  EXPECT_TRUE(unlocked);
  if (!unlocked) return {};
  auto opened = SealedStore::open(folder, unlocked->vault, clock, dice);
  EXPECT_TRUE(opened);
  if (!opened) return {};
  EXPECT_TRUE(guarded([&]() -> Result<void> { return opened->store->database().copy_to(to, DatabaseOptions{}); }));
  return bytes_of_file(to);
}

TEST(TwoPeopleOnOneTablet, nothing_of_one_stands_in_any_file_list_or_log_of_the_other) {
  Estate estate;
  estate.start_server();
  estate.enroll("admin");
  estate.server({"person", "add", "--login", "desk", "--name", "前台", "--role", "front_desk"});
  const auto words = std::string{"another horse entirely"};
  const auto desk = estate.scratch().path("tablet/person-1"), field = estate.scratch().path("tablet/person-2");
  const auto enrol = [&](const std::string& folder, const std::string& login, const std::string& passphrase) {
    const auto code = estate.server({"device", "code", "--login", login}).value("code", "");
    auto done = Engine::enroll({folder, passphrase, estate.url(), estate.pin(), code, login, KdfCost{1, 8192}});
    ASSERT_TRUE(done) << done.error().detail;
  };
  enrol(desk, "desk", secret_words);
  estate.server({"person", "add", "--login", "field", "--name", "外勤", "--role", "manager"});
  enrol(field, "field", words);
  const auto run = [&](const std::string& folder, std::vector<std::string> typed, const std::string& passphrase) {
    typed.insert(typed.end(), {"--store", folder, "--json"});
    return run_program("doorstep", std::move(typed), {"DOORSTEP_PASSPHRASE=" + passphrase});
  };
  // Hidden from the desk by its role, and not sent at all.
  const auto hidden = std::string{"Zaunkoenigin"}, unsent = std::string{"Rotkehlchen"};
  const auto resident = run(field, {"new", "resident", "name=张三"}, words).answer().at("record").at("id").get<std::string>();
  ASSERT_EQ(run(field, {"new", "special_need", "resident=" + resident, "kind=allergy", "text=" + hidden}, words).code, 0);
  ASSERT_EQ(run(field, {"sync"}, words).code, 0);
  ASSERT_EQ(run(field, {"edit", resident, "occupation=" + unsent}, words).code, 0);
  ASSERT_EQ(run(field, {"find", hidden}, words).answer().at("records").size(), 1u) << "it is there";
  ASSERT_EQ(run(desk, {"sync"}, secret_words).code, 0);

  const auto clear = in_the_clear(desk, secret_words, estate.scratch().path("clear"));
  ASSERT_NE(clear.find("张三"), clear.npos) << "what the desk may see is there";
  for (const auto& word : {hidden, unsent, field}) EXPECT_EQ(clear.find(word), clear.npos) << word;
  for (const auto& typed : std::vector<std::vector<std::string>>{{"find", hidden},
                                                                 {"find", "--type", "resident", "--where", "name=张三"},
                                                                 {"find", "--type", "special_need"},
                                                                 {"show", resident},
                                                                 {"history", resident},
                                                                 {"conflicts"},
                                                                 {"refusals"},
                                                                 {"status"},
                                                                 {"verify"}}) {
    const auto ended = run(desk, typed, secret_words);
    for (const auto& word : {hidden, unsent})
      EXPECT_EQ((ended.out + ended.err).find(word), std::string::npos) << typed.front() << ": " << word;
  }
  EXPECT_EQ(run(desk, {"find", "--type", "special_need"}, secret_words).answer().value("records", json::array()).size(), 0u);
  EXPECT_EQ(run(desk, {"status"}, secret_words).answer().at("pending"), 0) << "nor how much of the other's waits";
  for (const auto& entry : fs::recursive_directory_iterator{estate.scratch().path("tablet")})
    for (const auto& word : {hidden, unsent, std::string{"张三"}})
      EXPECT_TRUE(!entry.is_regular_file() || bytes_of_file(entry.path()).find(word) == std::string::npos)
          << entry.path();
  EXPECT_EQ(run(field, {"status"}, secret_words).fault(), "wrong_passphrase");
  EXPECT_EQ(run(desk, {"status"}, words).fault(), "wrong_passphrase");
  // One leaves; the other works on.
  ASSERT_EQ(run(field, {"sync"}, words).code, 0);
  ASSERT_EQ(run(field, {"leave"}, words).code, 0);
  EXPECT_FALSE(fs::exists(field));
  EXPECT_EQ(run(desk, {"find", "张三"}, secret_words).answer().at("records").size(), 1u);
}

}  // namespace
}  // namespace doorstep::test
