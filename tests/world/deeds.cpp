#include "tests/world/deeds.h"

#include <algorithm>
#include <array>

#include "engine/merge_plan.h"
#include "engine/rows.h"
#include "engine/views.h"
#include "engine/word.h"

namespace doorstep::test {
namespace {

/// Once it can be counted; who has not seen it and counts it too is refused, and what they do next is held.
constexpr std::int64_t too_much = 6'000'000'000'000'000;
constexpr std::array<const char*, 4> pool{"甲", "乙", "丙", "丁"};

json shown(const std::optional<Record>& record, const std::string& field) {
  const auto* value = record ? record->value(field) : nullptr;
  return value == nullptr ? json{} : *value;
}

std::optional<Record> record_in(Store& store, const RecordId& id) {
  auto row = read_row(store.sql(), id);
  return row ? std::optional{stored(decode(row->text))} : std::nullopt;
}

// Whether typing this says anything: not what is shown, nor what this person proposed already.
bool says(Store& store, const RecordId& record, const Type& type, const std::string& field, const json& value) {
  auto row = read_row(store.sql(), root_of(store.sql(), record));  // an alias is what it stands for
  if (!row) return false;
  const std::string source = "form";
  const Speaker speaker{store.role(), store.identity()->person, source};
  return word_of(speaker, type, read_subject(store.sql(), row->text), field, value) != Word::nothing;
}

}  // namespace

RecordId meant_by(Store& store, const Intent& intent) {
  const bool as_named = intent.op == Op::create || writes_no_fields(intent.op);
  return as_named ? *intent.record : root_of(store.sql(), *intent.record);
}

std::vector<Deeds::Known> Deeds::known(Store& store) const {
  std::vector<Known> out;
  auto& rows =
      store.sql()("SELECT id, type, state FROM records WHERE type <> 'conflict' AND state < 3 ORDER BY id LIMIT 40");
  rows.with();
  while (rows.step())
    out.push_back({rows.id<RecordId>(0), std::string{rows.text(1)}, static_cast<State>(rows.integer(2))});
  return out;
}

Deeds::Plan Deeds::next(Store& store) {
  Plan plan;
  auto records = known(store);
  auto lot = dice_.below(100);
  if (records.empty() || (records.size() < records_max_ && lot < 25))
    create(plan, store, records);
  else if (lot < 72)
    change(plan, store, records);
  else if (lot < 76)
    merge(plan, store, records);
  else if (lot < 79)
    part(plan, store);
  else if (lot < 80)
    talk(plan, store);
  else if (lot < 86)
    move(plan, store, records);
  else if (lot < 94)
    resolve(plan, store);
  else
    withdraw(plan, store);
  return plan;
}

void Deeds::add(Plan& plan, Store& store, Intent intent, Act act) {
  act.chain = store.identity()->chain;
  act.op = intent.op;
  if (intent.record) act.record = meant_by(store, intent);
  plan.story += (plan.story.empty() ? "" : "; ") +
                std::string{intent.op == Op::create ? "creates " + intent.type : ""} +
                (intent.record ? text(*intent.record) : "") + " op " + std::to_string(static_cast<int>(intent.op)) +
                " " + intent.set.dump() + (intent.resolves ? " resolving " + text(intent.resolves->conflict) : "");
  plan.intents.push_back(std::move(intent));
  plan.acts.push_back(std::move(act));
}

void Deeds::create(Plan& plan, Store& store, const std::vector<Known>& records) {
  const auto& type = one_of(store.archive_template().types());
  Intent intent;
  intent.op = Op::create;
  intent.record = mint_record(store.clock(), dice_);  // known beforehand: the save may happen and not be answered
  intent.type = type.name;
  for (const auto& field : type.fields) {
    bool needed = std::find(type.needs.begin(), type.needs.end(), field.name) != type.needs.end();
    if (!needed && !chance(25)) continue;
    auto value = value_for(field, nullptr, records);
    if (!value.is_discarded() && !value.is_null()) intent.set[field.name] = std::move(value);
  }
  Act act;
  act.set = intent.set;
  for (const auto& field : type.fields)
    if (field.policy == Policy::sum && intent.set.contains(field.name))
      act.counted[field.name] = intent.set.at(field.name).get<std::int64_t>();
  add(plan, store, std::move(intent), std::move(act));
}

void Deeds::change(Plan& plan, Store& store, const std::vector<Known>& records) {
  const auto& target = one_of(records);
  const auto* type = store.archive_template().type(target.type);
  auto record = record_in(store, target.id);
  Intent intent;
  intent.record = target.id;
  Act act;
  for (auto fields = 1 + dice_.below(3); fields > 0; --fields) {
    const auto& field = one_of(type->fields);
    auto now = shown(record, field.name);
    auto value = value_for(field, now, records);
    if (value.is_discarded()) continue;
    intent.set[field.name] = value;
    act.counted.erase(field.name);
    if (value == now) continue;  // the store writes no word that says nothing
    if (field.policy == Policy::sum)
      act.counted[field.name] = value.get<std::int64_t>() - (now.is_null() ? 0 : now.get<std::int64_t>());
  }
  for (const auto& [name, value] : intent.set.items()) {
    // Of a list of entries the new one is said, not those before it.
    const auto said = type->field(name)->policy == Policy::append ? json::array({value.back()}) : value;
    if (says(store, target.id, *type, name, said)) act.set[name] = said;
  }
  if (intent.set.empty()) return;
  bool says_something = !act.set.empty();
  add(plan, store, std::move(intent), std::move(act));
  if (!says_something) plan.acts.pop_back();
  if (says_something && chance(15)) change_again(plan, store, *type);
}

// The same field once more in the same bundle: steps that may fold.
void Deeds::change_again(Plan& plan, Store& store, const Type& type) {
  auto first = plan.acts.back();
  const auto& field = *type.field(first.set.begin().key());
  auto now = first.set.begin().value();
  // Only where what is shown after the first step follows from it: an open conflict or a policy may say otherwise.
  if (field.policy != Policy::sum && field.policy != Policy::set) return;
  auto value = value_for(field, now, {});
  if (value.is_discarded() || value == now) return;
  Intent intent;
  intent.record = first.record;
  intent.set[field.name] = value;
  Act act;
  act.set = intent.set;
  if (field.policy == Policy::sum)
    act.counted[field.name] = value.get<std::int64_t>() - (now.is_null() ? 0 : now.get<std::int64_t>());
  add(plan, store, std::move(intent), std::move(act));
}

void Deeds::once_more(Plan& plan, Store& store, Dice& later) {
  if (plan.acts.size() != 1 || plan.intents.size() != 1 || plan.acts.front().op != Op::change) return;
  const auto first = plan.acts.front();
  auto record = record_in(store, first.record);
  if (!record) return;
  for (const auto& [name, now] : first.set.items()) {
    const auto* field = store.archive_template().type(record->header.type)->field(name);
    if (field == nullptr) continue;
    Intent intent;
    intent.record = first.record;
    Act act;
    if (field->policy == Policy::max && !field->choices.empty()) {
      intent.set[name] = field->choices[later.below(field->choices.size())].name;
      // What is shown already is no word of anybody's.
      if (intent.set[name] == now || intent.set[name] == shown(record, name)) return;
    } else if (field->policy == Policy::sum && now.get<std::int64_t>() < too_much / 2 && later.below(3) == 0) {
      intent.set[name] = now.get<std::int64_t>() + too_much;
      act.counted[name] = too_much;
    } else {
      continue;
    }
    act.set = intent.set;
    return add(plan, store, std::move(intent), std::move(act));
  }
}

void Deeds::move(Plan& plan, Store& store, const std::vector<Known>& records) {
  const auto& target = one_of(records);
  Intent intent;
  intent.record = target.id;
  intent.op = target.state != State::live ? Op::keep : chance(50) ? Op::remove : Op::archive;
  add(plan, store, std::move(intent), {});
}

void Deeds::resolve(Plan& plan, Store& store) {
  auto open = conflicts(store);
  if (!open || open->empty()) return;
  const auto& conflict = one_of(*open).conflict;
  if (conflict.kind == ConflictKind::duplicate) return answer_duplicate(plan, store, conflict);
  if (conflict.kind == ConflictKind::delete_edit) {
    Intent intent;
    intent.record = conflict.record;
    intent.resolves = naming_of(conflict);
    intent.op = chance(50) ? Op::keep : Op::remove;
    return add(plan, store, std::move(intent), {});
  }
  decide(plan, store, conflict, one_of(conflict.candidates).value);
}

void Deeds::decide(Plan& plan, Store& store, const Conflict& conflict, const json& value) {
  Intent intent;
  intent.record = conflict.record;
  intent.resolves = naming_of(conflict);
  auto record = record_in(store, conflict.record);
  if (!record) return;
  const auto* group = store.archive_template().type(record->header.type)->group(conflict.field);
  if (group == nullptr)
    intent.set[conflict.field] = value;
  else
    for (const auto& member : group->fields) intent.set[member] = value.is_null() ? json{} : value.at(member);
  Act act;
  act.set = intent.set;
  add(plan, store, std::move(intent), std::move(act));
}

void Deeds::add_all(Plan& plan, Store& store, Result<std::vector<Intent>> intents) {
  if (!intents) return;  // the records changed under this person's hands
  for (auto& intent : *intents) add(plan, store, std::move(intent), {});
}

void Deeds::merge(Plan& plan, Store& store, const std::vector<Known>& records) {
  std::vector<Known> live;
  for (const auto& one : records)
    if (one.state == State::live) live.push_back(one);
  if (live.empty()) return;
  const auto& winner = one_of(live);
  std::vector<RecordId> losers;
  for (const auto& one : live)
    if (one.type == winner.type && one.id != winner.id && chance(50)) losers.push_back(one.id);
  if (losers.empty()) return;
  add_all(plan, store, merge_plan(store, winner.id, losers, std::nullopt));
}

void Deeds::part(Plan& plan, Store& store) {
  auto& rows = store.sql()("SELECT id FROM records WHERE type <> 'conflict' AND state = 3 ORDER BY id LIMIT 40");
  std::vector<RecordId> merged;
  rows.with();
  while (rows.step()) merged.push_back(rows.id<RecordId>(0));
  if (!merged.empty()) add_all(plan, store, unmerge_plan(store, one_of(merged)));
}

// One record, or two after all.
void Deeds::answer_duplicate(Plan& plan, Store& store, const Conflict& conflict) {
  if (chance(50)) {
    Intent two;
    two.op = Op::distinct;
    two.record = conflict.record;
    two.resolves = naming_of(conflict);
    return add(plan, store, std::move(two), {});
  }
  std::vector<RecordId> all;
  for (const auto& one : conflict.candidates) all.push_back(*parse_id<RecordId>(one.value.get<std::string>()));
  auto winner = one_of(all);
  std::erase(all, winner);
  if (!all.empty()) add_all(plan, store, merge_plan(store, winner, all, naming_of(conflict)));
}

void Deeds::talk(Plan& plan, Store& store) {
  DeskQuery query;
  query.decided = chance(30);
  auto known = conflicts(store, query);
  if (!known || known->empty()) return;
  const auto& conflict = one_of(*known).conflict;
  auto words = query.decided && chance(50) ? json{{"reopen", true}} : json{{"remark", fresh_word()}};
  auto said = talk_about(store, conflict.id, words);
  if (!said) return;
  // Asked again when it cannot be, it says nothing.
  if (said->set.contains("reopen")) said->set["remark"] = fresh_word();
  Act act;
  act.set = said->set;
  add(plan, store, std::move(*said), std::move(act));
}

Deeds::Plan Deeds::take_back(Store& store) {
  Plan plan;
  auto open = conflicts(store);
  if (!open) return plan;
  for (const auto& view : *open) {
    if (!proposed_by(view.conflict, store.identity()->person)) continue;
    auto intent = withdrawal(store.archive_template(), view);
    if (!intent) continue;
    Act act;
    act.set = intent->set;
    add(plan, store, std::move(*intent), std::move(act));
    break;
  }
  return plan;
}

void Deeds::withdraw(Plan& plan, Store& store) {
  auto open = conflicts(store);
  if (!open || open->empty()) return;
  const auto& conflict = one_of(*open).conflict;
  auto record = record_in(store, conflict.record);
  if (!record || conflict.field.empty() || conflict.kind == ConflictKind::duplicate) return;
  if (store.archive_template().type(record->header.type)->group(conflict.field) != nullptr) return;
  for (const auto& candidate : conflict.candidates) {
    if (candidate.stamp.chain != store.identity()->chain) continue;
    auto before = candidate.base.value_or(conflict.base);  // what the person takes for the value before the quarrel
    const auto& type = *store.archive_template().type(record->header.type);
    if (before == shown(record, conflict.field) || !says(store, conflict.record, type, conflict.field, before)) return;
    Intent intent;
    intent.record = conflict.record;
    intent.set[conflict.field] = before;
    Act act;
    act.set = intent.set;
    return add(plan, store, std::move(intent), std::move(act));
  }
}

json Deeds::value_for(const Field& field, const json& now, const std::vector<Known>& records) {
  const json nothing = json(json::value_t::discarded);
  bool clears = field.policy == Policy::manual || field.policy == Policy::latest;
  if (!now.is_null() && clears && field.group.empty() && chance(10)) return nullptr;
  switch (field.kind) {
    case Kind::text:
      return words(field);
    case Kind::number:
    case Kind::decimal:
    case Kind::money: {
      if (field.policy == Policy::sum)
        return (now.is_null() ? 0 : now.get<std::int64_t>()) + 1 + static_cast<std::int64_t>(dice_.below(3));
      auto low = field.min.value_or(0), high = std::min(field.max.value_or(low + 5), low + 5);
      return low + static_cast<std::int64_t>(dice_.below(static_cast<std::uint64_t>(high - low + 1)));
    }
    case Kind::choice: {
      if (field.name == "kind" && field.group == "contact") return chance(50) ? "address" : "wechat";
      if (field.group == "document") return "resident_id";
      if (field.policy == Policy::state && now.is_string() && chance(85)) {
        auto next = field.steps.find(now.get<std::string>());
        if (next == field.steps.end() || next->second.empty()) return nothing;
        return one_of(next->second);
      }
      return one_of(field.choices).name;
    }
    case Kind::choices: {
      json list = now.is_array() ? now : json::array();
      std::string word = chance(60) ? one_of(pool) : fresh_word();
      auto found = std::find(list.begin(), list.end(), word);
      if (found != list.end())
        list.erase(found);
      else if (!list.empty() && chance(30))
        list.erase(dice_.below(list.size()));
      else
        list.push_back(word);
      return list;
    }
    case Kind::entries: {
      json list = now.is_array() ? now : json::array();
      list.push_back({{"id", text(mint_edit(dice_))}, {"text", "记下了第十个字以后的事" + fresh_word()}});
      return list;
    }
    case Kind::flag:
      return chance(50);
    case Kind::date:
      return "1990-01-0" + std::to_string(1 + dice_.below(5));
    case Kind::time:
      return "2017-12-31T23:59:5" + std::to_string(dice_.below(5));
    case Kind::time_range:
      return json{{"from", "09:00"}, {"to", "1" + std::to_string(dice_.below(5)) + ":30"}};
    case Kind::reference: {
      std::vector<RecordId> fitting;
      for (const auto& record : records)
        if (record.type == field.refers) fitting.push_back(record.id);
      return fitting.empty() ? nothing : json(text(one_of(fitting)));
    }
    case Kind::id_number: {
      constexpr std::array<const char*, 3> numbers{"999999199001010016", "999999199001010024", "99999920200229123X"};
      return one_of(numbers);
    }
    case Kind::phone:
    case Kind::attachment:
      break;
  }
  return nothing;
}

json Deeds::words(const Field& field) {
  if (field.normalise == "building" || field.normalise == "unit_no" || field.normalise == "room_no")
    return std::to_string(1 + dice_.below(3));
  if (field.normalise == "plate") return "浙A1234" + std::to_string(1 + dice_.below(4));
  if (field.form == "strokes") return "1,2 3," + std::to_string(dice_.below(100));
  if (field.normalise == "contact") return "abcdef" + std::string(1, static_cast<char>('a' + dice_.below(5)));
  if (field.form == "archive_no" || field.name.ends_with("_no")) return "A-" + std::to_string(1 + dice_.below(4));
  return chance(25) ? std::string{one_of(pool)} : fresh_word();
}

// Letters only: a name has no digits.
std::string Deeds::fresh_word() {
  std::string out = "词";
  for (auto rest = ++words_; rest > 0; rest /= 26) out += static_cast<char>('a' + rest % 26);
  return out + static_cast<char>('a' + dice_.below(26));
}

}  // namespace doorstep::test
