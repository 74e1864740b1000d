#include "engine/import_map.h"

#include <gtest/gtest.h>

#include "tests/source_files.h"

namespace doorstep {
namespace {

using Cells = std::vector<std::string>;

const Type& type_of(std::string_view name) { return *Template::shipped().type(name); }

Result<ImportMap> parse(std::string_view type, std::string_view text, const Cells& header) {
  return ImportMap::parse(text, Template::shipped(), type_of(type), header);
}
void expect_refused(std::string_view text, const std::string& detail) {
  auto map = parse("request", text, {"No", "From", "Text", "At"});
  ASSERT_FALSE(map) << text;
  EXPECT_EQ(map.error().fault, Fault::bad_map);
  EXPECT_NE(map.error().detail.find(detail), std::string::npos) << map.error().detail;
}
/// One request row through a map that fills what a request needs and `more`.
Converted convert(const std::string& more, const std::string& from, const std::string& at = "") {
  const std::string text = R"({"No": {"field": "external_no"}, "Text": {"field": "text"}, )" + more + "}";
  return parse("request", text, {"No", "From", "Text", "At"}).value().convert(Cells{" 17 ", from, "leak", at});
}

TEST(ImportMap, columns_become_typed_fields) {
  auto row = convert(R"("From": {"field": "channel"}, "At": {"field": "opened_at"})", "phone", "2017-12-31 23:59:58");
  EXPECT_TRUE(row.refusals.empty());
  EXPECT_EQ(row.draft.values,
            (std::map<std::string, json>{
                {"external_no", "17"}, {"text", "leak"}, {"channel", "phone"}, {"opened_at", "2017-12-31T23:59:58"}}));
}

TEST(ImportMap, words_are_translated_exactly_and_a_star_means_any_other) {
  const std::string map =
      R"("From": {"field": "channel", "values": {"Call": "phone", "": "visit", "?": null, "*": "other"}})";
  auto channel = [&](const std::string& cell) { return convert(map, cell).draft.values["channel"]; };
  EXPECT_EQ(channel(" Call　"), "phone");
  EXPECT_EQ(channel("call"), "other");
  EXPECT_EQ(channel("phone"), "other");
  EXPECT_EQ(channel("  "), "visit");
  EXPECT_EQ(channel("?"), nullptr);
}

TEST(ImportMap, a_word_that_stands_nowhere_is_read_as_the_field_reads_it) {
  const std::string map = R"("From": {"field": "channel", "values": {"Call": "phone"}})";
  EXPECT_EQ(convert(map, "email").draft.values["channel"], "email");
  auto refused = convert(map, "telepathy");
  ASSERT_EQ(refused.refusals.size(), 1U);
  EXPECT_EQ(refused.refusals[0].column, "From");
  EXPECT_EQ(refused.refusals[0].reason.en.find("telepathy"), std::string::npos) << "reasons never quote the cell";
}

TEST(ImportMap, an_empty_cell_says_nothing) {
  auto row = convert(R"("From": {"field": "channel"}, "At": {"field": "opened_at", "format": "%m/%d/%Y"})", "", " ");
  EXPECT_TRUE(row.refusals.empty());
  EXPECT_EQ(row.draft.values.count("channel") + row.draft.values.count("opened_at"), 0U);
}

TEST(ImportMap, american_and_chinese_times_are_read_by_their_format) {
  auto at = [](const std::string& format, const std::string& cell) {
    auto row = convert(R"("At": {"field": "opened_at", "format": ")" + format + "\"}", "", cell);
    return row.refusals.empty() ? row.draft.values.at("opened_at") : json{};
  };
  const std::string american = "%m/%d/%Y %I:%M:%S %p";
  EXPECT_EQ(at(american, "12/31/2017 11:59:58 PM"), "2017-12-31T23:59:58");
  EXPECT_EQ(at(american, "1/2/2018 12:00:00 am"), "2018-01-02T00:00:00");
  EXPECT_EQ(at(american, "01/02/2018 12:30:00 PM"), "2018-01-02T12:30:00");
  EXPECT_EQ(at("%Y年%m月%d日 %p%I:%M", "2024年3月8日 下午3:05"), "2024-03-08T15:05");
  EXPECT_EQ(at("%d.%m.%y", "08.03.24"), "2024-03-08T00:00");
  EXPECT_EQ(at("%d.%m.%y", "08.03.69"), "1969-03-08T00:00");
  for (auto wrong :
       {"31/12/2017 11:59:58 PM", "12/31/2017 13:00:00 PM", "12/31/2017 0:00:00 AM", "02/29/2017 01:00:00 AM",
        "12/31/17 11:59:58 PM", "12/31/2017 11:59:58 PM x", "12/31/2017", "12/31/2017 11:61:00 PM"})
    EXPECT_EQ(at(american, wrong), nullptr) << wrong;
}

TEST(ImportMap, a_date_drops_the_time_of_day) {
  auto map = parse("resident", R"({"no": {"field": "archive_no"}, "name": {"field": "name"},
      "born": {"field": "birth_date", "format": "%d/%m/%Y %H:%M"}})",
                   {"no", "name", "born"})
                 .value();
  EXPECT_EQ(map.convert(Cells{"A-1", "王芳", "8/3/1975 00:00"}).draft.values["birth_date"], "1975-03-08");
}

TEST(ImportMap, one_column_may_fill_several_fields_and_a_constant_needs_no_column) {
  auto row = convert(R"("From": [{"field": "place_text"}, {"field": "channel", "values": {"*": "app"}}],
                        "": {"constants": {"urgency": "high"}})",
                     "gate 3");
  EXPECT_EQ(row.draft.values["place_text"], "gate 3");
  EXPECT_EQ(row.draft.values["channel"], "app");
  EXPECT_EQ(row.draft.values["urgency"], "high");
}

TEST(ImportMap, an_address_is_split_into_its_parts) {
  auto map = parse("unit", R"({"房屋": {"field": "address", "format": "building-unit-room"}})", {"房屋"}).value();
  for (auto written : {"3-2-1502", "３栋2单元1502室"}) {
    auto row = map.convert(Cells{written});
    EXPECT_EQ(row.draft.values,
              (std::map<std::string, json>{{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}}));
  }
  EXPECT_EQ(map.convert(Cells{"A座1201"}).draft.values.count("unit_no"), 0U);
  EXPECT_EQ(map.convert(Cells{"近地铁"}).refusals.size(), 1U);
}

TEST(ImportMap, a_reference_is_named_by_a_field_of_the_record_it_means) {
  auto row = convert(R"("From": {"field": "resident", "lookup": "archive_no"},
                        "At": {"field": "unit", "lookup": "address"})",
                     "001-0000017", "3栋2单元1502室");
  EXPECT_TRUE(row.refusals.empty());
  ASSERT_EQ(row.draft.lookups.size(), 2U);
  EXPECT_EQ(row.draft.lookups["resident"].type, "resident");
  EXPECT_EQ(row.draft.lookups["resident"].where, (std::map<std::string, json>{{"archive_no", "001-0000017"}}));
  EXPECT_EQ(row.draft.lookups["unit"].where,
            (std::map<std::string, json>{{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}}));
}

TEST(ImportMap, what_is_wrong_is_named_by_its_path) {
  expect_refused("{", "not valid JSON");
  expect_refused("[]", "must be an object");
  expect_refused(R"({"No": {"field": "external_no"}, "No": {"field": "text"}})", "twice");
  expect_refused(R"({"Nr": {"field": "external_no"}})", "\"Nr\": the file has no such column");
  expect_refused(R"({"No": {"field": "number"}})", "\"No\".\"field\": type request has no field \"number\"");
  expect_refused(R"({"No": {"feild": "text"}})", "\"No\": \"feild\" is not understood");
  expect_refused(R"({"No": {}})", "\"No\": \"field\" is missing");
  expect_refused(R"({"No": "text"})", "\"No\": must be an object");
  expect_refused(R"({"No": {"field": 7}})", "\"No\".\"field\": must be text");
  expect_refused(R"({"No": {"field": "text"}, "Text": [{"field": "kind"}, {"field": "text"}]})",
                 "\"Text\"[1]: \"text\" is already filled by \"No\"");
  expect_refused(R"({"From": {"field": "channel", "values": {"Call": "fone"}}})", "\"From\".\"values\".\"Call\": ");
  expect_refused(R"({"From": {"field": "channel", "values": {"Call": 1}}})", "must be text or null");
  expect_refused(R"({"From": {"field": "channel", "values": {"Call": "phone", "Call ": "app"}}})", "stands twice");
  expect_refused(R"({"At": {"field": "opened_at", "format": "%d %B %Y"}})", "\"At\".\"format\": %B is not understood");
  expect_refused(R"({"At": {"field": "opened_at", "format": "%H:%M"}})", "are needed");
  expect_refused(R"({"At": {"field": "opened_at", "format": "%Y-%m-%d %I:%M"}})", "%I and %p");
  expect_refused(R"({"At": {"field": "opened_at", "format": "%Y-%m-%d%"}})", "%% is not understood");
  expect_refused(R"({"Text": {"field": "text", "format": "%Y"}})", "only dates, times and addresses");
  expect_refused(R"({"Text": {"field": "text", "lookup": "name"}})", "is no reference");
  expect_refused(R"({"Text": {"field": "resident", "lookup": "nickname"}})",
                 "\"Text\".\"lookup\": type resident has no");
  expect_refused(R"({"": {"constants": {"channel": "fone"}}})", "\"\".\"constants\".\"channel\"");
  expect_refused(R"({"": {"constant": {}}})", "\"constant\" is not understood");
  expect_refused(R"({"No": {"field": "external_no"}})", "a request needs \"text\"");
  expect_refused(R"({"Text": {"field": "text"}})", "nothing fills \"channel\"");
}

TEST(ImportMap, without_a_map_columns_are_known_by_name_or_label) {
  const auto& resident = type_of("resident");
  const Cells header{"备注栏", "archive_no", resident.field("name")->label.zh, resident.field("sex")->label.en};
  auto map = ImportMap::guess(Template::shipped(), resident, header).value();
  auto row = map.convert(Cells{"ignored", "A-1", "王芳", "女"});
  EXPECT_TRUE(row.refusals.empty());
  EXPECT_EQ(row.draft.values,
            (std::map<std::string, json>{{"archive_no", "A-1"}, {"name", "王芳"}, {"sex", "female"}}));
}

TEST(ImportMap, a_header_that_names_no_field_or_one_twice_needs_a_map) {
  auto refused = [](const Cells& header) {
    return ImportMap::guess(Template::shipped(), type_of("resident"), header).error().detail;
  };
  EXPECT_EQ(refused({"x", "y"}), "no column is named as a field of resident; give a map");
  EXPECT_NE(refused({"name", type_of("resident").field("name")->label.zh}).find("already filled"), std::string::npos);
  EXPECT_NE(refused({"archive_no"}).find("needs \"name\""), std::string::npos);
}

TEST(ImportMap, the_shipped_example_and_the_one_in_the_docs_are_understood) {
  const Cells header{"SRNumber",    "CreatedDate", "ClosedDate", "ServiceDate", "Status", "RequestSource",
                     "RequestType", "Address",     "AssignTo",   "Resident",    "House"};
  auto shipped = parse("request", test::source_text("docs/examples/myla311.map.json"), header);
  EXPECT_TRUE(shipped) << shipped.error().detail;

  const auto page = test::source_text("docs/import.md");
  const std::string fence = "```json\n";
  const auto begin = page.find(fence) + fence.size();
  auto example = parse("request", page.substr(begin, page.find("```", begin) - begin), header);
  EXPECT_TRUE(example) << example.error().detail;
}

}  // namespace
}  // namespace doorstep
