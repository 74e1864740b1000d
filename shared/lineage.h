#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/ids.h"
#include "shared/json.h"

namespace doorstep {

inline constexpr std::size_t epochs_max = 64;  ///< of one lineage; older ones are left out

/// Where an epoch of a server's life began: a restored server counts on from here.
struct EpochStart {
  Epoch epoch;
  std::map<CommunityId, Seq> from;  ///< the community's head when it began; absent: 0
};

/// The epochs that led to a replica's state, the present one last. Two replicas of one archive share a beginning.
using Lineage = std::vector<EpochStart>;

/// Up to which seq two replicas with these lineages hold the same.
struct Parting {
  bool related = false;                                     ///< false: nothing in common
  std::optional<std::map<CommunityId, Seq>> at;             ///< empty: they never parted
  Seq common(const CommunityId& community, Seq seq) const;  ///< at most `seq`
};
Parting parting_of(const Lineage& one, const Lineage& other);

/// [{"epoch":"e1","from":{"main":0}}], as it stands in the welcome and in a store.
json lineage_json(const Lineage& lineage);
Result<Lineage> lineage_from(const json& list, const std::string& path);

json seqs_json(const std::map<CommunityId, Seq>& seqs);
Result<std::map<CommunityId, Seq>> seqs_from(const json& object, const std::string& path);

}  // namespace doorstep
