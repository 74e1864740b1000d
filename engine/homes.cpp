#include "engine/homes.h"

#include <utility>

#include "engine/rows.h"

namespace doorstep {
namespace {

constexpr int steps_max = 3;  ///< contact → resident → home, with one to spare

}  // namespace

std::vector<RecordId> Homes::of(const RecordId& record) {
  passed_.clear();
  climb(record, steps_max);
  return std::exchange(found_, {});
}

std::vector<RecordId> Homes::of_what_names(const std::vector<RecordId>& targets) {
  passed_.clear();
  climb_all(targets, steps_max);
  return std::exchange(found_, {});
}

void Homes::climb(const RecordId& named, int steps) {
  const auto id = root_of(sql_, named);
  if (!passed_.insert(id).second) return;
  auto& row = sql_("SELECT n, type, state, parent FROM records WHERE id = ?");
  if (!row.with(id).step()) return;
  const auto n = row.integer(0);
  const bool home = row.text(1) == "unit", live = row.integer(2) == 0;
  std::vector<RecordId> up;
  if (!row.null(3)) up.push_back(row.id<RecordId>(3));
  row.rewind();
  if (home && live) found_.push_back(id);
  if (home || steps == 0) return;
  auto theirs = lodgings(id);
  if (theirs.empty()) {
    auto& link = sql_("SELECT target FROM links WHERE n = ?");
    link.with(n);
    while (link.step()) up.push_back(link.id<RecordId>(0));
  }
  up.insert(up.end(), theirs.begin(), theirs.end());
  climb_all(up, steps - 1);
}

void Homes::climb_all(const std::vector<RecordId>& up, int steps) {
  std::vector<RecordId> homes;
  for (const auto& one : up)
    if (is_home(one)) homes.push_back(one);
  for (const auto& next : homes.empty() ? up : homes) climb(next, steps);
}

bool Homes::is_home(const RecordId& named) {
  auto& row = sql_("SELECT 1 FROM records WHERE id = ? AND type = 'unit'");
  const bool out = row.with(named).step();
  row.rewind();
  return out;
}

// Somebody lives where their occupancies are, and those of whoever was merged into them.
std::vector<RecordId> Homes::lodgings(const RecordId& person) {
  auto family = aliases_of(sql_, person);
  family.insert(family.begin(), person);
  // CROSS: from the links to the briefs, never the other way.
  auto& row = sql_(R"sql(
    SELECT briefs.parent FROM links CROSS JOIN briefs ON briefs.type = 'occupancy' AND briefs.n = links.n
    WHERE target = ? AND briefs.parent IS NOT NULL AND (word2 IS NULL OR word2 >= ?) ORDER BY links.n)sql");
  std::vector<RecordId> out;
  for (const auto& one : family) {
    row.with(one, day_);
    while (row.step()) out.push_back(row.id<RecordId>(0));
  }
  return out;
}

}  // namespace doorstep
