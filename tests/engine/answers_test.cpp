#include "engine/answers.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

const ChainId wang{"wang/t1/1"}, li{"li/t2/1"};
const RecordId a_record = parse_id<RecordId>("01890a5d-ac96-774b-bcce-b302099a8057").value();
const RecordId a_conflict = parse_id<RecordId>("9b2c1c3e-8a11-8f00-9d11-1b7a4c1d2e3f").value();

RecordView unit_view() {
  RecordView view;
  view.id = a_record;
  view.type = "unit";
  view.version = Seq{7};
  view.revision = 3;
  view.fields = {{"room_no", "1502"}, {"area_build", 8950}, {"tags", {"漏水", "顶楼"}}, {"mystery", {{"x", 1}}}};
  view.conflicts = {a_conflict};
  return view;
}

Conflict conflict_of(const std::string& field, ConflictKind kind, json base, json mine, json theirs) {
  Conflict conflict;
  conflict.id = a_conflict;
  conflict.record = a_record;
  conflict.field = field;
  conflict.kind = kind;
  conflict.base = base;
  conflict.candidates = {{std::move(mine), base, Stamp{Seq{4}, wang, {}, from_ms(1'764'000'000'000), "form"}},
                         {std::move(theirs), base, Stamp{Seq{5}, li, {}, {}, "form"}}};
  return conflict;
}

TEST(Answers, a_record_shows_areas_as_people_write_them_and_what_it_does_not_know_as_it_is) {
  auto answer = record_answer(Template::shipped(), unit_view());
  EXPECT_EQ(answer, parse_json(R"({"conflicts":["9b2c1c3e-8a11-8f00-9d11-1b7a4c1d2e3f"],
    "fields":{"area_build":"89.50","mystery":{"x":1},"room_no":"1502","tags":["漏水","顶楼"]},
    "id":"01890a5d-ac96-774b-bcce-b302099a8057","revision":3,"type":"unit","version":7})")
                        .value());
}

TEST(Answers, a_record_that_was_searched_for_tells_where_it_was_found) {
  auto view = unit_view();
  view.highlights = {{"room_no", {"", "1502"}}, {"tags", {"", "漏", "水"}}};
  auto answer = found_answer(Template::shipped(), view);
  EXPECT_EQ(answer.at("highlights"),
            parse_json(R"([{"field":"room_no","parts":["","1502"]},{"field":"tags","parts":["","漏","水"]}])").value());
  json list = {{"ok", true}, {"records", json::array({answer})}};
  EXPECT_NE(in_words(Template::shipped(), list, "zh-CN").find("标签: 【漏】水"), std::string::npos);
}

TEST(Answers, a_conflict_names_its_candidates_with_who_and_when) {
  ConflictView view{
      conflict_of("area_build", ConflictKind::field, 8000, 8950, 9000), "unit", 9000, {{PersonId{"wang"}, "王芳"}}};
  auto answer = conflict_answer(Template::shipped(), view);
  EXPECT_EQ(answer.at("kind"), "field");
  EXPECT_EQ(answer.at("field"), "area_build");
  EXPECT_EQ(answer.at("base"), "80.00");
  EXPECT_EQ(answer.at("current"), "90.00");
  EXPECT_EQ(answer.at("severity"), "normal");
  const auto& candidates = answer.at("candidates");
  ASSERT_EQ(candidates.size(), 2u);
  const json first{{"at", "2025-11-24T16:00:00.000Z"}, {"by", "王芳"}, {"device", "t1"}, {"value", "89.50"}};
  const json second{{"at", nullptr}, {"by", "li"}, {"device", "t2"}, {"value", "90.00"}};
  for (const auto& [key, value] : first.items()) EXPECT_EQ(candidates[0].at(key), value) << key;
  for (const auto& [key, value] : second.items()) EXPECT_EQ(candidates[1].at(key), value) << key;
}

TEST(Answers, a_candidate_tells_what_its_author_had_not_seen_and_how_far_their_clock_was_off) {
  auto conflict = conflict_of("area_build", ConflictKind::field, 8000, 8950, 9000);
  conflict.candidates[0].base.reset();  // it stood there
  conflict.candidates[0].stamp.seq = Seq{13};
  conflict.candidates[1].stamp.seq = Seq{14};
  conflict.candidates[1].version = Seq{12};
  conflict.candidates[0].wall = *conflict.candidates[0].stamp.at + Millis{90'000};
  auto answer = conflict_answer(Template::shipped(), {conflict, "unit", 9000, {}});
  EXPECT_EQ(answer.at("candidates")[1].at("based_on"), 12);
  EXPECT_EQ(answer.at("candidates")[1].at("missed"), json::array({13}));
  EXPECT_EQ(answer.at("candidates")[0].at("based_on"), nullptr);
  EXPECT_EQ(answer.at("candidates")[0].at("missed"), json::array());
  EXPECT_EQ(answer.at("candidates")[0].at("skew_ms"), 90'000);
  json one{{"ok", true}, {"conflict", answer}};
  EXPECT_NE(in_words(Template::shipped(), one, "zh-CN").find("依据 v12，未见 v13"), std::string::npos);
  EXPECT_NE(in_words(Template::shipped(), one, "en").find("based on v12, missed v13"), std::string::npos);
}

TEST(Answers, a_candidate_tells_the_visit_in_which_it_was_said_as_far_as_that_is_known_here) {
  const auto known = parse_id<RecordId>("01890a5d-ac96-774b-bcce-b30209900001").value();
  const auto hidden = parse_id<RecordId>("01890a5d-ac96-774b-bcce-b30209900002").value();
  ConflictView view{conflict_of("area_build", ConflictKind::field, 8000, 8950, 9000), "unit", 9000, {}};
  view.conflict.candidates[0].stamp.visit = known;
  view.conflict.candidates[1].stamp.visit = hidden;
  view.visits[known] = {"2026-11-26T02:12:00Z", a_record, {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}}};
  view.visits[hidden] = {};
  const auto answer = conflict_answer(Template::shipped(), view);
  EXPECT_EQ(answer.at("candidates")[0].at("visit"),
            json({{"id", text(known)}, {"started_at", "2026-11-26T02:12:00Z"}, {"home", "3-2-1502"}}));
  EXPECT_EQ(answer.at("candidates")[1].at("visit"), json({{"id", text(hidden)}}));
  const json one{{"ok", true}, {"conflict", answer}};
  const auto zh = in_words(Template::shipped(), one, "zh-CN"), en = in_words(Template::shipped(), one, "en");
  EXPECT_NE(zh.find("走访时所说 2026-11-26T02:12:00Z 3-2-1502"), std::string::npos) << zh;
  EXPECT_NE(en.find("said in the visit of 2026-11-26T02:12:00Z, home 3-2-1502"), std::string::npos) << en;
  EXPECT_EQ(en.find("said in", en.find("said in") + 1), std::string::npos) << "of the other there is nothing to say";
  view.conflict.candidates[0].stamp.visit.reset();
  EXPECT_FALSE(conflict_answer(Template::shipped(), view).at("candidates")[0].contains("visit"));
}

TEST(Answers, in_chinese_a_conflict_is_told_in_the_words_of_the_form) {
  ConflictView view{conflict_of("decoration", ConflictKind::state, "none", "ongoing", "done"), "unit", "ongoing", {}};
  view.conflict.candidates[0].wall = *view.conflict.candidates[0].stamp.at + Millis{90'000};
  view.evidence = {{"document", "form"}, {"form"}};
  const json one{{"ok", true}, {"conflict", conflict_answer(Template::shipped(), view)}};
  const auto zh = in_words(Template::shipped(), one, "zh-CN"), en = in_words(Template::shipped(), one, "en");
  const auto* type = Template::shipped().type("unit");
  const auto& field = *type->field("decoration");
  for (const auto& word : {std::string{"状态走不通"}, field.label.zh, std::string{"平板 t1"},
                           std::string{"凭据: 见到证件"}, std::string{"时钟快 90 秒"}})
    EXPECT_NE(zh.find(word), std::string::npos) << word << " in " << zh;
  for (const char* raw : {"decoration", "ongoing", "state"}) EXPECT_EQ(zh.find(raw), std::string::npos) << zh;
  for (const char* word : {"tablet t1", "evidence: document seen", "clock 90 s ahead"})
    EXPECT_NE(en.find(word), std::string::npos) << word << " in " << en;
}

TEST(Answers, in_chinese_a_removal_is_told_in_words) {
  const json removal = conflict_answer(
      Template::shipped(), {conflict_of("", ConflictKind::delete_edit, nullptr, "live", "removed"), "unit", {}, {}});
  const auto zh = in_words(Template::shipped(), {{"ok", true}, {"conflict", removal}}, "zh-CN");
  EXPECT_NE(zh.find("移除与修改冲突"), std::string::npos) << zh;
  EXPECT_NE(zh.find("2) 删除"), std::string::npos) << zh;
  EXPECT_EQ(zh.find("removed"), std::string::npos) << zh;
}

TEST(Answers, in_chinese_the_past_and_an_exchange_have_words_for_all_they_tell) {
  const json past{
      {"ok", true},
      {"values",
       json::array({json::object({{"n", 2}, {"value", "张三"}, {"source", "phone"}, {"delivered", false}})})}};
  const auto zh = in_words(Template::shipped(), past, "zh-CN");
  for (const char* word : {"历次内容", "序号: 2", "来源: phone", "已送达: 否"})
    EXPECT_NE(zh.find(word), std::string::npos) << word << " in " << zh;
  const auto healed = in_words(Template::shipped(), {{"ok", true}, {"healed", 3}}, "zh-CN");
  EXPECT_NE(healed.find("已修复的档案: 3"), std::string::npos) << healed;
}

TEST(Answers, a_conflict_about_a_group_or_about_a_removal) {
  const json home = {{"building", "3"}, {"unit_no", nullptr}, {"room_no", "1502"}};
  auto group = conflict_answer(Template::shipped(),
                               {conflict_of("address", ConflictKind::group, nullptr, home, home), "unit", home, {}});
  EXPECT_EQ(group.at("current"), home);
  EXPECT_EQ(group.at("base"), nullptr);
  auto removal = conflict_answer(
      Template::shipped(), {conflict_of("", ConflictKind::delete_edit, nullptr, "live", "removed"), "unit", {}, {}});
  EXPECT_EQ(removal.at("field"), nullptr);
  EXPECT_EQ(removal.at("kind"), "delete_edit");
  EXPECT_EQ(removal.at("candidates")[1].at("value"), "removed");
}

TEST(Answers, a_history_has_a_line_for_each_field_of_each_edit) {
  HistoryView view;
  view.entries = {
      parse_json(R"({"by":"王芳","device":"t1","seq":4,"at":1764000000000,
                                 "edit":{"base":{"area_build":null,"room_no":null},"set":{"area_build":8950,"room_no":"1502"}}})")
          .value(),
      parse_json(R"({"by":"李强","device":"t2","edit":{"base":{"room_no":"1502"},"set":{"room_no":null}}})").value()};
  view.complete = true;
  EXPECT_EQ(history_answer(Template::shipped(), "unit", view), parse_json(R"({"complete":true,"edits":[
    {"at":"2025-11-24T16:00:00.000Z","base":null,"by":"王芳","device":"t1","field":"area_build","source":"form","value":"89.50"},
    {"at":"2025-11-24T16:00:00.000Z","base":null,"by":"王芳","device":"t1","field":"room_no","source":"form","value":"1502"},
    {"at":null,"base":"1502","by":"李强","device":"t2","field":"room_no","source":"form","value":null}]})")
                                                                   .value());
}

TEST(Answers, a_history_tells_who_removed_a_record_and_what_was_said_beside_its_fields) {
  HistoryView view;
  view.entries = {
      parse_json(
          R"({"by":"王芳","device":"t1","seq":4,"at":1764000000000,"edit":{"base":{},"set":{},"op":"remove","record":"r"}})")
          .value(),
      parse_json(
          R"({"by":"李强","device":"t2","edit":{"base":{},"set":{"remark":"还在住"},"op":"discuss","record":"r"}})")
          .value()};
  const auto answer = history_answer(Template::shipped(), "unit", view);
  EXPECT_TRUE(answer.at("edits").empty());
  EXPECT_EQ(answer.at("events"), parse_json(R"([
    {"at":"2025-11-24T16:00:00.000Z","by":"王芳","device":"t1","op":"remove","record":"r"},
    {"at":null,"by":"李强","device":"t2","op":"discuss","record":"r","said":{"remark":"还在住"}}])")
                                     .value());
}

TEST(Answers, in_words_a_record_has_its_labels_in_the_persons_language) {
  json answer = {{"ok", true}, {"record", record_answer(Template::shipped(), unit_view())}};
  auto english = in_words(Template::shipped(), answer, "en");
  EXPECT_NE(english.find("Home  #3"), std::string::npos) << english;
  EXPECT_NE(english.find("Room: 1502"), std::string::npos) << english;
  EXPECT_NE(english.find("Gross area (m²): 89.50"), std::string::npos) << english;
  EXPECT_NE(english.find("! conflict 9b2c1c3e"), std::string::npos) << english;
  auto chinese = in_words(Template::shipped(), answer, "zh-CN");
  EXPECT_NE(chinese.find("房屋  #3"), std::string::npos) << chinese;
  EXPECT_NE(chinese.find("标签: 漏水, 顶楼"), std::string::npos) << chinese;
}

TEST(Answers, in_words_lists_are_counted_and_nothing_is_said_as_such) {
  const auto& shipped = Template::shipped();
  json one = {{"ok", true}, {"records", {record_answer(shipped, unit_view())}}};
  EXPECT_NE(in_words(shipped, one, "en").find("\n1 record\n"), std::string::npos);
  EXPECT_NE(in_words(shipped, one, "zh-CN").find("1 条档案"), std::string::npos);
  EXPECT_EQ(in_words(shipped, {{"ok", true}, {"records", json::array()}}, "en"), "0 records\n");
  EXPECT_EQ(in_words(shipped, {{"ok", true}, {"conflicts", json::array()}}, "en"), "0 conflicts\n");
  EXPECT_EQ(in_words(shipped, {{"ok", true}, {"pending", 3}}, "en"), "waiting here: 3\n");
  EXPECT_EQ(in_words(shipped, {{"ok", true}}, "zh-CN"), "完成\n");
  json failed = {{"ok", false}, {"error", {{"code", "not_found"}, {"message", "Not found"}}}};
  EXPECT_EQ(in_words(shipped, failed, "en"), "Not found\n");
}

}  // namespace
}  // namespace doorstep
