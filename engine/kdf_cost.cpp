#include "engine/kdf_cost.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "engine/slot.h"

namespace doorstep {
namespace {

constexpr std::size_t machine_share = 8;  // an eighth of the machine's memory at most

std::chrono::microseconds processor_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::microseconds{now.tv_sec * 1'000'000 + now.tv_nsec / 1'000};
}

}  // namespace

KdfCost cost_for(std::chrono::microseconds floor_takes, std::size_t machine_memory_bytes) {
  const auto target = std::chrono::microseconds{unlock_target}.count();
  auto pass_takes = std::max<std::int64_t>(floor_takes.count() / static_cast<std::int64_t>(kdf_passes_floor), 1);
  KdfCost cost{kdf_passes_floor, kdf_memory_bytes_floor};
  const auto most = std::min(kdf_memory_bytes_ceiling, machine_memory_bytes / machine_share);
  // Time grows with memory times passes.
  while (2 * cost.memory_bytes <= most && 2 * pass_takes * static_cast<std::int64_t>(cost.passes) <= target) {
    cost.memory_bytes *= 2;
    pass_takes *= 2;
  }
  cost.passes = std::clamp(static_cast<std::uint64_t>(target / pass_takes), kdf_passes_floor, kdf_passes_max);
  return cost;
}

Result<KdfCost> calibrated_cost() {
  const Bytes<16> salt{};
  const auto begin = processor_time();
  auto key = derive_key("how long does this take", salt, {kdf_passes_floor, kdf_memory_bytes_floor});
  if (!key) return key.error();
  const auto pages = ::sysconf(_SC_PHYS_PAGES), page_bytes = ::sysconf(_SC_PAGESIZE);
  const auto machine = pages > 0 && page_bytes > 0
                           ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_bytes)
                           : std::size_t{0};
  return cost_for(processor_time() - begin, machine);
}

}  // namespace doorstep
