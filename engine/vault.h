#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/slot.h"
#include "engine/wrong_tries.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// The store's keys, unlocked: passphrase → Argon2id → with the device secret → key-encryption key → slot → master key
/// → a key for each use. The slot lies twice in the store's folder (slot.a, slot.b; docs/store.md has the format), each
/// written whole or not at all, so that one bad sector does not lock a person out of their work. The copies agree but
/// for a crash in the midst of `change`: then either passphrase unlocks, and the one that does so next settles it. Keys
/// live in guarded memory, are zeroed with the Vault and never copied.
class Vault {
 public:
  /// Mints the keys and writes the slot; makes the folder. already_enrolled when a slot, even a damaged one, is there;
  /// store_damaged when a store without its slots is; weak_passphrase; disk, disk_full. Takes as long as `cost` says.
  static Result<Vault> create(const std::string& folder, std::string_view passphrase, KdfCost cost, Dice& dice);
  /// not_enrolled without a slot; wrong_passphrase; too_many_tries with the time to wait; store_newer; store_damaged
  /// when no copy is whole and none opens, or the device secret is gone. Writes a missing or differing copy anew from
  /// the one that opened and fits the database, and a slot of an older version as one of this; if that fails it only
  /// warns. Slots are made with the passphrase's one form (engine/passphrase.h); those of before it open as it was
  /// typed.
  static Result<Vault> unlock(const std::string& folder, std::string_view passphrase, Clock& clock, Dice& dice);
  /// Wraps the same keys anew, by the old passphrase: whoever finds an unlocked tablet must not be able to lock its
  /// owner out. What `unlock` answers, weak_passphrase; after disk or disk_full either passphrase may hold.
  static Result<void> change(const std::string& folder, std::string_view old_passphrase,
                             std::string_view new_passphrase, KdfCost cost, Clock& clock, Dice& dice);

  /// This device was revoked: every copy of slot and device secret is overwritten and removed, for good, and `revoked`
  /// says so to whoever unlocks later (device_refused). What the store's file holds nobody opens any more. May be done
  /// again after a crash.
  static Result<void> shred(const std::string& folder);
  /// The same for somebody who leaves: nothing is said of a revocation.
  static Result<void> destroy_keys(const std::string& folder);

  /// Of a folder without a slot file: device_refused where it was revoked, not_enrolled otherwise.
  static Error why_absent(const std::string& folder);
  static bool stands_in(const std::string& folder);  ///< a slot file is there, whatever it holds

  const SigningKey& chain_key() const { return chain_key_; }
  /// One key (32 bytes) for each use, derived from the master key.
  Secret page_key() const { return derive_subkey(master_, 1, "doorstep"); }
  Secret blob_key() const { return derive_subkey(master_, 2, "doorstep"); }
  Secret log_key() const { return derive_subkey(master_, 3, "doorstep"); }

  /// Whether the store's pages are sealed by now: said in the slot, under its tag. From then on a store in the clear is
  /// none of this person's.
  bool sealed() const { return slot_.sealed; }
  Result<void> mark_sealed(Dice& dice);

  /// Another master key on its way (engine/rekey.h): while it is, the slot holds both.
  bool rekeying() const { return next_.has_value(); }
  Secret next_page_key() const;  ///< only while `rekeying`
  Result<void> begin_rekey(Dice& dice);
  /// The slot holds one key again: the next one when everything is `switched` to it.
  Result<void> end_rekey(bool switched, Dice& dice);
  /// Takes the keys from the slot as it is now, which another process may have written since. wrong_passphrase when the
  /// passphrase was changed meanwhile.
  Result<void> read_again();

 private:
  /// `keys`: master key ‖ chain seed, and ‖ next master key while it changes.
  Vault(std::string folder, Secret device, const Secret& keys);
  static Result<WrongTries> hold(const std::string& folder);
  static Result<Vault> try_passphrase(WrongTries& tries, const std::string& folder, std::string_view passphrase,
                                      Clock& clock, Dice& dice);
  static Result<Vault> open_slots(const std::string& folder, std::string_view typed, Dice& dice);
  static Result<Vault> open_slots_by(const std::string& folder, std::string_view passphrase, Dice& dice);
  static Result<std::optional<Vault>> open_slot(const std::string& folder, const Slot& slot, const Secret& derived,
                                                const std::vector<Secret>& devices);
  static Result<std::optional<Vault>> open_first_version(const std::string& folder, const Slot& slot,
                                                         const Secret& derived, const std::vector<Secret>& devices,
                                                         Dice& dice);
  bool opens_database() const;  ///< or there is none yet
  Result<void> wrap(std::string_view passphrase, KdfCost cost, Dice& dice);
  std::string slot_text(Dice& dice) const;

  std::string folder_;
  Secret device_;
  Slot slot_;  ///< how the passphrase became `wrapping_key_`; its box is not looked at
  Secret wrapping_key_, master_;
  std::optional<Secret> next_;
  SigningKey chain_key_;
};

}  // namespace doorstep
