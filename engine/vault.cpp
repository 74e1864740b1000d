#include "engine/vault.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/device_secret.h"
#include "engine/passphrase.h"
#include "engine/wrong_tries.h"
#include "shared/cipher_vfs.h"
#include "shared/files.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::array copy_names{"slot.a", "slot.b"};
constexpr const char* revoked_name = "revoked";
constexpr std::size_t key_bytes = 32;
constexpr std::string_view wrapping_context = "doorstep slot 2";

struct Copy {
  std::string text;
  std::optional<ReadSlot> read;  // empty: unreadable
};

struct Copies {
  std::array<Copy, copy_names.size()> each;
  bool any = false;               // a file is there, whatever it holds
  std::optional<Error> not_read;  // the disk's own fault, or a newer version's slot
};

Copies read_copies(const std::string& folder) {
  Copies out;
  for (std::size_t i = 0; i < copy_names.size(); ++i) {
    auto text = read_file(folder + "/" + copy_names[i], slot_bytes_max);
    bool absent = !text && text.error().fault == Fault::not_found;
    out.any = out.any || !absent;
    if (!text && !absent && text.error().fault != Fault::bad_file) out.not_read = text.error();
    if (!text) continue;
    out.each[i].text = std::move(*text);
    auto read = read_slot(out.each[i].text);
    if (read) out.each[i].read = std::move(*read);
    if (!read && read.error().fault == Fault::store_newer) out.not_read = read.error();
  }
  return out;
}

Error why_nothing_opened(const Copies& copies) {
  bool whole = std::any_of(copies.each.begin(), copies.each.end(),
                           [](const Copy& copy) { return copy.read && copy.read->whole; });
  if (whole) return {Fault::wrong_passphrase, ""};
  if (copies.not_read) return *copies.not_read;
  return {Fault::store_damaged, "slot.a, slot.b: neither copy is whole"};
}

Result<void> write_copies(const std::string& folder, const std::string& text) {
  for (const auto* name : copy_names) {
    if (auto written = write_file_durably(folder + "/" + name, text); !written) return written;
  }
  return {};
}

bool fits_keys(std::size_t bytes) { return bytes == 2 * key_bytes || bytes == 3 * key_bytes; }

}  // namespace

Result<Vault> Vault::create(const std::string& folder, std::string_view passphrase, KdfCost cost, Dice& dice) {
  if (auto good = check_passphrase(passphrase); !good) return good.error();
  auto found = read_copies(folder);
  if (found.not_read && found.not_read->fault != Fault::store_newer) return *found.not_read;
  if (found.any) return Error{Fault::already_enrolled, "a slot file is there"};
  for (const auto* left : {"store.db", "store.db-wal", "outmail"}) {
    if (size_of_file(folder + "/" + left))
      return Error{Fault::store_damaged, std::string{left} +
                                             " is there and slot.a, slot.b are not: put them back, or enrol in a new "
                                             "folder; the office can open outmail"};
  }
  if (auto made = make_folder(folder); !made) return made.error();
  auto left = read_device_secrets(folder);  // an enrolment that broke off before its slot left one
  if (!left) return left.error();
  auto device = left->whole.empty() || !left->agree ? make_device_secret(folder, dice)
                                                    : Result<Secret>{std::move(left->whole.front())};
  if (!device) return device.error();
  Secret keys{2 * key_bytes};
  dice.fill(keys.bytes());
  Vault vault{folder, std::move(*device), keys};
  vault.slot_.sealed = true;
  if (auto written = vault.wrap(passphrase, cost, dice); !written) return written.error();
  return vault;
}

Result<void> Vault::shred(const std::string& folder) {
  if (auto said = make_file(folder + "/" + revoked_name); !said) return said;
  if (auto kept = sync_file(folder + "/" + revoked_name); !kept) return kept;
  return destroy_keys(folder);
}

Result<void> Vault::destroy_keys(const std::string& folder) {
  for (const char* name : {"device.key", "device.copy", "slot.a", "slot.b"}) {
    const auto path = folder + "/" + name;
    const auto bytes = size_of_file(path);
    if (!bytes) continue;
    // In place, where the disk allows it: a new file would leave the old blocks as they are.
    if (auto over = overwrite_durably(path, *bytes); !over) return over;
    if (auto gone = remove_durably(path); !gone) return gone;
  }
  return {};
}

Error Vault::why_absent(const std::string& folder) {
  if (size_of_file(folder + "/" + revoked_name))
    return {Fault::device_refused, "it was revoked: what it had not sent was handed over, and its keys are gone"};
  return {Fault::not_enrolled, "no slot file"};
}

bool Vault::stands_in(const std::string& folder) { return read_copies(folder).any; }

Result<Vault> Vault::unlock(const std::string& folder, std::string_view passphrase, Clock& clock, Dice& dice) {
  auto tries = hold(folder);
  if (!tries) return tries.error();
  return try_passphrase(*tries, folder, passphrase, clock, dice);
}

// Nobody makes a folder, or leaves a trace in one, by asking for a store that is not there.
Result<WrongTries> Vault::hold(const std::string& folder) {
  if (!stands_in(folder)) return why_absent(folder);
  return WrongTries::hold(folder);
}

Result<Vault> Vault::try_passphrase(WrongTries& tries, const std::string& folder, std::string_view passphrase,
                                    Clock& clock, Dice& dice) {
  if (auto begun = tries.begin(clock); !begun) return begun.error();
  auto opened = open_slots(folder, passphrase, dice);
  if (opened || opened.error().fault != Fault::wrong_passphrase) tries.forgive();
  return opened;
}

Result<Vault> Vault::open_slots(const std::string& folder, std::string_view typed, Dice& dice) {
  const auto form = passphrase_form(typed);
  auto opened = open_slots_by(folder, view(form.bytes()), dice);
  if (opened || opened.error().fault != Fault::wrong_passphrase || view(form.bytes()) == typed) return opened;
  return open_slots_by(folder, typed, dice);
}

// All that the passphrase opens are looked at when the copies differ: an old one that was put back opens too, and holds
// keys of which the database knows nothing.
Result<Vault> Vault::open_slots_by(const std::string& folder, std::string_view passphrase, Dice& dice) {
  auto copies = read_copies(folder);
  if (copies.not_read && copies.not_read->fault == Fault::store_newer) return *copies.not_read;
  auto devices = read_device_secrets(folder);
  if (!devices) return devices.error();
  std::optional<Vault> best;
  for (const auto& copy : copies.each) {
    // Both copies are normally the same: a wrong passphrase pays for one derivation.
    bool tried = &copy != &copies.each.front() && copy.text == copies.each.front().text;
    if (!copy.read || tried) continue;
    const auto& slot = copy.read->slot;
    if (slot.version > 1 && devices->whole.empty())
      return Error{Fault::store_damaged, "device.key is missing: this copy of the store cannot be opened"};
    auto derived = derive_key(passphrase, slot.salt, slot.cost);
    if (!derived) return derived.error();
    auto opened = slot.version == 1 ? open_first_version(folder, slot, *derived, devices->whole, dice)
                                    : open_slot(folder, slot, *derived, devices->whole);
    if (!opened) return opened.error();
    if (*opened && (!best || (!best->opens_database() && (*opened)->opens_database()))) best = std::move(**opened);
  }
  if (!best) return why_nothing_opened(copies);
  if (!best->opens_database())
    return std::move(*best);  // opening it will say so; nothing is mended by what does not fit
  if (!devices->agree || devices->whole.size() > 1) mend_device_secret(folder, best->device_);
  auto opened_text = best->slot_.file_text();
  const bool agree =
      std::all_of(copies.each.begin(), copies.each.end(), [&](const Copy& copy) { return copy.text == opened_text; });
  if (agree && best->slot_.version == slot_version) return std::move(*best);
  if (best->slot_.version != slot_version) opened_text = best->slot_text(dice);
  log_warning("the store's slot copies were not both of this version's form; they are written anew");
  if (auto mended = write_copies(folder, opened_text); !mended) log_warning("slot: " + mended.error().detail);
  return std::move(*best);
}

// Empty: not by this passphrase.
Result<std::optional<Vault>> Vault::open_slot(const std::string& folder, const Slot& slot, const Secret& derived,
                                              const std::vector<Secret>& devices) {
  for (const auto& device : devices) {
    auto wrapping = entangle(device, wrapping_context, derived);
    auto keys = open(wrapping, slot.box, slot.associated_data());
    if (!keys || !fits_keys(keys->bytes().size())) continue;
    Vault vault{folder, Secret::copy_of(view(device.bytes())), *keys};
    vault.slot_ = slot;
    vault.wrapping_key_ = std::move(wrapping);
    return std::optional{std::move(vault)};
  }
  return std::optional<Vault>{};
}

// What came of the passphrase was the key; the device secret is made now.
Result<std::optional<Vault>> Vault::open_first_version(const std::string& folder, const Slot& slot,
                                                       const Secret& derived, const std::vector<Secret>& devices,
                                                       Dice& dice) {
  auto keys = open(derived, slot.box, slot.associated_data());
  if (!keys || !fits_keys(keys->bytes().size())) return std::optional<Vault>{};
  auto device = devices.empty() ? make_device_secret(folder, dice)
                                : Result<Secret>{Secret::copy_of(view(devices.front().bytes()))};
  if (!device) return device.error();
  Vault vault{folder, std::move(*device), *keys};
  vault.slot_ = slot;
  vault.wrapping_key_ = entangle(vault.device_, wrapping_context, derived);
  return std::optional{std::move(vault)};
}

bool Vault::opens_database() const {
  const auto path = folder_ + "/store.db";
  auto fits = [&](const Secret& key) { return CipherVfs{key}.look(path) != SealedFile::other_key; };
  return fits(page_key()) || (next_ && fits(next_page_key()));
}

Vault::Vault(std::string folder, Secret device, const Secret& keys)
    : folder_(std::move(folder)),
      device_(std::move(device)),
      wrapping_key_(0),
      master_(Secret::copy_of(view(keys.bytes().first(key_bytes)))),
      chain_key_(SigningKey::from_seed(keys.bytes().subspan(key_bytes, key_bytes))) {
  if (keys.bytes().size() == 3 * key_bytes) next_ = Secret::copy_of(view(keys.bytes().last(key_bytes)));
}

Result<void> Vault::change(const std::string& folder, std::string_view old_passphrase, std::string_view new_passphrase,
                           KdfCost cost, Clock& clock, Dice& dice) {
  if (auto good = check_passphrase(new_passphrase); !good) return good;
  auto tries = hold(folder);
  if (!tries) return tries.error();
  auto vault = try_passphrase(*tries, folder, old_passphrase, clock, dice);
  if (!vault) return vault.error();
  if (!vault->opens_database()) return Error{Fault::wrong_key, "store.db"};
  return vault->wrap(new_passphrase, cost, dice);
}

Result<void> Vault::wrap(std::string_view passphrase, KdfCost cost, Dice& dice) {
  require(cost.passes >= 1 && cost.passes <= kdf_passes_max && cost.memory_bytes >= kdf_memory_bytes_min &&
              cost.memory_bytes <= kdf_memory_bytes_max,
          "a slot's cost is one that unlock accepts");
  slot_.cost = cost;
  dice.fill(slot_.salt);
  const auto form = passphrase_form(passphrase);
  auto derived = derive_key(view(form.bytes()), slot_.salt, cost);
  if (!derived) return derived.error();
  wrapping_key_ = entangle(device_, wrapping_context, *derived);
  return write_copies(folder_, slot_text(dice));
}

// With this vault's keys in its box, in this version's form.
std::string Vault::slot_text(Dice& dice) const {
  Secret keys{(next_ ? 3 : 2) * key_bytes};
  auto to = keys.bytes().begin();
  auto put = [&](std::span<const std::uint8_t> key) { to = std::copy(key.begin(), key.end(), to); };
  put(master_.bytes());
  put(chain_key_.seed());
  if (next_) put(next_->bytes());
  Slot slot{slot_version, slot_.cost, slot_.salt, slot_.sealed, {}};
  slot.box = seal(wrapping_key_, view(keys.bytes()), slot.associated_data(), dice);
  return slot.file_text();
}

Result<void> Vault::mark_sealed(Dice& dice) {
  slot_.sealed = true;
  return write_copies(folder_, slot_text(dice));
}

Secret Vault::next_page_key() const {
  require(next_.has_value(), "a next key is there only while the master key changes");
  return derive_subkey(*next_, 1, "doorstep");
}

Result<void> Vault::begin_rekey(Dice& dice) {
  require(!next_, "one change of the master key at a time");
  next_.emplace(key_bytes);
  dice.fill(next_->bytes());
  auto written = write_copies(folder_, slot_text(dice));
  if (!written) next_.reset();  // nothing is under it yet, so it is no matter whether a slot holds it
  return written;
}

Result<void> Vault::end_rekey(bool switched, Dice& dice) {
  require(next_.has_value(), "what ends has begun");
  if (switched) master_ = std::move(*next_);
  next_.reset();
  return write_copies(folder_, slot_text(dice));
}

Result<void> Vault::read_again() {
  auto copies = read_copies(folder_);
  for (const auto& copy : copies.each) {
    if (!copy.read || copy.read->slot.version == 1) continue;
    auto keys = open(wrapping_key_, copy.read->slot.box, copy.read->slot.associated_data());
    if (!keys || !fits_keys(keys->bytes().size())) continue;
    Vault now{folder_, std::move(device_), *keys};
    now.slot_ = copy.read->slot;
    now.wrapping_key_ = std::move(wrapping_key_);
    *this = std::move(now);
    return {};
  }
  return why_nothing_opened(copies);
}

}  // namespace doorstep
