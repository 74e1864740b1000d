#include "engine/schema.h"

#include <array>

namespace doorstep {
namespace {

constexpr std::array migrations{
    R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- One row for each community. cursor NULL: its first sync is not complete; state_after and state_from tell how far it came.
CREATE TABLE communities (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, set_key BLOB NOT NULL, cursor INTEGER, state_after BLOB, state_from INTEGER,
  set_hash BLOB NOT NULL, checked INTEGER NOT NULL DEFAULT 0, agrees INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

-- Colleagues' names, as the server told them: who wanted which value.
CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

-- What the person sees. A conflict is a row too; its parent is the record it is about.
CREATE TABLE records (
  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, community TEXT NOT NULL, type TEXT NOT NULL, parent BLOB, natural TEXT,
  state INTEGER NOT NULL, header TEXT NOT NULL, basic TEXT, detail TEXT, sensitive TEXT);
CREATE INDEX records_by_parent ON records (parent) WHERE parent IS NOT NULL;
CREATE INDEX records_by_natural ON records (type, natural) WHERE natural IS NOT NULL;
CREATE INDEX open_conflicts ON records (type, state) WHERE type = 'conflict';

-- The server's state of records with own edits that it does not contain yet, and those edits in order. header NULL: the
-- server does not have the record. n is that of records; first is the bundle of the first edit.
CREATE TABLE rebase (
  n INTEGER PRIMARY KEY, first INTEGER NOT NULL, header TEXT, basic TEXT, detail TEXT, sensitive TEXT, conflicts TEXT NOT NULL,
  edits TEXT NOT NULL);

-- The chain's whole line. The texts go when a bundle has left the outbox; number and hash stay for ever.
-- state: 0 waiting, 1 answered, 2 gone from the outbox. SQLite takes the index only where a query says `state < 2` as well.
CREATE TABLE bundles (
  number INTEGER PRIMARY KEY, hash BLOB NOT NULL, state INTEGER NOT NULL, community TEXT NOT NULL, edits INTEGER NOT NULL,
  header TEXT, bodies TEXT, signature BLOB, seq INTEGER, verdict TEXT);
CREATE INDEX bundles_in_outbox ON bundles (state, number) WHERE state < 2;

-- Rejected and held edits: they stand in a list for the person, outside what is pending.
CREATE TABLE refusals (edit BLOB PRIMARY KEY, record BLOB NOT NULL, code TEXT NOT NULL, held_by BLOB, body TEXT NOT NULL);

CREATE TABLE history (record BLOB NOT NULL, edit BLOB NOT NULL, seq INTEGER NOT NULL, position INTEGER NOT NULL, entry TEXT NOT NULL,
  PRIMARY KEY (record, edit)) WITHOUT ROWID;
CREATE TABLE history_known (record BLOB PRIMARY KEY, upto INTEGER NOT NULL, complete INTEGER NOT NULL) WITHOUT ROWID;

-- Full text, an index for each class so that losing a class is dropping a table. `unindexed` is its watermark; fresh:
-- the index has nothing of this row yet that would have to be taken out.
CREATE VIRTUAL TABLE search_basic USING fts5 (words, tokenize = 'unicode61', columnsize = 0);
CREATE VIRTUAL TABLE search_detail USING fts5 (words, tokenize = 'unicode61', columnsize = 0);
CREATE VIRTUAL TABLE search_sensitive USING fts5 (words, tokenize = 'unicode61', columnsize = 0);
CREATE TABLE unindexed (n INTEGER PRIMARY KEY, fresh INTEGER NOT NULL);
)sql",
    R"sql(
-- Full text by our own tokenizer (docs/search.md). The index is derived: it is dropped, and every record waits for it.
DROP TABLE search_basic;
DROP TABLE search_detail;
DROP TABLE search_sensitive;
CREATE VIRTUAL TABLE search_basic USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
CREATE VIRTUAL TABLE search_detail USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
CREATE VIRTUAL TABLE search_sensitive USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
DELETE FROM unindexed;
INSERT INTO unindexed (n, fresh) SELECT n, 1 FROM records WHERE type <> 'conflict';

-- A list of one type begins at once, however many records of other types came later. SQLite takes the index only where a
-- query says both of its conditions, so it comes between no query and the index that was meant for it.
CREATE INDEX records_by_type ON records (type) WHERE state = 0 AND type <> 'conflict';
)sql",
    // After a server's restore (docs/store.md §Epochs). kept: every backup of the server has everything up to it; the
    // texts of answered bundles above it stay here. rescues: texts that perhaps only this store still has.
    R"sql(
ALTER TABLE communities ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
CREATE INDEX bundles_answered_and_kept ON bundles (number) WHERE state = 2 AND header IS NOT NULL;
CREATE TABLE rescues (n INTEGER PRIMARY KEY, epoch TEXT NOT NULL, record BLOB NOT NULL, body TEXT NOT NULL);
CREATE TABLE fence (number INTEGER PRIMARY KEY, line TEXT NOT NULL);
)sql",
    // Households, drafts and visits (docs/store.md §Tablet). Links and briefs follow from the records; `refile` tells
    // the opening to make them for what is there already.
    R"sql(
CREATE TABLE links (n INTEGER NOT NULL, field TEXT NOT NULL, target BLOB NOT NULL, PRIMARY KEY (n, field)) WITHOUT ROWID;
CREATE INDEX links_by_target ON links (target);
CREATE TABLE briefs (
  type TEXT NOT NULL, n INTEGER NOT NULL, id BLOB NOT NULL, parent BLOB, wanted INTEGER NOT NULL, filled INTEGER NOT NULL,
  word1 TEXT, word2 TEXT, word3 TEXT, word4 TEXT, word5 TEXT, PRIMARY KEY (type, n)) WITHOUT ROWID;
INSERT INTO meta (key, value) SELECT 'refile', 1 WHERE EXISTS (SELECT 1 FROM records);

-- What somebody is typing, by form.
CREATE TABLE drafts (key TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;

-- The open visit, if one is, and its edits: not sealed and without a number until it ends. Positions are never given
-- twice, because a sealed parcel in the outmail is known by one; the edits of one save have the same `save`.
CREATE TABLE open_visit (one INTEGER PRIMARY KEY CHECK (one = 1), visit BLOB NOT NULL, unit BLOB NOT NULL);
CREATE TABLE visit_edits (
  position INTEGER PRIMARY KEY AUTOINCREMENT, save INTEGER NOT NULL, edit BLOB NOT NULL, record BLOB NOT NULL,
  creates INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX visit_edits_by_record ON visit_edits (record);
)sql",
    // A first sync's full text is sorted in memory, 8 MiB for each class, and so written once instead of many times.
    R"sql(
INSERT INTO search_basic (search_basic, rank) VALUES ('hashsize', 8388608);
INSERT INTO search_detail (search_detail, rank) VALUES ('hashsize', 8388608);
INSERT INTO search_sensitive (search_sensitive, rank) VALUES ('hashsize', 8388608);
)sql",
    // Blocks of numbers leased to this store's chain (docs/protocol.md §Numbers). A block stays when it is used up, so
    // that one that was here once is known again.
    R"sql(
CREATE TABLE numbers (
  community TEXT NOT NULL, series TEXT NOT NULL, first INTEGER NOT NULL, next INTEGER NOT NULL, last INTEGER NOT NULL,
  chain TEXT NOT NULL, PRIMARY KEY (community, series, first)) WITHOUT ROWID;

-- The index holds more of each text (plates and numbers without their dots and hyphens): every record waits for it anew.
DROP TABLE search_basic;
DROP TABLE search_detail;
DROP TABLE search_sensitive;
CREATE VIRTUAL TABLE search_basic USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
CREATE VIRTUAL TABLE search_detail USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
CREATE VIRTUAL TABLE search_sensitive USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
DELETE FROM unindexed;
INSERT INTO unindexed (n, fresh) SELECT n, 1 FROM records WHERE type <> 'conflict';
INSERT INTO search_basic (search_basic, rank) VALUES ('hashsize', 8388608);
INSERT INTO search_detail (search_detail, rank) VALUES ('hashsize', 8388608);
INSERT INTO search_sensitive (search_sensitive, rank) VALUES ('hashsize', 8388608);
)sql",
    // Rights (docs/security.md §Grants). complete: up to here nothing is missing, nor half a page; gained: classes by
    // type that a wider grant still has to bring, and how far that came.
    R"sql(
ALTER TABLE communities ADD COLUMN complete INTEGER NOT NULL DEFAULT 0;
ALTER TABLE communities ADD COLUMN gained TEXT;
ALTER TABLE communities ADD COLUMN gained_after BLOB;
UPDATE communities SET complete = checked;
)sql",
    // held: where more buildings are seen now, which of them were seen before. It stood among the types.
    R"sql(
ALTER TABLE communities ADD COLUMN held TEXT;
UPDATE communities SET held = (SELECT key FROM json_each(gained) WHERE key LIKE '[%') WHERE gained IS NOT NULL;
UPDATE communities SET gained = (SELECT json_group_object(key, value) FROM json_each(gained) WHERE key NOT LIKE '[%')
WHERE held IS NOT NULL;
UPDATE communities SET gained = NULL WHERE gained = '{}';
)sql",
    // What an edit asks of a record's children, conflicts and merged ones stands in the index itself: no row of theirs
    // is fetched to see that it is something else.
    R"sql(
DROP INDEX records_by_parent;
CREATE INDEX records_by_parent ON records (parent, type, state, id) WHERE parent IS NOT NULL;
)sql",
    // Programs of before took what was erased for removed, and kept what else they had of it: `reforget` tells the
    // opening.
    R"sql(
UPDATE records SET state = 4 WHERE state = 2 AND type <> 'conflict' AND json_extract(header, '$.erased');
INSERT INTO meta (key, value) SELECT 'reforget', 1 WHERE EXISTS (SELECT 1 FROM records WHERE state = 4 AND type <> 'conflict');
)sql"};

}  // namespace

void renew_search_table(Database& database, Class klass) {
  const auto table = "search_" + std::string{name_of(klass)};
  database.run("DROP TABLE " + table);
  database.run("CREATE VIRTUAL TABLE " + table + " USING fts5 (lines, tokenize = 'doorstep', columnsize = 0)");
  database.run("INSERT INTO " + table + " (" + table + ", rank) VALUES ('hashsize', 8388608)");
}

Result<void> migrate_store(Database& database) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database};
    auto ask = database.prepare("PRAGMA user_version");
    ask.with().step();
    auto version = static_cast<std::size_t>(ask.integer(0));
    ask = Statement{};
    if (version > migrations.size()) return Error{Fault::store_newer, "store version " + std::to_string(version)};
    for (auto next = version; next < migrations.size(); ++next) {
      database.run(migrations[next]);
      database.run("PRAGMA user_version = " + std::to_string(next + 1));
    }
    transaction.commit();
    return {};
  });
}

}  // namespace doorstep
