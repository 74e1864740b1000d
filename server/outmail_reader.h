#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/archive.h"
#include "shared/clock.h"
#include "shared/edit.h"
#include "shared/json.h"

namespace doorstep {

inline constexpr std::size_t outmail_file_bytes_max = std::size_t{512} << 20;

/// A tablet's outmail file, opened with the office's private key. A bundle is here once, however often it stands in the
/// file, in the order of its chain; signatures are checked by `deliver_bundle`, which knows the chain's key.
struct OpenedOutmail {
  std::map<std::pair<ChainId, BundleNumber>, Bundle> bundles;
  std::uint64_t parcels = 0, unopened = 0;  ///< unopened: sealed to another key, or forged
  std::uint64_t spoiled_bytes = 0;
};
/// Faults: not_found, bad_file (no outmail, no key), wrong_key when none of its parcels opens.
Result<OpenedOutmail> open_outmail(const std::string& file, const std::string& office_key_file);
/// `count` (edits in all), `parcels`, `bundles`, `edits`, `unopened`, `spoiled_bytes`.
json outmail_answer(const OpenedOutmail& outmail);

/// Takes one bundle of an outmail into the archive as if its tablet had pushed it: signature by the chain's key, the
/// chain's order, a verdict for ever; one that arrived already answers its first verdict. Times are the tablet's wall
/// clock's, which nothing corrects here.
/// Answers `outcomes`: {"applied":…,"merged":…,"conflict":…,"rejected":…,"held":…}. Faults: not_found (the chain),
/// device_refused (revoked: nothing of it is merged), broken_signature, broken_chain (a bundle before it is missing),
/// forked.
struct Delivery {
  json answer;
  std::vector<Publication> publications;  ///< for the feed of a running server
};
Result<Delivery> deliver_bundle(Archive& archive, Clock& clock, const json& wire);

}  // namespace doorstep
