#include "shared/set_hash.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

RecordText unit(std::uint8_t n, std::string name) {
  RecordText text;
  text.id.bytes[15] = n;
  text.type = "unit";
  text.header = R"({"community":"main","count":1,"seq":)" + std::to_string(n) + R"(,"type":"unit"})";
  text.classes[0] =
      R"({"count":1,"seq":)" + std::to_string(n) + R"(,"stamps":[{"seq":999}],"values":{"a":")" + name + R"("}})";
  return text;
}

TEST(SetHash, finds_the_seq_of_the_class_among_others) {
  EXPECT_EQ(seq_in(R"({"count":1,"seq":42,"stamps":[{"seq":7}],"values":{}})"), Seq{42});
  EXPECT_EQ(seq_in(R"({"community":"\"seq\":1","count":2,"moved":{"seq":3},"seq":9007199254740991,"type":"unit"})"),
            Seq{9007199254740991});
  EXPECT_EQ(seq_in(R"({"conflict":{"base":"{\\\"seq\":5","candidates":[{"seq":6}],"seq":8},"count":1,"seq":4})"),
            Seq{4});
  EXPECT_EQ(seq_in(R"({"count":1})"), Seq{0});
}

TEST(SetHash, is_the_same_in_every_order_and_shrinks_back) {
  const Bytes<32> key{1};
  const Epoch epoch{"e1"};
  auto a = elements(key, epoch, unit(1, "甲")), b = elements(key, epoch, unit(2, "乙"));
  Hash ab = a, ba = b;
  add(ab, b);
  add(ba, a);
  EXPECT_EQ(ab, ba);
  subtract(ab, a);
  EXPECT_EQ(ab, b);
}

TEST(SetHash, differs_with_everything_it_names) {
  const Bytes<32> key{1};
  const Epoch epoch{"e1"};
  const RecordId id{{1}};
  auto all = {element(key, epoch, id, 0, Seq{1}, "x"),
              element(Bytes<32>{2}, epoch, id, 0, Seq{1}, "x"),
              element(key, Epoch{"e2"}, id, 0, Seq{1}, "x"),
              element(key, epoch, RecordId{{2}}, 0, Seq{1}, "x"),
              element(key, epoch, id, header_class, Seq{1}, "x"),
              element(key, epoch, id, 0, Seq{2}, "x"),
              element(key, epoch, id, 0, Seq{1}, "y")};
  for (auto one = all.begin(); one != all.end(); ++one)
    for (auto other = all.begin(); other != one; ++other) EXPECT_NE(*one, *other);
}

}  // namespace
}  // namespace doorstep
