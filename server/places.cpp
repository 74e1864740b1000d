#include "server/places.h"

#include <algorithm>

namespace doorstep {
namespace {

// A template may let records be each other's parents: no line is followed round.
constexpr int line_max = 16;

std::string found(WorkingSet& set, const Template& archive_template, const RecordId& id, int left) {
  const auto& record = set.at(id).subject.record;
  if (!record || left == 0) return {};
  if (record->header.state == State::merged) return found(set, archive_template, *record->header.into, left - 1);
  const auto* type = archive_template.type(record->header.type);
  if (type == nullptr) return {};
  if (const auto* field = building_field(*type)) {
    const auto* value = record->value(field->name);
    const auto* building = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
    if (building != nullptr) return *building;
  }
  const auto parent = parent_of(*type, *record);
  return parent ? found(set, archive_template, *parent, left - 1) : std::string{};
}

/// What moves, and what goes with it.
class Moves {
 public:
  Moves(WorkingSet& set, const Template& archive_template, Seq seq)
      : set_(set), template_(archive_template), seq_(seq) {}

  // Only what says something else about its place than before is looked at, or is in a building itself: whatever else
  // has a place moves with what it has it from.
  void look_at_changes() {
    std::vector<RecordId> changed;
    for (const auto& [id, standing] : set_.standings())
      if (standing.subject.record && standing.subject.record->version() == seq_ && may_move(standing))
        changed.push_back(id);
    for (const auto& id : changed) move(id);
  }

  // Of the records that moved, and of those that share a natural key with one.
  void take_conflicts_along() {
    auto about = moved_;
    for (const auto& id : moved_) {
      const auto columns = set_.at(id).columns;
      if (!columns.natural) continue;
      const auto& others = set_.claimants(set_.at(id).subject.record->header.type, *columns.natural);
      about.insert(others.begin(), others.end());
    }
    for (const auto& id : about) {
      auto& standing = set_.at(id);
      set_.bring_all(standing, id);
      for (auto& conflict : standing.subject.conflicts) {
        const auto* before = set_.stored(conflict.id);
        if (before != nullptr && place_in(before->header) != place_of(set_, template_, conflict)) conflict.seq = seq_;
      }
    }
  }

 private:
  bool may_move(const Standing& standing) const {
    const auto& [was, now] = std::tie(standing.was, standing.columns);
    if (was.parent != now.parent || (was.state == State::merged) != (now.state == State::merged)) return true;
    const auto* type = template_.type(standing.subject.record->header.type);
    return type != nullptr && building_field(*type) != nullptr;
  }

  void move(const RecordId& first) {
    std::vector<RecordId> line{first};
    while (!line.empty()) {
      const auto id = line.back();
      line.pop_back();
      auto& standing = set_.at(id);
      if (!standing.subject.record) continue;
      auto place = place_of(set_, template_, id);
      if (place == standing.place) continue;
      standing.place = std::move(place);
      standing.subject.record->header.seq = seq_;
      moved_.insert(id);
      const auto with_it = set_.dependents(id);
      line.insert(line.end(), with_it.begin(), with_it.end());
    }
  }

  WorkingSet& set_;
  const Template& template_;
  Seq seq_;
  std::set<RecordId> moved_;
};

}  // namespace

std::string place_of(WorkingSet& set, const Template& archive_template, const RecordId& record) {
  return found(set, archive_template, record, line_max);
}

std::string place_of(WorkingSet& set, const Template& archive_template, const Conflict& conflict) {
  auto out = place_of(set, archive_template, conflict.record);
  if (conflict.kind != ConflictKind::duplicate) return out;
  for (const auto& candidate : conflict.candidates) {
    const auto* name = candidate.value.get_ptr<const std::string*>();
    const auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
    const auto other = id ? place_of(set, archive_template, *id) : std::string{};
    if (other.empty() || other == out) continue;
    if (!out.empty()) return std::string{several_places};
    out = other;
  }
  return out;
}

void settle_places(WorkingSet& set, const Template& archive_template, Seq seq) {
  Moves moves{set, archive_template, seq};
  moves.look_at_changes();
  moves.take_conflicts_along();
}

}  // namespace doorstep
