#include "server/audit.h"

#include <algorithm>
#include <array>
#include <set>

#include "server/access_log.h"
#include "server/acts.h"
#include "server/places.h"
#include "server/set_sums.h"

namespace doorstep {
namespace {

[[noreturn]] void damaged(const std::string& what) { throw SqliteFailure{{Fault::store_damaged, what}}; }
void expect(bool holds, const std::string& what) {
  if (!holds) damaged(what);
}

void go_on(const std::stop_token& stop) {
  if (stop.stop_requested()) throw SqliteFailure{{Fault::server_closing, "verify was not finished"}};
}

Seq seq_at(const Statement& row, int column) { return Seq{static_cast<std::uint64_t>(row.integer(column))}; }

struct CommunityRow {
  Seq seq;
  Hash head{};
  Bytes<32> set_key{};
};
using Communities = std::map<CommunityId, CommunityRow>;

Communities read_communities(Database& database) {
  Communities out;
  auto rows = database.prepare("SELECT code, seq, head, set_key FROM communities");
  while (rows.step())
    out[CommunityId{std::string{rows.text(0)}}] = {seq_at(rows, 1), rows.bytes<32>(2), rows.bytes<32>(3)};
  return out;
}

/// One community's journal, bundle after bundle.
class JournalAudit {
 public:
  JournalAudit(Database& database, const std::stop_token& stop)
      : stop_(stop),
        journal_(database.prepare("SELECT j.n, j.seq, j.number, j.leaf, j.head, j.header, j.signature, c.chain, c.key, "
                                  "v.hash, v.previous, v.verdict FROM journal j JOIN chains c ON c.n = j.chain "
                                  "LEFT JOIN verdicts v ON v.chain = j.chain AND v.number = j.number "
                                  "WHERE j.community = ? ORDER BY j.seq")),
        edits_(database.prepare("SELECT id, record, kept, body FROM edits WHERE n BETWEEN ?1 * 512 AND ?1 * 512 + 511 "
                                "ORDER BY n")),
        erased_(database.prepare("SELECT 1 FROM erased WHERE record = ?")) {}

  std::uint64_t run(const CommunityId& community, const CommunityRow& expected) {
    Hash head{};
    Seq seq;
    std::uint64_t kept = 0;
    auto& rows = journal_.with(community);
    while (rows.step()) {
      go_on(stop_);
      const auto found = seq_at(rows, 1);
      place_ = "journal " + community.value + ":" + std::to_string(++seq.value);
      expect(found == seq, place_ + ": a seq is missing");
      expect(!rows.null(9), place_ + ": its verdict is missing");
      kept += check_bundle(community);
      head = journal_head(head, seq, rows.bytes<32>(3), rows.text(11));
      expect(head == rows.bytes<32>(4), place_ + ": the chain of heads is broken");
    }
    place_ = "journal " + community.value;
    expect(seq == expected.seq, place_ + ": its end is missing");
    expect(head == expected.head, place_ + ": does not end at the community's head");
    return kept;
  }

 private:
  std::uint64_t check_bundle(const CommunityId& community) {
    auto bundle = open_stored();
    if (!bundle) damaged(place_ + ": " + bundle.error().detail);
    const auto number = static_cast<std::uint64_t>(journal_.integer(2));
    expect(bundle->community == community && bundle->chain.value == journal_.text(7) && bundle->number.value == number,
           place_ + ": its header names another place in the line");
    expect(leaf_of(*bundle) == journal_.bytes<32>(3), place_ + ": its leaf is not its header's");
    expect(hash_of(*bundle) == journal_.bytes<32>(9) && bundle->previous == journal_.bytes<32>(10),
           place_ + ": its verdict is another bundle's");
    expect(verify(*bundle, journal_.bytes<32>(8)), place_ + ": its signature does not hold");
    auto stored = parse_json(journal_.text(11));
    auto verdict = stored ? verdict_from(*stored, "verdict") : Result<Verdict>{stored.error()};
    expect(verdict && verdict->seq == seq_at(journal_, 1) && verdict->edits.size() == bundle->edits.size(),
           place_ + ": its verdict cannot be read");
    return static_cast<std::uint64_t>(std::count(kept_.begin(), kept_.end(), true));
  }

  // The bundle put together again: opening it checks each body against its commitment.
  Result<Bundle> open_stored() {
    std::string bodies = "[";
    std::vector<std::pair<EditId, RecordId>> named;
    kept_.clear();
    auto& rows = edits_.with(journal_.integer(0));
    while (rows.step()) {
      if (bodies.size() > 1) bodies += ',';
      bodies += rows.text(3);
      named.emplace_back(rows.id<EditId>(0), rows.id<RecordId>(1));
      kept_.push_back(rows.integer(2) != 0);
    }
    bodies += ']';
    auto bundle = open_bundle(journal_.text(5), bodies, journal_.bytes<64>(6));
    if (!bundle) return bundle;
    for (std::size_t i = 0; i < bundle->edits.size(); ++i)
      if (bundle->edits[i].erased && kept_[i] && !OneRow{erased_.with(bundle->edits[i].record)})
        return Error{Fault::store_damaged, "what an edit said is gone, and its record was not erased"};
    bool same =
        std::equal(named.begin(), named.end(), bundle->edits.begin(), bundle->edits.end(),
                   [](const auto& row, const Edit& edit) { return row.first == edit.id && row.second == edit.record; });
    if (!same) return Error{Fault::store_damaged, "its edits are filed under other names"};
    return bundle;
  }

  const std::stop_token& stop_;
  Statement journal_, edits_, erased_;
  std::vector<bool> kept_;
  std::string place_;
};

/// The line of verdicts of each chain, and that what they refused is kept.
class LineAudit {
 public:
  LineAudit(Database& database, const std::stop_token& stop)
      : stop_(stop),
        chains_(database.prepare("SELECT n, chain, last, last_hash FROM chains")),
        verdicts_(database.prepare("SELECT number, hash, previous, verdict FROM verdicts WHERE chain = ? "
                                   "ORDER BY number")),
        kept_(database.prepare("SELECT 1 FROM edits WHERE id = ? AND kept = 1")),
        refused_(database.prepare("SELECT 1 FROM quarantine WHERE edit = ?")) {}

  void run() {
    while (chains_.step()) {
      Hash line{};
      std::int64_t number = 0;
      auto& rows = verdicts_.with(chains_.integer(0));
      while (rows.step()) {
        go_on(stop_);
        place_ = "chain " + std::string{chains_.text(1)} + ":" + std::to_string(++number);
        expect(rows.integer(0) == number, place_ + ": a verdict is missing");
        expect(rows.bytes<32>(2) == line, place_ + ": does not follow the bundle before it");
        line = rows.bytes<32>(1);
        check_edits(rows.text(3));
      }
      place_ = "chain " + std::string{chains_.text(1)};
      expect(chains_.integer(2) == number && chains_.bytes<32>(3) == line, place_ + ": its end is missing");
    }
  }

 private:
  void check_edits(std::string_view text_of_verdict) {
    auto stored = parse_json(text_of_verdict);
    auto verdict = stored ? verdict_from(*stored, "verdict") : Result<Verdict>{stored.error()};
    expect(verdict.has_value(), place_ + ": its verdict cannot be read");
    for (const auto& edit : verdict->edits) {
      using enum EditVerdict::Outcome;
      bool refused = edit.outcome == rejected || edit.outcome == held;
      OneRow row{(refused ? refused_ : kept_).with(edit.edit)};
      expect(static_cast<bool>(row), place_ + ": edit " + text(edit.edit) + " is kept nowhere");
    }
  }

  const std::stop_token& stop_;
  Statement chains_, verdicts_, kept_, refused_;
  std::string place_;
};

/// Every record's texts against its columns, and the sums over all of them.
class RecordAudit {
 public:
  RecordAudit(Database& database, const Template& archive_template, const Epoch& epoch, const std::stop_token& stop)
      : database_(database), template_(archive_template), epoch_(epoch), stop_(stop) {}

  std::uint64_t run(const Communities& communities) {
    std::uint64_t count = 0;
    auto rows = database_.prepare("SELECT " + std::string{record_text_columns} +
                                  ", community, parent, natural, state, open, seq, " + about_column +
                                  ", place, beside FROM records");
    while (rows.step()) {
      go_on(stop_);
      auto stored = record_text(rows, 0);
      place_ = "record " + text(stored.id);
      CommunityId community{std::string{rows.text(6)}};
      auto home = communities.find(community);
      expect(home != communities.end(), place_ + ": its community is not known");
      check_columns(rows, stored, community);
      expect(seq_at(rows, 11) <= home->second.seq, place_ + ": its seq lies behind the community's");
      const std::string about{rows.text(12)}, place{rows.text(13)};
      expect(place == place_in(stored.header) && place == place_found(stored, community),
             place_ + ": filed under another place");
      each_element(home->second.set_key, epoch_, stored, [&](int part, const Hash& one) {
        add(sums_[{community.value, {place, about, part}}], one);
      });
      if (stored.type != conflict_type) ++count;
    }
    check_sums();
    return count;
  }

 private:
  void check_columns(const Statement& row, const RecordText& stored, const CommunityId& community) {
    RecordColumns columns;
    std::string type;
    CommunityId named;
    if (stored.type == conflict_type) {
      auto conflict = stored_conflict(stored);
      columns = columns_of(conflict);
      named = conflict.community;
      type = conflict_type;
    } else {
      auto record = stored_record(stored);
      columns = columns_of(template_, record);
      named = record.header.community;
      type = record.header.type;
    }
    auto parent = row.null(7) ? std::nullopt : std::optional{row.id<RecordId>(7)};
    expect(type == stored.type && named == community, place_ + ": filed under another type or community");
    expect(columns.parent == parent, place_ + ": filed under another parent");
    expect(columns.natural == row.text_if(8), place_ + ": filed under another natural key");
    auto beside = row.null(14) ? std::nullopt : std::optional{row.id<RecordId>(14)};
    expect(columns.beside == beside, place_ + ": filed beside another record");
    expect(static_cast<std::int64_t>(columns.state) == row.integer(9) && columns.open == (row.integer(10) != 0),
           place_ + ": filed under another state");
    expect(columns.seq == seq_at(row, 11), place_ + ": filed under another seq");
  }

  // Found anew, from what stands in the records.
  // A question about several records that was decided stays where it was: they may have moved apart since.
  std::string place_found(const RecordText& stored, const CommunityId& community) {
    WorkingSet set{queries_, template_, community};
    if (stored.type != conflict_type) return place_of(set, template_, stored.id);
    const auto conflict = stored_conflict(stored);
    const bool decided = conflict.kind == ConflictKind::duplicate && conflict.state != ConflictState::open;
    return decided ? place_in(stored.header) : place_of(set, template_, conflict);
  }

  void check_sums() {
    auto rows = database_.prepare("SELECT community, place, type, class, sum FROM set_hash");
    while (rows.step()) {
      auto found =
          sums_.find({std::string{rows.text(0)},
                      {std::string{rows.text(1)}, std::string{rows.text(2)}, static_cast<int>(rows.integer(3))}});
      auto sum = found == sums_.end() ? Hash{} : found->second;
      expect(sum == rows.bytes<32>(4),
             "set hash of " + std::string{rows.text(0)} + "." + std::string{rows.text(2)} + ": is not its records'");
      if (found != sums_.end()) sums_.erase(found);
    }
    expect(sums_.empty(), "set hash: a type's sum is missing");
  }

  Database& database_;
  const Template& template_;
  const Epoch& epoch_;
  const std::stop_token& stop_;
  RecordQueries queries_{database_};
  std::map<std::pair<std::string, SumKey>, Hash> sums_;
  std::string place_;
};

}  // namespace

Hash journal_head(const Hash& previous, Seq seq, const Hash& leaf, std::string_view verdict_text) {
  std::string chained{view(previous)};
  for (int shift = 56; shift >= 0; shift -= 8) chained += static_cast<char>((seq.value >> shift) & 0xff);
  chained += view(leaf);
  chained += view(sha256(verdict_text));
  return sha256(chained);
}

// Of what was erased there is a header, or nothing. What is due is erased with the next commit.
void check_erased(Database& database) {
  constexpr std::array<std::pair<const char*, const char*>, 6> left{{
      {"is there", "EXISTS (SELECT 1 FROM records r WHERE r.id = e.record AND r.state <> 4)"},
      {"a conflict asks about it",
       "EXISTS (SELECT 1 FROM records c WHERE c.parent = e.record AND c.type = 'conflict')"},
      {"the journal says something of it",
       "EXISTS (SELECT 1 FROM edits d WHERE d.record = e.record AND d.kept = 1 AND d.body <> '{}')"},
      {"the journal says something of it that was not kept",
       "EXISTS (SELECT 1 FROM edits d WHERE d.record = e.record AND d.kept = 0 AND d.body <> '{}')"},
      {"the quarantine says something of it",
       "EXISTS (SELECT 1 FROM quarantine q WHERE q.record = e.record AND q.body <> 'null')"},
      {"a rescued text says something of it", "EXISTS (SELECT 1 FROM rescues s WHERE s.record = e.record)"},
  }};
  static_assert(static_cast<int>(State::erased) == 4, "as it is stored");
  for (const auto& [what, where] : left) {
    auto rows = database.prepare("SELECT e.record FROM erased e WHERE e.due = 0 AND e.author IS NULL AND " +
                                 std::string{where} + " LIMIT 1");
    if (rows.step()) damaged("record " + text(rows.id<RecordId>(0)) + " was erased: " + what);
  }
  auto rows =
      database.prepare("SELECT id FROM records WHERE state = 4 AND id NOT IN (SELECT record FROM erased) LIMIT 1");
  if (rows.step()) damaged("record " + text(rows.id<RecordId>(0)) + ": is empty, and nobody erased it");
}

// Each is whole and named rightly, and the present one is the last.
void check_templates(Database& database) {
  auto rows = database.prepare("SELECT version, digest, text FROM templates ORDER BY n");
  std::string last;
  std::int64_t version = 0;
  while (rows.step()) {
    auto parsed = Template::parse(rows.text(2));
    const auto place = "template " + std::to_string(rows.integer(0));
    expect(
        parsed && parsed->digest() == rows.text(1) && static_cast<std::int64_t>(parsed->version()) == rows.integer(0),
        place + ": is not what it is filed as");
    expect(rows.integer(0) > version, place + ": stands behind a later one");
    version = rows.integer(0);
    last = rows.text(2);
  }
  auto meta = database.prepare("SELECT value FROM meta WHERE key = 'template'");
  OneRow present{meta};
  expect(last.empty() || (present && present->text(0) == last), "template: the present one is not the last");
}

Result<ArchiveCheck> audit(Database& database, const Template& archive_template, const Epoch& epoch,
                           const std::stop_token& stop) {
  Transaction view{database, Transaction::Mode::read};
  if (auto sound = database.check(); !sound) return sound.error();
  check_templates(database);
  check_erased(database);
  if (auto broken = find_broken_act(database)) return Error{Fault::store_damaged, *broken};
  if (auto broken = find_broken_access(database)) return Error{Fault::store_damaged, *broken};
  ArchiveCheck out;
  auto communities = read_communities(database);
  JournalAudit journal{database, stop};
  for (const auto& [id, community] : communities) {
    out.edits += journal.run(id, community);
    out.heads[id] = community.head;
  }
  LineAudit{database, stop}.run();
  out.records = RecordAudit{database, archive_template, epoch, stop}.run(communities);
  return out;
}

}  // namespace doorstep
