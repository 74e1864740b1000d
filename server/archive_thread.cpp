#include "server/archive_thread.h"

#include <boost/asio/post.hpp>
#include <iterator>
#include <set>

#include "shared/log.h"

namespace doorstep {

namespace {
constexpr std::chrono::seconds warning_pause{60};
}

ArchiveThread::ArchiveThread(Archive& archive, boost::asio::any_io_executor io, Feed& feed, Ring ring,
                             std::size_t queue_max)
    : archive_(archive), io_(std::move(io)), feed_(feed), ring_(std::move(ring)), queue_max_(queue_max) {
  thread_ = std::thread{[this] { loop(); }};
}

ArchiveThread::~ArchiveThread() {
  {
    std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  news_.notify_one();
  thread_.join();
}

bool ArchiveThread::submit(std::vector<Submission> submissions, std::function<void(Verdicts)> answer,
                           const std::string& who) {
  return enqueue(Batch{std::move(submissions), std::move(answer)}, who);
}
bool ArchiveThread::run(Job job, const std::string& who) { return enqueue(std::move(job), who); }

std::size_t ArchiveThread::weight(const Work& work) {
  const auto* batch = std::get_if<Batch>(&work);
  return batch == nullptr ? 1 : std::max<std::size_t>(batch->submissions.size(), 1);
}

bool ArchiveThread::enqueue(Work work, const std::string& who) {
  {
    std::lock_guard lock{mutex_};
    const auto each = weight(work);
    if (waiting_.weight() + each > queue_max_) return false;
    waiting_.push(who, std::move(work), each);
  }
  news_.notify_one();
  return true;
}

// Blocks until there is something; nothing: the end.
std::vector<ArchiveThread::Work> ArchiveThread::next_turn() {
  std::unique_lock lock{mutex_};
  for (;;) {
    if (stopping_) return waiting_.take_all();
    auto taken = waiting_.take(std::chrono::steady_clock::now());
    if (!taken.empty()) return taken;
    if (const auto next = waiting_.next())
      news_.wait_until(lock, *next);
    else
      news_.wait(lock);
  }
}

void ArchiveThread::loop() {
  for (;;) {
    auto taken = next_turn();
    if (taken.empty()) return;
    // A job keeps its place: a bundle that is parked stands between its neighbours on the chain.
    std::vector<Batch> group;
    for (auto& work : taken) {
      if (auto* batch = std::get_if<Batch>(&work)) {
        group.push_back(std::move(*batch));
        continue;
      }
      commit(std::exchange(group, {}));
      tell(std::get<Job>(work)(archive_));
    }
    commit(std::move(group));
  }
}

void ArchiveThread::commit(std::vector<Batch> group) {
  if (group.empty()) return;
  std::vector<Submission> all;
  std::vector<std::size_t> sizes;
  for (auto& batch : group) {
    sizes.push_back(batch.submissions.size());
    std::move(batch.submissions.begin(), batch.submissions.end(), std::back_inserter(all));
  }
  const std::size_t asked = all.size();
  auto accepted = archive_.accept(std::move(all));
  Outcome outcome;
  if (!accepted) {
    warn(accepted.error());
    outcome.answer = [group = std::move(group), error = accepted.error()] {
      for (const auto& batch : group) batch.answer(error);
    };
    return tell(std::move(outcome));
  }
  require(accepted->verdicts.size() == asked, "the archive answers every submission");
  outcome.publications = std::move(accepted->publications);
  outcome.answer = [group = std::move(group), sizes = std::move(sizes), verdicts = std::move(accepted->verdicts)] {
    auto from = verdicts.begin();
    for (std::size_t i = 0; i < group.size(); ++i) {
      auto to = from + static_cast<std::ptrdiff_t>(sizes[i]);
      group[i].answer(std::vector<Result<Verdict>>(from, to));
      from = to;
    }
  };
  tell(std::move(outcome));
}

// Tablets only hear that they are to come again: that the disk is full, or failing, is for whoever runs the server.
void ArchiveThread::warn(const Error& error) {
  const auto now = std::chrono::steady_clock::now();
  if (warned_ && now - *warned_ < warning_pause) return;
  warned_ = now;
  log_warning("edits could not be committed: " + std::string{code(error.fault)} + " (" + error.detail + ")");
}

void ArchiveThread::tell(Outcome outcome) {
  boost::asio::post(io_, [this, outcome = std::move(outcome)] {
    std::set<CommunityId> changed;
    for (const auto& publication : outcome.publications) {
      feed_.publish(publication);
      changed.insert(publication.community);
    }
    if (outcome.answer) outcome.answer();
    for (const auto& community : changed) ring_(community);
  });
}

}  // namespace doorstep
