#include "server/archive_sqlite.h"

#include "server/archive_parts.h"
#include "server/archive_schema.h"

namespace doorstep {
namespace {

void fill_fresh(Database& database, const Template& archive_template, const NewArchive& fresh, Clock& clock,
                Dice& dice) {
  auto meta = database.prepare("INSERT INTO meta VALUES(?, ?)");
  meta.with("template", archive_template.text()).run();
  const auto epoch = mint_name(dice);
  meta.with("epoch", epoch).run();
  database.run("DELETE FROM meta WHERE key IN ('resum', 'places')");
  database.prepare("INSERT INTO epochs(epoch, begun, seqs) VALUES(?, ?, '{}')").with(epoch, to_ms(clock.wall())).run();
  auto community = database.prepare("INSERT INTO communities(code, name, seq, head, set_key) VALUES(?, ?, 0, ?, ?)");
  for (const auto& [code, name] : fresh.communities) {
    Bytes<32> set_key{};
    dice.fill(set_key);
    community.with(code, name, Hash{}, set_key).run();
  }
}

std::optional<Instant> patience_of(Database& database, Millis patience) {
  auto query = database.prepare("SELECT begun FROM epochs ORDER BY n DESC LIMIT 1");
  auto restored = database.prepare("SELECT 1 FROM epochs LIMIT 1 OFFSET 1");
  OneRow last{query}, second{restored};
  return last && second ? std::optional{from_ms(last->integer(0)) + patience} : std::nullopt;
}

Result<std::string> meta_value(Database& database, std::string_view key) {
  auto query = database.prepare("SELECT value FROM meta WHERE key = ?");
  OneRow row{query.with(key)};
  if (!row) return Error{Fault::store_damaged, "meta." + std::string{key} + " is missing"};
  return std::string{row->text(0)};
}

}  // namespace

ArchiveWriter::ArchiveWriter(Database opened)
    : database(std::move(opened)),
      records(database),
      edits(database),
      past(database),
      community(database.prepare("SELECT seq, head, set_key FROM communities WHERE code = ?")),
      sums(database.prepare("SELECT place, type, class, sum FROM set_hash WHERE community = ?")),
      chain(database.prepare("SELECT c.n, revoked, last, last_hash, last_at, p.role, p.communities, "
                             "p.buildings FROM chains c JOIN people p ON p.id = c.person WHERE chain = ?")),
      verdict(database.prepare("SELECT hash, verdict FROM verdicts WHERE chain = ? AND number = ?")),
      insert_record(database.prepare("INSERT INTO records(id, community, type, parent, natural, state, open, seq, "
                                     "header, basic, detail, sensitive, place, former, beside) "
                                     "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      update_record(
          database.prepare("UPDATE records SET parent = ?, natural = ?, state = ?, open = ?, seq = ?, "
                           "header = ?, basic = ?, detail = ?, sensitive = ?, place = ?, former = ?, beside = ? "
                           "WHERE id = ?")),
      insert_journal(database.prepare("INSERT INTO journal(community, seq, chain, number, leaf, head, header, "
                                      "signature) VALUES(?, ?, ?, ?, ?, ?, ?, ?)")),
      insert_edit(database.prepare("INSERT INTO edits VALUES(?, ?, ?, ?, ?, ?)")),
      insert_verdict(database.prepare("INSERT INTO verdicts VALUES(?, ?, ?, ?, ?)")),
      insert_quarantine(database.prepare("INSERT INTO quarantine(edit, chain, number, position, record, creates, code, "
                                         "held_by, state, body, community) "
                                         "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      insert_parked(database.prepare("INSERT OR REPLACE INTO parked VALUES(?, ?, ?)")),
      update_community(database.prepare("UPDATE communities SET seq = ?, head = ? WHERE code = ?")),
      put_sum(database.prepare("INSERT INTO set_hash VALUES(?, ?, ?, ?, ?) "
                               "ON CONFLICT DO UPDATE SET sum = excluded.sum")),
      update_chain(database.prepare("UPDATE chains SET last = ?, last_hash = ?, last_at = ? WHERE n = ?")) {}

SharedSums ArchiveWriter::sums_of(const CommunityId& of) {
  auto& known = known_sums[of];
  if (!known) known = read_sums(sums.with(of));
  return known;
}

const Template* ArchiveWriter::template_before(const std::string& digest, const Template& present) {
  if (digest == present.digest()) return nullptr;
  if (auto known = earlier_templates.find(digest); known != earlier_templates.end()) return &known->second;
  auto query = database.prepare("SELECT text FROM templates WHERE digest = ?");
  OneRow row{query.with(digest)};
  if (!row) return nullptr;
  auto earlier = Template::parse(row->text(0));
  if (!earlier) throw SqliteFailure{{Fault::store_damaged, "an earlier template"}};
  return &earlier_templates.emplace(digest, std::move(*earlier)).first->second;
}

Result<void> ArchiveSqlite::create(const ArchiveOptions& options, const NewArchive& fresh, Clock& clock, Dice& dice) {
  auto archive_template =
      fresh.template_text.empty() ? Result<Template>{Template::shipped()} : Template::parse(fresh.template_text);
  if (!archive_template) return archive_template.error();
  auto database = Database::open(options.path, options.database);
  if (!database) return database.error();
  return guarded([&]() -> Result<void> {
    Transaction transaction{*database};
    if (auto made = create_archive_schema(*database); !made) return made.error();
    fill_fresh(*database, *archive_template, fresh, clock, dice);
    transaction.commit();
    return {};
  });
}

Result<std::unique_ptr<ArchiveSqlite>> ArchiveSqlite::open(const ArchiveOptions& options, Clock& clock, Dice& dice) {
  using Opened = Result<std::unique_ptr<ArchiveSqlite>>;
  auto database = Database::open(options.path, options.database);
  if (!database) return database.error();
  return guarded([&]() -> Opened {
    database->run("PRAGMA secure_delete = ON");  // as Debian's SQLite has it: what is erased is overwritten
    if (auto current = migrate_archive_schema(*database); !current) return current.error();
    auto epoch = meta_value(*database, "epoch");
    if (!epoch) return epoch.error();
    auto text = meta_value(*database, "template");
    if (!text) return text.error();
    auto archive_template = Template::parse(*text);
    if (!archive_template) return archive_template.error();
    bool collecting = false;
    if (options.fence) {
      auto met = meet_fence(*database, *options.fence, Epoch{*epoch}, clock.wall());
      if (!met) return met.error();
      collecting = *met;
    }
    std::unique_ptr<Parts> parts{
        new Parts{options, clock, dice, {}, Epoch{*epoch}, ArchiveWriter{std::move(*database)}, ReaderPool{options}}};
    parts->take(std::move(*archive_template));
    place_anew(parts->writer, parts->archive_template());
    sum_anew(parts->writer.database, parts->epoch);
    parts->roles.load(parts->writer.database);
    erase_what_is_due(parts->writer, parts->archive_template(), parts->roles, parts->epoch, dice, clock.wall());
    parts->collecting = collecting;
    parts->patient_until = patience_of(parts->writer.database, options.restore_patience);
    return Opened{std::unique_ptr<ArchiveSqlite>{new ArchiveSqlite{std::move(parts)}}};
  });
}

ArchiveSqlite::ArchiveSqlite(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ArchiveSqlite::~ArchiveSqlite() = default;

const Template& ArchiveSqlite::archive_template() const { return parts_->archive_template(); }

}  // namespace doorstep
