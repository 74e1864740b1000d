#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/crypto.h"

namespace doorstep {

/// Unsent work sealed to the office's public key: the outmail file (docs/store.md §The outmail) is a head and any
/// number of parcels, each whole in itself. Reading needs no key but the office's private one, and survives anything:
/// torn ends, spoiled middles, rubbish before and behind.
inline constexpr std::size_t sealed_bytes_max = std::size_t{4} << 20;  ///< of one parcel

/// Seals many parcels at the price of one: a key of its own, sealed by crypto_box_seal once, goes in front of each. The
/// key lives in guarded memory and goes with the sealer, and then nobody here opens them again.
class ParcelSealer {
 public:
  /// Empty when that is no public key that anybody could hold the other half of.
  static std::optional<ParcelSealer> to(const PublicKey& office, Dice& dice);
  const PublicKey& office() const { return office_; }
  /// The head of a file of parcels to this office.
  std::string file_head() const;
  /// One parcel, ready to be appended. `number` stands outside, for whoever asks what a file covers.
  std::string seal(std::uint64_t number, std::string_view plain, Dice& dice) const;

 private:
  ParcelSealer(const PublicKey& office, Secret key, std::string sealed_key)
      : office_(office), key_(std::move(key)), sealed_key_(std::move(sealed_key)) {}
  PublicKey office_;
  Secret key_;
  std::string sealed_key_;
};

struct SealedParcel {
  std::uint64_t number = 0;
  std::string_view sealed;  ///< into the text that was scanned
};
struct OutmailScan {
  std::optional<PublicKey> office;  ///< empty: no head
  std::vector<SealedParcel> parcels;
  std::size_t spoiled_bytes = 0;  ///< what is neither head nor a whole parcel
};
/// Everything in it whose check holds, in order; needs no key.
OutmailScan scan_outmail(std::string_view text);
/// Empty: sealed to another key, or forged.
std::optional<Secret> open_parcel(const SealedParcel& parcel, const BoxKeys& office);

}  // namespace doorstep
