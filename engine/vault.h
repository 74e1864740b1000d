#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "engine/slot.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

inline constexpr std::size_t passphrase_characters_min = 8;  ///< code points

/// The store's keys, unlocked: passphrase → Argon2id → with the device secret → key-encryption key → slot → master key
/// → a key for each use. The slot lies twice in the store's folder (slot.a, slot.b; docs/store.md has the format), each
/// written whole or not at all, so that one bad sector does not lock a person out of their work. The copies agree but
/// for a crash in the midst of `change`: then either passphrase unlocks, and the one that does so next settles it. Keys
/// live in guarded memory, are zeroed with the Vault and never copied.
class Vault {
 public:
  /// Mints the keys and writes the slot; makes the folder. already_enrolled when a slot, even a damaged one, is there;
  /// weak_passphrase; disk, disk_full. Takes as long as `cost` says.
  static Result<Vault> create(const std::string& folder, std::string_view passphrase, KdfCost cost, Dice& dice);
  /// not_enrolled without a slot; wrong_passphrase; store_newer; store_damaged when no copy is whole and none opens, or
  /// the device secret is gone. Writes a missing or differing copy anew from the one that opened, and a slot of an
  /// older version as one of this; if that fails it only warns.
  static Result<Vault> unlock(const std::string& folder, std::string_view passphrase, Dice& dice);
  /// Wraps the same keys anew. wrong_passphrase, weak_passphrase; after disk or disk_full either passphrase may hold.
  Result<void> change(std::string_view old_passphrase, std::string_view new_passphrase, KdfCost cost, Dice& dice);

  const SigningKey& chain_key() const { return chain_key_; }
  /// One key (32 bytes) for each use, derived from the master key.
  Secret page_key() const { return derive_subkey(master_, 1, "doorstep"); }
  Secret blob_key() const { return derive_subkey(master_, 2, "doorstep"); }
  Secret log_key() const { return derive_subkey(master_, 3, "doorstep"); }

 private:
  Vault(std::string folder, Secret device, Secret master, SigningKey chain_key)
      : folder_(std::move(folder)),
        device_(std::move(device)),
        master_(std::move(master)),
        chain_key_(std::move(chain_key)) {}
  Result<void> write(std::string_view passphrase, KdfCost cost, Dice& dice) const;
  std::string wrapped(Slot slot, const Secret& derived, Dice& dice) const;

  std::string folder_;
  Secret device_, master_;
  SigningKey chain_key_;
};

}  // namespace doorstep
