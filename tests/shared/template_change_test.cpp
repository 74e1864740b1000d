#include "shared/template_change.h"

#include <gtest/gtest.h>

#include "tests/json_values.h"

namespace doorstep {
namespace {

using Pointer = json::json_pointer;

using test::label;

json first_text() {
  return json::parse(R"({"name": "small", "version": 1, "types": [
    {"name": "place", "label": {"zh-CN": "p", "en": "p"}, "keys": [["title"]], "needs": ["title"],
     "groups": [{"name": "pair", "label": {"zh-CN": "g", "en": "g"}, "fields": ["left", "right"], "policy": "manual"}],
     "fields": [
       {"name": "title", "kind": "text", "class": "basic", "policy": "manual", "length_max": 40, "label": {"zh-CN": "t", "en": "t"}},
       {"name": "level", "kind": "choice", "class": "basic", "policy": "max", "label": {"zh-CN": "l", "en": "l"},
        "choices": [{"name": "low", "label": {"zh-CN": "a", "en": "a"}}, {"name": "high", "label": {"zh-CN": "b", "en": "b"}}]},
       {"name": "words", "kind": "choices", "class": "detail", "policy": "set", "open": true, "label": {"zh-CN": "w", "en": "w"}},
       {"name": "area", "kind": "decimal", "scale": 2, "min": 0, "max": 1000, "class": "basic", "policy": "latest", "label": {"zh-CN": "a", "en": "a"}},
       {"name": "left", "kind": "text", "class": "basic", "group": "pair", "label": {"zh-CN": "x", "en": "x"}},
       {"name": "right", "kind": "text", "class": "basic", "group": "pair", "label": {"zh-CN": "y", "en": "y"}}]}]})");
}

std::optional<std::string> why(const json& next) {
  auto parsed = Template::parse(next.dump());
  EXPECT_TRUE(parsed) << parsed.error().detail;
  return cannot_follow(Template::parse(first_text().dump()).value(), *parsed);
}

json next_text() {
  auto out = first_text();
  out["version"] = 2;
  return out;
}

TEST(TemplateChange, words_types_fields_choices_and_wider_bounds_may_come) {
  auto next = next_text();
  next["types"][0]["label"] = label("another word");
  next["types"][0]["fields"][0]["length_max"] = 80;
  next["types"][0]["fields"][0]["policy"] = "latest";
  const json middle = {{"name", "middle"}, {"label", label("m")}};
  auto& choices = next["types"][0]["fields"][1]["choices"];
  choices.insert(choices.begin() + 1, middle);
  next["types"][0]["fields"][3]["max"] = 5000;
  next["types"][0]["fields"][3].erase("min");
  auto field = next["types"][0]["fields"][0];
  field["name"] = "remark";
  next["types"][0]["fields"].push_back(field);
  auto type = next["types"][0];
  type["name"] = "other";
  next["types"].push_back(type);
  EXPECT_EQ(why(next), std::nullopt);
}

TEST(TemplateChange, where_records_are_may_be_said_and_not_unsaid) {
  const auto shipped = json::parse(Template::shipped().text());
  auto silent = shipped;
  for (auto& type : silent["types"]) type.erase("place");
  silent["version"] = Template::shipped().version() + 1;
  const auto without = Template::parse(silent.dump());
  ASSERT_TRUE(without) << without.error().detail;
  EXPECT_EQ(cannot_follow(Template::shipped(), *without), "resident: where its records are cannot change");
  auto again = shipped;
  again["version"] = Template::shipped().version() + 2;
  EXPECT_EQ(cannot_follow(*without, Template::parse(again.dump()).value()), std::nullopt);
}

TEST(TemplateChange, what_records_and_tablets_on_their_way_stand_on_stays) {
  struct Case {
    const char* pointer;
    json value;
    const char* why;
  };
  const Case cases[] = {
      {"/name", "large", "name: this archive's template is 'small'"},
      {"/version", 1, "version: is 1, and the present one is 1"},
      {"/types/0/name", "room", "place: a type cannot go: there may be records of it"},
      {"/types/0/keys", json::array({json::array({"title", "level"})}), "place: its first natural key cannot change"},
      {"/types/0/needs", json::array({"title", "area"}),
       "place: 'area' cannot become needed: records may be on their way without it"},
      {"/types/0/fields/3/name", "size", "place.area: a field cannot go: records have it"},
      {"/types/0/fields/2/class", "basic", "place.words: its class cannot change"},
      {"/types/0/fields/3/scale", 3, "place.area: its scale cannot change"},
      {"/types/0/fields/3/policy", "sum", "place.area: its policy cannot change to this one"},
      {"/types/0/fields/0/length_max", 20, "place.title: its bounds cannot become narrower"},
      {"/types/0/fields/0/form", "full_name", "place.title: what was entered before might not have this form"},
      {"/types/0/fields/0/normalise", "prose", "place.title: its normal form cannot change"},
      {"/types/0/fields/1/choices/0/name", "least", "place.level: its choice 'low' cannot go"},
      {"/types/0/fields/1/choices",
       json::array({{{"name", "high"}, {"label", label("b")}}, {{"name", "low"}, {"label", label("a")}}}),
       "place.level: the order of its choices cannot change: the greater stands"},
      {"/types/0/groups/0/fields", json::array({"right", "left"}), "place: the group 'pair' cannot change"},
  };
  for (const auto& each : cases) {
    auto next = next_text();
    next[Pointer{each.pointer}] = each.value;
    EXPECT_EQ(why(next), each.why) << each.pointer;
  }
}

// What was written under the older one waits then until people have looked: docs/merge.md, Outdated values.
TEST(TemplateChange, what_stands_for_one_value_and_tells_nothing_apart_may_be_tightened) {
  for (const auto& [pointer, value] :
       std::vector<std::pair<const char*, json>>{{"/types/0/fields/3/max", 900},
                                                 {"/types/0/fields/3/min", 10},
                                                 {"/types/0/fields/4/length_max", 5},
                                                 {"/types/0/fields/4/form", "full_name"}}) {
    auto next = next_text();
    next[Pointer{pointer}] = value;
    EXPECT_EQ(why(next), std::nullopt) << pointer;
  }
}

TEST(TemplateChange, every_shipped_template_can_follow_itself_with_another_version) {
  auto next = json::parse(Template::shipped().text());
  next["version"] = Template::shipped().version() + 1;
  EXPECT_EQ(cannot_follow(Template::shipped(), Template::parse(next.dump()).value()), std::nullopt);
}

}  // namespace
}  // namespace doorstep
