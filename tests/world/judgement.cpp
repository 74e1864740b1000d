// Everything heals, becomes quiet, and is judged.
#include <algorithm>

#include "engine/grant.h"
#include "engine/healing.h"
#include "engine/lease_watch.h"
#include "engine/rows.h"
#include "tests/replicas.h"
#include "tests/world/desk.h"

namespace doorstep::test {

void World::heal() {
  tell("everything heals");
  healed_ = true;
  ill_until_ = last_line_;
  server_->disk().heal();
  look_after_server();  // it may have died of somebody's looking at it
  if (!server_->runs()) restart_server();
  give_rights_back();
  revoke_again();
  for (std::size_t i = 0; i < desks_.size(); ++i) {
    desks_[i]->tablet.disk().heal();
    desks_[i]->away = false;
    connect(i);
  }
}

bool World::quiet() {
  if (!server_->runs() || server_->to_write() + server_->to_read() > 0) return false;
  auto now = server_->archive().status();
  if (!now) return false;
  for (const auto& desk : desks_) {
    if (desk->gone) continue;
    // On a line that went silent it believes to be told everything, and has not heard of the roles that were given
    // back.
    if (!desk->line || !server_->talks(*desk->line)) return false;
    if (!desk->tablet.runs() || !desk->tablet.talks() || !desk->tablet.progress().caught_up) return false;
    auto state = status(desk->tablet.store());
    if (!state || state->cursor != now->heads.begin()->second || state->pending > 0) return false;
    // Whoever sits on a line that has gone silent was not told yet that everybody sees everything again.
    const auto device = server_->archive().device(desk->tablet.store().identity()->chain);
    const auto holds = role_of(desk->tablet.store());
    if (!device || !device->role || !holds || (hides() && holds->text() != device->role->text())) return false;
  }
  return true;
}

void World::tell_standings() {
  if (server_->runs() && server_->archive().status())
    tell("the archive stands at " + std::to_string(server_->archive().status()->heads.begin()->second.value));
  for (const auto& desk : desks_) {
    if (!desk->tablet.runs()) {
      tell(desk->tablet.name() + " does not run");
      continue;
    }
    auto state = status(desk->tablet.store());
    tell(desk->tablet.name() + (desk->tablet.talks() ? " talks" : " is silent") +
         (desk->tablet.talks() && desk->tablet.progress().caught_up ? ", caught up" : "") + ", at " +
         std::to_string(state && state->cursor ? state->cursor->value : 0) + ", " +
         std::to_string(state ? state->pending : 0) + " edits pending, " +
         (state && state->agrees ? "agrees" : "differs"));
  }
}

void World::judge() {
  if (!healed_) return break_law("the run ended before it healed");
  auto& archive = server_->archive();
  if (auto whole = archive.verify(); !whole) return break_law("the archive does not verify: " + whole.error().detail);
  auto theirs = replica_of(archive);
  for (const auto& desk : desks_) {
    if (desk->gone) continue;
    if (desk->revoked) return break_law("STILL THERE: " + desk->tablet.name() + " was revoked");
    auto& store = desk->tablet.store();
    if (leasing_.share > 0) ++outcome_.probes["law: locked"];
    ++outcome_.probes["law: diverged, left over"];
    if (auto may = store.lease_watch().may_write(); !may)
      return break_law("LOCKED: " + desk->tablet.name() + " has met its server and may not be used");
    if (auto sound = verify(store); !sound)
      return break_law(desk->tablet.name() + " does not verify: " + sound.error().detail);
    if (auto differs = difference(replica_of(store), theirs); !differs.empty())
      return break_law("DIVERGED: " + desk->tablet.name() + " and the archive: " + differs);
    auto& laid = store.sql()("SELECT COUNT(*) FROM rebase");
    laid.with().step();
    const auto left = laid.integer(0);
    laid.rewind();
    if (left > 0)
      return break_law("LEFT OVER: nothing waits on " + desk->tablet.name() +
                       ", and something of its own still lies over what the server has");
    if (!status(store)->agrees) return break_law("DIVERGED: " + desk->tablet.name() + " by set hash");
    if (healing_report(store.sql()).begun > 0)
      return break_law("DIVERGED: " + desk->tablet.name() + " had to be read anew");
  }
  judge_refusals();
  judge_erased();
  for (const auto& desk : desks_)
    if (desk->gone && desk->receipt_lost)
      if (auto wrong = ledger_.gone(archive, device_of(desk->chain)); !wrong.empty()) return break_law(wrong);
  if (auto wrong = ledger_.judge(archive, outcome_.faults["server restored from a backup"] > 0); !wrong.empty())
    break_law(wrong);
  note_what_struck();
}

// What was destroyed is destroyed, whatever was restored since; and of what the archive says is, no tablet has a word.
void World::judge_erased() {
  const auto erased = erased_in(server_->archive());
  for (const auto& id : erased_)
    if (!erased.contains(id)) return break_law("BACK AGAIN: " + text(id) + " was erased");
  if (erased.empty()) return;
  for (const auto& desk : desks_) {
    if (desk->gone || desk->revoked) continue;
    ++outcome_.probes["law: erased"];
    if (auto left = left_of(desk->tablet.store(), erased); !left.empty())
      return break_law("NOT ERASED: " + desk->tablet.name() + " has " + left);
  }
}

// Two machines with one store are one author: a refusal stands in the list of either.
void World::judge_refusals() {
  std::map<DeviceId, std::set<EditId>> listed, destroyed;
  for (const auto& desk : desks_) {
    if (desk->revoked || desk->gone) continue;  // its list is gone with it
    auto refused = refusals(desk->tablet.store());
    if (!refused) return break_law("a list of refusals cannot be read");
    auto& theirs = listed[device_of(desk->chain)];
    for (const auto& one : *refused) theirs.insert(one.edit);
    for (const auto& one : *refused)
      if (one.code == code(Fault::erased) && weather_.restore > 0) destroyed[device_of(desk->chain)].insert(one.edit);
  }
  // What a restored server lacks, and a narrower role took from the tablet, stays in its list alone.
  if (weather_.restore > 0 && !narrowed_.empty()) return;
  for (const auto& [device, edits] : listed)
    if (auto wrong = ledger_.judge_refusals(server_->archive(), device, edits, destroyed[device]); !wrong.empty())
      break_law(device.value + ": " + wrong);
}

}  // namespace doorstep::test
