#include "engine/merge_plan.h"

#include <algorithm>
#include <set>

#include "engine/desk.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

Record live_record(Statements& sql, const RecordId& id) {
  auto row = read_row(sql, id);
  if (!row || row->text.type == conflict_type) throw SqliteFailure{{Fault::not_found, text(id)}};
  auto record = stored(decode(row->text));
  if (record.header.state != State::live) throw SqliteFailure{{Fault::not_found, text(id) + ": 已移除 / was removed"}};
  return record;
}

Intent merge_intent(const RecordId& loser, const RecordId& winner) {
  Intent out;
  out.op = Op::merge;
  out.record = loser;
  out.into = winner;
  return out;
}

/// Children, and records that tie it to others: whatever has the record in its natural key.
class Tied {
 public:
  Tied(Store& store, const RecordId& winner)
      : sql_(store.sql()), template_(store.archive_template()), winner_(winner) {}

  // Its natural key, as if every alias were what it stands for. A child's own number is told by its key alone: two
  // people with one identity card are one, and so is the card.
  std::string key_of(const Record& record, const RecordId& also) const {
    const auto* type = template_.type(record.header.type);
    if (type == nullptr || type->keys.empty()) return {};
    auto meant = record;
    const auto parent = parent_of(*type, record);
    const auto stands = parent ? std::optional{root_of(sql_, *parent)} : std::nullopt;
    bool tied = stands == winner_ || stands == also;
    for (const auto& name : type->keys.front()) {
      const auto* field = type->field(name);
      const auto* value = record.value(name);
      if (field == nullptr || field->kind != Kind::reference || value == nullptr || !value->is_string()) continue;
      auto target = parse_id<RecordId>(value->get<std::string>());
      if (!target) continue;
      auto root = root_of(sql_, *target);
      if (root == also) root = winner_;
      tied = tied || root == winner_;
      meant.put(name, field->klass, text(root), *record.stamp(name));
    }
    return tied ? record.header.type + " " + natural_key(*type, meant) : std::string{};
  }

  std::vector<Record> of(const RecordId& id) {
    std::set<RecordId> ids;
    for (const auto& child : live_children(sql_, id)) ids.insert(child);
    for (const auto& other : linked_here(sql_, id)) ids.insert(other);
    std::vector<Record> out;
    for (const auto& one : ids) {
      auto row = read_row(sql_, one);
      if (!row) continue;
      auto record = stored(decode(row->text));
      if (record.header.state == State::live) out.push_back(std::move(record));
    }
    return out;
  }

 private:
  Statements& sql_;
  const Template& template_;
  RecordId winner_;
};

/// Whom a paper that names a person belongs to; empty: the record is none.
std::optional<RecordId> holder_of(Statements& sql, const Template& archive_template, const Record& record) {
  const auto* type = archive_template.type(record.header.type);
  const auto parent = type == nullptr ? std::nullopt : parent_of(*type, record);
  if (!parent || type->keys.empty()) return std::nullopt;
  const auto& key = type->keys.front();
  const bool names_somebody = std::any_of(key.begin(), key.end(), [&](const std::string& name) {
    const auto* field = type->field(name);
    return field != nullptr && field->kind == Kind::id_number;
  });
  return names_somebody ? std::optional{root_of(sql, *parent)} : std::nullopt;
}

struct Persons {
  RecordId winner;
  std::vector<RecordId> losers;
};

/// Papers of one number in two people's archives ask whether these people are one (design law §2.6), and it is they
/// who are merged: a person without their paper would be left. Empty: it is about no papers of different people.
Result<std::optional<Persons>> holders(Store& store, const RecordId& winner, const std::vector<RecordId>& losers) {
  auto& sql = store.sql();
  const auto kept = live_record(sql, root_of(sql, winner));
  const auto holder = holder_of(sql, store.archive_template(), kept);
  if (!holder) return std::optional<Persons>{};
  Persons out{*holder, {}};
  for (const auto& id : losers) {
    const auto record = live_record(sql, root_of(sql, id));
    const auto other =
        record.header.type == kept.header.type ? holder_of(sql, store.archive_template(), record) : std::nullopt;
    if (other && *other != *holder) out.losers.push_back(*other);
  }
  return out.losers.empty() ? std::optional<Persons>{} : std::optional{std::move(out)};
}

// The resolved question about these two, and all that its author should have seen to answer it anew.
std::optional<Conflict> answered_question(Statements& sql, const std::vector<RecordId>& about) {
  for (const auto& id : about)
    for (const auto& row : conflict_rows(sql, id)) {
      auto conflict = stored(decode_conflict(row.text));
      if (conflict.kind != ConflictKind::duplicate || conflict.state == ConflictState::closed) continue;
      bool both = std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                              [&](const Candidate& one) { return one.value == text(about.front()); });
      bool by_merging =
          conflict.state == ConflictState::open || (conflict.resolution && !conflict.resolution->value.is_null());
      if (both && by_merging) return conflict;
    }
  return std::nullopt;
}

// Never none: of nobody to merge the plan says so.
std::vector<std::vector<RecordId>> in_lots(const std::vector<RecordId>& losers) {
  std::vector<std::vector<RecordId>> out(1);
  for (const auto& id : losers) {
    if (out.back().size() == merged_at_once_max) out.emplace_back();
    out.back().push_back(id);
  }
  return out;
}

}  // namespace

Result<std::vector<Intent>> merge_plan(Store& store, const RecordId& winner_id, const std::vector<RecordId>& losers,
                                       const std::optional<Naming>& resolves) {
  return guarded([&]() -> Result<std::vector<Intent>> {
    auto& sql = store.sql();
    if (losers.empty() || losers.size() > merged_at_once_max)
      return Error{Fault::out_of_range, "1 to " + std::to_string(merged_at_once_max) + " records at once"};
    auto persons = holders(store, winner_id, losers);
    if (!persons) return persons.error();
    if (*persons && !resolves)
      return Error{Fault::invalid_value,
                   "证件属于不同的人，请合并这些人 / papers of different people: merge the people"};
    if (*persons) return merge_plan(store, (*persons)->winner, (*persons)->losers, resolves);
    const auto winner = live_record(sql, root_of(sql, winner_id));
    Tied tied{store, winner.id};
    std::map<std::string, RecordId> kept;
    for (const auto& record : tied.of(winner.id))
      if (auto key = tied.key_of(record, winner.id); !key.empty()) kept.emplace(std::move(key), record.id);
    std::vector<Intent> out;
    std::set<RecordId> gone{winner.id};
    for (const auto& id : losers) {
      const auto loser = live_record(sql, root_of(sql, id));
      if (loser.id == winner.id && (id == winner.id || !resolves))
        return Error{Fault::invalid_value, "它们已经是同一份档案 / they are one record already"};
      if (loser.id == winner.id) {  // the question was asked again, and is answered as before
        out.push_back(merge_intent(id, winner.id));
        out.back().resolves = resolves;
        continue;
      }
      if (loser.header.type != winner.header.type)
        return Error{Fault::invalid_value, "只有同一类档案才能合并 / two records that are one are of one type"};
      if (!gone.insert(loser.id).second) continue;
      for (const auto& record : tied.of(loser.id)) {
        auto key = tied.key_of(record, loser.id);
        if (key.empty()) continue;
        auto [same, fresh] = kept.emplace(std::move(key), record.id);
        if (!fresh && same->second != record.id && gone.insert(record.id).second)
          out.push_back(merge_intent(record.id, same->second));
      }
      out.push_back(merge_intent(loser.id, winner.id));
      out.back().resolves = resolves;
    }
    if (out.size() > bundle_edits_max)
      return Error{Fault::out_of_range, "所属档案太多，无法一次合并 / too many records belong to them"};
    return out;
  });
}

Result<std::vector<Intent>> unmerge_plan(Store& store, const RecordId& loser) {
  return guarded([&]() -> Result<std::vector<Intent>> {
    auto& sql = store.sql();
    auto row = read_row(sql, loser);
    if (!row || row->text.type == conflict_type) return Error{Fault::not_found, text(loser)};
    const auto record = stored(decode(row->text));
    if (record.header.state != State::merged)
      return Error{Fault::not_found, text(loser) + ": 没有并入其他档案 / merged into no other"};
    std::vector<Intent> out;
    Intent parted;
    parted.op = Op::unmerge;
    const auto winner = root_of(sql, loser);
    if (auto asked = answered_question(sql, {loser, *record.header.into, winner})) {
      Intent two;
      two.op = Op::distinct;
      two.record = asked->record;
      two.resolves = naming_of(*asked);
      out.push_back(std::move(two));
    }
    parted.record = loser;
    out.push_back(parted);
    // What was one only because these were: children and ties that went over by the same bundle.
    auto& merged = sql("SELECT id FROM records WHERE parent = ? AND state = 3 AND +type <> 'conflict'");
    std::vector<RecordId> tied;
    for (const auto& kept : live_children(sql, winner)) {
      merged.with(kept);
      while (merged.step()) tied.push_back(merged.id<RecordId>(0));
    }
    for (const auto& kept : linked_here(sql, winner)) {
      merged.with(kept);
      while (merged.step()) tied.push_back(merged.id<RecordId>(0));
    }
    std::sort(tied.begin(), tied.end());
    tied.erase(std::unique(tied.begin(), tied.end()), tied.end());
    for (const auto& id : tied) {
      const auto other = stored(decode(read_row(sql, id)->text));
      const auto* type = store.archive_template().type(other.header.type);
      if (id == loser || type == nullptr) continue;
      bool its = std::any_of(type->fields.begin(), type->fields.end(), [&](const Field& field) {
        const auto* value = field.kind == Kind::reference ? other.value(field.name) : nullptr;
        return value != nullptr && *value == text(loser);
      });
      if (!its) continue;
      parted.record = id;
      out.push_back(parted);
    }
    if (out.size() > bundle_edits_max)
      return Error{Fault::out_of_range, "所属档案太多，无法一次拆开 / too many records belong to it"};
    return out;
  });
}

Result<std::vector<Intent>> split_plan(Store& store, const RecordId& conflict) {
  auto view = doorstep::conflict(store, conflict);
  if (!view) return view.error();
  const auto& asked = view->conflict;
  if (asked.kind != ConflictKind::duplicate)
    return Error{Fault::invalid_value, "这里不问是不是同一份 / whether records are one is not asked here"};
  std::vector<RecordId> claimants;
  for (const auto& one : asked.candidates)
    if (const auto* name = one.value.get_ptr<const std::string*>())
      if (auto id = parse_id<RecordId>(*name)) claimants.push_back(*id);
  return guarded([&]() -> Result<std::vector<Intent>> {
    std::vector<Intent> out;
    for (const auto& id : claimants) {
      const auto root = root_of(store.sql(), id);
      if (root == id || std::find(claimants.begin(), claimants.end(), root) == claimants.end()) continue;
      auto parted = unmerge_plan(store, id);
      if (!parted) return parted.error();
      out.insert(out.end(), std::make_move_iterator(parted->begin()), std::make_move_iterator(parted->end()));
    }
    if (!out.empty()) return out;
    Intent two;
    two.op = Op::distinct;
    two.record = asked.record;
    two.resolves = naming_of(asked);
    return std::vector{std::move(two)};
  });
}

Result<std::vector<LeftBehind>> left_behind(Store& store, const RecordId& winner_id,
                                            const std::vector<RecordId>& losers) {
  return guarded([&]() -> Result<std::vector<LeftBehind>> {
    auto& sql = store.sql();
    const auto winner = live_record(sql, root_of(sql, winner_id));
    std::vector<LeftBehind> out;
    const auto* type = store.archive_template().type(winner.header.type);
    if (type == nullptr) return out;
    std::map<std::string, json> stands;  // what it has, or takes from one of those before
    for (const auto& unit : units_of(*type)) stands[unit.name] = value_of(unit, winner);
    for (const auto& id : losers) {
      const auto loser = live_record(sql, root_of(sql, id));
      for (const auto& unit : units_of(*type)) {
        using enum Policy;
        if (unit.policy == sum || unit.policy == Policy::set || unit.policy == append || unit.policy == max) continue;
        auto theirs = value_of(unit, loser);
        auto& kept = stands.at(unit.name);
        if (kept.is_null())
          kept = std::move(theirs);
        else if (!theirs.is_null() && theirs != kept)
          out.push_back({id, unit.name, std::move(theirs), kept});
      }
    }
    return out;
  });
}

Result<Merger> merge_records(Store& store, const RecordId& winner, const std::vector<RecordId>& losers,
                             const std::optional<Naming>& resolves) {
  auto persons = guarded([&] { return holders(store, winner, losers); });
  if (persons && *persons && resolves) return merge_records(store, (*persons)->winner, (*persons)->losers, resolves);
  const auto lots = in_lots(losers);
  // All of it is possible, or nothing is begun.
  for (const auto& some : lots)
    if (auto plan = merge_plan(store, winner, some, resolves); !plan) return plan.error();
  Merger out{winner, losers, 0, {}};
  for (const auto& some : lots) {
    auto behind = left_behind(store, winner, some);
    if (!behind) return behind.error();
    auto plan = merge_plan(store, winner, some, resolves);
    if (!plan) return plan.error();
    auto saved = store.edit(std::move(*plan));
    if (!saved) return saved.error();
    out.records += saved->size();
    out.left_behind.insert(out.left_behind.end(), behind->begin(), behind->end());
  }
  return out;
}

Result<std::vector<RecordId>> unmerge_record(Store& store, const RecordId& loser) {
  auto plan = unmerge_plan(store, loser);
  if (!plan) return plan.error();
  return store.edit(std::move(*plan));
}

Result<std::vector<RecordId>> split_records(Store& store, const RecordId& conflict) {
  auto plan = split_plan(store, conflict);
  if (!plan) return plan.error();
  return store.edit(std::move(*plan));
}

}  // namespace doorstep
