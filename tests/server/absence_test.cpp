// A tablet that comes back after a year (docs/store.md §Removed records): nothing that it brings meets what was dropped
// meanwhile, because nothing is.
#include <gtest/gtest.h>

#include "tests/office.h"

namespace doorstep::test {
namespace {

constexpr Millis a_year{std::int64_t{365} * 86'400'000};
constexpr std::size_t residents_edited = 250, edits_of_each = 20;  // 5,000 edits

struct Absence : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  std::vector<RecordId> all;

  Absence() {
    std::vector<Intent> intents(residents_edited);
    for (auto& one : intents) {
      one.op = Op::create;
      one.type = "resident";
      one.set = {{"name", "张三"}};
    }
    all = wang.does(std::move(intents));
    office.sync_all();
  }
  static Intent naming(const RecordId& record, std::size_t time) {
    Intent out;
    out.record = record;
    out.set = {{"name", name_at(time)}};
    return out;
  }
  static std::string name_at(std::size_t time) { return "李" + std::string(1, static_cast<char>('a' + time)); }
  void a_year_passes() {
    office.time().now += a_year;
    // The office has forgotten nothing that matters and keeps one backup only.
    std::map<CommunityId, Seq> heads = office.server().archive().status()->heads;
    ASSERT_TRUE(office.server().archive().note_backup(heads, 1, office.time().now));
  }
};

TEST_F(Absence, five_thousand_edits_of_a_year_offline_arrive_and_neither_sides_values_are_lost) {
  for (std::size_t time = 1; time <= edits_of_each; ++time) {
    std::vector<Intent> intents;
    for (const auto& one : all) intents.push_back(naming(one, time));
    li.does(std::move(intents));
  }
  ASSERT_EQ(status(li.store())->pending, residents_edited * edits_of_each);
  const auto removed = all[0], changed = all[1];
  wang.removes(removed);
  wang.edits(changed, {{"name", "王五"}});
  office.sync(wang);
  a_year_passes();
  wang.edits(all[2], {{"language", "粤语"}});
  office.sync_all();

  EXPECT_EQ(status(li.store())->pending, 0u);
  EXPECT_TRUE(refusals(li.store())->empty());
  expect_same(wang.store(), office.server().archive());
  expect_same(li.store(), office.server().archive());
  const auto last = name_at(edits_of_each);
  EXPECT_EQ(wang.value(all[5], "name"), last);
  EXPECT_EQ(wang.value(all[2], "language"), "粤语");
  const auto asked = wang.open_conflicts();
  ASSERT_EQ(asked.size(), 2u);
  for (const auto& conflict : asked) {
    if (conflict.record == removed) {
      EXPECT_EQ(conflict.kind, ConflictKind::delete_edit);
      EXPECT_EQ(wang.value(removed, "name"), last) << "it is visible, and what was written after the removal is in it";
    } else {
      EXPECT_EQ(conflict.record, changed);
      EXPECT_EQ(conflict.candidates.size(), 2u);
      EXPECT_EQ(wang.value(changed, "name"), "王五");
      EXPECT_EQ(conflict.candidates.back().value, last);
    }
  }
  EXPECT_TRUE(office.server().archive().verify());
}

// A record that was removed stays in the archive, removed: who was away when it went is told of it, however late.
TEST_F(Absence, who_was_away_for_a_year_lets_go_of_what_was_removed_and_brings_nothing_back_by_itself) {
  wang.removes(all[0]);
  office.sync(wang);
  a_year_passes();
  ASSERT_TRUE(show(li.store(), all[0])) << "it does not know yet";
  office.sync_all();
  EXPECT_FALSE(show(li.store(), all[0]));
  EXPECT_TRUE(li.open_conflicts().empty());
  expect_same(li.store(), office.server().archive());
  auto page = office.server().archive().page({CommunityId{"main"}, ChainId{"n/n/1"}, PageKind::state, {}, {}, {}});
  const bool there = std::any_of(page->entries.begin(), page->entries.end(),
                                 [&](const SharedEntry& entry) { return entry->text.id == all[0]; });
  EXPECT_TRUE(there) << "and so is everybody who comes later";
}

}  // namespace
}  // namespace doorstep::test
