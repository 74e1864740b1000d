// What a server does about those who would keep it busy: docs/security.md §Threats and their tests.
#include <gtest/gtest.h>

#include "server/config.h"
#include "tests/party_server.h"
#include "tests/party_tablet.h"

namespace doorstep::test {
namespace {

using std::chrono::seconds;

struct OneLine {
  TrueTime time;
  std::vector<std::string> frames;
  std::optional<Error> closed;
  PartyServer server{time,
                     1,
                     {[this](PartyServer::Line, std::string frame) { frames.push_back(std::move(frame)); },
                      [this](PartyServer::Line, const Error& error) { closed = error; }}};
  static constexpr PartyServer::Line line = 1;

  PartyTablet tablet{time, "wang", 2};

  OneLine() { tablet.enrolled(server.enrol("wang", tablet.key().public_key()), server.key()); }

  /// hello, challenge, proof; the welcome stays unread, and the tablet says nothing more.
  void proves_itself() {
    server.open(line);
    server.receive(line, tablet.opened(PartyServer::binding(line)).at(0));
    server.write(server.to_write());
    server.receive(line, tablet.received(frames.back()).at(0));
    server.write(server.to_write());
  }
};

TEST(Hardening, whoever_opens_a_line_and_says_nothing_is_told_and_closed) {
  OneLine scene;
  scene.server.open(OneLine::line);
  scene.time.now += seconds{9};
  scene.server.tick(OneLine::line);
  EXPECT_FALSE(scene.closed);
  scene.time.now += seconds{2};
  scene.server.tick(OneLine::line);
  ASSERT_TRUE(scene.closed);
  EXPECT_EQ(scene.closed->fault, Fault::timed_out);
  EXPECT_EQ(scene.frames.size(), 1u) << "it is told why";
}

TEST(Hardening, a_tablet_that_proved_itself_and_falls_silent_is_closed) {
  OneLine scene;
  scene.proves_itself();
  scene.time.now += seconds{61};
  scene.server.tick(OneLine::line);
  ASSERT_TRUE(scene.closed);
  EXPECT_EQ(scene.closed->fault, Fault::timed_out);
}

TEST(Hardening, more_bundles_than_the_limits_allow_end_the_conversation) {
  OneLine scene;
  for (int i = 0; i < 200; ++i) scene.tablet.creates("resident", {{"name", "张三"}});
  scene.proves_itself();
  Push push;
  for (const auto& bundle : scene.tablet.store().outbox({}, 200, bundle_bytes_max).value())
    push.bundles.push_back(parse_json(bundle.wire).value());
  ASSERT_EQ(push.bundles.size(), 200u);
  scene.server.receive(OneLine::line, encode(push, 3));
  ASSERT_FALSE(scene.closed) << "within its limits";
  scene.server.receive(OneLine::line, encode(push, 4));  // before any of it is answered
  ASSERT_TRUE(scene.closed);
  EXPECT_EQ(scene.closed->fault, Fault::unexpected_frame);
}

TEST(Hardening, limits_that_contradict_each_other_are_refused) {
  EXPECT_TRUE(check_limits({}));
  const auto refused = [](auto change) {
    ServerLimits limits;
    change(limits);
    const auto good = check_limits(limits);
    return !good && good.error().fault == Fault::usage;
  };
  EXPECT_TRUE(refused([](ServerLimits& of) { of.connections_max = 0; }));
  EXPECT_TRUE(refused([](ServerLimits& of) { of.handshake_timeout = Millis{0}; }));
  EXPECT_TRUE(refused([](ServerLimits& of) { of.lease = Millis{0}; }));
  EXPECT_TRUE(refused([](ServerLimits& of) { of.lease = lease_max + Millis{1}; }));
  EXPECT_TRUE(refused([](ServerLimits& of) { of.outgoing_bytes_max = frame_bytes_max - 1; }));
  EXPECT_TRUE(refused([](ServerLimits& of) { of.unproven_frame_bytes_max = frame_bytes_max + 1; }));
  EXPECT_TRUE(refused([](ServerLimits& of) { of.archive_queue_max = push_bundles_max - 1; }));
}

}  // namespace
}  // namespace doorstep::test
