#include "engine/waiting.h"

#include <algorithm>
#include <set>

#include "engine/rebase.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "engine/visit.h"

namespace doorstep {
namespace {

constexpr int steps_up_max = 3;

void climb(Statements& sql, const RecordId& id, int steps, std::set<RecordId>& passed, std::vector<RecordId>& homes) {
  if (!passed.insert(id).second) return;
  std::vector<RecordId> up, guests;
  auto& row = sql("SELECT type, parent FROM records WHERE id = ? AND state = 0");
  if (!row.with(id).step()) return;
  const std::string type{row.text(0)};
  if (!row.null(1)) up.push_back(row.id<RecordId>(1));
  row.rewind();
  if (type == "unit") return homes.push_back(id);
  if (steps == 0) return;
  if (type == "resident") {
    // Somebody's homes are those of their occupancies.
    auto& lodging = sql(R"sql(
      SELECT records.parent FROM links CROSS JOIN records USING (n)
      WHERE target = ? AND state = 0 AND +records.type = 'occupancy' AND records.parent IS NOT NULL ORDER BY n)sql");
    lodging.with(id);
    while (lodging.step()) up.push_back(lodging.id<RecordId>(0));
  } else {
    auto& link = sql("SELECT target FROM records JOIN links USING (n) WHERE id = ?");
    link.with(id);
    while (link.step()) up.push_back(link.id<RecordId>(0));
  }
  for (const auto& next : up) climb(sql, next, steps - 1, passed, homes);
}

std::vector<RecordId> homes_above(Statements& sql, const RecordId& record) {
  std::set<RecordId> passed;
  std::vector<RecordId> homes;
  climb(sql, record, steps_up_max, passed, homes);
  return homes;
}

// Whoever decided need not be one of those who differed.
void name_author(Store& store, const ChainId& chain, ConflictView& view) {
  const auto person = person_of(chain);
  auto& row = store.sql()("SELECT name FROM people WHERE id = ?");
  if (row.with(person).step()) view.people[person] = row.text(0);
  row.rewind();
}

Waiting told(const Pending& pending) {
  Waiting out;
  out.record = pending.record;
  std::set<std::string> fields;
  for (const auto& own : pending.edits) {
    out.type = own.edit.type;
    out.created = out.created || own.edit.op == Op::create;
    out.removed = own.edit.op == Op::remove || own.edit.op == Op::archive;
    out.in_visit = out.in_visit || own.number == open_visit_number;
    if (!out.since || own.edit.made.wall < *out.since) out.since = own.edit.made.wall;
    for (const auto& [field, value] : own.edit.set.items()) fields.insert(field);
  }
  out.edits = pending.edits.size();
  out.fields.assign(fields.begin(), fields.end());
  return out;
}

}  // namespace

Result<std::vector<Waiting>> waiting(Store& store) {
  return guarded([&]() -> Result<std::vector<Waiting>> {
    Transaction transaction{store.database(), Transaction::Mode::read};
    auto& sql = store.sql();
    auto& row = sql("SELECT id FROM rebase CROSS JOIN records USING (n) ORDER BY first, n LIMIT ?");
    std::vector<RecordId> ids;
    row.with(static_cast<std::int64_t>(waiting_records_max));
    while (row.step()) ids.push_back(row.id<RecordId>(0));
    Rebase rebase{sql, store.archive_template(), store.identity() ? store.identity()->chain : ChainId{}};
    std::vector<Waiting> out;
    for (const auto& id : ids) {
      auto pending = rebase.find(id);
      if (!pending || pending->edits.empty()) continue;
      out.push_back(told(*pending));
      if (auto homes = homes_above(sql, id); !homes.empty()) out.back().unit = homes.front();
    }
    return out;
  });
}

Result<std::vector<RecordId>> homes_of(Store& store, const RecordId& record) {
  return guarded([&]() -> Result<std::vector<RecordId>> {
    Transaction transaction{store.database(), Transaction::Mode::read};
    return homes_above(store.sql(), record);
  });
}

Result<std::vector<ConflictView>> decided(Store& store) {
  return guarded([&]() -> Result<std::vector<ConflictView>> {
    auto& row = store.sql()("SELECT id FROM records WHERE type = 'conflict' AND state = 1 ORDER BY n DESC");
    std::vector<RecordId> ids;
    row.with();
    while (row.step()) ids.push_back(row.id<RecordId>(0));
    std::vector<ConflictView> out;
    for (const auto& id : ids) {
      if (out.size() >= decided_max || !store.identity()) break;
      auto view = conflict(store, id);
      if (!view) return view.error();
      const auto& told = view->conflict.candidates;
      const bool mine = std::any_of(told.begin(), told.end(), [&](const Candidate& candidate) {
        return person_of(candidate.stamp.chain) == store.identity()->person;
      });
      if (!mine || !view->conflict.resolution) continue;
      name_author(store, view->conflict.resolution->stamp.chain, *view);
      out.push_back(std::move(*view));
    }
    return out;
  });
}

}  // namespace doorstep
