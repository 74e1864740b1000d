#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/clock.h"
#include "shared/ids.h"
#include "shared/result.h"

namespace doorstep {

class Store;

/// A calendar day where the tablet is.
struct Day {
  std::string date;  ///< "2026-11-26"
  Instant begins{};
};
/// By this machine's time zone.
Day local_day(Instant at);

enum class VisitToday { none, started, done, no_answer, refused, postponed };

/// One home in the grid and the list: what any lens colours it by.
struct EstateRow {
  RecordId unit;
  std::string building, unit_no, room_no;
  std::string household;  ///< the name to look for at the door: the head of household, else who lives there first
  std::optional<std::int64_t> floor;
  std::string use_state;                     ///< a choice's name; empty: not known
  std::optional<std::int64_t> completeness;  ///< percent of required fields filled: the home's and its people's
  std::optional<Instant> reviewed;           ///< when a visit to it was last done
  std::string due, assignee;                 ///< of the next visit that is due, if one is
  std::optional<RecordId> visit;             ///< that visit
  VisitToday today = VisitToday::none;
  std::uint64_t conflicts = 0, requests = 0;  ///< open ones
  bool warned = false;                        ///< somebody there has a special need: to be read before entry
  bool pending = false;                       ///< something of it is not delivered yet
  friend bool operator==(const EstateRow&, const EstateRow&) = default;
};

/// Every live home, by building, entrance and room as people count them (2 before 10); or those of one building. Kept
/// in memory between two calls (engine/estate_book.h).
Result<std::vector<EstateRow>> estate(Store& store, const Day& today);
Result<std::vector<EstateRow>> estate(Store& store, const Day& today, std::string_view building);

/// A building at a glance.
struct BuildingRow {
  std::string building;
  std::uint64_t homes = 0;
  std::uint64_t due = 0, visited = 0;         ///< visits due by today and not made yet; homes whose visit ended today
  std::uint64_t conflicts = 0, requests = 0;  ///< open ones
  std::uint64_t pending = 0;                  ///< homes with something that is not delivered yet
};
Result<std::vector<BuildingRow>> buildings(Store& store, const Day& today);

struct DayQuery {
  std::string assignee{};  ///< as visits are assigned; empty: everybody's
  std::size_t offset = 0, limit = 200;
};
/// The day's visits: homes whose visit is due by today or was made today.
struct DayPlan {
  std::vector<EstateRow> rows;         ///< still to do first, the longest due before others; a page of them
  std::uint64_t due = 0, visited = 0;  ///< of the whole list: still to do, and ended today
};
Result<DayPlan> day_plan(Store& store, const Day& today, const DayQuery& query = {});

}  // namespace doorstep
