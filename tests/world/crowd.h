#pragma once
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/party_server.h"
#include "tests/party_tablet.h"

namespace doorstep::test {

/// Many tablets that talk to one server at the same time, over lines that break now and then; without delays, so that
/// a great many edits are delivered in little time. (World has the bad lines and the crashes.)
class Crowd {
 public:
  explicit Crowd(std::uint64_t seed);

  PartyTablet& join(const std::string& person, std::uint64_t seed);
  /// Another machine with a copy of this one's store; both go on.
  PartyTablet& copy(std::size_t index, std::uint64_t seed);

  std::size_t size() const { return tablets_.size(); }
  PartyTablet& operator[](std::size_t index) { return *tablets_[index]; }
  PartyServer& server() { return server_; }
  TrueTime& time() { return time_; }
  Dice& dice() { return dice_; }
  Seq head();

  /// These all at once, until nobody has anything to say.
  void converse(std::size_t first, std::size_t last);
  /// Everybody again and again, until nothing waits anywhere.
  bool deliver_all();

  struct Report {
    std::string stopped;  ///< why somebody could not go on
    std::uint64_t frames = 0, lines_cut = 0, new_chains = 0;
  };
  const Report& report() const { return report_; }

 private:
  struct Frame {
    PartyServer::Line line = 0;
    bool to_tablet = false;
    std::string text;
  };
  void connect(std::size_t index);
  void post(PartyServer::Line line, const std::vector<std::string>& frames);
  void drop_line(PartyServer::Line line);
  void hand_over(const Frame& frame);
  bool all_delivered();

  SeededDice dice_;
  TrueTime time_;
  PartyServer server_;
  std::vector<std::unique_ptr<PartyTablet>> tablets_;
  std::map<PartyServer::Line, std::size_t> lines_;
  std::deque<Frame> on_the_way_;
  PartyServer::Line last_line_ = 0;
  Report report_;
};

}  // namespace doorstep::test
