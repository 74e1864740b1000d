// The judge of `latest` itself: what it takes for certain, and what it lets pass.
#include <gtest/gtest.h>

#include "shared/edit.h"
#include "shared/seeded_dice.h"
#include "shared/template.h"
#include "tests/world/counts.h"
#include "tests/world/moments.h"
#include "tests/world/sight.h"

namespace doorstep::test {
namespace {

const ChainId wang{"wang/tablet/1"}, li{"li/tablet/1"};

/// Two tablets that say something of one home's floor, and what came of it.
struct TwoFloors {
  TrueTime time;
  MachineClock first{time, "first"}, second{time, "second"};
  SeededDice dice{7};
  Moments moments;
  Record home;
  History history;

  Edit says(MachineClock& clock, int floor) {
    Edit edit;
    edit.id = mint_edit(dice);
    edit.record = home.id;
    edit.type = "unit";
    edit.made = {clock.wall(), clock.monotonic(), clock.boot(), std::nullopt};
    edit.set["floor"] = floor;
    edit.base["floor"] = nullptr;
    return edit;
  }
  void comes(const ChainId& chain, const Edit& edit, MachineClock& clock) {
    Submission one;
    one.bundle.chain = chain;
    one.bundle.edits = {edit};
    one.clocks = {clock.wall(), clock.monotonic(), clock.boot(), std::nullopt};
    one.hello_at = one.received_at = time.now;
    moments.offered(one, &clock, time.now);
    history.entries.push_back({Seq{history.entries.size() + 1}, "", chain, std::nullopt, edit_json(edit)});
  }
  std::string judged(int floor) {
    home.header.type = "unit";
    home.put("floor", Class::basic, floor, Stamp{});
    return Sight{home, {}, history}.judge_order(*Template::shipped().type("unit"), moments);
  }
};

TEST(Order, whoever_said_it_later_is_believed_whoever_comes_last) {
  TwoFloors two;
  const auto earlier = two.says(two.first, 3);
  two.time.now += Millis{60'000};
  const auto later = two.says(two.second, 4);
  two.comes(li, later, two.second);
  two.comes(wang, earlier, two.first);
  EXPECT_EQ(two.judged(4), "");
  EXPECT_TRUE(two.judged(3).starts_with("ORDER: floor is 3")) << two.judged(3);
}

TEST(Order, of_two_who_said_it_in_one_moment_either_may_stand) {
  TwoFloors two;
  const auto one = two.says(two.first, 3), other = two.says(two.second, 4);
  two.comes(li, other, two.second);
  two.comes(wang, one, two.first);
  EXPECT_EQ(two.judged(4), "");
  EXPECT_EQ(two.judged(3), "");
}

TEST(Order, of_what_was_said_before_the_tablet_was_started_anew_nothing_is_certain) {
  TwoFloors two;
  const auto earlier = two.says(two.first, 3);
  two.time.now += Millis{60'000};
  const auto later = two.says(two.second, 4);
  two.second.reboot();
  two.comes(li, later, two.second);
  two.comes(wang, earlier, two.first);
  EXPECT_EQ(two.judged(3), "");
  EXPECT_FALSE(two.moments.of(later.id).has_value());
  EXPECT_TRUE(two.moments.of(earlier.id).has_value());
}

TEST(Counts, what_never_came_is_named) {
  auto counts = faults_of_world();
  const auto all = counts.size();
  EXPECT_GE(all, 20U);
  EXPECT_EQ(never_came(counts).size(), all);
  counts["backup"] = 1;
  EXPECT_EQ(never_came(counts).size(), all - 1);
}

}  // namespace
}  // namespace doorstep::test
