#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "server/archive.h"
#include "server/fair_queue.h"
#include "server/feed.h"

namespace doorstep {

/// The one writer of the archive, on a thread of its own, so that an fsync never stalls a socket.
///
/// What one device asks for is taken in the order it came, and whose turn it is says `FairQueue`; all submissions that
/// stand next to each other, of whatever session, go into one commit. After it, one function is posted to the I/O
/// thread: publications enter the feed, then answers are given, then bells ring. So nothing is told before its commit,
/// and who is told finds the feed as of that commit.
class ArchiveThread {
 public:
  using Verdicts = Result<std::vector<Result<Verdict>>>;
  using Ring = std::function<void(const CommunityId&)>;
  struct Outcome {
    std::vector<Publication> publications;
    std::function<void()> answer;  ///< on the I/O thread
  };
  using Job = std::function<Outcome(Archive&)>;  ///< on the archive thread

  /// `feed` and `ring` are touched on `io` only; what is posted after `io` has stopped is dropped.
  ArchiveThread(Archive& archive, boost::asio::any_io_executor io, Feed& feed, Ring ring, std::size_t queue_max);
  ~ArchiveThread();  ///< commits what waits, then ends

  /// From any thread. False: the queue is full, nothing was taken and `answer` will not come. `who`: the device.
  [[nodiscard]] bool submit(std::vector<Submission> submissions, std::function<void(Verdicts)> answer,
                            const std::string& who = {});
  [[nodiscard]] bool run(Job job, const std::string& who = {});

 private:
  struct Batch {
    std::vector<Submission> submissions;
    std::function<void(Verdicts)> answer;
  };
  using Work = std::variant<Batch, Job>;
  static std::size_t weight(const Work& work);

  bool enqueue(Work work, const std::string& who);
  std::vector<Work> next_turn();
  void loop();
  void commit(std::vector<Batch> group);
  void tell(Outcome outcome);
  void warn(const Error& error);

  Archive& archive_;
  boost::asio::any_io_executor io_;
  Feed& feed_;
  Ring ring_;
  const std::size_t queue_max_;

  std::mutex mutex_;  ///< guards the three below
  std::condition_variable news_;
  FairQueue<Work> waiting_;
  bool stopping_ = false;
  std::optional<std::chrono::steady_clock::time_point> warned_;  ///< archive thread
  std::thread thread_;
};

}  // namespace doorstep
