// Replicator and Reconciler handed each other's frames, with a real store and a real archive behind them.
#include <gtest/gtest.h>

#include "tests/office.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

constexpr int many = 1'000;

struct Couple {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");

  // Shared by both before they go offline.
  std::vector<RecordId> known(const std::string& type, json set, int count) {
    std::vector<RecordId> out;
    for (int i = 0; i < count;) {
      std::vector<Intent> intents;
      for (; intents.size() < 250 && i < count; ++i) {
        Intent intent;
        intent.op = Op::create;
        intent.type = type;
        intent.set = set;
        intents.push_back(std::move(intent));
      }
      for (const auto& id : wang.does(std::move(intents))) out.push_back(id);
    }
    office.sync_all();
    return out;
  }
  void expect_everybody_agrees() {
    expect_same(wang.store(), office.server().archive());
    expect_same(li.store(), office.server().archive());
  }
};

std::string frame_kind(const std::string& frame) {
  auto parsed = json::parse(frame, nullptr, false);
  return parsed.is_object() ? parsed.value("frame", "") : "";
}

Fault fault_in(const std::optional<Error>& error) { return error ? error->fault : Fault::internal; }

TEST(TwoParties, different_fields_of_the_same_thousand_records_all_survive) {
  Couple couple;
  auto ids = couple.known("resident", {{"name", "张三"}, {"sex", "unknown"}}, many);
  for (const auto& id : ids) {
    couple.wang.edits(id, {{"name", "张珊"}});
    couple.li.edits(id, {{"sex", "female"}});
  }
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_TRUE(couple.office.conflicts().empty());
  int survived = 0;
  for (const auto& id : ids) {
    survived += couple.li.value(id, "name") == "张珊";
    survived += couple.li.value(id, "sex") == "female";
  }
  EXPECT_EQ(survived, 2 * many);
}

TEST(TwoParties, the_same_field_of_a_thousand_records_opens_a_thousand_conflicts_with_both_values) {
  Couple couple;
  auto ids = couple.known("resident", {{"name", "张三"}}, many);
  for (const auto& id : ids) {
    couple.wang.edits(id, {{"name", "张珊"}});
    couple.li.edits(id, {{"name", "张山"}});
  }
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  auto shown = couple.wang.open_conflicts();
  EXPECT_EQ(shown.size(), static_cast<std::size_t>(many));
  int retrievable = 0;
  for (const auto& conflict : shown)
    for (const auto& candidate : conflict.candidates)
      retrievable += candidate.value == "张珊" || candidate.value == "张山";
  EXPECT_EQ(retrievable, 2 * many);
}

// One edit each in a single bundle, and each drags its whole record along: together more than a frame holds.
TEST(TwoParties, a_bundle_that_touches_many_huge_records_still_reaches_the_other_tablet) {
  Couple couple;
  SetClock clock;
  SeededDice dice{7};
  auto& archive = couple.office.server().archive();
  PushingTablet chen{archive, "wang", clock, dice};
  std::vector<Intent> intents;
  for (int i = 0; i < 3; ++i) {
    auto created = chen.create("resident", {{"name", "张三"}});
    std::vector<Submission> bundles;
    Intent intent;
    intent.record = created.record;
    intent.set = {{"sex", "female"}};
    bundles.push_back(chen.bundle({std::move(created)}));
    for (int more = 0; more < 5; ++more) bundles.push_back(chen.bundle({chen.long_notes(*intent.record)}));
    const auto accepted = archive.accept(std::move(bundles)).value();
    for (const auto& verdict : accepted.verdicts)
      ASSERT_EQ(verdict->edits.at(0).outcome, EditVerdict::Outcome::applied);
    intents.push_back(std::move(intent));
  }
  couple.office.sync_all();
  couple.wang.does(std::move(intents));
  ASSERT_FALSE(couple.office.sync(couple.wang));

  std::size_t parts = 0, largest = 0;
  auto cut_behind = [&](std::size_t last) {
    return [&, last](bool to_tablet, std::string& frame) {
      largest = std::max(largest, frame.size());
      if (to_tablet && frame_kind(frame) == "page") parts += json::parse(frame).value("more", false);
      return parts < last;
    };
  };
  couple.office.sync(couple.li, cut_behind(2));
  EXPECT_LT(*couple.li.store().cursors()->at(0).cursor, archive.status()->heads.at(CommunityId{"main"}))
      << "half a bundle is not claimed to be all";
  couple.li.crash();
  ASSERT_TRUE(couple.li.start());
  EXPECT_FALSE(couple.office.sync(couple.li, cut_behind(100)));
  EXPECT_GE(parts, 2 + 2u) << "all of it came again";
  EXPECT_LE(largest, frame_bytes_max);
  couple.expect_everybody_agrees();
}

TEST(TwoParties, reminders_that_both_counted_are_added_up) {
  Couple couple;
  auto id = couple.known("request", {{"text", "漏水"}, {"urges", 3}}, 1).front();
  couple.wang.edits(id, {{"urges", 5}});
  couple.li.edits(id, {{"urges", 4}});
  couple.li.edits(id, {{"urges", 5}});
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.wang.value(id, "urges"), 7);
}

TEST(TwoParties, a_verdict_lost_on_the_wire_counts_nothing_twice_and_is_no_conflict) {
  Couple couple;
  auto id = couple.known("request", {{"text", "漏水"}, {"urges", 0}}, 1).front();
  couple.wang.edits(id, {{"urges", 2}, {"assignee", "老王"}});
  couple.office.sync(couple.wang,
                     [](bool to_tablet, std::string& frame) { return !to_tablet || frame_kind(frame) != "verdicts"; });
  EXPECT_EQ(couple.wang.value(id, "urges"), 2) << "while the tablet does not know";
  couple.wang.edits(id, {{"urges", 3}, {"assignee", "老李"}});
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.li.value(id, "urges"), 3);
  EXPECT_EQ(couple.li.value(id, "assignee"), "老李");
  EXPECT_TRUE(couple.office.conflicts().empty());
}

TEST(TwoParties, an_edit_that_is_rejected_stands_in_its_authors_list_and_in_quarantine) {
  Couple couple;
  auto id = couple.known("request", {{"text", "漏水"}, {"urges", 0}}, 1).front();
  // Each is in range alone; together they leave the safe integers.
  couple.wang.edits(id, {{"urges", safe_integer_max}});
  couple.li.edits(id, {{"urges", safe_integer_max}});
  couple.li.edits(id, {{"assignee", "老李"}});
  couple.office.sync(couple.wang);
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  auto refused = refusals(couple.li.store());
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->size(), 2U);
  EXPECT_EQ(refused->at(0).code, "out_of_range");
  EXPECT_EQ(refused->at(1).code, "held");
  EXPECT_EQ(couple.office.server().archive().quarantine()->size(), 2U);
  EXPECT_EQ(couple.li.value(id, "urges"), safe_integer_max);
}

TEST(TwoParties, both_learn_a_resolution) {
  Couple couple;
  auto id = couple.known("resident", {{"name", "张三"}}, 1).front();
  couple.wang.edits(id, {{"name", "张珊"}});
  couple.li.edits(id, {{"name", "张山"}});
  couple.office.sync_all();
  couple.li.resolves(couple.li.open_conflicts().front(), "张珊");
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  for (auto* tablet : {&couple.wang, &couple.li}) {
    EXPECT_TRUE(tablet->open_conflicts().empty());
    EXPECT_EQ(tablet->value(id, "name"), "张珊");
  }
}

TEST(TwoParties, a_removal_that_meets_an_edit_leaves_the_record_and_asks) {
  Couple couple;
  auto id = couple.known("resident", {{"name", "张三"}}, 1).front();
  couple.wang.edits(id, {{"language", "粤语"}});
  couple.li.removes(id);
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.li.value(id, "language"), "粤语");
  ASSERT_EQ(couple.li.open_conflicts().size(), 1U);
  EXPECT_EQ(couple.li.open_conflicts().front().kind, ConflictKind::delete_edit);
}

TEST(TwoParties, an_edit_that_meets_a_removal_brings_the_record_back) {
  Couple couple;
  auto id = couple.known("resident", {{"name", "张三"}}, 1).front();
  couple.wang.removes(id);
  couple.li.edits(id, {{"language", "粤语"}});
  couple.office.sync(couple.wang);
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.wang.value(id, "language"), "粤语");
  EXPECT_EQ(couple.wang.open_conflicts().size(), 1U);
}

TEST(TwoParties, a_natural_key_given_twice_shows_as_duplicate_on_both) {
  Couple couple;
  couple.known("resident", {{"name", "甲"}}, 1);
  couple.wang.creates("unit", {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}});
  couple.li.creates("unit", {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}});
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  for (auto* tablet : {&couple.wang, &couple.li}) {
    ASSERT_EQ(tablet->open_conflicts().size(), 1U);
    EXPECT_EQ(tablet->open_conflicts().front().kind, ConflictKind::duplicate);
    EXPECT_EQ(tablet->open_conflicts().front().candidates.size(), 2U);
  }
}

TEST(TwoParties, a_first_sync_cut_in_the_middle_goes_on_where_it_stopped) {
  Couple couple;
  couple.known("resident", {{"name", "张三"}}, 3 * static_cast<int>(page_records_max));
  auto& zhao = couple.office.tablet("zhao");
  int pages = 0;
  std::size_t received = 0;
  auto count = [&](bool to_tablet, std::string& frame) {
    if (!to_tablet || frame_kind(frame) != "page") return true;
    received += json::parse(frame).at("records").size();
    return ++pages != 2;
  };
  couple.office.sync(zhao, count);
  EXPECT_FALSE(status(zhao.store())->cursor) << "nothing is claimed yet";
  // Meanwhile the world moves on: what came first is changed behind the tablet's back.
  auto first = replica_of(zhao.store()).begin()->first;
  couple.wang.edits(first, {{"name", "改名"}});
  couple.office.sync(couple.wang);
  received = 0;
  couple.office.sync(zhao, count);
  EXPECT_LE(received, 2 * page_records_max + 1) << "not from the beginning";
  EXPECT_EQ(zhao.value(first, "name"), "改名");
  expect_same(zhao.store(), couple.office.server().archive());
}

TEST(TwoParties, a_replayed_frame_ends_the_conversation_and_changes_nothing) {
  Couple couple;
  auto id = couple.known("request", {{"text", "漏水"}, {"urges", 0}}, 1).front();
  couple.wang.edits(id, {{"urges", 1}});
  std::string page;
  auto ended = couple.office.sync(couple.wang, [&](bool to_tablet, std::string& frame) {
    if (to_tablet && !page.empty()) frame = page;
    if (to_tablet && frame_kind(frame) == "page") page = frame;
    return true;
  });
  EXPECT_EQ(fault_in(ended), Fault::replayed_frame);
  EXPECT_EQ(remedy(fault_in(ended)), Remedy::retry);
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.li.value(id, "urges"), 1);
}

/// What a spoilt bundle does to a conversation, and that the server stands as before.
struct Spoilt {
  Couple couple;
  RecordId id = couple.known("resident", {{"name", "张三"}}, 1).front();
  Replica before = replica_of(couple.office.server().archive());

  std::optional<Error> push(const std::function<void(json& bundle)>& spoil) {
    return couple.office.sync(couple.wang, [&](bool to_tablet, std::string& frame) {
      if (to_tablet || frame_kind(frame) != "push") return true;
      auto object = json::parse(frame);
      spoil(object.at("bundles").front());
      frame = object.dump();
      return true;
    });
  }
  void expect_unchanged() {
    EXPECT_EQ("", difference(before, replica_of(couple.office.server().archive())));
    EXPECT_TRUE(couple.office.server().archive().verify());
    EXPECT_EQ(status(couple.wang.store())->waiting, 1U) << "the tablet keeps it";
  }
};

TEST(TwoParties, a_bundle_whose_body_does_not_fit_its_commitment_is_refused) {
  Spoilt spoilt;
  spoilt.couple.wang.edits(spoilt.id, {{"name", "张珊"}});
  auto ended = spoilt.push([](json& bundle) { bundle.at("bodies").at(0).at("basic").at("set").at("name") = "李四"; });
  EXPECT_EQ(fault_in(ended), Fault::broken_commitment);
  spoilt.expect_unchanged();
}

TEST(TwoParties, a_bundle_whose_signature_is_not_its_authors_is_refused) {
  Spoilt spoilt;
  spoilt.couple.wang.edits(spoilt.id, {{"name", "张珊"}});
  auto ended = spoilt.push([](json& bundle) { bundle.at("header").at("edits").at(0).at("version") = 0; });
  EXPECT_EQ(fault_in(ended), Fault::broken_signature);
  spoilt.expect_unchanged();
}

TEST(TwoParties, a_bundle_of_another_chain_is_refused) {
  Spoilt spoilt;
  spoilt.couple.wang.edits(spoilt.id, {{"name", "张珊"}});
  auto ended = spoilt.push(
      [&](json& bundle) { bundle.at("header").at("chain") = spoilt.couple.li.store().identity()->chain.value; });
  EXPECT_EQ(fault_in(ended), Fault::broken_chain);
  spoilt.expect_unchanged();
}

TEST(TwoParties, a_bundle_that_skips_a_number_is_refused) {
  Spoilt spoilt;
  spoilt.couple.wang.edits(spoilt.id, {{"name", "张珊"}});
  spoilt.couple.wang.edits(spoilt.id, {{"language", "粤语"}});
  auto ended = spoilt.couple.office.sync(spoilt.couple.wang, [](bool to_tablet, std::string& frame) {
    if (to_tablet || frame_kind(frame) != "push") return true;
    auto object = json::parse(frame);
    object.at("bundles").erase(0);
    frame = object.dump();
    return true;
  });
  EXPECT_EQ(fault_in(ended), Fault::broken_chain);
  EXPECT_EQ("", difference(spoilt.before, replica_of(spoilt.couple.office.server().archive())));
}

TEST(TwoParties, a_poisoned_bundle_is_parked_after_three_tries_and_the_chain_goes_on) {
  Spoilt spoilt;
  auto& [couple, id, before] = spoilt;
  couple.wang.edits(id, {{"name", "张珊"}});
  couple.wang.edits(id, {{"language", "粤语"}});
  auto other = couple.wang.creates("resident", {{"name", "李四"}});
  auto spoil = [](json& bundle) {
    if (bundle.at("header").at("number") == 2) bundle.at("bodies").at(0).at("basic").at("set").at("name") = "李四";
  };
  EXPECT_EQ(fault_in(spoilt.push(spoil)), Fault::broken_commitment);
  EXPECT_EQ(fault_in(spoilt.push(spoil)), Fault::broken_commitment);
  EXPECT_FALSE(spoilt.push(spoil)) << "the third time it is put aside";
  EXPECT_TRUE(*couple.wang.store().outbox_empty()) << "and what came behind it in the same frame is answered at once";
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.li.value(other, "name"), "李四");
  auto refused = refusals(couple.wang.store());
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->size(), 2U) << "the poisoned edit and the one of its lane";
  EXPECT_EQ(refused->at(0).code, "poison");
  auto kept = couple.office.server().archive().quarantine();
  ASSERT_TRUE(kept);
  EXPECT_TRUE(kept->front().body.contains("bundle")) << "raw, with everything in it";
}

TEST(TwoParties, a_bundle_at_which_the_archive_fails_is_parked_after_three_tries_too) {
  Couple couple;
  auto id = couple.known("resident", {{"name", "张三"}}, 1).front();
  couple.office.server().unlucky = BundleNumber{2};
  couple.wang.edits(id, {{"name", "张珊"}});
  auto other = couple.wang.creates("resident", {{"name", "李四"}});
  for (int i = 0; i < bundle_tries_max; ++i) EXPECT_EQ(fault_in(couple.office.sync(couple.wang)), Fault::server_busy);
  EXPECT_FALSE(couple.office.sync(couple.wang));
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.li.value(other, "name"), "李四");
  EXPECT_EQ(couple.office.server().archive().quarantine()->size(), 1U);
}

TEST(TwoParties, what_follows_a_bundle_that_is_to_come_again_comes_again_too) {
  Couple couple;
  auto id = couple.known("request", {{"text", "漏水"}, {"urges", 0}}, 1).front();
  auto& disk = couple.office.server().disk();
  couple.wang.edits(id, {{"urges", 1}});
  // The disk is full when the first push is committed and has room again before the second.
  bool told = false;
  auto ended = couple.office.sync(couple.wang, [&](bool to_tablet, std::string& frame) {
    if (!to_tablet && frame_kind(frame) == "push" && !std::exchange(told, true)) {
      couple.office.server().write(couple.office.server().to_write());  // that it called, and what it looks at
      disk.fail_at(disk.operations() + 1, FlakyVfs::Failure::full, false);
    }
    return true;
  });
  EXPECT_EQ(fault_in(ended), Fault::server_busy);
  couple.wang.edits(id, {{"urges", 2}});
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_EQ(couple.li.value(id, "urges"), 2);
}

TEST(TwoParties, two_tablets_give_numbers_offline_and_none_of_them_twice) {
  Couple couple;
  couple.office.sync_all();
  std::set<std::string> numbers;
  for (int i = 0; i < 120; ++i)
    for (auto* tablet : {&couple.wang, &couple.li}) {
      auto request = tablet->creates("request", {{"text", "水管漏水"}});
      EXPECT_TRUE(numbers.insert(tablet->value(request, "request_no").get<std::string>()).second);
    }
  couple.office.sync_all();
  for (int i = 0; i < 60; ++i) {
    auto request = couple.li.creates("request", {{"text", "路灯不亮"}});
    EXPECT_TRUE(numbers.insert(couple.li.value(request, "request_no").get<std::string>()).second) << i;
  }
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  EXPECT_TRUE(couple.office.conflicts().empty());
}

TEST(TwoParties, an_archive_number_that_was_given_twice_opens_a_conflict_with_both) {
  Couple couple;
  auto one = couple.wang.creates("resident", {{"name", "张三"}, {"archive_no", "A-00000015"}});
  auto other = couple.li.creates("resident", {{"name", "李四"}, {"archive_no", "A-00000015"}});
  couple.office.sync_all();
  couple.expect_everybody_agrees();
  auto open = couple.wang.open_conflicts();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].kind, ConflictKind::duplicate);
  std::set<std::string> claimants;
  for (const auto& candidate : open[0].candidates) claimants.insert(candidate.value.get<std::string>());
  EXPECT_EQ(claimants, (std::set<std::string>{text(one), text(other)}));
}

TEST(TwoParties, a_new_template_reaches_tablets_at_their_next_contact_and_older_work_is_taken) {
  Couple couple;
  couple.office.sync_all();
  auto next = json::parse(couple.office.server().archive().archive_template().text());
  next["version"] = next["version"].get<int>() + 1;
  auto field = next["types"][1]["fields"][0];
  field = {{"name", "hometown"},
           {"kind", "text"},
           {"class", "detail"},
           {"policy", "latest"},
           {"label", {{"zh-CN", "籍贯"}, {"en", "Hometown"}}}};
  next["types"][1]["fields"].push_back(field);
  next["types"][1]["sections"][0]["fields"].push_back("hometown");
  ASSERT_EQ(next["types"][1]["name"], "resident");
  auto offline = couple.wang.creates("resident", {{"name", "张三"}});
  auto set = couple.office.server().archive().set_template(next.dump(), couple.office.time().now);
  ASSERT_TRUE(set) << set.error().detail;
  EXPECT_TRUE(set->changed);
  EXPECT_FALSE(couple.wang.store().archive_template().type("resident")->field("hometown"));
  couple.office.sync_all();
  EXPECT_EQ(couple.wang.store().archive_template().digest(),
            couple.office.server().archive().archive_template().digest());
  couple.wang.edits(offline, {{"hometown", "绍兴"}});
  couple.office.sync_all();
  EXPECT_EQ(couple.li.value(offline, "hometown"), "绍兴");
  couple.expect_everybody_agrees();
  EXPECT_TRUE(couple.office.server().archive().verify());
}

}  // namespace
}  // namespace doorstep::test
