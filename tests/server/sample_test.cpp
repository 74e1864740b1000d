#include "server/sample.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/csv.h"
#include "engine/importer.h"
#include "shared/crypto.h"
#include "shared/seeded_dice.h"
#include "tests/scratch.h"
#include "tests/shelf.h"

namespace doorstep {
namespace {

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
  const auto at = static_cast<std::size_t>(std::find(reader.header().begin(), reader.header().end(), name) -
                                           reader.header().begin());
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
}

TEST(Sample, numbers_are_unique_and_names_have_no_digits) {
  Scratch scratch;
  auto files = sample(scratch, 1, 300);
  for (auto [file, name] : {std::pair{1, "档案编号"}, {2, "号码"}, {3, "工单号"}}) {
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
                          .map = scratch.read("out/" + file.type + "s.map.json"),
                          .errors = scratch.path("errors.csv"),
                          .progress = {}};
    auto counts = import_register(Template::shipped(), options, shelf.target(file.type));
    ASSERT_TRUE(counts) << file.type << ": " << counts.error().detail;
    EXPECT_EQ(counts->created, file.rows) << scratch.read("errors.csv").substr(0, 1000);
    EXPECT_EQ(shelf.size_of(file.type), file.rows);
  }
}

TEST(Sample, its_size_has_limits) {
  Scratch scratch;
  EXPECT_EQ(write_sample(1, 0, scratch.path("out")).error().fault, Fault::out_of_range);
  EXPECT_EQ(write_sample(1, sample_households_max + 1, scratch.path("out")).error().fault, Fault::out_of_range);
  EXPECT_EQ(write_sample(1, 1, scratch.file("taken", "") + "/out").error().fault, Fault::disk);
}

}  // namespace
}  // namespace doorstep
