// What it costs that two people edit the same fields of the same records offline, beside edits that do not meet.
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr std::size_t records = 1'000, records_a_bundle = 500;
constexpr std::size_t runs = 3;

/// Each record's `field`, one edit after the other, while nobody is in the network.
void edit_all(Engine& tablet, const std::vector<RecordId>& all, const char* field, const std::string& who,
              std::size_t round) {
  for (const auto& record : all) {
    Intent intent;
    intent.record = record;
    intent.set[field] = who + " " + std::to_string(round);
    edit(tablet, {std::move(intent)});
  }
}

/// Until both have everything of each other's; of the edits so many were in conflict.
double seconds_to_converge(Engine& one, Engine& other, std::uint64_t conflicts) {
  const auto start = Watch::now();
  sync(one);
  const auto report = sync(other);
  sync(one);
  const double taken = seconds_since(start);
  expect(report.conflicts == conflicts, std::to_string(conflicts) + " edits are in conflict");
  return taken;
}

}  // namespace

void measure_conflicts(Scene& scene) {
  ServerProcess server{scene.path("two-server")};
  auto one = new_tablet(server, scene.path("one")), other = new_tablet(server, scene.path("other"));
  std::vector<double> apart, against;
  std::uint64_t made = 0;
  auto fresh_records = [&] {
    std::vector<RecordId> out;
    while (out.size() < records) {
      std::vector<Intent> intents;
      for (std::size_t i = 0; i < records_a_bundle; ++i) intents.push_back(new_request(made++));
      const auto saved = edit(*one, std::move(intents));
      out.insert(out.end(), saved.begin(), saved.end());
    }
    sync(*one);
    sync(*other);
    return out;
  };
  // In turns, on records of their own, so that a disk that changes its pace changes both.
  for (std::size_t run = 0; run < runs; ++run) {
    auto all = fresh_records();
    edit_all(*one, all, "place_text", "甲", run);
    edit_all(*other, all, "assignee", "乙", run);
    apart.push_back(seconds_to_converge(*one, *other, 0));
    all = fresh_records();
    edit_all(*one, all, "assignee", "甲", run);
    edit_all(*other, all, "assignee", "乙", run);
    against.push_back(seconds_to_converge(*one, *other, records));
  }
  scene.figures.add("conflicts_2x1000", {median(against), "s", median(apart),
                                         "as many edits of the same records that do not meet, until both have all"});
}

}  // namespace doorstep::bench
