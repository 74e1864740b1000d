// One device's flood and the others' single edits, at the archive's door.
#include "server/fair_queue.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace doorstep::test {
namespace {

using Queue = FairQueue<std::string>;
using std::chrono::milliseconds;
using Words = std::vector<std::string>;

struct Door {
  Queue queue;
  Queue::Time now{std::chrono::hours{1}};
  void flood(int count) {
    for (int i = 0; i < count; ++i) queue.push("ill", "x", 8);
  }
  Words take() { return queue.take(now); }
};

TEST(FairQueue, who_is_alone_has_all_of_it_at_once) {
  Door door;
  door.flood(30);
  EXPECT_EQ(door.take().size(), 30U);
  door.flood(30);
  EXPECT_EQ(door.take().size(), 30U) << "and waits for nothing, however much it was";
  EXPECT_EQ(door.queue.weight(), 0U);
}

TEST(FairQueue, a_single_edit_does_not_stand_behind_a_flood) {
  Door door;
  door.flood(30);
  door.take();
  door.flood(30);
  door.queue.push("wang", "edit", 1);
  EXPECT_EQ(door.take(), (Words{"edit"}));
  EXPECT_EQ(door.take(), (Words{})) << "the flood leaves the writer to who works here";
  EXPECT_EQ(door.queue.next(), door.now + heavy_pause);
  door.now += heavy_pause;
  EXPECT_EQ(door.take().size(), 1U) << "but for a small part now and then,";
  door.now += light_recent;
  EXPECT_EQ(door.take().size(), 29U) << "until it is alone";
}

TEST(FairQueue, a_flood_goes_on_in_small_parts_while_others_work) {
  Door door;
  door.flood(500);
  door.queue.push("ill", "x", 8);
  door.queue.push("wang", "edit", 1);
  std::size_t parts = 0, edits = 0, most = 0;
  for (int ms = 0; ms < 1'000; ++ms, door.now += milliseconds{1}) {
    if (ms % 50 == 0) door.queue.push("wang", "edit", 1);
    const auto turn = door.take();
    const auto mine = static_cast<std::size_t>(std::count(turn.begin(), turn.end(), "edit"));
    edits += mine;
    parts += turn.size() - mine;
    if (ms > 100) most = std::max(most, turn.size() - mine);
  }
  EXPECT_EQ(edits, 21U) << "each in its turn";
  EXPECT_GT(parts, 20U) << "nobody is shut out";
  EXPECT_LT(parts, 120U);
  EXPECT_EQ(most, 1U);
}

TEST(FairQueue, what_one_device_asks_for_keeps_its_order_and_admins_wait_for_nobody) {
  Door door;
  for (const char* word : {"a", "b", "c"}) door.queue.push("wang", word, 4);
  for (int i = 0; i < 20; ++i) door.queue.push("", "admin", 1);
  auto turn = door.take();
  EXPECT_EQ(turn.size(), 22U);
  EXPECT_EQ(turn[20] + turn[21], "ab");
  EXPECT_EQ(door.take(), (Words{"c"}));
}

TEST(FairQueue, at_the_end_everything_is_done) {
  Door door;
  door.flood(40);
  door.queue.push("wang", "edit", 1);
  door.take();
  EXPECT_EQ(door.queue.take_all().size(), 40U - 1U);
  EXPECT_EQ(door.queue.weight(), 0U);
}

}  // namespace
}  // namespace doorstep::test
