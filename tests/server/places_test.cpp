// What is in another building is not on the tablet of somebody who is held to some: in no frame, in no byte of its
// file, in no answer that depends on it. And what moves leaves and arrives.
#include <gtest/gtest.h>

#include "engine/drafts.h"
#include "engine/healing.h"
#include "engine/rows.h"
#include "engine/search.h"
#include "shared/seeded_dice.h"
#include "tests/office.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

using Pages = PartyTablet::Pages;

/// Two buildings. Every record in one carries a word that names it.
struct Estate {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  std::map<std::string, std::vector<RecordId>> in;  ///< by building
  std::map<std::string, RecordId> unit;
  std::vector<std::string> words;  ///< that begin with QZ and the building's name

  Estate() {
    for (const char* building : {"3", "5"}) {
      const auto id = makes(building, "unit", {{"building", building}, {"room_no", "101"}, {"layout", word(building)}});
      unit.emplace(building, id);
      makes(building, "pet", {{"unit", text(id)}, {"kind", "dog"}, {"licence", word(building)}});
      makes(building, "vehicle",
            {{"unit", text(id)}, {"plate", "粤B1234" + std::string{building}}, {"space", word(building)}});
      makes(building, "visit", {{"unit", text(id)}, {"plan_id", word(building)}});
    }
    office.sync_all();
  }
  std::string word(const std::string& building) {
    words.push_back("QZ" + building + "word" + std::to_string(words.size()) + "ZQ");
    return words.back();
  }
  RecordId makes(const std::string& building, const std::string& type, json set) {
    in[building].push_back(wang.creates(type, std::move(set)));
    return in[building].back();
  }

  PartyTablet& tablet(const std::string& login, const std::string& buildings) {
    EXPECT_TRUE(office.server().archive().add_person({login, login, "field", "", buildings}));
    return office.tablet(login, Pages::clear);
  }
  void hold(const std::string& login, const std::string& buildings) {
    auto given = office.server().archive().set_person({login, {}, {}, buildings}, from_ms(1));
    ASSERT_TRUE(given) << given.error().detail;
  }
  // Two people meet in each building: conflicts about what is in it.
  void quarrel() {
    auto& li = office.tablet("li");
    office.sync(li);
    for (const char* building : {"3", "5"}) {
      wang.removes(in.at(building)[1]);
      li.edits(in.at(building)[1], {{"notes", word(building)}});
    }
    for (auto* one : {&li, &wang}) told(*one);
  }

  /// The first word, or id, of these buildings that stands in the bytes.
  std::string leak_in(const std::string& bytes, const std::string& building, bool ids = true) const {
    for (const auto& one : words)
      if (one.starts_with("QZ" + building) && bytes.find(one) != bytes.npos) return one;
    if (ids)
      for (const auto& id : in.at(building))
        if (bytes.find(text(id)) != bytes.npos) return text(id);
    return {};
  }
  std::string leak_in_files(PartyTablet& tablet, const std::string& building, bool ids = true) const {
    for (const auto& [path, bytes] : tablet.disk().files())
      if (auto leak = leak_in(bytes, building, ids); !leak.empty()) return path + ": " + leak;
    return {};
  }
  /// One conversation; answers all that the tablet was told.
  std::string told(PartyTablet& tablet, const std::vector<RecordId>& histories = {}) {
    std::string out;
    auto ended = office.sync(
        tablet,
        [&](bool to_tablet, std::string& frame) {
          if (to_tablet) out += frame + "\n";
          return true;
        },
        histories);
    EXPECT_FALSE(ended) << ended->detail;
    EXPECT_TRUE(status(tablet.store())->agrees);
    EXPECT_EQ(healing_report(tablet.store().sql()).begun, 0u) << tablet.name() << " had to be read anew";
    if (tablet.name() == "wang" || tablet.name() == "li") {
      EXPECT_EQ(difference(replica_of(tablet.store()), replica_of(office.server().archive())), "");
    }
    auto sound = verify(tablet.store());
    EXPECT_TRUE(sound) << sound.error().detail;
    return out;
  }
  bool has(PartyTablet& tablet, const std::string& building) {
    std::size_t here = 0;
    for (const auto& id : in.at(building)) here += show(tablet.store(), id).has_value();
    EXPECT_TRUE(here == 0 || here == in.at(building).size()) << "all of it goes together";
    return here > 0;
  }
};

/// The records in pages, by id; and those that are gone.
std::pair<std::set<std::string>, std::set<std::string>> records_in(const std::string& told) {
  std::pair<std::set<std::string>, std::set<std::string>> out;
  for (std::size_t from = 0, to = 0; (to = told.find('\n', from)) != told.npos; from = to + 1) {
    const auto frame = json::parse(told.substr(from, to - from));
    if (frame.at("frame") != "page") continue;
    for (const auto& record : frame.at("records"))
      (record.contains("gone") ? out.second : out.first).insert(record.at("id").get<std::string>());
  }
  return out;
}

TEST(Places, what_is_in_another_building_is_in_no_frame_and_in_no_byte_of_the_tablet) {
  Estate estate;
  auto& three = estate.tablet("three", "3");
  const auto resident = estate.wang.creates("resident", {{"name", "张三"}});
  estate.told(estate.wang);
  auto told = estate.told(three);
  EXPECT_TRUE(estate.has(three, "3"));
  EXPECT_EQ(three.value(resident, "name"), "张三") << "what is in no building goes to everybody";
  estate.quarrel();
  told += estate.told(three);
  EXPECT_EQ(three.open_conflicts().size(), 1u) << "of two";
  estate.wang.edits(estate.unit.at("5"), {{"area_build", 9000}});
  estate.wang.edits(estate.in.at("5")[2], {{"space", estate.word("5")}});
  estate.told(estate.wang);
  told += estate.told(three);
  EXPECT_EQ(estate.leak_in(told, "5"), "");
  EXPECT_NE(estate.leak_in(told, "3"), "");
  const auto history = estate.told(three, estate.in.at("5"));
  EXPECT_EQ(estate.leak_in(history, "5", false), "") << "it knows the ids, and learns nothing by asking";
  EXPECT_EQ(estate.leak_in_files(three, "5"), "");
}

TEST(Places, a_home_that_moves_leaves_one_tablet_and_reaches_another_with_all_that_belongs_to_it) {
  Estate estate;
  auto &three = estate.tablet("three", "3"), &five = estate.tablet("five", "5"), &both = estate.tablet("both", "3,5");
  estate.quarrel();
  for (auto* one : {&three, &five, &both}) estate.told(*one, {estate.unit.at("5")});
  EXPECT_NE(estate.leak_in_files(five, "5"), "") << "it is there before";
  ASSERT_TRUE(save_draft(five.store(), "edit/" + text(estate.unit.at("5")), {{"layout", estate.word("5")}}));

  estate.wang.edits(estate.unit.at("5"), {{"building", "3"}, {"room_no", "205"}});
  estate.told(estate.wang);
  const auto lost = estate.told(five);
  EXPECT_FALSE(estate.has(five, "5"));
  EXPECT_EQ(records_in(lost).first, (std::set<std::string>{}));
  EXPECT_EQ(records_in(lost).second.size(), estate.in.at("5").size() + 1) << "with its conflict";
  EXPECT_EQ(estate.leak_in_files(five, "5"), "");
  EXPECT_EQ(find(five.store(), {"QZ5word", "", {}, 10})->size(), 0u);
  const auto gained = estate.told(three);
  EXPECT_TRUE(estate.has(three, "5"));
  EXPECT_TRUE(estate.has(three, "3"));
  EXPECT_EQ(records_in(gained).second.size(), 0u);
  EXPECT_EQ(three.open_conflicts().size(), 2u);
  estate.told(both);
  EXPECT_TRUE(estate.has(both, "5"));

  estate.wang.edits(estate.unit.at("5"), {{"building", "5"}});
  estate.told(estate.wang);
  for (auto* one : {&five, &three, &both}) estate.told(*one);
  EXPECT_TRUE(estate.has(five, "5"));
  EXPECT_FALSE(estate.has(three, "5"));
  EXPECT_TRUE(estate.has(three, "3"));
  EXPECT_TRUE(estate.has(both, "5"));
  EXPECT_EQ(estate.leak_in_files(three, "5"), "");
  estate.told(estate.wang);
  expect_same(estate.wang.store(), estate.office.server().archive());
}

TEST(Places, who_was_away_while_a_home_moved_there_and_back_has_it_as_it_is) {
  Estate estate;
  auto &three = estate.tablet("three", "3"), &five = estate.tablet("five", "5");
  for (auto* one : {&three, &five}) estate.told(*one);
  for (const char* building : {"3", "5", "3", "5"}) {
    estate.wang.edits(estate.unit.at("5"), {{"building", building}, {"room_no", "205"}});
    estate.told(estate.wang);
  }
  estate.told(five);
  EXPECT_TRUE(estate.has(five, "5"));
  estate.told(three);
  EXPECT_FALSE(estate.has(three, "5"));
  EXPECT_EQ(estate.leak_in_files(three, "5"), "");
}

TEST(Places, an_edit_of_a_record_that_has_moved_away_is_kept_in_quarantine_and_its_author_is_told) {
  Estate estate;
  auto& five = estate.tablet("five", "5");
  estate.told(five);
  const auto home = estate.unit.at("5");
  five.edits(home, {{"layout", estate.word("5")}});
  five.edits(estate.in.at("5")[1], {{"licence", estate.word("5")}});
  five.creates("pet", {{"unit", text(home)}, {"kind", "cat"}, {"licence", estate.word("5")}});
  estate.wang.edits(home, {{"building", "3"}, {"room_no", "205"}});
  estate.told(estate.wang);
  estate.told(five);
  auto listed = refusals(five.store()).value();
  ASSERT_EQ(listed.size(), 3u);
  for (const auto& one : listed) EXPECT_EQ(one.code, "not_found");
  EXPECT_EQ(estate.office.server().archive().quarantine()->size(), 3u) << "nothing that was saved is lost";
  EXPECT_EQ(status(five.store())->pending, 0u);
  estate.told(five);
  EXPECT_EQ(estate.leak_in_files(five, "5", false), "") << "what became of them stands in the list, not what they said";
}

TEST(Places, somebody_who_is_held_to_fewer_buildings_loses_the_others_and_nothing_is_sent_again) {
  Estate estate;
  auto& both = estate.tablet("both", "3,5");
  estate.quarrel();
  estate.told(both, {estate.unit.at("5")});
  both.edits(estate.unit.at("5"), {{"area_build", 8000}});
  estate.hold("both", "3");
  auto told = estate.told(both);
  EXPECT_EQ(records_in(told).first.size() + records_in(told).second.size(), 0u);
  EXPECT_FALSE(estate.has(both, "5"));
  EXPECT_TRUE(estate.has(both, "3"));
  EXPECT_EQ(refusals(both.store())->size(), 1u);
  EXPECT_EQ(estate.leak_in_files(both, "5", false), "") << "the list tells which record, not what";

  estate.hold("both", "3,5");
  told = estate.told(both);
  EXPECT_TRUE(estate.has(both, "5"));
  EXPECT_EQ(records_in(told).first.size(), estate.in.at("5").size() + 1) << "only what is new, with its conflict";
  estate.hold("both", "");
  EXPECT_EQ(records_in(estate.told(both)).first.size(), 0u) << "everything there is was there";
  expect_same(both.store(), estate.office.server().archive());
  estate.hold("both", "5");
  estate.told(both);
  EXPECT_EQ(estate.leak_in_files(both, "3"), "");
  EXPECT_TRUE(estate.has(both, "5"));
}

TEST(Places, a_widening_that_is_cut_off_and_changed_meanwhile_ends_at_what_the_person_sees) {
  Estate estate;
  auto& both = estate.tablet("both", "3");
  estate.told(both);
  estate.hold("both", "3,5");
  estate.office.sync(
      both, [](bool to_tablet, std::string& frame) { return !to_tablet || json::parse(frame).at("frame") != "page"; });
  estate.hold("both", "5");
  estate.told(both);
  EXPECT_TRUE(estate.has(both, "5"));
  EXPECT_FALSE(estate.has(both, "3"));
  EXPECT_EQ(estate.leak_in_files(both, "3"), "");
}

TEST(Places, a_server_restored_to_before_a_narrowing_finds_it_in_the_fence) {
  Estate estate;
  auto& both = estate.tablet("both", "3,5");
  estate.told(both);
  const auto monday = estate.office.server().back_up();
  estate.hold("both", "3");
  ASSERT_TRUE(estate.office.server().restore(monday));
  EXPECT_EQ(estate.leak_in(estate.told(both), "5"), "");
  EXPECT_FALSE(estate.has(both, "5"));
  EXPECT_EQ(estate.leak_in_files(both, "5"), "");
  auto& fresh = estate.office.tablet("both/2", Pages::clear);
  EXPECT_EQ(estate.leak_in(estate.told(fresh), "5"), "");
}

// Two vehicles with one plate, in two buildings: asked of those who see both.
TEST(Places, a_question_about_two_buildings_is_asked_only_of_who_is_held_to_none) {
  Estate estate;
  auto& three = estate.tablet("three", "3");
  estate.told(three);
  three.creates("vehicle", {{"unit", text(estate.unit.at("3"))}, {"plate", "粤B12345"}});
  const auto told = estate.told(three);
  EXPECT_NE(told.find("\"outcome\":\"applied\""), told.npos);
  EXPECT_EQ(told.find("\"conflicts\""), told.npos);
  EXPECT_EQ(three.open_conflicts().size(), 0u);
  estate.told(estate.wang);
  ASSERT_EQ(estate.wang.open_conflicts().size(), 1u);
  EXPECT_EQ(estate.wang.open_conflicts()[0].kind, ConflictKind::duplicate);
  estate.wang.edits(estate.unit.at("5"), {{"building", "3"}, {"room_no", "205"}});
  estate.told(estate.wang);
  estate.told(three);
  EXPECT_EQ(three.open_conflicts().size(), 1u) << "both are in one building now";
  estate.wang.edits(estate.unit.at("5"), {{"building", "5"}});
  estate.told(estate.wang);
  estate.told(three);
  EXPECT_EQ(three.open_conflicts().size(), 0u);
  EXPECT_TRUE(estate.office.server().archive().verify());
}

// Two requests with one number, of which one is in no building: asked of who sees the other one.
TEST(Places, a_question_goes_with_its_building_though_what_it_is_asked_of_stays_and_is_being_edited) {
  Estate estate;
  auto& both = estate.tablet("both", "3,5");
  estate.wang.creates("request", {{"unit", text(estate.unit.at("5"))},
                                  {"external_no", "A-7"},
                                  {"text", estate.word("5")},
                                  {"status", "accepted"}});
  const auto nowhere = estate.wang.creates("request", {{"external_no", "A-7"}, {"text", "灯"}, {"status", "accepted"}});
  estate.told(estate.wang);
  estate.told(both);
  ASSERT_EQ(both.open_conflicts().size(), 1u);
  ASSERT_EQ(both.open_conflicts()[0].record, nowhere);
  both.edits(nowhere, {{"feedback", "谢谢"}});
  estate.hold("both", "3");
  estate.told(both);
  EXPECT_EQ(both.open_conflicts().size(), 0u);
  EXPECT_EQ(estate.leak_in_files(both, "5", false), "");
}

// The question is over when one of them gets another plate; then the other one's home goes to another building.
TEST(Places, a_question_that_is_over_lets_the_archive_verify_when_one_of_the_two_moves) {
  Estate estate;
  const auto first = estate.wang.creates("vehicle", {{"unit", text(estate.unit.at("3"))}, {"plate", "粤B54321"}});
  estate.wang.creates("vehicle", {{"unit", text(estate.unit.at("5"))}, {"plate", "粤B54321"}});
  estate.told(estate.wang);
  ASSERT_EQ(estate.wang.open_conflicts().size(), 1u);
  for (const char* building : {"5", "3"}) {
    estate.wang.edits(first, {{"plate", std::string{"粤B0000"} + building}});
    estate.told(estate.wang);
    ASSERT_EQ(estate.wang.open_conflicts().size(), 0u);
    EXPECT_TRUE(estate.office.server().archive().verify());
    estate.wang.edits(estate.unit.at("3"), {{"building", building}, {"room_no", "907"}});
    estate.told(estate.wang);
    EXPECT_TRUE(estate.office.server().archive().verify());
  }
}

TEST(Places, nobody_brings_a_record_into_a_building_that_they_do_not_see) {
  Estate estate;
  auto& three = estate.tablet("three", "3");
  estate.told(three);
  Intent intent;
  intent.record = estate.unit.at("3");
  intent.set = {{"building", "5"}};
  auto refused = three.store().edit({intent});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_allowed);
  EXPECT_EQ(refused.error().detail, "unit.building");
  intent = {};
  intent.op = Op::create;
  intent.type = "pet";
  intent.set = {{"unit", text(estate.unit.at("5"))}, {"kind", "dog"}};
  refused = three.store().edit({intent});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_found);
}

/// A tablet that says what it likes, to an archive with a home in each of two buildings.
struct Forger {
  Office office;
  SetClock clock;
  SeededDice dice{7};
  Archive& archive = office.server().archive();
  PushingTablet wang{archive, add("wang", ""), clock, dice}, three{archive, add("three", "3"), clock, dice};
  Edit here = wang.create("unit", {{"building", "3"}, {"room_no", "101"}});
  Edit hidden = wang.create("unit", {{"building", "5"}, {"room_no", "101"}});
  Edit pet = wang.create("pet", {{"unit", text(hidden.record)}, {"kind", "dog"}});

  Forger() { push(wang, {here, hidden, pet}); }
  std::string add(const std::string& login, const std::string& buildings) {
    EXPECT_TRUE(archive.add_person({login, login, "field", "", buildings}));
    return login;
  }
  Verdict push(PushingTablet& by, std::vector<Edit> edits) {
    std::vector<Submission> one;
    one.push_back(by.bundle(std::move(edits)));
    return archive.accept(std::move(one))->verdicts.at(0).value();
  }
  /// What the forger hears, but for the edit's own id.
  json hears(Edit edit) {
    auto verdict = verdict_json(push(three, {std::move(edit)})).at("edits").at(0);
    verdict.erase("edit");
    verdict.erase("by");
    return verdict;
  }
};

TEST(Places, whoever_names_a_record_of_another_building_hears_what_they_hear_of_one_that_is_not_there) {
  auto told = [&](bool exists) {
    Forger forger;
    auto& three = forger.three;
    auto of = [&](const Edit& one) {
      auto id = one.record;
      if (!exists) id.bytes[15] = static_cast<std::uint8_t>(id.bytes[15] ^ 0xff);
      return id;
    };
    json out = json::array();
    out.push_back(forger.hears(three.change(of(forger.hidden), "unit", {{"floor", nullptr}}, {{"floor", 5}})));
    out.push_back(forger.hears(three.change(of(forger.pet), "pet", {{"licence", nullptr}}, {{"licence", "x"}})));
    out.push_back(forger.hears(three.create("pet", {{"unit", text(of(forger.hidden))}, {"kind", "cat"}})));
    auto removal = three.named(Op::remove, of(forger.hidden), "unit");
    out.push_back(forger.hears(removal));
    auto merge = three.named(Op::merge, forger.here.record, "unit");
    merge.into = of(forger.hidden);
    out.push_back(forger.hears(merge));
    auto swapped = three.named(Op::merge, of(forger.hidden), "unit");
    swapped.into = forger.here.record;
    out.push_back(forger.hears(swapped));
    auto moved =
        three.change(of(forger.pet), "pet", {{"unit", text(of(forger.hidden))}}, {{"unit", text(forger.here.record)}});
    out.push_back(forger.hears(moved));
    EXPECT_TRUE(forger.archive.verify());
    EXPECT_EQ(forger.archive.quarantine()->size(), 7u) << "each is kept";
    return out;
  };
  const auto hidden = told(true);
  EXPECT_EQ(hidden, told(false));
  for (const auto& one : hidden) EXPECT_NE(one.at("outcome"), "applied") << hidden.dump();
}

TEST(Places, an_edit_that_would_bring_a_record_into_another_building_is_refused) {
  Forger forger;
  auto verdict = forger.hears(forger.three.create("unit", {{"building", "5"}, {"room_no", "102"}}));
  EXPECT_EQ(verdict.at("code"), "not_allowed");
  verdict = forger.hears(forger.three.change(
      forger.here.record, "unit", {{"building", "3"}, {"unit_no", nullptr}, {"room_no", "101"}}, {{"building", "5"}}));
  EXPECT_EQ(verdict.at("code"), "not_allowed");
  verdict = forger.hears(forger.three.create("unit", {{"building", "3"}, {"room_no", "102"}}));
  EXPECT_EQ(verdict.at("outcome"), "applied");
}

TEST(Places, a_merged_home_and_what_belongs_to_it_are_where_the_one_is_that_stands_for_it) {
  Forger forger;
  auto merge = forger.wang.named(Op::merge, forger.hidden.record, "unit");
  merge.into = forger.here.record;
  forger.push(forger.wang, {merge});
  auto all = everything(forger.archive);
  EXPECT_EQ(all.at(forger.hidden.record)->place, "3");
  EXPECT_EQ(all.at(forger.pet.record)->place, "3");
  EXPECT_EQ(all.at(forger.pet.record)->former.begin()->first, "5");
  auto part = forger.wang.named(Op::unmerge, forger.hidden.record, "unit");
  part.into = forger.here.record;
  forger.push(forger.wang, {part});
  all = everything(forger.archive);
  EXPECT_EQ(all.at(forger.hidden.record)->place, "5");
  EXPECT_EQ(all.at(forger.pet.record)->place, "5");
  auto sound = forger.archive.verify();
  EXPECT_TRUE(sound) << sound.error().detail;
}

TEST(Places, buildings_that_are_no_list_are_refused) {
  Forger forger;
  EXPECT_EQ(forger.archive.add_person({"li", "li", "field", "", ","}).error().fault, Fault::invalid_value);
  EXPECT_EQ(forger.archive.set_person({"three", {}, {}, "*"}, from_ms(1)).error().fault, Fault::invalid_value);
  auto role = parse_json(Role::shipped("field")->text()).value();
  role["buildings"] = {"3"};
  EXPECT_EQ(forger.archive.set_role(canonical(role), from_ms(1)).error().fault, Fault::invalid_value);
}

}  // namespace
}  // namespace doorstep::test
