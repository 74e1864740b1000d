// The database file itself, and the wal-index that SQLite asks it for.
#include <algorithm>
#include <atomic>
#include <cstring>

#include "shared/cipher_file.h"
#include "shared/sqlite.h"

namespace doorstep {
namespace {

constexpr int write_slot = 0;  // WAL_WRITE_LOCK

int close(sqlite3_file* base) {
  auto& file = cipher_file(base);
  file.index->release(file.holds);
  int code = file.real->pMethods->xClose(file.real);
  file.~CipherFile();
  return code;
}

// Inner pages and those of other tables stand between the pages of a scan.
constexpr std::uint32_t scan_step_max = 4;

int read_sealed(CipherFile& file, std::uint32_t number, PageCipher::Page page) {
  auto& ahead = file.ahead;
  const bool onward = number > ahead.last_asked && number - ahead.last_asked <= scan_step_max;
  ahead.steps = onward ? ahead.steps + 1 : 0;
  ahead.last_asked = number;
  const auto offset = std::uint64_t{number - 1} * page_bytes;
  if (ahead.first == 0 || number < ahead.first || number - ahead.first >= ReadAhead::pages_max) {
    ahead.drop();
    if (ahead.steps < ReadAhead::steps_to_scan) return real_read(file.real, page.data(), page.size(), offset);
    ahead.sealed.resize(ReadAhead::pages_max * page_bytes);
    if (real_read(file.real, ahead.sealed.data(), ahead.sealed.size(), offset) != SQLITE_OK)  // near the file's end
      return real_read(file.real, page.data(), page.size(), offset);
    ahead.first = number;
  }
  std::copy_n(ahead.sealed.begin() + (number - ahead.first) * page_bytes, page_bytes, page.begin());
  return SQLITE_OK;
}

int open_page(CipherFile& file, std::uint32_t number, PageCipher::Page page) {
  std::uint64_t offset = std::uint64_t{number - 1} * page_bytes;
  int code = read_sealed(file, number, page);
  if (code == SQLITE_IOERR_SHORT_READ) {
    std::uint64_t size = 0;
    code = real_size(file.real, size);
    // SQLite asks here for what the log does not have. A page that a save counts and the file lacks was cut off.
    bool cut_off = size > offset || number <= file.index->committed_pages();
    if (code == SQLITE_OK) code = cut_off ? SQLITE_IOERR_DATA : SQLITE_IOERR_SHORT_READ;
  }
  SealedHeader header;
  if (code == SQLITE_OK) code = header_of(file, header);
  if (code == SQLITE_OK && !file.home->cipher.open_page(header, number, page)) code = SQLITE_IOERR_DATA;
  return code;
}

int read(sqlite3_file* base, void* out, int size, sqlite3_int64 at) {
  auto& file = cipher_file(base);
  auto bytes = static_cast<std::size_t>(size);
  auto offset = static_cast<std::uint64_t>(at);
  auto number = static_cast<std::uint32_t>(offset / page_bytes + 1);
  auto within = static_cast<std::size_t>(offset % page_bytes);
  if (within + bytes > page_bytes) return SQLITE_IOERR_READ;
  const bool whole = bytes == page_bytes;
  PlainPage around;
  auto page = whole ? PageCipher::Page{static_cast<std::uint8_t*>(out), page_bytes} : PageCipher::Page{around};
  int code = open_page(file, number, page);
  if (code == SQLITE_OK) {
    if (!whole) std::memcpy(out, page.data() + within, bytes);
    return SQLITE_OK;
  }
  std::memset(out, 0, bytes);
  // Before SQLite looks whether there is a log it reads the file's header. A page that a power cut tore in the midst of
  // a checkpoint stands whole in the log; without it the read of the page itself will tell.
  bool only_header = number == 1 && bytes < page_bytes;
  return code == SQLITE_IOERR_DATA && only_header ? SQLITE_IOERR_SHORT_READ : code;
}

int write(sqlite3_file* base, const void* data, int size, sqlite3_int64 at) {
  auto& file = cipher_file(base);
  auto offset = static_cast<std::uint64_t>(at);
  file.ahead.drop();
  if (static_cast<std::size_t>(size) != page_bytes || offset % page_bytes != 0) return SQLITE_IOERR_WRITE;
  PlainPage page;
  std::memcpy(page.data(), data, page.size());
  if (!reserve_is_clear(page)) return SQLITE_IOERR_WRITE;
  SealedHeader header;
  if (int code = header_of(file, header); code != SQLITE_OK) return code;
  file.home->cipher.seal_page(header, static_cast<std::uint32_t>(offset / page_bytes + 1), page);
  return real_write(file.real, page.data(), page.size(), offset);
}

int truncate(sqlite3_file* base, sqlite3_int64 size) {
  auto& file = cipher_file(base);
  file.ahead.drop();
  if (size < static_cast<sqlite3_int64>(page_bytes)) file.header_on_disk = false;
  return file.real->pMethods->xTruncate(file.real, size);
}

int sync(sqlite3_file* base, int flags) {
  auto* real = cipher_file(base).real;
  return real->pMethods->xSync(real, flags);
}
int file_size(sqlite3_file* base, sqlite3_int64* size) {
  auto* real = cipher_file(base).real;
  return real->pMethods->xFileSize(real, size);
}

int lock(sqlite3_file* base, int wanted) {
  auto& file = cipher_file(base);
  file.ahead.drop();
  // The last connection closes the log under this lock, without any other: what another process wrote must count.
  if (wanted == SQLITE_LOCK_EXCLUSIVE)
    if (int code = file.index->notice_others(); code != SQLITE_OK) return code;
  int code = file.real->pMethods->xLock(file.real, wanted);
  if (wanted == SQLITE_LOCK_EXCLUSIVE) file.alone = code == SQLITE_OK;
  return code;
}
int unlock(sqlite3_file* base, int wanted) {
  auto& file = cipher_file(base);
  file.ahead.drop();
  file.alone = false;
  return file.real->pMethods->xUnlock(file.real, wanted);
}
int check_reserved(sqlite3_file* base, int* held) {
  auto* real = cipher_file(base).real;
  return real->pMethods->xCheckReservedLock(real, held);
}

int control(sqlite3_file* base, int operation, void* argument) {
  auto* real = cipher_file(base).real;
  switch (operation) {
    case reserve_bytes_control:
      *static_cast<int*>(argument) = page_reserve_bytes;
      return SQLITE_OK;
    case SQLITE_FCNTL_MMAP_SIZE:
      *static_cast<sqlite3_int64*>(argument) = 0;
      return SQLITE_OK;
    case SQLITE_FCNTL_PERSIST_WAL:
    case SQLITE_FCNTL_HAS_MOVED:
    case SQLITE_FCNTL_SYNC:
    case SQLITE_FCNTL_COMMIT_PHASETWO:
    case SQLITE_FCNTL_LOCKSTATE:
    case SQLITE_FCNTL_LAST_ERRNO:
      return real->pMethods->xFileControl(real, operation, argument);
    default:  // what would reach past us, or change sizes behind our back
      return SQLITE_NOTFOUND;
  }
}

int index_map(sqlite3_file* base, int region, int bytes, int extend, void volatile** out) {
  return cipher_file(base).index->map(region, bytes, extend != 0, out);
}
int index_lock(sqlite3_file* base, int first, int count, int flags) {
  auto& file = cipher_file(base);
  file.ahead.drop();
  // What a commit left is in the file by now; what a rollback left must not land on the next writer's frames.
  if ((flags & SQLITE_SHM_UNLOCK) != 0 && first == write_slot && file.log_file != nullptr) drop_log(*file.log_file);
  const bool ends_recovery = (flags & SQLITE_SHM_UNLOCK) != 0 && file.holds.alone[WalIndex::recovery_slot] &&
                             first <= static_cast<int>(WalIndex::recovery_slot) &&
                             static_cast<int>(WalIndex::recovery_slot) < first + count;
  if (ends_recovery && file.log_file != nullptr) end_recovery(*file.log_file);
  return file.index->lock(file.holds, first, count, flags);
}
// Frames are about to become visible to other connections, which read the file.
void index_barrier(sqlite3_file* base) {
  auto& file = cipher_file(base);
  if (file.log_file != nullptr && flush_log(*file.log_file) != SQLITE_OK) {
    file.log_file->log->failed = true;
    file.index->forget();  // what the index is about to say is not in the file: it is read anew from there
  }
  std::atomic_thread_fence(std::memory_order_seq_cst);
}
int index_unmap(sqlite3_file* base, int deletes) {
  auto& file = cipher_file(base);
  file.index->release(file.holds);
  if (deletes != 0) file.index->forget();
  return SQLITE_OK;
}

}  // namespace

const sqlite3_io_methods database_methods{
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
    .xSectorSize = cipher_sector_size,
    .xDeviceCharacteristics = cipher_characteristics,
    .xShmMap = index_map,
    .xShmLock = index_lock,
    .xShmBarrier = index_barrier,
    .xShmUnmap = index_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

}  // namespace doorstep
