#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/clock.h"

namespace doorstep {

/// Dates and times as texts, the way fields store them. Calendar only: no time zone data base, no clock.

bool is_date(std::string_view text);         ///< "2026-11-22", a day that exists
bool is_time(std::string_view text);         ///< "2017-12-31T23:59[:58][Z|+08:00]"
bool is_time_of_day(std::string_view text);  ///< "09:00"

/// The UTC day of an instant, as stored: "2026-11-22".
std::string date_of(Instant at);

/// 20261122 for a stored date: what a template's bounds are compared with.
std::int64_t date_number(std::string_view date);

/// As people and registers write them: 2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日. Answers the stored form.
std::optional<std::string> date_from(std::string_view text);
/// A date as above, a space or T, then 9:05 or 09:05:30, then perhaps Z or +08:00.
std::optional<std::string> time_from(std::string_view text);
std::optional<std::string> time_of_day_from(std::string_view text);

/// The instant of a stored time; one that tells no offset is taken for UTC. Empty when it is no time.
std::optional<Instant> instant_of(std::string_view time);

/// Does `a` come after `b`? Empty when one tells its offset from UTC and the other does not: nobody can say.
std::optional<bool> is_later(std::string_view a, std::string_view b);

}  // namespace doorstep
