#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <set>

#include "server/archive_thread.h"
#include "server/listener.h"
#include "tests/wire/stub_archive.h"

namespace doorstep::test {
namespace {

/// The archive thread, and its I/O side in the test's own thread.
struct Writer {
  StubArchive archive;
  boost::asio::io_context io;
  Feed feed;
  std::vector<std::string> told;
  Gate gate;
  std::optional<ArchiveThread> thread;

  explicit Writer(std::size_t queue_max) {
    archive.before_commit = [this] { gate.pass(); };
    thread.emplace(
        archive, io.get_executor(), feed,
        [this](const CommunityId& community) { told.push_back("bell " + community.value); }, queue_max);
  }
  bool submit(std::size_t bundles, const std::string& name) {
    std::vector<Submission> submissions(bundles);
    for (std::size_t i = 0; i < bundles; ++i) submissions[i].bundle.number = BundleNumber{i + 1};
    return thread->submit(std::move(submissions), [this, name](ArchiveThread::Verdicts verdicts) {
      const auto seen = feed.head(CommunityId{"main"}).value;
      told.push_back(name + ":" +
                     (verdicts ? std::to_string(verdicts->size()) : std::string{code(verdicts.error().fault)}) + "@" +
                     std::to_string(seen));
    });
  }
  std::vector<std::string> finish() {
    gate.open();
    thread.reset();
    io.run();
    return told;
  }
};

TEST(ArchiveThread, what_waits_during_a_commit_goes_into_the_next_one) {
  Writer writer{100};
  ASSERT_TRUE(writer.submit(1, "a"));
  writer.gate.wait_for_someone();
  ASSERT_TRUE(writer.submit(2, "b"));
  ASSERT_TRUE(writer.submit(3, "c"));
  // Each answer finds the feed as of its own commit, before the bell.
  EXPECT_EQ(writer.finish(), (std::vector<std::string>{"a:1@1", "bell main", "b:2@2", "c:3@2", "bell main"}));
  EXPECT_EQ(writer.archive.commits, (std::vector<std::size_t>{1, 5}));
}

TEST(ArchiveThread, a_full_disk_is_said_in_the_servers_log_and_not_for_every_commit) {
  testing::internal::CaptureStderr();
  Writer writer{100};
  writer.archive.fails = Error{Fault::disk_full, "COMMIT"};
  ASSERT_TRUE(writer.submit(1, "a"));
  writer.gate.wait_for_someone();
  ASSERT_TRUE(writer.submit(2, "b"));
  EXPECT_EQ(writer.finish(), (std::vector<std::string>{"a:disk_full@0", "b:disk_full@0"}));
  auto log = testing::internal::GetCapturedStderr();
  auto first = log.find("disk_full");
  EXPECT_NE(first, std::string::npos) << log;
  EXPECT_EQ(log.find("disk_full", first + 1), std::string::npos) << log;
}

TEST(ArchiveThread, a_job_keeps_its_place_between_submissions) {
  Writer writer{100};
  ASSERT_TRUE(writer.submit(1, "a"));
  writer.gate.wait_for_someone();
  ASSERT_TRUE(writer.submit(1, "b"));
  ASSERT_TRUE(writer.thread->run([&](Archive&) {
    ArchiveThread::Outcome outcome;
    outcome.answer = [&] { writer.told.push_back("job"); };
    return outcome;
  }));
  ASSERT_TRUE(writer.submit(1, "c"));
  EXPECT_EQ(writer.finish(),
            (std::vector<std::string>{"a:1@1", "bell main", "b:1@2", "bell main", "job", "c:1@3", "bell main"}));
}

TEST(ArchiveThread, a_full_queue_takes_nothing_and_says_so) {
  Writer writer{3};
  ASSERT_TRUE(writer.submit(1, "a"));
  writer.gate.wait_for_someone();  // that one has left the queue
  ASSERT_TRUE(writer.submit(2, "b"));
  EXPECT_FALSE(writer.submit(2, "c"));
  EXPECT_TRUE(writer.submit(1, "d"));
  EXPECT_FALSE(writer.thread->run([](Archive&) { return ArchiveThread::Outcome{}; }));
  EXPECT_EQ(writer.finish(), (std::vector<std::string>{"a:1@1", "bell main", "b:2@2", "d:1@2", "bell main"}));
}

TEST(TokenBucket, lets_a_burst_in_and_then_a_steady_rate) {
  using std::chrono::milliseconds;
  TokenBucket::Time now{};
  TokenBucket bucket{10, 3, now};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.take(now).count(), 0);
  EXPECT_EQ(bucket.take(now), milliseconds{100});
  now += milliseconds{99};
  EXPECT_EQ(bucket.take(now), milliseconds{1});
  now += milliseconds{1};
  EXPECT_EQ(bucket.take(now).count(), 0);
  EXPECT_GT(bucket.take(now).count(), 0);
  now += std::chrono::hours{1};  // rest never saves up more than the burst
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.take(now).count(), 0);
  EXPECT_GT(bucket.take(now).count(), 0);
}

}  // namespace
}  // namespace doorstep::test
