#pragma once
#include <cstdint>
#include <vector>

#include "shared/crypto.h"
#include "shared/ids.h"

namespace doorstep {

/// The tree of sums under a set hash (docs/store.md §Set hash), by which two stores find where they differ: 256
/// branches of 256 leaves. The last two bytes of its id, which nothing but chance chose, say on which leaf a record is.
/// Sums here are the first 8 bytes of a sum: enough to find what differs, and the whole hash judges it in the end.
using Branch = std::uint8_t;
using Leaf = std::uint16_t;
inline constexpr std::size_t tree_branches = 256, branch_leaves = 256, sum_bytes = 8;
/// Where more differ than this, the whole state is read instead.
inline constexpr std::size_t repair_leaves_max = 4096;

Leaf leaf_of(const RecordId& id);
constexpr Branch branch_of(Leaf leaf) { return static_cast<Branch>(leaf / branch_leaves); }

/// Asks for the sums of all branches, or of all leaves of these branches.
struct AskSums {
  CommunityId community;
  std::vector<Branch> branches = {};  ///< ascending
};
struct Sums {
  CommunityId community;
  std::vector<Branch> branches = {};     ///< as asked
  std::vector<std::uint64_t> sums = {};  ///< 256, or 256 for each branch; what holds nothing is 0
};
/// The leaf, or where branches were asked for the branch, that the sum at this position is of.
Leaf place_of_sum(const std::vector<Branch>& branches, std::size_t position);

/// Counts what one such question asks for.
class SumTree {
 public:
  explicit SumTree(std::vector<Branch> branches);

  bool wants(const RecordId& id) const;
  void count(const RecordId& id, const Hash& element);
  const std::vector<std::uint64_t>& sums() const { return sums_; }

 private:
  std::vector<Branch> branches_;
  std::vector<std::uint64_t> sums_;
};

/// Where two answers to this question differ, ascending: leaves, or branches where these were asked for. `theirs` has
/// as many sums as `ours`.
std::vector<Leaf> differing(const std::vector<Branch>& branches, const std::vector<std::uint64_t>& ours,
                            const std::vector<std::uint64_t>& theirs);

}  // namespace doorstep
