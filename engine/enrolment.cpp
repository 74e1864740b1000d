// A tablet's first meeting with its server: a key, an answer, a store.
#include <boost/asio/io_context.hpp>

#include "engine/connection.h"
#include "engine/engine.h"
#include "engine/enroller.h"
#include "engine/kdf_cost.h"
#include "engine/rekey.h"
#include "engine/sealed_store.h"

namespace doorstep {
namespace {

// One connection, one frame each way, on the caller's thread.
Result<Enrolled> ask_to_enrol(const Enrolment& enrolment, const Target& target, const SigningKey& key) {
  boost::asio::io_context io;
  Enroller enroller{key, enrolment.code, enrolment.label};
  std::optional<Result<Enrolled>> answer;
  std::unique_ptr<Connection> connection;
  ConnectionEvents events;
  events.opened = [&](const Binding& binding) { connection->send(enroller.opened(binding)); };
  events.received = [&](std::string_view text) {
    if (!answer) answer = enroller.received(text);
    connection->close();
  };
  events.closed = [&](std::optional<Error> error) {
    if (!answer) answer = error ? *error : Error{Fault::unreachable, "the server closed without an answer"};
    io.stop();
  };
  connection = std::make_unique<Connection>(io, target, std::move(events));
  io.run();
  connection.reset();
  return answer ? std::move(*answer) : Error{Fault::unreachable, "no answer"};
}

Result<Unlocked> new_store(const Enrolment& enrolment, Clock& clock, Dice& dice) {
  auto cost = enrolment.cost ? Result<KdfCost>{*enrolment.cost} : calibrated_cost();
  if (!cost) return cost.error();
  auto made = Vault::create(enrolment.folder, enrolment.passphrase, *cost, dice);
  // An enrolment that broke off goes on with its key, and so with its passphrase.
  if (!made && made.error().fault == Fault::already_enrolled) {
    auto begun = unlock_store(enrolment.folder, enrolment.passphrase, clock, dice);
    if (!begun && begun.error().fault == Fault::wrong_passphrase)
      return Error{Fault::wrong_passphrase,
                   "an enrolment was begun here with another one / 此处登记时用的是另一个口令"};
    return begun;
  }
  if (!made) return made.error();
  auto hold = hold_store(enrolment.folder, FileLock::Hold::shared);
  if (!hold) return hold.error();
  return Unlocked{std::move(*made), std::move(*hold)};
}

}  // namespace

Result<Identity> Engine::enroll(const Enrolment& enrolment) {
  SystemClock clock;
  SystemDice dice;
  auto target = parse_target(enrolment.server, enrolment.pin);  // before anything is made
  if (!target) return target.error();
  auto unlocked = new_store(enrolment, clock, dice);
  if (!unlocked) return unlocked.error();
  auto& vault = unlocked->vault;
  auto opened = SealedStore::open(enrolment.folder, vault, clock, dice, SealedStore::Missing::make);
  if (!opened) return opened.error();
  const auto& store = opened->store;
  if (store->identity()) return Error{Fault::already_enrolled, {}};
  auto enrolled = ask_to_enrol(enrolment, *target, vault.chain_key());
  if (!enrolled) return enrolled.error();
  Identity identity{enrolled->person, enrolled->device, enrolled->chain, enrolled->name, enrolment.server, target->pin};
  if (enrolled->office_key)
    if (auto learnt = store->learn_office_key(*enrolled->office_key); !learnt) return learnt.error();
  if (auto written = store->enrolled(identity); !written) return written.error();
  return identity;
}

}  // namespace doorstep
