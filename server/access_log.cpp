#include "server/access_log.h"

#include <algorithm>
#include <array>

#include "server/acts.h"
#include "server/archive_rows.h"
#include "shared/answer.h"
#include "shared/dates.h"
#include "shared/relaxed_transaction.h"

namespace doorstep {
namespace {

constexpr std::string_view further_objects = "*";

struct Line {
  std::string day;
  std::int64_t at = 0;
  std::string person, device, kind, what;

  std::string text() const {
    return canonical({{"day", day}, {"person", person}, {"device", device}, {"kind", kind}, {"what", what}});
  }
};

bool counts_on(Database& database, const Line& line) {
  RelaxedTransaction transaction{database};
  database
      .prepare(
          "UPDATE access SET times = times + 1, last = MAX(last, ?6) "
          "WHERE day = ?1 AND kind = ?2 AND person = ?3 AND device = ?4 AND what = ?5")
      .with(line.day, line.kind, line.person, line.device, line.what, line.at)
      .run();
  const bool found = database.changes() > 0;
  transaction.commit();
  return found;
}

std::int64_t objects_that_day(Database& database, const Line& line) {
  auto query = database.prepare("SELECT COUNT(*) FROM access WHERE day = ? AND kind = ? AND person = ?");
  OneRow row{query.with(line.day, line.kind, line.person)};
  return row->integer(0);
}

void append(Database& database, const Line& line) {
  Transaction transaction{database};
  Hash head{};
  {
    auto query = database.prepare("SELECT head FROM access ORDER BY n DESC LIMIT 1");
    if (OneRow last{query}; last) head = last->bytes<32>(0);
  }
  database
      .prepare("INSERT INTO access(day, at, person, device, kind, what, head, times, last) VALUES(?, ?, ?, ?, ?, ?, ?, 1, ?)")
      .with(line.day, line.at, line.person, line.device, line.kind, line.what,
            chained_head(head, line.at, line.text()), line.at)
      .run();
  transaction.commit();
}

json access_lines(Database& database, const AuditQuery& query, const std::string& person, bool& complete) {
  auto rows = database.prepare(
      "SELECT a.day, a.at, a.last, a.times, a.kind, a.person, p.login, a.device, a.what FROM access a "
      "LEFT JOIN people p ON p.id = a.person WHERE (?1 = '' OR a.person = ?1) AND (?2 = '' OR a.day >= ?2) "
      "AND (?3 = '' OR a.day <= ?3) ORDER BY a.n DESC LIMIT ?4");
  rows.with(person, query.from, query.to, static_cast<std::int64_t>(audit_lines_max + 1));
  json out = json::array();
  while (rows.step()) {
    if (out.size() == audit_lines_max) {
      complete = false;
      break;
    }
    out.push_back({{"day", rows.text(0)},
                   {"first", iso_time(from_ms(rows.integer(1)))},
                   {"last", iso_time(from_ms(rows.integer(2)))},
                   {"times", rows.integer(3)},
                   {"kind", rows.text(4)},
                   {"person", rows.text(5)},
                   {"login", rows.null(6) ? std::string_view{} : rows.text(6)},
                   {"device", rows.text(7)},
                   {"what", rows.text(8)}});
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// An act tells of a person by id, or by the chain that begins with it.
json act_lines(Database& database, const AuditQuery& query, const std::string& person, bool& complete) {
  auto rows = database.prepare("SELECT at, act FROM acts WHERE ?1 = '' OR instr(act, ?1) > 0 ORDER BY n DESC");
  rows.with(person);
  json out = json::array();
  while (rows.step()) {
    const auto day = date_of(from_ms(rows.integer(0)));
    if ((!query.from.empty() && day < query.from) || (!query.to.empty() && day > query.to)) continue;
    if (out.size() == audit_lines_max) {
      complete = false;
      break;
    }
    auto act = parse_json(rows.text(1));
    if (!act || !act->is_object()) throw SqliteFailure{{Fault::store_damaged, "acts"}};
    (*act)["at"] = iso_time(from_ms(rows.integer(0)));
    out.push_back(std::move(*act));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

std::string_view name_of(AccessKind kind) {
  constexpr std::array<std::string_view, 10> names{"sync",  "history",        "quarantine",     "outmail",     "backup",
                                                   "audit", "unknown_device", "revoked_device", "wrong_proof", "wrong_code"};
  return names.at(static_cast<std::size_t>(kind));
}

void keep_access(Database& database, const Access& access, Instant now) {
  Line line{date_of(now),          to_ms(now), access.person.value, access.device.value, std::string{name_of(access.kind)},
            access.what};
  if (counts_on(database, line)) return;
  if (objects_that_day(database, line) >= access_objects_a_day_max) {
    line.what = further_objects;
    if (counts_on(database, line)) return;
  }
  append(database, line);
}

std::optional<std::string> find_broken_access(Database& database) {
  Hash head{};
  std::int64_t expected = 0;
  auto rows = database.prepare("SELECT n, day, at, person, device, kind, what, head FROM access ORDER BY n");
  while (rows.step()) {
    const auto place = "access " + std::to_string(rows.integer(0));
    if (rows.integer(0) != ++expected) return place + ": one is missing before it";
    const Line line{std::string{rows.text(1)}, rows.integer(2),           std::string{rows.text(3)},
                    std::string{rows.text(4)}, std::string{rows.text(5)}, std::string{rows.text(6)}};
    head = chained_head(head, line.at, line.text());
    if (head != rows.bytes<32>(7)) return place + ": the chain of heads is broken";
  }
  return std::nullopt;
}

Result<json> read_audit(Database& database, const AuditQuery& query) {
  for (const auto* day : {&query.from, &query.to})
    if (!day->empty() && !is_date(*day)) return Error{Fault::invalid_value, "a day is 2026-11-22"};
  std::string person;
  if (!query.login.empty()) {
    auto find = database.prepare("SELECT id FROM people WHERE login = ?");
    OneRow row{find.with(query.login)};
    if (!row) return Error{Fault::not_found, "login"};
    person = row->text(0);
  }
  bool complete = true;
  json out = json::object();
  out["access"] = access_lines(database, query, person, complete);
  out["acts"] = act_lines(database, query, person, complete);
  out["complete"] = complete;
  return value_result(std::move(out));
}

}  // namespace doorstep
