#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/vault.h"
#include "shared/files.h"
#include "shared/json.h"

namespace doorstep::test {

inline constexpr KdfCost cheap{.passes = 1, .memory_bytes = 8192};
inline constexpr std::string_view good = "correct horse";

// Written by the version before the device secret, with the passphrase and cost above; its keys as they were then.
inline constexpr std::string_view slot_v1 =
    R"({"box":"8a4QLSWXCRUhduAny0DGP4mEPJrOHvl8AxpjPvd3vqStsooqDgnAq6-PHGiZigXRkxUy3KWlRszWYsV-yKDgF3Cv5_xbmzwfnhuglZ0W9wCu71yz0WDS7-GTY9kYoGTOI7jXDG1_z-c","check":"1MoXVHyFCFoaTxO-EFmWBg","kdf":"argon2id13","memory_bytes":8192,"passes":1,"salt":"J7PrK97OdqV36pgFxRQchw","version":1})"
    "\n";

/// A vault's folder of one test's own, cheap to open, on a clock that only the test moves.
class VaultFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    start_crypto();
    std::string pattern = ::testing::TempDir() + "doorstep_vault_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
    folder_ = top_ + "/store";
  }
  void TearDown() override { std::filesystem::remove_all(top_); }

  Vault create(std::string_view passphrase = good) { return Vault::create(folder_, passphrase, cheap, dice_).value(); }
  Fault refusal(std::string_view passphrase) {
    auto unlocked = Vault::unlock(folder_, passphrase, clock_, dice_);
    return unlocked ? Fault::internal : unlocked.error().fault;
  }
  Result<void> change(std::string_view from, std::string_view to) {
    return Vault::change(folder_, from, to, cheap, clock_, dice_);
  }
  std::string slot(char copy) const { return read_file(path(copy), 10'000).value(); }
  std::string path(char copy) const { return folder_ + "/slot." + copy; }
  void put(char copy, const std::string& text) const { ASSERT_TRUE(write_file_durably(path(copy), text)); }
  void put_both(const std::string& text) const {
    put('a', text);
    put('b', text);
  }
  // The slot with one key replaced, in both copies.
  void forge(const char* key, const json& value) const {
    auto object = parse_json(slot('a')).value();
    object[key] = value;
    put_both(canonical(object));
  }
  static bool same_keys(const Vault& one, const Vault& other) {
    return view(one.page_key().bytes()) == view(other.page_key().bytes()) &&
           one.chain_key().public_key() == other.chain_key().public_key();
  }

  // Time that passes only when a test says so.
  struct HandClock final : Clock {
    Instant time = from_ms(1'764'000'000'000);
    Millis since_boot{1'000};
    std::string name = "boot 1";
    Instant wall() override { return time; }
    Millis monotonic() override { return since_boot; }
    std::string boot() override { return name; }
  };

  HandClock clock_;
  SystemDice dice_;
  std::string top_, folder_;
};

}  // namespace doorstep::test
