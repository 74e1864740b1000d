#include "mobile/words.h"

#include <gtest/gtest.h>

namespace doorstep::test {
namespace {

TEST(WordsTest, an_identity_number_is_covered_in_lists_and_whole_where_one_decides_about_it) {
  const auto& type = *Template::shipped().type("id_document");
  const json document{{"doc_type", "id_card"}, {"number", "11010519491231002X"}};
  const auto& number = *type.field("number");
  const Words words{"zh-CN"};
  EXPECT_EQ(words.value(number, document.at("number")), "1101**********002X");
  EXPECT_EQ(words.value(number, "E1234567"), "E******7");
  EXPECT_EQ(words.bared(number, document.at("number")), "11010519491231002X");
  EXPECT_FALSE(words.title(type, document).contains("19491231")) << words.title(type, document).toStdString();
}

}  // namespace
}  // namespace doorstep::test
