// Destroying by law: one person asks, another agrees, and then nothing of it is left. docs/merge.md §Erasure.
#include <algorithm>
#include <set>

#include "server/acts.h"
#include "server/commit.h"
#include "server/office_line.h"

namespace doorstep {
namespace {

// A closed list: a reason in somebody's own words could name those who are to be forgotten.
constexpr std::array<std::string_view, 4> reasons{"retention", "request", "consent", "order"};
constexpr std::size_t fenced_at_once = 40;  ///< ids that one line of the fence holds beside the rest of the act
constexpr std::string_view state_asked = "asked", state_refused = "refused", state_done = "done";

/// One row of `erasures`.
struct Case {
  std::string erasure, reason, state, asked_by;
  CommunityId community;
  std::vector<RecordId> roots;
  std::int64_t asked_at = 0;
};

json ids_json(std::span<const RecordId> ids) {
  json out = json::array();
  for (const auto& id : ids) out.push_back(text(id));
  return out;
}

std::vector<RecordId> ids_from(const json& list) {
  std::vector<RecordId> out;
  for (const auto& one : list) {
    const auto* name = one.get_ptr<const std::string*>();
    const auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
    if (!id) throw SqliteFailure{{Fault::store_damaged, "erasures: an id"}};
    out.push_back(*id);
  }
  return out;
}

std::vector<RecordId> ids_in(std::string_view stored) {
  auto list = parse_json(stored);
  if (!list || !list->is_array()) throw SqliteFailure{{Fault::store_damaged, "erasures: its records"}};
  return ids_from(*list);
}

Result<Case> case_of(Database& database, const std::string& erasure) {
  auto query = database.prepare(
      "SELECT erasure, reason, state, asked_by, community, records, asked_at FROM erasures WHERE erasure = ?");
  OneRow row{query.with(erasure)};
  if (!row) return Error{Fault::not_found, "erasure"};
  return Case{std::string{row->text(0)},
              std::string{row->text(1)},
              std::string{row->text(2)},
              std::string{row->text(3)},
              CommunityId{std::string{row->text(4)}},
              ids_in(row->text(5)),
              row->integer(6)};
}

Result<Case> open_case(Database& database, const std::string& erasure) {
  auto found = case_of(database, erasure);
  if (found && found->state != state_asked) return Error{Fault::already_exists, "it was decided before: " + found->state};
  return found;
}

/// Somebody who says so, and what they may do where they look.
struct Speaker {
  GrantedPerson person;
  SharedRole role;
};

Result<Speaker> speaker_of(const Acting& acting, std::string_view login) {
  auto person = person_with_login(acting.database, login);
  if (!person) return person.error();
  Speaker out{std::move(*person), {}};
  out.role = acting.roles.find(out.person.role, out.person.buildings);
  if (!out.role) return Error{Fault::not_allowed, "role"};
  return out;
}

// The record as somebody who could delete it sees it. What they may not see is not there.
Result<CommunityId> may_destroy(Database& database, const Template& archive_template, const Speaker& who,
                                const RecordId& id) {
  auto query = database.prepare("SELECT community, type, place, state FROM records WHERE id = ?");
  OneRow row{query.with(id)};
  const Error unknown{Fault::not_found, "record " + text(id)};
  if (!row || row->text(1) == conflict_type) return unknown;
  CommunityId community{std::string{row->text(0)}};
  const auto& role = *who.role;
  if (!names_community(who.person.communities, community) || !Scope::of(role).shows(row->text(2))) return unknown;
  const auto state = static_cast<State>(row->integer(3));
  if (state == State::erased) return Error{Fault::erased, text(id)};
  if (state == State::merged)
    return Error{Fault::invalid_value, text(id) + ": 已并入另一份档案，请指明那一份 / is merged into another record: name that one"};
  const auto* type = archive_template.type(row->text(1));
  if (type == nullptr) return Error{Fault::unknown_type, std::string{row->text(1)}};
  if (!role.of(type->name).verbs.contains(RecordVerb::remove) || !reads_whole(role, archive_template, *type))
    return Error{Fault::not_allowed, type->name + ": deleting"};
  return community;
}

std::map<std::string, std::uint64_t> types_of(Database& database, const std::vector<RecordId>& records) {
  std::map<std::string, std::uint64_t> out;
  auto query = database.prepare("SELECT type FROM records WHERE id = ?");
  for (const auto& id : records)
    if (OneRow row{query.with(id)}; row) ++out[std::string{row->text(0)}];
  return out;
}

json named_by(Database& database, const CommunityId& community, const std::vector<RecordId>& family) {
  json out = json::array();
  auto query = database.prepare("SELECT type FROM records WHERE id = ?");
  for (const auto& id : naming(database, community, family))
    if (OneRow row{query.with(id)}; row) out.push_back({{"id", text(id)}, {"type", row->text(0)}});
  return out;
}

json destroyed_json(const Destroyed& destroyed) {
  return {{"records", destroyed.records},
          {"conflicts", destroyed.conflicts},
          {"edits", destroyed.edits},
          {"quarantined", destroyed.quarantined},
          {"parcels", destroyed.parcels}};
}

// Ids behind the first act's say only which erasure they belong to.
std::vector<json> acts_of(const Case& one, const std::string& decided_by, std::int64_t at,
                          std::span<const RecordId> family) {
  std::vector<json> out;
  for (auto left = family; !left.empty();) {
    const auto some = left.first(std::min(left.size(), fenced_at_once));
    left = left.subspan(some.size());
    out.push_back({{"act", "erased"}, {"erasure", one.erasure}, {"records", ids_json(some)}});
  }
  if (out.empty()) return out;
  out.front().update({{"at", at},
                      {"asked_at", one.asked_at},
                      {"asked_by", one.asked_by},
                      {"community", one.community.value},
                      {"decided_by", decided_by},
                      {"reason", one.reason},
                      {"roots", one.roots.size()}});
  return out;
}

void mark(Database& database, const std::string& erasure, const std::vector<RecordId>& records) {
  auto insert = database.prepare("INSERT OR IGNORE INTO erased(record, erasure, due) VALUES(?, ?, 1)");
  for (const auto& id : records) insert.with(id, erasure).run();
}

std::vector<RecordId> marked(Database& database, const std::string& erasure) {
  std::vector<RecordId> out;
  auto rows = database.prepare("SELECT record FROM erased WHERE erasure = ? ORDER BY n");
  rows.with(erasure);
  while (rows.step()) out.push_back(rows.id<RecordId>(0));
  return out;
}

Edit erasing(const RecordId& record, std::string type, Dice& dice, Instant now) {
  Edit out;
  out.id = mint_edit(dice);
  out.record = record;
  out.type = std::move(type);
  out.op = Op::erase;
  out.made.wall = now;
  out.source = "erasure";
  return out;
}

/// What is marked and still due: records are left as headers by bundles of the archive's own line, and the rest goes.
void destroy(Commit& commit, ArchiveWriter& writer, const Template& archive_template, OfficeLine& line, Dice& dice,
             const std::string& erasure, Instant now) {
  auto& database = writer.database;
  std::vector<RecordId> all;
  std::vector<Edit> edits;
  CommunityId community;
  auto rows = database.prepare(
      "SELECT e.record, r.type, r.community FROM erased e LEFT JOIN records r ON r.id = e.record AND r.state <> ? "
      "WHERE e.erasure = ? AND e.due = 1 ORDER BY e.n");
  rows.with(static_cast<int>(State::erased), erasure);
  while (rows.step()) {
    all.push_back(rows.id<RecordId>(0));
    if (rows.null(1)) continue;  // a restored archive never had it
    edits.push_back(erasing(all.back(), std::string{rows.text(1)}, dice, now));
    community.value = rows.text(2);
  }
  Destroyed destroyed;
  std::optional<Seq> seq;
  for (std::span<Edit> left{edits}; !left.empty();) {
    const auto some = left.first(std::min(left.size(), bundle_edits_max));
    auto verdict = commit.erase(line.next(community, archive_template, {some.begin(), some.end()}, now), destroyed);
    if (!verdict) throw SqliteFailure{verdict.error()};
    seq = verdict->seq;
    left = left.subspan(some.size());
  }
  wipe(database, all, destroyed);
  database.prepare("UPDATE erased SET due = 0 WHERE erasure = ?").with(erasure).run();
  database.prepare("UPDATE erasures SET seq = ?, destroyed = ? WHERE erasure = ?")
      .with(seq, canonical(destroyed_json(destroyed)), erasure)
      .run();
}

// Freed space is overwritten, and the log emptied as soon as nobody reads of it: what was written there is gone from
// the file, not only unlinked.
class Overwriting {
 public:
  explicit Overwriting(Database& database) : database_(database) { database_.run("PRAGMA secure_delete = ON"); }
  void finish() const {
    if (auto emptied = guarded([&]() -> Result<void> {
          database_.run("PRAGMA wal_checkpoint(TRUNCATE)");
          return {};
        });
        !emptied)
      return;  // somebody reads: the next checkpoint writes over it
  }

 private:
  Database& database_;
};

json login_of(Database& database, std::string_view person) {
  auto query = database.prepare("SELECT login FROM people WHERE id = ?");
  OneRow row{query.with(person)};
  return row ? json(row->text(0)) : json(nullptr);
}

constexpr const char* cases_query =
    "SELECT erasure, community, reason, records, state, asked_by, asked_at, decided_by, decided_at, seq, destroyed, "
    "(SELECT COUNT(*) FROM quarantine q JOIN erased e ON e.record = q.record WHERE e.erasure = erasures.erasure AND "
    "q.code = 'erased') FROM erasures ";

json case_answer(Database& database, const Statement& row) {
  auto parsed = [&](int column) {
    auto value = parse_json(row.text(column));
    if (!value) throw SqliteFailure{{Fault::store_damaged, "erasures"}};
    return std::move(*value);
  };
  json out{{"erasure", row.text(0)}, {"community", row.text(1)}, {"reason", row.text(2)},
           {"records", parsed(3)},   {"state", row.text(4)},     {"asked_by", login_of(database, row.text(5))},
           {"asked_at", row.integer(6)}};
  if (row.null(7)) return out;
  out["decided_by"] = login_of(database, row.text(7));
  out["decided_at"] = row.integer(8);
  if (!row.null(9)) out["seq"] = row.integer(9);
  if (row.null(10)) return out;
  out["destroyed"] = parsed(10);
  out["late"] = row.integer(11);
  return out;
}

ErasureDone finished(Database& database, const std::string& erasure, Commit& commit, const Overwriting& overwriting) {
  ErasureDone out;
  {
    auto query = database.prepare(std::string{cases_query} + "WHERE erasure = ?");
    OneRow row{query.with(erasure)};
    out.answer = case_answer(database, *row);
  }
  out.publications = commit.finish();
  overwriting.finish();
  return out;
}

json tablets_of(Database& database, const CommunityId& community, std::int64_t seq) {
  json out = json::array();
  auto rows = database.prepare(
      "SELECT c.device, p.login, c.label, h.seq, h.at FROM chains c JOIN people p ON p.id = c.person "
      "LEFT JOIN heard h ON h.device = c.device AND h.community = ?1 "
      "WHERE c.revoked IS NULL AND p.role <> ?2 GROUP BY c.device ORDER BY c.n");
  rows.with(community, Role::everything().name());
  while (rows.step()) {
    const bool gone = !rows.null(3) && rows.integer(3) >= seq;
    out.push_back({{"device", rows.text(0)}, {"login", rows.text(1)}, {"label", rows.text(2)}, {"erased", gone}});
    out.back()["heard_at"] = rows.null(4) ? json(nullptr) : json(rows.integer(4));
  }
  return out;
}

}  // namespace

void keep_erasure(Database& database, Reader& in) {
  const auto erasure = in.text("erasure");
  const auto& records = in.array("records", fenced_at_once);
  if (in.error()) throw SqliteFailure{{Fault::store_damaged, "fence: " + in.error()->detail}};
  const auto ids = ids_from(records);
  if (in.has("reason")) {
    const auto roots = std::min<std::size_t>(in.count("roots"), ids.size());
    const auto community = in.text("community"), reason = in.text("reason"), by = in.text("asked_by"),
               decided_by = in.text("decided_by");
    const auto asked_at = in.integer("asked_at"), at = in.integer("at");
    if (in.error()) throw SqliteFailure{{Fault::store_damaged, "fence: " + in.error()->detail}};
    database
        .prepare(
            "INSERT INTO erasures(erasure, community, reason, records, state, asked_by, asked_at, decided_by, "
            "decided_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(erasure) DO UPDATE SET state = excluded.state, "
            "decided_by = excluded.decided_by, decided_at = excluded.decided_at")
        .with(erasure, community, reason, canonical(ids_json(std::span{ids}.first(roots))), state_done, by, asked_at,
              decided_by, at)
        .run();
  }
  mark(database, erasure, ids);
}

std::vector<json> erasure_acts(Database& database) {
  struct Decided {
    std::string erasure, by;
    std::int64_t at = 0;
  };
  std::vector<Decided> cases;
  auto rows = database.prepare("SELECT erasure, decided_by, decided_at FROM erasures WHERE state = ? ORDER BY n");
  rows.with(state_done);
  while (rows.step()) cases.push_back({std::string{rows.text(0)}, std::string{rows.text(1)}, rows.integer(2)});
  std::vector<json> out;
  for (const auto& one : cases)
    for (auto& act : acts_of(*case_of(database, one.erasure), one.by, one.at, marked(database, one.erasure)))
      out.push_back(std::move(act));
  return out;
}

bool erase_what_is_due(Commit& commit, ArchiveWriter& writer, const Template& archive_template, Dice& dice,
                       Instant now) {
  std::vector<std::string> due;
  {
    auto rows = writer.database.prepare("SELECT DISTINCT erasure FROM erased WHERE due = 1");
    while (rows.step()) due.emplace_back(rows.text(0));
  }
  if (due.empty()) return false;
  OfficeLine line{writer.database, dice, now};
  for (const auto& erasure : due) destroy(commit, writer, archive_template, line, dice, erasure, now);
  return true;
}

void erase_what_is_due(ArchiveWriter& writer, const Template& archive_template, const RoleBook& roles,
                       const Epoch& epoch, Dice& dice, Instant now) {
  const Overwriting overwriting{writer.database};
  Commit commit{writer, archive_template, roles, epoch};
  if (!erase_what_is_due(commit, writer, archive_template, dice, now)) return;
  commit.finish();
  overwriting.finish();
}

Result<json> ArchiveSqlite::ask_erasure(const ErasureRequest& request, Instant now) {
  if (std::find(reasons.begin(), reasons.end(), request.reason) == reasons.end())
    return Error{Fault::invalid_value, "reason: retention, request, consent or order"};
  if (request.records.empty() || request.records.size() > erasure_roots_max)
    return Error{Fault::invalid_value, "records: 1 to " + std::to_string(erasure_roots_max)};
  return guarded([&]() -> Result<json> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    const auto acting = parts_->acting(now);
    auto who = speaker_of(acting, request.login);
    if (!who) return who.error();
    std::optional<CommunityId> community;
    std::vector<RecordId> roots;
    for (const auto& id : request.records) {
      auto where = may_destroy(database, parts_->archive_template(), *who, id);
      if (!where) return where.error();
      if (community && *community != *where) return Error{Fault::invalid_value, "records: of two communities"};
      community = std::move(*where);
      if (std::find(roots.begin(), roots.end(), id) == roots.end()) roots.push_back(id);
    }
    const auto family = family_of(database, roots);
    const auto erasure = mint_name(parts_->dice);
    database
        .prepare(
            "INSERT INTO erasures(erasure, community, reason, records, state, asked_by, asked_at) "
            "VALUES(?, ?, ?, ?, ?, ?, ?)")
        .with(erasure, *community, request.reason, canonical(ids_json(roots)), state_asked, who->person.id, to_ms(now))
        .run();
    keep_act(acting, {{"act", "erasure asked"},
                      {"at", to_ms(now)},
                      {"erasure", erasure},
                      {"person", who->person.id},
                      {"reason", request.reason}});
    json out{{"erasure", erasure},
             {"community", community->value},
             {"covers", types_of(database, family)},
             {"named_by", named_by(database, *community, family)}};
    transaction.commit();
    return value_result(std::move(out));
  });
}

Result<ErasureDone> ArchiveSqlite::approve_erasure(const std::string& erasure, std::string_view login, Instant now) {
  return guarded([&]() -> Result<ErasureDone> {
    auto& database = parts_->writer.database;
    const Overwriting overwriting{database};
    Commit commit{parts_->writer, parts_->archive_template(), parts_->roles, parts_->epoch};
    const auto acting = parts_->acting(now);
    auto found = case_of(database, erasure);
    if (!found) return found.error();
    // It was decided, and the disk failed behind the fence.
    if (erase_what_is_due(commit, parts_->writer, parts_->archive_template(), parts_->dice, now) &&
        found->state == state_done)
      return finished(database, erasure, commit, overwriting);
    found = open_case(database, erasure);
    if (!found) return found.error();
    auto who = speaker_of(acting, login);
    if (!who) return who.error();
    if (who->person.id == found->asked_by) return Error{Fault::own_proposal, "erasure " + erasure};
    if (!who->role->may(Right::approve)) return Error{Fault::not_allowed, "approving"};
    for (const auto& id : found->roots)
      if (auto may = may_destroy(database, parts_->archive_template(), *who, id); !may) return may.error();
    const auto family = family_of(database, found->roots);
    mark(database, erasure, family);
    database.prepare("UPDATE erasures SET state = ?, decided_by = ?, decided_at = ? WHERE erasure = ?")
        .with(state_done, who->person.id, to_ms(now), erasure)
        .run();
    keep_act(acting, {{"act", "erased"}, {"at", to_ms(now)}, {"erasure", erasure}, {"person", who->person.id}});
    OfficeLine line{database, parts_->dice, now};
    destroy(commit, parts_->writer, parts_->archive_template(), line, parts_->dice, erasure, now);
    // Last, for what stands there is done, whatever else comes to it: and before anybody is told.
    for (const auto& act : acts_of(*found, who->person.id, to_ms(now), family))
      if (auto fenced = fence_in(database, acting.fence, act); !fenced) return fenced.error();
    return finished(database, erasure, commit, overwriting);
  });
}

Result<void> ArchiveSqlite::refuse_erasure(const std::string& erasure, std::string_view login, Instant now) {
  return guarded([&]() -> Result<void> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    const auto acting = parts_->acting(now);
    auto found = open_case(database, erasure);
    if (!found) return found.error();
    auto who = speaker_of(acting, login);
    if (!who) return who.error();
    // Who asked may take it back.
    if (who->person.id != found->asked_by && !who->role->may(Right::approve))
      return Error{Fault::not_allowed, "approving"};
    database.prepare("UPDATE erasures SET state = ?, decided_by = ?, decided_at = ? WHERE erasure = ?")
        .with(state_refused, who->person.id, to_ms(now), erasure)
        .run();
    keep_act(acting,
             {{"act", "erasure refused"}, {"at", to_ms(now)}, {"erasure", erasure}, {"person", who->person.id}});
    transaction.commit();
    return {};
  });
}

Result<json> ArchiveSqlite::erasures() {
  return guarded([&]() -> Result<json> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    json out = json::array();
    auto rows = reader->database.prepare(std::string{cases_query} + "ORDER BY n");
    while (rows.step()) out.push_back(case_answer(reader->database, rows));
    return value_result(std::move(out));
  });
}

Result<json> ArchiveSqlite::erasure(const std::string& erasure) {
  return guarded([&]() -> Result<json> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    auto& database = reader->database;
    auto query = database.prepare(std::string{cases_query} + "WHERE erasure = ?");
    OneRow row{query.with(erasure)};
    if (!row) return Error{Fault::not_found, "erasure"};
    auto out = case_answer(database, *row);
    if (row->text(4) == state_refused) return value_result(std::move(out));
    const CommunityId community{std::string{row->text(1)}};
    const auto family = row->text(4) == state_asked ? family_of(database, ids_in(row->text(3))) : marked(database, erasure);
    out["covers"] = types_of(database, family);
    out["named_by"] = named_by(database, community, family);
    if (row->text(4) != state_done) return value_result(std::move(out));
    out["ids"] = ids_json(family);
    if (row->null(9)) return value_result(std::move(out));
    auto head = database.prepare("SELECT head FROM journal WHERE community = ? AND seq = ?");
    if (OneRow at{head.with(community, row->integer(9))}; at) out["head"] = base64(at->bytes<32>(0));
    out["tablets"] = tablets_of(database, community, row->integer(9));
    return value_result(std::move(out));
  });
}

}  // namespace doorstep
