// The open visit inside the store's transactions: what it saves stays unsealed, and gets its numbers at the end of the
// line when it ends.
#include <algorithm>

#include "engine/lease_watch.h"
#include "engine/outmail.h"
#include "engine/rebase.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "engine/visit.h"

namespace doorstep {

std::string Store::visit_save_text(const std::vector<Edit>& edits) {
  json out = json::object();
  out["chain"] = identity_->chain.value;
  out["community"] = meta_text(sql_, "community").value_or("main");
  if (auto visit = VisitShelf{sql_}.visit()) out["visit"] = text(*visit);
  out["edits"] = json::array();
  for (const auto& edit : edits) out["edits"].push_back(edit_json(edit));
  return canonical(out);
}

Result<std::vector<RecordId>> Store::save_in_visit(std::vector<Intent> intents, VisitSave& save) {
  for (auto& intent : intents) {
    if (intent.source == "form") intent.source = "visit";
    intent.visit = VisitShelf{sql_}.visit();
  }
  auto bundle = next_bundle();
  const auto number = bundle.number;
  bundle.number = open_visit_number;
  auto records = save_all(bundle, std::move(intents));
  if (!records || bundle.edits.empty()) return records;
  // Refused now, while the person is there: at the end a bundle must be able to hold each edit.
  bundle.number = number;
  seal(bundle, *template_, key_, dice_);
  if (auto fits = within_limits(bundle); !fits) return fits.error();
  save.number = VisitShelf{sql_}.put(bundle.edits);
  save.text = visit_save_text(bundle.edits);
  return records;
}

Result<RecordId> Store::begin_visit(const RecordId& unit, Intent first) {
  if (!identity_) return Error{Fault::not_enrolled, {}};
  if (auto may = lease_watch_->may_write(); !may) return may.error();
  return guarded([&]() -> Result<RecordId> {
    Transaction transaction{database_};
    VisitShelf shelf{sql_};
    if (shelf.visit()) return Error{Fault::already_exists, "a visit is open"};
    if (!first.record) first.record = mint_record(clock_, dice_);
    const auto visit = *first.record;
    shelf.open(visit, unit);
    VisitSave save;
    auto saved = save_in_visit({std::move(first)}, save);
    if (!saved) return saved.error();
    transaction.commit();
    if (outmail_ != nullptr && save.number != 0) outmail_->saved_in_visit(save);
    return visit;
  });
}

Result<void> Store::finish_visit(Intent last) {
  if (!identity_) return Error{Fault::not_enrolled, {}};
  if (auto may = lease_watch_->may_write(); !may) return may.error();
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    if (!VisitShelf{sql_}.visit()) return Error{Fault::not_found, "no visit is open"};
    VisitSave save;
    if (auto saved = save_in_visit({std::move(last)}, save); !saved) return saved.error();
    auto sealed = seal_visit();
    if (!sealed) return sealed.error();
    transaction.commit();
    for (const auto& bundle : *sealed)
      if (outmail_ != nullptr) outmail_->sealed(bundle.number, wire_text(bundle));
    return {};
  });
}

Result<void> Store::seal_open_visit() {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    if (!VisitShelf{sql_}.visit()) return {};
    auto sealed = seal_visit();
    if (!sealed) return sealed.error();
    transaction.commit();
    for (const auto& bundle : *sealed)
      if (outmail_ != nullptr) outmail_->sealed(bundle.number, wire_text(bundle));
    return {};
  });
}

// As few bundles as hold them, in order. What lies over the server's state keeps lying there, now with its numbers.
Result<std::vector<Bundle>> Store::seal_visit() {
  VisitShelf shelf{sql_};
  const auto edits = shelf.edits();
  std::vector<Bundle> out;
  std::map<EditId, BundleNumber> numbers;
  for (std::size_t from = 0; from < edits.size();) {
    auto count = std::min(bundle_edits_max, edits.size() - from);
    for (;;) {
      auto bundle = next_bundle();
      const auto begin = edits.begin() + static_cast<std::ptrdiff_t>(from);
      bundle.edits.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
      auto filed = file(bundle);
      if (!filed && filed.error().fault == Fault::out_of_range && count > 1) {
        count /= 2;
        continue;
      }
      if (!filed) return filed.error();
      for (const auto& edit : bundle.edits) numbers[edit.id] = bundle.number;
      out.push_back(std::move(bundle));
      break;
    }
    from += count;
  }
  Rebase rebase{sql_, *template_, identity_->chain};
  for (const auto& record : rebase.under_open_visit()) {
    auto pending = rebase.find(record);
    if (!pending) continue;
    for (auto& own : pending->edits)
      if (auto number = numbers.find(own.edit.id); number != numbers.end()) own.number = number->second;
    // Each bundle folds by itself: what is foretold is foretold anew.
    if (out.size() == 1 || rebase.apply(*pending)) rebase.write(*pending);
  }
  if (out.size() == 1) rebase.show_folded(edits);
  shelf.clear();
  return out;
}

Result<std::vector<VisitSave>> Store::visit_saves() {
  return guarded([&]() -> Result<std::vector<VisitSave>> {
    std::map<std::uint64_t, std::vector<Edit>> saves;
    auto& row = sql_("SELECT save, body FROM visit_edits ORDER BY position");
    row.with();
    while (row.step())
      saves[static_cast<std::uint64_t>(row.integer(0))].push_back(
          stored(edit_from(stored(parse_json(row.text(1))), "visit_edits")));
    std::vector<VisitSave> out;
    for (const auto& [number, edits] : saves) out.push_back({number, visit_save_text(edits)});
    return out;
  });
}

}  // namespace doorstep
