#include <gtest/gtest.h>

#include "engine/search.h"
#include "tests/engine/one_tablet.h"

namespace doorstep::test {
namespace {

using Found = std::vector<std::string>;
using Ask = Filter::Test;

class SearchRank : public ::testing::Test {
 protected:
  std::vector<RecordView> views(Query query) { return doorstep::find(tablet.store(), query).value(); }
  static Found titles(const std::vector<RecordView>& views) {
    Found out;
    for (const auto& view : views)
      for (const char* title : {"name", "room_no", "value", "text"})
        if (view.fields.contains(title)) {
          auto text = view.fields.at(title).get<std::string>();
          if (std::string{title} == "room_no")
            text = view.fields.value("building", "") + "-" + view.fields.value("unit_no", "") + "-" + text;
          out.push_back(text);
        }
    return out;
  }
  Found find(const std::string& words, const std::string& type = {}, std::vector<Filter> where = {}) {
    return titles(views({words, type, std::move(where)}));
  }
  RecordId resident(const std::string& name, json more = json::object()) {
    more["name"] = name;
    return tablet.creates("resident", std::move(more));
  }
  void unit(const std::string& building, const std::string& unit_no, const std::string& room_no) {
    json set{{"room_no", room_no}};
    if (!building.empty()) set["building"] = building;
    if (!unit_no.empty()) set["unit_no"] = unit_no;
    tablet.creates("unit", std::move(set));
  }
  void request(const std::string& text, json more = json::object()) {
    more["text"] = text;
    tablet.creates("request", std::move(more));
  }
  /// The first highlight, what was found in 【】.
  std::string marked(const std::string& words) {
    auto found = views({words, {}, {}});
    if (found.empty() || found.front().highlights.empty()) return {};
    std::string out;
    bool hit = false;
    for (const auto& part : found.front().highlights.front().parts) {
      out += hit ? "【" + part + "】" : part;
      hit = !hit;
    }
    return out;
  }

  OneTablet tablet;
};

TEST_F(SearchRank, an_exact_name_comes_first_then_names_that_begin_so_then_other_names_then_the_rest) {
  resident("张三");
  resident("张三丰");
  resident("老张三");
  request("张三家漏水");
  resident("李四", {{"alias", {"张三"}}});
  EXPECT_EQ(find("张三"), (Found{"李四", "张三", "张三丰", "老张三", "张三家漏水"}));
  EXPECT_EQ(find("张"), (Found{"李四", "张三丰", "张三", "老张三", "张三家漏水"}));
}

TEST_F(SearchRank, a_home_is_found_however_its_room_is_written_and_comes_before_all_else) {
  unit("3", "2", "1502");
  unit("13", "2", "1502");
  unit("3", "1", "1502");
  unit("A", "", "1201");
  unit("3", "2", "11502");
  request("3栋2单元1502漏水");
  request("住户从3-2-1502打来电话");
  for (const char* typed : {"3-2-1502", "3栋2单元1502", "３栋2单元1502", "3栋2单元1502室", "三号楼二单元1502",
                            "3 2 1502", "３－２－１５０２", "3#2单元1502"})
    EXPECT_EQ(find(typed).at(0), "3-2-1502") << typed;
  // The exact one, then what names it, however it is written there.
  EXPECT_EQ(find("3栋2单元1502"), (Found{"3-2-1502", "住户从3-2-1502打来电话", "3栋2单元1502漏水"}));
  EXPECT_EQ(find("1502"),
            (Found{"3-1-1502", "13-2-1502", "3-2-1502", "3-2-11502", "住户从3-2-1502打来电话", "3栋2单元1502漏水"}));
  EXPECT_EQ(find("3-1502"), (Found{"3-1-1502", "3-2-1502", "住户从3-2-1502打来电话", "3栋2单元1502漏水"}));
  EXPECT_EQ(find("99-2-1502"), Found{}) << "no such home, and nothing holds these numbers";
  request("15栋楼下，2单元门口，有7个箱子");
  EXPECT_EQ(find("15-2-7"), Found{"15栋楼下，2单元门口，有7个箱子"}) << "no such home: its numbers one by one";
  EXPECT_EQ(find("13-1502").front(), "13-2-1502");
  EXPECT_EQ(find("A座1201"), Found{"A--1201"});
  EXPECT_EQ(find("a1201"), Found{"A--1201"});
  EXPECT_EQ(find("3栋1单元").front(), "3-1-1502");
  EXPECT_EQ(find("13栋").front(), "13-2-1502");
}

TEST_F(SearchRank, the_last_digits_of_a_phone_are_enough_and_digits_from_its_middle_too) {
  auto id = resident("王芳", {{"notes", {{{"id", "n1"}, {"text", "备用电话13900001234"}}}}});
  tablet.creates("contact", {{"resident", text(id)}, {"kind", "mobile"}, {"value", "13812345678"}});
  tablet.creates("contact", {{"resident", text(id)}, {"kind", "landline"}, {"value", "0571-88886666"}});
  EXPECT_EQ(find("5678"), Found{"13812345678"});
  EXPECT_EQ(find("345678"), Found{"13812345678"});
  EXPECT_EQ(find("1234"), (Found{"13812345678", "王芳"}));
  EXPECT_EQ(find("2345"), Found{"13812345678"});
  EXPECT_EQ(find("6666"), Found{"0571-88886666"});
  EXPECT_EQ(find("057188886666"), Found{"0571-88886666"});
  EXPECT_EQ(find("8667"), Found{});
  request("来电 139 1111 2222 的住户");
  EXPECT_EQ(find("139 1111 2222"), Found{"来电 139 1111 2222 的住户"}) << "as it stands there, in pieces";
}

TEST_F(SearchRank, a_plate_is_found_with_its_province_or_without) {
  request("粤B12345停在消防通道");
  request("粤B·D54321占用车位");
  EXPECT_EQ(find("粤B12345"), Found{"粤B12345停在消防通道"});
  EXPECT_EQ(find("b12345"), Found{"粤B12345停在消防通道"});
  EXPECT_EQ(find("12345"), Found{"粤B12345停在消防通道"});
  EXPECT_EQ(find("2345"), Found{"粤B12345停在消防通道"});
  EXPECT_EQ(find("d54321"), Found{"粤B·D54321占用车位"});
  EXPECT_EQ(find("粤"), (Found{"粤B·D54321占用车位", "粤B12345停在消防通道"}));
}

TEST_F(SearchRank, names_are_found_by_pinyin_and_its_initials_and_nothing_else_is) {
  resident("张三");
  resident("张三丰");
  resident("李四", {{"occupation", "张三的司机"}, {"alias", {"阿乐"}}});
  request("张三家漏水");
  for (const char* typed : {"zhangsan", "zhang san", "zs", "ZhangSan", "ＺＳ", "z s"})
    EXPECT_EQ(find(typed), (Found{"张三", "张三丰"})) << typed;
  EXPECT_EQ(find("zhangs"), (Found{"张三丰", "张三"}));
  EXPECT_EQ(find("zsf"), Found{"张三丰"});
  EXPECT_EQ(find("sanfeng"), Found{"张三丰"});
  EXPECT_EQ(find("sf"), Found{"张三丰"});
  EXPECT_EQ(find("z"), (Found{"张三丰", "张三"}));
  EXPECT_EQ(find("ale"), Found{"李四"});
  EXPECT_EQ(find("ayue"), Found{"李四"});
  EXPECT_EQ(find("siji"), Found{});
  EXPECT_EQ(find("loushui"), Found{});
}

TEST_F(SearchRank, surnames_sound_as_surnames_do) {
  const std::vector<std::pair<std::string, std::string>> names{
      {"单雄信", "shanxiongxin"}, {"曾国强", "zengguoqiang"}, {"解缙", "xiejin"},       {"仇和", "qiuhe"},
      {"区伟", "ouwei"},          {"查良镛", "zhaliangyong"}, {"盖叫天", "gejiaotian"}, {"尉迟恭", "yuchigong"},
      {"万俟卨", "moqi"},         {"翟志刚", "zhaizhigang"},  {"朴树", "piaoshu"},      {"吕布", "lvbu"},
      {"吕蒙", "lumeng"},         {"缪斌", "miaobin"},        {"欧阳修", "ouyangxiu"},  {"长孙无忌", "zhangsunwuji"}};
  for (const auto& [name, sound] : names) resident(name);
  for (const auto& [name, sound] : names) EXPECT_EQ(find(sound), Found{name}) << sound;
  EXPECT_EQ(find("ceng"), Found{});
}

TEST_F(SearchRank, traditional_and_simplified_are_one) {
  resident("張三");
  resident("刘晓东");
  request("電梯故障，請維修");
  EXPECT_EQ(find("张三"), Found{"張三"});
  EXPECT_EQ(find("張"), Found{"張三"});
  EXPECT_EQ(find("劉曉東"), Found{"刘晓东"});
  EXPECT_EQ(find("电梯"), Found{"電梯故障，請維修"});
  EXPECT_EQ(marked("维修"), "電梯故障，請【維修】");
}

TEST_F(SearchRank, what_was_found_is_marked_and_long_texts_are_cut_around_it) {
  resident("张建国", {{"occupation", "建筑师"}});
  EXPECT_EQ(marked("建国"), "张【建国】");
  EXPECT_EQ(marked("zjg"), "【张建国】");
  EXPECT_EQ(marked("zhang"), "【张建国】");
  std::string long_text;
  for (int i = 0; i < 40; ++i) long_text += "楼道灯";
  request(long_text + "水管漏水" + long_text);
  EXPECT_EQ(marked("水管"), "…楼道灯楼道灯楼道灯楼道灯【水管】漏水" + long_text.substr(0, 9 * 14) + "楼道…");
  request("Lift E2 broke, ring 13812345678");
  EXPECT_EQ(marked("LIFT e2"), "【Lift】 【E2】 broke, ring 13812345678");
  EXPECT_EQ(marked("5678"), "Lift E2 broke, ring 1381234【5678】");
  EXPECT_EQ(views({"建国", {}, {}}).front().highlights.front().field, "name");
}

TEST_F(SearchRank, dates_times_and_numbers_are_asked_for_by_span) {
  request("甲", {{"opened_at", "2017-11-30T23:59"}});
  request("乙", {{"opened_at", "2017-12-01T00:00"}});
  request("丙", {{"opened_at", "2017-12-31T08:15"}});
  request("丁", {{"opened_at", "2018-02-28T08:15"}});
  request("戊");
  auto opened = [&](Ask test, const char* value) { return find("", "request", {{"opened_at", test, value}}); };
  EXPECT_EQ(opened(Ask::at_least, "2017-12-01"), (Found{"丁", "丙", "乙"}));
  EXPECT_EQ(opened(Ask::above, "2017-12-01"), (Found{"丁", "丙"}));
  EXPECT_EQ(opened(Ask::at_most, "2017-12-31"), (Found{"丙", "乙", "甲"}));
  EXPECT_EQ(opened(Ask::below, "2017-12-31"), (Found{"乙", "甲"}));
  EXPECT_EQ(opened(Ask::below, "2017-12-31T08:16"), (Found{"丙", "乙", "甲"}));
  EXPECT_EQ(opened(Ask::within, "2017-12"), (Found{"丙", "乙"}));
  EXPECT_EQ(opened(Ask::within, "2017"), (Found{"丙", "乙", "甲"}));
  EXPECT_EQ(opened(Ask::at_least, "2018"), Found{"丁"});
  EXPECT_EQ(opened(Ask::equal, "2017-12-31T08:15"), Found{"丙"});
  EXPECT_EQ(find("", "request", {{"opened_at", Ask::at_least, "2017-12-01"}, {"opened_at", Ask::below, "2018-01-01"}}),
            (Found{"丙", "乙"}));
  EXPECT_EQ(find("丙", "", {{"opened_at", Ask::at_least, "2017-12-31"}}), Found{"丙"});
  for (int floor : {-2, -1, 0, 1, 9, 10, 11, 99, 100}) {
    json set{{"room_no", std::to_string(floor + 500)}, {"floor", floor}, {"area_build", floor * 100 + 550}};
    tablet.creates("unit", std::move(set));
  }
  auto floors = [&](Ask test, int value) { return find("", "unit", {{"floor", test, value}}).size(); };
  EXPECT_EQ(floors(Ask::at_least, 10), 4U);
  EXPECT_EQ(floors(Ask::above, 10), 3U);
  EXPECT_EQ(floors(Ask::at_least, -1), 8U);
  EXPECT_EQ(floors(Ask::at_least, 0), 7U);
  EXPECT_EQ(floors(Ask::below, 0), 2U);
  EXPECT_EQ(floors(Ask::at_most, 9), 5U);
  EXPECT_EQ(floors(Ask::at_most, -1), 2U);
  EXPECT_EQ(find("", "", {{"floor", Ask::at_least, -1}, {"area_build", Ask::at_most, 1550}}).size(), 5U);
}

TEST_F(SearchRank, words_and_filters_of_different_classes_hold_together) {
  for (int i = 0; i < 300; ++i) {
    json more{{"sex", i % 2 == 0 ? "male" : "female"}, {"vip", i % 3 == 0}};
    if (i % 50 == 0) more["occupation"] = "教师";
    resident(i % 7 == 0 ? "李强" : "王强", std::move(more));
  }
  auto matches = [&](const std::string& words, std::vector<Filter> where) {
    return views({words, "resident", std::move(where), 1000}).size();
  };
  EXPECT_EQ(matches("强", {{"sex", Ask::equal, "male"}}), 150U);
  EXPECT_EQ(matches("李", {{"sex", Ask::equal, "male"}, {"vip", Ask::equal, true}}), 8U);
  EXPECT_EQ(matches("强 教师", {}), 6U);
  EXPECT_EQ(matches("教师", {{"vip", Ask::equal, true}}), 2U);
  EXPECT_EQ(matches("李 教师", {}), 1U);
  EXPECT_EQ(matches("", {{"occupation", Ask::equal, "教师"}, {"sex", Ask::equal, "male"}}), 6U);
  EXPECT_EQ(matches("李 教师", {{"sex", Ask::equal, "female"}}), 0U);
}

TEST_F(SearchRank, only_the_asked_type_is_found) {
  resident("水生");
  request("水管漏水");
  EXPECT_EQ(find("水"), (Found{"水生", "水管漏水"}));
  EXPECT_EQ(find("水", "request"), Found{"水管漏水"});
  EXPECT_EQ(find("水", "resident"), Found{"水生"});
  EXPECT_EQ(find("水", "unit"), Found{});
}

TEST_F(SearchRank, what_a_person_may_not_read_any_more_is_not_found) {
  auto id = resident("王芳", {{"occupation", "教师"}});
  EXPECT_EQ(find("教师"), Found{"王芳"});
  EXPECT_EQ(tablet.rows("search_detail"), 1);
  tablet.store().database().run("UPDATE records SET detail = NULL; INSERT INTO unindexed SELECT n, 0 FROM records;");
  EXPECT_EQ(find("教师"), Found{});
  EXPECT_EQ(find("王芳"), Found{"王芳"});
  EXPECT_EQ(tablet.rows("search_detail"), 0);
  EXPECT_TRUE(tablet.shows(id));
}

TEST_F(SearchRank, the_first_list_on_the_screen_waits_for_no_index) {
  for (int i = 0; i < 5; ++i) resident("张三");
  request("漏水");
  EXPECT_EQ(find("", "resident").size(), 5U);
  EXPECT_EQ(find("").size(), 6U);
  EXPECT_EQ(find("").front(), "漏水");
  EXPECT_EQ(tablet.rows("unindexed"), 6);
  EXPECT_EQ(find("漏水").size(), 1U);
  EXPECT_EQ(tablet.rows("unindexed"), 0);
}

TEST_F(SearchRank, verify_sees_when_the_index_says_something_else_than_the_records) {
  resident("张三");
  find("张");
  Search search{tablet.store().database(), tablet.store().sql(), tablet.store().archive_template()};
  EXPECT_TRUE(search.check());
  tablet.store().database().run("UPDATE search_basic SET lines = 'n李四'");
  EXPECT_EQ(search.check().error().fault, Fault::store_damaged);
}

}  // namespace
}  // namespace doorstep::test
