// What a tablet and the server do together in bulk: pushing and first sync.
#include <filesystem>

#include "tests/bench/floor.h"
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int floor_runs = 3;
constexpr int first_sync_runs = 5;
constexpr double kib_in_mib = 1024;
}  // namespace

// Each record is a bundle of its own, signed by itself, as people make them one after the other.
void measure_push(Scene& scene) {
  scene.server = std::make_unique<ServerProcess>(scene.path("server"));
  const auto made = quick_place(scene.folder, "author"), folder = scene.path("author");
  {
    auto author = new_tablet(*scene.server, made);
    for (std::uint64_t number = 0; number < records_many; ++number)
      scene.records.push_back(edit(*author, {new_request(number)}).front());
  }
  std::filesystem::copy(made, folder, std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(made);

  const auto rows = rows_of(folder);
  std::vector<double> floors;
  for (int run = 0; run < floor_runs; ++run) floors.push_back(bare_insert_seconds(scene.path("bare.db"), rows));
  auto author = open_tablet(folder);
  const auto start = Watch::now();
  auto report = sync(*author);
  const double taken = seconds_since(start);
  expect(report.sent == records_many, "every record was sent");
  scene.figures.add("push_10k", {taken, "s", median(floors), "the same rows into bare SQLite, 500 a transaction"});
}

void measure_first_sync(Scene& scene) {
  const auto rows = rows_of(scene.path("author"));
  expect(rows.size() == records_many, "the server holds what was pushed");
  std::size_t bytes = 0;
  for (const auto& row : rows) bytes += row.id.size() + row.text.size();

  std::vector<double> ours, floors;
  for (int run = 0; run < first_sync_runs; ++run) {
    const auto folder = scene.path("first-" + std::to_string(run));
    auto tablet = new_tablet(*scene.server, folder);
    const auto start = Watch::now();
    sync(*tablet);
    ours.push_back(seconds_since(start));
    floors.push_back(bare_insert_seconds(scene.path("bare.db"), rows));
  }
  const double count = records_many;
  scene.figures.add("first_sync_10k", {count / median(ours), "records/s", count / median(floors),
                                       "the same texts (" + std::to_string(bytes / rows.size()) +
                                           " bytes a record) into bare SQLite, 500 a durable transaction"});

  boost::asio::io_context io;
  LightTablet counted{io, *scene.server, scene.path("counted.db")};
  counted.connect();
  while (!counted.caught_up()) io.run_one();
  expect(counted.records_received() == records_many, "the counted tablet received every record");
  scene.figures.add("wire_first_sync",
                    {static_cast<double>(counted.bytes_received()) / count, "bytes/record",
                     static_cast<double>(bytes) / count, "id and texts of a record as they are kept"});

  enrol(*scene.server, scene.path("peak"));
  const auto tablet_kib = tablet_peak_kib({"sync", "--store", scene.path("peak"), "--json"}, passphrase);
  scene.figures.add("tablet_peak",
                    {tablet_kib / kib_in_mib, "MiB", {}, "doorstep sync, a first sync of these records"});
  scene.figures.add("server_peak",
                    {scene.server->peak_kib() / kib_in_mib, "MiB", {}, "after the push and those first syncs"});
}

}  // namespace doorstep::bench
