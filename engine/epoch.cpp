#include "engine/epoch.h"

#include <algorithm>

#include "engine/rebasing.h"
#include "engine/rescue.h"
#include "engine/store.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

constexpr Seq no_limit{static_cast<std::uint64_t>(safe_integer_max)};

Error behind(const std::string& why) { return {Fault::server_behind, why}; }

BundleNumber number_at(const Statement& row, int column) {
  return BundleNumber{static_cast<std::uint64_t>(row.integer(column))};
}

Seq highest_seq(const RecordText& text) {
  auto out = seq_in(text.header);
  for (const auto& part : text.classes)
    if (part) out = std::max(out, seq_in(*part));
  return out;
}

/// One community while everything of it is counted under the new epoch.
struct Count {
  Bytes<32> set_key{};
  Seq common;
  Hash sum{};
  bool ahead = false;  ///< the store holds something from behind the parting
};

}  // namespace

Lineage stored_lineage(Statements& sql) {
  auto epoch = meta_text(sql, "epoch");
  if (!epoch) return {};
  auto kept = meta_text(sql, "lineage");
  if (!kept) return {{Epoch{*epoch}, {}}};  // a store of before knows its epoch only
  return stored(lineage_from(stored(parse_json(*kept)), "lineage"));
}

EpochChange::EpochChange(Statements& sql, const Template& archive_template, const ChainId& chain,
                         const Welcome& welcome)
    : sql_(sql),
      template_(archive_template),
      chain_(chain),
      welcome_(welcome),
      rebase_(sql, archive_template, chain),
      parting_(parting_of(stored_lineage(sql), welcome.lineage)) {}

Result<void> EpochChange::enter() {
  if (!parting_.related) return behind("another archive than this store's");
  auto again = bundles_again();
  if (!again) return again.error();
  count_anew();
  for (const auto& [record, edits] : *again) lay_over(record, edits);
  sql_("UPDATE bundles SET state = 0, seq = NULL, verdict = NULL WHERE number > ?").with(welcome_.last).run();
  forget_seqs_of_before();
  return {};
}

// A copy of this store has offered these again: the server has them, but where in its new life was never told here. By
// the seq of the old one their texts were let go for a backup that lacks them.
void EpochChange::forget_seqs_of_before() {
  for (const auto& community : welcome_.communities)
    sql_("UPDATE bundles SET seq = NULL WHERE state > 0 AND community = ? AND seq > ?")
        .with(community.code, parting_.common(community.code, no_limit))
        .run();
}

// What the server's head does not cover. Texts are dropped when every kept backup has them, so one of those that is
// missing means a restore from an older one. Any other was taken by a narrowing: it is lost with the server, the line
// has a gap for ever, and all the rest goes on under the next chain.
Result<std::map<RecordId, std::vector<EpochChange::Again>>> EpochChange::bundles_again() {
  std::map<RecordId, std::vector<Again>> out;
  auto& row = sql_(R"sql(
    SELECT number, header, bodies, signature, seq <= (SELECT kept FROM communities WHERE code = community)
    FROM bundles WHERE number > ? AND state > 0 ORDER BY number)sql");
  row.with(welcome_.last);
  bool taken = false;
  while (row.step()) {
    if (row.null(1) && row.integer(4) != 0) {
      auto number = row.integer(0);
      row.rewind();
      return behind("bundle " + std::to_string(number) + " is missing there, and its text is no longer kept here");
    }
    taken = taken || row.null(1);
    if (taken) continue;
    auto bundle = stored(open_bundle(row.text(1), row.text(2), row.bytes<64>(3)));
    for (auto& edit : bundle.edits) {
      if (edit.into) out[*edit.into].push_back({number_at(row, 0), bundle.community, edit});
      const auto record = edit.record;
      out[record].push_back({number_at(row, 0), bundle.community, std::move(edit)});
    }
  }
  if (taken) return Error{Fault::forked, "a text that is missing there was taken from here by a narrower role"};
  for (auto& [record, edits] : out)
    for (auto& again : edits) {
      auto& refused = sql_("SELECT 1 FROM refusals WHERE edit = ?");
      again.refused = refused.with(again.edit.id).step();
      refused.rewind();
      if (again.refused) sql_("DELETE FROM refusals WHERE edit = ?").with(again.edit.id).run();
    }
  return out;
}

// An edit that the server's old state contained stays unmerged until the new state of its record is here: laid over the
// old one it would count twice.
void EpochChange::lay_over(const RecordId& record, const std::vector<Again>& edits) {
  auto shown = read_row(sql_, record);
  auto pending = rebase_.find(record);
  if (!pending) pending = rebase_.begin(record, shown);
  for (const auto& again : edits) {
    auto known = std::any_of(pending->edits.begin(), pending->edits.end(),
                             [&](const OwnEdit& own) { return own.edit.id == again.edit.id; });
    if (!known) pending->edits.push_back({again.number, again.edit, !again.refused && pending->confirmed.has_value()});
  }
  std::stable_sort(pending->edits.begin(), pending->edits.end(),
                   [](const OwnEdit& one, const OwnEdit& other) { return one.number < other.number; });
  if (!shown) {
    auto subject = predicted(template_, record, {}, pending->edits, edits.front().community, chain_,
                             [](const RecordId&) { return std::nullopt; });
    if (!subject.record) return;  // nothing of it can be foretold; the bundle waits all the same
    pending->n = write_row(sql_, std::nullopt, encode(*subject.record), facts_of(template_, *subject.record));
  }
  rebase_.write(*pending);
  Rebasing laid{rebase_, sql_};
  laid.find(record);
  laid.apply();
}

// Every element of a set hash names the epoch. On the way it shows what of the old epoch's end is held here.
void EpochChange::count_anew() {
  std::map<CommunityId, Count> counts;
  for (const auto& community : welcome_.communities)
    counts[community.code] = {community.set_key, parting_.common(community.code, no_limit), {}, false};
  RescueShelf rescues{sql_, chain_};
  each_confirmed(sql_, rebase_, [&](const CommunityId& community, const RecordText& text) {
    auto found = counts.find(community);
    if (found == counts.end()) return;
    auto& count = found->second;
    add(count.sum, elements(count.set_key, welcome_.epoch, text));
    if (highest_seq(text) <= count.common) return;
    count.ahead = true;
    rescues.put_aside(text, count.common);
  });
  for (const auto& [community, count] : counts) {
    sql_("UPDATE communities SET set_hash = ? WHERE code = ?").with(count.sum, community).run();
    go_back(community, count.ahead);
    sql_("DELETE FROM history WHERE seq > ? AND record IN (SELECT id FROM records WHERE community = ?)")
        .with(count.common, community)
        .run();
    sql_("DELETE FROM history_known WHERE upto > ? AND record IN (SELECT id FROM records WHERE community = ?)")
        .with(count.common, community)
        .run();
  }
}

// The tail goes on where the lineages part only if nothing from behind the parting is held: older states of such
// records are in no tail, so the state is read from its beginning, over what is shown.
void EpochChange::go_back(const CommunityId& community, bool ahead) {
  auto& row = sql_("SELECT cursor FROM communities WHERE code = ?");
  if (!row.with(community).step()) return;
  const bool whole = !row.null(0);
  const Seq cursor{static_cast<std::uint64_t>(row.integer(0))};
  row.rewind();
  const auto common = parting_.common(community, no_limit);
  if (whole && !ahead && cursor <= common) return;
  sql_(R"sql(
    UPDATE communities SET cursor = NULL, state_after = NULL, state_from = NULL, agrees = 0, gained = NULL,
      gained_after = NULL, held = NULL WHERE code = ?)sql")
      .with(community)
      .run();
  sql_("UPDATE communities SET checked = MIN(checked, ?) WHERE code = ?").with(common, community).run();
}

}  // namespace doorstep
