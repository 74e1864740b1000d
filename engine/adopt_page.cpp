// A page of the feed enters the store: records and conflicts as the server has them, own edits laid over them again.
#include <algorithm>

#include "engine/community.h"
#include "engine/erased.h"
#include "engine/grant.h"
#include "engine/healing.h"
#include "engine/outmail.h"
#include "engine/rebasing.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

/// One record or conflict of a page: its texts as they are stored and hashed, and what the row says about it.
struct Arrived {
  RecordText text;
  RowFacts facts;
  RecordId root;  ///< the record that rebases: itself, or the one a conflict is about
  Seq version;
  bool is_erased() const { return facts.state == static_cast<int>(State::erased) && text.type != conflict_type; }
};

Result<Arrived> open_arrived(const Template& archive_template, const json& object, const CommunityId& community) {
  Reader in{object, "records"};
  Arrived out;
  out.text.id = in.id<RecordId>("id");
  const auto& header = in.object("header");
  std::array<const json*, 3> classes{in.object_if("basic"), in.object_if("detail"), in.object_if("sensitive")};
  if (in.error()) return *in.error();
  out.text.type = Reader{header, "records.header"}.text("type", 64);
  out.root = out.text.id;
  if (out.text.type == conflict_type) {
    auto conflict = decode_conflict(out.text.id, header, classes);
    if (!conflict) return conflict.error();
    out.facts = facts_of(*conflict);
    out.root = conflict->record;
    out.version = conflict->seq;
  } else {
    auto record = decode(out.text.id, header, classes);
    if (!record) return record.error();
    out.facts = facts_of(archive_template, *record);
    out.version = record->version();
  }
  if (out.facts.community != community) return Error{Fault::bad_frame, "a record of another community"};
  out.text.header = canonical(header);
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (classes[i] != nullptr) out.text.classes[i] = canonical(*classes[i]);
  return out;
}

// Takes the server's text of the record, or of a conflict about it, out from under the rebase.
std::optional<RecordText> take_confirmed(Pending& pending, const RecordId& id) {
  if (id == pending.record) {
    for (auto& own : pending.edits) own.contained = false;
    return std::exchange(pending.confirmed, std::nullopt);
  }
  auto same = std::find_if(pending.conflicts.begin(), pending.conflicts.end(),
                           [&](const RecordText& conflict) { return conflict.id == id; });
  if (same == pending.conflicts.end()) return std::nullopt;
  auto out = std::move(*same);
  pending.conflicts.erase(same);
  return out;
}

// Puts the server's text under the rebase and answers the one it replaces.
std::optional<RecordText> replace_confirmed(Pending& pending, const Arrived& arrived) {
  if (arrived.root == arrived.text.id) return std::exchange(pending.confirmed, arrived.text);
  auto same = std::find_if(pending.conflicts.begin(), pending.conflicts.end(),
                           [&](const RecordText& conflict) { return conflict.id == arrived.text.id; });
  if (same != pending.conflicts.end()) return std::exchange(*same, arrived.text);
  pending.conflicts.push_back(arrived.text);
  return std::nullopt;
}

// The server's texts of these go; own edits that wait keep their record, or are refused.
std::vector<Change> evict(Statements& sql, Rebasing& touched, Community& community, const Epoch& epoch,
                          const std::vector<RecordId>& ids) {
  std::vector<Change> changes;
  for (const auto& id : ids) {
    auto row = read_row(sql, id);
    if (!row) continue;
    auto root = id;
    if (row->text.type == conflict_type) root = stored(decode_conflict(row->text)).record;
    std::optional<RecordText> gone;
    if (auto* pending = touched.find(root)) {
      gone = take_confirmed(*pending, id);
    } else {
      gone = row->text;
      delete_row(sql, row->n);
    }
    if (!gone) continue;
    subtract(community.set_hash, elements(community.set_key, epoch, *gone));
    changes.push_back({id, row->text.type, {}});
  }
  return changes;
}

/// What is shown as confirmed between two ids of a state page, or there on its leaves, and yet does not stand in it,
/// the server does not have. Own edits that wait keep their record.
std::vector<Change> evict_absent(Statements& sql, Rebasing& touched, Community& community, const Epoch& epoch,
                                 const std::optional<RecordId>& behind, const std::optional<RecordId>& upto,
                                 const std::vector<Leaf>& leaves, const std::vector<Arrived>& arrivals) {
  std::vector<RecordId> absent;
  // What the server never had cannot be missing there: own new records are left alone, however many wait.
  auto& ids = sql(R"sql(
    SELECT id FROM records LEFT JOIN rebase USING (n)
    WHERE id > ?1 AND (?2 IS NULL OR id <= ?2) AND community = ?3 AND (rebase.n IS NULL OR rebase.header IS NOT NULL)
    ORDER BY id)sql");
  ids.with(behind.value_or(RecordId{}), upto, community.code);
  auto next = arrivals.begin();
  while (ids.step()) {
    auto id = ids.id<RecordId>(0);
    if (!leaves.empty() && !std::binary_search(leaves.begin(), leaves.end(), leaf_of(id))) continue;
    while (next != arrivals.end() && next->text.id < id) ++next;
    if (next == arrivals.end() || next->text.id != id) absent.push_back(id);
  }
  return evict(sql, touched, community, epoch, absent);
}

// Makes the server's text the one that counts here and answers the one it replaces.
std::optional<RecordText> take_in(Statements& sql, Rebase& rebase, Rebasing& touched, const Arrived& arrived,
                                  BundleNumber last_own) {
  const bool itself = arrived.root == arrived.text.id;
  auto row = read_row(sql, arrived.text.id);
  if (itself && row && !touched.holds(arrived.root)) {
    if (auto settled = rebase.settled(arrived.root, last_own)) {
      write_row(sql, settled->n, arrived.text, arrived.facts);
      rebase.forget(settled->n);
      return std::move(settled->confirmed);
    }
  }
  // A record that has no row has no own edits either: the whole first sync looks nothing up twice.
  auto* pending = itself && !row ? nullptr : touched.find(arrived.root);
  if (pending != nullptr) {
    auto before = replace_confirmed(*pending, arrived);
    if (itself) {
      pending->drop_edits_upto(last_own);
      for (auto& own : pending->edits) own.contained = false;
    }
    return before;
  }
  write_row(sql, row ? std::optional{row->n} : std::nullopt, arrived.text, arrived.facts);
  return row ? std::optional{std::move(row->text)} : std::nullopt;
}

// Part of a record: the header and what was gained, laid over what is held of the rest.
Result<void> complete(Statements& sql, const Template& archive_template, Rebasing& touched, Arrived& arrived) {
  if (arrived.is_erased()) return {};
  std::optional<RecordText> held;
  if (auto* pending = touched.find(arrived.root); pending != nullptr && arrived.root == arrived.text.id)
    held = pending->confirmed;
  else if (auto row = read_row(sql, arrived.text.id))
    held = std::move(row->text);
  if (!held || held->type == conflict_type) return {};
  for (std::size_t i = 0; i < arrived.text.classes.size(); ++i)
    if (!arrived.text.classes[i]) arrived.text.classes[i] = std::move(held->classes[i]);
  auto record = decode(arrived.text);
  if (!record) return record.error();
  arrived.facts = facts_of(archive_template, *record);
  arrived.version = record->version();
  return {};
}

bool was_erased(const std::optional<RecordText>& before) {
  return before && stored(decode(*before)).header.state == State::erased;
}

// The open visit is to one of them, or wrote in one: it ends as it stands, for what comes next in it could not be laid
// over anything.
bool is_visited(Statements& sql, const std::vector<RecordId>& records) {
  auto& row = sql("SELECT 1 FROM visit_edits WHERE record = ?1 UNION ALL SELECT 1 FROM open_visit WHERE unit = ?1");
  return std::any_of(records.begin(), records.end(), [&](const RecordId& id) {
    const bool found = row.with(id).step();
    row.rewind();
    return found;
  });
}

Change change_of(const Arrived& arrived) { return {arrived.text.id, arrived.text.type, arrived.version}; }

}  // namespace

Result<std::vector<Change>> Store::adopt(const Page& page) {
  // Read before the transaction: a page that is wrong anywhere changes nothing.
  std::vector<Arrived> arrivals;
  std::vector<RecordId> lost;  // where this person does not look,
  std::vector<RecordId> ends;  // and what else nobody can write to any more
  std::vector<Change> changes;
  arrivals.reserve(page.records.size());
  for (const auto& object : page.records) {
    if (Reader in{object, "records"}; in.flag_or("gone", false)) {
      lost.push_back(in.id<RecordId>("id"));
      if (page.kind != PageKind::tail || in.error()) return Error{Fault::bad_frame, "a record that is gone"};
      continue;
    }
    auto arrived = open_arrived(*template_, object, page.community);
    if (!arrived) return arrived.error();
    changes.push_back(change_of(*arrived));
    if (arrived->is_erased()) ends.push_back(arrived->text.id);
    arrivals.push_back(std::move(*arrived));
  }
  ends.insert(ends.end(), lost.begin(), lost.end());
  std::vector<Bundle> sealed;
  auto adopted = guarded([&]() -> Result<std::vector<Change>> {
    Transaction transaction{database_};
    auto ended = is_visited(sql_, ends) ? seal_visit() : Result<std::vector<Bundle>>{std::vector<Bundle>{}};
    if (!ended) return ended.error();
    auto community = read_community(sql_, page.community);
    if (!community) return Error{Fault::bad_frame, "page.community is not one of ours"};
    if (auto ours = lies_on_our_line(page.last_own, page.last_own_hash); !ours) return ours.error();
    auto behind = community->state_after;
    auto repair = repair_of(sql_, page.community);
    const auto leaves = page.kind == PageKind::leaves && repair ? repair->leaves : std::vector<Leaf>{};
    if (page.kind == PageKind::state) {
      if (community->cursor) return std::vector<Change>{};  // another process finished the first sync
      if (!community->state_from) community->state_from = page.read;
      for (const auto& arrived : arrivals) {
        if (community->state_after && arrived.text.id <= *community->state_after)
          return Error{Fault::replayed_frame, "a state page out of order"};
        community->state_after = arrived.text.id;
      }
      if (page.done) {
        community->cursor = community->state_from;
        community->complete = *community->state_from;
        community->state_after.reset();
        community->state_from.reset();
        if (repair) end_repair(sql_);
      }
    } else if (page.kind == PageKind::leaves) {
      if (!community->cursor || leaves.empty()) return std::vector<Change>{};  // another process had them
      behind = repair->after;
      for (const auto& arrived : arrivals) {
        if (repair->after && arrived.text.id <= *repair->after)
          return Error{Fault::replayed_frame, "a page of leaves out of order"};
        if (!std::binary_search(leaves.begin(), leaves.end(), leaf_of(arrived.text.id)))
          return Error{Fault::bad_frame, "a record of another leaf"};
        repair->after = arrived.text.id;
      }
      if (page.done) *repair = {page.community, Repair::Stage::proves};
      write_repair(sql_, *repair);
    } else if (page.kind == PageKind::part) {
      if (!community->cursor || !community->gains()) return std::vector<Change>{};  // another process had it
      for (const auto& arrived : arrivals) {
        if (community->gained_after && arrived.text.id <= *community->gained_after)
          return Error{Fault::replayed_frame, "a part page out of order"};
        community->gained_after = arrived.text.id;
      }
      if (page.done) {
        community->gained.clear();
        community->held.reset();
        community->gained_after.reset();
      }
    } else {
      if (!community->cursor || *community->cursor < page.from)
        return Error{Fault::replayed_frame, "a page is missing before this one"};
      if (*community->cursor >= page.to) return changes;  // another process adopted it, and this one's people are told
      // A part of a bundle that no page holds is shown, but nothing is claimed: after an interruption all of it comes
      // again.
      if (!page.more) community->cursor = page.to;
    }

    auto epoch = stored_epoch(sql_);
    Rebase rebase{sql_, *template_, identity_->chain};
    Rebasing touched{rebase, sql_};
    const bool tells_all = page.kind == PageKind::state || page.kind == PageKind::leaves;
    if (tells_all && (page.done || !arrivals.empty())) {
      const auto upto = page.done ? std::nullopt : std::optional{arrivals.back().text.id};
      auto gone = evict_absent(sql_, touched, *community, epoch, behind, upto, leaves, arrivals);
      changes.insert(changes.end(), gone.begin(), gone.end());
      if (!gone.empty()) make_scrub_due(sql_);  // a restored server may have erased what it never had
    }
    std::uint64_t healed = changes.size() - arrivals.size();
    // What a part says of own edits holds for the part only: the tail lets them go.
    const bool part = page.kind == PageKind::part;
    const auto last_own = part ? BundleNumber{} : page.last_own;
    std::set<RecordId> erased;
    for (auto& arrived : arrivals) {
      if (part)
        if (auto whole = complete(sql_, *template_, touched, arrived); !whole) return whole.error();
      auto before = take_in(sql_, rebase, touched, arrived, last_own);
      healed += !before || before->header != arrived.text.header || before->classes != arrived.text.classes;
      if (arrived.is_erased() && !was_erased(before)) erased.insert(arrived.text.id);
      if (before) subtract(community->set_hash, elements(community->set_key, epoch, *before));
      add(community->set_hash, elements(community->set_key, epoch, arrived.text));
    }
    for (const auto& id : lost)
      if (auto* pending = touched.find(id)) pending->drop_edits_upto(last_own);
    for (const auto& id : erased)  // and all that was asked about them
      for (const auto& asked : conflict_rows(sql_, id)) lost.push_back(asked.text.id);
    const auto gone = evict(sql_, touched, *community, epoch, lost);
    changes.insert(changes.end(), gone.begin(), gone.end());
    touched.apply();
    if (!lost.empty()) forget_lost(sql_, *template_, {lost.begin(), lost.end()});
    forget_erased(sql_, *template_, erased);
    if (repair && tells_all) note_healed(sql_, healed);
    write_community(sql_, *community);
    transaction.commit();
    sealed = std::move(*ended);
    return changes;
  });
  for (const auto& bundle : sealed)
    if (adopted && outmail_ != nullptr) outmail_->sealed(bundle.number, wire_text(bundle));
  return adopted;
}

}  // namespace doorstep
