#pragma once
#include <string>
#include <string_view>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

inline constexpr std::size_t passphrase_characters_min = 8;  ///< code points
/// What a slot file may ask for: it is read before anything proves who wrote it.
inline constexpr std::uint64_t kdf_passes_max = 10;
inline constexpr std::size_t kdf_memory_bytes_max = std::size_t{1} << 30;

/// The store's keys, unlocked: passphrase → Argon2id → key-encryption key → slot. The slot lies twice in the store's
/// folder (slot.a, slot.b; docs/store.md has the format), each written whole or not at all, so that one bad sector does
/// not lock a person out of their work. The copies agree but for a crash in the midst of `change`: then either
/// passphrase unlocks, and the one that does so next settles it. Keys live in guarded memory and are never copied.
class Vault {
 public:
  /// Mints both keys and writes the slot; makes the folder. already_enrolled when a slot, even a damaged one, is there;
  /// weak_passphrase; disk, disk_full. Takes as long as `cost` says.
  static Result<Vault> create(const std::string& folder, std::string_view passphrase, KdfCost cost, Dice& dice);
  /// not_enrolled without a slot; wrong_passphrase; store_damaged when no copy is whole and none opens. Writes a
  /// missing or differing copy anew from the one that opened; if that fails it only warns.
  static Result<Vault> unlock(const std::string& folder, std::string_view passphrase);
  /// Wraps the same keys anew. wrong_passphrase, weak_passphrase; after disk or disk_full either passphrase may hold.
  Result<void> change(std::string_view old_passphrase, std::string_view new_passphrase, KdfCost cost, Dice& dice);

  const SigningKey& chain_key() const { return chain_key_; }
  const Secret& store_key() const { return store_key_; }

 private:
  Vault(std::string folder, Secret store_key, SigningKey chain_key)
      : folder_(std::move(folder)), store_key_(std::move(store_key)), chain_key_(std::move(chain_key)) {}
  Result<void> write(std::string_view passphrase, KdfCost cost, Dice& dice) const;

  std::string folder_;
  Secret store_key_;
  SigningKey chain_key_;
};

}  // namespace doorstep
