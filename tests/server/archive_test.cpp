#include <algorithm>
#include <cctype>

#include "tests/server/archive_suite.h"

// What an archive takes in, answers and keeps.
namespace doorstep::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Homes, ArchiveSuite, ::testing::Values(&sqlite_home),
                         [](const auto&) { return std::string{"sqlite"}; });

// Nothing keeps somebody from naming a parent in another community; it is none of its family.
TEST_P(ArchiveSuite, a_child_in_another_community_neither_goes_with_what_is_erased_nor_stands_in_its_way) {
  auto wang = tablet("wang");
  auto resident = wang.create("resident", {{"name", "张三"}});
  push(wang.bundle({resident}));
  auto contact = wang.create("contact", {{"resident", text(resident.record)}, {"kind", "mobile"}, {"value", "1"}});
  contact.set["value"] = "13800138000";
  push(wang.bundle({contact}, CommunityId{"east"}));
  const auto asked = archive_->ask_erasure({"wang", "request", {resident.record}}, clock_.now).value();
  EXPECT_EQ(asked.at("covers"), json({{"resident", 1}}));
  const auto done = archive_->approve_erasure(asked.at("erasure"), "li", clock_.now);
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(find_record(*archive_, resident.record)->header.state, State::erased);
  expect_sound(wang);
}

TEST_P(ArchiveSuite, what_was_pushed_is_there_with_its_seq_and_its_author) {
  auto wang = tablet("wang");
  auto edit = wang.create("resident", {{"name", "张三"}, {"occupation", "教师"}});
  auto verdict = push(wang.bundle({edit}));
  EXPECT_EQ(verdict.seq, Seq{1});
  EXPECT_EQ(verdict.edits.at(0).outcome, Outcome::applied);
  auto record = find_record(*archive_, edit.record).value();
  EXPECT_EQ(*record.value("name"), "张三");
  EXPECT_EQ(record.stamp("name")->chain, wang.chain());
  EXPECT_EQ(record.version(), Seq{1});
  auto history = archive_->history(edit.record).value();
  ASSERT_EQ(history.entries.size(), 1u);
  EXPECT_TRUE(history.complete);
  EXPECT_EQ(history.entries[0].by, "王芳");
  EXPECT_EQ(history.entries[0].edit.at("set").at("occupation"), "教师");
  expect_sound(wang);
}

TEST_P(ArchiveSuite, seqs_have_no_gap_when_many_bundles_commit_together) {
  auto wang = tablet("wang"), li = tablet("li");
  std::vector<Submission> group;
  for (int i = 0; i < 10; ++i) {
    group.push_back(wang.bundle({wang.create("resident", {{"name", "甲"}})}));
    group.push_back(li.bundle({li.create("resident", {{"name", "乙"}})}));
  }
  auto accepted = accept(std::move(group));
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(accepted.verdicts[i]->seq, Seq{i + 1});
  ASSERT_EQ(accepted.publications.size(), 1u);
  const auto& told = accepted.publications[0];
  EXPECT_EQ(told.head, Seq{20});
  EXPECT_EQ(told.entries.size(), 20u);
  EXPECT_TRUE(std::is_sorted(told.entries.begin(), told.entries.end(),
                             [](const auto& a, const auto& b) { return a->seq < b->seq; }));
  EXPECT_EQ(told.answered.at(wang.chain()).number, BundleNumber{10});
  EXPECT_EQ(base64(shown_sum(*told.sums, Role::everything())), base64(recomputed_set_hash(*archive_, wang.chain())));
  expect_sound(wang);
}

TEST_P(ArchiveSuite, a_record_changed_twice_in_one_commit_is_told_once_as_it_is_after_it) {
  auto wang = tablet("wang");
  auto made = wang.create("resident", {{"name", "张三"}});
  std::vector<Submission> group;
  group.push_back(wang.bundle({made}));
  group.push_back(wang.bundle({wang.change(made.record, "resident", {{"name", "张三"}}, {{"name", "张山"}})}));
  auto accepted = accept(std::move(group));
  ASSERT_EQ(accepted.publications.at(0).entries.size(), 1u);
  const auto& entry = *accepted.publications[0].entries[0];
  EXPECT_EQ(entry.seq, Seq{2});
  EXPECT_EQ(*decode(entry.text)->value("name"), "张山");
}

TEST_P(ArchiveSuite, one_bad_bundle_in_a_group_does_not_disturb_the_others) {
  auto wang = tablet("wang"), li = tablet("li");
  std::vector<Submission> group;
  group.push_back(wang.bundle({wang.create("resident", {{"name", "甲"}})}));
  auto broken = li.bundle({li.create("resident", {{"name", "乙"}})});
  broken.bundle.previous = Hash{1};
  group.push_back(std::move(broken));
  group.push_back(wang.bundle({wang.create("resident", {{"name", "丙"}})}, CommunityId{"nowhere"}));
  wang.set_line({BundleNumber{1}, hash_of(group[0].bundle)});
  group.push_back(wang.bundle({wang.create("resident", {{"name", "丁"}})}));
  auto accepted = accept(std::move(group));
  EXPECT_EQ(accepted.verdicts[0]->seq, Seq{1});
  EXPECT_EQ(accepted.verdicts[1].error().fault, Fault::broken_chain);
  EXPECT_EQ(accepted.verdicts[2].error().fault, Fault::not_found);
  EXPECT_EQ(accepted.verdicts[3]->seq, Seq{2});
  EXPECT_EQ(archive_->device(li.chain())->last, BundleNumber{0});
  expect_sound(wang);
}

TEST_P(ArchiveSuite, a_repeated_bundle_repeats_its_verdict_and_changes_nothing) {
  auto wang = tablet("wang");
  auto made = wang.create("request", {{"text", "灯不亮"}, {"urges", 1}});
  push(wang.bundle({made}));
  auto submission = wang.bundle({wang.change(made.record, "request", {{"urges", 1}}, {{"urges", 2}})});
  auto first = push(submission);
  archive_ = home_->open(clock_, dice_);
  auto second = push(submission);
  EXPECT_EQ(verdict_json(first), verdict_json(second));
  EXPECT_EQ(*find_record(*archive_, made.record)->value("urges"), 2);
  EXPECT_EQ(head(), Seq{2});
}

TEST_P(ArchiveSuite, an_edit_sent_again_under_another_number_answers_its_first_outcome) {
  auto wang = tablet("wang");
  auto made = wang.create("request", {{"text", "灯不亮"}, {"urges", 1}});
  auto counted = wang.change(made.record, "request", {{"urges", 1}}, {{"urges", 2}});
  auto refused = wang.change(made.record, "request", {{"nonsense", nullptr}}, {{"nonsense", 1}});
  push(wang.bundle({made}));
  push(wang.bundle({counted, refused}));
  auto verdict = push(wang.bundle({counted, refused}));
  EXPECT_EQ(verdict.seq, std::nullopt);
  EXPECT_EQ(verdict.edits[0].outcome, Outcome::applied);
  EXPECT_EQ(verdict.edits[1].code, "unknown_field");
  EXPECT_EQ(*find_record(*archive_, made.record)->value("urges"), 2);
  EXPECT_EQ(archive_->quarantine()->size(), 1u);
  expect_sound(wang);
}

TEST_P(ArchiveSuite, another_bundle_under_an_answered_number_is_a_fork) {
  auto wang = tablet("wang");
  auto start = wang.line();
  push(wang.bundle({wang.create("resident", {{"name", "甲"}})}));
  wang.set_line(start);
  auto forked = try_push(wang.bundle({wang.create("resident", {{"name", "乙"}})}));
  EXPECT_EQ(forked.error().fault, Fault::forked);
  EXPECT_EQ(head(), Seq{1});
}

TEST_P(ArchiveSuite, a_number_that_leaves_one_out_does_not_fit_the_chain) {
  auto wang = tablet("wang");
  wang.bundle({wang.create("resident", {{"name", "甲"}})});
  auto early = try_push(wang.bundle({wang.create("resident", {{"name", "乙"}})}));
  EXPECT_EQ(early.error().fault, Fault::broken_chain);
}

TEST_P(ArchiveSuite, a_rejected_edit_holds_its_record_and_what_refers_to_it) {
  auto wang = tablet("wang");
  auto resident = wang.create("resident", {{"name", "张三"}});
  resident.set.erase("name");
  auto later = wang.change(resident.record, "resident", {{"vip", nullptr}}, {{"vip", true}});
  auto contact =
      wang.create("contact", {{"resident", text(resident.record)}, {"kind", "mobile"}, {"value", "13800138000"}});
  auto other = wang.create("resident", {{"name", "李四"}});
  auto verdict = push(wang.bundle({resident, later, other}));
  EXPECT_EQ(verdict.edits[0].outcome, Outcome::rejected);
  EXPECT_EQ(verdict.edits[0].code, "invalid_value");
  EXPECT_EQ(verdict.edits[1].outcome, Outcome::held);
  EXPECT_EQ(verdict.edits[1].by, resident.id);
  EXPECT_EQ(verdict.edits[2].outcome, Outcome::applied);
  auto next = push(wang.bundle({contact}));
  EXPECT_EQ(next.seq, std::nullopt);
  EXPECT_EQ(next.edits[0].outcome, Outcome::held);
  EXPECT_EQ(next.edits[0].by, resident.id);

  auto items = archive_->quarantine().value();
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].code, "invalid_value");
  EXPECT_EQ(items[2].edit, contact.id);
  EXPECT_EQ(items[2].body.at("set").at("value"), "13800138000");
  expect_sound(wang);
}

TEST_P(ArchiveSuite, what_is_held_for_one_tablet_is_free_for_another) {
  auto wang = tablet("wang"), li = tablet("li");
  auto made = li.create("resident", {{"name", "张三"}});
  push(li.bundle({made}));
  push(wang.bundle({wang.change(made.record, "resident", {{"nonsense", nullptr}}, {{"nonsense", 1}})}));
  auto held = push(wang.bundle({wang.change(made.record, "resident", {{"vip", nullptr}}, {{"vip", true}})}));
  auto free = push(li.bundle({li.change(made.record, "resident", {{"vip", nullptr}}, {{"vip", true}})}));
  EXPECT_EQ(held.edits[0].outcome, Outcome::held);
  EXPECT_EQ(free.edits[0].outcome, Outcome::applied);
}

TEST_P(ArchiveSuite, a_discarded_edit_frees_its_lane_and_stays_to_be_read) {
  auto wang = tablet("wang");
  auto made = wang.create("resident", {{"name", "张三"}});
  auto refused = wang.change(made.record, "resident", {{"nonsense", nullptr}}, {{"nonsense", 1}});
  push(wang.bundle({made, refused}));
  EXPECT_EQ(archive_->discard(made.id, "no").error().fault, Fault::not_found);
  ASSERT_TRUE(archive_->discard(refused.id, "a typing error"));
  auto verdict = push(wang.bundle({wang.change(made.record, "resident", {{"vip", nullptr}}, {{"vip", true}})}));
  EXPECT_EQ(verdict.edits[0].outcome, Outcome::applied);
  auto items = archive_->quarantine().value();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].state, "discarded");
  EXPECT_EQ(items[0].body.at("set").at("nonsense"), 1);
}

TEST_P(ArchiveSuite, what_folded_into_a_rejected_edit_counts_without_it) {
  auto wang = tablet("wang");
  auto made = wang.create("resident", {{"name", "张三"}});
  push(wang.bundle({made}));
  auto good = wang.change(made.record, "resident", {{"name", "张三"}}, {{"name", "张山"}});
  auto bad = wang.change(made.record, "resident", {{"name", "张山"}, {"nonsense", nullptr}},
                         {{"name", "张珊"}, {"nonsense", 1}});
  auto verdict = push(wang.bundle({good, bad}));
  EXPECT_EQ(verdict.edits[0].outcome, Outcome::applied);
  EXPECT_EQ(verdict.edits[1].outcome, Outcome::rejected);
  EXPECT_EQ(*find_record(*archive_, made.record)->value("name"), "张山");
}

TEST_P(ArchiveSuite, two_tablets_write_one_field_and_the_conflict_travels_as_a_record) {
  auto wang = tablet("wang"), li = tablet("li");
  auto made = wang.create("resident", {{"name", "张三"}});
  push(wang.bundle({made}));
  push(wang.bundle({wang.change(made.record, "resident", {{"name", "张三"}}, {{"name", "张山"}})}));
  auto mine = li.change(made.record, "resident", {{"name", "张三"}}, {{"name", "张珊"}});
  mine.version = Seq{1};
  auto verdict = push(li.bundle({mine}));
  ASSERT_EQ(verdict.edits[0].outcome, Outcome::conflict);
  auto conflicts = open_conflicts(*archive_);
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].id, verdict.edits[0].conflicts.at(0));
  EXPECT_EQ(conflicts[0].candidates.size(), 2u);

  auto decision = wang.change(made.record, "resident", {{"name", "张山"}}, {{"name", "张珊"}});
  decision.resolves = {conflicts[0].id, {conflicts[0].candidates[0].stamp.edit, conflicts[0].candidates[1].stamp.edit}};
  EXPECT_NE(push(wang.bundle({decision})).edits[0].outcome, Outcome::conflict);
  EXPECT_TRUE(open_conflicts(*archive_).empty());
  EXPECT_EQ(*find_record(*archive_, made.record)->value("name"), "张珊");
  EXPECT_EQ(archive_->history(made.record)->entries.size(), 4u);
  expect_sound(wang);
}

TEST_P(ArchiveSuite, an_id_that_another_community_uses_is_refused) {
  auto wang = tablet("wang");
  auto made = wang.create("resident", {{"name", "张三"}});
  push(wang.bundle({made}, CommunityId{"east"}));
  auto again = wang.create("resident", {{"name", "李四"}});
  again.record = made.record;
  EXPECT_EQ(push(wang.bundle({again})).edits[0].code, "already_exists");
  auto li = tablet("li");
  auto change = li.change(made.record, "resident", {{"vip", nullptr}}, {{"vip", true}});
  EXPECT_EQ(push(li.bundle({change})).edits[0].code, "not_found");
}

TEST_P(ArchiveSuite, a_conflict_is_never_edited_as_a_record) {
  auto wang = tablet("wang"), li = tablet("li");
  push(wang.bundle({wang.create("unit", unit("1502"))}));
  push(li.bundle({li.create("unit", unit("1502"))}));
  auto conflict = open_conflicts(*archive_).at(0);
  auto edit = li.change(conflict.id, "unit", {{"floor", nullptr}}, {{"floor", 3}});
  EXPECT_EQ(push(li.bundle({edit})).edits[0].code, "read_only");
}

TEST_P(ArchiveSuite, two_records_with_one_natural_key_open_one_duplicate_conflict_until_one_key_moves_away) {
  auto wang = tablet("wang"), li = tablet("li");
  auto first = wang.create("unit", unit("1502")), second = li.create("unit", unit("1502")),
       third = wang.create("unit", unit("1502"));
  EXPECT_EQ(push(wang.bundle({first})).edits[0].outcome, Outcome::applied);
  auto verdict = push(li.bundle({second}));
  ASSERT_EQ(verdict.edits[0].outcome, Outcome::conflict);
  auto conflicts = open_conflicts(*archive_);
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].id, verdict.edits[0].conflicts.at(0));
  EXPECT_EQ(conflicts[0].kind, ConflictKind::duplicate);
  EXPECT_EQ(conflicts[0].record, second.record);
  ASSERT_EQ(conflicts[0].candidates.size(), 2u);
  EXPECT_EQ(conflicts[0].candidates[0].value, text(first.record));
  EXPECT_EQ(conflicts[0].candidates[1].stamp.edit, second.id);

  EXPECT_EQ(push(wang.bundle({third})).edits[0].conflicts.at(0), conflicts[0].id);
  EXPECT_EQ(open_conflicts(*archive_).at(0).candidates.size(), 3u);

  // The one that bears the conflict goes: it lives on among the two that are left.
  push(li.bundle({li.change(second.record, "unit", unit("1502"), {{"room_no", "1503"}})}));
  conflicts = open_conflicts(*archive_);
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_NE(conflicts[0].record, second.record);
  EXPECT_EQ(conflicts[0].candidates.size(), 2u);

  push(wang.bundle({wang.change(third.record, "unit", unit("1502"), {{"room_no", "1504"}})}));
  EXPECT_TRUE(open_conflicts(*archive_).empty());
  expect_sound(wang);
}

TEST_P(ArchiveSuite, duplicates_within_one_bundle_and_requests_without_a_number) {
  auto wang = tablet("wang");
  auto verdict = push(wang.bundle({wang.create("unit", unit("101")), wang.create("unit", unit("101")),
                                   wang.create("request", {{"text", "灯不亮"}, {"channel", "phone"}}),
                                   wang.create("request", {{"text", "门坏了"}, {"channel", "phone"}})}));
  EXPECT_EQ(verdict.edits[1].outcome, Outcome::conflict);
  EXPECT_EQ(verdict.edits[3].outcome, Outcome::applied) << "a channel alone tells no requests apart";
  EXPECT_EQ(open_conflicts(*archive_).size(), 1u);
  expect_sound(wang);
}

TEST_P(ArchiveSuite, removing_one_of_two_duplicates_closes_their_conflict) {
  auto wang = tablet("wang");
  auto first = wang.create("unit", unit("101")), second = wang.create("unit", unit("101"));
  push(wang.bundle({first, second}));
  ASSERT_EQ(open_conflicts(*archive_).size(), 1u);
  auto removal = wang.named(Op::remove, first.record, "unit");
  removal.saw = seen_digests({find_record(*archive_, first.record), {}, {}});
  push(wang.bundle({removal}));
  EXPECT_EQ(find_record(*archive_, first.record)->header.state, State::removed);
  EXPECT_TRUE(open_conflicts(*archive_).empty());
  expect_sound(wang);
}

TEST_P(ArchiveSuite, a_removal_that_did_not_see_a_child_keeps_the_record) {
  auto wang = tablet("wang"), li = tablet("li");
  auto resident = wang.create("resident", {{"name", "张三"}});
  push(wang.bundle({resident}));
  auto removal = wang.named(Op::remove, resident.record, "resident");
  removal.saw = seen_digests({find_record(*archive_, resident.record), {}, {}});
  push(li.bundle(
      {li.create("contact", {{"resident", text(resident.record)}, {"kind", "mobile"}, {"value", "13800138000"}})}));
  EXPECT_EQ(push(wang.bundle({removal})).edits[0].outcome, Outcome::conflict);
  EXPECT_EQ(find_record(*archive_, resident.record)->header.state, State::live);
}

TEST_P(ArchiveSuite, a_child_that_arrives_under_a_removed_record_brings_it_back) {
  auto wang = tablet("wang"), li = tablet("li");
  auto resident = wang.create("resident", {{"name", "张三"}});
  push(wang.bundle({resident}));
  auto removal = wang.named(Op::remove, resident.record, "resident");
  removal.saw = seen_digests({find_record(*archive_, resident.record), {}, {}});
  push(wang.bundle({removal}));
  EXPECT_EQ(find_record(*archive_, resident.record)->header.state, State::removed);
  auto verdict = push(li.bundle(
      {li.create("contact", {{"resident", text(resident.record)}, {"kind", "mobile"}, {"value", "13800138000"}})}));
  EXPECT_EQ(verdict.edits[0].outcome, Outcome::conflict);
  EXPECT_EQ(find_record(*archive_, resident.record)->header.state, State::live);
  auto conflicts = open_conflicts(*archive_);
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].kind, ConflictKind::delete_edit);
  expect_sound(wang);
}

TEST_P(ArchiveSuite, a_code_enrols_one_tablet_once_and_repeats_its_answer) {
  auto code = archive_->mint_code("wang", clock_.wall()).value();
  EXPECT_EQ(code.code.size(), 31u);
  EXPECT_EQ(archive_->mint_code("nobody", clock_.wall()).error().fault, Fault::not_found);
  auto mine = SigningKey::mint(dice_).public_key(), other = SigningKey::mint(dice_).public_key();
  EXPECT_EQ(archive_->enrol("7KQ2M-9X4TD", mine, "", clock_.wall()).error().fault, Fault::code_unknown);
  std::string typed;
  for (char c : code.code)
    if (c != '-') typed += static_cast<char>(std::tolower(c));
  auto first = archive_->enrol(typed, mine, "平板", clock_.wall()).value();
  EXPECT_EQ(first.name, "王芳");
  EXPECT_EQ(first.chain, chain_of(first.person, first.device, 1));
  auto again = archive_->enrol(code.code, mine, "平板", clock_.wall() + std::chrono::hours{48}).value();
  EXPECT_EQ(again.chain, first.chain);
  EXPECT_EQ(archive_->enrol(code.code, other, "", clock_.wall()).error().fault, Fault::code_used);
  auto late = archive_->mint_code("wang", clock_.wall()).value();
  EXPECT_EQ(archive_->enrol(late.code, other, "", late.expires + Millis{1}).error().fault, Fault::code_expired);
  EXPECT_EQ(archive_->devices()->size(), 1u);
}

TEST_P(ArchiveSuite, a_revoked_tablet_is_refused_and_another_of_the_person_is_not) {
  auto lost = tablet("wang"), kept = tablet("wang");
  EXPECT_EQ(archive_->revoke("wang", DeviceId{"unknown"}).error().fault, Fault::not_found);
  EXPECT_EQ(archive_->revoke("wang", device_of(lost.chain())).value(), 1);
  EXPECT_EQ(archive_->revoke("wang", device_of(lost.chain())).value(), 0);
  EXPECT_TRUE(archive_->device(lost.chain())->revoked);
  EXPECT_EQ(try_push(lost.bundle({lost.create("resident", {{"name", "甲"}})})).error().fault, Fault::device_refused);
  EXPECT_TRUE(try_push(kept.bundle({kept.create("resident", {{"name", "乙"}})})));
  EXPECT_EQ(archive_->device(ChainId{"no/such/1"}).error().fault, Fault::device_refused);
}

TEST_P(ArchiveSuite, a_hello_learns_where_its_line_stands_and_who_else_there_is) {
  auto wang = tablet("wang");
  auto submission = wang.bundle({wang.create("resident", {{"name", "甲"}})});
  push(submission);
  auto device = archive_->device(wang.chain()).value();
  EXPECT_EQ(device.person, person_of(wang.chain()));
  EXPECT_EQ(device.name, "王芳");
  EXPECT_EQ(device.last, BundleNumber{1});
  EXPECT_EQ(base64(device.last_hash), base64(hash_of(submission.bundle)));
  EXPECT_FALSE(device.revoked);
  EXPECT_EQ(device.epoch, archive_->status()->epoch);
  ASSERT_EQ(device.communities.size(), 2u);
  EXPECT_EQ(device.communities[1].name, "花园小区");
  EXPECT_EQ(device.communities[1].head, Seq{1});
  EXPECT_EQ(device.people.size(), 2u);
}

TEST_P(ArchiveSuite, a_person_has_a_login_of_their_own_and_a_role_that_exists) {
  EXPECT_EQ(archive_->add_person({"wang", "王五"}).error().fault, Fault::already_exists);
  EXPECT_EQ(archive_->add_person({"zhao", "赵六", "emperor"}).error().fault, Fault::invalid_value);
  for (const char* login : {"zhao liu", "zhao\n", "\x7f"})
    EXPECT_EQ(archive_->add_person({login, "赵六"}).error().fault, Fault::invalid_value);
  EXPECT_EQ(archive_->add_person({"zhao", "赵\n六"}).error().fault, Fault::invalid_value) << "it is shown in lists";
  EXPECT_EQ(archive_->add_person({"zhao", std::string(frame_name_bytes_max + 1, 'z')}).error().fault,
            Fault::invalid_value);
  EXPECT_EQ(archive_->add_person({"zhao", "赵六", "field", "main,nowhere"}).error().fault, Fault::not_found);
  EXPECT_TRUE(archive_->add_person({"zhao", "赵六", "office", "main,east"}));
}

TEST_P(ArchiveSuite, what_is_applied_from_quarantine_never_comes_to_another_community) {
  archive_->set_person({"li", "front_desk"}, clock_.now).value();
  auto li = tablet("li");
  auto refused = li.create("unit", unit("1501"));
  EXPECT_EQ(push(li.bundle({refused}, CommunityId{"east"})).edits[0].outcome, Outcome::rejected);
  auto applied = archive_->apply_quarantined(refused.id, clock_.now);
  ASSERT_TRUE(applied) << "its bundle said which, and its author is at home there";
  EXPECT_TRUE(everything(*archive_).empty());

  // Where something else of its bundle was accepted, the journal has the community.
  auto kept = li.create("resident", {{"name", "李四"}}), other = li.create("unit", unit("1502"));
  push(li.bundle({kept, other}, CommunityId{"east"}));
  auto taken = archive_->apply_quarantined(other.id, clock_.now);
  ASSERT_TRUE(taken) << code(taken.error().fault) << " " << taken.error().detail;
  EXPECT_TRUE(everything(*archive_).empty());
  EXPECT_TRUE(everything(*archive_, CommunityId{"east"}).contains(other.record));
}

TEST_P(ArchiveSuite, a_parked_bundle_is_kept_raw_and_the_chain_goes_on) {
  auto wang = tablet("wang");
  auto edit = wang.create("resident", {{"name", "张三"}});
  auto poison = wang.bundle({edit});
  auto raw = wire_text(poison.bundle);
  auto parked = archive_->park(wang.chain(), BundleNumber{1}, hash_of(poison.bundle), raw, {edit.id}).value();
  EXPECT_EQ(parked.verdicts.at(0)->edits.at(0).code, "poison");
  EXPECT_EQ(parked.publications.at(0).answered.at(wang.chain()).number, BundleNumber{1});
  auto items = archive_->quarantine().value();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].record, edit.record);
  EXPECT_EQ(items[0].body.at("bundle").at("header").at("number"), 1);
  auto held = push(wang.bundle({wang.change(edit.record, "resident", {{"vip", nullptr}}, {{"vip", true}})}));
  EXPECT_EQ(held.edits[0].outcome, Outcome::held);
  EXPECT_EQ(push(poison).edits.at(0).code, "poison") << "the verdict is final";
  auto early = archive_->park(wang.chain(), BundleNumber{7}, Hash{}, "", {}).value();
  EXPECT_EQ(early.verdicts.at(0).error().fault, Fault::broken_chain);
}

TEST_P(ArchiveSuite, corrected_times_never_run_backwards_along_a_chain) {
  auto wang = tablet("wang");
  auto early = wang.create("resident", {{"name", "甲"}}), late = wang.create("resident", {{"name", "乙"}});
  late.made.monotonic -= std::chrono::hours{1};
  push(wang.bundle({early}));
  push(wang.bundle({late}));
  auto at = [&](const Edit& edit) { return find_record(*archive_, edit.record)->stamp("name")->at; };
  EXPECT_EQ(at(early), clock_.wall());
  EXPECT_EQ(at(late), at(early));
}

}  // namespace
}  // namespace doorstep::test
