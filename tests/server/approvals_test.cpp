// What a role may only propose waits for a second person, from the tablet at the door to the manager's desk and back.
#include <gtest/gtest.h>

#include "engine/merge_plan.h"
#include "engine/waiting.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

/// A manager who knows a home, and somebody of the field staff.
struct Site {
  Office office;
  PartyTablet& manager = office.tablet("manager");
  PartyTablet* clerk = nullptr;
  RecordId unit;

  Site() {
    office.person("wang", "field");
    clerk = &office.tablet("wang");
    unit = manager.creates("unit", {{"building", "3"}, {"room_no", "1502"}, {"area_build", 8000}});
    office.sync_all();
  }
  Archive& archive() { return office.server().archive(); }
  Conflict asked(PartyTablet& tablet) {
    auto open = tablet.open_conflicts();
    require(open.size() == 1, "one thing is asked");
    return open.front();
  }
  /// Its program forgets the role that it was told, as a dishonest one would.
  static void lie(PartyTablet& tablet) { tablet.store().sql()("DELETE FROM meta WHERE key = 'role'").with().run(); }
  Result<std::vector<RecordId>> decide(PartyTablet& tablet, const json& area) {
    Intent intent;
    intent.record = unit;
    intent.set = {{"area_build", area}};
    intent.resolves = naming_of(asked(tablet));
    return tablet.store().edit({intent});
  }
};

TEST(Approvals, an_area_that_field_staff_type_waits_for_the_manager_and_its_author_hears_of_it) {
  Site site;
  auto& clerk = *site.clerk;
  clerk.edits(site.unit, {{"area_build", 8950}, {"floor", 15}});
  EXPECT_EQ(clerk.value(site.unit, "area_build"), 8000) << "offline too it does not count yet";
  EXPECT_EQ(clerk.value(site.unit, "floor"), 15) << "the rest of the edit does";
  auto shown = show(clerk.store(), site.unit).value();
  ASSERT_EQ(shown.proposed.size(), 1u);
  EXPECT_EQ(shown.proposed[0].field, "area_build");
  EXPECT_EQ(shown.proposed[0].value, 8950);
  site.office.sync_all();
  const auto asked = site.asked(site.manager);
  EXPECT_EQ(asked.kind, ConflictKind::approval);
  EXPECT_EQ(site.manager.value(site.unit, "floor"), 15);
  ASSERT_TRUE(site.decide(site.manager, 8950));
  site.office.sync_all();
  EXPECT_EQ(clerk.value(site.unit, "area_build"), 8950);
  auto verdicts = decided(clerk.store()).value();
  ASSERT_EQ(verdicts.size(), 1u);
  EXPECT_EQ(verdicts[0].conflict.kind, ConflictKind::approval);
  EXPECT_EQ(verdicts[0].conflict.resolution->value, 8950);
  EXPECT_TRUE(site.archive().quarantine()->empty());
}

TEST(Approvals, what_the_manager_refuses_is_told_and_stays_in_the_history) {
  Site site;
  site.clerk->edits(site.unit, {{"area_build", 8950}});
  site.office.sync_all();
  ASSERT_TRUE(site.decide(site.manager, 8000));
  site.office.sync_all();
  EXPECT_EQ(site.clerk->value(site.unit, "area_build"), 8000);
  EXPECT_EQ(decided(site.clerk->store())->size(), 1u);
  auto history = site.archive().history(site.unit).value();
  EXPECT_EQ(history.entries[1].edit.at("set").at("area_build"), 8950);
  EXPECT_EQ(history.entries[1].edit.at("proposes"), json::array({"area_build"}));
}

TEST(Approvals, nobody_approves_their_own_on_the_tablet_or_at_the_server) {
  Site site;
  auto& clerk = *site.clerk;
  clerk.edits(site.unit, {{"area_build", 8950}});
  site.office.sync_all();
  auto refused = site.decide(clerk, 8950);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_allowed) << "field staff approve nothing";
  ASSERT_TRUE(site.archive().set_person({"wang", "manager"}, from_ms(1)));
  site.office.sync_all();
  refused = site.decide(clerk, 8950);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::own_proposal) << "and who was promoted since not their own";
  EXPECT_EQ(clerk.value(site.unit, "area_build"), 8000);
}

TEST(Approvals, a_tablet_that_lies_about_its_role_approves_nothing_of_its_own) {
  Site site;
  auto& clerk = *site.clerk;
  clerk.edits(site.unit, {{"area_build", 8950}});
  site.office.sync_all();
  auto intent = Intent{};
  intent.record = site.unit;
  intent.set = {{"area_build", 8950}};
  intent.resolves = naming_of(site.asked(clerk));
  // The candidate hidden from its own store, so that it lets itself decide.
  clerk.store().sql()("DELETE FROM records WHERE type = 'conflict'").with().run();
  Site::lie(clerk);
  ASSERT_TRUE(clerk.store().edit({intent}));
  site.office.sync(clerk);
  EXPECT_EQ(refusals(clerk.store())->size(), 1u);
  EXPECT_EQ(refusals(clerk.store())->front().code, "not_allowed");
  site.office.sync(site.manager);
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8000);
  EXPECT_EQ(site.asked(site.manager).state, ConflictState::open);
}

TEST(Approvals, a_tablet_that_keeps_silent_about_proposing_proposes_all_the_same) {
  Site site;
  auto& clerk = *site.clerk;
  Site::lie(clerk);
  clerk.edits(site.unit, {{"area_build", 8950}, {"floor", 15}});
  EXPECT_EQ(clerk.value(site.unit, "area_build"), 8950) << "it believes so";
  site.office.sync_all();
  EXPECT_EQ(clerk.value(site.unit, "area_build"), 8000);
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8000);
  EXPECT_EQ(site.manager.value(site.unit, "floor"), 15);
  EXPECT_EQ(site.asked(site.manager).kind, ConflictKind::approval);
  auto history = site.archive().history(site.unit).value();
  EXPECT_EQ(history.entries.back().edit.at("proposes"), json::array({"area_build"})) << "history says how it counted";
  EXPECT_TRUE(site.archive().verify());
}

TEST(Approvals, what_was_written_before_the_role_was_narrowed_waits_and_is_not_refused) {
  Site site;
  auto& li = site.office.tablet("li");
  site.office.sync_all();
  li.edits(site.unit, {{"area_build", 8950}});
  li.edits(site.unit, {{"area_build", 9000}});
  ASSERT_TRUE(site.archive().set_person({"li", "field"}, from_ms(1)));
  site.office.sync_all();
  EXPECT_TRUE(site.archive().quarantine()->empty());
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8000);
  const auto asked = site.asked(site.manager);
  ASSERT_EQ(asked.candidates.size(), 2u);
  EXPECT_EQ(asked.candidates[1].value, 9000);
}

TEST(Approvals, what_was_proposed_before_the_role_was_widened_still_waits) {
  Site site;
  site.clerk->edits(site.unit, {{"area_build", 8950}});
  ASSERT_TRUE(site.archive().set_person({"wang", "manager"}, from_ms(1)));
  site.office.sync_all();
  EXPECT_EQ(site.asked(site.manager).kind, ConflictKind::approval);
  site.clerk->edits(site.unit, {{"area_build", 8950}});  // now they may write it
  site.office.sync_all();
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8950);
  EXPECT_TRUE(site.manager.open_conflicts().empty());
}

TEST(Approvals, its_author_takes_it_back_offline_and_on_another_tablet) {
  Site site;
  auto& clerk = *site.clerk;
  clerk.edits(site.unit, {{"area_build", 8950}});
  clerk.edits(site.unit, {{"area_build", 8000}});
  EXPECT_TRUE(clerk.open_conflicts().empty());
  site.office.sync_all();
  EXPECT_TRUE(site.manager.open_conflicts().empty());
  clerk.edits(site.unit, {{"area_build", 9000}});
  site.office.sync_all();
  auto view = conflict(clerk.store(), site.asked(clerk).id).value();
  EXPECT_TRUE(proposed_by(view.conflict, clerk.store().identity()->person));
  ASSERT_TRUE(clerk.store().edit({withdrawal(clerk.store().archive_template(), view).value()}));
  site.office.sync_all();
  EXPECT_TRUE(site.manager.open_conflicts().empty());
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8000);
}

TEST(Approvals, a_new_owner_waits_and_a_new_tenant_does_not) {
  Site site;
  auto& clerk = *site.clerk;
  const auto person = clerk.creates("resident", {{"name", "张三"}});
  const auto place = [&](const char* role) {
    return clerk.creates("occupancy", {{"unit", text(site.unit)}, {"resident", text(person)}, {"role", role}});
  };
  const auto tenant = place("tenant"), owner = place("owner");
  site.office.sync_all();
  EXPECT_EQ(site.manager.value(tenant, "role"), "tenant");
  EXPECT_TRUE(site.manager.value(owner, "role").is_null());
  const auto asked = site.asked(site.manager);
  EXPECT_EQ(asked.record, owner);
  EXPECT_EQ(asked.candidates[1].value, "owner");
  site.manager.resolves(asked, "owner");
  site.office.sync_all();
  EXPECT_EQ(clerk.value(owner, "role"), "owner");
}

TEST(Approvals, an_identity_number_waits_whole) {
  Site site;
  auto& clerk = *site.clerk;
  const auto person = clerk.creates("resident", {{"name", "张三"}});
  const auto paper = clerk.creates(
      "id_document",
      {{"resident", text(person)}, {"doc_type", "passport"}, {"number", "E98765432"}, {"seen_by", "王芳"}});
  site.office.sync_all();
  EXPECT_TRUE(site.manager.value(paper, "number").is_null());
  EXPECT_EQ(site.manager.value(paper, "seen_by"), "王芳");
  const auto asked = site.asked(site.manager);
  EXPECT_EQ(asked.field, "document");
  EXPECT_EQ(asked.klass, Class::sensitive);
  site.manager.resolves(asked, asked.candidates[1].value);
  site.office.sync_all();
  EXPECT_EQ(clerk.value(paper, "number"), "E98765432");
}

TEST(Approvals, who_may_not_read_the_field_learns_nothing_of_a_proposal) {
  Site site;
  site.office.person("desk", "front_desk");
  auto& desk = site.office.tablet("desk");
  site.office.sync_all();
  site.clerk->edits(site.unit, {{"area_build", 123456}});
  site.office.sync(*site.clerk);
  std::string told;
  ASSERT_FALSE(site.office.sync(desk,
                                [&](bool to_tablet, std::string& frame) {
                                  if (to_tablet) told += frame;
                                  return true;
                                },
                                {site.unit}));
  EXPECT_EQ(told.find("123456"), told.npos);
  EXPECT_EQ(told.find("approval"), told.npos);
  EXPECT_EQ(told.find("area_build"), told.npos);
  EXPECT_TRUE(desk.open_conflicts().empty());
  EXPECT_TRUE(status(desk.store())->agrees);
}

TEST(Approvals, two_records_that_are_one_and_two_again_keep_what_waits_and_how_it_counted) {
  Site site;
  auto& clerk = *site.clerk;
  const auto other = site.manager.creates("unit", {{"building", "4"}, {"room_no", "101"}, {"area_build", 7000}});
  site.office.sync_all();
  clerk.edits(site.unit, {{"area_build", 8950}});  // said by the edit
  Site::lie(clerk);
  clerk.edits(other, {{"area_build", 7950}});  // found by the server
  site.office.sync_all();
  ASSERT_EQ(site.manager.open_conflicts().size(), 2u);
  site.manager.does(merge_plan(site.manager.store(), site.unit, {other}, std::nullopt).value());
  site.office.sync_all();
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8000);
  EXPECT_EQ(site.asked(site.manager).candidates.size(), 3u);
  site.manager.does(unmerge_plan(site.manager.store(), other).value());
  site.office.sync_all();
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8000);
  EXPECT_EQ(site.manager.value(other, "area_build"), 7000);
  auto open = site.manager.open_conflicts();
  ASSERT_EQ(open.size(), 2u);
  for (const auto& one : open) {
    EXPECT_EQ(one.kind, ConflictKind::approval);
    EXPECT_EQ(one.candidates.size(), 2u);
  }
  EXPECT_TRUE(status(clerk.store())->agrees);
  EXPECT_TRUE(site.archive().verify());
}

TEST(Approvals, what_waits_on_a_record_that_is_removed_is_asked_about_first) {
  Site site;
  site.clerk->edits(site.unit, {{"area_build", 8950}});
  site.office.sync(*site.clerk);
  site.manager.removes(site.unit);  // who had not seen it
  site.office.sync_all();
  std::set<ConflictKind> kinds;
  for (const auto& one : site.manager.open_conflicts()) kinds.insert(one.kind);
  EXPECT_EQ(kinds, (std::set{ConflictKind::approval, ConflictKind::delete_edit}));
}

TEST(Approvals, a_colleague_of_a_role_that_proposes_and_approves_is_the_second_person) {
  Site site;
  auto peers = parse_json(Role::shipped("field")->text()).value();
  peers["name"] = "peers";
  peers["may"] = {"approve"};
  ASSERT_TRUE(site.archive().set_role(canonical(peers), from_ms(1)));
  auto& li = site.office.tablet("li");
  for (const char* login : {"wang", "li"}) ASSERT_TRUE(site.archive().set_person({login, "peers"}, from_ms(1)));
  site.office.sync_all();
  site.clerk->edits(site.unit, {{"area_build", 8950}});
  site.office.sync_all();
  auto view = conflict(li.store(), site.asked(li).id).value();
  EXPECT_EQ(view.barred, (std::vector<std::optional<Fault>>{std::nullopt, std::nullopt}));
  view = conflict(site.clerk->store(), site.asked(*site.clerk).id).value();
  EXPECT_EQ(view.barred, (std::vector<std::optional<Fault>>{std::nullopt, Fault::own_proposal}));
  EXPECT_EQ(site.decide(li, 9999).error().fault, Fault::not_allowed) << "a third value would be their own";
  ASSERT_TRUE(site.decide(li, 8950));
  site.office.sync_all();
  EXPECT_EQ(site.manager.value(site.unit, "area_build"), 8950);
}

}  // namespace
}  // namespace doorstep::test
