#include "engine/waiting.h"

#include <gtest/gtest.h>

#include "engine/estate.h"
#include "engine/merge_plan.h"
#include "engine/visit.h"
#include "tests/engine/one_tablet.h"

namespace doorstep::test {
namespace {

using Homes = std::vector<RecordId>;

struct Here {
  OneTablet tablet;
  RecordId home = tablet.creates("unit", {{"building", "3"}, {"room_no", "1502"}});
  RecordId other = tablet.creates("unit", {{"building", "12"}, {"room_no", "201"}});
  RecordId zhang = tablet.creates("resident", {{"name", "张三"}});
  RecordId lodging = tablet.creates("occupancy", {{"unit", text(home)}, {"resident", text(zhang)}, {"role", "owner"}});
  RecordId phone = tablet.creates("contact", {{"resident", text(zhang)}, {"kind", "mobile"}, {"value", "13800138000"}});

  const Waiting* of(const std::vector<Waiting>& all, const RecordId& record) {
    for (const auto& one : all)
      if (one.record == record) return &one;
    return nullptr;
  }
};

TEST(Waiting, says_of_each_record_what_was_changed_and_in_which_home) {
  Here here;
  here.tablet.changes(here.zhang, {{"occupation", "教师"}});
  auto all = waiting(here.tablet.store()).value();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all.front().record, here.home) << "what waits longest comes first";
  const auto* zhang = here.of(all, here.zhang);
  ASSERT_NE(zhang, nullptr);
  EXPECT_EQ(zhang->edits, 2U);
  EXPECT_TRUE(zhang->created);
  EXPECT_FALSE(zhang->in_visit);
  EXPECT_EQ(zhang->unit, here.home);
  EXPECT_EQ(here.of(all, here.phone)->unit, here.home) << "a telephone number belongs to its person's home";
  EXPECT_EQ(here.of(all, here.other)->unit, here.other);
}

TEST(Waiting, what_is_written_in_an_open_visit_waits_for_its_end) {
  Here here;
  ASSERT_TRUE(begin_visit(here.tablet.store(), here.home));
  auto all = waiting(here.tablet.store()).value();
  auto visit = open_visit(here.tablet.store()).value()->visit;
  ASSERT_NE(here.of(all, visit), nullptr);
  EXPECT_TRUE(here.of(all, visit)->in_visit);
  EXPECT_EQ(here.of(all, visit)->unit, here.home);
}

TEST(Homes, of_a_record_are_those_of_its_people) {
  Here here;
  here.tablet.creates("occupancy", {{"unit", text(here.other)}, {"resident", text(here.zhang)}, {"role", "owner"}});
  EXPECT_EQ(homes_of(here.tablet.store(), here.home).value(), Homes{here.home});
  EXPECT_EQ(homes_of(here.tablet.store(), here.phone).value(), (Homes{here.home, here.other}));
  auto request = here.tablet.creates("request", {{"text", "想咨询装修手续"}, {"resident", text(here.zhang)}});
  EXPECT_EQ(homes_of(here.tablet.store(), request).value(), (Homes{here.home, here.other}));
  auto nowhere = here.tablet.creates("resident", {{"name", "李四"}});
  EXPECT_TRUE(homes_of(here.tablet.store(), nowhere).value().empty());
}

TEST(Homes, a_home_that_is_named_decides_and_who_is_named_only_where_none_is) {
  Here here;
  auto& tablet = here.tablet;
  auto second =
      tablet.creates("occupancy", {{"unit", text(here.other)}, {"resident", text(here.zhang)}, {"role", "tenant"}});
  EXPECT_EQ(homes_of(tablet.store(), second).value(), Homes{here.other});
  auto request =
      tablet.creates("request", {{"text", "水管漏水"}, {"resident", text(here.zhang)}, {"unit", text(here.other)}});
  EXPECT_EQ(homes_of(tablet.store(), request).value(), Homes{here.other});
}

TEST(Homes, of_people_who_are_one_are_those_of_both_whichever_is_asked_about) {
  Here here;
  auto& tablet = here.tablet;
  auto same = tablet.creates("resident", {{"name", "张 三"}});
  tablet.creates("occupancy", {{"unit", text(here.other)}, {"resident", text(same)}, {"role", "tenant"}});
  auto his_phone = tablet.creates("contact", {{"resident", text(same)}, {"kind", "mobile"}, {"value", "13900139000"}});
  ASSERT_TRUE(merge_records(tablet.store(), here.zhang, {same}, std::nullopt));
  for (const auto& one : {here.zhang, same, here.phone, his_phone})
    EXPECT_EQ(homes_of(tablet.store(), one).value(), (Homes{here.home, here.other}));
}

TEST(Waiting, a_home_that_was_merged_into_another_is_told_as_that_one) {
  Here here;
  ASSERT_TRUE(merge_records(here.tablet.store(), here.other, {here.home}, std::nullopt));
  here.tablet.changes(here.lodging, {{"role", "tenant"}});
  auto all = waiting(here.tablet.store()).value();
  EXPECT_EQ(here.of(all, here.lodging)->unit, here.other);
  EXPECT_EQ(here.of(all, here.phone)->unit, here.other);
}

TEST(Estate, warns_of_special_needs_before_entry) {
  Here here;
  here.tablet.creates("special_need", {{"resident", text(here.zhang)}, {"kind", "allergy"}, {"text", "青霉素过敏"}});
  for (const auto& row : estate(here.tablet.store(), local_day(here.tablet.clock.now)).value())
    EXPECT_EQ(row.warned, row.unit == here.home);
}

// Whoever is behind the door is as ill or as dangerous as before somebody noticed that they stood here twice.
TEST(Estate, warns_of_a_special_need_that_was_noted_under_an_id_which_was_merged_into_another) {
  Here here;
  auto& tablet = here.tablet;
  auto same = tablet.creates("resident", {{"name", "张 三"}});
  tablet.creates("special_need", {{"resident", text(same)}, {"kind", "allergy"}, {"text", "青霉素过敏"}});
  auto warned = [&](Store& store) {
    std::vector<RecordId> out;
    for (const auto& row : estate(store, local_day(tablet.clock.now)).value())
      if (row.warned) out.push_back(row.unit);
    return out;
  };
  EXPECT_TRUE(warned(tablet.store()).empty()) << "nobody knows yet where that person lives";
  ASSERT_TRUE(merge_records(tablet.store(), here.zhang, {same}, std::nullopt));
  EXPECT_EQ(warned(tablet.store()), Homes{here.home}) << "counted again";
  tablet.creates("occupancy", {{"unit", text(here.other)}, {"resident", text(same)}, {"role", "tenant"}});
  EXPECT_EQ(warned(tablet.store()).size(), 2U);
  ASSERT_TRUE(unmerge_record(tablet.store(), same));
  EXPECT_EQ(warned(tablet.store()), Homes{here.other});
}

}  // namespace
}  // namespace doorstep::test
