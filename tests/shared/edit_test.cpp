#include "shared/edit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "shared/record.h"

namespace doorstep {
namespace {

/// Counts up, so that salts differ and runs are equal.
class CountingDice final : public Dice {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes) byte = ++last_;
  }

 private:
  std::uint8_t last_ = 0;
};

SigningKey chain_key() {
  start_crypto();
  return SigningKey::from_seed(Bytes<32>{7});
}

Edit an_edit(std::uint8_t number) {
  Edit edit;
  edit.id.bytes[15] = number;
  edit.record.bytes[15] = 9;
  edit.type = "resident";
  edit.version = Seq{4};
  edit.made = {from_ms(1764000000000), Millis{8123}, "b1", from_ms(1763990000000)};
  return edit;
}

Bundle a_bundle() {
  Bundle bundle;
  bundle.community = CommunityId{"main"};
  bundle.chain = ChainId{"wang/t1/1"};
  bundle.number = BundleNumber{13};
  bundle.previous = hash("the bundle before");
  bundle.template_digest = "digest";
  auto both = an_edit(1);
  both.base = {{"name", "张三"}, {"birth_date", nullptr}};
  both.set = {{"name", "张山"}, {"birth_date", "1990-01-01"}};
  auto one = an_edit(2);
  one.base = {{"name", "张山"}};
  one.set = {{"name", "张珊"}};
  one.source = "phone";
  one.resolves = Naming{RecordId{{8}}, {EditId{{1}}, EditId{{2}}}};
  auto removal = an_edit(3);
  removal.op = Op::remove;
  removal.saw = {{"basic", "AAAA"}, {"header", "BBBB"}};
  removal.made.server.reset();
  bundle.edits = {both, one, removal};
  CountingDice dice;
  seal(bundle, Template::shipped(), chain_key(), dice);
  return bundle;
}

json wire_of(const Bundle& bundle) { return *parse_json(wire_text(bundle)); }

/// A liar who holds the chain key: writes the commitments for whatever the bodies now say, or whatever else.
json forged(const std::function<void(json& wire)>& change) {
  auto wire = wire_of(a_bundle());
  change(wire);
  for (std::size_t i = 0; i < wire["bodies"].size() && i < wire["header"]["edits"].size(); ++i) {
    auto& commitments = wire["header"]["edits"][i]["commitments"] = json::object();
    for (const auto& [klass, body] : wire["bodies"][i].items()) {
      auto salt = unbase64(body.value("salt", "")).value_or("");
      commitments[klass] = base64(hash(salt + canonical({{"base", body["base"]}, {"set", body["set"]}})));
    }
  }
  return wire;
}

void expect_refused(const json& wire, Fault fault, const std::string& place) {
  auto opened = open_bundle(wire);
  ASSERT_TRUE(opened.has_error()) << place;
  EXPECT_EQ(code(opened.error().fault), code(fault)) << opened.error().detail;
  EXPECT_TRUE(opened.error().detail.starts_with(place)) << opened.error().detail;
}

TEST(Bundle, opens_as_it_was_sealed) {
  auto bundle = a_bundle();
  auto opened = open_bundle(wire_of(bundle));
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_TRUE(verify(*opened, chain_key().public_key()));
  EXPECT_EQ(opened->header, bundle.header);
  EXPECT_EQ(opened->community, bundle.community);
  EXPECT_EQ(opened->chain, bundle.chain);
  EXPECT_EQ(opened->number, bundle.number);
  EXPECT_EQ(opened->previous, bundle.previous);
  EXPECT_EQ(opened->template_digest, bundle.template_digest);
  EXPECT_EQ(wire_text(*opened), wire_text(bundle));
  ASSERT_EQ(opened->edits.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(edit_json(opened->edits[i]), edit_json(bundle.edits[i]));
  EXPECT_EQ(hash_of(*opened), hash(bundle.header));
  EXPECT_EQ(leaf_of(*opened), sha256(std::string(1, '\0') + bundle.header));
}

TEST(Bundle, its_stored_texts_open_too_and_are_canonical) {
  auto bundle = a_bundle();
  auto opened = open_bundle(bundle.header, bodies_text(bundle), bundle.signature);
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ(wire_text(*opened), wire_text(bundle));
  for (const auto& text : {bundle.header, bodies_text(bundle), wire_text(bundle)}) {
    EXPECT_EQ(canonical(*parse_json(text)), text);
  }
  EXPECT_TRUE(open_bundle("{", bodies_text(bundle), bundle.signature).has_error());
  EXPECT_TRUE(open_bundle(bundle.header, "[", bundle.signature).has_error());
}

TEST(Bundle, an_edit_names_its_visit_under_its_authors_signature_and_one_of_before_there_were_names_opens_too) {
  auto bundle = a_bundle();
  bundle.edits[1].visit = RecordId{{5}};
  CountingDice dice;
  seal(bundle, Template::shipped(), chain_key(), dice);
  auto opened = open_bundle(wire_of(bundle));
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_TRUE(verify(*opened, chain_key().public_key()));
  EXPECT_FALSE(opened->edits[0].visit);
  EXPECT_EQ(opened->edits[1].visit, RecordId{{5}});
  EXPECT_EQ(edit_from(edit_json(bundle.edits[1]), "edit")->visit, RecordId{{5}});
  EXPECT_FALSE(edit_json(bundle.edits[0]).contains("visit")) << "its text is what it always was";
  expect_refused(forged([](json& wire) { wire["header"]["edits"][1]["visit"] = "the third one"; }), Fault::bad_frame,
                 "header.edits[1].visit");
}

TEST(Bundle, each_class_has_its_own_body_and_the_header_no_value) {
  auto bundle = a_bundle();
  EXPECT_EQ(bundle.bodies.at(0).at(Class::basic).set, (json{{"name", "张山"}}));
  EXPECT_EQ(bundle.bodies.at(0).at(Class::detail).set, (json{{"birth_date", "1990-01-01"}}));
  EXPECT_EQ(bundle.bodies.at(0).count(Class::sensitive), 0u);
  EXPECT_TRUE(bundle.bodies.at(2).empty()) << "a removal carries no values";
  for (const char* value : {"张三", "张山", "张珊", "1990"}) EXPECT_EQ(bundle.header.find(value), std::string::npos);
}

TEST(Bundle, salts_keep_equal_values_apart) {
  Bundle bundle = a_bundle();
  bundle.edits = {an_edit(1), an_edit(2)};
  for (auto& edit : bundle.edits) edit.set = {{"name", "张三"}};
  CountingDice dice;
  seal(bundle, Template::shipped(), chain_key(), dice);
  auto header = *parse_json(bundle.header);
  EXPECT_NE(header["edits"][0]["commitments"]["basic"], header["edits"][1]["commitments"]["basic"]);
}

TEST(Bundle, a_field_that_the_template_does_not_know_travels_as_basic) {
  Bundle bundle = a_bundle();
  bundle.edits = {an_edit(1)};
  bundle.edits[0].set = {{"from_a_newer_template", 1}};
  CountingDice dice;
  seal(bundle, Template::shipped(), chain_key(), dice);
  EXPECT_EQ(bundle.bodies.at(0).at(Class::basic).set, bundle.edits[0].set);
}

TEST(Bundle, anything_altered_in_a_body_breaks_its_commitment) {
  auto altered = [](auto change) {
    auto wire = wire_of(a_bundle());
    change(wire);
    expect_refused(wire, Fault::broken_commitment, "bodies[");
  };
  altered([](json& wire) { wire["bodies"][0]["basic"]["set"]["name"] = "李四"; });
  altered([](json& wire) { wire["bodies"][0]["basic"]["base"]["name"] = "李四"; });
  altered([](json& wire) { wire["bodies"][0]["basic"]["set"]["vip"] = true; });
  altered([](json& wire) { wire["bodies"][0]["basic"]["salt"] = base64(Bytes<16>{}); });
  altered([](json& wire) { wire["bodies"][0]["basic"].swap(wire["bodies"][0]["detail"]); });
  altered([](json& wire) { wire["bodies"][0]["basic"].swap(wire["bodies"][1]["basic"]); });
  altered([](json& wire) { wire["bodies"][0].swap(wire["bodies"][1]); });
  altered([](json& wire) { wire["bodies"][0].erase("detail"); });
  altered([](json& wire) { wire["bodies"][1]["detail"] = wire["bodies"][0]["detail"]; });
  altered([](json& wire) { wire["header"]["edits"][0]["commitments"]["basic"] = base64(Hash{}); });
  altered([](json& wire) { wire["header"]["edits"][0]["commitments"].erase("basic"); });
  altered([](json& wire) {
    auto& commitments = wire["header"]["edits"][1]["commitments"];
    commitments["sensitive"] = commitments["basic"];
    commitments.erase("basic");
  });
}

TEST(Bundle, an_altered_header_or_signature_does_not_verify) {
  auto verifies = [](auto change) {
    auto wire = wire_of(a_bundle());
    change(wire);
    auto opened = open_bundle(wire);
    return opened.has_value() && verify(*opened, chain_key().public_key());
  };
  EXPECT_TRUE(verifies([](json&) {}));
  EXPECT_FALSE(verifies([](json& wire) { wire["header"]["number"] = 14; }));
  EXPECT_FALSE(verifies([](json& wire) { wire["header"]["community"] = "other"; }));
  EXPECT_FALSE(verifies([](json& wire) { wire["header"]["edits"][0]["record"] = text(RecordId{}); }));
  EXPECT_FALSE(verifies([](json& wire) { wire["header"]["edits"][0]["made"]["wall"] = 0; }));
  EXPECT_FALSE(verifies([](json& wire) { wire["header"]["edits"][2]["saw"]["basic"] = "CCCC"; }));
  EXPECT_FALSE(verifies([](json& wire) { wire["header"]["added"] = 1; })) << "what we do not read is signed too";
  EXPECT_FALSE(verifies([](json& wire) { wire["signature"] = base64(Signature{}); }));
  auto opened = open_bundle(wire_of(a_bundle()));
  EXPECT_FALSE(verify(*opened, SigningKey::from_seed(Bytes<32>{8}).public_key()));
}

TEST(Bundle, a_wrong_header_is_refused_and_its_place_named) {
  auto wrong = [](const std::string& place, auto change, Fault fault = Fault::bad_frame) {
    auto wire = wire_of(a_bundle());
    change(wire["header"]);
    expect_refused(wire, fault, place);
  };
  wrong(
      "header.v", [](json& header) { header["v"] = 2; }, Fault::wrong_version);
  wrong("header.v", [](json& header) { header.erase("v"); });
  wrong("header.community", [](json& header) { header["community"] = ""; });
  wrong("header.chain", [](json& header) { header["chain"] = std::string(65, 'a'); });
  wrong("header.number", [](json& header) { header["number"] = 0; });
  wrong("header.previous", [](json& header) { header["previous"] = "AAAA"; });
  wrong("header.template", [](json& header) { header["template"] = ""; });
  wrong("header.edits: has too many", [](json& header) {
    for (std::size_t i = 0; i <= bundle_edits_max; ++i) header["edits"].push_back(header["edits"][0]);
  });
  wrong("header.edits: is empty", [](json& header) { header["edits"] = json::array(); });
  wrong("header.edits: one id", [](json& header) { header["edits"][1]["id"] = header["edits"][0]["id"]; });
  wrong("header.edits[1]: is no object", [](json& header) { header["edits"][1] = 1; });
  wrong("header.edits[1].id", [](json& header) { header["edits"][1]["id"] = "13800138000"; });
  wrong("header.edits[1].record", [](json& header) { header["edits"][1].erase("record"); });
  wrong("header.edits[1].type", [](json& header) { header["edits"][1]["type"] = std::string(65, 'a'); });
  wrong("header.edits[1].op", [](json& header) { header["edits"][1]["op"] = "burn"; });
  wrong("header.edits[1].version", [](json& header) { header["edits"][1]["version"] = -1; });
  wrong("header.edits[1].source", [](json& header) { header["edits"][1]["source"] = "A form"; });
  wrong("header.edits[1].made.boot", [](json& header) { header["edits"][1]["made"]["boot"] = std::string(65, 'a'); });
  wrong("header.edits[1].made.wall", [](json& header) { header["edits"][1]["made"]["wall"] = "now"; });
  wrong("header.edits[1].resolves.conflict", [](json& header) { header["edits"][1]["resolves"]["conflict"] = "x"; });
  wrong("header.edits[1].resolves.seen", [](json& header) { header["edits"][1]["resolves"]["seen"][1] = 1; });
  wrong("header.edits[2].saw", [](json& header) { header["edits"][2]["saw"]["basic"] = std::string(65, 'a'); });
  wrong("header.edits[2].saw", [](json& header) { header["edits"][2]["saw"]["Basic"] = "AAAA"; });
  wrong("header.edits[0].commitments", [](json& header) { header["edits"][0].erase("commitments"); });
}

TEST(Bundle, a_wrong_body_is_refused_even_with_fitting_commitments) {
  EXPECT_TRUE(open_bundle(forged([](json&) {}))) << "the whole one, from which each row differs";
  auto wrong = [](const std::string& place, const std::function<void(json & bodies)>& change) {
    expect_refused(forged([&](json& wire) { change(wire["bodies"]); }), Fault::bad_frame, place);
  };
  wrong("bodies: ", [](json& bodies) { bodies.erase(2); });
  wrong("bodies[0]: a class", [](json& bodies) { bodies[0]["secret"] = bodies[0]["basic"]; });
  wrong("bodies[0].basic.salt", [](json& bodies) { bodies[0]["basic"]["salt"] = "AAAA"; });
  wrong("bodies[0].basic.set", [](json& bodies) { bodies[0]["basic"]["set"] = json::array(); });
  wrong("bodies[0].basic.base", [](json& bodies) { bodies[0]["basic"]["base"] = nullptr; });
  wrong("bodies[0].basic.set", [](json& bodies) { bodies[0]["basic"]["set"]["13800138000"] = 1; });
  wrong("bodies[0].basic.set", [](json& bodies) { bodies[0]["basic"]["set"][std::string(65, 'a')] = 1; });
  wrong("bodies[0].basic.set", [](json& bodies) {
    for (std::size_t i = 0; i < fields_max; ++i) bodies[0]["basic"]["set"]["f" + std::to_string(i)] = 1;
  });
  wrong("bodies[0].detail: the edit has too many", [](json& bodies) {
    for (std::size_t i = 1; i < fields_max; ++i) bodies[0]["basic"]["set"]["f" + std::to_string(i)] = 1;
  });
  wrong("bodies[0].detail: a field", [](json& bodies) { bodies[0]["detail"]["set"]["name"] = "张三"; });
  wrong("bodies[0].detail: a field", [](json& bodies) { bodies[0]["detail"]["base"]["name"] = "张三"; });
  wrong("an edit is larger",
        [](json& bodies) { bodies[0]["basic"]["set"]["name"] = std::string(edit_bytes_max, 'a'); });
}

TEST(Bundle, an_oversized_bundle_is_told_before_it_is_sent_and_refused_after) {
  Bundle bundle = a_bundle();
  bundle.edits.clear();
  CountingDice dice;
  for (std::uint8_t i = 0; i < 5; ++i) {
    bundle.edits.push_back(an_edit(i));
    bundle.edits.back().set = {{"name", std::string(edit_bytes_max - 1000, 'a')}};
    seal(bundle, Template::shipped(), chain_key(), dice);
    bool fits = bundle.header.size() + bodies_text(bundle).size() <= bundle_bytes_max;
    EXPECT_EQ(fits, i < 4) << "the law is exercised on both sides";
    EXPECT_EQ(within_limits(bundle).has_value(), fits);
    EXPECT_EQ(open_bundle(wire_of(bundle)).has_value(), fits);
  }
}

TEST(Bundle, a_shape_that_is_no_bundle_is_refused) {
  for (const char* text :
       {"[]", "null", R"({"header":{},"bodies":[]})", R"({"bodies":{},"header":{},"signature":""})"}) {
    auto opened = open_bundle(*parse_json(text));
    ASSERT_TRUE(opened.has_error()) << text;
    EXPECT_EQ(opened.error().fault, Fault::bad_frame) << text;
  }
}

RC_GTEST_PROP(EditObject, an_edit_reads_back_as_it_was, ()) {
  auto edit = an_edit(*rc::gen::arbitrary<std::uint8_t>());
  edit.op = *rc::gen::element(Op::create, Op::change, Op::remove, Op::archive, Op::keep);
  edit.version = Seq{*rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 53)};
  edit.made.wall = from_ms(*rc::gen::inRange<std::int64_t>(-1000, 4'000'000'000'000));
  edit.source = *rc::gen::element<std::string>("form", "import", "visit");
  if (*rc::gen::arbitrary<bool>()) edit.made.server.reset();
  if (*rc::gen::arbitrary<bool>()) edit.resolves = Naming{RecordId{{1}}, {EditId{{2}}}};
  if (*rc::gen::arbitrary<bool>()) edit.saw = {{"header", "AAAA"}};
  if (*rc::gen::arbitrary<bool>()) edit.set = {{"name", *rc::gen::element<std::string>("张三", "")}, {"vip", nullptr}};
  if (*rc::gen::arbitrary<bool>()) edit.base = {{"name", nullptr}};
  auto object = *parse_json(canonical(edit_json(edit)));
  auto back = edit_from(object, "edit");
  RC_ASSERT(back.has_value());
  RC_ASSERT(edit_json(*back) == object);
  RC_ASSERT(back->id == edit.id && back->record == edit.record && back->op == edit.op && back->set == edit.set);
  RC_ASSERT(back->made.wall == edit.made.wall && back->made.server == edit.made.server && back->saw == edit.saw);
  RC_ASSERT(back->resolves.has_value() == edit.resolves.has_value() && back->source == edit.source);
}

TEST(EditObject, without_its_values_is_refused) {
  auto object = edit_json(an_edit(1));
  object.erase("base");
  auto back = edit_from(object, "entries[3].edit");
  ASSERT_TRUE(back.has_error());
  EXPECT_TRUE(back.error().detail.starts_with("entries[3].edit.base")) << back.error().detail;
}

}  // namespace
}  // namespace doorstep
