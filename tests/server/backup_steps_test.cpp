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

  Scratch scratch;
  SystemClock clock;
  SystemDice dice;
};

TEST_F(BackupSteps, a_backup_killed_at_any_step_leaves_none_or_a_whole_one_and_the_next_is_written) {
  for (std::uint64_t n = 1;; ++n) {
    const auto file = scratch.path("night-" + std::to_string(n) + ".backup");
    const bool died = file_faults::dies_at(n, [&] { return back_up(file).has_value(); });
    const bool named = fs::exists(file);
    auto again = back_up(file);
    EXPECT_EQ(again.has_value(), !named) << n;
    fs::remove_all(folder("new").path);
    ASSERT_TRUE(restore(file)) << n << ": what has its name is whole";
    expect_whole("home", n);
    if (HasFatalFailure() || !died) break;
  }
}

TEST_F(BackupSteps, a_restore_killed_at_any_step_goes_on) {
  const auto file = scratch.path("night.backup");
  back_up(file).value();
  for (std::uint64_t n = 1;; ++n) {
    fs::remove_all(folder("new").path);
    const bool died = file_faults::dies_at(n, [&] { return restore(file).has_value(); });
    if (!folder("new").has_archive()) {
      auto again = restore(file);
      ASSERT_TRUE(again) << n << ": " << again.error().detail;
    }
    expect_whole("new", n);
    if (HasFatalFailure() || !died) break;
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
