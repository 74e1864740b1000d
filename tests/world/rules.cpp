// The desk's saved rules: somebody writes one, somebody looks at what it would decide and says yes.
#include "engine/desk_rules.h"
#include "tests/world/desk.h"

namespace doorstep::test {

void World::decide_by_rule() {
  if (healed_ || !ruling_.comes()) return;
  const auto index = ruling_.dice.below(desks_.size());
  auto& desk = *desks_[index];
  if (!desk.tablet.runs() || desk.tablet.struck()) return;
  auto rules = desk_rules(desk.tablet.store());
  if (!rules) return;
  if (rules->size() < 3 && (rules->empty() || ruling_.dice.below(4) == 0)) {
    write_a_rule(index);
  } else {
    auto plan = plan_by_rule(desk.tablet.store(), (*rules)[ruling_.dice.below(rules->size())].id);
    if (plan && !plan->decisions.empty()) say_yes(index, *plan, "decided by a saved rule");
  }
  if (desk.tablet.struck()) return look_after(index);
  if (desk.tablet.talks()) send_up(index, desk.tablet.nudged());
}

void World::write_a_rule(std::size_t index) {
  auto& desk = *desks_[index];
  auto& store = desk.tablet.store();
  Intent intent;
  intent.op = Op::create;
  intent.type = desk_rule_type;
  intent.record = mint_record(store.clock(), ruling_.dice);
  // About what there is a question of, if there is one.
  const auto& types = store.archive_template().types();
  auto about = types[ruling_.dice.below(types.size())].name;
  if (const auto open = conflicts(store); open && !open->empty())
    about = (*open)[ruling_.dice.below(open->size())].type;
  intent.set[desk_rule_about] = about;
  const bool later = ruling_.dice.below(2) == 0;
  intent.set["kind"] = later ? "later" : "evidence";
  if (!later) intent.set["better"] = ruling_.dice.below(2) == 0 ? "visit" : "form";
  Act act;
  act.chain = store.identity()->chain;
  act.record = *intent.record;
  act.op = Op::create;
  act.set = intent.set;
  act.astray = desk.astray;
  auto saved = store.edit({std::move(intent)});
  tell(desk.tablet.name() + (saved ? " writes the rule " : " cannot write the rule ") + text(act.record));
  if (saved) ++outcome_.faults["rule saved"];
  if (saved) ledger_.saved(std::move(act));
  if (!saved && of_the_disk(saved.error())) ledger_.perhaps_saved(std::move(act));
}

}  // namespace doorstep::test
