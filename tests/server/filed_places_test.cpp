// Who lives where: residents are in the building of every home in which they are filed, requests and complaints where
// their home is. docs/security.md §Places.
#include <gtest/gtest.h>

#include "engine/search.h"
#include "engine/views.h"
#include "tests/office.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

/// A home in each of two buildings.
struct Quarter {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  std::map<std::string, RecordId> home;

  explicit Quarter(std::string template_text = {}) : office(std::move(template_text)) {
    for (const char* building : {"3", "5"})
      home.emplace(building, wang.creates("unit", {{"building", building}, {"room_no", "101"}}));
    office.sync_all();
  }
  /// Somebody with a telephone, filed in these.
  RecordId resident(const std::string& word, const std::vector<std::string>& buildings) {
    const auto id = wang.creates("resident", {{"name", "张" + word}});
    wang.creates("contact", {{"resident", text(id)}, {"kind", "wechat"}, {"value", word}});
    for (const auto& building : buildings) files(id, building);
    return id;
  }
  RecordId files(const RecordId& who, const std::string& building) {
    return wang.creates("occupancy", {{"unit", text(home.at(building))}, {"resident", text(who)}, {"role", "tenant"}});
  }
  PartyTablet& held_to(const std::string& building) {
    const auto login = "held" + building;
    if (!held_.contains(login)) {
      held_.insert(login);
      EXPECT_TRUE(office.server().archive().add_person({login, login, "field", "", building}));
    }
    return office.tablet(login, PartyTablet::Pages::clear);
  }
  std::string told(PartyTablet& tablet) {
    std::string out;
    auto ended = office.sync(tablet, [&](bool to_tablet, std::string& frame) {
      if (to_tablet) out += frame + "\n";
      return true;
    });
    EXPECT_FALSE(ended) << ended->detail;
    EXPECT_TRUE(status(tablet.store())->agrees);
    auto sound = verify(tablet.store());
    EXPECT_TRUE(sound) << sound.error().detail;
    return out;
  }
  void all_told() {
    told(wang);
    for (const char* building : {"3", "5"}) told(held_to(building));
    auto sound = office.server().archive().verify();
    EXPECT_TRUE(sound) << sound.error().detail;
    expect_same(wang.store(), office.server().archive());
  }
  static bool has(PartyTablet& tablet, const RecordId& id) { return show(tablet.store(), id).has_value(); }
  static std::string leak_in_files(PartyTablet& tablet, const std::string& word) {
    for (const auto& [path, bytes] : tablet.disk().files())
      if (bytes.find(word) != bytes.npos) return path;
    return {};
  }
  std::string place(const RecordId& id) { return everything(office.server().archive()).at(id)->place; }

 private:
  std::set<std::string> held_;
};

TEST(FiledPlaces, somebody_is_on_the_tablets_of_every_building_that_they_are_filed_in) {
  Quarter quarter;
  const auto three = quarter.resident("QZonlythreeZQ", {"3"}), five = quarter.resident("QZonlyfiveZQ", {"5"});
  const auto both = quarter.resident("QZbothZQ", {"3", "5"}), nowhere = quarter.resident("QZnowhereZQ", {});
  quarter.told(quarter.wang);
  const auto frames = quarter.told(quarter.held_to("3"));
  quarter.all_told();
  auto& tablet = quarter.held_to("3");
  EXPECT_TRUE(Quarter::has(tablet, three) && Quarter::has(tablet, both) && Quarter::has(tablet, nowhere));
  EXPECT_FALSE(Quarter::has(tablet, five));
  EXPECT_EQ(frames.find("QZonlyfiveZQ"), frames.npos) << "neither the name nor the telephone";
  EXPECT_EQ(Quarter::leak_in_files(tablet, "QZonlyfiveZQ"), "");
  EXPECT_TRUE(Quarter::has(quarter.held_to("5"), both));
  EXPECT_EQ(buildings_in(quarter.place(both)), (Buildings{"3", "5"}));
  EXPECT_EQ(quarter.place(nowhere), "");
}

// Seed 82266 of World: the one who files somebody offers it again before the one who wrote them down.
TEST(FiledPlaces, whom_a_restored_server_hears_of_before_they_are_back_is_where_they_are_filed) {
  Quarter quarter;
  auto& li = quarter.office.tablet("li");
  quarter.office.sync_all();
  const auto backup = quarter.office.server().back_up();
  const auto who = quarter.wang.creates("resident", {{"name", "张三"}});
  quarter.office.sync(quarter.wang);
  quarter.office.sync(li);
  li.creates("occupancy", {{"unit", text(quarter.home.at("3"))}, {"resident", text(who)}, {"role", "tenant"}});
  quarter.office.sync(li);
  ASSERT_TRUE(quarter.office.server().restore(backup));
  quarter.office.sync(li);
  quarter.office.sync(quarter.wang);
  quarter.office.sync(li);
  EXPECT_EQ(quarter.place(who), "3");
  quarter.all_told();
}

TEST(FiledPlaces, who_moves_out_leaves_the_tablets_of_that_building_with_all_that_belongs_to_them) {
  Quarter quarter;
  const auto who = quarter.resident("QZmovedZQ", {});
  const auto first_home = quarter.files(who, "3");
  quarter.all_told();
  ASSERT_NE(Quarter::leak_in_files(quarter.held_to("3"), "QZmovedZQ"), "");
  const auto old_home = quarter.files(who, "5");
  quarter.all_told();
  EXPECT_TRUE(Quarter::has(quarter.held_to("3"), who) && Quarter::has(quarter.held_to("5"), who));

  quarter.wang.removes(first_home);
  quarter.all_told();
  EXPECT_FALSE(Quarter::has(quarter.held_to("3"), who));
  EXPECT_EQ(Quarter::leak_in_files(quarter.held_to("3"), "QZmovedZQ"), "");
  EXPECT_TRUE(Quarter::has(quarter.held_to("5"), who));

  quarter.wang.removes(old_home);
  quarter.all_told();
  EXPECT_FALSE(quarter.place(who).empty()) << "taking out the last one shows them to nobody else";
}

TEST(FiledPlaces, a_home_that_moves_takes_those_who_live_there_along) {
  Quarter quarter;
  const auto who = quarter.resident("QZalongZQ", {"5"});
  quarter.all_told();
  EXPECT_FALSE(Quarter::has(quarter.held_to("3"), who));
  quarter.wang.edits(quarter.home.at("5"), {{"building", "3"}, {"room_no", "907"}});
  quarter.all_told();
  EXPECT_TRUE(Quarter::has(quarter.held_to("3"), who));
  EXPECT_FALSE(Quarter::has(quarter.held_to("5"), who));
  EXPECT_EQ(Quarter::leak_in_files(quarter.held_to("5"), "QZalongZQ"), "");
}

TEST(FiledPlaces, a_request_and_a_complaint_are_where_their_home_is_and_go_with_it) {
  Quarter quarter;
  std::vector<RecordId> there;
  for (const char* type : {"request", "complaint"})
    there.push_back(quarter.wang.creates(
        type, {{"unit", text(quarter.home.at("5"))}, {"text", "QZleaksfiveZQ under the sink"}, {"kind", "other"}}));
  const auto anywhere = quarter.wang.creates("request", {{"text", "the gate does not close"}});
  quarter.all_told();
  for (const auto& id : there) {
    EXPECT_FALSE(Quarter::has(quarter.held_to("3"), id));
    EXPECT_TRUE(Quarter::has(quarter.held_to("5"), id));
  }
  EXPECT_TRUE(Quarter::has(quarter.held_to("3"), anywhere));
  EXPECT_EQ(Quarter::leak_in_files(quarter.held_to("3"), "QZleaksfiveZQ"), "");
  quarter.wang.edits(quarter.home.at("5"), {{"building", "3"}, {"room_no", "907"}});
  quarter.all_told();
  for (const auto& id : there) EXPECT_TRUE(Quarter::has(quarter.held_to("3"), id));
  EXPECT_EQ(Quarter::leak_in_files(quarter.held_to("5"), "QZleaksfiveZQ"), "");
  quarter.wang.edits(there[0], {{"unit", nullptr}});
  quarter.all_told();
  EXPECT_TRUE(Quarter::has(quarter.held_to("5"), there[0])) << "of no home, for everybody";
}

TEST(FiledPlaces, two_who_are_one_are_where_both_were_and_parted_again_each_where_they_were) {
  Quarter quarter;
  const auto three = quarter.resident("QZfirstZQ", {"3"}), five = quarter.resident("QZsecondZQ", {"5"});
  quarter.all_told();
  Intent merge;
  merge.op = Op::merge;
  merge.record = five;
  merge.type = "resident";
  merge.into = three;
  quarter.wang.does({merge});
  quarter.all_told();
  EXPECT_EQ(buildings_in(quarter.place(three)), (Buildings{"3", "5"}));
  EXPECT_EQ(quarter.place(five), quarter.place(three));
  EXPECT_TRUE(Quarter::has(quarter.held_to("5"), three));
  Intent part = merge;
  part.op = Op::unmerge;
  part.into.reset();
  quarter.wang.does({part});
  quarter.all_told();
  EXPECT_EQ(quarter.place(three), "3");
  EXPECT_EQ(quarter.place(five), "5");
  EXPECT_FALSE(Quarter::has(quarter.held_to("5"), three));
  EXPECT_EQ(Quarter::leak_in_files(quarter.held_to("5"), "QZfirstZQ"), "");
}

TEST(FiledPlaces, nobody_files_somebody_whom_they_do_not_see) {
  Quarter quarter;
  const auto hidden = quarter.resident("QZhiddenZQ", {"5"});
  quarter.all_told();
  Intent intent;
  intent.op = Op::create;
  intent.type = "occupancy";
  intent.set = {{"unit", text(quarter.home.at("3"))}, {"resident", text(hidden)}, {"role", "tenant"}};
  const auto refused = quarter.held_to("3").store().edit({intent});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_found) << "as of somebody who is not there";
}

/// The shipped template as it was before it said where residents and requests are.
std::string without_places(std::uint64_t version) {
  auto whole = json::parse(Template::shipped().text());
  for (auto& type : whole["types"]) type.erase("place");
  whole["version"] = version;
  return canonical(whole);
}

TEST(FiledPlaces, a_template_that_says_where_residents_are_takes_them_from_the_tablets_of_other_buildings) {
  Quarter quarter{without_places(Template::shipped().version() - 1)};
  std::vector<RecordId> residents;
  for (int i = 0; i < 120; ++i)
    residents.push_back(quarter.resident(
        "QZold" + std::string{static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26)} + "ZQ", {"5"}));
  const auto request = quarter.wang.creates("request", {{"unit", text(quarter.home.at("5"))}, {"text", "QZold tapZQ"}});
  quarter.all_told();
  auto& three = quarter.held_to("3");
  EXPECT_TRUE(Quarter::has(three, residents[0]) && Quarter::has(three, request)) << "as every one was before";

  // In the midst of a conversation: what is told of the move comes to who is there.
  bool lifted = false;
  const auto ended = quarter.office.sync(three, [&](bool to_tablet, std::string& frame) {
    if (to_tablet && !lifted && frame.find("\"checkpoint\"") != frame.npos) {
      lifted = true;
      const auto set = quarter.office.server().set_template(Template::shipped().text());
      EXPECT_TRUE(set) << set.error().detail;
    }
    return true;
  });
  EXPECT_TRUE(lifted);
  EXPECT_FALSE(ended) << ended->detail;
  quarter.all_told();
  for (const auto& one : residents) {
    EXPECT_FALSE(Quarter::has(three, one));
    EXPECT_TRUE(Quarter::has(quarter.held_to("5"), one));
    EXPECT_EQ(quarter.place(one), "5");
  }
  EXPECT_FALSE(Quarter::has(three, request));
  EXPECT_EQ(Quarter::leak_in_files(three, "QZold"), "");
  EXPECT_EQ(find(three.store(), {"QZoldaa", "", {}, 10})->size(), 0U);
}

TEST(FiledPlaces, a_power_cut_while_a_template_moves_what_it_places_leaves_all_or_nothing) {
  for (std::uint64_t n = 1;; n += 7) {
    Quarter quarter{without_places(Template::shipped().version() - 1)};
    const auto who = quarter.resident("QZcutZQ", {"5"});
    quarter.all_told();
    auto& server = quarter.office.server();
    const auto crashes = server.disk().crashes();
    server.disk().fail_at(server.disk().operations() + n, FlakyVfs::Failure::power);
    auto set = server.set_template(Template::shipped().text());
    const bool untouched = server.disk().crashes() == crashes;
    server.crash();
    server.disk().heal();
    ASSERT_TRUE(server.start());
    const auto sound = server.archive().verify();
    ASSERT_TRUE(sound) << "cut at " << n << ": " << sound.error().detail;
    const bool moved = server.archive().archive_template().digest() == Template::shipped().digest();
    EXPECT_EQ(quarter.place(who), moved ? "5" : "") << "cut at " << n;
    EXPECT_TRUE(moved || !set) << "what was answered holds";
    if (untouched) break;
  }
}

}  // namespace
}  // namespace doorstep::test
