#include "server/erasure.h"

#include <algorithm>
#include <set>

#include "server/duplicates.h"
#include "shared/merge_conflict.h"

namespace doorstep {
namespace {

constexpr const char* no_body = "{}";  ///< of an edit in the journal: the header goes on promising what it said

std::uint64_t changed(Database& database) {
  auto query = database.prepare("SELECT changes()");
  query.step();
  return static_cast<std::uint64_t>(query.integer(0));
}

void wipe_parked(Database& database, const std::set<RecordId>& gone, Destroyed& destroyed) {
  struct Parcel {
    std::int64_t chain = 0, number = 0;
    std::string raw;
  };
  std::vector<Parcel> wiped;
  auto rows = database.prepare("SELECT chain, number, raw FROM parked");
  while (rows.step())
    if (auto left = without_erased(rows.text(2), [&](const RecordId& id) { return gone.contains(id); }))
      wiped.push_back({rows.integer(0), rows.integer(1), std::move(*left)});
  auto write = database.prepare("UPDATE parked SET raw = ? WHERE chain = ? AND number = ?");
  for (const auto& one : wiped) write.with(one.raw, one.chain, one.number).run();
  destroyed.parcels += wiped.size();
}

}  // namespace

std::vector<RecordId> family_of(Database& database, const std::vector<RecordId>& roots) {
  auto members = database.prepare("SELECT id FROM records WHERE parent = ? AND type <> 'conflict' ORDER BY n");
  std::vector<RecordId> out;
  std::set<RecordId> known;
  auto add = [&](const RecordId& id) {
    if (known.insert(id).second) out.push_back(id);
  };
  for (const auto& root : roots) add(root);
  for (std::size_t i = 0; i < out.size(); ++i) {
    members.with(out[i]);
    while (members.step()) add(members.id<RecordId>(0));
    if (out.size() > erasure_records_max)
      throw SqliteFailure{{Fault::out_of_range, "more belongs to it than one erasure may destroy"}};
  }
  return out;
}

std::vector<RecordId> naming(Database& database, const CommunityId& community, const std::vector<RecordId>& family) {
  const std::set<RecordId> known{family.begin(), family.end()};
  std::vector<std::string> names;
  for (const auto& id : family) names.push_back(text(id));
  std::vector<RecordId> out;
  auto rows = database.prepare(
      "SELECT id, coalesce(basic, '') || coalesce(detail, '') || coalesce(sensitive, '') FROM records "
      "WHERE community = ? AND type <> 'conflict' AND state <> ? ORDER BY n");
  rows.with(community, static_cast<int>(State::erased));
  while (rows.step()) {
    const auto id = rows.id<RecordId>(0);
    const auto says = rows.text(1);
    if (!known.contains(id) && std::any_of(names.begin(), names.end(), [&](const std::string& name) {
          return says.find(name) != std::string_view::npos;
        }))
      out.push_back(id);
  }
  return out;
}

bool is_erased(Database& database, const RecordId& record) {
  auto query = database.prepare("SELECT 1 FROM erased WHERE record = ?");
  return OneRow{query.with(record)}.operator bool();
}

std::vector<RecordId> leave_headers(WorkingSet& set, const Template& archive_template, const Bundle& bundle,
                                    const std::vector<Instant>& at, Seq seq) {
  std::vector<RecordId> conflicts;
  for (std::size_t i = 0; i < bundle.edits.size(); ++i) {
    const auto& edit = bundle.edits[i];
    const Arrival arrival{bundle.community, bundle.chain, seq, at[i]};
    auto& standing = set.at(edit.record);
    require(standing.subject.record.has_value(), "what is erased is there");
    set.bring_all(standing, edit.record);
    const auto before = standing.columns;
    auto& record = *standing.subject.record;
    Record left;
    left.id = record.id;
    left.header = {record.header.type, record.header.community, State::erased, stamp_of(edit, arrival), seq,
                   record.header.count + 1};
    record = std::move(left);
    standing.columns = columns_of(archive_template, record);
    if (const auto* type = archive_template.type(record.header.type)) {
      move_claims(set, *type, edit.record, before, edit, arrival);
      hand_on_distinct(set, *type, edit.record, edit, arrival);
    }
    for (const auto& conflict : standing.subject.conflicts)
      if (set.stored(conflict.id) != nullptr) conflicts.push_back(conflict.id);
    standing.subject.conflicts.clear();
  }
  return conflicts;
}

void wipe(Database& database, const std::vector<RecordId>& records, Destroyed& destroyed) {
  // Each of the two has its index, which SQLite takes where a query says its condition.
  auto accepted = database.prepare("UPDATE edits SET body = ?2 WHERE record = ?1 AND kept = 1 AND body <> ?2");
  auto others = database.prepare("UPDATE edits SET body = ?2 WHERE record = ?1 AND kept = 0 AND body <> ?2");
  auto quarantined = database.prepare(
      "UPDATE quarantine SET state = 'erased', reason = NULL, creates = 0, body = 'null' "
      "WHERE record = ? AND state <> 'erased'");
  // Of a conflict about it, too.
  auto rescued = database.prepare(
      "DELETE FROM rescues WHERE record = ?1 OR json_extract(body, '$.basic.conflict.record') = ?2 OR "
      "json_extract(body, '$.detail.conflict.record') = ?2 OR json_extract(body, '$.sensitive.conflict.record') = ?2");
  for (const auto& id : records) {
    accepted.with(id, no_body).run();
    destroyed.edits += changed(database);
    others.with(id, no_body).run();
    quarantined.with(id).run();
    destroyed.quarantined += changed(database);
    rescued.with(id, text(id)).run();
    destroyed.parcels += changed(database);
  }
  wipe_parked(database, {records.begin(), records.end()}, destroyed);
}

std::optional<std::string> without_erased(std::string_view raw, const std::function<bool(const RecordId&)>& erased) {
  auto bundle = parse_json(raw);
  if (!bundle || !bundle->is_object() || !bundle->contains("bodies")) return std::nullopt;
  const auto* header = Reader{*bundle, ""}.object_if("header");
  auto& bodies = (*bundle)["bodies"];
  if (header == nullptr || !header->contains("edits") || !header->at("edits").is_array() || !bodies.is_array())
    return std::nullopt;
  const auto& edits = header->at("edits");
  bool any = false;
  for (std::size_t i = 0; i < edits.size() && i < bodies.size(); ++i) {
    Reader reader{edits[i], ""};
    const auto id = reader.id<RecordId>("record");
    if (reader.error() || !erased(id) || bodies[i] == json::object()) continue;
    bodies[i] = json::object();
    any = true;
  }
  return any ? std::optional{canonical(*bundle)} : std::nullopt;
}

}  // namespace doorstep
