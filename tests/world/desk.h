#pragma once
#include "engine/backoff.h"
#include "tests/party_tablet.h"
#include "tests/world/world.h"

namespace doorstep::test {

/// What was to be saved may be there or not.
inline bool of_the_disk(const Error& error) {
  return error.fault == Fault::disk || error.fault == Fault::disk_full || error.fault == Fault::timed_out ||
         error.fault == Fault::store_damaged;
}

/// In some worlds some of what happens in `body` meets a read that brings other bytes.
template <class Body>
void World::with_misreads(FlakyVfs& disk, Body&& body) {
  if (healed_ || !misreading_.comes()) return body();
  const auto before = disk.misreads();
  disk.misread_after(1 + misreading_.dice.below(4));
  body();
  disk.misread_after(0);
  if (disk.misreads() == before) return;
  ++outcome_.faults["read misdirected"];
  tell("a disk brings other bytes");
}

/// What the judge reads of the archive in the midst of a story breaks nothing there: no disk fails of it.
template <class Body>
std::string World::looking(Body&& body) {
  server_->disk().spare(true);
  auto wrong = body(server_->archive());
  server_->disk().spare(false);
  return wrong;
}

struct World::Desk {
  Desk(const TrueTime& time, const std::string& name, std::uint64_t seed) : tablet(time, name, seed) {}
  /// A second machine with a copy of this one's store.
  Desk(const TrueTime& time, const std::string& name, std::uint64_t seed, const Desk& original)
      : tablet(time, name, seed, original.tablet),
        login(original.login),
        chain(original.chain),
        astray(true),
        doubled(true),
        revoked(original.revoked) {}
  PartyTablet tablet;
  std::string login;  ///< its person's
  Backoff backoff;
  std::optional<Line> line;
  ChainId chain;
  std::uint64_t turn = 0;          ///< a planned reconnect of an earlier turn is void
  bool away = false;               ///< the person is where there is no network
  bool astray = false;             ///< put back to an old store, or one of two; and not told by the server yet
  bool doubled = false;            ///< another machine has a copy of its store, and it has not begun a new chain since
  std::optional<Instant> gone;     ///< lost for ever, or its keys destroyed: nobody has what was only there
  bool older = false;              ///< its program is of a version that knows less of the protocol
  Instant slow_until{};            ///< its disk is, or whoever reads what it is sent
  bool revoked = false;            ///< the archive was asked to; it hands over at its next contact, and ends
  std::optional<Instant> receipt;  ///< when the server said last that it keeps what it was handed,
  bool receipt_lost = false;       ///< and was put back to before that; on a slow line its word arrives all the same
  std::optional<Role> told_role;   ///< by the last welcome
  /// Somebody keeps a copy of its store, with so many refusals in it.
  std::optional<std::pair<std::map<std::string, std::string>, std::size_t>> copy;
  /// When the world last looked whether all that waits is in sight: its runs, its store's changes, the server's head.
  using Looked = std::tuple<std::uint64_t, std::int64_t, BundleNumber>;
  std::optional<Looked> looked;
};

}  // namespace doorstep::test
