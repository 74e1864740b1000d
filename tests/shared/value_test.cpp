#include "shared/value.h"

#include <gtest/gtest.h>

#include "shared/forms.h"
#include "shared/phone.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

Field field_of(Kind kind) {
  Field out;
  out.name = "field";
  out.kind = kind;
  return out;
}

const Field& shipped(const char* type, const char* field) { return *Template::shipped().type(type)->field(field); }

struct Typed {
  const char* text;
  json stored;
};

void expect_parsed(const Field& field, const std::vector<Typed>& cases) {
  for (const auto& each : cases) {
    auto value = parse_value(field, each.text);
    ASSERT_TRUE(value.has_value()) << each.text << ": " << value.error().detail;
    EXPECT_EQ(*value, each.stored) << each.text;
    EXPECT_TRUE(check_value(field, *value).has_value()) << each.text;
  }
}

void expect_refused(const Field& field, const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    auto value = parse_value(field, text);
    ASSERT_FALSE(value.has_value()) << text << " became " << value->dump();
    EXPECT_EQ(value.error().detail.find(text), std::string::npos) << "the value stands in the error: " << text;
    EXPECT_TRUE(value.error().detail.starts_with(field.name + ": expected ")) << value.error().detail;
  }
}

void expect_unstored(const Field& field, const std::vector<json>& values) {
  for (const auto& value : values) EXPECT_FALSE(check_value(field, value).has_value()) << value.dump();
}

TEST(Value, an_empty_text_is_stored_as_null_in_every_kind) {
  for (int kind = 0; kind <= static_cast<int>(Kind::attachment); ++kind) {
    auto field = field_of(static_cast<Kind>(kind));
    auto value = parse_value(field, " 　\n");
    ASSERT_TRUE(value.has_value()) << name_of(field.kind);
    EXPECT_TRUE(value->is_null());
    EXPECT_TRUE(check_value(field, nullptr).has_value());
  }
}

TEST(Value, text_is_normalised_and_trimmed) {
  auto field = field_of(Kind::text);
  expect_parsed(field, {{"  张　三 ", "张 三"},
                        {"ＡＢＣ１２３", "ABC123"},
                        {"a\tb\r\nc", "a b c"},
                        {"\xEF\xBB\xBF张三", "张三"},
                        {"\xE2\x80\xAE三", "三"}});
  expect_refused(field, {"a\x01z", "a\x7Fz", "a\xC2\x80z", std::string{"a\0z", 3}, "bad\xFF\xFE", "\xE5\xBC"});
  expect_unstored(field, {"", 5, true, json::array({"a"}), " a", "a\n", "Ａ", "a\tb", std::string{"\xFF"}});
}

TEST(Value, prose_keeps_its_line_breaks_and_its_punctuation) {
  const auto& text = shipped("request", "text");
  expect_parsed(text, {{"厨房漏水，\r\n\r\n请尽快  来！", "厨房漏水，\n请尽快 来！"}});
  EXPECT_EQ(words_of(text, "３楼，漏水"), "3楼,漏水") << "found by what people type";
}

TEST(Value, lengths_are_counted_in_characters) {
  auto field = field_of(Kind::text);
  field.length_max = 3;
  expect_parsed(field, {{"张三丰", "张三丰"}});
  auto longer = parse_value(field, "欧阳修文");
  ASSERT_FALSE(longer.has_value());
  EXPECT_EQ(longer.error().fault, Fault::out_of_range);
  EXPECT_EQ(longer.error().detail, "field: expected at most 3 characters");
}

TEST(Value, a_full_name_has_no_digits_and_one_kind_of_dot) {
  const auto& name = shipped("resident", "name");
  expect_parsed(name, {{"张三", "张三"},
                       {"阿依古丽•买买提", "阿依古丽·买买提"},
                       {"古丽・阿不都", "古丽·阿不都"},
                       {"John O'Neil", "John O'Neil"}});
  expect_refused(name, {"张三2", "李四３"});
}

TEST(Value, an_account_of_what_was_done_says_something) {
  const auto& steps = shipped("request", "steps");
  for (const char* text : {"已处理", "已处理。已处理，已处理！", "换了水龙头"})
    EXPECT_FALSE(parse_value(steps, text).has_value()) << text;
  EXPECT_TRUE(parse_value(steps, "更换厨房水龙头阀芯，试水正常").has_value());
  EXPECT_TRUE(has_form("structured", "replaced the valve"));
}

TEST(Value, numbers_are_whole_and_within_their_bounds) {
  const auto& floor = shipped("unit", "floor");
  expect_parsed(floor, {{"15", 15}, {"-1", -1}, {"+3", 3}, {"１２", 12}, {"007", 7}});
  expect_refused(floor, {"1.5", "1e3", "--1", "+-1", "abc", "-", "0x10", "12楼", "99999999999999999999"});
  EXPECT_EQ(parse_value(floor, "121").error().fault, Fault::out_of_range);
  expect_unstored(floor, {"15", 1.5, 121, -6, true});
  expect_unstored(field_of(Kind::number), {safe_integer_max + 1, -safe_integer_max - 1});
}

TEST(Value, decimals_and_money_are_stored_as_scaled_integers) {
  const auto& area = shipped("unit", "area_build");
  expect_parsed(area, {{"89.5", 8950}, {"89", 8900}, {"89.50", 8950}, {"89.500", 8950}, {"89.05", 8905}});
  expect_refused(area, {"89.505", "89.", ".", "8,9", "89.5㎡", "-.5"});
  EXPECT_EQ(parse_value(area, "0.99").error().detail, "area_build: expected at least 1.00");
  auto money = field_of(Kind::money);
  expect_parsed(money, {{"-0.05", -5}, {"1200", 120000}});
  expect_refused(money, {"1.005", "￥12", "12元"});
  EXPECT_EQ(shown(area, 8950), "89.50");
  EXPECT_EQ(shown(money, -5), "-0.05");
  EXPECT_EQ(shown(shipped("unit", "floor"), 15), 15);
  EXPECT_EQ(shown(area, nullptr), nullptr);
}

TEST(Value, dates_are_days_that_exist) {
  const auto& birth = shipped("resident", "birth_date");
  expect_parsed(birth, {{"1958-03-07", "1958-03-07"},
                        {"1958/3/7", "1958-03-07"},
                        {"1958.03.07", "1958-03-07"},
                        {"1958年3月7日", "1958-03-07"},
                        {"2000-02-29", "2000-02-29"},
                        {"1900-01-01", "1900-01-01"}});
  expect_refused(birth, {"1958-02-29", "1958-13-01", "1958-00-10", "58-03-07", "1958-3/7", "07.03.1958", "1958-03",
                         "1899-12-31", "1958-03-07x", "1900-02-29"});
  expect_unstored(birth, {"1958-3-7", "1899-12-31", "1958/03/07", 19580307, "1958-03-07 "});
}

TEST(Value, times_are_real_and_say_no_more_than_was_known) {
  auto field = field_of(Kind::time);
  expect_parsed(field, {{"2017-12-31T23:59:58", "2017-12-31T23:59:58"},
                        {"2017-12-31 23:59", "2017-12-31T23:59"},
                        {"2017/1/5 9:05", "2017-01-05T09:05"},
                        {"2026-11-22T09:30+08:00", "2026-11-22T09:30+08:00"},
                        {"2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z"}});
  expect_refused(field,
                 {"2017-12-31", "2017-02-30T10:00", "2017-12-31T24:00", "2017-12-31T23:60", "2017-12-31T23:59:60",
                  "2017-12-31T23:59+8", "2017-12-31T23:59+15:00", "23:59", "2017-12-31T23:59:", "2017-12-31T23:5"});
  expect_unstored(field, {"2017-12-31 23:59", "2017-12-31T9:05", 5});
}

TEST(Value, a_time_range_may_pass_midnight) {
  auto field = field_of(Kind::time_range);
  expect_parsed(field, {{"9:00-11:30", {{"from", "09:00"}, {"to", "11:30"}}},
                        {"09：00～11：30", {{"from", "09:00"}, {"to", "11:30"}}},
                        {"19:00 至 21:00", {{"from", "19:00"}, {"to", "21:00"}}},
                        {"22:00-02:00", {{"from", "22:00"}, {"to", "02:00"}}}});
  expect_refused(field, {"8:15", "9-11", "25:00-26:00", "08:00-08:00", "上午"});
  expect_unstored(field, {{{"from", "09:00"}}, {{"from", "9:00"}, {"to", "11:30"}}, "09:00-11:30"});
  expect_unstored(field, {{{"from", "09:00"}, {"to", "11:30"}, {"and", "12:00"}}, {{"from", 9}, {"to", 11}}});
}

TEST(Value, a_choice_is_known_by_its_name_and_by_both_labels) {
  const auto& kind = shipped("unit", "kind");
  expect_parsed(kind, {{"shop", "shop"}, {"商铺", "shop"}, {"Shop", "shop"}, {"parking space", "parking"}});
  expect_refused(kind, {"castle", "商"});
  expect_unstored(kind, {"商铺", 1, json::array({"shop"})});
}

TEST(Value, several_choices_are_split_and_stand_once_each) {
  const auto& wishes = shipped("unit", "entry_wishes");
  expect_parsed(wishes, {{"进门穿鞋套；家里有狗", {"shoe_covers", "dog"}},
                         {"dog、dog, Dog at home", json::array({"dog"})},
                         {"按两次门铃|dog", {"按两次门铃", "dog"}},
                         {"; ,", nullptr}});
  expect_unstored(wishes, {"dog", {"dog", "dog"}, {1}, json::array({""}), json::array({"a\x01"})});
  auto closed = wishes;
  closed.open = false;
  expect_refused(closed, {"dog;自己写的"});
  expect_unstored(closed, {json::array({"自己写的"})});
  EXPECT_TRUE(check_value(closed, json::array()).has_value());
  EXPECT_FALSE(check_value(wishes, json(std::vector<int>(101, 1))).has_value());
}

TEST(Value, a_flag_is_understood_in_both_languages) {
  auto field = field_of(Kind::flag);
  for (const char* yes : {"true", "yes", "YES", "1", "是"}) expect_parsed(field, {{yes, true}});
  for (const char* no : {"false", "no", "0", "否"}) expect_parsed(field, {{no, false}});
  expect_refused(field, {"maybe", "2"});
  expect_unstored(field, {"true", 1});
}

TEST(Value, a_phone_number_has_one_form_however_it_was_typed) {
  struct Case {
    const char *typed, *expected;
  };
  const Case good[] = {
      {"13800138000", "13800138000"},
      {"138 0013 8000", "13800138000"},
      {"138-0013-8000", "13800138000"},
      {"+86 13800138000", "13800138000"},
      {"008613800138000", "13800138000"},
      {"8613800138000", "13800138000"},
      {"１３８００１３８０００", "13800138000"},
      {"19900001234", "19900001234"},
      {"057188886666", "0571-88886666"},
      {"0571-88886666", "0571-88886666"},
      {"(0571) 8888 6666", "0571-88886666"},
      {"+86 571 8888 6666", "0571-88886666"},
      {"010-8888-6666", "010-88886666"},
      {"02188886666", "021-88886666"},
      {"0571-8888666", "0571-8888666"},
      {"0571-88886666-123", "0571-88886666-123"},
      {"0571-88886666转123", "0571-88886666-123"},
      {"0571-88886666 ext. 123", "0571-88886666-123"},
      {"4008001234", "400-800-1234"},
      {"400-800-1234", "400-800-1234"},
      {"+852 5123 4567", "00852-51234567"},
      {"00852-5123-4567", "00852-51234567"},
      {"(852) 2123 4567", "00852-21234567"},
      {"852-51234567", "00852-51234567"},
      {"＋８５３ 6612 3456", "00853-66123456"},
      {"00853-28123456", "00853-28123456"},
  };
  auto field = field_of(Kind::phone);
  for (const auto& each : good) expect_parsed(field, {{each.typed, each.expected}});
  expect_refused(field, {"12800138000", "1380013800", "138001380000", "88886666", "+1 202 555 0100", "0571-888866",
                         "0571-88886666-1234567", "0571-88886666转", "400-800-12345", "phone", "13800138000x", "--",
                         "85251234567", "+852 1123 4567", "+852 512 3456", "+853 5123 4567", "+854 5123 4567", "852"});
  expect_unstored(field, {"138 0013 8000", "057188886666", 13800138000});
}

TEST(Value, a_mobile_from_across_the_border_is_a_mobile) {
  for (const char* mobile : {"13800138000", "00852-51234567", "00852-91234567", "00853-66123456"})
    EXPECT_TRUE(has_form("mobile", mobile)) << mobile;
  for (const char* line : {"0571-88886666", "00852-21234567", "00853-28123456"}) {
    EXPECT_FALSE(has_form("mobile", line)) << line;
    EXPECT_TRUE(has_form("landline", line)) << line;
  }
}

TEST(Value, a_contact_is_normalised_when_it_reads_as_a_number) {
  const auto& value = shipped("contact", "value");
  expect_parsed(value, {{"138-0013-8000", "13800138000"}, {"wang@example.com", "wang@example.com"}});
  expect_unstored(value, {"138-0013-8000"});
}

TEST(Value, resident_id_numbers_follow_the_standard) {
  struct Vector {
    const char *number, *verdict;
  };
  const Vector vectors[] = {
      {"11010519491231002X", "valid"},
      {"440524188001010014", "warning"},
      {"999999199001010016", "valid"},
      {"999999199001010024", "valid"},
      {"99999920200229123X", "valid"},
      {"999999201506010011", "valid"},
      {"999999199002300015", "invalid"},
      {"999999209912310016", "invalid"},
      {"999999199001010017", "invalid"},
      {"99999919900101001", "invalid"},
      {"9999991990010100A6", "invalid"},
      {"９９９９９９１９９００１０１００１６", "valid"},
      {"99999920200229123x", "valid"},
      {"999999900101001", "warning"},
      {"989999199001010014", "warning"},
      {"", "invalid"},
      {"9999991990010100\xE5\xBC\xA0", "invalid"},
  };
  for (const auto& each : vectors) {
    auto verdict = check_id_number(each.number, "2026-11-22");
    EXPECT_EQ(!verdict.valid            ? "invalid"
              : verdict.warning.empty() ? "valid"
                                        : "warning",
              std::string{each.verdict})
        << each.number << " " << verdict.reason << verdict.warning;
    EXPECT_EQ(verdict.reason.empty(), verdict.valid);
  }
  EXPECT_EQ(check_id_number("99999920200229123x", "2026-11-22").normal, "99999920200229123X");
}

TEST(Value, every_other_check_digit_is_refused) {
  for (char digit : std::string{"0123456789X"}) {
    auto number = std::string{"99999919900101001"} + digit;
    EXPECT_EQ(check_id_number(number, "2026-11-22").valid, digit == '6') << digit;
  }
}

TEST(Value, an_id_number_field_takes_other_documents_but_no_mistyped_resident_id) {
  auto field = field_of(Kind::id_number);
  expect_parsed(field, {{"999999 19900101 0016", "999999199001010016"},
                        {"99999920200229123x", "99999920200229123X"},
                        {"e12345678", "E12345678"},
                        {"H1234567890", "H1234567890"},
                        {"12345678", "12345678"}});
  expect_refused(field, {"999999199001010017", "99999919900101001", "9999991990010100X", "A123", "E1234-5678"});
  field.form = "resident_id";
  expect_refused(field, {"E12345678"});
}

TEST(Value, a_reference_is_a_record_id) {
  auto field = field_of(Kind::reference);
  const std::string id = "01987c3e-2b5a-7c11-8f00-0123456789ab";
  expect_parsed(field, {{"01987C3E-2B5A-7C11-8F00-0123456789AB", id}});
  expect_refused(field, {"01987c3e", "张三"});
  expect_unstored(field, {5, "01987C3E-2B5A-7C11-8F00-0123456789AB"});
}

TEST(Value, entries_are_immutable_texts_with_ids) {
  auto field = field_of(Kind::entries);
  auto first = parse_value(field, "门铃坏了"), again = parse_value(field, " 门铃坏了 ");
  ASSERT_TRUE(first.has_value() && again.has_value());
  EXPECT_EQ((*first)[0]["text"], "门铃坏了");
  EXPECT_EQ(*first, *again) << "a register imported twice adds nothing";
  EXPECT_NE(*first, *parse_value(field, "门铃修好了"));
  EXPECT_TRUE(check_value(field, {{{"id", "n1"}, {"text", "a"}, {"by", "wang"}, {"at", 5}, {"replaces", "n0"}}}));
  expect_unstored(field, {"text",
                          {{"id", "n1"}, {"text", "a"}},
                          json::array({"a"}),
                          json::array({{{"id", "n1"}}}),
                          json::array({{{"text", "a"}}}),
                          json::array({{{"id", ""}, {"text", "a"}}}),
                          json::array({{{"id", "n1"}, {"text", ""}}}),
                          json::array({{{"id", "n1"}, {"text", "a"}, {"more", json::array()}}}),
                          json::array({{{"id", "n1"}, {"text", "a"}, {"by", std::string(257, 'a')}}}),
                          json::array({{{"id", "n1"}, {"text", "a"}}, {{"id", "n1"}, {"text", "b"}}})});
}

TEST(Value, several_entries_share_a_cell_and_come_back_out_of_it) {
  auto field = field_of(Kind::entries);
  auto two = parse_value(field, "门铃坏了\n第二行\n ---- \n已经修好").value();
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0]["text"], "门铃坏了\n第二行");
  EXPECT_EQ(two[1]["text"], "已经修好");
  EXPECT_EQ(cell_text(field, two), "门铃坏了\n第二行\n----\n已经修好");
  EXPECT_EQ(parse_value(field, "甲\n----\n甲\n----\n\n----")->size(), 1u) << "the same words once, nothing is no entry";
  EXPECT_EQ(parse_value(field, "甲\n-----\n乙 ---- 丙")->size(), 1u) << "only a line of exactly four divides";
  const json odd[] = {
      {{{"id", "n1"}, {"text", "甲"}, {"by", "wang"}, {"at", 5}}},
      {{{"id", "n1"}, {"text", "甲"}}, {{"id", "n2"}, {"text", "甲"}}},
      {{{"id", "n1"}, {"text", "甲\n----\n乙"}}},
      {{{"id", "n1"}, {"text", "[{\"id\":\"x\",\"text\":\"y\"}]"}}},
  };
  for (const auto& value : odd) EXPECT_EQ(parse_value(field, cell_text(field, value)).value(), value);
  const json typed{{{"id", "m1nted"}, {"text", "甲"}}, {{"id", "m2nted"}, {"text", "乙"}}};
  EXPECT_EQ(cell_text(field, typed), "甲\n----\n乙") << "what people read in a spreadsheet";
  for (const char* prose : {"[{", "[{}]", "[{\"id\":1}]", "[1,2]"})
    EXPECT_EQ(parse_value(field, prose)->at(0).at("text"), prose) << "people write brackets too";
}

TEST(Value, words_with_a_separator_in_them_come_back_out_of_a_cell_whole) {
  auto field = field_of(Kind::choices);
  field.open = true;
  for (const json& value : {json{"养狗", "老人"}, json{"一楼,二楼"}, json{"a;b", "c"}})
    EXPECT_EQ(parse_value(field, cell_text(field, value)).value(), value);
  EXPECT_EQ(cell_text(field, {"养狗", "老人"}), "养狗;老人");
}

TEST(Value, an_attachment_names_content_by_its_hash) {
  auto field = field_of(Kind::attachment);
  const std::string hash(43, 'A');
  EXPECT_TRUE(check_value(field, {{"hash", hash}, {"bytes", 5}, {"mime", "image/jpeg"}}).has_value());
  expect_refused(field, {"photo.jpg"});
  expect_unstored(field, {"photo",
                          {{"hash", hash}, {"bytes", 5}},
                          {{"hash", "AA"}, {"bytes", 5}, {"mime", "image/jpeg"}},
                          {{"hash", hash}, {"bytes", -1}, {"mime", "image/jpeg"}},
                          {{"hash", hash}, {"bytes", 20971521}, {"mime", "image/jpeg"}},
                          {{"hash", hash}, {"bytes", "5"}, {"mime", "image/jpeg"}},
                          {{"hash", hash}, {"bytes", 5}, {"mime", ""}}});
}

TEST(Value, words_are_what_people_search_for) {
  EXPECT_EQ(words_of(shipped("unit", "kind"), "shop"), "商铺 Shop");
  EXPECT_EQ(words_of(shipped("unit", "entry_wishes"), {"dog", "按两次门铃"}), "家里有狗 Dog at home 按两次门铃");
  EXPECT_EQ(
      words_of(shipped("resident", "notes"), {{{"id", "a"}, {"text", "门铃坏"}}, {{"id", "b"}, {"text", "已修"}}}),
      "门铃坏 已修");
  EXPECT_EQ(words_of(shipped("unit", "area_build"), 8950), "89.50");
  EXPECT_EQ(words_of(shipped("resident", "vip"), true), "重点服务对象 Needs special attention");
  EXPECT_EQ(words_of(shipped("resident", "vip"), false), "");
  EXPECT_EQ(words_of(shipped("resident", "name"), nullptr), "");
  EXPECT_EQ(words_of(shipped("resident", "primary_contact"), "01987c3e-2b5a-7c11-8f00-0123456789ab"), "");
}

}  // namespace
}  // namespace doorstep
