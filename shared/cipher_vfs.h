#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shared/page_cipher.h"
#include "shared/result.h"

namespace doorstep {

/// SQLite on a disk that may be stolen: a VFS over another one that seals every page of every file it is given
/// (docs/store.md §Sealed files). Registered under a name of its own while it lives; give `name()` to
/// DatabaseOptions::vfs, and close every connection before it goes. Stock SQLite does not know about it.
///
/// Database, write-ahead log and rollback journal are sealed; the wal-index stays in the heap; any other kind of file
/// (temporary ones, super-journals) is refused, so nothing can pass through in the clear. The page size is 4096,
/// mapping into memory is refused. Several connections and threads of one process, and several processes, may hold one
/// database open (shared/wal_index.h). SQLite's own guarantees about crashes hold as they are.
///
/// What does not open is never passed on: in the main file and the log it is store_damaged. Only when the log is read
/// anew after a crash does a frame that does not open end it, as a torn write must; if whole frames stand behind it, a
/// copy of the log is kept beside it and `losses` tells.
class CipherVfs {
 public:
  /// `key`: 32 bytes. `under`: name of the VFS below; empty: the system's.
  explicit CipherVfs(const Secret& key, const std::string& under = {});
  ~CipherVfs();
  CipherVfs(const CipherVfs&) = delete;
  CipherVfs& operator=(const CipherVfs&) = delete;

  const std::string& name() const;

  /// What stands at the beginning of the file; `ours` too when it is absent or empty.
  SealedFile look(const std::string& path) const;
  /// Asks before a database is opened why it would not be: wrong_key, store_newer, or store_damaged for what is no
  /// sealed database at all. Absent and empty files are fine.
  Result<void> fits(const std::string& path) const;

  /// Opens every page of the database file, whatever SQLite uses it for; answers how many there are. store_damaged
  /// names the first that does not open. A page of which the log has a newer version may be torn, as a crash in the
  /// midst of a checkpoint leaves it. May run while the database is in use.
  Result<std::uint64_t> check_pages(const std::string& path) const;

  /// A log that ended at a frame which does not open, although whole frames stand behind it. A power cut in the midst
  /// of a save can look like this; so does a damaged disk, and then saves that had been answered are in `kept` only.
  struct Loss {
    std::string log, kept;             ///< `kept` empty: the copy could not be written
    std::uint64_t whole_behind = 0;    ///< frames that open behind the one that does not
    std::uint64_t commits_behind = 0;  ///< saves that end among them; more than one: these had been answered
  };
  std::vector<Loss> losses() const;

  struct Home;

 private:
  std::unique_ptr<Home> home_;
};

/// Copies of a log kept beside it, PATH-wal.kept1 and so on.
inline constexpr int kept_logs_max = 8;

}  // namespace doorstep
