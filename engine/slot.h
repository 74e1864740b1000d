#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/crypto.h"

namespace doorstep {

/// What a slot file may ask for: it is read before anything proves who wrote it.
inline constexpr std::uint64_t kdf_passes_max = 10;
inline constexpr std::size_t kdf_memory_bytes_max = std::size_t{1} << 30;
inline constexpr std::size_t kdf_memory_bytes_min = 8192;  ///< Argon2's own; `Vault` asks for more when it enrols

inline constexpr std::uint64_t slot_version = 2;
inline constexpr std::size_t slot_bytes_max = 4096;

/// The text of a slot file (docs/store.md §The slot file), without any key: the parameters by which a passphrase
/// becomes the key of `box`, and the box with the store's keys. Version 1 had no device secret.
struct Slot {
  std::uint64_t version = slot_version;
  KdfCost cost;
  Bytes<16> salt{};
  bool sealed = false;  ///< the store under these keys is sealed: one in the clear in its place is a forgery
  std::string box;

  /// Altering a parameter breaks the box's tag, not only the key.
  std::string associated_data() const;
  std::string file_text() const;
};

struct ReadSlot {
  Slot slot;
  bool whole = false;  ///< its check holds: what does not open is a wrong passphrase, not a spoiled file
};

/// store_newer for a later version's; bad_file for anything else that is no slot file, or asks for more than the
/// limits.
Result<ReadSlot> read_slot(std::string_view text);

}  // namespace doorstep
