#include "server/working_set.h"

#include <algorithm>

namespace doorstep {
namespace {

std::string select_records(const std::string& rest) {
  return "SELECT " + std::string{record_text_columns} + ", community FROM records WHERE " + rest;
}

}  // namespace

RecordQueries::RecordQueries(Database& database)
    : record(database.prepare(select_records("id = ?"))),
      open_conflicts(database.prepare(select_records("parent = ? AND open = 1 ORDER BY n"))),
      conflict(database.prepare(select_records("id = ? AND parent = ? AND type = 'conflict'"))),
      live_children(database.prepare("SELECT id FROM records WHERE parent = ? AND open = 0 AND state = 0 AND "
                                     "type <> 'conflict'")),
      claimants(database.prepare("SELECT id FROM records WHERE natural = ? AND type = ? AND community = ?")) {}

WorkingSet::WorkingSet(RecordQueries& queries, const Template& archive_template, const CommunityId& community)
    : queries_(queries), template_(archive_template), community_(community) {}

Standing& WorkingSet::at(const RecordId& id) {
  auto [place, fresh] = standings_.try_emplace(id);
  auto& standing = place->second;
  if (!fresh) return standing;
  {
    OneRow row{queries_.record.with(id)};
    if (!row) return standing;
    auto stored = record_text(*row, 0);
    standing.elsewhere = row->text(6) != community_.value;
    standing.conflict = stored.type == conflict_type;
    if (standing.elsewhere || standing.conflict) return standing;
    standing.subject.record = stored_record(stored);
    standing.columns = columns_of(template_, *standing.subject.record);
    stored_.emplace(id, std::move(stored));
  }
  auto& conflicts = queries_.open_conflicts.with(id);
  while (conflicts.step()) {
    auto stored = record_text(conflicts, 0);
    standing.subject.conflicts.push_back(stored_conflict(stored));
    stored_.emplace(stored.id, std::move(stored));
  }
  return standing;
}

void WorkingSet::bring(Standing& standing, const RecordId& record, const RecordId& conflict) {
  auto& held = standing.subject.conflicts;
  if (std::any_of(held.begin(), held.end(), [&](const Conflict& one) { return one.id == conflict; })) return;
  OneRow row{queries_.conflict.with(conflict, record)};
  if (!row) return;
  auto stored = record_text(*row, 0);
  held.push_back(stored_conflict(stored));
  stored_.emplace(stored.id, std::move(stored));
}

std::vector<RecordId> WorkingSet::live_children(const RecordId& parent) {
  std::set<RecordId> children;
  auto& rows = queries_.live_children.with(parent);
  while (rows.step()) children.insert(rows.id<RecordId>(0));
  for (const auto& [id, standing] : standings_) {
    if (!standing.subject.record) continue;
    bool child = standing.columns.parent == parent && standing.columns.state == State::live;
    if (child)
      children.insert(id);
    else
      children.erase(id);
  }
  return {children.begin(), children.end()};
}

std::set<RecordId>& WorkingSet::claimants(const std::string& type, const std::string& key) {
  auto [place, fresh] = claims_.try_emplace({type, key});
  if (fresh) {
    // Every move since the bundle began has asked here first, so the database's answer is complete at the first time.
    auto& rows = queries_.claimants.with(key, type, community_);
    while (rows.step()) place->second.insert(rows.id<RecordId>(0));
  }
  return place->second;
}

const RecordText* WorkingSet::stored(const RecordId& id) const {
  auto found = stored_.find(id);
  return found == stored_.end() ? nullptr : &found->second;
}

}  // namespace doorstep
