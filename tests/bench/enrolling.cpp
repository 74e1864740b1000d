#include "tests/bench/enrolling.h"

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>

#include "engine/connection.h"
#include "engine/enroller.h"
#include "tests/bench/figure.h"

namespace doorstep::bench {

Enrolled enrol(const SigningKey& key, const std::string& code, const Target& target) {
  boost::asio::io_context io;
  Enroller enroller{key, code, "bench"};
  std::optional<Result<Enrolled>> answer;
  std::unique_ptr<Connection> connection;
  ConnectionEvents events;
  events.opened = [&](const Binding& binding) { connection->send(enroller.opened(binding)); };
  events.received = [&](std::string_view text) {
    answer = enroller.received(text);
    connection->close();
  };
  events.closed = [&](const std::optional<Error>&) { io.stop(); };
  connection = std::make_unique<Connection>(io, target, std::move(events));
  io.run();
  expect(answer.has_value(), "an enrolment is answered");
  return must(std::move(*answer), "enrol");
}

}  // namespace doorstep::bench
