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
      ASSERT_TRUE(split_records(li.store(), open()[0].id));
      EXPECT_EQ(stands_for(li, b), b) << "who says that they are two parts them";
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

TEST_F(Duplicates, whoever_entered_one_of_three_that_are_made_one_hears_it) {
  auto& zhao = office.tablet("zhao");
  const auto entered = [&](PartyTablet& tablet) {
    auto id = tablet.creates("resident", {{"name", "张三"}, {"archive_no", "HX-0000017"}});
    office.sync_all();
    return id;
  };
  const auto a = entered(wang), b = entered(li), c = entered(zhao);
  ASSERT_EQ(open().size(), 1u);
  const auto asked = open()[0];
  ASSERT_EQ(asked.candidates.size(), 3u);
  merge(wang, a, {b, c}, naming_of(asked));
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty());
  for (auto* tablet : {&wang, &li, &zhao}) {
    const auto told = conflicts(tablet->store(), DeskQuery{.decided = true, .mine = true}).value();
    ASSERT_FALSE(told.empty());
    for (const auto& view : told) {
      ASSERT_EQ(view.conflict.state, ConflictState::resolved) << "and not closed as if nobody had decided it";
      EXPECT_EQ(view.conflict.resolution->value, text(a));
    }
  }
  part(wang, b);
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty()) << "whoever parts them has said that they are two";
}

TEST_F(Duplicates, two_people_with_one_identity_paper_are_one_and_nobody_is_left_without_it) {
  const json paper{{"doc_type", "passport"}, {"number", "E98765432"}};
  const auto with_paper = [&](PartyTablet& tablet, const char* name) {
    auto person = resident(tablet, {{"name", name}});
    auto set = paper;
    set["resident"] = text(person);
    tablet.creates("id_document", set);
    office.sync_all();
    return person;
  };
  const auto a = with_paper(wang, "张三"), b = with_paper(li, "张叁");
  ASSERT_EQ(open().size(), 1u);
  const auto asked = open()[0];
  const auto papers = [&](const RecordId& person) {
    Query query{"", "id_document", {{"resident", Filter::Test::equal, text(person)}}, 10, false};
    return find(li.store(), query)->size();
  };
  const auto first = *parse_id<RecordId>(asked.candidates[0].value.get<std::string>()),
             second = *parse_id<RecordId>(asked.candidates[1].value.get<std::string>());
  EXPECT_EQ(merge_records(wang.store(), first, {second}, std::nullopt).error().fault, Fault::invalid_value)
      << "nobody asked, and two people would be one";
  merge(wang, first, {second}, naming_of(asked));
  expect_everybody_agrees();
  EXPECT_EQ(stands_for(li, b), a);
  EXPECT_EQ(papers(a), 1u);
  EXPECT_TRUE(open().empty());
  part(wang, b);
  expect_everybody_agrees();
  EXPECT_EQ(papers(a), 1u);
  EXPECT_EQ(papers(b), 1u);
  merge(wang, a, {b});
  expect_everybody_agrees();
  EXPECT_EQ(papers(a), 1u) << "and so when the people are merged";
  EXPECT_TRUE(open().empty());
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
