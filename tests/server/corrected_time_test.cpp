#include "server/corrected_time.h"

#include <gtest/gtest.h>

#include "tests/party_clock.h"

namespace doorstep {
namespace {

using std::chrono::hours;

/// A tablet says hello at noon, server's time.
using test::noon;

Made made(Instant wall, Millis monotonic, std::string boot = "b1") { return {wall, monotonic, std::move(boot), {}}; }
Clocks hello(Instant wall, Millis monotonic = hours{100}) { return {wall, monotonic, "b1", {}}; }

TEST(CorrectedTime, within_one_boot_a_wall_clock_that_is_years_off_does_not_matter) {
  auto wrong = noon - hours{5 * 8760};
  EXPECT_EQ(corrected_time(made(wrong, hours{97}), hello(wrong), noon, noon, {}), noon - hours{3});
  EXPECT_EQ(corrected_time(made(wrong + hours{900}, hours{97}), hello(wrong), noon, noon, {}), noon - hours{3})
      << "set in between";
}

TEST(CorrectedTime, across_boots_the_wall_clock_counts_less_its_error) {
  auto fast = noon + hours{2};
  EXPECT_EQ(corrected_time(made(fast - hours{30}, hours{1}, "b0"), hello(fast), noon, noon, {}), noon - hours{30});
  EXPECT_EQ(corrected_time(made(fast - hours{30}, hours{1}, ""), {fast, hours{100}, "", {}}, noon, noon, {}),
            noon - hours{30})
      << "an unnamed boot is nobody's";
}

TEST(CorrectedTime, is_never_later_than_the_receipt) {
  EXPECT_EQ(corrected_time(made(noon + hours{9}, hours{109}), hello(noon), noon, noon + hours{1}, {}), noon + hours{1});
}

TEST(CorrectedTime, is_not_before_the_server_time_that_the_tablet_knew) {
  auto edit = made(noon, hours{50});
  edit.server = noon - hours{4};
  EXPECT_EQ(corrected_time(edit, hello(noon), noon, noon, {}), noon - hours{4});
  edit.server = noon + hours{4};
  EXPECT_EQ(corrected_time(edit, hello(noon), noon, noon, {}), noon) << "nor does a made-up one lead past the receipt";
}

TEST(CorrectedTime, never_runs_backwards_along_a_chain) {
  EXPECT_EQ(corrected_time(made(noon, hours{97}), hello(noon), noon, noon, noon - hours{1}), noon - hours{1});
  EXPECT_EQ(corrected_time(made(noon, hours{100}), hello(noon), noon, noon, noon + hours{1}), noon + hours{1})
      << "even when the server's clock was set back";
}

}  // namespace
}  // namespace doorstep
