#include "engine/desk_past.h"

#include <algorithm>

#include "engine/decision_plan.h"
#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {
namespace {

// Those whose record has edits that are not at the office first, then by what the server heard last.
std::vector<RecordId> closed_conflicts(Statements& sql) {
  auto& row = sql(
      "SELECT id FROM records WHERE type = 'conflict' AND state = ? ORDER BY "
      "parent IN (SELECT r.id FROM rebase JOIN records r USING (n)) DESC, json_extract(header, '$.seq') DESC, n DESC");
  std::vector<RecordId> out;
  row.with(1);
  while (row.step()) out.push_back(row.id<RecordId>(0));
  return out;
}

bool later(const ConflictView& one, const ConflictView& other) {
  const auto &mine = one.conflict.resolution->stamp, &theirs = other.conflict.resolution->stamp;
  const bool unsent = mine.seq.value == 0, sent_later = theirs.seq < mine.seq;
  if (unsent != (theirs.seq.value == 0)) return unsent;
  return unsent ? theirs.at < mine.at : sent_later;
}

}  // namespace

Result<std::vector<ConflictView>> decided_lately(Store& store, std::size_t at_most) {
  return guarded([&]() -> Result<std::vector<ConflictView>> {
    std::vector<ConflictView> out;
    for (const auto& id : closed_conflicts(store.sql())) {
      if (out.size() == at_most) break;
      auto view = conflict(store, id);
      if (!view) return view.error();
      if (view->conflict.state == ConflictState::resolved && view->conflict.resolution) out.push_back(std::move(*view));
    }
    std::stable_sort(out.begin(), out.end(), later);
    return out;
  });
}

Result<std::vector<RecordId>> merged_by(Store& store, const RecordId& id) {
  return guarded([&]() -> Result<std::vector<RecordId>> {
    auto view = conflict(store, id);
    if (!view) return view.error();
    const auto& asked = view->conflict;
    if (asked.kind != ConflictKind::duplicate || !asked.resolution || asked.resolution->value.is_null())
      return Error{Fault::not_found, "nothing was merged here"};
    auto& row = store.sql()("SELECT id FROM records WHERE parent = ? AND state = 3 AND +type <> 'conflict'");
    std::vector<RecordId> merged, out;
    row.with(root_of(store.sql(), asked.record));
    while (row.step()) merged.push_back(row.id<RecordId>(0));
    for (const auto& one : merged) {
      const auto record = stored(decode(read_row(store.sql(), one)->text));
      const bool named =
          one == asked.record || std::any_of(asked.candidates.begin(), asked.candidates.end(),
                                             [&](const Candidate& candidate) { return candidate.value == text(one); });
      const bool by_it = record.header.moved && record.header.moved->edit == asked.resolution->stamp.edit;
      if (named || by_it) out.push_back(one);
    }
    return out;
  });
}

Result<std::size_t> take_back(Store& store, const std::string& mark, const std::vector<RecordId>& conflicts) {
  auto decided = decided_under(store, mark);
  if (!decided) return decided.error();
  std::erase_if(*decided, [&](const ConflictView& view) {
    return std::find(conflicts.begin(), conflicts.end(), view.conflict.id) == conflicts.end();
  });
  return ask_anew(store, *decided);
}

Result<std::vector<Colleague>> colleagues(Store& store) {
  return guarded([&]() -> Result<std::vector<Colleague>> {
    if (!store.identity()) return Error{Fault::not_enrolled, {}};
    const auto& me = *store.identity();
    std::vector<Colleague> out{{me.person, me.name}};
    auto& row = store.sql()("SELECT id, name FROM people WHERE id <> ? ORDER BY name, id LIMIT ?");
    row.with(me.person, static_cast<std::int64_t>(colleagues_max));
    while (row.step()) out.push_back({PersonId{std::string{row.text(0)}}, std::string{row.text(1)}});
    return out;
  });
}

}  // namespace doorstep
