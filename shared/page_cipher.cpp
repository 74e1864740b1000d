#include "shared/page_cipher.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "shared/block_cipher.h"

namespace doorstep {
namespace {

constexpr std::string_view magic = "DSTP";
constexpr std::uint8_t format_version = 1;
constexpr std::uint8_t xchacha20_poly1305 = 1;  // room for others, SM4 among them
constexpr std::string_view sqlite_magic{"SQLite format 3\0", 16};
constexpr std::size_t text_bytes = page_bytes - page_reserve_bytes;
constexpr std::size_t header_bytes = std::tuple_size_v<SealedHeader>;
constexpr std::size_t check_at = 12;

enum class PageKind : std::uint8_t { page = 1, frame = 2, record = 3 };

void put(std::span<std::uint8_t> out, std::uint64_t number) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(number >> (8 * (out.size() - 1 - i)));
}

// Where a block belongs: file ‖ kind ‖ place ‖ what stands readable in it.
template <std::size_t N>
std::array<std::uint8_t, header_bytes + 1 + 8 + N> place(const SealedHeader& file, PageKind kind, std::uint64_t at,
                                                         std::span<const std::uint8_t, N> readable) {
  std::array<std::uint8_t, header_bytes + 1 + 8 + N> out;
  std::copy(file.begin(), file.end(), out.begin());
  out[header_bytes] = static_cast<std::uint8_t>(kind);
  put(std::span{out}.template subspan<header_bytes + 1, 8>(), at);
  std::copy(readable.begin(), readable.end(), out.begin() + header_bytes + 9);
  return out;
}

// `tail`: the reserved bytes, nonce ‖ tag.
using Tail = std::span<std::uint8_t, page_reserve_bytes>;

void seal_text(const Secret& key, std::span<std::uint8_t> text, Tail tail, std::span<const std::uint8_t> aad) {
  Nonce nonce;
  random_bytes(nonce);
  auto tag = seal_in_place(key, nonce, text, aad);
  std::copy(nonce.begin(), nonce.end(), tail.begin());
  std::copy(tag.begin(), tag.end(), tail.begin() + nonce.size());
}

bool open_text(const Secret& key, std::span<std::uint8_t> text, Tail tail, std::span<const std::uint8_t> aad) {
  Nonce nonce;
  Tag tag;
  std::copy_n(tail.begin(), nonce.size(), nonce.begin());
  std::copy_n(tail.begin() + nonce.size(), tag.size(), tag.begin());
  std::fill(tail.begin(), tail.end(), std::uint8_t{0});
  return open_in_place(key, nonce, tag, text, aad);
}

// The first page's beginning stands readable in the file; elsewhere everything is sealed.
std::size_t readable_bytes(std::uint32_t number) { return number == 1 ? header_bytes : 0; }

}  // namespace

bool reserve_is_clear(PageCipher::PlainPage page) {
  auto reserve = page.last<page_reserve_bytes>();
  return std::all_of(reserve.begin(), reserve.end(), [](std::uint8_t byte) { return byte == 0; });
}

PageCipher::PageCipher(const Secret& key) : key_(Secret::copy_of(view(key.bytes()))) {}

SealedHeader PageCipher::fresh_header() const {
  SealedHeader header{};
  std::copy(magic.begin(), magic.end(), header.begin());
  header[4] = format_version;
  header[5] = xchacha20_poly1305;
  random_bytes(std::span{header}.subspan<6, 6>());
  auto check = hash_keyed(view(key_.bytes()), view(std::span{header}.first<check_at>()));
  std::copy_n(check.begin(), header_bytes - check_at, header.begin() + check_at);
  return header;
}

SealedFile PageCipher::judge(const SealedHeader& header) const {
  if (view(header) == sqlite_magic) return SealedFile::plain;
  if (!view(header).starts_with(magic)) return SealedFile::not_sealed;
  if (header[4] != format_version || header[5] != xchacha20_poly1305) return SealedFile::newer;
  auto check = hash_keyed(view(key_.bytes()), view(std::span{header}.first<check_at>()));
  bool fits = std::equal(header.begin() + check_at, header.end(), check.begin());
  return fits ? SealedFile::ours : SealedFile::other_key;
}

void PageCipher::seal_page(const SealedHeader& file, std::uint32_t number, Page page) const {
  auto readable = readable_bytes(number);
  if (readable != 0) std::copy(file.begin(), file.end(), page.begin());
  auto aad = place<0>(file, PageKind::page, number, {});
  seal_text(key_, page.subspan(readable, text_bytes - readable), page.last<page_reserve_bytes>(), aad);
}

bool PageCipher::open_page(const SealedHeader& file, std::uint32_t number, Page page) const {
  auto readable = readable_bytes(number);
  if (readable != 0 && !std::equal(file.begin(), file.end(), page.begin())) return false;
  auto aad = place<0>(file, PageKind::page, number, {});
  if (!open_text(key_, page.subspan(readable, text_bytes - readable), page.last<page_reserve_bytes>(), aad))
    return false;
  if (readable != 0) std::copy(sqlite_magic.begin(), sqlite_magic.end(), page.begin());
  return true;
}

// A frame: page number 4, commit size 4, salts 8 | checksums 8, page. What stands behind the bar is one sealed text.
void PageCipher::seal_frame(const SealedHeader& file, std::uint32_t position, Frame frame) const {
  auto aad = place<16>(file, PageKind::frame, position, frame.first<16>());
  seal_text(key_, frame.subspan(16, 8 + text_bytes), frame.last<page_reserve_bytes>(), aad);
}

bool PageCipher::open_frame(const SealedHeader& file, std::uint32_t position, Frame frame) const {
  auto aad = place<16>(file, PageKind::frame, position, frame.first<16>());
  return open_text(key_, frame.subspan(16, 8 + text_bytes), frame.last<page_reserve_bytes>(), aad);
}

// SQLite's record is page number 4, page 4096, checksum 4; ours has the checksum before the page, so that both are one
// sealed text with nonce and tag behind it.
void PageCipher::seal_record(const SealedHeader& file, std::uint64_t offset, Record record) const {
  std::rotate(record.begin() + 4, record.end() - 4, record.end());
  auto aad = place<4>(file, PageKind::record, offset, record.first<4>());
  seal_text(key_, record.subspan(4, 4 + text_bytes), record.last<page_reserve_bytes>(), aad);
}

bool PageCipher::open_record(const SealedHeader& file, std::uint64_t offset, Record record) const {
  auto aad = place<4>(file, PageKind::record, offset, record.first<4>());
  bool opened = open_text(key_, record.subspan(4, 4 + text_bytes), record.last<page_reserve_bytes>(), aad);
  std::rotate(record.begin() + 4, record.begin() + 8, record.end());
  return opened;
}

}  // namespace doorstep
