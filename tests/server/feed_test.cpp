#include "server/feed.h"

#include <gtest/gtest.h>

namespace doorstep {
namespace {

const CommunityId main_community{"main"};
const ChainId wang{"wang/tablet/1"}, li{"li/tablet/1"};

RecordId record(std::uint16_t n) {
  RecordId id;
  id.bytes[14] = static_cast<std::uint8_t>(n >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(n & 255);
  return id;
}

Publication commit(std::uint64_t head, std::vector<std::pair<std::uint16_t, std::uint64_t>> changes,
                   std::size_t bytes = 8) {
  Publication out{main_community, Seq{head}, {}, {}, {}};
  out.sums = std::make_shared<const SetSums>();
  for (auto [n, seq] : changes)
    out.entries.push_back(
        std::make_shared<const Entry>(Entry{{record(n), "unit", std::string(bytes, 'x'), {}}, Seq{seq}, "unit"}));
  return out;
}

std::vector<std::uint64_t> seqs(const Feed::Tail& tail) {
  std::vector<std::uint64_t> out;
  for (const auto& entry : tail.entries) out.push_back(entry->seq.value);
  return out;
}

TEST(Feed, answers_what_came_behind_a_cursor_with_the_head_it_belongs_to) {
  Feed feed;
  EXPECT_EQ(feed.behind(main_community, Seq{0}, wang), std::nullopt);
  feed.publish(commit(11, {{1, 10}, {2, 11}}));
  auto published = commit(12, {{3, 12}});
  published.answered[wang] = {BundleNumber{5}, {}};
  feed.publish(published);
  EXPECT_EQ(feed.head(main_community), Seq{12});
  auto tail = feed.behind(main_community, Seq{10}, wang).value();
  EXPECT_EQ(seqs(tail), (std::vector<std::uint64_t>{11, 12}));
  EXPECT_EQ(tail.to, Seq{12});
  EXPECT_EQ(tail.sums, published.sums);
  EXPECT_EQ(tail.last_own.number, BundleNumber{5});
  EXPECT_EQ(feed.behind(main_community, Seq{10}, li)->last_own.number, BundleNumber{0});
  EXPECT_EQ(feed.behind(main_community, Seq{12}, wang), std::nullopt) << "nothing is new";
  EXPECT_EQ(feed.behind(main_community, Seq{8}, wang), std::nullopt) << "the ring begins behind 9";
  EXPECT_EQ(seqs(*feed.behind(main_community, Seq{9}, wang)), (std::vector<std::uint64_t>{10, 11, 12}));
}

TEST(Feed, sends_a_record_that_changed_again_once) {
  Feed feed;
  feed.publish(commit(2, {{1, 1}, {2, 2}}));
  feed.publish(commit(3, {{1, 3}}));
  EXPECT_EQ(seqs(*feed.behind(main_community, Seq{0}, wang)), (std::vector<std::uint64_t>{2, 3}));
}

TEST(Feed, who_is_behind_a_commit_that_was_too_much_for_it_reads_from_the_archive) {
  Feed feed;
  feed.publish(commit(2, {{1, 1}, {2, 2}}));
  auto much = commit(9, {});
  much.whole = false;
  feed.publish(much);
  for (std::uint64_t cursor : {0, 2, 8}) EXPECT_EQ(feed.behind(main_community, Seq{cursor}, wang), std::nullopt);
  feed.publish(commit(10, {{1, 10}}));
  EXPECT_EQ(feed.behind(main_community, Seq{8}, wang), std::nullopt);
  EXPECT_EQ(seqs(*feed.behind(main_community, Seq{9}, wang)), (std::vector<std::uint64_t>{10}));
}

TEST(Feed, a_commit_that_changed_no_record_still_moves_the_head) {
  Feed feed;
  feed.publish(commit(4, {}));
  feed.publish(commit(5, {}));
  auto tail = feed.behind(main_community, Seq{4}, wang).value();
  EXPECT_TRUE(tail.entries.empty());
  EXPECT_EQ(tail.to, Seq{5});
  EXPECT_EQ(feed.behind(main_community, Seq{3}, wang), std::nullopt);
}

TEST(Feed, a_page_ends_with_a_bundle) {
  Feed feed;
  std::vector<std::pair<std::uint16_t, std::uint64_t>> changes;
  for (std::uint16_t n = 0; n < 600; ++n) changes.emplace_back(n, 1 + n / 200);
  feed.publish(commit(3, changes));
  auto first = feed.behind(main_community, Seq{0}, wang).value();
  EXPECT_EQ(first.entries.size(), 400u);
  EXPECT_EQ(first.to, Seq{2});
  EXPECT_EQ(first.head, Seq{3});
  EXPECT_EQ(feed.behind(main_community, first.to, wang)->entries.size(), 200u);
}

TEST(Feed, a_page_ends_when_its_bytes_are_enough) {
  Feed feed;
  feed.publish(commit(3, {{1, 1}, {2, 2}, {3, 3}}, page_bytes_max / 2 + 1));
  EXPECT_EQ(seqs(*feed.behind(main_community, Seq{0}, wang)), (std::vector<std::uint64_t>{1}));
}

TEST(Feed, leaves_a_bundle_that_no_page_holds_to_the_archive) {
  Feed feed;
  feed.publish(commit(3, {{1, 1}, {2, 2}, {3, 2}, {4, 3}}, page_bytes_max / 2 + 1));
  EXPECT_EQ(seqs(*feed.behind(main_community, Seq{0}, wang)), (std::vector<std::uint64_t>{1}));
  EXPECT_EQ(feed.behind(main_community, Seq{1}, wang), std::nullopt);
  EXPECT_EQ(seqs(*feed.behind(main_community, Seq{2}, wang)), (std::vector<std::uint64_t>{3}));
}

TEST(Feed, keeps_no_more_bytes_than_its_limit) {
  Feed feed{8'000};
  for (std::uint64_t seq = 1; seq <= 20; ++seq)
    feed.publish(commit(seq, {{static_cast<std::uint16_t>(seq), seq}}, 1'000));
  EXPECT_EQ(feed.behind(main_community, Seq{11}, wang), std::nullopt);
  EXPECT_EQ(feed.behind(main_community, Seq{12}, wang)->entries.front()->seq, Seq{13});
}

TEST(Feed, forgets_the_oldest_bundles_whole) {
  Feed feed;
  std::vector<std::pair<std::uint16_t, std::uint64_t>> first;
  for (std::uint16_t n = 0; n < 500; ++n) first.emplace_back(n, 1);
  feed.publish(commit(1, first));
  for (std::uint64_t seq = 2; seq <= feed_entries_max; ++seq)
    feed.publish(commit(seq, {{static_cast<std::uint16_t>(1000 + seq), seq}}));
  EXPECT_EQ(feed.behind(main_community, Seq{0}, wang), std::nullopt) << "half a bundle is no bundle";
  EXPECT_EQ(feed.behind(main_community, Seq{1}, wang)->entries.front()->seq, Seq{2});
}

TEST(Feed, communities_do_not_meet) {
  Feed feed;
  feed.publish(commit(2, {{1, 2}}));
  EXPECT_EQ(feed.head(CommunityId{"east"}), Seq{0});
  EXPECT_EQ(feed.behind(CommunityId{"east"}, Seq{1}, wang), std::nullopt);
}

}  // namespace
}  // namespace doorstep
