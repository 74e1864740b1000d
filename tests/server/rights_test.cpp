// What a role may not see is not on its tablet, in no frame and in no byte of its file.
#include <gtest/gtest.h>

#include "engine/search.h"
#include "shared/projection.h"
#include "tests/server/aviary.h"

namespace doorstep::test {
namespace {

using Pages = PartyTablet::Pages;

std::optional<std::string> type_about(const std::map<std::string, std::string>& types, const json& record) {
  if (record.at("header").at("type") != "conflict") return record.at("header").at("type").get<std::string>();
  for (const char* klass : {"basic", "detail", "sensitive"})
    if (record.contains(klass)) {
      auto found = types.find(record.at(klass).at("conflict").at("record").get<std::string>());
      if (found != types.end()) return found->second;
    }
  return std::nullopt;
}

class EveryRole : public testing::TestWithParam<std::string> {};

TEST_P(EveryRole, finds_no_trace_of_a_hidden_class_in_any_frame_or_byte_of_its_tablet) {
  Aviary aviary;
  const auto& role = *Role::shipped(GetParam());
  aviary.office.person("reader", GetParam());
  auto& reader = aviary.office.tablet("reader", Pages::clear);
  std::string told;
  std::map<std::string, std::string> types;
  for (const auto& [type, id] : aviary.of) types[text(id)] = type;
  std::set<std::string> met, classes_wrong;
  auto listen = [&](bool to_tablet, std::string& frame) {
    if (!to_tablet) return true;
    told += frame;
    auto parsed = json::parse(frame);
    if (parsed.at("frame") != "page") return true;
    for (const auto& record : parsed.at("records")) {
      auto about = type_about(types, record);
      EXPECT_TRUE(about) << record;
      met.insert(record.at("id").get<std::string>());
      for (auto klass : all_classes)
        if (record.contains(std::string{name_of(klass)}) && !role.reads(*about, klass))
          classes_wrong.insert(*about + "." + std::string{name_of(klass)});
    }
    return true;
  };
  const std::vector<RecordId> all{aviary.ids.begin(), aviary.ids.end()};
  ASSERT_FALSE(aviary.office.sync(reader, listen)) << "first sync";
  EXPECT_TRUE(status(reader.store())->agrees) << "checksum of the first sync";
  aviary.quarrel();
  ASSERT_FALSE(aviary.office.sync(reader, listen)) << "conflicts";
  EXPECT_TRUE(status(reader.store())->agrees);
  aviary.changes_everything_again();
  aviary.merges();
  ASSERT_FALSE(aviary.office.sync(reader, listen, all)) << "feed and history";
  EXPECT_TRUE(status(reader.store())->agrees) << "checksum of the feed";
  EXPECT_EQ(aviary.leak_in(told, role), "");
  EXPECT_EQ(classes_wrong, (std::set<std::string>{}));
  EXPECT_EQ(aviary.leak_in_files(reader, role), "");
  EXPECT_TRUE(verify(reader.store())) << "the whole store is consistent with what it holds";
  for (const auto& [type, id] : aviary.of)
    if (role.reads(type) == no_class) {
      EXPECT_FALSE(met.contains(text(id))) << type << " is not there at all";
    }
}
INSTANTIATE_TEST_SUITE_P(Rights, EveryRole,
                         testing::Values("field", "front_desk", "office", "manager", "conflict_admin", "system_admin",
                                         "security_officer", "auditor"),
                         [](const auto& role) { return role.param; });

TEST(Rights, a_change_of_a_hidden_class_alone_reaches_a_tablet_in_no_form_but_a_moved_cursor) {
  Aviary aviary;
  aviary.office.person("desk", "front_desk");
  auto& desk = aviary.office.tablet("desk");
  ASSERT_FALSE(aviary.office.sync(desk));
  aviary.wang.edits(aviary.of.at("resident"), {{"employer", "别处"}});
  aviary.office.sync(aviary.wang);
  std::size_t records = 0;
  ASSERT_FALSE(aviary.office.sync(desk, [&](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (to_tablet && parsed.at("frame") == "page") records += parsed.at("records").size();
    return true;
  }));
  EXPECT_EQ(records, 0u);
  EXPECT_TRUE(status(desk.store())->agrees);
}

// The page is cut between a record's visible and its later hidden change, and the line breaks there.
TEST(Rights, a_line_that_breaks_between_a_visible_and_a_hidden_change_loses_neither) {
  Aviary aviary;
  aviary.office.person("desk", "front_desk");
  auto& desk = aviary.office.tablet("desk");
  ASSERT_FALSE(aviary.office.sync(desk));
  const auto resident = aviary.of.at("resident");
  aviary.wang.edits(resident, {{"name", "张珊"}});
  for (int i = 0; i < 600; ++i) aviary.wang.creates("resident", {{"name", "路人"}});
  aviary.wang.edits(resident, {{"employer", "别处"}});
  aviary.office.sync(aviary.wang);
  int pages = 0;
  aviary.office.sync(desk, [&](bool to_tablet, std::string& frame) {
    return !to_tablet || json::parse(frame).at("frame") != "page" || ++pages < 2;
  });
  EXPECT_NE(desk.value(resident, "name"), "张珊") << "it is in the second page";
  ASSERT_FALSE(aviary.office.sync(desk));
  EXPECT_EQ(desk.value(resident, "name"), "张珊");
  EXPECT_TRUE(status(desk.store())->agrees);
}

TEST(Rights, what_a_role_may_not_write_is_refused_on_the_tablet_at_once) {
  Aviary aviary;
  aviary.office.person("desk", "front_desk");
  auto& desk = aviary.office.tablet("desk");
  ASSERT_FALSE(aviary.office.sync(desk));
  Intent intent;
  intent.record = aviary.of.at("resident");
  intent.set = {{"employer", "x"}};
  auto refused = desk.store().edit({intent});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_allowed);
  EXPECT_EQ(refused.error().detail, "resident.employer");
  intent.set = {{"name", "张珊"}};
  EXPECT_TRUE(desk.store().edit({intent})) << "the rest can be edited";
  ASSERT_FALSE(aviary.office.sync(desk));
  aviary.office.sync_all();
  EXPECT_EQ(aviary.wang.value(*intent.record, "name"), "张珊");
  EXPECT_EQ(aviary.wang.value(*intent.record, "employer"), aviary.canaries[2].word)
      << "what was hidden stands as it did";
}

// Same words to its author whether or not a hidden value or record matches (design law §2.10).
TEST(Rights, a_verdict_says_nothing_about_conflicts_that_its_author_may_not_see) {
  auto verdict_of = [](bool hidden_conflict) {
    Aviary aviary;
    aviary.office.person("desk", "front_desk");
    auto& desk = aviary.office.tablet("desk");
    aviary.office.sync(desk);
    const auto resident = aviary.of.at("resident");
    // A removal by somebody who did not see the newest value opens a conflict of the record's highest class.
    if (hidden_conflict) {
      aviary.wang.removes(resident);
      aviary.li.edits(resident, {{"employer", "别处"}});
      aviary.office.sync(aviary.li);
      aviary.office.sync(aviary.wang);
    }
    desk.edits(resident, {{"vip_reason", "老客户"}});
    json told;
    aviary.office.sync(desk, [&](bool to_tablet, std::string& frame) {
      auto parsed = json::parse(frame);
      if (to_tablet && parsed.at("frame") == "verdicts") told = parsed.at("verdicts").at(0).at("edits").at(0);
      return true;
    });
    EXPECT_TRUE(status(desk.store())->agrees);
    told.erase("edit");
    return told;
  };
  EXPECT_EQ(verdict_of(false), verdict_of(true));
}

TEST(Rights, a_tablet_that_is_not_honest_gains_nothing_by_asking_for_more) {
  Aviary aviary;
  aviary.office.person("desk", "front_desk");
  auto& desk = aviary.office.tablet("desk");
  ASSERT_FALSE(aviary.office.sync(desk));
  std::string told;
  aviary.office.sync(desk, [&](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (!to_tablet && parsed.at("frame") == "subscribe") {
      parsed["cursor"] = 0;
      parsed["complete"] = 0;
      parsed["part"] = {{"classes", {{"resident", {"detail", "sensitive"}}, {"special_need", {"sensitive"}}}},
                        {"after", nullptr}};
      frame = parsed.dump();
    }
    if (to_tablet) told += frame;
    return true;
  });
  EXPECT_EQ(aviary.leak_in(told, *Role::shipped("front_desk")), "");
}

}  // namespace
}  // namespace doorstep::test
