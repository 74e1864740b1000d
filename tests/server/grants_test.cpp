// Another role for somebody who works: what is lost leaves the tablet, what is gained comes, and no edit is lost.
#include <gtest/gtest.h>

#include "engine/rows.h"
#include "engine/search.h"
#include "tests/server/aviary.h"

namespace doorstep::test {
namespace {

using Pages = PartyTablet::Pages;

std::string role_text(const char* shipped, const std::function<void(json&)>& change) {
  auto role = parse_json(Role::shipped(shipped)->text()).value();
  change(role);
  return canonical(role);
}

TEST(Grants, an_edit_made_before_the_role_was_narrowed_is_refused_kept_in_quarantine_and_told) {
  Aviary aviary;
  auto& li = aviary.li;
  const auto resident = aviary.of.at("resident");
  li.edits(resident, {{"employer", "新单位"}});
  li.edits(resident, {{"vip_reason", "老客户"}});
  ASSERT_TRUE(aviary.office.server().archive().set_person({"li", "front_desk"}, from_ms(1)));
  ASSERT_FALSE(aviary.office.sync(li));
  auto listed = refusals(li.store()).value();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].code, "not_allowed");
  EXPECT_EQ(listed[0].record, resident);
  auto kept = aviary.office.server().archive().quarantine().value();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].body.at("set").at("employer"), "新单位") << "nothing that was saved is lost";
  aviary.office.sync(aviary.wang);
  EXPECT_EQ(aviary.wang.value(resident, "vip_reason"), "老客户") << "it holds up no other edit of the record";
}

TEST(Grants, a_narrowed_role_empties_the_tablet_of_what_it_lost_and_nothing_is_sent_again) {
  Aviary aviary;
  auto& reader = aviary.office.tablet("reader", Pages::clear);
  ASSERT_FALSE(aviary.office.sync(reader));
  aviary.quarrel();
  ASSERT_FALSE(aviary.office.sync(reader, {}, {aviary.of.at("resident"), aviary.of.at("special_need")}));
  const auto& desk = *Role::shipped("front_desk");
  ASSERT_NE(aviary.leak_in_files(reader, desk), "") << "it is there before";
  reader.edits(aviary.of.at("resident"), {{"employer", aviary.bird("resident", Class::detail)}});
  ASSERT_TRUE(aviary.office.server().archive().set_person({"reader", "front_desk"}, from_ms(1)));
  std::size_t records = 0;
  std::map<std::string, std::size_t> bytes;
  ASSERT_FALSE(aviary.office.sync(reader, [&](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (to_tablet) bytes[parsed.at("frame").get<std::string>()] += frame.size();
    if (to_tablet && parsed.at("frame") == "page") records += parsed.at("records").size();
    return true;
  }));
  EXPECT_EQ(records, 0u);
  std::set<std::string> kinds;
  for (const auto& [kind, size] : bytes) kinds.insert(kind);
  EXPECT_EQ(kinds, (std::set<std::string>{"challenge", "checkpoint", "fence", "verdicts", "welcome"}));
  EXPECT_LT(bytes["checkpoint"] + bytes["verdicts"], 1'500U)
      << "beside the greeting, a verdict and a checkpoint: nothing was resent";
  EXPECT_TRUE(status(reader.store())->agrees);
  EXPECT_EQ(aviary.leak_in_files(reader, desk), "");
  EXPECT_EQ(refusals(reader.store())->size(), 1u);
  EXPECT_EQ(find(reader.store(), {"QZresidentdetail", "", {}, 10})->size(), 0u);
  EXPECT_EQ(find(reader.store(), {"张三", "", {}, 10})->size(), 1u) << "what it may see is found as before";
  auto sound = verify(reader.store());
  EXPECT_TRUE(sound) << sound.error().detail;
}

TEST(Grants, a_widened_role_brings_only_what_is_new) {
  Aviary aviary;
  aviary.office.person("reader", "front_desk");
  auto& reader = aviary.office.tablet("reader");
  ASSERT_FALSE(aviary.office.sync(reader));
  aviary.quarrel();
  ASSERT_TRUE(aviary.office.server().archive().set_person({"reader", "field"}, from_ms(1)));
  std::set<std::string> brought;
  ASSERT_FALSE(aviary.office.sync(reader, [&](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (!to_tablet || parsed.at("frame") != "page" || parsed.at("kind") != "part") return true;
    for (const auto& record : parsed.at("records"))
      for (auto klass : all_classes)
        if (record.contains(std::string{name_of(klass)}))
          brought.insert(record.at("header").at("type").get<std::string>() + "." + std::string{name_of(klass)});
    return true;
  }));
  EXPECT_FALSE(brought.contains("resident.basic")) << "that was there";
  EXPECT_TRUE(brought.contains("resident.detail"));
  EXPECT_TRUE(brought.contains("special_need.sensitive"));
  expect_same(reader.store(), aviary.office.server().archive());
}

TEST(Grants, a_widening_that_is_interrupted_and_taken_back_ends_at_what_the_role_says) {
  Aviary aviary;
  aviary.office.person("reader", "front_desk");
  auto& reader = aviary.office.tablet("reader", Pages::clear);
  ASSERT_FALSE(aviary.office.sync(reader));
  auto& archive = aviary.office.server().archive();
  ASSERT_TRUE(archive.set_person({"reader", "field"}, from_ms(1)));
  aviary.office.sync(reader, [](bool to_tablet, std::string& frame) {
    return !to_tablet || json::parse(frame).at("frame") != "checkpoint";
  });
  reader.crash();
  ASSERT_TRUE(reader.start());
  ASSERT_TRUE(archive.set_person({"reader", "front_desk"}, from_ms(2)));
  ASSERT_FALSE(aviary.office.sync(reader));
  EXPECT_TRUE(status(reader.store())->agrees);
  EXPECT_EQ(aviary.leak_in_files(reader, *Role::shipped("front_desk")), "");
  ASSERT_TRUE(archive.set_person({"reader", "field"}, from_ms(3)));
  ASSERT_FALSE(aviary.office.sync(reader));
  expect_same(reader.store(), archive);
}

TEST(Grants, a_role_that_an_admin_writes_counts_from_the_next_contact_on) {
  Aviary aviary;
  auto& archive = aviary.office.server().archive();
  auto text = role_text("manager", [](json& role) { role["types"]["special_need"] = json::object(); });
  auto set = archive.set_role(text, from_ms(1));
  ASSERT_TRUE(set);
  EXPECT_EQ((*set)->version(), Role::shipped("manager")->version() + 1);
  EXPECT_EQ(archive.set_role(text, from_ms(2)).value()->version(), (*set)->version()) << "the same again changes nothing";
  ASSERT_FALSE(aviary.office.sync(aviary.li));
  EXPECT_FALSE(show(aviary.li.store(), aviary.of.at("special_need")));
  EXPECT_TRUE(show(aviary.li.store(), aviary.of.at("resident")));
  EXPECT_TRUE(status(aviary.li.store())->agrees);
  EXPECT_TRUE(archive.verify());
  EXPECT_EQ(archive.set_role("{}", from_ms(1)).error().fault, Fault::invalid_value);
  EXPECT_EQ(archive.set_person({"li", "emperor"}, from_ms(1)).error().fault, Fault::invalid_value);
  EXPECT_EQ(archive.set_person({"nobody", "field"}, from_ms(1)).error().fault, Fault::not_found);
}

TEST(Grants, numbers_are_leased_only_for_what_the_role_creates) {
  Aviary aviary;
  aviary.office.person("desk", "front_desk");
  auto& desk = aviary.office.tablet("desk");
  ASSERT_FALSE(aviary.office.sync(desk));
  std::map<std::string, std::uint64_t> left;
  for (const auto& one : desk.store().numbers_left().value()) left[one.series] = one.left;
  EXPECT_GT(left.at("R"), 0u) << "requests";
  EXPECT_EQ(left.at("T"), 0u) << "complaints, which it does not create";
}

}  // namespace
}  // namespace doorstep::test
