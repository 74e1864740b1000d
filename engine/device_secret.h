#pragma once
#include <string>
#include <vector>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// What a passphrase alone does not give: 32 random bytes that stay on the tablet, in two copies (device.key,
/// device.copy; 0600) in the store's folder. Whoever has only the database and the slots cannot even begin to guess;
/// whoever has the whole folder can. It is *soft*: a hardware keystore would not let it be copied at all.

struct DeviceSecrets {
  std::vector<Secret> whole;  ///< the different ones whose copy is whole: none, one, or two
  bool agree = true;          ///< both copies are there, whole and the same; or none is
};
/// No file at all is no fault; store_damaged when neither copy is whole; disk. Which of two fits, only a slot that
/// opens tells; nothing is written before.
Result<DeviceSecrets> read_device_secrets(const std::string& folder);
/// Writes both copies anew, because the slot opened with this one; if that fails it only warns.
void mend_device_secret(const std::string& folder, const Secret& secret);
/// Mints one and writes both copies, for good before it answers. Never over one that is there.
Result<Secret> make_device_secret(const std::string& folder, Dice& dice);

}  // namespace doorstep
