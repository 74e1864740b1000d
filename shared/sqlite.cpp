#include "shared/sqlite.h"

#include <sqlite3.h>

#include <cctype>
#include <utility>

#include "shared/page_cipher.h"

namespace doorstep {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 20> code_names{{
    {SQLITE_ERROR, "SQLITE_ERROR"},
    {SQLITE_INTERNAL, "SQLITE_INTERNAL"},
    {SQLITE_PERM, "SQLITE_PERM"},
    {SQLITE_ABORT, "SQLITE_ABORT"},
    {SQLITE_BUSY, "SQLITE_BUSY"},
    {SQLITE_LOCKED, "SQLITE_LOCKED"},
    {SQLITE_NOMEM, "SQLITE_NOMEM"},
    {SQLITE_READONLY, "SQLITE_READONLY"},
    {SQLITE_INTERRUPT, "SQLITE_INTERRUPT"},
    {SQLITE_IOERR, "SQLITE_IOERR"},
    {SQLITE_CORRUPT, "SQLITE_CORRUPT"},
    {SQLITE_FULL, "SQLITE_FULL"},
    {SQLITE_CANTOPEN, "SQLITE_CANTOPEN"},
    {SQLITE_PROTOCOL, "SQLITE_PROTOCOL"},
    {SQLITE_SCHEMA, "SQLITE_SCHEMA"},
    {SQLITE_TOOBIG, "SQLITE_TOOBIG"},
    {SQLITE_MISMATCH, "SQLITE_MISMATCH"},
    {SQLITE_NOTADB, "SQLITE_NOTADB"},
    {SQLITE_CONSTRAINT, "SQLITE_CONSTRAINT"},
    {SQLITE_AUTH, "SQLITE_AUTH"},
}};

// The low byte is the primary code; the extended one tells support which call of the disk failed.
constexpr int primary(int code) { return code & 0xff; }

std::string name_of_code(int code) {
  std::string out = "SQLite code";
  for (const auto& [known, name] : code_names)
    if (known == primary(code)) out = name;
  return out + " (" + std::to_string(code) + ")";
}

Fault fault_of_code(int code) {
  // A page whose authentication tag fails arrives as IOERR_DATA: the disk answered, but with other bytes.
  if (code == SQLITE_IOERR_DATA || code == SQLITE_IOERR_CORRUPTFS) return Fault::store_damaged;
  switch (primary(code)) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Fault::store_damaged;
    case SQLITE_FULL:
      return Fault::disk_full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return Fault::disk;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return Fault::timed_out;
    default:
      return Fault::internal;
  }
}

Error error_of(int code, std::string_view operation) {
  require(primary(code) != SQLITE_MISUSE && primary(code) != SQLITE_RANGE, "SQLite is used as it documents");
  return {fault_of_code(code), std::string{operation} + ": " + name_of_code(code)};
}

// Where SQL itself is wrong, SQLite's message quotes it: welcome, since our SQL holds no data. Messages of running
// statements are never used: full-text search quotes what the person typed.
[[noreturn]] void fail_in_sql(sqlite3* connection, int code, std::string_view operation) {
  auto error = error_of(code, operation);
  if (primary(code) == SQLITE_ERROR) error.detail += std::string{": "} + sqlite3_errmsg(connection);
  throw SqliteFailure{std::move(error)};
}

[[noreturn]] void fail_in_step(sqlite3_stmt* statement, int code) {
  std::string_view sql = sqlite3_sql(statement);
  sql.remove_prefix(std::min(sql.find_first_not_of(" \n"), sql.size()));
  throw SqliteFailure{error_of(code, sql.substr(0, sql.find_first_of(" \n(;")))};
}

std::string in_uri(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out;
  for (char byte : text) {
    bool plain = std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '/' || byte == '.' || byte == '-';
    if (plain) {
      out += byte;
    } else {
      out += '%';
      out += hex[static_cast<unsigned char>(byte) >> 4];
      out += hex[static_cast<unsigned char>(byte) & 15];
    }
  }
  return out;
}

}  // namespace

void Statement::finish(sqlite3_stmt* statement) { sqlite3_finalize(statement); }

// The result repeats the last step's error, which has been thrown already.
void Statement::rewind() { sqlite3_reset(statement_.get()); }

bool Statement::step() {
  int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  rewind();
  if (code != SQLITE_DONE) fail_in_step(statement_.get(), code);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string_view{} : std::string_view{bytes, size};
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string_view{} : std::string_view{bytes, size};
}

bool Statement::null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::optional<std::string> Statement::text_if(int column) const {
  if (null(column)) return std::nullopt;
  return std::string{text(column)};
}

std::string_view Statement::sized_blob(int column, std::size_t size) const {
  auto raw = blob(column);
  if (raw.size() != size) {
    throw SqliteFailure{{Fault::store_damaged,
                         "a column holds " + std::to_string(raw.size()) + " bytes instead of " + std::to_string(size)}};
  }
  return raw;
}

// A parameter left out would silently keep its last value.
void Statement::expect_parameters(std::size_t count) {
  require(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_.get())) == count,
          "every parameter of a statement is bound");
}

void Statement::bind(int position, std::nullptr_t) { sqlite3_bind_null(statement_.get(), position); }

void Statement::bind_integer(int position, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), position, value);
}

void Statement::bind(int position, std::string_view text) {
  // A null pointer would bind NULL; an empty text is a value.
  const char* bytes = text.empty() ? "" : text.data();
  int code = sqlite3_bind_text64(statement_.get(), position, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) throw SqliteFailure{error_of(code, "bind")};
}

void Statement::bind_blob(int position, std::span<const std::uint8_t> bytes) {
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  int code = sqlite3_bind_blob64(statement_.get(), position, data, bytes.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) throw SqliteFailure{error_of(code, "bind")};
}

// Statements may outlive the Database in a destructor's order: close_v2 waits for the last of them.
void Database::close(sqlite3* connection) { sqlite3_close_v2(connection); }

Database::Database(sqlite3* connection) : connection_(connection, &close) {}

Result<Database> Database::open(const std::string& path, const DatabaseOptions& options) {
  // URI: `copy_into` names a VFS in one. A path is none as long as it does not begin with "file:".
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI |
              (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* connection = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &connection, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  Database database{connection};  // even a failed open leaves something to close
  if (code != SQLITE_OK) return error_of(code, "open");
  return guarded([&]() -> Result<Database> {
    database.configure(path, options);
    return std::move(database);
  });
}

void Database::configure(const std::string& path, const DatabaseOptions& options) {
  auto* connection = connection_.get();
  sqlite3_busy_timeout(connection, busy_timeout_ms);
  // A store's file may have been altered by someone: its schema is not trusted to call functions, and nothing can be
  // loaded into the process.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  // Else a statement whose parameter a partial index also asks about (type = ?) is compiled anew whenever it changes.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  run("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-" + std::to_string(options.cache_kib));
  if (options.read_only) {
    pages();
    return;
  }
  int reserve = 0;
  if (sqlite3_file_control(connection, "main", reserve_bytes_control, &reserve) == SQLITE_OK)
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  run("PRAGMA page_size=" + std::to_string(page_bytes));
  auto mode = prepare("PRAGMA journal_mode=WAL");
  mode.step();
  // SQLite stays in another mode without an error where the VFS cannot do it; readers would then stop the writer.
  if (mode.text(0) != "wal" && path != ":memory:") throw SqliteFailure{{Fault::disk, "open: no write-ahead log"}};
  mode.rewind();
  run("PRAGMA synchronous=FULL");
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                &statement, nullptr);
  if (code != SQLITE_OK) fail_in_sql(connection_.get(), code, "prepare");
  require(statement != nullptr, "a statement to prepare has text");
  return Statement{statement};
}

void Database::run(const std::string& sql) {
  int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail_in_sql(connection_.get(), code, sql.substr(0, sql.find_first_of(" \n(;")));
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(connection_.get()); }
std::int64_t Database::changes() const { return sqlite3_changes64(connection_.get()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

Result<void> Database::check() {
  return guarded([&]() -> Result<void> {
    auto pages_and_indexes = prepare("PRAGMA integrity_check(1)");
    pages_and_indexes.step();
    std::string finding{pages_and_indexes.text(0)};
    pages_and_indexes.rewind();
    if (finding != "ok") return Error{Fault::store_damaged, "integrity_check: " + finding};
    auto references = prepare("PRAGMA foreign_key_check");
    if (references.step()) {
      return Error{Fault::store_damaged, "foreign_key_check: table " + std::string{references.text(0)}};
    }
    return {};
  });
}

Result<void> Database::copy_into(const std::string& path, const std::string& vfs) {
  auto uri = "file:" + in_uri(path) + "?vfs=" + in_uri(vfs.empty() ? sqlite3_vfs_find(nullptr)->zName : vfs);
  return guarded([&]() -> Result<void> {
    // The copy's pages leave as much room as its VFS asks for.
    prepare("ATTACH ? AS copy").with(uri).run();
    int reserve = 0;
    sqlite3_file_control(connection_.get(), "copy", reserve_bytes_control, &reserve);
    run("DETACH copy");
    sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    prepare("VACUUM INTO ?").with(uri).run();
    return {};
  });
}

std::uint64_t Database::pages() {
  auto count = prepare("PRAGMA page_count");
  count.step();
  return static_cast<std::uint64_t>(count.integer(0));
}

namespace {

constexpr int copied_pages_at_once = 1024;

struct Copying {
  explicit Copying(sqlite3* to, sqlite3* from) : work(sqlite3_backup_init(to, "main", from, "main")) {}
  ~Copying() { sqlite3_backup_finish(work); }
  Copying(const Copying&) = delete;
  sqlite3_backup* work;
};

}  // namespace

Result<void> Database::copy_to(const std::string& path, const DatabaseOptions& options) {
  auto fresh = options;
  fresh.read_only = false;
  auto copy = open(path, fresh);
  if (!copy) return copy.error();
  return guarded([&]() -> Result<void> {
    auto objects = copy->prepare("SELECT 1 FROM sqlite_master LIMIT 1");
    if (objects.step()) return Error{Fault::already_exists, path};
    // One moment for all pages: without it the copy would begin anew whenever a writer commits.
    Transaction moment{*this, Transaction::Mode::read};
    auto first = prepare("SELECT 1 FROM sqlite_master LIMIT 1");
    first.step();
    first.rewind();
    Copying copying{copy->connection_.get(), connection_.get()};
    if (copying.work == nullptr) return error_of(sqlite3_errcode(copy->connection_.get()), "copy");
    int code = SQLITE_OK;
    while (code == SQLITE_OK) code = sqlite3_backup_step(copying.work, copied_pages_at_once);
    if (code != SQLITE_DONE) return error_of(code, "copy");
    return {};
  });
}

// SQLite has often rolled back by itself when something failed; and a rollback that fails leaves nothing to do but
// what the next open does anyway.
void Database::abandon(const char* sql) noexcept {
  if (in_transaction()) sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
}

// What is written here waits for the disk, whatever somebody before it had left the connection at
// (shared/relaxed_transaction.h): a level that cannot be set refuses the transaction, with the disk's error.
Transaction::Transaction(Database& database, Mode mode) : database_(database) {
  database_.run(mode == Mode::write ? "PRAGMA synchronous=FULL; BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (open_) database_.abandon("ROLLBACK");
}

void Transaction::commit() {
  require(open_, "a transaction commits once");
  open_ = false;
  try {
    database_.run("COMMIT");
  } catch (const SqliteFailure&) {
    database_.abandon("ROLLBACK");
    throw;
  }
}

Savepoint::Savepoint(Database& database) : database_(database) {
  // Outside a transaction a savepoint would be one, and its release a commit nobody grouped.
  if (!database_.in_transaction()) throw SqliteFailure{{Fault::disk, "SAVEPOINT: the transaction was rolled back"}};
  database_.run("SAVEPOINT step");
}

Savepoint::~Savepoint() {
  if (open_) database_.abandon("ROLLBACK TO step; RELEASE step");
}

void Savepoint::keep() {
  require(open_, "a savepoint is kept once");
  database_.run("RELEASE step");  // a failure leaves it to the destructor
  open_ = false;
}

}  // namespace doorstep
