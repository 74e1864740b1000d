#include "tests/server/archive_suite.h"

// Another template for an archive that is in use.
namespace doorstep::test {
namespace {

json next_template(const Archive& archive, std::uint64_t steps = 1) {
  auto out = json::parse(archive.archive_template().text());
  out["version"] = archive.archive_template().version() + steps;
  return out;
}

TEST_P(ArchiveSuite, a_template_is_lifted_and_stays_lifted_and_the_old_one_is_kept) {
  auto wang = tablet("wang");
  push(wang.bundle({wang.create("unit", unit("1502"))}));
  const auto before = archive_->archive_template().digest();
  EXPECT_FALSE(archive_->template_since()->at) << "the one that it was made with";
  auto next = next_template(*archive_);
  auto set = archive_->set_template(next.dump(), clock_.now);
  ASSERT_TRUE(set) << set.error().detail;
  EXPECT_TRUE(set->changed);
  EXPECT_EQ(set->seqs.at(CommunityId{"main"}), Seq{1});
  const auto digest = archive_->archive_template().digest();
  EXPECT_NE(digest, before);
  EXPECT_FALSE(archive_->set_template(next.dump(4), clock_.now)->changed) << "the same again changes nothing";
  push(wang.bundle({wang.create("unit", unit("1503"))}));
  expect_sound(wang);
  archive_.reset();
  archive_ = home_->open(clock_, dice_);
  EXPECT_EQ(archive_->archive_template().digest(), digest);
  EXPECT_EQ(archive_->template_since()->at, clock_.now);
  EXPECT_TRUE(archive_->verify());
}

TEST_P(ArchiveSuite, a_template_that_takes_something_away_is_refused_and_changes_nothing) {
  const auto before = archive_->archive_template().digest();
  auto older = next_template(*archive_);
  older["version"] = 1;
  auto fewer = next_template(*archive_);
  fewer["types"].erase(fewer["types"].size() - 1);
  for (const auto& text : {older.dump(), fewer.dump(), std::string{"{}"}, std::string{"not json"}, std::string{}}) {
    auto set = archive_->set_template(text, clock_.now);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().fault, Fault::bad_template);
  }
  EXPECT_EQ(archive_->archive_template().digest(), before);
  EXPECT_TRUE(archive_->verify());
}

// A template that numbers requests from now on tells old ones apart by the numbers that they had already.
TEST_P(ArchiveSuite, a_template_that_gives_or_takes_a_series_files_the_records_anew) {
  auto number_field = [](json& whole) -> json& {
    for (auto& type : whole["types"])
      for (auto& field : type["fields"])
        if (type["name"] == "request" && field["name"] == "request_no") return field;
    throw std::logic_error("requests have numbers");
  };
  auto wang = tablet("wang");
  push(wang.bundle({wang.create("request", {{"text", "漏水"}, {"request_no", "R-00000015"}})}));
  for (bool with : {false, true}) {
    auto next = next_template(*archive_);
    if (with)
      number_field(next)["series"] = "R";
    else
      number_field(next).erase("series");
    ASSERT_TRUE(archive_->set_template(next.dump(), clock_.now));
    auto check = archive_->verify();
    EXPECT_TRUE(check) << check.error().detail;
    auto again = wang.create("request", {{"text", "门坏了"}, {"request_no", "R-00000015"}});
    EXPECT_EQ(push(wang.bundle({again})).edits.at(0).conflicts.size(), with ? 1U : 0U);
  }
}

}  // namespace
}  // namespace doorstep::test
