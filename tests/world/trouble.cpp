// What else goes wrong. Drawn from dice of its own, so that a seed that found a fault goes on telling its old story.
#include <algorithm>

#include "engine/visit.h"
#include "tests/world/desk.h"

namespace doorstep::test {
namespace {

// Of a text that anybody may have typed anything in.
bool is_free_text(const json& type, const json& field) {
  for (const char* told : {"normalise", "form", "series", "group"})
    if (field.contains(told)) return false;
  const auto needs = type.value("needs", json::array());
  const auto policy = field.value("policy", "manual");
  return field.at("kind") == "text" && (policy == "manual" || policy == "latest") &&
         std::find(needs.begin(), needs.end(), field.at("name")) == needs.end();
}

}  // namespace

void World::trouble() {
  auto comes = [&](std::uint64_t share) { return !healed_ && share > 0 && later_.below(10'000) < share; };
  if (comes(weather_.copy)) copy_a_tablet();
  if (comes(weather_.lift)) lift_template();
  if (comes(weather_.unlucky)) fail_a_bundle();
  if (comes(weather_.server_jump)) {
    ++outcome_.faults["server's clock jumped"];
    server_->clock().skew = Millis{static_cast<std::int64_t>(later_.below(2 * 86'400'000)) - 86'400'000};
    tell("the server's clock jumps to " + std::to_string(to_ms(server_->clock().wall())));
  }
  if (!healed_ && dropping_.comes()) drop_what_a_sync_holds();
  if (!healed_ && revoking_.comes()) revoke_a_tablet();
}

// A sync fails, and the next one says yes though the disk never had it, as on Linux. Soon afterwards the power goes.
void World::drop_what_a_sync_holds() {
  const auto lot = dropping_.dice.below(desks_.size() + 1);
  const bool server = lot == desks_.size();
  auto& disk = server ? server_->disk() : desks_[lot]->tablet.disk();
  disk.fail_at(disk.operations() + 1 + dropping_.dice.below(10), FlakyVfs::Failure::drops);
  tell((server ? std::string{"the server"} : desks_[lot]->tablet.name()) + "'s disk will drop what a sync holds");
  after(Millis{static_cast<std::int64_t>(dropping_.dice.below(120'000))}, [this, server, lot] {
    if (healed_ || !(server ? server_->runs() : desks_[lot]->tablet.runs())) return;
    tell((server ? std::string{"the server"} : desks_[lot]->tablet.name()) + " loses power");
    if (!server) return restart(lot);
    server_->crash();
    after(Millis{1'000}, [this] { restart_server(); });
  });
}

// One of several; its copies are the same device. Until its next contact its person works on.
void World::revoke_a_tablet() {
  if (!server_->runs() || server_->struck()) return;
  auto& desk = *desks_[revoking_.dice.below(desks_.size())];
  const auto device = device_of(desk.chain);
  const bool last = std::all_of(desks_.begin(), desks_.end(), [&](const auto& other) {
    return other->revoked || other->gone || device_of(other->chain) == device;
  });
  if (desk.revoked || desk.gone || last) return;
  // From now on the world looks at what comes of each bundle.
  server_->watch = [this](const auto& submissions, const auto& accepted) {
    if (weather_.places > 0) watch_buildings(submissions, accepted);
    watch_revoked(submissions, accepted);
  };
  ++outcome_.faults["tablet revoked"];
  tell(desk.tablet.name() + " is revoked");
  for (auto& one : desks_)
    if (device_of(one->chain) == device) one->revoked = true;
  revoke_again();
}

// The server may have died before it was done.
void World::revoke_again() {
  if (!server_->runs()) return after(Millis{2'000}, [this] { revoke_again(); });
  for (auto& desk : desks_) {
    if (!desk->revoked) continue;
    const auto device = device_of(desk->chain);
    const auto done = server_->archive().revoke(desk->login, device);
    if (!done) tell("revoking fails: " + done.error().detail);
    if (done && !server_->struck()) shut_.insert(device);
    if (server_->struck()) return look_after_server();
    if (desk->line) hang_up(*desk->line, false);
  }
}

// Its keys are gone, and with them what it had.
void World::bury(std::size_t index) {
  auto& desk = *desks_[index];
  if (!desk.tablet.shredded || !desk.tablet.runs()) return;
  ++outcome_.faults["revoked tablet handed over"];
  tell(desk.tablet.name() + " handed over and destroyed its keys");
  if (!desk.revoked) break_law("SHREDDED: " + desk.tablet.name() + ", which nobody revoked");
  desk.gone = time_.now;
  desk.tablet.crash();
  if (desk.line) hang_up(*std::exchange(desk.line, std::nullopt), true);
}

bool World::expected(std::size_t index, Fault fault) const {
  return fault == Fault::device_refused && desks_[index]->revoked;
}

// Its store is put onto a second machine, and both go on.
void World::copy_a_tablet() {
  if (desks_.size() > weather_.tablets) return;
  auto& original = *desks_[later_.below(desks_.size())];
  if (!original.tablet.runs() || original.tablet.struck()) return;
  auto visit = open_visit(original.tablet.store());
  if (!visit || *visit) return;
  ++outcome_.faults["tablet copied"];
  original.astray = original.doubled = true;
  auto& copy = *desks_.emplace_back(
      std::make_unique<Desk>(time_, original.tablet.name() + "-copy", later_.below(1U << 30), original));
  copy.tablet.clock().skew = original.tablet.clock().skew;
  original.chain = copy.chain = original.tablet.store().identity()->chain;
  tell(original.tablet.name() + " is copied onto another machine");
  connect(desks_.size() - 1);
}

// An admin sets a newer template while tablets work by the older one: with a field more, and another that takes less,
// so that of what they wrote some is outdated.
void World::lift_template() {
  if (!server_->runs() || server_->struck()) return;
  auto next = json::parse(server_->archive().archive_template().text());
  const auto version = next["version"].get<int>() + 1;
  next["version"] = version;
  const auto name = "extra_" + std::to_string(version);
  for (auto& type : next["types"]) {
    for (auto& field : type["fields"])
      if (tightening_.share > 0 && is_free_text(type, field)) field["length_max"] = 2;
    if (type["name"] != "resident") continue;
    for (auto& field : type["fields"])
      if (field["name"] == "employer" || field["name"].get<std::string>().starts_with("extra_"))
        field["length_max"] = tightening_.share > 0 ? 2 : 4;
    type["fields"].push_back({{"name", name},
                              {"kind", "text"},
                              {"class", "basic"},
                              {"policy", "manual"},
                              {"label", {{"zh-CN", "补充"}, {"en", "Extra"}}}});
    type["sections"][0]["fields"].push_back(name);
  }
  const auto set = server_->set_template(next.dump());
  tell("the template is lifted" + (set ? std::string{} : ": " + std::string{code(set.error().fault)}));
  if (set) ++outcome_.faults["template lifted"];
  look_after_server();
}

// The archive fails at bundles of one number, for a reason that nobody foresaw; they are parked in the end.
void World::fail_a_bundle() {
  server_->unlucky = BundleNumber{1 + later_.below(weather_.deeds / 2)};
  tell("the archive fails at bundles " + std::to_string(server_->unlucky->value));
}

}  // namespace doorstep::test
