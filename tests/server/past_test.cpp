// What a record was on a day, every value that a field ever had, and one of them put back.
#include <algorithm>

#include "engine/bringing_back.h"
#include "engine/merge_plan.h"
#include "engine/past.h"
#include "shared/dates.h"
#include "tests/server/discussion_scene.h"

namespace doorstep::test {
namespace {

struct EarlierValues : DiscussionScene {};

struct KnownThen : DiscussionScene {
  Instant moment() {
    const auto out = office.time().now;
    office.time().now += Millis{3'600'000};
    return out;
  }
  // As this tablet tells it, with the history as the server has it.
  std::optional<RecordView> then(const RecordId& which, Instant at) {
    const auto root = stands_for(wang.store(), which);
    EXPECT_TRUE(wang.store().adopt(office.server().archive().history(root).value()));
    return as_of(wang.store().archive_template(), which, history(wang.store(), root).value(), at + Millis{60'000});
  }
};

TEST_F(KnownThen, before_two_records_became_one_each_is_shown_as_it_was) {
  const auto other = li.creates("resident", {{"name", "张叁"}, {"employer", "医院"}});
  office.sync_all();
  const auto before = moment();
  ASSERT_TRUE(merge_records(wang.store(), id, {other}, std::nullopt));
  office.sync_all();
  const auto after = moment();
  const auto alone = then(id, before), its = then(other, before), both = then(id, after), same = then(other, after);
  ASSERT_TRUE(alone && its && both && same);
  EXPECT_FALSE(alone->fields.contains("employer")) << "that was the other's";
  EXPECT_EQ(alone->fields.at("name"), "张三");
  EXPECT_EQ(its->fields.at("name"), "张叁");
  EXPECT_EQ(both->fields.at("employer"), "医院");
  EXPECT_EQ(both->fields.at("name"), "张三");
  EXPECT_EQ(same->id, id);
}

TEST_F(KnownThen, what_was_decided_about_a_record_that_was_merged_later_stands_as_it_was_decided) {
  auto other = li.creates("resident", {{"name", "章三"}});
  office.sync_all();
  std::swap(id, other);  // they quarrel about the one that is merged away
  const auto asked = quarrel("name", "章山", "章珊").conflict;
  wang.resolves(asked, "章珊");
  office.sync_all();
  moment();
  ASSERT_TRUE(merge_records(wang.store(), other, {id}, std::nullopt));
  wang.edits(other, {{"employer", "学校"}});
  office.sync_all();
  const auto decided = then(id, office.time().now - Millis{3'600'000});
  ASSERT_TRUE(decided);
  EXPECT_EQ(decided->fields.at("name"), "章珊");
}

TEST_F(KnownThen, a_record_is_not_shown_for_the_time_when_it_was_away) {
  const auto here = moment();
  li.removes(id);
  office.sync_all();
  const auto away = moment();
  li.does({bringing_back(li.store(), id).value()});
  office.sync_all();
  const auto back = moment();
  EXPECT_TRUE(then(id, here));
  EXPECT_FALSE(then(id, away));
  EXPECT_TRUE(then(id, back));
}

TEST_F(EarlierValues, what_only_grows_is_not_offered_to_be_put_back) {
  const auto& archive_template = wang.store().archive_template();
  const json high{{"urgency", "high"}, {"status", "done"}, {"text", "漏水"}};
  const auto urgency = restorable(archive_template, "request", "urgency", high, "low");
  ASSERT_FALSE(urgency);
  EXPECT_NE(urgency.error().detail.find("最高"), std::string::npos);
  EXPECT_TRUE(restorable(archive_template, "request", "urgency", high, "high"));
  EXPECT_FALSE(restorable(archive_template, "request", "status", high, "accepted"));
  EXPECT_TRUE(restorable(archive_template, "request", "text", high, "不漏水"));
}

TEST_F(EarlierValues, a_field_that_people_are_asked_about_is_not_said_to_have_been_put_back) {
  const auto asked = quarrel().conflict;
  const auto& archive_template = wang.store().archive_template();
  const auto may = restorable(archive_template, show(wang.store(), id).value(), "name", "张三");
  ASSERT_FALSE(may);
  EXPECT_EQ(may.error().fault, Fault::invalid_value);
  EXPECT_TRUE(restorable(archive_template, show(wang.store(), id).value(), "sex", "male"));
  wang.resolves(asked, "张山");
  office.sync_all();
  EXPECT_TRUE(restorable(archive_template, show(wang.store(), id).value(), "name", "张三"));
}

TEST(MomentOf, a_day_ends_when_clocks_here_show_midnight) {
  const char* before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TZ", "Asia/Shanghai", 1);
  tzset();
  EXPECT_EQ(moment_of("2026-11-27").value(), *instant_of("2026-11-27T15:59:59Z") + Millis{999});
  EXPECT_EQ(moment_of("2026-11-27T09:30").value(), *instant_of("2026-11-27T01:30:00Z"));
  EXPECT_EQ(moment_of("2026-11-27T09:30:00+09:00").value(), *instant_of("2026-11-27T00:30:00Z"));
  EXPECT_EQ(moment_of("2026-11-27T09:30:08.123Z").value(), *instant_of("2026-11-27T09:30:08Z") + Millis{123});
  EXPECT_EQ(moment_of("2026-11-27T09:30:08.x23Z").error().fault, Fault::usage);
  EXPECT_EQ(moment_of("2026-13-27").error().fault, Fault::usage);
  if (before == nullptr)
    unsetenv("TZ");
  else
    setenv("TZ", kept.c_str(), 1);
  tzset();
}

TEST_F(EarlierValues, every_value_a_field_ever_had_is_told_and_can_be_put_back) {
  wang.edits(id, {{"name", "张山"}});
  const auto then = office.time().now;
  office.sync_all();
  office.time().now += Millis{86'400'000};
  li.edits(id, {{"name", "张珊"}});
  office.sync_all();
  const auto& archive_template = wang.store().archive_template();
  ASSERT_TRUE(wang.store().adopt(office.server().archive().history(id).value()));
  auto past = history(wang.store(), id).value();
  EXPECT_TRUE(past.complete);
  auto values = values_of(archive_template, past, "name").value();
  ASSERT_EQ(values.size(), 3u);
  EXPECT_EQ(values[0].value, "张三");
  EXPECT_EQ(values[1].by, "wang");
  EXPECT_EQ(values[2].base, "张山");
  EXPECT_FALSE(values_of(archive_template, past, "no_such_field"));
  EXPECT_EQ(as_of(archive_template, id, past, then + Millis{3'600'000})->fields.at("name"), "张山");
  EXPECT_EQ(as_of(archive_template, id, past, then + Millis{2 * 86'400'000})->fields.at("name"), "张珊");
  EXPECT_FALSE(as_of(archive_template, id, past, then - Millis{86'400'000})) << "it was not there yet";

  wang.does({restore(archive_template, id, "resident", "name", values[0].value).value()});
  expect_everybody_agrees();
  EXPECT_EQ(li.value(id, "name"), "张三");
  EXPECT_TRUE(li.open_conflicts().empty());
  EXPECT_FALSE(restore(archive_template, id, "resident", "notes", json::array()))
      << "what was noted is never taken back in silence";
}

}  // namespace
}  // namespace doorstep::test
