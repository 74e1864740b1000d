// A history that no frame holds is read to its beginning, page by page (docs/protocol.md §ask_history).
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/merge_plan.h"
#include "engine/rows.h"
#include "shared/scope.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

struct LongHistory : ::testing::Test {
  static constexpr int bundles = 31, in_bundle = 80, edits = bundles * in_bundle + 1;
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  RecordId id = wang.creates("resident", {{"name", "张三"}});

  void write(const RecordId& record, const char* field, int from, int count, int pause) {
    std::vector<Intent> bundle;
    for (int i = 0; i < count; ++i) {
      Intent edit;
      edit.record = record;
      edit.set = {{field, std::to_string(from + i)}};
      bundle.push_back(std::move(edit));
      if (static_cast<int>(bundle.size()) < pause && i + 1 < count) continue;
      wang.does(std::exchange(bundle, {}));
      office.sync(wang);
    }
  }
  void write_all() { write(id, "occupation", 1, bundles * in_bundle, in_bundle); }

  HistoryView told(PartyTablet& tablet) { return history(tablet.store(), id).value(); }
  /// The newest, or one page further back where that is here.
  std::optional<Error> asks(PartyTablet& tablet, const Office::Meddle& meddle = {}) {
    return office.sync(tablet, meddle, {id});
  }
  /// The values of a field, oldest first, as far as they are here.
  std::vector<std::string> values(PartyTablet& tablet, const char* field = "occupation") {
    std::vector<std::string> out;
    for (const auto& entry : told(tablet).entries)
      if (const auto& set = entry.at("edit").at("set"); set.contains(field)) out.push_back(set.at(field));
    return out;
  }
  static std::vector<std::string> numbers(int from, int upto) {
    std::vector<std::string> out;
    for (int i = from; i <= upto; ++i) out.push_back(std::to_string(i));
    return out;
  }
};

TEST_F(LongHistory, of_thousands_of_edits_is_read_to_its_beginning_and_every_page_is_cut_within_a_bundle) {
  write_all();
  office.sync(li);
  ASSERT_FALSE(asks(li));
  auto view = told(li);
  EXPECT_EQ(view.entries.size(), history_entries_max) << "as much as one that knows no pages gets";
  EXPECT_TRUE(view.current);
  EXPECT_FALSE(view.complete);
  ASSERT_TRUE(view.older);
  EXPECT_EQ(view.entries[0].at("seq"), view.entries[1].at("seq")) << "the cut is within a bundle";
  EXPECT_EQ(values(li), numbers(edits - static_cast<int>(history_entries_max), edits - 1));
  ASSERT_FALSE(asks(li));
  EXPECT_EQ(told(li).entries.size(), 2 * history_entries_max);
  ASSERT_FALSE(asks(li));
  view = told(li);
  EXPECT_TRUE(view.complete);
  EXPECT_FALSE(view.older);
  ASSERT_EQ(view.entries.size(), static_cast<std::size_t>(edits));
  EXPECT_EQ(view.entries.front().at("edit").at("op"), "create");
  EXPECT_EQ(values(li), numbers(1, edits - 1)) << "each once, in order";
}

TEST_F(LongHistory, a_later_page_tells_what_the_role_reads_and_where_the_person_looks_and_nothing_else) {
  write(id, "occupation", 1, 40, 40);
  write(id, "vip_reason", 1, 30, 30);
  write(id, "occupation", 41, static_cast<int>(history_entries_max), in_bundle);
  auto& archive = office.server().archive();
  const auto reader = [](const char* klass) {
    auto narrow = *parse_json(Role::shipped("office")->text());
    narrow["types"]["resident"] = {{"read", {klass}}};
    return Onlooker{std::make_shared<const Role>(Role::parse(canonical(narrow)).value()), std::nullopt};
  };
  const auto first = archive.history(AskHistory{id}, reader("detail")).value();
  EXPECT_EQ(first.entries.size(), history_entries_max);
  EXPECT_FALSE(first.complete);
  const auto oldest = *parse_id<EditId>(first.entries.front().edit.at("id").get<std::string>());
  const auto second = archive.history(AskHistory{id, oldest}, reader("detail")).value();
  EXPECT_EQ(second.before, oldest);
  EXPECT_TRUE(second.complete);
  ASSERT_EQ(second.entries.size(), 41U) << "what it was made with shows no field of theirs";
  for (const auto& entry : second.entries)
    for (const auto& [field, value] : entry.edit.at("set").items()) EXPECT_EQ(field, "occupation");
  // Whoever reads basic fields alone is shown no such edit: named or not is the same.
  const auto basic = archive.history(AskHistory{id, oldest}, reader("basic")).value();
  EXPECT_FALSE(basic.before);
  EXPECT_TRUE(basic.complete);
  EXPECT_EQ(basic.entries.size(), 31U);
}

TEST_F(LongHistory, a_page_of_a_record_that_went_to_another_building_is_as_of_one_that_does_not_exist) {
  ASSERT_TRUE(office.server().archive().add_person({"three", "three", "field", "", "3"}));
  auto& three = office.tablet("three");
  id = wang.creates("unit", {{"building", "3"}, {"room_no", "101"}});
  write(id, "layout", 1, static_cast<int>(history_entries_max) + 40, in_bundle);
  ASSERT_FALSE(office.sync(three));
  ASSERT_FALSE(asks(three));
  const auto here = told(three);
  ASSERT_TRUE(here.older);
  wang.edits(id, {{"building", "5"}});
  office.sync(wang);
  const auto role = std::make_shared<const Role>(held_to(*Role::shipped("field"), *Scope::parse("3")));
  const auto page = office.server().archive().history(AskHistory{id, here.older}, {role, std::nullopt}).value();
  EXPECT_TRUE(page.entries.empty());
  EXPECT_TRUE(page.complete);
  EXPECT_FALSE(page.before);
  EXPECT_FALSE(page.read);
}

TEST_F(LongHistory, an_edit_that_is_not_of_this_record_is_no_place_in_it) {
  const auto other = wang.creates("resident", {{"name", "李四"}});
  write(id, "occupation", 1, static_cast<int>(history_entries_max) + 5, in_bundle);
  auto& archive = office.server().archive();
  const auto plain = archive.history(id).value();
  const auto elsewhere = archive.history(other)->entries.at(0).edit.at("id").get<std::string>();
  const auto everybody = Onlooker{SharedRole{&Role::everything(), [](const Role*) {}}, std::nullopt};
  for (const auto& named : {*parse_id<EditId>(elsewhere), EditId{{7}}}) {
    const auto page = archive.history(AskHistory{id, named}, everybody).value();
    EXPECT_FALSE(page.before);
    EXPECT_EQ(page.entries.size(), plain.entries.size());
    EXPECT_EQ(page.entries.front().edit, plain.entries.front().edit) << "the newest, as if none had been named";
  }
  // A tablet that changed its program.
  const auto ended = asks(li, [](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (!to_tablet && parsed.at("frame") == "ask_history") {
      parsed["before"] = "the first one";
      frame = parsed.dump();
    }
    return true;
  });
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::bad_frame);
}

TEST_F(LongHistory, a_server_that_knows_no_pages_gives_the_newest_as_ever_and_is_not_asked_for_ever) {
  write(id, "occupation", 1, static_cast<int>(history_entries_max) + 5, in_bundle);
  office.sync(li);
  const Office::Meddle old = [](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (parsed.at("frame") == "ask_history") parsed.erase("before");
    if (to_tablet && parsed.at("frame") == "history")
      for (const char* key : {"before", "read"}) parsed.erase(key);
    frame = parsed.dump();
    return true;
  };
  ASSERT_FALSE(asks(li, old));
  const auto once = told(li);
  EXPECT_TRUE(once.current);
  EXPECT_FALSE(once.complete);
  ASSERT_FALSE(asks(li, old));
  EXPECT_EQ(told(li).entries, once.entries);
}

TEST_F(LongHistory, the_newest_page_takes_the_place_of_all_that_was_here_so_that_there_is_never_a_gap) {
  write(id, "occupation", 1, static_cast<int>(history_entries_max) + 40, in_bundle);
  office.sync(li);
  ASSERT_FALSE(asks(li));
  ASSERT_FALSE(asks(li));
  EXPECT_TRUE(told(li).complete);
  // A colleague's record becomes one with it: its older edits belong in between.
  const auto other = li.creates("resident", {{"name", "张叁"}});
  office.sync_all();
  ASSERT_TRUE(merge_records(li.store(), id, {other}, std::nullopt));
  office.sync_all();
  EXPECT_FALSE(told(li).current);
  ASSERT_FALSE(asks(li));
  EXPECT_TRUE(told(li).current);
  EXPECT_EQ(told(li).entries.size(), history_entries_max);
  ASSERT_FALSE(asks(li));
  EXPECT_TRUE(told(li).complete);
  // Parted again, nothing of it stays; and though no edit tells of it, it is known that nothing is missing.
  ASSERT_TRUE(unmerge_record(li.store(), other));
  office.sync_all();
  ASSERT_FALSE(asks(li));
  ASSERT_FALSE(asks(li));
  EXPECT_TRUE(told(li).complete);
  for (const auto& entry : told(li).entries) EXPECT_EQ(entry.at("edit").at("record"), text(id));
}

TEST_F(LongHistory, after_a_restore_it_is_asked_anew_and_again_whole) {
  write(id, "occupation", 1, static_cast<int>(history_entries_max) + 40, in_bundle);
  const auto backup = office.server().back_up();
  write(id, "occupation", 2'000, 3, 1);
  office.sync(li);
  ASSERT_FALSE(asks(li));
  ASSERT_FALSE(asks(li));
  EXPECT_TRUE(told(li).complete);
  ASSERT_TRUE(office.server().restore(backup));
  office.sync_all();
  EXPECT_FALSE(told(li).complete);
  ASSERT_FALSE(asks(li));
  ASSERT_FALSE(asks(li));
  EXPECT_TRUE(told(li).complete);
  auto all = numbers(1, static_cast<int>(history_entries_max) + 40);
  for (const char* late : {"2000", "2001", "2002"}) all.push_back(late);
  EXPECT_EQ(values(li), all);
}

}  // namespace
}  // namespace doorstep::test
