#include "engine/erased.h"

#include "engine/grant.h"
#include "engine/store.h"
#include "shared/projection.h"

namespace doorstep {
namespace {

constexpr const char* any_erased = "any_erased";  ///< in most stores none ever was

// Without the bodies of their edits, commitments and signature hold as before: it can be offered again.
void strip_answered_bundles(Statements& sql, const std::set<RecordId>& erased) {
  std::vector<std::pair<BundleNumber, std::string>> stripped;
  auto& row = sql("SELECT number, header, bodies FROM bundles WHERE state > 0 AND header IS NOT NULL");
  row.with();
  while (row.step()) {
    const auto header = stored(parse_json(row.text(1)));
    std::optional<json> bodies;
    for (std::size_t i = 0; i < header.at("edits").size(); ++i) {
      const auto id = parse_id<RecordId>(header.at("edits")[i].at("record").get<std::string>());
      if (!id || !erased.contains(*id)) continue;
      if (!bodies) bodies = stored(parse_json(row.text(2)));
      bodies->at(i) = json::object();
    }
    if (bodies) stripped.emplace_back(BundleNumber{static_cast<std::uint64_t>(row.integer(0))}, canonical(*bodies));
  }
  for (const auto& [number, bodies] : stripped)
    sql("UPDATE bundles SET bodies = ? WHERE number = ?").with(bodies, number).run();
}

void empty_listed(Statements& sql, const Template& archive_template, const std::set<RecordId>& erased) {
  std::vector<Edit> listed;
  for (const auto& id : erased) {
    auto& row = sql("SELECT body FROM refusals WHERE record = ?");
    row.with(id);
    while (row.step()) listed.push_back(stored(edit_from(stored(parse_json(row.text(0))), "refusals")));
  }
  for (const auto& edit : listed) {
    const auto told = without_hidden_values(archive_template.type(edit.type), edit_json(edit), no_class);
    sql("UPDATE refusals SET body = ? WHERE edit = ?").with(canonical(told), edit.id).run();
  }
}

}  // namespace

void forget_erased(Statements& sql, const Template& archive_template, const std::set<RecordId>& erased) {
  if (erased.empty()) return;
  for (const auto& id : erased) {
    sql("DELETE FROM history WHERE record = ?").with(id).run();
    sql("DELETE FROM history_known WHERE record = ?").with(id).run();
    sql("DELETE FROM rescues WHERE record = ?1 OR json_extract(body, '$.basic.conflict.record') = ?2 OR "
        "json_extract(body, '$.detail.conflict.record') = ?2 OR json_extract(body, '$.sensitive.conflict.record') = ?2")
        .with(id, text(id))
        .run();
  }
  forget_drafts(sql, erased);
  empty_listed(sql, archive_template, erased);
  strip_answered_bundles(sql, erased);
  make_scrub_due(sql);
  set_meta(sql, any_erased, std::int64_t{1});
}

std::set<RecordId> all_erased(Statements& sql) {
  std::set<RecordId> out;
  auto& row = sql("SELECT id FROM records WHERE state = ? AND type <> 'conflict'");
  row.with(static_cast<int>(State::erased));
  while (row.step()) out.insert(row.id<RecordId>(0));
  return out;
}

bool is_erased(Statements& sql, const RecordId& id) {
  if (meta_integer(sql, any_erased, 0) == 0) return false;
  auto& row = sql("SELECT 1 FROM records WHERE id = ? AND state = ? AND type <> 'conflict'");
  const bool found = row.with(id, static_cast<int>(State::erased)).step();
  row.rewind();
  return found;
}

std::set<RecordId> erased_in(Statements& sql, const json& header) {
  std::set<RecordId> out;
  if (meta_integer(sql, any_erased, 0) == 0) return out;
  for (const auto& edit : header.at("edits"))
    if (const auto id = parse_id<RecordId>(edit.at("record").get<std::string>()); id && is_erased(sql, *id))
      out.insert(*id);
  return out;
}

}  // namespace doorstep
