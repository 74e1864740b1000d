// world_soak --seeds N [--from M] [--json]: one world after another. Broken ones print seed and story on standard
// error; the last line of standard output counts. world_soak --killer [--tablets N] [--records N] [--edits N]
// [--from SEED] [--json]: one bad week (tests/world/killer.h). world_soak --shorten SEED: a broken seed's story with
// the fewest deeds that still break it. Exit 1 when anything broke.
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string_view>

#include "tests/world/killer.h"
#include "tests/world/shorten.h"
#include "tests/world/world.h"

namespace {

using doorstep::json;

constexpr std::uint64_t told_every = 1'000;
constexpr int world_seconds_max = 60;  ///< of processor time; one takes less than a second
volatile std::sig_atomic_t seed_told = 0;

struct Asked {
  std::map<std::string, std::uint64_t, std::less<>> numbers{
      {"--seeds", 0}, {"--shorten", 0}, {"--from", 1}, {"--tablets", 20}, {"--records", 10'000}, {"--edits", 50'000}};
  bool killer = false, as_json = false;
};

// One thread tells one world after the other: nothing is to be locked or counted. It is linked with an allocator that
// is made for haste, for a fifth of the time goes into what is allocated.
void make_haste() {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// A world that goes round in a circle would never say so. Nothing but what a signal may do.
void tell_that_it_hangs(int) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "seed %d\nHANGS: a run that does not end\n\n", seed_told);
  if (::write(STDERR_FILENO, text.data(), static_cast<std::size_t>(size)) != size) _exit(2);
  _exit(1);
}

void watch_over(std::uint64_t seed) {
  seed_told = static_cast<std::sig_atomic_t>(seed);
  std::signal(SIGPROF, tell_that_it_hangs);
  itimerval longest{};
  longest.it_value.tv_sec = world_seconds_max;
  setitimer(ITIMER_PROF, &longest, nullptr);
}

int usage() {
  std::cerr << "world_soak --seeds N [--from M] [--json]\n"
               "world_soak --shorten SEED\n"
               "world_soak --killer [--tablets N] [--records N] [--edits N] [--from SEED] [--json]\n";
  return 2;
}

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void print(const json& line, bool as_json) {
  if (as_json) {
    std::cout << line.dump() << "\n";
    return;
  }
  for (const auto& [name, value] : line.items()) std::cout << name << ": " << value.dump() << "\n";
}

int killer(const Asked& asked) {
  const auto began = std::chrono::steady_clock::now();
  doorstep::test::KillerSize size;
  size.tablets = asked.numbers.at("--tablets");
  size.records = asked.numbers.at("--records");
  size.edits = asked.numbers.at("--edits");
  size.seed = asked.numbers.at("--from");
  if (size.tablets < size.copied + 3 || size.records < 10) return usage();
  const auto report = doorstep::test::run_killer(size, [&](const std::string& what) {
    std::cerr << static_cast<int>(seconds_since(began)) << " s: " << what << "\n";
  });
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  print({{"tablets", size.tablets},
         {"copied", size.copied},
         {"records", size.records},
         {"edits", report.edits},
         {"hot_fields", report.hot_fields},
         {"frames", report.talk.frames},
         {"lines_cut", report.talk.lines_cut},
         {"new_chains", report.talk.new_chains},
         {"bundles_lost_by_the_restore", report.lost_by_restore},
         {"conflicts", report.conflicts},
         {"decided", report.resolved},
         {"people_narrowed", report.narrowed},
         {"refused", report.refused},
         {"handed_over", report.handed_over},
         {"archive_bytes", report.server_bytes},
         {"seconds", seconds_since(began)},
         {"memory_mib_max", used.ru_maxrss / 1024},
         {"broken", report.broken}},
        asked.as_json);
  return report.broken.empty() ? 0 : 1;
}

int soak(const Asked& asked) {
  const auto began = std::chrono::steady_clock::now();
  const auto seeds = asked.numbers.at("--seeds"), from = asked.numbers.at("--from");
  std::uint64_t broken = 0, events = 0;
  auto faults = doorstep::test::faults_of_world(), probes = doorstep::test::probes_of_world();
  for (auto seed = from; seed < from + seeds; ++seed) {
    watch_over(seed);
    auto outcome = doorstep::test::World{seed}.run();
    events += outcome.events;
    for (const auto& [kind, hits] : outcome.faults) faults[kind] += hits;
    for (const auto& [what, hits] : outcome.probes) probes[what] += hits;
    if (!outcome.broken.empty()) {
      ++broken;
      std::cerr << "seed " << seed << "\n" << outcome.story << outcome.broken << "\n\n";
    }
    if (const auto done = seed - from + 1; done % told_every == 0)
      std::cerr << "from " << from << ": " << done << " worlds, " << broken << " broken, next is seed " << seed + 1
                << "\n";
  }
  const auto seconds = seconds_since(began);
  if (asked.as_json) {
    print({{"seeds", seeds},
           {"broken", broken},
           {"events", events},
           {"seconds", seconds},
           {"faults", faults},
           {"probes", probes}},
          true);
  } else {
    std::cout << seeds << " worlds, " << broken << " broken, " << events << " events, " << seconds << " s\n";
    for (const auto* counts : {&faults, &probes})
      for (const auto& [kind, hits] : *counts) std::cout << "  " << hits << " × " << kind << "\n";
  }
  if (seeds < doorstep::test::seeds_for_all) return broken == 0 ? 0 : 1;
  bool all_came = true;
  for (const auto* counts : {&faults, &probes})
    for (const auto& name : doorstep::test::never_came(*counts)) {
      std::cerr << "never came: " << name << "\n";
      all_came = false;
    }
  return broken == 0 && all_came ? 0 : 1;
}

int shorten(std::uint64_t seed) {
  const auto shorter = doorstep::test::shorten(seed);
  if (shorter.law.empty()) {
    std::cout << "seed " << seed << " breaks no law\n";
    return 0;
  }
  std::cout << shorter.story << "\n"
            << shorter.law << ", with " << shorter.told << " of " << shorter.deeds << " deeds of seed " << seed << "\n";
  return 1;
}

}  // namespace

int main(int count, char** words) {
  make_haste();
  Asked asked;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const auto number = asked.numbers.find(word);
    if (word == "--json")
      asked.as_json = true;
    else if (word == "--killer")
      asked.killer = true;
    else if (number != asked.numbers.end() && i + 1 < count)
      number->second = std::strtoull(words[++i], nullptr, 10);
    else
      return usage();
  }
  if (asked.numbers.at("--shorten") > 0) return shorten(asked.numbers.at("--shorten"));
  if (asked.killer == (asked.numbers.at("--seeds") > 0)) return usage();
  return asked.killer ? killer(asked) : soak(asked);
}
