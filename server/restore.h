#pragma once
#include <optional>
#include <string>

#include "server/server_folder.h"
#include "shared/clock.h"
#include "shared/json.h"

namespace doorstep {

struct RestoreChoices {
  std::string from;                     ///< a backup
  std::optional<std::string> key_file;  ///< the key that it was sealed by; empty: as for any command
  /// The fence of the folder that was lost. One whose end is spoiled is used as far as it opens, and then the archive
  /// collects.
  std::optional<std::string> fence;
};

/// Makes a server's folder from a backup: the same server (its identity is in the backup), in a new epoch that begins
/// at the backup's heads. The folder must not be there yet, or be empty. The archive appears last and whole: after a
/// failure everything that was made goes away, and after a crash the same command goes on.
/// A fence that lies there is never removed: it is put aside.
/// Answers epoch, heads, records, edits, pin, key_file, fence, fence_spoiled, collecting. Faults: usage, not_found,
/// already_exists (the folder holds something), no_key, wrong_key, bad_file (no backup), store_newer, store_damaged,
/// in_use, disk, disk_full.
Result<json> restore_folder(const ServerFolder& folder, const RestoreChoices& choices, Clock& clock, Dice& dice);

}  // namespace doorstep
