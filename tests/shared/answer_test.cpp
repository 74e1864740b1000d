#include "shared/answer.h"

#include <gtest/gtest.h>

#include <memory>

namespace doorstep {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

TEST(Answer, that_could_not_be_written_is_no_success) {
  std::unique_ptr<std::FILE, Close> full{std::fopen("/dev/full", "w")}, room{std::tmpfile()};
  ASSERT_TRUE(full && room);
  testing::internal::CaptureStderr();
  EXPECT_FALSE(put_out("{\"ok\":true}\n", full.get()));
  EXPECT_NE(testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(put_out("{\"ok\":true}\n", room.get()));
}

}  // namespace
}  // namespace doorstep
