// Admins in the app: what they are shown of people, tablets and quarantine, and what they may do. docs/security.md
// §Admins in the app.
#include <gtest/gtest.h>

#include "tests/server/aviary.h"

namespace doorstep::test {
namespace {

using Verb = AdminVerb;

template <class Item>
std::vector<Item> found(const AdminAnswer& answer) {
  if (const auto* items = std::get_if<std::vector<Item>>(&answer.found)) return *items;
  const auto* error = std::get_if<Error>(&answer.found);
  ADD_FAILURE() << "no list: " << (error == nullptr ? "something else" : code(error->fault));
  return {};
}
/// "done", or the code of what the server refused.
std::string outcome(const AdminAnswer& answer) {
  const auto* error = std::get_if<Error>(&answer.found);
  return error == nullptr ? "done" : std::string{code(error->fault)};
}

struct Admins {
  Aviary aviary;
  Office& office = aviary.office;
  Archive& archive = office.server().archive();
  PartyTablet& boss = admin("boss", "manager");

  PartyTablet& admin(const std::string& login, const std::string& role) {
    office.person(login, role);
    auto& tablet = office.tablet(login);
    EXPECT_FALSE(office.sync(tablet));
    return tablet;
  }
  AdminAnswer ask(PartyTablet& tablet, const AdminAsk& ask) {
    auto answers = office.ask(tablet, {ask});
    EXPECT_EQ(answers.size(), 1U) << (tablet.ended ? tablet.ended->detail : "no answer");
    return answers.empty() ? AdminAnswer{} : answers.front();
  }
  std::string does(PartyTablet& tablet, const AdminAsk& act) { return outcome(ask(tablet, act)); }
  std::string device_of_login(const std::string& login) {
    const auto devices = archive.devices().value();
    for (const auto& one : devices)
      if (one.at("login") == login) return one.at("device").get<std::string>();
    return {};
  }
  AdminAsk revoke(const std::string& login) {
    AdminAsk ask{Verb::revoke};
    ask.login = login;
    ask.device = DeviceId{device_of_login(login)};
    return ask;
  }
  AdminAsk give(const std::string& login, const std::string& role) {
    AdminAsk ask{Verb::set_person};
    ask.login = login;
    ask.role = role;
    return ask;
  }
  AdminAsk invite(const std::string& login) {
    AdminAsk ask{Verb::invite};
    ask.login = login;
    return ask;
  }
  AdminAsk add(const std::string& login, const std::string& role) {
    auto ask = give(login, role);
    ask.ask = Verb::add_person;
    ask.name = login;
    return ask;
  }
  std::vector<AdminEdit> quarantine(PartyTablet& tablet) { return found<AdminEdit>(ask(tablet, {Verb::quarantine})); }
  std::string decides(PartyTablet& tablet, Verb verb, const EditId& edit) {
    AdminAsk ask{verb};
    ask.edits = {edit};
    if (verb == Verb::discard) ask.reason = "登记了两次";
    auto outcomes = found<AdminOutcome>(this->ask(tablet, ask));
    return outcomes.size() == 1 && outcomes.front().edit == edit ? outcomes.front().outcome : "nothing";
  }
};

TEST(Admins, see_people_with_what_they_were_given_and_what_stands_in_the_way) {
  Admins scene;
  const auto people = found<AdminPerson>(scene.ask(scene.boss, {Verb::people}));
  std::vector<std::string> logins;
  for (const auto& one : people) logins.push_back(one.login + ":" + one.role + ":" + one.bar);
  EXPECT_EQ(logins, (std::vector<std::string>{"boss:manager:own_doing", "li:manager:", "wang:manager:"}));
  EXPECT_EQ(people[1].tablets, 1U);
  EXPECT_EQ(people[1].communities, "main");
  const auto roles = found<AdminRole>(scene.ask(scene.boss, {Verb::roles}));
  EXPECT_EQ(roles.size(), Role::shipped().size());
  for (const auto& one : roles) EXPECT_EQ(one.bar, "") << one.name;
}

TEST(Admins, a_person_who_is_added_and_invited_enrols_and_works) {
  Admins scene;
  auto add = scene.add("zhao", "field");
  add.communities = "main";
  EXPECT_EQ(scene.does(scene.boss, add), "done");
  EXPECT_EQ(scene.does(scene.boss, add), "already_exists");
  const auto invited = scene.ask(scene.boss, scene.invite("zhao"));
  const auto* invitation = std::get_if<AdminInvitation>(&invited.found);
  ASSERT_NE(invitation, nullptr);
  SeededDice dice{7};
  const auto key = SigningKey::mint(dice);
  const auto enrolled = scene.archive.enrol(invitation->code, key.public_key(), "tablet 9", from_ms(1));
  ASSERT_TRUE(enrolled) << enrolled.error().detail;
  EXPECT_EQ(enrolled->name, "zhao");
  const auto tablets = found<AdminTablet>(scene.ask(scene.boss, {Verb::tablets}));
  auto its = std::find_if(tablets.begin(), tablets.end(), [](const auto& one) { return one.login == "zhao"; });
  ASSERT_NE(its, tablets.end());
  EXPECT_EQ(its->label, "tablet 9");
  EXPECT_FALSE(its->contact) << "it never called";
}

TEST(Admins, a_tablet_is_listed_with_what_it_said_of_itself_and_what_it_has_still_to_send) {
  Admins scene;
  scene.aviary.li.creates("resident", {{"name", "李四"}});
  scene.aviary.li.creates("resident", {{"name", "赵六"}});
  auto of_li = [&] {
    for (const auto& one : found<AdminTablet>(scene.ask(scene.boss, {Verb::tablets})))
      if (one.login == "li") return one;
    return AdminTablet{};
  };
  scene.office.sync(scene.aviary.li, [](bool to_tablet, std::string& frame) {
    return to_tablet || json::parse(frame).at("frame") != "push";
  });
  EXPECT_EQ(of_li().pending, 2U) << "the line broke before they arrived";
  EXPECT_EQ(of_li().version, "0.1.0");
  EXPECT_GT(of_li().stored.value_or(0), 4096U);
  const auto before = of_li().contact;
  scene.office.sync(scene.aviary.li);
  EXPECT_EQ(of_li().pending, 0U);
  EXPECT_GT(of_li().contact, before);
}

TEST(Admins, whose_role_has_no_such_right_are_refused_whatever_they_ask) {
  Admins scene;
  scene.office.person("desk", "front_desk");
  auto& desk = scene.office.tablet("desk");
  for (auto verb : {Verb::people, Verb::roles, Verb::tablets, Verb::parcels, Verb::quarantine})
    EXPECT_EQ(scene.does(desk, {verb}), "not_allowed");
  EXPECT_EQ(scene.does(desk, scene.add("x", "auditor")), "not_allowed");
  EXPECT_EQ(scene.does(desk, scene.give("li", "auditor")), "not_allowed");
  EXPECT_EQ(scene.does(desk, scene.invite("li")), "not_allowed");
  EXPECT_EQ(scene.does(desk, scene.revoke("li")), "not_allowed");
}

TEST(Admins, nobody_acts_on_themselves) {
  Admins scene;
  EXPECT_EQ(scene.does(scene.boss, scene.give("boss", "field")), "own_doing");
  EXPECT_EQ(scene.does(scene.boss, scene.revoke("boss")), "own_doing");
  EXPECT_EQ(scene.does(scene.boss, scene.invite("boss")), "own_doing");
}

TEST(Admins, a_system_admin_takes_tablets_away_and_lets_nobody_in) {
  Admins scene;
  auto& machines = scene.admin("machines", "system_admin");
  EXPECT_EQ(scene.does(machines, scene.add("x", "auditor")), "not_allowed") << "people are not its office";
  EXPECT_EQ(scene.does(machines, scene.give("li", "auditor")), "not_allowed");
  EXPECT_EQ(scene.does(machines, scene.invite("li")), "beyond_own")
      << "with a code of li's it would read residents on a tablet of its own";
  EXPECT_EQ(scene.does(machines, scene.revoke("li")), "done");
  ASSERT_TRUE(scene.office.sync(scene.aviary.li));
  EXPECT_TRUE(scene.aviary.li.shredded);
}

TEST(Admins, a_security_officer_takes_rights_away_and_gives_none) {
  Admins scene;
  auto& officer = scene.admin("officer", "security_officer");
  EXPECT_EQ(scene.does(officer, scene.add("x", "front_desk")), "beyond_own");
  EXPECT_EQ(scene.does(officer, scene.give("li", "front_desk")), "beyond_own");
  EXPECT_EQ(scene.does(officer, scene.give("li", "auditor")), "done");
  ASSERT_FALSE(scene.office.sync(scene.aviary.li));
  EXPECT_EQ(scene.aviary.li.store().role().name(), "auditor");
}

TEST(Admins, nobody_gives_a_place_that_they_do_not_see) {
  Admins scene;
  ASSERT_TRUE(scene.archive.set_person({"boss", {}, {}, "3"}, from_ms(1)));
  auto add = scene.add("x", "field");
  EXPECT_EQ(scene.does(scene.boss, add), "beyond_own") << "every building";
  add.buildings = "3,5";
  EXPECT_EQ(scene.does(scene.boss, add), "beyond_own");
  add.buildings = "3";
  EXPECT_EQ(scene.does(scene.boss, add), "done");
  std::vector<std::string> logins;
  for (const auto& one : found<AdminPerson>(scene.ask(scene.boss, {Verb::people}))) logins.push_back(one.login);
  EXPECT_EQ(logins, (std::vector<std::string>{"boss", "x"})) << "who is seen elsewhere too is in no list";
  EXPECT_EQ(scene.does(scene.boss, scene.give("li", "auditor")), "beyond_own");
  EXPECT_EQ(scene.does(scene.boss, scene.revoke("li")), "beyond_own");
}

TEST(Admins, whose_rights_were_taken_meanwhile_do_nothing_more_on_the_line_that_is_open) {
  Admins scene;
  bool taken = false;
  auto take = [&](bool to_tablet, std::string& frame) {
    if (!to_tablet && json::parse(frame).at("frame") == "admin" && !std::exchange(taken, true)) {
      EXPECT_TRUE(scene.archive.set_person({"boss", "office"}, from_ms(1)));
    }
    return true;
  };
  const auto answers = scene.office.ask(scene.boss, {scene.give("li", "auditor")}, take);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(outcome(answers.front()), "not_allowed");
}

TEST(Admins, invitations_that_nobody_uses_come_to_an_end) {
  Admins scene;
  std::string last;
  int minted = 0;
  for (; minted < 20 && (last = scene.does(scene.boss, scene.invite("li"))) == "done"; ++minted) {
  }
  EXPECT_EQ(last, "server_busy");
  EXPECT_EQ(minted, 8);
}

// Everything that li has not sent, one edit in each class, is handed over by a revoked tablet.
struct HandedOver : Admins {
  std::map<std::string, EditId> edit_of;  ///< by type

  HandedOver() {
    using enum Class;
    auto& li = aviary.li;
    li.edits(aviary.of.at("resident"), {{"employer", aviary.bird("resident", detail)}});
    li.edits(aviary.of.at("unit"), {{"layout", aviary.bird("unit", basic)}});
    li.edits(aviary.of.at("special_need"), {{"text", aviary.bird("special_need", sensitive)}});
    EXPECT_EQ(archive.revoke("li", {}).value(), 1);
    office.sync(li);
    EXPECT_TRUE(li.shredded);
    for (const auto& one : archive.quarantine().value()) edit_of[one.body.at("type")] = one.edit;
  }
};

TEST(Quarantine, is_shown_by_class_and_an_admin_who_reads_no_resident_sees_who_when_and_why) {
  HandedOver scene;
  auto read = [&](const std::string& login, const std::string& role) {
    auto& tablet = scene.admin(login, role);
    std::string told;
    auto answers = scene.office.ask(tablet, {{Verb::quarantine}}, [&](bool to_tablet, std::string& frame) {
      if (to_tablet && json::parse(frame).at("frame") == "admin_answer") told += frame;
      return true;
    });
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_EQ(scene.aviary.leak_in(told, *Role::shipped(role)), "") << role;
    return answers.empty() ? std::vector<AdminEdit>{} : found<AdminEdit>(answers.front());
  };
  for (const auto& one : read("machines", "system_admin")) {
    EXPECT_TRUE(one.body.is_null()) << one.body;
    EXPECT_EQ(one.bar, "beyond_own");
    EXPECT_EQ(one.name, "li");
    EXPECT_EQ(one.code, "device_refused");
    EXPECT_TRUE(one.at);
  }
  const auto whole = read("decider", "conflict_admin");
  ASSERT_EQ(whole.size(), 3U);
  for (const auto& one : whole) EXPECT_EQ(one.bar, "") << one.body;
  ASSERT_TRUE(scene.archive.set_role(
      R"({"name":"clerk","types":{"*":{"read":["basic","detail"]},"special_need":{}},"may":["quarantine"]})",
      from_ms(1)));
  auto& clerk = scene.admin("clerk", "clerk");
  std::map<std::string, std::string> bars;
  for (const auto& one : scene.quarantine(clerk))
    bars[one.body.is_null() ? "hidden" : one.body.at("type").get<std::string>()] = one.bar;
  EXPECT_EQ(bars, (std::map<std::string, std::string>{{"hidden", "beyond_own"}, {"resident", ""}, {"unit", ""}}));
}

TEST(Quarantine, an_admin_applies_and_discards_in_the_app) {
  HandedOver scene;
  const auto resident = scene.edit_of.at("resident"), unit = scene.edit_of.at("unit");
  EXPECT_EQ(scene.decides(scene.boss, Verb::apply, resident), "applied");
  EXPECT_EQ(scene.decides(scene.boss, Verb::apply, resident), "already_exists") << "once";
  EXPECT_EQ(scene.decides(scene.boss, Verb::discard, unit), "discarded");
  EXPECT_EQ(scene.decides(scene.boss, Verb::apply, unit), "already_exists");
  scene.office.sync(scene.aviary.wang);
  EXPECT_EQ(scene.aviary.wang.value(scene.aviary.of.at("resident"), "employer"),
            scene.aviary.canaries[scene.aviary.canaries.size() - 3].word);
  EXPECT_EQ(scene.quarantine(scene.boss).size(), 1U);
  const auto parcels = found<AdminParcel>(scene.ask(scene.boss, {Verb::parcels}));
  ASSERT_EQ(parcels.size(), 1U);
  EXPECT_EQ(parcels[0].name, "li");
  EXPECT_EQ(parcels[0].edits, 1U);
  EXPECT_TRUE(scene.archive.verify());
}

TEST(Quarantine, nobody_decides_about_their_own_edits_nor_about_what_they_could_not_write) {
  HandedOver scene;
  auto& again = scene.office.tablet("li/2");
  ASSERT_FALSE(scene.office.sync(again));
  EXPECT_EQ(scene.decides(again, Verb::apply, scene.edit_of.at("resident")), "own_doing");
  EXPECT_EQ(scene.decides(again, Verb::discard, scene.edit_of.at("resident")), "own_doing");
  auto& machines = scene.admin("machines", "system_admin");
  EXPECT_EQ(scene.decides(machines, Verb::apply, scene.edit_of.at("resident")), "beyond_own");
  EXPECT_EQ(scene.decides(machines, Verb::discard, scene.edit_of.at("resident")), "beyond_own");
  ASSERT_TRUE(scene.archive.set_role(
      R"({"name":"reader","types":{"*":{"read":["basic","detail","sensitive"],"write":{"basic":"yes","detail":"propose"}}},"may":["quarantine"]})",
      from_ms(1)));
  auto& reader = scene.admin("reader", "reader");
  EXPECT_EQ(scene.decides(reader, Verb::apply, scene.edit_of.at("resident")), "beyond_own")
      << "it would only propose it";
  EXPECT_EQ(scene.decides(reader, Verb::apply, scene.edit_of.at("special_need")), "beyond_own") << "nor write it";
  EXPECT_EQ(scene.decides(reader, Verb::apply, scene.edit_of.at("unit")), "applied");
  EXPECT_EQ(scene.decides(reader, Verb::discard, scene.edit_of.at("special_need")), "discarded") << "it was read whole";
}

TEST(Quarantine, what_is_in_another_building_is_in_no_list_and_cannot_be_decided) {
  HandedOver scene;
  const auto unit = scene.edit_of.at("unit");
  ASSERT_TRUE(scene.archive.set_person({"boss", {}, {}, "5"}, from_ms(1)));
  for (const auto& one : scene.quarantine(scene.boss)) EXPECT_NE(one.edit, unit);
  EXPECT_EQ(scene.decides(scene.boss, Verb::apply, unit), "not_found");
  EXPECT_EQ(scene.decides(scene.boss, Verb::discard, unit), "not_found");
  EXPECT_EQ(scene.decides(scene.boss, Verb::apply, EditId{}), "not_found") << "as what is not there";
}

TEST(Quarantine, long_lists_come_a_page_at_a_time_and_each_edit_once) {
  Admins scene;
  for (int i = 0; i < 450; ++i) scene.aviary.li.creates("resident", {{"name", "没有送到的人"}});
  ASSERT_EQ(scene.archive.revoke("li", {}).value(), 1);
  scene.office.sync(scene.aviary.li);
  std::set<EditId> met;
  AdminAsk ask{Verb::quarantine};
  int pages = 0;
  do {
    const auto answer = scene.ask(scene.boss, ask);
    const auto edits = found<AdminEdit>(answer);
    EXPECT_LE(edits.size(), admin_items_max);
    for (const auto& one : edits) EXPECT_TRUE(met.insert(one.edit).second) << "twice";
    ask.after = answer.next;
  } while (++pages < 9 && !ask.after.empty());
  EXPECT_EQ(met.size(), 450U);
  EXPECT_EQ(pages, 3);
}

TEST(Admins, a_tablet_that_asks_too_much_at_once_is_turned_away_and_the_server_goes_on) {
  Admins scene;
  const std::vector<AdminAsk> too_many(admin_asks_in_flight_max + 1, AdminAsk{Verb::people});
  EXPECT_EQ(scene.office.ask_at_once(scene.boss, too_many).size(), 0U);
  ASSERT_TRUE(scene.boss.ended);
  EXPECT_EQ(scene.boss.ended->fault, Fault::unexpected_frame);
  const std::vector<AdminAsk> enough(admin_asks_in_flight_max, AdminAsk{Verb::people});
  EXPECT_EQ(scene.office.ask_at_once(scene.boss, enough).size(), enough.size()) << "the next conversation begins anew";
}

}  // namespace
}  // namespace doorstep::test
