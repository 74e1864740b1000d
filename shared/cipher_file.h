#pragma once
#include <sqlite3.h>

#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "shared/cipher_vfs.h"
#include "shared/page_cipher.h"
#include "shared/wal_index.h"

/// The inside of the cipher VFS, for cipher_*.cpp only: what each open file remembers.
namespace doorstep {

struct CipherVfs::Home {
  Home(const Secret& key, sqlite3_vfs* below) : under(below), cipher(key) {}

  sqlite3_vfs* under;
  PageCipher cipher;
  std::string name;
  sqlite3_vfs vfs{};
  std::mutex guard;  ///< for the two below
  std::map<std::string, std::weak_ptr<WalIndex>> indexes;
  std::vector<Loss> losses;
};

using PlainPage = std::array<std::uint8_t, page_bytes>;
using PlainFrame = std::array<std::uint8_t, frame_bytes>;
using PlainRecord = std::array<std::uint8_t, journal_record_bytes>;
inline constexpr std::size_t log_header_bytes = 32;

struct FrameHeader {
  std::uint32_t position = 0;
  std::array<std::uint8_t, frame_header_bytes> bytes{};
};

/// Frames as they come from SQLite in two pieces, and sealed ones on their way to the file in one.
struct LogState {
  std::optional<FrameHeader> header;    ///< came, and its page not yet
  std::vector<std::uint8_t> batch;      ///< sealed frames, next to each other,
  std::uint32_t batch_position = 0;     ///< the first of them here
  bool failed = false;                  ///< a batch could not be written where no error could be told
  bool searched = false;                ///< behind the end of the log, during this recovery
  std::uint32_t unread = 0;             ///< the first frame that this recovery has not asked for
  std::array<std::uint8_t, 8> salts{};  ///< of the log's header, read at the begin of a recovery
  /// From the first byte that this connection wrote since a sync said yes to the end of its last write; and that a sync
  /// since said no.
  std::uint64_t unsynced_from = ~std::uint64_t{0}, unsynced_to = 0;
  bool doubted = false;
};

/// A record of the rollback journal, which comes in three pieces and is read in three.
struct JournalState {
  std::optional<std::uint64_t> begun;  ///< a page number came; the record's offset
  bool has_page = false;
  PlainRecord record{};
  std::optional<std::uint64_t> opened;  ///< `record` holds the record that stands here
};

/// What a scan will ask a database for next, sealed as it is on the disk: many pages in one read. It was read under the
/// lock that the connection has now and goes with it, so nothing is served that another connection replaced since.
struct ReadAhead {
  static constexpr std::uint32_t pages_max = 16;
  static constexpr int steps_to_scan = 3;  ///< so many pages one behind the other are a scan

  std::vector<std::uint8_t> sealed;
  std::uint32_t first = 0;  ///< the first page in `sealed`; 0: there is none
  std::uint32_t last_asked = 0;
  int steps = 0;

  void drop() { first = 0; }
};

/// Lives in the memory that SQLite allocates for an open file; the file below follows it there.
struct CipherFile {
  sqlite3_file base{};
  CipherVfs::Home* home = nullptr;
  sqlite3_file* real = nullptr;
  CipherFile* main = nullptr;  ///< of a log or journal: its database; of a database: itself
  std::string path;

  // Of a database
  SealedHeader header{};
  bool header_on_disk = false, header_minted = false;
  std::shared_ptr<WalIndex> index;
  WalIndex::Holds holds;
  bool alone = false;              ///< has the file for itself: SQLite then takes no lock of the wal-index
  CipherFile* log_file = nullptr;  ///< this connection's
  ReadAhead ahead;

  std::unique_ptr<LogState> log;
  std::unique_ptr<JournalState> journal;
};

inline CipherFile& cipher_file(sqlite3_file* file) { return *reinterpret_cast<CipherFile*>(file); }

int real_read(sqlite3_file* real, void* out, std::size_t bytes, std::uint64_t offset);
int real_write(sqlite3_file* real, const void* data, std::size_t bytes, std::uint64_t offset);
int real_size(sqlite3_file* real, std::uint64_t& out);

/// The header of a database file: as it stands there, or one minted for a file that is still empty.
int header_of(CipherFile& main, SealedHeader& out);

std::uint32_t big_endian(const std::uint8_t* at);

/// Opens a file through the VFS below, as a database; for copies and checks.
class RealFile {
 public:
  RealFile(sqlite3_vfs* under, const std::string& path, int flags);
  ~RealFile();
  RealFile(const RealFile&) = delete;
  int code() const { return code_; }
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }

 private:
  sqlite3_filename path_;
  std::vector<char> memory_;
  int code_;
};

extern const sqlite3_io_methods database_methods, log_methods, journal_methods;
int read_log(sqlite3_file* base, void* out, int size, sqlite3_int64 at);
int write_log(sqlite3_file* base, const void* data, int size, sqlite3_int64 at);
int read_journal(sqlite3_file* base, void* out, int size, sqlite3_int64 at);
int write_journal(sqlite3_file* base, const void* data, int size, sqlite3_int64 at);
/// A page is written as one block, so a torn write spoils that page alone; no atomicity is promised to SQLite.
int cipher_sector_size(sqlite3_file*);
int cipher_characteristics(sqlite3_file*);

/// Writes what waits for its other pieces.
int flush_log(CipherFile& log);
int sync_log(CipherFile& log, int flags);
int flush_journal(CipherFile& journal);
void drop_log(CipherFile& log);      ///< what is not in the file yet
void end_recovery(CipherFile& log);  ///< SQLite read the log up to where its checksums hold

/// What stands in a log as it is on the disk: calls `each` for frames of these salts that open, from `position` on.
struct WholeFrame {
  std::uint32_t position, page, commit;
};
void each_whole_frame(const PageCipher& cipher, const SealedHeader& header, sqlite3_file* real, std::uint32_t position,
                      const std::optional<std::array<std::uint8_t, 8>>& salts,
                      const std::function<void(const WholeFrame&)>& each);

}  // namespace doorstep
