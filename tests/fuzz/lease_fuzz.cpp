// A lease's text is read by the tablet; its signature is checked first, which a fuzzer cannot pass.
#include <cstdint>

#include "shared/json.h"
#include "shared/lease.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  static const auto key = [] {
    start_crypto();
    SystemDice dice;
    return SigningKey::mint(dice);
  }();
  auto lease = read_lease({reinterpret_cast<const char*>(data), size});
  if (!lease) {
    require(lease.error().fault == Fault::bad_frame, "a lease's fault");
    return 0;
  }
  require(lease->issued <= lease->not_after && lease->not_after - lease->issued <= lease_max, "a lease ends in time");
  // What was understood is signed, travels and is understood the same.
  const auto travelled = lease_from(lease_json(sign_lease(key, *lease)), "lease");
  require(travelled.has_value(), "a lease travels");
  auto again = open_lease(*travelled, key.public_key());
  require(again && again->person == lease->person && again->tablet == lease->tablet && again->grant == lease->grant &&
              again->communities == lease->communities && again->buildings == lease->buildings &&
              again->issued == lease->issued && again->not_after == lease->not_after,
          "a lease is written so that it is understood the same");
  return 0;
}
