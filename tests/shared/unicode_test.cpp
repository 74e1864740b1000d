#include "shared/unicode.h"

#include <gtest/gtest.h>

#include <string>

namespace doorstep::test {
namespace {

// é needs the tables, so a text with it takes the long way.
const std::string foreign = "é";

std::string long_way(std::string (*form)(std::string_view), const std::string& text) {
  auto out = form(text + foreign);
  return out.substr(0, out.size() - foreign.size());
}

TEST(Unicode, every_character_has_the_same_normal_form_by_the_short_way_and_by_the_tables) {
  for (char32_t point = 0x20; point <= 0xFFFD; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text = "a";
    append_code_point(text, point);
    text += "漏";
    ASSERT_EQ(nfkc(text), long_way(nfkc, text)) << static_cast<unsigned>(point);
    ASSERT_EQ(nfc(text), long_way(nfc, text)) << static_cast<unsigned>(point);
  }
}

TEST(Unicode, an_accent_behind_a_wide_letter_or_a_plain_one_is_joined_to_it) {
  EXPECT_EQ(nfkc("漏Ｅ\u0301"), "漏É");
  EXPECT_EQ(nfkc("漏E\u0301"), "漏É");
  EXPECT_EQ(nfc("漏Ｅ"), "漏Ｅ");
  EXPECT_EQ(nfkc("３栋　２单元！"), "3栋 2单元!");
}

TEST(Unicode, half_a_character_is_no_character_by_the_short_way_either) {
  EXPECT_EQ(nfkc("漏\xE6\xBC"), long_way(nfkc, "漏\xE6\xBC"));
  EXPECT_FALSE(is_utf8("漏\xE6\xBC"));
}

}  // namespace
}  // namespace doorstep::test
