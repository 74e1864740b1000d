// An outmail file comes from whoever hands it over; the office reads it with its private key at hand.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "shared/sealed_parcel.h"
#include "shared/seeded_dice.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  static SeededDice dice{1};
  static const BoxKeys office = (start_crypto(), mint_box(dice));
  static const ParcelSealer sealer = *ParcelSealer::to(office.public_key, dice);
  std::string_view text{reinterpret_cast<const char*>(data), size};
  auto scan = scan_outmail(text);
  std::size_t whole = 0;
  for (const auto& parcel : scan.parcels) {
    whole += parcel.sealed.size();
    require(parcel.sealed.data() >= text.data() && parcel.sealed.data() + parcel.sealed.size() <= text.data() + size,
            "a parcel lies within the file");
    if (auto plain = open_parcel(parcel, office))
      require(plain->bytes().size() < parcel.sealed.size(), "smaller inside");
  }
  require(whole + scan.spoiled_bytes <= size, "nothing is counted twice");
  // Whatever stands before it, a good parcel is found; unless the rubbish claims its bytes for a whole one of its own.
  auto good = sealer.seal(7, text.substr(0, std::min<std::size_t>(size, 64)), dice);
  auto with_good = std::string{text} + good;
  auto after = scan_outmail(with_good);
  // The check has no key: a fuzzer that sees comparisons learns to write it.
  constexpr std::size_t parcel_head_bytes = 32;
  for (const auto& parcel : after.parcels) {
    auto begins = static_cast<std::size_t>(parcel.sealed.data() - with_good.data());
    if (begins < size + parcel_head_bytes && begins + parcel.sealed.size() > size) return 0;
  }
  require(!after.parcels.empty() && after.parcels.back().number == 7 && open_parcel(after.parcels.back(), office),
          "a good parcel is found behind anything");
  return 0;
}
