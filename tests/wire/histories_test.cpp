#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "engine/engine.h"
#include "tests/wire/estate.h"

namespace doorstep::test {
namespace {

TEST(Histories, one_that_no_frame_holds_is_told_to_its_beginning_and_kept_for_the_next_time) {
  constexpr int edits = 200;  // of 12 KB each
  Estate estate;
  estate.start_server();
  estate.enroll("admin");
  estate.enroll("wang");
  const auto id = estate.done("admin", {"new", "request", "text=灯不亮"})["record"]["id"].get<std::string>();
  {
    std::string page;
    for (int i = 0; i < 1'900; ++i) page += "长";
    auto batch = estate.batch("admin");
    for (int i = 0; i < edits; ++i) {
      batch->say("edit " + id + " text=" + page + std::to_string(i));
      ASSERT_TRUE(json::parse(batch->next_line()).at("ok"));
    }
    batch->say("sync");
    batch->next_line();
  }
  estate.done("wang", {"sync"});
  const auto told = estate.done("wang", {"history", id});
  EXPECT_TRUE(told.at("complete"));
  std::vector<std::string> values;
  for (const auto& one : told.at("edits"))
    if (one.at("field") == "text") values.push_back(one.at("value"));
  ASSERT_EQ(values.size(), edits + 1U);
  EXPECT_EQ(values.at(0), "灯不亮");
  for (std::size_t i = 0; i < edits; ++i) ASSERT_TRUE(values[i + 1].ends_with("长" + std::to_string(i)));
  estate.done("admin", {"edit", id, "text=修好了"});
  for (const char* who : {"admin", "wang"}) estate.done(who, {"sync"});
  const auto further = estate.done("wang", {"history", id});
  EXPECT_TRUE(further.at("complete")) << "what came since, and all the rest";
  EXPECT_EQ(further.at("edits").size(), told.at("edits").size() + 1);
  estate.stop_server();
  EXPECT_EQ(estate.done("wang", {"history", id}).at("edits"), further.at("edits")) << "without a line";
}

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
