#include "shared/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/crypto.h"
#include "tests/json_reference.h"
#include "tests/json_values.h"

namespace doorstep {
namespace {

std::string canonical_of(std::string_view text) {
  auto value = parse_json(text);
  return value ? canonical(*value) : std::string{code(value.error().fault)};
}

using test::parsed;

TEST(Json, the_canonical_form_sorts_keys_by_bytes_and_drops_white_space) {
  EXPECT_EQ(canonical_of("{ \"b\" : [1, 2 ],\n\"a\":\t\"x\", \"B\":null , \"é\":true, \"z\":false}"),
            R"({"B":null,"a":"x","b":[1,2],"z":false,"é":true})");
  EXPECT_EQ(canonical_of(R"("\u5f20\u4e09 \ud862\udf4e")"), "\"张三 𨭎\"")
      << "escapes become the characters themselves";
  EXPECT_EQ(canonical_of(R"("\"\\\/\b\f\n\r\t\u0001")"), R"("\"\\/\b\f\n\r\t\u0001")");
  EXPECT_EQ(canonical_of("-0"), "0");
}

TEST(Json, every_kind_of_value_is_read) {
  EXPECT_EQ(parsed("null"), json(nullptr));
  EXPECT_EQ(parsed("true"), json(true));
  EXPECT_EQ(parsed("[]"), json::array());
  EXPECT_EQ(parsed("{}"), json::object());
  EXPECT_EQ(parsed(R"([[],{},[{"a":[1]}]])"), json::array({json::array(), json::object(), {{{"a", {1}}}}}));
}

TEST(Json, whole_numbers_are_safe_integers_and_always_of_one_type) {
  EXPECT_EQ(parsed("9007199254740991"), json(safe_integer_max));
  EXPECT_EQ(parsed("-9007199254740991"), json(-safe_integer_max));
  EXPECT_EQ(parsed("7").type(), json::value_t::number_integer) << "so that equal numbers compare and hash alike";
  for (auto text : {"9007199254740992", "-9007199254740992", "18446744073709551616", "1.0", "1e3", "1E400", "-0.0"}) {
    EXPECT_EQ(canonical_of(text), "bad_frame") << text;
  }
}

TEST(Json, what_is_no_json_is_refused) {
  for (std::string_view text : {"", " ", "{", "[1,]", "{\"a\"}", "{a:1}", "'a'", "01", "+1", "tru", "[1] 2", "//",
                                "\"\n\"", "\"\\x\"", R"("\ud800")", "Infinity"}) {
    EXPECT_EQ(canonical_of(text), "bad_frame") << text;
  }
  using namespace std::string_view_literals;
  EXPECT_EQ(canonical_of("{}\0{\"hidden\":1}"sv), "bad_frame");
  EXPECT_EQ(canonical_of("\"a\0b\""sv), "bad_frame");
}

TEST(Json, each_key_stands_once_in_its_object_but_again_in_another) {
  EXPECT_EQ(canonical_of(R"({"a":1,"a":1})"), "duplicate_key");
  EXPECT_EQ(canonical_of(R"([{"x":{"a":1,"b":2,"a":3}}])"), "duplicate_key");
  EXPECT_EQ(canonical_of(R"({"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]})"),
            R"({"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]})");
}

TEST(Json, a_key_after_a_nested_value_belongs_to_the_outer_object) {
  EXPECT_EQ(canonical_of(R"({"a":{"b":[{"c":1}]},"d":2})"), R"({"a":{"b":[{"c":1}]},"d":2})");
}

TEST(Json, only_utf8_is_text) {
  for (auto text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe5\xbc\""}) {
    EXPECT_EQ(canonical_of(text), "bad_encoding");
  }
}

TEST(Json, depth_has_a_limit_far_below_the_stack) {
  auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(canonical_of(nested(json_depth_max)), nested(json_depth_max));
  EXPECT_EQ(canonical_of(nested(json_depth_max + 1)), "frame_too_deep");
  EXPECT_EQ(canonical_of(nested(100'000)), "frame_too_deep");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
  EXPECT_EQ(canonical_of(objects), "frame_too_deep");
}

json any_json(int levels) {
  switch (*rc::gen::inRange(0, levels > 0 ? 6 : 4)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::inRange<std::int64_t>(-safe_integer_max, safe_integer_max + 1);
    case 2:
      return *rc::gen::arbitrary<bool>();
    case 3:
      return *rc::gen::element<std::string>("", "张三", "a\"b\\c", "\n\t\x01", "𨭎");
    case 4: {
      auto out = json::array();
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) out.push_back(any_json(levels - 1));
      return out;
    }
    default: {
      auto out = json::object();
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n)
        out[*rc::gen::element<std::string>("a", "b", "门牌", "x y", "\"")] = any_json(levels - 1);
      return out;
    }
  }
}

RC_GTEST_PROP(Json, what_we_write_is_read_back_the_same, ()) {
  auto value = any_json(5);
  auto read = parse_json(canonical(value));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == value);
  RC_ASSERT(canonical(*read) == canonical(value));
}

// Valid text, then a few bytes of it changed: most of what comes of it is nearly JSON.
RC_GTEST_PROP(Json, every_text_is_taken_or_refused_as_the_library_would, ()) {
  auto text = canonical(any_json(4));
  for (int changes = *rc::gen::inRange(0, 3); changes > 0; --changes) {
    auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    auto piece = *rc::gen::element<std::string>("\"", "\\", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\xe5", "\xff", "{",
                                                "]", ":", ",", "0", "-", "1.5", "e3", "9007199254740992", " ", "\n",
                                                "true", "null", "\xef\xbb\xbf", std::string(1, '\0'));
    text.replace(at, *rc::gen::inRange<std::size_t>(0, 2), piece);
  }
  RC_ASSERT(test::difference_from_library(text) == "");
}

TEST(Json, a_byte_order_mark_may_stand_before_a_text) {
  EXPECT_EQ(canonical_of("\xef\xbb\xbf{}"), "{}");
  EXPECT_EQ(canonical_of("\xef\xbb{}"), "bad_frame");
  EXPECT_EQ(canonical_of("{}\xef\xbb\xbf"), "bad_frame");
}

TEST(Reader, reads_each_kind_of_value_by_its_key) {
  auto object = parsed(R"({"text":"x","count":3,"integer":-3,"flag":true,"object":{"a":1},"list":[1],"bytes":"AQID",
                           "id":"01890a5d-ac96-774b-bcce-b302099a8057"})");
  Reader in{object, ""};
  EXPECT_EQ(in.text("text"), "x");
  EXPECT_EQ(in.text_or("absent", "instead"), "instead");
  EXPECT_EQ(in.count("count"), 3U);
  EXPECT_EQ(in.count_or("absent", 9), 9U);
  EXPECT_EQ(in.integer("integer"), -3);
  EXPECT_FALSE(in.integer_if("absent"));
  EXPECT_TRUE(in.flag_or("flag", false));
  EXPECT_TRUE(in.flag_or("absent", true));
  EXPECT_EQ(in.object("object"), json({{"a", 1}}));
  EXPECT_EQ(in.object_if("absent"), nullptr);
  EXPECT_EQ(in.array("list", 1).size(), 1U);
  EXPECT_EQ(in.bytes("bytes", 3), "\1\2\3");
  EXPECT_EQ(text(in.id<RecordId>("id")), "01890a5d-ac96-774b-bcce-b302099a8057");
  EXPECT_FALSE(in.error());
}

TEST(Reader, the_first_thing_wrong_sticks_and_names_its_path) {
  auto object = parsed(R"({"a":"x","b":-1})");
  Reader in{object, "edits[3]"};
  EXPECT_EQ(in.count("b"), 0U);
  EXPECT_EQ(in.integer("a"), 0);
  EXPECT_EQ(in.text("gone"), "");
  ASSERT_TRUE(in.error());
  EXPECT_EQ(in.error()->fault, Fault::bad_frame);
  EXPECT_EQ(in.error()->detail, "edits[3].b: is out of range");
}

TEST(Reader, whatever_is_asked_of_a_wrong_value_answers_a_default) {
  for (const auto* text :
       {R"({"k":null})", R"({"k":1})", R"({"k":"x"})", R"({"k":[[]]})", R"({"k":{"a":1}})", "{}", "[]", "7", "null"}) {
    auto value = parsed(text);
    auto refuses = [&](auto read) {
      Reader in{value, "p"};
      read(in);
      return in.error().has_value();
    };
    auto is = [&](json::value_t type) { return value.is_object() && value.contains("k") && value["k"].type() == type; };
    using Type = json::value_t;
    EXPECT_EQ(refuses([](Reader& in) { in.text("k"); }), !is(Type::string)) << text;
    EXPECT_EQ(refuses([](Reader& in) { in.integer("k"); }), !is(Type::number_integer)) << text;
    EXPECT_EQ(refuses([](Reader& in) { in.count("k"); }), !is(Type::number_integer)) << text;
    EXPECT_EQ(refuses([](Reader& in) { in.object("k"); }), !is(Type::object)) << text;
    EXPECT_EQ(refuses([](Reader& in) { in.array("k", 9); }), !is(Type::array)) << text;
    EXPECT_TRUE(refuses([](Reader& in) { in.bytes("k", 3); })) << text;
    EXPECT_TRUE(refuses([](Reader& in) { in.id<EditId>("k"); })) << text;
  }
}

TEST(Reader, limits_hold_at_their_edge) {
  auto object = parsed(R"({"text":"12345","list":[1,2,3],"count":10})");
  Reader fits{object, ""};
  fits.text("text", 5);
  fits.array("list", 3);
  fits.count("count", 10);
  EXPECT_FALSE(fits.error());
  Reader text{object, ""}, list{object, ""}, count{object, ""};
  text.text("text", 4);
  list.array("list", 2);
  count.count("count", 9);
  EXPECT_TRUE(text.error() && list.error() && count.error());
}

}  // namespace
}  // namespace doorstep
