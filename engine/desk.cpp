#include "engine/desk.h"

#include <algorithm>
#include <tuple>

#include "engine/evidence.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/approval.h"
#include "shared/discussion.h"
#include "shared/merge_approval.h"
#include "shared/unit_value.h"
#include "shared/value.h"

namespace doorstep {
namespace {

// Of a combination that cannot stand, the rule that says so.
const Validator* validator_named(const Type& type, const std::string& name) {
  for (const auto& one : type.validators)
    if (one.name == name) return &one;
  return nullptr;
}

// A wrong decision about these costs somebody money, rights or their name.
bool is_grave(const Type& type, const Conflict& conflict) {
  if (conflict.klass == Class::sensitive || conflict.field.empty()) return true;
  if (type.name == "consent" || type.name == "id_document" || type.name == "occupancy") return true;
  const auto unit = unit_named(type, conflict.field);
  return unit && std::any_of(unit->fields.begin(), unit->fields.end(), [](const Field* field) {
           return field->kind == Kind::money || field->kind == Kind::id_number || field->form == "full_name" ||
                  field->policy == Policy::write_once;
         });
}

Severity severity_of(const Type* type, const Conflict& conflict) {
  if (type == nullptr || is_grave(*type, conflict)) return Severity::high;
  const auto unit = unit_named(*type, conflict.field);
  return unit && unit->policy == Policy::state ? Severity::low : Severity::normal;
}

// Of one that was opened before conflicts told it, what its candidates tell.
std::optional<Instant> opened_at(const Conflict& conflict) {
  if (conflict.opened) return conflict.opened;
  std::optional<Instant> out;
  for (const auto& one : conflict.candidates) {
    if (conflict_id(conflict.record, conflict.field, one.stamp.edit) == conflict.id) return one.stamp.at;
    if (one.stamp.at && (!out || *out < *one.stamp.at)) out = one.stamp.at;
  }
  return out;
}

void learn_name(Store& store, ConflictView& view, const PersonId& person) {
  if (person.value.empty() || view.people.contains(person)) return;
  if (store.identity() && store.identity()->person == person) {
    view.people[person] = store.identity()->name;
    return;
  }
  auto& row = store.sql()("SELECT name FROM people WHERE id = ?");
  if (row.with(person).step()) view.people[person] = row.text(0);
  row.rewind();
}

// What was good under an older template may not be any more.
Result<void> check_members(const Unit& unit, const json& value) {
  for (const auto* field : unit.fields)
    if (auto good = check_value(*field, member_of(unit, value, field->name)); !good) return good;
  return {};
}

void note_barred(Store& store, const Unit& unit, ConflictView& view) {
  if (!store.identity()) return;
  for (const auto& one : view.conflict.candidates) {
    const auto value = one.proposed ? approved_value(unit, one, view.current) : one.value;
    auto may = check_decision(store.role(), view.type, Decided{unit, view.conflict, value, view.current},
                              store.identity()->person);
    if (may) may = check_members(unit, value);
    view.barred.push_back(may ? std::nullopt : std::optional{may.error().fault});
  }
}

// The record that stands for its own is asked now.
std::optional<RecordId> asked_instead(Store& store, const Conflict& moved) {
  const auto root = root_of(store.sql(), moved.record);
  auto row = read_row(store.sql(), root);
  if (!row || root == moved.record) return std::nullopt;
  for (const auto& one : read_subject(store.sql(), row->text).conflicts)
    if (one.field == moved.field && one.state == ConflictState::open) return one.id;
  return std::nullopt;
}

// There is nothing to choose for what is away; whether it stays away is another question.
bool waits_for_its_record(const ConflictView& view) { return view.away && !view.conflict.field.empty(); }

ConflictView conflict_view(Store& store, const RecordText& text) {
  ConflictView view{stored(decode_conflict(text)), {}, {}, {}};
  const auto& conflict = view.conflict;
  auto learn = [&](const Candidate& one) {
    learn_name(store, view, person_of(one.stamp.chain));
    learn_visit(store, one.stamp.visit, view.visits);
  };
  for (const auto& one : conflict.candidates) learn(one);
  if (conflict.resolution) learn(*conflict.resolution);
  if (conflict.assignee) {
    learn_name(store, view, PersonId{conflict.assignee->text});
    learn_name(store, view, person_of(conflict.assignee->stamp.chain));
  }
  for (const auto& remark : conflict.remarks) learn_name(store, view, person_of(remark.stamp.chain));
  view.opened_at = opened_at(conflict);
  auto row = read_row(store.sql(), conflict.record);
  if (!row) return view;
  auto record = stored(decode(row->text));
  view.type = record.header.type;
  view.away = record.header.state == State::removed || record.header.state == State::archived;
  if (conflict.state == ConflictState::moved) view.asks_now = asked_instead(store, conflict);
  const auto* type = store.archive_template().type(view.type);
  view.severity = severity_of(type, conflict);
  for (const auto& one : conflict.candidates)
    view.evidence.push_back(type == nullptr ? std::set<std::string>{} : evidence_for(*type, record, one, view.visits));
  if (conflict.field.empty()) return view;
  const auto unit = type == nullptr ? std::nullopt : unit_named(*type, conflict.field);
  std::vector<std::string> members;
  if (unit && unit->grouped)
    for (const auto* field : unit->fields) members.push_back(field->name);
  if (const auto* rule = type == nullptr ? nullptr : validator_named(*type, conflict.field)) members = rule->fields;
  if (!members.empty()) {
    view.current = json::object();
    for (const auto& field : members)
      view.current[field] = record.value(field) == nullptr ? json{} : *record.value(field);
  } else if (const auto* value = record.value(conflict.field)) {
    view.current = *value;
  }
  if (unit) note_barred(store, *unit, view);
  return view;
}

bool concerns(const ConflictView& view, const PersonId& person) {
  const auto& [candidates, people] = std::tie(view.conflict.candidates, view.conflict.people);
  return std::find(people.begin(), people.end(), person) != people.end() ||
         std::any_of(candidates.begin(), candidates.end(),
                     [&](const Candidate& one) { return person_of(one.stamp.chain) == person; });
}

std::vector<RecordId> all_in_state(Store& store, bool open) {
  auto& row = store.sql()("SELECT id FROM records WHERE type = 'conflict' AND state = ? ORDER BY n");
  std::vector<RecordId> ids;
  row.with(open ? 0 : 1);
  while (row.step()) ids.push_back(row.id<RecordId>(0));
  return ids;
}

}  // namespace

bool ConflictView::speaks_for(const Candidate& candidate, const std::string& word) const {
  for (std::size_t place = 0; place < evidence.size(); ++place)
    if (&conflict.candidates[place] == &candidate) return evidence[place].contains(word);
  return false;
}

std::string ConflictView::name_of(const PersonId& person) const {
  auto known = people.find(person);
  return known == people.end() ? person.value : known->second;
}

std::string ConflictView::name_of(const ChainId& chain) const { return name_of(person_of(chain)); }

std::vector<Seq> missed_by(const Conflict& conflict, const Candidate& candidate) {
  std::vector<Seq> out;
  // Which version of their own record they saw says nothing about the other's.
  if (candidate.version.value == 0 || conflict.kind == ConflictKind::duplicate) return out;
  // A decision that nothing kept open had all of them before it.
  if (conflict.resolution && conflict.resolution->stamp == candidate.stamp) return out;
  for (const auto& other : conflict.candidates) {
    // A wish moves no version of the record: whether its author's colleague had it before them is not known.
    const bool stood = !other.base || conflict.field.empty();
    if (stood && other.stamp.seq > candidate.version && other.stamp.chain != candidate.stamp.chain)
      out.push_back(other.stamp.seq);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::vector<ConflictView>> conflicts(Store& store, const DeskQuery& query) {
  return guarded([&]() -> Result<std::vector<ConflictView>> {
    if (!store.identity()) return Error{Fault::not_enrolled, {}};
    const auto& me = store.identity()->person;
    std::vector<ConflictView> out;
    for (const auto& id : all_in_state(store, !query.decided)) {
      auto view = conflict_view(store, read_row(store.sql(), id)->text);
      if (view.conflict.state == ConflictState::moved) continue;  // asked of another record now
      if (!query.decided && waits_for_its_record(view)) continue;
      if (query.mine && !concerns(view, me)) continue;
      if (query.assigned && (!view.conflict.assignee || view.conflict.assignee->text != me.value)) continue;
      out.push_back(std::move(view));
    }
    auto when = [](const ConflictView& view) { return view.opened_at.value_or(Instant::max()); };
    if (query.decided)
      std::reverse(out.begin(), out.end());
    else
      std::stable_sort(out.begin(), out.end(), [&](const ConflictView& one, const ConflictView& other) {
        return std::pair{other.severity, when(one)} < std::pair{one.severity, when(other)};
      });
    return out;
  });
}

Result<std::vector<ConflictView>> conflicts(Store& store) {
  return guarded([&]() -> Result<std::vector<ConflictView>> {
    std::vector<ConflictView> out;
    for (const auto& id : all_in_state(store, true)) {
      auto view = conflict_view(store, read_row(store.sql(), id)->text);
      if (!waits_for_its_record(view)) out.push_back(std::move(view));
    }
    return out;
  });
}

Result<ConflictView> conflict(Store& store, const RecordId& id) {
  return guarded([&]() -> Result<ConflictView> {
    auto row = read_row(store.sql(), id);
    if (!row || row->text.type != conflict_type) return Error{Fault::not_found, text(id)};
    return conflict_view(store, row->text);
  });
}

Result<PersonId> person_named(Store& store, std::string_view named) {
  return guarded([&]() -> Result<PersonId> {
    if (!store.identity()) return Error{Fault::not_enrolled, {}};
    const auto& me = *store.identity();
    if (named == "me" || named == me.name || named == me.person.value) return me.person;
    auto& row = store.sql()("SELECT id FROM people WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC LIMIT 2");
    std::vector<PersonId> found;
    row.with(named);
    while (row.step()) found.push_back(PersonId{std::string{row.text(0)}});
    if (found.empty()) return Error{Fault::not_found, "这里没有叫这个名字的人 / nobody of that name is known here"};
    if (found.size() > 1 && found.front().value != named)
      return Error{Fault::invalid_value, "有几个人叫这个名字，请用编号 / several people are called so: take the id"};
    return found.front();
  });
}

Result<Intent> talk_about(Store& store, const RecordId& id, json words) {
  auto view = conflict(store, id);
  if (view && view->asks_now) view = conflict(store, *view->asks_now);
  if (!view) return view.error();
  Intent out;
  out.op = Op::discuss;
  out.record = view->conflict.record;
  out.set = std::move(words);
  out.resolves = naming_of(view->conflict);
  return out;
}

Result<json> set_of(const Type& type, const std::string& name, const json& value) {
  if (const auto* rule = validator_named(type, name)) {
    if (!value.is_object())
      return Error{Fault::invalid_value, name + ": 需要由其各字段组成的对象 / takes an object of its fields"};
    json set = json::object();
    for (const auto& field : rule->fields) set[field] = value.value(field, json{});
    return value_result(std::move(set));
  }
  const auto unit = unit_named(type, name);
  if (!unit) return Error{Fault::unknown_field, name};
  if (unit->grouped && !value.is_object() && !value.is_null())
    return Error{Fault::invalid_value, name + ": 需要由其各字段组成的对象 / takes an object of its fields"};
  json set = json::object();
  for (const auto* field : unit->fields) set[field->name] = member_of(*unit, value, field->name);
  return value_result(std::move(set));
}

Naming naming_of(const Conflict& conflict) {
  Naming out{conflict.id, {}};
  for (const auto& candidate : conflict.candidates) out.seen.push_back(candidate.stamp.edit);
  if (conflict.resolution) out.seen.push_back(conflict.resolution->stamp.edit);
  return out;
}

json taken_value(const Type& type, const ConflictView& view, const Candidate& candidate) {
  const auto unit = unit_named(type, view.conflict.field);
  return unit && candidate.proposed ? approved_value(*unit, candidate, view.current) : candidate.value;
}

bool proposed_by(const Conflict& conflict, const PersonId& person) {
  return conflict.state == ConflictState::open &&
         std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                     [&](const Candidate& one) { return one.proposed && person_of(one.stamp.chain) == person; });
}

Result<Intent> withdrawal(const Template& archive_template, const ConflictView& view) {
  const auto* type = archive_template.type(view.type);
  const auto unit = type == nullptr ? std::nullopt : unit_named(*type, view.conflict.field);
  const auto& candidates = view.conflict.candidates;
  const bool waits =
      std::any_of(candidates.begin(), candidates.end(), [](const Candidate& one) { return one.proposed; });
  if (!unit || !waits) return Error{Fault::invalid_value, "这里没有提议 / nothing is proposed here"};
  auto set = set_of(*type, view.conflict.field, unit->policy == Policy::append ? json::array() : view.current);
  if (!set) return set.error();
  Intent out;
  out.record = view.conflict.record;
  out.set = std::move(*set);
  out.resolves = naming_of(view.conflict);
  out.takes_back = true;
  return out;
}

std::string_view name_of(Severity severity) {
  constexpr std::array<std::string_view, 3> names{"low", "normal", "high"};
  return names[static_cast<std::size_t>(severity)];
}

}  // namespace doorstep
