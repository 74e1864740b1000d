#include "shared/template.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/json_values.h"
#include "tests/source_files.h"

namespace doorstep {
namespace {

using test::label;

json field(const char* name, const char* kind, const char* policy) {
  return {{"name", name}, {"kind", kind}, {"class", "basic"}, {"policy", policy}, {"label", label(name)}};
}

/// One of everything, valid.
json small_template() {
  auto text = json::parse(R"({
    "name": "small", "version": 3, "types": [
      {"name": "place"},
      {"name": "visit", "title": ["title"], "keys": [["place", "title"]], "needs": ["title"], "parent": "place",
       "groups": [{"name": "document", "fields": ["doc_type", "doc_no"], "policy": "manual"}],
       "validators": [{"name": "number_fits_type", "rule": "form by choice", "fields": ["doc_no", "doc_type"],
                       "forms": {"id": "resident_id"}}]}]})");
  text["types"][0]["fields"] = json::array({field("title", "text", "manual")});
  auto& visit = text["types"][1];
  visit["fields"] = {field("title", "text", "manual"),   field("place", "reference", "write_once"),
                     field("status", "choice", "state"), field("doc_type", "choice", ""),
                     field("doc_no", "id number", ""),   field("attempts", "number", "sum"),
                     field("area", "decimal", "manual")};
  auto& fields = visit["fields"];
  fields[1]["refers"] = "place";
  fields[2]["steps"] = json::parse(R"({"planned": ["started"], "started": ["done", "planned"]})");
  for (std::size_t i : {3U, 4U}) {
    fields[i].erase("policy");
    fields[i]["group"] = "document";
  }
  fields[3]["choices"] = json::parse(R"([{"name": "id"}, {"name": "passport"}])");
  fields[6]["scale"] = 2;
  fields[6]["max"] = 2000000;
  for (const char* labelled : {"/types/0", "/types/1", "/types/1/groups/0", "/types/1/validators/0",
                               "/types/1/fields/3/choices/0", "/types/1/fields/3/choices/1"})
    text[json::json_pointer{labelled}]["label"] = label("words");
  return text;
}

TEST(Template, a_small_one_is_read_as_it_says) {
  auto read = Template::parse(small_template().dump(2));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->name(), "small");
  EXPECT_EQ(read->version(), 3U);
  ASSERT_NE(read->type("visit"), nullptr);
  EXPECT_EQ(read->type("castle"), nullptr);
  const auto& visit = *read->type("visit");
  EXPECT_EQ(visit.parent, "place");
  EXPECT_EQ(visit.keys, (std::vector<std::vector<std::string>>{{"place", "title"}}));
  EXPECT_EQ(visit.field("doc_no")->policy, Policy::manual) << "a member has its group's policy";
  EXPECT_EQ(visit.group("document")->fields, (std::vector<std::string>{"doc_type", "doc_no"}));
  EXPECT_EQ(visit.field("area")->max, 2000000);
  EXPECT_EQ(visit.field("nothing"), nullptr);
  EXPECT_EQ(visit.validators[0].rule, Rule::form_by_choice);
  std::vector<std::string> choices;
  for (const auto& choice : visit.field("status")->choices) choices.push_back(choice.name);
  EXPECT_EQ(choices, (std::vector<std::string>{"planned", "started", "done"})) << "taken from the steps";
}

TEST(Template, the_digest_names_the_content_not_the_layout) {
  auto tight = Template::parse(small_template().dump()), loose = Template::parse(small_template().dump(4));
  auto other = small_template();
  other["version"] = 4;
  ASSERT_TRUE(tight.has_value() && loose.has_value());
  EXPECT_EQ(tight->digest(), loose->digest());
  EXPECT_EQ(tight->text(), loose->text());
  EXPECT_NE(Template::parse(other.dump())->digest(), tight->digest());
  EXPECT_EQ(Template::parse(tight->text())->digest(), tight->digest());
}

struct Broken {
  const char* pointer;
  json value;  ///< null takes the key away
  const char* detail;
};

void expect_broken(const Broken& each) {
  auto text = small_template();
  json::json_pointer pointer{each.pointer};
  if (each.value.is_null())
    text[pointer.parent_pointer()].erase(pointer.back());
  else
    text[pointer] = each.value;
  auto read = Template::parse(text.dump());
  ASSERT_FALSE(read.has_value()) << each.detail;
  EXPECT_EQ(read.error().fault, Fault::bad_template);
  EXPECT_EQ(read.error().detail, each.detail);
}

TEST(Template, a_value_that_is_wrong_by_itself_is_named_by_its_path) {
  const Broken cases[] = {
      {"/name", "Small One", "name: 'Small One' is no name ([a-z][a-z0-9_]*)"},
      {"/version", 0, "version: begins with 1"},
      {"/version", "1", "version: is no whole number"},
      {"/types", nullptr, "types: missing; expected a list"},
      {"/types", json::array(), "types: a template has at least one type"},
      {"/colour", "red", "colour: is no key that stands here"},
      {"/types/1", 5, "types[1]: is no object"},
      {"/types/1/label/en", "", "types[1].label.en: is empty"},
      {"/types/1/label/zh-CN", nullptr, "types[1].label.zh-CN: missing; expected text"},
      {"/types/1/label", nullptr, "types[1].label: missing; expected an object"},
      {"/types/1/fields/0/name", "Title", "types[1].fields[0].name: 'Title' is no name ([a-z][a-z0-9_]*)"},
      {"/types/1/fields/5/policy", "newest", "types[1].fields[5].policy: 'newest' is no policy"},
      {"/types/1/fields/5/kind", "integer", "types[1].fields[5].kind: 'integer' is no kind"},
      {"/types/1/fields/5/class", "secret", "types[1].fields[5].class: 'secret' is no class"},
      {"/types/1/fields/5/class", nullptr, "types[1].fields[5].class: missing; expected text"},
      {"/types/1/fields/5/policy", nullptr, "types[1].fields[5].policy: missing; expected text"},
      {"/types/1/fields/5/polcy", "sum", "types[1].fields[5].polcy: is no key that stands here"},
      {"/types/1/fields/5/required", 1, "types[1].fields[5].required: is neither true nor false"},
      {"/types/1/fields/4/policy", "latest",
       "types[1].fields[4].policy: the group's policy counts; leave this one out"},
      {"/types/1/fields/2/steps/started", "done", "types[1].fields[2].steps.started: is no list"},
      {"/types/1/fields/2/steps/started/0", 7, "types[1].fields[2].steps.started[0]: is no text"},
      {"/types/1/fields/0/normalise", "street", "types[1].fields[0].normalise: 'street' is no normal form"},
      {"/types/1/fields/0/form", "round", "types[1].fields[0].form: 'round' is no form"},
      {"/types/1/fields/0/length_max", 1000000, "types[1].fields[0].length_max: is out of range"},
      {"/types/1/fields/3/choices/0/label/en", nullptr,
       "types[1].fields[3].choices[0].label.en: missing; expected text"},
      {"/types/1/keys/0", "title", "types[1].keys[0]: is no list"},
      {"/types/1/validators/0/rule", "nice", "types[1].validators[0].rule: 'nice' is no rule"},
      {"/types/1/validators/0/forms/id", "round", "types[1].validators[0].forms.id: is no form"},
      {"/types/0/fields", std::vector<json>(201, field("a", "text", "manual")),
       "types[0].fields: has too many entries"},
  };
  for (const auto& each : cases) expect_broken(each);
}

TEST(Template, parts_that_do_not_fit_each_other_are_named_by_their_path) {
  const Broken cases[] = {
      {"/types/0/name", "visit", "types[1].name: 'visit' stands twice"},
      {"/types/0/name", "conflict", "types[0].name: 'conflict' is reserved"},
      {"/types/1/fields/5/name", "area", "types[1].fields[6].name: 'area' stands twice"},
      {"/types/1/fields/0/policy", "sum", "types[1].fields[0].policy: 'sum' does not fit the kind 'text'"},
      {"/types/1/fields/0/policy", "set", "types[1].fields[0].policy: 'set' does not fit the kind 'text'"},
      {"/types/1/fields/0/policy", "append", "types[1].fields[0].policy: 'append' does not fit the kind 'text'"},
      {"/types/1/fields/0/policy", "max", "types[1].fields[0].policy: 'max' does not fit the kind 'text'"},
      {"/types/1/fields/0/policy", "state", "types[1].fields[0].policy: 'state' does not fit the kind 'text'"},
      {"/types/1/fields/6/kind", "entries", "types[1].fields[6].policy: 'manual' does not fit the kind 'entries'"},
      {"/types/1/fields/0/kind", "choice", "types[1].fields[0].choices: missing; expected a list of choices"},
      {"/types/1/fields/0/open", true, "types[1].fields[0].open: only choices can be open"},
      {"/types/1/fields/0/scale", 2, "types[1].fields[0].scale: only decimal has a scale"},
      {"/types/1/fields/6/scale", 7, "types[1].fields[6].scale: expected 0 to 6 digits"},
      {"/types/1/fields/6/min", 3000000, "types[1].fields[6].min: is above max"},
      {"/types/1/fields/0/max", 5, "types[1].fields[0].max: only number, decimal, money and date have bounds"},
      {"/types/1/fields/0/refers", "place", "types[1].fields[0].refers: only reference refers to a type"},
      {"/types/1/fields/1/refers", "castle", "types[1].fields[1].refers: 'castle' is no type"},
      {"/types/1/fields/1/refers", nullptr, "types[1].fields[1].refers: missing; expected a type's name"},
      {"/types/1/fields/5/form", "mobile", "types[1].fields[5].form: only text, entries and id number have a form"},
      {"/types/1/fields/2/steps", nullptr, "types[1].fields[2].choices: missing; expected a list of choices"},
      {"/types/1/fields/5/steps", json::parse(R"({"a": ["b"]})"),
       "types[1].fields[5].steps: only the policy 'state' has steps"},
      {"/types/1/fields/2/choices", json::array({{{"name", "planned"}, {"label", label("p")}}}),
       "types[1].fields[2].steps.planned: 'started' is no next choice"},
      {"/types/1/fields/3/choices/1/name", "id", "types[1].fields[3].choices[1].name: 'id' stands twice"},
      {"/types/1/fields/4/group", "paper", "types[1].fields[4].group: 'paper' is no group"},
      {"/types/1/groups/0/fields", json::array({"doc_type", "title"}),
       "types[1].fields[4].group: the group 'document' does not list this field"},
      {"/types/1/groups/0/fields/2", "title", "types[1].groups[0].fields[2]: 'title' does not name this group"},
      {"/types/1/groups/0/fields/2", "castle", "types[1].groups[0].fields[2]: 'castle' is no field"},
      {"/types/1/groups/0/policy", "write_once", "types[1].groups[0].policy: a group is 'manual' or 'latest'"},
      {"/types/1/fields/4/class", "sensitive", "types[1].groups[0].fields[1]: a group's fields are of one class"},
      {"/types/1/title/0", "castle", "types[1].title[0]: 'castle' is no field"},
      {"/types/1/needs/0", "castle", "types[1].needs[0]: 'castle' is no field"},
      {"/types/1/keys/0/1", "castle", "types[1].keys[0][1]: 'castle' is no field"},
      {"/types/1/keys/0", json::array(), "types[1].keys[0]: names no field"},
      {"/types/1/parent", "castle", "types[1].parent: 'castle' is no field"},
      {"/types/1/parent", "title", "types[1].parent: 'title' is no reference"},
      {"/types/1/fields/1/refers", "visit", "types[1].parent: the line of parents comes back to itself"},
      {"/types/1/validators/0/fields", json::array({"doc_no"}), "types[1].validators[0].fields: expected 2 of them"},
      {"/types/1/validators/0/fields/1", "title", "types[1].validators[0].fields[1]: expected a choice"},
      {"/types/1/validators/0/forms/licence", "passport",
       "types[1].validators[0].forms: 'licence' is no choice of 'doc_type'"},
      {"/types/1/validators/0/rule", "not above",
       "types[1].validators[0].fields: expected two fields of one kind that can be compared"},
  };
  for (const auto& each : cases) expect_broken(each);
}

/// Cards tell where people are; a note is where a place is.
json card_template() {
  auto text = small_template();
  auto reference = [](const char* name, const char* refers) {
    auto out = field(name, "reference", "latest");
    out["refers"] = refers;
    return out;
  };
  auto type = [&](const char* name, json fields, const char* key, json value) {
    text["types"].push_back(
        {{"name", name}, {"label", label(name)}, {"fields", std::move(fields)}, {key, std::move(value)}});
  };
  type("person", json::array({field("title", "text", "latest")}), "place", {{"by", "card"}, {"through", "whose"}});
  type("card", json::array({reference("where", "place"), reference("whose", "person")}), "parent", "where");
  type("note", json::array({reference("at", "place"), reference("by", "person")}), "place", "at");
  return text;
}

TEST(Template, says_where_records_are_that_have_no_parent) {
  const auto read = Template::parse(card_template().dump());
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->type("person")->filed, (Filing{"card", "whose"}));
  EXPECT_EQ(read->type("card")->files, "whose");
  EXPECT_EQ(read->type("note")->place, "at");
  EXPECT_EQ(Template::shipped().type("resident")->filed, (Filing{"occupancy", "resident"}));
}

TEST(Template, a_place_that_cannot_be_found_is_refused_with_its_path) {
  const auto fault = [](const char* pointer, const json& value) {
    auto text = card_template();
    text[json::json_pointer{pointer}] = value;
    const auto read = Template::parse(text.dump());
    return read ? std::string{} : read.error().detail;
  };
  EXPECT_EQ(fault("/types/4/place", "castle"), "types[4].place: 'castle' is no reference");
  EXPECT_EQ(fault("/types/4/parent", "at"), "types[4].place: a child is where its parent is");
  EXPECT_EQ(fault("/types/2/place/by", "castle"), "types[2].place.by: 'castle' is no type");
  EXPECT_EQ(fault("/types/2/place/by", "note"),
            "types[2].place.through: 'whose' is no reference from there to this type");
  EXPECT_EQ(fault("/types/2/place/through", "where"),
            "types[2].place.through: 'where' is no reference from there to this type");
  EXPECT_EQ(fault("/types/2/place/near", 1), "types[2].place.near: is no key that stands here");
  EXPECT_EQ(fault("/types/2/place", {{"by", "note"}, {"through", "by"}}),
            "types[2].place.by: it is where its own parent is, or in a building");
  EXPECT_EQ(fault("/types/3/parent", "whose"), "types[2].place: the line of places comes back to itself");
  EXPECT_EQ(fault("/types/2/place", 3), "types[2].place: is no text");
}

TEST(Template, a_group_must_not_be_called_like_a_field) {
  auto text = small_template();
  text["types"][1]["groups"][0]["name"] = "title";
  text["types"][1]["fields"][3]["group"] = text["types"][1]["fields"][4]["group"] = "title";
  EXPECT_EQ(Template::parse(text.dump()).error().detail, "types[1].groups[0].name: 'title' is a field's name");
}

TEST(Template, text_that_is_no_json_is_refused) {
  for (const char* text : {"", "[]", "{", "{\"name\":\"a\",\"name\":\"b\"}", "\xFF", "{\"version\":1.5}"}) {
    auto read = Template::parse(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().fault, Fault::bad_template);
  }
}

TEST(ShippedTemplate, has_its_types_with_their_keys) {
  const auto& shipped = Template::shipped();
  std::vector<std::string> names;
  for (const auto& type : shipped.types()) names.push_back(type.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"unit", "resident", "contact", "request", "complaint", "occupancy", "id_document",
                                      "special_need", "consent", "pet", "vehicle", "visit", "desk_rule"}));
  EXPECT_EQ(shipped.version(), 5U);
  EXPECT_EQ(shipped.type("request")->field("request_no")->series, "R");
  EXPECT_EQ(shipped.type("resident")->field("archive_no")->series, "A");
  EXPECT_EQ(shipped.type("complaint")->keys[0], std::vector<std::string>{"complaint_no"});
  EXPECT_EQ(shipped.type("unit")->keys[0], (std::vector<std::string>{"building", "unit_no", "room_no"}));
  EXPECT_EQ(shipped.type("resident")->needs, std::vector<std::string>{"name"});
  EXPECT_EQ(shipped.type("contact")->parent, "resident");
  EXPECT_EQ(shipped.type("request")->keys[0], (std::vector<std::string>{"channel", "external_no"}));
  EXPECT_EQ(shipped.type("resident")->field("photo")->klass, Class::sensitive);
  EXPECT_EQ(shipped.type("contact")->field("value")->policy, Policy::manual);
  EXPECT_EQ(shipped.type("resident")->field("birth_date")->min, 19000101);
  EXPECT_EQ(shipped.digest().size(), 43U);
  EXPECT_EQ(shipped.type("id_document")->field("number")->policy, Policy::manual);
  EXPECT_EQ(shipped.type("visit")->field("status")->steps.count("done"), 0U) << "a visit that was made stays made";
  for (const auto& need : shipped.type("special_need")->fields) EXPECT_EQ(need.klass, Class::sensitive) << need.name;
}

/// The form shows what the sections name, so nothing may be missing from them.
TEST(ShippedTemplate, every_type_has_sections_with_words_in_both_languages) {
  for (const auto& type : Template::shipped().types()) {
    std::size_t fields = 0;
    for (const auto& section : type.sections) {
      fields += section.fields.size();
      EXPECT_NE(section.label.zh, section.label.en) << type.name << "." << section.name;
    }
    EXPECT_EQ(fields, type.fields.size()) << type.name;
  }
}

TEST(Template, a_section_that_loses_or_doubles_a_field_is_refused) {
  auto with_sections = [](json sections) {
    auto text = small_template();
    text["types"][0]["sections"] = std::move(sections);
    return Template::parse(text.dump());
  };
  auto section = [](const char* name, json fields) {
    return json{{"name", name}, {"label", label("words")}, {"fields", std::move(fields)}};
  };
  auto good = with_sections({section("all", {"title"})});
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(good->type("place")->sections.at(0).fields, std::vector<std::string>{"title"});
  EXPECT_EQ(with_sections({section("all", json::array())}).error().detail, "types[0].sections: 'title' stands in none");
  EXPECT_EQ(with_sections({section("one", {"title"}), section("two", {"title"})}).error().detail,
            "types[0].sections[1].fields[0]: 'title' stands twice");
  EXPECT_EQ(with_sections({section("all", {"titel"})}).error().detail,
            "types[0].sections[0].fields[0]: 'titel' is no field");
}

TEST(Template, skip_logic_asks_a_choice_or_a_flag_for_values_that_it_has) {
  auto with_condition = [](json condition) {
    auto text = small_template();
    text["types"][1]["fields"][5]["shown_if"] = std::move(condition);
    return Template::parse(text.dump());
  };
  auto good = with_condition({{"field", "status"}, {"is", {"started", "done"}}});
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(good->type("visit")->field("attempts")->shown_if->is, (std::vector<json>{"started", "done"}));
  EXPECT_EQ(
      with_condition({{"field", "status"}, {"is", "done"}}).value().type("visit")->field("attempts")->shown_if->is,
      std::vector<json>{"done"});
  for (auto [condition, why] : std::vector<std::pair<json, std::string>>{
           {{{"field", "status"}, {"is", "finished"}}, "shown_if.is: expected values of 'status'"},
           {{{"field", "status"}, {"is", json::array()}}, "shown_if.is: names no value"},
           {{{"field", "title"}, {"is", "a"}}, "shown_if.field: expected a choice or a flag"},
           {{{"field", "attempts"}, {"is", 1}}, "shown_if.field: a field cannot wait for itself"},
           {{{"field", "nothing"}, {"is", "a"}}, "shown_if.field: 'nothing' is no field"},
           {{{"field", "status"}}, "shown_if.is: missing; expected a value or a list of them"},
           {{{"field", "status"}, {"is", "done"}, {"not", true}}, "shown_if.not: is no key that stands here"}})
    EXPECT_EQ(with_condition(condition).error().detail, "types[1].fields[5]." + why);
}

/// Field staff read these words: every field says in both languages what belongs in it, and no two look alike.
TEST(ShippedTemplate, every_field_has_help_in_both_languages_and_labels_differ) {
  auto chinese = [](const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE4; });
  };
  for (const auto& type : Template::shipped().types()) {
    std::set<std::string> zh, en;
    for (const auto& field : type.fields) {
      EXPECT_FALSE(field.help.en.empty()) << type.name << "." << field.name;
      EXPECT_TRUE(chinese(field.help.zh)) << type.name << "." << field.name;
      EXPECT_TRUE(zh.insert(field.label.zh).second && en.insert(field.label.en).second)
          << type.name << "." << field.name;
      std::set<std::string> choices;
      for (const auto& choice : field.choices)
        EXPECT_TRUE(chinese(choice.label.zh) && choices.insert(choice.label.zh).second &&
                    choice.label.en != choice.name)
            << type.name << "." << field.name << "." << choice.name;
    }
  }
}

TEST(Template, the_example_in_the_documentation_is_valid) {
  auto page = test::source_text("docs/template.md");
  auto start = page.find("```json\n") + 8;
  auto read = Template::parse(std::string_view{page}.substr(start, page.find("\n```", start) - start));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->type("meter")->field("installed")->min, 19800101);
}

TEST(ShippedTemplate, names_of_kinds_policies_and_classes_go_both_ways) {
  for (int kind = 0; kind <= static_cast<int>(Kind::attachment); ++kind)
    EXPECT_EQ(kind_named(name_of(static_cast<Kind>(kind))), static_cast<Kind>(kind));
  for (int policy = 0; policy <= static_cast<int>(Policy::derived); ++policy)
    EXPECT_EQ(policy_named(name_of(static_cast<Policy>(policy))), static_cast<Policy>(policy));
  for (auto klass : all_classes) EXPECT_EQ(class_named(name_of(klass)), klass);
  for (auto rule : {Rule::not_above, Rule::form_by_choice, Rule::not_in_future})
    EXPECT_EQ(rule_named(name_of(rule)), rule);
  EXPECT_EQ(class_named("header"), std::nullopt);
}

}  // namespace
}  // namespace doorstep
