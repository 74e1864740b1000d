// world_soak --seeds N [--from M] [--json]: one world after another. Broken ones print seed and story on standard
// error; the last line of standard output counts. Exit 1 when any broke.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "tests/world/world.h"

namespace {

int usage() {
  std::cerr << "world_soak --seeds N [--from M] [--json]\n";
  return 2;
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t seeds = 0, from = 1;
  bool as_json = false;
  for (int i = 1; i < count; ++i) {
    std::string_view word = words[i];
    if (word == "--json")
      as_json = true;
    else if ((word == "--seeds" || word == "--from") && i + 1 < count)
      (word == "--seeds" ? seeds : from) = std::strtoull(words[++i], nullptr, 10);
    else
      return usage();
  }
  if (seeds == 0) return usage();

  const auto began = std::chrono::steady_clock::now();
  std::uint64_t broken = 0, events = 0;
  std::map<std::string, std::uint64_t> faults;
  for (auto seed = from; seed < from + seeds; ++seed) {
    auto outcome = doorstep::test::World{seed}.run();
    events += outcome.events;
    for (const auto& [kind, hits] : outcome.faults) faults[kind] += hits;
    if (outcome.broken.empty()) continue;
    ++broken;
    std::cerr << "seed " << seed << "\n" << outcome.story << outcome.broken << "\n\n";
  }
  auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (as_json) {
    doorstep::json line{
        {"seeds", seeds}, {"broken", broken}, {"events", events}, {"seconds", seconds}, {"faults", faults}};
    std::cout << line.dump() << "\n";
  } else {
    std::cout << seeds << " worlds, " << broken << " broken, " << events << " events, " << seconds << " s\n";
    for (const auto& [kind, hits] : faults) std::cout << "  " << hits << " × " << kind << "\n";
  }
  return broken == 0 ? 0 : 1;
}
