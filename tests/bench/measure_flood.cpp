// How soon well-behaved tablets see each other's edits while another one floods the server.
#include <thread>

#include "tests/bench/flooder.h"
#include "tests/bench/measure.h"
#include "tests/bench/pair.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int turns = 5, samples = 150, warm_up = 20;
constexpr std::size_t records = 100, sealed_bundles = 60'000;
constexpr auto pause = std::chrono::milliseconds{4};

}  // namespace

void measure_flood(Scene& scene) {
  ServerProcess server{scene.path("flood-server")};
  auto author = new_tablet(server, scene.path("flood-author"));
  std::vector<RecordId> ids;
  for (std::size_t i = 0; i < records; ++i) ids.push_back(edit(*author, {new_request(i)}).front());
  Pair pair{std::move(author), new_tablet(server, scene.path("flood-watcher"))};
  Flooder flooder{server, sealed_bundles};

  std::uint64_t round = 0;
  const auto sample = [&](std::vector<double>& into) {
    for (int i = 0; i < samples; ++i) {
      into.push_back(pair.visible_ms(ids[round % records], round));
      ++round;
      std::this_thread::sleep_for(pause);
    }
  };
  std::vector<double> calm, tenfold, most;
  for (std::vector<double> thrown_away; thrown_away.size() < warm_up;) sample(thrown_away);
  std::uint64_t answered = 0;
  double flooded = 0, rate = 0;
  for (int turn = 0; turn < turns; ++turn) {
    const auto start = Watch::now();
    sample(calm);
    rate = samples / seconds_since(start);
    flooder.begin(static_cast<std::size_t>(10 * rate));
    sample(tenfold);
    flooder.pause();
    const auto before = flooder.answered();
    const auto began = Watch::now();
    flooder.begin(0);
    sample(most);
    flooder.pause();
    answered += flooder.answered() - before;
    flooded += seconds_since(began);
  }
  const auto add = [&](const std::string& name, const std::vector<double>& with, double part, const std::string& how) {
    scene.figures.add(name, {quantile(with, part), "ms", quantile(calm, part), "the same without the flood; " + how});
  };
  add("flood10_p50", tenfold, 0.5, "ten times as many bundles as the pair's");
  add("flood10_p99", tenfold, 0.99, "ten times as many bundles as the pair's");
  add("flood_p50", most, 0.5, "as many as are answered");
  add("flood_p99", most, 0.99, "as many as are answered");
  scene.figures.add("flood_rate", {static_cast<double>(answered) / flooded, "bundles/s", rate, "the pair's own edits"});
}

}  // namespace doorstep::bench
