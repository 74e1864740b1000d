#include "shared/numbers.h"

#include <algorithm>
#include <charconv>

#include "shared/result.h"

namespace doorstep {
namespace {

constexpr std::size_t number_digits = 7;

char check_digit(std::string_view number) {
  int product = 10;
  for (char digit : number) {
    const int sum = (digit - '0' + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace

bool is_series(std::string_view text) {
  auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return !text.empty() && text.size() <= series_length_max && capital(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return capital(c) || (c >= '0' && c <= '9'); });
}

std::string printed_number(std::string_view series, std::uint64_t number) {
  require(number >= 1 && number <= number_max, "a number has seven digits");
  auto plain = std::to_string(number);
  plain.insert(0, number_digits - plain.size(), '0');
  return std::string{series} + "-" + plain + check_digit(plain);
}

std::optional<std::uint64_t> number_in(std::string_view series, std::string_view printed) {
  if (printed.size() != series.size() + 1 + number_digits + 1 || !printed.starts_with(series) ||
      printed[series.size()] != '-')
    return std::nullopt;
  const auto plain = printed.substr(series.size() + 1, number_digits);
  std::uint64_t out = 0;
  auto [end, failed] = std::from_chars(plain.data(), plain.data() + plain.size(), out);
  if (failed != std::errc{} || end != plain.data() + plain.size() || out == 0) return std::nullopt;
  return printed.back() == check_digit(plain) ? std::optional{out} : std::nullopt;
}

}  // namespace doorstep
