// What a log and a rollback journal have in common: before SQLite does anything else with the file, what it gave us in
// pieces is written.
#include "shared/cipher_file.h"

namespace doorstep {
namespace {

int flush(CipherFile& file) { return file.log ? flush_log(file) : flush_journal(file); }

int close_side(sqlite3_file* base) {
  auto& file = cipher_file(base);
  int flushed = flush(file);
  if (file.main->log_file == &file) file.main->log_file = nullptr;
  int code = file.real->pMethods->xClose(file.real);
  file.~CipherFile();
  return flushed == SQLITE_OK ? code : flushed;
}

int truncate_side(sqlite3_file* base, sqlite3_int64 size) {
  auto& file = cipher_file(base);
  int code = flush(file);
  // An emptied log reads like any other empty one, and a connection could take its old view for the new one. What stays
  // is in the database already; a new round writes over it.
  if (code != SQLITE_OK || (file.log && size == 0)) return code;
  return file.real->pMethods->xTruncate(file.real, size);
}

int sync_side(sqlite3_file* base, int flags) {
  auto& file = cipher_file(base);
  int code = flush(file);
  if (code != SQLITE_OK) return code;
  return file.log ? sync_log(file, flags) : file.real->pMethods->xSync(file.real, flags);
}

int file_size_side(sqlite3_file* base, sqlite3_int64* size) {
  auto& file = cipher_file(base);
  int code = flush(file);
  return code == SQLITE_OK ? file.real->pMethods->xFileSize(file.real, size) : code;
}

int no_lock(sqlite3_file*, int) { return SQLITE_OK; }
int not_reserved(sqlite3_file*, int* held) {
  *held = 0;
  return SQLITE_OK;
}
int control_side(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

constexpr sqlite3_io_methods side_methods(int (*read)(sqlite3_file*, void*, int, sqlite3_int64),
                                          int (*write)(sqlite3_file*, const void*, int, sqlite3_int64)) {
  return {
      .iVersion = 1,
      .xClose = close_side,
      .xRead = read,
      .xWrite = write,
      .xTruncate = truncate_side,
      .xSync = sync_side,
      .xFileSize = file_size_side,
      .xLock = no_lock,
      .xUnlock = no_lock,
      .xCheckReservedLock = not_reserved,
      .xFileControl = control_side,
      .xSectorSize = cipher_sector_size,
      .xDeviceCharacteristics = cipher_characteristics,
      .xShmMap = nullptr,
      .xShmLock = nullptr,
      .xShmBarrier = nullptr,
      .xShmUnmap = nullptr,
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };
}

}  // namespace

int cipher_sector_size(sqlite3_file*) { return 512; }
int cipher_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

const sqlite3_io_methods log_methods = side_methods(read_log, write_log);
const sqlite3_io_methods journal_methods = side_methods(read_journal, write_journal);

}  // namespace doorstep
