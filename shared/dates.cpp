#include "shared/dates.h"

#include <cstdio>

#include <array>
#include <chrono>

namespace doorstep {
namespace {

/// Takes 1…`most` digits off the front of `text`, at least `least`; -1 when they are not there.
int take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int out = 0;
  while (count < text.size() && count < most && text[count] >= '0' && text[count] <= '9')
    out = out * 10 + (text[count++] - '0');
  if (count < least) return -1;
  text.remove_prefix(count);
  return out;
}

bool take(std::string_view& text, std::string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}

std::string two(int number) { return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)}; }

std::chrono::year_month_day calendar(int year, int month, int day) {
  return {std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
          std::chrono::day{static_cast<unsigned>(day)}};
}

struct Day {
  int year = -1, month = -1, day = -1;
  bool real() const { return year > 0 && month > 0 && day > 0 && calendar(year, month, day).ok(); }
};

std::optional<Day> take_stored_date(std::string_view& text) {
  Day out;
  out.year = take_number(text, 4, 4);
  if (!take(text, "-")) return std::nullopt;
  out.month = take_number(text, 2, 2);
  if (!take(text, "-")) return std::nullopt;
  out.day = take_number(text, 2, 2);
  return out.real() ? std::optional{out} : std::nullopt;
}

struct Moment {
  Day day;
  int hour = -1, minute = -1, second = 0;
  std::optional<int> offset_minutes;
  std::int64_t seconds() const {
    auto days = std::chrono::sys_days{calendar(day.year, day.month, day.day)}.time_since_epoch().count();
    return ((days * 24 + hour) * 60 + minute - offset_minutes.value_or(0)) * 60 + second;
  }
};

/// Hours and minutes; `least` digits of the hour. Seconds are taken when they follow.
bool take_clock(std::string_view& text, std::size_t least, Moment& out) {
  out.hour = take_number(text, least, 2);
  if (!take(text, ":")) return false;
  out.minute = take_number(text, 2, 2);
  if (take(text, ":")) out.second = take_number(text, 2, 2);
  return out.hour >= 0 && out.hour < 24 && out.minute >= 0 && out.minute < 60 && out.second >= 0 && out.second < 60;
}

bool take_offset(std::string_view& text, Moment& out) {
  if (text.empty()) return true;
  if (take(text, "Z")) {
    out.offset_minutes = 0;
    return true;
  }
  int sign = take(text, "+") ? 1 : take(text, "-") ? -1 : 0;
  int hours = take_number(text, 2, 2);
  if (sign == 0 || !take(text, ":")) return false;
  int minutes = take_number(text, 2, 2);
  out.offset_minutes = sign * (hours * 60 + minutes);
  return hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60;
}

std::optional<Moment> read_time(std::string_view text) {
  Moment out;
  auto day = take_stored_date(text);
  if (!day || !take(text, "T") || !take_clock(text, 2, out) || !take_offset(text, out) || !text.empty())
    return std::nullopt;
  out.day = *day;
  return out;
}

/// One of the written forms; the mark after the year decides which marks must follow.
std::optional<std::string> take_written_date(std::string_view& text) {
  struct Marks {
    std::string_view year, month, day;
  };
  constexpr std::array<Marks, 4> written{{{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}}};
  Day out;
  out.year = take_number(text, 4, 4);
  for (const auto& marks : written) {
    if (!take(text, marks.year)) continue;
    out.month = take_number(text, 1, 2);
    if (!take(text, marks.month)) return std::nullopt;
    out.day = take_number(text, 1, 2);
    if (!take(text, marks.day) || !out.real()) return std::nullopt;
    return two(out.year / 100) + two(out.year % 100) + "-" + two(out.month) + "-" + two(out.day);
  }
  return std::nullopt;
}

}  // namespace

bool is_date(std::string_view text) { return take_stored_date(text).has_value() && text.empty(); }

bool is_time(std::string_view text) { return read_time(text).has_value(); }

bool is_time_of_day(std::string_view text) {
  Moment out;
  return text.size() == 5 && take_clock(text, 2, out) && text.empty();
}

std::int64_t date_number(std::string_view date) {
  std::int64_t out = 0;
  for (char c : date)
    if (c >= '0' && c <= '9') out = out * 10 + (c - '0');
  return out;
}

std::optional<std::string> date_from(std::string_view text) {
  auto out = take_written_date(text);
  return out && text.empty() ? out : std::nullopt;
}

std::optional<std::string> time_from(std::string_view text) {
  auto date = take_written_date(text);
  if (!date || !(take(text, "T") || take(text, " "))) return std::nullopt;
  Moment moment;
  auto clock_text = text;
  if (!take_clock(text, 1, moment)) return std::nullopt;
  clock_text.remove_suffix(text.size());
  auto offset_text = text;
  if (!take_offset(text, moment) || !text.empty()) return std::nullopt;
  // The digits stand as they were written: 23:59 does not claim to know its seconds.
  auto hour_missing_zero = clock_text.find(':') == 1;
  return *date + "T" + (hour_missing_zero ? "0" : "") + std::string{clock_text} + std::string{offset_text};
}

std::optional<std::string> time_of_day_from(std::string_view text) {
  Moment moment;
  if (!take_clock(text, 1, moment) || !text.empty() || moment.second != 0) return std::nullopt;
  return two(moment.hour) + ":" + two(moment.minute);
}

std::optional<bool> is_later(std::string_view a, std::string_view b) {
  if (is_date(a) && is_date(b)) return a > b;
  auto left = read_time(a), right = read_time(b);
  if (!left || !right || left->offset_minutes.has_value() != right->offset_minutes.has_value()) return std::nullopt;
  return left->seconds() > right->seconds();
}

std::optional<Instant> instant_of(std::string_view time) {
  auto moment = read_time(time);
  return moment ? std::optional{from_ms(moment->seconds() * 1000)} : std::nullopt;
}

std::string date_of(Instant at) {
  std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
  return text;
}

}  // namespace doorstep
