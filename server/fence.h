#pragma once
#include <string>
#include <vector>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/frame.h"
#include "shared/json.h"

namespace doorstep {

inline constexpr std::size_t fence_bytes_max = std::size_t{64} << 20;

/// Where a fence's file comes from says what a last line without its line break means.
enum class FenceOrigin {
  live,    ///< the server's own: what a crash left of an act that nobody was told of
  copied,  ///< brought from elsewhere: it may have been answered
};

/// What a restore must not undo: epochs, enrolments with the codes they used, revocations. A ledger of sealed lines,
/// each chained to the one before, in a file of the data folder that no backup contains; tablets hold copies of the
/// lines and can read none of them.
///
/// An act is appended and synced before it is committed and answered, so the fence may be ahead of the archive, never
/// behind it. Acts can be applied twice. One writer; the file belongs to this object while it lives.
class Fence {
 public:
  /// Reads and checks the whole file; none is there yet: an empty fence. What a crash left of a last line is cut off in
  /// a live file. A copied one ends where it is first cut or does not open, a live one may so lose its last line: then
  /// it is `spoiled`, and the file stays as it is until `replace`.
  /// Faults: wrong_key (its first line does not open), store_damaged (a line in its midst), disk. They name the path.
  static Result<Fence> open(std::string path, Secret key, Dice& dice, FenceOrigin from = FenceOrigin::live);

  /// Acts that had been answered may be missing at its end.
  bool spoiled() const { return spoiled_; }

  std::uint64_t size() const { return lines_.size(); }
  const std::vector<std::string>& lines() const { return lines_; }
  /// The chain's hash behind the first `count` lines, which anybody who has them can compute.
  Hash head(std::uint64_t count) const { return count == 0 ? Hash{} : heads_.at(count - 1); }
  Hash head() const { return head(size()); }
  /// What the line with this number (from 1) says.
  const json& act(std::uint64_t number) const { return acts_.at(number - 1); }

  Result<void> append(const json& act);
  /// The first acts of a fence that is empty, all or none of them.
  Result<void> found(const std::vector<json>& acts);
  /// Lines from elsewhere, which must follow on this fence's own: a copy that a tablet kept. Answers how many were new.
  Result<std::uint64_t> extend(std::uint64_t behind, const std::vector<std::string>& lines);
  /// Makes the file these lines, whatever stood there.
  Result<void> replace(const std::vector<std::string>& lines);

 private:
  Fence(std::string path, Secret key, Dice& dice) : path_(std::move(path)), key_(std::move(key)), dice_(&dice) {}
  Result<void> take(const std::string& line);
  std::string line_for(const json& act) const;
  bool spoiled_ = false;
  bool broken_ = false;  ///< the file may hold more than this object knows
  std::string path_;
  Secret key_;
  Dice* dice_;
  std::vector<std::string> lines_;
  std::vector<Hash> heads_;
  std::vector<json> acts_;
};

}  // namespace doorstep
