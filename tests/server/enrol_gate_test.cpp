#include "server/enrol_gate.h"

#include <gtest/gtest.h>

#include "tests/party_clock.h"

namespace doorstep {
namespace {

using test::noon;

TEST(EnrolGate, an_address_that_tries_too_many_wrong_codes_waits_and_others_do_not) {
  EnrolGate gate;
  for (std::size_t i = 0; i < wrong_codes_max; ++i) {
    EXPECT_TRUE(gate.open("10.0.0.1", noon));
    gate.failed("10.0.0.1", noon);
  }
  EXPECT_FALSE(gate.open("10.0.0.1", noon));
  EXPECT_TRUE(gate.open("10.0.0.2", noon));
  EXPECT_FALSE(gate.open("10.0.0.1", noon + wrong_codes_forgiven_after - Millis{1}));
  EXPECT_TRUE(gate.open("10.0.0.1", noon + wrong_codes_forgiven_after));
}

TEST(EnrolGate, a_clock_that_was_set_back_keeps_nobody_out_for_ever) {
  EnrolGate gate;
  for (std::size_t i = 0; i < wrong_codes_max; ++i) gate.failed("10.0.0.1", noon);
  const auto earlier = noon - Millis{std::int64_t{365} * 86'400'000};
  EXPECT_FALSE(gate.open("10.0.0.1", earlier));
  EXPECT_TRUE(gate.open("10.0.0.1", earlier + wrong_codes_forgiven_after));
}

TEST(EnrolGate, a_flood_of_addresses_takes_no_more_room_than_its_limit) {
  EnrolGate gate;
  for (std::size_t i = 0; i < 2 * gate_addresses_max; ++i)
    gate.failed(std::to_string(i), noon + Millis{static_cast<std::int64_t>(i)});
  for (std::size_t i = 1; i < wrong_codes_max; ++i)
    gate.failed(std::to_string(2 * gate_addresses_max - 1), noon + Millis{100'000});
  EXPECT_FALSE(gate.open(std::to_string(2 * gate_addresses_max - 1), noon + Millis{100'000})) << "the newest are known";
}

}  // namespace
}  // namespace doorstep
