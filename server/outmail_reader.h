#pragma once
#include <string>
#include <string_view>

#include "shared/json.h"

namespace doorstep {

inline constexpr std::size_t outmail_file_bytes_max = std::size_t{512} << 20;

/// What a tablet's outmail file holds, for the admin who has the office's private key: `doorstep-server outmail`. Needs
/// no data folder and changes nothing. A bundle is listed once, however often it stands there; signatures are checked
/// by whoever applies it, who knows the chain's key. Answers `count` (edits in all), `parcels`, `bundles`, `edits`,
/// `unopened` (parcels sealed to another key, or forged), `spoiled_bytes`. Faults: not_found, bad_file (no outmail, no
/// key), not_allowed when none of its parcels opens.
Result<json> read_outmail(const std::string& file, const std::string& office_key_file);

}  // namespace doorstep
