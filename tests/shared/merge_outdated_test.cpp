// Values that were good when they were written, and that a newer template does not take: docs/merge.md §Outdated
// values.
#include "shared/approval.h"
#include "shared/discussion.h"
#include "tests/shared/one_record.h"

namespace doorstep::test {
namespace {

// Names and occupations have three characters at most now, and passports are not taken any more.
const Template& newer() {
  static const Template out = [] {
    auto text = json::parse(scene_template().text());
    text["version"] = 2;
    auto& fields = text["types"][0]["fields"];
    fields[0]["length_max"] = 3;
    fields[1]["length_max"] = 3;
    fields[8]["choices"].erase(1);
    return Template::parse(text.dump()).value();
  }();
  return out;
}

/// A record on a server whose template is the newer one.
class Later {
 public:
  explicit Later(const json& values) : subject_{scene(values)} {}

  Result<Merged> tries(const std::string& chain, const Edit& edit, Values values) const {
    auto arrived = arrival(chain, seq_ + 1);
    arrived.values = values;
    return merge(newer(), subject_, edit, arrived);
  }
  Merged take(const std::string& chain, const Edit& edit, Values values = Values::checked) {
    auto merged = tries(chain, edit, values);
    if (!merged) {
      ADD_FAILURE() << merged.error().detail;
      return {};
    }
    ++seq_;
    subject_ = merged->subject;
    EXPECT_EQ(broken(subject_), "");
    return std::move(*merged);
  }
  /// By a tablet that still has the older template.
  Merged take_old(const std::string& chain, const Edit& edit) { return take(chain, edit, Values::judged); }

  const Subject& subject() const { return subject_; }
  json value(const std::string& unit) const { return value_of(subject_, unit); }
  const Conflict& asked() const { return subject_.conflicts.back(); }

 private:
  Subject subject_;
  std::uint64_t seq_ = 1;
};

TEST(Outdated, a_value_that_the_newer_template_does_not_take_is_asked_about_and_changes_nothing) {
  Later server{{{"name", "甲"}, {"occupation", "教师"}}};
  auto merged = server.take_old(wang, change(10, server.subject(), {{"name", "欧阳子虚乌有"}, {"occupation", "医生"}}));
  EXPECT_EQ(merged.outcome, Outcome::conflict);
  EXPECT_EQ(merged.outdated, std::set<std::string>{"name"});
  EXPECT_EQ(server.value("name"), "甲");
  EXPECT_EQ(server.value("occupation"), "医生") << "what is good of the same edit counts";
  EXPECT_EQ(server.asked().kind, ConflictKind::invalid);
  EXPECT_EQ(server.asked().state, ConflictState::open);
  ASSERT_EQ(server.asked().candidates.size(), 2u);
  EXPECT_EQ(server.asked().candidates[1].value, "欧阳子虚乌有");
  EXPECT_EQ(server.asked().candidates[1].base, "甲");
}

TEST(Outdated, who_has_the_newer_template_is_refused_it) {
  Later server{{{"name", "甲"}}};
  auto merged = server.tries(wang, change(10, server.subject(), {{"name", "欧阳子虚"}}), Values::checked);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().fault, Fault::out_of_range) << "too long";
}

TEST(Outdated, the_same_edit_again_changes_nothing) {
  Later server{{{"name", "甲"}}};
  auto edit = change(10, server.subject(), {{"name", "欧阳子虚"}});
  server.take_old(wang, edit);
  const auto before = whole_text(server.subject());
  server.take_old(wang, edit);
  EXPECT_EQ(whole_text(server.subject()), before);
}

TEST(Outdated, it_stands_in_nobodys_way) {
  Later server{{{"name", "甲"}}};
  const auto start = server.subject();
  server.take_old(wang, change(10, start, {{"name", "欧阳子虚"}}));
  auto told = server.take(li, change(11, start, {{"name", "乙"}}));
  EXPECT_EQ(server.value("name"), "乙");
  EXPECT_EQ(told.outcome, Outcome::conflict) << "its author hears that there is a question";
  EXPECT_EQ(visible(server.subject(), "name"), (std::set<std::string>{"\"乙\"", "\"欧阳子虚\""}));
}

TEST(Outdated, its_authors_good_word_takes_its_place) {
  Later server{{{"name", "甲"}}};
  const auto start = server.subject();
  server.take_old(wang, change(10, start, {{"name", "欧阳子虚"}}));
  auto corrected = server.take(wang, change(11, server.subject(), {{"name", "欧阳"}}));
  EXPECT_NE(corrected.outcome, Outcome::conflict);
  EXPECT_EQ(server.value("name"), "欧阳");
  EXPECT_EQ(server.asked().state, ConflictState::closed);
}

TEST(Outdated, another_authors_wish_stays_when_one_corrects_theirs) {
  Later server{{{"name", "甲"}}};
  const auto start = server.subject();
  server.take_old(wang, change(10, start, {{"name", "欧阳子虚"}}));
  server.take_old(li, change(11, start, {{"name", "司马乌有"}}));
  server.take(wang, change(12, server.subject(), {{"name", "欧阳"}}));
  EXPECT_EQ(server.asked().state, ConflictState::open);
  EXPECT_EQ(visible(server.subject(), "name"), (std::set<std::string>{"\"欧阳\"", "\"司马乌有\""}));
}

TEST(Outdated, it_is_decided_for_what_stands_or_for_another_value_and_cannot_be_taken_itself) {
  for (const char* decision : {"甲", "欧阳"}) {
    Later server{{{"name", "甲"}}};
    server.take_old(wang, change(10, server.subject(), {{"name", "欧阳子虚"}}));
    auto taking = resolution(11, server.subject(), server.asked(), {{"name", "欧阳子虚"}});
    auto refused = server.tries(chen, taking, Values::checked);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::out_of_range);
    server.take(chen, resolution(12, server.subject(), server.asked(), {{"name", decision}}));
    EXPECT_EQ(server.value("name"), decision);
    EXPECT_EQ(server.asked().state, ConflictState::resolved);
    EXPECT_EQ(server.asked().resolution->value, decision);
  }
}

// No right to approve is needed: nobody but the template stands against it.
TEST(Outdated, who_may_write_the_field_may_decide_it_their_own_included) {
  Later server{{{"name", "甲"}}};
  server.take_old(wang, change(10, server.subject(), {{"name", "欧阳子虚"}}));
  const auto role = Role::parse(
      R"({"name":"r","label":{"zh":"r","en":"r"},"types":{"resident":{"read":["basic"],"write":{"basic":"yes"}}}})");
  ASSERT_TRUE(role) << role.error().detail;
  auto decision = resolution(11, server.subject(), server.asked(), {{"name", "欧阳"}});
  EXPECT_TRUE(check_decision(*role, newer(), server.subject(), decision, PersonId{"wang"}));
}

TEST(Outdated, a_group_with_one_such_member_waits_whole) {
  Later server{{{"doc_type", "id"}, {"number", "A1"}}};
  auto merged = server.take_old(wang, change(10, server.subject(), {{"doc_type", "passport"}, {"number", "B2"}}));
  EXPECT_EQ(merged.outdated, std::set<std::string>{"document"});
  EXPECT_EQ(server.value("document"), (json{{"doc_type", "id"}, {"number", "A1"}}));
  EXPECT_EQ(server.asked().kind, ConflictKind::invalid);
  EXPECT_EQ(server.asked().klass, Class::sensitive);
}

TEST(Outdated, a_record_is_created_without_it) {
  Later server{json::object()};
  auto edit = change(10, Subject{}, {{"name", "欧阳子虚"}, {"occupation", "医生"}});
  edit.op = Op::create;
  edit.record = RecordId{{7}};
  auto arrived = arrival(wang, 2);
  arrived.values = Values::judged;
  auto merged = merge(newer(), Subject{}, edit, arrived);
  ASSERT_TRUE(merged) << merged.error().detail;
  EXPECT_EQ(merged->subject.record->value("name"), nullptr);
  EXPECT_EQ(*merged->subject.record->value("occupation"), "医生");
  ASSERT_EQ(merged->subject.conflicts.size(), 1u);
  EXPECT_EQ(merged->subject.conflicts[0].kind, ConflictKind::invalid);
  EXPECT_EQ(broken(merged->subject), "");
}

TEST(Outdated, beside_an_open_conflict_it_is_one_more_candidate) {
  Later server{{{"name", "甲"}}};
  const auto start = server.subject();
  server.take(wang, change(10, start, {{"name", "乙"}}));
  server.take(li, change(11, start, {{"name", "丙"}}));
  server.take_old(chen, change(12, start, {{"name", "欧阳子虚"}}));
  EXPECT_EQ(server.asked().kind, ConflictKind::field);
  EXPECT_EQ(visible(server.subject(), "name"), (std::set<std::string>{"\"乙\"", "\"丙\"", "\"欧阳子虚\""}));
}

TEST(Outdated, in_whatever_order_they_come_the_same_values_survive) {
  const auto start = scene({{"name", "甲"}, {"occupation", "教师"}});
  std::vector<std::pair<std::string, Edit>> edits{
      {wang, change(10, start, {{"name", "欧阳子虚"}})},
      {li, change(11, start, {{"name", "乙"}})},
      {chen, change(12, start, {{"name", "司马乌有"}, {"occupation", "医生"}})}};
  std::set<std::set<std::string>> seen;
  std::sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  do {
    Later server{{{"name", "甲"}, {"occupation", "教师"}}};
    for (const auto& [chain, edit] : edits) server.take_old(chain, edit);
    seen.insert(visible(server.subject(), "name"));
    EXPECT_EQ(server.value("name"), "乙");
    EXPECT_EQ(server.value("occupation"), "医生");
  } while (std::next_permutation(edits.begin(), edits.end(),
                                 [](const auto& a, const auto& b) { return a.first < b.first; }));
  EXPECT_EQ(seen.size(), 1u);
}

// How records that were one are told apart: everything is merged again as it counted then, whatever the template says
// of it now.
TEST(Outdated, merged_again_as_it_counted_it_comes_to_the_same) {
  Server before{{{"name", "甲"}}};
  auto long_ago = change(9, before.subject(), {{"occupation", "高级工程师"}});
  auto arrived = arrival(wang, 2);
  arrived.values = Values::counted;
  auto merged = merge(newer(), before.subject(), long_ago, arrived);
  ASSERT_TRUE(merged);
  EXPECT_EQ(value_of(merged->subject, "occupation"), "高级工程师") << "it was good then, and counted";

  Later server{{{"name", "甲"}}};
  auto edit = change(10, server.subject(), {{"name", "欧阳子虚"}});
  const auto start = server.subject();
  server.take_old(wang, edit);
  edit.proposes = {"name"};  // as the verdict said
  arrived = arrival(wang, 2);
  arrived.values = Values::counted;
  auto again = merge(newer(), start, edit, arrived);
  ASSERT_TRUE(again);
  EXPECT_EQ(whole_text(again->subject), whole_text(server.subject()));
}

TEST(Outdated, decided_and_asked_again_it_is_the_same_question) {
  Later server{{{"name", "甲"}}};
  server.take_old(wang, change(10, server.subject(), {{"name", "欧阳子虚"}}));
  server.take(chen, resolution(11, server.subject(), server.asked(), {{"name", "甲"}}));
  auto subject = server.subject();
  auto& decided = subject.conflicts.back();
  auto words = change(12, subject, json::object());
  words.op = Op::discuss;
  words.set = {{reopen_word, true}};
  words.resolves = Naming{decided.id, {edit_id(11)}};
  const auto about = server.subject();
  ASSERT_TRUE(discuss(newer(), decided, about, words, arrival(li, 9)));
  EXPECT_EQ(decided.state, ConflictState::open);
  EXPECT_EQ(decided.kind, ConflictKind::invalid);
}

}  // namespace
}  // namespace doorstep::test
