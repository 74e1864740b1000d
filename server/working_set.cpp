#include "server/working_set.h"

#include <algorithm>

#include "shared/scope.h"

namespace doorstep {
namespace {

std::string select_records(const std::string& rest) {
  return "SELECT " + std::string{record_text_columns} + ", community, former FROM records WHERE " + rest;
}

}  // namespace

RecordQueries::RecordQueries(Database& database)
    : record(database.prepare(select_records("id = ?"))),
      open_conflicts(database.prepare(select_records("parent = ? AND open = 1 ORDER BY n"))),
      conflicts(database.prepare(select_records("parent = ? AND type = 'conflict' ORDER BY n"))),
      conflict(database.prepare(select_records("id = ? AND parent = ? AND type = 'conflict'"))),
      conflict_by_id(
          database.prepare("SELECT parent FROM records WHERE id = ? AND type = 'conflict' AND community = ?")),
      live_children(database.prepare("SELECT id FROM records WHERE parent = ? AND open = 0 AND state = 0 AND "
                                     "type <> 'conflict'")),
      aliases(database.prepare("SELECT id FROM records WHERE parent = ? AND open = 0 AND state = 3")),
      claimants(database.prepare("SELECT id FROM records WHERE natural = ? AND type = ? AND community = ?")),
      dependents(database.prepare("SELECT id FROM records WHERE parent = ?1 AND type <> 'conflict' "
                                  "UNION ALL SELECT id FROM records WHERE beside = ?1")),
      beside(database.prepare("SELECT id FROM records WHERE beside = ?")) {}

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
    standing.was = standing.columns = columns_of(template_, *standing.subject.record);
    standing.place = place_in(stored.header);
    keep_stored(*row, std::move(stored));
  }
  auto& conflicts = queries_.open_conflicts.with(id);
  while (conflicts.step()) {
    auto stored = record_text(conflicts, 0);
    standing.subject.conflicts.push_back(stored_conflict(stored));
    keep_stored(conflicts, std::move(stored));
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
  keep_stored(*row, std::move(stored));
}

void WorkingSet::bring_all(Standing& standing, const RecordId& record) {
  std::vector<RecordId> missing;
  auto& rows = queries_.conflicts.with(record);
  while (rows.step()) missing.push_back(rows.id<RecordId>(0));
  for (const auto& one : missing) bring(standing, record, one);
}

Conflict* WorkingSet::conflict(const RecordId& id) {
  std::optional<RecordId> about;
  for (auto& [record, standing] : standings_)
    for (auto& one : standing.subject.conflicts)
      if (one.id == id) return &one;
  if (OneRow row{queries_.conflict_by_id.with(id, community_)}; row) about = row->id<RecordId>(0);
  if (!about) return nullptr;
  auto& standing = at(*about);
  bring(standing, *about, id);
  for (auto& one : standing.subject.conflicts)
    if (one.id == id) return &one;
  return nullptr;
}

RecordId WorkingSet::root(const RecordId& id) {
  auto out = id;
  for (;;) {
    const auto& record = at(out).subject.record;
    if (!record || record->header.state != State::merged) return out;
    out = *record->header.into;
  }
}

void WorkingSet::add_aliases(const RecordId& id, std::set<RecordId>& aliases) {
  std::set<RecordId> direct;
  auto& rows = queries_.aliases.with(id);
  while (rows.step()) direct.insert(rows.id<RecordId>(0));
  for (const auto& [other, standing] : standings_) {
    if (!standing.subject.record) continue;
    if (standing.columns.state == State::merged && standing.columns.parent == id)
      direct.insert(other);
    else
      direct.erase(other);
  }
  for (const auto& one : direct)
    if (aliases.insert(one).second) add_aliases(one, aliases);
}

std::vector<RecordId> WorkingSet::aliases(const RecordId& id) {
  std::set<RecordId> out;
  add_aliases(id, out);
  return {out.begin(), out.end()};
}

std::vector<RecordId> WorkingSet::live_children(const RecordId& parent) {
  const auto merged = aliases(parent);
  std::set<RecordId> family{merged.begin(), merged.end()}, children;
  family.insert(parent);
  for (const auto& one : family) {
    auto& rows = queries_.live_children.with(one);
    while (rows.step()) children.insert(rows.id<RecordId>(0));
  }
  for (const auto& [id, standing] : standings_) {
    if (!standing.subject.record) continue;
    const auto& columns = standing.columns;
    if (columns.parent && family.contains(*columns.parent) && columns.state == State::live)
      children.insert(id);
    else
      children.erase(id);
  }
  children.insert(merged.begin(), merged.end());
  return {children.begin(), children.end()};
}

std::vector<RecordId> WorkingSet::dependents(const RecordId& id) {
  std::set<RecordId> out;
  auto& rows = queries_.dependents.with(id);
  while (rows.step()) out.insert(rows.id<RecordId>(0));
  for (const auto& [other, standing] : standings_)
    if (standing.subject.record && (standing.columns.parent == id || standing.columns.beside == id)) out.insert(other);
  return {out.begin(), out.end()};
}

std::vector<RecordId> WorkingSet::beside(const RecordId& id) {
  const auto merged = aliases(id);
  std::set<RecordId> family{merged.begin(), merged.end()}, out;
  family.insert(id);
  for (const auto& one : family) {
    auto& rows = queries_.beside.with(one);
    while (rows.step()) out.insert(rows.id<RecordId>(0));
  }
  for (const auto& [other, standing] : standings_) {
    if (!standing.subject.record) continue;
    if (standing.columns.beside && family.contains(*standing.columns.beside))
      out.insert(other);
    else
      out.erase(other);
  }
  return {out.begin(), out.end()};
}

std::set<RecordId>& WorkingSet::claimants(const std::string& type, const std::string& key) {
  auto [place, fresh] = claims_.try_emplace({type, key});
  if (fresh) {
    // Every move since the bundle began has asked here first, so the database's answer is complete at the first time.
    std::vector<RecordId> found;
    auto& rows = queries_.claimants.with(key, type, community_);
    while (rows.step()) found.push_back(rows.id<RecordId>(0));
    for (const auto& id : found) {
      const auto claimant = root(id);
      const auto& record = at(claimant).subject.record;
      if (record && record->header.state == State::live) place->second.insert(claimant);
    }
  }
  return place->second;
}

void WorkingSet::keep_stored(const Statement& row, RecordText text) {
  if (auto former = former_in(row.text_if(7)); !former.empty()) former_.emplace(text.id, std::move(former));
  const auto id = text.id;
  stored_.emplace(id, std::move(text));
}

Former WorkingSet::former(const RecordId& id) const {
  auto found = former_.find(id);
  return found == former_.end() ? Former{} : found->second;
}

const RecordText* WorkingSet::stored(const RecordId& id) const {
  auto found = stored_.find(id);
  return found == stored_.end() ? nullptr : &found->second;
}

}  // namespace doorstep
