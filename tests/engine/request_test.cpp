#include "engine/request.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

using Words = std::vector<std::string>;
using Fields = std::vector<std::pair<std::string, std::string>>;

Request read(Words words, bool in_batch = true) {
  auto parsed = parse_request(std::move(words), in_batch);
  EXPECT_TRUE(parsed.request) << parsed.text;
  return parsed.request.value_or(Request{});
}

TEST(Request, a_new_record_with_its_fields) {
  auto request = read({"new", "resident", "name=王芳", "notes=a=b=c", "occupation=", "alias=王 老师"});
  EXPECT_EQ(request.verb, "new");
  EXPECT_EQ(request.type, "resident");
  EXPECT_EQ(request.fields, (Fields{{"name", "王芳"}, {"notes", "a=b=c"}, {"occupation", ""}, {"alias", "王 老师"}}));
}

TEST(Request, options_stand_anywhere) {
  const std::vector<Words> orders{
      {"--store", "/s", "--json", "edit", "ID", "name=王芳"},
      {"edit", "--store", "/s", "ID", "name=王芳", "--json"},
      {"edit", "ID", "--json", "name=王芳", "--store", "/s"},
      {"edit", "ID", "name=王芳", "--store=/s", "--json"},
  };
  for (const auto& words : orders) {
    auto request = read(words, false);
    EXPECT_EQ(request.verb, "edit");
    EXPECT_EQ(request.store, "/s");
    EXPECT_EQ(request.id, "ID");
    EXPECT_TRUE(request.json);
    EXPECT_EQ(request.fields, (Fields{{"name", "王芳"}}));
  }
}

TEST(Request, find_takes_words_and_filters_in_any_order) {
  auto request = read({"find", "张三", "--where", "sex=male", "3-2-1502", "--type", "resident", "--where",
                       "interests=象棋", "--limit", "7", "老师"});
  EXPECT_EQ(request.words, (Words{"张三", "3-2-1502", "老师"}));
  EXPECT_EQ(request.where, (std::vector<Comparison>{{"sex", "=", "male"}, {"interests", "=", "象棋"}}));
  EXPECT_EQ(request.type, "resident");
  EXPECT_EQ(request.limit, 7U);
  EXPECT_TRUE(read({"find"}).words.empty());
}

TEST(Request, a_filter_asks_for_a_value_or_for_what_lies_on_one_side_of_it) {
  auto request = read({"find", "--where", "opened_at>=2017-12-01", "--where", "floor<3", "--where", "floor>1",
                       "--where", "opened_at<=2018", "--where", "text=a>=b"});
  EXPECT_EQ(request.where, (std::vector<Comparison>{{"opened_at", ">=", "2017-12-01"},
                                                    {"floor", "<", "3"},
                                                    {"floor", ">", "1"},
                                                    {"opened_at", "<=", "2018"},
                                                    {"text", "=", "a>=b"}}));
}

TEST(Request, a_conflict_is_decided_by_number_or_by_value) {
  EXPECT_EQ(read({"resolve", "ID", "--take", "2"}).take, 2U);
  EXPECT_EQ(read({"resolve", "--value", "\"张三\"", "ID"}).value, "\"张三\"");
  EXPECT_EQ(parse_request({"resolve", "ID", "--take", "1", "--value", "1"}, true).exit, 2);
}

TEST(Request, wrong_usage_is_told_and_answers_two) {
  const std::vector<Words> wrong{
      {},
      {"fly"},
      {"new"},
      {"new", "resident", "name"},
      {"new", "resident", "=王芳"},
      {"new", "resident", "name=王芳", "sex=female", "name=王方"},
      {"edit", "ID"},
      {"show"},
      {"show", "A", "B"},
      {"find", "--limit", "many"},
      {"find", "--limit", "-1"},
      {"find", "--where", "sex"},
      {"find", "--where"},
      {"find", "--where", ">=3"},
      {"resolve", "ID", "--take", "first"},
      {"import", "file.csv"},
      {"export", "--type", "resident"},
      {"sync", "now"},
      {"status", "--loud"},
      {"show", "ID", "delete", "ID"},
  };
  for (const auto& words : wrong) {
    auto parsed = parse_request(words, true);
    std::string line;
    for (const auto& word : words) line += word + " ";
    EXPECT_FALSE(parsed.request) << line;
    EXPECT_EQ(parsed.exit, 2) << line;
    EXPECT_FALSE(parsed.text.empty()) << line;
  }
}

TEST(Request, outside_a_batch_a_store_is_needed_and_inside_one_there_is_no_other_process) {
  EXPECT_EQ(parse_request({"status"}, false).exit, 2);
  EXPECT_TRUE(parse_request({"status", "--store", "/s"}, false).request);
  for (const char* verb : {"watch", "batch", "enroll"}) EXPECT_EQ(parse_request({verb}, true).exit, 2);
  auto enrol = read({"enroll", "--store", "/s", "--server", "wss://h:1", "--pin", "P", "--code", "C"}, false);
  EXPECT_EQ(enrol.server, "wss://h:1");
  EXPECT_EQ(enrol.pin, "P");
  EXPECT_EQ(enrol.code, "C");
}

TEST(Request, help_is_no_failure) {
  for (const auto& words : std::vector<Words>{{"--help"}, {"new", "--help"}, {"find", "-h"}}) {
    auto parsed = parse_request(words, true);
    EXPECT_FALSE(parsed.request);
    EXPECT_EQ(parsed.exit, 0);
    EXPECT_FALSE(parsed.text.empty());
  }
  EXPECT_NE(parse_request({"find", "--help"}, true).text.find("--where"), std::string::npos);
}

TEST(SplitWords, spaces_separate_and_quotes_keep_together) {
  struct Case {
    std::string line;
    Words words;
  };
  const std::vector<Case> table{
      {"", {}},
      {"   \t ", {}},
      {"show ID", {"show", "ID"}},
      {"  show   ID\r", {"show", "ID"}},
      {"new resident name='王 芳' occupation=\"a b\"", {"new", "resident", "name=王 芳", "occupation=a b"}},
      {"a '' \"\" b", {"a", "", "", "b"}},
      {R"("say \"hi\" \\ \n")", {R"(say "hi" \ \n)"}},
      {R"('it\s "so"')", {R"(it\s "so")"}},
      {R"(a\ b \' \\)", {"a b", "'", "\\"}},
      {"a'b'\"c\"d", {"abcd"}},
      {"notes=a=b='c d'", {"notes=a=b=c d"}},
      {"全角　空格", {"全角　空格"}},
  };
  for (const auto& [line, words] : table) {
    auto split = split_words(line);
    ASSERT_TRUE(split) << line;
    EXPECT_EQ(*split, words) << line;
  }
}

TEST(SplitWords, a_quote_left_open_is_wrong_usage) {
  for (const char* line : {"'", "\"", "new resident name='王芳", "a \"b\\\""}) {
    auto split = split_words(line);
    ASSERT_FALSE(split) << line;
    EXPECT_EQ(split.error().fault, Fault::usage);
  }
}

}  // namespace
}  // namespace doorstep
