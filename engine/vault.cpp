#include "engine/vault.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "shared/files.h"
#include "shared/json.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::array copy_names{"slot.a", "slot.b"};
constexpr std::size_t slot_bytes_max = 4096;
constexpr std::uint64_t slot_version = 1;
constexpr std::string_view kdf_name = "argon2id13";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t box_bytes = 24 + 2 * key_bytes + 16;  // nonce, keys, tag
constexpr std::uint64_t kdf_memory_bytes_min = 8192;        // Argon2's own

struct Slot {
  KdfCost cost;
  Bytes<16> salt{};
  std::string box;

  json header() const {
    return {{"version", slot_version},
            {"kdf", kdf_name},
            {"passes", cost.passes},
            {"memory_bytes", cost.memory_bytes},
            {"salt", base64(salt)}};
  }
  // Altering a parameter breaks the tag, not only the key.
  std::string associated_data() const { return canonical(header()); }
  // Needs no passphrase: it tells a spoiled copy from a wrong passphrase, and guards against chance only.
  std::string check() const { return base64(short_hash(associated_data() + box)); }
  std::string file_text() const {
    auto all = header();
    all["box"] = base64(bytes_of(box));
    all["check"] = check();
    return canonical(all) + "\n";
  }
};

struct Copy {
  std::string text;
  std::optional<Slot> slot;  // empty: unreadable
  bool whole = false;        // its check holds
};

void parse(Copy& copy) {
  auto object = parse_json(copy.text);
  if (!object || !object->is_object()) return;
  Reader reader{*object, "slot"};
  Slot slot;
  auto version = reader.count("version");
  auto kdf = reader.text("kdf");
  slot.cost.passes = reader.count("passes", kdf_passes_max);
  slot.cost.memory_bytes = reader.count("memory_bytes", kdf_memory_bytes_max);
  auto salt = reader.bytes("salt", slot.salt.size());
  std::copy(salt.begin(), salt.end(), slot.salt.begin());
  slot.box = reader.bytes("box", box_bytes);
  auto check = reader.text_or("check", "");
  if (reader.error() || version != slot_version || kdf != kdf_name) return;
  if (slot.cost.passes < 1 || slot.cost.memory_bytes < kdf_memory_bytes_min) return;
  copy.whole = check == slot.check();
  copy.slot = std::move(slot);
}

struct Copies {
  std::array<Copy, copy_names.size()> each;
  bool any = false;                 // a file is there, whatever it holds
  std::optional<Error> unreadable;  // the disk's own fault
};

Copies read_copies(const std::string& folder) {
  Copies out;
  for (std::size_t i = 0; i < copy_names.size(); ++i) {
    auto text = read_file(folder + "/" + copy_names[i], slot_bytes_max);
    bool absent = !text && text.error().fault == Fault::not_found;
    out.any = out.any || !absent;
    if (!text && !absent && text.error().fault != Fault::bad_file) out.unreadable = text.error();
    if (!text) continue;
    out.each[i].text = std::move(*text);
    parse(out.each[i]);
  }
  return out;
}

Result<std::optional<Secret>> open_slot(const Slot& slot, std::string_view passphrase) {
  auto key = derive_key(passphrase, slot.salt, slot.cost);
  if (!key) return key.error();
  return open(*key, slot.box, slot.associated_data());
}

Error why_nothing_opened(const Copies& copies) {
  bool whole = std::any_of(copies.each.begin(), copies.each.end(), [](const Copy& copy) { return copy.whole; });
  if (whole) return {Fault::wrong_passphrase, ""};
  if (copies.unreadable) return *copies.unreadable;
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

}  // namespace

Result<Vault> Vault::create(const std::string& folder, std::string_view passphrase, KdfCost cost, Dice& dice) {
  if (too_short(passphrase)) return weak();
  auto found = read_copies(folder);
  if (found.unreadable) return *found.unreadable;
  if (found.any) return Error{Fault::already_enrolled, "a slot file is there"};
  if (auto made = make_folder(folder); !made) return made.error();
  Secret store_key{key_bytes};
  dice.fill(store_key.bytes());
  Vault vault{folder, std::move(store_key), SigningKey::mint(dice)};
  if (auto written = vault.write(passphrase, cost, dice); !written) return written.error();
  return vault;
}

Result<Vault> Vault::unlock(const std::string& folder, std::string_view passphrase) {
  auto copies = read_copies(folder);
  if (!copies.any) return Error{Fault::not_enrolled, "no slot file"};
  for (const auto& copy : copies.each) {
    // Both copies are normally the same: a wrong passphrase pays for one derivation.
    bool tried = &copy != &copies.each.front() && copy.text == copies.each.front().text;
    if (!copy.slot || tried) continue;
    auto keys = open_slot(*copy.slot, passphrase);
    if (!keys) return keys.error();
    if (!*keys) continue;
    auto opened = (*keys)->bytes();
    auto text = copy.slot->file_text();
    bool agree = std::all_of(copies.each.begin(), copies.each.end(), [&](const Copy& c) { return c.text == text; });
    if (!agree) {
      log_warning("the store's slot copies differed; they are written anew from the one that opened");
      if (auto mended = write_copies(folder, text); !mended) log_warning("slot: " + mended.error().detail);
    }
    return Vault{folder, Secret::copy_of(view(opened.first(key_bytes))), SigningKey::from_seed(opened.last(key_bytes))};
  }
  return why_nothing_opened(copies);
}

Result<void> Vault::change(std::string_view old_passphrase, std::string_view new_passphrase, KdfCost cost, Dice& dice) {
  // Whoever finds an unlocked tablet must not be able to lock its owner out.
  if (auto known = unlock(folder_, old_passphrase); !known) return known.error();
  if (too_short(new_passphrase)) return weak();
  return write(new_passphrase, cost, dice);
}

Result<void> Vault::write(std::string_view passphrase, KdfCost cost, Dice& dice) const {
  require(cost.passes >= 1 && cost.passes <= kdf_passes_max && cost.memory_bytes >= kdf_memory_bytes_min &&
              cost.memory_bytes <= kdf_memory_bytes_max,
          "a slot's cost is one that unlock accepts");
  Slot slot{cost, {}, {}};
  dice.fill(slot.salt);
  auto key = derive_key(passphrase, slot.salt, cost);
  if (!key) return key.error();
  Secret keys{2 * key_bytes};
  auto seed = chain_key_.seed();
  auto after = std::copy(store_key_.bytes().begin(), store_key_.bytes().end(), keys.bytes().begin());
  std::copy(seed.begin(), seed.end(), after);
  slot.box = seal(*key, view(keys.bytes()), slot.associated_data(), dice);
  return write_copies(folder_, slot.file_text());
}

}  // namespace doorstep
