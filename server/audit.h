#pragma once
#include <string_view>

#include "server/archive.h"
#include "shared/sqlite.h"

namespace doorstep {

/// The journal's chain: SHA-256 over the head before ‖ seq (8 bytes, big-endian) ‖ the bundle's leaf ‖ SHA-256 of the
/// stored verdict. Who knows one head knows whether anything before it was altered.
Hash journal_head(const Hash& previous, Seq seq, const Hash& leaf, std::string_view verdict_text);

/// Checks all that can be checked (docs/store.md §Server): the database, the journal's gaps, chain, signatures and
/// commitments, each chain's line of verdicts, every record's texts and columns, natural keys, set hashes, and that
/// each refused edit is in quarantine. store_damaged says what is wrong and where, by ids and seqs only. Reads in one
/// transaction of `database`; throws SqliteFailure, server_closing when it was asked to stop.
Result<ArchiveCheck> audit(Database& database, const Template& archive_template, const Epoch& epoch,
                           const std::stop_token& stop);

}  // namespace doorstep
