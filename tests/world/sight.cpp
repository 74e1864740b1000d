#include "tests/world/sight.h"

#include <algorithm>
#include <map>

namespace doorstep::test {
namespace {

bool holds(const json& list, const json& item) {
  return list.is_array() && std::find(list.begin(), list.end(), item) != list.end();
}

// A group's value is an object of all its members; null when none of them is set.
json whole(const std::vector<std::string>& fields, const json& from) {
  auto one = [&](const std::string& name) { return from.contains(name) ? from.at(name) : json{}; };
  if (fields.size() == 1) return one(fields.front());
  json out = json::object();
  bool any = false;
  for (const auto& name : fields) {
    out[name] = one(name);
    any = any || !out[name].is_null();
  }
  return any ? out : json{};
}

}  // namespace

std::vector<Sight::Step> Sight::steps(const std::vector<std::string>& fields) const {
  std::vector<Step> out;
  for (const auto& entry : history_.entries) {
    const auto& set = entry.edit.at("set");
    if (std::none_of(fields.begin(), fields.end(), [&](const auto& name) { return set.contains(name); })) continue;
    auto laid_over = entry.edit.at("base");
    laid_over.update(set);
    Step step{entry.seq,
              entry.chain,
              *parse_id<EditId>(entry.edit.at("id").get<std::string>()),
              whole(fields, entry.edit.at("base")),
              whole(fields, laid_over),
              {},
              entry.edit.contains("resolves")};
    if (step.resolves)
      for (const auto& one : entry.edit.at("resolves").at("seen"))
        step.seen.push_back(*parse_id<EditId>(one.get<std::string>()));
    // Of a group none is the only one, and groups are judged by their candidates.
    const auto proposes = entry.edit.value("proposes", json::array());
    step.proposed = std::find(proposes.begin(), proposes.end(), fields.front()) != proposes.end();
    step.folds = folds(entry);
    out.push_back(std::move(step));
  }
  return out;
}

// A decision stands for itself, and so does what its bundle says before it removes the record.
bool Sight::folds(const HistoryEntry& entry) const {
  if (entry.edit.at("op") != "change" || entry.edit.contains("resolves")) return false;
  return std::none_of(history_.entries.rbegin(), history_.entries.rend(), [&](const HistoryEntry& later) {
    const auto& op = later.edit.at("op");
    return later.seq == entry.seq && &later > &entry && (op == "remove" || op == "archive");
  });
}

json Sight::current(const std::vector<std::string>& fields) const {
  json values = json::object();
  for (const auto& name : fields)
    if (const auto* value = record_.value(name)) values[name] = *value;
  return whole(fields, values);
}

bool Sight::candidate(const std::string& unit, const json& value) const {
  for (const auto& conflict : conflicts_) {
    if (conflict.kind == ConflictKind::combination)  // of several fields, among them this one
      for (const auto& one : conflict.candidates)
        if (one.value.is_object() && one.value.value(unit, json{}) == value) return true;
    if (conflict.field != unit) continue;
    if (conflict.resolution && conflict.resolution->value == value) return true;
    // What was decided about is out of sight but for those who were named (`named`): an unseen one keeps it open.
    if (conflict.state == ConflictState::resolved) continue;
    for (const auto& one : conflict.candidates)
      if (one.value == value) return true;
  }
  return false;
}

bool Sight::stands_behind(const std::vector<std::string>& fields, const std::string& unit, const json& value) const {
  return std::any_of(behind_.begin(), behind_.end(), [&](const Behind& one) {
    return Sight{one.record, one.conflicts, history_}.current(fields) == value ||
           Sight{one.record, one.conflicts, history_}.candidate(unit, value);
  });
}

std::string Sight::judge(const Type& type, const std::string& unit) const {
  const auto* group = type.group(unit);
  std::vector<std::string> fields{unit};
  if (group != nullptr) fields = group->fields;
  auto done = steps(fields);
  // Of those that fold into one (docs/merge.md F1) the last says how all of them counted.
  auto only_proposed = [&](const Step& one) {
    const auto* last = &one;
    for (const auto& later : done)
      if (&later > last && later.seq == last->seq && later.chain == last->chain && later.base == last->mine)
        last = &later;
    return last->proposed || last->base == last->mine;  // who says what they saw says nothing (D3)
  };
  auto now = current(fields);
  if (done.empty()) return now.is_null() ? "" : "a value that nobody wrote: " + unit;
  const auto& field = *type.field(fields.front());
  switch (group != nullptr ? group->policy : field.policy) {
    case Policy::manual:
    case Policy::write_once:
    case Policy::state:
      return judge_kept(done, now, unit, field, fields);
    case Policy::append:
      return judge_entries(done, now);
    case Policy::set:
      // What went out of one and stayed in the other comes back with the other.
      return behind_.empty() ? judge_set(done, now) : std::string{};
    case Policy::max:
      return judge_greatest(done, now, field);
    case Policy::latest:
      note("law: nobody's");
      return std::any_of(done.begin(), done.end(), [&](const Step& step) { return step.mine == now; }) ||
                     (now.is_null() && std::all_of(done.begin(), done.end(), only_proposed))
                 ? ""
                 : "NOBODY'S: the current value is " + now.dump() + in_words(done, unit);
    case Policy::sum:
    case Policy::derived:
      break;
  }
  return {};
}

// A candidate that is set once more to the value that it has keeps the stamp of the edit that brought it first, which
// may be of the same bundle: who decided about that edit decided about the value. (A `write_once` field shows the first
// value still, so a person may well type the second one twice.)
bool Sight::named(const std::vector<Step>& steps, const Step& decision, const Step& step) {
  return std::any_of(decision.seen.begin(), decision.seen.end(), [&](const EditId& seen) {
    return seen == step.edit || std::any_of(steps.begin(), steps.end(), [&](const Step& first) {
             return first.edit == seen && &first < &step && first.mine == step.mine;
           });
  });
}

// It said what had just been said (P1): whose word stood may go on from it.
bool Sight::agreed_with(const std::vector<Step>& steps, std::size_t place, const ChainId& chain) {
  return std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(place),
                     [&](const Step& one) { return one.chain == chain && one.mine == steps[place].mine; });
}

std::string Sight::judge_kept(const std::vector<Step>& steps, const json& now, const std::string& unit,
                              const Field& field, const std::vector<std::string>& fields) const {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& step = steps[i];
    if (step.mine == now || step.mine == step.base) continue;
    note("law: out of sight");
    if (candidate(unit, step.mine)) continue;
    // What a record lacks, cleared or never filled, it takes from one that is merged into it (J4).
    if (stands_behind(fields, unit, step.mine) || (step.mine.is_null() && !behind_.empty())) continue;
    bool known = false;
    for (std::size_t j = 0; j < steps.size() && !known; ++j) {
      const auto& other = steps[j];
      if (j == i) continue;
      // Its author went on or withdrew it; somebody saw it and changed it; somebody decided, naming it.
      known = (j > i ? other.chain == step.chain || other.base == step.mine || agreed_with(steps, i, other.chain)
                     : person_of(other.chain) == person_of(step.chain) && other.base == step.mine) ||
              named(steps, other, step);
      if (field.policy == Policy::state && j > i && step.mine.is_string() && other.mine.is_string()) {
        auto next = field.steps.find(step.mine.get<std::string>());
        known = known || (next != field.steps.end() && std::find(next->second.begin(), next->second.end(),
                                                                 other.mine.get<std::string>()) != next->second.end());
      }
    }
    if (!known)
      return "OUT OF SIGHT: " + step.mine.dump() + " (seq " + std::to_string(step.seq.value) +
             ") was replaced by somebody who did not know it; now " + now.dump() + in_words(steps, unit);
  }
  return {};
}

std::string Sight::in_words(const std::vector<Step>& steps, const std::string& unit) const {
  std::string out;
  const auto deciding = [](const Step& step) {
    std::string about = step.resolves ? " deciding about" : "";
    for (const auto& edit : step.seen) about += " " + text(edit);
    return about;
  };
  for (const auto& step : steps)
    out += "\n  seq " + std::to_string(step.seq.value) + " " + device_of(step.chain).value + " " + text(step.edit) +
           " " + step.base.dump() + " -> " + step.mine.dump() + (step.proposed ? " proposed" : "") + deciding(step);
  for (const auto& conflict : conflicts_)
    if (conflict.field == unit) {
      out += "\n  conflict " + text(conflict.id) + " " + std::string{name_of(conflict.state)} + ":";
      for (const auto& one : conflict.candidates) out += " " + one.value.dump() + " by " + text(one.stamp.edit);
      if (conflict.resolution)
        out += "; decided " + conflict.resolution->value.dump() + " by " + text(conflict.resolution->stamp.edit);
    }
  return out;
}

std::string Sight::judge_entries(const std::vector<Step>& steps, const json& now) const {
  for (const auto& step : steps)
    if (step.mine.is_array())
      for (const auto& entry : step.mine) {
        note("law: lost entry");
        if (!std::any_of(now.begin(), now.end(), [&](const json& one) { return one.at("id") == entry.at("id"); }))
          return "LOST ENTRY: " + entry.dump();
      }
  std::map<std::string, int> ids;
  for (const auto& entry : now)
    if (++ids[entry.at("id").get<std::string>()] > 1) return "an entry stands twice: " + entry.dump();
  return {};
}

std::string Sight::judge_set(const std::vector<Step>& steps, const json& now) const {
  std::map<std::string, bool> present;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& base = steps[i].base;
    // One bundle's consecutive edits count as one, from the first base to the last value.
    while (i + 1 < steps.size() && steps[i].folds && steps[i + 1].folds && steps[i + 1].seq == steps[i].seq &&
           steps[i + 1].base == steps[i].mine)
      ++i;
    const auto& mine = steps[i].mine;
    for (const auto& item : base.is_array() ? base : json::array())
      if (!holds(mine, item)) present[item.get<std::string>()] = false;
    for (const auto& item : mine.is_array() ? mine : json::array())
      if (!holds(base, item)) present[item.get<std::string>()] = true;
  }
  for (const auto& [item, expected] : present) {
    note("law: lost from the set");
    if (holds(now, item) != expected) return (expected ? "LOST from the set: " : "came back into the set: ") + item;
  }
  for (const auto& item : now.is_array() ? now : json::array())
    if (!present.contains(item.get<std::string>())) return "nobody put into the set: " + item.dump();
  return {};
}

std::string Sight::judge_greatest(const std::vector<Step>& steps, const json& now, const Field& field) const {
  auto rank = [&](const json& value) -> std::int64_t {
    if (value.is_null()) return -1;
    if (value.is_number_integer()) return value.get<std::int64_t>();
    for (std::size_t i = 0; i < field.choices.size(); ++i)
      if (field.choices[i].name == value.get<std::string>()) return static_cast<std::int64_t>(i);
    return -1;
  };
  if (!steps.empty()) note("law: the greatest stands");
  for (const auto& step : steps)
    if (step.mine != step.base && rank(step.mine) > rank(now)) return "a greater one was given: " + step.mine.dump();
  return {};
}

}  // namespace doorstep::test
