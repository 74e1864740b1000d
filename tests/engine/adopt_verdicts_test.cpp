#include "tests/engine/adopt_scene.h"

namespace doorstep::test {
namespace {

class AdoptVerdicts : public Adopt {};

TEST_F(AdoptVerdicts, a_refused_change_is_in_the_persons_list_and_the_record_shows_the_servers_state_again) {
  auto id = known_resident();
  server.refuse(id, Fault::not_allowed);
  tablet.changes(id, {{"occupation", "医生"}});
  tablet.changes(id, {{"employer", "三中"}});
  auto edits = tablet.waiting_edits();
  auto verdicts = tablet.pushes_to(server);
  tablet.store().adopt(verdicts).value();
  EXPECT_EQ(tablet.value(id, "occupation"), "教师");
  EXPECT_EQ(tablet.value(id, "employer"), nullptr);
  auto list = refusals(tablet.store()).value();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].edit, edits[0].id);
  EXPECT_EQ(list[0].code, "not_allowed");
  EXPECT_EQ(list[0].body.at("set"), (json{{"occupation", "医生"}}));
  EXPECT_EQ(list[1].code, "held");
  EXPECT_EQ(list[1].held_by, edits[0].id);
  EXPECT_TRUE(tablet.store().outbox_empty().value());
  EXPECT_EQ(status(tablet.store()).value().refusals, 2U);
  expect_agreement();
}

TEST_F(AdoptVerdicts, a_refused_creation_vanishes_with_what_was_written_into_it_later) {
  known_resident();
  auto id = tablet.creates("resident", {{"name", "李四"}});
  server.refuse(id, Fault::not_allowed);
  tablet.changes(id, {{"occupation", "医生"}});
  auto verdicts = tablet.pushes_to(server);
  auto later = verdicts;
  verdicts.verdicts.pop_back();
  later.verdicts.erase(later.verdicts.begin());
  tablet.store().adopt(verdicts).value();
  EXPECT_FALSE(tablet.shows(id));
  EXPECT_EQ(tablet.tries(tablet.change(id, {{"name", "李五"}})).error().fault, Fault::not_found);
  tablet.store().adopt(later).value();
  EXPECT_EQ(refusals(tablet.store()).value().size(), 2U);
  expect_agreement();
}

TEST_F(AdoptVerdicts, a_refusal_of_one_edit_leaves_the_bundles_other_edits_alone) {
  auto first = known_resident();
  auto second = server.colleague_creates("resident", {{"name", "李四"}});
  tablet.meets(server);
  server.refuse(first, Fault::not_allowed);
  tablet.store().edit({tablet.change(first, {{"name", "甲"}}), tablet.change(second, {{"name", "乙"}})}).value();
  tablet.store().adopt(tablet.pushes_to(server)).value();
  EXPECT_EQ(tablet.value(first, "name"), "张三");
  EXPECT_EQ(tablet.value(second, "name"), "乙");
  EXPECT_EQ(refusals(tablet.store()).value().size(), 1U);
  expect_agreement();
}

TEST_F(AdoptVerdicts, a_verdict_that_leaves_out_an_edit_or_names_another_is_not_believed) {
  auto id = known_resident();
  tablet.store().edit({tablet.change(id, {{"occupation", "医生"}}), tablet.change(id, {{"employer", "三中"}})}).value();
  auto good = tablet.pushes_to(server);
  auto short_one = good, swapped = good, foreign = good;
  short_one.verdicts[0].edits.pop_back();
  std::swap(swapped.verdicts[0].edits[0], swapped.verdicts[0].edits[1]);
  foreign.verdicts[0].edits[1].edit = EditId{{9}};
  for (const auto& wrong : {short_one, swapped, foreign}) {
    EXPECT_EQ(tablet.store().adopt(wrong).error().fault, Fault::bad_frame);
    EXPECT_EQ(tablet.store().greeting().value().waiting, 1U);
  }
  tablet.store().adopt(good).value();
  EXPECT_EQ(tablet.store().greeting().value().waiting, 0U);
}

TEST_F(AdoptVerdicts, a_conflict_is_foretold_with_the_id_that_the_server_will_give_it) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  adopts(tail()).value();
  auto foretold = tablet.open_conflicts();
  ASSERT_EQ(foretold.size(), 1U);
  EXPECT_EQ(foretold[0].conflict.record, id);
  EXPECT_EQ(tablet.value(id, "name"), "张珊");
  EXPECT_EQ(show(tablet.store(), id).value().conflicts, std::vector{foretold[0].conflict.id});
  tablet.store().adopt(tablet.pushes_to(server)).value();
  auto real = server.open_conflicts(id);
  ASSERT_EQ(real.size(), 1U);
  EXPECT_EQ(real[0].id, foretold[0].conflict.id);
  adopts(tail()).value();  // the page holds only the conflict: the record itself did not change
  ASSERT_EQ(tablet.open_conflicts().size(), 1U);
  EXPECT_EQ(tablet.open_conflicts()[0].conflict.candidates.size(), 2U);
  expect_sound();
  expect_agreement();
  EXPECT_EQ(tablet.open_conflicts().size(), 1U);
}

TEST_F(AdoptVerdicts, a_foretold_conflict_disappears_when_the_server_says_otherwise) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  adopts(tail()).value();
  ASSERT_EQ(tablet.open_conflicts().size(), 1U);
  server.colleague_changes(id, {{"name", "张珊"}}, {{"name", "张三"}});  // taken back before ours arrives
  adopts(tail()).value();
  EXPECT_TRUE(tablet.open_conflicts().empty());
  EXPECT_EQ(tablet.value(id, "name"), "张山");
  expect_agreement();
  EXPECT_EQ(tablet.value(id, "name"), "张山");
}

TEST_F(AdoptVerdicts, a_conflict_refused_with_its_edit_is_gone) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  server.refuse(id, Fault::not_allowed);
  adopts(tail()).value();
  ASSERT_EQ(tablet.open_conflicts().size(), 1U);
  tablet.store().adopt(tablet.pushes_to(server)).value();
  EXPECT_TRUE(tablet.open_conflicts().empty());
  EXPECT_EQ(tablet.value(id, "name"), "张珊");
  expect_agreement();
}

TEST_F(AdoptVerdicts, a_decision_made_here_is_shown_at_once_and_holds_on_the_server) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  tablet.meets(server);
  auto open = tablet.open_conflicts();
  ASSERT_EQ(open.size(), 1U);
  Intent decision = tablet.change(id, {{"name", "张山"}});
  decision.resolves = Naming{open[0].conflict.id, {}};
  for (const auto& candidate : open[0].conflict.candidates) decision.resolves->seen.push_back(candidate.stamp.edit);
  ASSERT_TRUE(tablet.tries(decision));
  EXPECT_TRUE(tablet.open_conflicts().empty());
  EXPECT_EQ(tablet.value(id, "name"), "张山");
  expect_agreement();
  EXPECT_TRUE(server.open_conflicts(id).empty());
  EXPECT_EQ(server.value(id, "name"), "张山");
}

TEST_F(AdoptVerdicts, a_conflict_decided_elsewhere_closes_here) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  tablet.meets(server);
  server.colleague_resolves(tablet.open_conflicts().at(0).conflict.id, {{"name", "张杉"}});
  adopts(tail()).value();
  EXPECT_TRUE(tablet.open_conflicts().empty());
  EXPECT_EQ(tablet.value(id, "name"), "张杉");
  expect_agreement();
}

TEST_F(AdoptVerdicts, a_resident_removed_by_a_colleague_vanishes_and_comes_back_with_ones_own_unsent_change) {
  auto id = known_resident();
  auto other = server.colleague_creates("resident", {{"name", "李四"}});
  tablet.meets(server);
  tablet.changes(id, {{"occupation", "医生"}});
  server.colleague_removes(id);
  server.colleague_removes(other);
  adopts(tail()).value();
  EXPECT_FALSE(tablet.shows(other));
  EXPECT_TRUE(tablet.shows(id));
  ASSERT_EQ(tablet.open_conflicts().size(), 1U);
  EXPECT_EQ(tablet.open_conflicts()[0].conflict.kind, ConflictKind::delete_edit);
  expect_agreement();
  EXPECT_EQ(server.open_conflicts(id).size(), 1U);
}

}  // namespace
}  // namespace doorstep::test
