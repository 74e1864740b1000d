#include <algorithm>
#include <array>

#include "shared/dates.h"
#include "shared/unicode.h"
#include "shared/value.h"

namespace doorstep {
namespace {

/// ISO 7064 MOD 11-2 over the first seventeen digits.
char check_digit(std::string_view number) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (number[i] - '0');
  return "10X98765432"[sum % 11];
}

/// Provinces by their first two digits; 81 to 83 are residence permits, 91 foreigners' cards, 99 synthetic numbers.
bool is_known_province(std::string_view number) {
  constexpr std::array<std::string_view, 37> known{
      "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
      "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91", "99"};
  return std::binary_search(known.begin(), known.end(), number.substr(0, 2));
}

std::string birth_date(std::string_view number) {
  std::string digits{number.size() == 18 ? number.substr(6, 8) : number.substr(6, 6)};
  if (digits.size() == 6) digits.insert(0, "19");
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

}  // namespace

IdNumberVerdict check_id_number(std::string_view text, std::string_view today) {
  IdNumberVerdict out;
  out.normal = upper(nfkc(text));
  std::erase_if(out.normal, [](char c) { return c == ' '; });
  std::string_view number = out.normal;
  auto refused = [&out](const char* why) {
    out.reason = why;
    return out;
  };
  bool legacy = number.size() == 15;
  if (!legacy && number.size() != 18) return refused("a resident ID number has 18 characters");
  if (!all_digits(number.substr(0, legacy ? 15 : 17))) return refused("only the last character may be a letter, X");
  auto born = birth_date(number);
  if (!is_date(born)) return refused("the birth date in it does not exist");
  if (born > today) return refused("the birth date in it is in the future");
  if (!legacy && number[17] != check_digit(number)) return refused("the check digit does not fit the other digits");
  out.valid = true;
  // Area codes change with every reform of the districts, and archives keep old papers: odd is no reason to refuse.
  if (legacy)
    out.warning = "the old form with 15 digits: to be verified";
  else if (born < "1900-01-01")
    out.warning = "born before 1900";
  else if (!is_known_province(number))
    out.warning = "unknown area";
  return out;
}

}  // namespace doorstep
