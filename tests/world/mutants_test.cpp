// Every planted bug still has its place in the code (scripts/mutants, docs/testing.md §Planted bugs).
#include <gtest/gtest.h>

#include <set>

#include "shared/json.h"
#include "tests/source_files.h"

namespace doorstep {
namespace {

TEST(Mutants, every_planted_bug_has_exactly_one_place_and_changes_it) {
  const auto bugs = parse_json(test::source_text("tests/world/mutants.json")).value().at("bugs");
  EXPECT_GE(bugs.size(), 25u);
  std::set<std::string> names;
  for (const auto& bug : bugs) {
    const auto name = bug.at("name").get<std::string>(), find = bug.at("find").get<std::string>();
    const auto text = test::source_text(bug.at("file"));
    EXPECT_TRUE(names.insert(name).second) << name << " stands twice";
    EXPECT_NE(bug.at("plant"), bug.at("find")) << name;
    EXPECT_FALSE(bug.at("says").get<std::string>().empty()) << name;
    const auto first = text.find(find);
    ASSERT_NE(first, text.npos) << name << " has lost its place in " << bug.at("file");
    EXPECT_EQ(text.find(find, first + 1), text.npos) << name << " has more than one place";
  }
}

}  // namespace
}  // namespace doorstep
