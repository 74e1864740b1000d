#include "shared/cipher_vfs.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <set>

#include "shared/cipher_file.h"
#include "shared/files.h"
#include "shared/sqlite.h"

namespace doorstep {

using Home = CipherVfs::Home;

int real_read(sqlite3_file* real, void* out, std::size_t bytes, std::uint64_t offset) {
  return real->pMethods->xRead(real, out, static_cast<int>(bytes), static_cast<sqlite3_int64>(offset));
}
int real_write(sqlite3_file* real, const void* data, std::size_t bytes, std::uint64_t offset) {
  return real->pMethods->xWrite(real, data, static_cast<int>(bytes), static_cast<sqlite3_int64>(offset));
}
int real_size(sqlite3_file* real, std::uint64_t& out) {
  sqlite3_int64 size = 0;
  int code = real->pMethods->xFileSize(real, &size);
  out = static_cast<std::uint64_t>(size);
  return code;
}

std::uint32_t big_endian(const std::uint8_t* at) {
  return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}

RealFile::RealFile(sqlite3_vfs* under, const std::string& path, int flags)
    : path_(sqlite3_create_filename(path.c_str(), "", "", 0, nullptr)),
      memory_(static_cast<std::size_t>(under->szOsFile)),
      code_(path_ == nullptr     ? SQLITE_NOMEM
            : !expect_file(path) ? SQLITE_CANTOPEN
                                 : under->xOpen(under, path_, file(), flags | SQLITE_OPEN_MAIN_DB, nullptr)) {}
RealFile::~RealFile() {
  if (code_ == SQLITE_OK) file()->pMethods->xClose(file());
  sqlite3_free_filename(path_);
}

int header_of(CipherFile& main, SealedHeader& out) {
  if (!main.header_on_disk) {
    SealedHeader found;
    int code = real_read(main.real, found.data(), found.size(), 0);
    // A file that is just being made may have later pages, or the end of its first one, before this.
    bool first_page_missing = found == SealedHeader{};
    if (code == SQLITE_OK && !first_page_missing) {
      if (main.home->cipher.judge(found) != SealedFile::ours) return SQLITE_NOTADB;
      main.header = found;
      main.header_on_disk = true;
    } else if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) {
      return code;
    } else if (!main.header_minted) {
      main.header = main.home->cipher.fresh_header();
      main.header_minted = true;
    }
  }
  out = main.header;
  return SQLITE_OK;
}

namespace {

Home& home_of(sqlite3_vfs* vfs) { return *static_cast<Home*>(vfs->pAppData); }
sqlite3_vfs* under(sqlite3_vfs* vfs) { return home_of(vfs).under; }

std::size_t own_bytes() {
  constexpr std::size_t alignment = alignof(std::max_align_t);
  return (sizeof(CipherFile) + alignment - 1) / alignment * alignment;
}

std::shared_ptr<WalIndex> index_of(Home& home, const std::string& path) {
  std::lock_guard hold{home.guard};
  auto& known = home.indexes[path];
  auto index = known.lock();
  if (!index) known = index = std::make_shared<WalIndex>(home.under, path);
  return index;
}

bool longer_than(const Home& home, const std::string& path, std::uint64_t bytes) {
  RealFile file{home.under, path, SQLITE_OPEN_READONLY};
  std::uint64_t size = 0;
  return file.code() == SQLITE_OK && real_size(file.file(), size) == SQLITE_OK && size > bytes;
}

// What stands at a database's beginning, and beside it.
SealedFile judge_file(const Home& home, sqlite3_file* real, const std::string& path) {
  std::uint64_t size = 0;
  SealedHeader header{};
  if (real_size(real, size) != SQLITE_OK) return SealedFile::not_sealed;
  // The first page is on the disk before there is a log. Without it SQLite would take the log for nobody's and delete
  // it.
  if (size == 0) return longer_than(home, path + "-wal", log_header_bytes) ? SealedFile::not_sealed : SealedFile::ours;
  int code = real_read(real, header.data(), header.size(), 0);
  // The power went while the file was being made: its journal takes it back to nothing.
  if (header == SealedHeader{} && longer_than(home, path + "-journal", 0)) return SealedFile::ours;
  return code == SQLITE_OK ? home.cipher.judge(header) : SealedFile::not_sealed;
}

const sqlite3_io_methods* methods_for(int flags) {
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) return &database_methods;
  if ((flags & SQLITE_OPEN_WAL) != 0) return &log_methods;
  if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) return &journal_methods;
  return nullptr;
}

int open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* out, int flags, int* out_flags) {
  auto& home = home_of(vfs);
  out->pMethods = nullptr;  // so that SQLite does not close what did not open
  const auto* methods = methods_for(flags);
  if (path == nullptr || methods == nullptr) return SQLITE_CANTOPEN;
  auto* file = new (out) CipherFile;
  file->home = &home;
  file->path = path;
  file->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(out) + own_bytes());
  file->real->pMethods = nullptr;
  int code = home.under->xOpen(home.under, path, file->real, flags, out_flags);
  if (code == SQLITE_OK && methods == &database_methods) {
    file->main = file;
    file->index = index_of(home, file->path);
    // One with another key must fail here: SQLite would take its log for an empty one and delete it.
    if (judge_file(home, file->real, file->path) != SealedFile::ours) code = SQLITE_NOTADB;
  } else if (code == SQLITE_OK) {
    file->main = &cipher_file(sqlite3_database_file_object(path));
    if (methods == &log_methods) {
      file->log = std::make_unique<LogState>();
      file->main->log_file = file;
    } else {
      file->journal = std::make_unique<JournalState>();
    }
  }
  if (code != SQLITE_OK) {
    if (file->real->pMethods != nullptr) file->real->pMethods->xClose(file->real);
    file->~CipherFile();
    return code;
  }
  file->base.pMethods = methods;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int sync) { return under(vfs)->xDelete(under(vfs), path, sync); }
int access(sqlite3_vfs* vfs, const char* path, int flags, int* answer) {
  return under(vfs)->xAccess(under(vfs), path, flags, answer);
}
int full_path(sqlite3_vfs* vfs, const char* path, int room, char* out) {
  return under(vfs)->xFullPathname(under(vfs), path, room, out);
}
int randomness(sqlite3_vfs* vfs, int size, char* out) { return under(vfs)->xRandomness(under(vfs), size, out); }
int sleep(sqlite3_vfs* vfs, int microseconds) { return under(vfs)->xSleep(under(vfs), microseconds); }
int current_day(sqlite3_vfs* vfs, double* day) { return under(vfs)->xCurrentTime(under(vfs), day); }
int current_time(sqlite3_vfs* vfs, sqlite3_int64* ms) { return under(vfs)->xCurrentTimeInt64(under(vfs), ms); }
int last_error(sqlite3_vfs* vfs, int room, char* out) {
  return under(vfs)->xGetLastError == nullptr ? 0 : under(vfs)->xGetLastError(under(vfs), room, out);
}

std::string next_name() {
  static std::atomic<std::uint64_t> count{0};
  return "doorstep cipher " + std::to_string(++count);
}

}  // namespace

CipherVfs::CipherVfs(const Secret& key, const std::string& under_name) {
  auto* below = sqlite3_vfs_find(under_name.empty() ? nullptr : under_name.c_str());
  require(below != nullptr, "the VFS below is registered");
  home_ = std::make_unique<Home>(key, below);
  home_->name = next_name();
  home_->vfs = {
      .iVersion = 2,
      .szOsFile = static_cast<int>(own_bytes()) + below->szOsFile,
      .mxPathname = below->mxPathname,
      .pNext = nullptr,
      .zName = home_->name.c_str(),
      .pAppData = home_.get(),
      .xOpen = open,
      .xDelete = remove,
      .xAccess = access,
      .xFullPathname = full_path,
      .xDlOpen = nullptr,  // no loadable extensions: Database switches them off
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
      .xNextSystemCall = nullptr,
  };
  require(sqlite3_vfs_register(&home_->vfs, 0) == SQLITE_OK, "a VFS can be registered");
}

CipherVfs::~CipherVfs() { sqlite3_vfs_unregister(&home_->vfs); }

const std::string& CipherVfs::name() const { return home_->name; }

std::vector<CipherVfs::Loss> CipherVfs::losses() const {
  std::lock_guard hold{home_->guard};
  return home_->losses;
}

SealedFile CipherVfs::look(const std::string& path) const {
  RealFile file{home_->under, path, SQLITE_OPEN_READONLY};
  if (file.code() != SQLITE_OK) return SealedFile::ours;  // opening it will say why, or make it
  return judge_file(*home_, file.file(), path);
}

Result<void> CipherVfs::fits(const std::string& path) const {
  for (const char* ending : {"", "-wal", "-journal", "-turn"})
    if (auto file = expect_file(path + ending); !file) return file;
  switch (look(path)) {
    case SealedFile::ours:
      return {};
    case SealedFile::newer:
      return Error{Fault::store_newer, path + ": another format or algorithm"};
    case SealedFile::other_key:
      return Error{Fault::wrong_key, path};
    case SealedFile::plain:
    case SealedFile::not_sealed:
      break;
  }
  return Error{Fault::store_damaged, path + ": no sealed database"};
}

namespace {

// What the log has: the pages of its frames, and how many pages the last save in it counts.
struct InLog {
  std::set<std::uint32_t> pages;
  std::uint32_t count = 0;
};
InLog in_log(const Home& home, const SealedHeader& header, const std::string& path) {
  InLog out;
  RealFile log{home.under, path, SQLITE_OPEN_READONLY};
  std::array<std::uint8_t, log_header_bytes> begin;
  if (log.code() != SQLITE_OK || real_read(log.file(), begin.data(), begin.size(), 0) != SQLITE_OK) return out;
  std::array<std::uint8_t, 8> salts;
  std::copy_n(begin.begin() + 16, salts.size(), salts.begin());
  each_whole_frame(home.cipher, header, log.file(), 0, salts, [&](const WholeFrame& frame) {
    out.pages.insert(frame.page);
    if (frame.commit != 0) out.count = frame.commit;
  });
  return out;
}

// A checkpoint may be writing it at this moment.
bool opens(const Home& home, const SealedHeader& header, sqlite3_file* file, std::uint32_t number) {
  constexpr int tries_max = 5;
  PlainPage page;
  for (int tries = 0; tries < tries_max; ++tries) {
    if (tries > 0) home.under->xSleep(home.under, 2'000);
    int code = real_read(file, page.data(), page.size(), std::uint64_t{number - 1} * page_bytes);
    if (code == SQLITE_OK && home.cipher.open_page(header, number, page)) return true;
  }
  return false;
}

// SQLite locks bytes in this page and never writes it.
constexpr std::uint32_t lock_page = 0x40000000 / page_bytes + 1;

}  // namespace

Result<std::uint64_t> CipherVfs::check_pages(const std::string& path) const {
  if (auto fitting = fits(path); !fitting) return fitting.error();
  RealFile file{home_->under, path, SQLITE_OPEN_READONLY};
  if (file.code() != SQLITE_OK) return Error{Fault::not_found, path};
  std::uint64_t size = 0;
  SealedHeader header;
  if (real_size(file.file(), size) != SQLITE_OK) return Error{Fault::disk, path};
  if (size == 0) return std::uint64_t{0};
  if (real_read(file.file(), header.data(), header.size(), 0) != SQLITE_OK) return Error{Fault::disk, path};
  const auto log = in_log(*home_, header, path + "-wal");
  auto pages = std::max<std::uint64_t>((size + page_bytes - 1) / page_bytes, log.count);
  for (std::uint64_t at = 1; at <= pages; ++at) {
    auto number = static_cast<std::uint32_t>(at);
    if (number == lock_page || log.pages.contains(number)) continue;
    if (!opens(*home_, header, file.file(), number))
      return Error{Fault::store_damaged, path + ": page " + std::to_string(number)};
  }
  return pages;
}

}  // namespace doorstep
