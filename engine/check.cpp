// `verify`: everything about a store that can be checked without the server.
#include <algorithm>

#include "engine/rebase.h"
#include "engine/rows.h"
#include "engine/search.h"
#include "engine/store.h"
#include "engine/views.h"
#include "engine/visit.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

Error damaged(const std::string& where) { return {Fault::store_damaged, where}; }

struct CommunitySums {
  Epoch epoch;
  std::map<std::string, Bytes<32>> keys;
  std::map<std::string, Hash> sums;

  void count(const RecordText& text) {
    auto community = stored(parse_json(text.header)).at("community").get<std::string>();
    auto key = keys.find(community);
    if (key != keys.end()) add(sums[community], elements(key->second, epoch, text));
  }
};

RecordText row_text(const Statement& row) {
  RecordText text{row.id<RecordId>(1), std::string{row.text(2)}, std::string{row.text(3)}, {}};
  for (int i = 0; i < 3; ++i) text.classes[static_cast<std::size_t>(i)] = row.text_if(4 + i);
  return text;
}

// Every text decodes; what the server has confirmed adds up to the stored set hashes.
Result<std::uint64_t> check_records(Store& store, CommunitySums& sums) {
  auto& sql = store.sql();
  std::uint64_t records = 0;
  std::vector<RecordId> rebasing;
  auto& row = sql(R"sql(
    SELECT records.n, id, type, records.header, records.basic, records.detail, records.sensitive, rebase.n IS NOT NULL,
           EXISTS (SELECT 1 FROM records AS root JOIN rebase AS under ON under.n = root.n WHERE root.id = records.parent AND records.type = 'conflict')
    FROM records LEFT JOIN rebase ON rebase.n = records.n)sql");
  row.with();
  while (row.step()) {
    auto text = row_text(row);
    bool conflict = text.type == conflict_type;
    bool whole = conflict ? decode_conflict(text).has_value() : decode(text).has_value();
    if (!whole) return damaged("record " + doorstep::text(text.id));
    if (!conflict) ++records;
    if (row.integer(7) != 0)
      rebasing.push_back(text.id);
    else if (row.integer(8) == 0)
      sums.count(text);
  }
  Rebase rebase{sql, store.archive_template(), store.identity()->chain};
  for (const auto& id : rebasing) {
    auto pending = rebase.find(id);
    if (!pending || pending->edits.empty()) return damaged("rebase of " + text(id));
    if (pending->confirmed) sums.count(*pending->confirmed);
    for (const auto& one : pending->conflicts) sums.count(one);
  }
  return records;
}

// Numbers without a gap, each header naming the hash before it; what waits is whole and signed by this store's key.
Result<void> check_line(Store& store) {
  auto& row = store.sql()("SELECT number, hash, header, bodies, signature FROM bundles ORDER BY number");
  std::int64_t expected = 0;
  Hash previous{};
  row.with();
  while (row.step()) {
    auto where = "bundle " + std::to_string(row.integer(0));
    if (row.integer(0) != ++expected) return damaged(where + ": a number is missing before it");
    auto own = row.bytes<32>(1);
    if (!row.null(2)) {
      if (hash(row.text(2)) != own) return damaged(where + ": the header is not what was sealed");
      auto bundle = open_bundle(row.text(2), row.text(3), row.bytes<64>(4));
      if (!bundle) return damaged(where + ": " + bundle.error().detail);
      if (!verify(*bundle, store.chain_key())) return damaged(where + ": the signature");
      if (bundle->previous != previous) return damaged(where + ": it does not name the bundle before it");
    }
    previous = own;
  }
  return {};
}

// Each edit of the open visit is whole, and lies over what the server has of its record.
Result<void> check_visit(Store& store) {
  Rebase rebase{store.sql(), store.archive_template(), store.identity()->chain};
  for (const auto& edit : VisitShelf{store.sql()}.edits()) {
    bool laid = false;
    for (const auto& id : {edit.record, root_of(store.sql(), edit.record)}) {
      auto pending = rebase.find(id);
      laid = laid || (pending && std::any_of(pending->edits.begin(), pending->edits.end(),
                                             [&](const OwnEdit& own) { return own.edit.id == edit.id; }));
    }
    if (!laid) return damaged("the open visit's edit of " + text(edit.record));
  }
  return {};
}

}  // namespace

Result<StoreCheck> verify(Store& store) {
  return guarded([&]() -> Result<StoreCheck> {
    if (!store.identity()) return Error{Fault::not_enrolled, {}};
    Search search{store.database(), store.sql(), store.archive_template()};
    if (auto indexed = search.check(); !indexed) return indexed.error();
    Transaction transaction{store.database(), Transaction::Mode::read};
    if (auto sound = store.database().check(); !sound) return sound.error();
    auto& sql = store.sql();
    CommunitySums sums{Epoch{meta_text(sql, "epoch").value_or("")}, {}, {}};
    std::map<std::string, Hash> expected;
    auto& row = sql("SELECT code, set_key, set_hash FROM communities");
    row.with();
    while (row.step()) {
      std::string code{row.text(0)};
      sums.keys[code] = row.bytes<32>(1);
      sums.sums[code];
      expected[code] = row.bytes<32>(2);
    }
    auto records = check_records(store, sums);
    if (!records) return records.error();
    if (sums.sums != expected) return damaged("the set hash is not the sum of the records");
    if (auto line = check_line(store); !line) return line.error();
    if (auto visit = check_visit(store); !visit) return visit.error();
    return StoreCheck{*records, store.database().pages()};
  });
}

}  // namespace doorstep
