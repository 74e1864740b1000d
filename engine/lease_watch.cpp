#include "engine/lease_watch.h"

#include <algorithm>
#include <array>

#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {

/// A moment: what the server's clock said, or would have said, and what this machine's clocks did.
struct LeaseWatch::Mark {
  Instant server, wall;
  Millis monotonic{};
  std::string boot;
  Instant highest;  ///< that the wall clock showed since the last contact
};

std::string_view name_of(LeaseState::Kind kind) {
  constexpr std::array<std::string_view, 5> names{"none", "good", "ending", "expired", "clock_back"};
  return names.at(static_cast<std::size_t>(kind));
}

std::optional<LeaseWatch::Mark> LeaseWatch::read_mark() {
  auto text = meta_text(sql_, "lease_mark");
  if (!text) return std::nullopt;
  const auto object = stored(parse_json(*text));
  Reader in{object, "lease_mark"};
  Mark out;
  out.server = from_ms(in.integer("server"));
  out.wall = from_ms(in.integer("wall"));
  out.monotonic = Millis{in.integer("mono")};
  out.boot = in.text("boot");
  out.highest = from_ms(in.integer("highest"));
  if (in.error()) throw SqliteFailure{{Fault::store_damaged, in.error()->detail}};
  return out;
}

void LeaseWatch::write_mark(const Mark& mark) {
  set_meta(sql_, "lease_mark",
           canonical({{"server", to_ms(mark.server)},
                      {"wall", to_ms(mark.wall)},
                      {"mono", mark.monotonic.count()},
                      {"boot", mark.boot},
                      {"highest", to_ms(mark.highest)}}));
}

// Time never runs back: a wall clock that does says nothing about how long it was.
LeaseWatch::Mark LeaseWatch::now_after(const Mark& mark) {
  Mark now{mark.server, clock_.wall(), clock_.monotonic(), clock_.boot(), mark.highest};
  const bool same_boot = now.boot == mark.boot && now.monotonic >= mark.monotonic;
  now.server += std::max(Millis{0}, same_boot ? now.monotonic - mark.monotonic : now.wall - mark.wall);
  now.highest = std::max(mark.highest, now.wall);
  return now;
}

LeaseWatch::Mark LeaseWatch::here(Instant server_now) {
  const auto wall = clock_.wall();
  return {server_now, wall, clock_.monotonic(), clock_.boot(), wall};
}

Result<Lease> LeaseWatch::opened(const SignedLease& lease) const {
  auto out = open_lease(lease, identity_->pin);
  if (out && (out->person != identity_->person || out->tablet != identity_->device))
    return Error{Fault::bad_frame, "lease: is another tablet's"};
  return out;
}

const Lease* LeaseWatch::held() {
  auto text = meta_text(sql_, "lease");
  if (!text || !identity_) return nullptr;
  if (checked_ != *text) {
    held_.reset();
    if (auto lease = lease_from(stored(parse_json(*text)), "lease"))
      if (auto fits = opened(*lease)) held_ = std::move(*fits);
    checked_ = std::move(*text);
  }
  // Something that is no lease gives no time: it is one that has run out.
  static const Lease no_time{};
  return held_ ? &*held_ : &no_time;
}

LeaseState LeaseWatch::state() {
  using enum LeaseState::Kind;
  const auto* lease = held();
  const auto mark = read_mark();
  if (lease == nullptr || !mark) return {};
  const auto now = now_after(*mark);
  LeaseState out{good, lease->not_after, lease->not_after - now.server};
  if (out.left <= Millis{0})
    out.kind = expired;
  else if (now.wall < now.highest - clock_back_max)
    out.kind = clock_back;
  else if (out.left <= std::min(lease_warning, (lease->not_after - lease->issued) / 2))
    out.kind = ending;
  return out;
}

Result<void> LeaseWatch::may_look() {
  return guarded([&]() -> Result<void> {
    if (state().kind == LeaseState::Kind::expired) return Error{Fault::lease_expired, {}};
    return {};
  });
}

Result<void> LeaseWatch::may_write() {
  return guarded([&]() -> Result<void> {
    const auto kind = state().kind;
    if (kind == LeaseState::Kind::expired) return Error{Fault::lease_expired, {}};
    if (kind == LeaseState::Kind::clock_back) return Error{Fault::clock_set_back, {}};
    return {};
  });
}

Result<void> LeaseWatch::keep(const std::optional<SignedLease>& lease, Instant server_now) {
  if (!lease) {
    sql_("DELETE FROM meta WHERE key IN ('lease', 'lease_mark')").with().run();
    return {};
  }
  if (auto fits = opened(*lease); !fits) return fits.error();
  set_meta(sql_, "lease", canonical(lease_json(*lease)));
  write_mark(here(server_now));
  return {};
}

Result<void> LeaseWatch::heard(Instant server_now) {
  return guarded([&]() -> Result<void> {
    if (state().kind != LeaseState::Kind::clock_back) return {};
    Transaction transaction{database_};
    write_mark(here(server_now));
    transaction.commit();
    return {};
  });
}

Result<void> LeaseWatch::mark() {
  return guarded([&]() -> Result<void> {
    const auto before = read_mark();
    if (!before) return {};
    const auto now = now_after(*before);
    const bool tells = now.server - before->server >= lease_mark_every || now.boot != before->boot ||
                       now.highest - before->highest >= lease_mark_every;
    if (!tells) return {};
    Transaction transaction{database_};
    // Another process may have been in touch since.
    if (const auto last = read_mark()) write_mark(now_after(*last));
    transaction.commit();
    return {};
  });
}

}  // namespace doorstep
