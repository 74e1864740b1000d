#pragma once
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/power_cut.h"

namespace doorstep::test {

/// What a process did to real files and has not synced yet, so that a power cut can take it back by lot: of each file
/// as FlakyDisk does, and of the names made, given and dropped in folders that were not synced, any tail. A file's own
/// sync keeps the name under which it was made, as on ext4, xfs and btrfs. For one thread; `file_faults` tells it what
/// happens, never what it does itself.
class Unsynced {
 public:
  explicit Unsynced(std::uint64_t seed);
  ~Unsynced();

  void will_change(int file);  ///< before the first of: wrote, truncated
  void wrote(int file, std::uint64_t offset, std::string_view bytes);
  void truncated(int file, std::uint64_t size);
  void synced(int file);  ///< a file or a folder

  void made(const std::string& path);       ///< after it; a file or a folder
  void will_drop(const std::string& path);  ///< before unlink, or a rename over it
  void dropped(const std::string& path);    ///< after unlink
  void renamed(const std::string& from, const std::string& to);

  void lose();  ///< the power goes

 private:
  using Node = std::pair<dev_t, ino_t>;
  struct Held {
    int file;
    std::string durable;
    std::vector<FileChange> changes;
  };
  struct Name {
    Node folder, made;
    std::function<void()> undo;
  };
  static Node node_of(int file);
  static Node folder_of(const std::string& path);

  std::mt19937_64 lot_;
  std::map<Node, Held> files_;
  std::vector<Name> names_;
  std::string shelf_, shelved_;  ///< a hidden folder; where what is about to be dropped is kept, if it is there
  std::uint64_t shelves_ = 0;
};

}  // namespace doorstep::test
