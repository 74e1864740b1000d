#include <algorithm>

#include "server/commit.h"

namespace doorstep {
namespace {

/// What can still be read of a bundle that cannot be applied: which record each edit meant.
struct Meant {
  RecordId record{};
  bool creates = false;
};

std::map<EditId, Meant> read_what_can_be(const std::string& raw) {
  std::map<EditId, Meant> out;
  auto bundle = parse_json(raw);
  if (!bundle || !bundle->is_object()) return out;
  const auto* header = Reader{*bundle, ""}.object_if("header");
  if (header == nullptr || !header->contains("edits") || !header->at("edits").is_array()) return out;
  for (const auto& head : header->at("edits")) {
    Reader reader{head, ""};
    auto id = reader.id<EditId>("id");
    Meant meant{reader.id<RecordId>("record"), false};
    if (reader.error()) continue;
    meant.creates = reader.text_or("op", "") == "create";
    out.emplace(id, meant);
  }
  return out;
}

}  // namespace

void Commit::write_waiting(const Parcel& parcel, const Chain& chain) {
  auto& database = writer_.database;
  auto kept = database.prepare(
      "SELECT 1 FROM edits WHERE id = ?1 AND kept = 1 UNION ALL "
      "SELECT 1 FROM quarantine WHERE edit = ?1");
  // No lane waits for them, and no verdict answers them: neither `open` nor in `verdicts`.
  auto insert = database.prepare(
      "INSERT INTO quarantine(edit, chain, number, position, record, creates, code, state, body, community) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)");
  auto wire = parse_json(parcel.raw);
  auto bundle = wire ? open_bundle(*wire) : Result<Bundle>{wire.error()};
  // What cannot be read does not wait for anything.
  if (!bundle) throw SqliteFailure{{Fault::broken_chain, "expected bundle " + std::to_string(chain.last.value + 1)}};
  ErasedRecords erased{writer_.edits.erased, template_, parcel.chain};
  for (std::size_t i = 0; i < bundle->edits.size(); ++i) {
    const auto& edit = bundle->edits[i];
    const bool reaches = erased.reached_by(edit);  // it is destroyed when its turn comes
    if (reaches || OneRow{kept.with(edit.id)}) continue;
    insert
        .with(edit.id, chain.row, parcel.number, i, edit.record, edit.op == Op::create, code(Fault::broken_chain),
              canonical(edit_json(edit)), bundle->community)
        .run();
  }
  database.prepare("INSERT OR IGNORE INTO parked VALUES(?, ?, ?)")
      .with(chain.row, parcel.number, erased.without(parcel.raw).value_or(parcel.raw))
      .run();
  erased.keep_made(database);
}

void Commit::end_waiting(const std::vector<EditId>& edits, const Chain& chain) {
  auto& database = writer_.database;
  auto parked = database.prepare("SELECT 1 FROM parked WHERE chain = ? LIMIT 1");
  if (!OneRow{parked.with(chain.row)}) return;
  auto forget = database.prepare("DELETE FROM quarantine WHERE edit = ? AND code = ?");
  for (const auto& edit : edits) forget.with(edit, code(Fault::broken_chain)).run();
}

void Commit::write_parcel(const Parcel& parcel, Chain& chain, Verdict& verdict) {
  end_waiting(parcel.edits, chain);
  auto meant = read_what_can_be(parcel.raw);
  ErasedRecords erased{writer_.edits.erased, template_, parcel.chain};
  const auto raw = erased.without(parcel.raw).value_or(parcel.raw);
  erased.keep_made(writer_.database);
  auto insert = [&](const EditId& edit, std::size_t position) {
    auto found = meant.find(edit);
    auto what = found == meant.end() ? Meant{} : found->second;
    const bool destroyed = erased.is_erased(what.record);
    writer_.insert_quarantine
        .with(edit, chain.row, parcel.number, position, what.record, what.creates && !destroyed, code(Fault::poison),
              nullptr, destroyed ? "erased" : "open", "null", nullptr)
        .run();
  };
  for (std::size_t i = 0; i < verdict.edits.size(); ++i) {
    auto& edit = verdict.edits[i];
    if (auto first = first_outcome(writer_.edits, edit.edit))
      edit = std::move(first->verdict);
    else
      insert(edit.edit, i);
  }
  if (verdict.edits.empty()) {
    // Not even its edits can be told: one item stands for the whole of it.
    EditId whole;
    std::copy_n(parcel.hash.begin(), whole.bytes.size(), whole.bytes.begin());
    insert(whole, 0);
  }
  writer_.insert_parked.with(chain.row, parcel.number, raw).run();
  writer_.insert_verdict.with(chain.row, parcel.number, parcel.hash, chain.last_hash, canonical(verdict_json(verdict)))
      .run();
  chain.last = parcel.number;
  chain.last_hash = parcel.hash;
  chain.changed = true;
}

}  // namespace doorstep
