#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "tests/flaky_disk.h"

namespace doorstep {

/// A SQLite VFS over a FlakyDisk, registered under `name` while it lives: one machine's disk. Give the name to
/// DatabaseOptions::vfs. Several connections and threads of this process may share its files, WAL included: locks and
/// the wal-index live in the heap and, like those of a process, do not survive a crash.
///
/// `crash()` may come at any moment. Handles opened before it are dead: every operation through them fails and what
/// they do on closing reaches nothing, so the Databases of the "dead process" are just destroyed, before or after the
/// new ones open. Close every connection before the VFS itself goes.
///
/// Time and chance come from the seed. SQLite's own generator (WAL salts) is seeded too, for the whole process.
class FlakyVfs {
 public:
  using Failure = FlakyDisk::Failure;

  FlakyVfs(std::string name, std::uint64_t seed);
  ~FlakyVfs();
  FlakyVfs(const FlakyVfs&) = delete;
  FlakyVfs& operator=(const FlakyVfs&) = delete;

  void crash();
  /// Operations (opening, writing, truncating, syncing, deleting a file) count from 1; see FlakyDisk::fail_at.
  void fail_at(std::uint64_t operation, Failure kind, bool for_ever = false);
  void misread_after(std::uint64_t reads);  ///< see FlakyDisk
  std::uint64_t misreads() const;
  std::uint64_t torn() const;
  std::uint64_t struck(Failure kind) const;
  void heal();
  void spare(bool spared);  ///< see FlakyDisk
  std::uint64_t operations() const;
  std::uint64_t crashes() const;  ///< tells whether a Failure::power has struck

  std::map<std::string, std::string> files() const;      ///< path → bytes as programs see them
  void put(const std::string& path, std::string bytes);  ///< no connection may have it open

  struct Disk;

 private:
  std::unique_ptr<Disk> disk_;
};

}  // namespace doorstep
