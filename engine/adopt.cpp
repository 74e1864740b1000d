// The door by which the server's word enters the store. Nothing here can reach the outbox's contents: bundles only
// change their state, as verdicts and checkpoints say.
#include <algorithm>

#include "engine/community.h"
#include "engine/epoch.h"
#include "engine/erased.h"
#include "engine/grant.h"
#include "engine/healing.h"
#include "engine/lease_watch.h"
#include "engine/outmail.h"
#include "engine/rebasing.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "engine/visit.h"
#include "shared/log.h"
#include "shared/relaxed_transaction.h"

namespace doorstep {
namespace {

// One outcome for each edit, in order: an edit left out would be answered and yet stand in no list. The header alone
// names them; bodies are read only where something was refused.
bool answers(const Verdict& verdict, const json& header) {
  const auto& edits = header.at("edits");
  return std::equal(verdict.edits.begin(), verdict.edits.end(), edits.begin(), edits.end(),
                    [](const EditVerdict& one, const json& edit) { return edit.at("id") == text(one.edit); });
}

bool refuses(const EditVerdict& verdict) {
  return verdict.outcome == EditVerdict::Outcome::rejected || verdict.outcome == EditVerdict::Outcome::held;
}

// Merged into a record that is erased, the other one stays.
bool destroys(const EditVerdict& verdict) {
  return verdict.outcome == EditVerdict::Outcome::rejected && verdict.code == code(Fault::erased);
}

// The edit stands in the person's list from here on, and the record shows what is without it.
void refuse(Statements& sql, const Template& archive_template, Rebase& rebase, const Bundle& bundle, const Edit& edit,
            const EditVerdict& verdict) {
  sql("INSERT OR IGNORE INTO refusals (edit, record, code, held_by, body) VALUES (?, ?, ?, ?, ?)")
      .with(edit.id, edit.record, verdict.outcome == EditVerdict::Outcome::held ? "held" : verdict.code, verdict.by,
            canonical(listed_edit(sql, archive_template, edit, bundle.community)))
      .run();
  Rebasing without{rebase, sql};
  without.drop(edit);
  without.apply();
}

// Its texts stay until every backup of the server has it: a server that is restored asks for it again. Numbers below
// one that a backup has are in it too, those of which nothing was accepted included.
void drop_texts_that_backups_have(Statements& sql) {
  sql(R"sql(
    UPDATE bundles SET header = NULL, bodies = NULL, signature = NULL
    WHERE state = 2 AND header IS NOT NULL AND number <= (
      SELECT number FROM bundles AS answered JOIN communities ON code = answered.community
      WHERE answered.state = 2 AND answered.seq <= communities.kept ORDER BY number DESC LIMIT 1))sql")
      .run();
}

// A bundle leaves the outbox when its verdict is in and a checkpoint has reached the verdict's seq, whichever came
// first: a verdict that was lost is repeated after the checkpoint. Without a seq nothing of it is in the feed.
// `state < 2` names the partial index.
void let_go_of_passed_bundles(Statements& sql) {
  sql(R"sql(
    UPDATE bundles SET state = 2
    WHERE state = 1 AND state < 2 AND (seq IS NULL OR seq <= (SELECT checked FROM communities WHERE code = community)))sql")
      .run();
}

// Behind a transaction that does not wait for the disk, not within it: a scrub's writes do wait. Where another process
// reads, or the disk is full, the next checkpoint tries again.
Result<std::vector<Change>> scrubbed_after(Result<std::vector<Change>> adopted, Database& database, Statements& sql) {
  if (!adopted) return adopted;
  auto scrubbed = guarded([&]() -> Result<void> {
    if (scrub_is_due(sql)) scrub(database, sql);
    return {};
  });
  if (!scrubbed) log_warning("what was evicted is not scrubbed yet: " + std::string{code(scrubbed.error().fault)});
  return adopted;
}

}  // namespace

Result<Store::Greeting> Store::greeting() {
  return guarded([&]() -> Result<Greeting> {
    Greeting out{stored_epoch(sql_), 0, std::nullopt, 0, {}, 0};
    auto& pages = sql_("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    pages.with().step();
    out.storage = static_cast<std::uint64_t>(pages.integer(0));
    pages.rewind();
    if (meta_text(sql_, "role")) {
      out.grant = role().version();
      out.scope = role().scope();
    }
    auto& waiting = sql_("SELECT COUNT(*) FROM bundles WHERE state = 0 AND state < 2");
    waiting.with().step();
    out.waiting = static_cast<std::uint64_t>(waiting.integer(0));
    waiting.rewind();
    if (auto at = meta_integer(sql_, "server_time", 0); at > 0) out.server_time = from_ms(at);
    return out;
  });
}

Result<std::vector<Subscribe>> Store::cursors() {
  return guarded([&]() -> Result<std::vector<Subscribe>> {
    auto& row = sql_("SELECT code FROM communities ORDER BY code");
    std::vector<CommunityId> codes;
    row.with();
    while (row.step()) codes.push_back(CommunityId{std::string{row.text(0)}});
    std::vector<Subscribe> out;
    for (const auto& code : codes) {
      auto community = read_community(sql_, code);
      out.push_back({code, community->cursor, community->state_after, community->state_from, community->complete});
      if (!community->cursor) continue;
      auto& tail = out.back();
      if (community->gains()) {
        tail.gained = community->gained;
        tail.held = community->held;
        tail.after = community->gained_after;
      } else if (auto repair = repair_of(sql_, code); repair && repair->stage == Repair::Stage::leaves) {
        tail.leaves = std::move(repair->leaves);
        tail.after = repair->after;
      }
    }
    return out;
  });
}

// An open visit ends as it stands: what comes next in it could be refused, and then it could not end at all.
Result<std::vector<Bundle>> Store::end_visit_under_other_role(const Role& now) {
  const auto held = meta_text(sql_, "role");
  const bool same = held ? *held == now.text() : now.scope() == Role::everything().scope();
  if (same || !VisitShelf{sql_}.visit()) return std::vector<Bundle>{};
  return seal_visit();
}

Result<void> Store::adopt(const Welcome& welcome) {
  std::optional<Role> role;
  if (welcome.role) {
    auto read = Role::parse(*welcome.role);
    if (!read) return Error{Fault::bad_frame, "welcome." + read.error().detail};
    role = std::move(*read);
  }
  std::vector<Bundle> sealed;
  auto adopted = guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    if (auto ours = lies_on_our_line(welcome.last, welcome.last_hash); !ours) return ours;
    auto& answered = sql_("SELECT COALESCE(MAX(number), 0) FROM bundles WHERE state > 0");
    answered.with().step();
    auto ahead = answered.integer(0) > static_cast<std::int64_t>(welcome.last.value);
    answered.rewind();
    auto epoch = stored_epoch(sql_);
    if (!epoch.value.empty() && epoch != welcome.epoch) {
      if (auto entered = EpochChange{sql_, *template_, identity_->chain, welcome}.enter(); !entered)
        return entered.error();
    } else if (ahead) {
      return Error{Fault::server_behind, "answered bundles are missing there"};
    }
    if (epoch != welcome.epoch) set_meta(sql_, "lineage", canonical(lineage_json(welcome.lineage)));
    set_meta(sql_, "epoch", welcome.epoch.value);
    set_meta(sql_, "server_time", to_ms(welcome.at));
    if (!welcome.communities.empty() && !meta_text(sql_, "community"))
      set_meta(sql_, "community", welcome.communities.front().code.value);
    for (const auto& community : welcome.communities) {
      sql_(R"sql(
        INSERT INTO communities (code, name, set_key, set_hash) VALUES (?, ?, ?, ?)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name)sql")
          .with(community.code, community.name, community.set_key, Hash{})
          .run();
      sql_("UPDATE communities SET kept = ?1 WHERE code = ?2 AND kept <> ?1")
          .with(community.kept, community.code)
          .run();
      if (sql_.changes() > 0) drop_texts_that_backups_have(sql_);
    }
    if (role) {
      auto ended = end_visit_under_other_role(*role);
      if (!ended) return ended.error();
      sealed = std::move(*ended);
      GrantChange{database_, sql_, *template_, identity_->chain}.enter(*role, welcome.communities);
    }
    if (auto kept = lease_watch_->keep(welcome.lease, welcome.at); !kept) return kept.error();
    for (const auto& person : welcome.people)
      sql_(
          "INSERT INTO people (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name "
          "<> excluded.name")
          .with(person.id, person.name)
          .run();
    transaction.commit();
    return {};
  });
  for (const auto& bundle : sealed)
    if (adopted && outmail_ != nullptr) outmail_->sealed(bundle.number, wire_text(bundle));
  if (adopted && welcome.office_key) return learn_office_key(*welcome.office_key);
  return adopted;
}

Result<void> Store::adopt(const LeaseFrame& frame) {
  auto lease = read_lease(frame.lease.text);
  if (!lease) return lease.error();
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    if (auto kept = lease_watch_->keep(frame.lease, lease->issued); !kept) return kept.error();
    transaction.commit();
    return {};
  });
}

Result<std::vector<Change>> Store::adopt(const Verdicts& verdicts) {
  auto adopted = guarded([&]() -> Result<std::vector<Change>> {
    RelaxedTransaction transaction{database_};
    Rebase rebase{sql_, *template_, identity_->chain};
    std::vector<Change> changes;
    std::set<RecordId> erased;
    for (const auto& verdict : verdicts.verdicts) {
      if (verdict.retry) continue;  // it still waits, and is offered again
      auto& row = sql_("SELECT header, bodies, signature FROM bundles WHERE number = ? AND state = 0");
      if (!row.with(verdict.number).step()) continue;  // answered before; a verdict never changes
      const auto header = stored(parse_json(row.text(0)));
      if (!answers(verdict, header)) {
        row.rewind();
        return Error{Fault::bad_frame, "a verdict that does not name the edits of its bundle"};
      }
      std::optional<Bundle> bundle;
      if (std::any_of(verdict.edits.begin(), verdict.edits.end(), refuses))
        bundle = stored(open_bundle(row.text(0), row.text(1), row.bytes<64>(2)));
      row.rewind();
      for (std::size_t i = 0; bundle && i < bundle->edits.size(); ++i) {
        if (!refuses(verdict.edits[i])) continue;
        refuse(sql_, *template_, rebase, *bundle, bundle->edits[i], verdict.edits[i]);
        changes.push_back({bundle->edits[i].record, bundle->edits[i].type, {}});
        if (destroys(verdict.edits[i]) && bundle->edits[i].op != Op::merge) erased.insert(bundle->edits[i].record);
      }
      erased.merge(erased_in(sql_, header));  // its verdict was on the way when the page that told of them came
      sql_("UPDATE bundles SET state = 1, seq = ?, verdict = ? WHERE number = ?")
          .with(verdict.seq, canonical(verdict_json(verdict)), verdict.number)
          .run();
    }
    forget_erased(sql_, *template_, erased);
    let_go_of_passed_bundles(sql_);
    transaction.commit();
    if (outmail_ != nullptr) outmail_->answered();
    return changes;
  });
  return scrubbed_after(std::move(adopted), database_, sql_);
}

Result<std::vector<Change>> Store::adopt(const Checkpoint& checkpoint, bool tree) {
  auto adopted = guarded([&]() -> Result<std::vector<Change>> {
    RelaxedTransaction transaction{database_};
    auto community = read_community(sql_, checkpoint.community);
    if (!community) return Error{Fault::bad_frame, "checkpoint.community is not one of ours"};
    if (!community->cursor || *community->cursor < checkpoint.seq)
      return Error{Fault::replayed_frame, "a page is missing before this checkpoint"};
    if (auto ours = lies_on_our_line(checkpoint.last_own, checkpoint.last_own_hash); !ours) return ours.error();
    std::vector<Change> changes;
    Rebase rebase{sql_, *template_, identity_->chain};
    for (const auto& record : rebase.edited_upto(checkpoint.community, checkpoint.last_own)) {
      Rebasing one{rebase, sql_};
      // An edit of the one before may have gone home to this one, or this one's to another.
      if (auto* pending = one.find(record)) pending->drop_edits_upto(checkpoint.last_own);
      one.apply();
      if (auto row = read_row(sql_, record))
        changes.push_back({record, row->text.type, stored(decode(row->text)).version()});
    }
    auto healing = Healing::none;
    if (*community->cursor == checkpoint.seq) {  // else another process is further on and has compared
      bool agrees = community->set_hash == checkpoint.hash;
      if (!agrees) {
        healing = heal(sql_, rebase, *community, checkpoint.hash, clock_.wall(), tree);
        write_community(sql_, *community);
        agrees = healing == Healing::sum_was_wrong;
      }
      if (agrees && repair_of(sql_, checkpoint.community)) end_repair(sql_);
      sql_("UPDATE communities SET checked = ?1, complete = ?1, agrees = ?2 WHERE code = ?3")
          .with(checkpoint.seq, agrees, checkpoint.community)
          .run();
    }
    let_go_of_passed_bundles(sql_);
    set_meta(sql_, "last_contact", to_ms(clock_.wall()));
    transaction.commit();
    if (healing == Healing::begun)
      return Error{Fault::replayed_frame, "this store differs from the server's; its state is read again"};
    return changes;
  });
  return scrubbed_after(std::move(adopted), database_, sql_);
}

// What is here of a record's history has no gap: the newest page takes the place of what was, because a merge or a
// parting may have put in or taken out older edits; an older page goes on from the oldest that is here, or is no use.
Result<void> Store::adopt(const History& history) {
  return guarded([&]() -> Result<void> {
    if (is_erased(sql_, history.record)) return {};  // read before it was, and under way since
    Transaction transaction{database_};
    std::int64_t position = 0;
    if (history.before) {
      auto& oldest = sql_("SELECT edit, position FROM history WHERE record = ? ORDER BY seq, position LIMIT 1");
      const bool goes_on = oldest.with(history.record).step() && oldest.id<EditId>(0) == *history.before;
      if (goes_on) position = oldest.integer(1) - static_cast<std::int64_t>(history.entries.size()) - 1;
      oldest.rewind();
      if (!goes_on) return {};
    } else if (history.complete || !history.entries.empty()) {
      sql_("DELETE FROM history WHERE record = ?").with(history.record).run();
    }
    auto upto = history.read.value_or(Seq{});
    for (const auto& entry : history.entries) {
      json line = json::object();
      line["by"] = entry.by;
      line["device"] = device_of(entry.chain).value;
      line["chain"] = entry.chain.value;
      line["edit"] = entry.edit;
      if (entry.at) line["at"] = to_ms(*entry.at);
      auto edit = edit_from(entry.edit, "history.entries.edit");
      if (!edit) return edit.error();
      sql_("INSERT OR REPLACE INTO history (record, edit, seq, position, entry) VALUES (?, ?, ?, ?, ?)")
          .with(history.record, edit->id, entry.seq, ++position, canonical(line))
          .run();
      upto = std::max(upto, entry.seq);
    }
    if (history.before)
      sql_("UPDATE history_known SET complete = ? WHERE record = ?").with(history.complete, history.record).run();
    else
      sql_(R"sql(
        INSERT INTO history_known (record, upto, complete) VALUES (?, ?, ?)
        ON CONFLICT (record) DO UPDATE SET upto = excluded.upto, complete = excluded.complete)sql")
          .with(history.record, upto, history.complete)
          .run();
    transaction.commit();
    return {};
  });
}

}  // namespace doorstep
