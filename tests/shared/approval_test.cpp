// What is only proposed, and who may say yes to it: docs/merge.md §Approvals.
#include "shared/approval.h"

#include <gtest/gtest.h>

#include "shared/merge_approval.h"
#include "shared/merge_records.h"
#include "shared/rights.h"
#include "tests/merge_scene.h"

namespace doorstep {
namespace {

using test::change;
using test::scene;
using test::scene_template;
using test::visible;

const std::string wang = "wang/t1/1", wang_again = "wang/t9/1", li = "li/t2/1", chen = "chen/t7/1";

/// A record on the server; people write and propose, whoever they are.
class Server {
 public:
  explicit Server(const json& values) : subject_{scene(values)} {}

  Outcome take(const std::string& chain, const Edit& edit) {
    auto merged = merge(scene_template(), subject_, edit, test::arrival(chain, ++seq_));
    EXPECT_TRUE(merged) << merged.error().detail;
    if (!merged) return Outcome::applied;
    subject_ = std::move(merged->subject);
    EXPECT_EQ(test::broken(subject_), "");
    return merged->outcome;
  }
  Edit propose(const json& set) { return propose(subject_, set); }
  Edit propose(const Subject& seen, const json& set) {
    auto edit = change(++last_, seen, set);
    for (const auto& [name, value] : set.items()) edit.proposes.insert(unit_of(test::scene_type(), name)->name);
    return edit;
  }
  Edit write(const json& set) { return write(subject_, set); }
  Edit write(const Subject& seen, const json& set) { return change(++last_, seen, set); }
  Edit decide(const json& set) { return decide(subject_, set); }
  Edit decide(const Subject& seen, const json& set) {
    auto edit = change(++last_, seen, set);
    edit.resolves = Naming{seen.conflicts.back().id, {}};
    for (const auto& one : seen.conflicts.back().candidates) edit.resolves->seen.push_back(one.stamp.edit);
    return edit;
  }
  const Subject& subject() const { return subject_; }
  json value(const std::string& unit) const { return test::value_of(subject_, unit); }
  const Conflict& asked() const { return subject_.conflicts.back(); }

 private:
  Subject subject_;
  std::uint64_t seq_ = 1, last_ = 100;
};

std::set<std::string> texts(std::initializer_list<json> values) {
  std::set<std::string> out;
  for (const auto& value : values) out.insert(canonical(value));
  return out;
}

TEST(Approval, what_is_only_proposed_changes_nothing_until_somebody_approves_it) {
  Server server{{{"name", "甲"}}};
  EXPECT_EQ(server.take(wang, server.propose({{"name", "乙"}})), Outcome::conflict);
  EXPECT_EQ(server.value("name"), "甲");
  EXPECT_EQ(server.asked().kind, ConflictKind::approval);
  EXPECT_EQ(server.asked().candidates.size(), 2u);
  EXPECT_FALSE(server.asked().candidates[0].proposed);
  EXPECT_TRUE(server.asked().candidates[1].proposed);
  server.take(li, server.decide({{"name", "乙"}}));
  EXPECT_EQ(server.value("name"), "乙");
  EXPECT_EQ(server.asked().state, ConflictState::resolved);
  EXPECT_EQ(server.asked().kind, ConflictKind::approval);
}

TEST(Approval, refusing_keeps_what_stands_there) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  server.take(li, server.decide({{"name", "甲"}}));
  EXPECT_EQ(server.value("name"), "甲");
  EXPECT_EQ(server.asked().state, ConflictState::resolved);
}

TEST(Approval, its_author_takes_it_back_by_setting_the_field_back) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  EXPECT_NE(server.take(wang, server.propose({{"name", "甲"}})), Outcome::conflict);
  EXPECT_EQ(server.asked().state, ConflictState::closed);
  EXPECT_EQ(server.value("name"), "甲");
}

TEST(Approval, who_changed_a_proposal_and_set_it_back_in_one_visit_proposes_it_still) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  auto folded = server.propose({{"name", "乙"}});
  folded.base["name"] = "乙";
  server.take(wang, folded);
  EXPECT_EQ(server.asked().state, ConflictState::open);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"甲", "乙"}));
  EXPECT_NE(server.take(wang, server.propose({{"name", "甲"}})), Outcome::conflict) << "and may take it back";
  EXPECT_EQ(server.asked().state, ConflictState::closed);
}

TEST(Approval, what_one_proposed_nobody_else_takes_back) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  EXPECT_EQ(server.take(li, server.propose({{"name", "甲"}})), Outcome::conflict);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"甲", "乙"}));
}

TEST(Approval, on_another_tablet_its_author_names_it_to_take_it_back) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  auto back = server.decide({{"name", "甲"}});
  back.proposes = {"name"};
  EXPECT_NE(server.take(wang_again, back), Outcome::conflict);
  EXPECT_EQ(server.asked().state, ConflictState::closed);
}

TEST(Approval, a_later_proposal_of_ones_own_takes_the_place_of_the_earlier) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  server.take(wang, server.propose({{"name", "丙"}}));
  EXPECT_EQ(visible(server.subject(), "name"), texts({"甲", "丙"}));
  server.take(li, server.propose({{"name", "丁"}}));
  EXPECT_EQ(visible(server.subject(), "name"), texts({"甲", "丙", "丁"}));
  EXPECT_EQ(server.asked().kind, ConflictKind::approval);
}

TEST(Approval, a_proposal_stands_in_nobodys_way) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  server.take(li, server.write({{"name", "丙"}}));
  EXPECT_EQ(server.value("name"), "丙");
  EXPECT_EQ(visible(server.subject(), "name"), texts({"丙", "乙"}));
  server.take(li, server.write({{"name", "乙"}}));
  EXPECT_EQ(server.asked().state, ConflictState::closed) << "somebody wrote it who may";
}

TEST(Approval, whichever_came_first_the_same_values_are_asked_about) {
  for (bool proposal_first : {true, false}) {
    Server server{{{"name", "甲"}}};
    const auto seen = server.subject();
    const auto written = server.write(seen, {{"name", "丙"}}), proposed = server.propose(seen, {{"name", "乙"}});
    server.take(proposal_first ? wang : li, proposal_first ? proposed : written);
    server.take(proposal_first ? li : wang, proposal_first ? written : proposed);
    EXPECT_EQ(server.value("name"), "丙");
    EXPECT_EQ(visible(server.subject(), "name"), texts({"丙", "乙"}));
    EXPECT_EQ(server.asked().kind, ConflictKind::approval);
  }
}

TEST(Approval, two_who_may_write_and_disagree_are_a_conflict_as_ever_with_the_proposal_in_it) {
  Server server{{{"name", "甲"}}};
  const auto seen = server.subject();
  server.take(wang, server.propose(seen, {{"name", "乙"}}));
  server.take(li, server.write(seen, {{"name", "丙"}}));
  server.take(chen, server.write(seen, {{"name", "丁"}}));
  EXPECT_EQ(server.asked().kind, ConflictKind::field);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"乙", "丙", "丁"}));
  server.take(li, server.write(server.subject(), {{"name", "丁"}}));
  EXPECT_EQ(server.asked().kind, ConflictKind::approval) << "they agree, and the proposal still waits";
}

TEST(Approval, a_proposal_joins_the_conflict_that_is_open_already) {
  Server server{{{"name", "甲"}}};
  const auto seen = server.subject();
  server.take(li, server.write(seen, {{"name", "丙"}}));
  server.take(chen, server.write(seen, {{"name", "丁"}}));
  server.take(wang, server.propose(seen, {{"name", "乙"}}));
  ASSERT_EQ(server.subject().conflicts.size(), 1u);
  EXPECT_EQ(server.asked().kind, ConflictKind::field);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"乙", "丙", "丁"}));
}

TEST(Approval, of_an_edit_that_writes_and_proposes_each_field_goes_its_own_way) {
  Server server{{{"name", "甲"}}};
  auto edit = server.write({{"name", "乙"}, {"occupation", "医生"}});
  edit.proposes = {"name"};
  server.take(wang, edit);
  EXPECT_EQ(server.value("name"), "甲");
  EXPECT_EQ(server.value("occupation"), "医生");
}

TEST(Approval, a_group_is_proposed_as_one) {
  Server server{{{"doc_type", "id"}, {"number", "1"}}};
  server.take(wang, server.propose({{"number", "2"}}));
  EXPECT_EQ(server.value("document"), (json{{"doc_type", "id"}, {"number", "1"}}));
  EXPECT_EQ(server.asked().field, "document");
  EXPECT_EQ(server.asked().candidates[1].value, (json{{"doc_type", "id"}, {"number", "2"}}));
}

TEST(Approval, a_sum_that_is_approved_is_added_to_what_stands_there_then) {
  Server server{{{"attempts", 3}}};
  server.take(wang, server.propose({{"attempts", 5}}));
  server.take(li, server.write({{"attempts", 4}}));
  EXPECT_EQ(server.value("attempts"), 4);
  const auto seen = server.subject();
  const auto approved = approved_value(*unit_named(test::scene_type(), "attempts"), server.asked().candidates[1], 4);
  EXPECT_EQ(approved, 6);
  server.take(li, server.write({{"attempts", 14}}));  // meanwhile
  server.take(chen, server.decide(seen, {{"attempts", approved}}));
  EXPECT_EQ(server.value("attempts"), 16);
  EXPECT_EQ(server.asked().state, ConflictState::resolved);
}

TEST(Approval, sums_sets_and_entries_that_one_person_proposes_add_up) {
  Server server{{{"attempts", 3}, {"tags", {"老人"}}}};
  server.take(wang, server.propose({{"attempts", 5}}));
  server.take(wang, server.propose({{"attempts", 4}}));
  EXPECT_EQ(server.asked().candidates.back().value, 6);
  server.take(wang, server.propose({{"tags", {"老人", "养狗"}}}));
  server.take(wang, server.propose({{"tags", {"老人", "独居"}}}));
  EXPECT_EQ(server.asked().candidates.back().value, (json{"老人", "养狗", "独居"}));
  EXPECT_EQ(server.value("tags"), json({"老人"}));
  server.take(wang, server.propose({{"notes", {{{"id", "a"}, {"text", "一"}}}}}));
  server.take(wang, server.propose({{"notes", {{{"id", "b"}, {"text", "二"}}}}}));
  EXPECT_EQ(server.asked().candidates.back().value.size(), 2u);
  auto back = server.propose({{"notes", json::array()}});
  server.take(wang, back);
  EXPECT_EQ(server.asked().state, ConflictState::closed);
}

TEST(Approval, a_first_value_that_is_proposed_waits_and_anothers_stands_meanwhile) {
  Server server{json::object()};
  server.take(wang, server.propose({{"archive_no", "HX-1"}}));
  EXPECT_TRUE(server.value("archive_no").is_null());
  server.take(li, server.write({{"archive_no", "HX-2"}}));
  EXPECT_EQ(server.value("archive_no"), "HX-2");
  server.take(chen, server.decide({{"archive_no", "HX-1"}}));
  EXPECT_EQ(server.value("archive_no"), "HX-1");
}

TEST(Approval, a_new_record_has_no_value_where_it_was_only_proposed) {
  Edit edit;
  edit.id = test::edit_id(7);
  edit.record = test::scene_record;
  edit.type = "resident";
  edit.op = Op::create;
  edit.set = {{"name", "甲"}, {"archive_no", "HX-1"}};
  edit.base = {{"name", nullptr}, {"archive_no", nullptr}};
  edit.proposes = {"archive_no"};
  auto merged = merge(scene_template(), {}, edit, test::arrival(wang, 2));
  ASSERT_TRUE(merged);
  EXPECT_EQ(test::value_of(merged->subject, "name"), "甲");
  EXPECT_TRUE(test::value_of(merged->subject, "archive_no").is_null());
  ASSERT_EQ(merged->subject.conflicts.size(), 1u);
  EXPECT_EQ(test::broken(merged->subject), "");
}

TEST(Approval, two_who_decide_differently_are_asked_which_holds) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  const auto seen = server.subject();
  server.take(li, server.decide(seen, {{"name", "乙"}}));
  EXPECT_EQ(server.take(chen, server.decide(seen, {{"name", "甲"}})), Outcome::conflict);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"甲", "乙"}));
  EXPECT_EQ(server.asked().kind, ConflictKind::field);
}

TEST(Approval, a_proposal_that_the_decision_had_not_seen_goes_on_waiting) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  const auto seen = server.subject();
  server.take(chen, server.propose({{"name", "丁"}}));
  EXPECT_EQ(server.take(li, server.decide(seen, {{"name", "乙"}})), Outcome::conflict);
  EXPECT_EQ(server.value("name"), "乙");
  EXPECT_EQ(visible(server.subject(), "name"), texts({"乙", "丁"}));
  EXPECT_EQ(server.asked().kind, ConflictKind::approval);
}

TEST(Approval, what_waits_for_a_record_that_is_merged_waits_for_the_one_that_stands_for_it) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  Subject winner = scene({{"name", "丙"}});
  winner.record->id = RecordId{{2}};
  Edit merging;
  merging.id = test::edit_id(50);
  merging.record = test::scene_record;
  merging.type = "resident";
  merging.op = Op::merge;
  merging.into = winner.record->id;
  merging.version = Seq{9};
  ASSERT_TRUE(take_over(scene_template(), winner, server.subject(), merging, test::arrival(li, 10)));
  EXPECT_EQ(test::value_of(winner, "name"), "丙");
  ASSERT_EQ(winner.conflicts.size(), 1u);
  EXPECT_EQ(winner.conflicts[0].kind, ConflictKind::approval);
  EXPECT_EQ(visible(winner, "name"), texts({"丙", "乙"}));
}

TEST(Approval, the_same_edit_again_changes_nothing) {
  Server server{{{"name", "甲"}}};
  const auto proposal = server.propose({{"name", "乙"}});
  server.take(wang, proposal);
  auto again = merge(scene_template(), server.subject(), proposal, test::arrival(wang, 99));
  EXPECT_EQ(test::whole_text(again->subject), test::whole_text(server.subject()));
}

TEST(Approval, an_edit_that_proposes_nothing_has_the_words_that_it_always_had) {
  Server server{{{"name", "甲"}}};
  auto edit = server.write({{"name", "乙"}});
  EXPECT_FALSE(edit_head_json(edit).contains("proposes"));
  edit.proposes = {"name"};
  const auto head = edit_head_json(edit);
  EXPECT_EQ(head.at("proposes"), json::array({"name"}));
  EXPECT_EQ(edit_head_from(head, "edit")->proposes, edit.proposes);
  for (const json& wrong :
       {json::array(), json::array({"name", "name"}), json::array({"Name"}), json::array({1}), json{}}) {
    auto other = head;
    other["proposes"] = wrong;
    EXPECT_FALSE(edit_head_from(other, "edit")) << wrong;
  }
}

// Who may --------------------------------------------------------------------------------------------------------

Role role(const char* rights, const char* may) {
  return Role::parse(std::string{R"({"name":"x","types":{"resident":{"read":["basic","detail","sensitive"],"write":)"} +
                     rights + R"(,"may":["create","resolve"]}},"may":)" + may + "}")
      .value();
}

const auto writes = R"({"basic":"yes","detail":"yes","sensitive":"yes"})";
const auto proposes_basic = R"({"basic":"propose","detail":"yes","sensitive":"yes"})";

Fault fault_of(const Result<void>& result) { return result ? Fault::internal : result.error().fault; }

TEST(Approval, nobody_approves_what_they_proposed_themselves_on_whichever_tablet) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  const auto yes = server.decide({{"name", "乙"}}), no = server.decide({{"name", "甲"}});
  const auto manager = role(writes, R"(["approve"])"), peer = role(proposes_basic, R"(["approve"])"),
             clerk = role(proposes_basic, "[]"), writer = role(writes, "[]");
  auto may = [&](const Role& one, const Edit& edit, const char* person) {
    return fault_of(check_decision(one, scene_template(), server.subject(), edit, PersonId{person}));
  };
  for (const auto& one : {manager, peer}) {
    EXPECT_EQ(may(one, yes, "li"), Fault::internal);
    EXPECT_EQ(may(one, no, "li"), Fault::internal);
    EXPECT_EQ(may(one, yes, "wang"), Fault::own_proposal);
  }
  for (const auto& one : {clerk, writer}) {
    EXPECT_EQ(may(one, yes, "li"), Fault::not_allowed);
    EXPECT_EQ(may(one, no, "li"), Fault::not_allowed);
  }
  EXPECT_EQ(may(peer, server.decide({{"name", "丙"}}), "li"), Fault::not_allowed) << "a third value is a new proposal";
  EXPECT_EQ(may(manager, server.decide({{"name", "丙"}}), "li"), Fault::internal);
}

TEST(Approval, two_who_propose_the_same_may_approve_each_other) {
  Server server{{{"name", "甲"}}};
  server.take(wang, server.propose({{"name", "乙"}}));
  server.take(li, server.propose({{"name", "乙"}}));
  const auto peer = role(proposes_basic, R"(["approve"])");
  EXPECT_TRUE(
      check_decision(peer, scene_template(), server.subject(), server.decide({{"name", "乙"}}), PersonId{"li"}));
}

TEST(Approval, the_role_says_what_an_edit_proposes_and_not_where_it_decides) {
  Server server{{{"name", "甲"}}};
  const auto clerk = role(proposes_basic, "[]");
  EXPECT_EQ(
      proposed_by(clerk, scene_template(), server.subject(), server.write({{"name", "乙"}, {"archive_no", "HX-1"}})),
      std::set<std::string>{"name"});
  EXPECT_TRUE(check_rights(clerk, scene_template(), server.write({{"name", "乙"}})));
  server.take(wang, server.propose({{"name", "乙"}}));
  EXPECT_TRUE(proposed_by(clerk, scene_template(), server.subject(), server.decide({{"name", "乙"}})).empty());
  auto unknown = server.decide({{"name", "乙"}});
  unknown.resolves->conflict = RecordId{{9}};
  EXPECT_EQ(proposed_by(clerk, scene_template(), server.subject(), unknown), std::set<std::string>{"name"});
}

TEST(Approval, field_staff_propose_owners_areas_and_identity_numbers) {
  const auto& field = *Role::shipped("field");
  auto proposed = [&](const char* type, const json& set, const json& base) {
    Edit edit;
    edit.type = type;
    edit.set = set;
    for (const auto& [name, value] : set.items()) edit.base[name] = base.value(name, json{});
    return proposed_by(field, Template::shipped(), {}, edit);
  };
  EXPECT_EQ(proposed("unit", {{"area_build", 8950}, {"floor", 3}}, json::object()),
            std::set<std::string>{"area_build"});
  EXPECT_EQ(proposed("id_document", {{"number", "1"}}, json::object()), std::set<std::string>{"document"});
  EXPECT_EQ(proposed("occupancy", {{"role", "owner"}}, json::object()), std::set<std::string>{"role"});
  EXPECT_EQ(proposed("occupancy", {{"role", "tenant"}}, {{"role", "owner"}}), std::set<std::string>{"role"});
  EXPECT_TRUE(proposed("occupancy", {{"role", "tenant"}}, json::object()).empty()) << "a lease is everyday work";
  for (const char* other : {"office", "manager", "conflict_admin"})
    EXPECT_TRUE(Role::shipped(other)->of("unit").proposes.empty()) << other;
}

}  // namespace
}  // namespace doorstep
