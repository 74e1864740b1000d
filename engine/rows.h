#pragma once
#include <optional>
#include <vector>

#include "shared/merge.h"
#include "shared/statements.h"

namespace doorstep {

/// Rows of `records`, as the store's verbs read and write them. All throw SqliteFailure; a stored text that does not
/// decode is store_damaged.

struct Row {
  std::int64_t n = 0;
  RecordText text;
};

/// What a row says about its record beside the texts.
struct RowFacts {
  CommunityId community;
  std::optional<RecordId> parent;
  std::string natural;  ///< empty: none
  int state = 0;
};
RowFacts facts_of(const Template& archive_template, const Record& record);
RowFacts facts_of(const Conflict& conflict);

std::optional<Row> read_row(Statements& sql, const RecordId& id);
/// Replaces row `n`, or inserts one when it is empty; marks it for the full-text index and answers its n.
std::int64_t write_row(Statements& sql, std::optional<std::int64_t> n, const RecordText& text, const RowFacts& facts);
void delete_row(Statements& sql, std::int64_t n);

std::vector<Row> conflict_rows(Statements& sql, const RecordId& record);
std::vector<RecordId> live_children(Statements& sql, const RecordId& record);

/// What rows say about their records, and the full-text index, as a newly adopted template sees them.
void refile_rows(Statements& sql, const Template& archive_template);

/// The record as shown, all its conflicts and live children.
Subject read_subject(Statements& sql, const RecordText& shown);

/// Unwraps what decoding our own texts answers.
template <class T>
T stored(Result<T> decoded) {
  if (!decoded) throw SqliteFailure{{Fault::store_damaged, "a stored text: " + decoded.error().detail}};
  return std::move(*decoded);
}

}  // namespace doorstep
