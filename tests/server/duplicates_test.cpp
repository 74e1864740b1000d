// One number for two records: whether people are asked, and what they answer (docs/merge.md §Duplicates).
#include "tests/server/merging_scene.h"

namespace doorstep::test {
namespace {

struct Duplicates : MergingScene {};

TEST_F(Duplicates, a_duplicate_conflict_is_answered_by_merging_and_not_asked_again_when_they_are_parted) {
  auto a = resident(wang, {{"name", "张三"}, {"archive_no", "HX-0000017"}});
  auto b = resident(li, {{"name", "张三"}, {"archive_no", "HX-0000017"}});
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].base, json::array({"HX-0000017"}));
  merge(wang, a, {b}, naming_of(open()[0]));
  EXPECT_TRUE(wang.open_conflicts().empty()) << "foretold";
  expect_everybody_agrees();
  auto all = office.conflicts();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].state, ConflictState::resolved);
  EXPECT_EQ(all[0].resolution->value, text(a));

  auto third = resident(li, {{"name", "张三"}, {"archive_no", "HX-0000017"}});
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].candidates.size(), 2u) << "one record asks, not the two that are one";
  merge(li, a, {third}, naming_of(open()[0]));
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty());

  part(wang, b);
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty()) << "whoever parts them has said that they are two";
  EXPECT_EQ(stands_for(li, third), a);
}

TEST_F(Duplicates, two_after_all_is_an_answer_that_stays) {
  auto a = resident(wang, {{"name", "张三"}, {"archive_no", "HX-0000017"}});
  auto b = resident(li, {{"name", "张三丰"}, {"archive_no", "HX-0000017"}});
  answer(li, open().at(0), Op::distinct);
  EXPECT_TRUE(li.open_conflicts().empty());
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty());
  wang.removes(b);
  office.sync_all();
  Intent keep;
  keep.op = Op::keep;
  keep.record = b;
  wang.does({keep});
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty()) << "they still are two when one of them comes back";
  resident(li, {{"name", "张三"}, {"archive_no", "HX-0000017"}});
  ASSERT_EQ(open().size(), 1u) << "of a third one nobody has said anything";
  EXPECT_EQ(open()[0].candidates.size(), 3u);
  EXPECT_TRUE(show(wang.store(), a));
}

TEST_F(Duplicates, one_says_one_and_another_says_two_and_both_are_heard) {
  for (bool merge_first : {true, false}) {
    auto number = merge_first ? "HX-0000018" : "HX-0000019";
    auto a = resident(wang, {{"name", "张三"}, {"archive_no", number}});
    auto b = resident(li, {{"name", "张三丰"}, {"archive_no", number}});
    auto asked = open().at(0);
    merge(wang, a, {b}, naming_of(asked));
    answer(li, asked, Op::distinct);
    office.sync(merge_first ? wang : li);
    expect_everybody_agrees();
    EXPECT_EQ(stands_for(wang, b), a);
    ASSERT_EQ(open().size(), 1u) << "it is asked again";
    if (merge_first) {
      merge(li, a, {b}, naming_of(open()[0]));
    } else {
      part(li, b);
    }
    expect_everybody_agrees();
    EXPECT_TRUE(open().empty());
  }
}

TEST_F(Duplicates, a_number_on_a_printed_paper_still_finds_its_record) {
  auto a = resident(wang, {{"name", "张三"}, {"archive_no", "HX-0000017"}});
  auto b = resident(wang, {{"name", "张叁"}, {"archive_no", "HX-0000018"}});
  merge(wang, a, {b});
  expect_everybody_agrees();
  auto found = by_natural_key(li.store(), "resident", canonical(json::array({"HX-0000018"}))).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, a);
  resident(li, {{"name", "新人"}, {"archive_no", "HX-0000018"}});
  EXPECT_EQ(open().size(), 1u) << "the number is taken";
}

// World, seed 29979: the room's number went over with the record, became the winner's own, and stayed so.
TEST_F(Duplicates, two_homes_that_are_parted_in_the_visit_that_gave_both_one_number_are_asked_about) {
  const auto door = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}}),
             winner = wang.creates("unit", {{"building", "3"}, {"room_no", "102"}}),
             loser = wang.creates("unit", {{"building", "3"}, {"room_no", "103"}});
  merge(wang, winner, {loser});
  office.sync_all();
  ASSERT_TRUE(begin_visit(wang.store(), door));
  Intent edit;
  edit.record = winner;
  edit.set = {{"room_no", "103"}};
  edit.visit = open_visit(wang.store()).value()->visit;
  wang.does({edit});
  part(wang, loser);
  ASSERT_TRUE(finish_visit(wang.store(), json::object()));
  expect_everybody_agrees();
  EXPECT_EQ(li.value(winner, "room_no"), "103");
  EXPECT_EQ(li.value(loser, "room_no"), "103");
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].candidates.size(), 2u);
}

}  // namespace
}  // namespace doorstep::test
