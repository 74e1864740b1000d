// Measures the optimised build against what the machine itself allows. Run by scripts/bench.
//   doorstep_bench [--json] [PART…]     parts: search sealing import push first_sync edits visible idle
//   conflicts catch_up rights flood (push comes with those that stand on its records)
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "shared/crypto.h"
#include "tests/bench/measure.h"

namespace doorstep::bench {
namespace {

struct Part {
  std::string name;
  void (*measure)(Scene&);
  bool alone = false;  ///< stands on nothing that an earlier part made
};

const std::vector<Part>& parts() {
  static const std::vector<Part> out{{"search", measure_search, true},       {"sealing", measure_sealing, true},
                                     {"import", measure_import, true},       {"push", measure_push},
                                     {"first_sync", measure_first_sync},     {"edits", measure_edits},
                                     {"visible", measure_visible},           {"idle", measure_idle, true},
                                     {"conflicts", measure_conflicts, true}, {"catch_up", measure_catch_up, true},
                                     {"rights", measure_rights, true},       {"flood", measure_flood, true}};
  return out;
}

void run(bool as_json, const std::vector<std::string>& wanted) {
  raise_file_limit();
  Folder folder;
  Figures figures;
  auto start = Watch::now();
  Scene scene{folder, figures, [&](const std::string& what) {
                std::fprintf(stderr, "%6.1f s  %s\n", seconds_since(start), what.c_str());
              }};
  const auto asked_for = [&](const Part& part) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), part.name) != wanted.end();
  };
  const bool stands_on_push =
      std::any_of(parts().begin(), parts().end(), [&](const Part& part) { return !part.alone && asked_for(part); });
  for (const auto& part : parts()) {
    const bool needed = asked_for(part) || (part.name == "push" && stands_on_push);
    if (!needed) continue;
    scene.say(part.name);
    part.measure(scene);
  }
  std::cout << (as_json ? figures.as_json().dump() + "\n" : figures.as_table());
}

}  // namespace
}  // namespace doorstep::bench

int main(int count, char** arguments) {
  doorstep::start_crypto();
  std::vector<std::string> words(arguments + 1, arguments + count);
  const bool as_json = std::erase(words, "--json") > 0;
  try {
    doorstep::bench::run(as_json, words);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "doorstep_bench: %s\n", failure.what());
    return 1;
  }
  return 0;
}
