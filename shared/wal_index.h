#pragma once
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct sqlite3_file;
struct sqlite3_vfs;

namespace doorstep {

/// The wal-index of one database, in the heap: SQLite would keep it in a file, and it repeats checksums over what
/// pages say. Shared by this process's connections of one database; any thread. It answers SQLite's result codes.
///
/// Several processes may hold the database open: they take turns. A process has the turn while any connection of its
/// has any lock here, by a lock on PATH-turn; whoever finds there that another process had the last turn forgets this
/// index, and SQLite makes it anew from the log, as after a crash. A process that is killed loses its turn with it.
/// Who finds the turn taken says so in PATH-turn, and who had it last lets them go before.
class WalIndex {
 public:
  static constexpr std::size_t slots = 8;          ///< SQLITE_SHM_NLOCK
  static constexpr std::size_t writer_slot = 0;    ///< WAL_WRITE_LOCK
  static constexpr std::size_t recovery_slot = 2;  ///< WAL_RECOVER_LOCK: who holds it reads the log anew
  /// What one connection holds.
  struct Holds {
    std::array<bool, slots> shared{}, alone{};
  };

  /// `under` opens PATH-turn. Nothing happens on the disk before the first lock.
  WalIndex(sqlite3_vfs* under, const std::string& database_path);
  ~WalIndex();
  WalIndex(const WalIndex&) = delete;
  WalIndex& operator=(const WalIndex&) = delete;

  int map(int region, int bytes, bool extend, void volatile** out);
  int lock(Holds& holds, int first, int count, int flags);
  void release(Holds& holds);
  /// The log is gone: the next to come begins without it.
  void forget();
  /// How many pages the last committed save counts, as the index has it; 0 when it does not know.
  std::uint32_t committed_pages();
  /// For a connection that is about to be alone with the file and will lock no more: forgets what others have changed.
  int notice_others();

 private:
  struct Turn;
  int take_turn();
  void end_turn();
  int release_slots(Holds& holds, std::size_t first, std::size_t end);

  std::mutex guard_;
  std::vector<std::unique_ptr<std::vector<char>>> regions_;
  struct Slot {
    int shared = 0;
    bool alone = false;
  };
  std::array<Slot, slots> taken_;
  int held_ = 0;  ///< how many locks all connections of this process have
  std::unique_ptr<Turn> turn_;
};

}  // namespace doorstep
