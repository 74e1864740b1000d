#pragma once
#include "shared/crypto.h"

namespace doorstep {

/// XChaCha20-Poly1305-IETF (draft-irtf-cfrg-xchacha-03) for blocks of fixed size, in place: nonce and tag have their
/// own room. The same bytes as libsodium's: the subkey by its HChaCha20, the rest by OpenSSL's ChaCha20-Poly1305
/// (RFC 8439), which takes half the time for a page (docs/decisions/0022). Any thread.
using Nonce = Bytes<24>;
using Tag = Bytes<16>;
Tag seal_in_place(const Secret& key, const Nonce& nonce, std::span<std::uint8_t> text,
                  std::span<const std::uint8_t> aad);
/// False: something was altered; `text` is zeros then.
[[nodiscard]] bool open_in_place(const Secret& key, const Nonce& nonce, const Tag& tag, std::span<std::uint8_t> text,
                                 std::span<const std::uint8_t> aad);

}  // namespace doorstep
