#include "engine/views.h"

#include <set>

#include "engine/healing.h"
#include "engine/number_shelf.h"
#include "engine/rebase.h"
#include "engine/rows.h"
#include "engine/search.h"
#include "engine/store.h"
#include "shared/merge_approval.h"
#include "shared/policy.h"

namespace doorstep {
namespace {

RecordView view_of(Statements& sql, const Row& row) { return view_from(sql, row.n, stored(decode(row.text))); }

void note_question(Statements& sql, const RecordId& id, RecordView& view) {
  auto row = read_row(sql, id);
  if (!row) return;
  const auto conflict = stored(decode_conflict(row->text));
  if (!waits(conflict)) {
    if (!conflict.field.empty()) view.disputed.insert(conflict.field);
    return;
  }
  if (conflict.kind != ConflictKind::approval) return;
  for (const auto& one : conflict.candidates)
    if (one.proposed) view.proposed.push_back({id, conflict.field, one.value, person_of(one.stamp.chain)});
}

std::uint64_t count(Statements& sql, const char* literal) {
  auto& row = sql(literal);
  row.with().step();
  auto out = static_cast<std::uint64_t>(row.integer(0));
  row.rewind();
  return out;
}

}  // namespace

RecordView view_from(Statements& sql, std::int64_t n, const Record& record) {
  RecordView view{record.id, record.header.type, record.version(), record.revision(), json::object(), {}, {}, false,
                  {}};
  view.aliases = aliases_of(sql, record.id);
  for (const auto& part : record.parts) {
    if (!part) continue;
    for (const auto& [field, value] : part->values)
      if (!value.is_null()) view.fields[field] = value;
  }
  auto& open = sql("SELECT id FROM records WHERE parent = ? AND type = 'conflict' AND state = 0 ORDER BY id");
  open.with(record.id);
  while (open.step()) view.conflicts.push_back(open.id<RecordId>(0));
  for (const auto& id : view.conflicts) note_question(sql, id, view);
  auto& pending = sql("SELECT 1 FROM rebase WHERE n = ?");
  view.pending = pending.with(n).step();
  pending.rewind();
  return view;
}

std::vector<RecordView> views_of(Store& store, const std::vector<RecordId>& ids) {
  std::vector<RecordView> out;
  for (const auto& id : ids) {
    auto row = read_row(store.sql(), root_of(store.sql(), id));
    if (!row || row->text.type == conflict_type) continue;
    auto record = stored(decode(row->text));
    if (record.header.state == State::live) out.push_back(view_from(store.sql(), row->n, record));
  }
  return out;
}

Result<RecordView> show(Store& store, const RecordId& id) {
  return guarded([&]() -> Result<RecordView> {
    auto row = read_row(store.sql(), root_of(store.sql(), id));
    if (!row || row->text.type == conflict_type) return Error{Fault::not_found, text(id)};
    auto record = stored(decode(row->text));
    if (record.header.state == State::erased) return Error{Fault::erased, text(id)};
    if (record.header.state != State::live)
      return Error{Fault::not_found, text(id) + ": 已移除，可以恢复（keep） / was removed; keep brings it back"};
    return view_from(store.sql(), row->n, record);
  });
}

Result<std::vector<RecordView>> find(Store& store, const Query& query) {
  return guarded([&]() -> Result<std::vector<RecordView>> {
    std::vector<RecordView> out;
    const Typed typed{query.words};
    for (const auto& id : Search{store.database(), store.sql(), store.archive_template()}.find(query)) {
      auto row = read_row(store.sql(), id);
      if (!row) continue;
      out.push_back(view_of(store.sql(), *row));
      const auto* type = store.archive_template().type(out.back().type);
      if (type != nullptr && !typed.empty()) out.back().highlights = highlights(*type, out.back().fields, typed);
    }
    return out;
  });
}

Result<Outstanding> outstanding(Store& store) {
  return guarded([&]() -> Result<Outstanding> {
    auto& sql = store.sql();
    Outstanding out;
    out.pending = count(sql, "SELECT COALESCE(SUM(edits), 0) FROM bundles WHERE state < 2");
    out.pending += count(sql, "SELECT COUNT(*) FROM visit_edits");
    auto& row = sql("SELECT MIN(cursor), MIN(agrees), COUNT(*), COUNT(cursor) FROM communities");
    row.with().step();
    bool complete = row.integer(2) > 0 && row.integer(2) == row.integer(3);
    if (complete) out.cursor = Seq{static_cast<std::uint64_t>(row.integer(0))};
    out.agrees = complete && row.integer(1) == 1 && out.pending == 0;
    row.rewind();
    return out;
  });
}

Result<StoreStatus> status(Store& store) {
  return guarded([&]() -> Result<StoreStatus> {
    auto now = outstanding(store);
    if (!now) return now.error();
    auto& sql = store.sql();
    StoreStatus out;
    out.pending = now->pending;
    out.cursor = now->cursor;
    out.agrees = now->agrees;
    out.waiting = count(sql, "SELECT COUNT(*) FROM bundles WHERE state = 0 AND state < 2");
    out.records = count(sql, "SELECT COUNT(*) FROM records WHERE state = 0 AND type <> 'conflict'");
    out.refusals = count(sql, "SELECT COUNT(*) FROM refusals");
    if (auto at = meta_integer(sql, "last_contact", 0); at > 0) out.last_contact = from_ms(at);
    out.healed = healing_report(sql).records;
    out.lease = store.lease_watch().state();
    const auto home = meta_text(sql, "community");
    for (const auto& one :
         NumberShelf{sql, store.identity() ? store.identity()->chain : ChainId{}}.left(store.archive_template()))
      if (home == one.community.value) out.numbers[one.series] = one.left;
    return out;
  });
}

Result<std::vector<Refusal>> refusals(Store& store) {
  return guarded([&]() -> Result<std::vector<Refusal>> {
    auto& row = store.sql()("SELECT edit, record, code, held_by, body FROM refusals ORDER BY rowid");
    std::vector<Refusal> out;
    row.with();
    while (row.step()) {
      Refusal one{row.id<EditId>(0), row.id<RecordId>(1), std::string{row.text(2)}, std::nullopt,
                  stored(parse_json(row.text(4)))};
      if (!row.null(3)) one.held_by = row.id<EditId>(3);
      out.push_back(std::move(one));
    }
    return out;
  });
}

Result<HistoryView> history(Store& store, const RecordId& of) {
  return guarded([&]() -> Result<HistoryView> {
    auto& sql = store.sql();
    const auto id = root_of(sql, of);
    auto shown = read_row(sql, id);
    if (!shown || shown->text.type == conflict_type) return Error{Fault::not_found, text(id)};
    HistoryView out;
    out.type = shown->text.type;
    auto& row = sql("SELECT seq, entry, edit FROM history WHERE record = ? ORDER BY seq, position");
    row.with(id);
    std::set<EditId> told;
    std::int64_t bytes = 0;
    std::optional<EditId> oldest;
    while (row.step()) {
      if (!oldest) oldest = row.id<EditId>(2);
      bytes += static_cast<std::int64_t>(row.text(1).size());
      auto line = stored(parse_json(row.text(1)));
      line["seq"] = row.integer(0);
      told.insert(row.id<EditId>(2));
      out.entries.push_back(std::move(line));
    }
    auto& known = sql("SELECT upto, complete FROM history_known WHERE record = ?");
    std::optional<Seq> upto;
    bool whole = false;
    if (known.with(id).step()) {
      upto = Seq{static_cast<std::uint64_t>(known.integer(0))};
      whole = known.integer(1) != 0;
    }
    known.rewind();
    Seq confirmed = stored(decode(shown->text)).version();
    const auto& identity = *store.identity();
    if (auto pending = Rebase{sql, store.archive_template(), identity.chain}.find(id)) {
      confirmed = pending->confirmed ? stored(decode(*pending->confirmed)).version() : Seq{};
      for (const auto& own : pending->edits) {
        if (told.contains(own.edit.id)) continue;  // accepted, and the feed has not passed it yet
        json line = json::object();
        line["by"] = identity.name;
        line["device"] = identity.device.value;
        line["chain"] = identity.chain.value;
        line["at"] = to_ms(own.edit.made.wall);
        line["edit"] = edit_json(own.edit);
        out.entries.push_back(std::move(line));
      }
    }
    for (const auto& line : out.entries)
      learn_visit(store, parse_id<RecordId>(line.at("edit").value("visit", "")), out.visits);
    for (const auto& alias : aliases_of(sql, id))  // what was addressed to it belongs to it
      confirmed = std::max(confirmed, stored(decode(read_row(sql, alias)->text)).version());
    out.current = confirmed.value == 0 || (upto && *upto >= confirmed);
    out.complete = out.current && (confirmed.value == 0 || whole);
    if (out.current && !out.complete && bytes < history_kept_bytes_max) out.older = oldest;
    return out;
  });
}

RecordId stands_for(Store& store, const RecordId& id) {
  auto root = guarded([&]() -> Result<RecordId> { return root_of(store.sql(), id); });
  return root ? *root : id;
}

Result<std::optional<RecordView>> by_natural_key(Store& store, std::string_view type, std::string_view key) {
  return guarded([&]() -> Result<std::optional<RecordView>> {
    // A number on a printed paper finds its record, whatever that was merged into.
    auto& row = store.sql()(
        "SELECT id FROM records WHERE type = ? AND natural = ? AND state IN (0, 3) ORDER BY state, n LIMIT 1");
    if (!row.with(type, key).step()) return std::optional<RecordView>{};
    auto found = row.id<RecordId>(0);
    row.rewind();
    const auto id = root_of(store.sql(), found);
    auto live = read_row(store.sql(), id);
    if (!live || stored(decode(live->text)).header.state != State::live) return std::optional<RecordView>{};
    return std::optional{view_of(store.sql(), *read_row(store.sql(), id))};
  });
}

}  // namespace doorstep
