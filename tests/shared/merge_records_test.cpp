// Two records that are one, as pure functions: what the winner takes, and that parting gives each back what was its
// own.
#include "shared/merge_records.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "shared/unit_value.h"
#include "tests/merge_scene.h"

namespace doorstep {
namespace {

using test::arrival;
using test::edit_id;
using test::open_on;
using test::scene;
using test::scene_template;
using test::scene_type;

constexpr RecordId other_record{{2}};

Edit merging(std::uint64_t id, Seq version) {
  Edit edit;
  edit.id = edit_id(id);
  edit.record = other_record;
  edit.into = test::scene_record;
  edit.type = "resident";
  edit.op = Op::merge;
  edit.version = version;
  return edit;
}

Subject loser_with(const json& values) {
  auto out = scene(values);
  out.record->id = other_record;
  return out;
}

// What the winner has of a unit after a merge whose author had seen the loser up to `version`.
struct Taken {
  json value;
  std::vector<json> asked;  ///< the candidates, when it is a question
};
Taken taken(const std::string& unit, const json& winner_values, const json& loser_values, Seq version) {
  auto winner = scene(winner_values);
  const auto loser = loser_with(loser_values);
  const auto edit = merging(50, version);
  EXPECT_TRUE(take_over(scene_template(), winner, loser, edit, arrival("chen/t7/1", 9, 900)));
  EXPECT_EQ(test::broken(winner), "");
  Taken out{test::value_of(winner, unit), {}};
  if (const auto* open = open_on(winner, unit))
    for (const auto& one : open->candidates) out.asked.push_back(one.value);
  return out;
}

constexpr Seq saw_all{1}, saw_nothing{0};

TEST(MergeRecords, the_winner_takes_what_it_lacks_under_every_policy_and_keeps_who_said_it) {
  const json everything{{"name", "甲"},         {"occupation", "教师"},
                        {"attempts", 2},        {"tags", {"老人"}},
                        {"status", "accepted"}, {"archive_no", "HX-1"},
                        {"urgency", "high"},    {"doc_type", "id"},
                        {"number", "1"},        {"notes", json::array({{{"id", "n1"}, {"text", "门铃坏"}}})}};
  auto winner = scene(json::object());
  const auto loser = loser_with(everything);
  ASSERT_TRUE(take_over(scene_template(), winner, loser, merging(50, saw_all), arrival("chen/t7/1", 9, 900)));
  EXPECT_TRUE(winner.conflicts.empty());
  for (const auto& unit : units_of(scene_type()))
    EXPECT_EQ(value_of(unit, *winner.record), value_of(unit, *loser.record)) << unit.name;
  EXPECT_EQ(winner.record->stamp("name")->chain, loser.record->stamp("name")->chain);
  EXPECT_EQ(winner.record->part(Class::basic)->seq, Seq{9});
}

TEST(MergeRecords, lists_join_counts_add_and_the_greater_stands) {
  EXPECT_EQ(taken("tags", {{"tags", {"老人"}}}, {{"tags", {"养狗", "老人"}}}, saw_all).value,
            json::array({"老人", "养狗"}));
  EXPECT_EQ(taken("attempts", {{"attempts", 2}}, {{"attempts", 3}}, saw_all).value, 5);
  EXPECT_EQ(taken("attempts", {{"attempts", 2}}, {{"attempts", 2}}, saw_all).value, 4) << "equal counts are two counts";
  EXPECT_EQ(taken("urgency", {{"urgency", "low"}}, {{"urgency", "high"}}, saw_all).value, "high");
  EXPECT_EQ(taken("urgency", {{"urgency", "high"}}, {{"urgency", "low"}}, saw_all).value, "high");
}

TEST(MergeRecords, of_two_values_the_winners_stands_when_the_merging_person_had_seen_both) {
  for (const char* unit : {"name", "occupation", "archive_no"}) {
    auto both = taken(unit, {{unit, "A"}}, {{unit, "B"}}, saw_all);
    EXPECT_EQ(both.value, "A") << unit;
    EXPECT_TRUE(both.asked.empty()) << unit;
  }
}

TEST(MergeRecords, a_value_nobody_had_seen_is_asked_about_or_the_later_one_stands) {
  for (const char* unit : {"name", "archive_no"}) {
    auto both = taken(unit, {{unit, "A"}}, {{unit, "B"}}, saw_nothing);
    EXPECT_EQ(both.value, "A") << unit;
    EXPECT_EQ(both.asked, (std::vector<json>{"A", "B"})) << unit;
  }
  auto pair = taken("document", {{"doc_type", "id"}, {"number", "1"}}, {{"doc_type", "passport"}, {"number", "2"}},
                    saw_nothing);
  EXPECT_EQ(pair.asked.size(), 2u);
  EXPECT_EQ(pair.value.at("number"), "1") << "a pair is never mixed";
  EXPECT_TRUE(taken("name", {{"name", "A"}}, {{"name", "A"}}, saw_nothing).asked.empty());
}

TEST(MergeRecords, what_would_grow_too_large_is_refused) {
  json many = json::array();
  const std::string words(120'000, 'x');
  for (int i = 0; i < 9; ++i) many.push_back({{"id", "n" + std::to_string(i)}, {"text", words}});
  auto half = many;
  for (auto& one : half) one["id"] = "m" + one["id"].get<std::string>();
  auto winner = scene({{"notes", many}});
  auto taken =
      take_over(scene_template(), winner, loser_with({{"notes", half}}), merging(50, saw_all), arrival("chen/t7/1", 9));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().fault, Fault::out_of_range);
}

TEST(MergeRecords, what_no_two_records_could_be_is_refused) {
  auto winner = scene(json::object()), loser = loser_with(json::object());
  auto fault = [&](const Edit& edit, const Subject& one, const Subject& other) {
    auto possible = check_merging(scene_template(), one, other, edit);
    return possible ? Fault::internal : possible.error().fault;
  };
  EXPECT_EQ(fault(merging(1, saw_all), {}, winner), Fault::not_found);
  EXPECT_EQ(fault(merging(1, saw_all), loser, {}), Fault::not_found);
  auto self = merging(1, saw_all);
  self.into = self.record;
  EXPECT_EQ(fault(self, loser, loser), Fault::invalid_value);
  auto writes = merging(1, saw_all);
  writes.set = {{"name", "甲"}};
  EXPECT_EQ(fault(writes, loser, winner), Fault::invalid_value);
  loser.record->header.type = "contact";
  EXPECT_EQ(fault(merging(1, saw_all), loser, winner), Fault::unknown_type);
  EXPECT_TRUE(merge(scene_template(), winner, merging(1, saw_all), arrival("x/y/1", 2)).error().fault ==
              Fault::invalid_value);
}

/// Two records, edited by people who may or may not know that they were merged, beside the same two that never were.
class Twins {
 public:
  explicit Twins(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {
    for (auto* one : {&winner_, &plain_winner_}) *one = {};
    create(winner_, plain_winner_, to_winner_, test::scene_record, {{"name", "甲"}, {"attempts", 1}});
    create(loser_, plain_loser_, to_loser_, other_record, {{"name", "乙"}, {"status", "new"}});
  }

  std::string run() {
    while (next_ < bytes_.size() && fault_.empty()) step();
    if (merged_) part();
    if (fault_.empty()) compare("winner", winner_, plain_winner_);
    if (fault_.empty()) compare("loser", loser_, plain_loser_);
    return fault_;
  }

 private:
  std::size_t roll(std::size_t sides) { return next_ < bytes_.size() ? bytes_[next_++] % sides : 0; }

  void create(Subject& real, Subject& plain, std::vector<PastEdit>& journal, const RecordId& id, json set) {
    Edit edit;
    edit.id = edit_id(++last_edit_);
    edit.record = id;
    edit.type = "resident";
    edit.op = Op::create;
    for (const auto& [name, value] : set.items()) edit.base[name] = nullptr;
    edit.set = std::move(set);
    take(real, plain, journal, edit, "office/t0/1");
  }

  void take(Subject& real, Subject& plain, std::vector<PastEdit>& journal, const Edit& edit, const char* chain) {
    ++seq_;
    auto at = arrival(chain, seq_, static_cast<std::int64_t>(seq_));
    at.community = CommunityId{"main"};
    journal.push_back({edit, at});
    apply(plain, edit, at);
    apply(real, &real == &loser_ && merged_ ? landed(edit, loser_, winner_) : edit, at);
  }
  void apply(Subject& subject, const Edit& edit, const Arrival& at) {
    auto& target = &subject == &loser_ && merged_ ? winner_ : subject;
    auto merged = merge(scene_template(), target, edit, at);
    if (merged)
      target = std::move(merged->subject);
    else if (&subject != &loser_ || !merged_)
      fault_ = "an edit is refused: " + merged.error().detail;
  }

  // Whoever edits has seen the record as it would be without any merge: nobody else could tell the two apart.
  void step() {
    static const std::vector<json> sets{{{"name", "丙"}},
                                        {{"name", "丁"}},
                                        {{"occupation", "教师"}},
                                        {{"occupation", "医生"}},
                                        {{"tags", {"老人"}}},
                                        {{"tags", {"养狗"}}},
                                        {{"status", "accepted"}},
                                        {{"archive_no", "HX-1"}},
                                        {{"archive_no", "HX-2"}},
                                        {{"urgency", "high"}},
                                        {{"doc_type", "passport"}, {"number", "2"}},
                                        {{"number", "3"}},
                                        {{"attempts", 7}}};
    static const std::array chains{"wang/t1/1", "li/t2/1", "wang/t9/1"};
    auto lot = roll(8);
    if (lot == 0) return merged_ ? part() : join();
    const bool to_loser = lot % 2 == 1;
    const auto& seen = to_loser ? plain_loser_ : plain_winner_;
    auto edit = test::change(++last_edit_, roll(3) == 0 ? start_ : seen, sets[roll(sets.size())]);
    edit.record = to_loser ? other_record : test::scene_record;
    if (roll(6) == 0)
      for (const auto& one : seen.conflicts)
        if (one.state == ConflictState::open && !one.field.empty() && edit.set.contains(one.field)) {
          edit.resolves = Naming{one.id, {}};
          for (const auto& candidate : one.candidates) edit.resolves->seen.push_back(candidate.stamp.edit);
        }
    if (to_loser)
      take(loser_, plain_loser_, to_loser_, edit, chains[roll(chains.size())]);
    else
      take(winner_, plain_winner_, to_winner_, edit, chains[roll(chains.size())]);
  }

  void join() {
    const auto edit = merging(++last_edit_, roll(2) == 0 ? saw_nothing : Seq{seq_});
    ++seq_;
    auto at = arrival("chen/t7/1", seq_, static_cast<std::int64_t>(seq_));
    if (auto taken = take_over(scene_template(), winner_, loser_, edit, at); !taken) fault_ = "not merged";
    send_over(loser_, test::scene_record, edit, at);
    merged_ = true;
    merged_at_ = at.seq;
    if (auto wrong = test::broken(winner_); !wrong.empty()) fault_ = "merged: " + wrong;
  }

  void part() {
    auto edit = merging(++last_edit_, {});
    edit.op = Op::unmerge;
    ++seq_;
    auto at = arrival("chen/t7/1", seq_, static_cast<std::int64_t>(seq_));
    std::vector<PastEdit> since;
    for (const auto& past : to_loser_)
      if (past.arrival.seq > merged_at_) since.push_back(past);
    const auto units = units_in(scene_template(), loser_, since);
    auto nobody = [](const RecordId&) -> const Subject* { return nullptr; };
    restore_units(scene_template(), winner_, replayed(scene_template(), {}, to_winner_, nobody), units, at);
    merged_ = false;
    come_back(loser_, edit, at);
    restore_units(scene_template(), loser_, replayed(scene_template(), loser_, since, nobody), units, at);
    for (const auto* one : {&winner_, &loser_})
      if (auto wrong = test::broken(*one); !wrong.empty()) fault_ = "parted: " + wrong;
  }

  void compare(const char* which, const Subject& real, const Subject& plain) {
    auto open = [](const Subject& subject) {
      json out = json::object();
      for (const auto& one : subject.conflicts) {
        if (one.state != ConflictState::open) continue;
        for (const auto& candidate : one.candidates) out[one.field].push_back(candidate.value);
      }
      return out;
    };
    for (const auto& unit : units_of(scene_type()))
      if (value_of(unit, *real.record) != value_of(unit, *plain.record))
        fault_ = std::string{which} + "." + unit.name + " is " + value_of(unit, *real.record).dump() +
                 ", alone it would be " + value_of(unit, *plain.record).dump();
    if (open(real) != open(plain))
      fault_ = std::string{which} + " asks " + open(real).dump() + ", alone it would ask " + open(plain).dump();
  }

  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
  Subject winner_, loser_, plain_winner_, plain_loser_;
  Subject start_ = scene({{"name", "甲"}, {"status", "new"}, {"attempts", 1}});
  std::vector<PastEdit> to_winner_, to_loser_;
  std::uint64_t last_edit_ = 100, seq_ = 1;
  bool merged_ = false;
  Seq merged_at_;
  std::string fault_;
};

RC_GTEST_PROP(MergeRecords, however_often_two_records_are_merged_and_parted_each_is_in_the_end_as_if_alone, ()) {
  auto bytes = *rc::gen::resize(400, rc::gen::arbitrary<std::vector<std::uint8_t>>());
  if (auto fault = Twins{std::move(bytes)}.run(); !fault.empty()) RC_FAIL(fault);
}

}  // namespace
}  // namespace doorstep
