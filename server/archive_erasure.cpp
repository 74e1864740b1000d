// Destroying by law: one person asks, another agrees, and then nothing of it is left. docs/merge.md §Erasure.
#include <algorithm>
#include <set>

#include "server/acts.h"
#include "server/commit.h"
#include "server/erasure_case.h"
#include "server/office_line.h"
#include "shared/log.h"

namespace doorstep {
namespace {

// A closed list: a reason in somebody's own words could name those who are to be forgotten.
constexpr std::array<std::string_view, 4> reasons{"retention", "request", "consent", "order"};

Result<ErasureCase> open_case(Database& database, const std::string& erasure) {
  auto found = erasure_case(database, erasure);
  if (found && found->state != erasure_asked)
    return Error{Fault::already_exists, "it was decided before: " + found->state};
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
    return Error{Fault::invalid_value,
                 text(id) + ": 已并入另一份档案，请指明那一份 / is merged into another record: name that one"};
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

json named_by(Database& database, const std::vector<RecordId>& family) {
  json out = json::array();
  auto query = database.prepare("SELECT type FROM records WHERE id = ?");
  for (const auto& id : naming(database, family))
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

Edit office_edit(Op op, const RecordId& record, std::string type, Dice& dice, Instant now) {
  Edit out;
  out.id = mint_edit(dice);
  out.record = record;
  out.type = std::move(type);
  out.op = op;
  out.made.wall = now;
  out.source = "erasure";
  return out;
}

/// Destroys what is marked, by bundles of the archive's own line.
class Erasing {
 public:
  Erasing(Commit& commit, ArchiveWriter& writer, const Template& archive_template, Dice& dice, Instant now)
      : commit_(commit),
        writer_(writer),
        template_(archive_template),
        dice_(dice),
        now_(now),
        line_(writer.database, dice, now) {}

  /// What is marked and due, whatever stands in the way of it. Answers whether anything was.
  bool run_due() {
    std::vector<std::string> due;
    {
      auto rows = writer_.database.prepare("SELECT DISTINCT erasure FROM erased WHERE due = 1");
      while (rows.step()) due.emplace_back(rows.text(0));
    }
    for (const auto& erasure : due) {
      if (auto parted = part_across(marked_records(writer_.database, erasure)); !parted)
        log_warning("an erasure is done without parting all that was one: " + std::string{code(parted.error().fault)});
      run(erasure, false);
    }
    return !due.empty();
  }

  // Two that are one, of which one is to be destroyed, are parted first, while it can be told whose is what.
  // Answers whether any were. out_of_range: some could not be; those that can are all the same.
  Result<bool> part_across(const std::vector<RecordId>& family) {
    const std::set<RecordId> inside{family.begin(), family.end()};
    std::vector<std::pair<CommunityId, Edit>> partings;
    auto rows = writer_.database.prepare(
        "SELECT id, parent, type, community FROM records WHERE state = ? AND type <> 'conflict' ORDER BY n");
    rows.with(static_cast<int>(State::merged));
    while (rows.step()) {
      const auto id = rows.id<RecordId>(0), into = rows.id<RecordId>(1);
      if (inside.contains(id) == inside.contains(into)) continue;
      auto edit = office_edit(Op::unmerge, id, std::string{rows.text(2)}, dice_, now_);
      edit.into = into;
      partings.emplace_back(CommunityId{std::string{rows.text(3)}}, std::move(edit));
    }
    std::optional<Error> wrong;
    for (auto& [community, edit] : partings) {
      const auto id = edit.id;
      auto verdict = commit_.take(line_.next(community, template_, {std::move(edit)}, now_));
      if (!verdict) {
        line_.go_back();
        wrong = verdict.error();
        continue;
      }
      using enum EditVerdict::Outcome;
      const auto& told = verdict->edits.front();
      if (told.outcome != rejected && told.outcome != held) continue;
      wrong =
          Error{told.outcome == held ? Fault::out_of_range : fault_of(told.code), "two that are one cannot be parted"};
      // It holds nothing up that comes of the archive's own line.
      writer_.database.prepare("UPDATE quarantine SET state = 'refused' WHERE edit = ? AND state = 'open'")
          .with(id)
          .run();
    }
    if (wrong) return *wrong;
    return !partings.empty();
  }

  // `guards`: it is decided now, and not only done again after a restore.
  void run(const std::string& erasure, bool guards) {
    auto& database = writer_.database;
    std::vector<RecordId> all;
    std::map<CommunityId, std::vector<Edit>> edits;
    auto rows = database.prepare(
        "SELECT e.record, r.type, r.community FROM erased e LEFT JOIN records r ON r.id = e.record AND r.state <> ? "
        "WHERE e.erasure = ? AND e.due = 1 ORDER BY e.n");
    rows.with(static_cast<int>(State::erased), erasure);
    while (rows.step()) {
      all.push_back(rows.id<RecordId>(0));
      if (rows.null(1)) continue;  // a restored archive never had it
      edits[CommunityId{std::string{rows.text(2)}}].push_back(
          office_edit(Op::erase, all.back(), std::string{rows.text(1)}, dice_, now_));
    }
    Destroyed destroyed;
    std::optional<Seq> seq;
    for (auto& [community, of_it] : edits) {
      for (std::span<Edit> left{of_it}; !left.empty();) {
        const auto some = left.first(std::min(left.size(), bundle_edits_max));
        left = left.subspan(some.size());
        auto verdict =
            commit_.erase(line_.next(community, template_, {some.begin(), some.end()}, now_), destroyed, guards);
        if (!verdict) throw SqliteFailure{verdict.error()};
        seq = verdict->seq;
      }
    }
    database.prepare("UPDATE erased SET due = 0 WHERE erasure = ? AND due = 1").with(erasure).run();
    wipe(database, template_, all, destroyed);
    // What an archive destroys once more, because it was restored, is no news of the erasure itself.
    database.prepare("UPDATE erasures SET seq = COALESCE(?, seq), destroyed = COALESCE(destroyed, ?) WHERE erasure = ?")
        .with(seq, canonical(destroyed_json(destroyed)), erasure)
        .run();
  }

 private:
  Commit& commit_;
  ArchiveWriter& writer_;
  const Template& template_;
  Dice& dice_;
  Instant now_;
  OfficeLine line_;
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
  json out{{"erasure", row.text(0)},    {"community", row.text(1)}, {"reason", row.text(2)},
           {"records", parsed(3)},      {"state", row.text(4)},     {"asked_by", login_of(database, row.text(5))},
           {"asked_at", row.integer(6)}};
  if (row.text(4) == erasure_asked) return out;
  out["decided_by"] = login_of(database, row.text(7));
  out["decided_at"] = row.integer(8);
  if (!row.null(9)) out["seq"] = row.integer(9);
  if (row.null(10)) return out;
  out["destroyed"] = parsed(10);
  out["late"] = row.integer(11);
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

bool erase_what_is_due(Commit& commit, ArchiveWriter& writer, const Template& archive_template, Dice& dice,
                       Instant now) {
  auto due = writer.database.prepare("SELECT 1 FROM erased WHERE due = 1 LIMIT 1");
  if (!OneRow{due}) return false;
  return Erasing{commit, writer, archive_template, dice, now}.run_due();
}

std::vector<Publication> erase_what_is_due(ArchiveWriter& writer, const Template& archive_template,
                                           const RoleBook& roles, const Epoch& epoch, Dice& dice, Instant now) {
  Commit commit{writer, archive_template, roles, epoch};
  if (!erase_what_is_due(commit, writer, archive_template, dice, now)) return {};
  auto publications = commit.finish();
  empty_log(writer.database);
  return publications;
}

void empty_log(Database& database) {
  (void)guarded([&]() -> Result<void> {  // while somebody reads of it, it stays until the next checkpoint
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return {};
  });
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
    const auto family = family_of(database, parts_->archive_template(), *community, roots);
    const auto erasure = mint_name(parts_->dice);
    database
        .prepare(
            "INSERT INTO erasures(erasure, community, reason, records, state, asked_by, asked_at) "
            "VALUES(?, ?, ?, ?, ?, ?, ?)")
        .with(erasure, *community, request.reason, canonical(ids_json(roots)), erasure_asked, who->person.id,
              to_ms(now))
        .run();
    keep_act(acting, {{"act", "erasure asked"},
                      {"at", to_ms(now)},
                      {"erasure", erasure},
                      {"person", who->person.id},
                      {"reason", request.reason}});
    json out{{"erasure", erasure}, {"community", community->value}, {"covers", types_of(database, family)}};
    transaction.commit();
    return value_result(std::move(out));
  });
}

Result<ErasureDone> ArchiveSqlite::approve_erasure(const std::string& erasure, std::string_view login, Instant now) {
  return guarded([&]() -> Result<ErasureDone> {
    auto& database = parts_->writer.database;
    const auto& archive_template = parts_->archive_template();
    Commit commit{parts_->writer, archive_template, parts_->roles, parts_->epoch};
    parts_->catch_up();
    // It may have been decided before, and the disk failed behind the fence.
    Erasing erasing{commit, parts_->writer, archive_template, parts_->dice, now};
    const bool was_due = erasing.run_due();
    auto found = erasure_case(database, erasure);
    if (!found) return found.error();
    if (!was_due || found->state != erasure_done) {
      const auto acting = parts_->acting(now);
      if (found = open_case(database, erasure); !found) return found.error();
      auto who = speaker_of(acting, login);
      if (!who) return who.error();
      if (who->person.id == found->asked_by) return Error{Fault::own_proposal, "erasure " + erasure};
      if (!who->role->may(Right::approve)) return Error{Fault::not_allowed, "approving"};
      for (const auto& id : found->roots)
        if (auto may = may_destroy(database, archive_template, *who, id); !may) return may.error();
      auto family = family_of(database, archive_template, found->community, found->roots);
      auto parted = erasing.part_across(family);
      if (!parted) return parted.error();
      if (*parted) family = family_of(database, archive_template, found->community, found->roots);
      mark_due(database, erasure, family);
      database.prepare("UPDATE erasures SET state = ?, decided_by = ?, decided_at = ?, total = ? WHERE erasure = ?")
          .with(erasure_done, who->person.id, to_ms(now), family.size(), erasure)
          .run();
      keep_act(acting, {{"act", "erased"}, {"at", to_ms(now)}, {"erasure", erasure}, {"person", who->person.id}});
      erasing.run(erasure, true);
      // Last, for what stands there is done, whatever else comes to it: and before anybody is told.
      parts_->fence_ahead = true;
      for (const auto& act : erasure_acts(*found, who->person.id, to_ms(now), family))
        if (auto fenced = fence_in(database, acting.fence, act); !fenced) return fenced.error();
    }
    ErasureDone out;
    {
      auto query = database.prepare(std::string{cases_query} + "WHERE erasure = ?");
      OneRow row{query.with(erasure)};
      out.answer = case_answer(database, *row);
    }
    out.publications = commit.finish();
    parts_->caught_up();
    empty_log(database);
    return out;
  });
}

Result<void> ArchiveSqlite::refuse_erasure(const std::string& erasure, std::string_view login, Instant now) {
  return guarded([&]() -> Result<void> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    parts_->catch_up();
    const auto acting = parts_->acting(now);
    auto found = open_case(database, erasure);
    if (!found) return found.error();
    auto who = speaker_of(acting, login);
    if (!who) return who.error();
    // Who asked may take it back.
    if (who->person.id != found->asked_by && !who->role->may(Right::approve))
      return Error{Fault::not_allowed, "approving"};
    database.prepare("UPDATE erasures SET state = ?, decided_by = ?, decided_at = ? WHERE erasure = ?")
        .with(erasure_refused, who->person.id, to_ms(now), erasure)
        .run();
    keep_act(acting,
             {{"act", "erasure refused"}, {"at", to_ms(now)}, {"erasure", erasure}, {"person", who->person.id}});
    transaction.commit();
    parts_->caught_up();
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
    if (row->text(4) == erasure_refused) return value_result(std::move(out));
    const CommunityId community{std::string{row->text(1)}};
    const bool waits = row->text(4) == erasure_asked;
    const auto family = waits ? family_of(database, parts_->archive_template(), community, ids_in(row->text(3)))
                              : marked_records(database, erasure);
    out["covers"] = types_of(database, family);
    out["named_by"] = named_by(database, family);
    if (waits) return value_result(std::move(out));
    out["ids"] = ids_json(family);
    if (row->null(9)) return value_result(std::move(out));
    auto head = database.prepare("SELECT head FROM journal WHERE community = ? AND seq = ?");
    if (OneRow at{head.with(community, row->integer(9))}; at) out["head"] = base64(at->bytes<32>(0));
    out["tablets"] = tablets_of(database, community, row->integer(9));
    return value_result(std::move(out));
  });
}

}  // namespace doorstep
