#include <gtest/gtest.h>

#include "mobile/day_account.h"

/// The day's receipt outlives the locks of a tablet that nobody touches for ten minutes.

namespace doorstep::test {
namespace {

SyncState counted(std::uint64_t sent, std::uint64_t conflicts = 0, bool line = true) {
  SyncState out;
  out.stage = line ? SyncState::Stage::caught_up : SyncState::Stage::offline;
  out.sent = sent;
  out.conflicts = conflicts;
  return out;
}
StoreStatus healed(std::uint64_t ever) {
  StoreStatus out;
  out.healed = ever;
  return out;
}
/// As the disk gives it back.
json from_disk(const json& kept) { return parse_json(canonical(kept)).value(); }
const QDate monday{2026, 9, 7};

TEST(Receipt, counts_the_day_over_a_lock_and_begins_anew_the_next_day) {
  DayAccount before;
  before.begin({});
  EXPECT_TRUE(before.today().isEmpty());
  before.learn(counted(12, 1), healed(0), monday);
  DayAccount after;
  after.begin(from_disk(before.kept()));
  after.learn(counted(3), healed(0), monday);
  EXPECT_EQ(after.today()["sent"].toInt(), 15);
  EXPECT_EQ(after.today()["conflicts"].toInt(), 1);
  EXPECT_EQ(after.last()["sent"].toInt(), 3) << "of the last conversation alone";
  after.learn(counted(5), healed(0), monday.addDays(1));
  EXPECT_EQ(after.today()["sent"].toInt(), 2);
}

TEST(Receipt, a_conversation_is_told_until_the_next_one_has_something_to_tell) {
  DayAccount account;
  account.begin({});
  account.learn(counted(4), healed(0), monday);
  account.learn(counted(6), healed(0), monday);
  EXPECT_EQ(account.last()["sent"].toInt(), 6);
  account.learn(counted(6, 0, false), healed(0), monday);
  account.learn(counted(6), healed(0), monday);
  EXPECT_EQ(account.last()["sent"].toInt(), 6) << "nothing was said since";
  account.learn(counted(7), healed(0), monday);
  EXPECT_EQ(account.last()["sent"].toInt(), 1);
  EXPECT_EQ(account.today()["sent"].toInt(), 7);
}

TEST(Receipt, tells_of_records_put_right_today_and_not_of_all_that_ever_were) {
  DayAccount account;
  account.begin({});
  account.learn(counted(0), healed(7), monday);
  EXPECT_EQ(account.healed(), 0) << "they were put right some day";
  account.learn(counted(0), healed(9), monday);
  EXPECT_EQ(account.healed(), 2);
  account.learn(counted(0), healed(9), monday.addDays(1));
  EXPECT_EQ(account.healed(), 0);
}

TEST(Receipt, is_kept_only_when_there_is_news) {
  DayAccount account;
  account.begin({});
  EXPECT_TRUE(account.learn(counted(1), healed(0), monday));
  EXPECT_FALSE(account.learn(counted(1), healed(0), monday));
  EXPECT_TRUE(account.learn(counted(2), healed(0), monday));
}

}  // namespace
}  // namespace doorstep::test
