#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "engine/engine.h"
#include "tests/wire/estate.h"

namespace doorstep::test {
namespace {

TEST(Histories, whoever_looks_at_thirty_at_once_sees_them_all_and_the_line_stays) {
  constexpr int looked_at = 30;
  Estate estate;
  estate.start_server();
  estate.enroll("admin");
  estate.enroll("wang");
  std::vector<RecordId> residents;
  {
    auto batch = estate.batch("admin");
    for (int i = 0; i < looked_at; ++i) {
      batch->say("new resident name=张三");
      residents.push_back(
          *parse_id<RecordId>(json::parse(batch->next_line()).at("record").at("id").get<std::string>()));
    }
    batch->say("sync");
    batch->next_line();
  }
  estate.done("wang", {"sync"});
  auto opened = Engine::open(estate.scratch().path("wang"), secret_words);
  ASSERT_TRUE(opened);
  std::atomic<int> told = 0, complete = 0, stopped = 0;
  (*opened)->on_sync([&](const SyncState& state) { stopped += state.stage == SyncState::Stage::paused ? 1 : 0; });
  (*opened)->stay_connected(true);
  for (const auto& id : residents)
    (*opened)->history(id, [&](Result<HistoryView> history) {
      complete += history && history->complete ? 1 : 0;
      ++told;
    });
  for (int waited = 0; told < looked_at && waited < 1'000; ++waited)
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  EXPECT_EQ(complete, looked_at);
  EXPECT_EQ(stopped, 0);
  opened->reset();
}

}  // namespace
}  // namespace doorstep::test
