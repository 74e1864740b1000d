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
  Seq seq;

  Edit does(MachineClock& clock, Op op) {
    Edit edit;
    edit.id = mint_edit(dice);
    edit.record = home.id;
    edit.type = "unit";
    edit.op = op;
    edit.made = {clock.wall(), clock.monotonic(), clock.boot(), std::nullopt};
    return edit;
  }
  Edit says(MachineClock& clock, int floor, json instead_of = nullptr) {
    auto edit = does(clock, Op::change);
    edit.set["floor"] = floor;
    edit.base["floor"] = std::move(instead_of);
    return edit;
  }
  void comes(const ChainId& chain, std::vector<Edit> edits, MachineClock& clock) {
    Submission one;
    one.bundle.chain = chain;
    one.bundle.edits = std::move(edits);
    one.clocks = {clock.wall(), clock.monotonic(), clock.boot(), std::nullopt};
    one.hello_at = one.received_at = time.now;
    moments.offered(one, &clock, time.now);
    ++seq.value;
    for (const auto& edit : one.bundle.edits)
      history.entries.push_back({seq, "", chain, std::nullopt, edit_json(edit)});
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
  two.comes(li, {later}, two.second);
  two.comes(wang, {earlier}, two.first);
  EXPECT_EQ(two.judged(4), "");
  EXPECT_TRUE(two.judged(3).starts_with("ORDER: floor is 3")) << two.judged(3);
}

TEST(Order, of_two_who_said_it_in_one_moment_either_may_stand) {
  TwoFloors two;
  const auto one = two.says(two.first, 3), other = two.says(two.second, 4);
  two.comes(li, {other}, two.second);
  two.comes(wang, {one}, two.first);
  EXPECT_EQ(two.judged(4), "");
  EXPECT_EQ(two.judged(3), "");
}

// World, seed 62764: steps before a removal do not fold (docs/merge.md F4), and the second of them changed what it took
// for its own word.
TEST(Order, who_said_two_things_and_archived_it_in_one_visit_changed_what_another_had_said_too) {
  for (bool archives : {false, true}) {
    TwoFloors two;
    std::vector<Edit> visit{two.says(two.first, 3), two.says(two.first, 5, 3)};
    if (archives) visit.push_back(two.does(two.first, Op::archive));
    two.time.now += Millis{60'000};
    two.comes(li, {two.says(two.second, 3)}, two.second);
    two.comes(wang, visit, two.first);
    EXPECT_EQ(two.judged(3), "");
    EXPECT_EQ(two.judged(5).empty(), archives) << two.judged(5);
  }
}

// What one changes is one's own word of a moment ago: that is no mistake.
TEST(Order, who_changes_their_own_word_twice_is_overruled_by_who_spoke_later) {
  TwoFloors two;
  const auto first = two.says(two.first, 3), second = two.says(two.first, 5, 3);
  two.time.now += Millis{60'000};
  two.comes(li, {two.says(two.second, 4)}, two.second);
  two.comes(wang, {first}, two.first);
  two.comes(wang, {second}, two.first);
  EXPECT_EQ(two.judged(4), "");
  EXPECT_TRUE(two.judged(5).starts_with("ORDER: floor is 5")) << two.judged(5);
}

TEST(Order, of_what_was_said_before_the_tablet_was_started_anew_nothing_is_certain) {
  TwoFloors two;
  const auto earlier = two.says(two.first, 3);
  two.time.now += Millis{60'000};
  const auto later = two.says(two.second, 4);
  two.second.reboot();
  two.comes(li, {later}, two.second);
  two.comes(wang, {earlier}, two.first);
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
