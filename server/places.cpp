#include "server/places.h"

#include <algorithm>

namespace doorstep {
namespace {

// A template may let records be each other's parents: no line is followed round.
constexpr int line_max = 16;

Buildings found(WorkingSet& set, const Template& archive_template, const RecordId& id, int left);

// Where those are who tell of it. One that was taken out counts where no other does: or taking it out would show
// somebody to more people than before.
Buildings filed(WorkingSet& set, const Template& archive_template, const RecordId& id, int left) {
  Buildings live, ended;
  for (const auto& one : set.beside(id)) {
    const bool counts = set.at(one).columns.state == State::live;
    (counts ? live : ended).merge(found(set, archive_template, one, left));
  }
  return live.empty() ? ended : live;
}

Buildings found(WorkingSet& set, const Template& archive_template, const RecordId& id, int left) {
  const auto& record = set.at(id).subject.record;
  if (!record || left == 0) return {};
  if (record->header.state == State::erased) return buildings_in(set.at(id).place);  // nothing tells it any more
  if (record->header.state == State::merged) return found(set, archive_template, *record->header.into, left - 1);
  const auto* type = archive_template.type(record->header.type);
  if (type == nullptr) return {};
  if (type->filed) return filed(set, archive_template, id, left - 1);
  if (const auto* field = building_field(*type)) {
    const auto* value = record->value(field->name);
    const auto* building = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
    if (building != nullptr) return {*building};
  }
  const auto where = type->place.empty() ? parent_of(*type, *record) : beside_of(*type, *record);
  return where ? found(set, archive_template, *where, left - 1) : Buildings{};
}

/// What moves, and what goes with it.
class Moves {
 public:
  Moves(WorkingSet& set, const Template& archive_template, Seq seq)
      : set_(set), template_(archive_template), seq_(seq) {}

  // Only what says something else about a place than before is looked at, or is in a building itself: whatever else
  // has a place moves with what it has it from.
  void look_at_changes() {
    std::vector<RecordId> changed;
    for (const auto& [id, standing] : set_.standings()) {
      if (!standing.subject.record || standing.subject.record->version() != seq_) continue;
      if (may_move(standing)) changed.push_back(id);
      add_told(standing, changed);
    }
    for (const auto& id : changed) move(id);
  }

  void look_at(std::span<const RecordId> records) {
    for (const auto& id : records) move(id);
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
    if (was.parent != now.parent || was.beside != now.beside || was_merged(standing)) return true;
    const auto& record = *standing.subject.record;
    const auto* type = template_.type(record.header.type);
    if (type == nullptr) return false;
    // Who tells where somebody is may have arrived before them.
    return building_field(*type) != nullptr || (type->filed && set_.stored(record.id) == nullptr);
  }
  static bool was_merged(const Standing& standing) {  // or parted
    return (standing.was.state == State::merged) != (standing.columns.state == State::merged);
  }

  // Whose place is told by this record, which says something else now; and who stands for it, or did.
  void add_told(const Standing& standing, std::vector<RecordId>& changed) const {
    const auto& [was, now] = std::tie(standing.was, standing.columns);
    if (was_merged(standing))
      for (const auto* one : {&was, &now})
        if (one->state == State::merged) changed.push_back(*one->parent);
    if (was.beside == now.beside && was.state == now.state) return;
    for (const auto* one : {&was, &now})
      if (one->beside && tells(standing)) changed.push_back(*one->beside);
  }
  bool tells(const Standing& standing) const {
    const auto* type = template_.type(standing.subject.record->header.type);
    return type != nullptr && !type->files.empty();
  }

  void move(const RecordId& first) {
    std::vector<RecordId> line{first};
    while (!line.empty()) {
      const auto id = line.back();
      line.pop_back();
      auto& standing = set_.at(id);
      if (!standing.subject.record) continue;
      // What is told of a record that was merged is told of the one that stands for it.
      if (standing.columns.state == State::merged) line.push_back(*standing.columns.parent);
      auto place = place_of(set_, template_, id);
      if (place == standing.place) continue;
      standing.place = std::move(place);
      standing.subject.record->header.seq = seq_;
      moved_.insert(id);
      const auto with_it = set_.dependents(id);
      line.insert(line.end(), with_it.begin(), with_it.end());
      if (standing.columns.beside && tells(standing)) line.push_back(*standing.columns.beside);
    }
  }

  WorkingSet& set_;
  const Template& template_;
  Seq seq_;
  std::set<RecordId> moved_;
};

}  // namespace

std::string place_of(WorkingSet& set, const Template& archive_template, const RecordId& record) {
  return place_made_of(found(set, archive_template, record, line_max));
}

std::string place_of(WorkingSet& set, const Template& archive_template, const Conflict& conflict) {
  auto out = found(set, archive_template, conflict.record, line_max);
  if (conflict.kind != ConflictKind::duplicate) return place_made_of(out);
  for (const auto& candidate : conflict.candidates) {
    const auto* name = candidate.value.get_ptr<const std::string*>();
    const auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
    const auto other = id ? found(set, archive_template, *id, line_max) : Buildings{};
    if (other.empty()) continue;
    if (out.empty()) out = other;
    std::erase_if(out, [&](const std::string& building) { return !other.contains(building); });
    if (out.empty()) return std::string{several_places};
  }
  return place_made_of(out);
}

void settle_places(WorkingSet& set, const Template& archive_template, Seq seq) {
  Moves moves{set, archive_template, seq};
  moves.look_at_changes();
  moves.take_conflicts_along();
}

void settle_places(WorkingSet& set, const Template& archive_template, Seq seq, std::span<const RecordId> records) {
  Moves moves{set, archive_template, seq};
  moves.look_at(records);
  moves.take_conflicts_along();
}

std::vector<std::string> places_left(std::string_view before, std::string_view now) {
  if (before == now) return {};
  if (before.empty()) return {std::string{}};
  const auto here = buildings_in(now);
  std::vector<std::string> out;
  for (const auto& building : buildings_in(before))
    if (!here.contains(building)) out.push_back(building);
  return out;
}

}  // namespace doorstep
