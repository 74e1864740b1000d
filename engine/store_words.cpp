// Edits by which two records become one, or two again (docs/merge.md §Merging records), inside the store's
// transactions.
#include "engine/rebasing.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/discussion.h"
#include "shared/merge_records.h"
#include "shared/rights.h"

namespace doorstep {
namespace {

Result<Record> record_here(Statements& sql, const RecordId& id) {
  auto row = read_row(sql, id);
  if (!row || row->text.type == conflict_type) return Error{Fault::not_found, text(id)};
  return stored(decode(row->text));
}

Result<Record> live_record(Statements& sql, const RecordId& id) {
  auto record = record_here(sql, id);
  if (record && record->header.state == State::erased) return Error{Fault::erased, text(id)};
  if (record && record->header.state != State::live) return Error{Fault::not_found, text(id) + " was removed"};
  return record;
}

}  // namespace

// Nothing is predicted here: laid over both records, it shows at once what the server will make of it.
Result<void> Store::save_pair(Bundle& bundle, const RecordId& id, Intent intent) {
  auto record = id;
  if (intent.op == Op::merge) {
    if (!intent.into) return Error{Fault::invalid_value, "a merge names the record that stays"};
    record = root_of(sql_, id);
    intent.into = root_of(sql_, *intent.into);
    if (record == *intent.into && id != record) {  // they are one already
      if (!intent.resolves) return {};
      record = id;
    }
  }
  const bool may_be_merged = intent.op == Op::unmerge || intent.op == Op::distinct ||
                             (intent.op == Op::merge && root_of(sql_, record) != record);
  auto seen = may_be_merged ? record_here(sql_, record) : live_record(sql_, record);
  if (!seen) return seen.error();
  if (intent.op == Op::unmerge) {
    if (seen->header.state != State::merged) return Error{Fault::not_found, text(record) + " is merged into no other"};
    intent.into = seen->header.into;
  }
  auto edit = start_edit(record, &*seen, std::move(intent));
  if (auto may = check_rights(role(), *template_, edit); !may) return may.error();
  if (edit.op == Op::merge) {
    auto winner = live_record(sql_, *edit.into);
    if (!winner) return winner.error();
    if (auto possible = check_merging(*template_, {*seen, {}, {}}, {*winner, {}, {}}, edit); !possible)
      return possible.error();
  }
  if (edit.op == Op::distinct && !edit.resolves)
    return Error{Fault::invalid_value, "whoever keeps two records apart names the question"};
  Rebase rebase{sql_, *template_, identity_->chain};
  Rebasing both{rebase, sql_};
  both.lay({bundle.number, edit});
  both.apply();
  bundle.edits.push_back(std::move(edit));
  return {};
}

Result<void> Store::save_talk(Bundle& bundle, const RecordId& id, Intent intent) {
  auto about = record_here(sql_, id);
  if (!about) return about.error();
  auto asked = intent.resolves ? read_row(sql_, intent.resolves->conflict) : std::nullopt;
  if (!asked || asked->text.type != conflict_type) return Error{Fault::not_found, "conflict"};
  auto conflict = stored(decode_conflict(asked->text));
  if (conflict.record != id) return Error{Fault::not_found, "conflict"};
  auto edit = start_edit(id, &*about, std::move(intent));
  if (auto may = check_rights(role(), *template_, edit); !may) return may.error();
  const Arrival arrival{bundle.community, bundle.chain, Seq{}, edit.made.wall};
  // Tried on what is shown: who says what no conflict takes hears it now.
  auto said = discuss(*template_, conflict, read_subject(sql_, read_row(sql_, id)->text), edit, arrival);
  if (!said) return said.error();
  if (!*said) return {};
  Rebase rebase{sql_, *template_, identity_->chain};
  Rebasing one{rebase, sql_};
  one.lay({bundle.number, edit});
  one.apply();
  bundle.edits.push_back(std::move(edit));
  return {};
}

}  // namespace doorstep
