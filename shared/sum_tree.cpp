#include "shared/sum_tree.h"

#include <algorithm>
#include <utility>

#include "shared/result.h"

namespace doorstep {

Leaf leaf_of(const RecordId& id) {
  const auto& bytes = id.bytes;
  return static_cast<Leaf>(bytes[bytes.size() - 2] * branch_leaves + bytes[bytes.size() - 1]);
}

Leaf place_of_sum(const std::vector<Branch>& branches, std::size_t position) {
  if (branches.empty()) return static_cast<Leaf>(position);
  return static_cast<Leaf>(branches[position / branch_leaves] * branch_leaves + position % branch_leaves);
}

SumTree::SumTree(std::vector<Branch> branches)
    : branches_(std::move(branches)),
      sums_(branches_.empty() ? tree_branches : branches_.size() * branch_leaves, std::uint64_t{0}) {}

bool SumTree::wants(const RecordId& id) const {
  return branches_.empty() || std::binary_search(branches_.begin(), branches_.end(), branch_of(leaf_of(id)));
}

void SumTree::count(const RecordId& id, const Hash& element) {
  const auto leaf = leaf_of(id);
  std::size_t place = branch_of(leaf);
  if (!branches_.empty()) {
    const auto branch = std::lower_bound(branches_.begin(), branches_.end(), branch_of(leaf));
    if (branch == branches_.end() || *branch != branch_of(leaf)) return;
    place = static_cast<std::size_t>(branch - branches_.begin()) * branch_leaves + leaf % branch_leaves;
  }
  // Little-endian, as the whole sum: its first bytes are the sum of the elements' first bytes.
  std::uint64_t low = 0;
  for (std::size_t i = sum_bytes; i-- > 0;) low = low << 8U | element[i];
  sums_[place] += low;
}

std::vector<Leaf> differing(const std::vector<Branch>& branches, const std::vector<std::uint64_t>& ours,
                            const std::vector<std::uint64_t>& theirs) {
  require(ours.size() == theirs.size(), "answers to one question are compared");
  std::vector<Leaf> out;
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (ours[i] != theirs[i]) out.push_back(place_of_sum(branches, i));
  return out;
}

}  // namespace doorstep
