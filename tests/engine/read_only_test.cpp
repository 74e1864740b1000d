// A folder in which nothing can be written: it is said, nothing is lost, and work goes on where it can be written
// again.
#include <sys/wait.h>
#include <unistd.h>

#include "engine/rekey.h"
#include "engine/sealed_store.h"
#include "engine/search.h"
#include "engine/views.h"
#include "tests/engine/one_tablet.h"
#include "tests/engine/vault_files.h"
#include "tests/file_faults.h"

namespace doorstep::test {
namespace {

namespace fs = std::filesystem;

class ReadOnlyFolder : public VaultFiles {
 protected:
  SealedStore open(SealedStore::Missing missing = SealedStore::Missing::refuse) {
    vault_.emplace(Vault::unlock(folder_, good, clock_, dice_).value());
    return SealedStore::open(folder_, *vault_, clock_, dice_, missing).value();
  }
  void make() {
    create();
    open(SealedStore::Missing::make).store->enrolled(OneTablet::identity()).value();
  }
  static Result<std::vector<RecordId>> save(SealedStore& opened, const char* name) {
    Intent intent;
    intent.op = Op::create;
    intent.type = "resident";
    intent.set = {{"name", name}};
    return opened.store->edit({std::move(intent)});
  }
  static std::size_t residents(SealedStore& opened) {
    return find(*opened.store, Query{{}, "resident", {}}).value().size();
  }
  void allow(fs::perms folder, fs::perms files) const {
    for (const auto& entry : fs::directory_iterator{folder_}) fs::permissions(entry.path(), files);
    fs::permissions(folder_, folder);
  }
  /// As somebody whom the modes of files hold back: root is not.
  template <class Work>
  static bool as_anybody(const std::string& top, Work&& work) {
    constexpr uid_t nobody = 65534;
    const bool root = ::geteuid() == 0;
    if (root) {
      EXPECT_EQ(::chown(top.c_str(), nobody, nobody), 0);
      for (const auto& entry : fs::recursive_directory_iterator{top})
        EXPECT_EQ(::chown(entry.path().c_str(), nobody, nobody), 0);
    }
    const auto child = ::fork();
    if (child == 0) {
      if (root && (::setegid(nobody) != 0 || ::seteuid(nobody) != 0)) ::_exit(2);
      ::_exit(work() ? 0 : 1);
    }
    int ended = -1;
    EXPECT_EQ(::waitpid(child, &ended, 0), child);
    return ended == 0;
  }

  std::optional<Vault> vault_;
};

TEST_F(ReadOnlyFolder, from_one_moment_on_refuses_saves_answers_searches_and_takes_saves_again) {
  make();
  {
    auto opened = open();
    save(opened, "王芳").value();
    file_faults::fail_at(1, EROFS, true);
    auto refused = save(opened, "李强");
    const auto found = residents(opened);
    file_faults::heal();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::disk);
    EXPECT_EQ(found, 1U);
    save(opened, "李强").value();
  }
  auto again = open();
  EXPECT_EQ(residents(again), 2U);
}

TEST_F(ReadOnlyFolder, from_the_beginning_is_told_with_the_systems_reason_and_costs_nothing) {
  make();
  {
    auto opened = open();
    save(opened, "王芳").value();
  }
  using fs::perms;
  allow(perms::owner_read | perms::owner_exec, perms::owner_read);
  EXPECT_TRUE(as_anybody(top_, [&] {
    auto opened = unlock_store(folder_, good, clock_, dice_);
    return !opened && opened.error().fault == Fault::disk &&
           opened.error().detail.find("Permission denied") != std::string::npos;
  }));
  allow(perms::owner_all, perms::owner_read | perms::owner_write);
  auto opened = open();
  EXPECT_EQ(residents(opened), 1U);
}

}  // namespace
}  // namespace doorstep::test
