#pragma once
#include <cstdint>
#include <span>

#include "shared/crypto.h"

namespace doorstep {

inline constexpr std::size_t page_bytes = 4096;
/// At the end of each page as SQLite sees it: zero there, nonce and tag on the disk.
inline constexpr std::size_t page_reserve_bytes = 40;
inline constexpr std::size_t frame_header_bytes = 24, frame_bytes = frame_header_bytes + page_bytes;
inline constexpr std::size_t journal_record_bytes = 4 + page_bytes + 4;

/// The first 16 bytes of a sealed database file, where SQLite has "SQLite format 3": `DSTP`, format version, algorithm,
/// six random bytes that tell this file from others under the same key, and four that tell whether a key is the right
/// one.
using SealedHeader = Bytes<16>;
enum class SealedFile {
  ours,
  plain,  ///< an SQLite database as it is
  newer,  ///< another format or algorithm
  other_key,
  not_sealed,  ///< anything else
};

/// What stands on the disk in place of SQLite's pages, frames and journal records (docs/store.md §Sealed files, byte by
/// byte). XChaCha20-Poly1305 by libsodium, a fresh random nonce for every write. What a block is, where it stands and
/// in which file is authenticated with it: moved, it does not open. Pure but for the nonces; any thread.
class PageCipher {
 public:
  using Page = std::span<std::uint8_t, page_bytes>;
  using PlainPage = std::span<const std::uint8_t, page_bytes>;
  using Frame = std::span<std::uint8_t, frame_bytes>;
  using Record = std::span<std::uint8_t, journal_record_bytes>;

  explicit PageCipher(const Secret& key);

  SealedHeader fresh_header() const;
  SealedFile judge(const SealedHeader& header) const;

  /// In place, on what SQLite would have written; its last `page_reserve_bytes` must be zero. `open` answers false when
  /// anything was altered, and leaves rubbish.
  void seal_page(const SealedHeader& file, std::uint32_t number, Page page) const;
  [[nodiscard]] bool open_page(const SealedHeader& file, std::uint32_t number, Page page) const;

  /// A frame of the write-ahead log; `position` counts from 0. Its two checksums are hidden with the page: SQLite
  /// computes them over what the page says. Page number, commit size and salts stay readable and are authenticated.
  void seal_frame(const SealedHeader& file, std::uint32_t position, Frame frame) const;
  [[nodiscard]] bool open_frame(const SealedHeader& file, std::uint32_t position, Frame frame) const;

  /// A record of the rollback journal: page number, page, checksum; `offset` in the file.
  void seal_record(const SealedHeader& file, std::uint64_t offset, Record record) const;
  [[nodiscard]] bool open_record(const SealedHeader& file, std::uint64_t offset, Record record) const;

 private:
  Secret key_;
};

/// Are the reserved bytes zero, as SQLite leaves them? A page for which they are not would not come back the same.
bool reserve_is_clear(PageCipher::PlainPage page);

}  // namespace doorstep
