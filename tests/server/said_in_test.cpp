// In which visit a value was said: signed by its author, told on every tablet as far as that one knows the visit.
#include <gtest/gtest.h>

#include "engine/merge_plan.h"
#include "engine/visit.h"
#include "shared/role.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct SaidInVisit : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  RecordId home = wang.creates("unit", {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}});
  RecordId person = wang.creates("resident", {{"name", "张三"}});
  SaidInVisit() { office.sync_all(); }

  /// A call at this home, in which the person is called so.
  RecordId hears(PartyTablet& tablet, const RecordId& unit, const std::string& name) {
    const auto visit = begin_visit(tablet.store(), unit).value().visit;
    Intent edit;
    edit.record = person;
    edit.set = {{"name", name}};
    edit.visit = visit;
    tablet.does({std::move(edit)});
    finish_visit(tablet.store(), json::object()).value();
    return visit;
  }
  static ConflictView asked(PartyTablet& tablet) { return conflicts(tablet.store()).value().at(0); }
};

TEST_F(SaidInVisit, both_sides_of_a_conflict_tell_in_which_visit_each_value_was_said_and_at_which_home) {
  const auto first = hears(wang, home, "张山");
  const auto second = hears(li, home, "章三");
  office.sync(wang);
  office.sync_all();
  for (auto* tablet : {&wang, &li}) {
    const auto view = asked(*tablet);
    ASSERT_EQ(view.conflict.candidates.size(), 2U);
    EXPECT_EQ(view.conflict.candidates[0].stamp.visit, first) << "the value that stands";
    EXPECT_EQ(view.conflict.candidates[1].stamp.visit, second);
    for (const auto& visit : {first, second}) {
      EXPECT_TRUE(view.visits.at(visit).started_at);
      EXPECT_EQ(view.visits.at(visit).unit, home);
      EXPECT_EQ(said_in_answer(tablet->store().archive_template(), visit, view.visits).at("home"), "3-2-1502");
    }
  }
  expect_same(wang.store(), office.server().archive());
}

TEST_F(SaidInVisit, what_was_said_outside_names_none_and_a_decision_taken_at_the_door_does) {
  hears(wang, home, "张山");
  office.sync(wang);
  li.edits(person, {{"name", "章三"}});
  office.sync_all();
  auto view = asked(wang);
  EXPECT_TRUE(view.conflict.candidates[0].stamp.visit);
  EXPECT_FALSE(view.conflict.candidates[1].stamp.visit);
  const auto visit = begin_visit(li.store(), home).value().visit;
  Intent decision;
  decision.record = person;
  decision.set = {{"name", "章三"}};
  decision.resolves = naming_of(view.conflict);
  decision.visit = visit;
  li.does({decision});
  finish_visit(li.store(), json::object()).value();
  office.sync_all();
  view = conflict(wang.store(), view.conflict.id).value();
  ASSERT_TRUE(view.conflict.resolution);
  EXPECT_EQ(view.conflict.resolution->stamp.visit, visit);
  EXPECT_EQ(view.visits.at(visit).unit, home);
}

TEST_F(SaidInVisit, what_was_said_in_a_visit_that_the_household_signed_has_its_signature_beside_it) {
  const auto visit = begin_visit(wang.store(), home).value().visit;
  Intent edit;
  edit.record = person;
  edit.set = {{"name", "张山"}};
  edit.visit = visit;
  wang.does({std::move(edit)});
  finish_visit(wang.store(), {{"signature", "12,30 13,31;40,8"}}).value();
  hears(li, home, "章三");
  office.sync(wang);
  office.sync_all();
  for (auto* tablet : {&wang, &li}) {
    const auto view = asked(*tablet);
    EXPECT_TRUE(view.evidence.at(0).contains("signature")) << tablet->name();
    EXPECT_FALSE(view.evidence.at(1).contains("signature")) << tablet->name();
  }
}

TEST_F(SaidInVisit, it_goes_along_when_the_record_becomes_one_with_another) {
  const auto other = li.creates("resident", {{"name", "张叁"}});
  office.sync_all();
  const auto visit = hears(wang, home, "张山");
  office.sync(wang);
  li.edits(person, {{"name", "章三"}});
  office.sync_all();
  ASSERT_TRUE(merge_records(wang.store(), other, {person}, std::nullopt));
  office.sync_all();
  for (auto* tablet : {&wang, &li}) {
    const auto view = asked(*tablet);
    EXPECT_EQ(view.conflict.record, other);
    EXPECT_TRUE(std::any_of(view.conflict.candidates.begin(), view.conflict.candidates.end(),
                            [&](const Candidate& one) { return one.value == "张山" && one.stamp.visit == visit; }));
  }
  expect_same(li.store(), office.server().archive());
}

TEST_F(SaidInVisit, the_history_tells_it_of_each_edit) {
  const auto visit = hears(wang, home, "张山");
  office.sync_all();
  office.sync(li, {}, {person});
  const auto told = history(li.store(), person).value();
  ASSERT_EQ(told.entries.size(), 2U);
  EXPECT_FALSE(told.entries[0].at("edit").contains("visit"));
  EXPECT_EQ(told.entries[1].at("edit").at("visit"), text(visit));
  EXPECT_EQ(told.visits.at(visit).unit, home);
}

// A visit in a building where they do not look, or that their role does not read: its id, and nothing else.
TEST_F(SaidInVisit, who_does_not_know_the_visit_is_told_its_id_and_no_more) {
  auto blind = *parse_json(Role::shipped("manager")->text());
  blind["types"]["visit"] = json::object();
  ASSERT_TRUE(office.server().archive().set_role(canonical(blind), from_ms(1)));
  ASSERT_TRUE(office.server().archive().add_person({"five", "five", "field", "", "5"}));
  office.person("zhao", "manager");
  const auto visit = hears(wang, home, "张山");
  office.sync(wang);
  li.edits(person, {{"name", "章三"}});
  office.sync_all();
  for (const char* who : {"five", "zhao"}) {
    auto& tablet = office.tablet(who);
    ASSERT_FALSE(office.sync(tablet));
    EXPECT_FALSE(show(tablet.store(), visit)) << who;
    const auto view = asked(tablet);
    ASSERT_TRUE(view.visits.contains(visit)) << who;
    EXPECT_FALSE(view.visits.at(visit).started_at) << who;
    EXPECT_FALSE(view.visits.at(visit).unit) << who;
    EXPECT_EQ(said_in_answer(tablet.store().archive_template(), visit, view.visits), json({{"id", text(visit)}}));
    EXPECT_TRUE(status(tablet.store())->agrees) << who;
  }
}

}  // namespace
}  // namespace doorstep::test
