#include "tests/merge_story.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace doorstep {
namespace {

/// Plays back bytes, then zeros: what is short tells a short story.
class PlayedDice final : public Dice {
 public:
  explicit PlayedDice(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = next_ < bytes_.size() ? bytes_[next_++] : std::uint8_t{0};
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
};

RC_GTEST_PROP(MergeStory, whatever_three_tablets_do_the_law_holds, ()) {
  auto bytes = *rc::gen::resize(800, rc::gen::arbitrary<std::vector<std::uint8_t>>());
  auto steps = bytes.size() / 4 + 1;
  PlayedDice dice{std::move(bytes)};
  auto fault = test::merge_story(dice, steps);
  if (!fault.empty()) RC_FAIL(fault);
}

}  // namespace
}  // namespace doorstep
