#include "shared/block_cipher.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <numeric>
#include <thread>

namespace doorstep {
namespace {

std::span<std::uint8_t> span_of(std::string& text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

struct Block {
  Secret key = (start_crypto(), Secret{32});
  Nonce nonce;
  std::string text, aad;
  explicit Block(std::size_t size, std::size_t beside = 25) : text(size, '\0'), aad(beside, '\0') {
    random_bytes(key.bytes());
    random_bytes(nonce);
    random_bytes(span_of(text));
    random_bytes(span_of(aad));
  }
};

// draft-irtf-cfrg-xchacha-03, A.3.1.
TEST(BlockCipher, seals_the_drafts_own_example_as_it_says) {
  Block block{0};
  std::iota(block.key.bytes().begin(), block.key.bytes().end(), std::uint8_t{0x80});
  std::iota(block.nonce.begin(), block.nonce.end(), std::uint8_t{0x40});
  block.aad = "\x50\x51\x52\x53\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7";
  block.text =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
      "it.";
  const Tag expected{0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49};
  const auto plain = block.text;
  const auto tag = seal_in_place(block.key, block.nonce, span_of(block.text), bytes_of(block.aad));
  EXPECT_EQ(tag, expected);
  EXPECT_EQ(block.text.substr(0, 4), "\xbd\x6d\x17\x9d");
  ASSERT_TRUE(open_in_place(block.key, block.nonce, tag, span_of(block.text), bytes_of(block.aad)));
  EXPECT_EQ(block.text, plain);
}

TEST(BlockCipher, seals_every_size_to_the_bytes_that_libsodium_makes_of_it) {
  for (std::size_t size = 0; size <= 4200; size += size < 300 ? 1 : 97) {
    Block block{size, size % 70};
    const auto plain = block.text;
    auto theirs = plain;
    Tag their_tag{};
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        span_of(theirs).data(), their_tag.data(), nullptr, bytes_of(plain).data(), plain.size(),
        bytes_of(block.aad).data(), block.aad.size(), nullptr, block.nonce.data(), block.key.bytes().data());
    const auto tag = seal_in_place(block.key, block.nonce, span_of(block.text), bytes_of(block.aad));
    ASSERT_EQ(tag, their_tag) << size;
    ASSERT_EQ(block.text, theirs) << size;
    ASSERT_TRUE(open_in_place(block.key, block.nonce, tag, span_of(block.text), bytes_of(block.aad))) << size;
    ASSERT_EQ(block.text, plain) << size;
  }
}

TEST(BlockCipher, opens_nothing_that_was_altered_and_shows_nothing_of_it) {
  const Block sound{512};
  for (std::size_t bit = 0; bit < (512 + 25 + 16 + 24) * 8; bit += 7) {
    auto text = sound.text, aad = sound.aad;
    auto nonce = sound.nonce;
    auto tag = seal_in_place(sound.key, nonce, span_of(text), bytes_of(aad));
    const auto flip = static_cast<std::uint8_t>(1U << (bit % 8));
    const auto at = bit / 8;
    if (at < 512)
      span_of(text)[at] ^= flip;
    else if (at < 537)
      span_of(aad)[at - 512] ^= flip;
    else if (at < 553)
      tag[at - 537] ^= flip;
    else
      nonce[at - 553] ^= flip;
    ASSERT_FALSE(open_in_place(sound.key, nonce, tag, span_of(text), bytes_of(aad))) << bit;
    ASSERT_EQ(text, std::string(512, '\0')) << bit;
  }
  // And the next one that is sound opens as ever.
  auto text = sound.text;
  const auto tag = seal_in_place(sound.key, sound.nonce, span_of(text), bytes_of(sound.aad));
  EXPECT_TRUE(open_in_place(sound.key, sound.nonce, tag, span_of(text), bytes_of(sound.aad)));
  EXPECT_EQ(text, sound.text);
}

TEST(BlockCipher, serves_threads_that_seal_and_open_at_once) {
  std::array<int, 4> opened{};
  {
    std::array<std::jthread, 4> threads;
    for (std::size_t n = 0; n < threads.size(); ++n)
      threads[n] = std::jthread{[&opened, n] {
        for (int i = 0; i < 200; ++i) {
          Block block{4056};
          const auto plain = block.text;
          const auto tag = seal_in_place(block.key, block.nonce, span_of(block.text), bytes_of(block.aad));
          const bool sound = open_in_place(block.key, block.nonce, tag, span_of(block.text), bytes_of(block.aad));
          opened[n] += sound && block.text == plain ? 1 : 0;
        }
      }};
  }
  for (int one : opened) EXPECT_EQ(one, 200);
}

}  // namespace
}  // namespace doorstep
