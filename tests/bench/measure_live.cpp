// What connected tablets cost and how soon they see each other's edits.
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <thread>

#include "tests/bench/echo.h"
#include "tests/bench/floor.h"
#include "tests/bench/measure.h"
#include "tests/bench/pair.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int visible_samples = 500, crowded_samples = 60;
constexpr auto pause = std::chrono::milliseconds{4};
constexpr std::size_t idle_tablets = 200, idle_warm_up = 20, idle_records = 20;

}  // namespace

void measure_visible(Scene& scene) {
  Pair pair{open_tablet(scene.path("author")), open_tablet(scene.path("first-2"))};
  expect(scene.edit_bytes > 0, "visible needs edits");
  BareCommits bare{scene.path("bare.db"), scene.edit_bytes};
  Echo echo;
  const std::string frame(scene.frame_bytes, 'x');
  std::vector<double> ours, floors;
  for (int i = -20; i < visible_samples; ++i) {
    const auto& record = scene.records.at(scene.records.size() - 100 - static_cast<std::size_t>(i + 20));
    const auto seen = pair.visible_ms(record, static_cast<std::uint64_t>(i + 1000));
    std::this_thread::sleep_for(pause);
    const auto start = Watch::now();
    bare.commit();
    bare.commit();
    echo.round_trip(frame);
    const auto floor = seconds_since(start) * 1000;
    std::this_thread::sleep_for(pause);
    if (i < 0) continue;
    ours.push_back(seen);
    floors.push_back(floor);
  }
  const std::string note = "two bare durable commits of an edit's bytes and one echo of its frame";
  scene.figures.add("visible_p50", {median(ours), "ms", median(floors), note});
  scene.figures.add("visible_p99", {quantile(ours, 0.99), "ms", quantile(floors, 0.99), note});
}

void measure_idle(Scene& scene) {
  ServerProcess server{scene.path("idle-server")};
  auto author = new_tablet(server, scene.path("idle-author"));
  std::vector<RecordId> records;
  for (std::size_t i = 0; i < idle_records; ++i) records.push_back(edit(*author, {new_request(i)}).front());
  sync(*author);

  boost::asio::io_context io;
  std::vector<std::unique_ptr<LightTablet>> tablets;
  const auto connect_more = [&](std::size_t count) {
    const auto first = tablets.size();
    for (std::size_t i = 0; i < count; ++i) tablets.push_back(std::make_unique<LightTablet>(io, server, ":memory:"));
    for (auto i = first; i < tablets.size(); ++i) {
      tablets[i]->connect();
      while (!tablets[i]->caught_up()) io.run_one();
    }
    io.run_for(std::chrono::seconds{1});  // the server's last writes and timers
  };
  connect_more(idle_warm_up);
  const auto before = server.resident_kib();
  connect_more(idle_tablets);
  const auto each = (server.resident_kib() - before) / static_cast<double>(idle_tablets);
  scene.figures.add(
      "idle_connection",
      {each, "KiB", {}, "resident memory of the server for each of 200 tablets, proven, subscribed and idle"});

  std::atomic<bool> broken = false;
  std::thread crowd{[&] {
    try {
      auto work = boost::asio::make_work_guard(io);
      io.restart();
      io.run();
    } catch (const std::exception&) {
      broken = true;
    }
  }};
  std::vector<double> ours;
  try {
    Pair pair{std::move(author), new_tablet(server, scene.path("idle-watcher"))};
    for (int i = 0; i < crowded_samples; ++i) {
      ours.push_back(
          pair.visible_ms(records.at(static_cast<std::size_t>(i) % records.size()), static_cast<std::uint64_t>(i + 1)));
      std::this_thread::sleep_for(std::chrono::milliseconds{100});  // until the crowd has adopted it as well
    }
  } catch (const Failure&) {
    broken = true;
  }
  io.stop();
  crowd.join();
  expect(!broken, "the crowd of tablets broke");
  scene.figures.add(
      "visible_p50_200",
      {median(ours), "ms", {}, "one watches; the other 220 tablets share one thread and adopt the edit as well"});
}

}  // namespace doorstep::bench
