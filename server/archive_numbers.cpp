// Blocks of numbers for chains. docs/protocol.md §Numbers, docs/store.md §Fence.
#include "server/archive_parts.h"

namespace doorstep {
namespace {

constexpr auto lease_day = std::chrono::hours{24};

bool has_series(const Template& archive_template, std::string_view series) {
  for (const auto& type : archive_template.types())
    for (const auto& field : type.fields)
      if (field.series == series) return true;
  return false;
}

std::int64_t one_integer(Statement& query) {
  OneRow row{query};
  return row ? row->integer(0) : 0;
}

/// Empty: there is none for it.
std::optional<NumberBlock> next_block(Database& database, const ChainId& chain, const NumbersLeft& asked, Instant now) {
  auto known = database.prepare("SELECT 1 FROM communities WHERE code = ?");
  if (!OneRow{known.with(asked.community)}) return std::nullopt;
  auto lately =
      database.prepare("SELECT COUNT(*) FROM leases WHERE chain = ? AND community = ? AND series = ? AND at > ?");
  if (one_integer(lately.with(chain, asked.community, asked.series, to_ms(now - lease_day))) >= leases_a_day_max)
    return std::nullopt;
  auto highest = database.prepare("SELECT COALESCE(MAX(last), 0) FROM leases WHERE community = ? AND series = ?");
  const auto first = static_cast<std::uint64_t>(one_integer(highest.with(asked.community, asked.series))) + 1;
  if (first + numbers_a_lease - 1 > number_max) return std::nullopt;
  return NumberBlock{asked.community, asked.series, first, first + numbers_a_lease - 1};
}

}  // namespace

json leased_act(const ChainId& chain, const NumberBlock& block, Instant at) {
  return {{"act", "leased"},        {"chain", chain.value}, {"community", block.community.value},
          {"series", block.series}, {"first", block.first}, {"last", block.last},
          {"at", to_ms(at)}};
}

void keep_lease(Database& database, const ChainId& chain, const NumberBlock& block, Instant at) {
  database.prepare("INSERT OR IGNORE INTO leases(community, series, first, last, chain, at) VALUES(?, ?, ?, ?, ?, ?)")
      .with(block.community, block.series, block.first, block.last, chain, to_ms(at))
      .run();
}

Result<Numbers> ArchiveSqlite::lease(const ChainId& chain, const AskNumbers& asked, Instant now) {
  if (parts_->collecting) return Error{Fault::server_collecting, "restored, and not yet opened"};
  return guarded([&]() -> Result<Numbers> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    Numbers out;
    for (const auto& one : asked.left) {
      if (one.left >= numbers_low || !has_series(parts_->archive_template(), one.series)) continue;
      auto block = next_block(database, chain, one, now);
      if (!block) continue;
      // First where a restore finds it again.
      auto fenced = fence_in(database, parts_->options.fence.get(), leased_act(chain, *block, now));
      if (!fenced) return fenced.error();
      keep_lease(database, chain, *block, now);
      out.blocks.push_back(std::move(*block));
    }
    transaction.commit();
    return out;
  });
}

}  // namespace doorstep
