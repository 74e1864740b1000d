#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <thread>

#include "tests/wire/served.h"

namespace doorstep::test {
namespace {

TEST(Service, the_certificate_carries_the_identity_itself) {
  Served server;
  auto client = RawClient::connect(server.port);
  ASSERT_TRUE(client);
  EXPECT_EQ(client->key(), server.identity.public_key());
}

TEST(Service, refuses_anything_older_than_tls_1_3) {
  Served server;
  EXPECT_FALSE(RawClient::connect(server.port, TLS1_2_VERSION));
  EXPECT_TRUE(RawClient::connect(server.port, TLS1_3_VERSION));
}

TEST(Service, answers_a_health_check_and_nothing_else_over_plain_http) {
  Served server;
  EXPECT_TRUE(server.healthy());
  auto client = RawClient::connect(server.port);
  ASSERT_TRUE(client);
  EXPECT_TRUE(client->get("/etc/passwd").starts_with("HTTP/1.1 404"));
}

TEST(Service, a_tablet_proves_itself_and_is_welcomed) {
  Served server;
  auto client = server.connect();
  ASSERT_TRUE(client);
  EXPECT_TRUE(server.prove(*client));
  EXPECT_EQ(server.service->connections(), 1u);
}

TEST(Service, a_proof_carried_to_another_connection_is_refused) {
  Served server;
  auto client = server.connect();
  auto other = server.connect();
  ASSERT_TRUE(client && other && client->send(server.hello()));
  auto challenge = decode_frame(client->read().value().payload, 1);
  auto message = proof_message(server.identity.public_key(), std::get<Challenge>(*challenge).nonce, other->binding(),
                               server.archive.known.chain);
  ASSERT_TRUE(client->send(encode(Proof{server.tablet_key.sign(proof_context, message)}, 2)));
  EXPECT_EQ(client->last_word().payload, "device_refused");
}

TEST(Service, an_oversized_frame_closes_its_connection_only) {
  Served server;
  auto stranger = server.connect();
  auto known = server.connect();
  auto bystander = server.connect();
  ASSERT_TRUE(stranger && known && bystander);
  ASSERT_TRUE(server.prove(*known));
  ASSERT_TRUE(server.prove(*bystander));

  stranger->send(std::string(std::size_t{100} << 10, 'x'));  // unproven: 64 KiB
  auto told = stranger->last_word();
  EXPECT_EQ(told.close_code, 1009);
  EXPECT_EQ(told.payload, "frame_too_big");

  known->send(std::string(frame_bytes_max + 100'000, 'x'));
  told = known->last_word();
  EXPECT_EQ(told.close_code, 1009);
  EXPECT_EQ(told.payload, "frame_too_big");

  ASSERT_TRUE(bystander->send(encode(Ping{}, 3)));
  EXPECT_EQ(decode_frame(bystander->read().value().payload, 3)->index(), Frame{Pong{}}.index());
}

TEST(Service, a_frame_in_many_small_pieces_is_one_frame) {
  Served server;
  auto client = server.connect();
  ASSERT_TRUE(client);
  const auto ping = encode(Ping{}, 1);
  // The first fragment names the kind, the others are continuations (RFC 6455 §5.4).
  ASSERT_TRUE(client->send(ping.substr(0, 3), 1, false));
  ASSERT_TRUE(client->send(ping.substr(3, 1), 0, false));
  ASSERT_TRUE(client->send(ping.substr(4), 0, true));
  EXPECT_TRUE(decode_frame(client->read().value().payload, 1));
}

TEST(Service, a_binary_frame_is_refused) {
  Served server;
  auto client = server.connect();
  ASSERT_TRUE(client && client->send(encode(Ping{}, 1), 2));
  EXPECT_EQ(client->last_word().payload, "bad_frame");
  EXPECT_TRUE(server.healthy());
}

TEST(Service, text_that_is_not_utf8_is_refused) {
  Served server;
  auto client = server.connect();
  ASSERT_TRUE(client && client->send("{\"frame\":\"\xff\"}"));
  EXPECT_EQ(client->last_word().close_code, 1007);
  EXPECT_TRUE(server.healthy());
}

TEST(Service, a_broken_frame_is_answered_in_words_before_the_close) {
  Served server;
  auto client = server.connect();
  ASSERT_TRUE(client && client->send("{\"frame\":"));
  auto error = decode_frame(client->read().value().payload, 1);
  ASSERT_TRUE(error && std::holds_alternative<ErrorFrame>(*error));
  EXPECT_EQ(std::get<ErrorFrame>(*error).error.fault, Fault::bad_frame);
  EXPECT_EQ(client->last_word().payload, "bad_frame");
}

TEST(Service, one_who_does_not_read_is_closed) {
  ServerLimits limits;
  limits.outgoing_frames_max = 8;
  Served server{limits};
  auto client = server.connect();
  ASSERT_TRUE(client);
  // Every ping is answered by a pong, and nobody reads the pongs: when the kernel's buffers are full the queue grows.
  std::uint64_t n = 0;
  while (n < 10'000'000 && client->send(encode(Ping{}, n + 1))) ++n;
  EXPECT_LT(n, 10'000'000u);
  EXPECT_TRUE(server.healthy());
}

TEST(Service, one_who_never_comes_to_tls_is_closed) {
  ServerLimits limits;
  limits.handshake_timeout = Millis{50};
  Served server{limits};
  const int silent = connect_tcp(server.port);
  char byte = 0;
  EXPECT_EQ(::read(silent, &byte, 1), 0);  // end of file; a reader that waited in vain would get -1
  ::close(silent);
}

TEST(Service, one_who_trickles_its_request_is_closed) {
  ServerLimits limits;
  limits.handshake_timeout = Millis{300};
  Served server{limits};
  auto slow = RawClient::connect(server.port);
  ASSERT_TRUE(slow);
  // Each byte comes in time, and the request never ends.
  std::size_t sent = 0;
  while (sent < 10'000 && slow->write("x")) {
    ++sent;
    std::this_thread::sleep_for(Millis{5});
  }
  EXPECT_LT(sent, 10'000u);
  EXPECT_TRUE(server.healthy());
}

TEST(Service, no_compression_is_agreed_to) {
  Served server;
  auto client = RawClient::connect(server.port);
  ASSERT_TRUE(client);
  const auto answer = client->upgrade_answer("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 101"));
  EXPECT_EQ(answer.find("permessage-deflate"), answer.npos) << "a few bytes could become a gigabyte";
}

TEST(Service, a_connection_above_the_limit_is_closed_and_a_later_one_accepted) {
  ServerLimits limits;
  limits.connections_max = 1;
  Served server{limits};
  auto first = server.connect();
  ASSERT_TRUE(first);
  EXPECT_FALSE(RawClient::connect(server.port));
  first.reset();
  while (server.service->connections() > 0) std::this_thread::yield();
  EXPECT_TRUE(server.connect());
}

TEST(Service, the_oldest_of_too_many_connections_of_one_tablet_is_closed) {
  ServerLimits limits;
  limits.sessions_per_chain_max = 2;
  Served server{limits};
  auto first = server.connect();
  auto second = server.connect();
  auto third = server.connect();
  ASSERT_TRUE(first && second && third);
  ASSERT_TRUE(server.prove(*first) && server.prove(*second) && server.prove(*third));
  EXPECT_EQ(first->last_word().payload, "server_busy");
  for (auto* left : {second.get(), third.get()}) {
    ASSERT_TRUE(left->send(encode(Ping{}, 3)));
    EXPECT_EQ(left->read().value().opcode, 1);
  }
}

TEST(Service, a_full_archive_queue_is_told_as_busy) {
  ServerLimits limits;
  limits.archive_queue_max = 0;
  Served server{limits};
  auto client = server.connect();
  ASSERT_TRUE(client && client->send(server.hello()));
  auto error = decode_frame(client->read().value().payload, 1);
  ASSERT_TRUE(error && std::holds_alternative<ErrorFrame>(*error));
  EXPECT_EQ(std::get<ErrorFrame>(*error).error.fault, Fault::server_busy);
  EXPECT_EQ(client->last_word().close_code, 1013);
}

TEST(Service, stopping_says_so_to_everyone_and_ends) {
  Served server;
  auto proven = server.connect();
  auto fresh = server.connect();
  ASSERT_TRUE(proven && fresh && server.prove(*proven));
  std::thread stopping{[&] { server.service->stop(); }};
  EXPECT_EQ(proven->last_word().close_code, 1012);
  proven.reset();
  EXPECT_EQ(fresh->last_word().payload, "server_closing");
  fresh.reset();
  stopping.join();
  EXPECT_LT(connect_tcp(server.port), 0);
}

TEST(Service, stopping_does_not_wait_for_those_who_never_answer) {
  ServerLimits limits;
  limits.stop_timeout = Millis{50};
  Served server{limits};
  auto mute = server.connect();
  const int silent = connect_tcp(server.port);
  ASSERT_TRUE(mute && silent >= 0);
  server.service->stop();  // a hang is the failure
  EXPECT_EQ(server.service->connections(), 0u);
  ::close(silent);
}

TEST(Service, an_address_that_is_taken_is_refused_in_words) {
  Served server;
  Service second{server.archive, server.identity, server.clock, server.dice};
  auto bound = second.start("127.0.0.1", server.port);
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().fault, Fault::in_use);
  EXPECT_NE(bound.error().detail.find(std::to_string(server.port)), std::string::npos);
}

}  // namespace
}  // namespace doorstep::test
