#pragma once
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "shared/ids.h"

namespace doorstep {

class Session;

/// Who is connected. Holds each session from its first byte to its last. I/O thread.
class Sessions {
 public:
  Sessions(boost::asio::any_io_executor io, std::size_t per_chain_max)
      : io_(std::move(io)), per_chain_(per_chain_max) {}

  void enter(std::shared_ptr<Session> session);
  void leave(const Session& session);
  std::size_t count() const { return count_; }  ///< from any thread

  /// The session has proven its chain. Its oldest ones beyond the limit are closed: a tablet that lost its network may
  /// leave connections behind that nobody will ever close.
  void proven(Session& session, const ChainId& chain);
  /// Something new in that community. Every session hears of it in the next turn, once, however often it is rung.
  void ring(const CommunityId& community);

  /// Those of these chains are told why and closed: their devices were revoked.
  void refuse(const std::set<ChainId>& chains);
  /// Those of these people are closed, what they were to be sent is void, and they come back under the rights that they
  /// have now.
  void renew(const std::set<PersonId>& people);

  void stop();  ///< each finishes its frame and closes
  void cut();   ///< no more waiting
  /// Called when the last one has left; at once when there is none.
  void when_empty(std::function<void()> then);

 private:
  void drop_those_who_greet();

  boost::asio::any_io_executor io_;
  std::size_t per_chain_;
  std::map<const Session*, std::shared_ptr<Session>> all_;
  std::atomic<std::size_t> count_ = 0;
  std::map<ChainId, std::vector<Session*>> by_chain_;  ///< oldest first
  std::set<CommunityId> rung_;
  std::function<void()> when_empty_;
};

}  // namespace doorstep
