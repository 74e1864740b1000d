#include "shared/address.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

TEST(Address, a_part_has_one_form_however_it_was_written) {
  struct Case {
    AddressPart part;
    const char *written, *expected;
  };
  const Case cases[] = {
      {AddressPart::building, "３栋", "3"},
      {AddressPart::building, "3幢", "3"},
      {AddressPart::building, "三号楼", "3"},
      {AddressPart::building, "十二栋", "12"},
      {AddressPart::building, "二十栋", "20"},
      {AddressPart::building, "一百零二号楼", "102"},
      {AddressPart::building, "03", "3"},
      {AddressPart::building, "3#", "3"},
      {AddressPart::building, "3号", "3"},
      {AddressPart::building, " a 座 ", "A"},
      {AddressPart::building, "Ⅱ座", "II"},
      {AddressPart::building, "东座", "东"},
      {AddressPart::building, "座", "座"},
      {AddressPart::building, "0", "0"},
      {AddressPart::unit_no, "2单元", "2"},
      {AddressPart::unit_no, "二单元", "2"},
      {AddressPart::unit_no, "2门", "2"},
      {AddressPart::unit_no, "1号门", "1"},
      {AddressPart::room_no, "1502室", "1502"},
      {AddressPart::room_no, "１５０２", "1502"},
      {AddressPart::room_no, "一五〇二", "1502"},
      {AddressPart::room_no, "502号", "502"},
      {AddressPart::room_no, "502房", "502"},
      {AddressPart::room_no, "地下B1-023", "B1-023"},
      {AddressPart::room_no, "地下1-023", "B1-023"},
      {AddressPart::room_no, "负一层023", "B1-023"},
      {AddressPart::room_no, "b1—023", "B1-023"},
      {AddressPart::room_no, "地下室", "地下室"},
      {AddressPart::room_no, "底商2", "底商2"},
      {AddressPart::room_no, "", ""},
  };
  for (const auto& each : cases) {
    auto part = address_part(each.part, each.written);
    EXPECT_EQ(part, each.expected) << each.written;
    EXPECT_EQ(address_part(each.part, part), part) << "twice: " << each.written;
  }
}

TEST(Address, a_whole_address_is_split_into_its_parts) {
  struct Case {
    const char* written;
    Address expected;
  };
  const Case cases[] = {
      {"3-2-1502", {"", "3", "2", "1502"}},
      {"３栋2单元1502", {"", "3", "2", "1502"}},
      {"3栋2单元1502室", {"", "3", "2", "1502"}},
      {"3 栋 2 单元 1502 室", {"", "3", "2", "1502"}},
      {"3#2单元1502", {"", "3", "2", "1502"}},
      {"3#-2-1502", {"", "3", "2", "1502"}},
      {"3号楼2-1502", {"", "3", "2", "1502"}},
      {"3-2单元-1502", {"", "3", "2", "1502"}},
      {"三号楼二单元一五〇二", {"", "3", "2", "1502"}},
      {"A座1201", {"", "A", "", "1201"}},
      {"a座12层1201", {"", "A", "", "1201"}},
      {"3栋1502", {"", "3", "", "1502"}},
      {"3-1502", {"", "3", "", "1502"}},
      {"1502", {"", "", "", "1502"}},
      {"2单元1502", {"", "", "2", "1502"}},
      {"三号楼", {"", "3", "", ""}},
      {"阳光花园3栋2单元1502", {"", "3", "2", "1502"}},
      {"翡翠城二期3栋2单元1502", {"2期", "3", "2", "1502"}},
      {"地下B1-023", {"", "", "", "B1-023"}},
      {"3栋地下B1-023", {"", "3", "", "B1-023"}},
      {"B1-023", {"", "", "", "B1-023"}},
  };
  for (const auto& each : cases) {
    auto split = split_address(each.written);
    ASSERT_TRUE(split) << each.written;
    EXPECT_EQ(split->phase, each.expected.phase) << each.written;
    EXPECT_EQ(split->building, each.expected.building) << each.written;
    EXPECT_EQ(split->unit_no, each.expected.unit_no) << each.written;
    EXPECT_EQ(split->room_no, each.expected.room_no) << each.written;
  }
}

TEST(Address, what_is_no_address_is_not_guessed_at) {
  for (const char* text : {"", "近东门", "3-2-1502-7", "电梯厅", "3--1502", "2111 W BELLEVUE AVE, 90026"})
    EXPECT_FALSE(split_address(text)) << text;
}

}  // namespace
}  // namespace doorstep
