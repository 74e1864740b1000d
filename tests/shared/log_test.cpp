#include "shared/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace doorstep {
namespace {

template <class Body>
std::pair<std::string, std::string> output_of(Body&& body) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  body();
  auto error = ::testing::internal::GetCapturedStderr();
  return {::testing::internal::GetCapturedStdout(), error};
}

std::string digits_hidden(std::string text) {
  for (auto& character : text)
    if (character >= '0' && character <= '9') character = '0';
  return text;
}

TEST(Log, goes_to_standard_error_with_utc_time_and_level_and_leaves_standard_output_alone) {
  auto [out, error] = output_of([] { log_warning("slot.a: written anew"); });
  EXPECT_EQ(out, "");
  EXPECT_EQ(digits_hidden(error), "0000-00-00T00:00:00.000Z warning slot.a: written anew\n");
}

TEST(Log, a_message_is_one_line_whatever_it_quotes) {
  auto [out, error] = output_of([] { log_error("bad path: x\n2026-01-01T00:00:00.000Z info all is well"); });
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 1) << error;
}

TEST(Log, braces_in_a_message_are_only_braces) {
  auto [out, error] = output_of([] { log_info("{} {0} {"); });
  EXPECT_NE(error.find("{} {0} {"), std::string::npos);
}

TEST(Log, speaks_from_the_level_that_was_set) {
  ASSERT_TRUE(set_log_level("error"));
  auto [out, error] = output_of([] {
    log_warning("quiet");
    log_error("loud");
  });
  ASSERT_TRUE(set_log_level("info"));
  EXPECT_EQ(error.find("quiet"), std::string::npos);
  EXPECT_NE(error.find("loud"), std::string::npos);
  EXPECT_EQ(set_log_level("loudest").error().fault, Fault::usage);
}

}  // namespace
}  // namespace doorstep
