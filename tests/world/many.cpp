// Somebody at the desk decides many conflicts at once: looks, goes away, says yes to what was seen, takes it back.
#include "engine/decision_plan.h"
#include "shared/discussion.h"
#include "tests/world/desk.h"
#include "tests/world/world.h"

namespace doorstep::test {
namespace {

Act act_of(Store& store, const Intent& intent) {
  Act out;
  out.chain = store.identity()->chain;
  out.record = meant_by(store, intent);
  out.op = intent.op;
  out.set = intent.set;
  return out;
}

}  // namespace

void World::decide_many() {
  if (healed_ || weather_.many == 0 || many_.below(10'000) >= weather_.many) return;
  const auto index = many_.below(desks_.size());
  auto& desk = *desks_[index];
  if (!desk.tablet.runs()) return;
  if (const auto shown = plans_.find(index); shown == plans_.end())
    plan_many(index);
  else if (many_.below(3) > 0)
    say_yes(index, shown->second, "many decided at once");
  else
    take_many_back(index, shown->second.mark);
  if (desk.tablet.struck()) return look_after(index);
  if (desk.tablet.runs() && desk.tablet.talks()) send_up(index, desk.tablet.nudged());
}

void World::plan_many(std::size_t index) {
  auto& store = desks_[index]->tablet.store();
  auto open = conflicts(store);
  if (!open || open->empty()) return;
  const auto& view = (*open)[many_.below(open->size())];
  if (view.conflict.field.empty() || view.conflict.candidates.size() != 2) return;
  const auto taken = many_.below(2);
  auto person = [&](std::size_t which) { return person_of(view.conflict.candidates[which].stamp.chain); };
  auto plan = bulk_plan(store, {view.type, view.conflict.field, person(taken), person(1 - taken)});
  if (!plan || plan->decisions.empty()) return;
  tell(desks_[index]->tablet.name() + " looks at " + std::to_string(plan->decisions.size()) + " decisions at once");
  plans_.emplace(index, std::move(*plan));
}

void World::say_yes(std::size_t index, const DecisionPlan& plan, const char* how) {
  auto& desk = *desks_[index];
  auto& store = desk.tablet.store();
  auto acts = guarded([&]() -> Result<std::vector<Act>> {
    std::vector<Act> out;
    for (const auto& one : plan.decisions) out.push_back(act_of(store, one.intent));
    return out;
  });
  if (!acts) return;
  auto done = carry_out(store, plan);
  tell(desk.tablet.name() + " says yes to " + plan.mark + ": " +
       (done ? std::to_string(done->decided.size()) : std::string{code(done.error().fault)}));
  if (done) ++outcome_.faults[how];
  for (std::size_t i = 0; i < acts->size(); ++i) {
    auto& act = (*acts)[i];
    act.astray = desk.astray;
    if (!done && of_the_disk(done.error()))
      ledger_.perhaps_saved(std::move(act));
    else if (done && std::count(done->decided.begin(), done->decided.end(), plan.decisions[i].view.conflict.id) > 0)
      ledger_.saved(std::move(act));
  }
}

void World::take_many_back(std::size_t index, const std::string& mark) {
  auto& desk = *desks_[index];
  auto& store = desk.tablet.store();
  // Before: a store whose power goes tells nothing behind it.
  auto acts = guarded([&]() -> Result<std::vector<Act>> {
    auto decided = decided_under(store, mark);
    if (!decided) return decided.error();
    std::vector<Act> out;
    for (const auto& view : *decided)
      if (auto words = talk_about(store, view.conflict.id, json{{reopen_word, true}}))
        out.push_back(act_of(store, *words));
    return out;
  });
  if (!acts) return;
  auto count = take_back(store, mark);
  tell(desk.tablet.name() + " takes " + mark +
       " back: " + (count ? std::to_string(*count) : std::string{code(count.error().fault)}));
  // What cannot be asked again says nothing.
  for (auto& act : *acts) {
    act.astray = desk.astray;
    ledger_.perhaps_saved(std::move(act));
  }
  if (count) {
    ++outcome_.faults["many taken back"];
    plans_.erase(index);
  }
}

}  // namespace doorstep::test
