#pragma once
#include <gtest/gtest.h>

#include "tests/engine/one_tablet.h"

namespace doorstep::test {

inline const json complaint = {{"text", "空调漏水"}, {"urges", 3}};

/// A tablet and the far side of its conversation.
class Adopt : public ::testing::Test {
 protected:
  Adopt() { server.audience = OneTablet::identity().chain; }

  /// A request that a colleague wrote, known here.
  RecordId known_request() {
    auto id = server.colleague_creates("request", complaint);
    tablet.meets(server);
    return id;
  }
  RecordId known_resident() {
    auto id = server.colleague_creates("resident", {{"name", "张三"}, {"occupation", "教师"}});
    tablet.meets(server);
    return id;
  }
  void expect_sound() {
    auto sound = verify(tablet.store());
    EXPECT_TRUE(sound) << sound.error().detail;
  }
  void expect_agreement() {
    tablet.meets(server);
    auto now = status(tablet.store()).value();
    EXPECT_TRUE(now.agrees);
    EXPECT_EQ(now.pending, 0U);
    EXPECT_EQ(tablet.rows("rebase"), 0);
    EXPECT_EQ(tablet.rows("records"), static_cast<std::int64_t>(server.texts().size()));
    expect_sound();
  }
  Result<std::vector<Change>> adopts(const Page& page) { return tablet.store().adopt(page); }
  Page tail() { return server.tail(*tablet.cursor()); }

  OneTablet tablet;
  FarSide server;
};

}  // namespace doorstep::test
