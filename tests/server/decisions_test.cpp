// Many decisions at once and the desk's saved rules, between tablets and a server.
#include <gtest/gtest.h>

#include <set>

#include "engine/desk_rules.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct Saying {
  const char* name;
  const char* source = "form";
};

class Decisions : public ::testing::Test {
 protected:
  /// Two colleagues give each of these residents another name, neither knowing of the other.
  std::vector<RecordId> quarrel(std::size_t count, Saying wangs = {"张山"}, Saying lis = {"张珊"}) {
    std::vector<RecordId> people;
    for (std::size_t i = 0; i < count; ++i) people.push_back(wang.creates("resident", {{"name", "张三"}}));
    office.sync_all();
    for (const auto& id : people) {
      says(wang, id, wangs);
      says(li, id, lis);
    }
    office.sync_all();
    return people;
  }
  static void says(PartyTablet& tablet, const RecordId& id, Saying what) {
    Intent intent;
    intent.record = id;
    intent.set = {{"name", what.name}};
    intent.source = what.source;
    tablet.does({std::move(intent)});
  }
  DecisionPlan plan_for_li() {
    BulkQuery query{"resident", "name", li.store().identity()->person, wang.store().identity()->person};
    return bulk_plan(zhao.store(), query).value();
  }
  DeskRule saved_rule(PartyTablet& tablet, const char* better, const char* over) {
    DeskRule rule;
    rule.about = "resident";
    rule.field = "name";
    rule.better = better;
    rule.over = over;
    return save_rule(tablet.store(), rule).value();
  }

  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  PartyTablet& zhao = office.tablet("zhao");
};

TEST_F(Decisions, what_the_preview_did_not_show_keeps_its_conflict_open) {
  const auto people = quarrel(3);
  const auto plan = plan_for_li();
  ASSERT_EQ(plan.decisions.size(), 3u);
  says(wang, people[0], {"张姗"});  // known to the desk before it says yes
  office.sync_all();
  says(wang, people[1], {"张姗"});  // on its way
  const auto done = carry_out(zhao.store(), plan).value();
  EXPECT_EQ(done.decided.size(), 2u);
  EXPECT_EQ(done.kept_open, 1u);
  office.sync_all();
  for (auto* tablet : {&wang, &li, &zhao}) {
    EXPECT_EQ(tablet->open_conflicts().size(), 2u) << tablet->name();
    EXPECT_EQ(tablet->value(people[2], "name"), "张珊");
  }
}

TEST_F(Decisions, a_plan_is_written_as_it_was_shown_by_whatever_process_says_yes) {
  quarrel(2);
  const auto shown = plan_for_li();
  keep_plan(zhao.store(), shown).value();
  const auto asked = zhao.open_conflicts().front();
  zhao.resolves(asked, asked.candidates[0].value);  // decided by hand meanwhile
  const auto kept = kept_plan(zhao.store(), shown.mark).value();
  ASSERT_EQ(kept.decisions.size(), 2u);
  const auto done = carry_out(zhao.store(), kept).value();
  EXPECT_EQ(done.decided.size(), 1u);
  EXPECT_EQ(done.over, 1u) << "what was decided is not asked about anew";
  EXPECT_TRUE(carry_out(zhao.store(), kept).value().decided.empty()) << "a second yes says nothing";
  keep_plan(zhao.store(), plan_for_li()).value();
  EXPECT_EQ(kept_plan(zhao.store(), shown.mark).error().fault, Fault::not_found);
}

TEST_F(Decisions, all_of_a_batch_is_taken_back_on_any_tablet_and_nothing_else) {
  const auto people = quarrel(3);
  const auto before = zhao.open_conflicts();
  const auto by_hand = before.front();
  zhao.resolves(by_hand, "张珊");
  const auto plan = plan_for_li();
  carry_out(zhao.store(), plan).value();
  office.sync_all();
  EXPECT_TRUE(wang.open_conflicts().empty());
  EXPECT_EQ(decided_under(wang.store(), plan.mark).value().size(), 2u);
  EXPECT_EQ(take_back(wang.store(), plan.mark).value(), 2u);
  EXPECT_EQ(take_back(wang.store(), plan.mark).value(), 0u);
  office.sync_all();
  const auto again = zhao.open_conflicts();
  ASSERT_EQ(again.size(), 2u);
  for (const auto& conflict : again) {
    EXPECT_NE(conflict.id, by_hand.id);
    std::set<json> values;
    for (const auto& one : conflict.candidates) values.insert(one.value);
    EXPECT_EQ(values, (std::set<json>{"张山", "张珊"})) << "all that was asked is asked again";
  }
}

TEST_F(Decisions, who_picked_the_wrong_person_for_many_takes_it_back_and_picks_the_right_one) {
  const auto people = quarrel(3);
  BulkQuery wrong{"resident", "name", wang.store().identity()->person, li.store().identity()->person};
  const auto slip = bulk_plan(zhao.store(), wrong).value();
  ASSERT_EQ(carry_out(zhao.store(), slip).value().decided.size(), 3u);
  office.sync_all();
  ASSERT_EQ(take_back(zhao.store(), slip.mark).value(), 3u);
  office.sync_all();
  says(wang, people[2], {"张姗"});  // on its way when the desk decides
  const auto plan = plan_for_li();
  ASSERT_EQ(plan.decisions.size(), 3u) << "the decision that was taken back is nobody's voice";
  EXPECT_EQ(plan.decisions[0].intent.resolves->seen.size(), 3u) << "it is named all the same";
  ASSERT_EQ(carry_out(zhao.store(), plan).value().decided.size(), 3u);
  office.sync_all();
  EXPECT_EQ(li.value(people[0], "name"), "张珊");
  EXPECT_EQ(li.value(people[1], "name"), "张珊");
  const auto open = li.open_conflicts();
  ASSERT_EQ(open.size(), 1u) << "what nobody had seen is asked further";
  EXPECT_EQ(open[0].record, people[2]);
}

TEST_F(Decisions, a_name_that_no_field_and_no_type_has_is_told_and_not_taken_for_nothing_to_decide) {
  quarrel(1);
  auto fault = [&](const std::string& type, const std::string& field) {
    BulkQuery query{type, field, wang.store().identity()->person, li.store().identity()->person};
    const auto plan = bulk_plan(zhao.store(), query);
    return plan ? Fault::internal : plan.error().fault;
  };
  EXPECT_EQ(fault("residents", "name"), Fault::unknown_type);
  EXPECT_EQ(fault("resident", "nmae"), Fault::unknown_field);
  EXPECT_EQ(fault("", "nmae"), Fault::unknown_field);
  EXPECT_EQ(fault("", "name"), Fault::internal) << "of any type";
}

TEST_F(Decisions, the_later_one_is_not_the_decision_that_was_taken_back) {
  const auto id = wang.creates("resident", {{"name", "张三"}});
  office.sync_all();
  says(wang, id, {"张山"});
  office.time().now += Millis{60'000};
  says(li, id, {"张珊"});
  office.sync_all();
  BulkQuery wrong{"resident", "name", wang.store().identity()->person, li.store().identity()->person};
  const auto slip = bulk_plan(zhao.store(), wrong).value();
  office.time().now += Millis{60'000};
  ASSERT_EQ(carry_out(zhao.store(), slip).value().decided.size(), 1u);
  take_back(zhao.store(), slip.mark).value();
  office.sync_all();
  DeskRule rule;
  rule.about = "resident";
  rule.kind = DeskRule::Kind::later;
  rule = save_rule(zhao.store(), rule).value();
  const auto plan = plan_by_rule(zhao.store(), rule.id).value();
  ASSERT_EQ(plan.decisions.size(), 1u);
  EXPECT_EQ(plan.decisions[0].value, "张珊");
}

TEST_F(Decisions, a_number_read_from_a_paper_keeps_its_paper_when_the_other_one_was_called_later) {
  const auto person = wang.creates("resident", {{"name", "张三"}});
  const auto id = wang.creates("contact", {{"resident", text(person)}, {"kind", "mobile"}, {"value", "13800138000"}});
  office.sync_all();
  wang.edits(id, {{"value", "13900139000"}, {"verified", "document"}});
  office.time().now += Millis{60'000};
  li.edits(id, {{"value", "13700137000"}, {"verified", "called"}});
  office.sync(wang);
  EXPECT_TRUE(conflicts(li.store()).value().empty());
  office.sync_all();
  for (auto* tablet : {&wang, &li, &zhao}) {
    EXPECT_EQ(tablet->value(id, "verified"), "called") << "the later one stands";
    const auto view = conflicts(tablet->store()).value().at(0);
    EXPECT_EQ(view.evidence.at(0), (std::set<std::string>{"document", "form"})) << tablet->name();
    EXPECT_EQ(view.evidence.at(1), (std::set<std::string>{"form", "phone"})) << tablet->name();
  }
  DeskRule rule;
  rule.about = "contact";
  rule.better = "document";
  rule.over = "phone";
  EXPECT_EQ(save_rule(zhao.store(), rule).value().fits, 1u);
  office.sync_all();
  expect_same(zhao.store(), office.server().archive());
}

TEST_F(Decisions, hundreds_go_in_bundles_within_their_limits) {
  quarrel(decisions_in_a_bundle_max + 5);
  const auto before = zhao.store().tip().value().value;
  EXPECT_EQ(carry_out(zhao.store(), plan_for_li()).value().decided.size(), decisions_in_a_bundle_max + 5);
  EXPECT_EQ(zhao.store().tip().value().value, before + 2);
  office.sync_all();
  EXPECT_TRUE(wang.open_conflicts().empty());
}

TEST_F(Decisions, a_rule_decides_nothing_until_somebody_presses_it_and_every_decision_names_it) {
  const auto people = quarrel(2, {"张山", "document"}, {"张珊", "phone"});
  quarrel(1, {"张山", "document"}, {"张珊", "document"});
  quarrel(1, {"张山", "visit"}, {"张珊", "phone"});
  const auto rule = saved_rule(zhao, "document", "phone");
  EXPECT_EQ(rule.fits, 2u);
  office.sync_all();
  EXPECT_EQ(wang.open_conflicts().size(), 4u);
  const auto known = desk_rules(wang.store()).value();  // it is data like any other: on every tablet, with its author
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].author, "zhao");
  EXPECT_EQ(known[0].fits, 2u);
  const auto plan = plan_by_rule(wang.store(), rule.id).value();
  ASSERT_EQ(plan.decisions.size(), 2u);
  EXPECT_EQ(plan.decisions[0].value, "张山");
  carry_out(wang.store(), plan).value();
  office.sync_all();
  EXPECT_EQ(li.open_conflicts().size(), 2u);
  for (const auto& view : decided_under(li.store(), rule.mark).value())
    EXPECT_EQ(view.conflict.resolution->stamp.source, rule.mark);
  for (const auto& id : people) EXPECT_EQ(li.value(id, "name"), "张山");

  EXPECT_EQ(take_back(zhao.store(), rule.mark).value(), 2u);
  drop_rule(zhao.store(), rule.id).value();
  office.sync_all();
  EXPECT_EQ(wang.open_conflicts().size(), 4u);
  EXPECT_TRUE(desk_rules(wang.store()).value().empty());
}

TEST_F(Decisions, the_later_visit_prevails_where_both_were_visits) {
  const auto people = quarrel(1, {"张山", "visit"}, {"张珊", "visit"});
  quarrel(1, {"张山", "visit"}, {"张珊", "phone"});
  DeskRule rule;
  rule.about = "resident";
  rule.kind = DeskRule::Kind::later;
  rule.better = "visit";
  rule = save_rule(zhao.store(), rule).value();
  const auto plan = plan_by_rule(zhao.store(), rule.id).value();
  for (const auto& one : plan.decisions) {
    EXPECT_EQ(one.view.conflict.record, people[0]);
    const auto& said = one.view.conflict.candidates;
    const auto& later = *said[0].stamp.at < *said[1].stamp.at ? said[1] : said[0];
    EXPECT_EQ(one.value, later.value);
  }
  EXPECT_LE(plan.decisions.size(), 1u) << "of one moment neither is the later";
}

TEST_F(Decisions, an_ended_rule_is_listed_as_long_as_something_stands_by_it_and_can_be_taken_back) {
  quarrel(2, {"张山", "document"}, {"张珊", "phone"});
  const auto rule = saved_rule(zhao, "document", "phone");
  carry_out(zhao.store(), plan_by_rule(zhao.store(), rule.id).value()).value();
  drop_rule(zhao.store(), rule.id).value();
  office.sync_all();
  EXPECT_TRUE(desk_rules(wang.store()).value().empty());
  const auto ended = ended_rules(wang.store()).value();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].id, rule.id);
  EXPECT_TRUE(ended[0].ended);
  EXPECT_EQ(ended[0].decided, 2u);
  EXPECT_EQ(take_back(wang.store(), ended[0].mark).value(), 2u);
  EXPECT_TRUE(ended_rules(wang.store()).value().empty());
}

TEST_F(Decisions, who_may_not_decide_may_write_no_rule_and_who_decides_needs_nothing_more) {
  office.person("reception", "front_desk");
  office.person("judge", "conflict_admin");
  auto& reception = office.tablet("reception");
  auto& judge = office.tablet("judge");
  quarrel(1, {"张山", "document"}, {"张珊", "phone"});
  DeskRule rule;
  rule.about = "resident";
  rule.better = "document";
  EXPECT_EQ(save_rule(reception.store(), rule).error().fault, Fault::not_allowed);
  rule = save_rule(judge.store(), rule).value();
  office.sync_all();
  EXPECT_EQ(desk_rules(zhao.store()).value().size(), 1u);
  EXPECT_TRUE(desk_rules(reception.store()).value().empty());
  carry_out(judge.store(), plan_by_rule(judge.store(), rule.id).value()).value();
  office.sync_all();
  EXPECT_TRUE(zhao.open_conflicts().empty());
}

TEST_F(Decisions, a_rule_that_nobody_could_apply_is_refused) {
  DeskRule rule;
  rule.about = "resident";
  EXPECT_EQ(save_rule(zhao.store(), rule).error().fault, Fault::invalid_value);
  rule.better = "document";
  rule.field = "colour";
  EXPECT_EQ(save_rule(zhao.store(), rule).error().fault, Fault::unknown_field);
  rule.about = "spaceship";
  EXPECT_EQ(save_rule(zhao.store(), rule).error().fault, Fault::unknown_type);
  rule.about = "resident";
  rule.field = "name";
  rule.better = "hearsay";
  EXPECT_EQ(save_rule(zhao.store(), rule).error().fault, Fault::invalid_value);
  EXPECT_EQ(take_back(zhao.store(), "form").error().fault, Fault::usage) << "a source is no batch";
}

}  // namespace
}  // namespace doorstep::test
