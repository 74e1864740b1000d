#pragma once
#include <memory>

#include "server/archive_sqlite.h"
#include "server/server_folder.h"
#include "server/server_key.h"
#include "shared/cipher_vfs.h"

namespace doorstep {

/// A server's folder with its key in the lock: whatever of SQLite's is written through it is sealed. It outlives the
/// archives opened with its options.
class SealedFolder {
 public:
  /// Finds the key; opens no file of the folder.
  static Result<std::unique_ptr<SealedFolder>> with_key(const ServerFolder& folder,
                                                        const std::optional<std::string>& key_file);

  /// Opens the folder's archive, whose lock the caller holds. One that an earlier version wrote in the clear is sealed
  /// first: written anew beside it, checked, and renamed over it, so that a crash leaves either the one or the other.
  /// Faults: wrong_key, store_newer, store_damaged, not_found, disk, disk_full.
  Result<std::unique_ptr<ArchiveSqlite>> open_archive(Clock& clock, Dice& dice);

  /// For a database file anywhere.
  ArchiveOptions options(const std::string& path) const;
  /// Before it is opened: wrong_key, store_newer, store_damaged; bad_file for one that is not sealed at all.
  Result<void> fits(const std::string& path) const;

  /// The folder's fence, whose lock the caller holds.
  Result<std::shared_ptr<Fence>> open_fence(Dice& dice) const;

  const ServerFolder& folder() const { return folder_; }
  const ServerKey& key() const { return key_; }

 private:
  SealedFolder(ServerFolder folder, ServerKey key);

  ServerFolder folder_;
  ServerKey key_;
  CipherVfs vfs_;
};

}  // namespace doorstep
