// What one tablet does by itself: a register brought in, single saves.
#include <fstream>

#include "engine/register.h"
#include "tests/bench/floor.h"
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int import_runs = 3;
constexpr int edit_rounds = 5;
constexpr std::size_t edits_per_round = 100;

void write_text(const std::string& path, const std::string& text) { std::ofstream{path, std::ios::binary} << text; }

}  // namespace

void measure_import(Scene& scene) {
  write_text(scene.path("requests.csv"), requests_csv(records_many));
  write_text(scene.path("requests.map.json"), requests_map());
  ServerProcess server{scene.path("import-server")};
  Request request;
  request.type = "request";
  request.file = scene.path("requests.csv");
  request.map = scene.path("requests.map.json");
  std::vector<double> ours, floors;
  for (int run = 0; run < import_runs; ++run) {
    const auto folder = scene.path("import-" + std::to_string(run));
    {
      auto tablet = new_tablet(server, folder);
      const auto start = Watch::now();
      auto answer = must(import_command(*tablet, request, "en"), "import");
      ours.push_back(seconds_since(start));
      expect(answer.at("created") == records_many, "every row is imported: " + answer.dump());
    }
    floors.push_back(bare_insert_seconds(scene.path("bare.db"), rows_of(folder)));
  }
  const double rows = records_many;
  scene.figures.add("import", {rows / median(ours), "rows/s", rows / median(floors),
                               "the same rows into bare SQLite, 500 a durable transaction"});
}

void measure_edits(Scene& scene) {
  const auto folder = scene.path("first-0");
  auto tablet = open_tablet(folder);
  std::size_t next = 0;
  const auto some_edits = [&] {
    for (std::size_t i = 0; i < edits_per_round; ++i, ++next)
      edit(*tablet, {changed_request(scene.records.at(next), next)});
  };
  const auto before = last_bundle(folder);
  some_edits();  // warms up, and tells how much one edit writes
  scene.edit_bytes = bytes_per_edit(folder, before);
  scene.frame_bytes = bundle_wire_bytes(folder);
  BareCommits bare{scene.path("bare.db"), scene.edit_bytes};
  for (std::size_t i = 0; i < edits_per_round; ++i) bare.commit();

  std::vector<double> ours, floors;
  for (int round = 0; round < edit_rounds; ++round) {
    auto start = Watch::now();
    some_edits();
    ours.push_back(seconds_since(start) / edits_per_round);
    start = Watch::now();
    for (std::size_t i = 0; i < edits_per_round; ++i) bare.commit();
    floors.push_back(seconds_since(start) / edits_per_round);
  }
  scene.figures.add("single_edit",
                    {1 / median(ours), "edits/s", 1 / median(floors),
                     "bare SQLite, one row of " + std::to_string(scene.edit_bytes) + " bytes a durable transaction"});
  sync(*tablet);
}

}  // namespace doorstep::bench
