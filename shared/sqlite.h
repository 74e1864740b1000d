#pragma once
#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/ids.h"
#include "shared/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace doorstep {

/// sqlite3.h stays behind this pair of files. Any number of connections; each is used by one thread at a time.
///
/// SQLite's errors become Faults (disk, disk_full, store_damaged; timed_out when another connection kept the lock)
/// thrown as `SqliteFailure` inside this library and caught where a module's verbs enter (`guarded`), so a verb's SQL
/// reads straight down. Details name the operation and SQLite's code, never a bound value.
///
/// After a failure inside a Transaction SQLite may have rolled it back already: let the failure leave its scope.
struct SqliteFailure {
  Error error;
};

/// A prepared statement, kept for the connection's life and used again. While a row stands ready it holds a read
/// transaction open; the last step, `run` and `rewind` let it go.
class Statement {
 public:
  Statement() = default;
  /// Binds in order, every parameter: integers, Seq and other strong integers, text, blobs (Id, Bytes), nullptr,
  /// std::optional (empty = NULL). Values are copied.
  template <class... Values>
  Statement& with(const Values&... values) {
    rewind();
    expect_parameters(sizeof...(values));
    [[maybe_unused]] int position = 0;
    (bind(++position, values), ...);
    return *this;
  }
  bool step();    ///< true: a row stands ready; false: done, and rewound
  void run();     ///< steps to the end; for statements without rows
  void rewind();  ///< for readers that stop before the last row

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< valid until the next step; NULL reads as empty
  std::string_view blob(int column) const;  ///< valid until the next step; NULL reads as empty
  bool null(int column) const;
  std::optional<std::string> text_if(int column) const;
  /// A blob of exactly N bytes (a hash, a key); another length is store_damaged.
  template <std::size_t N>
  std::array<std::uint8_t, N> bytes(int column) const {
    auto raw = sized_blob(column, N);
    std::array<std::uint8_t, N> out;
    std::copy(raw.begin(), raw.end(), out.begin());
    return out;
  }
  template <class IdType>
  IdType id(int column) const {
    return IdType{bytes<std::tuple_size_v<decltype(IdType::bytes)>>(column)};
  }

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, &finish) {}
  static void finish(sqlite3_stmt* statement);
  std::string_view sized_blob(int column, std::size_t size) const;
  void expect_parameters(std::size_t count);
  void bind(int position, std::nullptr_t);
  void bind_integer(int position, std::int64_t value);
  template <std::integral Integer>
  void bind(int position, Integer value) {
    bind_integer(position, static_cast<std::int64_t>(value));
  }
  void bind(int position, std::string_view text);
  void bind(int position, const std::string& text) { bind(position, std::string_view{text}); }
  void bind(int position, const char* text) { bind(position, std::string_view{text}); }
  void bind_blob(int position, std::span<const std::uint8_t> bytes);
  template <std::size_t N>
  void bind(int position, const std::array<std::uint8_t, N>& bytes) {
    bind_blob(position, bytes);
  }
  template <class Tag>
  void bind(int position, const Id<Tag>& id) {
    bind_blob(position, id.bytes);
  }
  template <class Tag, class Rep>
  void bind(int position, const Strong<Tag, Rep>& value) {
    bind(position, value.value);
  }
  template <class T>
  void bind(int position, const std::optional<T>& value) {
    if (value)
      bind(position, *value);
    else
      bind(position, nullptr);
  }

  std::unique_ptr<sqlite3_stmt, void (*)(sqlite3_stmt*)> statement_{nullptr, &finish};
};

/// A VFS that needs room at the end of each page answers this file control with the number of bytes.
inline constexpr int reserve_bytes_control = 0x44535452;

/// How long a statement waits for another connection's lock before it is timed_out.
inline constexpr int busy_timeout_ms = 5000;

struct DatabaseOptions {
  std::string vfs;         ///< name of a registered VFS; empty = SQLite's own. Encryption and faults slip in here.
  bool read_only = false;  ///< the file must exist; nothing is created or changed
  int cache_kib = 16 * 1024;
};

class Database {
 public:
  /// WAL, synchronous=FULL, foreign keys on, temp in memory, no loadable extensions: a commit that returns is on disk.
  /// Reads the file's header, so a file that is no database is store_damaged here. ":memory:" is for tests.
  static Result<Database> open(const std::string& path, const DatabaseOptions& options);

  Statement prepare(std::string_view sql);  ///< keep it; throws SqliteFailure
  void run(const std::string& sql);         ///< several statements, no rows, no data: errors may quote it
  std::int64_t last_row() const;
  std::int64_t changes() const;
  bool in_transaction() const;
  Result<void> check();  ///< PRAGMA integrity_check and foreign_key_check; store_damaged names the first finding
  /// Writes the whole database, compact and as of one moment, through another VFS (empty: the system's) into a file
  /// that is absent or empty, and syncs it. Others may write meanwhile. After a failure or a crash the file is of no
  /// use.
  Result<void> copy_into(const std::string& path, const std::string& vfs);
  std::uint64_t pages();  ///< size of the main file, in pages of 4096 bytes
  /// Writes everything, as of one moment, into a new database at `path` and syncs it; writers of this one go on
  /// meanwhile. already_exists when something stands there. A failure leaves what came so far, for the caller to
  /// remove.
  Result<void> copy_to(const std::string& path, const DatabaseOptions& options);

 private:
  friend class Transaction;
  friend class Savepoint;
  explicit Database(sqlite3* connection);
  static void close(sqlite3* connection);
  void configure(const std::string& path, const DatabaseOptions& options);
  void abandon(const char* sql) noexcept;
  std::unique_ptr<sqlite3, void (*)(sqlite3*)> connection_;
};

/// write: BEGIN IMMEDIATE … COMMIT, the writer's lock is taken at once. read: one unchanging view, from
/// its first read on. Rolls back when it goes out of scope uncommitted; a commit that fails rolls back and throws.
/// After a crash a commit that returned is there, one that threw may be there or not, anything else is not. The
/// Database must stay where it is.
class Transaction {
 public:
  enum class Mode { read, write };
  explicit Transaction(Database& database, Mode mode = Mode::write);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// A nested step inside a Transaction that can be taken back alone: the server's "savepoint per bundle". Taken back
/// when it goes out of scope unkept, or when keeping fails.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void keep();

 private:
  Database& database_;
  bool open_ = true;
};

/// Runs a verb and turns SqliteFailure into its Error. `body` answers a Result.
template <class Body>
auto guarded(Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const SqliteFailure& failure) {
    return failure.error;
  }
}

}  // namespace doorstep
