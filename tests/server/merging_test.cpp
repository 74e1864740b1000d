// Records that are one, and two again: tablets and server handed each other's frames (docs/merge.md §Merging records).
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/desk.h"
#include "engine/household.h"
#include "engine/merge_plan.h"
#include "engine/rows.h"
#include "engine/visit.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct Merging : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");

  void merge(PartyTablet& tablet, const RecordId& winner, std::vector<RecordId> losers,
             const std::optional<Naming>& resolves = std::nullopt) {
    auto merged = merge_records(tablet.store(), winner, losers, resolves);
    ASSERT_TRUE(merged) << merged.error().detail;
  }
  void part(PartyTablet& tablet, const RecordId& loser) {
    auto parted = unmerge_record(tablet.store(), loser);
    ASSERT_TRUE(parted) << parted.error().detail;
  }
  static void answer(PartyTablet& tablet, const Conflict& conflict, Op op) {
    Intent intent;
    intent.op = op;
    intent.record = conflict.record;
    intent.resolves = naming_of(conflict);
    tablet.does({std::move(intent)});
  }
  static RecordId stands_for(PartyTablet& tablet, const RecordId& id) { return root_of(tablet.store().sql(), id); }
  static std::size_t children(PartyTablet& tablet, const RecordId& id) {
    std::size_t out = 0;
    for (const auto& one : live_children(tablet.store().sql(), id)) out += show(tablet.store(), one)->id == one;
    return out;
  }
  void expect_everybody_agrees() {
    office.sync_all();
    expect_same(wang.store(), office.server().archive());
    expect_same(li.store(), office.server().archive());
    auto check = office.server().archive().verify();
    EXPECT_TRUE(check) << check.error().detail;
  }
  std::vector<Conflict> open() {
    std::vector<Conflict> out;
    for (auto& one : office.conflicts())
      if (one.state == ConflictState::open) out.push_back(std::move(one));
    return out;
  }
  RecordId resident(PartyTablet& tablet, json set) {
    auto id = tablet.creates("resident", std::move(set));
    office.sync_all();
    return id;
  }
  static void contact(PartyTablet& tablet, const RecordId& of, const std::string& number) {
    tablet.creates("contact", {{"resident", text(of)}, {"kind", "mobile"}, {"value", number}});
  }
};

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

TEST_F(Merging, what_went_on_along_a_line_of_records_merged_in_one_bundle_returns_when_it_is_parted) {
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
TEST_F(Merging, what_was_counted_late_for_a_record_returns_with_it_though_its_winner_was_merged_on) {
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

TEST_F(Merging, a_duplicate_conflict_is_answered_by_merging_and_not_asked_again_when_they_are_parted) {
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

TEST_F(Merging, two_after_all_is_an_answer_that_stays) {
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

TEST_F(Merging, one_says_one_and_another_says_two_and_both_are_heard) {
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

TEST_F(Merging, a_line_of_merges_is_cut_where_it_is_cut_and_everything_behind_goes_along) {
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

TEST_F(Merging, merging_again_after_parting_is_a_new_merge) {
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

TEST_F(Merging, what_was_done_in_the_same_visit_as_the_parting_stays_done) {
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

TEST_F(Merging, a_number_on_a_printed_paper_still_finds_its_record) {
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
