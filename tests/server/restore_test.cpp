// A server that is restored from a backup, and tablets that hold more than it does: both halves of the conversation,
// with real stores and a real archive behind them.
#include <gtest/gtest.h>

#include "engine/desk.h"
#include "engine/visit.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct Restored {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");

  RecordId known(const std::string& type, json set) {
    auto id = wang.creates(type, std::move(set));
    office.sync_all();
    return id;
  }
  void restore(const std::string& backup) {
    auto restored = office.server().restore(backup);
    ASSERT_TRUE(restored) << restored.error().detail;
  }
  void expect_everybody_agrees() {
    expect_same(wang.store(), office.server().archive());
    expect_same(li.store(), office.server().archive());
  }
  std::size_t history_of(const RecordId& id) { return office.server().archive().history(id)->entries.size(); }
};

TEST(Restore, what_was_acknowledged_after_the_backup_is_offered_again) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  ASSERT_FALSE(backup.empty());
  world.wang.edits(id, {{"name", "张珊"}});
  auto fresh = world.li.creates("resident", {{"name", "李四"}});
  world.office.sync_all();
  world.expect_everybody_agrees();

  world.restore(backup);
  EXPECT_EQ(world.history_of(id), 1U) << "the restored server lacks it";
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.li.value(id, "name"), "张珊");
  EXPECT_EQ(world.wang.value(fresh, "name"), "李四");
  EXPECT_EQ(world.history_of(id), 2U);
  EXPECT_TRUE(world.office.conflicts().empty());
}

TEST(Restore, a_restored_server_goes_on_in_a_new_epoch_that_begins_at_the_backups_head) {
  Restored world;
  world.known("resident", {{"name", "张三"}});
  auto before = world.office.server().archive().status().value();
  auto backup = world.office.server().back_up();
  world.known("resident", {{"name", "李四"}});
  world.restore(backup);
  auto now = world.office.server().archive().status().value();
  EXPECT_NE(now.epoch, before.epoch);
  ASSERT_EQ(now.lineage.size(), 2U);
  EXPECT_EQ(now.lineage.front().epoch, before.epoch);
  EXPECT_EQ(now.lineage.back().epoch, now.epoch);
  EXPECT_EQ(now.lineage.back().from.at(CommunityId{"main"}), Seq{1});
  EXPECT_TRUE(world.office.server().archive().verify()) << "the set hashes are those of the new epoch";
}

TEST(Restore, counts_what_was_counted_once) {
  Restored world;
  auto id = world.known("request", {{"text", "漏水"}, {"urges", 3}});
  auto backup = world.office.server().back_up();
  world.wang.edits(id, {{"urges", 5}});
  world.office.sync_all();
  world.restore(backup);
  // Only the welcome comes through: the state of before is still under what is shown.
  world.office.sync(world.wang, [](bool to_tablet, std::string& frame) {
    return !to_tablet || frame.find("\"welcome\"") != std::string::npos ||
           frame.find("\"challenge\"") != std::string::npos;
  });
  EXPECT_EQ(world.wang.value(id, "urges"), 5) << "offered again, and still in what is shown";
  world.wang.edits(id, {{"urges", 6}});
  EXPECT_EQ(world.wang.value(id, "urges"), 6);
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.li.value(id, "urges"), 6);
}

TEST(Restore, what_the_server_no_longer_has_goes_and_comes_back_with_its_author) {
  Restored world;
  world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  auto id = world.li.creates("resident", {{"name", "李四"}});
  world.office.sync_all();
  EXPECT_EQ(world.wang.value(id, "name"), "李四");
  world.restore(backup);
  world.office.sync(world.wang);
  EXPECT_TRUE(world.wang.value(id, "name").is_null()) << "nobody has offered it yet";
  EXPECT_TRUE(status(world.wang.store())->agrees);
  EXPECT_TRUE(verify(world.wang.store()));
  world.office.sync(world.li);
  world.office.sync(world.wang);
  world.expect_everybody_agrees();
  EXPECT_EQ(world.wang.value(id, "name"), "李四");
}

TEST(Restore, a_conflict_of_after_the_backup_is_there_again_with_both_values) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  world.wang.edits(id, {{"name", "张珊"}});
  world.li.edits(id, {{"name", "张山"}});
  world.office.sync_all();
  ASSERT_EQ(world.office.conflicts().size(), 1U);
  world.restore(backup);
  EXPECT_TRUE(world.office.conflicts().empty());
  world.office.sync_all();
  world.expect_everybody_agrees();
  auto open = world.wang.open_conflicts();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.front().candidates.size(), 2U);
}

TEST(Restore, a_refusal_of_after_the_backup_is_judged_again) {
  Restored world;
  auto id = world.known("request", {{"text", "漏水"}, {"urges", 0}});
  auto backup = world.office.server().back_up();
  world.wang.edits(id, {{"urges", safe_integer_max}});
  world.li.edits(id, {{"urges", safe_integer_max}});
  world.office.sync_all();
  ASSERT_EQ(refusals(world.li.store())->size() + refusals(world.wang.store())->size(), 1U);
  world.restore(backup);
  EXPECT_TRUE(world.office.server().archive().quarantine()->empty());
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(refusals(world.li.store())->size() + refusals(world.wang.store())->size(), 1U);
  EXPECT_EQ(world.office.server().archive().quarantine()->size(), 1U);
}

TEST(Restore, what_a_lost_tablet_had_done_is_handed_over_by_those_who_saw_it) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  world.li.edits(id, {{"language", "粤语"}});
  world.office.sync_all();
  world.restore(backup);
  world.office.sync(world.wang);  // li's tablet lies in a river
  auto& archive = world.office.server().archive();
  auto rescued = archive.rescued();
  ASSERT_TRUE(rescued) << rescued.error().detail;
  ASSERT_EQ(rescued->size(), 1U);
  EXPECT_EQ(rescued->front().record, id);
  EXPECT_EQ(rescued->front().missing.size(), 1U);
  EXPECT_NE(rescued->front().body.dump().find("粤语"), std::string::npos);
  EXPECT_TRUE(world.wang.store().next_rescue()->rescue.records.empty()) << "handed over once";
  world.office.sync(world.li);  // it was found again
  EXPECT_TRUE(archive.rescued()->empty());
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.wang.value(id, "language"), "粤语");
}

TEST(Restore, an_edit_of_a_record_that_is_not_back_yet_waits_for_its_author) {
  Restored world;
  world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  auto id = world.wang.creates("resident", {{"name", "李四"}});
  world.office.sync_all();
  world.li.edits(id, {{"language", "粤语"}});
  world.office.sync_all();
  world.restore(backup);
  auto ended = world.office.sync(world.li);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::server_busy) << "to be sent again";
  EXPECT_EQ(status(world.li.store())->pending, 1U);
  world.office.sync(world.wang);
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.wang.value(id, "language"), "粤语");
  EXPECT_TRUE(world.office.server().archive().quarantine()->empty());
}

// The other author is heard first by the restored server, so that the question has another id.
TEST(Restore, a_remark_on_a_question_that_was_opened_the_other_way_round_arrives_and_holds_nothing_up) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  world.wang.edits(id, {{"name", "张珊"}});
  world.li.edits(id, {{"name", "张山"}});
  world.office.sync(world.li);
  world.office.sync_all();
  const auto asked = world.li.open_conflicts().at(0);
  world.li.does({talk_about(world.li.store(), asked.id, {{"remark", "电话里问过"}}).value()});
  world.office.sync_all();
  world.restore(backup);
  world.office.sync(world.wang);
  auto later = world.li.creates("resident", {{"name", "李四"}});
  EXPECT_FALSE(world.office.sync(world.li));
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.wang.value(later, "name"), "李四");
  ASSERT_EQ(world.wang.open_conflicts().size(), 1U);
  EXPECT_NE(world.wang.open_conflicts()[0].id, asked.id);
  ASSERT_EQ(world.wang.open_conflicts()[0].remarks.size(), 1U);
  EXPECT_EQ(world.wang.open_conflicts()[0].remarks[0].text, "电话里问过");
  EXPECT_TRUE(world.office.server().archive().quarantine()->empty());
}

// Seed 43347 of World: the visit was shown as having gone into one that nobody has any more, and could not end.
TEST(Restore, a_visit_that_was_made_one_with_a_visit_that_is_lost_is_still_there_and_ends) {
  Restored world;
  const auto home = world.known("unit", {{"building", "3"}, {"room_no", "101"}});
  const auto beside = world.known("unit", {{"building", "3"}, {"room_no", "102"}});
  const auto backup = world.office.server().back_up();
  const auto lost = world.li.creates("visit", {{"unit", text(beside)}});
  world.office.sync_all();
  const auto visit = begin_visit(world.wang.store(), home).value().visit;
  Intent one;
  one.op = Op::merge;
  one.record = visit;
  one.into = lost;
  world.wang.does({one});
  world.restore(backup);  // and li does not come back
  world.office.sync(world.wang);
  EXPECT_FALSE(show(world.wang.store(), lost));
  EXPECT_TRUE(show(world.wang.store(), visit));
  EXPECT_TRUE(finish_visit(world.wang.store(), {{"place_ok", true}}));
  EXPECT_EQ(world.wang.value(visit, "place_ok"), true);
}

TEST(Restore, an_author_who_never_comes_back_does_not_hold_others_up_for_ever) {
  Restored world;
  world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  auto id = world.wang.creates("resident", {{"name", "李四"}});
  world.office.sync_all();
  world.li.edits(id, {{"language", "粤语"}});
  world.office.sync_all();
  world.restore(backup);
  world.office.sync(world.li);
  world.office.time().now += Millis{3'600'000};
  auto ended = world.office.sync(world.li);
  EXPECT_FALSE(ended) << ended->detail;
  EXPECT_EQ(world.office.server().archive().quarantine()->size(), 1U) << "an admin finds it there";
  EXPECT_EQ(refusals(world.li.store())->size(), 1U);
  EXPECT_EQ(world.office.server().archive().rescued()->size(), 1U) << "and what the record was";
}

TEST(Restore, from_the_same_backup_twice_loses_nothing_of_the_life_between) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  world.wang.edits(id, {{"language", "粤语"}});
  world.office.sync_all();
  world.restore(backup);
  world.office.sync_all();
  world.li.edits(id, {{"occupation", "医生"}});
  world.office.sync_all();
  world.restore(backup);
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.wang.value(id, "language"), "粤语");
  EXPECT_EQ(world.wang.value(id, "occupation"), "医生");
}

TEST(Restore, a_tablet_that_slept_through_two_restores_comes_back_whole) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto backup = world.office.server().back_up();
  world.wang.edits(id, {{"language", "粤语"}});
  world.office.sync(world.wang);
  world.restore(backup);
  world.li.edits(id, {{"occupation", "医生"}});
  world.office.sync(world.li);
  auto later = world.office.server().back_up();
  world.li.edits(id, {{"occupation", "教师"}});
  world.office.sync(world.li);
  world.restore(later);
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(world.li.value(id, "language"), "粤语");
  EXPECT_EQ(world.li.value(id, "occupation"), "教师");
}

TEST(Restore, a_first_sync_under_way_begins_anew) {
  Restored world;
  std::vector<RecordId> ids;
  auto backup = world.office.server().back_up();
  for (int i = 0; i < 3; ++i) {
    std::vector<Intent> intents(bundle_edits_max);
    for (auto& intent : intents) {
      intent.op = Op::create;
      intent.type = "resident";
      intent.set = {{"name", "张三"}};
    }
    for (const auto& id : world.wang.does(std::move(intents))) ids.push_back(id);
  }
  world.office.sync(world.wang);
  int pages = 0;
  world.office.sync(world.li, [&](bool to_tablet, std::string& frame) {
    return !to_tablet || frame.find("\"frame\":\"page\"") == std::string::npos || ++pages != 2;
  });
  EXPECT_FALSE(status(world.li.store())->cursor);
  world.restore(backup);
  world.office.sync_all();
  world.expect_everybody_agrees();
  EXPECT_EQ(replica_of(world.li.store()).size(), ids.size());
}

TEST(Restore, texts_go_when_every_kept_backup_has_them) {
  Restored world;
  auto kept = [&] {
    auto& row = world.wang.store().sql()("SELECT COUNT(*) FROM bundles WHERE header IS NOT NULL");
    row.with().step();
    auto count = row.integer(0);
    row.rewind();
    return count;
  };
  auto id = world.known("resident", {{"name", "张三"}});
  world.wang.edits(id, {{"name", "张珊"}});
  world.office.sync_all();
  EXPECT_EQ(kept(), 2) << "no backup yet: the tablets are all there is";
  ASSERT_FALSE(world.office.server().back_up(2).empty());
  world.wang.edits(id, {{"name", "张山"}});
  world.office.sync_all();
  EXPECT_EQ(kept(), 1);
  ASSERT_FALSE(world.office.server().back_up(2).empty());
  world.office.sync_all();
  EXPECT_EQ(kept(), 1) << "the older of two kept backups lacks it";
  ASSERT_FALSE(world.office.server().back_up(2).empty());
  world.office.sync_all();
  EXPECT_EQ(kept(), 0);
  world.expect_everybody_agrees();
}

TEST(Restore, from_a_backup_that_was_given_up_stops_the_tablet_and_changes_nothing) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto old = world.office.server().back_up(1);
  world.wang.edits(id, {{"name", "张珊"}});
  world.office.sync_all();
  ASSERT_FALSE(world.office.server().back_up(1).empty());  // from here on the old one does not count
  world.office.sync_all();
  world.restore(old);
  auto ended = world.office.sync(world.wang);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::server_behind);
  EXPECT_EQ(world.wang.value(id, "name"), "张珊");
  EXPECT_TRUE(verify(world.wang.store()));
}

TEST(Restore, a_tablet_from_which_a_narrower_role_took_texts_goes_on_under_a_new_chain) {
  Restored world;
  auto id = world.known("resident", {{"name", "张三"}});
  auto old = world.office.server().back_up(1);
  world.wang.edits(id, {{"employer", "新单位"}});
  world.wang.edits(id, {{"name", "张珊"}});
  world.office.sync_all();
  ASSERT_TRUE(world.office.server().archive().set_person({"wang", "front_desk"}, from_ms(1)));
  world.office.sync_all();
  ASSERT_EQ(world.wang.value(id, "employer"), json{}) << "it was taken";
  world.wang.edits(id, {{"vip_reason", "老客户"}});

  world.restore(old);
  world.office.sync_all();
  world.office.sync_all();
  EXPECT_EQ(incarnation_of(world.wang.store().identity()->chain), 2U);
  EXPECT_EQ(status(world.wang.store())->pending, 0U);
  EXPECT_TRUE(status(world.wang.store())->agrees);
  EXPECT_TRUE(verify(world.wang.store()));
  EXPECT_EQ(world.li.value(id, "name"), "张珊") << "what it still has is offered again";
  EXPECT_EQ(world.li.value(id, "vip_reason"), "老客户") << "and what waits is not held up";
}

TEST(Restore, another_archive_under_the_same_key_is_not_taken_for_it) {
  Restored world;
  world.known("resident", {{"name", "张三"}});
  auto ended = world.office.sync(world.wang, [](bool to_tablet, std::string& frame) {
    auto at = frame.find("\"epoch\":\"");
    while (to_tablet && at != std::string::npos) {
      frame.replace(at, frame.find('"', at + 9) + 1 - at, "\"epoch\":\"another\"");
      at = frame.find("\"epoch\":\"", at + 1);
    }
    return true;
  });
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::server_behind);
  EXPECT_EQ(status(world.wang.store())->records, 1U);
}

}  // namespace
}  // namespace doorstep::test
