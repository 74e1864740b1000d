#include "engine/views.h"

#include <gtest/gtest.h>

#include "tests/engine/one_tablet.h"

namespace doorstep::test {
namespace {

const json zhang_san = {{"name", "张三"}, {"occupation", "教师"}};

class Views : public ::testing::Test {
 protected:
  /// As the server tells it: through its wire form.
  Result<void> told(const RecordId& record, std::vector<HistoryEntry> entries, bool complete = true) {
    auto frame = decode_frame(encode(History{record, complete, std::move(entries)}, 1), 1).value();
    return tablet.store().adopt(std::get<History>(frame));
  }
  static HistoryEntry entry(Seq seq, const Edit& edit, const std::string& by = "王芳") {
    return {seq, by, OneTablet::identity().chain, edit.made.wall, edit_json(edit)};
  }
  HistoryView history_of(const RecordId& id) { return history(tablet.store(), id).value(); }

  OneTablet tablet;
  FarSide server;
};

TEST_F(Views, the_history_of_a_resident_that_nobody_else_has_seen_is_ones_own_edits) {
  auto id = tablet.creates("resident", zhang_san);
  tablet.changes(id, {{"occupation", "医生"}});
  auto view = history_of(id);
  EXPECT_EQ(view.type, "resident");
  EXPECT_TRUE(view.complete);
  ASSERT_EQ(view.entries.size(), 2U);
  EXPECT_EQ(view.entries[0].at("by"), "王芳");
  EXPECT_EQ(view.entries[1].at("edit").at("set"), (json{{"occupation", "医生"}}));
  EXPECT_FALSE(view.entries[1].contains("seq"));
}

TEST_F(Views, own_unsent_edits_stand_behind_what_the_server_told) {
  auto id = tablet.creates("resident", zhang_san);
  auto created = tablet.waiting_edits().at(0);
  tablet.meets(server);
  tablet.changes(id, {{"occupation", "医生"}});
  EXPECT_FALSE(history_of(id).complete);
  told(id, {entry(Seq{1}, created)}).value();
  auto view = history_of(id);
  EXPECT_TRUE(view.complete);
  ASSERT_EQ(view.entries.size(), 2U);
  EXPECT_EQ(view.entries[0].at("seq"), 1);
  EXPECT_FALSE(view.entries[1].contains("seq"));
}

TEST_F(Views, an_edit_that_is_accepted_but_not_yet_passed_by_the_feed_stands_once) {
  auto id = tablet.creates("resident", zhang_san);
  auto created = tablet.waiting_edits().at(0);
  server.audience = OneTablet::identity().chain;
  tablet.store().adopt(server.welcome(server.audience)).value();
  tablet.store().adopt(tablet.pushes_to(server)).value();
  told(id, {entry(Seq{1}, created)}).value();
  EXPECT_EQ(history_of(id).entries.size(), 1U);
}

TEST_F(Views, a_history_is_incomplete_again_when_the_record_has_moved_on) {
  auto id = tablet.creates("resident", zhang_san);
  auto created = tablet.waiting_edits().at(0);
  tablet.meets(server);
  told(id, {entry(Seq{1}, created)}).value();
  EXPECT_TRUE(history_of(id).complete);
  server.colleague_changes(id, {{"occupation", "教师"}}, {{"occupation", "医生"}});
  tablet.meets(server);
  EXPECT_FALSE(history_of(id).complete);
  EXPECT_EQ(history_of(id).entries.size(), 1U);
}

TEST_F(Views, a_history_whose_older_part_the_server_left_out_is_not_complete) {
  auto id = tablet.creates("resident", zhang_san);
  auto created = tablet.waiting_edits().at(0);
  tablet.meets(server);
  told(id, {entry(Seq{1}, created)}, false).value();
  EXPECT_FALSE(history_of(id).complete);
}

TEST_F(Views, a_history_with_anything_wrong_in_it_changes_nothing) {
  auto id = tablet.creates("resident", zhang_san);
  auto created = tablet.waiting_edits().at(0);
  tablet.meets(server);
  auto good = entry(Seq{1}, created);
  for (auto spoil : std::vector<void (*)(json&)>{
           [](json& edit) { edit.erase("id"); }, [](json& edit) { edit["id"] = 7; },
           [](json& edit) { edit.erase("set"); }, [](json& edit) { edit["set"] = "text"; },
           [](json& edit) { edit.erase("base"); }, [](json& edit) { edit["op"] = "explode"; },
           [](json& edit) { edit["made"] = nullptr; }, [](json& edit) { edit = json::object(); }}) {
    auto bad = good;
    spoil(bad.edit);
    auto answer = told(id, {good, bad});
    ASSERT_FALSE(answer) << bad.edit;
    EXPECT_EQ(answer.error().fault, Fault::bad_frame);
    EXPECT_TRUE(history_of(id).entries.empty());
  }
}

TEST_F(Views, what_is_not_here_is_not_found) {
  RecordId unknown{{1}};
  auto& store = tablet.store();
  EXPECT_EQ(show(store, unknown).error().fault, Fault::not_found);
  EXPECT_EQ(history(store, unknown).error().fault, Fault::not_found);
  EXPECT_EQ(conflict(store, unknown).error().fault, Fault::not_found);
  auto id = tablet.creates("resident", zhang_san);
  EXPECT_EQ(conflict(store, id).error().fault, Fault::not_found);
}

TEST_F(Views, a_conflict_names_who_wanted_what) {
  auto id = server.colleague_creates("resident", zhang_san);
  tablet.meets(server);
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  tablet.meets(server);
  auto view = tablet.open_conflicts().at(0);
  EXPECT_EQ(view.type, "resident");
  EXPECT_EQ(view.current, "张珊");
  ASSERT_EQ(view.conflict.candidates.size(), 2U);
  EXPECT_EQ(view.name_of(colleagues_chain), "李强");
  EXPECT_EQ(view.name_of(ChainId{"nobody/t/1"}), "nobody");
  auto same = conflict(tablet.store(), view.conflict.id).value();
  EXPECT_EQ(same.conflict.candidates.size(), 2U);
  EXPECT_EQ(show(tablet.store(), view.conflict.id).error().fault, Fault::not_found);
  EXPECT_EQ(tablet.tries(tablet.change(view.conflict.id, {{"name", "x"}})).error().fault, Fault::not_found);
}

TEST_F(Views, a_conflict_about_an_address_shows_the_whole_address) {
  const json home = {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}};
  auto id = server.colleague_creates("unit", home);
  tablet.meets(server);
  tablet.changes(id, {{"room_no", "1503"}});
  server.colleague_changes(id, home, {{"building", "5"}});
  tablet.meets(server);
  auto view = tablet.open_conflicts().at(0);
  EXPECT_EQ(view.conflict.field, "address");
  EXPECT_EQ(view.current, (json{{"building", "5"}, {"unit_no", "2"}, {"room_no", "1502"}}));
}

TEST_F(Views, status_counts_edits_that_wait_and_says_when_both_sides_agree) {
  auto id = tablet.creates("resident", zhang_san);
  tablet.store().edit({tablet.change(id, {{"occupation", "医生"}}), tablet.change(id, {{"employer", "三中"}})}).value();
  auto now = status(tablet.store()).value();
  EXPECT_EQ(now.pending, 3U);
  EXPECT_EQ(now.waiting, 2U);
  EXPECT_EQ(now.records, 1U);
  EXPECT_FALSE(now.cursor);
  EXPECT_FALSE(now.agrees);
  EXPECT_FALSE(now.last_contact);
  tablet.meets(server);
  now = status(tablet.store()).value();
  EXPECT_EQ(now.pending, 0U);
  EXPECT_EQ(now.cursor, server.head());
  EXPECT_TRUE(now.agrees);
  tablet.changes(id, {{"name", "张山"}});
  EXPECT_FALSE(status(tablet.store()).value().agrees);
}

TEST_F(Views, a_revision_counts_changes_as_people_do) {
  auto id = tablet.creates("resident", {{"name", "张三"}});
  EXPECT_EQ(show(tablet.store(), id).value().revision, 1U);
  tablet.changes(id, {{"name", "张山"}});
  EXPECT_EQ(show(tablet.store(), id).value().revision, 2U);
  tablet.meets(server);
  auto view = show(tablet.store(), id).value();
  EXPECT_EQ(view.revision, 2U);
  EXPECT_EQ(view.version, server.head());
  EXPECT_FALSE(view.pending);
}

TEST_F(Views, a_natural_key_finds_the_live_record_only) {
  auto id = tablet.creates("resident", {{"name", "张三"}, {"archive_no", "A1"}});
  auto& store = tablet.store();
  EXPECT_EQ(by_natural_key(store, "resident", R"(["A1"])").value()->id, id);
  EXPECT_FALSE(by_natural_key(store, "resident", R"(["A2"])").value());
  EXPECT_FALSE(by_natural_key(store, "unit", R"(["A1"])").value());
  Intent removal = tablet.change(id, json::object());
  removal.op = Op::remove;
  tablet.tries(removal).value();
  EXPECT_FALSE(by_natural_key(store, "resident", R"(["A1"])").value());
}

}  // namespace
}  // namespace doorstep::test
