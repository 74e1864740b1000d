// Catching up costs what changed, not how much there is; and what a large community costs a new tablet.
#include <filesystem>

#include "tests/bench/echo.h"
#include "tests/bench/floor.h"
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int catch_up_runs = 5;
constexpr std::size_t changes = 100;
constexpr std::uint64_t records_large = 100'000;
constexpr std::size_t records_a_bundle = 500;
constexpr int large_runs = 2;

// The reader is away while the author makes its changes, and comes back: connecting is part of it.
Figure catch_up(Scene& scene, Engine& author, Engine& reader, const std::vector<RecordId>& records,
                const std::vector<BareRow>& rows) {
  sync(author);
  sync(reader);
  Echo echo;
  std::vector<double> ours, floors;
  std::size_t next = records.size() / 2;
  for (int run = 0; run < catch_up_runs; ++run) {
    const std::vector<BareRow> changed(rows.begin() + static_cast<std::ptrdiff_t>(next),
                                       rows.begin() + static_cast<std::ptrdiff_t>(next + changes));
    std::size_t bytes = 0;
    for (const auto& row : changed) bytes += row.text.size();
    for (std::size_t i = 0; i < changes; ++i, ++next) edit(author, {changed_request(records.at(next), next)});
    sync(author);
    auto start = Watch::now();
    sync(reader);
    ours.push_back(seconds_since(start) * 1000);
    start = Watch::now();
    echo.round_trip(std::string(bytes, 'x'));
    floors.push_back((seconds_since(start) + bare_insert_seconds(scene.path("bare.db"), changed)) * 1000);
  }
  return {median(ours), "ms", median(floors), "one echo of these texts, and one durable bare transaction of them"};
}

}  // namespace

void measure_catch_up(Scene& scene) {
  auto author = open_tablet(scene.path("author")), reader = open_tablet(scene.path("first-1"));
  scene.figures.add("catch_up_10k", catch_up(scene, *author, *reader, scene.records, rows_of(scene.path("author"))));
}

void measure_large(Scene& scene) {
  ServerProcess server{scene.path("large-server")};
  const auto made = quick_place(scene.folder, "large");
  std::vector<RecordId> records;
  auto author = new_tablet(server, made);
  while (records.size() < records_large) {
    std::vector<Intent> intents;
    for (std::size_t i = 0; i < records_a_bundle; ++i) intents.push_back(new_request(records.size() + i));
    const auto saved = edit(*author, std::move(intents));
    records.insert(records.end(), saved.begin(), saved.end());
  }
  sync(*author);
  const auto rows = rows_of(made);
  expect(rows.size() == records_large, "the author keeps what it made");

  std::vector<double> ours, floors;
  std::unique_ptr<Engine> reader;
  for (int run = 0; run < large_runs; ++run) {
    reader = new_tablet(server, scene.path("large-" + std::to_string(run)));
    const auto start = Watch::now();
    sync(*reader);
    ours.push_back(seconds_since(start));
    floors.push_back(bare_insert_seconds(scene.path("bare.db"), rows));
  }
  const double count = records_large;
  scene.figures.add("first_sync_100k", {count / median(ours), "records/s", count / median(floors),
                                        "the same texts into bare SQLite, 500 a durable transaction"});
  scene.figures.add("catch_up_100k", catch_up(scene, *author, *reader, records, rows));
  author.reset();
  std::filesystem::remove_all(made);
}

}  // namespace doorstep::bench
