#pragma once
#include <optional>
#include <string>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// What a passphrase alone does not give: 32 random bytes that stay on the tablet, in two copies (device.key,
/// device.copy; 0600) in the store's folder. Whoever has only the database and the slots cannot even begin to guess;
/// whoever has the whole folder can. It is *soft*: a hardware keystore would not let it be copied at all.

/// Empty when no file is there; store_damaged when neither copy is whole; disk. A copy that is missing or spoiled is
/// written anew; if that fails it only warns.
Result<std::optional<Secret>> read_device_secret(const std::string& folder);
/// Mints one and writes both copies, for good before it answers. Never over one that is there.
Result<Secret> make_device_secret(const std::string& folder, Dice& dice);

}  // namespace doorstep
