// Search on a tablet that holds a large community, and what full text adds to bringing it in. No server.
#include <cstdio>

#include "engine/sealed_store.h"
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

constexpr int mix_rounds = 3;
constexpr std::size_t edits_a_round = 200;

struct Tablet {
  explicit Tablet(std::string file, bool is_sealed)
      : path(std::move(file)), sealed(is_sealed), key(SigningKey::mint(dice)) {
    open();
    must(store->enrolled({PersonId{"p0"}, DeviceId{"t0"}, ChainId{"p0/t0/1"}, "bench", "", {}}), "enrol");
  }
  void open() {
    store = must(Store::open(path, {.vfs = sealed ? cipher.name() : std::string{}, .cache_kib = store_cache_kib}, key,
                             clock, dice),
                 "a store");
    store->database().run("PRAGMA wal_autocheckpoint=" + std::to_string(store_log_pages));  // as the product does
  }
  std::string path;
  bool sealed;
  SystemClock clock;
  SystemDice dice;
  SigningKey key;
  CipherVfs cipher{test::page_key()};
  std::unique_ptr<Store> store;
  std::vector<RecordId> residents{};
};

double save_all(Tablet& tablet) {
  auto& residents = tablet.residents;
  const auto start = Watch::now();
  for (std::uint64_t number = 0; number < records_searched;) {
    std::vector<Intent> intents;
    for (std::size_t i = 0; i < records_a_bundle; ++i) intents.push_back(archive_record(number++, residents));
    const auto saved = must(tablet.store->edit(std::move(intents)), "save");
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

// Seconds for every question, in order of the kinds.
std::vector<std::vector<double>> ask_all(Store& store, const std::vector<Questions>& asked) {
  std::vector<std::vector<double>> out;
  for (const auto& questions : asked) {
    auto& times = out.emplace_back();
    for (const auto& query : questions.queries) {
      const auto start = Watch::now();
      must(find(store, query), questions.kind);
      times.push_back(seconds_since(start));
    }
  }
  return out;
}

double sum(const std::vector<std::vector<double>>& times) {
  double out = 0;
  for (const auto& kind : times)
    for (double one : kind) out += one;
  return out;
}

double edit_some(Tablet& tablet, int round) {
  const auto start = Watch::now();
  for (std::size_t i = 0; i < edits_a_round; ++i) {
    Intent intent;
    intent.record =
        tablet.residents.at((i * 7919 + static_cast<std::size_t>(round) * 104'729) % tablet.residents.size());
    intent.set = {{"occupation", "第" + std::to_string(round) + "轮"}};
    must(tablet.store->edit({std::move(intent)}), "a save");
  }
  return seconds_since(start);
}

// From the keys in hand to the first list on the screen.
double open_and_list(Tablet& tablet) {
  tablet.store.reset();
  const auto start = Watch::now();
  tablet.open();
  must(find(*tablet.store, {{}, "resident", {}}), "the first list");
  return seconds_since(start);
}

}  // namespace

void measure_search(Scene& scene) {
  Tablet tablet{scene.path("search.db"), true};
  const auto asked = archive_questions(questions_of_each);
  scene.say("search: saving " + std::to_string(records_searched) + " records");
  const auto saving = save_all(tablet);
  const auto listing = Watch::now();
  must(find(*tablet.store, {{}, "resident", {}}), "the first list");
  const auto first_list = seconds_since(listing);
  scene.say("search: full text");
  const auto indexing = index_all(*tablet.store);
  const double rows = records_searched;
  scene.figures.add("import_with_full_text",
                    {rows / (saving + indexing), "rows/s", rows / saving,
                     "the same, without full text; " + std::to_string(rows / indexing) + " rows/s by full text alone"});
  const auto answered = ask_all(*tablet.store, asked);
  std::vector<double> all;
  for (std::size_t kind = 0; kind < asked.size(); ++kind) {
    const auto& times = answered[kind];
    all.insert(all.end(), times.begin(), times.end());
    scene.say("search: " + asked[kind].kind + ": p50 " + milliseconds(median(times)) + " ms, p95 " +
              milliseconds(quantile(times, 0.95)) + " ms, worst " + milliseconds(quantile(times, 1)) + " ms");
  }
  scene.figures.add("search_p50", {1000 * median(all), "ms", std::nullopt, "200,000 records, all kinds of questions"});
  scene.figures.add("search_p95", {1000 * quantile(all, 0.95), "ms", std::nullopt, "target: 20 ms"});
  scene.figures.add("first_list", {1000 * first_list, "ms", std::nullopt, "while nothing is indexed yet"});
}

// The same store with and without sealing, in turns.
void measure_sealing(Scene& scene) {
  Tablet sealed{scene.path("sealed.db"), true}, plain{scene.path("plain.db"), false};
  const auto asked = archive_questions(questions_of_each);
  scene.say("sealing: saving " + std::to_string(records_searched) + " records, sealed and in the clear, and full text");
  const auto importing_plain = save_all(plain) + index_all(*plain.store);
  const auto importing = save_all(sealed) + index_all(*sealed.store);
  const double rows = records_searched;
  scene.figures.add("sealed_import", {rows / importing, "rows/s", rows / importing_plain,
                                      "the same store without sealing, full text included"});
  scene.say("sealing: questions, saves and openings");
  std::vector<double> mix_sealed, mix_plain, saves_sealed, saves_plain, opens_sealed, opens_plain;
  for (int round = 0; round < mix_rounds; ++round) {
    mix_plain.push_back(sum(ask_all(*plain.store, asked)));
    mix_sealed.push_back(sum(ask_all(*sealed.store, asked)));
    saves_plain.push_back(edit_some(plain, round));
    saves_sealed.push_back(edit_some(sealed, round));
    index_all(*plain.store);
    index_all(*sealed.store);
    opens_plain.push_back(open_and_list(plain));
    opens_sealed.push_back(open_and_list(sealed));
  }
  const double questions = static_cast<double>(asked.size() * questions_of_each), saves = edits_a_round;
  scene.figures.add("sealed_search", {questions / median(mix_sealed), "questions/s", questions / median(mix_plain),
                                      "the same store without sealing"});
  scene.figures.add("sealed_edits", {saves / median(saves_sealed), "edits/s", saves / median(saves_plain),
                                     "the same store without sealing"});
  scene.figures.add("unlock_to_list", {1000 * median(opens_sealed), "ms", 1000 * median(opens_plain),
                                       "200,000 records, key in hand; the same store without sealing. Target: 100 ms"});
}

}  // namespace doorstep::bench
