#include "shared/numbers.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

/// ISO/IEC 7064, MOD 11,10 as the standard words it: the digit with which the last sum becomes 1 modulo 10.
char check_digit_of(std::string_view digits) {
  int product = 10;
  for (const char digit : digits) {
    const int sum = (product + digit - '0') % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  for (char digit = '0'; digit <= '9'; ++digit)
    if ((product + digit - '0') % 10 == 1) return digit;
  return 'X';
}

TEST(Numbers, are_printed_with_a_check_digit_that_everybody_can_compute) {
  EXPECT_EQ(check_digit_of("0794"), '5') << "the standard's own example";
  for (std::uint64_t number = 1; number < 1'000'000; number += 997) {
    const auto printed = printed_number("R", number);
    EXPECT_EQ(printed.back(), check_digit_of(std::string_view{printed}.substr(2, printed.size() - 3))) << printed;
  }
  EXPECT_EQ(printed_number("R", 1), "R-00000015");
  EXPECT_EQ(printed_number("A", number_max).size(), 10U);
  for (std::uint64_t number : {std::uint64_t{1}, std::uint64_t{794}, std::uint64_t{1'234'567}, number_max})
    EXPECT_EQ(number_in("R", printed_number("R", number)), number);
}

TEST(Numbers, one_wrong_digit_and_two_that_changed_places_are_noticed) {
  const auto good = printed_number("R", 1'204'857);
  for (std::size_t at = 2; at < good.size(); ++at)
    for (char other = '0'; other <= '9'; ++other) {
      auto wrong = good;
      wrong[at] = other;
      EXPECT_EQ(number_in("R", wrong).has_value(), wrong == good) << wrong;
    }
  int missed = 0, swapped = 0;
  for (std::uint64_t number = 1; number < 5'000; number += 7) {
    const auto printed = printed_number("R", number * 1'999);
    for (std::size_t at = 2; at + 1 < printed.size(); ++at) {
      auto wrong = printed;
      std::swap(wrong[at], wrong[at + 1]);
      if (wrong == printed) continue;
      ++swapped;
      missed += number_in("R", wrong).has_value() ? 1 : 0;
    }
  }
  EXPECT_LT(missed * 40, swapped) << "of forty swapped neighbours less than one goes unnoticed";
}

TEST(Numbers, of_another_series_or_another_form_are_none) {
  for (const char* text : {"", "R", "R-", "R-0000001", "R-000000156", "A-00000015", "r-00000015", "R 00000015",
                           "R-0000001X", "R-00000004", "RR-00000015"})
    EXPECT_FALSE(number_in("R", text).has_value()) << text;
  EXPECT_TRUE(is_series("R"));
  EXPECT_TRUE(is_series("REQ2026"));
  for (const char* text : {"", "r", "1A", "A-B", "ABCDEFGHI", "报"}) EXPECT_FALSE(is_series(text)) << text;
}

}  // namespace
}  // namespace doorstep
