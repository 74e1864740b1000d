// What came to World later, each with dice of its own: tablets that are lost for ever, every line cut at once, slow
// disks and slow readers, disks that bring other bytes than were asked for.
#include <algorithm>

#include "tests/replicas.h"
#include "tests/world/desk.h"

namespace doorstep::test {

void World::storms() {
  if (healed_) return;
  if (losing_.comes()) lose_a_tablet();
  if (storming_.comes()) cut_every_line();
  if (slowing_.comes()) slow_something();
  if (erasing_.comes()) erase_a_record();
}

// It falls into a river. What the server had acknowledged to it stays; what was only there is lost.
void World::lose_a_tablet() {
  if (!server_->runs() || server_->struck()) return;
  const auto index = losing_.dice.below(desks_.size());
  auto& desk = *desks_[index];
  const auto device = device_of(desk.chain);
  std::size_t copies = 0, others = 0;
  for (const auto& one : desks_) {
    if (device_of(one->chain) == device)
      ++copies;
    else if (!one->revoked && !one->gone)
      ++others;
  }
  if (desk.gone || copies > 1 || others == 0) return;
  if (auto wrong = looking([&](auto& archive) { return ledger_.gone(archive, device); }); !wrong.empty())
    return break_law(wrong);
  ++outcome_.faults["tablet lost for ever"];
  tell(desk.tablet.name() + " is lost for ever");
  desk.gone = time_.now;
  desk.tablet.crash();
  desk.tablet.ended = Error{Fault::unreachable, "it is lost"};
  if (desk.line) hang_up(*std::exchange(desk.line, std::nullopt), true);
}

// And everybody is back at once.
void World::cut_every_line() {
  ++outcome_.faults["reconnect storm"];
  tell("every line is cut");
  for (std::size_t i = 0; i < desks_.size(); ++i) {
    if (desks_[i]->line) hang_up(*desks_[i]->line, false);
    after(Millis{100}, [this, i] { connect(i); });
  }
}

void World::slow_something() {
  const auto lot = slowing_.dice.below(desks_.size() + 1);
  const auto until = time_.now + Millis{static_cast<std::int64_t>(slowing_.dice.below(300'000))};
  if (lot == desks_.size()) {
    tell("the server's disk is slow");
    server_slow_until_ = until;
  } else {
    tell(desks_[lot]->tablet.name() + " is slow");
    desks_[lot]->slow_until = until;
  }
}

// Two who never go from door to door decide it. What has no answer may have happened, or happen when the archive is
// opened again: what it says itself counts then.
void World::erase_a_record() {
  if (!server_->runs() || server_->struck()) return;
  for (const char* login : {"asks", "agrees"}) (void)server_->archive().add_person({login, login, "manager"});
  if (server_->struck()) return look_after_server();
  std::vector<RecordId> there;
  looking([&](auto& archive) {
    for (const auto& [id, text] : replica_of(archive)) there.push_back(id);
    return std::string{};
  });
  // Some of them are conflicts, aliases, or gone.
  for (int tries = 0; tries < 4 && !there.empty() && !server_->struck(); ++tries) {
    const auto& chosen = there[erasing_.dice.below(there.size())];
    auto done = server_->erase({chosen}, "asks", "agrees");
    tell(text(chosen) + (done ? " is erased" : " is not erased: " + done.error().detail));
    if (!done || server_->struck()) continue;
    ++outcome_.faults["record erased"];
    looking([&](auto& archive) {
      const auto erasure = archive.erasure(done->answer.at("erasure").template get<std::string>());
      for (const auto& id : erasure->at("ids")) erased_.insert(*parse_id<RecordId>(id.template get<std::string>()));
      return std::string{};
    });
    break;
  }
  look_after_server();
}

bool World::misread() const {
  return server_->disk().misreads() > 0 ||
         std::any_of(desks_.begin(), desks_.end(), [](const auto& desk) { return desk->tablet.disk().misreads() > 0; });
}

void World::note_what_struck() {
  const auto look_at = [&](const FlakyVfs& disk) {
    using enum FlakyVfs::Failure;
    outcome_.faults["disk error"] += disk.struck(io);
    outcome_.faults["disk full"] += disk.struck(full);
    outcome_.faults["sync dropped what it held"] += disk.struck(drops);
    outcome_.faults["write torn by a power cut"] += disk.torn();
  };
  look_at(server_->disk());
  for (const auto& desk : desks_) look_at(desk->tablet.disk());
  outcome_.faults["archive fails at a bundle"] += server_->failed;
  outcome_.faults["numbers given offline"] += ledger_.numbers_given();
  outcome_.faults["number given again"] += ledger_.numbers_given_again();
  for (const auto& [what, count] : ledger_.counts()) outcome_.probes[what] += count;
  std::erase_if(outcome_.faults, [](const auto& fault) { return fault.second == 0; });
}

}  // namespace doorstep::test
