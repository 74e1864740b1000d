// The tree by which two stores find where they differ.
#include "shared/sum_tree.h"

#include <gtest/gtest.h>

#include "shared/set_hash.h"

namespace doorstep {
namespace {

RecordId record(std::uint8_t branch, std::uint8_t leaf) {
  RecordId out;
  out.bytes[0] = 1;
  out.bytes[14] = branch;
  out.bytes[15] = leaf;
  return out;
}

Hash element_of(const RecordId& id, std::string_view text) { return element({}, Epoch{"e"}, id, 0, Seq{1}, text); }

std::vector<std::uint64_t> counted(std::vector<Branch> branches,
                                   const std::vector<std::pair<RecordId, std::string>>& records) {
  SumTree tree{std::move(branches)};
  for (const auto& [id, text] : records) tree.count(id, element_of(id, text));
  return tree.sums();
}

TEST(SumTree, one_record_that_differs_is_found_by_two_questions) {
  const std::vector<std::pair<RecordId, std::string>> here{
      {record(17, 4), "a"}, {record(17, 5), "b"}, {record(200, 4), "c"}};
  auto there = here;
  there[1].second = "another";
  EXPECT_EQ(differing({}, counted({}, here), counted({}, there)), std::vector<Leaf>{17});
  EXPECT_EQ(differing({17}, counted({17}, here), counted({17}, there)), std::vector<Leaf>{17 * 256 + 5});
  EXPECT_TRUE(differing({200}, counted({200}, here), counted({200}, there)).empty());
}

TEST(SumTree, a_record_that_only_one_side_has_is_found_whatever_came_in_which_order) {
  const std::vector<std::pair<RecordId, std::string>> one{{record(3, 9), "a"}, {record(3, 9), "b"}},
      other{{record(3, 9), "b"}, {record(3, 9), "a"}}, fewer{{record(3, 9), "b"}};
  EXPECT_EQ(counted({3}, one), counted({3}, other));
  EXPECT_EQ(differing({1, 3}, counted({1, 3}, one), counted({1, 3}, fewer)), std::vector<Leaf>{3 * 256 + 9});
}

TEST(SumTree, what_is_on_another_branch_is_neither_asked_for_nor_counted) {
  SumTree tree{{1, 3}};
  EXPECT_FALSE(tree.wants(record(2, 0)));
  EXPECT_TRUE(tree.wants(record(3, 255)));
  tree.count(record(2, 0), element_of(record(2, 0), "a"));
  EXPECT_EQ(tree.sums(), std::vector<std::uint64_t>(512, 0));
}

// What is compared is the beginning of the sum that the checkpoint tells whole.
TEST(SumTree, its_sums_are_the_beginning_of_the_whole_sum) {
  Hash whole{};
  std::vector<std::pair<RecordId, std::string>> records;
  for (int i = 0; i < 40; ++i) {
    records.emplace_back(record(7, 0), std::to_string(i));
    add(whole, element_of(records.back().first, records.back().second));
  }
  std::uint64_t low = 0;
  for (std::size_t i = sum_bytes; i-- > 0;) low = low << 8U | whole[i];
  EXPECT_EQ(counted({}, records)[7], low);
}

}  // namespace
}  // namespace doorstep
