#include "tests/merge_law.h"

#include <algorithm>

#include "tests/merge_scene.h"

namespace doorstep::test {
namespace {

bool is_step(const json& from, const json& to) {
  if (from.is_null()) return true;
  if (!from.is_string() || !to.is_string()) return false;
  const auto& steps = scene_type().field("status")->steps;
  auto next = steps.find(from.get<std::string>());
  return next != steps.end() &&
         std::find(next->second.begin(), next->second.end(), to.get<std::string>()) != next->second.end();
}

const Conflict* conflict_with(const Subject& subject, const RecordId& id) {
  for (const auto& conflict : subject.conflicts)
    if (conflict.id == id) return &conflict;
  return nullptr;
}

/// One edit as the server takes it, and the law about the difference it made.
class Taking {
 public:
  Taking(const Subject& before, const Edit& edit, const Arrival& arrival)
      : before_(before), edit_(edit), arrival_(arrival) {}

  std::string broken(const Merged& merged) const {
    for (const auto& fault :
         {test::broken(merged.subject), prediction(merged), outcome(merged), conflicts(merged.subject),
          values(merged.subject), state(merged.subject), counts(merged.subject), repeat(merged.subject)})
      if (!fault.empty()) return fault;
    return {};
  }

 private:
  std::string prediction(const Merged& merged) const {
    auto predicting = arrival_;
    predicting.seq = {};
    auto predicted = merge(scene_template(), before_, edit_, predicting);
    bool same = predicted && values_text(predicted->subject) == values_text(merged.subject);
    return same ? "" : "the tablet predicts other values";
  }

  std::string outcome(const Merged& merged) const {
    if ((merged.outcome == Outcome::conflict) == merged.conflicts.empty()) return "the outcome hides a conflict";
    for (const auto& id : merged.conflicts) {
      const auto* found = conflict_with(merged.subject, id);
      if (found == nullptr || found->state != ConflictState::open) return "the outcome tells of a conflict not open";
    }
    for (const auto& unit : units_of(edit_))
      if (open_on(merged.subject, unit) != nullptr && merged.outcome != Outcome::conflict)
        return "a unit of the edit is in conflict, the outcome is not";
    return {};
  }

  std::string conflicts(const Subject& after) const {
    for (const auto& conflict : before_.conflicts)
      if (conflict_with(after, conflict.id) == nullptr) return "a conflict is gone";
    for (const auto& conflict : after.conflicts)
      if (conflict_with(before_, conflict.id) == nullptr &&
          conflict.id != conflict_id(scene_record, conflict.field, edit_.id))
        return "a new conflict's id does not derive from the edit that opened it";
    return {};
  }

  bool names(const Conflict& conflict) const { return edit_.resolves && edit_.resolves->conflict == conflict.id; }
  bool saw(const Stamp& stamp) const {
    const auto& seen = edit_.resolves->seen;
    return std::find(seen.begin(), seen.end(), stamp.edit) != seen.end();
  }
  bool own(const Stamp& stamp) const { return stamp.chain == arrival_.chain; }
  bool proposes(const std::string& unit) const { return edit_.proposes.contains(unit); }

  // May this edit take a candidate, or the value that stood undisputed, out of sight?
  bool may_replace(const Conflict& open, const Candidate& candidate, const json& base) const {
    bool same_person = person_of(candidate.stamp.chain) == person_of(arrival_.chain);
    return own(candidate.stamp) || (same_person && candidate.value == base) || (names(open) && saw(candidate.stamp));
  }
  bool may_replace_current(const std::string& unit, const json& current) const {
    const auto* stamp = before_.record->stamp(unit_named(scene_type(), unit)->fields.front()->name);
    if (edit_.resolves && stamp != nullptr && (saw(*stamp) || own(*stamp))) return true;
    switch (policy_of(scene_type(), unit)) {
      case Policy::state:
        return is_step(current, side(edit_, unit, true));
      case Policy::write_once:
        return current.is_null();
      default:
        return side(edit_, unit, false) == current || stamp == nullptr || own(*stamp);
    }
  }

  // What is printed, and a step that nobody may take, is not freer while people are asked about it. What stands may
  // be taken back (C4): then it is another's word that stands.
  bool may_stand_instead(const std::string& unit, const Subject& after, const json& mine) const {
    const auto current = value_of(before_, unit);
    if (value_of(after, unit) == current || value_of(after, unit) != mine || current.is_null()) return true;
    switch (policy_of(scene_type(), unit)) {
      case Policy::state:
        return is_step(current, mine);
      case Policy::write_once:
        return false;
      default:
        return true;
    }
  }

  // Where a person must choose, no value that was unseen may vanish. `latest` lets the earlier one go, others join.
  std::string values(const Subject& after) const {
    auto touched = units_of(edit_);
    for (const std::string unit : {"name", "document", "status", "archive_no"}) {
      auto now = visible(after, unit);
      if (!touched.contains(unit)) {
        if (now != visible(before_, unit)) return unit + " changed, nobody wrote it";
        continue;
      }
      const auto base = side(edit_, unit, false), mine = side(edit_, unit, true);
      const auto* open = open_on(before_, unit);
      if (proposes(unit) && value_of(after, unit) != value_of(before_, unit)) return unit + ": a proposal is in force";
      // Beside proposals the value that stands is written as if there were none; they stay.
      const bool writes = open == nullptr || (open->kind == ConflictKind::approval && !names(*open) && !proposes(unit));
      if (open != nullptr && writes)
        for (const auto& candidate : open->candidates)
          if (candidate.proposed && !now.contains(canonical(candidate.value)))
            return unit + ": who wrote took a proposal along";
      if (writes) {
        auto current = value_of(before_, unit);
        if (!now.contains(canonical(current)) && !may_replace_current(unit, current)) return unit + " is overwritten";
      } else {
        for (const auto& candidate : open->candidates)
          if (!now.contains(canonical(candidate.value)) && !may_replace(*open, candidate, base))
            return unit + ": an unseen candidate vanished";
      }
      if (open != nullptr && !writes && !proposes(unit) && !names(*open) && !may_stand_instead(unit, after, mine))
        return unit + ": what stands was written over while people are asked about it";
      bool withdrawn =
          open != nullptr && std::any_of(open->candidates.begin(), open->candidates.end(), [&](const Candidate& one) {
            bool its_author = person_of(one.stamp.chain) == person_of(arrival_.chain);
            return its_author && one.base && *one.base == mine;
          });
      if (!now.contains(canonical(mine)) && base != mine && !withdrawn) return unit + ": what was written is not there";
    }
    return {};
  }

  std::string state(const Subject& after) const {
    auto was = before_.record->header.state, is = after.record->header.state;
    bool removes = edit_.op == Op::remove || edit_.op == Op::archive;
    if (is != State::live && is != was && (!removes || edit_.saw != seen_digests(before_)))
      return "the record went away unseen";
    auto values = [](const Subject& subject) { return values_text(subject)["values"]; };
    if (is != State::live && values(after) != values(before_)) return "somebody wrote in a record that stays away";
    if (edit_.op == Op::keep && is != State::live) return "kept, and not there";
    return {};
  }

  bool grew(Seq before, std::uint64_t count_before, Seq after, std::uint64_t count_after, bool changed) const {
    if (after < before || count_after < count_before) return false;
    if (!changed) return true;
    return after == arrival_.seq && count_after == count_before + (before == arrival_.seq && count_before != 0 ? 0 : 1);
  }

  std::string counts(const Subject& after) const {
    auto old = encode(*before_.record), now = encode(*after.record);
    for (auto klass : all_classes) {
      auto i = static_cast<std::size_t>(klass);
      auto was = before_.record->part(klass).value_or(Part{}), is = after.record->part(klass).value_or(Part{});
      if (!grew(was.seq, was.count, is.seq, is.count, old.classes[i] != now.classes[i])) return "a class is miscounted";
    }
    const auto &was = before_.record->header, &is = after.record->header;
    if (!grew(was.seq, was.count, is.seq, is.count, old.header != now.header)) return "the header is miscounted";
    for (const auto& conflict : after.conflicts) {
      const auto* found = conflict_with(before_, conflict.id);
      auto prior = found == nullptr ? Conflict{} : *found;
      bool changed = found == nullptr || encode(prior).classes != encode(conflict).classes;
      if (!grew(prior.seq, prior.count, conflict.seq, conflict.count, changed)) return "a conflict is miscounted";
    }
    return {};
  }

  // A repeat is recognised where the edit's own stamp or candidate still stands; elsewhere the archive knows the id.
  bool stands(const Subject& after) const {
    auto in_open = [&](const std::string& unit) {
      const auto* open = open_on(after, unit);
      return open != nullptr && std::any_of(open->candidates.begin(), open->candidates.end(),
                                            [&](const Candidate& one) { return one.stamp.edit == edit_.id; });
    };
    const auto& moved = after.record->header.moved;
    if (edit_.op != Op::change && !(moved && moved->edit == edit_.id) && !in_open("")) return false;
    auto units = units_of(edit_);
    return std::all_of(units.begin(), units.end(), [&](const std::string& unit) {
      const auto* stamp = after.record->stamp(unit_named(scene_type(), unit)->fields.front()->name);
      return (stamp != nullptr && stamp->edit == edit_.id) || in_open(unit);
    });
  }

  std::string repeat(const Subject& after) const {
    if (!stands(after)) return {};
    auto later = arrival_;
    ++later.seq.value;
    auto again = merge(scene_template(), after, edit_, later);
    return again && whole_text(again->subject) == whole_text(after) ? "" : "the same edit again changes something";
  }

  const Subject& before_;
  const Edit& edit_;
  const Arrival& arrival_;
};

}  // namespace

std::set<std::string> units_of(const Edit& edit) {
  std::set<std::string> out;
  for (const auto& [name, value] : edit.set.items()) out.insert(unit_of(scene_type(), name)->name);
  return out;
}

// A unit as the edit saw it, or as it wants it.
json side(const Edit& edit, const std::string& name, bool mine) {
  auto unit = *unit_named(scene_type(), name);
  json out = json::object();
  for (const auto* field : unit.fields)
    out[field->name] = mine && edit.set.contains(field->name) ? edit.set[field->name] : edit.base[field->name];
  if (!unit.grouped) return out[name];
  return std::all_of(out.begin(), out.end(), [](const json& one) { return one.is_null(); }) ? json{} : out;
}

std::string broken_by(const Subject& before, const Edit& edit, const Arrival& arrival, const Merged& merged) {
  return Taking{before, edit, arrival}.broken(merged);
}

}  // namespace doorstep::test
