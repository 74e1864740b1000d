#include "shared/merge_remove.h"

#include <algorithm>
#include <tuple>

#include "shared/crypto.h"
#include "shared/merge_conflict.h"

namespace doorstep {
namespace {

constexpr const char* header_name = "header";

std::string_view name_of_state(State state) {
  switch (state) {
    case State::live:
      return "live";
    case State::archived:
      return "archived";
    case State::removed:
      return "removed";
    case State::merged:
      return "merged";
    case State::erased:
      return "erased";
  }
  return "live";
}

State target_of(Op op) { return op == Op::remove ? State::removed : op == Op::archive ? State::archived : State::live; }

Conflict* open_removal(Subject& subject) {
  for (auto& conflict : subject.conflicts)
    if (conflict.kind == ConflictKind::delete_edit && conflict.state == ConflictState::open) return &conflict;
  return nullptr;
}

Conflict* named_removal(Subject& subject, const Edit& edit) {
  auto* named = named_conflict(subject.conflicts, edit, subject.record->id, "");
  return named != nullptr && named->kind == ConflictKind::delete_edit ? named : nullptr;
}

// The conflict concerns everything in the record, so it belongs to the highest class there is something in.
Class highest_class(const Record& record) {
  for (auto klass : {Class::sensitive, Class::detail})
    if (record.part(klass)) return klass;
  return Class::basic;
}

Stamp newest_stamp(const Record& record) {
  Stamp newest;
  for (const auto& part : record.parts) {
    if (!part) continue;
    for (const auto& [field, stamp] : part->stamps)
      if (stamp.seq >= newest.seq) newest = stamp;
  }
  return newest;
}

Conflict* open_delete_edit(Subject& subject, const Stamp& opened_by, std::vector<Candidate> candidates) {
  const auto& record = *subject.record;
  Conflict conflict;
  conflict.id = conflict_id(record.id, "", opened_by.edit);
  conflict.record = record.id;
  conflict.community = record.header.community;
  conflict.klass = highest_class(record);
  conflict.kind = ConflictKind::delete_edit;
  conflict.candidates = std::move(candidates);
  conflict.opened = opened_by.at;
  return &subject.conflicts.emplace_back(std::move(conflict));
}

Candidate wish(State state, const Stamp& stamp) { return {std::string{name_of_state(state)}, "live", stamp}; }
// With what its author had seen, and what their clock said.
Candidate wish(State state, const Edit& edit, const Stamp& stamp) {
  return candidate_of(edit, stamp, std::string{name_of_state(state)}, "live");
}
bool wishes(const Candidate& candidate, State state) { return candidate.value == name_of_state(state); }

// The state it is in, and by whom: who moved it there, or who has written in the living record since.
Candidate standing(const Record& record) {
  const auto& [state, moved] = std::tie(record.header.state, record.header.moved);
  auto written = newest_stamp(record);
  bool by_move = moved && (state != State::live || moved->seq >= written.seq);
  return wish(state, by_move ? *moved : written);
}

void set_state(Record& record, State state, const Stamp& stamp) {
  record.header.state = state;
  record.header.moved = stamp;
}

// A removal stands on all that its author saw, class by class: what came and what went meanwhile both stop it.
bool saw_everything(const Subject& subject, const Edit& edit) { return edit.saw == seen_digests(subject); }

void close_removal(Conflict& conflict, Candidate decision) {
  if (conflict.resolution) keep_people(conflict);
  conflict.state = ConflictState::resolved;
  conflict.resolution = std::move(decision);
}

/// One edit that wants the record in another state.
struct Wanting {
  Subject& subject;
  const Edit& edit;
  const Stamp& stamp;
  State target;
  Candidate wished() const { return wish(target, edit, stamp); }
};

// Whoever wants a third thing, unseen by this decision, keeps the conflict open.
std::vector<Candidate> unseen_wishes(const Conflict& conflict, const Wanting& wanting) {
  std::vector<Candidate> out;
  for (const auto& candidate : conflict.candidates) {
    bool third = !wishes(candidate, State::live) && !wishes(candidate, wanting.target);
    if (third && !had_seen(*wanting.edit.resolves, candidate.stamp, wanting.stamp.chain)) out.push_back(candidate);
  }
  return out;
}

StateMoved add_wish(const Wanting& wanting, Conflict& conflict) {
  auto& candidates = conflict.candidates;
  auto mine = wanting.wished();
  auto own = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
    return candidate.stamp.chain == wanting.stamp.chain && !wishes(candidate, wanting.subject.record->header.state);
  });
  if (own != candidates.end())
    *own = std::move(mine);
  else
    candidates.push_back(std::move(mine));
  return {false, &conflict, true};
}

// What was decided about the state that the record is in now, as far as a conflict tells.
Conflict* settled_removal(Subject& subject) {
  const auto& moved = subject.record->header.moved;
  for (auto& conflict : subject.conflicts)
    if (conflict.kind == ConflictKind::delete_edit && conflict.state == ConflictState::resolved && moved &&
        conflict.resolution->stamp.edit == moved->edit)
      return &conflict;
  return nullptr;
}

// Somebody wants what was done already. They agree, and are asked should whoever did it take it back.
StateMoved agree(const Wanting& wanting) {
  auto& record = *wanting.subject.record;
  if (record.header.moved && record.header.moved->chain == wanting.stamp.chain) return {};
  auto* settled = settled_removal(wanting.subject);
  if (settled == nullptr) {
    const auto first = standing(record);
    settled = open_delete_edit(wanting.subject, wanting.stamp, {first});
    close_removal(*settled, first);
  }
  for (const auto& one : settled->candidates)
    if (one.stamp.chain == wanting.stamp.chain && wishes(one, wanting.target)) return {};
  settled->candidates.push_back(wanting.wished());
  return {false, settled, true};
}

// Those who agreed with the removal that its author takes back: they have not. Asked in the conflict that is open on
// the record already, where there is one and they want nothing else there.
Conflict* ask_who_agreed(Subject& subject, State away, const Candidate& living) {
  auto* settled = settled_removal(subject);
  if (settled == nullptr) return nullptr;
  const auto& stamp = living.stamp;
  auto* open = open_removal(subject);
  auto is_asked = [&](const ChainId& chain) {
    return open != nullptr && std::any_of(open->candidates.begin(), open->candidates.end(), [&](const Candidate& one) {
             return one.stamp.chain == chain && !wishes(one, State::live);
           });
  };
  std::vector<Candidate> still;
  for (const auto& one : settled->candidates)
    if (one.stamp.chain != stamp.chain && wishes(one, away) && !is_asked(one.stamp.chain)) still.push_back(one);
  if (still.empty()) return nullptr;
  if (open == nullptr) {
    keep_people(*settled);
    open = settled;
    open->state = ConflictState::open;
    open->resolution.reset();
    open->opened = stamp.at;  // until now they were of one mind
    open->candidates.clear();
  }
  open->candidates.insert(open->candidates.end(), still.begin(), still.end());
  open->candidates.push_back(living);
  return open;
}

// A decision that meets another: who had seen that one decides anew, the same wish agrees, anything else asks again,
// and the record is visible meanwhile.
StateMoved decide_again(const Wanting& wanting, Conflict& conflict) {
  auto& record = *wanting.subject.record;
  if (record.header.state == wanting.target) return wanting.target == State::live ? StateMoved{} : agree(wanting);
  auto other = standing(record);
  if (conflict.resolution && wishes(*conflict.resolution, record.header.state)) other = *conflict.resolution;
  bool may = wanting.target == State::live || saw_everything(wanting.subject, wanting.edit);
  if (may && had_seen(*wanting.edit.resolves, other.stamp, wanting.stamp.chain)) {
    set_state(record, wanting.target, wanting.stamp);
    close_removal(conflict, wanting.wished());
    return {true, &conflict, true};
  }
  keep_people(conflict);
  conflict.state = ConflictState::open;
  conflict.resolution.reset();
  conflict.candidates = {other, wanting.wished()};
  if (wanting.target == State::live) set_state(record, State::live, wanting.stamp);
  return {wanting.target == State::live, &conflict, true};
}

StateMoved remove(const Wanting& wanting) {
  auto& [subject, edit, stamp, target] = wanting;
  auto& record = *subject.record;
  auto* open = open_removal(subject);
  auto* named = named_removal(subject, edit);
  if (open == nullptr && named != nullptr) return decide_again(wanting, *named);
  if (open == nullptr && record.header.state == target) return agree(wanting);
  bool may = saw_everything(subject, edit);
  if (open == nullptr && !may) {
    open = open_delete_edit(subject, stamp, {standing(record), wanting.wished()});
    return {false, open, true};
  }
  // While a conflict about it is open, a removal decides only as a resolution of that conflict.
  if (open != nullptr && (!may || named != open || !unseen_wishes(*open, wanting).empty()))
    return add_wish(wanting, *open);
  set_state(record, target, stamp);
  if (open != nullptr) close_removal(*open, wanting.wished());
  return {true, open, open != nullptr};
}

// Who keeps a record takes an own wish to be rid of it back.
StateMoved withdraw(const Wanting& wanting, Conflict& open, bool back) {
  auto gone = std::erase_if(open.candidates, [&](const Candidate& candidate) {
    return candidate.stamp.chain == wanting.stamp.chain && !wishes(candidate, State::live);
  });
  if (back) open.candidates.push_back(wanting.wished());
  if (open.candidates.size() == 1) open.state = ConflictState::closed;
  return {back, &open, back || gone != 0};
}

StateMoved keep(const Wanting& wanting) {
  auto& [subject, edit, stamp, target] = wanting;
  auto& record = *subject.record;
  auto* open = open_removal(subject);
  auto* named = named_removal(subject, edit);
  if (open == nullptr && named != nullptr) return decide_again(wanting, *named);
  bool back = record.header.state != target;
  if (back) set_state(record, target, stamp);
  if (open == nullptr) return {back, nullptr, false};
  if (named != open) return withdraw(wanting, *open, back);
  auto unseen = unseen_wishes(*open, wanting);
  if (unseen.empty()) {
    close_removal(*open, wanting.wished());
  } else {
    keep_people(*open);
    unseen.insert(unseen.begin(), wanting.wished());
    open->candidates = std::move(unseen);
  }
  return {back, open, true};
}

// An edit that met a removed record brings it back, marked; its own author's removal was no surprise to it.
StateMoved bring_back(Subject& subject, const Candidate& living) {
  const auto& stamp = living.stamp;
  auto& record = *subject.record;
  auto before = standing(record);
  auto* asked = before.stamp.chain == stamp.chain ? ask_who_agreed(subject, record.header.state, living) : nullptr;
  set_state(record, State::live, stamp);
  if (asked != nullptr) return {true, asked, true};
  if (auto* open = open_removal(subject)) {
    open->candidates.push_back(living);
    return {true, open, true};
  }
  if (before.stamp.chain == stamp.chain) return {true, nullptr, false};
  return {true, open_delete_edit(subject, stamp, {before, living}), true};
}

}  // namespace

StateMoved merge_state(Subject& subject, const Edit& edit, const Stamp& stamp, bool fields_changed) {
  if (const auto& moved = subject.record->header.moved; moved && moved->edit == edit.id) return {};
  for (auto& met : subject.conflicts)
    if (met.kind == ConflictKind::delete_edit && has_met(met, edit.id)) return {false, &met, false};
  if (subject.record->header.state == State::merged) return {};  // what it was merged into stands for it
  const Wanting wanting{subject, edit, stamp, target_of(edit.op)};
  switch (edit.op) {
    case Op::remove:
    case Op::archive:
      return remove(wanting);
    case Op::keep:
      return keep(wanting);
    case Op::create:
    case Op::change:
    case Op::merge:
    case Op::unmerge:
    case Op::distinct:
    case Op::discuss:
    case Op::erase:
      break;
  }
  if (fields_changed && subject.record->header.state != State::live)
    return bring_back(subject, wish(State::live, edit, stamp));
  return {};
}

bool revive(Subject& parent, const Edit& child, const Arrival& arrival) {
  if (!parent.record) return false;
  const auto state = parent.record->header.state;
  if (state == State::live || state == State::merged || state == State::erased) return false;
  auto living = wish(State::live, child, stamp_of(child, arrival));
  living.version = {};  // what its author saw was a version of the child
  auto moved = bring_back(parent, living);
  count_once(parent.record->header.seq, parent.record->header.count, arrival);
  if (moved.conflict != nullptr) count_once(moved.conflict->seq, moved.conflict->count, arrival);
  return true;
}

std::map<std::string, std::string> seen_digests(const Subject& subject) {
  std::map<std::string, std::string> out;
  auto candidates_in = [&](auto belongs) {
    std::vector<std::string> edits;
    for (const auto& conflict : subject.conflicts)
      if (conflict.state == ConflictState::open && belongs(conflict))
        for (const auto& candidate : conflict.candidates) edits.push_back(text(candidate.stamp.edit));
    std::sort(edits.begin(), edits.end());
    return edits;
  };
  for (auto klass : all_classes) {
    json values = json::object();
    if (const auto& part = subject.record->part(klass))
      for (const auto& [field, value] : part->values)
        if (!value.is_null()) values[field] = value;
    auto candidates = candidates_in([&](const Conflict& c) { return c.klass == klass && !c.field.empty(); });
    if (values.empty() && candidates.empty()) continue;
    out[std::string{name_of(klass)}] = base64(hash(canonical({{"values", values}, {"candidates", candidates}})));
  }
  std::vector<std::string> children;
  for (const auto& child : subject.children) children.push_back(text(child));
  std::sort(children.begin(), children.end());
  out[header_name] = base64(hash(canonical({{"children", children}})));
  return out;
}

}  // namespace doorstep
