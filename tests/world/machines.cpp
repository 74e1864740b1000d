// Machines of the World: how they run, lose power, and come back.
#include "engine/visit.h"
#include "tests/world/desk.h"

namespace doorstep::test {
namespace {

constexpr std::size_t backups_kept = 2;

}  // namespace

void World::pump_server() {
  if (pumping_ || !server_->runs() || server_->to_write() + server_->to_read() == 0) return;
  pumping_ = true;
  const bool slow = !healed_ && time_.now < server_slow_until_;
  if (slow) ++outcome_.faults["server's disk slow"];
  after(up_to(80) + Millis{static_cast<std::int64_t>(slow ? slowing_.dice.below(5'000) : 0)}, [this] {
    pumping_ = false;
    if (!server_->runs()) return;
    // Writer and readers go at their own pace, and commits take whatever waits.
    with_misreads(server_->disk(), [&] {
      if (server_->to_write() > 0 && dice_.below(3) > 0) server_->write(1 + dice_.below(server_->to_write()));
      if (!server_->struck() && server_->to_read() > 0) server_->read(dice_.below(server_->to_read()));
    });
    look_after_server();
    pump_server();
  });
}

void World::look_after_server() {
  if (!server_->struck()) return;
  ++outcome_.faults["power cut inside a server's operation"];
  tell("the server loses power in the midst of an operation");
  server_->crash();
  after(Millis{200} + up_to(20'000), [this] { restart_server(); });
}

void World::restart_server() {
  if (server_->runs()) return;
  const auto crashes = server_->disk().crashes();
  auto started = server_->start();
  if (server_->disk().crashes() != crashes) ++outcome_.faults["power cut while starting again"];
  tell(started ? "the server starts" : "the server cannot start: " + started.error().detail);
  if (started && !server_->struck()) return;
  if (!started && started.error().fault == Fault::store_damaged) return break_law("DAMAGED: " + started.error().detail);
  server_->crash();
  after(Millis{1'000}, [this] { restart_server(); });
}

void World::back_up_server() {
  if (!server_->runs() || !strikes(weather_.backup)) return;
  auto name = server_->back_up(backups_kept);
  tell(name.empty() ? "a backup fails" : "the server writes " + name);
  if (!name.empty()) ++outcome_.faults["backup"];
  if (!name.empty()) backups_.push_back({name, time_.now});
  if (backups_.size() > backups_kept) backups_.erase(backups_.begin());
  look_after_server();
}

// The archive is lost and an older one takes its place. Backups of the life that ends here are lost with it.
void World::restore_server() {
  if (backups_.empty() || !server_->runs() || !strikes(weather_.restore, "server restored from a backup")) return;
  auto chosen = dice_.below(backups_.size());
  const bool narrows = !narrowed_.empty() && !server_->struck();
  if (narrows)
    if (auto wrong = looking([&](auto& archive) { return ledger_.before_restore(archive); }); !wrong.empty())
      return break_law(wrong);
  server_->disk().heal();  // a restore makes a folder of its own, which is thrown away if anything fails
  const auto [name, written] = backups_[chosen];
  auto restored = server_->restore(name);
  tell("the server is restored from " + name);
  if (!restored) return break_law("NOT RESTORED: " + restored.error().detail);
  // What was handed over behind the backup, or acknowledged to one that is lost, nobody has any more.
  std::set<DeviceId> narrowed;
  for (const auto& desk : desks_)
    if (narrowed_.contains(desk->login)) narrowed.insert(device_of(desk->chain));
  if (narrows)
    if (auto wrong = ledger_.narrowed(server_->archive(), narrowed); !wrong.empty()) break_law(wrong);
  for (const auto& desk : desks_)
    if (!desk->gone && desk->receipt && *desk->receipt >= written) desk->receipt_lost = true;
  for (const auto& desk : desks_)
    if (desk->gone && *desk->gone >= written)
      if (auto wrong = ledger_.gone(server_->archive(), device_of(desk->chain)); !wrong.empty()) break_law(wrong);
  backups_.resize(chosen + 1);
}

void World::look_after(std::size_t index) {
  auto& desk = *desks_[index];
  if (!desk.tablet.struck()) return;
  ++outcome_.faults["power cut inside a tablet's operation"];
  tell(desk.tablet.name() + " loses power in the midst of an operation");
  restart(index);
}

void World::restart(std::size_t index) {
  auto& desk = *desks_[index];
  desk.tablet.crash();
  desk.tablet.ended = Error{Fault::unreachable, "it died"};
  if (desk.line) hang_up(*std::exchange(desk.line, std::nullopt), true);
  ++desk.turn;
  after(Millis{100} + up_to(30'000), [this, index] {
    auto& back = *desks_[index];
    if (back.tablet.runs() || back.gone) return;
    if (dice_.below(2) == 0) {
      back.tablet.clock().reboot();
      ++outcome_.faults["tablet's clock began anew"];
    }
    const auto crashes = back.tablet.disk().crashes();
    auto started = back.tablet.start();
    if (back.tablet.disk().crashes() != crashes) ++outcome_.faults["power cut while starting again"];
    tell(back.tablet.name() + (started ? " starts" : " cannot start: " + started.error().detail));
    if (!started && started.error().fault == Fault::store_damaged)
      return break_law("DAMAGED: " + back.tablet.name() + " " + started.error().detail);
    if (!started || back.tablet.struck()) return restart(index);
    connect(index);
  });
}

// Nothing of it is only here: every bundle was answered, and the feed has passed it.
bool World::at_rest(Desk& desk) {
  if (!desk.tablet.runs() || desk.tablet.struck()) return false;
  auto& store = desk.tablet.store();
  auto now = status(store);
  auto visit = open_visit(store);
  return now && now->pending == 0 && visit && !*visit;
}

// A store is put back to what it was some time ago, or a copy of it goes on in its place.
void World::put_back_a_tablet() {
  if (weather_.put_back == 0) return;
  const auto index = dice_.below(desks_.size());
  auto& desk = *desks_[index];
  if (!desk.copy) {
    auto listed = desk.tablet.runs() && !desk.tablet.struck() ? refusals(desk.tablet.store()) : Error{Fault::disk, {}};
    auto visit = listed ? open_visit(desk.tablet.store()) : Error{Fault::disk, {}};
    if (listed && visit && !*visit) desk.copy.emplace(desk.tablet.disk().files(), listed->size());
    return;
  }
  if (!at_rest(desk)) return;
  auto listed = refusals(desk.tablet.store());
  if (!listed || listed->size() != desk.copy->second) return;
  if (!strikes(weather_.put_back, "tablet put back to an old store")) return;
  tell(desk.tablet.name() + " is put back to an older store");
  desk.tablet.crash();
  desk.tablet.ended = Error{Fault::unreachable, "it was put back"};
  if (desk.line) hang_up(*std::exchange(desk.line, std::nullopt), true);
  desk.tablet.disk().heal();
  for (const auto& [path, bytes] : desk.copy->first) desk.tablet.disk().put(path, bytes);
  desk.copy.reset();
  desk.astray = true;
  restart(index);
}

void World::crash_something() {
  using Failure = FlakyVfs::Failure;
  bool server = dice_.below(weather_.tablets + 1) == 0;
  auto index = dice_.below(desks_.size());
  if (strikes(weather_.crash)) {
    if (server ? server_->runs() : desks_[index]->tablet.runs())
      ++outcome_.faults[server ? "server crash" : "tablet crash"];
    tell(server ? "the server crashes" : desks_[index]->tablet.name() + " crashes");
    if (!server && desks_[index]->tablet.runs()) restart(index);
    if (server && server_->runs()) {
      server_->crash();
      after(Millis{200} + up_to(60'000), [this] { restart_server(); });
    }
  }
  struct Planned {
    Failure kind;
    const char* name;
  };
  const std::array<Planned, 4> kinds{{{Failure::power, "power cut planned"},
                                      {Failure::power, "power cut planned"},
                                      {Failure::io, "disk error planned"},
                                      {Failure::full, "full disk planned"}}};
  const auto& planned = kinds[dice_.below(kinds.size())];
  if (!strikes(weather_.planned)) return;
  auto& disk = server ? server_->disk() : desks_[index]->tablet.disk();
  bool lasts = planned.kind != Failure::power && dice_.below(2) == 0;
  tell(std::string{planned.name} + (server ? ": server" : ": " + desks_[index]->tablet.name()));
  disk.fail_at(disk.operations() + 1 + dice_.below(40), planned.kind, lasts);
  if (lasts) after(up_to(60'000), [&disk] { disk.heal(); });
}

}  // namespace doorstep::test
