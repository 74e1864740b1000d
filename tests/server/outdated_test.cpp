// The archive's template was tightened while a tablet was away (docs/merge.md §Outdated values): both halves of the
// conversation, handed each other's frames.
#include <gtest/gtest.h>

#include "engine/desk.h"
#include "engine/past.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct Tightened : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  RecordId id = wang.creates("resident", {{"name", "张三"}, {"occupation", "教师"}});

  Tightened() { office.sync_all(); }

  void tighten() {
    auto& archive = office.server().archive();
    auto text = json::parse(archive.archive_template().text());
    text["version"] = archive.archive_template().version() + 1;
    for (auto& type : text["types"])
      for (auto& field : type["fields"])
        if (type["name"] == "resident" && field["name"] == "occupation") field["length_max"] = 3;
    auto set = archive.set_template(text.dump(), office.time().now);
    ASSERT_TRUE(set) << set.error().detail;
  }
  ConflictView asked(PartyTablet& tablet) { return conflicts(tablet.store(), DeskQuery{}).value().at(0); }
  void expect_everybody_agrees() {
    office.sync_all();
    expect_same(wang.store(), office.server().archive());
    expect_same(li.store(), office.server().archive());
    for (auto* tablet : {&wang, &li}) EXPECT_TRUE(status(tablet->store())->agrees);
    EXPECT_TRUE(office.server().archive().verify());
  }
};

TEST_F(Tightened, what_was_written_before_is_asked_about_everywhere_and_decided_by_whoever_may) {
  wang.edits(id, {{"occupation", "高级工程师"}, {"employer", "医院"}});
  tighten();
  expect_everybody_agrees();
  EXPECT_EQ(li.value(id, "occupation"), "教师");
  EXPECT_EQ(li.value(id, "employer"), "医院") << "what is good of the same edit counts";
  EXPECT_TRUE(refusals(wang.store())->empty());
  const auto view = asked(li);
  EXPECT_EQ(view.conflict.kind, ConflictKind::invalid);
  ASSERT_EQ(view.conflict.candidates.size(), 2u);
  EXPECT_EQ(view.conflict.candidates[1].value, "高级工程师");
  EXPECT_EQ(view.barred.at(0), std::nullopt);
  EXPECT_EQ(view.barred.at(1), Fault::out_of_range) << "it cannot be taken, and the desk says so";
  Intent takes{Op::change, id, {}, {{"occupation", "高级工程师"}}, naming_of(view.conflict)};
  auto refused = li.store().edit({takes});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::out_of_range);
  li.resolves(view.conflict, "工程师");
  expect_everybody_agrees();
  EXPECT_EQ(wang.value(id, "occupation"), "工程师");
  EXPECT_EQ(conflicts(wang.store(), DeskQuery{true, true, false})->size(), 1u) << "its author hears of it";
}

TEST_F(Tightened, the_tablet_foretells_it_and_its_author_may_write_something_shorter_before_anybody_decides) {
  wang.edits(id, {{"occupation", "高级工程师"}});
  tighten();
  // The template comes, and the line breaks before anything was pushed.
  office.sync(wang, [](bool to_tablet, std::string& frame) {
    return to_tablet || frame.find("\"frame\":\"push\"") == frame.npos;
  });
  ASSERT_EQ(wang.store().archive_template().version(), office.server().archive().archive_template().version());
  wang.edits(id, {{"employer", "医院"}});
  EXPECT_EQ(status(wang.store())->pending, 2u);
  expect_everybody_agrees();
  EXPECT_EQ(asked(wang).conflict.kind, ConflictKind::invalid);
  EXPECT_EQ(wang.value(id, "occupation"), "教师");
  wang.edits(id, {{"occupation", "工程师"}});
  EXPECT_TRUE(wang.open_conflicts().empty()) << "seen at once";
  expect_everybody_agrees();
  EXPECT_EQ(li.value(id, "occupation"), "工程师");
  EXPECT_TRUE(li.open_conflicts().empty());
}

TEST_F(Tightened, its_author_takes_it_back) {
  wang.edits(id, {{"occupation", "高级工程师"}});
  tighten();
  office.sync_all();
  wang.does({withdrawal(wang.store().archive_template(), asked(wang)).value()});
  expect_everybody_agrees();
  EXPECT_TRUE(li.open_conflicts().empty());
  EXPECT_EQ(li.value(id, "occupation"), "教师");
}

// What stood there before the template was tightened stands on, and the record as it was known is what it was.
TEST_F(Tightened, what_counted_before_counts_on) {
  wang.edits(id, {{"occupation", "高级工程师"}});
  office.sync_all();
  const auto then = office.time().now;
  tighten();
  office.time().now += Millis{86'400'000};
  li.edits(id, {{"employer", "医院"}});
  expect_everybody_agrees();
  EXPECT_EQ(li.value(id, "occupation"), "高级工程师");
  EXPECT_TRUE(li.open_conflicts().empty());
  ASSERT_TRUE(li.store().adopt(office.server().archive().history(id).value()));
  auto known = as_of(li.store().archive_template(), id, history(li.store(), id).value(), then);
  EXPECT_EQ(known->fields.at("occupation"), "高级工程师");
}

}  // namespace
}  // namespace doorstep::test
