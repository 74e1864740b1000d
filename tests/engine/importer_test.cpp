#include "engine/importer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <tuple>

#include "shared/clock.h"
#include "tests/scratch.h"
#include "tests/shelf.h"
#include "tests/source_files.h"

namespace doorstep {
namespace {

constexpr std::string_view residents = R"({"no": {"field": "archive_no"}, "name": {"field": "name"},
  "sex": {"field": "sex"}, "likes": {"field": "interests"}, "note": {"field": "notes"}})";
const std::string header = "no,name,sex,likes,note\n";

class Importer : public ::testing::Test {
 protected:
  Result<ImportCounts> import(const std::string& text, std::string_view map = residents) {
    ImportOptions options{.file = scratch.file("in.csv", text),
                          .type = type,
                          .map = std::string{map},
                          .errors = scratch.path("errors.csv"),
                          .language = "en",
                          .progress = [this](const ImportProgress& now) { progress = now; }};
    return import_register(Template::shipped(), options, shelf.target(type));
  }
  void expect(const std::string& text, const ImportCounts& counts) {
    auto done = import(text);
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->rows, done->created + done->changed + done->unchanged + done->refused);
    EXPECT_EQ(std::tie(done->rows, done->created, done->changed, done->unchanged, done->refused),
              std::tie(counts.rows, counts.created, counts.changed, counts.unchanged, counts.refused))
        << scratch.read("errors.csv");
  }
  std::string errors() const { return scratch.read("errors.csv"); }

  Scratch scratch;
  Shelf shelf;
  std::string type = "resident";
  ImportProgress progress;
};

TEST_F(Importer, importing_twice_changes_nothing) {
  const std::string file = header + "A1,王芳,female,象棋;书法,hello\nA2,李强,male,,\n";
  expect(file, {.rows = 2, .created = 2});
  expect(file, {.rows = 2, .unchanged = 2});
  EXPECT_EQ(shelf.size(), 2U);
  EXPECT_EQ(shelf.saves(), 1U);
  EXPECT_EQ(progress.bytes, progress.bytes_total);
  EXPECT_EQ(errors(), "row,column,reason,no,name,sex,likes,note\r\n");
}

TEST_F(Importer, a_register_that_says_something_new_changes_only_that) {
  expect(header + "A1,王芳,female,,\n", {.rows = 1, .created = 1});
  expect(header + "A1,王芳芳,,,\n", {.rows = 1, .changed = 1});
  EXPECT_EQ(shelf.last_batch().at(0).set, (std::map<std::string, json>{{"name", "王芳芳"}}));
  EXPECT_EQ(shelf.value("A1", "sex"), "female") << "an empty cell says nothing";
}

TEST_F(Importer, lists_grow_and_never_shrink) {
  expect(header + "A1,王芳,,象棋,first\n", {.rows = 1, .created = 1});
  expect(header + "A1,王芳,,书法,second\n", {.rows = 1, .changed = 1});
  EXPECT_EQ(shelf.value("A1", "interests"), (json{"象棋", "书法"}));
  EXPECT_EQ(shelf.value("A1", "notes").size(), 2U);
  expect(header + "A1,王芳,,象棋,first\n", {.rows = 1, .unchanged = 1});
}

TEST_F(Importer, a_key_that_stands_twice_is_refused_unless_the_rows_agree) {
  expect(header + "A1,王芳,,,\nA1,王芳,,,\nA1,李强,,,\n", {.rows = 3, .created = 1, .unchanged = 1, .refused = 1});
  EXPECT_NE(errors().find("4,,row 2 has the same key and other values,A1,李强,,,\r\n"), std::string::npos) << errors();
  EXPECT_EQ(shelf.value("A1", "name"), "王芳");
}

TEST_F(Importer, every_refused_row_stands_in_the_error_file_with_row_column_and_reason) {
  expect(header + "A1,R2D2,robot,,\n,王芳,,,\nA3,,,,\nA4,王芳\nA5,李强,,,\n", {.rows = 5, .created = 1, .refused = 4});
  const auto text = errors();
  EXPECT_NE(text.find("\r\n2,name | sex,"), std::string::npos) << text;
  EXPECT_NE(text.find("\r\n3,,nothing in it tells which record it is"), std::string::npos) << text;
  EXPECT_NE(text.find("\r\n4,,"), std::string::npos) << text;
  EXPECT_NE(text.find(" is missing,A3,,,,\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\r\n5,,\"the row has 2 cells, the header has 5\",A4,王芳\r\n"), std::string::npos) << text;
}

TEST_F(Importer, a_mended_error_file_is_imported_like_the_register_it_came_from) {
  expect(header + "A1,R2D2,,\"a,b\",=note\nA2,李强,,,\n", {.rows = 2, .created = 1, .refused = 1});
  auto mended = errors();
  EXPECT_NE(mended.find(",'=note\r\n"), std::string::npos) << "guarded against spreadsheets";
  mended.replace(mended.find("R2D2"), 4, "王芳");
  expect(mended, {.rows = 1, .created = 1});
  EXPECT_EQ(shelf.value("A1", "notes").at(0).at("text"), "=note");
  EXPECT_EQ(errors(), "row,column,reason,no,name,sex,likes,note\r\n");
}

TEST_F(Importer, what_the_store_refuses_is_reported_and_the_rest_of_the_batch_saved) {
  shelf.refuse_row(3);
  expect(header + "A1,王芳,,,\nA2,李强,,,\nA3,张敏,,,\n", {.rows = 3, .created = 2, .refused = 1});
  EXPECT_NE(errors().find("\r\n3,name,not here,A2,李强,,,\r\n"), std::string::npos) << errors();
}

TEST_F(Importer, a_store_that_fails_ends_the_import_and_the_next_one_goes_on) {
  std::string file = header;
  for (int i = 0; i < 1200; ++i) file += "A" + std::to_string(i) + ",王芳,,,\n";
  shelf.fail_at_save(2);
  auto failed = import(file);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().fault, Fault::disk_full);
  EXPECT_EQ(shelf.size(), 500U);
  expect(file, {.rows = 1200, .created = 700, .unchanged = 500});
  EXPECT_LE(shelf.last_batch().size(), import_batch_rows_max);
}

TEST_F(Importer, a_reference_that_names_nobody_is_refused) {
  expect(header + "A1,王芳,,,\n", {.rows = 1, .created = 1});
  type = "contact";
  auto done = import("who,kind,value\nA1,mobile,19900000001\nA9,mobile,19900000002\n",
                     R"({"who": {"field": "resident", "lookup": "archive_no"}, "kind": {"field": "kind"},
                         "value": {"field": "value"}})")
                  .value();
  EXPECT_EQ(done.created, 1U);
  EXPECT_EQ(done.refused, 1U);
  EXPECT_NE(errors().find("3,who,it does not name exactly one resident"), std::string::npos) << errors();
}

TEST_F(Importer, somebody_whom_many_rows_name_is_looked_up_once) {
  expect(header + "A1,王芳,,,\n", {.rows = 1, .created = 1});
  type = "contact";
  std::string rows = "who,kind,value\n";
  for (int i = 0; i < 20; ++i) rows += "A1,mobile,199000000" + std::to_string(10 + i) + "\n";
  auto done = import(rows, R"({"who": {"field": "resident", "lookup": "archive_no"}, "kind": {"field": "kind"},
                               "value": {"field": "value"}})")
                  .value();
  EXPECT_EQ(done.created, 20U);
  EXPECT_EQ(shelf.lookups(), 1U);
}

TEST_F(Importer, bad_files_leave_everything_as_it_was) {
  EXPECT_EQ(import(header + "A1,\xFF\n").error().fault, Fault::bad_encoding);
  EXPECT_EQ(import("no,no\n").error().fault, Fault::bad_file);
  EXPECT_EQ(import(header, "{}").error().fault, Fault::bad_map);
  type = "ghost";
  EXPECT_EQ(import(header).error().fault, Fault::unknown_type);
  EXPECT_EQ(shelf.size(), 0U);
}

TEST_F(Importer, the_register_is_never_overwritten_by_its_own_error_file) {
  const auto file = scratch.file("in.csv", header + "A1,R2D2,,,\n");
  ImportOptions options{.file = file, .type = type, .map = std::string{residents}, .errors = file, .progress = {}};
  EXPECT_EQ(import_register(Template::shipped(), options, shelf.target(type)).error().fault, Fault::usage);
  EXPECT_EQ(scratch.read("in.csv"), header + "A1,R2D2,,,\n");
}

TEST_F(Importer, a_field_of_ten_megabytes_is_one_refused_row) {
  expect(header + "A1," + std::string(std::size_t{10} << 20, 'x') + ",,,\nA2,李强,,,\n",
         {.rows = 2, .created = 1, .refused = 1});
  EXPECT_NE(errors().find("2,,the cell in column 2 is over 64 KiB,A1,,,,\r\n"), std::string::npos);
}

TEST_F(Importer, nine_thousand_real_requests_come_in_and_stay) {
  const char* folder = std::getenv("DOORSTEP_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "DOORSTEP_TEST_DATA names no folder with myla311_2017.csv";
  const std::string file = std::string{folder} + "/myla311_2017.csv";
  type = "request";
  ImportOptions options{.file = file,
                        .type = type,
                        .map = test::source_text("docs/examples/myla311.map.json"),
                        .errors = scratch.path("errors.csv"),
                        .progress = {}};
  auto first = import_register(Template::shipped(), options, shelf.target(type)).value();
  EXPECT_EQ(first.rows, 9999U);
  EXPECT_EQ(first.created, 9999U) << errors().substr(0, 2000);
  EXPECT_EQ(first.refused, 0U);
  auto again = import_register(Template::shipped(), options, shelf.target(type)).value();
  EXPECT_EQ(again.unchanged, 9999U);
}

}  // namespace
}  // namespace doorstep
