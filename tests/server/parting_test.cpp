// Records that were one and are two again (docs/merge.md J9, J10).
#include "tests/server/merging_scene.h"

namespace doorstep::test {
namespace {

struct Parting : MergingScene {};

TEST_F(Parting, what_went_on_along_a_line_of_records_merged_in_one_bundle_returns_when_it_is_parted) {
  std::vector<RecordId> all;
  for (int i = 0; i < 4; ++i) all.push_back(wang.creates("request", {{"text", "漏水"}}));
  const auto [a, b, c, d] = std::tie(all[0], all[1], all[2], all[3]);
  office.sync_all();
  li.edits(b, {{"urges", 2}});
  merge(wang, a, {b});
  office.sync(wang);
  expect_everybody_agrees();
  Intent on, further;
  on.op = further.op = Op::merge;
  on.record = a;
  on.into = further.record = c;
  further.into = d;
  wang.does({on, further});
  expect_everybody_agrees();
  EXPECT_EQ(li.value(d, "urges"), 2);
  part(wang, b);
  expect_everybody_agrees();
  EXPECT_EQ(li.value(b, "urges"), 2);
  EXPECT_EQ(li.value(d, "urges"), json{}) << "it counts once";
}

// World, seed 73.
TEST_F(Parting, what_was_counted_late_for_a_record_returns_with_it_though_its_winner_was_merged_on) {
  const auto a = wang.creates("request", {{"text", "漏水"}}),
             l = wang.creates("request", {{"text", "漏水"}, {"urges", 3}}),
             w = wang.creates("request", {{"text", "漏水"}});
  office.sync_all();
  merge(wang, l, {a});
  office.sync(wang);
  merge(wang, w, {l});
  office.sync(wang);
  li.edits(a, {{"urges", 3}});
  office.sync(li);
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(w, "urges"), 6);
  part(wang, a);
  expect_everybody_agrees();
  EXPECT_EQ(li.value(a, "urges"), 3);
  EXPECT_EQ(li.value(w, "urges"), 3) << "it counts once";
}

TEST_F(Parting, a_line_of_merges_is_cut_where_it_is_cut_and_everything_behind_goes_along) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}}),
       c = resident(wang, {{"name", "章三"}, {"sex", "male"}});
  contact(wang, c, "13800138000");
  office.sync_all();
  merge(wang, b, {c});
  office.sync_all();
  merge(li, a, {b});
  expect_everybody_agrees();
  wang.edits(c, {{"employer", "医院"}});  // to the winner: this tablet knows who it is
  expect_everybody_agrees();
  EXPECT_EQ(li.value(a, "employer"), "医院");
  EXPECT_EQ(li.value(a, "sex"), "male");
  part(wang, b);
  expect_everybody_agrees();
  EXPECT_EQ(stands_for(li, c), b);
  EXPECT_EQ(li.value(a, "sex"), json{});
  EXPECT_EQ(li.value(b, "sex"), "male");
  EXPECT_EQ(li.value(a, "employer"), "医院") << "it was addressed to a";
  EXPECT_EQ(children(li, a), 0u);
  EXPECT_EQ(children(li, b), 1u);
}

TEST_F(Parting, merging_again_after_parting_is_a_new_merge) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}, {"sex", "male"}});
  for (int round = 0; round < 3; ++round) {
    merge(round == 1 ? li : wang, a, {b});
    expect_everybody_agrees();
    EXPECT_EQ(wang.value(a, "sex"), "male");
    part(round == 1 ? wang : li, b);
    expect_everybody_agrees();
    EXPECT_EQ(wang.value(a, "sex"), json{});
  }
}

TEST_F(Parting, what_was_done_in_the_same_visit_as_the_parting_stays_done) {
  auto home = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}, {"sex", "male"}}),
       c = resident(wang, {{"name", "章三"}, {"language", "粤语"}});
  merge(wang, a, {b});
  office.sync_all();
  ASSERT_TRUE(begin_visit(wang.store(), home));
  Intent edit;
  edit.record = a;
  edit.set = {{"name", "张珊"}};
  edit.visit = open_visit(wang.store()).value()->visit;
  wang.does({edit});
  merge(wang, a, {c});
  part(wang, b);
  ASSERT_TRUE(finish_visit(wang.store(), json::object()));
  expect_everybody_agrees();
  EXPECT_EQ(li.value(a, "name"), "张珊");
  EXPECT_EQ(li.value(a, "language"), "粤语");
  EXPECT_EQ(li.value(a, "sex"), json{});
  EXPECT_EQ(li.value(b, "sex"), "male");
}

// World, seed 88008: somebody says once more what is so already, and it counted twice when another was parted.
TEST_F(Parting, what_two_people_said_to_be_one_counts_once_when_a_third_is_parted) {
  const auto winner = wang.creates("request", {{"text", "漏水"}}),
             other = wang.creates("request", {{"text", "漏水"}, {"urges", 2}}),
             loser = wang.creates("request", {{"text", "漏水"}, {"urges", 3}});
  office.sync_all();
  merge(li, other, {loser});
  merge(wang, winner, {other, loser});
  office.sync(wang);
  office.sync(li);
  expect_everybody_agrees();
  EXPECT_EQ(li.value(winner, "urges"), 5);
  part(wang, other);
  expect_everybody_agrees();
  EXPECT_EQ(li.value(winner, "urges"), 3);
  EXPECT_EQ(li.value(other, "urges"), 2);
}

TEST_F(Parting, what_was_said_about_a_question_and_that_it_was_asked_again_stays_when_another_record_is_parted) {
  const auto a = resident(wang, {{"name", "张三"}, {"birth_date", "1980-01-01"}}),
             b = resident(wang, {{"name", "张叁"}});
  office.sync_all();
  for (const auto& [tablet, name, birth] :
       {std::tuple{&wang, "张山", "1980-02-01"}, std::tuple{&li, "张珊", "1980-03-01"}})
    tablet->edits(a, {{"name", name}, {"birth_date", birth}});
  office.sync_all();
  for (const auto& conflict : open()) {
    says(li, conflict.id, {{"remark", "请看身份证"}, {"assignee", li.store().identity()->person.value}});
    if (conflict.field == "name") wang.resolves(conflict, "张珊");
  }
  office.sync_all();
  says(li, decided("name").id, {{"reopen", true}});
  office.sync_all();
  ASSERT_EQ(open().size(), 2u);
  merge(wang, a, {b});
  expect_everybody_agrees();
  ASSERT_EQ(open().size(), 2u);
  part(wang, b);
  expect_everybody_agrees();
  const auto asked = open();
  ASSERT_EQ(asked.size(), 2u) << "what was asked again is asked";
  for (const auto& conflict : asked) {
    EXPECT_EQ(conflict.remarks.size(), 1u) << conflict.field;
    EXPECT_TRUE(conflict.assignee.has_value()) << conflict.field;
  }
}

}  // namespace
}  // namespace doorstep::test
