#pragma once
#include <memory>
#include <string>

#include "engine/store.h"
#include "engine/vault.h"
#include "shared/cipher_vfs.h"

namespace doorstep {

/// A page that the cache does not hold is opened again: searches over a large community read many of them.
inline constexpr int store_cache_kib = 48 * 1024;
/// 16 MiB of log: what is written again and again, inner pages and the full text's, is sealed once more only when the
/// log is written back. A log of this length is read in some hundredths of a second after a crash.
inline constexpr int store_log_pages = 4000;

/// A person's store as it lies in its folder: `store.db` and its log, sealed with the vault's page key, and the VFS
/// that opens them. The vault must outlive it. What a recovery of the log had to leave out is logged as a warning.
struct SealedStore {
  /// A store that an earlier version left unsealed is sealed first, as a whole or not at all, and the slot says so from
  /// then on: store_damaged for one in the clear where a sealed one belongs. Faults as Store::open, and wrong_key.
  /// `Missing::make` is for enrolling only; anywhere else, and where a log or an outmail tells that there was one, a
  /// database that is gone is store_damaged, and nothing is made in its place.
  enum class Missing { refuse, make };
  static Result<SealedStore> open(const std::string& folder, Vault& vault, Clock& clock, Dice& dice,
                                  Missing missing = Missing::refuse);

  std::unique_ptr<CipherVfs> cipher;
  std::unique_ptr<Store> store;
};

}  // namespace doorstep
