#include "tests/engine/adopt_scene.h"

namespace doorstep::test {
namespace {

class AdoptFeed : public Adopt {};

TEST_F(AdoptFeed, the_first_sync_shows_what_came_and_claims_nothing_before_it_is_whole) {
  for (int i = 0; i < 7; ++i) server.colleague_creates("unit", {{"room_no", std::to_string(100 + i)}});
  auto& store = tablet.store();
  store.adopt(server.welcome(server.audience)).value();
  auto pages = server.state(3);
  ASSERT_EQ(pages.size(), 3U);
  EXPECT_EQ(adopts(pages[0]).value().size(), 3U);
  EXPECT_EQ(status(store).value().records, 3U);
  EXPECT_FALSE(status(store).value().cursor);
  adopts(pages[1]).value();
  adopts(pages[2]).value();
  EXPECT_EQ(status(store).value().cursor, server.head());
  EXPECT_FALSE(status(store).value().agrees);
  store.adopt(server.checkpoint()).value();
  EXPECT_TRUE(status(store).value().agrees);
  EXPECT_EQ(status(store).value().last_contact, tablet.clock.now);
  expect_sound();
}

TEST_F(AdoptFeed, a_first_sync_that_broke_off_goes_on_behind_the_last_record_and_catches_what_changed_meanwhile) {
  std::vector<RecordId> units;
  for (int i = 0; i < 7; ++i) units.push_back(server.colleague_creates("unit", {{"room_no", std::to_string(100 + i)}}));
  auto& store = tablet.store();
  store.adopt(server.welcome(server.audience)).value();
  auto begun = server.head();
  adopts(server.state(3)[0]).value();
  for (const auto& unit : units) server.colleague_changes(unit, {{"layout", nullptr}}, {{"layout", "三室"}});
  auto place = store.cursors().value().at(0);
  ASSERT_TRUE(place.after);
  EXPECT_EQ(place.from, begun);
  for (const auto& page : server.state(3, place.after)) adopts(page).value();
  EXPECT_EQ(tablet.cursor(), begun);  // the tail begins where the first page was read
  adopts(tail()).value();
  for (const auto& unit : units) EXPECT_EQ(tablet.value(unit, "layout"), "三室");
  expect_agreement();
}

TEST_F(AdoptFeed, pages_out_of_order_or_twice) {
  for (int i = 0; i < 6; ++i) server.colleague_creates("unit", {{"room_no", std::to_string(100 + i)}});
  auto& store = tablet.store();
  store.adopt(server.welcome(server.audience)).value();
  auto pages = server.state(3);
  EXPECT_EQ(store.adopt(server.tail({})).error().fault, Fault::replayed_frame);  // a tail before the state
  EXPECT_EQ(store.adopt(server.checkpoint()).error().fault, Fault::replayed_frame);
  adopts(pages[0]).value();
  EXPECT_EQ(adopts(pages[0]).error().fault, Fault::replayed_frame);
  EXPECT_EQ(store.adopt(server.checkpoint()).error().fault, Fault::replayed_frame);
  adopts(pages[1]).value();
  EXPECT_TRUE(adopts(pages[1]).value().empty());  // another process finished the first sync
  server.colleague_creates("unit", {{"room_no", "200"}});
  auto first = tail();
  server.colleague_creates("unit", {{"room_no", "201"}});
  auto both = tail(), second = server.tail(first.to);
  EXPECT_EQ(adopts(second).error().fault, Fault::replayed_frame);
  EXPECT_EQ(status(store).value().records, 6U);
  EXPECT_EQ(adopts(both).value().size(), 2U);
  EXPECT_FALSE(adopts(first).value().empty()) << "another process adopted it, but who watches here is told as well";
  EXPECT_EQ(tablet.cursor(), both.to);
  expect_agreement();
}

TEST_F(AdoptFeed, another_process_of_the_store_is_further_on) {
  auto id = known_resident();
  auto slow_checkpoint = server.checkpoint();
  server.colleague_changes(id, {{"occupation", "教师"}}, {{"occupation", "医生"}});
  tablet.meets(server);
  ASSERT_TRUE(status(tablet.store()).value().agrees);
  tablet.store().adopt(slow_checkpoint).value();
  EXPECT_TRUE(status(tablet.store()).value().agrees);
}

TEST_F(AdoptFeed, a_page_with_anything_wrong_in_it_changes_nothing) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"occupation", "教师"}}, {{"occupation", "医生"}});
  server.colleague_creates("resident", {{"name", "李四"}});
  const auto good = tail();
  auto cursor = tablet.cursor();
  ASSERT_EQ(good.records.size(), 2U);
  using Spoil = void (*)(json&);
  const std::vector<Spoil> spoils{
      [](json& r) { r.erase("id"); },
      [](json& r) { r["id"] = "no id"; },
      [](json& r) { r["id"] = 7; },
      [](json& r) { r.erase("header"); },
      [](json& r) { r["header"] = json::array(); },
      [](json& r) { r["basic"] = "text"; },
      [](json& r) { r["detail"] = json::array(); },
      [](json& r) { r["sensitive"] = 1; },
      [](json& r) { r["header"].erase("type"); },
      [](json& r) { r["header"]["type"] = 5; },
      [](json& r) { r["header"]["type"] = "Not A Name"; },
      [](json& r) { r["header"]["type"] = "conflict"; },
      [](json& r) { r["header"].erase("community"); },
      [](json& r) { r["header"]["community"] = "elsewhere"; },
      [](json& r) { r["header"]["seq"] = -1; },
      [](json& r) { r["header"]["count"] = "one"; },
      [](json& r) { r["header"]["state"] = "asleep"; },
      [](json& r) {
        r["header"]["moved"] = {{"seq", 1}};
      },
      [](json& r) { r["basic"].erase("stamps"); },
      [](json& r) { r["basic"]["stamps"] = json::array(); },
      [](json& r) { r["basic"]["stamps"][0]["edit"] = "x"; },
      [](json& r) { r["basic"]["stamps"][0]["chain"] = ""; },
      [](json& r) { r["basic"]["stamps"][0]["source"] = "Not A Source"; },
      [](json& r) { r["basic"]["stamps"][0]["fields"] = {"name"}; },
      [](json& r) { r["basic"]["stamps"].push_back(r["basic"]["stamps"][0]); },
      [](json& r) { r["basic"].erase("values"); },
      [](json& r) { r["basic"]["values"] = json::array(); },
      [](json& r) { r["basic"]["values"]["Not A Field"] = 1; },
      [](json& r) { r["basic"].erase("seq"); },
      [](json& r) { r["basic"]["count"] = -1; },
      [](json& r) { r["detail"] = r["basic"]; },  // a field in two classes
  };
  for (std::size_t i = 0; i < spoils.size(); ++i) {
    auto page = good;
    spoils[i](page.records.back());
    auto answer = adopts(page);
    ASSERT_FALSE(answer) << "case " << i;
    EXPECT_EQ(answer.error().fault, Fault::bad_frame) << "case " << i;
    EXPECT_EQ(tablet.cursor(), cursor) << "case " << i;
    EXPECT_EQ(tablet.value(id, "occupation"), "教师") << "case " << i;
    EXPECT_EQ(status(tablet.store()).value().records, 1U) << "case " << i;
  }
  auto elsewhere = good;
  elsewhere.community.value = "elsewhere";
  EXPECT_EQ(adopts(elsewhere).error().fault, Fault::bad_frame);
  auto checkpoint = server.checkpoint();
  checkpoint.community.value = "elsewhere";
  EXPECT_EQ(tablet.store().adopt(checkpoint).error().fault, Fault::bad_frame);
  adopts(good).value();
  expect_agreement();
}

TEST_F(AdoptFeed, a_conflict_with_anything_wrong_in_it_changes_nothing) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  tablet.store().adopt(tablet.pushes_to(server)).value();
  const auto good = tail();
  auto spoilt = [&](auto spoil) {
    auto page = good;
    for (auto& record : page.records)
      if (record.at("header").at("type") == "conflict") spoil(record);
    return adopts(page);
  };
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["conflict"].erase("record"); }));
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["conflict"]["kind"] = "quarrel"; }));
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["conflict"]["state"] = "asleep"; }));
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["conflict"]["candidates"] = 1; }));
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["conflict"]["candidates"][0]["stamp"] = 7; }));
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["conflict"]["candidates"][0]["stamp"].erase("edit"); }));
  EXPECT_FALSE(spoilt([](json& r) { r["detail"] = r["basic"]; }));
  EXPECT_FALSE(spoilt([](json& r) { r["basic"]["seq"] = 1; }));
  adopts(good).value();
  expect_agreement();
}

TEST_F(AdoptFeed, a_different_set_hash_is_noticed_and_the_state_is_read_again) {
  known_resident();
  auto checkpoint = server.checkpoint();
  checkpoint.hash[0] ^= 1;
  auto noticed = tablet.store().adopt(checkpoint);
  ASSERT_FALSE(noticed);
  EXPECT_EQ(remedy(noticed.error().fault), Remedy::retry);
  EXPECT_FALSE(status(tablet.store()).value().agrees);
  EXPECT_FALSE(tablet.cursor());
}

TEST_F(AdoptFeed, a_server_that_has_more_of_the_chain_or_another_one_means_a_fork) {
  auto id = known_resident();
  tablet.changes(id, {{"occupation", "医生"}});
  auto welcome = server.welcome(server.audience);
  auto ahead = welcome, other = welcome;
  ahead.last.value = 2;
  other.last.value = 1;
  other.last_hash[0] = 1;
  EXPECT_EQ(tablet.store().adopt(ahead).error().fault, Fault::forked);
  EXPECT_EQ(tablet.store().adopt(other).error().fault, Fault::forked);
  EXPECT_EQ(tablet.waiting().size(), 1U);
  EXPECT_TRUE(tablet.store().adopt(welcome));
}

TEST_F(AdoptFeed, a_server_that_lacks_what_it_had_answered_was_restored) {
  auto id = known_resident();
  auto before = server.welcome(server.audience);
  tablet.changes(id, {{"occupation", "医生"}});
  tablet.meets(server);
  EXPECT_EQ(tablet.store().adopt(before).error().fault, Fault::server_behind);
  auto another = server.welcome(server.audience);
  another.epoch.value = "e2";
  another.lineage = {EpochStart{another.epoch, {}}};
  EXPECT_EQ(tablet.store().adopt(another).error().fault, Fault::server_behind);
  EXPECT_EQ(tablet.store().greeting().value().epoch.value, "e1");
  EXPECT_TRUE(tablet.store().adopt(server.welcome(server.audience)));
}

TEST_F(AdoptFeed, the_next_edit_knows_the_servers_time_and_the_version_it_was_based_on) {
  auto id = known_resident();
  tablet.changes(id, {{"occupation", "医生"}});
  auto edit = tablet.waiting_edits().at(0);
  EXPECT_EQ(edit.made.server, server.welcome(server.audience).at);
  EXPECT_EQ(edit.version, server.head());
  EXPECT_EQ(tablet.store().greeting().value().server_time, server.welcome(server.audience).at);
}

TEST_F(AdoptFeed, a_new_template_is_kept_and_rows_are_filed_by_it) {
  auto id = server.colleague_creates("resident", {{"name", "张三"}, {"archive_no", "A1"}});
  tablet.meets(server);
  ASSERT_TRUE(by_natural_key(tablet.store(), "resident", R"(["A1"])").value());
  auto changed = parse_json(Template::shipped().text()).value();
  changed["version"] = 2;
  for (auto& type : changed["types"])
    if (type["name"] == "resident") type["keys"] = {{"name"}};
  auto frame = decode_frame(encode(TemplateFrame{canonical(changed)}, 1), 1).value();
  tablet.store().adopt_template(std::get<TemplateFrame>(frame).text).value();
  EXPECT_EQ(tablet.store().archive_template().version(), 2U);
  EXPECT_FALSE(by_natural_key(tablet.store(), "resident", R"(["A1"])").value());
  ASSERT_TRUE(by_natural_key(tablet.store(), "resident", R"(["张三"])").value());
  EXPECT_EQ(by_natural_key(tablet.store(), "resident", R"(["张三"])").value()->id, id);
  EXPECT_EQ(tablet.store().adopt_template("{}").error().fault, Fault::bad_template);
  EXPECT_EQ(tablet.store().archive_template().version(), 2U);
}

TEST_F(AdoptFeed, whatever_came_in_whatever_portions_the_set_hash_is_the_sum_of_the_records) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    OneTablet one{":memory:", {}, seed};
    FarSide far{seed};
    SeededDice lot{seed};
    std::vector<RecordId> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(far.colleague_creates("request", complaint));
    one.meets(far);
    for (int step = 0; step < 60; ++step) {
      auto id = ids[lot.below(ids.size())];
      auto number = [&] { return static_cast<std::int64_t>(lot.below(5)); };
      auto shown = one.shows(id);
      switch (lot.below(9)) {
        case 0:
          ids.push_back(one.creates("request", complaint));
          break;
        case 1:
          if (shown) one.changes(id, {{"urges", number()}, {"assignee", "王" + std::to_string(number())}});
          break;
        case 2:
          if (far.texts().contains(id))
            far.colleague_changes(id, {{"assignee", nullptr}}, {{"assignee", "李" + std::to_string(number())}});
          break;
        case 3:
          if (far.texts().contains(id)) far.colleague_changes(id, {{"urges", 3}}, {{"urges", number()}});
          break;
        case 4:
          far.audience = OneTablet::identity().chain;
          if (auto from = *one.cursor(); from < far.head()) one.store().adopt(far.tail(from)).value();
          break;
        case 5:
          one.store().adopt(one.pushes_to(far)).value();
          break;
        case 6:
          one.pushes_to(far);  // the verdicts are lost
          break;
        case 7:
          if (*one.cursor() == far.head()) one.store().adopt(far.checkpoint()).value();
          break;
        case 8:
          if (lot.below(4) == 0) far.refuse(id, Fault::not_allowed);
          break;
      }
      auto sound = verify(one.store());
      ASSERT_TRUE(sound) << sound.error().detail << " at step " << step;
    }
    one.meets(far);
    EXPECT_TRUE(status(one.store()).value().agrees);
    EXPECT_EQ(one.rows("rebase"), 0);
    EXPECT_EQ(one.rows("bundles WHERE state < 2"), 0);
    for (const auto& [id, text] : far.texts()) {
      if (text.type != "request") continue;
      EXPECT_EQ(one.value(id, "urges"), far.value(id, "urges"));
    }
  }
}

}  // namespace
}  // namespace doorstep::test
