#include "tests/world/world.h"

#include <algorithm>
#include <array>

#include "engine/grant.h"
#include "engine/healing.h"
#include "engine/rows.h"
#include "engine/visit.h"
#include "tests/replicas.h"
#include "tests/world/desk.h"

namespace doorstep::test {
namespace {

constexpr std::size_t story_max = 80;
constexpr std::uint64_t events_max = 400'000;
constexpr Millis tick_every{5'000};
constexpr Millis patience{3'600'000};  ///< of virtual time, from healing to quiet
constexpr std::int64_t year_ms = std::int64_t{365} * 86'400'000;

Weather draw(SeededDice& dice, SeededDice& later, SeededDice& latest) {
  Weather weather;
  auto one_of = [&](std::initializer_list<std::uint64_t> list) { return *(list.begin() + dice.below(list.size())); };
  weather.tablets = 2 + dice.below(3);
  weather.deeds = 30 + dice.below(90);
  weather.records = one_of({2, 4, 12});
  weather.drop = one_of({0, 0, 50, 300});
  weather.twice = one_of({0, 0, 50, 300});
  weather.delay = one_of({0, 100, 1'000});
  weather.reorder = one_of({0, 0, 100, 300});
  weather.cut = one_of({0, 30, 300});
  weather.silence = one_of({0, 0, 30, 200});
  weather.crash = one_of({0, 200, 800});
  weather.planned = one_of({0, 300, 1'500});
  weather.jump = one_of({0, 200, 1'000});
  weather.backup = one_of({0, 500, 1'500});
  weather.restore = weather.backup == 0 ? 0 : one_of({0, 200, 600});
  // Whoever loses what a restored server lost too has lost it: one or the other.
  weather.put_back = weather.restore == 0 ? one_of({0, 200, 600}) : 0;
  weather.copy = weather.put_back == 0 && later.below(3) == 0 ? 300 : 0;
  // A restored server has neither the newer template nor the patience of a clock that stands still.
  const bool restores = weather.restore > 0;
  weather.lift = !restores && later.below(4) == 0 ? 300 : 0;
  weather.unlucky = !restores && later.below(4) == 0 ? 200 : 0;
  weather.server_jump = !restores && later.below(4) == 0 ? 500 : 0;
  weather.rights = !restores && later.below(3) == 0 ? 600 : 0;
  weather.places = !restores && latest.below(3) == 0 ? 600 : 0;
  weather.pause = Millis{static_cast<std::int64_t>(one_of({300, 5'000, 60'000}))};
  return weather;
}

}  // namespace

World::World(std::uint64_t seed, Telling* telling)
    : seed_(seed),
      dice_(seed),
      later_(seed ^ 0x5eed),
      latest_(seed ^ 0xb1d6),
      asks_(seed ^ 0xa5c),
      many_(seed ^ 0xdec1de),
      telling_(telling),
      weather_(draw(dice_, later_, latest_)),
      deeds_(dice_, weather_.records) {
  if (weather_.restore == 0 && weather_.rights == 0 && asks_.below(3) == 0) weather_.propose = 800;
  // A role that is narrowed takes from its tablets what a restored server may lack.
  if (weather_.restore > 0 && Newcomer{seed, 17, 1}.share > 0) weather_.rights = 600;
  weather_.many = seed % 4 == 3 ? 5'000 : 0;
  server_ = std::make_unique<PartyServer>(
      time_, dice_.below(1U << 30),
      PartyServer::Tell{[this](Line line, std::string frame) { post(line, true, std::move(frame)); },
                        [this](Line line, const Error& error) { server_closed(line, error); }});
  ledger_.knows(moments_);
  server_->offered = [this](const auto& submissions) { note_moments(submissions); };
  if (weather_.places > 0)
    server_->watch = [this](const auto& submissions, const auto& accepted) { watch_buildings(submissions, accepted); };
  if (leasing_.share > 0) {
    const std::array<Millis, 4> terms{std::chrono::minutes{1}, std::chrono::minutes{10}, std::chrono::hours{1},
                                      lease_default};
    server_->lease = terms[leasing_.dice.below(terms.size())];
  }
  people_ = 1 + dice_.below(weather_.tablets);
  for (std::size_t i = 0; i < weather_.tablets; ++i) {
    auto name = std::string{"tablet"} + static_cast<char>('A' + i);
    auto& desk = *desks_.emplace_back(std::make_unique<Desk>(time_, name, dice_.below(1U << 30)));
    desk.login = "person" + std::to_string(i % people_);
    auto as = server_->enrol(desk.login, desk.tablet.key().public_key());
    desk.chain = as.chain;
    desk.tablet.enrolled(as, server_->key());
    desk.tablet.clock().drift_ppm = static_cast<std::int64_t>(dice_.below(400)) - 200;
    desk.tablet.clock().skew = Millis{static_cast<std::int64_t>(dice_.below(600'000)) - 300'000};
  }
  deeds_left_ = weather_.deeds;
  if (telling_ != nullptr)
    for (auto kind : telling_->spared) weather_.*kind = 0;
  // One of them runs a program of before.
  if (seed_ % 5 == 2) desks_.back()->older = true;
}

World::~World() = default;

void World::at(Instant when, std::function<void()> happens) { queue_.emplace(when, std::move(happens)); }

bool World::step() {
  if (queue_.empty() || !outcome_.broken.empty()) return false;
  auto next = queue_.begin();
  time_.now = std::max(time_.now, next->first);
  auto happens = std::move(next->second);
  queue_.erase(next);
  ++outcome_.events;
  happens();
  return true;
}

bool World::strikes(std::uint64_t share, const char* fault) {
  if (!strikes(share)) return false;
  ++outcome_.faults[fault];
  return true;
}

void World::tell(const std::string& what) {
  story_.push_back(std::to_string(to_ms(time_.now) % 100'000'000) + " " + what);
  if (story_.size() > story_max) story_.pop_front();
}

void World::break_law(const std::string& what) {
  if (outcome_.broken.empty()) outcome_.broken = what;
}

Outcome World::run() {
  for (std::size_t i = 0; i < desks_.size(); ++i) connect(i);
  after(tick_every, [this] { tick(); });
  after(Millis{100}, [this] { deed(); });
  std::optional<Instant> until;
  while (step()) {
    if (outcome_.events > events_max) break_law("NOT QUIET: too many events");
    if (!healed_ && deeds_left_ == 0) {
      heal();
      until = time_.now + patience;
    }
    if (until && time_.now > *until) break_law("NOT QUIET: an hour after everything healed");
  }
  if (outcome_.broken.empty())
    judge();
  else
    tell_standings();
  const auto faults = faults_of_world(), probes = probes_of_world();
  for (const auto& [name, count] : outcome_.faults)
    require(count == 0 || faults.contains(name), "a fault has its name");
  for (const auto& [name, count] : outcome_.probes) require(probes.contains(name), "a probe has its name");
  for (const auto& line : story_) outcome_.story += line + "\n";
  return std::move(outcome_);
}

void World::tick() {
  if (healed_ && quiet()) return queue_.clear();
  for (std::size_t i = 0; healed_ && i < desks_.size(); ++i) {
    if (!desks_[i]->tablet.runs()) continue;
    auto open = open_visit(desks_[i]->tablet.store());
    if (open && *open) visit(i);
  }
  for (auto& desk : desks_) look_at_what_waits(*desk);
  for (std::size_t i = 0; i < desks_.size(); ++i)
    if (desks_[i]->tablet.talks()) send_up(i, desks_[i]->tablet.ticked());
  for (const auto& [line, cable] : cables_)
    if (cable.server_end && server_->runs()) server_->tick(line);
  pump_server();
  after(tick_every, [this] { tick(); });
}

void World::look_at_what_waits(Desk& desk) {
  // A server that was put back may lack what it had told; a store that was, goes on under another chain.
  // And what a role hides is not shown, though it waits.
  if (weather_.restore > 0 || hides() || desk.astray || !server_->runs() || server_->struck()) return;
  if (!desk.tablet.runs() || desk.tablet.struck()) return;
  if (incarnation_of(desk.tablet.store().identity()->chain) > 1) return;  // some of it is sealed again
  auto& sql = desk.tablet.store().sql();
  auto& left =
      sql("SELECT (SELECT COUNT(*) FROM bundles WHERE state < 2) + (SELECT COUNT(*) FROM open_visit), COUNT(*), "
          "EXISTS (SELECT 1 FROM bundles WHERE state = 0) FROM rebase");
  left.with().step();
  const bool forgot = left.integer(0) == 0 && left.integer(1) > 0, unsent = left.integer(2) != 0;
  left.rewind();
  if (forgot)
    return break_law("FORGOTTEN: nothing waits on " + desk.tablet.name() + ", and the feed lacks what it sent");
  if (!unsent) return;
  const auto device = server_->archive().device(desk.tablet.store().identity()->chain);
  if (!device) return;
  // Where nothing was written since, on either side, there is nothing new to be seen.
  auto& changes = sql("SELECT total_changes()");
  changes.with().step();
  const Desk::Looked now{desk.tablet.disk().crashes(), changes.integer(0), device->last};
  changes.rewind();
  if (std::exchange(desk.looked, now) == now) return;
  auto& row = sql("SELECT header FROM bundles WHERE state = 0 AND number > ? ORDER BY number");
  // A record whose creation was refused is not shown, nor is what was done to it since: that will be held.
  auto& laid =
      sql("SELECT 1 FROM rebase WHERE instr(edits, ?) > 0 UNION ALL SELECT 1 FROM refusals WHERE record = ? LIMIT 1");
  row.with(device->last);
  while (row.step()) {
    const auto header = parse_json(row.text(0));
    if (!header) return break_law("what waits cannot be read: " + header.error().detail);
    for (const auto& object : header->at("edits")) {
      const auto edit = edit_head_from(object, "edits");
      if (!edit) return break_law("what waits cannot be read: " + edit.error().detail);
      if (edit->op != Op::change && edit->op != Op::create) continue;
      ++outcome_.probes["law: unseen"];
      const bool shown = laid.with(text(edit->id), edit->record).step();
      laid.rewind();
      if (!shown)
        return break_law("UNSEEN: " + desk.tablet.name() + " shows nothing of the saved edit " + text(edit->id));
    }
  }
}

// People ----------------------------------------------------------------------------------------------------------

// Whether the deed that comes now is left out.
bool World::told_again() {
  if (telling_ == nullptr) return false;
  const auto dice = std::tie(dice_, later_, latest_, asks_, many_, dropping_, revoking_, losing_, storming_, slowing_,
                             misreading_, ruling_, deciding_, crossing_, numbering_, erasing_);
  const std::size_t deed = weather_.deeds - deeds_left_ - 1;
  if (deed < telling_->lots.size())
    std::apply([&](auto&... die) { std::tie(die...) = telling_->lots[deed]; }, dice);
  else
    telling_->lots.emplace_back(dice);
  return telling_->left_out.contains(deed);
}

void World::deed() {
  if (deeds_left_ == 0) return;
  --deeds_left_;
  if (told_again()) return after(Millis{100}, [this] { deed(); });
  crash_something();
  back_up_server();
  restore_server();
  put_back_a_tablet();
  trouble();
  storms();
  change_rights();
  change_buildings();
  change_approvals();
  ask_a_history();
  decide_many();
  decide_by_rule();
  at_odds();
  auto index = dice_.below(desks_.size());
  auto& desk = *desks_[index];
  if (strikes(weather_.jump, "clock jumped")) {
    auto& clock = desk.tablet.clock();
    clock.skew = Millis{static_cast<std::int64_t>(dice_.below(20 * year_ms)) - 10 * year_ms};
    tell(desk.tablet.name() + "'s clock jumps to " + std::to_string(to_ms(clock.wall())));
  }
  auto lot = dice_.below(100);
  if (lot < 12) {
    desk.away = !desk.away;
    if (desk.away) ++outcome_.faults["tablet leaves the network"];
    tell(desk.tablet.name() + (desk.away ? " leaves the network" : " is back in the network"));
    if (desk.away && desk.line) hang_up(*desk.line, true);
    if (!desk.away) connect(index);
  } else {
    act(index);
  }
  after(up_to(static_cast<std::uint64_t>(weather_.pause.count())), [this] { deed(); });
}

void World::act(std::size_t index) {
  auto& desk = *desks_[index];
  if (!desk.tablet.runs()) return;
  auto& store = desk.tablet.store();
  if (dice_.below(100) < 14) return visit(index);
  const bool repents = weather_.propose > 0 && asks_.below(10) == 0;
  auto plan = guarded([&]() -> Result<Deeds::Plan> {
    auto back = repents ? deeds_.take_back(store) : Deeds::Plan{};
    return back.intents.empty() ? deeds_.next(store) : std::move(back);
  });
  if (!plan || plan->intents.empty()) return;
  if (later_.below(2) == 0) deeds_.once_more(*plan, store, later_);
  // Some of what people do, they do in the visit.
  auto open = open_visit(store);
  if (open && *open && dice_.below(2) == 0) plan->intents.front().visit = (*open)->visit;
  save(index, std::move(*plan));
}

void World::save(std::size_t index, Deeds::Plan plan) {
  auto& desk = *desks_[index];
  auto& store = desk.tablet.store();
  Result<std::vector<RecordId>> saved = Error{Fault::internal, {}};
  with_misreads(desk.tablet.disk(), [&] { saved = store.edit(plan.intents); });
  tell(desk.tablet.name() + (saved ? " saves " : " cannot save (" + std::string{code(saved.error().fault)} + ") ") +
       plan.story);
  if (!saved && saved.error().fault == Fault::lease_expired) ++outcome_.faults["lease ran out"];
  if (!saved && saved.error().fault == Fault::clock_set_back) ++outcome_.faults["clock set back, read only"];
  const bool unclear = !saved && of_the_disk(saved.error());
  for (auto& one : plan.acts) {
    one.astray = desk.astray;
    if (saved) ledger_.saved(std::move(one));
    if (unclear) ledger_.perhaps_saved(std::move(one));
  }
  if (desk.tablet.struck()) return look_after(index);
  if (desk.tablet.talks()) send_up(index, desk.tablet.nudged());
}

// Somebody goes to a home, or comes away from it.
void World::visit(std::size_t index) {
  auto& desk = *desks_[index];
  auto& store = desk.tablet.store();
  auto open = open_visit(store);
  if (!open) return;
  Intent intent;
  intent.source = "visit";
  if (*open) {
    intent.record = (*open)->visit;
    intent.set["ended_at"] = "2017-12-31T23:59:5" + std::to_string(dice_.below(10));
    intent.set["place_ok"] = dice_.below(2) == 0;
  } else {
    auto& homes = store.sql()("SELECT id FROM records WHERE type = 'unit' AND state = 0 ORDER BY id LIMIT 1");
    if (!homes.with().step()) return;
    const auto home = homes.id<RecordId>(0);
    homes.rewind();
    intent.op = Op::create;
    intent.type = "visit";
    intent.record = mint_record(store.clock(), dice_);
    intent.set["unit"] = text(home);
  }
  Act act;
  act.chain = desk.chain;
  act.record = root_of(store.sql(), *intent.record);
  act.op = intent.op;
  for (const auto& [name, value] : intent.set.items()) {
    auto shown = show(store, act.record);
    if (!shown || shown->fields.value(name, json{}) != value) act.set[name] = value;
  }
  const bool says_something = !act.set.empty();
  const auto home =
      intent.set.contains("unit") ? *parse_id<RecordId>(intent.set.at("unit").get<std::string>()) : RecordId{};
  auto done = *open ? store.finish_visit(intent) : Result<void>{};
  if (!*open) {
    auto begun = store.begin_visit(home, intent);
    if (!begun) done = begun.error();
  }
  tell(desk.tablet.name() + (*open ? " ends a visit " : " begins a visit ") +
       (done ? "" : "(" + std::string{code(done.error().fault)} + " " + done.error().detail + ") ") + text(act.record));
  // A visit whose own record somebody removed meanwhile cannot be written to any more; it is brought back first.
  if (!done && *open && done.error().fault == Fault::not_found) {
    Intent keep;
    keep.op = Op::keep;
    keep.record = act.record;
    Act kept;
    kept.chain = desk.chain;
    kept.record = act.record;
    kept.op = Op::keep;
    auto back = store.edit({keep});
    if (back) ledger_.saved(std::move(kept));
    if (!back && back.error().fault != Fault::not_found) ledger_.perhaps_saved(std::move(kept));
  }
  if (done) ++outcome_.faults[*open ? "visit ended" : "visit begun"];
  const bool unclear = !done && of_the_disk(done.error());
  if (says_something && done) ledger_.saved(act);
  if (says_something && unclear) ledger_.perhaps_saved(act);
  if (desk.tablet.struck()) return look_after(index);
  if (desk.tablet.talks()) send_up(index, desk.tablet.nudged());
}

}  // namespace doorstep::test
