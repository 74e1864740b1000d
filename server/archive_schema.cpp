#include "server/archive_schema.h"

#include <array>

namespace doorstep {
namespace {

// Version by version; what stands here is never changed, or files of before would differ from files of today.
constexpr std::array migrations{
    // edits.n is journal.n × 512 + position: a bundle's edits lie together, and both are found without another index.
    R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE communities(
  code TEXT PRIMARY KEY, name TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, set_key BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE set_hash(
  community TEXT NOT NULL REFERENCES communities(code), type TEXT NOT NULL, class INTEGER NOT NULL, sum BLOB NOT NULL,
  PRIMARY KEY(community, type, class)
) WITHOUT ROWID;
CREATE TABLE records(
  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, community TEXT NOT NULL, type TEXT NOT NULL, parent BLOB,
  natural TEXT, state INTEGER NOT NULL, open INTEGER NOT NULL, seq INTEGER NOT NULL,
  header TEXT NOT NULL, basic TEXT, detail TEXT, sensitive TEXT
);
CREATE INDEX records_by_id ON records(community, id);
CREATE INDEX records_by_seq ON records(community, seq);
CREATE INDEX records_by_parent ON records(parent, open) WHERE parent IS NOT NULL;
CREATE INDEX records_by_key ON records(natural, type, community) WHERE natural IS NOT NULL;

CREATE TABLE people(
  id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
  communities TEXT NOT NULL, buildings TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE chains(
  n INTEGER PRIMARY KEY, chain TEXT NOT NULL UNIQUE, person TEXT NOT NULL REFERENCES people(id), device TEXT NOT NULL,
  label TEXT NOT NULL, key BLOB NOT NULL, enrolled INTEGER NOT NULL, revoked INTEGER,
  last INTEGER NOT NULL, last_hash BLOB NOT NULL, last_at INTEGER
);
CREATE INDEX chains_by_person ON chains(person);
CREATE TABLE codes(
  hash BLOB PRIMARY KEY, person TEXT NOT NULL REFERENCES people(id), expires INTEGER NOT NULL,
  used_by_key BLOB, chain INTEGER REFERENCES chains(n)
) WITHOUT ROWID;

CREATE TABLE journal(
  n INTEGER PRIMARY KEY, community TEXT NOT NULL REFERENCES communities(code), seq INTEGER NOT NULL,
  chain INTEGER NOT NULL REFERENCES chains(n), number INTEGER NOT NULL, leaf BLOB NOT NULL, head BLOB NOT NULL,
  header TEXT NOT NULL, signature BLOB NOT NULL
);
CREATE UNIQUE INDEX journal_by_seq ON journal(community, seq);
CREATE TABLE edits(n INTEGER PRIMARY KEY, id BLOB NOT NULL, record BLOB NOT NULL, kept INTEGER NOT NULL,
  at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX edits_by_id ON edits(id) WHERE kept = 1;
CREATE INDEX edits_by_record ON edits(record) WHERE kept = 1;
CREATE TABLE verdicts(
  chain INTEGER NOT NULL REFERENCES chains(n), number INTEGER NOT NULL, hash BLOB NOT NULL, previous BLOB NOT NULL,
  verdict TEXT NOT NULL, PRIMARY KEY(chain, number)
) WITHOUT ROWID;
CREATE TABLE quarantine(
  n INTEGER PRIMARY KEY, edit BLOB NOT NULL UNIQUE, chain INTEGER NOT NULL REFERENCES chains(n),
  number INTEGER NOT NULL, position INTEGER NOT NULL, record BLOB NOT NULL, creates INTEGER NOT NULL,
  code TEXT NOT NULL, held_by BLOB, state TEXT NOT NULL, reason TEXT, body TEXT NOT NULL
);
CREATE INDEX quarantine_lanes ON quarantine(chain, record) WHERE state = 'open';
CREATE TABLE parked(chain INTEGER NOT NULL REFERENCES chains(n), number INTEGER NOT NULL, raw TEXT NOT NULL,
  PRIMARY KEY(chain, number)) WITHOUT ROWID;
)sql",
    // Backups, restores and what tablets hand over after one. epochs: the lineage, and the heads at which each began.
    // communities.kept: every backup that is kept has everything up to it. carried: keys of the folder, in backups
    // only.
    R"sql(
ALTER TABLE communities ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
CREATE TABLE epochs(n INTEGER PRIMARY KEY, epoch TEXT NOT NULL UNIQUE, begun INTEGER NOT NULL, seqs TEXT NOT NULL);
INSERT INTO epochs(epoch, begun, seqs) SELECT value, 0, '{}' FROM meta WHERE key = 'epoch';
CREATE TABLE backups(n INTEGER PRIMARY KEY, at INTEGER NOT NULL, seqs TEXT NOT NULL);
CREATE TABLE fence(number INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE rescues(
  n INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, chain INTEGER NOT NULL REFERENCES chains(n), epoch TEXT NOT NULL,
  record BLOB NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, body TEXT NOT NULL
);
CREATE TABLE carried(name TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
)sql",
    // Blocks of numbers by chain; templates that this archive had, each with the heads at which it began.
    R"sql(
CREATE TABLE leases(
  community TEXT NOT NULL, series TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, chain TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY(community, series, first)
) WITHOUT ROWID;
CREATE TABLE templates(
  n INTEGER PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL UNIQUE, begun INTEGER NOT NULL, seqs TEXT NOT NULL,
  text TEXT NOT NULL
);
)sql",
    // A number that a request was given tells it apart where no other register's does.
    R"sql(
UPDATE records SET natural = json_array(json_extract(basic, '$.values.request_no'))
WHERE type = 'request' AND natural IS NULL AND state IN (0, 3) AND json_extract(basic, '$.values.request_no') IS NOT NULL
  AND (SELECT value FROM meta WHERE key = 'template') LIKE '%"series":"R"%';
)sql",
    // Roles, each with all its versions, and what admins did. set_hash is kept by the type whose rights govern and, for
    // headers, by the classes they stand over: `resum` tells the opening to count it anew. The first admin was made
    // when no role was enforced and worked like anybody.
    R"sql(
CREATE TABLE roles(
  name TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(name, version)
) WITHOUT ROWID;
CREATE TABLE receipts(
  chain INTEGER PRIMARY KEY REFERENCES chains(n), at INTEGER NOT NULL, nonce BLOB NOT NULL, edits INTEGER NOT NULL,
  signature BLOB NOT NULL
);
CREATE TABLE acts(n INTEGER PRIMARY KEY, at INTEGER NOT NULL, act TEXT NOT NULL, head BLOB NOT NULL);
INSERT INTO meta VALUES('resum', '1');
UPDATE people SET role = 'manager' WHERE login = 'admin' AND role = 'system_admin';
)sql",
    // Places (docs/security.md §Places). place: of the header's text, and of a conflict too; former: where the record
    // has been, and the seq at which it left there last. `places` tells the opening to find those of what is there.
    R"sql(
ALTER TABLE records ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE records ADD COLUMN former TEXT;
DROP TABLE set_hash;
CREATE TABLE set_hash(
  community TEXT NOT NULL REFERENCES communities(code), place TEXT NOT NULL, type TEXT NOT NULL, class INTEGER NOT NULL,
  sum BLOB NOT NULL, PRIMARY KEY(community, place, type, class)
) WITHOUT ROWID;
INSERT OR REPLACE INTO meta VALUES('resum', '1'), ('places', '1');
)sql",
    // What each tablet said of itself when it called last; tip: the last bundle of its chain that it had then. access:
    // who read what is sensitive, a line for each person, tablet, kind and object a day (docs/security.md §The access
    // log); `times` and `last` count on, the rest is chained. A quarantined edit's community is the one its bundle
    // named.
    R"sql(
ALTER TABLE quarantine ADD COLUMN community TEXT;
CREATE TABLE contacts(
  device TEXT PRIMARY KEY, chain TEXT NOT NULL, at INTEGER NOT NULL, program TEXT NOT NULL, protocol INTEGER NOT NULL,
  tip INTEGER NOT NULL, storage INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE access(
  n INTEGER PRIMARY KEY, day TEXT NOT NULL, at INTEGER NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL,
  kind TEXT NOT NULL, what TEXT NOT NULL, head BLOB NOT NULL, times INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE UNIQUE INDEX access_by_day ON access(day, kind, person, device, what);
)sql",
    // beside: of a record the one that it is where it is, or whose place it tells, as the template says. The templates
    // of before say it of none.
    R"sql(
ALTER TABLE records ADD COLUMN beside BLOB;
CREATE INDEX records_beside ON records(beside) WHERE beside IS NOT NULL;
)sql",
    // Lawful erasure (docs/store.md §Erasure). erasures: who asked for one, who agreed, what it destroyed. erased:
    // records of which nothing may come back; `due` 1: a fence says so, and it is not done here yet, 2: it has not told
    // all of them; `author`: made under one of them, and nobody but this person's tablet knows of it. heard: how far
    // each tablet had come when it called last.
    R"sql(
CREATE TABLE erasures(
  n INTEGER PRIMARY KEY, erasure TEXT NOT NULL UNIQUE, community TEXT NOT NULL, reason TEXT NOT NULL,
  records TEXT NOT NULL, state TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at INTEGER NOT NULL, decided_by TEXT,
  decided_at INTEGER, total INTEGER, seq INTEGER, destroyed TEXT
);
CREATE TABLE erased(
  n INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, erasure TEXT NOT NULL, due INTEGER NOT NULL, author TEXT
);
CREATE INDEX erased_by_erasure ON erased(erasure);
CREATE INDEX erased_due ON erased(due) WHERE due = 1;
CREATE TABLE heard(
  device TEXT NOT NULL, community TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(device, community)
) WITHOUT ROWID;
CREATE INDEX edits_not_kept_by_record ON edits(record) WHERE kept = 0;
CREATE INDEX quarantine_by_record ON quarantine(record);
)sql"};
static_assert(migrations.size() == archive_schema_version);

std::int64_t version_of(Database& database) {
  auto version = database.prepare("PRAGMA user_version");
  version.step();
  auto found = version.integer(0);
  version.rewind();
  return found;
}

void bring_up_to_date(Database& database, std::int64_t version) {
  for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) database.run(migrations[next]);
  database.run("PRAGMA user_version = " + std::to_string(archive_schema_version));
}

}  // namespace

Result<void> create_archive_schema(Database& database) {
  if (version_of(database) != 0) return Error{Fault::already_exists, "an archive stands here already"};
  bring_up_to_date(database, 0);
  return {};
}

Result<void> migrate_archive_schema(Database& database) {
  auto version = version_of(database);
  if (version == archive_schema_version) return {};
  if (version == 0) return Error{Fault::not_found, "no archive stands here"};
  if (version > archive_schema_version) return Error{Fault::store_newer, "schema " + std::to_string(version)};
  Transaction transaction{database};
  version = version_of(database);
  if (version < archive_schema_version) bring_up_to_date(database, version);
  transaction.commit();
  return {};
}

}  // namespace doorstep
