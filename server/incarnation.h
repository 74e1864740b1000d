#pragma once
#include <optional>
#include <string>

#include "shared/crypto.h"
#include "shared/ids.h"
#include "shared/sqlite.h"

namespace doorstep {

/// A tablet whose store was put back or copied goes on under the next chain of its line of incarnations, with the same
/// key (docs/protocol.md §Incarnations). Such a chain is made with the first that it sends.

/// The newest known chain of the same person and device. Empty: there is none, or `chain` is known itself.
struct IncarnationBefore {
  std::int64_t row = 0;                            ///< chains.n
  std::string name, role, communities, buildings;  ///< the person's
  PublicKey key{};
  bool revoked = false;  ///< any of the device's chains
};
std::optional<IncarnationBefore> incarnation_before(Database& database, const ChainId& chain);

/// Files the chain beside the one before it. Within the writer's transaction; throws SqliteFailure.
void file_incarnation(Database& database, const ChainId& chain, const IncarnationBefore& before);

/// A device that has been put back or copied more often than this is enrolled anew.
inline constexpr std::uint32_t incarnations_max = 1'000;

}  // namespace doorstep
