#include "server/duplicates.h"

#include <algorithm>

#include "shared/merge_conflict.h"

namespace doorstep {
namespace {

// No field has this name: a duplicate never takes the id of another conflict that the same edit opens.
const std::string key_unit = "#key";

// What a key is made of: the fields of the first one, or a number that was given.
std::vector<std::string> key_fields(const Type& type) {
  auto out = type.keys.empty() ? std::vector<std::string>{} : type.keys.front();
  for (const auto& field : type.fields)
    if (!field.series.empty()) out.push_back(field.name);
  return out;
}

Class highest_class(const Type& type) {
  auto highest = Class::basic;
  for (const auto& name : key_fields(type))
    if (const auto* field = type.field(name)) highest = std::max(highest, field->klass);
  return highest;
}

// With what its author had seen, where it is this edit that makes it.
Candidate claim_of(const Type& type, const Record& record, const Edit& edit) {
  Candidate claim{text(record.id), nullptr, {}};
  for (const auto& name : key_fields(type)) {
    const auto* stamp = record.stamp(name);
    if (stamp != nullptr && stamp->seq >= claim.stamp.seq) claim.stamp = *stamp;
  }
  if (claim.stamp.edit == edit.id) claim = candidate_of(edit, claim.stamp, claim.value, nullptr);
  return claim;
}

// A conflict lists so many; the others are found by their key all the same.
constexpr std::size_t claims_listed_max = 100;
// Of a key that more claim than this, earlier decisions are not looked up: it is asked again.
constexpr std::size_t decided_looked_for_max = 16;

std::vector<Candidate> claims_of(WorkingSet& set, const Type& type, const std::set<RecordId>& claimants,
                                 const Edit& edit) {
  std::vector<Candidate> claims;
  for (const auto& id : claimants) {
    if (claims.size() == claims_listed_max) break;
    claims.push_back(claim_of(type, *set.at(id).subject.record, edit));
  }
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Candidate& a, const Candidate& b) { return a.stamp.seq < b.stamp.seq; });
  return claims;
}

/// One key, and the edit that moves its claims.
class Claims {
 public:
  Claims(WorkingSet& set, const Type& type, const std::string& key, const Edit& edit, const Arrival& arrival)
      : set_(set), type_(type), key_(key), edit_(edit), arrival_(arrival), base_(key_value(key)) {}

  // `because`: what decided the question, if leaving answers it. Whoever asked it of this record hears that; about the
  // others it goes on as another one.
  void leave(const RecordId& record, const std::optional<Candidate>& because = std::nullopt) {
    auto& left = set_.claimants(type_.name, key_);
    left.erase(record);
    auto* own = open_duplicate(set_.at(record).subject);
    const bool bore = own != nullptr;
    if (bore) close(*own, because);
    auto* open = open_among(left);
    if (left.size() > 1) {
      auto claims = claims_of(set_, type_, left, edit_);
      if (open != nullptr) {
        keep_what_was_seen(open->candidates, claims);
        open->candidates = std::move(claims);
        count_once(open->seq, open->count, arrival_);
      } else if (bore) {  // it goes on among the others
        open_new(*left.rbegin(), std::move(claims));
      }
    } else if (open != nullptr) {
      close(*open, because);
    }
  }

  // As `before` says, which goes.
  void keep_apart(const std::set<RecordId>& claimants, const Conflict& before) {
    auto known = before.candidates;
    std::erase_if(known, [&](const Candidate& one) {
      const auto* name = one.value.get_ptr<const std::string*>();
      const auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
      return !id || !claimants.contains(*id);
    });
    if (known.size() < 2 || open_among(claimants) != nullptr || decided(claimants)) return;
    const auto id = open_new(*claimants.rbegin(), std::move(known), text(before.id));
    auto& handed_on = *set_.conflict(id);
    handed_on.state = ConflictState::resolved;
    handed_on.resolution = before.resolution;
    handed_on.opened = before.opened;
  }

  std::optional<RecordId> join(const RecordId& record) {
    auto& claimants = set_.claimants(type_.name, key_);
    const bool fresh = claimants.insert(record).second;
    if (claimants.size() < 2) return std::nullopt;
    auto* open = open_among(claimants);
    if (open == nullptr) {
      if (decided(claimants)) return std::nullopt;
      return open_new(record, claims_of(set_, type_, claimants, edit_));
    }
    const bool listed = std::any_of(open->candidates.begin(), open->candidates.end(),
                                    [&](const Candidate& one) { return one.value == text(record); });
    if (fresh && !listed && open->candidates.size() < claims_listed_max) {
      open->candidates.push_back(claim_of(type_, *set_.at(record).subject.record, edit_));
      count_once(open->seq, open->count, arrival_);
    }
    return open->id;
  }

 private:
  static json key_value(const std::string& key) {
    auto parsed = parse_json(key);
    return parsed ? std::move(*parsed) : json{};
  }
  bool about_key(const Conflict& conflict) const {
    return conflict.kind == ConflictKind::duplicate && conflict.base == base_;
  }
  Conflict* open_duplicate(Subject& subject) const {
    for (auto& conflict : subject.conflicts)
      if (about_key(conflict) && conflict.state == ConflictState::open) return &conflict;
    return nullptr;
  }

  // The open conflict about a key is borne by one of its claimants.
  Conflict* open_among(const std::set<RecordId>& claimants) {
    for (const auto& id : claimants) {
      if (auto* open = open_duplicate(set_.at(id).subject)) return open;
    }
    return nullptr;
  }

  // People said of all of these that they are two.
  bool decided(const std::set<RecordId>& claimants) {
    if (claimants.size() > decided_looked_for_max) return false;
    return std::any_of(claimants.begin(), claimants.end(), [&](const RecordId& id) {
      auto& standing = set_.at(id);
      set_.bring_all(standing, id);
      return std::any_of(standing.subject.conflicts.begin(), standing.subject.conflicts.end(),
                         [&](const Conflict& one) { return says_distinct(one, claimants); });
    });
  }
  bool says_distinct(const Conflict& conflict, const std::set<RecordId>& claimants) const {
    if (!about_key(conflict) || conflict.state != ConflictState::resolved) return false;
    if (!conflict.resolution || !conflict.resolution->value.is_null()) return false;
    return std::all_of(claimants.begin(), claimants.end(), [&](const RecordId& id) {
      return std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                         [&](const Candidate& one) { return one.value == text(id); });
    });
  }

  // The record does not tell it; the claim of before does, where it is the same one.
  static void keep_what_was_seen(const std::vector<Candidate>& before, std::vector<Candidate>& claims) {
    for (auto& claim : claims)
      for (const auto& one : before)
        if (one.value == claim.value && one.stamp == claim.stamp) claim = one;
  }

  void close(Conflict& conflict, const std::optional<Candidate>& because) const {
    conflict.state = because ? ConflictState::resolved : ConflictState::closed;
    conflict.resolution = because;
    count_once(conflict.seq, conflict.count, arrival_);
  }

  /// `instead`: of a question that goes, so that two of them have two ids.
  RecordId open_new(const RecordId& bearer, std::vector<Candidate> claims, const std::string& instead = {}) {
    Conflict conflict;
    conflict.id = conflict_id(bearer, key_unit + key_ + instead, edit_.id);
    conflict.record = bearer;
    conflict.community = arrival_.community;
    conflict.klass = highest_class(type_);
    conflict.kind = ConflictKind::duplicate;
    conflict.base = base_;
    conflict.candidates = std::move(claims);
    conflict.opened = arrival_.at;
    count_once(conflict.seq, conflict.count, arrival_);
    auto id = conflict.id;
    set_.at(bearer).subject.conflicts.push_back(std::move(conflict));
    return id;
  }

  WorkingSet& set_;
  const Type& type_;
  const std::string& key_;
  const Edit& edit_;
  const Arrival& arrival_;
  json base_;
};

std::set<std::string> keys_behind(WorkingSet& set, const RecordId& record) {
  std::set<std::string> out;
  for (const auto& alias : set.aliases(record))
    if (const auto& key = set.at(alias).columns.natural) out.insert(*key);
  return out;
}

// Its own key, and those of all that stand behind it.
std::set<std::string> keys_of(WorkingSet& set, const RecordId& record) {
  auto out = keys_behind(set, record);
  if (const auto& own = set.at(record).columns.natural) out.insert(*own);
  return out;
}

}  // namespace

std::vector<RecordId> move_claims(WorkingSet& set, const Type& type, const RecordId& record,
                                  const RecordColumns& before, const Edit& edit, const Arrival& arrival) {
  const auto& now = set.at(record).columns;
  if (now.natural == before.natural && now.state == before.state) return {};
  std::set<std::string> had, has;
  if (now.state == State::live) has = keys_of(set, record);
  if (before.state == State::live) {
    had = keys_behind(set, record);
    if (before.natural) had.insert(*before.natural);
  }
  // A key that it has now as its own, too, is claimed by it still when whom it had it from is parted from it.
  if (now.natural) set.claimants(type.name, *now.natural);
  std::vector<RecordId> out;
  for (const auto& key : had)
    if (!has.contains(key)) Claims{set, type, key, edit, arrival}.leave(record);
  for (const auto& key : has) {
    if (had.contains(key)) continue;
    if (auto open = Claims{set, type, key, edit, arrival}.join(record)) out.push_back(*open);
  }
  return out;
}

bool is_asked_still(WorkingSet& set, const std::string& type, const Conflict& reopened) {
  const auto claimants = set.claimants(type, canonical(reopened.base));
  return claimants.size() > 1 && std::none_of(claimants.begin(), claimants.end(), [&](const RecordId& id) {
           const auto& conflicts = set.at(id).subject.conflicts;
           return std::any_of(conflicts.begin(), conflicts.end(), [&](const Conflict& one) {
             return one.kind == ConflictKind::duplicate && one.state == ConflictState::open &&
                    one.base == reopened.base && one.id != reopened.id;
           });
         });
}

void hand_on_distinct(WorkingSet& set, const Type& type, const RecordId& record, const Edit& edit,
                      const Arrival& arrival) {
  const auto borne = set.at(record).subject.conflicts;
  for (const auto& one : borne) {
    if (one.kind != ConflictKind::duplicate || one.state != ConflictState::resolved) continue;
    if (!one.resolution || !one.resolution->value.is_null()) continue;
    const auto key = canonical(one.base);
    auto left = set.claimants(type.name, key);
    left.erase(record);
    Claims{set, type, key, edit, arrival}.keep_apart(left, one);
  }
}

std::vector<RecordId> merge_claims(WorkingSet& set, const Type& type, const RecordId& loser, const RecordId& winner,
                                   const Edit& edit, const Arrival& arrival) {
  std::vector<RecordId> out;
  const Candidate because{text(winner), std::nullopt, *set.at(loser).subject.record->header.moved};
  for (const auto& key : keys_of(set, loser)) {
    Claims claims{set, type, key, edit, arrival};
    claims.leave(loser, because);
    if (auto open = claims.join(winner)) out.push_back(*open);
  }
  return out;
}

std::vector<RecordId> part_claims(WorkingSet& set, const Type& type, const RecordId& loser, const RecordId& winner,
                                  const Edit& edit, const Arrival& arrival) {
  std::vector<RecordId> out;
  const auto kept = keys_of(set, winner);
  for (const auto& key : keys_of(set, loser)) {
    Claims claims{set, type, key, edit, arrival};
    if (!kept.contains(key)) claims.leave(winner);
    if (auto open = claims.join(loser)) out.push_back(*open);
  }
  return out;
}

}  // namespace doorstep
