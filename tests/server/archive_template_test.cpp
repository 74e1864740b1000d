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

json& field_of(json& whole, const char* type_name, const char* field_name) {
  for (auto& type : whole["types"])
    for (auto& field : type["fields"])
      if (type["name"] == type_name && field["name"] == field_name) return field;
  throw std::logic_error("the template has this field");
}

// A tablet that was away while the template was tightened: what it wrote is asked about, not refused.
TEST_P(ArchiveSuite, a_value_from_before_a_tighter_template_is_asked_about_and_nothing_is_refused) {
  auto wang = tablet("wang");
  auto made = wang.create("resident", {{"name", "张三"}, {"occupation", "教师"}});
  push(wang.bundle({made}));
  auto late = wang.bundle({wang.change(made.record, "resident", {{"occupation", "教师"}, {"employer", nullptr}},
                                       {{"occupation", "高级工程师"}, {"employer", "医院"}})});
  auto wrong = wang.bundle({wang.change(made.record, "resident", {{"occupation", "教师"}}, {{"occupation", 7}})});
  auto next = next_template(*archive_);
  field_of(next, "resident", "occupation")["length_max"] = 3;
  auto set = archive_->set_template(next.dump(), clock_.now);
  ASSERT_TRUE(set) << set.error().detail;

  auto verdict = push(late);
  ASSERT_EQ(verdict.edits.at(0).outcome, EditVerdict::Outcome::conflict);
  EXPECT_EQ(verdict.edits.at(0).proposed, std::vector<std::string>{"occupation"});
  EXPECT_EQ(verdict.edits.at(0).conflicts.size(), 1u);
  EXPECT_EQ(push(wrong).edits.at(0).outcome, EditVerdict::Outcome::rejected) << "this was never good";
  auto history = archive_->history(made.record).value();
  EXPECT_EQ(history.entries.back().edit.at("proposes"), json::array({"occupation"}));
  expect_sound(wang);
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
