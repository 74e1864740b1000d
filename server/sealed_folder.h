#pragma once
#include <memory>

#include "server/archive_sqlite.h"
#include "server/fence.h"
#include "server/identity.h"
#include "server/server_folder.h"
#include "server/server_key.h"
#include "shared/cipher_vfs.h"

namespace doorstep {

/// A server's folder with its key in the lock: whatever of SQLite's is written through it is sealed. It outlives the
/// archives opened with its options.
class SealedFolder {
 public:
  static std::unique_ptr<SealedFolder> with(const ServerFolder& folder, ServerKey key);
  /// Finds the key; opens no file of the folder.
  static Result<std::unique_ptr<SealedFolder>> with_key(const ServerFolder& folder,
                                                        const std::optional<std::string>& key_file);

  /// Opens the folder's archive, whose lock the caller holds. Faults: wrong_key, store_newer, store_damaged, not_found,
  /// disk, disk_full; bad_file for one in the clear: nothing tells one that an earlier version left from one that
  /// somebody put there, so it is never taken for genuine without being told.
  Result<std::unique_ptr<ArchiveSqlite>> open_archive(Clock& clock, Dice& dice);

  /// Seals an archive in the clear, because an admin says that it is genuine (shared/seal_plain.h). already_exists when
  /// it is sealed. The caller holds the folder's lock.
  Result<void> seal_archive();

  /// For a database file anywhere.
  ArchiveOptions options(const std::string& path) const;
  /// Before it is opened: wrong_key, store_newer, store_damaged; bad_file for one that is not sealed at all.
  Result<void> fits(const std::string& path) const;

  /// Who this folder's archive serves as: the archive remembers it, and no other is taken for it (bad_file). One in the
  /// clear, as earlier versions left it, is sealed then. What `ServerIdentity::open` answers; disk, disk_full.
  Result<ServerIdentity> open_identity(Dice& dice) const;

  /// The folder's fence, whose lock the caller holds.
  Result<std::shared_ptr<Fence>> open_fence(Dice& dice, FenceOrigin from = FenceOrigin::live) const;
  /// Can the file be this server's fence? Reads only. not_found, bad_file, wrong_key; they name it.
  Result<void> expect_fence(const std::string& file, Dice& dice) const;

  const ServerFolder& folder() const { return folder_; }
  const ServerKey& key() const { return key_; }

 private:
  SealedFolder(ServerFolder folder, ServerKey key);

  ServerFolder folder_;
  ServerKey key_;
  CipherVfs vfs_;
};

}  // namespace doorstep
