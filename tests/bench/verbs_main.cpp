// What each verb of the engine takes that a screen of the app waits for, on a sealed store of 100,000 records (the
// sample community as a server delivered it). Reads only, but for the saves at the end.
//   verbs_bench FOLDER [HOUSEHOLDS]      FOLDER is filled the first time and used again
#include <algorithm>
#include <cstdio>

#include "engine/estate.h"
#include "engine/household.h"
#include "engine/likely.h"
#include "engine/search.h"
#include "engine/views.h"
#include "engine/visit.h"
#include "shared/crypto.h"
#include "tests/bench/figure.h"
#include "tests/bench/sample_store.h"

namespace doorstep::bench {
namespace {

constexpr std::uint64_t households_usual = 6'000;  // about 100,000 records

struct Table {
  template <class Work>
  void row(const char* verb, std::size_t times, Work work) {
    std::vector<double> seconds;
    for (std::size_t i = 0; i < times; ++i) {
      const auto start = Watch::now();
      work(i);
      seconds.push_back(seconds_since(start));
    }
    std::printf("%-44s %8.2f %8.2f %8.2f ms\n", verb, 1000 * median(seconds), 1000 * quantile(seconds, 0.95),
                1000 * quantile(seconds, 1));
    std::fflush(stdout);
  }
};

std::vector<RecordId> ids_of(Store& store, const std::string& type, std::size_t count) {
  std::vector<RecordId> all, out;
  Query query;
  query.type = type;
  query.limit = find_limit_max;
  for (const auto& view : must(find(store, query), "find")) all.push_back(view.id);
  for (std::size_t i = 0; i < count; ++i) out.push_back(all.at(i * 7919 % all.size()));
  return out;
}

// As a person types: every beginning of a word is a question.
std::vector<std::string> typed_in_steps() {
  std::vector<std::string> out;
  for (std::string_view whole : {"王建国", "zhangwei", "3-2-1502", "3栋2单元1502", "1990000", "粤B0001", "漏水", "E000",
                                 "李 教师", "4578", "12栋1单元1801", "TS0000042"}) {
    for (std::size_t at = 1; at <= whole.size(); ++at)
      if (at == whole.size() || (static_cast<unsigned char>(whole[at]) & 0xC0U) != 0x80U)
        out.emplace_back(whole.substr(0, at));
  }
  return out;
}

/// The day around which the sample's visits are planned (`sample_day`).
Day sample_today() { return local_day(from_ms(1'795'651'200'000)); }

void read_verbs(Table& table, SampleStore& sample) {
  auto& store = sample.store();
  const auto units = ids_of(store, "unit", 200), people = ids_of(store, "resident", 200);
  const auto today = sample_today();
  table.row("estate: the first look", 1, [&](std::size_t) { must(estate(store, today), "estate"); });
  table.row("estate: every home again", 10, [&](std::size_t) { must(estate(store, today), "estate"); });
  table.row("buildings at a glance", 10, [&](std::size_t) { must(buildings(store, today), "buildings"); });
  table.row("one building", 20,
            [&](std::size_t i) { must(estate(store, today, std::to_string(1 + i)), "a building"); });
  table.row("the day's plan", 20, [&](std::size_t) { must(day_plan(store, today), "plan"); });
  table.row("household", units.size(), [&](std::size_t i) { must(household(store, units[i]), "household"); });
  table.row("timeline", units.size(), [&](std::size_t i) { must(timeline(store, units[i]), "timeline"); });
  table.row("show", people.size(), [&](std::size_t i) { must(show(store, people[i]), "show"); });
  table.row("origins", people.size(), [&](std::size_t i) { must(origins(store, people[i]), "origins"); });
  table.row("history (cached)", people.size(), [&](std::size_t i) { must(history(store, people[i]), "history"); });
  table.row("status", 20, [&](std::size_t) { must(status(store), "status"); });
  table.row("conflicts", 20, [&](std::size_t) { must(conflicts(store), "conflicts"); });
  table.row("refusals", 20, [&](std::size_t) { must(refusals(store), "refusals"); });
  for (const char* type : {"unit", "resident", "request", "visit", "occupancy"}) {
    Query list;
    list.type = type;
    table.row((std::string{"first page: "} + type).c_str(), 20, [&](std::size_t) { must(find(store, list), type); });
  }
}

void search_verbs(Table& table, Store& store) {
  const auto typed = typed_in_steps();
  const auto middle = ids_of(store, "resident", 3).back();
  auto ask = [&](const Query& query) { must(find(store, query), "find"); };
  table.row("search as you type", typed.size(), [&](std::size_t i) {
    Query query;
    query.words = typed[i];
    ask(query);
  });
  table.row("search as you type, residents only", typed.size(), [&](std::size_t i) {
    Query query;
    query.words = typed[i];
    query.type = "resident";
    ask(query);
  });
  table.row("a page from the middle of a list", 20, [&](std::size_t) {
    Query query;
    query.type = "resident";
    query.behind = middle;
    ask(query);
  });
  table.row("requests not yet done", 20, [&](std::size_t i) {
    Query query;
    query.type = "request";
    query.where = {{"status", Filter::Test::equal, i % 2 == 0 ? "new" : "working"}};
    ask(query);
  });
  table.row("visits due by a day", 20, [&](std::size_t) {
    Query query;
    query.type = "visit";
    query.where = {{"status", Filter::Test::equal, "planned"}, {"due", Filter::Test::at_most, sample_today().date}};
    ask(query);
  });
}

// Somebody new is entered: by a contact that somebody has already, by a name in a home.
void likely_verbs(Table& table, Store& store) {
  auto values = [&](const char* type, const char* field) {
    std::vector<json> out;
    for (const auto& id : ids_of(store, type, 200))
      out.push_back(must(show(store, id), "show").fields.value(field, json{}));
    return out;
  };
  const auto phones = values("contact", "value"), numbers = values("id_document", "number"),
             names = values("resident", "name");
  const auto units = ids_of(store, "unit", 200);
  auto ask = [&](Entered entered) { must(likely_same(store, entered), "likely_same"); };
  table.row("likely the same: a phone", phones.size(), [&](std::size_t i) {
    ask({"contact", {{"kind", "mobile"}, {"value", phones[i]}}, std::nullopt, std::nullopt});
  });
  table.row("likely the same: an identity number", numbers.size(), [&](std::size_t i) {
    ask({"id_document", {{"doc_type", "resident_id"}, {"number", numbers[i]}}, std::nullopt, std::nullopt});
  });
  table.row("likely the same: a name in a home", names.size(), [&](std::size_t i) {
    ask({"resident", {{"name", names[i]}}, std::nullopt, units[i]});
  });
}

void write_verbs(Table& table, SampleStore& sample) {
  auto& store = sample.store();
  const auto units = ids_of(store, "unit", 60), people = ids_of(store, "resident", 60);
  table.row("save one edit", people.size(), [&](std::size_t i) {
    Intent intent;
    intent.record = people[i];
    intent.set = {{"occupation", "测量" + std::to_string(i) + std::to_string(to_ms(store.clock().wall()))}};
    must(store.edit({std::move(intent)}), "a save");
  });
  table.row("begin, note and finish a visit", units.size(), [&](std::size_t i) {
    if (auto open = must(open_visit(store), "open_visit")) must(finish_visit(store, json::object()), "finish");
    must(begin_visit(store, units[i]), "begin");
    must(note_in_visit(store, {{"signature", "12,30 13,31;40," + std::to_string(i)}}), "note");
    must(finish_visit(store, json::object()), "finish");
  });
  const auto today = sample_today();
  table.row("a save, and the estate again", 20, [&](std::size_t i) {
    Intent intent;
    intent.record = people[i];
    intent.set = {{"sex", i % 2 == 0 ? "male" : "unknown"}};
    must(store.edit({std::move(intent)}), "a save");
    must(estate(store, today), "estate");
  });
  table.row("estate, with edits that wait", 10, [&](std::size_t) { must(estate(store, today), "estate"); });
  table.row("status, with edits that wait", 20, [&](std::size_t) { must(status(store), "status"); });
}

void run(const std::string& folder, std::uint64_t households) {
  auto sample = SampleStore::open(folder, households);
  Table table;
  std::printf("%llu records; median, 95 of 100, worst\n",
              static_cast<unsigned long long>(must(status(sample->store()), "status").records));
  table.row("open the store", 3, [&](std::size_t) { sample->reopen(); });
  read_verbs(table, *sample);
  Search search{sample->store().database(), sample->store().sql(), sample->store().archive_template()};
  while (search.catch_up(index_batch_rows_max) > 0) {
  }
  search_verbs(table, sample->store());
  likely_verbs(table, sample->store());
  write_verbs(table, *sample);
}

}  // namespace
}  // namespace doorstep::bench

int main(int count, char** arguments) {
  doorstep::start_crypto();
  if (count < 2) {
    std::fprintf(stderr, "verbs_bench FOLDER [HOUSEHOLDS]\n");
    return 2;
  }
  try {
    doorstep::bench::run(arguments[1], count > 2 ? std::stoull(arguments[2]) : doorstep::bench::households_usual);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "verbs_bench: %s\n", failure.what());
    return 1;
  }
  return 0;
}
