// A store that was put back or copied goes on under a new chain (docs/protocol.md §Incarnations).
#include "engine/outmail.h"
#include "engine/rebase.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "engine/visit.h"

namespace doorstep {
namespace {

std::vector<Bundle> bundles_with_text(Statements& sql) {
  auto& row = sql("SELECT header, bodies, signature FROM bundles WHERE header IS NOT NULL ORDER BY number");
  std::vector<Bundle> out;
  row.with();
  while (row.step()) out.push_back(stored(open_bundle(row.text(0), row.text(1), row.bytes<64>(2))));
  return out;
}

std::vector<RecordId> records_under_rebase(Statements& sql) {
  auto& row = sql("SELECT id FROM rebase CROSS JOIN records USING (n)");
  std::vector<RecordId> out;
  row.with();
  while (row.step()) out.push_back(row.id<RecordId>(0));
  return out;
}

}  // namespace

// A copy of this store may have gone on under the same chain: by the number alone its bundle would pass for ours, and
// what we did instead would be taken for known to the server.
Result<void> Store::lies_on_our_line(BundleNumber number, const std::optional<Hash>& hash) {
  if (number.value == 0 || !hash) return {};
  auto& ours = sql_("SELECT hash FROM bundles WHERE number = ?");
  if (!ours.with(number).step()) return Error{Fault::forked, "the server has more of this chain than this store"};
  const bool same = ours.bytes<32>(0) == *hash;
  ours.rewind();
  if (!same) return Error{Fault::forked, "the server's head is not on this store's line"};
  return {};
}

Result<void> Store::begin_incarnation() {
  if (!identity_) return Error{Fault::not_enrolled, {}};
  auto next = *identity_;
  next.chain = chain_of(next.person, next.device, incarnation_of(next.chain) + 1);
  auto begun = guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    auto bundles = bundles_with_text(sql_);
    sql_("DELETE FROM bundles").with().run();
    write_identity(next);
    std::map<EditId, BundleNumber> numbers;
    Hash previous{};
    BundleNumber number;
    for (auto& bundle : bundles) {
      // What was destroyed was answered, and has nothing any more that could be sealed again.
      std::erase_if(bundle.edits, [](const Edit& edit) { return edit.erased; });
      if (bundle.edits.empty()) continue;
      bundle.chain = next.chain;
      bundle.number.value = ++number.value;
      bundle.previous = previous;
      if (auto filed = file(bundle); !filed) return filed;
      previous = hash_of(bundle);
      for (const auto& edit : bundle.edits) {
        numbers[edit.id] = bundle.number;
        sql_("DELETE FROM refusals WHERE edit = ?").with(edit.id).run();  // it is answered once more
      }
    }
    Rebase rebase{sql_, *template_, next.chain};
    for (const auto& record : records_under_rebase(sql_)) {
      auto pending = rebase.find(record);
      // What the open visit holds gets its number when it ends. An edit whose bundle is gone had arrived.
      std::erase_if(pending->edits, [&](OwnEdit& own) {
        auto found = numbers.find(own.edit.id);
        if (found != numbers.end()) own.number = found->second;
        return found == numbers.end() && own.number != open_visit_number;
      });
      if (rebase.apply(*pending) && !pending->edits.empty()) rebase.write(*pending);
    }
    transaction.commit();
    return {};
  });
  if (!begun) return begun;
  identity_ = std::move(next);
  if (outmail_ != nullptr) outmail_->catch_up();
  return {};
}

}  // namespace doorstep
