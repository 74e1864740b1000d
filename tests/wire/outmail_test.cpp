#include <gtest/gtest.h>

#include "server/outmail_reader.h"
#include "server/server_folder.h"
#include "shared/sealed_parcel.h"
#include "tests/wire/estate.h"

/// `doorstep-server outmail`: files that somebody forged, cut, or took to the wrong server.

namespace doorstep {
namespace {

using test::Ended;
using test::Estate;
using Words = std::vector<std::string>;

class Outmails : public testing::Test {
 protected:
  Outmails() {
    start_crypto();
    estate.start_server();
    estate.enroll("admin");
    auto batch = estate.batch("admin");
    for (int i = 0; i < 3; ++i) batch->say("new resident name=住户 occupation=v" + std::to_string(i));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(json::parse(batch->next_line()).value("ok", false));
    batch->wait();
    auto opened = open_outmail(estate.scratch().path("admin/outmail"), office).value();
    for (const auto& bundle : opened.bundles) bundles.push_back(bundle);
    EXPECT_EQ(bundles.size(), 3U);
  }
  /// An outmail file with these bundles, as whoever knows the office's public key can make one.
  std::string file_of(const std::vector<Bundle>& parts) {
    const auto folder = ServerFolder::named(estate.scratch().path("server")).value();
    auto sealer = ParcelSealer::to(read_office_key(folder).value(), dice);
    auto text = sealer->file_head();
    for (const auto& bundle : parts) text += sealer->seal(bundle.number.value, wire_text(bundle), dice);
    return estate.scratch().file("outmail" + std::to_string(++files), text);
  }
  Ended outmail(const std::string& file, Words more, const Words& environment = {}) {
    Words words{"outmail", file, "--office-key", office};
    words.insert(words.end(), more.begin(), more.end());
    return test::run_program("doorstep-server", words, environment);
  }
  json answer(const std::string& file, Words more) {
    more.emplace_back("--json");
    auto ended = outmail(file, more);
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    auto out = ended.answer();
    return out.is_object() ? out : json::object();
  }
  json quarantine() { return estate.server({"quarantine", "list"}); }

  Estate estate;
  SystemDice dice;
  const std::string office = estate.scratch().path("server.office.key"), data = estate.scratch().path("server");
  std::vector<Bundle> bundles;
  int files = 0;
};

TEST_F(Outmails, a_forged_parcel_in_front_hides_nothing) {
  auto forged = bundles.front();
  forged.signature[0] ^= 1;
  auto parts = bundles;
  parts.insert(parts.begin(), forged);
  const auto file = file_of(parts);

  auto listed = answer(file, {});
  ASSERT_EQ(listed.at("bundles").size(), 4U) << "nobody can tell yet which of two is the author's";
  for (const auto& bundle : listed.at("bundles")) EXPECT_EQ(bundle.at("verified"), nullptr);

  listed = answer(file, {"--data", data});
  std::vector<json> verified;
  for (const auto& bundle : listed.at("bundles")) verified.push_back(bundle.at("verified"));
  EXPECT_EQ(verified, (std::vector<json>{false, true, true, true}));
  EXPECT_EQ(listed.at("edits").at(0).at("verified"), false);
  EXPECT_EQ(listed.at("edits").at(1).at("verified"), true);
  EXPECT_EQ(estate.server({"verify"}).at("records"), 0) << "looking changes nothing";

  auto applied = answer(file, {"--data", data, "--apply"});
  EXPECT_EQ(applied.at("applied"), 3);
  EXPECT_EQ(applied.at("failed"), 1);
  EXPECT_EQ(applied.at("bundles").at(0).at("error").at("code"), "broken_signature");
  EXPECT_EQ(estate.server({"verify"}).at("records"), 3);
}

TEST_F(Outmails, what_stands_behind_a_gap_of_an_outmail_is_kept_on_the_server) {
  const auto cut = file_of({bundles[0], bundles[2]});
  for (int time = 0; time < 2; ++time) {
    auto applied = answer(cut, {"--data", data, "--apply"});
    EXPECT_EQ(applied.at("applied"), 1);
    EXPECT_EQ(applied.at("set_aside"), 1);
    EXPECT_EQ(applied.at("failed"), 0);
    EXPECT_NE(applied.at("bundles").at(1).value("note", "").find("missing"), std::string::npos);
    auto waiting = quarantine();
    ASSERT_EQ(waiting.at("count"), 1) << time;
    EXPECT_EQ(waiting.at("edits").at(0).at("code"), "broken_chain");
    EXPECT_NE(waiting.at("edits").at(0).at("body").dump().find("v2"), std::string::npos) << "what was saved is there";
    EXPECT_EQ(estate.server({"verify"}).at("records"), 1);
  }
  // The rest turns up after all: everything takes its turn, and nothing waits any more.
  auto whole = answer(file_of(bundles), {"--data", data, "--apply"});
  EXPECT_EQ(whole.at("applied"), 3);
  EXPECT_EQ(whole.at("set_aside"), 0);
  EXPECT_EQ(quarantine().at("count"), 0);
  EXPECT_EQ(estate.server({"verify"}).at("records"), 3);
  auto synced = estate.done("admin", {"sync"});
  EXPECT_EQ(synced.at("refused"), 0);
  EXPECT_EQ(synced.at("pending"), 0);
  EXPECT_TRUE(synced.at("agrees"));
}

TEST_F(Outmails, a_tablet_that_comes_after_all_brings_what_was_missing) {
  answer(file_of({bundles[2]}), {"--data", data, "--apply"});
  EXPECT_EQ(quarantine().at("count"), 1);
  auto synced = estate.done("admin", {"sync"});
  EXPECT_EQ(synced.at("refused"), 0);
  EXPECT_TRUE(synced.at("agrees"));
  EXPECT_EQ(quarantine().at("count"), 0);
  EXPECT_EQ(estate.server({"verify"}).at("records"), 3);
}

TEST_F(Outmails, an_outmail_that_nobody_took_in_is_no_success) {
  const auto file = file_of(bundles), nowhere = estate.scratch().path("nope");
  auto refused = outmail(estate.scratch().path("no file either"), {"--data", nowhere, "--apply", "--json"});
  EXPECT_EQ(refused.fault(), "not_found");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.out.find("no archive in " + nowhere), std::string::npos) << "the folder is looked at first";
  EXPECT_EQ(outmail(file, {"--apply", "--json"}).code, 2);

  const auto other = estate.scratch().path("other");
  ASSERT_EQ(test::run_program("doorstep-server", {"init", "--data", other, "--json"}).code, 0);
  auto stranger = outmail(file, {"--data", other, "--apply", "--json"});
  EXPECT_NE(stranger.code, 0);
  EXPECT_FALSE(stranger.fault().empty()) << stranger.out;
  EXPECT_EQ(stranger.answer().value("applied", 9), 0);
  EXPECT_EQ(stranger.answer().value("failed", 0), 3);
}

TEST_F(Outmails, its_answer_is_chinese_for_chinese_readers) {
  auto words = outmail(file_of(bundles), {"--data", data, "--apply"}, {"LANG=zh_CN.UTF-8"});
  EXPECT_EQ(words.code, 0) << words.err;
  EXPECT_EQ(words.out.find("隔离区中的修改"), std::string::npos) << words.out;
  EXPECT_NE(words.out.find("修改合计: 3"), std::string::npos) << words.out;
  for (const char* key : {"unopened", "spoiled_bytes", "bundle", "outcomes", "verified", "op:", "community"})
    EXPECT_EQ(words.out.find(key), std::string::npos) << key << "\n" << words.out;
}

}  // namespace
}  // namespace doorstep
