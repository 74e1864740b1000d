#include "engine/home_member.h"

#include <algorithm>
#include <optional>

#include "engine/rows.h"

namespace doorstep {

bool HomeMember::is_home(const RecordId& record) {
  auto& row = sql_("SELECT 1 FROM records WHERE id = ? AND type = 'unit'");
  const bool out = row.with(record).step();
  row.rewind();
  return out;
}

// Somebody whom a child of the home needs: it refers to them.
bool HomeMember::has_occupancy_here(const RecordId& person) {
  auto& row = sql_(R"sql(
    SELECT 1 FROM links CROSS JOIN records USING (n) WHERE target = ? AND parent = ? AND state = 0 LIMIT 1)sql");
  const bool out = row.with(person, unit_).step();
  row.rewind();
  return out;
}

// A home that is named decides; who is named decides only where no home is.
bool HomeMember::any_leads_here(const std::vector<RecordId>& targets, int steps) {
  bool names_home = false;
  for (const auto& target : targets) {
    if (target == unit_) return true;
    names_home = names_home || is_home(target);
  }
  return !names_home &&
         std::any_of(targets.begin(), targets.end(), [&](const auto& target) { return is_within(target, steps - 1); });
}

bool HomeMember::is_within(const RecordId& record, int steps) {
  if (record == unit_ || root_of(sql_, record) == unit_) return true;
  if (steps <= 0) return false;
  std::optional<RecordId> parent;
  std::vector<RecordId> targets;
  {
    auto& row = sql_("SELECT type, parent FROM records WHERE id = ?");
    if (!row.with(record).step()) return false;
    const bool other_home = row.text(0) == "unit";
    if (!row.null(1)) parent = row.id<RecordId>(1);
    row.rewind();
    if (other_home) return false;
  }
  if (parent) return is_within(*parent, steps - 1);
  if (has_occupancy_here(record)) return true;
  auto& row = sql_("SELECT target FROM records CROSS JOIN links USING (n) WHERE id = ?");
  row.with(record);
  while (row.step()) targets.push_back(row.id<RecordId>(0));
  return any_leads_here(targets, steps);
}

}  // namespace doorstep
