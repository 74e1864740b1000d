#include "tests/json_values.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace doorstep::test {

json parsed(std::string_view text) {
  auto value = parse_json(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : json{};
}

json sorted(json value) {
  if (value.is_array()) std::sort(value.begin(), value.end());
  return value;
}

json label(const char* words) { return {{"zh-CN", words}, {"en", words}}; }

}  // namespace doorstep::test
