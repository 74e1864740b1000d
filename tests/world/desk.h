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
};

}  // namespace doorstep::test
