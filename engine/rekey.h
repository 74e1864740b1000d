#pragma once
#include <string>
#include <string_view>

#include "engine/vault.h"
#include "shared/file_lock.h"

namespace doorstep {

inline std::string store_file(const std::string& folder) { return folder + "/store.db"; }

/// FOLDER/lock: shared by all who have the store open, held alone while its master key changes. not_enrolled, in_use.
Result<FileLock> hold_store(const std::string& folder, FileLock::Hold hold);

/// A store that may be opened: its keys, and the shared hold on FOLDER/lock that keeps the database under them for as
/// long as it lives.
struct Unlocked {
  Vault vault;
  FileLock hold;
};
/// What `Vault::unlock` answers; in_use while another process changes the master key. A change that a crash broke off
/// is finished or undone first: undone as long as the database is still under the old key.
Result<Unlocked> unlock_store(const std::string& folder, std::string_view passphrase, Clock& clock, Dice& dice);

/// Gives the store another master key: writes the database anew under it and lets that take the old one's place by one
/// rename. The slot holds both keys meanwhile, so that the store opens after a crash at any step. Answers the pages
/// written. in_use while anybody has the store open; disk_full (it takes the database's size once more), disk: then
/// everything is as it was. The old pages are unlinked, which is not erased: who had a copy of the old file and its
/// master key keeps what it held.
Result<std::uint64_t> rekey_store(const std::string& folder, std::string_view passphrase, Clock& clock, Dice& dice);

}  // namespace doorstep
