#include "server/duplicates.h"

#include <algorithm>

namespace doorstep {
namespace {

// No field has this name: a duplicate never takes the id of another conflict that the same edit opens.
constexpr const char* key_unit = "#key";

Class highest_class(const Type& type) {
  auto highest = Class::basic;
  for (const auto& name : type.keys.front())
    if (const auto* field = type.field(name)) highest = std::max(highest, field->klass);
  return highest;
}

Candidate claim_of(const Type& type, const Record& record) {
  Candidate claim{text(record.id), nullptr, {}};
  for (const auto& name : type.keys.front()) {
    const auto* stamp = record.stamp(name);
    if (stamp != nullptr && stamp->seq >= claim.stamp.seq) claim.stamp = *stamp;
  }
  return claim;
}

// A conflict lists so many; the others are found by their key all the same.
constexpr std::size_t claims_listed_max = 100;

std::vector<Candidate> claims_of(WorkingSet& set, const Type& type, const std::set<RecordId>& claimants) {
  std::vector<Candidate> claims;
  for (const auto& id : claimants) {
    if (claims.size() == claims_listed_max) break;
    claims.push_back(claim_of(type, *set.at(id).subject.record));
  }
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Candidate& a, const Candidate& b) { return a.stamp.seq < b.stamp.seq; });
  return claims;
}

Conflict* open_duplicate(Subject& subject) {
  for (auto& conflict : subject.conflicts)
    if (conflict.kind == ConflictKind::duplicate && conflict.state == ConflictState::open) return &conflict;
  return nullptr;
}

// The open conflict about a key is borne by one of its claimants.
Conflict* open_among(WorkingSet& set, const std::set<RecordId>& claimants) {
  for (const auto& id : claimants)
    if (auto* open = open_duplicate(set.at(id).subject)) return open;
  return nullptr;
}

RecordId open_new(WorkingSet& set, const Type& type, const RecordId& bearer, const EditId& edit,
                  std::vector<Candidate> claims, const Arrival& arrival) {
  Conflict conflict;
  conflict.id = conflict_id(bearer, key_unit, edit);
  conflict.record = bearer;
  conflict.community = arrival.community;
  conflict.klass = highest_class(type);
  conflict.kind = ConflictKind::duplicate;
  conflict.candidates = std::move(claims);
  count_change(conflict.seq, conflict.count, arrival);
  auto id = conflict.id;
  set.at(bearer).subject.conflicts.push_back(std::move(conflict));
  return id;
}

void leave(WorkingSet& set, const Type& type, const RecordId& record, const std::string& key, const EditId& edit,
           const Arrival& arrival) {
  auto& left = set.claimants(type.name, key);
  left.erase(record);
  auto* own = open_duplicate(set.at(record).subject);
  if (own != nullptr) {
    own->state = ConflictState::closed;
    count_change(own->seq, own->count, arrival);
  }
  auto* open = open_among(set, left);
  if (left.size() > 1) {
    auto claims = claims_of(set, type, left);
    if (open != nullptr)
      open->candidates = std::move(claims);
    else if (own != nullptr)  // it bore the conflict, which goes on among the others
      open_new(set, type, *left.rbegin(), edit, std::move(claims), arrival);
  } else if (open != nullptr) {
    open->state = ConflictState::closed;
  }
  if (open != nullptr) count_change(open->seq, open->count, arrival);
}

std::optional<RecordId> join(WorkingSet& set, const Type& type, const RecordId& record, const std::string& key,
                             const EditId& edit, const Arrival& arrival) {
  auto& claimants = set.claimants(type.name, key);
  claimants.insert(record);
  if (claimants.size() < 2) return std::nullopt;
  auto* open = open_among(set, claimants);
  if (open == nullptr) return open_new(set, type, record, edit, claims_of(set, type, claimants), arrival);
  if (open->candidates.size() < claims_listed_max) {
    open->candidates.push_back(claim_of(type, *set.at(record).subject.record));
    count_change(open->seq, open->count, arrival);
  }
  return open->id;
}

}  // namespace

void count_change(Seq& seq, std::uint64_t& count, const Arrival& arrival) {
  if (seq != arrival.seq) ++count;
  seq = arrival.seq;
}

std::optional<RecordId> move_claim(WorkingSet& set, const Type& type, const RecordId& record,
                                   const std::optional<std::string>& key_before, const EditId& edit,
                                   const Arrival& arrival) {
  const auto& key = set.at(record).columns.natural;
  if (key == key_before) return std::nullopt;
  if (key_before) leave(set, type, record, *key_before, edit, arrival);
  return key ? join(set, type, record, *key, edit, arrival) : std::nullopt;
}

}  // namespace doorstep
