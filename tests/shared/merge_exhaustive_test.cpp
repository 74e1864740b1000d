#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/json_values.h"
#include "tests/merge_scene.h"

// Small worlds, all of them: people who saw the same record each write something or nothing, and their edits arrive in
// every order. What docs/merge.md promises must hold in each.
namespace doorstep {
namespace {

using test::arrival;
using test::change;
using test::scene;
using test::visible;

/// A unit with the values that stand for all: what one person may set at once, null members clearing.
struct Choices {
  const char* unit;
  std::vector<json> sets;
};

json one(const char* field, json value) { return {{field, std::move(value)}}; }
json note(const char* id) { return {{"id", id}, {"text", "门铃坏"}}; }

std::vector<Choices> all_units() {
  return {
      {"name", {one("name", "甲"), one("name", "乙"), one("name", "丙"), one("name", nullptr)}},
      {"occupation",
       {one("occupation", "教师"), one("occupation", "医生"), one("occupation", "律师"), one("occupation", nullptr)}},
      {"tags",
       {one("tags", {"老人"}), one("tags", {"老人", "养狗"}), one("tags", {"养狗", "养猫"}), one("tags", nullptr)}},
      {"attempts", {one("attempts", 1), one("attempts", 2), one("attempts", 5), one("attempts", nullptr)}},
      {"notes",
       {one("notes", {note("n1")}), one("notes", {note("n1"), note("n2")}), one("notes", {note("n3")}),
        one("notes", nullptr)}},
      {"status", {one("status", "new"), one("status", "accepted"), one("status", "cancelled"), one("status", nullptr)}},
      {"archive_no",
       {one("archive_no", "HX-1"), one("archive_no", "HX-2"), one("archive_no", "HX-3"), one("archive_no", nullptr)}},
      {"urgency", {one("urgency", "low"), one("urgency", "normal"), one("urgency", "high"), one("urgency", nullptr)}},
      {"document",
       {{{"doc_type", "id"}, {"number", "1"}},
        {{"doc_type", "passport"}},
        {{"number", "2"}},
        {{"doc_type", nullptr}, {"number", nullptr}}}}};
}

// All three times are known and none equal, so that `latest` never hangs on the order of arrival.
constexpr std::array<std::int64_t, 3> times{20, 30, 10};
const std::array<std::string, 3> three_chains{"wang/t1/1", "li/t2/1", "zhao/t3/1"};

struct Arrived {
  Subject subject;
  std::vector<Outcome> outcomes;  ///< by side
};

// Merges the sides in this order, and checks what must hold after each of them.
Arrived arrive(const Subject& start, const std::vector<json>& sides, const std::vector<std::size_t>& order) {
  Arrived out{start, std::vector<Outcome>(sides.size(), Outcome::applied)};
  std::uint64_t seq = 1;
  for (auto side : order) {
    if (sides[side].empty()) continue;
    auto edit = change(10 + side, start, sides[side]);
    auto predicted = merge(test::scene_template(), out.subject, edit, arrival(three_chains[side], 0, times[side]));
    auto merged = merge(test::scene_template(), out.subject, edit, arrival(three_chains[side], ++seq, times[side]));
    EXPECT_TRUE(merged) << merged.error().detail;
    EXPECT_TRUE(predicted);
    if (!merged || !predicted) return out;
    EXPECT_EQ(test::values_text(predicted->subject), test::values_text(merged->subject)) << "as the tablet predicted";
    EXPECT_EQ(test::broken(merged->subject), "");
    bool open = false;
    for (const auto& [name, value] : sides[side].items())
      open = open || test::open_on(merged->subject, unit_of(test::scene_type(), name)->name) != nullptr;
    EXPECT_EQ(merged->outcome == Outcome::conflict, open) << "conflict exactly if something of it is open";
    out.outcomes[side] = merged->outcome;
    out.subject = std::move(merged->subject);
  }
  return out;
}

std::vector<std::vector<std::size_t>> orders(std::size_t sides) {
  std::vector<std::size_t> order(sides);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> out;
  do {
    out.push_back(order);
  } while (std::next_permutation(order.begin(), order.end()));
  return out;
}

/// Calls `visit` with every way in which `count` people each choose one of `sets`, or nothing.
void every_choice(const std::vector<json>& sets, std::size_t count, const auto& visit) {
  std::vector<std::size_t> at(count, 0);
  for (;;) {
    std::vector<json> sides;
    for (auto i : at) sides.push_back(i == 0 ? json::object() : sets[i - 1]);
    visit(sides);
    std::size_t digit = 0;
    while (digit < count && ++at[digit] > sets.size()) at[digit++] = 0;
    if (digit == count) return;
  }
}

// What a side wanted the whole unit to be.
std::string wanted(const Subject& start, const std::string& unit, const json& set) {
  auto subject = start;
  for (const auto& [name, value] : set.items())
    subject.record->put(name, test::scene_type().field(name)->klass, value, {});
  return canonical(test::value_of(subject, unit));
}

bool asks_a_person(Policy policy) { return policy == Policy::manual || policy == Policy::write_once; }

// Where a person must choose, every value anybody wanted is there to be chosen, and nothing else.
void expect_all_wanted_are_visible(const Subject& start, const std::string& unit, const std::vector<json>& sides,
                                   const Subject& after) {
  std::set<std::string> expected;
  auto before = canonical(test::value_of(start, unit));
  for (const auto& side : sides)
    if (auto value = wanted(start, unit, side); !side.empty() && value != before) expected.insert(value);
  // A value that may be written once is defended by itself.
  bool defended = policy_of(test::scene_type(), unit) == Policy::write_once && before != "null";
  if (expected.empty() || defended) expected.insert(before);
  EXPECT_EQ(visible(after, unit), expected);
}

// A step that somebody took may be gone from sight only if the step that is shown leads on from it.
void expect_all_steps_are_told(const Subject& start, const std::vector<json>& sides, const Subject& after) {
  auto seen = visible(after, "status");
  const auto& steps = test::scene_type().field("status")->steps;
  for (const auto& side : sides) {
    auto value = wanted(start, "status", side);
    if (side.empty() || value == canonical(test::value_of(start, "status")) || seen.contains(value)) continue;
    auto from = steps.find(parse_json(value)->get<std::string>());
    ASSERT_NE(from, steps.end()) << value << " is lost";
    EXPECT_TRUE(std::any_of(from->second.begin(), from->second.end(),
                            [&](const std::string& next) { return seen.contains(canonical(next)); }))
        << value << " is lost";
  }
}

void expect_unit_converges(const Choices& choices, std::size_t people) {
  auto policy = policy_of(test::scene_type(), choices.unit);
  for (const auto& values : choices.sets) {
    auto start = scene(values);
    every_choice(choices.sets, people, [&](const std::vector<json>& sides) {
      std::optional<json> first;
      for (const auto& order : orders(people)) {
        auto after = arrive(start, sides, order).subject;
        if (asks_a_person(policy)) {
          expect_all_wanted_are_visible(start, choices.unit, sides, after);
        } else if (policy == Policy::state) {
          expect_all_steps_are_told(start, sides, after);
        } else {
          auto value = test::sorted(test::value_of(after, choices.unit));
          EXPECT_EQ(value, first.value_or(value)) << "every order gives the same record";
          EXPECT_TRUE(after.conflicts.empty());
          first = value;
        }
        if (testing::Test::HasFailure()) {
          ADD_FAILURE() << choices.unit << ", start " << values << ", sides " << json(sides) << ", order "
                        << json(order);
          return;
        }
      }
    });
    if (testing::Test::HasFailure()) return;
  }
}

class EveryUnit : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryUnit, keeps_what_two_people_write_in_any_order) { expect_unit_converges(all_units()[GetParam()], 2); }
TEST_P(EveryUnit, keeps_what_three_people_write_in_any_order) { expect_unit_converges(all_units()[GetParam()], 3); }

std::string unit_of_test(const testing::TestParamInfo<std::size_t>& info) { return all_units()[info.param].unit; }
INSTANTIATE_TEST_SUITE_P(Merge, EveryUnit, testing::Range<std::size_t>(0, 9), unit_of_test);

/// Edits of up to three units at once: per unit nothing, one of two values, or cleared.
std::vector<json> edits_of(const std::vector<Choices>& units) {
  std::vector<json> out{json::object()};
  for (const auto& unit : units) {
    std::vector<json> wider;
    for (const auto& before : out) {
      wider.push_back(before);
      for (std::size_t i = 1; i < unit.sets.size(); ++i) {
        wider.push_back(before);
        wider.back().update(unit.sets[i]);
      }
    }
    out = std::move(wider);
  }
  return out;
}

bool disjoint(const json& one_side, const json& other) {
  std::set<std::string> units;
  for (const auto& [name, value] : one_side.items()) units.insert(unit_of(test::scene_type(), name)->name);
  return std::none_of(other.items().begin(), other.items().end(), [&](const auto& entry) {
    return units.contains(unit_of(test::scene_type(), entry.key())->name);
  });
}

std::set<std::string> fields_in_conflict(const Subject& subject) {
  std::set<std::string> out;
  for (const auto& conflict : subject.conflicts) out.insert(conflict.field);
  return out;
}

// Two people, three units each. What happens to a unit depends on nothing that happens to another.
void expect_units_are_independent(const std::vector<std::size_t>& chosen) {
  auto all = all_units();
  std::vector<Choices> units;
  json values = json::object();
  for (auto i : chosen) {
    units.push_back(all[i]);
    values.update(all[i].sets[0]);
  }
  auto start = scene(values);
  auto edits = edits_of(units);
  for (const auto& ours : edits) {
    auto alone = fields_in_conflict(arrive(start, {ours}, {0}).subject);
    for (const auto& theirs : edits) {
      auto after = arrive(start, {ours, theirs}, {0, 1}).subject;
      for (const auto& unit : units) {
        auto restrict = [&](const json& set) {
          json out = json::object();
          for (const auto& [name, value] : set.items())
            if (unit_of(test::scene_type(), name)->name == unit.unit) out[name] = value;
          return out;
        };
        auto single = arrive(start, {restrict(ours), restrict(theirs)}, {0, 1}).subject;
        ASSERT_EQ(visible(after, unit.unit), visible(single, unit.unit)) << unit.unit << ours << theirs;
      }
      if (!disjoint(ours, theirs)) continue;
      auto expected = alone;
      expected.merge(fields_in_conflict(arrive(start, {json::object(), theirs}, {1}).subject));
      ASSERT_EQ(fields_in_conflict(after), expected) << "disjoint edits never meet: " << ours << theirs;
    }
  }
}

TEST(MergeExhaustive, name_occupation_and_tags_do_not_touch_each_other) { expect_units_are_independent({0, 1, 2}); }
TEST(MergeExhaustive, document_state_and_sum_do_not_touch_each_other) { expect_units_are_independent({8, 5, 3}); }
TEST(MergeExhaustive, archive_number_notes_and_urgency_do_not_touch_each_other) {
  expect_units_are_independent({6, 4, 7});
}

}  // namespace
}  // namespace doorstep
