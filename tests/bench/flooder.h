#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/connection.h"
#include "shared/frame.h"
#include "tests/bench/host.h"
#include "tests/bench/signed_line.h"

namespace doorstep::bench {

/// A tablet that is enrolled, has valid keys and means ill: it pushes properly signed bundles that its role does not
/// allow, asks for histories and pings, all of it as often as it is answered, or so often a second. On a thread of its
/// own; what it signs was signed before it begins.
class Flooder {
 public:
  Flooder(ServerProcess& server, std::size_t bundles);
  ~Flooder();
  Flooder(const Flooder&) = delete;

  /// Bundles a second; 0: as many as are answered.
  void begin(std::size_t per_second);
  void pause();
  std::uint64_t answered() const { return answered_; }  ///< bundles

 private:
  void connect();
  void received(std::string_view frame);
  void push();
  void send(const Frame& frame);
  void paced();

  SystemClock clock_;
  SystemDice dice_;
  SignedLine line_;
  Target target_;
  std::vector<std::string> bundles_;
  std::size_t next_ = 0, in_flight_ = 0, per_second_ = 0;
  std::uint64_t sent_ = 0, received_ = 0;
  Binding binding_{};
  bool welcome_ = false, flooding_ = false;
  boost::asio::io_context io_;
  boost::asio::steady_timer pace_{io_};
  std::unique_ptr<Connection> connection_;
  std::atomic<std::uint64_t> answered_ = 0;
  std::atomic<bool> broken_ = false;
  std::thread thread_;
};

}  // namespace doorstep::bench
