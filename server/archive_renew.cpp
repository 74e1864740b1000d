// Backups and what a restored archive becomes. docs/store.md §Epochs.
#include "server/archive_parts.h"
#include "server/archive_schema.h"
#include "server/places.h"
#include "server/set_sums.h"

namespace doorstep {
namespace {

using SumsByCommunity = std::map<std::pair<std::string, SumKey>, Hash>;  ///< by community

std::map<std::string, Bytes<32>> set_keys_of(Database& database) {
  std::map<std::string, Bytes<32>> out;
  auto rows = database.prepare("SELECT code, set_key FROM communities");
  while (rows.step()) out[std::string{rows.text(0)}] = rows.bytes<32>(1);
  return out;
}

// Every element names the epoch, so none of the old sums holds in a new one.
SumsByCommunity sums_in(Database& database, const Epoch& epoch) {
  SumsByCommunity out;
  auto keys = set_keys_of(database);
  auto rows =
      database.prepare("SELECT " + std::string{record_text_columns} + ", community, " + about_column + " FROM records");
  while (rows.step()) {
    auto stored = record_text(rows, 0);
    std::string community{rows.text(6)};
    auto key = keys.find(community);
    if (key == keys.end()) throw SqliteFailure{{Fault::store_damaged, "record " + text(stored.id) + ": its community"}};
    const std::string about{rows.text(7)}, place = place_in(stored.header);
    each_element(key->second, epoch, stored, [&](int part, const Hash& one) {
      add(out[{community, {place, about, part}}], one);
    });
  }
  return out;
}

void write_sums(Database& database, const SumsByCommunity& sums) {
  database.run("DELETE FROM set_hash");
  auto insert = database.prepare("INSERT INTO set_hash VALUES(?, ?, ?, ?, ?)");
  for (const auto& [key, sum] : sums)
    insert.with(key.first, key.second.place, key.second.type, key.second.part, sum).run();
}

void add_backup(Database& database, const std::map<CommunityId, Seq>& heads, std::uint64_t kept, Instant now) {
  database.prepare("INSERT INTO backups(at, seqs) VALUES(?, ?)").with(to_ms(now), canonical(seqs_json(heads))).run();
  database.prepare("DELETE FROM backups WHERE n NOT IN (SELECT n FROM backups ORDER BY n DESC LIMIT ?)")
      .with(kept)
      .run();
  std::string oldest;
  {
    auto row = database.prepare("SELECT seqs FROM backups ORDER BY n LIMIT 1");
    row.step();
    oldest = row.text(0);
  }
  auto parsed = parse_json(oldest);
  auto seqs = parsed ? seqs_from(*parsed, "backups") : Result<std::map<CommunityId, Seq>>{parsed.error()};
  if (!seqs) throw SqliteFailure{{Fault::store_damaged, seqs.error().detail}};
  auto update = database.prepare("UPDATE communities SET kept = ? WHERE code = ?");
  for (const auto& [community, seq] : *seqs) update.with(seq, community).run();
}

}  // namespace

std::map<CommunityId, Seq> heads_of(Database& database) {
  std::map<CommunityId, Seq> out;
  auto rows = database.prepare("SELECT code, seq FROM communities");
  while (rows.step()) out[CommunityId{std::string{rows.text(0)}}] = Seq{static_cast<std::uint64_t>(rows.integer(1))};
  return out;
}

// Tablets have the headers without them: their sums differ, and they read the state once more.
void place_anew(ArchiveWriter& writer, const Template& archive_template) {
  auto& database = writer.database;
  auto due = database.prepare("SELECT 1 FROM meta WHERE key = 'places'");
  if (!OneRow{due}) return;
  Transaction transaction{database};
  std::map<RecordId, std::pair<std::string, std::string>> placed;  // header and place
  auto rows = database.prepare("SELECT " + std::string{record_text_columns} + ", community FROM records");
  while (rows.step()) {
    const auto stored = record_text(rows, 0);
    const CommunityId community{std::string{rows.text(6)}};
    WorkingSet set{writer.records, archive_template, community};
    auto place = stored.type == conflict_type ? place_of(set, archive_template, stored_conflict(stored))
                                              : place_of(set, archive_template, stored.id);
    if (!place.empty()) placed[stored.id] = {with_place(stored.header, place), std::move(place)};
  }
  auto file = database.prepare("UPDATE records SET header = ?, place = ? WHERE id = ?");
  for (const auto& [id, found] : placed) file.with(found.first, found.second, id).run();
  database.run("DELETE FROM meta WHERE key = 'places'");
  transaction.commit();
}

void sum_anew(Database& database, const Epoch& epoch) {
  auto query = database.prepare("SELECT 1 FROM meta WHERE key = 'resum'");
  if (!OneRow{query}) return;
  Transaction transaction{database};
  write_sums(database, sums_in(database, epoch));
  database.run("DELETE FROM meta WHERE key = 'resum'");
  transaction.commit();
}

Result<void> ArchiveSqlite::note_backup(const std::map<CommunityId, Seq>& heads, std::uint64_t kept, Instant now) {
  require(kept > 0, "the newest backup is always kept");
  return guarded([&]() -> Result<void> {
    {
      Transaction transaction{parts_->writer.database};
      add_backup(parts_->writer.database, heads, kept, now);
      transaction.commit();
    }
    keep_access(parts_->writer.database, {AccessKind::backup, {}, {}, {}}, now);
    return {};
  });
}

Result<void> ArchiveSqlite::copy_to(const std::string& path) {
  return guarded([&]() -> Result<void> {
    ReaderPool::Loan reader{parts_->readers};
    return reader->database.copy_to(path, parts_->options.database);
  });
}

Result<Epoch> ArchiveSqlite::renew(const ArchiveOptions& options, Clock& clock, Dice& dice) {
  auto database = Database::open(options.path, options.database);
  if (!database) return database.error();
  return guarded([&]() -> Result<Epoch> {
    if (auto current = migrate_archive_schema(*database); !current) return current.error();
    const Epoch epoch{mint_name(dice)};
    Transaction transaction{*database};
    const auto heads = heads_of(*database);
    database->prepare("UPDATE meta SET value = ? WHERE key = 'epoch'").with(epoch).run();
    database->prepare("INSERT INTO epochs(epoch, begun, seqs) VALUES(?, ?, ?)")
        .with(epoch, to_ms(clock.wall()), canonical(seqs_json(heads)))
        .run();
    write_sums(*database, sums_in(*database, epoch));
    // What it was restored from is a backup too, and there may be need of it again.
    add_backup(*database, heads, std::uint64_t{1} << 20, clock.wall());
    transaction.commit();
    return epoch;
  });
}

Result<Lineage> read_lineage(Statement& epochs) {
  Lineage out;
  epochs.with(epochs_max);
  while (epochs.step()) {
    auto parsed = parse_json(epochs.text(1));
    auto from = parsed ? seqs_from(*parsed, "epochs") : Result<std::map<CommunityId, Seq>>{parsed.error()};
    if (!from) return Error{Fault::store_damaged, from.error().detail};
    out.insert(out.begin(), EpochStart{Epoch{std::string{epochs.text(0)}}, std::move(*from)});
  }
  return out;
}

}  // namespace doorstep
