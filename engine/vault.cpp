#include "engine/vault.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/device_secret.h"
#include "shared/files.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::array copy_names{"slot.a", "slot.b"};
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

bool too_short(std::string_view passphrase) {
  auto characters = std::count_if(passphrase.begin(), passphrase.end(),
                                  [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; });
  return static_cast<std::size_t>(characters) < passphrase_characters_min;
}

Error weak() {
  return {Fault::weak_passphrase, "at least " + std::to_string(passphrase_characters_min) + " characters"};
}

// Version 1 had no device secret: what came of the passphrase was the key itself.
Result<std::optional<Secret>> open_box(const Slot& slot, const Secret& derived, const std::optional<Secret>& device) {
  if (slot.version == 1) return open(derived, slot.box, slot.associated_data());
  if (!device) return Error{Fault::store_damaged, "device.key is missing: this copy of the store cannot be opened"};
  return open(entangle(*device, wrapping_context, derived), slot.box, slot.associated_data());
}

}  // namespace

Result<Vault> Vault::create(const std::string& folder, std::string_view passphrase, KdfCost cost, Dice& dice) {
  if (too_short(passphrase)) return weak();
  auto found = read_copies(folder);
  if (found.not_read && found.not_read->fault != Fault::store_newer) return *found.not_read;
  if (found.any) return Error{Fault::already_enrolled, "a slot file is there"};
  if (auto made = make_folder(folder); !made) return made.error();
  auto device = read_device_secret(folder);  // an enrolment that broke off before its slot left one
  if (device && !*device) {
    auto made = make_device_secret(folder, dice);
    if (!made) return made.error();
    *device = std::move(*made);
  }
  if (!device) return device.error();
  Secret master{key_bytes};
  dice.fill(master.bytes());
  Vault vault{folder, std::move(**device), std::move(master), SigningKey::mint(dice)};
  if (auto written = vault.write(passphrase, cost, dice); !written) return written.error();
  return vault;
}

Result<Vault> Vault::unlock(const std::string& folder, std::string_view passphrase, Dice& dice) {
  auto copies = read_copies(folder);
  if (!copies.any) return Error{Fault::not_enrolled, "no slot file"};
  auto device = read_device_secret(folder);
  if (!device) return device.error();
  for (const auto& copy : copies.each) {
    // Both copies are normally the same: a wrong passphrase pays for one derivation.
    bool tried = &copy != &copies.each.front() && copy.text == copies.each.front().text;
    if (!copy.read || tried) continue;
    const auto& slot = copy.read->slot;
    auto derived = derive_key(passphrase, slot.salt, slot.cost);
    if (!derived) return derived.error();
    auto keys = open_box(slot, *derived, *device);
    if (!keys) return keys.error();
    if (!*keys || (*keys)->bytes().size() != 2 * key_bytes) continue;
    if (!*device) {
      auto made = make_device_secret(folder, dice);
      if (!made) return made.error();
      *device = std::move(*made);
    }
    auto opened = (*keys)->bytes();
    Vault vault{folder, std::move(**device), Secret::copy_of(view(opened.first(key_bytes))),
                SigningKey::from_seed(opened.last(key_bytes))};
    auto text = slot.version == slot_version ? copy.text : vault.wrapped(slot, *derived, dice);
    bool agree = std::all_of(copies.each.begin(), copies.each.end(), [&](const Copy& c) { return c.text == text; });
    if (!agree) {
      log_warning("the store's slot copies were not both of this version's form; they are written anew");
      if (auto mended = write_copies(folder, text); !mended) log_warning("slot: " + mended.error().detail);
    }
    return vault;
  }
  return why_nothing_opened(copies);
}

Result<void> Vault::change(std::string_view old_passphrase, std::string_view new_passphrase, KdfCost cost, Dice& dice) {
  // Whoever finds an unlocked tablet must not be able to lock its owner out.
  if (auto known = unlock(folder_, old_passphrase, dice); !known) return known.error();
  if (too_short(new_passphrase)) return weak();
  return write(new_passphrase, cost, dice);
}

Result<void> Vault::write(std::string_view passphrase, KdfCost cost, Dice& dice) const {
  require(cost.passes >= 1 && cost.passes <= kdf_passes_max && cost.memory_bytes >= kdf_memory_bytes_min &&
              cost.memory_bytes <= kdf_memory_bytes_max,
          "a slot's cost is one that unlock accepts");
  Slot slot{slot_version, cost, {}, {}};
  dice.fill(slot.salt);
  auto derived = derive_key(passphrase, slot.salt, cost);
  if (!derived) return derived.error();
  return write_copies(folder_, wrapped(std::move(slot), *derived, dice));
}

// The slot's text with this vault's keys in its box, in this version's form.
std::string Vault::wrapped(Slot slot, const Secret& derived, Dice& dice) const {
  Secret keys{2 * key_bytes};
  auto seed = chain_key_.seed();
  auto after = std::copy(master_.bytes().begin(), master_.bytes().end(), keys.bytes().begin());
  std::copy(seed.begin(), seed.end(), after);
  slot.version = slot_version;
  slot.box = seal(entangle(device_, wrapping_context, derived), view(keys.bytes()), slot.associated_data(), dice);
  return slot.file_text();
}

}  // namespace doorstep
