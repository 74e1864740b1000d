#include "tests/bench/tablets.h"

#include "engine/commands.h"
#include "tests/bench/enrolling.h"

namespace doorstep::bench {

void enrol(ServerProcess& server, const std::string& folder) {
  constexpr KdfCost cheap{1, std::size_t{64} << 10};
  must(Engine::enroll({folder, passphrase, server.address(), server.pin(), server.code(), "bench", cheap}), "enrol");
}

std::unique_ptr<Engine> open_tablet(const std::string& folder) {
  return must(Engine::open(folder, passphrase), "open a tablet");
}

std::unique_ptr<Engine> new_tablet(ServerProcess& server, const std::string& folder) {
  enrol(server, folder);
  return open_tablet(folder);
}

std::vector<RecordId> edit(Engine& engine, std::vector<Intent> intents) {
  return must(wait_for<std::vector<RecordId>>([&](auto then) { engine.edit(std::move(intents), then); }), "edit");
}

SyncReport sync(Engine& engine) {
  auto report = must(wait_for<SyncReport>([&](auto then) { engine.sync(then); }), "sync");
  expect(report.pending == 0, "something is pending after a sync");
  expect(report.agrees, "the set hashes differ after a sync");
  return report;
}

LightTablet::LightTablet(boost::asio::io_context& io, ServerProcess& server, const std::string& store)
    : io_(io), server_(server), key_(SigningKey::mint(dice_)) {
  store_ = must(Store::open(store, {}, key_, clock_, dice_), "a light tablet's store");
  const auto target = must(parse_target(server.address(), server.pin()), "target");
  auto enrolled = enrol(key_, server.code(), target);
  must(
      store_->enrolled({enrolled.person, enrolled.device, enrolled.chain, enrolled.name, server.address(), target.pin}),
      "write the identity");
}

// Not inside an event of the connection: whoever owns the tablets runs the io_context.
LightTablet::~LightTablet() = default;

void LightTablet::connect() {
  replicator_ = std::make_unique<Replicator>(*store_, key_, clock_);
  ConnectionEvents events;
  events.opened = [this](const Binding& binding) { carry_out(replicator_->opened(binding)); };
  events.received = [this](std::string_view text) {
    bytes_ += text.size();
    carry_out(replicator_->received(text));
  };
  events.closed = [](const std::optional<Error>& error) {
    if (error) throw Failure{"a light tablet was cut off: " + std::string{code(error->fault)} + " " + error->detail};
  };
  auto target = must(parse_target(server_.address(), server_.pin()), "target");
  connection_ = std::make_unique<Connection>(io_, std::move(target), std::move(events));
}

// Nothing wakes it: a run is shorter than what the server waits before it takes a tablet for silent.
void LightTablet::carry_out(TabletEffects effects) {
  for (auto& effect : effects) {
    if (auto* frame = std::get_if<Send>(&effect)) connection_->send(std::move(frame->frame));
    if (auto* close = std::get_if<Close>(&effect)) throw Failure{"a light tablet closed: " + close->error.detail};
  }
}

}  // namespace doorstep::bench
