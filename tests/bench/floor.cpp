#include "tests/bench/floor.h"

#include <filesystem>

#include "engine/vault.h"
#include "shared/cipher_vfs.h"
#include "tests/bench/tablets.h"

namespace doorstep::bench {
namespace {

Database open_fresh(const std::string& path) {
  for (const auto* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
  return must(Database::open(path, {}), "the floor's file");
}

/// A tablet's store, read beside the tablet itself.
struct OpenedStore {
  explicit OpenedStore(const std::string& folder)
      : cipher(page_key(folder)), database(must(Database::open(store_of(folder), {.vfs = cipher.name()}), folder)) {}
  static Secret page_key(const std::string& folder) {
    SystemDice dice;
    SystemClock clock;
    return must(Vault::unlock(folder, passphrase, clock, dice), "unlock").page_key();
  }
  CipherVfs cipher;
  Database database;
};

std::int64_t one_number(const std::string& folder, std::string_view sql, std::int64_t bound) {
  OpenedStore store{folder};
  auto row = store.database.prepare(sql);
  expect(row.with(bound).step(), "a sum has a row");
  return row.integer(0);
}

}  // namespace

std::vector<BareRow> rows_of(const std::string& folder) {
  OpenedStore store{folder};
  auto row = store.database.prepare(
      "SELECT id, header || COALESCE(basic, '') || COALESCE(detail, '') || COALESCE(sensitive, '') FROM records "
      "ORDER BY id");
  std::vector<BareRow> out;
  row.with();
  while (row.step()) out.push_back({std::string{row.blob(0)}, std::string{row.text(1)}});
  return out;
}

double bare_insert_seconds(const std::string& path, const std::vector<BareRow>& rows) {
  auto database = open_fresh(path);
  database.run("CREATE TABLE rows (id BLOB PRIMARY KEY, text TEXT NOT NULL)");
  auto insert = database.prepare("INSERT INTO rows (id, text) VALUES (?, ?)");
  const auto start = Watch::now();
  for (std::size_t at = 0; at < rows.size();) {
    Transaction transaction{database};
    for (std::size_t i = 0; i < bare_batch_rows && at < rows.size(); ++i, ++at)
      insert.with(rows[at].id, rows[at].text).run();
    transaction.commit();
  }
  return seconds_since(start);
}

BareCommits::BareCommits(const std::string& path, std::size_t bytes) : database_(open_fresh(path)), text_(bytes, 'x') {
  database_.run("CREATE TABLE rows (n INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  insert_ = database_.prepare("INSERT INTO rows (text) VALUES (?)");
}

void BareCommits::commit() {
  Transaction transaction{database_};
  insert_.with(text_).run();
  transaction.commit();
}

std::size_t bytes_per_edit(const std::string& folder, std::int64_t after) {
  const auto bundles = one_number(folder, R"sql(
    SELECT SUM(LENGTH(hash) + LENGTH(CAST(header AS BLOB)) + LENGTH(CAST(bodies AS BLOB)) + LENGTH(signature))
    FROM bundles WHERE number > ?)sql",
                                  after);
  // A record and what lies under it are written once by each of its edits; each was edited once since `after`.
  const auto records = one_number(folder, R"sql(
    SELECT SUM(LENGTH(records.id) + LENGTH(CAST(records.header AS BLOB)) +
      LENGTH(CAST(COALESCE(records.basic, '') || COALESCE(records.detail, '') || COALESCE(records.sensitive, '') AS BLOB)) +
      LENGTH(CAST(COALESCE(rebase.header, '') || COALESCE(rebase.basic, '') || COALESCE(rebase.detail, '') ||
        COALESCE(rebase.sensitive, '') || rebase.conflicts || rebase.edits AS BLOB)))
    FROM records JOIN rebase USING (n) WHERE ? >= 0)sql",
                                  after);
  const auto edits = one_number(folder, "SELECT COUNT(*) FROM bundles WHERE number > ?", after);
  expect(edits > 0, "edits were made");
  return static_cast<std::size_t>((bundles + records) / edits);
}

std::int64_t last_bundle(const std::string& folder) {
  return one_number(folder, "SELECT COALESCE(MAX(number), 0) FROM bundles WHERE number >= ?", 0);
}

std::size_t bundle_wire_bytes(const std::string& folder) {
  return static_cast<std::size_t>(one_number(folder, R"sql(
    SELECT LENGTH(CAST(header AS BLOB)) + LENGTH(CAST(bodies AS BLOB)) + 2 * LENGTH(signature) FROM bundles
    WHERE number >= ? AND header IS NOT NULL ORDER BY number DESC LIMIT 1)sql",
                                             0));
}

}  // namespace doorstep::bench
