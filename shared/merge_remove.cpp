#include "shared/merge_remove.h"

#include <algorithm>

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
  }
  return "live";
}

State target_of(Op op) { return op == Op::remove ? State::removed : op == Op::archive ? State::archived : State::live; }

Conflict* open_removal(Subject& subject) {
  for (auto& conflict : subject.conflicts)
    if (conflict.kind == ConflictKind::delete_edit && conflict.state == ConflictState::open) return &conflict;
  return nullptr;
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

Conflict* open_delete_edit(Subject& subject, const EditId& opened_by, std::vector<Candidate> candidates) {
  const auto& record = *subject.record;
  Conflict conflict;
  conflict.id = conflict_id(record.id, "", opened_by);
  conflict.record = record.id;
  conflict.community = record.header.community;
  conflict.klass = highest_class(record);
  conflict.kind = ConflictKind::delete_edit;
  conflict.candidates = std::move(candidates);
  return &subject.conflicts.emplace_back(std::move(conflict));
}

Candidate wish(State state, const Stamp& stamp) { return {std::string{name_of_state(state)}, "live", stamp}; }

void set_state(Record& record, State state, const Stamp& stamp) {
  record.header.state = state;
  record.header.moved = stamp;
}

// A removal stands on all that its author saw: a class that differs, or that the author did not vouch for, stops it.
bool saw_everything(const Subject& subject, const Edit& edit) {
  for (const auto& [klass, digest] : seen_digests(subject)) {
    auto found = edit.saw.find(klass);
    if (found == edit.saw.end() || found->second != digest) return false;
  }
  return true;
}

void close_removal(Conflict& conflict, State state, const Stamp& stamp) {
  conflict.state = ConflictState::resolved;
  conflict.resolution = wish(state, stamp);
}

StateMoved remove(Subject& subject, const Edit& edit, const Stamp& stamp) {
  auto& record = *subject.record;
  const auto target = target_of(edit.op);
  if (record.header.moved && record.header.moved->edit == edit.id) return {};
  auto* open = open_removal(subject);
  bool names_it = open != nullptr && edit.resolves && edit.resolves->conflict == open->id;
  if (open == nullptr && record.header.state == target) return {};
  // While a conflict about it is open, a removal decides only as a resolution of that conflict.
  if (saw_everything(subject, edit) && (open == nullptr || names_it)) {
    set_state(record, target, stamp);
    if (open != nullptr) close_removal(*open, target, stamp);
    return {true, open};
  }
  if (open == nullptr)
    return {false, open_delete_edit(subject, edit.id, {wish(State::live, newest_stamp(record)), wish(target, stamp)})};
  auto& candidates = open->candidates;
  auto own = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
    return candidate.stamp.chain == stamp.chain && candidate.value != name_of_state(State::live);
  });
  if (own != candidates.end())
    *own = wish(target, stamp);
  else
    candidates.push_back(wish(target, stamp));
  return {false, open};
}

StateMoved keep(Subject& subject, const Edit& edit, const Stamp& stamp) {
  auto& record = *subject.record;
  auto* open = open_removal(subject);
  bool back = record.header.state != State::live;
  if (back) set_state(record, State::live, stamp);
  if (open == nullptr || !edit.resolves || edit.resolves->conflict != open->id) return {back, nullptr};
  // Whoever still wants it removed, unseen by this decision, keeps the conflict open.
  bool unseen = std::any_of(open->candidates.begin(), open->candidates.end(), [&](const Candidate& candidate) {
    const auto& seen = edit.resolves->seen;
    return candidate.value != name_of_state(State::live) &&
           std::find(seen.begin(), seen.end(), candidate.stamp.edit) == seen.end();
  });
  if (!unseen) close_removal(*open, State::live, stamp);
  return {back, open};
}

// An edit that met a removed record brings it back, marked; its own author's removal was no surprise to it.
StateMoved bring_back(Subject& subject, const EditId& edit, const Stamp& stamp) {
  auto& record = *subject.record;
  auto removed = *record.header.moved;
  auto was = record.header.state;
  set_state(record, State::live, stamp);
  if (removed.chain == stamp.chain) return {true, nullptr};
  return {true, open_delete_edit(subject, edit, {wish(was, removed), wish(State::live, stamp)})};
}

}  // namespace

StateMoved merge_state(Subject& subject, const Edit& edit, const Stamp& stamp, bool fields_changed) {
  switch (edit.op) {
    case Op::remove:
    case Op::archive:
      return remove(subject, edit, stamp);
    case Op::keep:
      return keep(subject, edit, stamp);
    case Op::create:
    case Op::change:
      break;
  }
  if (fields_changed && subject.record->header.state != State::live) return bring_back(subject, edit.id, stamp);
  return {};
}

bool revive(Subject& parent, const Edit& child, const Arrival& arrival) {
  if (!parent.record || parent.record->header.state == State::live) return false;
  auto moved = bring_back(parent, child.id, stamp_of(child, arrival));
  auto touch = [&](Seq& seq, std::uint64_t& count) {
    if (count == 0 || arrival.seq.value == 0 || seq != arrival.seq) ++count;
    if (arrival.seq.value != 0) seq = arrival.seq;
  };
  touch(parent.record->header.seq, parent.record->header.count);
  if (moved.conflict != nullptr) touch(moved.conflict->seq, moved.conflict->count);
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
