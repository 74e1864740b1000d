#include "engine/slot.h"

#include <algorithm>

#include "shared/json.h"

namespace doorstep {
namespace {

constexpr std::string_view kdf_name = "argon2id13";
constexpr std::size_t overhead_bytes = 24 + 16;  // nonce, tag
constexpr std::size_t box_bytes_max = overhead_bytes + 3 * 32;

json header_of(const Slot& slot) {
  json out{{"version", slot.version},
           {"kdf", kdf_name},
           {"passes", slot.cost.passes},
           {"memory_bytes", slot.cost.memory_bytes},
           {"salt", base64(slot.salt)}};
  if (slot.sealed) out["sealed"] = true;
  return out;
}

// Needs no passphrase: it tells a spoiled copy from a wrong passphrase, and guards against chance only.
std::string check_of(const Slot& slot) { return base64(short_hash(slot.associated_data() + slot.box)); }

}  // namespace

std::string Slot::associated_data() const { return canonical(header_of(*this)); }

std::string Slot::file_text() const {
  auto all = header_of(*this);
  all["box"] = base64(bytes_of(box));
  all["check"] = check_of(*this);
  return canonical(all) + "\n";
}

Result<ReadSlot> read_slot(std::string_view text) {
  const Error unreadable{Fault::bad_file, "slot"};
  if (text.size() > slot_bytes_max) return unreadable;
  auto object = parse_json(text);
  if (!object || !object->is_object()) return unreadable;
  Reader reader{*object, "slot"};
  Slot slot;
  slot.version = reader.count("version");
  if (!reader.error() && slot.version > slot_version) return Error{Fault::store_newer, "slot"};
  auto kdf = reader.text("kdf");
  slot.cost.passes = reader.count("passes", kdf_passes_max);
  slot.cost.memory_bytes = reader.count("memory_bytes", kdf_memory_bytes_max);
  auto salt = reader.bytes("salt", slot.salt.size());
  std::copy(salt.begin(), salt.end(), slot.salt.begin());
  slot.sealed = reader.flag_or("sealed", false);
  auto box = unbase64(reader.text("box"));
  auto check = reader.text_or("check", "");
  if (reader.error() || kdf != kdf_name || slot.version < 1 || !box) return unreadable;
  if (slot.cost.passes < 1 || slot.cost.memory_bytes < kdf_memory_bytes_min) return unreadable;
  if (box->size() <= overhead_bytes || box->size() > box_bytes_max) return unreadable;
  slot.box = std::move(*box);
  bool whole = check == check_of(slot);
  return ReadSlot{std::move(slot), whole};
}

}  // namespace doorstep
