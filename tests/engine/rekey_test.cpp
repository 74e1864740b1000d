#include "engine/rekey.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

#include "engine/store.h"
#include "engine/views.h"
#include "shared/cipher_vfs.h"
#include "shared/files.h"
#include "tests/engine/one_tablet.h"
#include "tests/file_faults.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

constexpr KdfCost cheap{.passes = 1, .memory_bytes = 8192};
constexpr std::string_view good = "correct horse";

class Rekey : public ::testing::Test {
 protected:
  void SetUp() override {
    start_crypto();
    begin();
  }
  // A store with 20 saves, made once and put back for every step that is tried.
  void begin() {
    std::filesystem::remove_all(folder);
    if (std::filesystem::exists(pristine)) {
      std::filesystem::copy(pristine, folder, std::filesystem::copy_options::recursive);
      return;
    }
    {
      auto vault = Vault::create(folder, good, cheap, dice).value();
      key = base64(vault.page_key().bytes());
      CipherVfs vfs{vault.page_key()};
      auto store = open(vault, vfs).value();
      store->enrolled(OneTablet::identity()).value();
      for (int i = 0; i < 20; ++i) {
        Intent intent{Op::create,
                      std::nullopt,
                      "resident",
                      {{"name", "王芳"}, {"occupation", "工" + std::to_string(i)}},
                      std::nullopt};
        id = store->edit({intent}).value().front();
      }
    }
    std::filesystem::copy(folder, pristine, std::filesystem::copy_options::recursive);
  }
  Result<std::unique_ptr<Store>> open(const Vault& vault, const CipherVfs& vfs) {
    return Store::open(store_file(folder), {.vfs = vfs.name()}, vault.chain_key(), clock, dice);
  }
  // Everything that was saved is there, under whichever key.
  void expect_whole(const std::string& when) {
    auto unlocked = unlock_store(folder, good, clock, dice);
    ASSERT_TRUE(unlocked) << when << " " << code(unlocked.error().fault) << " " << unlocked.error().detail;
    EXPECT_FALSE(unlocked->vault.rekeying()) << when;
    CipherVfs vfs{unlocked->vault.page_key()};
    auto store = open(unlocked->vault, vfs);
    ASSERT_TRUE(store) << when << " " << code(store.error().fault);
    EXPECT_EQ(show(**store, id).value().fields.at("occupation"), "工19") << when;
    EXPECT_EQ(verify(**store).value().records, 20U) << when;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
      EXPECT_FALSE(entry.path().filename().string().starts_with("store.db.new")) << when << " left " << entry.path();
    now = base64(unlocked->vault.page_key().bytes());
  }

  Scratch scratch;
  std::string folder = scratch.path("store"), pristine = scratch.path("pristine");
  SystemClock clock;
  SystemDice dice;
  RecordId id;
  std::string key, now;
};

TEST_F(Rekey, another_master_key_and_the_same_store) {
  auto before = Scratch{};
  std::filesystem::copy(store_file(folder), before.path("store.db"));
  auto pages = rekey_store(folder, good, clock, dice);
  ASSERT_TRUE(pages) << code(pages.error().fault) << " " << pages.error().detail;
  EXPECT_GT(*pages, 5U);
  expect_whole("after");
  EXPECT_NE(now, key);
  CipherVfs old{Secret::copy_of(*unbase64(key))};
  EXPECT_FALSE(old.fits(store_file(folder))) << "the old key opens the new file no more";
  EXPECT_TRUE(old.fits(before.path("store.db")));
}

TEST_F(Rekey, it_needs_the_passphrase_and_the_store_for_itself) {
  EXPECT_EQ(rekey_store(folder, "correct house", clock, dice).error().fault, Fault::wrong_passphrase);
  {
    auto open_elsewhere = unlock_store(folder, good, clock, dice).value();
    EXPECT_EQ(rekey_store(folder, good, clock, dice).error().fault, Fault::in_use);
  }
  {
    auto changing = hold_store(folder, FileLock::Hold::alone).value();
    EXPECT_EQ(unlock_store(folder, good, clock, dice).error().fault, Fault::in_use);
  }
  EXPECT_EQ(rekey_store(scratch.path("nowhere"), good, clock, dice).error().fault, Fault::not_enrolled);
  EXPECT_FALSE(std::filesystem::exists(scratch.path("nowhere")));
  expect_whole("after");
  EXPECT_EQ(now, key);
}

TEST_F(Rekey, cut_off_at_any_step_the_store_opens_whole_under_one_of_the_two_keys) {
  for (auto* ends : file_faults::endings) {
    bool undone = false, finished = false;
    for (std::uint64_t n = 1;; ++n) {
      begin();
      bool cut = ends(n, [&] { return rekey_store(folder, good, clock, dice).has_value(); });
      expect_whole("cut off at " + std::to_string(n));
      if (HasFatalFailure()) return;
      (now == key ? undone : finished) = true;
      if (!cut) break;
    }
    EXPECT_TRUE(undone && finished) << "both kinds of moments were met";
    EXPECT_NE(now, key) << "what was answered stays";
  }
}

TEST_F(Rekey, a_disk_that_fails_at_any_step_leaves_the_store_whole) {
  for (std::uint64_t n = 1;; ++n) {
    begin();
    file_faults::fail_at(n, n % 2 == 0 ? ENOSPC : EIO, n % 3 == 0);
    auto rekeyed = rekey_store(folder, good, clock, dice);
    auto operations = file_faults::operations();
    file_faults::heal();
    expect_whole("failed at " + std::to_string(n));
    if (HasFatalFailure()) return;
    EXPECT_TRUE(!rekeyed || now != key) << n;
    if (operations < n) break;
  }
}

TEST_F(Rekey, killed_while_it_is_settled_it_is_settled_by_the_next) {
  // A crash in the midst of the recovery from a crash.
  for (std::uint64_t first = 5; first < 60; first += 9)
    for (std::uint64_t n = 1; n < 40; ++n) {
      begin();
      if (!file_faults::dies_at(first, [&] { return rekey_store(folder, good, clock, dice).has_value(); })) return;
      bool died = file_faults::dies_at(n, [&] { return unlock_store(folder, good, clock, dice).has_value(); });
      expect_whole("killed at " + std::to_string(first) + " and then at " + std::to_string(n));
      if (HasFatalFailure()) return;
      if (!died) break;
    }
}

}  // namespace
}  // namespace doorstep::test
