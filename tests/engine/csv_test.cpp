#include "engine/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include "tests/scratch.h"

namespace doorstep {
namespace {

using Cells = std::vector<std::string>;

struct Read {
  Cells header;
  std::vector<CsvRow> rows;
  Charset charset{};
};

Result<Read> read(const std::string& path) {
  auto reader = CsvReader::open(path);
  if (!reader) return reader.error();
  Read out{reader->header(), {}, reader->charset()};
  for (;;) {
    auto row = reader->next();
    if (!row) return row.error();
    if (!*row) return out;
    out.rows.push_back(std::move(**row));
  }
}
Result<Read> read_text(std::string_view bytes) {
  Scratch scratch;
  return read(scratch.file("register.csv", bytes));
}
void expect_refused(std::string_view bytes, Fault fault, std::string_view words) {
  auto answer = read_text(bytes);
  ASSERT_FALSE(answer) << words;
  EXPECT_EQ(answer.error().fault, fault) << answer.error().detail;
  EXPECT_NE(answer.error().detail.find(words), std::string::npos) << answer.error().detail;
}

TEST(Csv, quoted_cells_hold_commas_quotes_and_line_ends) {
  auto file = read_text("no,text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,\"\"\r\n").value();
  EXPECT_EQ(file.header, (Cells{"no", "text"}));
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].cells, (Cells{"1", "a, \"b\"\r\nc"}));
  EXPECT_EQ(file.rows[1].cells, (Cells{"2", ""}));
}

TEST(Csv, any_line_end_will_do_and_the_last_one_may_be_missing) {
  for (auto end : {"\r\n", "\n", "\r"}) {
    auto file = read_text(std::string{"a,b"} + end + "1,2" + end + "3,4").value();
    ASSERT_EQ(file.rows.size(), 2U);
    EXPECT_EQ(file.rows[1].cells, (Cells{"3", "4"}));
    EXPECT_EQ(file.rows[1].line, 3U);
  }
}

TEST(Csv, a_row_has_the_number_that_a_spreadsheet_shows_and_the_line_that_an_editor_shows) {
  auto file = read_text("a,b\n\"1\n1\n1\",2\n\n3,4\n").value();
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].number, 2U);
  EXPECT_EQ(file.rows[0].line, 2U);
  EXPECT_EQ(file.rows[1].number, 4U) << "the blank row counts";
  EXPECT_EQ(file.rows[1].line, 6U);
}

TEST(Csv, a_quote_within_an_unquoted_cell_is_a_quote) {
  EXPECT_EQ(read_text("a,b\n5\" pipe,2\n").value().rows[0].cells, (Cells{"5\" pipe", "2"}));
}

TEST(Csv, ragged_rows_and_text_behind_a_quote_are_reported_by_row_and_the_rest_is_read) {
  auto file = read_text("a,b\n1\n1,2,3\n\"1\"x,2\n1,2\n").value();
  ASSERT_EQ(file.rows.size(), 4U);
  EXPECT_EQ(file.rows[0].problem->en, "the row has 1 cells, the header has 2");
  EXPECT_EQ(file.rows[1].problem->en, "the row has 3 cells, the header has 2");
  EXPECT_NE(file.rows[2].problem->en.find("closing quote"), std::string::npos);
  EXPECT_FALSE(file.rows[3].problem);
}

TEST(Csv, a_field_of_ten_megabytes_costs_its_row_and_not_the_import) {
  const std::string huge(std::size_t{10} << 20, 'x');
  for (const auto& field : {huge, "\"" + huge + "\""}) {
    auto file = read_text("a,b\n1," + field + "\n2,fine\n").value();
    ASSERT_EQ(file.rows.size(), 2U);
    EXPECT_EQ(file.rows[0].number, 2U);
    EXPECT_EQ(file.rows[0].problem->en, "the cell in column 2 is over 64 KiB");
    EXPECT_EQ(file.rows[0].cells, (Cells{"1", ""}));
    EXPECT_EQ(file.rows[1].cells, (Cells{"2", "fine"}));
  }
}

TEST(Csv, limits_are_met_exactly) {
  const std::string most(csv_cell_bytes_max, 'x');
  EXPECT_EQ(read_text("a\n" + most + "\n").value().rows[0].cells[0], most);
  EXPECT_TRUE(read_text("a\n" + most + "x\n").value().rows[0].problem);

  std::string wide = "1", header = "c0";
  for (std::size_t i = 1; i < csv_columns_max; ++i) wide += ",1", header += ",c" + std::to_string(i);
  EXPECT_FALSE(read_text(header + "\n" + wide + "\n").value().rows[0].problem);
  EXPECT_EQ(read_text(header + "\n" + wide + ",1\n").value().rows[0].problem->en, "the row has over 500 columns");
  expect_refused(header + ",more\n", Fault::bad_file, "row 1: the row has over 500 columns");

  std::string heavy;
  for (int i = 0; i < 17; ++i) heavy += (i > 0 ? "," : "") + most;
  auto row = read_text("a,b\n" + heavy + "\n").value().rows[0];
  EXPECT_EQ(row.problem->en, "the row is over 1 MiB");
}

TEST(Csv, a_quote_that_is_never_closed_stops_the_import_and_is_named) {
  expect_refused("a,b\n1,2\n3,\"4\n5,6\n", Fault::bad_file, "row 3 (line 3): the quote opened on line 3");
  EXPECT_EQ(read_text("a,b\n1,\"2\"").value().rows[0].cells, (Cells{"1", "2"})) << "closed by the last byte";
}

TEST(Csv, a_header_names_every_column_once) {
  expect_refused("", Fault::bad_file, "empty");
  expect_refused("a,,c\n", Fault::bad_file, "column 2 has no name");
  expect_refused("a,b, a \n", Fault::bad_file, "columns 1 and 3 have the same name");
}

TEST(Csv, utf8_with_and_without_its_mark_reads_the_same) {
  for (auto mark : {"", "\xEF\xBB\xBF"}) {
    auto file = read_text(std::string{mark} + "姓名\n王芳\n").value();
    EXPECT_EQ(file.header, (Cells{"姓名"}));
    EXPECT_EQ(file.rows[0].cells, (Cells{"王芳"}));
    EXPECT_EQ(file.charset, Charset::utf8);
  }
}

// 姓名,备注 / 王芳,𠮷 (four bytes in GB18030) / 镕,€
constexpr std::string_view gb =
    "\xD0\xD5\xC3\xFB,\xB1\xB8\xD7\xA2\r\n\xCD\xF5\xB7\xBC,\x95\x34\xB2\x35\r\n\xE9\x46,\xA2\xE3\r\n";

TEST(Csv, chinese_excel_writes_gb18030_and_it_is_read) {
  auto file = read_text(gb).value();
  EXPECT_EQ(file.charset, Charset::gb18030);
  EXPECT_EQ(file.header, (Cells{"姓名", "备注"}));
  EXPECT_EQ(file.rows[0].cells, (Cells{"王芳", "𠮷"}));
  EXPECT_EQ(file.rows[1].cells, (Cells{"镕", "€"}));
}

TEST(Csv, other_encodings_are_refused_before_any_row_is_read) {
  expect_refused(
      "\xFF\xFE"
      "a\0,\0",
      Fault::bad_encoding, "UTF-16");
  expect_refused("\xFE\xFF", Fault::bad_encoding, "UTF-16");
  expect_refused(std::string_view{"a\0,\0b\0\n\0", 8}, Fault::bad_encoding, "row 1");
  expect_refused("a,b\n1,2\n3,\xFF\n", Fault::bad_encoding, "neither UTF-8 (row 3 (line 3)) nor GB18030 (row 3");
  expect_refused(
      "\xEF\xBB\xBF"
      "a\n\xD0\xD5\n",
      Fault::bad_encoding, "row 2 (line 2) is not valid UTF-8");
  expect_refused("PK\x03\x04rest", Fault::bad_file, "workbook");
}

TEST(Csv, one_broken_byte_does_not_turn_a_utf8_register_into_gibberish) {
  // Taken alone, the second row would pass as GB18030.
  expect_refused("a,b\n王芳,小区\n\xD0\xD5,x\n", Fault::bad_encoding, "row 3 (line 3) is not valid UTF-8");
}

TEST(Csv, what_is_no_file_is_refused) {
  Scratch scratch;
  EXPECT_EQ(read(scratch.path("absent.csv")).error().fault, Fault::not_found);
  EXPECT_EQ(read(scratch.path("")).error().fault, Fault::bad_file);
}

TEST(Csv, formulas_are_guarded_and_numbers_are_not) {
  for (auto cell : {"=1+1", "+cmd|x", "-x", "@SUM(A1)", "\tx", "\rx", "'=x", "''@x"}) {
    EXPECT_EQ(guarded(cell), "'" + std::string{cell});
    EXPECT_EQ(unguarded(guarded(cell)), cell);
  }
  for (auto cell : {"", "-5", "+86 138 0013 8000", "a=b", "'", "'quoted'", "王芳"}) EXPECT_EQ(guarded(cell), cell);
}

RC_GTEST_PROP(Csv, whatever_is_written_is_read_back, ()) {
  const auto piece = rc::gen::element<std::string>("a", ",", "\"", "\r\n", "\n", "'", "=", "-", "王", " ", "5");
  const auto cell = rc::gen::map(rc::gen::container<Cells>(piece), [](const Cells& pieces) {
    std::string out;
    for (const auto& one : pieces) out += one;
    return out;
  });
  const auto rows = *rc::gen::container<std::vector<Cells>>(rc::gen::container<Cells>(3, cell));
  Scratch scratch;
  auto writer = CsvWriter::create(scratch.path("out.csv"), *rc::gen::arbitrary<bool>()).value();
  writer.row(Cells{"a", "b", "c"});
  for (const auto& row : rows) {
    // A row without any text is passed over by the reader, as in spreadsheets.
    auto marked = row;
    marked[0] = "x" + marked[0];
    writer.row(marked);
  }
  RC_ASSERT(writer.finish().has_value());
  auto file = read(scratch.path("out.csv")).value();
  RC_ASSERT(file.rows.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(!file.rows[i].problem);
    RC_ASSERT(file.rows[i].cells[0] == "x" + rows[i][0]);
    for (std::size_t column : {1U, 2U}) RC_ASSERT(unguarded(file.rows[i].cells[column]) == rows[i][column]);
  }
}

TEST(Csv, what_is_written_only_its_owner_can_read) {
  Scratch scratch;
  auto writer = CsvWriter::create(scratch.path("out.csv"), false).value();
  writer.row(Cells{""});
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(scratch.read("out.csv"), "\"\"\r\n");
  struct stat found {};
  ASSERT_EQ(::stat(scratch.path("out.csv").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_EQ(CsvWriter::create(scratch.path("absent/out.csv"), false).error().fault, Fault::disk);
}

}  // namespace
}  // namespace doorstep
