#pragma once
#include <unordered_map>
#include <vector>

#include "engine/estate.h"
#include "shared/sqlite.h"
#include "shared/statements.h"

namespace doorstep {

class HomeTally;

/// The estate as it is kept in memory between two looks at it, because a screen looks again and again and 100,000
/// records take a tenth of a second to count. Counted whole at the first look, on another day, and after another
/// process has written; else only the homes whose records this connection wrote meanwhile, which temporary triggers
/// note down: nothing about it is on disk. One thread; throws SqliteFailure.
class EstateBook {
 public:
  EstateBook(Database& database, Statements& sql) : database_(database), sql_(sql) {}

  /// Up to date, in the order of buildings. Has a read transaction of its own.
  const std::vector<EstateRow>& rows(const Day& today);

 private:
  void watch();
  void count_all();
  void count_again(const std::vector<RecordId>& stale);
  void count_home(const RecordId& unit);
  void add_all_of(const RecordId& unit, HomeTally& home);
  bool is_warned_of(const RecordId& person);
  void count_conflicts_and_pending();
  void sort();
  std::vector<RecordId> take_stale();
  std::int64_t data_version();
  Statement& briefs(const char* type);

  Database& database_;
  Statements& sql_;
  bool watching_ = false, known_ = false;
  std::int64_t version_ = 0;  ///< SQLite's, which other connections' commits move
  Day day_;
  std::vector<EstateRow> rows_;
  std::unordered_map<RecordId, std::size_t> places_;
};

/// With more homes than these to count again, counting all of them is as quick.
inline constexpr std::size_t stale_homes_max = 500;

}  // namespace doorstep
