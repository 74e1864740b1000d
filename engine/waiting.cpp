#include "engine/waiting.h"

#include "engine/homes.h"
#include "engine/rebase.h"
#include "engine/store.h"
#include "engine/visit.h"

namespace doorstep {
namespace {

Waiting told(const Pending& pending) {
  Waiting out;
  out.record = pending.record;
  for (const auto& own : pending.edits) {
    out.type = own.edit.type;
    out.created = out.created || own.edit.op == Op::create;
    out.removed = own.edit.op == Op::remove || own.edit.op == Op::archive;
    out.in_visit = out.in_visit || own.number == open_visit_number;
    if (!out.since || own.edit.made.wall < *out.since) out.since = own.edit.made.wall;
  }
  out.edits = pending.edits.size();
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
      if (auto homes = Homes{sql}.of(id); !homes.empty()) out.back().unit = homes.front();
    }
    return out;
  });
}

Result<std::vector<RecordId>> homes_of(Store& store, const RecordId& record) {
  return guarded([&]() -> Result<std::vector<RecordId>> {
    Transaction transaction{store.database(), Transaction::Mode::read};
    return Homes{store.sql()}.of(record);
  });
}

Result<std::vector<ConflictView>> decided(Store& store) {
  auto out = conflicts(store, DeskQuery{.decided = true, .mine = true});
  if (!out) return out;
  std::erase_if(*out, [](const ConflictView& view) { return !view.conflict.resolution; });
  if (out->size() > decided_max) out->resize(decided_max);
  return out;
}

}  // namespace doorstep
