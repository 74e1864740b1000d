#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/clock.h"
#include "shared/ids.h"
#include "shared/json.h"
#include "shared/sqlite.h"

namespace doorstep {

/// What is noted of who read what is sensitive, and of who was refused (docs/security.md §The access log): ids only,
/// never a value.
enum class AccessKind {
  sync,            ///< a tablet was sent what its person's role reads of a community, sensitive classes too
  history,         ///< of a record whose sensitive class the person reads
  quarantine,      ///< a command showed or applied what waits there
  outmail,         ///< a command took in or checked what a tablet had not sent
  backup,          ///< a command wrote a copy of everything
  audit,           ///< a command read this log
  unknown_device,  ///< refused: a hello of nobody
  revoked_device,  ///< refused, or asked to hand over
  wrong_proof,     ///< refused: another key than the device's
  wrong_code       ///< refused: an enrolment code that is unknown, used or too old
};
std::string_view name_of(AccessKind kind);

struct Access {
  AccessKind kind{};
  PersonId person;   ///< empty: a command on the server's machine, or nobody that is known
  DeviceId device;   ///< empty likewise
  std::string what;  ///< a community's code or a record's id; may be empty
};

/// A line a day for each person, device, kind and object: what comes again counts on in it. Where one person read more
/// objects of a kind than this on one day, all further ones are one line, `*`.
inline constexpr std::int64_t access_objects_a_day_max = 5'000;
inline constexpr std::size_t audit_lines_max = 10'000;

/// In a transaction of its own. The line is chained to the one before it and on disk when this answers; counting on
/// waits for no disk. Throws SqliteFailure.
void keep_access(Database& database, const Access& access, Instant now);
/// The first line whose head does not follow from what stands before it; empty when all do.
std::optional<std::string> find_broken_access(Database& database);

/// Empty means all. Days are UTC, both included.
struct AuditQuery {
  std::string login, from, to;
};
/// {"access":[…],"acts":[…],"complete"}: oldest first; of more than `audit_lines_max` each the newest, and not
/// complete. not_found (the login). Throws SqliteFailure.
Result<json> read_audit(Database& database, const AuditQuery& query);

}  // namespace doorstep
