#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/clock.h"
#include "shared/result.h"

namespace doorstep {

/// libsodium behind a few verbs (pages: shared/block_cipher.h). `Bytes<N>` is public (keys, hashes, signatures);
/// secrets live in `Secret`.
template <std::size_t N>
using Bytes = std::array<std::uint8_t, N>;
using Hash = Bytes<32>;       ///< BLAKE2b-256 (RFC 7693) unless said otherwise
using PublicKey = Bytes<32>;  ///< Ed25519 (RFC 8032)
using Signature = Bytes<64>;  ///< Ed25519 (RFC 8032)

/// Guarded, locked memory, zeroed when it goes; never copied.
class Secret {
 public:
  explicit Secret(std::size_t size);
  static Secret copy_of(std::string_view bytes);
  std::span<std::uint8_t> bytes();
  std::span<const std::uint8_t> bytes() const;

 private:
  struct Free {
    void operator()(std::uint8_t*) const;
  };
  std::unique_ptr<std::uint8_t, Free> memory_;
  std::size_t size_;
};

/// The operating system's random bytes.
void random_bytes(std::span<std::uint8_t> bytes);

/// Must run once before anything else here; aborts if the library cannot start.
void start_crypto();

Hash hash(std::string_view bytes);
Hash hash_keyed(std::string_view key, std::string_view bytes);
/// BLAKE2b-128, for ids that derive from what they name.
Bytes<16> short_hash(std::string_view bytes);
/// SHA-256 (FIPS 180-4): journal leaves and heads, as in RFC 6962.
Hash sha256(std::string_view bytes);
/// a += b and a −= b as 256-bit little-endian numbers: the set hash's arithmetic.
void add(Hash& a, const Hash& b);
void subtract(Hash& a, const Hash& b);

/// An Ed25519 key pair; the seed is the secret that slots keep.
class SigningKey {
 public:
  static SigningKey mint(Dice& dice);
  static SigningKey from_seed(std::span<const std::uint8_t> seed);
  const PublicKey& public_key() const { return public_key_; }
  std::span<const std::uint8_t> seed() const;
  /// `context` separates the uses of one key; it is part of what is signed.
  Signature sign(std::string_view context, std::string_view message) const;

 private:
  explicit SigningKey(Secret secret);
  Secret secret_;
  PublicKey public_key_{};
};
bool verify(const PublicKey& key, std::string_view context, std::string_view message, const Signature& signature);

/// Argon2id (RFC 9106). Parameters are stored beside what they protect; they can be lowered only through this
/// interface.
struct KdfCost {
  std::uint64_t passes = 3;
  std::size_t memory_bytes = std::size_t{64} << 20;
};
Result<Secret> derive_key(std::string_view passphrase, std::span<const std::uint8_t, 16> salt, KdfCost cost);

/// A key of 32 bytes for one use of `master` (32 bytes), by libsodium's KDF (BLAKE2b). `context` has 8 characters; it
/// and `id` name the use. Nobody comes back from it to the master key or to another use.
Secret derive_subkey(const Secret& master, std::uint64_t id, std::string_view context);
/// Keyed BLAKE2b-256 over context ‖ input: a key that needs both secrets.
Secret entangle(const Secret& key, std::string_view context, const Secret& input);

/// XChaCha20-Poly1305-IETF. `seal` prepends its random nonce; `open` refuses anything altered, `aad` included.
std::string seal(const Secret& key, std::string_view plain, std::string_view aad, Dice& dice);
std::optional<Secret> open(const Secret& key, std::string_view sealed, std::string_view aad);

/// crypto_box_seal: anyone may seal to a public key, only its holder opens.
struct BoxKeys {
  PublicKey public_key;
  Secret private_key;
};
BoxKeys mint_box(Dice& dice);
/// The pair again from its private half (32 bytes).
BoxKeys box_of(std::span<const std::uint8_t> private_key);
/// 48 bytes longer than `plain`; whoever seals cannot open again. Empty for a key that cannot be anybody's (small
/// order).
std::optional<std::string> seal_to(const PublicKey& holder, std::string_view plain);
std::optional<Secret> open_sealed(const BoxKeys& holder, std::string_view sealed);

std::string base64(std::span<const std::uint8_t> bytes);  ///< base64url, no padding (RFC 4648 §5)
std::optional<std::string> unbase64(std::string_view text);
template <std::size_t N>
std::optional<Bytes<N>> unbase64_exact(std::string_view text) {
  auto raw = unbase64(text);
  if (!raw || raw->size() != N) return std::nullopt;
  Bytes<N> out;
  std::copy(raw->begin(), raw->end(), reinterpret_cast<char*>(out.data()));
  return out;
}

inline std::string_view view(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace doorstep
