#include "engine/search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/one_tablet.h"
#include "tests/flaky_vfs.h"

namespace doorstep::test {
namespace {

class SearchTest : public ::testing::Test {
 protected:
  using Found = std::vector<std::string>;

  using Ask = Filter::Test;

  /// The names (or rooms, or texts) of what is found, best first, among equals the newest.
  Found find(const std::string& words, const std::string& type = {},
             const std::vector<std::pair<std::string, json>>& where = {}) {
    std::vector<Filter> filters;
    for (const auto& [field, value] : where) filters.push_back({field, Ask::equal, value});
    return find_where(words, type, std::move(filters));
  }
  Found find_where(const std::string& words, const std::string& type, std::vector<Filter> where) {
    Found out;
    auto found = doorstep::find(tablet.store(), Query{words, type, std::move(where)});
    EXPECT_TRUE(found) << words;
    for (const auto& view : found.value())
      for (const char* title : {"name", "room_no", "value", "text"})
        if (view.fields.contains(title)) out.push_back(view.fields.at(title));
    return out;
  }
  RecordId resident(const std::string& name, json more = json::object()) {
    more["name"] = name;
    return tablet.creates("resident", std::move(more));
  }

  OneTablet tablet;
};

TEST_F(SearchTest, chinese_is_found_by_one_character_or_several_wherever_they_stand) {
  resident("张建国");
  resident("王建");
  resident("欧阳国强");
  EXPECT_EQ(find("张"), Found{"张建国"});
  EXPECT_EQ(find("建"), (Found{"王建", "张建国"}));
  EXPECT_EQ(find("建国"), Found{"张建国"});
  EXPECT_EQ(find("张建国"), Found{"张建国"});
  EXPECT_EQ(find("国建"), Found{});
  EXPECT_EQ(find("国"), (Found{"欧阳国强", "张建国"}));
  EXPECT_EQ(find("欧阳国强"), Found{"欧阳国强"});
  EXPECT_EQ(find("张强"), Found{});
}

TEST_F(SearchTest, a_long_list_is_read_page_by_page) {
  for (int i = 0; i < 25; ++i) {
    tablet.creates("unit", {{"room_no", std::to_string(100 + i)}, {"use_state", i % 2 == 0 ? "self" : "rented"}});
    resident("张三");
  }
  for (const bool oldest_first : {false, true})
    for (const bool filtered : {false, true}) {
      std::vector<RecordId> whole, paged;
      Query query;
      query.type = "unit";
      query.oldest_first = oldest_first;
      if (filtered) query.where = {{"use_state", Ask::equal, "self"}};
      for (const auto& view : doorstep::find(tablet.store(), query).value()) whole.push_back(view.id);
      query.limit = 7;
      for (;;) {
        auto page = doorstep::find(tablet.store(), query).value();
        for (const auto& view : page) paged.push_back(view.id);
        if (page.size() < query.limit) break;
        query.behind = page.back().id;
      }
      EXPECT_EQ(whole.size(), filtered ? 13U : 25U);
      EXPECT_EQ(paged, whole) << oldest_first << filtered;
    }
  Query query;
  query.type = "unit";
  query.behind = RecordId{};
  EXPECT_TRUE(doorstep::find(tablet.store(), query).value().empty());
}

TEST_F(SearchTest, plates_and_numbers_are_found_however_they_stand_in_a_sentence_and_are_typed) {
  tablet.creates("vehicle", {{"unit", text(tablet.creates("unit", {{"room_no", "1502"}}))}, {"plate", "粤B12345"}});
  for (const char* typed : {"粤B·12345", "粤B12345", "粤b-12345", "B·12345", "b12345", "2345"})
    EXPECT_EQ(doorstep::find(tablet.store(), Query{typed, "vehicle", {}}).value().size(), 1U) << typed;
  tablet.creates("request", {{"text", "访客车粤B·67890占了车位"}});
  tablet.creates("request", {{"text", "回电0571-8888-6666找王女士"}});
  tablet.creates("request", {{"text", "合同号 HT-2024/0815 请核对"}});
  for (const char* typed : {"粤B67890", "粤B·67890", "b67890", "67890", "7890"})
    EXPECT_EQ(find(typed, "request"), Found{"访客车粤B·67890占了车位"}) << typed;
  for (const char* typed : {"057188886666", "0571-8888-6666", "0571 88886666", "88886666", "6666"})
    EXPECT_EQ(find(typed, "request"), Found{"回电0571-8888-6666找王女士"}) << typed;
  for (const char* typed : {"ht20240815", "HT-2024/0815", "2024/0815"})
    EXPECT_EQ(find(typed, "request"), Found{"合同号 HT-2024/0815 请核对"}) << typed;
  EXPECT_TRUE(verify(tablet.store()));
}

TEST_F(SearchTest, rare_characters_and_other_scripts_are_found_too) {
  resident("𠮷田㛃", {{"language", "にほんご"}});
  resident("Жанна Öz", {{"language", "Русский"}});
  EXPECT_EQ(find("𠮷"), Found{"𠮷田㛃"});
  EXPECT_EQ(find("㛃"), Found{"𠮷田㛃"});
  EXPECT_EQ(find("ほん"), Found{"𠮷田㛃"});
  EXPECT_EQ(find("жан"), Found{"Жанна Öz"});
  EXPECT_EQ(find("oz"), Found{"Жанна Öz"});
}

TEST_F(SearchTest, chinese_mixed_with_latin_and_digits) {
  resident("李强", {{"language", "English"}, {"occupation", "3D打印工程师"}});
  tablet.creates("request", {{"text", "电梯E2故障，15楼停运"}});
  EXPECT_EQ(find("E2故障"), Found{"电梯E2故障，15楼停运"});
  EXPECT_EQ(find("15楼"), Found{"电梯E2故障，15楼停运"});
  EXPECT_EQ(find("故障 停运"), Found{"电梯E2故障，15楼停运"});
  EXPECT_EQ(find("3d打印"), Found{"李强"});
  EXPECT_EQ(find("engl"), Found{"李强"});
  EXPECT_EQ(find("ENGLISH"), Found{"李强"});
  EXPECT_EQ(find("ｅｎｇ"), Found{"李强"});  // full width, as some keyboards type
}

TEST_F(SearchTest, a_name_and_an_occupation_are_words_of_one_resident_though_of_different_classes) {
  resident("李强", {{"occupation", "教师"}});
  resident("李明", {{"occupation", "医生"}});
  EXPECT_EQ(find("李 教师"), Found{"李强"});
  EXPECT_EQ(find("医生 明"), Found{"李明"});
  EXPECT_EQ(find("李强 医生"), Found{});
}

TEST_F(SearchTest, a_phone_is_found_by_its_beginning_and_a_home_by_its_parts) {
  auto id = resident("王芳");
  tablet.creates("contact", {{"resident", text(id)}, {"kind", "mobile"}, {"value", "13812345678"}});
  tablet.creates("unit", {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}});
  tablet.creates("unit", {{"building", "13"}, {"unit_no", "1"}, {"room_no", "1503"}});
  EXPECT_EQ(find("138"), Found{"13812345678"});
  EXPECT_EQ(find("13812345678"), Found{"13812345678"});
  EXPECT_EQ(find("3-2-1502"), Found{"1502"});
  EXPECT_EQ(find("3 2 1502"), Found{"1502"});
  EXPECT_EQ(find("150"), (Found{"1503", "1502"}));
  EXPECT_EQ(find("1503"), Found{"1503"});
}

TEST_F(SearchTest, choices_are_found_by_their_labels_in_both_languages) {
  resident("王芳", {{"interests", {"tai_chi", "养猫"}}, {"sex", "female"}});
  EXPECT_EQ(find("太极"), Found{"王芳"});
  EXPECT_EQ(find("tai chi"), Found{"王芳"});
  EXPECT_EQ(find("养猫"), Found{"王芳"});
  EXPECT_EQ(find("female"), Found{"王芳"});
}

TEST_F(SearchTest, whatever_people_type_is_words_and_never_an_error) {
  resident("张三", {{"occupation", "NEAR station"}});
  for (const char* typed :
       {"\"",  "\"张", "张\"",  "*",      "张*",  "-",      "-张",         "'",        "张'",        "(",
        "张)", "NEAR", "NEAR(", "张 AND", "OR",   "NOT 张", "^张",         "words:张", "{basic}:张", "张+三",
        "\\",  "%",    "_",     ";",      "--",   "张\t三", "。",          "张三。",   "《张三》",   "😀",
        "张😀", "·",    "张·",   "\u200b", "\xff", "张\xff", "' OR 1=1 --", "null",     "?1",         "𠮷*"}) {
    auto found = doorstep::find(tablet.store(), Query{typed, {}, {}});
    EXPECT_TRUE(found) << typed << ": " << (found ? "" : found.error().detail);
  }
  EXPECT_EQ(find("张三。"), Found{"张三"});
  EXPECT_EQ(find("《张三》"), Found{"张三"});
  EXPECT_EQ(find("张😀"), Found{"张三"});
  EXPECT_EQ(find("\"张\" \"三\""), Found{"张三"});
  EXPECT_EQ(find("near"), Found{"张三"});
  EXPECT_EQ(find("NEAR AND"), Found{});
  EXPECT_EQ(find("😀"), Found{});
  EXPECT_EQ(find("-"), Found{});
  EXPECT_EQ(find(""), Found{"张三"});
}

TEST_F(SearchTest, filters_of_every_kind) {
  resident("甲", {{"sex", "male"},
                  {"vip", true},
                  {"interests", {"chess", "养猫"}},
                  {"birth_date", "1958-03-07"},
                  {"contact_time", {{"from", "09:00"}, {"to", "11:30"}}},
                  {"notes", {{{"id", "n1"}, {"text", "门口有狗"}}}}});
  resident("乙", {{"sex", "female"}, {"vip", false}, {"interests", {"chess"}}});
  auto third = resident("丙", {{"sex", "male"}, {"vip", true}});
  tablet.changes(third, {{"vip", nullptr}});
  tablet.creates("unit", {{"room_no", "1"}, {"floor", 15}, {"area_build", 8950}});
  tablet.creates("unit", {{"room_no", "2"}, {"floor", 1}});

  EXPECT_EQ(find("", "resident", {{"sex", "male"}}), (Found{"丙", "甲"}));
  EXPECT_EQ(find("", "resident", {{"vip", true}}), Found{"甲"});
  EXPECT_EQ(find("", "resident", {{"vip", false}}), Found{"乙"});
  EXPECT_EQ(find("", "resident", {{"interests", "chess"}}), (Found{"乙", "甲"}));
  EXPECT_EQ(find("", "resident", {{"interests", "养猫"}}), Found{"甲"});
  EXPECT_EQ(find("", "resident", {{"interests", "cat"}}), Found{});
  EXPECT_EQ(find("", "resident", {{"birth_date", "1958-03-07"}}), Found{"甲"});
  EXPECT_EQ(find("", "resident", {{"contact_time", {{"from", "09:00"}, {"to", "11:30"}}}}), Found{"甲"});
  EXPECT_EQ(find("", "resident", {{"sex", "male"}, {"interests", "chess"}}), Found{"甲"});
  EXPECT_EQ(find("", "unit", {{"floor", 15}}), Found{"1"});
  EXPECT_EQ(find("", "unit", {{"floor", "15"}}), Found{});
  EXPECT_EQ(find("", "unit", {{"area_build", 8950}}), Found{"1"});
  EXPECT_EQ(find("狗", "resident", {{"sex", "male"}}), Found{"甲"});
  EXPECT_EQ(find("狗", "resident", {{"sex", "female"}}), Found{});
  EXPECT_EQ(find("", "resident", {{"name", "' OR 1=1"}}), Found{});
}

TEST_F(SearchTest, who_asks_for_no_value_finds_what_was_cleared_and_what_was_never_filled_in) {
  resident("甲", {{"occupation", "教师"}, {"notes", {{{"id", "n1"}, {"text", "狗"}}}}});
  auto cleared = resident("乙", {{"occupation", "医生"}});
  tablet.changes(cleared, {{"occupation", nullptr}});
  resident("丙");
  EXPECT_EQ(find("", "resident", {{"occupation", nullptr}}), (Found{"丙", "乙"}));
  EXPECT_EQ(find("", "resident", {{"notes", nullptr}}), (Found{"丙", "乙"}));
}

TEST_F(SearchTest, a_limit_gives_the_best_ones) {
  for (int i = 0; i < 60; ++i) resident("张三");
  EXPECT_EQ(find("张三").size(), 50U);
  EXPECT_EQ(doorstep::find(tablet.store(), Query{"张三", {}, {}, 3}).value().size(), 3U);
  EXPECT_EQ(doorstep::find(tablet.store(), Query{"张三", {}, {}, find_limit_max * 2}).value().size(), 60U);
  EXPECT_EQ(find("", "spaceship").size(), 0U);
}

TEST_F(SearchTest, an_updated_resident_is_not_found_by_old_words_and_a_removed_one_not_at_all) {
  auto id = resident("张三", {{"occupation", "教师"}});
  EXPECT_EQ(find("教师"), Found{"张三"});
  tablet.changes(id, {{"occupation", "医生"}, {"name", "李四"}});
  EXPECT_EQ(find("教师"), Found{});
  EXPECT_EQ(find("张三"), Found{});
  EXPECT_EQ(find("医生"), Found{"李四"});
  Intent removal = tablet.change(id, json::object());
  removal.op = Op::remove;
  tablet.tries(removal).value();
  EXPECT_EQ(find("医生"), Found{});
  EXPECT_EQ(find(""), Found{});
}

TEST_F(SearchTest, a_refused_creation_is_found_no_more_and_its_place_is_taken_by_another) {
  FarSide server;
  tablet.meets(server);
  auto id = resident("张三");
  EXPECT_EQ(find("张三"), Found{"张三"});
  server.refuse(id, Fault::not_allowed);
  tablet.store().adopt(tablet.pushes_to(server)).value();
  EXPECT_EQ(find("张三"), Found{});
  resident("李四");
  EXPECT_EQ(find("张三"), Found{});
  EXPECT_EQ(find("李四"), Found{"李四"});
}

TEST_F(SearchTest, a_filter_with_a_zero_or_a_line_end_in_it_finds_nothing_and_fails_nothing) {
  resident("张三");
  for (const auto& value : {std::string("\0\0\1", 3), std::string("张三\n"), std::string("\0", 1)})
    for (const char* field : {"name", "language"}) EXPECT_EQ(find("", "resident", {{field, value}}), Found{});
  EXPECT_EQ(find("", "resident", {{"name", "张三"}}), Found{"张三"});
}

TEST_F(SearchTest, a_number_is_found_with_its_country_code_and_however_it_is_set) {
  auto id = resident("张三");
  tablet.creates("contact", {{"resident", text(id)}, {"kind", "mobile"}, {"value", "13987654321"}});
  tablet.creates("contact", {{"resident", text(id)}, {"kind", "mobile"}, {"value", "13812345678"}});
  for (const char* typed : {"13987654321", "+8613987654321", "+86 139 8765 4321", "86-13987654321", "139-8765-4321"})
    EXPECT_EQ(find(typed), Found{"13987654321"}) << typed;
}

TEST_F(SearchTest, conflicts_are_not_found_as_records) {
  FarSide server;
  auto id = server.colleague_creates("resident", {{"name", "张三"}});
  tablet.meets(server);
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  tablet.meets(server);
  ASSERT_EQ(tablet.open_conflicts().size(), 1U);
  EXPECT_EQ(find(""), Found{"张珊"});
}

TEST_F(SearchTest, what_comes_back_with_the_same_words_is_not_indexed_anew) {
  FarSide server;
  auto id = resident("张三");
  EXPECT_EQ(find("张三").size(), 1U);
  tablet.meets(server);
  EXPECT_EQ(tablet.rows("unindexed"), 0) << "the server's stamps are no words";
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "李强"}});
  tablet.meets(server);
  EXPECT_EQ(tablet.rows("unindexed"), 1);
  EXPECT_EQ(find("李强"), Found{"李强"});
  EXPECT_EQ(find("张三"), Found{});
}

TEST_F(SearchTest, the_index_catches_up_in_portions_and_misses_nothing) {
  for (int i = 0; i < 7; ++i) resident("张三");
  Search search{tablet.store().database(), tablet.store().sql(), tablet.store().archive_template()};
  EXPECT_GT(search.catch_up(3), 0U);
  EXPECT_EQ(tablet.rows("unindexed"), 4);
  resident("张三");
  EXPECT_EQ(find("张三").size(), 8U);
  EXPECT_EQ(search.catch_up(3), 0U);
  EXPECT_EQ(tablet.rows("unindexed"), 0);
}

TEST_F(SearchTest, what_a_new_template_adds_is_found) {
  auto changed = parse_json(Template::shipped().text()).value();
  changed["version"] = 2;
  auto pet = changed["types"][0];
  pet["name"] = "garage";
  changed["types"].push_back(pet);
  FarSide server;
  tablet.meets(server);
  auto newer = Template::parse(canonical(changed)).value();
  Record record;
  record.id = RecordId{{5}};
  record.header = {"garage", CommunityId{"main"}, State::live, {}, Seq{1}, 1};
  record.put("room_no", Class::basic, "B7", Stamp{Seq{1}, colleagues_chain, EditId{{6}}, {}, "form"});
  record.part(Class::basic)->seq = Seq{1};
  record.part(Class::basic)->count = 1;
  auto text = encode(record);
  Page head{CommunityId{"main"}, PageKind::tail, Seq{0}, Seq{1}, Seq{1}, {}, true, false, {}};
  tablet.store().adopt(through_the_wire(head, {&text})).value();
  EXPECT_EQ(find("B7"), Found{});
  tablet.store().adopt_template(newer.text()).value();
  EXPECT_EQ(find("B7"), Found{"B7"});
}

TEST_F(SearchTest, an_index_that_was_cut_off_by_a_crash_goes_on) {
  for (std::uint64_t n = 1; n < 40; ++n) {
    FlakyVfs vfs{"search_crash", n};
    OneTablet one{"store.db", "search_crash", n};
    one.reopen().value();
    one.store().enrolled(OneTablet::identity()).value();
    for (int i = 0; i < 5; ++i) one.creates("resident", {{"name", "张三"}});
    vfs.fail_at(vfs.operations() + n, FlakyVfs::Failure::power);
    (void)doorstep::find(one.store(), Query{"张三", {}, {}});
    vfs.heal();
    vfs.crash();
    one.reopen().value();
    EXPECT_EQ(doorstep::find(one.store(), Query{"张三", {}, {}}).value().size(), 5U) << "operation " << n;
    one.close();
  }
}

TEST_F(SearchTest, on_a_full_disk_people_still_find_whom_they_found_before) {
  FlakyVfs vfs{"search_full", 1};
  OneTablet one{"store.db", "search_full", 1};
  one.reopen().value();
  one.store().enrolled(OneTablet::identity()).value();
  one.creates("resident", {{"name", "张三"}});
  EXPECT_EQ(doorstep::find(one.store(), Query{"张三", {}, {}}).value().size(), 1U);
  one.creates("resident", {{"name", "张三"}});
  vfs.fail_at(vfs.operations() + 1, FlakyVfs::Failure::full, true);
  auto found = doorstep::find(one.store(), Query{"张三", {}, {}});
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(found->size(), 1U);
  vfs.heal();
  EXPECT_EQ(doorstep::find(one.store(), Query{"张三", {}, {}}).value().size(), 2U);
  one.close();
}

}  // namespace
}  // namespace doorstep::test
