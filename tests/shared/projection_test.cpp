#include "shared/projection.h"

#include <gtest/gtest.h>

#include "shared/frame.h"
#include "shared/rights.h"
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

/// A role over the shipped template that nobody would think of.
Role any_role(SeededDice& dice) {
  json types = json::object();
  const auto rights = [&] {
    json reads = json::array(), writes = json::object();
    for (auto klass : all_classes) {
      if (dice.below(2) == 0) continue;
      reads.push_back(name_of(klass));
      if (dice.below(2) == 0) writes[std::string{name_of(klass)}] = dice.below(3) == 0 ? "propose" : "yes";
    }
    json out{{"read", std::move(reads)}, {"write", std::move(writes)}};
    if (!out["read"].empty() && dice.below(2) == 0) out["may"] = {"create", "delete", "resolve", "merge"};
    return out;
  };
  for (const auto& type : Template::shipped().types())
    if (dice.below(3) > 0) types[type.name] = rights();
  if (dice.below(2) == 0) types["*"] = rights();
  return Role::parse(canonical({{"name", "any"}, {"types", std::move(types)}, {"may", {"history"}}})).value();
}

/// Touches some fields of its type; each value is a word of the field's class.
Edit any_edit(SeededDice& dice) {
  const auto& types = Template::shipped().types();
  const auto& type = types[dice.below(types.size())];
  Edit out;
  out.type = type.name;
  out.op = dice.below(4) == 0 ? Op::create : dice.below(4) == 0 ? Op::remove : Op::change;
  for (auto count = dice.below(5); count > 0; --count) {
    const auto& field = type.fields[dice.below(type.fields.size())];
    out.set[field.name] = word(field.klass, dice.below(1'000'000));
    if (dice.below(2) == 0) out.base[field.name] = word(field.klass, dice.below(1'000'000));
  }
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
    const Seq since{dice.below(52)};
    ASSERT_EQ(shows_news(class_seqs(text), reads, since), shown_seq(text, reads) > since);
  }
}

TEST(Projection, a_hundred_thousand_random_edits_tell_random_roles_only_what_they_read) {
  SeededDice dice{6};
  std::vector<Role> roles = Role::shipped();
  while (roles.size() < 500) roles.push_back(any_role(dice));
  std::size_t told = 0, hidden = 0, refused = 0;
  for (int i = 0; i < cases; ++i) {
    const auto& role = roles[dice.below(roles.size())];
    const auto edit = any_edit(dice);
    const auto& type = *Template::shipped().type(edit.type);
    const auto reads = role.reads(edit.type);
    const auto whole = edit_json(edit);
    const auto others = canonical(projected_edit(&type, whole, reads)),
               own = canonical(without_hidden_values(&type, whole, reads)), all = canonical(whole);
    const auto allowed = check_rights(role, Template::shipped(), edit);
    for (auto klass : all_classes) {
      const auto mark = "QZ" + std::string{name_of(klass)};
      const bool there = all.find(mark) != all.npos, may_see = has(reads, klass);
      ASSERT_EQ(own.find(mark) != own.npos, there && may_see) << own << role.text();
      ASSERT_TRUE(may_see || others.find(mark) == others.npos) << others << role.text();
      told += others.find(mark) != others.npos;
      hidden += there && !may_see;
      // Whoever writes it reads it, and a refusal names places, not values.
      ASSERT_TRUE(!allowed || !there || may_see) << all << role.text();
    }
    refused += !allowed;
    ASSERT_TRUE(allowed || allowed.error().detail.find("QZ") == std::string::npos);
  }
  EXPECT_GT(told, 10'000U);
  EXPECT_GT(hidden, 10'000U);
  EXPECT_GT(refused, 10'000U);
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
