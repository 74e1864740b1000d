// The rollback journal, which SQLite uses while a database is not yet, or no longer, in WAL mode. Its headers (counts
// and sizes) stay readable; records are sealed.
#include <algorithm>
#include <cstring>

#include "shared/cipher_file.h"

namespace doorstep {
namespace {

constexpr std::size_t number_bytes = 4;

int write_record(CipherFile& file) {
  auto& journal = *file.journal;
  auto offset = *std::exchange(journal.begun, std::nullopt);
  journal.has_page = false;
  if (!reserve_is_clear(std::span{journal.record}.subspan<number_bytes, page_bytes>())) return SQLITE_IOERR_WRITE;
  SealedHeader header;
  if (int code = header_of(*file.main, header); code != SQLITE_OK) return code;
  file.home->cipher.seal_record(header, offset, journal.record);
  return real_write(file.real, journal.record.data(), journal.record.size(), offset);
}

int open_record(CipherFile& file, std::uint64_t offset) {
  auto& journal = *file.journal;
  journal.opened.reset();
  if (int code = real_read(file.real, journal.record.data(), journal.record.size(), offset); code != SQLITE_OK)
    return code;
  SealedHeader header;
  if (int code = header_of(*file.main, header); code != SQLITE_OK) return code;
  if (!file.home->cipher.open_record(header, offset, journal.record)) return SQLITE_IOERR_DATA;
  journal.opened = offset;
  return SQLITE_OK;
}

}  // namespace

// A number that no page followed was none of a record.
int flush_journal(CipherFile& file) {
  auto& journal = *file.journal;
  journal.opened.reset();
  if (!journal.begun) return SQLITE_OK;
  auto offset = *std::exchange(journal.begun, std::nullopt);
  if (std::exchange(journal.has_page, false)) return SQLITE_IOERR_WRITE;  // a page without its checksum
  return real_write(file.real, journal.record.data(), number_bytes, offset);
}

int write_journal(sqlite3_file* base, const void* data, int size, sqlite3_int64 at) {
  auto& file = cipher_file(base);
  auto& journal = *file.journal;
  auto bytes = static_cast<std::size_t>(size);
  auto offset = static_cast<std::uint64_t>(at);
  journal.opened.reset();
  if (bytes == page_bytes) {
    if (!journal.begun || journal.has_page || offset != *journal.begun + number_bytes) return SQLITE_IOERR_WRITE;
    std::memcpy(journal.record.data() + number_bytes, data, bytes);
    journal.has_page = true;
    return SQLITE_OK;
  }
  if (bytes == number_bytes && journal.has_page && offset == *journal.begun + number_bytes + page_bytes) {
    std::memcpy(journal.record.data() + number_bytes + page_bytes, data, bytes);
    return write_record(file);
  }
  if (int code = flush_journal(file); code != SQLITE_OK) return code;
  if (bytes != number_bytes) return real_write(file.real, data, bytes, offset);
  std::memcpy(journal.record.data(), data, bytes);
  journal.begun = offset;
  return SQLITE_OK;
}

int read_journal(sqlite3_file* base, void* out, int size, sqlite3_int64 at) {
  auto& file = cipher_file(base);
  auto& journal = *file.journal;
  auto bytes = static_cast<std::size_t>(size);
  auto offset = static_cast<std::uint64_t>(at);
  if (journal.opened && bytes == number_bytes && offset == *journal.opened + number_bytes + page_bytes) {
    std::memcpy(out, journal.record.data() + number_bytes + page_bytes, bytes);
    return SQLITE_OK;
  }
  if (int code = flush_journal(file); code != SQLITE_OK) return code;
  if (bytes != page_bytes) return real_read(file.real, out, bytes, offset);
  if (offset < number_bytes) return SQLITE_IOERR_READ;
  int code = open_record(file, offset - number_bytes);
  if (code == SQLITE_OK)
    std::memcpy(out, journal.record.data() + number_bytes, bytes);
  else
    std::memset(out, 0, bytes);
  return code;
}

}  // namespace doorstep
