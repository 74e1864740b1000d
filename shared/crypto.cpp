#include "shared/crypto.h"

#include <sodium.h>

#include <algorithm>

namespace doorstep {
namespace {

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The length keeps (context, message) pairs apart whatever they contain.
std::string in_context(std::string_view context, std::string_view message) {
  std::string out;
  out.reserve(context.size() + message.size() + 1);
  out += static_cast<char>(context.size());
  out += context;
  out += message;
  return out;
}

}  // namespace

void start_crypto() { require(sodium_init() >= 0, "libsodium starts"); }

void random_bytes(std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

Secret::Secret(std::size_t size) : memory_(static_cast<std::uint8_t*>(sodium_malloc(size))), size_(size) {
  require(memory_ != nullptr, "guarded memory is available");
}
void Secret::Free::operator()(std::uint8_t* memory) const { sodium_free(memory); }
Secret Secret::copy_of(std::string_view bytes) {
  Secret out{bytes.size()};
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(out.memory_.get()));
  return out;
}
std::span<std::uint8_t> Secret::bytes() { return {memory_.get(), size_}; }
std::span<const std::uint8_t> Secret::bytes() const { return {memory_.get(), size_}; }

Hash hash(std::string_view bytes) { return hash_keyed({}, bytes); }
Hash hash_keyed(std::string_view key, std::string_view bytes) {
  Hash out;
  crypto_generichash(out.data(), out.size(), raw(bytes), bytes.size(), key.empty() ? nullptr : raw(key), key.size());
  return out;
}
Bytes<16> short_hash(std::string_view bytes) {
  Bytes<16> out;
  crypto_generichash(out.data(), out.size(), raw(bytes), bytes.size(), nullptr, 0);
  return out;
}
Hash sha256(std::string_view bytes) {
  Hash out;
  crypto_hash_sha256(out.data(), raw(bytes), bytes.size());
  return out;
}
void add(Hash& a, const Hash& b) { sodium_add(a.data(), b.data(), a.size()); }
void subtract(Hash& a, const Hash& b) { sodium_sub(a.data(), b.data(), a.size()); }

SigningKey::SigningKey(Secret secret) : secret_(std::move(secret)) {
  crypto_sign_ed25519_sk_to_pk(public_key_.data(), secret_.bytes().data());
}
SigningKey SigningKey::mint(Dice& dice) {
  Secret seed{crypto_sign_SEEDBYTES};
  dice.fill(seed.bytes());
  return from_seed(seed.bytes());
}
SigningKey SigningKey::from_seed(std::span<const std::uint8_t> seed) {
  require(seed.size() == crypto_sign_SEEDBYTES, "an Ed25519 seed has 32 bytes");
  Secret secret{crypto_sign_SECRETKEYBYTES};
  PublicKey unused;
  crypto_sign_seed_keypair(unused.data(), secret.bytes().data(), seed.data());
  return SigningKey{std::move(secret)};
}
std::span<const std::uint8_t> SigningKey::seed() const { return secret_.bytes().first(crypto_sign_SEEDBYTES); }
Signature SigningKey::sign(std::string_view context, std::string_view message) const {
  Signature out;
  auto text = in_context(context, message);
  crypto_sign_detached(out.data(), nullptr, raw(text), text.size(), secret_.bytes().data());
  return out;
}
bool verify(const PublicKey& key, std::string_view context, std::string_view message, const Signature& signature) {
  auto text = in_context(context, message);
  return crypto_sign_verify_detached(signature.data(), raw(text), text.size(), key.data()) == 0;
}

Result<Secret> derive_key(std::string_view passphrase, std::span<const std::uint8_t, 16> salt, KdfCost cost) {
  Secret key{crypto_aead_xchacha20poly1305_ietf_KEYBYTES};
  if (crypto_pwhash(key.bytes().data(), key.bytes().size(), passphrase.data(), passphrase.size(), salt.data(),
                    cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Error{Fault::internal, "not enough memory to derive the key"};
  }
  return key;
}

Secret derive_subkey(const Secret& master, std::uint64_t id, std::string_view context) {
  require(master.bytes().size() == crypto_kdf_KEYBYTES, "a master key has 32 bytes");
  require(context.size() == crypto_kdf_CONTEXTBYTES, "the use of a key is named by 8 characters");
  Secret out{32};
  crypto_kdf_derive_from_key(out.bytes().data(), out.bytes().size(), id, context.data(), master.bytes().data());
  return out;
}

Secret entangle(const Secret& key, std::string_view context, const Secret& input) {
  Secret out{32};
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.bytes().data(), key.bytes().size(), out.bytes().size());
  crypto_generichash_update(&state, raw(context), context.size());
  crypto_generichash_update(&state, input.bytes().data(), input.bytes().size());
  crypto_generichash_final(&state, out.bytes().data(), out.bytes().size());
  sodium_memzero(&state, sizeof state);
  return out;
}

std::string seal(const Secret& key, std::string_view plain, std::string_view aad, Dice& dice) {
  constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  std::string out(nonce_bytes + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  auto* at = reinterpret_cast<unsigned char*>(out.data());
  dice.fill({at, nonce_bytes});
  crypto_aead_xchacha20poly1305_ietf_encrypt(at + nonce_bytes, nullptr, raw(plain), plain.size(), raw(aad), aad.size(),
                                             nullptr, at, key.bytes().data());
  return out;
}
std::optional<Secret> open(const Secret& key, std::string_view sealed, std::string_view aad) {
  constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t overhead = nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < overhead) return std::nullopt;
  Secret plain{sealed.size() - overhead};
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.bytes().data(), nullptr, nullptr, raw(sealed) + nonce_bytes,
                                                 sealed.size() - nonce_bytes, raw(aad), aad.size(), raw(sealed),
                                                 key.bytes().data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

BoxKeys mint_box(Dice& dice) {
  Bytes<crypto_box_SEEDBYTES> seed;
  dice.fill(seed);
  BoxKeys keys{{}, Secret{crypto_box_SECRETKEYBYTES}};
  crypto_box_seed_keypair(keys.public_key.data(), keys.private_key.bytes().data(), seed.data());
  sodium_memzero(seed.data(), seed.size());
  return keys;
}

BoxKeys box_of(std::span<const std::uint8_t> private_key) {
  require(private_key.size() == crypto_box_SECRETKEYBYTES, "a box's private key has 32 bytes");
  BoxKeys keys{{}, Secret::copy_of(view(private_key))};
  crypto_scalarmult_base(keys.public_key.data(), keys.private_key.bytes().data());
  return keys;
}

std::optional<std::string> seal_to(const PublicKey& holder, std::string_view plain) {
  std::string out(plain.size() + crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal(reinterpret_cast<unsigned char*>(out.data()), raw(plain), plain.size(), holder.data()) != 0)
    return std::nullopt;
  return out;
}
std::optional<Secret> open_sealed(const BoxKeys& holder, std::string_view sealed) {
  if (sealed.size() < crypto_box_SEALBYTES) return std::nullopt;
  Secret plain{sealed.size() - crypto_box_SEALBYTES};
  if (crypto_box_seal_open(plain.bytes().data(), raw(sealed), sealed.size(), holder.public_key.data(),
                           holder.private_key.bytes().data()) != 0)
    return std::nullopt;
  return plain;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
  out.pop_back();  // the terminating zero
  return out;
}
std::optional<std::string> unbase64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                        &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

}  // namespace doorstep
