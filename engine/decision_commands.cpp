// Many decisions at once, and the desk's saved rules, on the command line.
#include "engine/answers.h"
#include "engine/commands.h"

namespace doorstep {
namespace {

json decisions_answer(const Template& archive_template, const DecisionPlan& plan) {
  json list = json::array();
  for (const auto& one : plan.decisions) {
    auto line = conflict_answer(archive_template, one.view);
    line["taken"] = shown_value(archive_template, one.view.type, one.view.conflict.field, one.value);
    list.push_back(std::move(line));
  }
  json out = json::object();
  out["ok"] = true;
  out["batch"] = plan.mark;
  out["conflicts"] = std::move(list);
  out["left"] = plan.left;
  return out;
}

json rule_answer(const DeskRule& rule) {
  json out = json::object();
  out["id"] = text(rule.id);
  out["about"] = rule.about;
  out["field"] = rule.field.empty() ? json{} : json(rule.field);
  out["kind"] = rule.kind == DeskRule::Kind::later ? "later" : "evidence";
  out["better"] = rule.better.empty() ? json{} : json(rule.better);
  out["over"] = rule.over.empty() ? json{} : json(rule.over);
  out["by"] = rule.author;
  out["batch"] = rule.mark;
  out["fits"] = rule.fits;
  if (rule.ended) {
    out["ended"] = true;
    out["decided"] = rule.decided;
  }
  return out;
}

}  // namespace

// What would be decided: between two people, by a rule, or as it was shown before.
Result<DecisionPlan> Commands::plan_of(const Request& request) {
  if (!request.batch.empty()) return wait_for<DecisionPlan>([&](auto then) { engine_.kept_plan(request.batch, then); });
  if (!request.rule.empty()) {
    auto rule = id_of(request.rule);
    if (!rule) return rule.error();
    return wait_for<DecisionPlan>([&](auto then) { engine_.plan_by_rule(*rule, then); });
  }
  if (request.field.empty() || request.person.empty() || request.other.empty())
    return Error{Fault::usage,
                 "请给出 --field、--take 和 --against，或 --rule、--as-shown、--undo / resolve-all wants --field, "
                 "--take and --against, or --rule, --as-shown or --undo"};
  BulkQuery query{request.type, request.field, {}, {}};
  for (auto& [named, person] : {std::pair{&request.person, &query.taken}, std::pair{&request.other, &query.other}}) {
    auto found = wait_for<PersonId>([&](auto then) { engine_.person_named(*named, then); });
    if (!found) return found.error();
    *person = *found;
  }
  return wait_for<DecisionPlan>([&](auto then) { engine_.bulk_plan(query, then); });
}

Result<json> Commands::resolve_all(const Request& request) {
  if (!request.undo.empty()) return take_back(request);
  auto plan = plan_of(request);
  if (!plan) return plan.error();
  auto out = decisions_answer(*engine_.archive_template(), *plan);
  if (request.preview) {
    auto kept = wait_for<void>([&](auto then) { engine_.keep_plan(*plan, then); });
    if (!kept) return kept.error();
    out["decided"] = 0;
    return value_result(std::move(out));
  }
  auto done = wait_for<PlanOutcome>([&](auto then) { engine_.carry_out(*plan, then); });
  if (!done) return done.error();
  out["decided"] = done->decided.size();
  out["kept_open"] = done->kept_open;
  out["settled"] = done->over;
  return value_result(std::move(out));
}

Result<json> Commands::take_back(const Request& request) {
  const auto rule = parse_id<RecordId>(request.undo);
  const auto mark = rule ? mark_of("rule", *rule) : request.undo;
  if (!request.preview) {
    auto count = wait_for<std::size_t>([&](auto then) { engine_.take_back(mark, then); });
    if (!count) return count.error();
    return answered("reopened", *count);
  }
  auto decided = wait_for<std::vector<ConflictView>>([&](auto then) { engine_.decided_under(mark, then); });
  if (!decided) return decided.error();
  json list = json::array();
  for (const auto& view : *decided) list.push_back(conflict_answer(*engine_.archive_template(), view));
  auto out = answered("conflicts", std::move(list));
  (*out)["reopened"] = 0;
  return out;
}

Result<json> Commands::rule(const Request& request) {
  if (request.action == "list") {
    auto rules = wait_for<std::vector<DeskRule>>([&](auto then) { engine_.desk_rules(then); });
    if (!rules) return rules.error();
    json list = json::array();
    for (const auto& one : *rules) list.push_back(rule_answer(one));
    auto ended = wait_for<std::vector<DeskRule>>([&](auto then) { engine_.ended_rules(then); });
    if (!ended) return ended.error();
    for (const auto& one : *ended) list.push_back(rule_answer(one));
    return answered("rules", std::move(list));
  }
  if (request.action == "remove") {
    auto id = id_of(request.id);
    if (!id) return id.error();
    auto gone = wait_for<RecordId>([&](auto then) { engine_.drop_rule(*id, then); });
    if (!gone) return gone.error();
    return answered("removed", text(*gone));
  }
  DeskRule rule;
  rule.about = request.type;
  rule.field = request.field;
  rule.kind = request.later ? DeskRule::Kind::later : DeskRule::Kind::evidence;
  rule.better = request.better;
  rule.over = request.over;
  auto saved = wait_for<DeskRule>([&](auto then) { engine_.save_rule(rule, then); });
  if (!saved) return saved.error();
  return answered("rule", rule_answer(*saved));
}

}  // namespace doorstep
