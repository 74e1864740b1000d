// The life of a conflict among people: given to somebody, talked about, decided, asked again (docs/merge.md).
#include <algorithm>

#include "engine/bringing_back.h"
#include "engine/decision_plan.h"
#include "engine/merge_plan.h"
#include "shared/discussion.h"
#include "tests/server/discussion_scene.h"

namespace doorstep::test {
namespace {

struct Discussion : DiscussionScene {};

TEST_F(Discussion, remarks_of_two_people_offline_both_reach_everybody_in_one_order) {
  auto asked = quarrel().conflict;
  ASSERT_TRUE(says(wang, asked.id, {{remark_word, "身份证上是这个字"}}));
  ASSERT_TRUE(says(li, asked.id, {{remark_word, "电话里听错了？"}}));
  EXPECT_EQ(in(wang, asked.id).remarks.size(), 1u) << "seen at once";
  office.sync(wang);
  expect_everybody_agrees();
  auto shown = in(li, asked.id);
  ASSERT_EQ(shown.remarks.size(), 2u);
  EXPECT_EQ(shown.remarks[0].text, "身份证上是这个字");
  EXPECT_EQ(person_of(shown.remarks[1].stamp.chain), li.store().identity()->person);
  EXPECT_EQ(shown.state, ConflictState::open);
  EXPECT_EQ(shown.candidates.size(), 2u);
}

TEST_F(Discussion, a_conflict_given_to_its_author_stands_among_their_tasks_until_it_is_taken_away) {
  auto asked = quarrel().conflict;
  auto author = person_named(li.store(), "wang").value();
  ASSERT_TRUE(says(li, asked.id, {{assignee_word, author.value}, {remark_word, "请再问一下"}}));
  expect_everybody_agrees();
  const DeskQuery tasks{false, false, true};
  ASSERT_EQ(conflicts(wang.store(), tasks)->size(), 1u);
  EXPECT_TRUE(conflicts(li.store(), tasks)->empty());
  ASSERT_TRUE(says(wang, asked.id, {{assignee_word, nullptr}}));
  expect_everybody_agrees();
  EXPECT_TRUE(conflicts(wang.store(), tasks)->empty());
}

TEST_F(Discussion, both_authors_see_what_became_of_it) {
  auto asked = quarrel().conflict;
  wang.resolves(asked, "张珊");
  expect_everybody_agrees();
  const DeskQuery outcomes{true, true, false};
  for (auto* tablet : {&wang, &li}) {
    auto told = conflicts(tablet->store(), outcomes).value();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].conflict.resolution->value, "张珊");
    EXPECT_EQ(told[0].name_of(told[0].conflict.resolution->stamp.chain), "wang");
  }
}

TEST_F(Discussion, two_who_decide_without_knowing_of_each_other_do_not_take_the_outcome_from_those_who_asked) {
  auto& zhao = office.tablet("zhao");
  auto& sun = office.tablet("sun");
  office.sync_all();
  auto asked = quarrel().conflict;
  office.sync_all();
  zhao.resolves(asked, "张山");
  sun.resolves(asked, "张珊");
  office.sync(zhao);
  expect_everybody_agrees();
  auto again = in(sun, asked.id);
  ASSERT_EQ(again.state, ConflictState::open);
  sun.resolves(again, "张三丰");
  expect_everybody_agrees();
  const DeskQuery outcomes{true, true, false};
  for (auto* tablet : {&wang, &li, &zhao, &sun}) {
    const auto told = conflicts(tablet->store(), outcomes).value();
    ASSERT_EQ(told.size(), 1u) << tablet->name();
    EXPECT_EQ(told[0].conflict.resolution->value, "张三丰");
  }
}

TEST_F(Discussion, a_conflict_is_as_old_as_its_opening_whatever_its_author_wrote_since) {
  const auto before = office.time().now;
  const auto asked = quarrel();
  office.time().now += conflict_due_after;
  wang.edits(id, {{"name", "张姗"}});  // whose edit had opened it
  expect_everybody_agrees();
  const auto view = conflict(wang.store(), asked.conflict.id).value();
  EXPECT_EQ(view.conflict.candidates[1].value, "张姗");
  ASSERT_TRUE(view.opened_at);
  EXPECT_EQ(*view.opened_at, *asked.opened_at);
  EXPECT_LT(*view.opened_at - before, conflict_due_after) << "and so it is due";
}

TEST_F(Discussion, who_removed_a_record_without_having_seen_an_edit_is_shown_to_have_missed_it) {
  const auto seen = show(li.store(), id).value().version;
  wang.edits(id, {{"name", "张山"}});
  li.removes(id);
  office.sync(wang);
  office.sync_all();
  const auto view = conflicts(wang.store(), DeskQuery{}).value().front();
  ASSERT_EQ(view.conflict.kind, ConflictKind::delete_edit);
  const auto& removal = view.conflict.candidates.at(1);
  EXPECT_EQ(removal.value, "removed");
  EXPECT_EQ(removal.version, seen);
  EXPECT_EQ(missed_by(view.conflict, removal), (std::vector<Seq>{view.conflict.candidates.at(0).stamp.seq}));
}

TEST_F(Discussion, who_gives_a_number_that_is_taken_is_shown_with_their_clock_and_what_they_had_seen) {
  wang.creates("resident", {{"name", "李四"}, {"archive_no", "HX-0000017"}});
  office.sync_all();
  const auto seen = show(li.store(), id).value().version;
  li.clock().skew = Millis{300'000};
  li.edits(id, {{"archive_no", "HX-0000017"}});
  office.time().now += Millis{60'000};
  office.sync_all();
  const auto view = conflicts(wang.store(), DeskQuery{}).value().front();
  ASSERT_EQ(view.conflict.kind, ConflictKind::duplicate);
  const auto& claims = view.conflict.candidates;
  const auto claim =
      std::find_if(claims.begin(), claims.end(), [&](const Candidate& one) { return one.value == text(id); });
  ASSERT_NE(claim, claims.end());
  EXPECT_EQ(claim->version, seen);
  EXPECT_TRUE(claim->wall) << "it was five minutes ahead";
  EXPECT_TRUE(missed_by(view.conflict, *claim).empty()) << "of another record its version says nothing";
}

TEST_F(Discussion, what_was_decided_is_asked_again_with_all_that_was_asked) {
  auto asked = quarrel().conflict;
  wang.resolves(asked, "张三丰");
  office.sync_all();
  ASSERT_TRUE(says(li, asked.id, {{reopen_word, true}, {remark_word, "两个都不是"}}));
  expect_everybody_agrees();
  auto again = in(wang, asked.id);
  EXPECT_EQ(again.state, ConflictState::open);
  EXPECT_EQ(again.candidates.size(), 3u);
  EXPECT_EQ(again.candidates[0].value, "张三丰") << "what stands is one of them";
  wang.resolves(again, "张山");
  expect_everybody_agrees();
  EXPECT_EQ(li.value(id, "name"), "张山");
  EXPECT_TRUE(li.open_conflicts().empty());
}

TEST_F(Discussion, that_a_record_stays_can_be_taken_back_and_then_it_may_go_after_all) {
  wang.edits(id, {{"name", "张山"}});
  li.removes(id);
  office.sync_all();
  auto asked = conflicts(wang.store(), DeskQuery{}).value().front().conflict;
  ASSERT_EQ(asked.kind, ConflictKind::delete_edit);
  Intent keeps{Op::keep, id, {}, json::object(), naming_of(asked)};
  wang.does({keeps});
  office.sync_all();
  ASSERT_EQ(in(li, asked.id).state, ConflictState::resolved);
  ASSERT_TRUE(says(wang, asked.id, {{reopen_word, true}}));
  EXPECT_EQ(in(wang, asked.id).state, ConflictState::open) << "seen at once";
  expect_everybody_agrees();
  auto again = in(li, asked.id);
  EXPECT_EQ(again.state, ConflictState::open);
  EXPECT_EQ(again.candidates.size(), 2u);
  EXPECT_EQ(li.value(id, "name"), "张山") << "it is visible meanwhile";
  Intent removes{Op::remove, id, {}, json::object(), naming_of(again)};
  li.does({removes});
  expect_everybody_agrees();
  EXPECT_EQ(in(wang, asked.id).state, ConflictState::resolved);
  EXPECT_FALSE(show(wang.store(), id));
  ASSERT_TRUE(says(wang, asked.id, {{reopen_word, true}}));
  expect_everybody_agrees();
  EXPECT_EQ(in(li, asked.id).state, ConflictState::resolved) << "a removal is taken back by keeping the record";
}

TEST_F(Discussion, a_removal_that_was_decided_is_taken_back_by_keeping_the_record) {
  wang.edits(id, {{"name", "张山"}});
  li.removes(id);
  office.sync(wang);
  office.sync_all();
  const auto asked = conflicts(wang.store(), DeskQuery{}).value().front().conflict;
  Intent removes{Op::remove, id, {}, json::object(), naming_of(asked)};
  wang.does({removes});
  expect_everybody_agrees();
  ASSERT_FALSE(show(li.store(), id));
  li.does({bringing_back(li.store(), id).value()});
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(id, "name"), "张山");
  EXPECT_TRUE(conflicts(wang.store(), DeskQuery{}).value().empty());
  EXPECT_EQ(in(wang, asked.id).resolution->value, "live");
  EXPECT_EQ(bringing_back(li.store(), id).error().fault, Fault::invalid_value) << "it is here";
}

TEST_F(Discussion, that_two_are_two_can_be_taken_back_as_long_as_both_are_there) {
  auto one = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  auto other = li.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  office.sync_all();
  auto asked = conflicts(wang.store(), DeskQuery{}).value().front().conflict;
  ASSERT_EQ(asked.kind, ConflictKind::duplicate);
  auto two = [&](PartyTablet& tablet) {
    Intent intent;
    intent.op = Op::distinct;
    intent.record = asked.record;
    intent.resolves = naming_of(in(tablet, asked.id));
    tablet.does({std::move(intent)});
    office.sync_all();
  };
  two(wang);
  ASSERT_EQ(in(li, asked.id).state, ConflictState::resolved);
  ASSERT_TRUE(says(li, asked.id, {{reopen_word, true}}));
  expect_everybody_agrees();
  EXPECT_EQ(in(wang, asked.id).state, ConflictState::open);
  EXPECT_EQ(in(wang, asked.id).candidates.size(), 2u);
  two(li);
  ASSERT_EQ(in(wang, asked.id).state, ConflictState::resolved);
  // One of them goes while somebody asks again: there is nothing to ask any more.
  wang.removes(other == asked.record ? one : other);
  office.sync(wang);
  ASSERT_TRUE(says(li, asked.id, {{reopen_word, true}}));
  expect_everybody_agrees();
  EXPECT_EQ(in(li, asked.id).state, ConflictState::resolved);
  EXPECT_TRUE(office.server().archive().verify());
}

TEST_F(Discussion, what_a_rule_forbids_together_is_asked_again_too) {
  auto home = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}, {"area_build", 9000}, {"area_inner", 8000}});
  office.sync_all();
  wang.edits(home, {{"area_build", 8200}});
  li.edits(home, {{"area_inner", 8500}});
  office.sync_all();
  auto list = conflicts(wang.store(), DeskQuery{}).value();
  ASSERT_EQ(list.size(), 1u);
  auto asked = list.front().conflict;
  ASSERT_EQ(asked.kind, ConflictKind::combination);
  Intent decides{Op::change, home, {}, {{"area_build", 8600}, {"area_inner", 8500}}, naming_of(asked)};
  wang.does({decides});
  expect_everybody_agrees();
  ASSERT_EQ(in(li, asked.id).state, ConflictState::resolved);
  ASSERT_TRUE(says(li, asked.id, {{reopen_word, true}}));
  expect_everybody_agrees();
  auto again = in(wang, asked.id);
  EXPECT_EQ(again.state, ConflictState::open);
  EXPECT_EQ(again.candidates.front().value, (json{{"area_build", 8600}, {"area_inner", 8500}})) << "what stands";
  decides.resolves = naming_of(again);
  decides.set = {{"area_build", 9000}, {"area_inner", 8500}};
  wang.does({decides});
  expect_everybody_agrees();
  EXPECT_EQ(in(li, asked.id).state, ConflictState::resolved);
}

TEST_F(Discussion, who_has_not_seen_the_decision_does_not_undo_it) {
  auto asked = quarrel().conflict;
  wang.resolves(asked, "张珊");
  li.resolves(asked, "张珊");
  office.sync(wang);
  ASSERT_TRUE(says(li, asked.id, {{reopen_word, true}, {remark_word, "不对"}})) << "of their own decision";
  expect_everybody_agrees();
  EXPECT_EQ(in(wang, asked.id).state, ConflictState::resolved);
  EXPECT_EQ(in(wang, asked.id).remarks.size(), 1u) << "what was said is kept all the same";
}

TEST_F(Discussion, what_no_conflict_takes_is_refused_at_once) {
  auto asked = quarrel().conflict;
  auto fault = [&](const RecordId& conflict, json words) {
    auto said = says(wang, conflict, std::move(words));
    return said ? Fault::internal : said.error().fault;
  };
  EXPECT_EQ(fault(asked.id, json::object()), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"remark", ""}}), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"remark", 7}}), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"remark", "a\x01z"}}), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"remark", std::string(remark_characters_max + 1, 'x')}}), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"assignee", ""}}), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"reopen", false}}), Fault::invalid_value);
  EXPECT_EQ(fault(asked.id, {{"name", "张珊"}}), Fault::invalid_value);
  EXPECT_EQ(fault(id, {{"remark", "x"}}), Fault::not_found);
  EXPECT_EQ(fault(RecordId{{9}}, {{"remark", "x"}}), Fault::not_found);
  EXPECT_FALSE(person_named(wang.store(), "nobody"));
  EXPECT_EQ(status(wang.store())->pending, 0u);
}

TEST_F(Discussion, grave_ones_come_first_and_then_the_oldest) {
  wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  li.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  office.sync_all();
  quarrel("sex", "male", "female");
  quarrel("name");
  auto list = conflicts(wang.store(), DeskQuery{}).value();
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].conflict.kind, ConflictKind::duplicate);
  EXPECT_EQ(list[1].conflict.field, "name");
  EXPECT_EQ(list[1].severity, Severity::high);
  EXPECT_EQ(list[2].conflict.field, "sex");
}

TEST_F(Discussion, a_candidate_tells_what_its_author_had_not_seen) {
  wang.edits(id, {{"name", "张山"}});
  office.sync(wang);
  li.edits(id, {{"name", "张珊"}});
  office.sync_all();
  auto asked = conflicts(wang.store(), DeskQuery{}).value().front().conflict;
  EXPECT_TRUE(missed_by(asked, asked.candidates[0]).empty());
  EXPECT_EQ(missed_by(asked, asked.candidates[1]), std::vector{asked.candidates[0].stamp.seq});

  auto& zhao = office.tablet("zhao");
  office.sync_all();
  zhao.edits(id, {{"name", "张三丰"}});
  office.sync_all();
  asked = in(wang, asked.id);
  ASSERT_EQ(asked.candidates.size(), 3u);
  EXPECT_TRUE(missed_by(asked, asked.candidates[2]).empty()) << "zhao had both on the screen";
  zhao.resolves(asked, "张三丰");
  office.sync_all();
  asked = in(wang, asked.id);
  EXPECT_TRUE(missed_by(asked, *asked.resolution).empty());
}

TEST_F(Discussion, one_decision_for_many_is_previewed_and_leaves_others_alone) {
  auto& zhao = office.tablet("zhao");
  std::vector<RecordId> people;
  for (int i = 0; i < 5; ++i) people.push_back(wang.creates("resident", {{"name", "张三"}}));
  office.sync_all();
  for (const auto& one : people) {
    wang.edits(one, {{"name", "张山"}});
    li.edits(one, {{"name", "张珊"}});
  }
  zhao.edits(people[4], {{"name", "张善"}});  // a third one has a say in this one
  office.sync_all();
  BulkQuery query{"resident", "name", li.store().identity()->person, wang.store().identity()->person};
  auto plan = bulk_plan(zhao.store(), query).value();
  ASSERT_EQ(plan.decisions.size(), 4u);
  EXPECT_EQ(zhao.open_conflicts().size(), 5u) << "a preview decides nothing";
  for (const auto& one : plan.decisions) EXPECT_EQ(one.value, "张珊");
  EXPECT_EQ(carry_out(zhao.store(), plan).value().decided.size(), 4u);
  office.sync_all();
  EXPECT_EQ(wang.open_conflicts().size(), 1u);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(wang.value(people[static_cast<std::size_t>(i)], "name"), "张珊");
}

TEST_F(Discussion, more_than_fifty_that_are_one_become_one) {
  std::vector<RecordId> losers;
  for (int i = 0; i < 60; ++i)
    losers.push_back(li.creates("resident", {{"name", "张三"}, {"archive_no", "HX-0000017"}}));
  wang.edits(id, {{"archive_no", "HX-0000017"}});
  office.sync(wang);
  office.sync_all();
  const auto asked = conflicts(wang.store(), DeskQuery{}).value().front().conflict;
  ASSERT_EQ(asked.candidates.size(), 61u);
  EXPECT_EQ(merge_records(wang.store(), id, losers, naming_of(asked)).value().records, 60u);
  expect_everybody_agrees();
  EXPECT_TRUE(conflicts(li.store(), DeskQuery{}).value().empty());
  EXPECT_EQ(show(li.store(), losers.back()).value().id, id);
}

}  // namespace
}  // namespace doorstep::test
