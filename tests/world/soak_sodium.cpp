// Linked into `world_soak` only, in front of libsodium: what World spends a good part of its time on, and learns
// nothing from. A bundle is signed by a sum that any change of its bytes or its author breaks: that finds what disks,
// lines and programs do, and nobody forges here. Keys lie in ordinary memory. The test run's worlds have the real ones,
// and tell the same stories.
#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>

namespace {

std::uint64_t word(const unsigned char* at) {
  std::uint64_t out = 0;
  std::memcpy(&out, at, sizeof out);
  return out;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a ^ 0x9e3779b97f4a7c15) * (b ^ 0xd1342543de82ef95);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

struct Sum {
  std::uint64_t first = 0x5eed, second = 0xb1d6;
  void take(const unsigned char* bytes, unsigned long long size) {
    first ^= size;
    for (; size >= 16; bytes += 16, size -= 16) {
      first = mix(first ^ word(bytes), word(bytes + 8));
      second = mix(second + word(bytes), first);
    }
    unsigned char rest[16] = {};
    std::memcpy(rest, bytes, size);
    first = mix(first ^ word(rest), word(rest + 8));
    second = mix(second + word(rest), first);
  }
};

void mark(unsigned char* signature, const unsigned char* message, unsigned long long size, const unsigned char* key) {
  Sum sum;
  sum.take(key, crypto_sign_PUBLICKEYBYTES);
  sum.take(message, size);
  for (std::size_t at = 0; at < crypto_sign_BYTES; at += sizeof sum) {
    std::memcpy(signature + at, &sum, sizeof sum);
    sum.take(signature + at, sizeof sum);
  }
}

}  // namespace

extern "C" {

int crypto_sign_detached(unsigned char* signature, unsigned long long* signature_size, const unsigned char* message,
                         unsigned long long size, const unsigned char* secret) {
  mark(signature, message, size, secret + crypto_sign_SEEDBYTES);  // where the public half stands
  if (signature_size != nullptr) *signature_size = crypto_sign_BYTES;
  return 0;
}

int crypto_sign_verify_detached(const unsigned char* signature, const unsigned char* message, unsigned long long size,
                                const unsigned char* key) {
  unsigned char expected[crypto_sign_BYTES];
  mark(expected, message, size, key);
  return std::memcmp(expected, signature, sizeof expected) == 0 ? 0 : -1;
}

void randombytes_buf(void* out, std::size_t size) {
  static std::mt19937_64 lot{7};
  auto* at = static_cast<unsigned char*>(out);
  for (; size > 0;) {
    const auto drawn = lot();
    const auto taken = size < sizeof drawn ? size : sizeof drawn;
    std::memcpy(at, &drawn, taken);
    at += taken;
    size -= taken;
  }
}

void* sodium_malloc(std::size_t size) { return std::malloc(size); }
void sodium_free(void* memory) { std::free(memory); }

}  // extern "C"
