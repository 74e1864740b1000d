// What a store does when its person's role or communities change.
#include "engine/drafts.h"
#include "engine/search.h"
#include "engine/visit.h"
#include "tests/engine/adopt_scene.h"

namespace doorstep::test {
namespace {

class Grant : public Adopt {
 protected:
  Welcome welcome(const char* role) {
    auto out = server.welcome(OneTablet::identity().chain);
    out.role = Role::shipped(role)->text();
    return out;
  }
  Welcome without_a_community() {
    auto out = welcome("field");
    out.communities.clear();
    return out;
  }
};

TEST_F(Grant, a_community_that_is_lost_goes_whole_and_its_unsent_edits_wait_to_be_sent) {
  const auto resident = known_resident();
  server.colleague_changes(resident, {{"name", "张三"}}, {{"name", "张珊"}});
  tablet.meets(server);
  tablet.store().adopt(welcome("field")).value();
  tablet.changes(resident, {{"occupation", "医生"}});
  tablet.store().adopt(without_a_community()).value();
  EXPECT_FALSE(tablet.shows(resident));
  EXPECT_EQ(tablet.rows("records"), 0);
  EXPECT_EQ(tablet.rows("communities"), 0);
  EXPECT_TRUE(find(tablet.store(), {"张珊", "", {}, 10})->empty());
  EXPECT_EQ(tablet.waiting().size(), 1U) << "the server refuses it and keeps it in quarantine";
  expect_sound();
}

TEST_F(Grant, an_edit_that_was_answered_in_a_lost_community_leaves_the_outbox) {
  tablet.meets(server);
  tablet.store().adopt(welcome("field")).value();
  tablet.creates("resident", {{"name", "李四"}});
  tablet.store().adopt(tablet.pushes_to(server)).value();
  EXPECT_FALSE(tablet.store().outbox_empty().value());
  tablet.store().adopt(without_a_community()).value();
  EXPECT_TRUE(tablet.store().outbox_empty().value());
  expect_sound();
}

TEST_F(Grant, a_community_that_comes_back_begins_with_its_first_sync) {
  const auto resident = known_resident();
  tablet.store().adopt(welcome("field")).value();
  tablet.store().adopt(without_a_community()).value();
  tablet.meets(server);
  EXPECT_EQ(tablet.value(resident, "name"), "张三");
  expect_agreement();
}

TEST_F(Grant, an_open_visit_ends_as_it_stands_when_the_role_changes) {
  const auto unit = server.colleague_creates("unit", {{"building", "3"}, {"room_no", "101"}});
  tablet.meets(server);
  tablet.store().adopt(welcome("field")).value();
  Intent first;
  first.op = Op::create;
  first.type = "visit";
  first.set = {{"unit", text(unit)}};
  ASSERT_TRUE(tablet.store().begin_visit(unit, first));
  tablet.store().adopt(welcome("field")).value();
  EXPECT_TRUE(open_visit(tablet.store()).value()) << "the same role ends nothing";
  tablet.store().adopt(welcome("front_desk")).value();
  EXPECT_FALSE(open_visit(tablet.store()).value());
  EXPECT_EQ(tablet.waiting().size(), 1U);
  expect_sound();
}

TEST_F(Grant, drafts_go_with_what_they_were_about_and_others_stay) {
  const auto need = server.colleague_creates("special_need", {{"resident", text(RecordId{})}, {"kind", "allergy"}});
  tablet.meets(server);
  tablet.store().adopt(welcome("field")).value();
  ASSERT_TRUE(save_draft(tablet.store(), "form/" + text(need), {{"text", "青霉素"}}));
  ASSERT_TRUE(save_draft(tablet.store(), "form/new/resident", {{"name", "李四"}}));
  tablet.store().adopt(welcome("front_desk")).value();
  const auto left = drafts(tablet.store(), "form/").value();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].key, "form/new/resident");
}

TEST_F(Grant, what_a_role_may_not_do_is_refused_on_the_tablet_at_once) {
  const auto a = known_resident(), b = server.colleague_creates("resident", {{"name", "张三"}});
  tablet.meets(server);
  tablet.store().adopt(welcome("front_desk")).value();
  Intent merge;
  merge.op = Op::merge;
  merge.record = a;
  merge.into = b;
  Intent remove;
  remove.op = Op::remove;
  remove.record = a;
  for (const auto& intent : {tablet.change(a, {{"occupation", "医生"}}), merge, remove}) {
    auto refused = tablet.tries(intent);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::not_allowed);
  }
  EXPECT_TRUE(tablet.tries(tablet.change(a, {{"name", "张珊"}})));
}

}  // namespace
}  // namespace doorstep::test
