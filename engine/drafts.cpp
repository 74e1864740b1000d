#include "engine/drafts.h"

#include "engine/erased.h"
#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {

std::optional<RecordId> record_of_draft(std::string_view key) {
  return parse_id<RecordId>(key.substr(key.rfind('/') + 1));
}

Result<void> save_draft(Store& store, const std::string& key, const json& body) {
  if (key.empty() || key.size() > draft_key_bytes_max) return Error{Fault::out_of_range, "the draft's key"};
  const auto written = canonical(body);
  if (written.size() > draft_bytes_max) return Error{Fault::out_of_range, "the draft's size"};
  return guarded([&]() -> Result<void> {
    auto& sql = store.sql();
    Transaction transaction{store.database()};
    if (const auto record = record_of_draft(key); record && is_erased(sql, *record))
      return Error{Fault::erased, text(*record)};
    sql("INSERT INTO drafts (key, at, body) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET at = ?2, body = ?3")
        .with(key, to_ms(store.clock().wall()), written)
        .run();
    auto& count = sql("SELECT COUNT(*) FROM drafts");
    count.with().step();
    const bool fits = count.integer(0) <= drafts_max;
    count.rewind();
    if (!fits) return Error{Fault::out_of_range, "the number of drafts"};
    transaction.commit();
    return {};
  });
}

Result<std::vector<Draft>> drafts(Store& store, const std::string& prefix) {
  return guarded([&]() -> Result<std::vector<Draft>> {
    // Keys that begin so lie between the prefix and the prefix with the greatest byte behind it.
    auto& row = store.sql()("SELECT key, at, body FROM drafts WHERE key >= ?1 AND key < ?2 ORDER BY at, key");
    row.with(prefix, prefix + "\xf4\x8f\xbf\xbf");
    std::vector<Draft> out;
    while (row.step())
      out.push_back({std::string{row.text(0)}, stored(parse_json(row.text(2))), from_ms(row.integer(1))});
    return out;
  });
}

Result<void> drop_draft(Store& store, const std::string& key) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{store.database()};
    store.sql()("DELETE FROM drafts WHERE key = ?").with(key).run();
    transaction.commit();
    return {};
  });
}

}  // namespace doorstep
