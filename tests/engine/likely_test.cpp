#include "engine/likely.h"

#include <gtest/gtest.h>

#include "engine/search.h"
#include "tests/engine/far_side.h"
#include "tests/engine/one_tablet.h"

namespace doorstep::test {
namespace {

class LikelyTest : public ::testing::Test {
 protected:
  using Signs = std::vector<Likeness>;

  RecordId resident(const std::string& name) { return tablet.creates("resident", {{"name", name}}); }
  RecordId contact(const RecordId& resident, const std::string& value, const char* kind = "mobile") {
    return tablet.creates("contact", {{"resident", text(resident)}, {"kind", kind}, {"value", value}});
  }
  RecordId document(const RecordId& resident, const std::string& number) {
    return tablet.creates("id_document", {{"resident", text(resident)}, {"doc_type", "passport"}, {"number", number}});
  }
  RecordId unit(const std::string& room) { return tablet.creates("unit", {{"building", "3"}, {"room_no", room}}); }
  RecordId lodge(const RecordId& unit, const RecordId& resident, const char* role = "owner") {
    return tablet.creates("occupancy", {{"unit", text(unit)}, {"resident", text(resident)}, {"role", role}});
  }
  std::vector<Likely> of(const RecordId& saved) { return likely_same(tablet.store(), saved).value(); }
  std::vector<Likely> of(Entered entered) { return likely_same(tablet.store(), entered).value(); }
  std::string plan(const std::string& sql) {
    auto row = tablet.store().database().prepare("EXPLAIN QUERY PLAN " + sql);
    std::string out;
    while (row.step()) out += std::string{row.text(3)} + "\n";
    return out;
  }

  OneTablet tablet;
};

TEST_F(LikelyTest, a_phone_that_somebody_has_already_names_them_and_their_home) {
  const auto home = unit("1502"), old = resident("王五"), fresh = resident("王武");
  lodge(home, old);
  contact(old, "13800138000");
  const auto told = of(contact(fresh, "13800138000"));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].record.id, old);
  EXPECT_EQ(told[0].why, Signs{Likeness::phone});
  ASSERT_TRUE(told[0].home);
  EXPECT_EQ(told[0].home->id, home);
  EXPECT_TRUE(of(contact(fresh, "13800138001")).empty());
  EXPECT_TRUE(of(contact(fresh, "wangwu1234", "wechat")).empty()) << "no telephone";
}

TEST_F(LikelyTest, one_s_own_numbers_hint_at_nobody) {
  const auto one = resident("王五");
  contact(one, "13800138000");
  EXPECT_TRUE(of(contact(one, "13800138000", "address")).empty());
  EXPECT_TRUE(of(one).empty());
  const auto twice = of(contact(one, "13800138000"));
  ASSERT_EQ(twice.size(), 1u) << "but the same entry twice is told";
  EXPECT_EQ(twice[0].record.type, "contact");
  EXPECT_EQ(twice[0].why, Signs{Likeness::key});
}

TEST_F(LikelyTest, one_name_in_one_home_is_told_while_it_is_typed_and_when_it_is_saved) {
  const auto home = unit("1502"), other_home = unit("1503"), old = resident("張偉");
  lodge(home, old);
  Entered typed{"resident", {{"name", "张伟"}}, std::nullopt, home};
  ASSERT_EQ(of(typed).size(), 1u) << "traditional and simplified are one name";
  EXPECT_EQ(of(typed)[0].why, Signs{Likeness::name_and_home});
  typed.home = other_home;
  EXPECT_TRUE(of(typed).empty()) << "a common name says nothing elsewhere";
  const auto fresh = resident("张伟");
  EXPECT_TRUE(of(fresh).empty());
  const auto told = of(lodge(home, fresh, "tenant"));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].record.id, old);
}

TEST_F(LikelyTest, an_identity_number_is_the_surest_sign) {
  const auto by_phone = resident("甲"), by_number = resident("乙"), fresh = resident("丙");
  contact(by_phone, "13800138000");
  document(by_number, "E12345678");
  contact(by_number, "13800138000");
  EXPECT_EQ(of(document(fresh, "E12345678"))[0].why, Signs{Likeness::id_number});
  const auto told = of(contact(fresh, "13800138000"));
  ASSERT_EQ(told.size(), 2u);
}

TEST_F(LikelyTest, one_address_and_one_archive_number_are_told_at_once) {
  const auto first = unit("1502");
  const auto told = of(unit("1502"));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].record.id, first);
  EXPECT_EQ(told[0].why, Signs{Likeness::key});
}

TEST_F(LikelyTest, who_was_merged_or_removed_is_no_other_person) {
  const auto one = resident("王五"), twin = resident("王武"), gone = resident("王六");
  for (const auto& each : {twin, gone}) contact(each, "13800138000");
  Intent merge;
  merge.op = Op::merge;
  merge.record = twin;
  merge.into = one;
  tablet.tries(merge).value();
  Intent remove;
  remove.op = Op::remove;
  remove.record = gone;
  tablet.tries(remove).value();
  EXPECT_TRUE(of(contact(one, "13800138000", "address")).empty()) << "it is what was merged into this one";
  const auto told = of(contact(resident("王七"), "13800138000"));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].record.id, one) << "what stands for both";
}

TEST_F(LikelyTest, who_may_not_read_identity_numbers_gets_no_hint_from_them) {
  const auto old = resident("王五"), fresh = resident("王武");
  document(old, "E12345678");
  const auto typed = document(fresh, "E12345678");
  ASSERT_EQ(of(typed).size(), 1u);
  const auto office = Role::shipped("office");
  ASSERT_NE(office, nullptr);
  set_meta(tablet.store().sql(), "role", office->text());
  EXPECT_TRUE(of(typed).empty());
  EXPECT_TRUE(of(Entered{"id_document",
                         {{"resident", text(fresh)}, {"doc_type", "passport"}, {"number", "E12345678"}},
                         std::nullopt,
                         std::nullopt})
                  .empty());
}

TEST_F(LikelyTest, every_look_goes_through_an_index_however_many_records_there_are) {
  for (const char* sql :
       {"SELECT id FROM records WHERE type = 'unit' AND natural = '[]' AND state IN (0, 3) ORDER BY state, n LIMIT 5",
        "SELECT id FROM records WHERE n = 7", "SELECT id FROM records WHERE parent = x'00' AND state = 0"}) {
    const auto way = plan(sql);
    EXPECT_NE(way.find("SEARCH records USING"), std::string::npos) << sql << '\n' << way;
    EXPECT_EQ(way.find("SCAN"), std::string::npos) << sql << '\n' << way;
  }
  const auto way = plan("SELECT rowid FROM search_basic WHERE search_basic MATCH '\"@value=1\"' ORDER BY rowid DESC");
  EXPECT_NE(way.find("VIRTUAL TABLE INDEX"), std::string::npos) << way;
}

TEST_F(LikelyTest, a_register_that_waits_for_the_index_holds_nobody_up) {
  std::vector<Intent> many;
  for (std::size_t i = 0; i < bundle_edits_max; ++i) {
    Intent one;
    one.op = Op::create;
    one.type = "unit";
    one.set = {{"room_no", std::to_string(1000 + i)}};
    many.push_back(std::move(one));
  }
  for (std::size_t i = 0; i * bundle_edits_max <= index_batch_rows_max + bundle_edits_max; ++i) {
    for (auto& one : many) one.set["building"] = std::to_string(i + 10);
    tablet.store().edit(many).value();
  }
  const auto waiting = tablet.rows("unindexed");
  ASSERT_GT(waiting, static_cast<std::int64_t>(index_batch_rows_max));
  of(resident("王五"));
  EXPECT_EQ(tablet.rows("unindexed"), waiting + 1 - static_cast<std::int64_t>(index_batch_rows_max));
}

}  // namespace
}  // namespace doorstep::test
