#pragma once
#include "shared/clock.h"
#include "shared/crypto.h"

namespace doorstep {

inline constexpr Millis unlock_target{1'000};
inline constexpr std::size_t kdf_memory_bytes_floor = std::size_t{64} << 20;
inline constexpr std::size_t kdf_memory_bytes_ceiling = std::size_t{256} << 20;  ///< what a tablet has to spare
inline constexpr std::uint64_t kdf_passes_floor = 3;                             ///< RFC 9106, second recommendation

/// What a slot written now should cost on this device: about `unlock_target`, by a measurement of a tenth of a second.
/// Processor time is measured, so that a busy moment makes no weak slot. Internal when the floor's memory is not there.
Result<KdfCost> calibrated_cost();

/// As much memory as fits the target with the floor's passes and leaves `memory_bytes` (of the machine) in peace, then
/// more passes. `floor_takes` is what the floor (64 MiB, 3 passes) takes here; nothing is ever below the floor.
KdfCost cost_for(std::chrono::microseconds floor_takes, std::size_t machine_memory_bytes);

}  // namespace doorstep
