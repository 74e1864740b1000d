#pragma once
#include <optional>
#include <vector>

#include "engine/brief.h"
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
  std::optional<RecordId> parent;  ///< of a merged record: what it was merged into
  std::string natural;             ///< empty: none
  int state = 0;
  std::string type;                         ///< empty: a conflict, or a type that the template does not have
  std::map<std::string, RecordId> links{};  ///< reference field, the parent's not among them → the record referred to
  bool may_link = false;                    ///< the type has such fields
  std::optional<Brief> brief{};
};
RowFacts facts_of(const Template& archive_template, const Record& record);
RowFacts facts_of(const Conflict& conflict);

std::optional<Row> read_row(Statements& sql, const RecordId& id);
/// Replaces row `n`, or inserts one when it is empty; marks it for the full-text index and answers its n.
std::int64_t write_row(Statements& sql, std::optional<std::int64_t> n, const RecordText& text, const RowFacts& facts);
void delete_row(Statements& sql, std::int64_t n);

std::vector<Row> conflict_rows(Statements& sql, const RecordId& record);
/// What this id stands for, as people see it: itself, or the record at the end of the line of those it was merged into.
RecordId root_of(Statements& sql, const RecordId& id);
/// Whatever was merged into it, directly or not.
std::vector<RecordId> aliases_of(Statements& sql, const RecordId& id);
/// Of all that it stands for; and what was merged into it.
std::vector<RecordId> live_children(Statements& sql, const RecordId& record);

/// What rows say about their records, and the full-text index, as a newly adopted template sees them.
void refile_rows(Statements& sql, const Template& archive_template);

/// The live records that refer to this one, or to what was merged into it, by another field than their parent's.
std::vector<RecordId> linked_here(Statements& sql, const RecordId& record);

/// Links and briefs of a store that comes from a version without them.
void file_links_and_briefs(Statements& sql, const Template& archive_template);

/// The record as shown, all its conflicts and live children.
Subject read_subject(Statements& sql, const RecordText& shown);

/// Unwraps what decoding our own texts answers.
template <class T>
T stored(Result<T> decoded) {
  if (!decoded) throw SqliteFailure{{Fault::store_damaged, "a stored text: " + decoded.error().detail}};
  return std::move(*decoded);
}

}  // namespace doorstep
