#include "shared/projection.h"

#include <gtest/gtest.h>

#include "shared/frame.h"
#include "shared/seeded_dice.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

constexpr int cases = 100'000;
constexpr int pairs = 10'000;

std::string word(Class klass, std::uint64_t lot) { return "QZ" + std::string{name_of(klass)} + std::to_string(lot); }

Part part(SeededDice& dice, Class klass, std::uint64_t lot) {
  Part out;
  out.seq = Seq{1 + dice.below(50)};
  out.count = 1 + dice.below(3);
  const std::string field = "f_" + std::string{name_of(klass)};
  out.values[field] = word(klass, lot);
  out.stamps[field] = Stamp{out.seq, ChainId{"a/b/1"}, mint_edit(dice), {}, "form"};
  return out;
}

Record record(SeededDice& dice, std::uint64_t lot) {
  Record out;
  dice.fill(out.id.bytes);
  out.header = {"resident", CommunityId{"main"}, State::live, std::nullopt, Seq{1 + dice.below(50)}, 1};
  for (auto klass : all_classes)
    if (dice.below(3) > 0) out.part(klass) = part(dice, klass, lot);
  return out;
}

ClassMask any_mask(SeededDice& dice) { return static_cast<ClassMask>(dice.below(8)); }

TEST(Projection, a_hundred_thousand_random_pages_hold_every_class_that_is_read_and_no_other) {
  SeededDice dice{20261126};
  for (int i = 0; i < cases; ++i) {
    const auto lot = dice.below(1'000'000'000);
    const auto text = encode(record(dice, lot));
    const auto reads = any_mask(dice), held = classes_in(text);
    const bool there = shows(text, reads);
    ASSERT_EQ(there, held == no_class ? reads != no_class : (held & reads) != 0);
    if (!there) continue;
    const auto frame = page_frame({}, {Shown{&text, reads}}, 1);
    for (auto klass : all_classes)
      ASSERT_EQ(frame.find(word(klass, lot)) != frame.npos, has(held, klass) && has(reads, klass))
          << frame << " read by " << int{reads};
    const auto stored = projected(text, reads);
    ASSERT_EQ(classes_in(stored), held & reads);
    ASSERT_TRUE(decode(stored)) << "what is left is a record";
    ASSERT_EQ(shown_seq(stored, every_class), shown_seq(text, reads));
  }
}

// The same person sees the same bytes, whatever the hidden classes hold (design law §2.10).
TEST(Projection, of_ten_thousand_pairs_that_differ_only_in_hidden_classes_none_can_be_told_apart) {
  SeededDice dice{7};
  Bytes<32> key{};
  dice.fill(key);
  int differ = 0;
  for (int i = 0; i < pairs; ++i) {
    const auto reads = any_mask(dice);
    auto one = record(dice, dice.below(1'000'000));
    auto other = one;
    for (auto klass : all_classes)
      if (!has(reads, klass)) other.part(klass) = part(dice, klass, dice.below(1'000'000));
    const auto a = encode(one), b = encode(other);
    differ += a.classes != b.classes;
    if (!shows(a, reads)) continue;  // what only the other holds is hidden in both
    ASSERT_TRUE(shows(b, reads) || classes_in(a) == no_class);
    if (!shows(b, reads)) continue;
    ASSERT_EQ(page_frame({}, {Shown{&a, reads}}, 1), page_frame({}, {Shown{&b, reads}}, 1));
    ASSERT_EQ(shown_seq(a, reads), shown_seq(b, reads));
    ASSERT_EQ(elements(key, Epoch{"e"}, projected(a, reads)), elements(key, Epoch{"e"}, projected(b, reads)));
  }
  EXPECT_GT(differ, pairs / 2);
}

TEST(Projection, history_keeps_what_is_read_of_an_edit_and_drops_what_tells_of_the_rest) {
  const auto& type = *Template::shipped().type("resident");
  json edit{{"id", "x"},
            {"op", "change"},
            {"version", 40},
            {"base", {{"name", "张三"}, {"employer", "甲"}}},
            {"set", {{"name", "张珊"}, {"employer", "乙"}}},
            {"saw", {{"sensitive", "digest"}}}};
  auto basic = projected_edit(&type, edit, mask_of(Class::basic));
  EXPECT_EQ(basic.at("set"), (json{{"name", "张珊"}}));
  EXPECT_EQ(basic.at("base"), (json{{"name", "张三"}}));
  EXPECT_EQ(basic.at("version"), 0) << "it could be a hidden class's seq";
  EXPECT_FALSE(basic.contains("saw"));
  EXPECT_EQ(projected_edit(&type, edit, every_class), edit);
  EXPECT_TRUE(projected_edit(&type, edit, mask_of(Class::sensitive)).is_null()) << "nothing of it is left";
  EXPECT_TRUE(projected_edit(&type, edit, no_class).is_null());
  edit["op"] = "remove";
  edit["set"] = edit["base"] = json::object();
  EXPECT_FALSE(projected_edit(&type, edit, mask_of(Class::basic)).is_null()) << "that it was removed is the header's";
}

}  // namespace
}  // namespace doorstep
