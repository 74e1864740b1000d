#include "engine/household.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/drafts.h"
#include "engine/estate.h"
#include "engine/merge_plan.h"
#include "tests/engine/one_tablet.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

/// Two homes; a couple lives in one, and he owns the other as well.
struct Estate {
  OneTablet tablet;
  RecordId home = tablet.creates("unit", {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}, {"floor", 15}});
  RecordId other = tablet.creates("unit", {{"building", "12"}, {"room_no", "201"}, {"use_state", "rented"}});
  RecordId husband = tablet.creates("resident", {{"name", "张三"}, {"sex", "male"}});
  RecordId wife = tablet.creates("resident", {{"name", "李四"}});
  RecordId his_place = lives(home, husband, {{"role", "owner"}, {"household_head", true}});
  RecordId her_place = lives(home, wife, {{"role", "family"}});
  RecordId his_other_place = lives(other, husband, {{"role", "owner"}});

  RecordId lives(const RecordId& unit, const RecordId& resident, json set) {
    set["unit"] = text(unit);
    set["resident"] = text(resident);
    return tablet.creates("occupancy", std::move(set));
  }
  std::vector<std::string> types_in(const RecordId& unit) {
    std::vector<std::string> out;
    for (const auto& view : household(tablet.store(), unit).value().records) out.push_back(view.type);
    return out;
  }
  Day day() { return {"2025-11-24", from_ms(1'763'942'400'000)}; }
  EstateRow row(const RecordId& unit) {
    for (auto& one : estate(tablet.store(), day()).value())
      if (one.unit == unit) return one;
    ADD_FAILURE() << "the home is not in the estate";
    return {};
  }
};

using Types = std::vector<std::string>;

TEST(Household, shows_a_home_with_its_people_and_all_that_belongs_to_them) {
  Estate here;
  auto& tablet = here.tablet;
  tablet.creates("contact", {{"resident", text(here.husband)}, {"kind", "mobile"}, {"value", "13800138000"}});
  tablet.creates("special_need", {{"resident", text(here.wife)}, {"kind", "allergy"}, {"text", "青霉素过敏"}});
  tablet.creates("pet", {{"unit", text(here.home)}, {"kind", "dog"}});
  tablet.creates("visit", {{"unit", text(here.home)}, {"due", "2025-12-01"}});
  tablet.creates("request", {{"unit", text(here.home)}, {"text", "水管漏水"}});
  tablet.creates("request", {{"resident", text(here.husband)}, {"text", "想咨询装修手续"}});
  EXPECT_EQ(here.types_in(here.home), (Types{"resident", "resident", "contact", "request", "request", "occupancy",
                                             "occupancy", "special_need", "pet", "visit"}));
  EXPECT_EQ(household(tablet.store(), here.home).value().unit.fields.at("room_no"), "1502");
}

TEST(Household, what_belongs_to_another_home_of_the_same_person_stays_there) {
  Estate here;
  here.tablet.creates("request", {{"unit", text(here.other)}, {"resident", text(here.husband)}, {"text", "门锁坏了"}});
  EXPECT_EQ(here.types_in(here.home), (Types{"resident", "resident", "occupancy", "occupancy"}));
  EXPECT_EQ(here.types_in(here.other), (Types{"resident", "request", "occupancy"}));
}

TEST(Household, what_was_removed_or_moved_to_another_home_is_gone_from_it) {
  Estate here;
  auto request = here.tablet.creates("request", {{"unit", text(here.home)}, {"text", "走廊灯不亮"}});
  here.tablet.changes(request, {{"unit", text(here.other)}});
  Intent remove;
  remove.op = Op::remove;
  remove.record = here.her_place;
  ASSERT_TRUE(here.tablet.tries(remove));
  EXPECT_EQ(here.types_in(here.home), (Types{"resident", "occupancy"}));
  EXPECT_EQ(here.types_in(here.other), (Types{"resident", "request", "occupancy"}));
}

TEST(Household, of_something_that_is_no_home_is_not_found) {
  Estate here;
  EXPECT_EQ(household(here.tablet.store(), here.husband).error().fault, Fault::not_found);
  EXPECT_EQ(timeline(here.tablet.store(), RecordId{}).error().fault, Fault::not_found);
}

TEST(Household, tells_who_set_which_field_and_whether_the_office_has_it) {
  Estate here;
  FarSide server;
  here.tablet.meets(server);
  here.tablet.clock.now += Millis{60'000};
  here.tablet.changes(here.husband, {{"sex", "unknown"}});
  for (const auto& one : origins(here.tablet.store(), here.husband).value()) {
    EXPECT_EQ(one.who, "王芳");
    EXPECT_TRUE(one.mine);
    EXPECT_EQ(one.delivered, one.field == "name") << one.field;
  }
}

TEST(Household, its_timeline_tells_the_newest_first) {
  Estate here;
  here.tablet.clock.now += Millis{60'000};
  auto visit = here.tablet.creates("visit", {{"unit", text(here.home)}, {"status", "planned"}});
  here.tablet.clock.now += Millis{60'000};
  here.tablet.changes(here.wife, {{"sex", "female"}});
  auto told = timeline(here.tablet.store(), here.home).value();
  ASSERT_GE(told.size(), 7U);
  EXPECT_EQ(told[0].record, here.wife);
  EXPECT_EQ(told[0].kind, Happening::Kind::changed);
  EXPECT_EQ(told[0].fields, std::vector<std::string>{"sex"});
  EXPECT_EQ(told[0].who, "王芳");
  EXPECT_EQ(told[1].record, visit);
  EXPECT_EQ(told[1].kind, Happening::Kind::visited);
  EXPECT_EQ(told[1].status, "planned");
  EXPECT_EQ(std::count_if(told.begin(), told.end(),
                          [](const Happening& one) { return one.kind == Happening::Kind::created; }),
            5);
}

TEST(Estate, counts_buildings_and_rooms_as_people_do_and_names_the_head_of_each_home) {
  Estate here;
  auto rows = estate(here.tablet.store(), here.day()).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].building, "3") << "3 before 12";
  EXPECT_EQ(rows[0].household, "张三");
  EXPECT_EQ(rows[0].floor, 15);
  EXPECT_EQ(rows[1].use_state, "rented");
  EXPECT_TRUE(rows[0].pending);
  FarSide server;
  here.tablet.meets(server);
  EXPECT_FALSE(here.row(here.home).pending);
  here.tablet.creates("contact", {{"resident", text(here.wife)}, {"kind", "mobile"}, {"value", "13800138000"}});
  EXPECT_TRUE(here.row(here.home).pending) << "a contact of hers waits";
  EXPECT_FALSE(here.row(here.other).pending);
}

TEST(Estate, completeness_grows_as_required_fields_are_filled) {
  Estate here;
  const auto before = here.row(here.home).completeness;
  here.tablet.changes(here.home, {{"kind", "residential"}, {"area_build", 8950}, {"use_state", "self"}});
  const auto after = here.row(here.home).completeness;
  ASSERT_TRUE(before && after);
  EXPECT_LT(*before, *after);
  EXPECT_LT(*after, 100);
}

TEST(Estate, tells_what_is_due_what_came_of_todays_visit_and_when_a_home_was_seen_last) {
  Estate here;
  auto planned = here.tablet.creates("visit", {{"unit", text(here.home)}, {"due", "2025-12-01"}, {"assignee", "王芳"}});
  here.tablet.creates("visit", {{"unit", text(here.home)}, {"due", "2025-12-24"}});
  here.tablet.creates("visit", {{"unit", text(here.other)}, {"status", "done"}, {"ended_at", "2025-11-23T10:00:00Z"}});
  EXPECT_EQ(here.row(here.home).due, "2025-12-01");
  EXPECT_EQ(here.row(here.home).visit, planned);
  EXPECT_EQ(here.row(here.home).assignee, "王芳");
  EXPECT_EQ(here.row(here.home).today, VisitToday::none);
  EXPECT_EQ(here.row(here.other).reviewed, from_ms(1'763'892'000'000));
  EXPECT_EQ(here.row(here.other).today, VisitToday::none) << "that was yesterday";
  here.tablet.changes(planned, {{"status", "no_answer"}, {"ended_at", "2025-11-24T15:05:00+08:00"}});
  EXPECT_EQ(here.row(here.home).today, VisitToday::no_answer);
  EXPECT_EQ(here.row(here.home).due, "2025-12-01") << "nobody was in: it is still to be done";
}

TEST(Estate, counts_open_requests_only) {
  Estate here;
  auto request =
      here.tablet.creates("request", {{"unit", text(here.home)}, {"text", "水管漏水"}, {"status", "working"}});
  EXPECT_EQ(here.row(here.home).requests, 1U);
  here.tablet.changes(request, {{"status", "done"}});
  EXPECT_EQ(here.row(here.home).requests, 0U);
}

// Whatever happens to an estate, what is kept of it in memory is what a fresh look counts.
TEST(Estate, what_is_kept_between_two_looks_is_what_a_fresh_look_counts) {
  Scratch scratch;
  const auto path = scratch.path("store.db");
  OneTablet tablet{path};
  tablet.reopen().value();
  tablet.store().enrolled(OneTablet::identity()).value();
  FarSide server;
  server.audience = OneTablet::identity().chain;
  const Day today{"2025-11-24", from_ms(1'763'942'400'000)};
  SeededDice dice{5};
  std::vector<RecordId> units, people, others;
  auto one_of = [&](const std::vector<RecordId>& list) { return text(list[dice.below(list.size())]); };
  auto number = [&](std::uint64_t below) { return std::to_string(1 + dice.below(below)); };
  auto does = [&] {
    const auto lot = units.size() < 3 || people.size() < 3 ? dice.below(2) : dice.below(13);
    if (lot == 0) units.push_back(tablet.creates("unit", {{"building", number(3)}, {"room_no", number(40)}}));
    if (lot == 1)
      people.push_back(tablet.creates("resident", {{"name", "张" + std::string(dice.below(2) == 0 ? "三" : "四")}}));
    if (lot == 2)
      others.push_back(tablet.creates("occupancy", {{"unit", one_of(units)},
                                                    {"resident", one_of(people)},
                                                    {"role", "owner"},
                                                    {"lives_here", dice.below(2) == 0}}));
    if (lot == 3) others.push_back(tablet.creates("request", {{"text", "水管漏水"}, {"unit", one_of(units)}}));
    if (lot == 4)
      others.push_back(tablet.creates("visit", {{"unit", one_of(units)}, {"due", "2025-11-" + number(2) + "5"}}));
    if (lot == 5) tablet.changes(units[dice.below(units.size())], {{"room_no", number(40)}, {"layout", number(9)}});
    if (lot == 6)
      tablet.changes(people[dice.below(people.size())],
                     {{"sex", dice.below(2) == 0 ? "male" : "female"},
                      {"name", "王" + std::string(dice.below(2) == 0 ? "五" : "六")}});
    if (lot == 7 && !others.empty()) {
      const auto record = others[dice.below(others.size())];
      if (tablet.shows(record) && show(tablet.store(), record)->type == "request")
        tablet.changes(record, {{"unit", one_of(units)}, {"urgency", "high"}});
      if (tablet.shows(record) && show(tablet.store(), record)->type == "visit")
        tablet.changes(record, {{"status", "done"}, {"ended_at", "2025-11-24T09:00:0" + number(9) + "Z"}});
    }
    if (lot == 8 && !others.empty()) {
      Intent remove;
      remove.op = Op::remove;
      remove.record = others[dice.below(others.size())];
      (void)tablet.tries(remove);
    }
    if (lot == 9 && dice.below(2) == 0)
      others.push_back(tablet.creates("special_need", {{"resident", one_of(people)}, {"kind", "allergy"}}));
    else if (lot == 9)
      tablet.meets(server);
    if (lot == 10)
      if (const auto person = people[dice.below(people.size())]; server.texts().contains(person))
        server.colleague_changes(person, {{"name", "张三"}}, {{"name", "赵六"}});
    if (lot >= 11) {
      const auto& list = dice.below(4) == 0 ? units : people;
      const auto& one = list[dice.below(list.size())];
      if (lot == 11)
        (void)merge_records(tablet.store(), one, {list[dice.below(list.size())]}, std::nullopt);
      else
        (void)unmerge_record(tablet.store(), one);
    }
  };
  for (int step = 0; step < 300; ++step) {
    does();
    if (dice.below(3) != 0) continue;
    const auto kept = estate(tablet.store(), today).value();
    OneTablet fresh{path};
    fresh.reopen().value();
    const auto counted = estate(fresh.store(), today).value();
    ASSERT_EQ(kept.size(), counted.size()) << step;
    for (std::size_t i = 0; i < kept.size(); ++i) ASSERT_TRUE(kept[i] == counted[i]) << step << " home " << i;
  }
}

TEST(Estate, what_another_process_wrote_is_seen) {
  Scratch scratch;
  const auto path = scratch.path("store.db");
  OneTablet one{path}, other{path};
  one.reopen().value();
  one.store().enrolled(OneTablet::identity()).value();
  const Day today{"2025-11-24", from_ms(1'763'942'400'000)};
  EXPECT_TRUE(estate(one.store(), today).value().empty());
  other.reopen().value();
  other.creates("unit", {{"building", "3"}, {"room_no", "1502"}});
  EXPECT_EQ(estate(one.store(), today).value().size(), 1U);
}

TEST(Estate, another_day_shows_other_visits) {
  Estate here;
  here.tablet.creates("visit", {{"unit", text(here.home)}, {"status", "done"}, {"ended_at", "2025-11-24T09:00:00Z"}});
  EXPECT_EQ(here.row(here.home).today, VisitToday::done);
  const Day tomorrow{"2025-11-25", here.day().begins + std::chrono::days{1}};
  for (const auto& row : estate(here.tablet.store(), tomorrow).value()) EXPECT_EQ(row.today, VisitToday::none);
  EXPECT_EQ(here.row(here.home).today, VisitToday::done);
}

TEST(Estate, buildings_at_a_glance_and_one_building_alone) {
  Estate here;
  auto& tablet = here.tablet;
  auto next = tablet.creates("unit", {{"building", "3"}, {"unit_no", "2"}, {"room_no", "901"}});
  tablet.creates("visit", {{"unit", text(here.home)}, {"due", "2025-11-20"}});
  tablet.creates("visit", {{"unit", text(next)}, {"status", "done"}, {"ended_at", "2025-11-24T09:00:00Z"}});
  tablet.creates("visit", {{"unit", text(here.other)}, {"due", "2025-12-20"}});
  tablet.creates("request", {{"unit", text(here.home)}, {"text", "水管漏水"}});
  auto all = buildings(tablet.store(), here.day()).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].building, "3");
  EXPECT_EQ(all[0].homes, 2U);
  EXPECT_EQ(all[0].due, 1U);
  EXPECT_EQ(all[0].visited, 1U);
  EXPECT_EQ(all[0].requests, 1U);
  EXPECT_EQ(all[1].building, "12");
  EXPECT_EQ(all[1].due, 0U);
  auto three = estate(tablet.store(), here.day(), "3").value();
  ASSERT_EQ(three.size(), 2U);
  EXPECT_EQ(three[0].room_no, "901");
  EXPECT_TRUE(estate(tablet.store(), here.day(), "nowhere").value().empty());
}

TEST(Estate, the_days_plan_has_what_waits_longest_first_and_what_is_done_last) {
  Estate here;
  auto& tablet = here.tablet;
  auto home = [&](const std::string& room) { return tablet.creates("unit", {{"building", "9"}, {"room_no", room}}); };
  auto visit = [&](const RecordId& unit, json set) {
    set["unit"] = text(unit);
    tablet.creates("visit", std::move(set));
  };
  auto late = home("101"), today = home("102"), done = home("103"), later = home("104"), hers = home("105");
  visit(today, {{"due", "2025-11-24"}, {"assignee", "王芳"}});
  visit(late, {{"due", "2025-11-01"}, {"assignee", "王芳"}});
  visit(done, {{"due", "2025-11-01"}, {"status", "done"}, {"ended_at", "2025-11-24T08:00:00Z"}});
  visit(later, {{"due", "2025-11-25"}, {"assignee", "王芳"}});
  visit(hers, {{"due", "2025-11-20"}, {"assignee", "李雷"}});
  auto rooms = [&](const DayQuery& query) {
    std::string out;
    for (const auto& row : day_plan(tablet.store(), here.day(), query).value().rows) out += row.room_no + " ";
    return out;
  };
  EXPECT_EQ(rooms({}), "101 105 102 103 ");
  EXPECT_EQ(rooms({.assignee = "王芳"}), "101 102 103 ");
  EXPECT_EQ(rooms({.assignee = {}, .offset = 1, .limit = 2}), "105 102 ");
  EXPECT_EQ(rooms({.assignee = {}, .offset = 99}), "");
  auto plan = day_plan(tablet.store(), here.day(), {.assignee = {}, .limit = 1}).value();
  EXPECT_EQ(plan.due, 3U);
  EXPECT_EQ(plan.visited, 1U);
}

TEST(Drafts, what_was_typed_is_there_after_the_program_died) {
  Scratch scratch;
  OneTablet tablet{scratch.path("store.db")};
  tablet.reopen().value();
  ASSERT_TRUE(save_draft(tablet.store(), "form/a", {{"name", "张"}}));
  ASSERT_TRUE(save_draft(tablet.store(), "form/a", {{"name", "张三"}}));
  ASSERT_TRUE(save_draft(tablet.store(), "note/b", "半句话"));
  tablet.reopen().value();
  auto kept = drafts(tablet.store(), "form/").value();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].key, "form/a");
  EXPECT_EQ(kept[0].body.at("name"), "张三");
  EXPECT_EQ(drafts(tablet.store(), "").value().size(), 2U);
  ASSERT_TRUE(drop_draft(tablet.store(), "form/a"));
  ASSERT_TRUE(drop_draft(tablet.store(), "form/a")) << "twice is once";
  EXPECT_TRUE(drafts(tablet.store(), "form/").value().empty());
}

TEST(Drafts, have_limits) {
  OneTablet tablet;
  EXPECT_EQ(save_draft(tablet.store(), "", 1).error().fault, Fault::out_of_range);
  EXPECT_EQ(save_draft(tablet.store(), "k", std::string(draft_bytes_max, 'x')).error().fault, Fault::out_of_range);
  EXPECT_EQ(save_draft(tablet.store(), std::string(draft_key_bytes_max + 1, 'k'), 1).error().fault,
            Fault::out_of_range);
  EXPECT_TRUE(drafts(tablet.store(), "").value().empty());
}

}  // namespace
}  // namespace doorstep::test
