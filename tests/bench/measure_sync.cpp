// What a tablet and the server do together in bulk: pushing, first sync, catching up.
#include <unistd.h>

#include <filesystem>

#include "tests/bench/echo.h"
#include "tests/bench/floor.h"
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int floor_runs = 3;
constexpr int first_sync_runs = 5;
constexpr int catch_up_runs = 5;
constexpr std::size_t changes = 100;
constexpr double kib_in_mib = 1024;
constexpr std::uintmax_t quick_place_bytes = std::uintmax_t{1} << 30;

/// A place where saving costs no fsync, to lay out what a measurement begins with.
std::string quick_place(const Scene& scene, const std::string& name) {
  std::error_code absent;
  const auto room = std::filesystem::space("/dev/shm", absent);
  if (absent || room.available < quick_place_bytes) return scene.path(name + "-made");
  return "/dev/shm/doorstep-bench-" + std::to_string(::getpid()) + "-" + name;
}

}  // namespace

// Each record is a bundle of its own, signed by itself, as people make them one after the other.
void measure_push(Scene& scene) {
  scene.server = std::make_unique<ServerProcess>(scene.path("server"));
  const auto made = quick_place(scene, "author"), folder = scene.path("author");
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

// The tablet is away while another one makes its changes, and comes back: connecting is part of it.
void measure_catch_up(Scene& scene) {
  auto author = open_tablet(scene.path("author")), reader = open_tablet(scene.path("first-1"));
  sync(*author);
  sync(*reader);
  Echo echo;
  const auto rows = rows_of(scene.path("author"));
  std::vector<double> ours, floors;
  std::size_t next = rows.size() / 2;
  for (int run = 0; run < catch_up_runs; ++run) {
    const std::vector<BareRow> changed(rows.begin() + static_cast<std::ptrdiff_t>(next),
                                       rows.begin() + static_cast<std::ptrdiff_t>(next + changes));
    std::size_t bytes = 0;
    for (const auto& row : changed) bytes += row.text.size();
    for (std::size_t i = 0; i < changes; ++i, ++next) edit(*author, {changed_request(scene.records.at(next), next)});
    sync(*author);
    auto start = Watch::now();
    sync(*reader);
    ours.push_back(seconds_since(start) * 1000);
    start = Watch::now();
    echo.round_trip(std::string(bytes, 'x'));
    floors.push_back((seconds_since(start) + bare_insert_seconds(scene.path("bare.db"), changed)) * 1000);
  }
  scene.figures.add("catch_up_10k", {median(ours), "ms", median(floors),
                                     "one echo of these texts, and one durable bare transaction of them"});
}

}  // namespace doorstep::bench
