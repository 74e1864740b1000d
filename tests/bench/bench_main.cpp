// Measures the optimised build against what the machine itself allows. Run by scripts/bench.
//   doorstep_bench [--json] [PART…]     parts: search import push first_sync edits visible idle catch_up
//   (push comes always, but for search or catch_up alone)
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
};

const std::vector<Part>& parts() {
  static const std::vector<Part> out{{"search", measure_search}, {"import", measure_import},
                                     {"push", measure_push},     {"first_sync", measure_first_sync},
                                     {"edits", measure_edits},   {"visible", measure_visible},
                                     {"idle", measure_idle},     {"catch_up", measure_catch_up}};
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
  for (const auto& part : parts()) {
    // Later parts stand on the records that this one makes.
    bool alone = wanted == std::vector<std::string>{"search"} || wanted == std::vector<std::string>{"catch_up"};
    bool needed = wanted.empty() || (part.name == "push" && !alone) ||
                  std::find(wanted.begin(), wanted.end(), part.name) != wanted.end();
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
