#pragma once
#include <cstdint>
#include <functional>
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

/// sqlite3.h stays behind this pair of files. One connection = one thread at a time.
///
/// SQLite's errors become Faults (disk, disk_full, store_damaged, store_newer) thrown as `SqliteFailure` inside this
/// library and caught where a module's verbs enter (`guarded`), so a verb's SQL reads straight down.
struct SqliteFailure {
  Error error;
};

class Statement {
 public:
  Statement() = default;
  /// Binds in order: integers, Seq and other strong integers, text, blobs (Id, Bytes), std::optional (empty = NULL).
  template <class... Values>
  Statement& with(const Values&... values) {
    rewind();
    int position = 0;
    (bind(++position, values), ...);
    return *this;
  }
  bool step();  ///< true: a row stands ready
  void run();   ///< steps to the end; for statements without rows

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< valid until the next step
  std::string_view blob(int column) const;  ///< valid until the next step
  bool null(int column) const;
  std::optional<std::string> text_if(int column) const;
  template <class IdType>
  IdType id(int column) const {
    IdType out;
    auto raw = blob(column);
    require(raw.size() == out.bytes.size(), "an id column holds 16 bytes");
    std::copy(raw.begin(), raw.end(), out.bytes.begin());
    return out;
  }

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, &finish) {}
  static void finish(sqlite3_stmt* statement);
  void rewind();
  void bind(int position, std::nullptr_t);
  void bind(int position, std::int64_t value);
  void bind(int position, int value) { bind(position, static_cast<std::int64_t>(value)); }
  void bind(int position, bool value) { bind(position, static_cast<std::int64_t>(value)); }
  void bind(int position, std::uint64_t value) { bind(position, static_cast<std::int64_t>(value)); }
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

struct DatabaseOptions {
  std::string vfs;  ///< name of a registered VFS; empty = SQLite's own. Encryption and faults slip in here.
  bool read_only = false;
  int cache_kib = 16 * 1024;
};

class Database {
 public:
  /// WAL, synchronous=FULL, foreign keys on, temp in memory, no loadable extensions: a commit that returns is on disk.
  static Result<Database> open(const std::string& path, const DatabaseOptions& options);

  Statement prepare(std::string_view sql);  ///< keep it; throws SqliteFailure
  void run(std::string_view sql);           ///< several statements, no rows
  std::int64_t last_row() const;
  std::int64_t changes() const;
  bool in_transaction() const;
  Result<void> check();  ///< PRAGMA integrity_check and foreign_key_check
  std::uint64_t pages();

 private:
  explicit Database(sqlite3* connection);
  std::unique_ptr<sqlite3, void (*)(sqlite3*)> connection_;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back when it goes out of scope uncommitted.
class Transaction {
 public:
  enum class Mode { read, write };
  explicit Transaction(Database& database, Mode mode = Mode::write);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// A nested step that can be taken back alone: the server's "savepoint per bundle".
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
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
