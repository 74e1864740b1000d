#include "shared/block_cipher.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>

namespace doorstep {
namespace {

enum class Way { seal, open };

/// What OpenSSL needs for one direction. Setting it up costs more than a page, so each thread keeps its own; it holds
/// the subkey of the last block, which opens that one alone.
class BlockContext {
 public:
  explicit BlockContext(Way way) : context_(EVP_CIPHER_CTX_new()) {
    const bool ready = context_ && EVP_CipherInit_ex2(context_.get(), EVP_chacha20_poly1305(), nullptr, nullptr,
                                                      way == Way::seal ? 1 : 0, nullptr) == 1;
    require(ready, "OpenSSL has ChaCha20-Poly1305");
  }

  EVP_CIPHER_CTX* begin(const Secret& key, const Nonce& nonce, std::span<const std::uint8_t> aad) {
    Bytes<crypto_core_hchacha20_OUTPUTBYTES> subkey;
    crypto_core_hchacha20(subkey.data(), nonce.data(), key.bytes().data(), nullptr);
    Bytes<12> rest{};  // four zeros, and what HChaCha20 left of the nonce
    std::copy(nonce.begin() + crypto_core_hchacha20_INPUTBYTES, nonce.end(), rest.begin() + 4);
    int size = 0;
    const bool begun = EVP_CipherInit_ex2(context_.get(), nullptr, subkey.data(), rest.data(), -1, nullptr) == 1 &&
                       EVP_CipherUpdate(context_.get(), nullptr, &size, aad.data(), static_cast<int>(aad.size())) == 1;
    sodium_memzero(subkey.data(), subkey.size());
    require(begun, "a block's key and nonce are taken");
    return context_.get();
  }

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  std::unique_ptr<EVP_CIPHER_CTX, Free> context_;
};

bool run_through(EVP_CIPHER_CTX* context, std::span<std::uint8_t> text) {
  int size = 0;
  return EVP_CipherUpdate(context, text.data(), &size, text.data(), static_cast<int>(text.size())) == 1 &&
         EVP_CipherFinal_ex(context, text.data() + size, &size) == 1;
}

}  // namespace

Tag seal_in_place(const Secret& key, const Nonce& nonce, std::span<std::uint8_t> text,
                  std::span<const std::uint8_t> aad) {
  thread_local BlockContext sealing{Way::seal};
  auto* context = sealing.begin(key, nonce, aad);
  Tag tag;
  const bool sealed = run_through(context, text) && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG,
                                                                        static_cast<int>(tag.size()), tag.data()) == 1;
  require(sealed, "a block can be sealed");
  return tag;
}

bool open_in_place(const Secret& key, const Nonce& nonce, const Tag& tag, std::span<std::uint8_t> text,
                   std::span<const std::uint8_t> aad) {
  thread_local BlockContext opening{Way::open};
  auto* context = opening.begin(key, nonce, aad);
  Tag expected = tag;
  if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(expected.size()), expected.data()) == 1 &&
      run_through(context, text))
    return true;
  std::fill(text.begin(), text.end(), std::uint8_t{0});
  return false;
}

}  // namespace doorstep
