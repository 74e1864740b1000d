// Records that are destroyed by law: both halves of the conversation, with real stores and a real archive behind them.
#include <gtest/gtest.h>

#include "engine/desk.h"
#include "engine/drafts.h"
#include "engine/merge_plan.h"
#include "engine/visit.h"
#include "tests/office.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

/// Two managers, each with a tablet whose files can be read, and a resident of whom every word is one of a kind.
struct Erasure : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang", PartyTablet::Pages::clear);
  PartyTablet& li = office.tablet("li", PartyTablet::Pages::clear);
  PartyServer& server = office.server();

  RecordId known(const std::string& type, json set) {
    auto id = wang.creates(type, std::move(set));
    office.sync_all();
    return id;
  }
  RecordId resident(const std::string& word) {
    const auto id = wang.creates("resident", {{"name", "张" + word}, {"employer", word + "公司"}});
    wang.creates("contact", {{"resident", text(id)}, {"kind", "email"}, {"value", word + "@example.cn"}});
    office.sync_all();
    return id;
  }
  static Naming naming(const Conflict& conflict) { return naming_of(conflict); }
  void erase(const std::vector<RecordId>& records) {
    auto erased = server.erase(records, "wang", "li");
    ASSERT_TRUE(erased) << erased.error().detail;
  }
  void settle() {
    for (int i = 0; i < 2; ++i) office.sync_all();
  }
  static bool is_in_files(PartyTablet& tablet, const std::string& word) {
    for (const auto& [path, bytes] : tablet.disk().files())
      if (bytes.find(word) != std::string::npos) return true;
    return false;
  }
  void expect_nowhere(const std::string& word) {
    EXPECT_EQ(server.found(word), "") << "in the archive";
    for (auto* tablet : {&wang, &li}) {
      EXPECT_EQ(table_with(tablet->store().database(), word), "") << tablet->name();
      EXPECT_FALSE(is_in_files(*tablet, word)) << "in freed space on " << tablet->name() << "'s tablet";
    }
  }
  void expect_everybody_agrees() {
    expect_same(wang.store(), server.archive());
    expect_same(li.store(), server.archive());
    for (auto* tablet : {&wang, &li}) {
      EXPECT_TRUE(status(tablet->store())->agrees);
      EXPECT_EQ(status(tablet->store())->pending, 0U);
      auto sound = verify(tablet->store());
      EXPECT_TRUE(sound) << sound.error().detail;
    }
    auto check = server.archive().verify();
    EXPECT_TRUE(check) << check.error().detail;
  }
  static Fault fault_of_showing(PartyTablet& tablet, const RecordId& id) {
    auto shown = show(tablet.store(), id);
    return shown ? Fault::internal : shown.error().fault;
  }
  static Intent setting(const RecordId& record, json set) {
    Intent out;
    out.record = record;
    out.set = std::move(set);
    return out;
  }
};

TEST_F(Erasure, everything_of_a_resident_goes_from_the_archive_and_from_every_tablet) {
  const auto id = resident("QZA");
  const auto other = known("resident", {{"name", "李四"}});
  wang.edits(id, {{"name", "QZA一"}});
  li.edits(id, {{"name", "QZA二"}});
  office.sync_all();
  const auto asked = wang.open_conflicts().at(0);
  wang.does({talk_about(wang.store(), asked.id, {{"remark", "QZA说的"}}).value()});
  office.sync_all();
  office.sync(li, {}, {id});  // its history
  ASSERT_TRUE(save_draft(li.store(), "form/" + text(id), {{"name", "QZA三"}}));
  li.edits(id, {{"occupation", "QZA职业"}});
  ASSERT_NE(server.found("QZA"), "");

  erase({id});
  EXPECT_EQ(server.found("QZA"), "") << "at once";
  settle();
  expect_nowhere("QZA");
  expect_everybody_agrees();
  EXPECT_EQ(fault_of_showing(wang, id), Fault::erased);
  EXPECT_EQ(fault_of_showing(li, id), Fault::erased);
  EXPECT_TRUE(wang.open_conflicts().empty());
  EXPECT_EQ(wang.value(other, "name"), "李四");
  EXPECT_TRUE(server.archive().history(id)->entries.empty());
}

TEST_F(Erasure, what_somebody_wrote_meanwhile_is_destroyed_with_a_receipt_and_holds_nothing_up) {
  const auto id = resident("QZB");
  const auto other = known("resident", {{"name", "李四"}});
  erase({id});
  const auto both = li.does({setting(id, {{"occupation", "QZB医生"}}), setting(other, {{"occupation", "教师"}})});
  li.edits(id, {{"language", "QZB话"}});
  li.edits(other, {{"language", "粤语"}});
  settle();
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(other, "occupation"), "教师") << "of one bundle";
  EXPECT_EQ(wang.value(other, "language"), "粤语") << "nothing is held up";
  const auto listed = refusals(li.store()).value();
  ASSERT_EQ(listed.size(), 2U);
  for (const auto& one : listed) {
    EXPECT_EQ(one.code, "erased");
    EXPECT_EQ(one.body.at("set"), json::object()) << "it says that, and not what";
  }
  const auto items = server.archive().quarantine().value();
  ASSERT_EQ(items.size(), 2U) << "the archive's receipt";
  for (const auto& one : items) {
    EXPECT_EQ(one.state, "erased");
    EXPECT_EQ(one.code, "erased");
    EXPECT_EQ(server.archive().discard(one.edit, "否").error().fault, Fault::erased);
    EXPECT_EQ(server.archive().apply_quarantined(one.edit, from_ms(1)).error().fault, Fault::erased);
  }
  expect_nowhere("QZB");
}

TEST_F(Erasure, what_was_made_under_it_offline_is_destroyed_and_so_is_what_was_written_to_that) {
  const auto id = resident("QZC");
  const auto made = li.creates("contact", {{"resident", text(id)}, {"kind", "email"}, {"value", "QZC2@example.cn"}});
  li.edits(made, {{"invalid_reason", "QZC换了"}});
  erase({id});
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZC");
  for (const auto& one : server.archive().quarantine().value()) EXPECT_EQ(one.state, "erased");
}

TEST_F(Erasure, nobody_destroys_anything_alone_or_without_the_right) {
  office.person("field", "field");
  office.person("desk", "front_desk");
  const auto id = resident("QZD");
  auto& archive = server.archive();
  const auto now = from_ms(5);
  EXPECT_EQ(archive.ask_erasure({"desk", "request", {id}}, now).error().fault, Fault::not_allowed);
  EXPECT_EQ(archive.ask_erasure({"nobody", "request", {id}}, now).error().fault, Fault::not_found);
  EXPECT_EQ(archive.ask_erasure({"wang", "because", {id}}, now).error().fault, Fault::invalid_value);
  EXPECT_EQ(archive.ask_erasure({"wang", "request", {}}, now).error().fault, Fault::invalid_value);
  EXPECT_EQ(archive.ask_erasure({"wang", "request", {RecordId{}}}, now).error().fault, Fault::not_found);
  const auto asked = archive.ask_erasure({"field", "request", {id}}, now);
  ASSERT_TRUE(asked) << asked.error().detail;
  EXPECT_EQ(asked->at("covers"), json({{"contact", 1}, {"resident", 1}}));
  const auto erasure = asked->at("erasure").get<std::string>();
  EXPECT_EQ(archive.approve_erasure(erasure, "field", now).error().fault, Fault::own_proposal);
  EXPECT_EQ(archive.approve_erasure(erasure, "desk", now).error().fault, Fault::not_allowed);
  EXPECT_EQ(archive.approve_erasure("none", "wang", now).error().fault, Fault::not_found);
  EXPECT_EQ(wang.value(id, "name"), "张QZD");
  ASSERT_TRUE(archive.refuse_erasure(erasure, "wang", now));
  EXPECT_EQ(archive.approve_erasure(erasure, "wang", now).error().fault, Fault::already_exists);
  EXPECT_NE(server.found("QZD"), "") << "refused is refused";
  EXPECT_TRUE(archive.verify());
}

TEST_F(Erasure, who_is_held_to_other_buildings_can_neither_ask_nor_agree) {
  const auto unit = known("unit", {{"building", "3"}, {"room_no", "101"}});
  const auto id = resident("QZE");
  known("occupancy", {{"unit", text(unit)}, {"resident", text(id)}, {"role", "owner"}});
  auto& archive = server.archive();
  ASSERT_TRUE(archive.add_person({"five", "五栋", "manager", "main", "5"}));
  EXPECT_EQ(archive.ask_erasure({"five", "request", {id}}, from_ms(1)).error().fault, Fault::not_found);
  const auto asked = archive.ask_erasure({"wang", "request", {id}}, from_ms(1)).value();
  const auto shown = archive.erasure(asked.at("erasure").get<std::string>()).value();
  ASSERT_EQ(shown.at("named_by").size(), 1U) << "the occupancy names the resident, and would stay";
  EXPECT_EQ(shown.at("named_by")[0].at("type"), "occupancy");
  EXPECT_EQ(archive.approve_erasure(asked.at("erasure"), "five", from_ms(1)).error().fault, Fault::not_found);
}

TEST_F(Erasure, a_restored_server_does_not_bring_it_back) {
  const auto id = resident("QZF");
  const auto backup = server.back_up();
  erase({id});
  const auto later = known("resident", {{"name", "李四"}});
  ASSERT_TRUE(server.restore(backup));
  EXPECT_EQ(server.found("QZF"), "") << "before anybody is served";
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZF");
  EXPECT_EQ(li.value(later, "name"), "李四") << "and the rest is offered again";
}

TEST_F(Erasure, a_tablet_that_slept_through_erasure_and_restore_brings_nothing_back) {
  const auto backup = server.back_up();
  const auto id = resident("QZG");  // the backup lacks it
  li.edits(id, {{"occupation", "QZG医生"}});
  erase({id});
  office.sync(wang);
  ASSERT_TRUE(server.restore(backup));
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZG");
}

// As after a power cut between the two: the fence has the act, and the archive has not.
TEST_F(Erasure, what_stands_in_the_fence_is_done_at_the_next_start) {
  const auto id = resident("QZH");
  server.archive().ask_erasure({"wang", "order", {id}}, from_ms(1)).value();
  const auto before = server.disk().files();
  erase({id});
  server.crash();
  for (const auto& [path, bytes] : before) server.disk().put(path, bytes);
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.found("QZH"), "");
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZH");
}

TEST_F(Erasure, more_records_than_a_line_of_the_fence_holds_stay_away_after_a_restore) {
  const auto id = resident("QZI");
  std::vector<Intent> contacts(60);
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    contacts[i].op = Op::create;
    contacts[i].type = "contact";
    contacts[i].set = {{"resident", text(id)}, {"kind", "email"}, {"value", "QZI" + std::to_string(i) + "@example.cn"}};
  }
  wang.does(std::move(contacts));
  office.sync_all();
  const auto backup = server.back_up();
  erase({id});
  ASSERT_TRUE(server.restore(backup));
  EXPECT_EQ(server.found("QZI"), "");
  const auto all = server.archive().erasures().value();
  ASSERT_EQ(all.size(), 1U) << "and the archive knows of it again";
  EXPECT_EQ(all[0].at("state"), "done");
  EXPECT_EQ(all[0].at("asked_by"), "wang");
  EXPECT_EQ(all[0].at("decided_by"), "li");
  EXPECT_EQ(all[0].at("destroyed").at("records"), 62);
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZI");
}

TEST_F(Erasure, what_was_merged_into_it_goes_along_and_a_merge_into_it_that_comes_late_leaves_the_other_alone) {
  const auto winner = resident("QZJ");
  const auto loser = resident("QZK");
  ASSERT_TRUE(merge_records(wang.store(), winner, {loser}, std::nullopt));
  office.sync_all();
  EXPECT_EQ(server.archive().ask_erasure({"wang", "request", {loser}}, from_ms(1)).error().fault, Fault::invalid_value);
  const auto third = known("resident", {{"name", "李四"}});
  li.does(merge_plan(li.store(), winner, {third}, std::nullopt).value());
  erase({winner});
  li.edits(third, {{"occupation", "医生"}});
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZJ");
  expect_nowhere("QZK");
  EXPECT_EQ(wang.value(third, "name"), "李四");
}

TEST_F(Erasure, the_question_about_a_shared_number_goes_on_among_those_who_stay) {
  std::vector<RecordId> homes;
  for (int i = 0; i < 3; ++i) homes.push_back(li.creates("unit", {{"building", "3"}, {"room_no", "101"}}));
  office.sync_all();
  ASSERT_EQ(wang.open_conflicts().size(), 1U);
  const auto bearer = wang.open_conflicts()[0].record;
  erase({bearer});
  settle();
  expect_everybody_agrees();
  const auto open = wang.open_conflicts();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_NE(open[0].record, bearer);
  ASSERT_EQ(open[0].candidates.size(), 2U);
  for (const auto& one : open[0].candidates) EXPECT_NE(one.value, text(bearer));
}

TEST_F(Erasure, nobody_who_stays_comes_into_everyones_sight) {
  const auto unit = known("unit", {{"building", "3"}, {"room_no", "101"}});
  const auto id = resident("QZL");
  const auto occupancy = known("occupancy", {{"unit", text(unit)}, {"resident", text(id)}, {"role", "owner"}});
  auto& archive = server.archive();
  const auto asked = archive.ask_erasure({"wang", "retention", {occupancy}}, from_ms(1)).value();
  EXPECT_EQ(archive.approve_erasure(asked.at("erasure"), "li", from_ms(1)).error().fault, Fault::invalid_value);
  EXPECT_TRUE(archive.verify()) << "and nothing has changed";
  EXPECT_EQ(wang.value(id, "name"), "张QZL");
  erase({occupancy, id});
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZL");
}

TEST_F(Erasure, what_waits_in_quarantine_goes_too) {
  const auto id = resident("QZM");
  const auto request = known("request", {{"text", "QZM漏水"}, {"urges", 0}});
  wang.edits(request, {{"urges", safe_integer_max}});
  li.edits(request, {{"urges", safe_integer_max}});
  office.sync_all();
  li.edits(request, {{"feedback", "QZM反馈"}});  // held behind what was refused
  wang.edits(request, {{"feedback", "QZM反馈"}});
  office.sync_all();
  ASSERT_FALSE(server.archive().quarantine()->empty());
  erase({id, request});
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZM");
  EXPECT_FALSE(server.archive().quarantine()->empty()) << "that there was something is still known";
}

TEST_F(Erasure, who_is_behind_is_not_sent_it_any_more) {
  const auto id = wang.creates("resident", {{"name", "张QZN"}});
  office.sync(wang);
  erase({id});
  bool sent = false;
  office.sync(li, [&](bool to_tablet, std::string& frame) {
    sent = sent || (to_tablet && frame.find("QZN") != std::string::npos);
    return true;
  });
  EXPECT_FALSE(sent);
  settle();
  expect_everybody_agrees();
}

TEST_F(Erasure, an_open_visit_in_which_it_was_written_ends_and_the_rest_of_it_arrives) {
  const auto unit = known("unit", {{"building", "3"}, {"room_no", "101"}});
  const auto id = resident("QZO");
  const auto visit = begin_visit(li.store(), unit).value().visit;
  auto in_visit = setting(id, {{"occupation", "QZO医生"}});
  in_visit.visit = visit;
  li.does({in_visit});
  erase({id});
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZO");
  EXPECT_EQ(wang.value(visit, "unit"), text(unit)) << "the visit itself";
}

TEST_F(Erasure, of_a_hostile_tablet_that_says_so_itself_nothing_is_erased) {
  const auto id = resident("QZP");
  SeededDice dice{7};
  PushingTablet mallory{server.archive(), "wang", server.clock(), dice};
  auto edit = mallory.named(Op::erase, id, "resident");
  std::vector<Submission> one;
  one.push_back(mallory.bundle({edit}));
  const auto verdict = server.archive().accept(std::move(one))->verdicts.at(0).value();
  ASSERT_EQ(verdict.edits.size(), 1U);
  EXPECT_EQ(verdict.edits[0].code, "not_allowed");
  EXPECT_EQ(find_record(server.archive(), id)->header.state, State::live);
}

TEST_F(Erasure, the_certificate_says_which_tablets_have_heard) {
  const auto id = resident("QZQ");
  erase({id});
  const auto erasure = server.archive().erasures().value().at(0).at("erasure").get<std::string>();
  const auto heard = [&](const std::string& login) {
    const auto certificate = server.archive().erasure(erasure).value();
    for (const auto& tablet : certificate.at("tablets"))
      if (tablet.at("login") == login) return tablet.at("erased").get<bool>();
    return false;
  };
  EXPECT_FALSE(heard("wang"));
  for (int i = 0; i < 2; ++i) office.sync(wang);  // what it has, it says at its next call
  EXPECT_TRUE(heard("wang"));
  EXPECT_FALSE(heard("li"));
  settle();
  EXPECT_TRUE(heard("li"));
}

// What it wrote down is signed and whole, but for the words; and of a record that is somebody else's, or below one that
// is.
TEST_F(Erasure, of_a_hostile_tablet_that_sends_no_words_nobody_elses_record_suffers) {
  const auto erased = resident("QZR");
  const auto id = resident("王五");
  erase({erased});
  SeededDice dice{7};
  PushingTablet mallory{server.archive(), "wang", server.clock(), dice};
  const auto verdict_on = [&](Edit edit, bool wordless) {
    auto submission = mallory.bundle({std::move(edit)});
    if (wordless) submission.bundle = *open_bundle(submission.bundle.header, "[{}]", submission.bundle.signature);
    std::vector<Submission> one;
    one.push_back(std::move(submission));
    return server.archive().accept(std::move(one))->verdicts.at(0)->edits.at(0).code;
  };
  auto taken = mallory.create("resident", {{"name", "假"}});
  taken.record = id;
  EXPECT_EQ(verdict_on(taken, true), "erased") << "a receipt, and no more";
  auto below = mallory.create("contact", {{"resident", text(erased)}, {"kind", "mobile"}, {"value", "13800138000"}});
  below.record = id;
  EXPECT_EQ(verdict_on(below, false), "already_exists");
  EXPECT_EQ(verdict_on(mallory.change(id, "resident", {{"name", "张王五"}}, {{"name", "假"}}), true), "erased");
  settle();
  li.edits(id, {{"occupation", "医生"}});
  settle();
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(id, "name"), "张王五");
  EXPECT_EQ(wang.value(id, "occupation"), "医生");
  EXPECT_EQ(server.archive().history(id)->entries.size(), 2U);
}

// It is where it is by its second home, of which the backup knows nothing yet.
TEST_F(Erasure, a_restored_server_starts_though_somebody_was_filed_elsewhere_since) {
  const auto home = known("unit", {{"building", "3"}, {"room_no", "101"}});
  const auto other = known("unit", {{"building", "3"}, {"room_no", "102"}});
  const auto id = known("resident", {{"name", "李四"}});
  const auto first = known("occupancy", {{"unit", text(home)}, {"resident", text(id)}, {"role", "owner"}});
  const auto backup = server.back_up();
  known("occupancy", {{"unit", text(other)}, {"resident", text(id)}, {"role", "tenant"}});
  erase({first});
  const auto restored = server.restore(backup);
  ASSERT_TRUE(restored) << restored.error().detail;
  settle();
  settle();
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(id, "name"), "李四");
}

TEST_F(Erasure, what_was_refused_or_handed_over_of_a_child_that_was_never_there_goes_too) {
  const auto id = resident("QZS");
  office.person("guard", "manager");
  auto& lost = office.tablet("guard", PartyTablet::Pages::clear);
  office.sync(lost);
  lost.creates("contact", {{"resident", text(id)}, {"kind", "email"}, {"value", "QZS2@example.cn"}});
  ASSERT_TRUE(server.archive().revoke("guard", std::nullopt));
  office.sync(lost);  // hands over
  ASSERT_EQ(server.found("QZS2"), "quarantine");
  erase({id});
  EXPECT_EQ(server.found("QZS"), "");
  settle();
  expect_everybody_agrees();
}

TEST_F(Erasure, what_a_revoked_tablet_hands_over_afterwards_is_not_kept) {
  const auto id = resident("QZT");
  office.person("guard", "manager");
  auto& lost = office.tablet("guard", PartyTablet::Pages::clear);
  office.sync(lost);
  const auto made = lost.creates("contact", {{"resident", text(id)}, {"kind", "email"}, {"value", "QZT2@example.cn"}});
  lost.edits(made, {{"invalid_reason", "QZT换了"}});
  lost.edits(id, {{"occupation", "QZT医生"}});
  erase({id});
  ASSERT_TRUE(server.archive().revoke("guard", std::nullopt));
  office.sync(lost);
  EXPECT_EQ(server.found("QZT"), "");
  EXPECT_EQ(server.archive().quarantine()->size(), 3U) << "that there was something is still known";
  EXPECT_TRUE(server.archive().verify());
}

// The backup still has the two as one, and knows nothing of their parting.
TEST_F(Erasure, of_two_that_were_one_in_the_backup_only_the_one_is_gone_after_a_restore) {
  const auto stays = resident("QZU");
  const auto goes = resident("QZV");
  wang.edits(goes, {{"occupation", "QZV职业"}});
  office.sync_all();
  ASSERT_TRUE(merge_records(wang.store(), stays, {goes}, std::nullopt));
  office.sync_all();
  ASSERT_EQ(li.value(stays, "occupation"), "QZV职业");
  const auto backup = server.back_up();
  ASSERT_TRUE(unmerge_record(wang.store(), goes));
  office.sync_all();
  erase({goes});
  settle();
  expect_nowhere("QZV");
  ASSERT_TRUE(server.restore(backup));
  EXPECT_EQ(server.found("QZV"), "");
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZV");
  EXPECT_EQ(wang.value(stays, "name"), "张QZU");
}

TEST_F(Erasure, who_stood_behind_it_in_the_backup_and_was_parted_since_is_there_after_a_restore) {
  const auto goes = resident("QZW");
  const auto stays = resident("QZX");
  ASSERT_TRUE(merge_records(wang.store(), goes, {stays}, std::nullopt));
  office.sync_all();
  const auto backup = server.back_up();
  ASSERT_TRUE(unmerge_record(wang.store(), stays));
  office.sync_all();
  erase({goes});
  settle();
  ASSERT_TRUE(server.restore(backup));
  settle();
  li.edits(stays, {{"occupation", "医生"}});
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZW");
  EXPECT_EQ(wang.value(stays, "name"), "张QZX");
  EXPECT_EQ(wang.value(stays, "occupation"), "医生");
}

// While they were one, two words about it met in a question about the other.
TEST_F(Erasure, questions_that_were_asked_while_two_were_one_say_nothing_of_it_any_more) {
  const auto stays = resident("QZY");
  const auto goes = resident("QZZ");
  li.edits(goes, {{"name", "QZZ改名"}});
  ASSERT_TRUE(merge_records(wang.store(), stays, {goes}, std::nullopt));
  wang.edits(stays, {{"name", "王五"}});
  office.sync(wang);
  office.sync_all();
  ASSERT_EQ(wang.open_conflicts().size(), 1U);
  const auto asked = wang.open_conflicts()[0].id;
  wang.does({talk_about(wang.store(), asked, {{"remark", "问过"}}).value()});
  office.sync_all();
  ASSERT_TRUE(unmerge_record(wang.store(), goes));
  office.sync_all();
  erase({goes});
  settle();
  settle();
  expect_everybody_agrees();
  expect_nowhere("QZZ");
  EXPECT_EQ(wang.value(stays, "name"), "王五");
}

// Both replaced, in the one that stays, what it had from the other.
TEST_F(Erasure, a_question_about_the_other_does_not_say_what_it_replaced_of_it) {
  const auto stays = known("resident", {{"name", "李四"}});
  const auto goes = resident("QZAB");
  wang.edits(goes, {{"birth_date", "1931-07-23"}});
  office.sync_all();
  ASSERT_TRUE(merge_records(wang.store(), stays, {goes}, std::nullopt));
  office.sync_all();
  ASSERT_EQ(li.value(stays, "birth_date"), "1931-07-23");
  wang.edits(stays, {{"birth_date", "1941-07-23"}});
  li.edits(stays, {{"birth_date", "1951-07-23"}});
  office.sync_all();
  ASSERT_EQ(wang.open_conflicts().size(), 1U);
  ASSERT_TRUE(unmerge_record(wang.store(), goes));
  office.sync_all();
  erase({goes});
  settle();
  settle();
  expect_everybody_agrees();
  for (auto* tablet : {&wang, &li})
    for (const auto& one : tablet->open_conflicts()) {
      EXPECT_NE(one.base, "1931-07-23");
      for (const auto& candidate : one.candidates) EXPECT_NE(candidate.base, json("1931-07-23"));
    }
}

TEST_F(Erasure, what_was_refused_in_a_bundle_that_was_kept_goes_from_the_journal_too) {
  const auto id = resident("QZAC");
  const auto request = known("request", {{"text", "漏水"}, {"urges", 0}});
  wang.edits(request, {{"urges", safe_integer_max}});
  office.sync(wang);
  Intent child;
  child.op = Op::create;
  child.type = "contact";
  child.set = {{"resident", text(id)}, {"kind", "email"}, {"value", "QZAC2@example.cn"}};
  child.record = id;  // taken: it is refused, and the other is kept
  SeededDice dice{7};
  PushingTablet other{server.archive(), "wang", server.clock(), dice};
  auto refused = other.create("contact", child.set);
  refused.record = id;
  std::vector<Submission> one;
  one.push_back(other.bundle({other.create("resident", {{"name", "王五"}}), refused}));
  const auto verdict = server.archive().accept(std::move(one))->verdicts.at(0).value();
  ASSERT_EQ(verdict.edits.at(0).outcome, EditVerdict::Outcome::applied);
  ASSERT_EQ(verdict.edits.at(1).code, "already_exists");
  erase({id});
  EXPECT_EQ(server.found("QZAC"), "");
  EXPECT_TRUE(server.archive().verify());
}

TEST_F(Erasure, a_history_that_was_under_way_is_not_kept) {
  const auto id = resident("QZAA");
  History late{id, true, {}};
  late.read = Seq{1};
  late.entries = server.archive().history(id).value().entries;
  ASSERT_FALSE(late.entries.empty());
  erase({id});
  settle();
  ASSERT_TRUE(li.store().adopt(late));
  EXPECT_EQ(save_draft(li.store(), "form/" + text(id), {{"name", "QZAA三"}}).error().fault, Fault::erased);
  EXPECT_EQ(table_with(li.store().database(), "QZAA"), "");
}

}  // namespace
}  // namespace doorstep::test
