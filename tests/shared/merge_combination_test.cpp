// Two values that are each good and cannot stand together (docs/merge.md §Combinations).
#include <gtest/gtest.h>

#include <algorithm>

#include "shared/merge.h"

namespace doorstep {
namespace {

constexpr RecordId home{{7}};

EditId named(const std::string& name) { return EditId{short_hash("edit " + name)}; }

/// A home of the shipped template: its inner area is never above the gross one.
struct Home : ::testing::Test {
  Home() {
    Record record;
    record.id = home;
    record.header = {"unit", CommunityId{"main"}, State::live, {}, Seq{1}, 1};
    for (auto [field, value] : {std::pair{"area_build", 10000}, std::pair{"area_inner", 8000}})
      record.put(field, Class::detail, value, {Seq{1}, ChainId{"office/t0/1"}, named("start"), {}, "import"});
    subject.record = std::move(record);
  }

  // What an author writes who saw the areas `build` and `inner` at version 1.
  Edit edit(const std::string& name, json set, json base = {{"area_build", 10000}, {"area_inner", 8000}}) {
    Edit out;
    out.id = named(name);
    out.record = home;
    out.type = "unit";
    out.version = Seq{1};
    out.base = std::move(base);
    out.set = std::move(set);
    return out;
  }
  Merged takes(const Edit& one, const std::string& chain) {
    auto merged = merge(Template::shipped(), subject, one, {CommunityId{"main"}, ChainId{chain}, Seq{++seq}, {}});
    EXPECT_TRUE(merged) << merged.error().detail;
    subject = merged->subject;
    return std::move(*merged);
  }
  json value(const char* field) const { return *subject.record->value(field); }
  const Conflict& asked() const { return subject.conflicts.at(0); }

  Subject subject;
  std::uint64_t seq = 1;
};

TEST_F(Home, a_combination_that_neither_side_wrote_is_parked_whoever_came_first) {
  for (bool inner_first : {true, false}) {
    auto fresh = subject;
    auto inner = edit("a", {{"area_inner", 9500}}), build = edit("b", {{"area_build", 9000}});
    takes(inner_first ? inner : build, inner_first ? "wang/t1/1" : "li/t2/1");
    auto merged = takes(inner_first ? build : inner, inner_first ? "li/t2/1" : "wang/t1/1");
    EXPECT_EQ(merged.outcome, Outcome::conflict);
    ASSERT_EQ(subject.conflicts.size(), 1u);
    EXPECT_EQ(asked().kind, ConflictKind::combination);
    EXPECT_EQ(asked().field, "inner_not_above_gross");
    EXPECT_EQ(asked().klass, Class::detail);
    ASSERT_EQ(asked().candidates.size(), 2u);
    const json one{{"area_inner", 9500}, {"area_build", 10000}}, other{{"area_inner", 8000}, {"area_build", 9000}};
    EXPECT_EQ(asked().candidates[0].value, inner_first ? one : other) << "what stands";
    EXPECT_EQ(asked().candidates[1].value, inner_first ? other : one) << "what the other had in mind";
    EXPECT_LE(value("area_inner").get<int>(), value("area_build").get<int>());
    auto stored = decode_conflict(encode(asked()));
    ASSERT_TRUE(stored) << stored.error().detail;
    subject = fresh;
    seq = 1;
  }
}

TEST_F(Home, what_its_author_wrote_themselves_is_applied_however_wrong_it_looks) {
  takes(edit("a", {{"area_inner", 9500}, {"area_build", 9000}}), "wang/t1/1");
  EXPECT_TRUE(subject.conflicts.empty());
  EXPECT_EQ(value("area_inner"), 9500);
  auto seen = edit("b", {{"area_inner", 9600}}, {{"area_build", 9000}, {"area_inner", 9500}});
  seen.version = Seq{2};
  takes(seen, "li/t2/1");
  EXPECT_TRUE(subject.conflicts.empty()) << "it was broken before";
  EXPECT_EQ(value("area_inner"), 9600);
}

TEST_F(Home, a_decision_stands_and_one_who_goes_on_withdraws) {
  takes(edit("a", {{"area_inner", 9500}}), "wang/t1/1");
  takes(edit("b", {{"area_build", 9000}}), "li/t2/1");
  const auto before = subject;
  auto decision =
      edit("r", {{"area_inner", 8500}, {"area_build", 9000}}, {{"area_build", 10000}, {"area_inner", 9500}});
  decision.version = Seq{3};
  decision.resolves = Naming{asked().id, {named("a"), named("b")}};
  takes(decision, "chen/t7/1");
  EXPECT_EQ(asked().state, ConflictState::resolved);
  EXPECT_EQ(value("area_build"), 9000);
  EXPECT_EQ(value("area_inner"), 8500);

  subject = before;
  auto again = edit("b2", {{"area_build", 9800}}, {{"area_build", 9000}, {"area_inner", 8000}});
  takes(again, "li/t2/1");
  EXPECT_EQ(asked().state, ConflictState::closed);
}

TEST_F(Home, where_the_other_field_was_hidden_from_the_author_their_value_stays) {
  takes(edit("b", {{"area_build", 9000}}), "li/t2/1");
  auto blind = edit("a", {{"area_inner", 9500}}, {{"area_inner", 8000}});
  takes(blind, "wang/t1/1");
  EXPECT_EQ(value("area_inner"), 9500);
  ASSERT_EQ(subject.conflicts.size(), 1u);
  EXPECT_EQ(asked().candidates[0].value.at("area_inner"), 9500);
}

TEST_F(Home, the_same_edit_again_asks_nothing_twice) {
  takes(edit("a", {{"area_inner", 9500}}), "wang/t1/1");
  const auto parked = edit("b", {{"area_build", 9000}});
  takes(parked, "li/t2/1");
  const auto once = encode(asked()).classes;
  takes(parked, "li/t2/1");
  ASSERT_EQ(subject.conflicts.size(), 1u);
  EXPECT_EQ(encode(asked()).classes, once);
  EXPECT_EQ(value("area_build"), 10000);
}

}  // namespace
}  // namespace doorstep
