#pragma once
#include <string>

#include "shared/sqlite.h"

namespace doorstep {

/// A write transaction whose commit does not wait for the disk (SQLite's synchronous=NORMAL): for what comes again by
/// itself when it is lost, and for nothing that anybody was promised. A verdict and a checkpoint are said again by the
/// server, the full-text index is made anew from its watermark.
///
/// A process that dies loses nothing. After a power cut this transaction may be gone, and then every later one is too:
/// the log is one line, and the next commit that does wait (an edit, a page) syncs all of it.
class RelaxedTransaction {
 public:
  explicit RelaxedTransaction(Database& database) : level_(database), transaction_(database) {}
  void commit() { transaction_.commit(); }

 private:
  /// SQLite's level for this connection, taken back when the transaction has ended.
  class Level {
   public:
    explicit Level(Database& database);
    ~Level();
    Level(const Level&) = delete;

   private:
    Database& database_;
    std::string before_;
  };
  Level level_;
  Transaction transaction_;
};

}  // namespace doorstep
