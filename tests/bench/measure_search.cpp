// Search on a tablet that holds a large community, and what full text adds to bringing it in. No server.
#include <cstdio>

#include "engine/search.h"
#include "engine/store.h"
#include "engine/views.h"
#include "shared/cipher_vfs.h"
#include "tests/bench/archive_words.h"
#include "tests/bench/measure.h"
#include "tests/page_key.h"

namespace doorstep::bench {
namespace {

constexpr std::uint64_t records_searched = 200'000;
constexpr std::size_t records_a_bundle = 500;
constexpr std::size_t questions_of_each = 100;

struct Tablet {
  explicit Tablet(const std::string& path) : key(SigningKey::mint(dice)) {
    store = must(Store::open(path, {.vfs = cipher.name()}, key, clock, dice), "a store to search in");
    must(store->enrolled({PersonId{"p0"}, DeviceId{"t0"}, ChainId{"p0/t0/1"}, "bench", "", {}}), "enrol");
  }
  SystemClock clock;
  SystemDice dice;
  SigningKey key;
  CipherVfs cipher{test::page_key()};
  std::unique_ptr<Store> store;
};

double save_all(Store& store) {
  std::vector<RecordId> residents;
  const auto start = Watch::now();
  for (std::uint64_t number = 0; number < records_searched;) {
    std::vector<Intent> intents;
    for (std::size_t i = 0; i < records_a_bundle; ++i) intents.push_back(archive_record(number++, residents));
    const auto saved = must(store.edit(std::move(intents)), "save");
    residents.push_back(saved.at(1));
  }
  return seconds_since(start);
}

double index_all(Store& store) {
  const auto start = Watch::now();
  Search search{store.database(), store.sql(), store.archive_template()};
  while (search.catch_up(index_batch_rows_max) > 0) {
  }
  return seconds_since(start);
}

std::string milliseconds(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", 1000 * seconds);
  return text.data();
}

}  // namespace

void measure_search(Scene& scene) {
  Tablet tablet{scene.path("search.db")};
  scene.say("search: saving " + std::to_string(records_searched) + " records");
  const auto saving = save_all(*tablet.store);
  const auto listing = Watch::now();
  must(find(*tablet.store, {{}, "resident", {}}), "the first list");
  const auto first_list = seconds_since(listing);
  scene.say("search: full text");
  const auto indexing = index_all(*tablet.store);
  const double rows = records_searched;
  scene.figures.add("import_with_full_text",
                    {rows / (saving + indexing), "rows/s", rows / saving,
                     "the same, without full text; " + std::to_string(rows / indexing) + " rows/s by full text alone"});
  std::vector<double> all;
  for (const auto& questions : archive_questions(questions_of_each)) {
    std::vector<double> times;
    for (const auto& query : questions.queries) {
      const auto start = Watch::now();
      must(find(*tablet.store, query), questions.kind);
      times.push_back(seconds_since(start));
    }
    all.insert(all.end(), times.begin(), times.end());
    scene.say("search: " + questions.kind + ": p50 " + milliseconds(median(times)) + " ms, p95 " +
              milliseconds(quantile(times, 0.95)) + " ms, worst " + milliseconds(quantile(times, 1)) + " ms");
  }
  scene.figures.add("search_p50", {1000 * median(all), "ms", std::nullopt, "200,000 records, all kinds of questions"});
  scene.figures.add("search_p95", {1000 * quantile(all, 0.95), "ms", std::nullopt, "target: 20 ms"});
  scene.figures.add("first_list", {1000 * first_list, "ms", std::nullopt, "while nothing is indexed yet"});
}

}  // namespace doorstep::bench
