#pragma once
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "server/archive.h"

namespace doorstep {

/// Per community; a session further behind reads pages from the archive.
inline constexpr std::size_t feed_entries_max = 4096;
inline constexpr std::size_t feed_bytes_max = std::size_t{64} << 20;

/// The last changes of each community, encoded once for all sessions, as of one commit: head, set hash and answered
/// bundles always belong together. Fed by the archive thread's publications in commit order; lives on the I/O thread.
class Feed {
 public:
  explicit Feed(std::size_t bytes_max = feed_bytes_max) : bytes_max_(bytes_max) {}

  void publish(const Publication& publication);

  struct Tail {
    std::vector<SharedEntry> entries;  ///< each record once, in seq order, cut at a bundle's end
    Seq to, head;
    SharedSums sums;
    ChainTip last_own;  ///< number 0: none of this chain's was answered since this server started
  };
  /// What came behind `cursor`, at most a page of it; empty when the ring does not reach back that far, nothing is
  /// new, or the next bundle is more than a page holds: the archive has it in parts.
  std::optional<Tail> behind(const CommunityId& community, Seq cursor, const ChainId& chain) const;
  Seq head(const CommunityId& community) const;  ///< 0 until something was published

  /// The set hash of what this role reads. Many sessions ask it of the same commit: it is counted once for each role.
  Hash shown(const SharedSums& sums, const Role& role) const;

 private:
  struct Ring {
    Seq head, floor;  ///< the ring holds everything with floor < seq ≤ head
    SharedSums sums;
    std::deque<SharedEntry> entries;
    std::size_t bytes = 0;                     ///< of `entries`
    std::unordered_map<RecordId, Seq> latest;  ///< of the records in `entries`: older states are passed over
    std::map<ChainId, ChainTip> answered;
  };
  void trim(Ring& ring) const;

  std::size_t bytes_max_;
  std::map<CommunityId, Ring> rings_;
  mutable SharedSums summed_;                               ///< the ones asked about last,
  mutable std::map<std::string, Hash, std::less<>> shown_;  ///< and what was counted of them, by a role's scope
};

}  // namespace doorstep
