#include "tests/shared/one_record.h"

// A record that is removed, archived or kept while others work in it, as people would notice it.
namespace doorstep::test {
namespace {

TEST(Removal, two_decisions_that_did_not_see_each_other_ask_again_whoever_arrives_first) {
  for (bool keep_first : {true, false}) {
    Server server{{{"name", "甲"}}};
    auto start = server.subject();
    server.take(li, change(10, start, {{"name", "乙"}}));
    server.take(wang, moving(11, Op::remove, start));
    auto seen = server.subject();
    auto keep = moving(12, Op::keep, seen, &seen.conflicts[0]);
    auto remove = moving(13, Op::remove, seen, &seen.conflicts[0]);
    EXPECT_NE(server.take(chen, keep_first ? keep : remove), Outcome::conflict);
    EXPECT_EQ(server.state(), keep_first ? State::live : State::removed);
    EXPECT_EQ(server.take(sun, keep_first ? remove : keep), Outcome::conflict);
    EXPECT_EQ(server.state(), State::live) << "visible while nobody has decided";
    EXPECT_EQ(server.last_conflict().candidates.size(), 2u);
    EXPECT_NE(server.take(chen, moving(14, Op::remove, server.subject(), &server.last_conflict())), Outcome::conflict);
    EXPECT_EQ(server.state(), State::removed);
  }
}

TEST(Removal, who_kept_a_record_may_still_remove_it) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(li, change(10, start, {{"name", "乙"}}));
  server.take(wang, moving(11, Op::remove, start));
  server.take(chen, moving(12, Op::keep, server.subject(), &server.last_conflict()));
  auto remove = moving(13, Op::remove, server.subject());
  remove.resolves = Naming{server.last_conflict().id, {}};
  EXPECT_NE(server.take(chen, remove), Outcome::conflict);
  EXPECT_EQ(server.state(), State::removed);
}

TEST(Removal, who_takes_an_own_wish_to_remove_back_closes_the_conflict) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(li, change(10, start, {{"name", "乙"}}));
  server.take(wang, moving(11, Op::remove, start));
  EXPECT_NE(server.take(wang, moving(12, Op::keep, server.subject())), Outcome::conflict);
  EXPECT_EQ(server.last_conflict().state, ConflictState::closed);
}

TEST(Removal, a_wish_to_archive_unseen_by_a_removal_keeps_the_record) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(li, change(10, start, {{"name", "乙"}}));
  server.take(wang, moving(11, Op::remove, start));
  auto seen = server.subject();
  server.take(sun, moving(12, Op::archive, start));
  EXPECT_EQ(server.take(chen, moving(13, Op::remove, seen, &seen.conflicts[0])), Outcome::conflict);
  EXPECT_EQ(server.state(), State::live);
  EXPECT_NE(server.take(chen, moving(14, Op::remove, server.subject(), &server.last_conflict())), Outcome::conflict);
  EXPECT_EQ(server.state(), State::removed);
}

TEST(Removal, of_an_archived_record_that_changed_leaves_it_archived_and_asks_once) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(wang, moving(11, Op::archive, server.subject()));
  EXPECT_EQ(server.take(li, moving(12, Op::remove, start)), Outcome::conflict);
  EXPECT_EQ(server.state(), State::archived);
  server.take(chen, change(13, server.subject(), {{"occupation", "教师"}}));
  EXPECT_EQ(server.state(), State::live) << "somebody works in it";
  EXPECT_EQ(server.subject().conflicts.size(), 1u);
}

TEST(Removal, two_people_archive_a_record_and_one_works_in_it_again_the_other_is_asked) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  EXPECT_EQ(server.take(wang, moving(10, Op::archive, start)), Outcome::applied);
  auto agreed = moving(11, Op::archive, start);
  EXPECT_NE(server.take(li, agreed), Outcome::conflict);
  EXPECT_EQ(server.state(), State::archived);
  EXPECT_EQ(server.last_conflict().state, ConflictState::resolved) << "they agree";
  expect_repeat_is_harmless(server, li, agreed);
  EXPECT_EQ(server.take(wang, change(12, server.subject(), {{"occupation", "教师"}})), Outcome::conflict);
  EXPECT_EQ(server.state(), State::live);
  ASSERT_EQ(server.subject().conflicts.size(), 1u);
  const auto& asked = server.last_conflict();
  EXPECT_EQ(asked.state, ConflictState::open);
  ASSERT_EQ(asked.candidates.size(), 2u);
  EXPECT_EQ(asked.candidates[0].value, "archived");
  EXPECT_EQ(asked.candidates[0].stamp.chain.value, li);
  EXPECT_EQ(asked.candidates[1].value, "live");
}

TEST(Removal, two_removed_it_a_third_wants_it_archived_and_one_works_in_it_again_all_are_asked_once) {
  Server server{{{"name", "甲"}}};
  const auto long_ago = server.subject();
  server.take(sun, change(10, long_ago, {{"name", "乙"}}));
  const auto start = server.subject();
  server.take(wang, moving(11, Op::remove, start));
  server.take(li, moving(12, Op::remove, start));
  EXPECT_EQ(server.take(chen, moving(13, Op::archive, long_ago)), Outcome::conflict);
  EXPECT_EQ(server.take(wang, change(14, server.subject(), {{"occupation", "教师"}})), Outcome::conflict);
  EXPECT_EQ(server.state(), State::live);
  std::set<std::string> asked;
  for (const auto& one : server.last_conflict().candidates)
    asked.insert(one.stamp.chain.value + " " + one.value.get<std::string>());
  EXPECT_EQ(asked, (std::set{wang + " removed", li + " removed", chen + " archived", wang + " live"}));
}

TEST(Removal, who_archived_it_alone_works_in_it_again_unasked) {
  Server server{{{"name", "甲"}}};
  server.take(wang, moving(10, Op::archive, server.subject()));
  server.take(wang, moving(11, Op::archive, server.subject()));
  EXPECT_EQ(server.take(wang, change(12, server.subject(), {{"occupation", "教师"}})), Outcome::applied);
  EXPECT_EQ(server.state(), State::live);
  EXPECT_TRUE(server.subject().conflicts.empty());
}

TEST(Removal, repeated_changes_nothing) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(li, change(10, start, {{"name", "乙"}}));
  auto remove = moving(11, Op::remove, start);
  server.take(wang, remove);
  expect_repeat_is_harmless(server, wang, remove);
  auto keep = moving(12, Op::keep, server.subject(), &server.last_conflict());
  server.take(chen, keep);
  auto again = moving(13, Op::remove, server.subject());
  server.take(chen, again);
  EXPECT_EQ(server.state(), State::removed);
  expect_repeat_is_harmless(server, chen, again);
}

TEST(Removal, a_decision_about_a_field_of_a_record_that_was_removed_meanwhile_brings_it_back) {
  Server server{{{"name", "甲"}}};
  auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  auto seen = server.subject();
  server.take(sun, moving(12, Op::remove, seen));
  EXPECT_EQ(server.state(), State::removed);
  EXPECT_EQ(server.take(chen, resolution(13, seen, seen.conflicts[0], {{"name", "丙"}})), Outcome::conflict);
  EXPECT_EQ(server.state(), State::live);
  EXPECT_EQ(server.value("name"), "丙");
  EXPECT_EQ(server.last_conflict().kind, ConflictKind::delete_edit);
}

TEST(Removal, of_a_record_without_any_field_opens_a_conflict_that_reads_back) {
  Server server{json::object()};
  auto remove = moving(10, Op::remove, server.subject());
  remove.saw["header"] = "saw another child";
  EXPECT_EQ(server.take(wang, remove), Outcome::conflict);
}

TEST(Removal, a_child_brings_its_parent_back_once) {
  Server server{{{"name", "甲"}}};
  server.take(wang, moving(10, Op::remove, server.subject()));
  auto parent = server.subject();
  auto child = change(11, parent, json::object());
  child.record = RecordId{{2}};
  EXPECT_TRUE(revive(parent, child, arrival(li, 9)));
  EXPECT_EQ(parent.record->header.state, State::live);
  EXPECT_EQ(parent.record->header.seq, Seq{9});
  ASSERT_EQ(parent.conflicts.size(), 1u);
  EXPECT_EQ(parent.conflicts[0].id, conflict_id(scene_record, "", edit_id(11)));
  EXPECT_EQ(broken(parent), "");
  EXPECT_FALSE(revive(parent, child, arrival(li, 9)));
}

}  // namespace
}  // namespace doorstep::test
