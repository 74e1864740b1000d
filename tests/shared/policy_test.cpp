#include "shared/policy.h"

#include <gtest/gtest.h>

#include "tests/merge_scene.h"

namespace doorstep {
namespace {

/// One row of the law: a unit's three values, and what its policy makes of them.
struct Row {
  const char* says;
  const char* unit;
  json base, current, mine;
  Move move;
  json value = nullptr;  ///< of combine
  bool own = false;
  std::optional<std::int64_t> current_at = {}, mine_at = {};
};

json entry(const char* id, const char* text) { return {{"id", id}, {"text", text}}; }

std::vector<Row> rows() {
  const json id1{{"doc_type", "id"}, {"number", "1"}}, id2{{"doc_type", "id"}, {"number", "2"}},
      passport{{"doc_type", "passport"}, {"number", "1"}};
  const json n1 = entry("n1", "门铃坏"), n2 = entry("n2", "已修"), n1_other = entry("n1", "别的");
  return {
      {"said again", "name", "甲", "乙", "甲", Move::nothing},
      {"nobody else", "name", "甲", "甲", "乙", Move::take},
      {"first value", "name", nullptr, nullptr, "乙", Move::take},
      {"same value", "name", "甲", "乙", "乙", Move::nothing},
      {"both changed", "name", "甲", "乙", "丙", Move::park},
      {"cleared against changed", "name", "甲", "乙", nullptr, Move::park},
      {"both cleared", "name", "甲", nullptr, nullptr, Move::nothing},
      {"own earlier edit", "name", "甲", "乙", "丙", Move::take, nullptr, true},
      {"pair", "document", id1, id1, passport, Move::take},
      {"halves of a pair", "document", id1, passport, id2, Move::park},
      {"pair cleared", "document", id1, id1, nullptr, Move::take},

      {"later", "occupation", "甲", "乙", "丙", Move::take, nullptr, false, 1, 2},
      {"earlier", "occupation", "甲", "乙", "丙", Move::lose, nullptr, false, 2, 1},
      {"at one time", "occupation", "甲", "乙", "丙", Move::take, nullptr, false, 2, 2},
      {"unknown mine", "occupation", "甲", "乙", "丙", Move::take, nullptr, false, 2, {}},
      {"unknown current", "occupation", "甲", "乙", "丙", Move::take, nullptr, false, {}, 1},
      {"earlier but seen", "occupation", "乙", "乙", "丙", Move::take, nullptr, false, 2, 1},
      {"earlier but own", "occupation", "甲", "乙", "丙", Move::take, nullptr, true, 2, 1},
      {"same, later", "occupation", "甲", "乙", "乙", Move::take, nullptr, false, 1, 2},
      {"same, earlier", "occupation", "甲", "乙", "乙", Move::nothing, nullptr, false, 2, 1},
      {"same, unknown", "occupation", "甲", "乙", "乙", Move::nothing},

      {"up", "attempts", 3, 3, 4, Move::combine, 4},
      {"up on another's up", "attempts", 3, 4, 4, Move::combine, 5},
      {"down", "attempts", 5, 6, 3, Move::combine, 4},
      {"from unset", "attempts", nullptr, nullptr, 1, Move::combine, 1},
      {"cleared", "attempts", 5, 7, nullptr, Move::combine, 2},
      {"nothing as zero", "attempts", nullptr, 4, 0, Move::nothing},

      {"added", "tags", {"a"}, {"a"}, {"a", "b"}, Move::combine, {"a", "b"}},
      {"removed against added", "tags", {"a", "b"}, {"a", "b", "c"}, {"b"}, Move::combine, {"b", "c"}},
      {"removed twice", "tags", {"a", "b"}, {"b"}, {"b"}, Move::nothing},
      {"added unseen after a removal", "tags", json::array(), json::array(), {"a"}, Move::combine, {"a"}},
      {"kept what another removed", "tags", {"a", "b"}, {"b"}, {"a", "b", "c"}, Move::combine, {"b", "c"}},
      {"cleared against added", "tags", {"a"}, {"a", "b"}, nullptr, Move::combine, {"b"}},
      {"cleared", "tags", {"a"}, {"a"}, nullptr, Move::combine, json::array()},
      {"removed from nothing", "tags", {"a"}, nullptr, json::array(), Move::nothing},

      {"entry", "notes", nullptr, nullptr, {n1}, Move::combine, {n1}},
      {"entries join", "notes", nullptr, {n1}, {n2}, Move::combine, {n1, n2}},
      {"an entry is immutable", "notes", {n1}, {n1}, {n1_other}, Move::nothing},
      {"left out", "notes", {n1, n2}, {n1, n2}, {n2}, Move::nothing},
      {"cleared", "notes", {n1}, {n1}, nullptr, Move::nothing},

      {"greater", "urgency", "low", "normal", "high", Move::take},
      {"less", "urgency", "low", "high", "normal", Move::nothing},
      {"equal", "urgency", "low", "high", "high", Move::nothing},
      {"above unset", "urgency", nullptr, nullptr, "low", Move::take},
      {"cleared", "urgency", "low", "low", nullptr, Move::nothing},
      {"above a word of another template", "urgency", "low", "someday", "normal", Move::take},

      {"step", "status", "new", "new", "accepted", Move::take},
      {"step from both", "status", "new", "accepted", "cancelled", Move::take},
      {"back", "status", "accepted", "accepted", "new", Move::park},
      {"jump", "status", "new", "new", "done", Move::park},
      {"jump that others made a step", "status", "new", "working", "done", Move::park},
      {"overtaken", "status", "new", "cancelled", "accepted", Move::park},
      {"same step", "status", "new", "accepted", "accepted", Move::nothing},
      {"any first state", "status", nullptr, nullptr, "working", Move::take},
      {"cleared", "status", "new", "new", nullptr, Move::park},
      {"own jump", "status", "new", "new", "done", Move::park, nullptr, true},

      {"first", "archive_no", nullptr, nullptr, "1", Move::take},
      {"second", "archive_no", nullptr, "1", "2", Move::park},
      {"second, seen", "archive_no", "1", "1", "2", Move::park},
      {"second, own", "archive_no", "1", "1", "2", Move::park, nullptr, true},
      {"same again", "archive_no", nullptr, "1", "1", Move::nothing},
      {"cleared", "archive_no", "1", "1", nullptr, Move::park},
  };
}

Sides sides_of(const Row& row) {
  Sides sides{row.base, row.current, row.mine, row.own, {}, {}};
  if (row.current_at) sides.current_at = from_ms(*row.current_at);
  if (row.mine_at) sides.mine_at = from_ms(*row.mine_at);
  return sides;
}

TEST(Policy, decides_as_its_table_says) {
  for (const auto& row : rows()) {
    SCOPED_TRACE(std::string{row.unit} + ": " + row.says);
    auto decision = decide(*unit_named(test::scene_type(), row.unit), sides_of(row));
    ASSERT_TRUE(decision);
    EXPECT_EQ(static_cast<int>(decision->move), static_cast<int>(row.move));
    EXPECT_EQ(row.move == Move::combine ? decision->value : json{}, row.value);
  }
}

TEST(Policy, a_sum_stays_within_the_safe_integers) {
  auto attempts = *unit_named(test::scene_type(), "attempts");
  auto fault = [&](std::int64_t base, std::int64_t current, std::int64_t mine) {
    auto decision = decide(attempts, {base, current, mine, false, {}, {}});
    return decision ? std::string{} : std::string{code(decision.error().fault)};
  };
  EXPECT_EQ(fault(0, safe_integer_max, 1), "out_of_range");
  EXPECT_EQ(fault(0, -safe_integer_max, -1), "out_of_range");
  EXPECT_EQ(fault(safe_integer_max, -safe_integer_max, -safe_integer_max), "out_of_range");
  EXPECT_EQ(fault(0, safe_integer_max - 1, 1), "");
}

TEST(Policy, what_only_replaces_folds_and_what_counts_does_not) {
  for (auto policy : {Policy::manual, Policy::latest, Policy::write_once, Policy::set}) EXPECT_TRUE(folds(policy));
  for (auto policy : {Policy::sum, Policy::append, Policy::max, Policy::state}) EXPECT_FALSE(folds(policy));
}

TEST(Policy, is_asked_of_a_group_by_its_name_and_of_its_members_through_it) {
  const auto& type = test::scene_type();
  EXPECT_EQ(unit_of(type, "number")->name, "document");
  EXPECT_EQ(unit_of(type, "name")->name, "name");
  EXPECT_FALSE(unit_of(type, "nothing"));
  EXPECT_FALSE(unit_named(type, "number")) << "a member is no unit";
  EXPECT_EQ(unit_named(type, "document")->klass, Class::sensitive);
  EXPECT_EQ(static_cast<int>(policy_of(type, "document")), static_cast<int>(Policy::manual));
}

}  // namespace
}  // namespace doorstep
