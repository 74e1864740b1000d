#include "engine/wrong_tries.h"

#include "engine/kdf_cost.h"
#include "tests/engine/vault_files.h"

namespace doorstep::test {
namespace {

TEST_F(VaultFiles, after_five_wrong_tries_the_next_one_waits_and_longer_each_time) {
  auto vault = create();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase) << i;
  EXPECT_EQ(refusal(good), Fault::too_many_tries) << "even the right one";
  EXPECT_EQ(Vault::unlock(folder_, good, clock_, dice_).error().detail, "10 s");
  clock_.since_boot += Millis{9'999};
  EXPECT_EQ(Vault::unlock(folder_, good, clock_, dice_).error().detail, "1 s");
  clock_.since_boot += Millis{1};
  EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase);
  clock_.since_boot += Millis{10'000};
  EXPECT_EQ(Vault::unlock(folder_, good, clock_, dice_).error().detail, "10 s") << "twenty seconds in all";
  clock_.since_boot += Millis{10'000};
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase) << "forgiven, " << i;
}

TEST_F(VaultFiles, the_wait_has_a_limit_and_no_slot_is_ever_destroyed) {
  auto vault = create();
  auto slots = slot('a');
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase) << i;
    clock_.since_boot += wait_max;
  }
  EXPECT_EQ(slot('a'), slots);
  EXPECT_EQ(slot('b'), slots);
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
  EXPECT_EQ(wait_after(4), Millis{0});
  EXPECT_EQ(wait_after(5), first_wait);
  EXPECT_EQ(wait_after(6), 2 * first_wait);
  EXPECT_EQ(wait_after(1'000'000), wait_max);
}

TEST_F(VaultFiles, no_clock_and_no_restart_shortens_the_wait) {
  create();
  for (int i = 0; i < 5; ++i) refusal("correct house");
  clock_.time += std::chrono::hours{1000};
  EXPECT_EQ(refusal(good), Fault::too_many_tries) << "the wall clock set forward";
  clock_.time -= std::chrono::hours{2000};
  EXPECT_EQ(refusal(good), Fault::too_many_tries) << "and back";
  clock_.since_boot += Millis{9'000};
  clock_.name = "boot 2";
  clock_.since_boot = Millis{1'000'000};  // another boot counts from anywhere
  EXPECT_EQ(Vault::unlock(folder_, good, clock_, dice_).error().detail, "10 s") << "begins anew";
  clock_.since_boot += Millis{4'000};
  EXPECT_EQ(Vault::unlock(folder_, good, clock_, dice_).error().detail, "6 s") << "but only once";
  clock_.since_boot += Millis{6'000};
  EXPECT_TRUE(Vault::unlock(folder_, good, clock_, dice_));
}

TEST_F(VaultFiles, a_try_counts_before_it_is_made_so_that_killing_the_program_forgives_nothing) {
  create();
  for (int i = 0; i < 5; ++i) {
    auto tries = WrongTries::hold(folder_).value();
    ASSERT_TRUE(tries.begin(clock_));  // and no more: as a kill -9 in the midst of deriving the key leaves it
  }
  EXPECT_EQ(refusal(good), Fault::too_many_tries);
}

TEST_F(VaultFiles, a_spoiled_count_locks_nobody_out_and_forgives_nothing) {
  create();
  for (const std::string text : {"", "{}", "rubbish", "[[[["}) {
    ASSERT_TRUE(write_file_durably(folder_ + "/tries", text));
    EXPECT_EQ(refusal(good), Fault::too_many_tries) << text;
    clock_.since_boot += first_wait;
    EXPECT_TRUE(Vault::unlock(folder_, good, clock_, dice_)) << text;
  }
}

TEST_F(VaultFiles, wrong_tries_at_a_change_of_passphrase_count_like_any_other) {
  create();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(change("correct house", "battery staple").error().fault, Fault::wrong_passphrase);
  EXPECT_EQ(change(good, "battery staple").error().fault, Fault::too_many_tries);
}

TEST(KdfCostOfThisDevice, is_about_a_second_and_never_below_the_floor) {
  using namespace std::chrono_literals;
  constexpr auto plenty = std::size_t{64} << 30, mib = std::size_t{1} << 20;
  for (auto floor_takes : {1us, 1000us, 20'000us, 114'000us, 333'000us, 900'000us, 20'000'000us}) {
    auto cost = cost_for(floor_takes, plenty);
    EXPECT_GE(cost.memory_bytes, kdf_memory_bytes_floor);
    EXPECT_LE(cost.memory_bytes, kdf_memory_bytes_ceiling);
    EXPECT_GE(cost.passes, kdf_passes_floor);
    EXPECT_LE(cost.passes, kdf_passes_max);
  }
  auto usual = cost_for(114ms, plenty);
  EXPECT_EQ(usual.memory_bytes, 256 * mib);
  EXPECT_EQ(usual.passes, 6U) << "4 × 114 ms for three passes, so 912 ms for six";
  auto slow = cost_for(2s, plenty);
  EXPECT_EQ(slow.memory_bytes, 64 * mib);
  EXPECT_EQ(slow.passes, 3U);
  EXPECT_EQ(cost_for(114ms, 1024 * mib).memory_bytes, 128 * mib) << "an eighth of the machine";
  EXPECT_EQ(cost_for(114ms, 0).memory_bytes, 64 * mib) << "unknown memory: the floor";
}

}  // namespace
}  // namespace doorstep::test
