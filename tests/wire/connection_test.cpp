#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "tests/wire/served.h"

namespace doorstep::test {
namespace {

TEST(Connection, meets_the_server_that_it_was_enrolled_with) {
  Served server;
  Connected tablet{server.port, server.identity.public_key()};
  ASSERT_TRUE(tablet.opens());
  // The server checks the proof against its own end of the exporter: the code comes through only if both ends agree.
  Enrol enrol;
  enrol.code = "7KQ2M-9X4TD-0ABCD-EFGHJ-KM123-4";
  enrol.key = server.tablet_key.public_key();
  enrol.label = "tablet 3";
  enrol.proof = server.tablet_key.sign(enrol_context, enrol_message(*tablet.binding, enrol.code));
  tablet.connection->send(encode(enrol, 1));
  EXPECT_EQ(tablet.how_it_ends(), "code_unknown");  // the stub knows none
  EXPECT_EQ(tablet.frames.size(), 1u);
  server.service->stop();
  EXPECT_EQ(server.archive.enrolled_with, enrol.code);
}

TEST(Connection, another_server_is_refused_before_anything_is_sent) {
  Served server;
  Connected tablet{server.port, Served::mint().public_key()};
  tablet.connection->send("secret");
  EXPECT_EQ(tablet.how_it_ends(), "wrong_server");
  EXPECT_FALSE(tablet.binding);
  EXPECT_TRUE(tablet.frames.empty());
}

TEST(Connection, a_certificate_renewed_under_the_same_key_is_accepted) {
  auto key = Served::mint();
  const auto seed = key.seed();
  const std::string kept{seed.begin(), seed.end()};
  std::array<std::string, 2> certificates;
  for (auto& certificate : certificates) {
    Served server{SigningKey::from_seed(bytes_of(kept)), {}};
    certificate = RawClient::connect(server.port)->certificate();
    Connected tablet{server.port, key.public_key()};
    EXPECT_TRUE(tablet.opens());
  }
  EXPECT_NE(certificates[0], certificates[1]);
}

TEST(Connection, a_restarting_server_is_told_from_a_lost_network) {
  Served server;
  Connected tablet{server.port, server.identity.public_key()};
  ASSERT_TRUE(tablet.opens());
  std::thread stopping{[&] { server.service->stop(); }};
  EXPECT_EQ(tablet.how_it_ends(), "server_closing");
  stopping.join();
}

TEST(Connection, a_server_that_is_not_there_is_unreachable) {
  std::uint16_t port = 0;
  {
    Served server;
    port = server.port;
  }
  Connected tablet{port, Served::mint().public_key()};
  EXPECT_EQ(tablet.how_it_ends(), "unreachable");
}

TEST(Connection, a_frame_above_the_limit_is_named_in_its_end) {
  Served server;
  Connected tablet{server.port, server.identity.public_key()};
  ASSERT_TRUE(tablet.opens());
  tablet.connection->send(std::string(std::size_t{2} << 20, 'x'));
  EXPECT_EQ(tablet.how_it_ends(), "frame_too_big");
}

TEST(Connection, frames_leave_in_order_and_a_close_lets_them_leave) {
  Served server;
  Connected tablet{server.port, server.identity.public_key()};
  ASSERT_TRUE(tablet.opens());
  for (std::uint64_t n = 1; n <= 100; ++n) tablet.connection->send(encode(Ping{}, n));
  ASSERT_TRUE(tablet.until([&] { return tablet.frames.size() == 100 || tablet.ended; }));
  for (std::uint64_t n = 1; n <= 100; ++n) EXPECT_TRUE(decode_frame(tablet.frames.at(n - 1), n));
  tablet.connection->close();
  EXPECT_EQ(tablet.how_it_ends(), "closed");
}

TEST(Connection, ends_when_the_network_takes_nothing_any_more) {
  Served server;
  ConnectionLimits limits;
  limits.outgoing_bytes_max = 1000;
  Connected tablet{server.port, server.identity.public_key(), limits};
  ASSERT_TRUE(tablet.opens());
  for (int i = 0; i < 20; ++i) tablet.connection->send(std::string(100, ' '));  // nothing leaves while nobody runs
  EXPECT_EQ(tablet.how_it_ends(), "unreachable");
}

TEST(Connection, tells_nothing_after_it_is_gone) {
  Served server;
  Connected tablet{server.port, server.identity.public_key()};
  tablet.connection.reset();
  tablet.io.run();
  EXPECT_FALSE(tablet.ended);
  EXPECT_FALSE(tablet.binding);
}

TEST(Connection, may_be_closed_before_it_is_open) {
  Served server;
  Connected tablet{server.port, server.identity.public_key()};
  tablet.connection->close();
  EXPECT_EQ(tablet.how_it_ends(), "closed");
}

TEST(Target, is_read_from_an_address_and_a_pin) {
  start_crypto();
  const auto pin = base64(Bytes<32>{1, 2, 3});
  struct {
    const char* url;
    const char* host;
    std::uint16_t port;
  } good[] = {{"wss://127.0.0.1:8443", "127.0.0.1", 8443},
              {"wss://archive.example.cn:443/", "archive.example.cn", 443},
              {"wss://[::1]:9", "::1", 9}};
  for (const auto& one : good) {
    auto target = parse_target(one.url, pin);
    ASSERT_TRUE(target) << one.url;
    EXPECT_EQ(target->host, one.host);
    EXPECT_EQ(target->port, one.port);
    EXPECT_EQ(target->pin[2], 3);
  }
  for (const char* url : {"", "ws://a:1", "https://a:1", "wss://a", "wss://:1", "wss://a:0", "wss://a:65536",
                          "wss://a:1x", "wss://a:", "wss://a/b:1", "wss://u@a:1", "wss://::1:9", "wss://[]:9"}) {
    auto target = parse_target(url, pin);
    ASSERT_FALSE(target) << url;
    EXPECT_EQ(target.error().fault, Fault::usage);
    EXPECT_FALSE(target.error().detail.empty());
  }
  EXPECT_FALSE(parse_target("wss://a:1", "short"));
}

}  // namespace
}  // namespace doorstep::test
