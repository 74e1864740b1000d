#pragma once
#include <functional>
#include <map>
#include <string>

#include "server/sealed_folder.h"

namespace doorstep {

inline constexpr std::uint64_t backups_kept = 7;  ///< when the command does not say

/// What a finished backup holds; `verified` is what a check of the file itself found.
struct Backup {
  std::string file;
  std::uint64_t bytes = 0;
  ArchiveCheck verified;
  std::map<CommunityId, Seq> heads;
  Epoch epoch;
};

/// Writes the archive as of one moment into a new file, sealed by the folder's key, with the keys that a restored
/// server needs to be the same server (identity, the office's public half). Under .FILE.doorstep-unfinished until it
/// is whole, checked as `verify` checks an archive, and on the disk; then it gets its name, if that is still free.
/// Whatever fails, nothing stays of it; what a crash leaves goes when the same file is written next.
///
/// Only reads of the archive, from any thread; commits go on meanwhile. Noting it (Archive::note_backup) is the
/// caller's. Faults: already_exists (it never replaces a file), usage (inside the data folder), not_found (its folder),
/// disk, disk_full, store_damaged (what was written does not check).
Result<Backup> write_backup(Archive& archive, const SealedFolder& sealed, const std::string& file, Clock& clock,
                            Dice& dice);

/// The command `backup`, answered as the command line prints it. `note` carries out Archive::note_backup where the
/// archive's writer lives.
using NoteBackup = std::function<Result<void>(const std::map<CommunityId, Seq>& heads, std::uint64_t kept)>;
Result<json> backup_command(Archive& archive, const SealedFolder& sealed, const json& command, const NoteBackup& note,
                            Clock& clock, Dice& dice);

/// The names under which a backup carries keys of the folder.
inline constexpr const char* carried_identity = "identity.key";
inline constexpr const char* carried_office = "office.pub";

}  // namespace doorstep
