#include "engine/backoff.h"

#include <gtest/gtest.h>

#include <set>

#include "shared/seeded_dice.h"

namespace doorstep {
namespace {

Millis longest_of(Backoff& backoff, SeededDice& dice, int failures) {
  Millis longest{0};
  for (int draw = 0; draw < 400; ++draw) {
    backoff.succeeded();
    for (int i = 0; i < failures; ++i) backoff.next(dice);
    longest = std::max(longest, backoff.next(dice));
  }
  return longest;
}

TEST(Backoff, pauses_grow_twofold_to_a_ceiling_and_no_further) {
  SeededDice dice{1};
  Backoff backoff;
  Millis ceiling = backoff_first;
  for (int failures : {0, 1, 2, 3, 9, 60}) {
    ceiling = std::min(backoff_max, backoff_first * (std::int64_t{1} << std::min(failures, 30)));
    auto longest = longest_of(backoff, dice, failures);
    EXPECT_LE(longest, ceiling) << failures;
    EXPECT_GT(longest, ceiling * 9 / 10) << failures;
  }
  EXPECT_EQ(ceiling, backoff_max);
}

TEST(Backoff, a_crowd_that_lost_the_server_at_one_moment_comes_back_spread_out) {
  std::set<std::int64_t> pauses;
  std::int64_t early = 0;
  for (std::uint64_t tablet = 0; tablet < 200; ++tablet) {
    SeededDice dice{tablet};
    Backoff backoff;
    auto pause = backoff.next(dice).count();
    pauses.insert(pause);
    early += pause < backoff_first.count() / 2 ? 1 : 0;
  }
  EXPECT_GT(pauses.size(), 150U);
  EXPECT_GT(early, 60);
  EXPECT_LT(early, 140);
}

TEST(Backoff, never_earlier_than_the_server_asked) {
  SeededDice dice{1};
  Backoff backoff;
  for (int i = 0; i < 100; ++i) EXPECT_GE(backoff.next(dice, Millis{7'000}), Millis{7'000});
}

TEST(Backoff, after_a_success_it_begins_anew) {
  SeededDice dice{1};
  Backoff backoff;
  for (int i = 0; i < 10; ++i) backoff.next(dice);
  EXPECT_EQ(backoff.failures(), 10);
  backoff.succeeded();
  EXPECT_EQ(backoff.failures(), 0);
  EXPECT_LE(backoff.next(dice), backoff_first);
}

}  // namespace
}  // namespace doorstep
