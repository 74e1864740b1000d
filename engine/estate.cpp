#include "engine/estate.h"

#include <algorithm>
#include <ctime>

#include "engine/estate_book.h"
#include "engine/store.h"
#include "shared/dates.h"

namespace doorstep {
namespace {

bool is_due(const EstateRow& row, const Day& today) { return !row.due.empty() && row.due <= today.date; }
bool was_visited(const EstateRow& row) { return row.today != VisitToday::none && row.today != VisitToday::started; }

void add(BuildingRow& building, const EstateRow& row, const Day& today) {
  ++building.homes;
  building.visited += was_visited(row) ? 1 : 0;
  building.due += is_due(row, today) && !was_visited(row) ? 1 : 0;
  building.conflicts += row.conflicts;
  building.requests += row.requests;
  building.pending += row.pending ? 1 : 0;
}

}  // namespace

Day local_day(Instant at) {
  const auto seconds = static_cast<std::time_t>(to_ms(at) / 1000);
  std::tm here{};
  localtime_r(&seconds, &here);
  const auto past =
      std::chrono::hours{here.tm_hour} + std::chrono::minutes{here.tm_min} + std::chrono::seconds{here.tm_sec};
  Day out;
  out.begins = from_ms(static_cast<std::int64_t>(seconds) * 1000) - past;
  out.date = date_of(at + std::chrono::seconds{here.tm_gmtoff});
  return out;
}

Result<std::vector<EstateRow>> estate(Store& store, const Day& today) {
  return guarded([&]() -> Result<std::vector<EstateRow>> { return store.estate_book().rows(today); });
}

Result<std::vector<EstateRow>> estate(Store& store, const Day& today, std::string_view building) {
  return guarded([&]() -> Result<std::vector<EstateRow>> {
    std::vector<EstateRow> out;
    const auto& rows = store.estate_book().rows(today);
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(out),
                 [&](const EstateRow& row) { return row.building == building; });
    return out;
  });
}

Result<std::vector<BuildingRow>> buildings(Store& store, const Day& today) {
  return guarded([&]() -> Result<std::vector<BuildingRow>> {
    std::vector<BuildingRow> out;
    for (const auto& row : store.estate_book().rows(today)) {
      if (out.empty() || out.back().building != row.building) out.push_back({row.building});
      add(out.back(), row, today);
    }
    return out;
  });
}

Result<DayPlan> day_plan(Store& store, const Day& today, const DayQuery& query) {
  return guarded([&]() -> Result<DayPlan> {
    DayPlan out;
    std::vector<const EstateRow*> all;
    for (const auto& row : store.estate_book().rows(today)) {
      if (!is_due(row, today) && row.today == VisitToday::none) continue;
      if (!query.assignee.empty() && row.assignee != query.assignee && row.today == VisitToday::none) continue;
      all.push_back(&row);
      ++(was_visited(row) ? out.visited : out.due);
    }
    // What is still to do comes first, and of that what waits longest; else as the buildings stand.
    std::stable_sort(all.begin(), all.end(), [](const EstateRow* one, const EstateRow* other) {
      if (was_visited(*one) != was_visited(*other)) return !was_visited(*one);
      return !was_visited(*one) && one->due < other->due;
    });
    for (auto i = std::min(query.offset, all.size()); i < all.size() && out.rows.size() < query.limit; ++i)
      out.rows.push_back(*all[i]);
    return out;
  });
}

}  // namespace doorstep
