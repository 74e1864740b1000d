// What a revoked device had not sent, and its receipt. docs/security.md §Revocation.
#include "server/acts.h"
#include "server/archive_parts.h"
#include "server/erasure.h"
#include "server/incarnation.h"

namespace doorstep {
namespace {

struct Line {
  std::int64_t row = 0;
  PublicKey key{};
};

// A store that was put back goes on under a chain that the archive meets here for the first time.
void file_if_next(Database& database, const ChainId& chain) {
  auto known = database.prepare("SELECT 1 FROM chains WHERE chain = ?");
  if (OneRow{known.with(chain)}) return;
  const auto before = incarnation_before(database, chain);
  if (!before || !before->revoked) return;
  file_incarnation(database, chain, *before);
  database
      .prepare(
          "UPDATE chains SET revoked = (SELECT MAX(revoked) FROM chains WHERE person = ? AND device = ?) "
          "WHERE chain = ?")
      .with(person_of(chain), device_of(chain), chain)
      .run();
}

Result<Line> revoked_line(Database& database, const ChainId& chain) {
  file_if_next(database, chain);
  auto query = database.prepare("SELECT n, key, revoked FROM chains WHERE chain = ?");
  OneRow row{query.with(chain)};
  if (!row || row->null(2)) return Error{Fault::device_refused, "only a revoked device hands over"};
  return Line{row->integer(0), row->bytes<32>(1)};
}

/// Edits that nobody lost: accepted, or kept in quarantine.
class Shelf {
 public:
  /// What was made under what is erased is known when the next comes.
  void finish(Database& database) const { erased_.keep_made(database); }
  Shelf(Database& database, const Template& archive_template, const ChainId& author)
      : known_(database.prepare("SELECT 1 FROM edits WHERE id = ?1 AND kept = 1 UNION ALL "
                                "SELECT 1 FROM quarantine WHERE edit = ?1")),
        put_(database.prepare("INSERT INTO quarantine(edit, chain, number, position, record, creates, code, state, "
                              "body, community) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
        queries_(database),
        erased_(queries_, archive_template, author) {}

  void put(const Bundle& bundle, const Line& line) {
    for (std::size_t i = 0; i < bundle.edits.size(); ++i) {
      const auto& edit = bundle.edits[i];
      const bool destroyed = erased_.reached_by(edit);
      if (OneRow{known_.with(edit.id)}) continue;
      put_.with(edit.id, line.row, bundle.number, i, edit.record, edit.op == Op::create && !destroyed,
                code(destroyed ? Fault::erased : Fault::device_refused), destroyed ? "erased" : "refused",
                destroyed ? "null" : canonical(edit_json(edit)), bundle.community)
          .run();
    }
  }

 private:
  Statement known_, put_;
  ErasedQueries queries_;
  ErasedRecords erased_;
};

}  // namespace

Result<Salvaged> ArchiveSqlite::salvage(const ChainId& chain, const std::vector<json>& bundles) {
  std::vector<Bundle> opened;
  for (const auto& wire : bundles) {
    auto bundle = open_bundle(wire);
    if (!bundle) return bundle.error();
    if (bundle->chain != chain) return Error{Fault::broken_chain, "a bundle of another chain"};
    opened.push_back(std::move(*bundle));
  }
  return guarded([&]() -> Result<Salvaged> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    auto line = revoked_line(database, chain);
    if (!line) return line.error();
    Salvaged out;
    Shelf shelf{database, parts_->archive_template(), chain};
    for (const auto& bundle : opened) {
      if (!doorstep::verify(bundle, line->key)) return Error{Fault::broken_signature, "a bundle's signature"};
      shelf.put(bundle, *line);
      out.edits += bundle.edits.size();
    }
    shelf.finish(database);
    transaction.commit();
    return out;
  });
}

Result<void> ArchiveSqlite::keep_receipt(const ChainId& chain, const ShredReceipt& receipt, Instant now) {
  return guarded([&]() -> Result<void> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    auto line = revoked_line(database, chain);
    if (!line) return line.error();
    if (!doorstep::verify(line->key, shred_context, shred_message(receipt.nonce, chain, receipt.edits),
                          receipt.signature))
      return Error{Fault::broken_signature, "the receipt"};
    database.prepare("INSERT OR IGNORE INTO receipts(chain, at, nonce, edits, signature) VALUES(?, ?, ?, ?, ?)")
        .with(line->row, to_ms(now), receipt.nonce, receipt.edits, receipt.signature)
        .run();
    keep_act(database, {{"act", "shredded"}, {"at", to_ms(now)}, {"chain", chain.value}, {"edits", receipt.edits}},
             now);
    transaction.commit();
    return {};
  });
}

}  // namespace doorstep
