#pragma once
#include <optional>
#include <string>

#include "engine/intent.h"
#include "shared/clock.h"
#include "shared/lease.h"
#include "shared/statements.h"

namespace doorstep {

inline constexpr Millis lease_warning = std::chrono::hours{12};  ///< so long before its end people are told
inline constexpr Millis clock_back_max = std::chrono::minutes{5};
inline constexpr Millis lease_mark_every = std::chrono::minutes{1};  ///< how often the time that was seen is kept

/// How a store stands that was not in touch with its server for some time (docs/security.md §The lease).
struct LeaseState {
  /// none: from before there were leases, or its server gives none. expired: nothing is shown or changed.
  /// clock_back: nothing is changed.
  enum class Kind { none, good, ending, expired, clock_back } kind = Kind::none;
  std::optional<Instant> until;  ///< by the server's clock
  Millis left{0};

  friend bool operator==(const LeaseState&, const LeaseState&) = default;
};
std::string_view name_of(LeaseState::Kind kind);

/// The lease that the store holds, and what time it is: the server's time at the last contact, gone on by this boot's
/// monotonic clock or, over a reboot, by the wall clock. What was seen of the wall clock is kept, so that one that was
/// set back is noticed. Nothing is cached but the lease whose signature was checked. Throws SqliteFailure, where it
/// answers no Result.
class LeaseWatch {
 public:
  LeaseWatch(Database& database, Statements& sql, Clock& clock, const std::optional<Identity>& identity)
      : database_(database), sql_(sql), clock_(clock), identity_(identity) {}

  LeaseState state();
  Result<void> may_look();   ///< lease_expired
  Result<void> may_write();  ///< lease_expired, clock_set_back

  /// The server gave this lease, or none, at this moment of its own; inside the caller's transaction. A lease of
  /// somebody else or with another signature is refused: broken_signature, bad_frame.
  Result<void> keep(const std::optional<SignedLease>& lease, Instant server_now);
  /// The server said what time it is, in a conversation that goes on: a clock that was set back is told by it.
  Result<void> heard(Instant server_now);
  /// Keeps the time, once a minute at most; in a transaction of its own.
  Result<void> mark();

 private:
  struct Mark;
  std::optional<Mark> read_mark();
  void write_mark(const Mark& mark);
  Mark now_after(const Mark& mark);
  Mark here(Instant server_now);
  Result<Lease> opened(const SignedLease& lease) const;
  const Lease* held();

  Database& database_;
  Statements& sql_;
  Clock& clock_;
  const std::optional<Identity>& identity_;
  std::string checked_;        ///< as `meta` had it,
  std::optional<Lease> held_;  ///< and what it says; empty: it is no lease of this store
};

}  // namespace doorstep
