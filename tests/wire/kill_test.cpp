#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <map>
#include <thread>

#include "shared/seeded_dice.h"
#include "tests/wire/estate.h"

/// Real processes and kill -9 at random moments. DOORSTEP_KILLS sets how many (docs/testing.md).

namespace doorstep {
namespace {

using test::Estate;

constexpr std::size_t records_edited = 40;
constexpr int commands_a_round = 24;

std::uint64_t kills_wanted() {
  const char* given = std::getenv("DOORSTEP_KILLS");
  return given == nullptr ? 12 : std::strtoull(given, nullptr, 10);
}

/// What one tablet was told is saved, and what it had asked for when the answer never came.
struct Ledger {
  struct Line {
    std::string acknowledged;
    std::vector<std::string> possible;  ///< asked for since; each may have been saved or not
  };
  std::map<std::string, Line> occupations;  ///< record → value

  void asked(const std::string& record, const std::string& value) { occupations[record].possible.push_back(value); }
  /// What was asked before it is settled; what was asked behind it may still come.
  void answered(const std::string& record, const std::string& value) {
    auto& line = occupations[record];
    line.acknowledged = value;
    auto asked_then = std::find(line.possible.begin(), line.possible.end(), value);
    if (asked_then != line.possible.end()) line.possible.erase(line.possible.begin(), asked_then + 1);
  }
  bool allows(const std::string& record, const std::string& value) const {
    const auto& line = occupations.at(record);
    return value == line.acknowledged ||
           std::find(line.possible.begin(), line.possible.end(), value) != line.possible.end();
  }
};

class Kill : public testing::Test {
 protected:
  void round(std::uint64_t number) {
    auto tablet = estate.batch("field");
    struct Asked {
      std::string record, value;
    };
    std::deque<Asked> waiting;
    auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(150 + dice.below(500));
    bool kill_the_server = dice.below(2) == 0;
    std::thread killer{[&] {
      std::this_thread::sleep_until(until);
      if (kill_the_server)
        estate.kill_server();
      else
        tablet->send(SIGKILL);
    }};
    for (int i = 0; i < commands_a_round; ++i) {
      Asked asked{records[dice.below(records.size())], "v" + std::to_string(number) + "-" + std::to_string(i)};
      if (i % 6 == 5) asked.record.clear();
      tablet->say(asked.record.empty() ? "sync" : "edit " + asked.record + " occupation=" + asked.value);
      if (!asked.record.empty()) ledger.asked(asked.record, asked.value);
      waiting.push_back(asked);
    }
    for (; !waiting.empty(); waiting.pop_front()) {
      auto line = tablet->next_line();
      if (line.empty()) break;  // killed
      auto answer = json::parse(line, nullptr, false);
      ASSERT_TRUE(answer.is_object()) << line;
      const auto& asked = waiting.front();
      if (asked.record.empty()) continue;  // a sync may fail: the server may be gone
      ASSERT_TRUE(answer.value("ok", false)) << line;
      ledger.answered(asked.record, asked.value);
    }
    killer.join();
    tablet->wait();
    if (kill_the_server) estate.start_server();
  }

  SeededDice dice{20261122};
  Estate estate;
  std::vector<std::string> records;
  Ledger ledger;
};

TEST_F(Kill, nothing_acknowledged_is_lost_whenever_server_or_tablet_is_killed) {
  estate.start_server();
  estate.enroll("field");
  estate.enroll("office");
  {
    auto first = estate.batch("field");
    while (records.size() < records_edited) {
      first->say("new resident name=住户 occupation=v0");
      auto answer = json::parse(first->next_line(), nullptr, false);
      ASSERT_TRUE(answer.is_object() && answer.value("ok", false));
      records.push_back(answer.at("record").at("id").get<std::string>());
      ledger.answered(records.back(), "v0");
    }
    first->wait();
  }
  for (std::uint64_t number = 1; number <= kills_wanted(); ++number) {
    round(number);
    if (HasFatalFailure()) return;
  }
  auto field = estate.done("field", {"sync"});
  EXPECT_EQ(field.value("pending", 1), 0);
  EXPECT_TRUE(field.value("agrees", false));
  EXPECT_TRUE(estate.done("office", {"sync"}).value("agrees", false));
  for (const std::string tablet : {"field", "office"}) {
    auto all = estate.done(tablet, {"find", "--type", "resident", "--limit", "1000"}).at("records");
    EXPECT_EQ(all.size(), records_edited) << tablet;
    for (const auto& record : all) {
      auto id = record.at("id").get<std::string>();
      auto value = record.at("fields").value("occupation", "");
      EXPECT_TRUE(ledger.allows(id, value)) << tablet << ": " << id << " shows " << value << ", acknowledged was "
                                            << ledger.occupations.at(id).acknowledged;
    }
    EXPECT_EQ(estate.done(tablet, {"verify"}).value("records", 0u), records_edited);
  }
  EXPECT_EQ(estate.server({"verify"}).value("records", 0u), records_edited);
  estate.stop_server();
  EXPECT_EQ(estate.server({"verify"}).value("records", 0u), records_edited);
}

}  // namespace
}  // namespace doorstep
