#include "shared/validators.h"

#include <gtest/gtest.h>

#include <map>

namespace doorstep {
namespace {

/// The names of the validators that a record of the shipped template breaks.
std::vector<std::string> broken(const char* type, const std::map<std::string, json>& values) {
  auto value_of = [&values](const std::string& field) {
    auto found = values.find(field);
    return found == values.end() ? nullptr : &found->second;
  };
  std::vector<std::string> out;
  for (const auto& finding : validate(*Template::shipped().type(type), value_of, "2026-11-22"))
    out.push_back(finding.validator);
  return out;
}

using Names = std::vector<std::string>;

TEST(Validators, the_inner_area_is_not_above_the_gross_area) {
  EXPECT_EQ(broken("unit", {{"area_inner", 8950}, {"area_build", 10000}}), Names{});
  EXPECT_EQ(broken("unit", {{"area_inner", 10000}, {"area_build", 10000}}), Names{});
  EXPECT_EQ(broken("unit", {{"area_inner", 10001}, {"area_build", 10000}}), Names{"inner_not_above_gross"});
}

TEST(Validators, a_number_plate_fits_its_kind_of_vehicle) {
  for (const char* plate : {"浙A12345", "粤B1234学", "京AD12345", "沪A8888警"})
    EXPECT_EQ(broken("vehicle", {{"kind", "car"}, {"plate", plate}}), Names{}) << plate;
  for (const char* plate : {"浙A1234", "浙112345", "A123456", "浙A123456789", "学A12345", "浙A12学45"})
    EXPECT_EQ(broken("vehicle", {{"kind", "new_energy"}, {"plate", plate}}), Names{"plate_fits_kind"}) << plate;
  EXPECT_EQ(broken("vehicle", {{"kind", "ebike"}, {"plate", "杭州123456"}}), Names{}) << "e-bikes have other plates";
}

TEST(Validators, a_document_number_fits_its_document) {
  EXPECT_EQ(broken("id_document", {{"doc_type", "resident_id"}, {"number", "999999199001010016"}}), Names{});
  EXPECT_EQ(broken("id_document", {{"doc_type", "resident_id"}, {"number", "E12345678"}}), Names{"number_fits_type"});
  EXPECT_EQ(broken("id_document", {{"doc_type", "passport"}, {"number", "E12345678"}}), Names{});
}

TEST(Validators, a_form_asks_for_a_reason_only_when_nobody_was_met) {
  const auto& reason = Template::shipped().type("visit")->field("reason")->shown_if;
  json status;
  auto value_of = [&](const std::string&) { return &status; };
  for (auto [given, asked] : {std::pair{"done", false}, {"no_answer", true}, {"postponed", true}}) {
    status = given;
    EXPECT_EQ(is_asked(reason, value_of), asked) << given;
  }
  status = nullptr;
  EXPECT_FALSE(is_asked(reason, value_of));
  EXPECT_TRUE(is_asked(std::nullopt, value_of));
}

TEST(Validators, an_empty_field_is_incomplete_but_never_wrong) {
  EXPECT_EQ(broken("unit", {{"area_inner", 10001}}), Names{});
  EXPECT_EQ(broken("unit", {{"area_inner", 10001}, {"area_build", nullptr}}), Names{});
}

TEST(Validators, a_contact_has_the_form_of_its_kind) {
  struct Case {
    const char *kind, *value;
    bool good;
  };
  const Case cases[] = {
      {"mobile", "13800138000", true},
      {"mobile", "0571-88886666", false},
      {"mobile", "1380013800", false},
      {"landline", "0571-88886666", true},
      {"landline", "400-800-1234", true},
      {"landline", "13800138000", false},
      {"email", "wang.li@example.com", true},
      {"email", "wang.li", false},
      {"email", "a@b", false},
      {"email", "@example.com", false},
      {"wechat", "wang_li-88", true},
      {"wechat", "88wangli", false},
      {"wechat", "wang", false},
      {"address", "3栋2单元1502", true},
  };
  for (const auto& each : cases)
    EXPECT_EQ(broken("contact", {{"kind", each.kind}, {"value", each.value}}).empty(), each.good)
        << each.kind << " " << each.value;
}

TEST(Validators, nobody_is_born_tomorrow) {
  EXPECT_EQ(broken("resident", {{"birth_date", "2026-11-22"}}), Names{});
  EXPECT_EQ(broken("resident", {{"birth_date", "2026-11-23"}}), Names{"born_already"});
}

TEST(Validators, a_finding_names_its_fields_and_tells_people_in_both_languages) {
  json kind = "mobile", value = "123";
  auto findings = validate(
      *Template::shipped().type("contact"),
      [&](const std::string& field) { return field == "kind"    ? &kind
                                             : field == "value" ? &value
                                                                : nullptr; },
      "2026-11-22");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].fields, (Names{"value", "kind"}));
  EXPECT_NE(findings[0].label.zh, "");
  EXPECT_NE(findings[0].label.en, "");
}

TEST(Validators, times_are_compared_only_when_both_tell_their_offset_or_neither_does) {
  Type type;
  type.fields.resize(2);
  type.fields[0].name = "from";
  type.fields[1].name = "to";
  type.validators.push_back({"in_order", Rule::not_above, {"from", "to"}, {}, {}});
  auto count = [&type](const char* from, const char* to) {
    json first = from, second = to;
    return validate(
               type, [&](const std::string& field) { return field == "from" ? &first : &second; }, "2026-11-22")
        .size();
  };
  EXPECT_EQ(count("2026-01-05T09:00", "2026-01-05T08:59"), 1U);
  EXPECT_EQ(count("2026-01-05T09:00+08:00", "2026-01-05T02:00Z"), 0U);
  EXPECT_EQ(count("2026-01-05T09:00+08:00", "2026-01-05T00:59:59Z"), 1U);
  EXPECT_EQ(count("2026-01-05T09:00", "2026-01-05T00:59:59Z"), 0U);
}

}  // namespace
}  // namespace doorstep
