#include "tests/shared/one_record.h"

// What the numbered cases leave open: each test is something that a person at a tablet or in the office would notice.
namespace doorstep::test {
namespace {

std::set<std::string> texts(std::initializer_list<json> values) {
  std::set<std::string> out;
  for (const auto& value : values) out.insert(canonical(value));
  return out;
}

TEST(Merge, a_decision_about_an_old_conflict_joins_the_one_that_is_open_now) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  auto seen = server.subject();
  auto first = server.last_conflict();
  server.take(chen, resolution(12, seen, first, {{"name", "丙"}}));
  auto decided = server.subject();
  server.take(wang, change(13, decided, {{"name", "丁"}}));
  server.take(li, change(14, decided, {{"name", "戊"}}));
  ASSERT_EQ(server.subject().conflicts.size(), 2u);
  EXPECT_NE(server.last_conflict().id, first.id);

  EXPECT_EQ(server.take(sun, resolution(15, seen, first, {{"name", "乙"}})), Outcome::conflict);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"丁", "戊", "乙"}));
  EXPECT_EQ(server.subject().conflicts.front().state, ConflictState::resolved);
}

TEST(Merge, a_decision_repeated_after_it_reopened_a_conflict_changes_nothing) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  auto seen = server.subject();
  server.take(chen, resolution(12, seen, server.last_conflict(), {{"name", "乙"}}));
  auto other = resolution(13, seen, seen.conflicts[0], {{"name", "丙"}});
  EXPECT_EQ(server.take(sun, other), Outcome::conflict);
  EXPECT_EQ(server.value("name"), "乙");
  expect_repeat_is_harmless(server, sun, other);
}

TEST(Merge, a_decision_can_be_undone_by_who_saw_it) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  server.take(chen, resolution(12, server.subject(), server.last_conflict(), {{"name", "丙"}}));
  auto undo = change(13, server.subject(), {{"name", "乙"}});
  undo.resolves = Naming{server.last_conflict().id, {edit_id(12)}};
  EXPECT_NE(server.take(sun, undo), Outcome::conflict);
  EXPECT_EQ(server.value("name"), "乙");
  EXPECT_EQ(server.last_conflict().resolution->stamp.edit, edit_id(13));
}

// Chen decided for the value that stood, so that sun's word, which is based on it, took its place unasked.
TEST(Merge, two_decisions_are_asked_about_though_one_author_had_written_the_field_again_meanwhile) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  auto seen = server.subject();
  server.take(chen, resolution(12, seen, server.last_conflict(), {{"name", "乙"}}));
  server.take(sun, change(13, seen, {{"name", "丁"}}));
  auto decides = resolution(14, seen, seen.conflicts[0], {{"name", "丙"}});
  EXPECT_EQ(server.take(sun, decides), Outcome::conflict);
  EXPECT_EQ(server.last_conflict().state, ConflictState::open);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"乙", "丙"}));
  EXPECT_EQ(server.value("name"), "丙");
  expect_repeat_is_harmless(server, sun, decides);

  EXPECT_NE(server.take(chen, resolution(15, server.subject(), server.last_conflict(), {{"name", "乙"}})),
            Outcome::conflict);
  EXPECT_EQ(server.last_conflict().state, ConflictState::resolved);
  EXPECT_EQ(server.value("name"), "乙");
}

// A restored server lacks the wish that opened it, and hears of it again after chen's decision.
TEST(Merge, a_decision_that_comes_before_its_question_leaves_it_asked) {
  Server before{{{"archive_no", "HX-0000017"}}};
  auto start = before.subject();
  const auto wish = change(10, start, {{"archive_no", "HX-0000018"}});
  before.take(wang, wish);
  const auto seen = before.subject();
  const auto kept = resolution(11, seen, before.last_conflict(), {{"archive_no", "HX-0000017"}});

  Server server{{{"archive_no", "HX-0000017"}}};
  EXPECT_NE(server.take(chen, kept), Outcome::conflict);
  EXPECT_TRUE(server.subject().conflicts.empty());
  EXPECT_EQ(server.take(wang, wish), Outcome::conflict);
  EXPECT_EQ(server.last_conflict().id, kept.resolves->conflict);
  EXPECT_EQ(server.last_conflict().state, ConflictState::open);
  EXPECT_EQ(visible(server.subject(), "archive_no"), texts({"HX-0000017", "HX-0000018"}));
}

TEST(Merge, who_decides_also_decides_about_an_own_candidate_that_was_not_named) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  auto seen = server.subject();
  server.take(chen, change(12, seen, {{"name", "丁"}}));  // unsent on chen's tablet when the decision is made
  EXPECT_NE(server.take(chen, resolution(13, seen, seen.conflicts[0], {{"name", "丙"}})), Outcome::conflict);
  EXPECT_EQ(server.last_conflict().state, ConflictState::resolved);
}

TEST(Merge, clearing_the_value_that_stands_in_a_conflict_is_no_withdrawal) {
  Server server{json::object()};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "甲"}}));
  server.take(wang, change(11, server.subject(), {{"name", "乙"}}));
  server.take(li, change(12, start, {{"name", "丙"}}));  // li saw an empty field, wang did not
  EXPECT_EQ(server.take(wang, change(13, server.subject(), {{"name", nullptr}})), Outcome::conflict);
  EXPECT_EQ(server.value("name"), nullptr);
  EXPECT_EQ(visible(server.subject(), "name"), texts({nullptr, "丙"}));
}

TEST(Merge, going_over_to_the_old_value_after_a_decision_is_no_withdrawal_of_it) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  auto decision = resolution(13, server.subject(), server.last_conflict(), {{"name", "丙"}});
  server.take(chen, change(12, start, {{"name", "丁"}}));
  server.take(sun, decision);
  EXPECT_EQ(server.take(sun, change(14, server.subject(), {{"name", "甲"}})), Outcome::conflict);
  EXPECT_EQ(visible(server.subject(), "name"), texts({"甲", "丁"}));
}

TEST(Merge, a_slip_in_a_request_state_can_be_taken_back) {
  Server server{{{"status", "new"}}};
  server.take(wang, change(10, server.subject(), {{"status", "accepted"}}));
  auto slip = change(11, server.subject(), {{"status", "done"}});
  EXPECT_EQ(server.take(wang, slip), Outcome::conflict);
  auto back = change(12, server.subject(), {{"status", "accepted"}});
  back.base["status"] = "done";
  EXPECT_NE(server.take(wang, back), Outcome::conflict);
  EXPECT_EQ(server.value("status"), "accepted");
  EXPECT_EQ(server.last_conflict().state, ConflictState::closed);
}

TEST(Merge, a_printed_number_that_people_are_asked_about_is_not_written_over_by_who_gave_it) {
  Server server{json::object()};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"archive_no", "HX-1"}}));
  server.take(li, change(11, start, {{"archive_no", "HX-2"}}));
  EXPECT_EQ(server.take(wang, change(12, server.subject(), {{"archive_no", "HX-3"}})), Outcome::conflict);
  EXPECT_EQ(server.value("archive_no"), "HX-1");
  EXPECT_EQ(visible(server.subject(), "archive_no"), texts({"HX-1", "HX-2", "HX-3"}));
  server.take(wang, change(13, server.subject(), {{"archive_no", "HX-4"}}));
  EXPECT_EQ(visible(server.subject(), "archive_no"), texts({"HX-1", "HX-2", "HX-4"})) << "the wish is corrected";
}

TEST(Merge, while_people_are_asked_about_a_state_only_a_step_may_be_taken) {
  Server server{{{"status", "new"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"status", "accepted"}}));
  server.take(li, change(11, start, {{"status", "done"}}));
  ASSERT_EQ(server.last_conflict().kind, ConflictKind::state);
  auto back = change(12, server.subject(), {{"status", "new"}});
  EXPECT_EQ(server.take(wang, back), Outcome::conflict);
  EXPECT_EQ(server.value("status"), "accepted");
  EXPECT_EQ(visible(server.subject(), "status"), texts({"accepted", "done", "new"}));
}

TEST(Merge, correcting_an_own_wish_leaves_the_number_that_was_written_once) {
  Server server{json::object()};
  server.take(wang, change(10, server.subject(), {{"archive_no", "HX-1"}}));
  server.take(wang, change(11, server.subject(), {{"archive_no", "HX-2"}}));
  server.take(wang, change(12, server.subject(), {{"archive_no", "HX-3"}}));
  EXPECT_EQ(server.value("archive_no"), "HX-1");
  EXPECT_EQ(visible(server.subject(), "archive_no"), texts({"HX-1", "HX-3"}));
}

TEST(Merge, a_value_that_the_server_never_had_stands_against_nobody_and_reads_back) {
  Server server{json::object()};
  auto edit = change(10, server.subject(), {{"name", "乙"}});
  edit.base["name"] = "甲";  // the tablet has it from a server that was restored since
  EXPECT_EQ(server.take(wang, edit), Outcome::conflict);
  auto back = decode_conflict(encode(server.last_conflict()));
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(back->candidates.at(0).stamp, Stamp{});
  EXPECT_NE(server.take(chen, resolution(11, server.subject(), server.last_conflict(), {{"name", "乙"}})),
            Outcome::conflict);
}

TEST(Merge, saying_the_same_later_makes_it_later) {
  const auto start = scene({{"occupation", "教师"}});
  auto subject = start;
  auto write = [&](std::uint64_t id, const std::string& chain, const char* value, std::int64_t at_ms) {
    auto merged =
        merge(scene_template(), subject, change(id, start, {{"occupation", value}}), arrival(chain, id, at_ms));
    ASSERT_TRUE(merged);
    subject = std::move(merged->subject);
  };
  write(10, wang, "医生", 10);
  write(11, li, "医生", 30);
  write(12, chen, "律师", 20);
  EXPECT_EQ(value_of(subject, "occupation"), "医生");
}

TEST(Merge, what_happens_in_a_hidden_class_does_not_show_in_the_outcome) {
  Server server{{{"name", "甲"}, {"number", "1"}, {"doc_type", "id"}}};
  auto seen = server.subject();
  server.take(li, change(10, seen, {{"number", "2"}}));
  EXPECT_EQ(server.take(wang, change(11, seen, {{"name", "乙"}})), Outcome::applied);
  EXPECT_EQ(server.take(chen, change(12, seen, {{"occupation", "教师"}})), Outcome::merged) << "a name of one class";
}

TEST(Merge, a_group_from_fields_that_two_people_wrote_apart_is_nobodys_own) {
  Server server{json::object()};
  auto subject = server.subject();
  subject.record->put("doc_type", Class::sensitive, "passport", {Seq{7}, ChainId{wang}, edit_id(6), {}, "form"});
  subject.record->put("number", Class::sensitive, "1", {Seq{5}, ChainId{li}, edit_id(5), {}, "form"});
  auto edit = change(10, subject, {{"doc_type", "id"}});
  edit.base["number"] = nullptr;
  auto merged = merge(scene_template(), subject, edit, arrival(wang, 8));
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->outcome, Outcome::conflict) << "the number is not overwritten unseen";
}

TEST(Merge, entries_join_a_list_that_was_something_else_in_an_older_template) {
  for (json before : {json("text"), json::array({"word"}), json::array({1, nullptr})}) {
    Server server{{{"notes", before}}};
    server.take(wang, change(10, server.subject(), {{"notes", {{{"id", "n1"}, {"text", "门铃坏"}}}}}));
    EXPECT_EQ(server.value("notes").back()["id"], "n1");
  }
}

TEST(Fold, three_steps_become_one) {
  auto start = scene({{"name", "甲"}});
  auto one = change(10, start, {{"name", "乙"}}), two = change(11, start, {{"name", "丙"}}),
       three = change(12, start, {{"name", "丁"}});
  two.base["name"] = "乙";
  three.base["name"] = "丙";
  auto folded = fold(scene_template(), {one, two, three});
  ASSERT_EQ(folded.size(), 3u);
  EXPECT_TRUE(folded[0].set.empty() && folded[1].set.empty());
  EXPECT_EQ(folded[2].base, (json{{"name", "甲"}}));
  EXPECT_EQ(folded[2].set, (json{{"name", "丁"}}));
}

TEST(Fold, half_a_group_after_the_other_half_is_the_whole_group) {
  auto start = scene({{"doc_type", "id"}, {"number", "1"}});
  auto one = change(10, start, {{"doc_type", "passport"}}), two = change(11, start, {{"number", "2"}});
  two.base = {{"doc_type", "passport"}, {"number", "1"}};
  auto folded = fold(scene_template(), {one, two});
  EXPECT_TRUE(folded[0].set.empty());
  EXPECT_EQ(folded[1].set, (json{{"doc_type", "passport"}, {"number", "2"}}));
  EXPECT_EQ(folded[1].base, (json{{"doc_type", "id"}, {"number", "1"}}));
}

TEST(Fold, stops_at_a_removal_so_that_it_finds_what_its_author_saw) {
  auto local = scene({{"name", "甲"}});
  auto predict = [&](Edit edit) {
    local = merge(scene_template(), local, edit, arrival(wang, 0))->subject;
    return edit;
  };
  std::vector<Edit> bundle;
  bundle.push_back(predict(change(10, local, {{"name", "乙"}})));
  bundle.push_back(predict(moving(11, Op::remove, local)));
  bundle.push_back(predict(moving(12, Op::keep, local)));
  bundle.push_back(predict(change(13, local, {{"name", "丙"}})));
  Server server{{{"name", "甲"}}};
  for (const auto& edit : fold(scene_template(), bundle)) EXPECT_EQ(server.take(wang, edit), Outcome::applied);
  EXPECT_TRUE(server.subject().conflicts.empty());
  EXPECT_EQ(server.value("name"), "丙");
}

TEST(Fold, an_edit_without_its_base_is_still_refused) {
  auto start = scene({{"name", "甲"}});
  auto one = change(10, start, {{"name", "乙"}}), two = change(11, start, {{"name", "丙"}});
  one.base = json::object();
  two.base["name"] = "乙";
  auto folded = fold(scene_template(), {one, two});
  EXPECT_EQ(merge(scene_template(), start, folded[0], arrival(wang, 2)).error().fault, Fault::invalid_value);
}

TEST(Fold, a_decision_keeps_its_naming) {
  auto start = scene({{"name", "甲"}});
  auto one = change(10, start, {{"name", "乙"}}), two = change(11, start, {{"name", "丙"}});
  two.base["name"] = "乙";
  two.resolves = Naming{RecordId{{9}}, {}};
  EXPECT_EQ(fold(scene_template(), {one, two})[0].set, one.set);
}

}  // namespace
}  // namespace doorstep::test
