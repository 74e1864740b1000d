#include "engine/community.h"

#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {

std::optional<Community> read_community(Statements& sql, const CommunityId& code) {
  auto& row = sql(R"sql(
    SELECT set_key, cursor, state_after, state_from, set_hash, complete, gained, gained_after,
      held
    FROM communities WHERE code = ?)sql");
  if (!row.with(code).step()) return std::nullopt;
  Community out{code, row.bytes<32>(0), std::nullopt, std::nullopt, std::nullopt, row.bytes<32>(4), {}, {}, {}, {}};
  auto seq = [&](int column) { return Seq{static_cast<std::uint64_t>(row.integer(column))}; };
  if (!row.null(1)) out.cursor = seq(1);
  if (!row.null(2)) out.state_after = row.id<RecordId>(2);
  if (!row.null(3)) out.state_from = seq(3);
  out.complete = seq(5);
  if (!row.null(6)) {
    const auto gained = stored(parse_json(row.text(6)));
    for (const auto& [type, mask] : gained.items()) out.gained[type] = static_cast<ClassMask>(mask.get<unsigned>());
  }
  if (!row.null(7)) out.gained_after = row.id<RecordId>(7);
  if (!row.null(8)) out.held = Scope::from(row.text(8));
  row.rewind();
  return out;
}

void write_community(Statements& sql, const Community& community) {
  std::optional<std::string> gained, held;
  if (!community.gained.empty()) gained = canonical(json(community.gained));
  if (community.held) held = community.held->text();
  sql(R"sql(
    UPDATE communities SET cursor = ?, state_after = ?, state_from = ?, set_hash = ?, complete = ?, gained = ?,
      gained_after = ?, held = ? WHERE code = ?)sql")
      .with(community.cursor, community.state_after, community.state_from, community.set_hash, community.complete,
            gained, community.gained_after, held, community.code)
      .run();
}

Epoch stored_epoch(Statements& sql) { return Epoch{meta_text(sql, "epoch").value_or("")}; }

}  // namespace doorstep
