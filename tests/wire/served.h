#pragma once
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/connection.h"
#include "server/service.h"
#include "tests/wire/raw_client.h"
#include "tests/wire/stub_archive.h"

namespace doorstep::test {

/// A service on loopback over a stub archive that knows one tablet.
class Served {
 public:
  explicit Served(ServerLimits limits = {}) : Served(mint(), limits) {}
  Served(SigningKey key, ServerLimits limits) : identity(std::move(key)) {
    archive.known.person = PersonId{"w7a2m9q4xtd0k"};
    archive.known.device = DeviceId{"t1b2c3d4e5f6g"};
    archive.known.chain = chain_of(archive.known.person, archive.known.device, 1);
    archive.known.key = tablet_key.public_key();
    archive.known.epoch = Epoch{"e1"};
    archive.known.communities = {{CommunityId{"main"}, "花园", Seq{0}, {}}};
    service = std::make_unique<Service>(archive, identity, clock, dice, limits);
    port = service->start("127.0.0.1", 0).value();
  }
  static SigningKey mint() {
    start_crypto();
    SystemDice dice;
    return SigningKey::mint(dice);
  }

  std::unique_ptr<RawClient> connect() {
    auto client = RawClient::connect(port);
    return client && client->upgrade() ? std::move(client) : nullptr;
  }
  std::string hello() const {
    Hello frame;
    frame.template_digest = archive.words.digest();
    frame.person = archive.known.person;
    frame.tablet = archive.known.device;
    frame.chain = archive.known.chain;
    frame.clocks.boot = "b1";
    return encode(frame, 1);
  }
  /// hello, challenge, proof, welcome.
  bool prove(RawClient& client) const {
    if (!client.send(hello())) return false;
    const auto asked = client.read();
    if (!asked) return false;
    const auto challenge = decode_frame(asked->payload, 1);
    if (!challenge || !std::holds_alternative<Challenge>(*challenge)) return false;
    const auto message = proof_message(identity.public_key(), std::get<Challenge>(*challenge).nonce, client.binding(),
                                       archive.known.chain);
    if (!client.send(encode(Proof{tablet_key.sign(proof_context, message)}, 2))) return false;
    const auto answered = client.read();
    if (!answered) return false;
    const auto welcome = decode_frame(answered->payload, 2);
    return welcome && std::holds_alternative<Welcome>(*welcome);
  }
  bool healthy() const {
    auto client = RawClient::connect(port);
    return client && client->get("/healthz").ends_with("\r\n\r\nok");
  }

  StubArchive archive;
  SystemClock clock;
  SystemDice dice;
  SigningKey identity;
  SigningKey tablet_key = mint();
  std::unique_ptr<Service> service;
  std::uint16_t port = 0;
};

/// The engine's connection with its events written down.
class Connected {
 public:
  Connected(std::uint16_t port, const PublicKey& pin, ConnectionLimits limits = {}) {
    ConnectionEvents events;
    events.opened = [this](const Binding& told) { binding = told; };
    events.received = [this](std::string_view text) { frames.emplace_back(text); };
    events.closed = [this](std::optional<Error> error) {
      ended = true;
      end = std::move(error);
    };
    connection = std::make_unique<Connection>(io, Target{"127.0.0.1", port, pin}, std::move(events), limits);
  }
  template <class Condition>
  bool until(Condition condition) {
    while (!condition())
      if (io.run_one_for(std::chrono::seconds{RawClient::patience_s}) == 0) return condition();
    return true;
  }
  bool opens() {
    return until([this] { return binding || ended; }) && binding;
  }
  /// The code it ended with; "closed" after our own close.
  std::string how_it_ends() {
    if (!until([this] { return ended; })) return "never";
    return end ? std::string{code(end->fault)} : "closed";
  }

  boost::asio::io_context io{1};
  std::optional<Binding> binding;
  std::vector<std::string> frames;
  bool ended = false;
  std::optional<Error> end;
  std::unique_ptr<Connection> connection;
};

}  // namespace doorstep::test
