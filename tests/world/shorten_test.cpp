// A broken seed's story is told again with what was needed for it.
#include "tests/world/shorten.h"

#include <gtest/gtest.h>

namespace doorstep::test {
namespace {

TEST(Shorten, of_fifty_deeds_the_two_that_break_it_are_left) {
  std::size_t asked = 0;
  const auto left_out = left_out_of(50, 300, [&](const std::set<std::size_t>& without) {
    ++asked;
    return !without.contains(7) && !without.contains(30);
  });
  EXPECT_EQ(left_out.size(), 48U);
  EXPECT_FALSE(left_out.contains(7));
  EXPECT_FALSE(left_out.contains(30));
  EXPECT_LE(asked, 300U);
}

TEST(Shorten, what_breaks_without_any_deed_needs_none) {
  EXPECT_EQ(left_out_of(20, 300, [](const auto&) { return true; }).size(), 20U);
}

TEST(Shorten, it_gives_up_when_it_has_asked_often_enough) {
  std::size_t asked = 0;
  left_out_of(1'000, 10, [&](const auto&) { return ++asked, false; });
  EXPECT_EQ(asked, 10U);
}

TEST(Shorten, a_story_told_again_is_the_same_and_without_a_deed_it_is_another) {
  Telling telling;
  const auto first = World{7, &telling}.run();
  ASSERT_EQ(first.broken, "");
  EXPECT_EQ(first.story, World{7}.run().story) << "being written down changes nothing";
  const auto again = World{7, &telling}.run();
  EXPECT_EQ(first.story, again.story);
  EXPECT_EQ(first.events, again.events);
  for (std::size_t deed = 0; deed < telling.lots.size(); ++deed) telling.left_out.insert(deed);
  const auto nothing = World{7, &telling}.run();
  EXPECT_EQ(nothing.broken, "");
  EXPECT_LT(nothing.events, first.events);
  EXPECT_EQ(nothing.story.find(" saves "), std::string::npos) << nothing.story;
}

TEST(Shorten, a_seed_that_breaks_no_law_has_no_short_story) {
  EXPECT_EQ(shorten(7).law, "");
  EXPECT_EQ(shorten(7).told, 0U);
}

}  // namespace
}  // namespace doorstep::test
