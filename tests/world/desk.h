#pragma once
#include "engine/backoff.h"
#include "tests/party_tablet.h"
#include "tests/world/world.h"

namespace doorstep::test {

struct World::Desk {
  Desk(const TrueTime& time, const std::string& name, std::uint64_t seed) : tablet(time, name, seed) {}
  PartyTablet tablet;
  Backoff backoff;
  std::optional<Line> line;
  ChainId chain;
  std::uint64_t turn = 0;  ///< a planned reconnect of an earlier turn is void
  bool away = false;       ///< the person is where there is no network
  /// Somebody keeps a copy of its store, with so many refusals in it.
  std::optional<std::pair<std::map<std::string, std::string>, std::size_t>> copy;
};

}  // namespace doorstep::test
