#include "shared/role.h"

#include <gtest/gtest.h>

#include "shared/rights.h"

namespace doorstep {
namespace {

Edit edit(const std::string& type, Op op, json set) {
  Edit out;
  out.type = type;
  out.op = op;
  for (const auto& [name, value] : set.items()) out.base[name] = nullptr;
  out.set = std::move(set);
  return out;
}

bool may(const char* role, const Edit& what) {
  auto allowed = check_rights(*Role::shipped(role), Template::shipped(), what);
  if (!allowed) {
    EXPECT_EQ(allowed.error().fault, Fault::not_allowed);
  }
  return allowed.has_value();
}

TEST(Role, the_eight_shipped_ones_read_what_their_work_needs_and_no_more) {
  std::vector<std::string> names;
  for (const auto& role : Role::shipped()) names.push_back(role.name());
  EXPECT_EQ(names, (std::vector<std::string>{"field", "front_desk", "office", "manager", "conflict_admin",
                                             "system_admin", "security_officer", "auditor"}));
  const auto& desk = *Role::shipped("front_desk");
  EXPECT_TRUE(desk.reads("resident", Class::basic));
  EXPECT_FALSE(desk.reads("resident", Class::detail));
  EXPECT_FALSE(desk.reads("resident", Class::sensitive));
  for (const char* hidden : {"special_need", "id_document", "consent"}) EXPECT_EQ(desk.reads(hidden), no_class);
  const auto& office = *Role::shipped("office");
  EXPECT_FALSE(office.reads("id_document", Class::sensitive));
  EXPECT_EQ(office.reads("special_need"), no_class) << "named with nothing, whatever * says";
  for (const char* machine : {"system_admin", "security_officer", "auditor"})
    for (const auto& type : Template::shipped().types())
      EXPECT_EQ(Role::shipped(machine)->reads(type.name), no_class) << machine << " sees residents";
}

TEST(Role, a_field_is_written_only_by_who_may_write_its_class) {
  EXPECT_TRUE(may("front_desk", edit("resident", Op::change, {{"name", "张三"}})));
  EXPECT_FALSE(may("front_desk", edit("resident", Op::change, {{"name", "张三"}, {"occupation", "医生"}})));
  EXPECT_FALSE(may("front_desk", edit("unit", Op::change, {{"room_no", "101"}}))) << "read, not written";
  EXPECT_FALSE(may("front_desk", edit("special_need", Op::create, {{"text", "x"}})));
  EXPECT_TRUE(may("field", edit("resident", Op::change, {{"occupation", "医生"}})));
  EXPECT_FALSE(may("auditor", edit("resident", Op::change, {{"name", "张三"}})));
  EXPECT_FALSE(may("conflict_admin", edit("resident", Op::create, {{"name", "张三"}})));
}

TEST(Role, only_who_reads_all_of_it_and_of_its_children_removes_a_record) {
  EXPECT_TRUE(may("manager", edit("resident", Op::remove, json::object())));
  auto text = Role::shipped("manager")->text();
  auto narrowed = parse_json(text).value();
  narrowed["types"]["special_need"] = json::object();
  auto role = Role::parse(canonical(narrowed)).value();
  EXPECT_FALSE(check_rights(role, Template::shipped(), edit("resident", Op::remove, json::object())))
      << "its needs are hidden";
  EXPECT_TRUE(check_rights(role, Template::shipped(), edit("unit", Op::remove, json::object())));
}

TEST(Role, a_base_that_names_a_hidden_field_is_refused_too) {
  auto probe = edit("resident", Op::change, {{"name", "张三"}});
  probe.base["occupation"] = "医生";
  EXPECT_FALSE(may("front_desk", probe));
}

TEST(Role, what_is_wrong_in_a_role_is_named_by_its_place) {
  auto wrong = [](const char* text) {
    auto role = Role::parse(text);
    EXPECT_FALSE(role) << text;
    if (role) return std::string{};
    EXPECT_EQ(role.error().fault, Fault::invalid_value);
    return role.error().detail;
  };
  EXPECT_EQ(wrong(R"({"name":"x","types":{"*":{"read":["secret"]}}})"),
            "role.types.*.read: names something that is no class");
  EXPECT_EQ(wrong(R"({"name":"x","types":{"*":{"read":["basic"],"write":{"basic":"maybe"}}}})"),
            "role.types.*.write.basic: is not no, propose or yes");
  EXPECT_EQ(wrong(R"({"name":"x","types":{"unit":{"read":["basic"],"write":{"detail":"yes"}}}})"),
            "role.types.unit.write.detail: is written without being read");
  EXPECT_EQ(wrong(R"({"name":"x","types":{"unit":{"raed":[]}}})"), "role.types.unit.raed: is a key that no role has");
  EXPECT_EQ(wrong(R"({"name":"X Y","types":{}})"), "role.name: is not made of a-z, 0-9 and _");
  EXPECT_EQ(wrong(R"({"name":"x"})").substr(0, 10), "role.types");
  EXPECT_EQ(wrong(R"({"name":"x","types":{},"may":["fly"]})"),
            "role.may: names something that is not history, export, approve, people, devices or quarantine");
  EXPECT_FALSE(Role::parse("[]"));
  EXPECT_FALSE(Role::parse("{\"name\":\"x\",\"name\":\"y\",\"types\":{}}"));
  json large{{"name", "x"}, {"types", json::object()}};
  for (int i = 0; i < 60; ++i)
    large["types"]["a_rather_long_type_name_" + std::to_string(i)] = {{"read", {"basic", "detail", "sensitive"}}};
  EXPECT_FALSE(Role::parse(canonical(large))) << "it would not fit into a line of the fence";
}

TEST(Role, its_scope_names_what_is_read_and_nothing_else) {
  auto role = [](const char* rest) {
    return Role::parse(std::string{R"({"name":"x","types":{"unit":)"} + rest + "}}").value();
  };
  auto reads = role(R"({"read":["basic"]})"), writes = role(R"({"read":["basic"],"write":{"basic":"yes"}})"),
       more = role(R"({"read":["basic","detail"]})");
  EXPECT_EQ(reads.scope(), writes.scope());
  EXPECT_NE(reads.scope(), more.scope());
  EXPECT_EQ(reads.with_version(7).version(), 7u);
  EXPECT_EQ(Role::parse(reads.with_version(7).text())->version(), 7u);
}

}  // namespace
}  // namespace doorstep
