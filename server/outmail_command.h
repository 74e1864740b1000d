#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "shared/clock.h"
#include "shared/json.h"

namespace doorstep {

struct OutmailChoices {
  std::string file, office_key;
  std::string data;                     ///< empty: nothing is verified, nothing can be applied
  std::optional<std::string> key_file;  ///< for `data`, as for any command
  bool apply = false;
};

/// The command `outmail`: what a tablet's outmail file holds; with a data folder also whose signature is right, by the
/// chain's key that the archive knows; with `apply` everything is taken in, bundle by bundle, so that what one has met
/// does not keep the others back. What stands in one place of a chain twice is tried twice: whoever has the office's
/// public key can put a forged parcel in front, and only the signature tells.
///
/// Answers `outmail_answer`; each bundle with `verified` (null: nobody could say), its `outcomes` or its `error`; when
/// applying, `applied`, `set_aside` (kept in quarantine: bundles before them are missing) and `failed`. Not ok when
/// there was something to apply and nothing of it was kept: then it also has the first `error`.
/// Faults: usage and not_found (the data folder, looked at first), those of `open_outmail`.
Result<json> outmail_command(const OutmailChoices& choices, const std::string& language, Clock& clock, Dice& dice);

}  // namespace doorstep
