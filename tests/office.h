#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "tests/party_server.h"
#include "tests/party_tablet.h"
#include "tests/replicas.h"

namespace doorstep::test {

/// A server and its tablets that talk only when a test says so, at once and in order: the two halves of the
/// conversation handed each other's frames.
class Office {
 public:
  explicit Office(std::string template_text = {});  ///< as of PartyServer

  /// Enrolled at its first mention.
  PartyTablet& tablet(const std::string& login, PartyTablet::Pages pages = PartyTablet::Pages::sealed);
  /// A person with that role, before the first tablet.
  void person(const std::string& login, const std::string& role);

  /// A frame on its way: change it, or answer false to lose it and everything after it.
  using Meddle = std::function<bool(bool to_tablet, std::string& frame)>;
  /// One whole conversation, until nobody has anything to say. Answers why the tablet ended it, if it did.
  std::optional<Error> sync(PartyTablet& tablet, const Meddle& meddle = {},
                            const std::vector<RecordId>& histories = {});
  /// An admin asks, one after the other, each once the one before was answered. What the server refused stands in its
  /// answer.
  std::vector<AdminAnswer> ask(PartyTablet& tablet, const std::vector<AdminAsk>& asks, const Meddle& meddle = {});
  std::vector<AdminAnswer> ask_at_once(PartyTablet& tablet, const std::vector<AdminAsk>& asks);
  /// Everybody, until nothing is new to anyone.
  void sync_all();

  /// What is read overtakes what waits to be committed, and every commit stands alone.
  bool slow_writer = false;

  PartyServer& server() { return server_; }
  PartyServer::Line line() const { return line_; }  ///< of the conversation that runs
  TrueTime& time() { return time_; }
  /// Its conflicts, as the archive has them.
  std::vector<Conflict> conflicts();

 private:
  struct Frame {
    bool to_tablet = false;
    std::string text;
  };
  void post(const std::vector<std::string>& frames);
  /// `more`: what the tablet still has to say, once nobody else has.
  std::optional<Error> converse(PartyTablet& tablet, const Meddle& meddle,
                                const std::function<std::vector<std::string>()>& more);

  TrueTime time_;
  PartyServer server_;
  std::map<std::string, std::unique_ptr<PartyTablet>> tablets_;
  std::deque<Frame> on_the_way_;
  PartyServer::Line line_ = 0;
  bool server_closed_ = false;
};

}  // namespace doorstep::test
