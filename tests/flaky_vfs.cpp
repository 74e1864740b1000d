#include "tests/flaky_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <new>
#include <span>
#include <thread>
#include <vector>

#include "shared/result.h"

namespace doorstep {
// What the connections of one living process share about one file. A crash leaves it to the dead handles.
struct FlakySharing {
  int readers = 0;
  const void* reserved = nullptr;   // the handle that may write soon
  const void* pending = nullptr;    // … that waits for readers to go and lets no new one in
  const void* exclusive = nullptr;  // … that is alone

  std::vector<std::unique_ptr<std::vector<char>>> index;  // the wal-index, by region
  int index_users = 0;
  struct IndexLock {
    int shared = 0;
    const void* exclusive = nullptr;
  };
  std::array<IndexLock, SQLITE_SHM_NLOCK> index_locks;
};

struct FlakyVfs::Disk {
  Disk(std::string vfs_name, std::uint64_t seed) : name(std::move(vfs_name)), disk(seed) {}

  std::string name;
  mutable std::mutex guard;
  FlakyDisk disk;
  std::map<std::string, std::shared_ptr<FlakySharing>> sharing;
  std::uint64_t sharing_since = 0;        // the crash after which it began
  sqlite3_int64 now = 1'767'225'600'000;  // moves by a millisecond each time somebody looks
  sqlite3_vfs vfs{};

  std::shared_ptr<FlakySharing> sharing_of(const std::string& path) {
    if (sharing_since != disk.crashes()) sharing.clear();
    sharing_since = disk.crashes();
    auto& shared = sharing[path];
    if (!shared) shared = std::make_shared<FlakySharing>();
    return shared;
  }
};

namespace {

using Disk = FlakyVfs::Disk;

// SQLite allocates szOsFile bytes and calls through the first member; the rest is ours from xOpen to xClose.
struct Handle {
  sqlite3_file base{};
  Disk* home = nullptr;
  std::uint64_t born = 0;  // crashes before it
  std::shared_ptr<FlakyDisk::File> file;
  std::shared_ptr<FlakySharing> shared;
  std::string delete_on_close;
  int lock = SQLITE_LOCK_NONE;
  bool uses_index = false;
  std::array<bool, SQLITE_SHM_NLOCK> shares{}, owns{};

  bool dead() const { return born != home->disk.crashes(); }
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
Disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }

int code_of(FlakyDisk::Outcome outcome, int failure) {
  if (outcome == FlakyDisk::Outcome::done) return SQLITE_OK;
  return outcome == FlakyDisk::Outcome::full ? SQLITE_FULL : failure;
}

int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead() || !handle.home->disk.answers()) return SQLITE_IOERR_READ;
  std::span room{static_cast<char*>(out), static_cast<std::size_t>(size)};
  const auto got = handle.home->disk.read(*handle.file, static_cast<std::uint64_t>(offset), room);
  std::fill(room.begin() + static_cast<std::ptrdiff_t>(got), room.end(), '\0');
  return got == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead()) return SQLITE_IOERR_WRITE;
  std::string_view view{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  return code_of(handle.home->disk.write(*handle.file, static_cast<std::uint64_t>(offset), view), SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead()) return SQLITE_IOERR_TRUNCATE;
  return code_of(handle.home->disk.truncate(*handle.file, static_cast<std::uint64_t>(size)), SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead()) return SQLITE_IOERR_FSYNC;
  return code_of(handle.home->disk.sync(*handle.file), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead() || !handle.home->disk.answers()) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(handle.file->live.size());
  return SQLITE_OK;
}

// The main file's locks, as SQLite's "File Locking And Concurrency" describes them.
int lock(sqlite3_file* file, int wanted) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead()) return SQLITE_IOERR_LOCK;
  auto& shared = *handle.shared;
  auto free_for_me = [&](const void* owner) { return owner == nullptr || owner == &handle; };
  if (handle.lock >= wanted) return SQLITE_OK;
  if (wanted == SQLITE_LOCK_SHARED) {
    if (shared.pending != nullptr || shared.exclusive != nullptr) return SQLITE_BUSY;
    ++shared.readers;
  } else if (wanted == SQLITE_LOCK_RESERVED) {
    if (!free_for_me(shared.reserved)) return SQLITE_BUSY;
    shared.reserved = &handle;
  } else {
    if (!free_for_me(shared.reserved) || !free_for_me(shared.pending)) return SQLITE_BUSY;
    shared.pending = &handle;
    handle.lock = SQLITE_LOCK_PENDING;
    if (shared.readers > 1) return SQLITE_BUSY;
    shared.exclusive = &handle;
  }
  handle.lock = wanted;
  return SQLITE_OK;
}

int release_to(Handle& handle, int wanted) {
  auto& shared = *handle.shared;
  if (handle.lock <= wanted) return SQLITE_OK;
  for (auto* owner : {&shared.reserved, &shared.pending, &shared.exclusive})
    if (*owner == &handle) *owner = nullptr;
  if (wanted == SQLITE_LOCK_NONE && handle.lock >= SQLITE_LOCK_SHARED) --shared.readers;
  handle.lock = wanted;
  return SQLITE_OK;
}

int unlock(sqlite3_file* file, int wanted) {
  std::lock_guard hold{handle_of(file).home->guard};
  return release_to(handle_of(file), wanted);
}

int check_reserved(sqlite3_file* file, int* held) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  if (handle.dead()) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  *held = handle.shared->reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 512; }
// True of FlakyDisk: a torn write spoils only what it was writing.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int index_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  *out = nullptr;
  if (handle.dead()) return SQLITE_IOERR_SHMMAP;
  auto& shared = *handle.shared;
  if (!handle.uses_index) ++shared.index_users;
  handle.uses_index = true;
  auto at = static_cast<std::size_t>(region);
  if (at >= shared.index.size()) {
    if (extend == 0) return SQLITE_OK;
    shared.index.resize(at + 1);
  }
  if (!shared.index[at]) shared.index[at] = std::make_unique<std::vector<char>>(size);
  *out = shared.index[at]->data();
  return SQLITE_OK;
}

int index_lock(sqlite3_file* file, int first, int count, int flags) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  auto& locks = handle.shared->index_locks;
  auto begin = static_cast<std::size_t>(first), end = static_cast<std::size_t>(first + count);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    for (auto i = begin; i < end; ++i) {
      if (std::exchange(handle.shares[i], false)) --locks[i].shared;
      if (std::exchange(handle.owns[i], false)) locks[i].exclusive = nullptr;
    }
    return SQLITE_OK;
  }
  if (handle.dead()) return SQLITE_IOERR_SHMLOCK;
  bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (auto i = begin; i < end; ++i) {
    int others = locks[i].shared - (handle.shares[i] ? 1 : 0);
    bool taken = locks[i].exclusive != nullptr && locks[i].exclusive != &handle;
    if (taken || (alone && others > 0)) return SQLITE_BUSY;
  }
  for (auto i = begin; i < end; ++i) {
    if (alone) {
      locks[i].exclusive = &handle;
      handle.owns[i] = true;
    } else if (!std::exchange(handle.shares[i], true)) {
      ++locks[i].shared;
    }
  }
  return SQLITE_OK;
}

void index_barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int index_unmap(sqlite3_file* file, int) {
  auto& handle = handle_of(file);
  std::lock_guard hold{handle.home->guard};
  // The last to leave takes it along, as the first to come would empty a file: it is rebuilt from the log.
  if (std::exchange(handle.uses_index, false) && --handle.shared->index_users == 0) handle.shared->index.clear();
  return SQLITE_OK;
}

int close(sqlite3_file* file) {
  auto& handle = handle_of(file);
  {
    std::lock_guard hold{handle.home->guard};
    release_to(handle, SQLITE_LOCK_NONE);
    if (!handle.dead() && !handle.delete_on_close.empty()) handle.home->disk.remove(handle.delete_on_close);
  }
  handle.~Handle();
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    .iVersion = 2,  // without xFetch: no memory mapping
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = index_map,
    .xShmLock = index_lock,
    .xShmBarrier = index_barrier,
    .xShmUnmap = index_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* out, int flags, int* out_flags) {
  auto& home = disk_of(vfs);
  std::lock_guard hold{home.guard};
  out->pMethods = nullptr;  // so that SQLite does not close what did not open
  // Stores keep temporary data in memory (it would be plaintext on the disk): a nameless file is a leak.
  if (path == nullptr) return SQLITE_CANTOPEN;
  std::shared_ptr<FlakyDisk::File> file;
  auto outcome = home.disk.open(path, (flags & SQLITE_OPEN_CREATE) != 0, file);
  if (!file)
    return code_of(outcome == FlakyDisk::Outcome::done ? FlakyDisk::Outcome::failed : outcome, SQLITE_CANTOPEN);
  auto* handle = new (out) Handle;
  handle->base.pMethods = &methods;
  handle->home = &home;
  handle->born = home.disk.crashes();
  handle->file = std::move(file);
  handle->shared = home.sharing_of(path);
  if ((flags & SQLITE_OPEN_DELETEONCLOSE) != 0) handle->delete_on_close = path;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int) {
  auto& home = disk_of(vfs);
  std::lock_guard hold{home.guard};
  if (!home.disk.files().contains(path)) return SQLITE_IOERR_DELETE_NOENT;
  return code_of(home.disk.remove(path), SQLITE_IOERR_DELETE);
}

int access(sqlite3_vfs* vfs, const char* path, int, int* answer) {
  auto& home = disk_of(vfs);
  std::lock_guard hold{home.guard};
  auto at = home.disk.files().find(path);
  *answer = at != home.disk.files().end() && !at->second->live.empty() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int room, char* out) {
  return std::snprintf(out, static_cast<std::size_t>(room), "%s", path) < room ? SQLITE_OK : SQLITE_CANTOPEN;
}

int randomness(sqlite3_vfs* vfs, int size, char* out) {
  auto& home = disk_of(vfs);
  std::lock_guard hold{home.guard};
  home.disk.random({out, static_cast<std::size_t>(size)});
  return size;
}

// Waiting for a lock costs next to no time here: where one thread plays everybody, nobody would let it go meanwhile.
// Other threads get their turn.
int sleep(sqlite3_vfs*, int microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds{50});
  return microseconds;
}

int current_time(sqlite3_vfs* vfs, sqlite3_int64* julian_ms) {
  constexpr sqlite3_int64 unix_epoch_ms = 210'866'760'000'000;
  auto& home = disk_of(vfs);
  std::lock_guard hold{home.guard};
  *julian_ms = unix_epoch_ms + home.now++;
  return SQLITE_OK;
}
int current_day(sqlite3_vfs* vfs, double* julian_day) {
  sqlite3_int64 ms = 0;
  current_time(vfs, &ms);
  *julian_day = static_cast<double>(ms) / 86'400'000.0;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FlakyVfs::FlakyVfs(std::string name, std::uint64_t seed) : disk_(std::make_unique<Disk>(std::move(name), seed)) {
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed | 1), nullptr);
  disk_->vfs = sqlite3_vfs{.iVersion = 2,
                           .szOsFile = sizeof(Handle),
                           .mxPathname = 1024,
                           .pNext = nullptr,
                           .zName = disk_->name.c_str(),
                           .pAppData = disk_.get(),
                           .xOpen = open,
                           .xDelete = remove,
                           .xAccess = access,
                           .xFullPathname = full_path,
                           .xDlOpen = nullptr,
                           .xDlError = nullptr,
                           .xDlSym = nullptr,
                           .xDlClose = nullptr,
                           .xRandomness = randomness,
                           .xSleep = sleep,
                           .xCurrentTime = current_day,
                           .xGetLastError = last_error,
                           .xCurrentTimeInt64 = current_time,
                           .xSetSystemCall = nullptr,
                           .xGetSystemCall = nullptr,
                           .xNextSystemCall = nullptr};
  require(sqlite3_vfs_register(&disk_->vfs, 0) == SQLITE_OK, "a test's file system registers");
}

FlakyVfs::~FlakyVfs() { sqlite3_vfs_unregister(&disk_->vfs); }

void FlakyVfs::crash() {
  std::lock_guard hold{disk_->guard};
  disk_->disk.crash();
}
void FlakyVfs::fail_at(std::uint64_t operation, Failure kind, bool for_ever) {
  std::lock_guard hold{disk_->guard};
  disk_->disk.fail_at(operation, kind, for_ever);
}
void FlakyVfs::misread_after(std::uint64_t reads) {
  std::lock_guard hold{disk_->guard};
  disk_->disk.misread_after(reads);
}
std::uint64_t FlakyVfs::misreads() const {
  std::lock_guard hold{disk_->guard};
  return disk_->disk.misreads();
}
std::uint64_t FlakyVfs::struck(Failure kind) const {
  std::lock_guard hold{disk_->guard};
  return disk_->disk.struck(kind);
}
std::uint64_t FlakyVfs::torn() const {
  std::lock_guard hold{disk_->guard};
  return disk_->disk.torn();
}
void FlakyVfs::heal() {
  std::lock_guard hold{disk_->guard};
  disk_->disk.heal();
}
void FlakyVfs::spare(bool spared) {
  std::lock_guard hold{disk_->guard};
  disk_->disk.spare(spared);
}
std::uint64_t FlakyVfs::operations() const {
  std::lock_guard hold{disk_->guard};
  return disk_->disk.operations();
}
std::uint64_t FlakyVfs::crashes() const {
  std::lock_guard hold{disk_->guard};
  return disk_->disk.crashes();
}
std::map<std::string, std::string> FlakyVfs::files() const {
  std::lock_guard hold{disk_->guard};
  std::map<std::string, std::string> out;
  for (const auto& [path, file] : disk_->disk.files()) out.emplace(path, file->live);
  return out;
}
void FlakyVfs::put(const std::string& path, std::string bytes) {
  std::lock_guard hold{disk_->guard};
  disk_->disk.put(path, std::move(bytes));
}

}  // namespace doorstep
