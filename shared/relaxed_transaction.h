#pragma once
#include "shared/sqlite.h"

namespace doorstep {

/// A write transaction whose commit does not wait for the disk (SQLite's synchronous=NORMAL): for what comes again by
/// itself when it is lost, and for nothing that anybody was promised. A verdict and a checkpoint are said again by the
/// server, the full-text index is made anew from its watermark.
///
/// A process that dies loses nothing. After a power cut this transaction may be gone, and then every later one is too:
/// the log is one line, and the next commit that does wait (an edit, a page) syncs all of it.
///
/// It takes SQLite's level back when it ends. A disk that fails just then may keep it from that: SQLite reads a schema
/// anew that it had to forget. The next Transaction waits all the same, since each sets its level before it begins, and
/// is refused with the disk's error while that cannot be done.
class RelaxedTransaction {
 public:
  explicit RelaxedTransaction(Database& database);
  ~RelaxedTransaction();
  RelaxedTransaction(const RelaxedTransaction&) = delete;
  RelaxedTransaction& operator=(const RelaxedTransaction&) = delete;
  void commit();

 private:
  /// SQLite's level for this connection, taken back when the transaction has ended.
  struct Level {
    explicit Level(Database& of);
    ~Level();
    Level(const Level&) = delete;
    Database& database;
  };
  Level level_;
  Database& database_;
  bool open_ = true;
};

}  // namespace doorstep
