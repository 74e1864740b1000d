#pragma once
#include <optional>
#include <string>

#include "server/archive.h"
#include "shared/conflict.h"
#include "shared/record.h"
#include "shared/sqlite.h"
#include "shared/template.h"

namespace doorstep {

/// A single row that is read and let go: a statement left standing would hold its read transaction open.
class OneRow {
 public:
  explicit OneRow(Statement& statement) : statement_(statement), found_(statement.step()) {}
  ~OneRow() { statement_.rewind(); }
  OneRow(const OneRow&) = delete;
  explicit operator bool() const { return found_; }
  const Statement& operator*() const { return statement_; }
  const Statement* operator->() const { return &statement_; }

 private:
  Statement& statement_;
  bool found_;
};

/// The columns that `record_text` reads, in its order.
inline constexpr const char* record_text_columns = "id, type, header, basic, detail, sensitive";
RecordText record_text(const Statement& row, int first_column);

/// The type whose rights govern a row of `records`: of a conflict, that of the record it is about.
inline constexpr const char* about_column =
    "CASE type WHEN 'conflict' THEN (SELECT p.type FROM records p WHERE p.id = records.parent) ELSE type END";

/// Where a record has been, as its column `former` keeps it: canonical, from place to seq. Empty: it never moved.
Former former_in(std::optional<std::string_view> column);
std::optional<std::string> former_text(const Former& former);

/// Of rows (place, type, class, sum).
SharedSums read_sums(Statement& rows);

/// What a stored row says beside its texts, so that SQL can find it; everything here follows from the texts.
struct RecordColumns {
  std::optional<RecordId> parent;      ///< of a conflict: its record; of a merged record: what it was merged into
  std::optional<std::string> natural;  ///< of live and merged records with a natural key
  std::optional<RecordId> beside;  ///< where it is, or whose place it tells (shared/template.h); not of a merged one
  State state = State::live;
  bool open = false;  ///< an open conflict
  Seq seq;
};
RecordColumns columns_of(const Template& archive_template, const Record& record);
RecordColumns columns_of(const Conflict& conflict);

/// Our own text that cannot be read is damage; thrown as SqliteFailure, naming the record's id.
Record stored_record(const RecordText& text);
Conflict stored_conflict(const RecordText& text);

}  // namespace doorstep
