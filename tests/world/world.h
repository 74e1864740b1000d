#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/backoff.h"
#include "engine/decision_plan.h"
#include "tests/party_server.h"
#include "tests/party_tablet.h"
#include "tests/world/deeds.h"
#include "tests/world/ledger.h"
#include "tests/world/moments.h"

namespace doorstep::test {

/// How bad this world is: drawn anew for each seed, so that some runs have quiet lines and wild disks and others the
/// reverse. Shares are per ten thousand.
struct Weather {
  std::uint64_t tablets = 2, deeds = 60, records = 10;
  std::uint64_t drop = 0, twice = 0, delay = 0, reorder = 0, cut = 0, silence = 0;        ///< of each frame
  std::uint64_t crash = 0, planned = 0, jump = 0, backup = 0, restore = 0, put_back = 0;  ///< of each deed
  std::uint64_t copy = 0, lift = 0, unlucky = 0, server_jump = 0;                         ///< of each deed
  std::uint64_t rights = 0, places = 0, propose = 0, many = 0;                            ///< of each deed
  Millis pause{20'000};                                                                   ///< between deeds, at most
};

/// What may happen before a deed and came to World later than its seeds: dice of its own, so that a seed in which it
/// does not happen tells its old story. It happens in one world of four, at `share` of ten thousand deeds.
struct Newcomer {
  Newcomer(std::uint64_t seed, std::uint64_t salt, std::uint64_t often) : dice(seed * 0xd1342543de82ef95 ^ salt) {
    if (dice.below(4) == 0) share = often;
  }
  bool comes() { return share > 0 && dice.below(10'000) < share; }

  SeededDice dice;
  std::uint64_t share = 0;
};

/// Where every die of a world stands.
using Lots = std::tuple<SeededDice, SeededDice, SeededDice, SeededDice, SeededDice, Newcomer, Newcomer, Newcomer,
                        Newcomer, Newcomer, Newcomer, Newcomer, Newcomer, Newcomer, Newcomer, Newcomer>;

/// A story told once more without some of its deeds (tests/world/shorten.h): the first telling fills `lots`, and in
/// every later one each deed finds the dice as they were before it.
struct Telling {
  std::vector<Lots> lots;
  std::set<std::size_t> left_out;                ///< deeds, counted from 0
  std::vector<std::uint64_t Weather::*> spared;  ///< kinds of bad weather that do not come
};

/// What came of one seed.
struct Outcome {
  std::string broken;  ///< the first law that did not hold; empty: all did
  std::string story;   ///< the last events before it
  std::uint64_t events = 0;
  Counts faults;  ///< by kind: how often it struck
  Counts probes;  ///< what came about, and of each law how often it had something to judge
};

/// N tablets and a server in one thread under one seed (docs/testing.md): virtual time, bad lines, bad disks, clocks
/// that are years off. Everything that happens is an event in one queue. Then it heals, and the laws are judged.
class World {
 public:
  explicit World(std::uint64_t seed, Telling* telling = nullptr);
  ~World();
  Outcome run();

 private:
  using Line = PartyServer::Line;
  struct Desk;  ///< one tablet with its person
  struct Cable {
    std::size_t desk = 0;
    bool tablet_end = true, server_end = true;  ///< who still believes in it
    bool silent = false;                        ///< swallows everything, and nobody is told
    bool cut = false;                           ///< a frame was cut on it
    Instant last_up{}, last_down{};
  };

  // The queue
  void at(Instant when, std::function<void()> happens);
  void after(Millis wait, std::function<void()> happens) { at(time_.now + wait, std::move(happens)); }
  bool step();
  Millis up_to(std::uint64_t ms) { return Millis{static_cast<std::int64_t>(dice_.below(ms + 1))}; }
  bool strikes(std::uint64_t share) { return !healed_ && share > 0 && dice_.below(10'000) < share; }
  bool strikes(std::uint64_t share, const char* fault);
  void tell(const std::string& what);
  void break_law(const std::string& what);

  // Lines
  void connect(std::size_t desk);
  void post(Line line, bool to_tablet, std::string frame);
  void deliver(Line line, bool to_tablet, const std::string& frame);
  void hang_up(Line line, bool by_tablet);
  void send_up(std::size_t desk, const std::vector<std::string>& frames);
  void tablet_ended(std::size_t desk);
  void server_closed(Line line, const Error& error);
  void heard(std::size_t desk, const std::string& frame);

  // Machines
  void pump_server();
  void look_after_server();
  void look_after(std::size_t desk);
  void crash_something();
  void restart_server();
  void back_up_server();
  void restore_server();
  void change_rights();
  void change_buildings();
  void regrant(const PersonGrant& given, bool everybody);
  void note_buildings(const Result<PersonId>& person, const std::string& buildings);
  void watch_buildings(const std::vector<Submission>& submissions, const Accepted& accepted);
  bool hides() const { return weather_.rights > 0 || weather_.places > 0; }
  void change_approvals();
  void give_role(const std::string& login, const std::string& role, const std::string& drawn);
  void give_rights_back();
  void watch_for_leaks(std::size_t desk, const std::string& frame);
  void watch_history(Desk& desk, const json& frame);
  void judge_sight(std::size_t desk);
  std::string drawn_role();
  std::string proposing_role();
  void ask_a_history();
  void decide_many();
  void plan_many(std::size_t desk);
  void say_yes(std::size_t desk, const DecisionPlan& plan, const char* how);
  void take_many_back(std::size_t desk, const std::string& mark);
  void restart(std::size_t desk);
  void put_back_a_tablet();
  void trouble();
  void copy_a_tablet();
  void lift_template();
  void fail_a_bundle();
  void drop_what_a_sync_holds();
  void revoke_a_tablet();
  void revoke_again();
  void bury(std::size_t desk);

  // Storms
  void storms();
  void lose_a_tablet();
  void cut_every_line();
  void slow_something();
  void erase_a_record();
  void note_what_struck();
  bool misread() const;  ///< a disk brought other bytes than were asked for
  template <class Body>
  void with_misreads(FlakyVfs& disk, Body&& body);
  template <class Body>
  std::string looking(Body&& body);
  void decide_by_rule();
  void write_a_rule(std::size_t desk);
  bool expected(std::size_t desk, Fault fault) const;
  bool excusable(Line line, Fault fault) const;
  void note_moments(const std::vector<Submission>& submissions);
  void watch_revoked(const std::vector<Submission>& submissions, const Accepted& accepted);
  bool at_rest(Desk& desk);
  void tick();

  /// What a person saved, and the server cannot have yet, is what they see.
  void look_at_what_waits(Desk& desk);

  // People
  void deed();
  bool told_again();
  void act(std::size_t desk);
  void save(std::size_t desk, Deeds::Plan plan);
  void at_odds();
  void decide_against_each_other(std::size_t one, std::size_t other);
  void merge_into_each_other(std::size_t one, std::size_t other);
  void take_a_number();
  void visit(std::size_t desk);

  // The end
  void heal();
  bool quiet();
  void judge();
  void judge_refusals();
  void judge_erased();
  void tell_standings();

  std::uint64_t seed_;
  SeededDice dice_;
  SeededDice later_;   ///< for what was added since: a seed that found a fault goes on telling its old story
  SeededDice latest_;  ///< and since then
  SeededDice asks_;    ///< for who may only propose, in the same way
  SeededDice many_;    ///< for decisions at once; only every fourth seed has them, and none that is kept for its story
  Newcomer dropping_{seed_, 2, 300}, revoking_{seed_, 11, 300},
      leasing_{seed_, 5, 1};  ///< whether there are leases; short ones in some worlds
  Newcomer losing_{seed_, 12, 100}, storming_{seed_, 13, 300}, slowing_{seed_, 14, 500}, misreading_{seed_, 15, 200},
      ruling_{seed_, 16, 1'500};
  // None of these comes to a seed that is kept for its story (world_test.cpp).
  Newcomer deciding_{seed_, 130, 600}, crossing_{seed_, 193, 300}, numbering_{seed_, 503, 1'500},
      erasing_{seed_, 4697, 200},
      tightening_{seed_, 540, 1};  ///< whether newer templates take shorter words than there are
  Telling* telling_ = nullptr;
  TrueTime time_;
  Weather weather_;
  Deeds deeds_;
  std::uint64_t people_ = 1;
  std::multimap<Instant, std::function<void()>> queue_;
  std::unique_ptr<PartyServer> server_;
  struct Backup {
    std::string name;
    Instant written;
  };
  std::vector<Backup> backups_;  ///< those that are kept, of the life that the server now has
  std::vector<std::unique_ptr<Desk>> desks_;
  std::map<Line, Cable> cables_;
  Line last_line_ = 0, ill_until_ = 0;         ///< the last that was opened before everything healed
  std::map<std::string, std::string> types_;   ///< of records, as frames told them
  std::map<std::size_t, DecisionPlan> plans_;  ///< by desk: what somebody saw there and has not said yes to
  std::set<DeviceId> shut_;                    ///< revoked, and the archive has said so
  std::set<RecordId> erased_;                  ///< destroyed by law, and the archive has said so
  std::set<std::string> narrowed_;             ///< logins whose role was another one once
  std::map<PersonId, std::string> buildings_;  ///< which somebody is held to, where it is known; empty: to none
  bool pumping_ = false, healed_ = false;
  Instant server_slow_until_{};
  std::uint64_t deeds_left_ = 0;
  Moments moments_;
  Ledger ledger_;
  std::deque<std::string> story_;
  Outcome outcome_;
};

}  // namespace doorstep::test
