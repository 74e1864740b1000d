// Tablets that were put back to an old state or copied: both lines of edits arrive, each once (docs/store.md
// §Incarnations).
#include <gtest/gtest.h>

#include "engine/desk.h"
#include "server/incarnation.h"
#include "tests/office.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

struct Incarnations : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  RecordId id = wang.creates("request", {{"text", "漏水"}, {"urges", 0}});

  Incarnations() { office.sync_all(); }

  static auto copy_of(PartyTablet& tablet) { return tablet.disk().files(); }
  template <class Files>
  static void put_back(PartyTablet& tablet, const Files& files) {
    tablet.crash();
    for (const auto& [path, bytes] : files) tablet.disk().put(path, bytes);
    ASSERT_TRUE(tablet.start());
  }
  void expect_all_delivered() {
    for (int round = 0; round < 4; ++round) office.sync_all();
    for (auto* tablet : {&wang, &li}) {
      EXPECT_FALSE(tablet->ended) << tablet->ended->detail;
      EXPECT_EQ(status(tablet->store())->pending, 0U);
      EXPECT_TRUE(verify(tablet->store()));
      expect_same(tablet->store(), office.server().archive());
    }
    auto whole = office.server().archive().verify();
    EXPECT_TRUE(whole) << whole.error().detail;
  }
};

TEST_F(Incarnations, a_store_that_was_put_back_goes_on_with_what_it_does_now_and_loses_nothing_of_before) {
  const auto old = copy_of(wang);
  wang.edits(id, {{"urges", 1}});
  office.sync(wang);
  put_back(wang, old);
  wang.edits(id, {{"place_text", "三楼"}});
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "urges"), 1) << "done before it was put back";
  EXPECT_EQ(li.value(id, "place_text"), "三楼");
  EXPECT_TRUE(wang.store().identity()->chain.value.ends_with("/2"));
}

TEST_F(Incarnations, what_waited_when_the_backup_was_made_and_arrived_meanwhile_counts_once) {
  wang.edits(id, {{"urges", 1}});
  const auto old = copy_of(wang);
  wang.edits(id, {{"urges", 2}});
  office.sync(wang);
  put_back(wang, old);
  wang.edits(id, {{"urges", 4}});  // three more than the old store shows
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "urges"), 5) << "1, 1 and 3: each addition once";
}

TEST_F(Incarnations, two_copies_of_one_tablet_both_deliver_what_their_people_do) {
  const auto copy = copy_of(wang);
  wang.edits(id, {{"urges", 1}});
  const auto mine = wang.creates("request", {{"text", "门坏了"}});
  const auto original = copy_of(wang);

  put_back(wang, copy);  // the other tablet
  wang.edits(id, {{"urges", 2}});
  const auto theirs = wang.creates("request", {{"text", "灯不亮"}});
  office.sync(wang);
  const auto other = copy_of(wang);

  put_back(wang, original);
  for (int round = 0; round < 3; ++round) office.sync(wang);
  EXPECT_EQ(status(wang.store())->pending, 0U);
  const auto first = copy_of(wang);

  put_back(wang, other);  // goes on under the chain that the first one left
  wang.edits(id, {{"urges", wang.value(id, "urges").get<int>() + 10}});
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "urges"), 13);
  EXPECT_EQ(li.value(mine, "text"), "门坏了");
  EXPECT_EQ(li.value(theirs, "text"), "灯不亮");

  put_back(wang, first);
  wang.edits(id, {{"place_text", "三楼"}});
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "place_text"), "三楼");
}

TEST_F(Incarnations, what_is_sent_again_and_was_there_already_is_seen_once_as_soon_as_it_is_answered) {
  wang.edits(id, {{"urges", 1}});
  const auto old = copy_of(wang);
  wang.edits(id, {{"place_text", "三楼"}});
  office.sync_all();
  li.edits(id, {{"urges", 3}});
  office.sync(li);
  put_back(wang, old);
  for (int round = 0; round < 2; ++round) office.sync(wang);
  EXPECT_EQ(status(wang.store())->pending, 0U);
  EXPECT_EQ(wang.value(id, "urges"), 3) << "it counts once here too";
  expect_all_delivered();
}

// Seed 4385 of World: the page that tells what is answered was read before the commit that answered it.
TEST_F(Incarnations, what_had_arrived_already_is_seen_once_however_slowly_the_server_commits) {
  for (int urges = 1; urges <= 9; ++urges) wang.edits(id, {{"urges", urges}});
  const auto old = copy_of(wang);
  wang.edits(id, {{"place_text", "三楼"}});
  office.sync(wang);
  put_back(wang, old);
  office.slow_writer = true;
  for (int round = 0; round < 2; ++round) office.sync(wang);
  EXPECT_EQ(wang.value(id, "urges"), 9);
  expect_same(wang.store(), office.server().archive());
  expect_all_delivered();
}

TEST_F(Incarnations, edits_in_conflict_and_refused_ones_stay_what_they_were) {
  li.edits(id, {{"assignee", "赵师傅"}});
  office.sync(li);
  wang.edits(id, {{"assignee", "钱师傅"}});
  const auto old = copy_of(wang);
  office.sync(wang);
  ASSERT_EQ(office.conflicts().size(), 1u);
  put_back(wang, old);
  expect_all_delivered();
  ASSERT_EQ(office.conflicts().size(), 1u);
  EXPECT_EQ(office.conflicts()[0].candidates.size(), 2u) << "the same edit wants nothing twice";
}

// Nobody can know it meanwhile; as soon as both are known, people are asked, and each may keep its record.
TEST_F(Incarnations, a_number_that_a_store_which_was_put_back_gives_once_more_is_asked_about) {
  for (const auto* type : {"request", "complaint", "resident"}) {
    const std::string field = type == std::string{"resident"} ? "archive_no" : std::string{type} + "_no";
    const json set = type == std::string{"resident"} ? json{{"name", "张三"}} : json{{"text", "漏水"}};
    const auto old = copy_of(wang);
    const auto first = wang.creates(type, set);
    const auto number = wang.value(first, field);
    ASSERT_TRUE(number.is_string()) << type;
    office.sync(wang);
    put_back(wang, old);
    const auto second = wang.creates(type, set);
    ASSERT_EQ(wang.value(second, field), number) << "offline it cannot know";
    expect_all_delivered();
    auto open = li.open_conflicts();
    ASSERT_EQ(open.size(), 1U) << type;
    EXPECT_EQ(open[0].kind, ConflictKind::duplicate);
    EXPECT_EQ(open[0].base, json::array({number}));
    EXPECT_EQ(open[0].candidates.size(), 2U);
    EXPECT_NE(wang.value(wang.creates(type, set), field), number) << "from its first contact on never again";
    Intent two;
    two.op = Op::distinct;
    two.record = open[0].record;
    two.resolves = naming_of(open[0]);
    li.does({two});
    expect_all_delivered();
    EXPECT_TRUE(li.open_conflicts().empty());
    EXPECT_TRUE(li.value(first, field) == number && li.value(second, field) == number);
  }
}

// It is a new incarnation, of which the restored server has never seen a bundle, and holds what others had written.
TEST_F(Incarnations, a_copy_hands_over_what_a_restored_server_lost_before_it_sends_anything) {
  const auto old = copy_of(wang);
  wang.edits(id, {{"urges", 1}});
  office.sync_all();
  const auto backup = office.server().back_up();
  li.edits(id, {{"place_text", "三楼"}});
  office.sync(li);
  put_back(wang, old);
  for (int round = 0; round < 2; ++round) office.sync(wang);
  ASSERT_EQ(wang.value(id, "place_text"), "三楼");
  ASSERT_TRUE(wang.store().identity()->chain.value.ends_with("/2"));
  ASSERT_TRUE(office.server().restore(backup));
  office.sync(wang);
  EXPECT_FALSE(wang.ended) << wang.ended->detail;
  EXPECT_EQ(office.server().archive().rescued()->size(), 1U);
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "place_text"), "三楼");
}

// Seed 1050 of World: of two copies the server heard after its restore from the later one first.
TEST_F(Incarnations, a_copy_that_a_restored_server_does_not_know_is_answered_though_another_went_further) {
  const auto old = copy_of(wang);
  const auto backup = office.server().back_up();
  wang.edits(id, {{"urges", 1}});
  office.sync(wang);
  put_back(wang, old);
  wang.edits(id, {{"place_text", "三楼"}});
  for (int round = 0; round < 2; ++round) office.sync(wang);
  ASSERT_TRUE(wang.store().identity()->chain.value.ends_with("/2"));
  const auto second = copy_of(wang);
  put_back(wang, old);
  wang.edits(id, {{"feedback", "已修好"}});
  for (int round = 0; round < 3; ++round) office.sync(wang);
  ASSERT_TRUE(wang.store().identity()->chain.value.ends_with("/3"));

  ASSERT_TRUE(office.server().restore(backup));
  office.sync(wang);
  put_back(wang, second);
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "place_text"), "三楼");
  EXPECT_EQ(li.value(id, "feedback"), "已修好");
}

// Both copies are in the network, and the other one is first: by its number alone its bundle would pass for this one's.
TEST_F(Incarnations, what_is_saved_while_the_other_copy_delivers_stays_in_sight) {
  for (const char* kind : {"page", "checkpoint"}) {
    const auto created = wang.creates("request", {{"text", kind}});
    const auto delivered = wang.store().tip();
    bool meanwhile = false;
    office.sync(wang, [&](bool to_tablet, std::string& frame) {
      auto told = json::parse(frame);
      if (!to_tablet || told.at("frame") != kind || meanwhile) return true;
      meanwhile = true;
      EXPECT_EQ(told.at("last_own"), delivered->value);
      wang.edits(created, {{"place_text", "三楼"}});
      told["last_own"] = delivered->value + 1;
      told["last_own_hash"] = base64(Hash{7});
      frame = told.dump();
      return true;
    });
    EXPECT_TRUE(meanwhile);
    EXPECT_EQ(wang.ended->fault, Fault::forked);
    EXPECT_EQ(wang.value(created, "place_text"), "三楼") << kind;
    EXPECT_TRUE(wang.creates("request", {{"text", "还能做事"}}) != created);
    expect_all_delivered();
    EXPECT_EQ(li.value(created, "place_text"), "三楼");
  }
  EXPECT_TRUE(wang.store().identity()->chain.value.ends_with("/3"));
}

// Seed 10481 of World: by its seq of before the restore a text counted as being in a backup that was made before a copy
// offered it again.
TEST_F(Incarnations, what_a_copy_gave_a_restored_server_again_is_kept_here_until_a_backup_has_it) {
  const auto monday = office.server().back_up(2);
  wang.edits(id, {{"place_text", "三楼"}});
  office.sync(wang);
  const auto original = copy_of(wang);
  ASSERT_TRUE(office.server().restore(monday));
  for (int urges : {1, 2, 3}) li.edits(id, {{"urges", urges}});
  office.sync(li);
  const auto tuesday = office.server().back_up(2);
  ASSERT_FALSE(office.server().back_up(2).empty());
  office.sync(wang);  // the copy
  put_back(wang, original);
  office.sync(wang);
  ASSERT_TRUE(office.server().restore(tuesday));
  expect_all_delivered();
  EXPECT_EQ(li.value(id, "place_text"), "三楼");
  EXPECT_EQ(li.value(id, "urges"), 3);
}

TEST_F(Incarnations, only_the_next_of_a_known_devices_chains_is_answered) {
  auto& archive = office.server().archive();
  const auto& own = *wang.store().identity();
  EXPECT_TRUE(archive.device(chain_of(own.person, own.device, 2)));
  EXPECT_EQ(archive.device(chain_of(own.person, own.device, 2))->last.value, 0u);
  EXPECT_FALSE(archive.device(chain_of(own.person, own.device, 0)));
  EXPECT_FALSE(archive.device(chain_of(own.person, own.device, incarnations_max + 1)));
  EXPECT_FALSE(archive.device(chain_of(own.person, DeviceId{"nobody"}, 2)));
  EXPECT_FALSE(archive.device(ChainId{own.chain.value + "2x"}));
  EXPECT_FALSE(archive.device(ChainId{own.person.value + "/" + own.device.value + "/02"}));
  ASSERT_TRUE(archive.revoke("wang", std::nullopt));
  EXPECT_TRUE(archive.device(chain_of(own.person, own.device, 2))->revoked) << "revoked once is revoked for good";
}

}  // namespace
}  // namespace doorstep::test
