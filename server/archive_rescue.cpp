// Texts that tablets hand over after a restore. docs/store.md §Epochs.
#include <set>

#include "server/archive_parts.h"
#include "server/erasure.h"
#include "server/incarnation.h"

namespace doorstep {
namespace {

Result<RecordText> text_of(const json& object) {
  Reader in{object, "records"};
  RecordText out;
  out.id = in.id<RecordId>("id");
  const auto& header = in.object("header");
  std::array<const json*, 3> classes{in.object_if("basic"), in.object_if("detail"), in.object_if("sensitive")};
  if (in.error()) return *in.error();
  out.type = Reader{header, "records.header"}.text("type", 64);
  out.header = canonical(header);
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (classes[i] != nullptr) out.classes[i] = canonical(*classes[i]);
  return out;
}

/// The edits that made the text what it is.
Result<std::set<EditId>> edits_in(const RecordText& text) {
  std::set<EditId> out;
  auto note = [&](const Stamp& stamp) {
    if (!stamp.chain.value.empty()) out.insert(stamp.edit);
  };
  if (text.type == conflict_type) {
    auto conflict = decode_conflict(text);
    if (!conflict) return conflict.error();
    for (const auto& candidate : conflict->candidates) note(candidate.stamp);
    if (conflict->resolution) note(conflict->resolution->stamp);
    return out;
  }
  auto record = decode(text);
  if (!record) return record.error();
  if (record->header.moved) note(*record->header.moved);
  for (const auto& part : record->parts)
    if (part)
      for (const auto& [field, stamp] : part->stamps) note(stamp);
  return out;
}

// Of a chain, which may be new: a copied tablet hands over before it sends its first bundle.
std::optional<std::int64_t> row_of(Database& database, const ChainId& chain) {
  auto query = database.prepare("SELECT n FROM chains WHERE chain = ?");
  if (OneRow found{query.with(chain)}) return found->integer(0);
  const auto before = incarnation_before(database, chain);
  if (!before || before->revoked) return std::nullopt;
  file_incarnation(database, chain, *before);
  OneRow made{query.with(chain)};
  return made->integer(0);
}

}  // namespace

Result<Rescued> ArchiveSqlite::take_rescue(const ChainId& chain, const Rescue& rescue, Instant now) {
  // Read whole before anything is kept: what cannot be read later would be no rescue.
  for (const auto& object : rescue.records) {
    auto text = text_of(object);
    if (!text) return text.error();
    if (auto edits = edits_in(*text); !edits) return edits.error();
  }
  return guarded([&]() -> Result<Rescued> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    const auto row = row_of(database, chain);
    if (!row) return Error{Fault::device_refused, "chain"};
    auto insert = database.prepare(
        "INSERT OR IGNORE INTO rescues(digest, chain, epoch, record, at, state, body) VALUES(?, ?, ?, ?, ?, 'open', "
        "?)");
    ErasedQueries queries{database};
    ErasedRecords erased{queries, parts_->archive_template(), chain};
    for (const auto& object : rescue.records) {
      const auto text = *text_of(object);
      if (erased.holds(text)) continue;
      auto body = canonical(object);
      insert.with(hash(rescue.epoch.value + " " + body), *row, rescue.epoch, text.id, to_ms(now), body).run();
    }
    transaction.commit();
    return Rescued{rescue.records.size()};
  });
}

Result<std::vector<RescuedText>> ArchiveSqlite::rescued() {
  return guarded([&]() -> Result<std::vector<RescuedText>> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    auto known = reader->database.prepare(
        "SELECT 1 FROM edits WHERE id = ?1 AND kept = 1 UNION ALL SELECT 1 FROM quarantine WHERE edit = ?1");
    auto rows = reader->database.prepare(
        "SELECT r.record, c.chain, r.epoch, r.at, r.body FROM rescues r JOIN chains c ON c.n = r.chain "
        "WHERE r.state = 'open' ORDER BY r.n");
    std::vector<RescuedText> out;
    while (rows.step()) {
      auto body = parse_json(rows.text(4));
      auto text = body ? text_of(*body) : Result<RecordText>{body.error()};
      auto edits = text ? edits_in(*text) : Result<std::set<EditId>>{text.error()};
      if (!edits) return Error{Fault::store_damaged, "rescues: " + edits.error().detail};
      RescuedText one{rows.id<RecordId>(0),
                      ChainId{std::string{rows.text(1)}},
                      Epoch{std::string{rows.text(2)}},
                      from_ms(rows.integer(3)),
                      {},
                      std::move(*body)};
      for (const auto& edit : *edits)
        if (!OneRow{known.with(edit)}) one.missing.push_back(edit);
      if (!one.missing.empty()) out.push_back(std::move(one));
    }
    return out;
  });
}

}  // namespace doorstep
