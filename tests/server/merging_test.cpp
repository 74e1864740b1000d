// Records that are one: tablets and server handed each other's frames (docs/merge.md §Merging records).
#include <algorithm>

#include "engine/household.h"
#include "tests/server/merging_scene.h"

namespace doorstep::test {
namespace {

struct Merging : MergingScene {};

TEST_F(Merging, a_person_entered_twice_becomes_one_with_all_contacts_and_what_one_of_the_two_lacked) {
  auto a = resident(wang, {{"name", "张三"}, {"occupation", "教师"}});
  auto b = resident(li, {{"name", "张三"}, {"sex", "female"}, {"interests", {"养花"}}});
  contact(wang, a, "13800138000");
  contact(li, b, "13900139000");
  office.sync_all();
  merge(wang, a, {b});
  EXPECT_EQ(wang.value(a, "sex"), "female") << "seen at once, before the server knows of it";
  EXPECT_EQ(stands_for(wang, b), a);
  expect_everybody_agrees();
  EXPECT_EQ(li.value(b, "occupation"), "教师") << "the old id leads to the one that stands for it";
  EXPECT_EQ(li.value(a, "interests"), json::array({"养花"}));
  EXPECT_EQ(children(li, a), 2u);
  EXPECT_EQ(show(li.store(), a)->aliases, std::vector{b});
  EXPECT_TRUE(open().empty());
}

TEST_F(Merging, what_both_had_stands_once_afterwards) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(li, {{"name", "张三"}});
  contact(wang, a, "13800138000");
  contact(li, b, "13800138000");
  auto home = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  for (const auto& person : {a, b})
    wang.creates("occupancy", {{"unit", text(home)}, {"resident", text(person)}, {"role", "owner"}});
  office.sync_all();
  merge(wang, a, {b});
  expect_everybody_agrees();
  EXPECT_EQ(children(li, a), 1u);
  auto household = doorstep::household(li.store(), home).value();
  EXPECT_EQ(std::count_if(household.records.begin(), household.records.end(),
                          [](const RecordView& one) { return one.type == "resident"; }),
            1);
  EXPECT_EQ(std::count_if(household.records.begin(), household.records.end(),
                          [](const RecordView& one) { return one.type == "occupancy"; }),
            1);
  part(li, b);
  expect_everybody_agrees();
  EXPECT_EQ(children(wang, a), 1u);
  EXPECT_EQ(children(wang, b), 1u) << "what went over along with it came back along with it";
}

TEST_F(Merging, an_edit_made_offline_to_the_losing_id_lands_on_the_winner_and_returns_with_it) {
  auto a = resident(wang, {{"name", "张三"}, {"occupation", "教师"}}), b = resident(wang, {{"name", "张叁"}});
  li.edits(b, {{"employer", "医院"}, {"interests", {"养花"}}});
  merge(wang, a, {b});
  office.sync(wang);
  office.sync(li);
  EXPECT_EQ(li.value(a, "employer"), "医院");
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(a, "employer"), "医院");
  EXPECT_EQ(wang.value(a, "interests"), json::array({"养花"}));
  EXPECT_EQ(office.server().archive().history(a)->entries.size(), 4u) << "also what was addressed to the other";

  part(wang, b);
  expect_everybody_agrees();
  for (auto* tablet : {&wang, &li}) {
    EXPECT_EQ(tablet->value(a, "employer"), json{});
    EXPECT_EQ(tablet->value(a, "interests"), json{});
    EXPECT_EQ(tablet->value(a, "occupation"), "教师");
    EXPECT_EQ(tablet->value(b, "employer"), "医院");
    EXPECT_EQ(tablet->value(b, "interests"), json::array({"养花"}));
    EXPECT_EQ(tablet->value(b, "occupation"), json{});
    EXPECT_EQ(tablet->value(b, "name"), "张叁");
  }
}

TEST_F(Merging, an_own_edit_that_waits_is_seen_on_the_winner_as_soon_as_the_merge_is_known) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}});
  merge(wang, a, {b});
  office.sync(wang);
  li.edits(b, {{"employer", "医院"}});
  // The line breaks before the bundle is answered: the merge is here, the own edit waits.
  office.sync(li, [](bool to_tablet, std::string& frame) {
    return to_tablet || frame.find("\"frame\":\"push\"") == std::string::npos;
  });
  office.sync(li, [](bool to_tablet, std::string& frame) {
    return !to_tablet || frame.find("\"frame\":\"verdicts\"") == std::string::npos;
  });
  EXPECT_EQ(li.value(b, "employer"), "医院");
  ASSERT_TRUE(verify(li.store()));
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(a, "employer"), "医院");
}

TEST_F(Merging, opposite_merges_make_no_circle) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}});
  merge(wang, a, {b});
  merge(li, b, {a});
  expect_everybody_agrees();
  EXPECT_EQ(stands_for(wang, a), stands_for(wang, b));
  EXPECT_EQ(stands_for(li, a), stands_for(wang, a));
  EXPECT_TRUE(show(li.store(), a));
}

// Seed 500355 of World: of two that both made one, each was shown as having gone into the other.
TEST_F(Merging, who_made_two_one_sees_one_of_them_while_the_other_way_round_arrives) {
  for (bool older : {true, false}) {
    auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张三"}});
    if (older) std::swap(a, b);
    merge(wang, a, {b});
    merge(li, b, {a});
    office.sync(li);
    office.sync(wang, [](bool to_tablet, std::string& frame) {
      return to_tablet || frame.find("\"frame\":\"push\"") == std::string::npos;
    });
    office.sync(wang, [](bool to_tablet, std::string& frame) {
      return !to_tablet || frame.find("\"frame\":\"verdicts\"") == std::string::npos;
    });
    ASSERT_EQ(stands_for(wang, a), b);
    wang.edits(a, {{"employer", "医院"}});
    expect_everybody_agrees();
    EXPECT_EQ(li.value(b, "employer"), "医院");
  }
}

TEST_F(Merging, one_record_merged_into_two_others_makes_all_three_one) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}}),
       c = resident(wang, {{"name", "章三"}});
  merge(wang, a, {b});
  merge(li, c, {b});
  office.sync(wang);
  expect_everybody_agrees();
  EXPECT_EQ(stands_for(li, a), c);
  EXPECT_EQ(stands_for(li, b), c);
}

TEST_F(Merging, a_value_that_the_merging_person_had_not_seen_is_asked_about_and_one_they_saw_is_not) {
  auto a = resident(wang, {{"name", "张三"}, {"birth_date", "1990-01-01"}});
  auto b = resident(wang, {{"name", "张叁"}, {"birth_date", "1990-01-02"}});
  li.edits(b, {{"name", "张参"}});
  office.sync(li);
  merge(wang, a, {b});  // still knows b as 张叁
  expect_everybody_agrees();
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].record, a);
  EXPECT_EQ(open()[0].field, "name");
  EXPECT_EQ(open()[0].candidates.at(1).value, "张参");
  EXPECT_EQ(li.value(a, "birth_date"), "1990-01-01");

  part(wang, b);
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(li.value(a, "name"), "张三");
  EXPECT_EQ(li.value(b, "name"), "张参");
}

TEST_F(Merging, the_order_of_a_merge_and_an_unseen_edit_decides_nothing) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}}),
       c = resident(wang, {{"name", "李四"}}), d = resident(wang, {{"name", "李肆"}});
  li.edits(b, {{"name", "张参"}});
  merge(wang, a, {b});
  office.sync(wang);  // the merge first
  office.sync(li);
  li.edits(d, {{"name", "李斯"}});
  merge(wang, c, {d});
  office.sync(li);  // the edit first
  expect_everybody_agrees();
  ASSERT_EQ(open().size(), 2u);
  for (const auto& one : open()) EXPECT_EQ(one.candidates.size(), 2u);
}

TEST_F(Merging, open_questions_about_the_loser_are_asked_of_the_winner_and_come_back) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}});
  wang.edits(b, {{"name", "张参"}});
  li.edits(b, {{"name", "章三"}});
  office.sync_all();
  ASSERT_EQ(open().size(), 1u);
  auto asked = open()[0];
  li.resolves(asked, "章三");  // offline: of the record by its old id
  merge(wang, a, {b});
  office.sync(wang);
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].record, a);
  EXPECT_EQ(open()[0].candidates.size(), 3u);
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(a, "name"), "章三");
  ASSERT_EQ(open().size(), 1u) << "the winner's own name was not seen by this decision";
  EXPECT_EQ(open()[0].candidates.size(), 2u);

  part(wang, b);
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(a, "name"), "张三");
  EXPECT_EQ(wang.value(b, "name"), "章三");
  EXPECT_TRUE(open().empty()) << "decided when it was decided";
}

TEST_F(Merging, who_wanted_the_loser_removed_does_not_remove_the_winner) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}});
  li.removes(b);
  merge(wang, a, {b});
  office.sync(wang);
  expect_everybody_agrees();
  EXPECT_TRUE(show(wang.store(), a));
  EXPECT_TRUE(open().empty());
}

TEST_F(Merging, a_record_is_not_lost_from_sight_by_a_winner_that_somebody_removed) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}});
  li.removes(a);
  merge(wang, a, {b});
  office.sync(li);
  expect_everybody_agrees();
  EXPECT_TRUE(show(wang.store(), b));
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].kind, ConflictKind::delete_edit);
}

TEST_F(Merging, a_removal_of_the_winner_that_did_not_know_what_had_gone_into_it_is_asked_about) {
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张三"}});
  li.removes(a);
  merge(wang, a, {b});
  office.sync(wang);
  expect_everybody_agrees();
  EXPECT_TRUE(show(wang.store(), b)) << "b had nothing that a had not, and yet its remover never saw it";
  ASSERT_EQ(open().size(), 1u);
}

// Two people merge one resident into two others, one of them at the door: what was said there lies over a record that
// is neither the one that it was said of nor the one that this now stands for (World, seed 51186).
TEST_F(Merging, what_was_said_at_the_door_leaves_nothing_over_a_record_that_a_colleague_merged_meanwhile) {
  auto home = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  for (bool parts : {false, true}) {
    auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}}),
         c = resident(wang, {{"name", "章三"}, {"employer", "学校"}});
    ASSERT_TRUE(begin_visit(wang.store(), home));
    Intent edit;
    edit.record = b;
    edit.set = {{"employer", "医院"}};
    edit.visit = open_visit(wang.store()).value()->visit;
    wang.does({edit});
    merge(wang, c, {b});
    if (parts) part(wang, b);
    merge(li, a, {b});
    office.sync(li);
    office.sync(wang);
    ASSERT_TRUE(finish_visit(wang.store(), json::object()));
    expect_everybody_agrees();
    auto& laid = wang.store().sql()("SELECT COUNT(*) FROM rebase");
    laid.with().step();
    EXPECT_EQ(laid.integer(0), 0) << "nothing waits";
    laid.rewind();
  }
}

TEST_F(Merging, what_cannot_be_merged_is_refused_at_once_and_changes_nothing) {
  auto a = resident(wang, {{"name", "张三"}});
  auto b = resident(wang, {{"name", "张叁"}});
  auto home = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  auto before = replica_of(wang.store());
  auto fault = [&](const RecordId& winner, const RecordId& loser) {
    auto merged = merge_records(wang.store(), winner, {loser}, std::nullopt);
    return merged ? Fault::internal : merged.error().fault;
  };
  EXPECT_EQ(fault(a, a), Fault::invalid_value);
  EXPECT_EQ(fault(a, home), Fault::invalid_value);
  EXPECT_EQ(fault(a, RecordId{{9}}), Fault::not_found);
  EXPECT_EQ(fault(RecordId{{9}}, a), Fault::not_found);
  EXPECT_EQ(unmerge_record(wang.store(), a).error().fault, Fault::not_found);
  EXPECT_EQ(unmerge_record(wang.store(), RecordId{{9}}).error().fault, Fault::not_found);
  std::vector<RecordId> too_many(merged_at_once_max + 1, home);
  EXPECT_EQ(merge_plan(wang.store(), a, too_many, std::nullopt).error().fault, Fault::out_of_range);
  too_many.assign(merged_at_once_max, b);
  too_many.push_back(home);
  EXPECT_EQ(merge_records(wang.store(), a, too_many, std::nullopt).error().fault, Fault::invalid_value);
  EXPECT_EQ(replica_of(wang.store()), before);
}

TEST_F(Merging, what_was_said_about_a_question_and_whose_task_it_is_go_along_with_it) {
  const auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张三"}});
  wang.edits(b, {{"name", "张山"}});
  li.edits(b, {{"name", "张珊"}});
  office.sync_all();
  const auto before = open().at(0);
  const auto me = li.store().identity()->person.value;
  says(wang, before.id, {{"remark", "请看身份证"}, {"assignee", me}});
  office.sync_all();
  merge(wang, a, {b});
  says(li, before.id, {{"remark", "明天去"}});  // li does not know of the merge
  office.sync(wang);
  expect_everybody_agrees();
  ASSERT_EQ(open().size(), 1u);
  const auto now = open()[0];
  EXPECT_EQ(now.record, a);
  ASSERT_EQ(now.remarks.size(), 2u);
  EXPECT_EQ(now.remarks[0].text, "请看身份证");
  EXPECT_EQ(now.remarks[1].text, "明天去");
  EXPECT_EQ(conflicts(li.store(), DeskQuery{.assigned = true}).value().size(), 1u);
  EXPECT_EQ(conflict(li.store(), before.id).value().asks_now, now.id);
  says(li, before.id, {{"remark", "看过了"}});
  expect_everybody_agrees();
  EXPECT_EQ(open().at(0).remarks.size(), 3u) << "by the old id it is found";
  part(wang, b);
  expect_everybody_agrees();
  const auto again = open();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].id, before.id);
  EXPECT_EQ(again[0].remarks.size(), 2u) << "what was said of b's question, and not what was said of a's";
  EXPECT_TRUE(again[0].assignee);
}

TEST_F(Merging, a_decision_about_the_losers_question_stays_one_when_a_third_record_is_parted) {
  const auto a = resident(wang, {{"name", "张珊"}}), b = resident(wang, {{"name", "张三"}}),
             c = resident(wang, {{"name", "张叁"}});
  wang.edits(b, {{"name", "张山"}});
  li.edits(b, {{"name", "张珊"}});
  office.sync_all();
  const auto asked = open().at(0);
  for (int round = 0; round < 2; ++round) {
    merge(wang, a, {c});
    if (round == 0) merge(wang, a, {b});
    office.sync(wang);
    part(wang, c);
    office.sync(wang);
    ASSERT_EQ(open().size(), 1u) << "b's question is asked of a, and goes on being asked";
  }
  merge(wang, a, {c});
  li.resolves(asked, "张珊");  // li does not know of the merge
  office.sync(wang);
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty());
  part(wang, c);
  expect_everybody_agrees();
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(li.value(a, "name"), "张珊");
}

TEST_F(Merging, what_stays_with_the_second_of_two_losers_is_told_though_the_first_brought_it) {
  const auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张三"}, {"employer", "医院"}}),
             c = resident(wang, {{"name", "张三"}, {"employer", "学校"}});
  auto behind = merge_records(wang.store(), a, {b, c}, std::nullopt).value().left_behind;
  std::erase_if(behind, [](const LeftBehind& one) { return one.field != "employer"; });
  ASSERT_EQ(behind.size(), 1u);
  EXPECT_EQ(behind[0].loser, c);
  EXPECT_EQ(behind[0].value, "学校");
  EXPECT_EQ(behind[0].kept, "医院");
}

TEST_F(Merging, what_belongs_to_a_person_is_listed_by_whichever_of_their_ids) {
  const auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}}),
             other = resident(wang, {{"name", "李四"}});
  contact(wang, a, "13800138000");
  contact(li, b, "13900139000");
  contact(li, other, "13700137000");
  office.sync_all();
  merge(wang, a, {b});
  expect_everybody_agrees();
  for (const auto& id : {a, b})
    for (const bool oldest_first : {false, true}) {  // by the index, and by the records themselves
      Query query{"", "contact", {{"resident", Filter::Test::equal, text(id)}}, 10, oldest_first};
      EXPECT_EQ(find(li.store(), query)->size(), 2u);
    }
}

TEST_F(Merging, it_survives_a_restart_and_joins_the_open_visit) {
  auto home = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  auto a = resident(wang, {{"name", "张三"}}), b = resident(wang, {{"name", "张叁"}, {"sex", "male"}});
  ASSERT_TRUE(begin_visit(wang.store(), home));
  Intent edit;
  edit.record = b;
  edit.set = {{"employer", "医院"}};
  edit.visit = open_visit(wang.store()).value()->visit;
  wang.does({edit});
  merge(wang, a, {b});
  wang.crash();
  ASSERT_TRUE(wang.start());
  EXPECT_EQ(wang.value(b, "employer"), "医院");
  EXPECT_EQ(stands_for(wang, b), a);
  ASSERT_TRUE(verify(wang.store()));
  ASSERT_TRUE(finish_visit(wang.store(), json::object()));
  expect_everybody_agrees();
  EXPECT_EQ(li.value(a, "employer"), "医院");
}

}  // namespace
}  // namespace doorstep::test
