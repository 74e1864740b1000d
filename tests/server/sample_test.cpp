#include "server/sample.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/csv.h"
#include "engine/importer.h"
#include "shared/crypto.h"
#include "shared/dates.h"
#include "shared/desk_rule.h"
#include "shared/files.h"
#include "shared/seeded_dice.h"
#include "shared/value.h"
#include "tests/scratch.h"
#include "tests/shelf.h"

namespace doorstep {
namespace {

std::size_t place_of(const CsvReader& reader, const std::string& name) {
  auto at = std::find(reader.header().begin(), reader.header().end(), name);
  EXPECT_NE(at, reader.header().end()) << name;
  return static_cast<std::size_t>(at - reader.header().begin());
}

std::vector<SampleFile> sample(const Scratch& scratch, std::uint64_t seed, std::uint64_t households) {
  return write_sample(seed, households, scratch.path("out")).value();
}

std::string all_bytes(const Scratch& scratch) {
  std::string out;
  for (auto name : {"units", "residents", "contacts", "requests"})
    for (auto ending : {".csv", ".map.json"}) out += scratch.read("out/" + std::string{name} + ending);
  return out;
}

std::vector<std::string> column(const std::string& path, const std::string& name) {
  auto reader = CsvReader::open(path).value();
  const auto at = place_of(reader, name);
  std::vector<std::string> out;
  for (;;) {
    auto row = reader.next().value();
    if (!row) return out;
    out.push_back(row->cells.at(at));
  }
}

TEST(SeededDice, throws_the_published_numbers_of_splitmix64) {
  SeededDice dice{1234567};
  std::array<std::uint8_t, 16> bytes{};
  dice.fill(bytes);
  std::array<std::uint64_t, 2> words{};
  for (std::size_t i = 0; i < bytes.size(); ++i) words[i / 8] |= std::uint64_t{bytes[i]} << (i % 8 * 8);
  EXPECT_EQ(words[0], 6457827717110365317U);
  EXPECT_EQ(words[1], 3203168211198807973U);
}

TEST(Sample, the_same_seed_gives_the_same_bytes_and_another_one_others) {
  Scratch one, again, other;
  sample(one, 7, 60);
  sample(again, 7, 60);
  sample(other, 8, 60);
  EXPECT_EQ(all_bytes(one), all_bytes(again));
  EXPECT_NE(all_bytes(one), all_bytes(other));
}

TEST(Sample, its_bytes_are_the_same_on_every_machine) {
  Scratch scratch;
  sample(scratch, 42, 200);
  // Changes only when the sample is meant to change: then demos and measurements change with it.
  EXPECT_EQ(base64(hash(all_bytes(scratch))), "_xCQbfVlohEAVH8xXFDgNl_mTAYFPAHVS1BCw7dCKVc");
  std::string rest;
  for (auto name :
       {"occupancies", "id_documents", "consents", "special_needs", "pets", "vehicles", "visits", "complaints"})
    rest += scratch.read("out/" + std::string{name} + ".csv");
  EXPECT_EQ(base64(hash(rest)), "8LCcbmyd43IvOzCoZNsePmZhCwY59f0cIfHFxOoCHd4");
}

TEST(Sample, numbers_are_unique_and_names_have_no_digits) {
  Scratch scratch;
  auto files = sample(scratch, 1, 300);
  for (auto [file, name] :
       {std::pair{1, "档案编号"}, {2, "号码"}, {3, "工单号"}, {5, "号码"}, {9, "车牌"}, {11, "编号"}}) {
    auto numbers = column(files[static_cast<std::size_t>(file)].csv, name);
    EXPECT_EQ(std::set<std::string>(numbers.begin(), numbers.end()).size(), numbers.size()) << name;
    EXPECT_EQ(numbers.size(), files[static_cast<std::size_t>(file)].rows);
  }
  for (const auto& name : column(files[1].csv, "姓名")) {
    EXPECT_EQ(name.find_first_of("0123456789"), std::string::npos);
    EXPECT_GE(name.size(), 6U);
  }
}

TEST(Sample, every_household_has_one_to_five_residents) {
  Scratch scratch;
  auto files = sample(scratch, 3, 500);
  EXPECT_EQ(files[0].rows, 500U);
  EXPECT_GT(files[1].rows, 1000U);
  EXPECT_LE(files[1].rows, 2500U);
  std::map<std::string, int> people;
  for (const auto& address : column(files[1].csv, "住址")) ++people[address];
  for (const auto& [address, count] : people) EXPECT_TRUE(count >= 1 && count <= 5) << address;
}

TEST(Sample, all_of_it_can_be_imported_with_the_maps_beside_it) {
  Scratch scratch;
  Shelf shelf;
  for (const auto& file : sample(scratch, 5, 120)) {
    ImportOptions options{.file = file.csv,
                          .type = file.type,
                          .map = read_file(file.map, map_bytes_max).value(),
                          .errors = scratch.path("errors.csv"),
                          .progress = {}};
    auto counts = import_register(Template::shipped(), options, shelf.target(file.type));
    ASSERT_TRUE(counts) << file.type << ": " << counts.error().detail;
    EXPECT_EQ(counts->created, file.rows) << scratch.read("errors.csv").substr(0, 1000);
    EXPECT_EQ(shelf.size_of(file.type), file.rows);
    EXPECT_GT(file.rows, 0U) << file.type;
    auto again = import_register(Template::shipped(), options, shelf.target(file.type));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->unchanged, file.rows) << file.type;
  }
}

TEST(Sample, has_a_register_for_each_type_that_a_day_of_visits_meets) {
  Scratch scratch;
  std::set<std::string> types;
  for (const auto& file : sample(scratch, 2, 50)) EXPECT_TRUE(types.insert(file.type).second) << file.type;
  types.insert(std::string{desk_rule_type});  // the desk's own, and met at no door
  for (const auto& type : Template::shipped().types()) EXPECT_TRUE(types.contains(type.name)) << type.name;
}

TEST(Sample, a_paper_tells_the_birth_date_and_sex_of_its_resident) {
  Scratch scratch;
  auto files = sample(scratch, 9, 200);
  auto numbers = column(files[1].csv, "档案编号"), born = column(files[1].csv, "出生日期"),
       sexes = column(files[1].csv, "性别");
  std::map<std::string, std::pair<std::string, std::string>> people;
  for (std::size_t i = 0; i < numbers.size(); ++i) people[numbers[i]] = {date_from(born[i]).value(), sexes[i]};
  auto whose = column(files[5].csv, "档案编号"), papers = column(files[5].csv, "号码");
  ASSERT_GT(papers.size(), 200U);
  for (std::size_t i = 0; i < papers.size(); ++i) {
    if (papers[i].starts_with("E")) continue;
    const auto& [birth, sex] = people.at(whose[i]);
    EXPECT_TRUE(check_id_number(papers[i], sample_day).valid) << papers[i];
    EXPECT_EQ(papers[i].substr(0, 6), "999999") << "an area that exists nowhere";
    EXPECT_EQ(papers[i].substr(6, 4) + "-" + papers[i].substr(10, 2) + "-" + papers[i].substr(12, 2), birth);
    EXPECT_EQ((papers[i][16] - '0') % 2 == 1, sex == "男");
  }
}

TEST(Sample, visits_are_planned_around_the_day_that_was_asked_for) {
  Scratch scratch;
  auto files = write_sample(4, 100, scratch.path("out"), "2031-05-10").value();
  auto due = column(files[10].csv, "应访"), how = column(files[10].csv, "结果");
  std::size_t planned = 0, overdue = 0;
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (how[i] != "待访") {
      EXPECT_LT(due[i], "2031-05-10");
      continue;
    }
    ++planned;
    overdue += due[i] < "2031-05-10" ? 1 : 0;
    EXPECT_TRUE(due[i] > "2031-04-10" && due[i] < "2031-07-01") << due[i];
  }
  EXPECT_GT(planned, 40U);
  EXPECT_GT(overdue, 5U);
  for (const char* day : {"", "2031-13-01", "1999-01-01", "tomorrow", "9999-12-31"})
    EXPECT_EQ(write_sample(4, 1, scratch.path("out"), day).error().fault, Fault::invalid_value) << day;
}

TEST(Sample, its_size_has_limits) {
  Scratch scratch;
  EXPECT_EQ(write_sample(1, 0, scratch.path("out")).error().fault, Fault::out_of_range);
  EXPECT_EQ(write_sample(1, sample_households_max + 1, scratch.path("out")).error().fault, Fault::out_of_range);
  EXPECT_EQ(write_sample(1, 1, scratch.file("taken", "") + "/out").error().fault, Fault::disk);
}

}  // namespace
}  // namespace doorstep
