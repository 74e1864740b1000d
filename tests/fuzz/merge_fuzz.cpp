#include <cstddef>
#include <cstdint>

#include "shared/result.h"
#include "tests/merge_story.h"

namespace {

/// The fuzzer's bytes, then zeros.
class FuzzedDice final : public doorstep::Dice {
 public:
  explicit FuzzedDice(std::span<const std::uint8_t> bytes) : left_(bytes) {}
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) {
      byte = left_.empty() ? std::uint8_t{0} : left_.front();
      if (!left_.empty()) left_ = left_.subspan(1);
    }
  }

 private:
  std::span<const std::uint8_t> left_;
};

}  // namespace

/// The same random story as tests/shared/merge_story_test.cpp, steered towards what no test has reached.
/// Long stories are slow under the sanitizers: -max_len=200 -len_control=0 serves best.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDice dice{{data, size}};
  auto fault = doorstep::test::merge_story(dice, size / 4 + 1);
  if (!fault.empty()) doorstep::broken_invariant(fault.c_str());
  return 0;
}
