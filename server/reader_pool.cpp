#include "server/reader_pool.h"

#include "server/archive_rows.h"

namespace doorstep {
namespace {

std::string page_query(const std::string& rest) {
  return "SELECT " + std::string{record_text_columns} + ", seq, " + about_column + ", place, former" +
         " FROM records WHERE community = ? AND " + rest;
}

}  // namespace

ArchiveReader::ArchiveReader(Database opened)
    : database(std::move(opened)),
      community(database.prepare("SELECT seq FROM communities WHERE code = ?")),
      communities(database.prepare("SELECT code, name, seq, set_key, kept FROM communities ORDER BY code")),
      people(database.prepare("SELECT id, name FROM people ORDER BY id LIMIT ?")),
      sums(database.prepare("SELECT place, type, class, sum FROM set_hash WHERE community = ?")),
      chain_last(database.prepare("SELECT last, last_hash FROM chains WHERE chain = ?")),
      set_key(database.prepare("SELECT set_key FROM communities WHERE code = ?")),
      state(database.prepare(page_query("id > ? ORDER BY id"))),
      tail(database.prepare(page_query("seq > ? ORDER BY seq, id"))),
      bundle(database.prepare(page_query("seq = ? AND id > ? ORDER BY id"))),
      device(database.prepare(
          "SELECT p.id, c.device, p.name, c.key, c.revoked, c.last, c.last_hash, p.role, p.communities, "
          "p.buildings FROM chains c JOIN people p ON p.id = c.person WHERE c.chain = ?")),
      // Sorted are the numbers alone, never the texts.
      history(database.prepare("SELECT j.seq, p.name, c.chain, e.at, e.n, e.body, j.header, j.signature, "
                               "v.verdict FROM edits e JOIN journal j ON j.n = e.n / 512 "
                               "JOIN chains c ON c.n = j.chain "
                               "JOIN verdicts v ON v.chain = j.chain AND v.number = j.number "
                               "JOIN people p ON p.id = c.person WHERE e.n IN ("
                               "WITH RECURSIVE all_of_it(id) AS (SELECT ?1 UNION SELECT r.id FROM records r "
                               "JOIN all_of_it ON r.parent = all_of_it.id WHERE r.open = 0 AND r.state = 3) "
                               "SELECT n FROM edits INDEXED BY edits_by_record WHERE kept = 1 AND n < ?2 "
                               "AND record IN (SELECT id FROM all_of_it) ORDER BY n DESC LIMIT ?3) "
                               "ORDER BY e.n DESC")),
      edit_place(database.prepare("SELECT n FROM edits WHERE id = ? AND kept = 1")),
      grant(database.prepare("SELECT p.role || char(10) || COALESCE((SELECT MAX(version) FROM roles "
                             "WHERE name = p.role), 0) || char(10) || p.communities || char(10) || p.buildings "
                             "FROM people p WHERE p.id = ?")),
      reads(database.prepare(
          "SELECT type, basic IS NOT NULL, detail IS NOT NULL, sensitive IS NOT NULL, community, place, state "
          "FROM records WHERE id = ?")),
      epochs(database.prepare("SELECT epoch, seqs FROM epochs ORDER BY n DESC LIMIT ?")) {}

std::unique_ptr<ArchiveReader> ReaderPool::take() {
  std::unique_lock lock{mutex_};
  returned_.wait(lock, [&] { return !free_.empty() || opened_ < readers_max; });
  if (!free_.empty()) {
    auto reader = std::move(free_.back());
    free_.pop_back();
    return reader;
  }
  auto options = options_.database;
  options.read_only = true;
  auto database = Database::open(options_.path, options);
  if (!database) throw SqliteFailure{database.error()};
  auto reader = std::make_unique<ArchiveReader>(std::move(*database));
  ++opened_;
  return reader;
}

void ReaderPool::give_back(std::unique_ptr<ArchiveReader> reader) {
  {
    std::lock_guard lock{mutex_};
    free_.push_back(std::move(reader));
  }
  returned_.notify_one();
}

}  // namespace doorstep
