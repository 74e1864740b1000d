#include "shared/crypto.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace doorstep {
namespace {

class Crypto : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { start_crypto(); }
  SystemDice dice;
};

template <class Range>
std::string hex(const Range& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (auto byte : bytes) {
    out += digits[static_cast<std::uint8_t>(byte) >> 4];
    out += digits[static_cast<std::uint8_t>(byte) & 15];
  }
  return out;
}
template <std::size_t N>
Bytes<N> from_hex(std::string_view text) {
  Bytes<N> out{};
  for (std::size_t i = 0; i < N; ++i)
    out[i] = static_cast<std::uint8_t>(std::stoi(std::string{text.substr(2 * i, 2)}, nullptr, 16));
  return out;
}
Hash number(std::uint64_t value) {
  Hash out{};
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(value >> (8 * i));
  return out;
}

TEST_F(Crypto, hashes_are_the_standards_own) {
  EXPECT_EQ(hex(hash("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(hex(hash("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(hex(short_hash("abc")), "cf4ab791c62b8d2b2109c90275287816");
  std::string key(32, '\0'), message(255, '\0');
  std::iota(key.begin(), key.end(), '\0');
  std::iota(message.begin(), message.end(), '\0');
  EXPECT_EQ(hex(hash_keyed(key, message)), "f60f5c4a575c43db6c93608515866ea998e04b35792f5a92b27aa5880cd6721e");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") << "FIPS 180-4";
}

TEST_F(Crypto, a_keyed_hash_depends_on_its_key) {
  EXPECT_NE(hash_keyed("one key, sixteen", "x"), hash_keyed("another, sixteen", "x"));
  EXPECT_NE(hash_keyed("one key, sixteen", "x"), hash("x"));
}

TEST_F(Crypto, a_sum_carries_into_the_next_byte_and_wraps_at_256_bits) {
  auto sum = number(0xffff);
  add(sum, number(1));
  EXPECT_EQ(sum, number(0x10000));
  Hash all;
  all.fill(0xff);
  add(all, number(1));
  EXPECT_EQ(all, Hash{});
  subtract(all, number(1));
  EXPECT_EQ(hex(all), std::string(64, 'f'));
}

RC_GTEST_FIXTURE_PROP(Crypto, a_sum_does_not_know_the_order_of_its_parts, ()) {
  auto a = *rc::gen::arbitrary<Hash>(), b = *rc::gen::arbitrary<Hash>(), c = *rc::gen::arbitrary<Hash>();
  Hash one = a, other = c;
  add(one, b);
  add(one, c);
  add(other, a);
  add(other, b);
  RC_ASSERT(one == other);
  subtract(one, b);
  subtract(one, c);
  RC_ASSERT(one == a);
}

TEST_F(Crypto, a_seed_makes_the_key_pair_of_rfc_8032) {
  auto seed = from_hex<32>("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  auto key = SigningKey::from_seed(seed);
  EXPECT_EQ(hex(key.public_key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(hex(key.seed()), hex(seed));
}

TEST_F(Crypto, a_signature_holds_for_its_key_context_and_message_only) {
  auto key = SigningKey::mint(dice), other = SigningKey::mint(dice);
  auto signature = key.sign("context", "message");
  EXPECT_TRUE(verify(key.public_key(), "context", "message", signature));
  EXPECT_EQ(signature, key.sign("context", "message")) << "RFC 8032 signs without chance";
  EXPECT_FALSE(verify(other.public_key(), "context", "message", signature));
  EXPECT_FALSE(verify(key.public_key(), "another", "message", signature));
  EXPECT_FALSE(verify(key.public_key(), "context", "messagf", signature));
  EXPECT_FALSE(verify(key.public_key(), "contex", "tmessage", signature)) << "the border is signed too";
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto bent = signature;
    bent[i] ^= 1;
    EXPECT_FALSE(verify(key.public_key(), "context", "message", bent)) << "byte " << i;
  }
}

TEST_F(Crypto, a_key_of_zeros_signs_nothing) { EXPECT_FALSE(verify(PublicKey{}, "context", "message", Signature{})); }

TEST_F(Crypto, what_is_sealed_opens_only_unaltered_under_its_key_and_place) {
  auto key = Secret::copy_of(std::string(32, 'k')), other = Secret::copy_of(std::string(32, 'o'));
  for (std::string plain :
       {"", "张三", "a longer text that spans more than one block of the cipher, to be sure of it"}) {
    auto sealed = seal(key, plain, "slot 1", dice);
    EXPECT_TRUE(plain.empty() || sealed.find(plain) == std::string::npos);
    EXPECT_NE(sealed, seal(key, plain, "slot 1", dice)) << "a nonce of its own each time";
    auto opened = open(key, sealed, "slot 1");
    ASSERT_TRUE(opened);
    EXPECT_EQ(view(opened->bytes()), plain);
    EXPECT_FALSE(open(other, sealed, "slot 1"));
    EXPECT_FALSE(open(key, sealed, "slot 2"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      auto bent = sealed;
      bent[i] = static_cast<char>(bent[i] ^ 1);
      EXPECT_FALSE(open(key, bent, "slot 1")) << "byte " << i;
      EXPECT_FALSE(open(key, sealed.substr(0, i), "slot 1")) << "cut at " << i;
    }
  }
}

TEST_F(Crypto, a_passphrase_derives_one_key_for_each_salt_and_cost) {
  constexpr KdfCost cheap{1, 8192}, dearer{2, 8192};
  const Bytes<16> salt{1}, other_salt{2};
  auto derived = [](std::string_view passphrase, const Bytes<16>& with, KdfCost cost) {
    auto key = derive_key(passphrase, with, cost);
    return key ? hex(key->bytes()) : std::string{};
  };
  auto key = derived("口令 of mine", salt, cheap);
  EXPECT_EQ(key.size(), 64U);
  EXPECT_EQ(key, derived("口令 of mine", salt, cheap));
  EXPECT_NE(key, derived("口令 of mine ", salt, cheap));
  EXPECT_NE(key, derived("口令 of mine", other_salt, cheap));
  EXPECT_NE(key, derived("口令 of mine", salt, dearer));
}

TEST_F(Crypto, one_master_key_gives_a_key_for_each_use) {
  const auto master = Secret::copy_of(std::string(32, 'm')), other = Secret::copy_of(std::string(32, 'n'));
  auto key = hex(derive_subkey(master, 1, "doorstep").bytes());
  EXPECT_EQ(key.size(), 64U);
  EXPECT_EQ(key, hex(derive_subkey(master, 1, "doorstep").bytes()));
  EXPECT_NE(key, hex(derive_subkey(master, 2, "doorstep").bytes()));
  EXPECT_NE(key, hex(derive_subkey(master, 1, "otheruse").bytes()));
  EXPECT_NE(key, hex(derive_subkey(other, 1, "doorstep").bytes()));
}

TEST_F(Crypto, an_entangled_key_needs_both_secrets_and_is_keyed_blake2b) {
  const auto one = Secret::copy_of(std::string(32, 'm')), two = Secret::copy_of(std::string(32, 'n'));
  EXPECT_EQ(hex(entangle(one, "use", two).bytes()),
            hex(hash_keyed(view(one.bytes()), "use" + std::string{view(two.bytes())})));
  EXPECT_NE(hex(entangle(one, "use", two).bytes()), hex(entangle(two, "use", one).bytes()));
  EXPECT_NE(hex(entangle(one, "use", two).bytes()), hex(entangle(one, "esu", two).bytes()));
}

TEST_F(Crypto, a_box_is_known_by_its_private_half) {
  auto minted = mint_box(dice), again = box_of(minted.private_key.bytes());
  EXPECT_EQ(again.public_key, minted.public_key);
  EXPECT_EQ(view(again.private_key.bytes()), view(minted.private_key.bytes()));
}

TEST_F(Crypto, base64url_is_rfc_4648s_without_padding) {
  const std::vector<std::pair<std::string, std::string>> vectors{
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(base64(bytes_of(plain)), encoded);
    EXPECT_EQ(unbase64(encoded), plain);
  }
}

TEST_F(Crypto, base64url_has_one_form_for_each_value) {
  for (auto text : {"Zg==", "Z", "Zh", "+__-", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9vYg=", "Zm9vY", "张"}) {
    EXPECT_FALSE(unbase64(text)) << text;
  }
  EXPECT_TRUE(unbase64_exact<3>("AQID"));
  EXPECT_FALSE(unbase64_exact<4>("AQID"));
  EXPECT_FALSE(unbase64_exact<2>("AQID"));
}

RC_GTEST_FIXTURE_PROP(Crypto, bytes_survive_base64, (const std::string& bytes)) {
  RC_ASSERT(unbase64(base64(bytes_of(bytes))) == bytes);
}

}  // namespace
}  // namespace doorstep
