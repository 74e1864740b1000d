#include "shared/scope.h"

#include <gtest/gtest.h>

#include "shared/set_hash.h"

namespace doorstep {
namespace {

TEST(Scope, is_typed_as_a_list_of_buildings_however_they_are_written) {
  EXPECT_TRUE(Scope::parse("")->everywhere());
  EXPECT_EQ(Scope::parse("3,5")->text(), R"(["3","5"])");
  EXPECT_EQ(Scope::parse("５栋, 三号楼,3")->text(), R"(["3","5"])");
  for (const char* wrong : {",", " , ", "*", "3,*"})
    EXPECT_EQ(Scope::parse(wrong).error().fault, Fault::invalid_value) << wrong;
}

TEST(Scope, shows_its_buildings_and_what_is_in_none) {
  const auto some = Scope::parse("3,5").value();
  EXPECT_TRUE(some.shows("3"));
  EXPECT_TRUE(some.shows(""));
  EXPECT_FALSE(some.shows("4"));
  EXPECT_FALSE(some.shows(several_places)) << "what concerns several buildings, for those who are held to none";
  EXPECT_TRUE(Scope{}.shows(several_places));
  EXPECT_FALSE(Scope::from("nonsense").shows("3")) << "what cannot be read shows nothing";
}

TEST(Scope, shows_what_is_in_several_buildings_to_whoever_sees_any_of_them) {
  const auto place = place_made_of({"5", "3"});
  EXPECT_EQ(buildings_in(place), (Buildings{"3", "5"}));
  EXPECT_TRUE(Scope::parse("3").value().shows(place));
  EXPECT_TRUE(Scope::parse("5,7").value().shows(place));
  EXPECT_FALSE(Scope::parse("7").value().shows(place));
  EXPECT_FALSE(Scope::parse("35").value().shows(place));
  const std::string header = R"({"community":"main","count":1,"seq":4,"state":"live"})";
  const auto several = with_place(header, place);
  EXPECT_NE(several.find(R"("place":["3","5"],"seq":4)"), several.npos) << several;
  EXPECT_EQ(place_in(several), place);
  EXPECT_EQ(with_place(several, ""), header);
  EXPECT_EQ(place_in(with_place(several, "3")), "3");
  EXPECT_EQ(buildings_in(""), Buildings{});
}

TEST(Scope, of_two_is_what_both_show) {
  const auto one = Scope::parse("3,5").value(), other = Scope::parse("5,7").value();
  EXPECT_EQ(one.within(other).text(), R"(["5"])");
  EXPECT_EQ(one.within({}).text(), one.text());
  EXPECT_EQ(Scope{}.within(one).text(), one.text());
  EXPECT_TRUE(one.shows_all_of(one.within(other)));
  EXPECT_FALSE(one.shows_all_of(other));
  EXPECT_FALSE(one.shows_all_of({}));
  EXPECT_TRUE(Scope{}.shows_all_of(one));
}

TEST(Scope, stands_in_the_role_that_a_person_is_told) {
  const auto& field = *Role::shipped("field");
  const auto held = held_to(field, Scope::parse("3,5").value());
  EXPECT_EQ(Scope::of(held).text(), R"(["3","5"])");
  EXPECT_EQ(Scope::of(Role::parse(held.text()).value()).text(), R"(["3","5"])");
  EXPECT_NE(held.scope(), field.scope());
  EXPECT_NE(held.scope(), held_to(field, Scope::parse("3").value()).scope());
  EXPECT_EQ(held.version(), field.version());
  EXPECT_TRUE(Scope::of(field).everywhere());
}

TEST(Place, stands_in_the_headers_text_where_its_keys_are_in_order) {
  Record unit;
  unit.id.bytes[0] = 1;
  unit.header.type = "unit";
  unit.header.community = CommunityId{"main"};
  unit.header.seq = Seq{7};
  unit.header.moved = Stamp{Seq{3}, ChainId{"a/b/1"}, {}, std::nullopt, "form"};
  const auto header = encode(unit).header;
  EXPECT_EQ(place_in(header), "");
  for (const char* place : {"3", "A", R"(a",:"seq":1 b)", "东区"}) {
    const auto placed = with_place(header, place);
    EXPECT_EQ(place_in(placed), place);
    EXPECT_EQ(placed, canonical(parse_json(placed).value()));
    EXPECT_EQ(seq_in(placed), Seq{7});
    EXPECT_EQ(with_place(placed, "5"), with_place(header, "5"));
    EXPECT_EQ(with_place(placed, ""), header);
  }
}

TEST(Place, of_a_record_is_not_written_where_its_author_does_not_look) {
  Edit edit;
  edit.type = "unit";
  edit.set = {{"building", "5"}};
  auto refused = check_place(Scope::parse("3").value(), Template::shipped(), edit);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_allowed);
  EXPECT_EQ(refused.error().detail, "unit.building");
  EXPECT_TRUE(check_place(Scope::parse("3,5").value(), Template::shipped(), edit));
  EXPECT_TRUE(check_place({}, Template::shipped(), edit));
  edit.set = {{"floor", 5}};
  EXPECT_TRUE(check_place(Scope::parse("3").value(), Template::shipped(), edit));
}

}  // namespace
}  // namespace doorstep
