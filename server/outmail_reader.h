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
/// file, in the order of its chain. Nothing is verified yet: of what claims the same place all is here, and only
/// `deliver_bundle` and `check_bundle`, which know the chain's key, can tell which is the author's.
struct OpenedOutmail {
  std::vector<Bundle> bundles;
  /// Edits of a visit that was open, by id, with its chain: in no bundle yet, so they are shown and not delivered.
  std::map<EditId, std::pair<ChainId, Edit>> in_visit;
  std::uint64_t parcels = 0, unopened = 0;  ///< unopened: sealed to another key, or forged
  std::uint64_t spoiled_bytes = 0;
};
/// Faults: not_found, bad_file (no outmail, no key), wrong_key when none of its parcels opens.
Result<OpenedOutmail> open_outmail(const std::string& file, const std::string& office_key_file);
/// `count` (edits in all), `parcels`, `bundles`, `edits` (both with `verified`: null), `unopened`, `spoiled_bytes`.
json outmail_answer(const OpenedOutmail& outmail);

/// Takes one bundle of an outmail into the archive as if its tablet had pushed it: signature by the chain's key, the
/// chain's order, a verdict for ever; one that arrived already answers its first verdict. Times are the tablet's wall
/// clock's, which nothing corrects here.
/// Answers `outcomes`: {"applied":…,"merged":…,"conflict":…,"rejected":…,"held":…}. When a bundle before it is missing
/// it is kept in quarantine whole, its chain stays where it is, and `set_aside` is true. Faults: not_found (the chain),
/// device_refused (revoked: nothing of it is merged), broken_signature, broken_chain (it names another bundle before
/// it), forked.
struct Delivery {
  json answer;
  std::vector<Publication> publications;  ///< for the feed of a running server
};
Result<Delivery> deliver_bundle(Archive& archive, Clock& clock, const json& wire);
/// A quarantined edit that an admin wants to count after all: `edit`, `outcome`. Faults as
/// Archive::apply_quarantined.
Result<Delivery> apply_from_quarantine(Archive& archive, Clock& clock, const EditId& edit);
/// Is it its chain's own? Changes nothing. Faults: not_found, device_refused, broken_signature.
Result<void> check_bundle(Archive& archive, const json& wire);

}  // namespace doorstep
