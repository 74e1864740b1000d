// Moments that are rare among people who do anything at random: two decide one question in two ways, two make the same
// records one and each keeps another, a number is taken on a tablet that was put back.
#include "engine/desk.h"
#include "engine/merge_plan.h"
#include "tests/world/desk.h"

namespace doorstep::test {
namespace {

struct LiveRecord {
  RecordId id;
  std::string type;
  bool operator==(const LiveRecord&) const = default;
};

std::vector<LiveRecord> live_records(Store& store) {
  std::vector<LiveRecord> out;
  auto& rows = store.sql()("SELECT id, type FROM records WHERE type <> 'conflict' AND state = 0 ORDER BY id LIMIT 40");
  rows.with();
  while (rows.step()) out.push_back({rows.id<RecordId>(0), std::string{rows.text(1)}});
  return out;
}

bool is_about_values(const Conflict& conflict) {
  using enum ConflictKind;
  return conflict.kind == field || conflict.kind == group || conflict.kind == write_once || conflict.kind == state;
}

}  // namespace

// Two at once, who have not heard of each other's deed.
void World::at_odds() {
  if (healed_) return;
  if (numbering_.comes()) take_a_number();
  const auto works = [&](std::size_t index) { return desks_[index]->tablet.runs() && !desks_[index]->tablet.struck(); };
  const auto two = [&](Newcomer& lot, auto&& do_it) {
    if (!lot.comes()) return;
    const auto one = lot.dice.below(desks_.size()), other = lot.dice.below(desks_.size());
    if (works(one) && works(other) && device_of(desks_[one]->chain) != device_of(desks_[other]->chain))
      do_it(one, other);
  };
  two(deciding_, [&](std::size_t one, std::size_t other) { decide_against_each_other(one, other); });
  two(crossing_, [&](std::size_t one, std::size_t other) { merge_into_each_other(one, other); });
}

void World::decide_against_each_other(std::size_t one, std::size_t other) {
  const auto ours = conflicts(desks_[one]->tablet.store()), theirs = conflicts(desks_[other]->tablet.store());
  if (!ours || !theirs) return;
  std::vector<std::pair<const Conflict*, const Conflict*>> both;
  for (const auto& view : *ours)
    for (const auto& their : *theirs)
      if (view.conflict.id == their.conflict.id && is_about_values(view.conflict))
        both.emplace_back(&view.conflict, &their.conflict);
  if (both.empty()) return;
  const auto& [mine, yours] = both[deciding_.dice.below(both.size())];
  const auto& first = mine->candidates[deciding_.dice.below(mine->candidates.size())].value;
  const auto& second = yours->candidates[deciding_.dice.below(yours->candidates.size())].value;
  if (first == second) return;
  ++outcome_.faults["two decided against each other"];
  Deeds::Plan plan, against;
  Deeds::decide(plan, desks_[one]->tablet.store(), *mine, first);
  Deeds::decide(against, desks_[other]->tablet.store(), *yours, second);
  if (!plan.intents.empty()) save(one, std::move(plan));
  if (!against.intents.empty()) save(other, std::move(against));
}

void World::merge_into_each_other(std::size_t one, std::size_t other) {
  auto &here = desks_[one]->tablet.store(), &there = desks_[other]->tablet.store();
  const auto ours = live_records(here), theirs = live_records(there);
  std::vector<std::pair<RecordId, RecordId>> pairs;
  for (const auto& a : ours)
    for (const auto& b : ours)
      if (a.id != b.id && a.type == b.type && std::find(theirs.begin(), theirs.end(), a) != theirs.end() &&
          std::find(theirs.begin(), theirs.end(), b) != theirs.end())
        pairs.emplace_back(a.id, b.id);
  if (pairs.empty()) return;
  const auto [kept, lost] = pairs[crossing_.dice.below(pairs.size())];
  ++outcome_.faults["two merged into each other"];
  Deeds::Plan plan, against;
  Deeds::add_all(plan, here, merge_plan(here, kept, {lost}, std::nullopt));
  Deeds::add_all(against, there, merge_plan(there, lost, {kept}, std::nullopt));
  if (!plan.intents.empty()) save(one, std::move(plan));
  if (!against.intents.empty()) save(other, std::move(against));
}

void World::take_a_number() {
  const auto index = numbering_.dice.below(desks_.size());
  auto& desk = *desks_[index];
  if (!desk.tablet.runs() || desk.tablet.struck()) return;
  Intent intent;
  intent.op = Op::create;
  intent.type = numbering_.dice.below(2) == 0 ? "request" : "complaint";
  intent.record = mint_record(desk.tablet.store().clock(), numbering_.dice);
  intent.set["text"] = "要一个编号";
  Act act;
  act.set = intent.set;
  Deeds::Plan plan;
  Deeds::add(plan, desk.tablet.store(), std::move(intent), std::move(act));
  save(index, std::move(plan));
}

}  // namespace doorstep::test
