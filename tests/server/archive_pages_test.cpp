#include <algorithm>
#include <set>

#include "tests/server/archive_suite.h"

// What an archive sends of itself: pages of the state and of the tail.
namespace doorstep::test {
namespace {

TEST_P(ArchiveSuite, a_tail_page_is_cut_at_the_end_of_a_bundle) {
  auto wang = tablet("wang");
  for (int bundle = 0; bundle < 3; ++bundle) {
    std::vector<Edit> edits;
    for (int i = 0; i < 200; ++i) edits.push_back(wang.create("resident", {{"name", "张三"}}));
    push(wang.bundle(std::move(edits)));
  }
  PageRequest request{CommunityId{"main"}, wang.chain(), PageKind::tail, {}, Seq{0}, {}};
  auto first = archive_->page(request).value();
  EXPECT_EQ(first.entries.size(), 400u) << "half a bundle more would fit, and does not come";
  EXPECT_FALSE(first.done);
  EXPECT_EQ(first.to, Seq{2});
  EXPECT_EQ(first.read, Seq{3});
  EXPECT_EQ(first.last_own.number, BundleNumber{3});
  request.cursor = first.to;
  auto second = archive_->page(request).value();
  EXPECT_EQ(second.entries.size(), 200u);
  EXPECT_TRUE(second.done);
  EXPECT_EQ(second.to, Seq{3});
  EXPECT_EQ(everything(*archive_).size(), 600u);
}

TEST_P(ArchiveSuite, a_bundle_that_no_page_holds_comes_in_parts) {
  auto wang = tablet("wang");
  std::vector<RecordId> ids;
  for (int i = 0; i < 5; ++i) {
    auto edit = wang.create("resident", {{"name", "张三"}});
    ids.push_back(edit.record);
    push(wang.bundle({std::move(edit)}));
    for (int more = 0; more < 2; ++more) push(wang.bundle({wang.long_notes(ids.back())}));
  }
  const auto before = head();
  std::vector<Edit> edits;
  for (const auto& id : ids) edits.push_back(wang.change(id, "resident", {{"sex", nullptr}}, {{"sex", "female"}}));
  push(wang.bundle(std::move(edits)));
  push(wang.bundle({wang.create("resident", {{"name", "李四"}})}));

  PageRequest request{CommunityId{"main"}, wang.chain(), PageKind::tail, {}, before, {}};
  std::set<RecordId> sent;
  int parts = 0;
  for (bool more = true; more; ++parts) {
    auto page = archive_->page(request).value();
    EXPECT_EQ(page.to, Seq{before.value + 1}) << "nothing of what is behind it";
    EXPECT_FALSE(page.done);
    std::size_t bytes = 0;
    for (const auto& entry : page.entries) bytes += bytes_in(entry->text);
    EXPECT_LE(bytes, page_bytes_max);
    for (const auto& entry : page.entries) EXPECT_TRUE(sent.insert(entry->text.id).second);
    // While it goes out, one of its records changes again: that comes with the later bundle.
    if (parts == 0)
      push(wang.bundle({wang.change(*std::max_element(ids.begin(), ids.end()), "resident", {{"sex", "female"}},
                                    {{"sex", "male"}})}));
    request.inside = page.goes_on;
    more = page.goes_on.has_value();
  }
  EXPECT_GT(parts, 1);
  EXPECT_EQ(sent.size(), 4u);
  request.cursor = Seq{before.value + 1};
  EXPECT_EQ(archive_->page(request)->entries.size(), 2u);
  expect_sound(wang);
}

TEST_P(ArchiveSuite, a_record_that_no_frame_could_carry_does_not_come_to_be) {
  auto wang = tablet("wang");
  auto edit = wang.create("resident", {{"name", "张三"}});
  const auto id = edit.record;
  push(wang.bundle({std::move(edit)}));
  std::size_t accepted = 0;
  EditVerdict verdict;
  for (; accepted < 20; ++accepted) {
    verdict = push(wang.bundle({wang.long_notes(id)})).edits.at(0);
    if (verdict.outcome == EditVerdict::Outcome::rejected) break;
  }
  EXPECT_EQ(verdict.code, code(Fault::out_of_range));
  EXPECT_GE(accepted, 7u);
  EXPECT_LT(accepted, 20u);
  auto page = archive_->page({CommunityId{"main"}, wang.chain(), PageKind::state, {}, {}, {}}).value();
  EXPECT_LE(bytes_in(page.entries.at(0)->text), record_bytes_max);
  EXPECT_EQ(archive_->quarantine()->size(), 1u) << "and nothing that was written is lost";
  auto history = archive_->history(id).value();
  EXPECT_FALSE(history.complete) << "a frame holds the newest of it";
  EXPECT_LE(encode(Frame{history}, 1).size(), frame_bytes_max);
}

TEST_P(ArchiveSuite, every_cursor_leads_to_the_same_state) {
  auto wang = tablet("wang"), li = tablet("li");
  std::vector<std::pair<RecordId, std::string>> known;
  for (int step = 0; step < 60; ++step) {
    auto& author = dice_.below(2) == 0 ? wang : li;
    std::vector<Edit> edits;
    for (auto left = 1 + dice_.below(4); left > 0; --left) {
      if (known.empty() || dice_.below(3) == 0) {
        edits.push_back(author.create("unit", unit(std::to_string(dice_.below(8)))));
        known.emplace_back(edits.back().record, "unit");
      } else {
        auto [record, type] = known[dice_.below(known.size())];
        auto base = unit(std::to_string(dice_.below(8)));
        edits.push_back(author.change(record, type, base, {{"room_no", std::to_string(dice_.below(8))}}));
        if (dice_.below(10) == 0) edits.back().set["nonsense"] = edits.back().base["nonsense"] = 1;
      }
    }
    push(author.bundle(std::move(edits)));
  }
  expect_sound(wang);
  auto whole = everything(*archive_);
  for (std::uint64_t cursor = 0; cursor <= head().value; ++cursor) {
    PageRequest request{CommunityId{"main"}, wang.chain(), PageKind::tail, {}, Seq{cursor}, {}};
    auto page = archive_->page(request).value();
    ASSERT_TRUE(page.done);
    std::size_t expected = 0;
    for (const auto& [id, entry] : whole) expected += entry->seq.value > cursor ? 1u : 0u;
    ASSERT_EQ(page.entries.size(), expected) << "behind " << cursor;
    for (const auto& entry : page.entries) ASSERT_EQ(entry->text.header, whole.at(entry->text.id)->text.header);
  }
}

TEST_P(ArchiveSuite, a_state_walk_resumes_behind_the_last_id) {
  auto wang = tablet("wang");
  std::vector<Edit> edits;
  for (int i = 0; i < 500; ++i) edits.push_back(wang.create("resident", {{"name", "张三"}}));
  push(wang.bundle(std::move(edits)));
  push(wang.bundle({wang.create("resident", {{"name", "李四"}})}));
  auto first = archive_->page({CommunityId{"main"}, wang.chain(), PageKind::state, {}, {}, {}}).value();
  EXPECT_EQ(first.entries.size(), page_records_max);
  EXPECT_FALSE(first.done);
  auto rest =
      archive_->page({CommunityId{"main"}, wang.chain(), PageKind::state, first.entries.back()->text.id, {}, {}});
  EXPECT_EQ(rest->entries.size(), 1u);
  EXPECT_TRUE(rest->done);
  EXPECT_EQ(archive_->page({CommunityId{"nowhere"}, {}, PageKind::state, {}, {}, {}}).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace doorstep::test
