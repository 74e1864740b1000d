// The door by which the server's word enters the store. Nothing here can reach the outbox's contents: bundles only
// change their state, as verdicts and checkpoints say.
#include <algorithm>

#include "engine/epoch.h"
#include "engine/outmail.h"
#include "engine/rebase.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

struct Community {
  CommunityId code;
  Bytes<32> set_key{};
  std::optional<Seq> cursor;
  std::optional<RecordId> state_after;
  std::optional<Seq> state_from;
  Hash set_hash{};
};

std::optional<Community> read_community(Statements& sql, const CommunityId& code) {
  auto& row = sql("SELECT set_key, cursor, state_after, state_from, set_hash FROM communities WHERE code = ?");
  if (!row.with(code).step()) return std::nullopt;
  Community out{code, row.bytes<32>(0), std::nullopt, std::nullopt, std::nullopt, row.bytes<32>(4)};
  auto seq = [&](int column) { return Seq{static_cast<std::uint64_t>(row.integer(column))}; };
  if (!row.null(1)) out.cursor = seq(1);
  if (!row.null(2)) out.state_after = row.id<RecordId>(2);
  if (!row.null(3)) out.state_from = seq(3);
  row.rewind();
  return out;
}

void write_community(Statements& sql, const Community& community) {
  sql("UPDATE communities SET cursor = ?, state_after = ?, state_from = ?, set_hash = ? WHERE code = ?")
      .with(community.cursor, community.state_after, community.state_from, community.set_hash, community.code)
      .run();
}

/// One record or conflict of a page: its texts as they are stored and hashed, and what the row says about it.
struct Arrived {
  RecordText text;
  RowFacts facts;
  RecordId root;  ///< the record that rebases: itself, or the one a conflict is about
  Seq version;
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

void drop_edits_upto(Pending& pending, BundleNumber last_own) {
  std::erase_if(pending.edits, [&](const OwnEdit& own) { return own.number <= last_own; });
}

/// The rebase rows that a page touches, applied once at its end.
class Touched {
 public:
  explicit Touched(Rebase& rebase) : rebase_(rebase) {}

  Pending* find(const RecordId& record) {
    auto [slot, fresh] = pending_.try_emplace(record);
    if (fresh) slot->second = rebase_.find(record);
    return slot->second ? &*slot->second : nullptr;
  }
  void apply() {
    for (auto& [record, pending] : pending_) {
      if (!pending) continue;
      if (rebase_.apply(*pending) && !pending->edits.empty()) rebase_.write(*pending);
    }
  }

 private:
  Rebase& rebase_;
  std::map<RecordId, std::optional<Pending>> pending_;
};

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

/// What is shown as confirmed between two ids of a state page and yet does not stand in it, the server does not have: it
/// was restored to a time before. Own edits that wait keep their record.
std::vector<Change> evict_absent(Statements& sql, Touched& touched, Community& community, const Epoch& epoch,
                                 const std::optional<RecordId>& behind, const std::optional<RecordId>& upto,
                                 const std::vector<Arrived>& arrivals) {
  std::vector<RecordId> absent;
  auto& ids = sql("SELECT id FROM records WHERE id > ?1 AND (?2 IS NULL OR id <= ?2) AND community = ?3 ORDER BY id");
  ids.with(behind.value_or(RecordId{}), upto, community.code);
  auto next = arrivals.begin();
  while (ids.step()) {
    auto id = ids.id<RecordId>(0);
    while (next != arrivals.end() && next->text.id < id) ++next;
    if (next == arrivals.end() || next->text.id != id) absent.push_back(id);
  }
  std::vector<Change> changes;
  for (const auto& id : absent) {
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

Change change_of(const Arrived& arrived) { return {arrived.text.id, arrived.text.type, arrived.version}; }

// One outcome for each edit, in order: an edit left out would be answered and yet stand in no list.
bool answers(const Verdict& verdict, const Bundle& bundle) {
  return std::equal(verdict.edits.begin(), verdict.edits.end(), bundle.edits.begin(), bundle.edits.end(),
                    [](const EditVerdict& one, const Edit& edit) { return one.edit == edit.id; });
}

bool refuses(const EditVerdict& verdict) {
  return verdict.outcome == EditVerdict::Outcome::rejected || verdict.outcome == EditVerdict::Outcome::held;
}

// The edit stands in the person's list from here on, and the record shows what is without it.
void refuse(Statements& sql, Rebase& rebase, const Edit& edit, const EditVerdict& verdict) {
  sql("INSERT OR IGNORE INTO refusals (edit, record, code, held_by, body) VALUES (?, ?, ?, ?, ?)")
      .with(edit.id, edit.record, verdict.outcome == EditVerdict::Outcome::held ? "held" : verdict.code, verdict.by,
            canonical(edit_json(edit)))
      .run();
  auto pending = rebase.find(edit.record);
  if (!pending) return;
  std::erase_if(pending->edits, [&](const OwnEdit& own) { return own.edit.id == edit.id; });
  if (rebase.apply(*pending) && !pending->edits.empty()) rebase.write(*pending);
}

// Its texts stay until every backup of the server has it: a server that is restored asks for it again. Numbers below one
// that a backup has are in it too, those of which nothing was accepted included.
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
void let_go_of_passed_bundles(Statements& sql) {
  sql(R"sql(
    UPDATE bundles SET state = 2
    WHERE state = 1 AND state < 2 AND (seq IS NULL OR seq <= (SELECT checked FROM communities WHERE code = community)))sql")
      .run();
}

Epoch stored_epoch(Statements& sql) { return Epoch{meta_text(sql, "epoch").value_or("")}; }

}  // namespace

Result<Store::Greeting> Store::greeting() {
  return guarded([&]() -> Result<Greeting> {
    Greeting out{stored_epoch(sql_), 0, std::nullopt};
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
      out.push_back({code, community->cursor, community->state_after, community->state_from});
    }
    return out;
  });
}

Result<void> Store::adopt(const Welcome& welcome) {
  auto adopted = guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    auto& ours = sql_("SELECT hash FROM bundles WHERE number = ?");
    if (welcome.last.value != 0) {
      if (!ours.with(welcome.last).step())
        return Error{Fault::forked, "the server has more of this chain than this store"};
      bool same = ours.bytes<32>(0) == welcome.last_hash;
      ours.rewind();
      if (!same) return Error{Fault::forked, "the server's head is not on this store's line"};
    }
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
      sql_("UPDATE communities SET kept = ?1 WHERE code = ?2 AND kept <> ?1").with(community.kept, community.code).run();
      if (sql_.changes() > 0) drop_texts_that_backups_have(sql_);
    }
    for (const auto& person : welcome.people)
      sql_(
          "INSERT INTO people (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name "
          "<> excluded.name")
          .with(person.id, person.name)
          .run();
    transaction.commit();
    return {};
  });
  if (adopted && welcome.office_key) return learn_office_key(*welcome.office_key);
  return adopted;
}

Result<std::vector<Change>> Store::adopt(const Page& page) {
  // Read before the transaction: a page that is wrong anywhere changes nothing.
  std::vector<Arrived> arrivals;
  std::vector<Change> changes;
  arrivals.reserve(page.records.size());
  for (const auto& object : page.records) {
    auto arrived = open_arrived(*template_, object, page.community);
    if (!arrived) return arrived.error();
    changes.push_back(change_of(*arrived));
    arrivals.push_back(std::move(*arrived));
  }
  return guarded([&]() -> Result<std::vector<Change>> {
    Transaction transaction{database_};
    auto community = read_community(sql_, page.community);
    if (!community) return Error{Fault::bad_frame, "page.community is not one of ours"};
    const auto state_behind = community->state_after;
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
        community->state_after.reset();
        community->state_from.reset();
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
    Touched touched{rebase};
    if (page.kind == PageKind::state && (page.done || !arrivals.empty())) {
      const auto upto = page.done ? std::nullopt : std::optional{arrivals.back().text.id};
      auto gone = evict_absent(sql_, touched, *community, epoch, state_behind, upto, arrivals);
      changes.insert(changes.end(), gone.begin(), gone.end());
    }
    for (const auto& arrived : arrivals) {
      std::optional<RecordText> before;
      if (auto* pending = touched.find(arrived.root)) {
        before = replace_confirmed(*pending, arrived);
        if (arrived.root == arrived.text.id) {
          drop_edits_upto(*pending, page.last_own);
          for (auto& own : pending->edits) own.contained = false;
        }
      } else {
        auto row = read_row(sql_, arrived.text.id);
        write_row(sql_, row ? std::optional{row->n} : std::nullopt, arrived.text, arrived.facts);
        if (row) before = std::move(row->text);
      }
      if (before) subtract(community->set_hash, elements(community->set_key, epoch, *before));
      add(community->set_hash, elements(community->set_key, epoch, arrived.text));
    }
    touched.apply();
    write_community(sql_, *community);
    transaction.commit();
    return changes;
  });
}

Result<std::vector<Change>> Store::adopt(const Verdicts& verdicts) {
  return guarded([&]() -> Result<std::vector<Change>> {
    Transaction transaction{database_};
    Rebase rebase{sql_, *template_, identity_->chain};
    std::vector<Change> changes;
    for (const auto& verdict : verdicts.verdicts) {
      if (verdict.retry) continue;  // it still waits, and is offered again
      auto& row = sql_("SELECT header, bodies, signature FROM bundles WHERE number = ? AND state = 0");
      if (!row.with(verdict.number).step()) continue;  // answered before; a verdict never changes
      auto bundle = stored(open_bundle(row.text(0), row.text(1), row.bytes<64>(2)));
      row.rewind();
      if (!answers(verdict, bundle))
        return Error{Fault::bad_frame, "a verdict that does not name the edits of its bundle"};
      for (std::size_t i = 0; i < bundle.edits.size(); ++i) {
        if (!refuses(verdict.edits[i])) continue;
        refuse(sql_, rebase, bundle.edits[i], verdict.edits[i]);
        changes.push_back({bundle.edits[i].record, bundle.edits[i].type, {}});
      }
      sql_("UPDATE bundles SET state = 1, seq = ?, verdict = ? WHERE number = ?")
          .with(verdict.seq, canonical(verdict_json(verdict)), verdict.number)
          .run();
    }
    let_go_of_passed_bundles(sql_);
    transaction.commit();
    if (outmail_ != nullptr) outmail_->answered();
    return changes;
  });
}

Result<std::vector<Change>> Store::adopt(const Checkpoint& checkpoint) {
  return guarded([&]() -> Result<std::vector<Change>> {
    Transaction transaction{database_};
    auto community = read_community(sql_, checkpoint.community);
    if (!community) return Error{Fault::bad_frame, "checkpoint.community is not one of ours"};
    if (!community->cursor || *community->cursor < checkpoint.seq)
      return Error{Fault::replayed_frame, "a page is missing before this checkpoint"};
    std::vector<Change> changes;
    Rebase rebase{sql_, *template_, identity_->chain};
    for (const auto& record : rebase.edited_upto(checkpoint.community, checkpoint.last_own)) {
      auto pending = rebase.find(record);
      drop_edits_upto(*pending, checkpoint.last_own);
      if (rebase.apply(*pending) && !pending->edits.empty()) rebase.write(*pending);
      if (auto row = read_row(sql_, record))
        changes.push_back({record, row->text.type, stored(decode(row->text)).version()});
    }
    if (*community->cursor == checkpoint.seq)  // else another process is further on and has compared
      sql_("UPDATE communities SET checked = ?, agrees = ? WHERE code = ?")
          .with(checkpoint.seq, community->set_hash == checkpoint.hash, checkpoint.community)
          .run();
    let_go_of_passed_bundles(sql_);
    set_meta(sql_, "last_contact", to_ms(clock_.wall()));
    transaction.commit();
    return changes;
  });
}

Result<void> Store::adopt(const History& history) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    Seq upto;
    std::int64_t position = 0;
    for (const auto& entry : history.entries) {
      json line = json::object();
      line["by"] = entry.by;
      line["device"] = device_of(entry.chain).value;
      line["edit"] = entry.edit;
      if (entry.at) line["at"] = to_ms(*entry.at);
      auto edit = edit_from(entry.edit, "history.entries.edit");
      if (!edit) return edit.error();
      sql_("INSERT OR REPLACE INTO history (record, edit, seq, position, entry) VALUES (?, ?, ?, ?, ?)")
          .with(history.record, edit->id, entry.seq, ++position, canonical(line))
          .run();
      upto = std::max(upto, entry.seq);
    }
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
