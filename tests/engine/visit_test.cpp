#include "engine/visit.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/estate.h"
#include "engine/outmail.h"
#include "shared/files.h"
#include "tests/engine/one_tablet.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

/// A home with one resident, all of it delivered.
struct Door {
  explicit Door(const std::string& path = ":memory:") : tablet(path) {
    if (path != ":memory:") {
      tablet.reopen().value();
      tablet.store().enrolled(OneTablet::identity()).value();
    }
    home = tablet.creates("unit", {{"building", "3"}, {"room_no", "1502"}});
    resident = tablet.creates("resident", {{"name", "张三"}, {"occupation", "教师"}});
    tablet.meets(server);
  }
  std::uint64_t pending() { return status(tablet.store()).value().pending; }
  RecordId begins() { return begin_visit(tablet.store(), home).value().visit; }
  Intent in_visit(const RecordId& visit, Intent intent) {
    intent.visit = visit;
    return intent;
  }
  Intent creates(const std::string& type, json set) {
    Intent out;
    out.op = Op::create;
    out.type = type;
    out.set = std::move(set);
    return out;
  }

  OneTablet tablet;
  FarSide server;
  RecordId home, resident;
};

TEST(Visit, what_is_edited_in_it_is_one_bundle_at_its_end_and_other_saves_go_on_meanwhile) {
  Door door;
  auto& tablet = door.tablet;
  auto visit = door.begins();
  ASSERT_TRUE(tablet.tries(door.in_visit(visit, tablet.change(door.resident, {{"occupation", "医生"}}))));
  EXPECT_TRUE(tablet.waiting().empty()) << "nothing of it is sealed yet";
  EXPECT_EQ(door.pending(), 2U);
  tablet.creates("request", {{"text", "楼道灯不亮"}});
  ASSERT_EQ(tablet.waiting().size(), 1U) << "a save outside the visit waits for nothing";
  tablet.meets(door.server);
  EXPECT_EQ(door.pending(), 2U);
  EXPECT_EQ(tablet.value(door.resident, "occupation"), "医生");

  EXPECT_EQ(finish_visit(tablet.store(), json::object()).value(), visit);
  auto waiting = tablet.waiting();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].edits.size(), 3U);
  EXPECT_EQ(waiting[0].number.value, 4U) << "the line has no gap";
  EXPECT_TRUE(verify(waiting[0], tablet.key().public_key()));
  for (const auto& edit : waiting[0].edits) EXPECT_EQ(edit.source, "visit");
  tablet.meets(door.server);
  EXPECT_EQ(door.pending(), 0U);
  EXPECT_EQ(tablet.rows("rebase"), 0);
  EXPECT_EQ(tablet.value(door.resident, "occupation"), "医生");
  EXPECT_TRUE(verify(tablet.store()));
}

// Whoever reads that somebody complained reads when, and by the visit would know at which door.
TEST(Visit, an_edit_names_the_visit_unless_that_tells_of_a_home_which_its_reader_is_not_told_of) {
  Door door;
  auto& tablet = door.tablet;
  const auto visit = door.begins();
  const auto complaint = [&](json set) { return door.creates("complaint", std::move(set)); };
  for (const auto& intent :
       {tablet.change(door.resident, {{"occupation", "医生"}}), complaint({{"text", "夜里施工"}, {"anonymous", true}}),
        complaint({{"text", "电梯脏"}, {"channel", "visit"}, {"unit", text(door.home)}}),
        door.creates("pet", {{"unit", text(door.home)}, {"kind", "dog"}}),
        door.creates("request", {{"text", "灯不亮"}, {"unit", text(door.home)}}),
        door.creates("request", {{"text", "楼道脏"}})})
    tablet.tries(door.in_visit(visit, intent)).value();
  finish_visit(tablet.store(), json::object()).value();
  std::vector<bool> names;
  const auto sealed = tablet.waiting();
  for (const auto& edit : sealed.at(0).edits) {
    EXPECT_TRUE(!edit.visit || *edit.visit == visit);
    names.push_back(edit.visit.has_value());
  }
  EXPECT_EQ(names, (std::vector<bool>{false, true, false, false, true, true, false, false}))
      << "the visit itself, its resident, two complaints, the pet, two requests, the visit's end";
  tablet.meets(door.server);
  tablet.changes(door.resident, {{"occupation", "律师"}});
  EXPECT_FALSE(tablet.waiting().at(0).edits.at(0).visit) << "said in no visit";
}

TEST(Visit, its_end_says_how_it_went_when_and_how_often_somebody_came) {
  Door door;
  auto visit = door.begins();
  EXPECT_EQ(door.tablet.value(visit, "status"), "started");
  EXPECT_EQ(door.tablet.value(visit, "started_at"), "2025-11-24T16:00:00Z");
  door.tablet.clock.now += Millis{600'000};
  finish_visit(door.tablet.store(), {{"status", "no_answer"}, {"reason", "敲门无人应"}}).value();
  EXPECT_EQ(door.tablet.value(visit, "status"), "no_answer");
  EXPECT_EQ(door.tablet.value(visit, "attempts"), 1);
  EXPECT_EQ(door.tablet.value(visit, "ended_at"), "2025-11-24T16:10:00Z");
  EXPECT_FALSE(open_visit(door.tablet.store()).value());
  EXPECT_EQ(door.begins(), visit) << "the same visit is tried again";
  finish_visit(door.tablet.store(), json::object()).value();
  EXPECT_EQ(door.tablet.value(visit, "status"), "done");
  EXPECT_EQ(door.tablet.value(visit, "attempts"), 2);
  EXPECT_NE(door.begins(), visit) << "a visit that was made stays made";
}

TEST(Visit, takes_the_planned_one_that_is_due_first) {
  Door door;
  door.tablet.creates("visit", {{"unit", text(door.home)}, {"due", "2025-12-24"}});
  auto first = door.tablet.creates("visit", {{"unit", text(door.home)}, {"due", "2025-12-01"}, {"status", "planned"}});
  door.tablet.creates("visit", {{"unit", text(door.home)}, {"due", "2025-01-01"}, {"status", "done"}});
  EXPECT_EQ(door.begins(), first);
  EXPECT_EQ(begin_visit(door.tablet.store(), door.home).error().fault, Fault::already_exists);
}

TEST(Visit, is_there_with_all_its_edits_after_the_program_was_killed) {
  Scratch scratch;
  Door door{scratch.path("store.db")};
  auto& tablet = door.tablet;
  auto visit = door.begins();
  tablet.tries(door.in_visit(visit, tablet.change(door.resident, {{"occupation", "医生"}}))).value();
  tablet.reopen().value();
  auto open = open_visit(tablet.store()).value();
  ASSERT_TRUE(open);
  EXPECT_EQ(open->visit, visit);
  EXPECT_EQ(open->unit, door.home);
  EXPECT_EQ(open->edits, 2U);
  EXPECT_EQ(open->records, 2U);
  EXPECT_EQ(open->started_at, "2025-11-24T16:00:00Z");
  EXPECT_EQ(door.pending(), 2U);
  EXPECT_EQ(tablet.value(door.resident, "occupation"), "医生");
  EXPECT_TRUE(verify(tablet.store()));
  finish_visit(tablet.store(), json::object()).value();
  tablet.reopen().value();
  EXPECT_FALSE(open_visit(tablet.store()).value());
  tablet.meets(door.server);
  EXPECT_EQ(door.pending(), 0U);
}

TEST(Visit, an_edit_joins_it_by_what_it_touched_and_by_what_it_made) {
  Door door;
  auto& tablet = door.tablet;
  auto visit = door.begins();
  auto baby = tablet.tries(door.in_visit(visit, door.creates("resident", {{"name", "张小宝"}}))).value().front();
  tablet.changes(baby, {{"sex", "male"}});
  tablet.creates("occupancy", {{"unit", text(door.home)}, {"resident", text(baby)}, {"role", "family"}});
  EXPECT_TRUE(tablet.waiting().empty()) << "both speak of a record that only the visit has";
  tablet.changes(door.resident, {{"occupation", "医生"}});
  EXPECT_EQ(tablet.waiting().size(), 1U);
  Intent remove;
  remove.op = Op::remove;
  remove.record = door.home;
  tablet.tries(remove).value();
  EXPECT_EQ(tablet.waiting().size(), 1U) << "it saw the children that the visit made";
}

TEST(Visit, a_context_that_is_not_open_is_refused_and_nothing_is_saved) {
  Door door;
  auto change = door.tablet.change(door.resident, {{"occupation", "医生"}});
  EXPECT_EQ(door.tablet.tries(door.in_visit(door.home, change)).error().fault, Fault::not_found);
  EXPECT_EQ(door.tablet.value(door.resident, "occupation"), "教师");
  EXPECT_EQ(finish_visit(door.tablet.store(), json::object()).error().fault, Fault::not_found);
  EXPECT_EQ(begin_visit(door.tablet.store(), door.resident).error().fault, Fault::not_found);
  EXPECT_FALSE(open_visit(door.tablet.store()).value()) << "a visit to no home was not begun";
  door.begins();
  for (auto status : {"planned", "started"})
    EXPECT_EQ(finish_visit(door.tablet.store(), {{"status", status}}).error().fault, Fault::invalid_value);
  EXPECT_TRUE(open_visit(door.tablet.store()).value());
}

TEST(Visit, a_colleagues_change_meanwhile_is_seen_at_once_and_both_values_stay) {
  Door door;
  auto& tablet = door.tablet;
  auto visit = door.begins();
  tablet.tries(door.in_visit(visit, tablet.change(door.resident, {{"name", "张珊"}}))).value();
  door.server.colleague_changes(door.resident, {{"name", "张三"}}, {{"name", "张山"}});
  tablet.meets(door.server);
  auto foretold = tablet.open_conflicts();
  ASSERT_EQ(foretold.size(), 1U);
  EXPECT_EQ(foretold[0].conflict.candidates.size(), 2U);
  EXPECT_TRUE(verify(tablet.store()));
  finish_visit(tablet.store(), json::object()).value();
  tablet.meets(door.server);
  ASSERT_EQ(tablet.open_conflicts().size(), 1U);
  EXPECT_EQ(tablet.open_conflicts()[0].conflict.id, foretold[0].conflict.id);
  EXPECT_EQ(door.pending(), 0U);
}

TEST(Visit, a_very_long_one_is_sealed_in_parts) {
  Door door;
  auto& tablet = door.tablet;
  auto visit = door.begins();
  const auto edits = bundle_edits_max + 20;
  for (std::size_t i = 0; i < edits; ++i)
    tablet.tries(door.in_visit(visit, tablet.change(door.resident, {{"occupation", "第" + std::to_string(i)}})))
        .value();
  finish_visit(tablet.store(), json::object()).value();
  auto waiting = tablet.waiting();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].edits.size(), bundle_edits_max);
  EXPECT_EQ(waiting[0].edits.size() + waiting[1].edits.size(), edits + 2);
  EXPECT_EQ(tablet.value(door.resident, "occupation"), "第" + std::to_string(edits - 1));
  EXPECT_TRUE(verify(tablet.store()));
  tablet.meets(door.server);
  EXPECT_EQ(door.pending(), 0U);
  EXPECT_EQ(tablet.value(door.resident, "occupation"), "第" + std::to_string(edits - 1));
}

TEST(Visit, all_unchanged_counts_as_reviewed) {
  Door door;
  const Day day{"2025-11-24", door.tablet.clock.now - std::chrono::hours{16}};
  EXPECT_FALSE(estate(door.tablet.store(), day).value().at(0).reviewed);
  auto visit = confirm(door.tablet.store(), door.home, {text(door.home), text(door.resident) + ".name"}).value();
  EXPECT_FALSE(open_visit(door.tablet.store()).value());
  EXPECT_EQ(door.tablet.value(visit, "confirmed_fields"), (json{text(door.home), text(door.resident) + ".name"}));
  auto row = estate(door.tablet.store(), day).value().at(0);
  EXPECT_EQ(row.reviewed, door.tablet.clock.now);
  EXPECT_EQ(row.today, VisitToday::done);
  ASSERT_EQ(door.tablet.waiting().size(), 1U) << "one bundle";
}

TEST(Visit, all_unchanged_within_a_visit_joins_it) {
  Door door;
  auto visit = door.begins();
  EXPECT_EQ(confirm(door.tablet.store(), door.home, {text(door.home)}).value(), visit);
  EXPECT_EQ(confirm(door.tablet.store(), door.home, {text(door.home), text(door.resident)}).value(), visit);
  EXPECT_EQ(door.tablet.value(visit, "confirmed_fields").size(), 2U);
  EXPECT_TRUE(open_visit(door.tablet.store()).value());
  auto other = door.tablet.creates("unit", {{"room_no", "201"}});
  EXPECT_EQ(confirm(door.tablet.store(), other, {text(other)}).error().fault, Fault::already_exists);
}

TEST(Visit, findings_written_early_in_it_stay_when_its_end_adds_more) {
  Door door;
  auto visit = door.begins();
  json first = {{{"id", "a"}, {"text", "厨房有煤气味"}}}, second = {{{"id", "b"}, {"text", "老人独居"}}};
  door.tablet.changes(visit, {{"findings", first}});
  finish_visit(door.tablet.store(), {{"findings", second}}).value();
  EXPECT_EQ(door.tablet.value(visit, "findings").size(), 2U);
}

TEST(Visit, takes_every_edit_of_its_household_also_one_that_does_not_name_it) {
  Door door;
  auto& tablet = door.tablet;
  tablet.creates("occupancy", {{"unit", text(door.home)}, {"resident", text(door.resident)}, {"role", "owner"}});
  auto phone =
      tablet.creates("contact", {{"resident", text(door.resident)}, {"kind", "mobile"}, {"value", "13800138000"}});
  auto asked = tablet.creates("request", {{"text", "水管漏水"}, {"unit", text(door.home)}});
  auto known = tablet.waiting().size();
  door.begins();
  tablet.changes(door.home, {{"layout", "3室2厅"}});
  tablet.changes(door.resident, {{"occupation", "医生"}});
  tablet.changes(phone, {{"verified", "called"}});
  tablet.changes(asked, {{"urgency", "high"}});
  tablet.creates("pet", {{"unit", text(door.home)}, {"kind", "dog"}});
  tablet.creates("contact", {{"resident", text(door.resident)}, {"kind", "landline"}, {"value", "0571-88886666"}});
  tablet.creates("complaint", {{"text", "楼上夜里装修"}, {"unit", text(door.home)}});
  EXPECT_EQ(tablet.waiting().size(), known) << "none of them was sealed by itself";
  EXPECT_EQ(open_visit(tablet.store()).value()->edits, 8U);
  EXPECT_EQ(open_visit(tablet.store()).value()->records, 8U);
  finish_visit(tablet.store(), json::object()).value();
  EXPECT_EQ(tablet.waiting().size(), known + 1);
  EXPECT_TRUE(verify(tablet.store()));
}

TEST(Visit, leaves_alone_what_belongs_to_another_home) {
  Door door;
  auto& tablet = door.tablet;
  auto other = tablet.creates("unit", {{"building", "3"}, {"room_no", "201"}});
  auto moves = [&](const RecordId& home) {
    return tablet.creates("occupancy", {{"unit", text(home)}, {"resident", text(door.resident)}, {"role", "owner"}});
  };
  moves(door.home);
  auto there = moves(other);
  auto stranger = tablet.creates("resident", {{"name", "李四"}});
  auto lamp = tablet.creates("request", {{"text", "路灯不亮"}});
  auto asked = tablet.creates("request", {{"text", "换锁"}, {"unit", text(other)}, {"resident", text(door.resident)}});
  door.begins();
  auto known = tablet.waiting().size();
  for (const auto& [record, set] : {std::pair{other, json{{"layout", "2室"}}},
                                    {there, json{{"lives_here", false}}},
                                    {stranger, json{{"sex", "male"}}},
                                    {lamp, json{{"urgency", "low"}}},
                                    {asked, json{{"urgency", "low"}}}}) {
    tablet.changes(record, set);
    EXPECT_EQ(tablet.waiting().size(), ++known);
  }
  auto import = tablet.change(door.home, {{"layout", "3室2厅"}});
  import.source = "import";
  tablet.tries(import).value();
  EXPECT_EQ(tablet.waiting().size(), ++known) << "a register that is brought in meanwhile is no part of the talk";
}

TEST(Visit, findings_and_signature_are_there_after_the_program_was_killed) {
  Scratch scratch;
  Door door{scratch.path("store.db")};
  auto& tablet = door.tablet;
  auto visit = door.begins();
  json first = {{{"id", "a"}, {"text", "厨房有煤气味"}}}, second = {{{"id", "b"}, {"text", "老人独居"}}};
  EXPECT_EQ(note_in_visit(tablet.store(), {{"findings", first}}).value(), visit);
  note_in_visit(tablet.store(), {{"findings", second}, {"signature", "12,30 13,31;40,8"}}).value();
  tablet.reopen().value();
  EXPECT_EQ(tablet.value(visit, "findings").size(), 2U);
  EXPECT_EQ(tablet.value(visit, "signature"), "12,30 13,31;40,8");
  finish_visit(tablet.store(), json::object()).value();
  EXPECT_EQ(tablet.waiting().size(), 1U);
  EXPECT_EQ(tablet.value(visit, "findings").size(), 2U);
  EXPECT_EQ(tablet.value(visit, "signature"), "12,30 13,31;40,8");
}

TEST(Visit, a_note_says_nothing_about_its_end_and_needs_an_open_visit) {
  Door door;
  EXPECT_EQ(note_in_visit(door.tablet.store(), {{"reason", "敲门无人应"}}).error().fault, Fault::not_found);
  auto visit = door.begins();
  for (const auto& wrong : {json{{"status", "done"}}, json{{"unit", text(door.home)}}, json::object(), json{"findings"},
                            json{{"findings", "a word"}}})
    EXPECT_FALSE(note_in_visit(door.tablet.store(), wrong)) << wrong;
  EXPECT_EQ(door.tablet.value(visit, "status"), "started");
  EXPECT_EQ(open_visit(door.tablet.store()).value()->edits, 1U);
}

TEST(Visit, every_save_in_it_is_sealed_to_the_office_before_it_is_answered) {
  Scratch scratch;
  const auto folder = scratch.path("store");
  std::filesystem::create_directories(folder);
  Door door;
  SystemDice dice;
  const BoxKeys office = mint_box(dice);
  door.tablet.store().learn_office_key(office.public_key).value();
  auto texts = [&] {
    std::string out;
    auto file = read_file(folder + "/outmail", outmail_bytes_max);
    if (!file) return out;
    for (const auto& parcel : scan_outmail(*file).parcels)
      if (auto plain = open_parcel(parcel, office)) out += view(plain->bytes());
    return out;
  };
  auto visit = door.begins();  // while nobody keeps an outmail: as if the disk had been full
  {
    Outmail mail{door.tablet.store(), folder, door.tablet.dice};
    mail.catch_up();
    EXPECT_NE(texts().find(text(visit)), std::string::npos) << "an unlocking makes it whole";
    door.tablet.tries(door.in_visit(visit, door.tablet.change(door.resident, {{"occupation", "医生"}}))).value();
    EXPECT_NE(texts().find("医生"), std::string::npos);
    mail.answered();
    mail.tend();
    EXPECT_NE(texts().find("医生"), std::string::npos) << "the visit is open: the file stays";
  }
  Outmail mail{door.tablet.store(), folder, door.tablet.dice};
  mail.catch_up();
  finish_visit(door.tablet.store(), json::object()).value();
  auto covered = read_file(folder + "/outmail", outmail_bytes_max).value();
  EXPECT_EQ(scan_outmail(covered).parcels.back().number, door.tablet.waiting().at(0).number.value);
  door.tablet.meets(door.server);
  mail.tend();
  EXPECT_FALSE(std::filesystem::exists(folder + "/outmail"));
}

}  // namespace
}  // namespace doorstep::test
