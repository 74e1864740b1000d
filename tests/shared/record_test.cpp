#include "shared/record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/conflict.h"

namespace doorstep {
namespace {

EditId edit_id(std::uint8_t last) {
  EditId id;
  id.bytes[15] = last;
  return id;
}
RecordId record_id(std::uint8_t last) {
  RecordId id;
  id.bytes[15] = last;
  return id;
}
Stamp stamp(std::uint64_t seq, std::uint8_t edit) {
  return {Seq{seq}, ChainId{"wang/t1/1"}, edit_id(edit), {}, "form"};
}

Record a_resident() {
  Record record{record_id(9), {"resident", CommunityId{"main"}, State::live, {}, Seq{3}, 1}, {}};
  record.put("name", Class::basic, "张三", stamp(3, 1));
  record.part(Class::basic)->seq = Seq{3};
  record.part(Class::basic)->count = 1;
  return record;
}

json any_value() {
  switch (*rc::gen::element(0, 1, 2, 3, 4, 5, 6)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::inRange<std::int64_t>(-safe_integer_max, safe_integer_max);
    case 2:
      return *rc::gen::arbitrary<bool>();
    case 3:
      return *rc::gen::element<std::string>("", "张三", "\"quoted\"\\", "tab\tline\n\x01\x7f", "𠮷 㛃䶮", "plain text");
    case 4:
      return json::array({"养狗", "老人"});
    case 5:
      return json::array({{{"id", "n1"}, {"text", "门铃坏"}}});
    default:
      return *rc::gen::container<std::string>(rc::gen::inRange(' ', '~'));
  }
}

Stamp any_stamp() {
  // Few different ones, so that many fields share theirs and many differ in one part only.
  Stamp out = stamp(*rc::gen::inRange<std::uint64_t>(0, 3), *rc::gen::inRange<std::uint8_t>(0, 3));
  if (*rc::gen::arbitrary<bool>()) out.chain = ChainId{"li/t2/1"};
  if (*rc::gen::arbitrary<bool>()) out.at = from_ms(*rc::gen::inRange(-2, 2));
  out.source = *rc::gen::element<std::string>("form", "import", "phone");
  if (*rc::gen::arbitrary<bool>()) out.visit = record_id(*rc::gen::inRange<std::uint8_t>(1, 3));
  return out;
}

Record any_record() {
  Record record = a_resident();
  record.parts = {};
  record.header.count = *rc::gen::inRange<std::uint64_t>(0, 5);
  record.header.state = *rc::gen::element(State::live, State::archived, State::removed);
  if (record.header.state != State::live) record.header.moved = any_stamp();
  auto fields = *rc::gen::element(0, 1, 2, 5, 12);
  for (int i = 0; i < fields; ++i) {
    auto klass = *rc::gen::element(Class::basic, Class::detail, Class::sensitive);
    record.put("field_" + std::to_string(i), klass, any_value(), any_stamp());
    record.part(klass)->seq = Seq{*rc::gen::inRange<std::uint64_t>(0, 9)};
    record.part(klass)->count = *rc::gen::inRange<std::uint64_t>(0, 9);
  }
  return record;
}

void expect_same(const Record& a, const Record& b) {
  auto left = encode(a), right = encode(b);
  EXPECT_EQ(left.id, right.id);
  EXPECT_EQ(left.header, right.header);
  EXPECT_EQ(left.classes, right.classes);
  for (auto klass : all_classes) {
    ASSERT_EQ(a.part(klass).has_value(), b.part(klass).has_value());
    if (!a.part(klass)) continue;
    EXPECT_EQ(a.part(klass)->values, b.part(klass)->values);
    EXPECT_EQ(a.part(klass)->stamps, b.part(klass)->stamps);
    EXPECT_EQ(a.part(klass)->seq, b.part(klass)->seq);
    EXPECT_EQ(a.part(klass)->count, b.part(klass)->count);
  }
  EXPECT_EQ(a.header.moved, b.header.moved);
  EXPECT_EQ(a.header.state, b.header.state);
}

RC_GTEST_PROP(RecordText, a_record_reads_back_as_it_was_and_its_texts_are_canonical, ()) {
  auto record = any_record();
  auto text = encode(record);
  auto back = decode(text);
  RC_ASSERT(back.has_value());
  expect_same(record, *back);
  RC_ASSERT(encode(*back).classes == text.classes);
  for (const auto& one : text.classes) {
    if (one) RC_ASSERT(canonical(*parse_json(*one)) == *one);
  }
  RC_ASSERT(canonical(*parse_json(text.header)) == text.header);
}

TEST(RecordText, stands_as_the_store_page_shows_it) {
  auto record = a_resident();
  record.put("vip", Class::basic, true, stamp(7, 2));
  record.put("language", Class::basic, "zh", stamp(7, 2));
  record.put("sex", Class::basic, nullptr, {Seq{5}, ChainId{"li/t2/1"}, edit_id(3), from_ms(1764000000000), "phone"});
  record.part(Class::basic)->seq = Seq{7};
  record.part(Class::basic)->count = 3;
  auto text = encode(record);
  EXPECT_EQ(text.header, R"({"community":"main","count":1,"seq":3,"type":"resident"})");
  EXPECT_EQ(
      *text.classes[0],
      R"({"count":3,"seq":7,"stamps":[)"
      R"({"chain":"wang/t1/1","edit":"00000000-0000-0000-0000-000000000001","seq":3},)"
      R"({"at":1764000000000,"chain":"li/t2/1","edit":"00000000-0000-0000-0000-000000000003","fields":["sex"],)"
      R"("seq":5,"source":"phone"},)"
      R"({"chain":"wang/t1/1","edit":"00000000-0000-0000-0000-000000000002","fields":["language","vip"],"seq":7}],)"
      R"("values":{"language":"zh","name":"张三","sex":null,"vip":true}})");
}

TEST(RecordText, a_value_that_was_said_in_a_visit_names_it) {
  auto record = a_resident();
  auto said = stamp(7, 2);
  said.source = "visit";
  said.visit = record_id(4);
  record.put("sex", Class::basic, "male", said);
  auto text = encode(record);
  EXPECT_NE(text.classes[0]->find(R"("seq":7,"source":"visit","visit":"00000000-0000-0000-0000-000000000004"})"),
            std::string::npos)
      << *text.classes[0];
  auto back = decode(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->stamp("sex")->visit, record_id(4));
  EXPECT_FALSE(back->stamp("name")->visit);
  auto wrong = text;
  wrong.classes[0]->replace(wrong.classes[0]->find(R"(000000000004"})"), 12, "none of them");
  EXPECT_EQ(decode(wrong).error().fault, Fault::bad_frame);
}

TEST(RecordText, a_removed_record_says_who_removed_it) {
  auto record = a_resident();
  record.header.state = State::removed;
  record.header.moved = stamp(8, 4);
  EXPECT_EQ(
      encode(record).header,
      R"({"community":"main","count":1,"moved":{"chain":"wang/t1/1","edit":"00000000-0000-0000-0000-000000000004",)"
      R"("seq":8},"seq":3,"state":"removed","type":"resident"})");
}

TEST(RecordText, keys_of_a_newer_peer_are_ignored) {
  auto text = encode(a_resident());
  text.header.insert(1, R"("colour":"red",)");
  text.classes[0]->insert(1, R"("colour":"red",)");
  auto back = decode(text);
  ASSERT_TRUE(back);
  expect_same(*back, a_resident());
}

// Each row breaks one thing in an otherwise whole class; the answer names the place and never the data.
TEST(RecordText, a_wrong_shape_is_refused_and_its_place_named) {
  const std::string one = R"({"chain":"w/t/1","edit":"00000000-0000-0000-0000-000000000001","seq":1})";
  const std::string two = R"({"chain":"w/t/1","edit":"00000000-0000-0000-0000-000000000002","fields":["b"],"seq":2})";
  auto part = [](const std::string& stamps, const std::string& values) {
    return R"({"count":1,"seq":2,"stamps":[)" + stamps + R"(],"values":)" + values + "}";
  };
  auto refused = [](const std::string& part_text, const std::string& place) {
    auto text = encode(a_resident());
    text.classes[0] = part_text;
    auto back = decode(text);
    ASSERT_TRUE(back.has_error()) << part_text;
    EXPECT_EQ(back.error().fault, Fault::bad_frame) << part_text;
    EXPECT_TRUE(back.error().detail.starts_with(place)) << back.error().detail;
    EXPECT_EQ(back.error().detail.find("13800138000"), std::string::npos);
  };
  auto text = encode(a_resident());
  text.classes[0] = part(one + "," + two, R"({"a":1,"b":2})");
  ASSERT_TRUE(decode(text)) << "the whole one, from which each row differs";

  refused("[]", "basic: ");
  refused(R"({"count":1,"stamps":[],"values":{}})", "basic.seq");
  refused(R"({"count":-1,"seq":2,"stamps":[],"values":{}})", "basic.count");
  refused(R"({"count":1,"seq":"2","stamps":[],"values":{}})", "basic.seq");
  refused(part("", R"({"a":1})"), "basic.stamps: ");
  refused(part(one, "{}"), "basic.stamps: ");
  refused(part(two, R"({"b":1})"), "basic.stamps[0].fields");
  refused(part(one + "," + two, R"({"b":1})"), "basic.stamps: ");
  refused(part(one + "," + two, R"({"a":1})"), "basic.stamps[1].fields");
  refused(part(one + "," + two + "," + two, R"({"a":1,"b":2})"), "basic.stamps[2].fields");
  refused(part(one + "," + one, R"({"a":1,"b":2})"), "basic.stamps[1].fields");
  refused(part(one, R"({"13800138000":1})"), "basic.values");
  refused(part(one, R"({"a":1,")" + std::string(65, 'a') + R"(":1})"), "basic.values");
  refused(part(one, R"({"A":1})"), "basic.values");
  refused(part(one, "[]"), "basic.values");
  refused(part(R"({"chain":"","edit":"00000000-0000-0000-0000-000000000001","seq":1})", R"({"a":1})"),
          "basic.stamps[0].chain");
  refused(part(R"({"chain":"w","edit":"13800138000","seq":1})", R"({"a":1})"), "basic.stamps[0].edit");
  refused(part(R"({"at":"now","chain":"w","edit":"00000000-0000-0000-0000-000000000001","seq":1})", R"({"a":1})"),
          "basic.stamps[0].at");
}

TEST(RecordText, too_many_fields_are_refused) {
  auto record = a_resident();
  for (std::size_t i = 0; i < fields_max; ++i) record.put("f" + std::to_string(i), Class::basic, 1, stamp(3, 1));
  auto back = decode(encode(record));
  ASSERT_TRUE(back.has_error());
  EXPECT_EQ(back.error().fault, Fault::bad_frame);
  record.part(Class::basic)->values.erase("name");
  record.part(Class::basic)->stamps.erase("name");
  EXPECT_TRUE(decode(encode(record)));
}

TEST(RecordText, a_field_in_two_classes_is_refused) {
  auto text = encode(a_resident());
  text.classes[1] = text.classes[0];
  EXPECT_TRUE(decode(text).has_error());
}

TEST(RecordText, a_wrong_header_is_refused) {
  for (const char* header : {R"({"community":"","count":1,"seq":3,"type":"resident"})",
                             R"({"community":"main","count":1,"seq":3,"type":"Resident"})",
                             R"({"community":"main","count":1,"seq":3,"state":"gone","type":"resident"})",
                             R"({"community":"main","count":1,"moved":{},"seq":3,"type":"resident"})",
                             R"({"count":1,"seq":3,"type":"resident"})", "[]"}) {
    auto text = encode(a_resident());
    text.header = header;
    auto back = decode(text);
    ASSERT_TRUE(back.has_error()) << header;
    EXPECT_TRUE(back.error().detail.starts_with("header")) << back.error().detail;
  }
}

TEST(Record, version_is_the_newest_class_and_revision_counts_changes) {
  auto record = a_resident();
  EXPECT_EQ(record.version(), Seq{3});
  EXPECT_EQ(record.revision(), 1u);
  record.part(Class::detail).emplace().seq = Seq{12};
  record.part(Class::detail)->count = 3;
  record.header.count = 2;
  EXPECT_EQ(record.version(), Seq{12});
  EXPECT_EQ(record.revision(), 4u);
}

TEST(Record, natural_key_and_parent_come_from_the_template) {
  Type contact;
  contact.keys = {{"resident", "kind", "value"}, {"value"}};
  contact.parent = "resident";
  Record record;
  EXPECT_EQ(natural_key(contact, record), "");
  EXPECT_EQ(parent_of(contact, record), std::nullopt);
  record.put("value", Class::basic, nullptr, {});
  EXPECT_EQ(natural_key(contact, record), "") << "a cleared part is as empty as one never set";
  record.put("resident", Class::basic, text(record_id(7)), {});
  EXPECT_EQ(natural_key(contact, record), "") << "without the last part nothing tells it from the others";
  record.put("value", Class::basic, "13800138000", {});
  EXPECT_EQ(natural_key(contact, record), R"(["00000000-0000-0000-0000-000000000007",null,"13800138000"])");
  EXPECT_EQ(parent_of(contact, record), record_id(7));
  EXPECT_EQ(natural_key(Type{}, record), "");
  EXPECT_EQ(parent_of(Type{}, record), std::nullopt);
}

Conflict a_conflict() {
  Conflict conflict;
  conflict.record = record_id(9);
  conflict.id = conflict_id(conflict.record, "name", edit_id(2));
  conflict.community = CommunityId{"main"};
  conflict.field = "name";
  conflict.klass = Class::detail;
  conflict.base = "张三";
  conflict.candidates = {{"张山", std::nullopt, stamp(4, 1)}, {nullptr, "张三", stamp(5, 2)}};
  conflict.seq = Seq{5};
  conflict.count = 1;
  return conflict;
}

TEST(ConflictText, reads_back_as_it_was) {
  auto conflict = a_conflict();
  for (auto kind : {ConflictKind::field, ConflictKind::delete_edit, ConflictKind::state}) {
    conflict.kind = kind;
    conflict.field = kind == ConflictKind::delete_edit ? "" : "name";
    if (kind == ConflictKind::state) {
      conflict.state = ConflictState::resolved;
      conflict.resolution = Candidate{"张山", "张三", stamp(6, 3)};
    }
    auto text = encode(conflict);
    EXPECT_EQ(text.type, "conflict");
    EXPECT_FALSE(text.classes[0] || text.classes[2]) << "only who may read its class gets it";
    auto back = decode_conflict(text);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(encode(*back).classes, text.classes);
    EXPECT_EQ(encode(*back).header, text.header);
    EXPECT_EQ(back->klass, Class::detail);
    EXPECT_EQ(back->candidates.at(0).stamp, conflict.candidates.at(0).stamp);
    EXPECT_FALSE(back->candidates.at(0).base) << "not known is not null";
  }
}

TEST(ConflictText, a_wrong_shape_is_refused) {
  auto broken = [](auto change) {
    auto text = encode(a_conflict());
    json part = json::parse(*text.classes[1]);
    change(part);
    text.classes[1] = canonical(part);
    auto back = decode_conflict(text);
    return back.has_error() && back.error().fault == Fault::bad_frame && back.error().detail.starts_with("detail");
  };
  EXPECT_FALSE(broken([](json&) {}));
  EXPECT_TRUE(broken([](json& part) { part["seq"] = 6; }));
  EXPECT_TRUE(broken([](json& part) { part["count"] = 2; }));
  EXPECT_TRUE(broken([](json& part) { part.erase("conflict"); }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["kind"] = "quarrel"; }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["kind"] = "duplicate"; }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["state"] = "shut"; }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["field"] = "Name"; }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"].erase("base"); }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["candidates"][0].erase("value"); }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["candidates"][1]["stamp"]["edit"] = "x"; }));
  EXPECT_TRUE(broken([](json& part) { part["conflict"]["resolution"] = json::array(); }));
  auto text = encode(a_conflict());
  text.classes[0] = text.classes[1];
  EXPECT_TRUE(decode_conflict(text).has_error()) << "it would be told to those who may not see it";
}

TEST(ConflictId, is_the_same_everywhere_and_differs_with_each_part) {
  auto id = conflict_id(record_id(1), "name", edit_id(1));
  EXPECT_EQ(id, conflict_id(record_id(1), "name", edit_id(1)));
  EXPECT_NE(id, conflict_id(record_id(2), "name", edit_id(1)));
  EXPECT_NE(id, conflict_id(record_id(1), "sex", edit_id(1)));
  EXPECT_NE(id, conflict_id(record_id(1), "name", edit_id(2)));
  EXPECT_EQ(id.bytes[6] >> 4, 8) << "UUID version 8";
  EXPECT_EQ(id.bytes[8] >> 6, 2) << "variant of RFC 9562";
}

}  // namespace
}  // namespace doorstep
