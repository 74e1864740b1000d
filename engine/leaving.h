#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/clock.h"
#include "shared/result.h"

namespace doorstep {

/// Somebody leaves this tablet: their store goes, keys first. The server is not told; an admin revokes the device.
/// With anything unsent it is refused (unsent) and nothing changes, unless `hand_over` names a new file outside of the
/// folder: then all that is unsent lies there first, sealed to the office and synced, for `doorstep-server outmail`.
/// Answers how many edits that were. in_use while anybody has the store open; already_exists (the file); what unlocking
/// and opening answer; no_key (the store was never told the office's key). After a crash it can be done again, or the
/// keys are gone already (not_enrolled).
Result<std::uint64_t> leave_store(const std::string& folder, std::string_view passphrase,
                                  const std::optional<std::string>& hand_over, Clock& clock, Dice& dice);

}  // namespace doorstep
