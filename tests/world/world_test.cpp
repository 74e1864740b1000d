// Two hundred worlds, one for each seed; docs/testing.md tells what happens in them and how to repeat one.
#include <gtest/gtest.h>

#include "tests/world/killer.h"
#include "tests/world/world.h"

namespace doorstep::test {
namespace {

void expect_whole(std::uint64_t first_seed, std::uint64_t seeds) {
  for (auto seed = first_seed; seed < first_seed + seeds; ++seed) {
    auto outcome = World{seed}.run();
    ASSERT_TRUE(outcome.broken.empty()) << "seed " << seed << "\n" << outcome.story << outcome.broken;
  }
}

TEST(World, nothing_is_lost_and_all_agree_in_seeds_1_to_50) { expect_whole(1, 50); }
TEST(World, nothing_is_lost_and_all_agree_in_seeds_51_to_100) { expect_whole(51, 50); }
TEST(World, nothing_is_lost_and_all_agree_in_seeds_101_to_150) { expect_whole(101, 50); }
TEST(World, nothing_is_lost_and_all_agree_in_seeds_151_to_200) { expect_whole(151, 50); }

// What people saw go wrong in a soak, kept with the seed in which it did.
void expect_whole(std::uint64_t seed) { expect_whole(seed, 1); }
TEST(World, a_field_that_its_author_cleared_during_a_conflict_does_not_fill_again) { expect_whole(8548); }

TEST(World, records_with_equal_counts_that_are_merged_add_up) { expect_whole(86); }
TEST(World, a_parted_record_keeps_nothing_of_a_set_that_was_the_others) { expect_whole(22); }

TEST(World, a_merge_in_a_visit_leaves_nothing_over_a_record_that_was_merged_the_other_way) { expect_whole(1232); }
TEST(World, a_line_of_merges_in_one_bundle_gives_back_what_was_anothers) { expect_whole(112); }
TEST(World, what_a_tablet_that_was_put_back_sends_again_is_seen_once) { expect_whole(3073); }
TEST(World, a_decision_that_came_before_its_question_leaves_it_asked) { expect_whole(2123); }
TEST(World, a_rule_that_two_people_completed_alike_may_be_removed_by_one_of_them) { expect_whole(5823); }
TEST(World, a_visit_that_is_begun_while_a_revoked_tablet_hands_over_is_not_lost) { expect_whole(7174); }
TEST(World, what_was_done_to_a_record_whose_creation_was_refused_is_not_missed_on_the_screen) { expect_whole(10326); }
TEST(World, a_disk_that_fails_while_what_was_lost_is_wiped_ends_no_program) { expect_whole(2009); }
TEST(World, a_copy_that_a_restored_server_does_not_know_is_answered_though_another_went_further) { expect_whole(1050); }
TEST(World, of_two_copies_both_are_heard_by_a_server_that_was_put_back) { expect_whole(50421); }
TEST(World, a_decision_about_a_record_that_was_merged_is_found_with_what_it_was_merged_into) { expect_whole(51318); }
TEST(World, what_a_colleague_left_empty_and_what_was_never_filled_look_alike_to_who_removes_it) { expect_whole(1162); }
TEST(World, who_changes_what_they_propose_and_sets_it_back_in_one_visit_proposes_it_still) { expect_whole(1100); }
TEST(World, what_a_copy_had_delivered_lies_over_nothing_once_it_is_answered) { expect_whole(4385); }
TEST(World, decisions_that_were_taken_back_while_the_power_went_are_somebodys) {
  expect_whole(3451);
  expect_whole(3655);
}
TEST(World, what_was_said_twice_and_lost_once_with_a_server_and_a_narrower_role_is_lost_lawfully) {
  expect_whole(202002);
}
TEST(World, a_question_that_was_decided_before_its_record_was_merged_further_is_asked_of_nobody) {
  expect_whole(63109);
  expect_whole(200917);
}
TEST(World, a_visit_that_was_made_and_taken_along_in_one_breath_reached_no_building) { expect_whole(61593); }
TEST(World, a_server_that_died_of_being_looked_at_is_up_again_when_everything_heals) { expect_whole(61124); }
TEST(World, a_disk_does_not_fail_of_the_judges_looking) { expect_whole(203890); }

TEST(World, a_page_that_cannot_be_read_in_the_midst_of_a_commit_takes_nothing_back) { expect_whole(51124); }
TEST(World, what_was_said_at_the_door_of_a_record_merged_twice_lies_over_nothing_in_the_end) { expect_whole(51186); }
TEST(World, a_question_about_two_that_is_over_moves_with_them_between_buildings) { expect_whole(229); }
TEST(World, who_looks_at_many_histories_at_once_is_not_cut_off) {
  expect_whole(2203);
  expect_whole(2750);
}
TEST(World, of_two_copies_the_one_that_is_behind_is_not_turned_away_for_good) { expect_whole(50406); }
TEST(World, a_visit_made_one_with_one_that_is_lost_can_end) { expect_whole(43347); }
TEST(World, whom_a_restored_server_hears_of_before_they_are_back_is_in_a_building) { expect_whole(82266); }
TEST(World, a_record_that_is_said_to_be_one_with_two_others_counts_once) { expect_whole(88008); }
TEST(World, two_homes_that_have_one_number_once_they_are_parted_are_asked_about) { expect_whole(29979); }
TEST(World, what_was_said_of_one_of_three_that_were_one_is_heard_when_another_is_parted) { expect_whole(402412); }
TEST(World, who_archives_what_they_corrected_has_not_said_it_twice) { expect_whole(62764); }

// The killer scenario in small (scripts/soak --killer has it in full).
TEST(World, a_week_offline_copies_and_a_restore_lose_nothing_and_every_conflict_can_be_decided) {
  const auto report = run_killer({.tablets = 5, .copied = 2, .records = 100, .edits = 700}, [](const std::string&) {});
  EXPECT_EQ(report.broken, "");
  EXPECT_EQ(report.edits, 700U);
  EXPECT_GT(report.conflicts, 0U);
  EXPECT_EQ(report.resolved, report.conflicts);
  EXPECT_GT(report.talk.new_chains, 0U);
  EXPECT_GT(report.lost_by_restore, 0U);
  EXPECT_GT(report.narrowed, 0U);
  EXPECT_GT(report.refused, 0U);
  EXPECT_GT(report.handed_over, 0U);
}

TEST(World, a_seed_tells_the_same_story_each_time) {
  auto once = World{7}.run(), again = World{7}.run();
  EXPECT_EQ(once.events, again.events);
  EXPECT_EQ(once.story, again.story);
  EXPECT_EQ(once.faults, again.faults);
}

}  // namespace
}  // namespace doorstep::test
