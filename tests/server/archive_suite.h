#pragma once
#include <gtest/gtest.h>

#include "shared/merge.h"
#include "tests/server/archive_home.h"

/// What every home of the archive must do: the tests stand in archive_test, archive_pages_test and archive_template_test.

namespace doorstep::test {

using Outcome = EditVerdict::Outcome;
using MakeHome = std::unique_ptr<ArchiveHome> (*)();

inline std::unique_ptr<ArchiveHome> sqlite_home() { return std::make_unique<SqliteHome>(); }

class ArchiveSuite : public ::testing::TestWithParam<MakeHome> {
 protected:
  ArchiveSuite() {
    start_crypto();
    home_->found({"", {{CommunityId{"main"}, "花园小区"}, {CommunityId{"east"}, "东区"}}}, clock_, dice_);
    archive_ = home_->open(clock_, dice_);
    archive_->add_person({"wang", "王芳"}).value();
    archive_->add_person({"li", "李雷"}).value();
  }
  PushingTablet tablet(const std::string& login) { return {*archive_, login, clock_, dice_}; }

  Accepted accept(std::vector<Submission> submissions) { return archive_->accept(std::move(submissions)).value(); }
  Verdict push(Submission submission) {
    std::vector<Submission> one;
    one.push_back(std::move(submission));
    return accept(std::move(one)).verdicts.at(0).value();
  }
  Result<Verdict> try_push(Submission submission) {
    std::vector<Submission> one;
    one.push_back(std::move(submission));
    return std::move(accept(std::move(one)).verdicts.at(0));
  }
  Seq head() { return archive_->status()->heads.at(CommunityId{"main"}); }
  void expect_sound(const PushingTablet& any) {
    auto check = archive_->verify();
    ASSERT_TRUE(check) << check.error().detail;
    auto page = archive_->page({CommunityId{"main"}, any.chain(), PageKind::tail, {}, head(), {}}).value();
    EXPECT_EQ(base64(shown_sum(*page.sums, Role::everything())), base64(recomputed_set_hash(*archive_, any.chain())));
  }

  SetClock clock_;
  SeededDice dice_{42};
  std::unique_ptr<ArchiveHome> home_ = GetParam()();
  std::unique_ptr<Archive> archive_;
};

inline json unit(const std::string& room) { return {{"building", "3"}, {"unit_no", "2"}, {"room_no", room}}; }

}  // namespace doorstep::test
