#pragma once
#include "server/archive_sqlite.h"
#include "server/bundle_trial.h"
#include "server/reader_pool.h"

namespace doorstep {

/// The writer connection and what it works with. One thread at a time.
struct ArchiveWriter {
  explicit ArchiveWriter(Database opened);

  Database database;
  RecordQueries records;
  EditQueries edits;
  Statement community, sums, chain, verdict;
  Statement insert_record, update_record, insert_journal, insert_edit, insert_verdict, insert_quarantine, insert_parked;
  Statement update_community, put_sum, update_chain;
};

/// Everything an open archive is made of; its verbs stand in archive_sqlite.cpp (opening), archive_accept.cpp,
/// archive_read.cpp and accounts.cpp.
struct ArchiveSqlite::Parts {
  ArchiveOptions options;
  Clock& clock;
  Dice& dice;
  Template archive_template;
  Epoch epoch;
  ArchiveWriter writer;
  ReaderPool readers;
};

}  // namespace doorstep
