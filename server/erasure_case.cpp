#include "server/erasure_case.h"

#include <algorithm>

namespace doorstep {
namespace {

constexpr std::size_t fenced_at_once = 40;  ///< ids that one line of the fence holds beside the rest of the act

// `erased.due`
constexpr int to_be_done = 1, not_told_to_its_end = 2;

[[noreturn]] void damaged(const std::string& what) { throw SqliteFailure{{Fault::store_damaged, what}}; }

std::vector<RecordId> ids_from(const json& list) {
  std::vector<RecordId> out;
  for (const auto& one : list) {
    const auto* name = one.get_ptr<const std::string*>();
    const auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
    if (!id) damaged("erasures: an id");
    out.push_back(*id);
  }
  return out;
}

// It is told from its beginning again: what an earlier telling named counts no more.
void forget_half_told(Database& database, const std::string& erasure) {
  database.prepare("DELETE FROM erased WHERE erasure = ? AND due = ?").with(erasure, not_told_to_its_end).run();
}

// What a fence tells of is asked for again where the archive has lost that; who decided counts once all is told.
void keep_case(Database& database, Reader& in, const std::string& erasure, const std::vector<RecordId>& ids) {
  const auto roots = std::min<std::size_t>(in.count("roots"), ids.size());
  const auto community = in.text("community"), reason = in.text("reason"), by = in.text("asked_by"),
             decided_by = in.text("decided_by");
  const auto asked_at = in.integer("asked_at"), at = in.integer("at");
  const auto total = in.count("total");
  if (in.error()) damaged("fence: " + in.error()->detail);
  forget_half_told(database, erasure);
  database
      .prepare(
          "INSERT INTO erasures(erasure, community, reason, records, state, asked_by, asked_at, decided_by, "
          "decided_at, total) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(erasure) DO UPDATE SET "
          "decided_by = excluded.decided_by, decided_at = excluded.decided_at, total = excluded.total")
      .with(erasure, community, reason, canonical(ids_json(std::span{ids}.first(roots))), erasure_asked, by, asked_at,
            decided_by, at, total)
      .run();
}

}  // namespace

json ids_json(std::span<const RecordId> ids) {
  json out = json::array();
  for (const auto& id : ids) out.push_back(text(id));
  return out;
}

std::vector<RecordId> ids_in(std::string_view stored) {
  auto list = parse_json(stored);
  if (!list || !list->is_array()) damaged("erasures: its records");
  return ids_from(*list);
}

Result<ErasureCase> erasure_case(Database& database, const std::string& erasure) {
  auto query = database.prepare(
      "SELECT erasure, reason, state, asked_by, community, records, asked_at FROM erasures WHERE erasure = ?");
  OneRow row{query.with(erasure)};
  if (!row) return Error{Fault::not_found, "erasure"};
  return ErasureCase{std::string{row->text(0)},
                     std::string{row->text(1)},
                     std::string{row->text(2)},
                     std::string{row->text(3)},
                     CommunityId{std::string{row->text(4)}},
                     ids_in(row->text(5)),
                     row->integer(6)};
}

std::vector<json> erasure_acts(const ErasureCase& one, const std::string& decided_by, std::int64_t at,
                               std::span<const RecordId> family) {
  std::vector<json> out;
  for (auto left = family; !left.empty();) {
    const auto some = left.first(std::min(left.size(), fenced_at_once));
    left = left.subspan(some.size());
    out.push_back({{"act", "erased"}, {"erasure", one.erasure}, {"records", ids_json(some)}});
  }
  if (out.empty()) return out;
  out.front().update({{"at", at},
                      {"asked_at", one.asked_at},
                      {"asked_by", one.asked_by},
                      {"community", one.community.value},
                      {"decided_by", decided_by},
                      {"reason", one.reason},
                      {"roots", one.roots.size()},
                      {"total", family.size()}});
  return out;
}

void mark_due(Database& database, const std::string& erasure, const std::vector<RecordId>& records) {
  forget_half_told(database, erasure);
  auto insert = database.prepare(
      "INSERT INTO erased(record, erasure, due) VALUES(?1, ?2, ?3) ON CONFLICT(record) DO UPDATE SET erasure = ?2, "
      "due = ?3, author = NULL WHERE author IS NOT NULL OR due = ?4");
  for (const auto& id : records) insert.with(id, erasure, to_be_done, not_told_to_its_end).run();
}

std::vector<RecordId> marked_records(Database& database, const std::string& erasure) {
  std::vector<RecordId> out;
  auto rows = database.prepare("SELECT record FROM erased WHERE erasure = ? AND author IS NULL ORDER BY n");
  rows.with(erasure);
  while (rows.step()) out.push_back(rows.id<RecordId>(0));
  return out;
}

void keep_erasure(Database& database, Reader& in) {
  const auto erasure = in.text("erasure");
  const auto& records = in.array("records", fenced_at_once);
  if (in.error()) damaged("fence: " + in.error()->detail);
  const auto ids = ids_from(records);
  if (in.has("total")) keep_case(database, in, erasure, ids);
  auto insert = database.prepare(
      "INSERT INTO erased(record, erasure, due) VALUES(?1, ?2, ?3) ON CONFLICT(record) DO UPDATE SET erasure = ?2, "
      "due = ?3, author = NULL WHERE author IS NOT NULL OR due = ?3");
  for (const auto& id : ids) insert.with(id, erasure, not_told_to_its_end).run();
  database
      .prepare(
          "UPDATE erasures SET state = ?2 WHERE erasure = ?1 AND total <= (SELECT COUNT(*) FROM erased WHERE "
          "erasure = ?1 AND author IS NULL)")
      .with(erasure, erasure_done)
      .run();
  database
      .prepare(
          "UPDATE erased SET due = ?2 WHERE erasure = ?1 AND due = ?3 AND "
          "EXISTS (SELECT 1 FROM erasures WHERE erasure = ?1 AND state = ?4)")
      .with(erasure, to_be_done, not_told_to_its_end, erasure_done)
      .run();
}

std::vector<json> erasure_acts(Database& database) {
  struct Decided {
    std::string erasure, by;
    std::int64_t at = 0;
  };
  std::vector<Decided> cases;
  auto rows = database.prepare("SELECT erasure, decided_by, decided_at FROM erasures WHERE state = ? ORDER BY n");
  rows.with(erasure_done);
  while (rows.step()) cases.push_back({std::string{rows.text(0)}, std::string{rows.text(1)}, rows.integer(2)});
  std::vector<json> out;
  for (const auto& one : cases)
    for (auto& act :
         erasure_acts(*erasure_case(database, one.erasure), one.by, one.at, marked_records(database, one.erasure)))
      out.push_back(std::move(act));
  return out;
}

}  // namespace doorstep
