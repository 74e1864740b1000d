#include "shared/giving.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

Role role(const std::string& text) {
  auto out = Role::parse(text);
  EXPECT_TRUE(out) << (out ? "" : out.error().detail);
  return out ? *out : Role{};
}
const Role& shipped(const char* name) { return *Role::shipped(name); }

TEST(Giving, a_manager_gives_every_shipped_role_and_nobody_else_gives_a_managers) {
  for (const auto& one : Role::shipped()) {
    EXPECT_TRUE(covers(shipped("manager"), one)) << one.name();
    EXPECT_TRUE(covers(one, one)) << one.name();
    EXPECT_EQ(covers(one, shipped("manager")), one.name() == "manager") << one.name();
    EXPECT_TRUE(covers(Role::everything(), one)) << one.name();
  }
}

TEST(Giving, who_reads_nothing_gives_nothing_that_reads) {
  EXPECT_FALSE(covers(shipped("system_admin"), shipped("front_desk")));
  EXPECT_FALSE(covers(shipped("security_officer"), shipped("office")));
  EXPECT_TRUE(covers(shipped("security_officer"), shipped("auditor"))) << "which takes everything away";
  EXPECT_FALSE(covers(shipped("system_admin"), shipped("security_officer"))) << "not even another office";
}

TEST(Giving, each_part_of_a_role_is_held_against_the_givers) {
  const auto giver = role(
      R"({"name":"lead","types":{"resident":{"read":["basic","detail"],"write":{"basic":"yes","detail":"propose"},)"
      R"("propose":["phone",{"field":"role","is":["owner"]}],"may":["create"]}},"may":["people"]})");
  auto given = [&](const std::string& rights) { return covers(giver, role(R"({"name":"x","types":)" + rights + "}")); };
  EXPECT_TRUE(given(R"({"resident":{"read":["basic"]}})"));
  EXPECT_FALSE(given(R"({"resident":{"read":["sensitive"]}})")) << "a class";
  EXPECT_FALSE(given(R"({"*":{"read":["basic"]}})")) << "every other type";
  EXPECT_FALSE(given(R"({"unit":{"read":["basic"]}})")) << "another type";
  EXPECT_FALSE(given(R"({"resident":{"read":["detail"],"write":{"detail":"yes"}}})")) << "writing what is proposed";
  EXPECT_FALSE(given(R"({"resident":{"read":["basic"],"may":["merge"]}})")) << "a verb";
  EXPECT_FALSE(given(R"({"resident":{"read":["basic"]}},"may":["approve"])")) << "a right";
  EXPECT_FALSE(given(R"({"resident":{"read":["basic"],"write":{"basic":"yes"}}})")) << "fields that are proposed";
  EXPECT_FALSE(given(
      R"({"resident":{"read":["basic"],"write":{"basic":"yes"},"propose":[{"field":"phone","is":["x"]},"role"]}})"))
      << "proposed at some words only";
  EXPECT_TRUE(given(R"({"resident":{"read":["basic"],"write":{"basic":"yes"},"propose":["phone","role"]}})"));
  EXPECT_TRUE(given(
      R"({"resident":{"read":["basic"],"write":{"basic":"yes"},"propose":["phone",{"field":"role","is":["owner","x"]}]}})"));
}

TEST(Giving, nobody_gives_more_places_than_they_have) {
  EXPECT_TRUE(covers_communities("", ""));
  EXPECT_TRUE(covers_communities("", "a,b"));
  EXPECT_TRUE(covers_communities("b,a", "a"));
  EXPECT_FALSE(covers_communities("a", "")) << "all of them";
  EXPECT_FALSE(covers_communities("a", "a,b"));
  EXPECT_TRUE(covers_buildings("", "3"));
  EXPECT_TRUE(covers_buildings("3,5", "5栋"));
  EXPECT_FALSE(covers_buildings("3", ""));
  EXPECT_FALSE(covers_buildings("3", "3,5"));
  EXPECT_FALSE(covers_buildings("", "*")) << "no list";
}

}  // namespace
}  // namespace doorstep
