#include "engine/bringing_back.h"

#include "engine/desk.h"
#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {
namespace {

// What was asked about it last, open or decided: whoever keeps the record has seen it.
std::optional<Conflict> asked_about_removal(Statements& sql, const RecordId& record) {
  std::optional<Conflict> out;
  for (const auto& row : conflict_rows(sql, record)) {
    auto one = stored(decode_conflict(row.text));
    const bool asks = one.state == ConflictState::open || one.state == ConflictState::resolved;
    if (one.kind == ConflictKind::delete_edit && asks && (!out || one.seq >= out->seq)) out = std::move(one);
  }
  return out;
}

}  // namespace

Result<Intent> bringing_back(Store& store, const RecordId& id) {
  return guarded([&]() -> Result<Intent> {
    const auto row = read_row(store.sql(), id);
    if (!row || row->text.type == conflict_type) return Error{Fault::not_found, text(id)};
    const auto record = stored(decode(row->text));
    if (record.header.state == State::erased) return Error{Fault::erased, text(id)};
    if (record.header.state == State::live)
      return Error{Fault::invalid_value, text(id) + ": 没有被移除 / it was not removed"};
    if (record.header.state == State::merged)
      return Error{Fault::invalid_value,
                   text(id) + ": 已并入其他档案，请用 unmerge / merged into another: unmerge parts them"};
    Intent out;
    out.op = Op::keep;
    out.record = id;
    if (const auto asked = asked_about_removal(store.sql(), id)) out.resolves = naming_of(*asked);
    return out;
  });
}

}  // namespace doorstep
