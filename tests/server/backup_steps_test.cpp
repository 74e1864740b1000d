// Backup and restore, broken off at every step that they do on the disk: what is there afterwards is whole, or is not
// there, and the same command comes to its end.
#include <gtest/gtest.h>

#include <filesystem>

#include "server/backup.h"
#include "server/init.h"
#include "server/restore.h"
#include "tests/file_faults.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

namespace fs = std::filesystem;

class BackupSteps : public testing::Test {
 protected:
  BackupSteps() {
    start_crypto();
    init_folder(folder("home"), {}, "en", clock, dice).value();
  }
  ServerFolder folder(std::string_view name) const { return ServerFolder::named(scratch.path(name)).value(); }
  std::string key() const { return folder("home").key_beside(); }
  std::unique_ptr<SealedFolder> sealed(std::string_view name) const {
    return SealedFolder::with_key(folder(name), key()).value();
  }
  Result<Backup> back_up(const std::string& file) {
    auto home = sealed("home");
    auto archive = home->open_archive(clock, dice);
    if (!archive) return archive.error();
    return write_backup(**archive, *home, file, clock, dice);
  }
  Result<json> restore(const std::string& file) {
    return restore_folder(folder("new"), {file, key(), {}}, clock, dice);
  }
  void expect_whole(std::string_view name, std::uint64_t n) {
    auto home = sealed(name);
    auto archive = home->open_archive(clock, dice);
    ASSERT_TRUE(archive) << n << ": " << archive.error().detail;
    EXPECT_TRUE((*archive)->verify()) << n;
    EXPECT_TRUE(home->open_identity(dice)) << n;
  }

  void expect_whole_or_none(const std::string& file, std::uint64_t n) {
    if (!fs::exists(file)) {
      ASSERT_TRUE(back_up(file)) << n << ": the next one verifies itself";
      return;
    }
    fs::remove_all(folder("new").path);
    ASSERT_TRUE(restore(file)) << n << ": what has its name is whole";
  }

  Scratch scratch;
  SystemClock clock;
  SystemDice dice;
};

TEST_F(BackupSteps, a_backup_cut_off_at_any_step_leaves_none_or_a_whole_one_and_the_next_is_written) {
  const auto file = scratch.path("night.backup");
  for (auto* ends : file_faults::endings)
    for (std::uint64_t n = 1;; ++n) {
      fs::remove(file);
      const bool cut = ends(n, [&] { return back_up(file).has_value(); });
      EXPECT_TRUE(fs::exists(file) || cut) << "what was answered stays";
      expect_whole_or_none(file, n);
      if (HasFatalFailure() || !cut) break;
    }
  expect_whole("home", 0);
}

TEST_F(BackupSteps, a_backup_that_a_disk_refuses_at_any_step_leaves_none_or_a_whole_one_and_the_next_is_written) {
  const auto file = scratch.path("night.backup");
  for (std::uint64_t n = 1;; ++n) {
    fs::remove(file);
    file_faults::fail_at(n, n % 2 == 0 ? ENOSPC : EIO, n % 3 == 0);
    auto made = back_up(file);
    const auto operations = file_faults::operations();
    file_faults::heal();
    EXPECT_TRUE(fs::exists(file) || !made) << n;
    expect_whole_or_none(file, n);
    if (HasFatalFailure() || operations < n) break;
  }
  expect_whole("home", 0);
}

TEST_F(BackupSteps, a_restore_cut_off_at_any_step_goes_on) {
  const auto file = scratch.path("night.backup");
  back_up(file).value();
  for (auto* ends : file_faults::endings)
    for (std::uint64_t n = 1;; ++n) {
      fs::remove_all(folder("new").path);
      const bool cut = ends(n, [&] { return restore(file).has_value(); });
      EXPECT_TRUE(folder("new").has_archive() || cut) << "what was answered stays";
      if (!folder("new").has_archive()) {
        auto again = restore(file);
        ASSERT_TRUE(again) << n << ": " << again.error().detail;
      }
      expect_whole("new", n);
      if (HasFatalFailure() || !cut) break;
    }
}

TEST_F(BackupSteps, a_restore_that_a_disk_refuses_at_any_step_leaves_an_empty_place_and_comes_to_its_end_later) {
  const auto file = scratch.path("night.backup");
  back_up(file).value();
  for (std::uint64_t n = 1;; ++n) {
    fs::remove_all(folder("new").path);
    file_faults::fail_at(n, n % 2 == 0 ? ENOSPC : EIO, n % 3 == 0);
    auto restored = restore(file);
    const auto operations = file_faults::operations();
    file_faults::heal();
    if (!restored) {
      EXPECT_FALSE(folder("new").has_archive()) << n << ": " << restored.error().detail;
      auto again = restore(file);
      ASSERT_TRUE(again) << n << ": " << again.error().detail;
    }
    expect_whole("new", n);
    if (HasFatalFailure() || operations < n) break;
  }
}

}  // namespace
}  // namespace doorstep::test
