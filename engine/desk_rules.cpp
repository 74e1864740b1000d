#include "engine/desk_rules.h"

#include <algorithm>

#include "engine/household.h"
#include "engine/planning.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

std::string word(const json& fields, const char* name) {
  const auto value = fields.value(name, json{});
  return value.is_string() ? value.get<std::string>() : std::string{};
}

bool about_values(const Conflict& conflict) {
  using enum ConflictKind;
  return conflict.kind == field || conflict.kind == group || conflict.kind == write_once || conflict.kind == state;
}

// Who set the rule last: the newest of its fields' authors.
std::string author_of(Store& store, const RecordId& id) {
  auto told = origins(store, id);
  const Origin* newest = nullptr;
  if (told)
    for (const auto& one : *told)
      if (one.field == desk_rule_about || newest == nullptr) newest = &one;
  return newest == nullptr ? std::string{} : newest->who;
}

DeskRule rule_from(Store& store, const RecordView& view) {
  DeskRule out;
  out.id = view.id;
  out.about = word(view.fields, desk_rule_about);
  out.field = word(view.fields, "field");
  out.kind = word(view.fields, "kind") == "later" ? DeskRule::Kind::later : DeskRule::Kind::evidence;
  out.better = word(view.fields, "better");
  out.over = word(view.fields, "over");
  out.author = author_of(store, view.id);
  out.mark = mark_of("rule", view.id);
  return out;
}

bool concerns(const DeskRule& rule, const ConflictView& view) {
  return view.type == rule.about && (rule.field.empty() || view.conflict.field == rule.field);
}

using Voices = std::vector<const Candidate*>;

const Candidate* by_evidence(const DeskRule& rule, const ConflictView& view, const Voices& voices) {
  auto found = std::find_if(voices.begin(), voices.end(),
                            [&](const Candidate* one) { return view.speaks_for(*one, rule.better); });
  if (found == voices.end() || rule.better.empty()) return nullptr;
  const auto* best = *found;
  const bool yields = std::all_of(voices.begin(), voices.end(), [&](const Candidate* one) {
    if (one->value == best->value) return true;
    return !view.speaks_for(*one, rule.better) && (rule.over.empty() || view.speaks_for(*one, rule.over));
  });
  return yields ? best : nullptr;
}

const Candidate* by_time(const DeskRule& rule, const ConflictView& view, const Voices& voices) {
  const Candidate* latest = nullptr;
  for (const auto* one : voices) {
    if (!one->stamp.at || (!rule.better.empty() && !view.speaks_for(*one, rule.better))) return nullptr;
    if (latest == nullptr || *latest->stamp.at < *one->stamp.at) latest = one;
  }
  const bool alone = std::all_of(voices.begin(), voices.end(), [&](const Candidate* one) {
    return one->value == latest->value || *one->stamp.at < *latest->stamp.at;
  });
  return alone ? latest : nullptr;
}

}  // namespace

// Where nobody ever said the value that stands, there is no evidence for it, and none against.
const Candidate* prevailing(const DeskRule& rule, const ConflictView& view) {
  const auto& conflict = view.conflict;
  const auto& candidates = conflict.candidates;
  if (conflict.state != ConflictState::open || !about_values(conflict) || candidates.empty()) return nullptr;
  const bool all_said = std::none_of(candidates.begin(), candidates.end(),
                                     [](const Candidate& one) { return one.stamp.chain.value.empty(); });
  if (!all_said) return nullptr;
  const auto voices = voices_in(conflict);
  return rule.kind == DeskRule::Kind::later ? by_time(rule, view, voices) : by_evidence(rule, view, voices);
}

namespace {

// The rule as a new record.
Result<Intent> intent_of(const Template& archive_template, const DeskRule& rule) {
  const auto* type = archive_template.type(rule.about);
  if (type == nullptr) return Error{Fault::unknown_type, rule.about};
  if (archive_template.type(desk_rule_type) == nullptr)
    return Error{Fault::unknown_type,
                 std::string{desk_rule_type} +
                     ": 这个档案库的模板还没有规则，请管理员更新：doorstep-server template set --shipped / "
                     "this archive's template has no saved rules yet; its administrator "
                     "sets a newer one: doorstep-server template set --shipped"};
  if (!rule.field.empty() && !unit_named(*type, rule.field)) return Error{Fault::unknown_field, rule.field};
  const bool later = rule.kind == DeskRule::Kind::later;
  if ((later && !rule.over.empty()) || (!later && (rule.better.empty() || rule.better == rule.over)))
    return Error{Fault::invalid_value,
                 "规则要说明哪种来源为准，或以较晚的为准 / a rule says which source prevails over which, or that the "
                 "later one does"};
  Intent out;
  out.op = Op::create;
  out.type = desk_rule_type;
  out.set = {{desk_rule_about, rule.about}, {"kind", later ? "later" : "evidence"}};
  if (!rule.field.empty()) out.set["field"] = rule.field;
  if (!rule.better.empty()) out.set["better"] = rule.better;
  if (!rule.over.empty()) out.set["over"] = rule.over;
  return out;
}

Result<DecisionPlan> plan_from(Store& store, const DeskRule& rule, const std::vector<ConflictView>& open) {
  Planning planning{store, rule.mark};
  for (const auto& view : open) {
    const auto* taken = concerns(rule, view) ? prevailing(rule, view) : nullptr;
    if (taken == nullptr) continue;
    const auto place = static_cast<std::size_t>(taken - view.conflict.candidates.data());
    if (auto added = planning.decide(view, place); !added) return added.error();
  }
  return planning.done();
}

// `state = 0` and no number from outside, or the index that leads to the living would not be used.
std::vector<RecordId> rules_in(Store& store, State state) {
  auto& row =
      state == State::live
          ? store.sql()("SELECT id FROM records WHERE type = ? AND type <> 'conflict' AND state = 0 ORDER BY n")
          : store.sql()("SELECT id FROM records WHERE type = ? AND type <> 'conflict' AND state = 1 ORDER BY n");
  std::vector<RecordId> out;
  row.with(desk_rule_type);
  while (row.step()) out.push_back(row.id<RecordId>(0));
  return out;
}

}  // namespace

Result<DeskRule> desk_rule(Store& store, const RecordId& id) {
  auto view = show(store, id);
  if (!view) return view.error();
  if (view->type != desk_rule_type) return Error{Fault::not_found, text(id) + ": 不是规则 / no rule"};
  return rule_from(store, *view);
}

Result<std::vector<DeskRule>> desk_rules(Store& store) {
  auto ids = guarded([&]() -> Result<std::vector<RecordId>> { return rules_in(store, State::live); });
  std::vector<DeskRule> out;
  if (!ids || ids->empty()) return ids ? Result<std::vector<DeskRule>>{out} : ids.error();
  const auto open = conflicts(store);
  if (!open) return open.error();
  for (const auto& id : *ids) {
    auto rule = desk_rule(store, id);
    if (!rule) return rule.error();
    out.push_back(std::move(*rule));
    auto plan = plan_from(store, out.back(), *open);
    if (!plan) return plan.error();
    out.back().fits = plan->decisions.size();
  }
  return out;
}

Result<std::vector<DeskRule>> ended_rules(Store& store) {
  return guarded([&]() -> Result<std::vector<DeskRule>> {
    std::vector<DeskRule> out;
    for (const auto& id : rules_in(store, State::archived)) {
      const auto row = read_row(store.sql(), id);
      if (!row) continue;
      auto rule = rule_from(store, view_from(store.sql(), row->n, stored(decode(row->text))));
      const auto decided = decided_under(store, rule.mark);
      if (!decided) return decided.error();
      if (decided->empty()) continue;
      rule.ended = true;
      rule.decided = decided->size();
      out.push_back(std::move(rule));
    }
    return out;
  });
}

Result<DecisionPlan> plan_by_rule(Store& store, const RecordId& id) {
  auto rule = desk_rule(store, id);
  if (!rule) return rule.error();
  auto open = conflicts(store);
  if (!open) return open.error();
  return plan_from(store, *rule, *open);
}

Result<DeskRule> save_rule(Store& store, const DeskRule& rule) {
  auto intent = intent_of(store.archive_template(), rule);
  if (!intent) return intent.error();
  auto saved = store.edit({std::move(*intent)});
  if (!saved) return saved.error();
  auto out = desk_rule(store, saved->front());
  if (!out) return out;
  auto plan = plan_by_rule(store, out->id);
  if (plan) out->fits = plan->decisions.size();
  return out;
}

Result<RecordId> drop_rule(Store& store, const RecordId& id) {
  auto rule = desk_rule(store, id);
  if (!rule) return rule.error();
  Intent intent;
  intent.op = Op::archive;
  intent.record = rule->id;
  auto saved = store.edit({std::move(intent)});
  if (!saved) return saved.error();
  return rule->id;
}

}  // namespace doorstep
