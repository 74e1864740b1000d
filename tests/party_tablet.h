#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/replicator.h"
#include "engine/store.h"
#include "engine/views.h"
#include "shared/cipher_vfs.h"
#include "shared/seeded_dice.h"
#include "tests/flaky_vfs.h"
#include "tests/party_clock.h"

namespace doorstep::test {

/// One person's tablet without app, socket or thread: a real store on a disk in memory, and the tablet's half of a
/// conversation while there is one.
class PartyTablet {
 public:
  /// clear: its files can be read as they are, for tests that look for what must not be in them.
  enum class Pages { sealed, clear };
  PartyTablet(const TrueTime& time, std::string name, std::uint64_t seed, Pages pages = Pages::sealed);
  /// Another machine onto which a copy of this one's store and key was put.
  PartyTablet(const TrueTime& time, std::string name, std::uint64_t seed, const PartyTablet& original);

  void enrolled(const Enrolled& as, const PublicKey& server);

  /// Answers the frames to send; a Close stands in `ended` then.
  std::vector<std::string> opened(const Binding& binding);
  std::vector<std::string> received(std::string_view frame);
  std::vector<std::string> ticked();
  std::vector<std::string> nudged();
  /// The newest, or one page further back where that is here. Nothing while `histories_in_flight_max` wait.
  std::vector<std::string> asks_history(const RecordId& record);
  std::vector<std::string> asks_admin(const AdminAsk& ask);
  void hung_up() { talk_.reset(); }
  bool talks() const { return talk_ != nullptr; }
  const Progress& progress() const { return talk_->progress(); }
  std::optional<Error> ended;
  bool shredded = false;          ///< was told to destroy its keys
  std::vector<AdminAnswer> told;  ///< to what its admin asked

  /// The power goes, or the program dies with all that was not synced.
  void crash();
  Result<void> start();
  bool runs() const { return store_ != nullptr; }
  bool struck() const { return store_ != nullptr && disk_.crashes() != crashes_; }

  // What a person does; each is saved, or the test ends.
  RecordId creates(const std::string& type, json set);
  void edits(const RecordId& record, json set);
  void removes(const RecordId& record);
  void resolves(const Conflict& conflict, const json& value);
  std::vector<RecordId> does(std::vector<Intent> intents);

  // What a person sees.
  json value(const RecordId& record, const std::string& field);
  std::vector<Conflict> open_conflicts();

  Store& store() { return *store_; }
  FlakyVfs& disk() { return disk_; }
  MachineClock& clock() { return clock_; }
  const SigningKey& key() const { return key_; }
  const std::string& name() const { return name_; }

 private:
  std::vector<std::string> carry_out(TabletEffects effects);

  std::string name_, disk_name_;
  Pages pages_;
  SeededDice dice_;
  FlakyVfs disk_;
  MachineClock clock_;
  SigningKey key_;
  std::uint64_t crashes_ = 0;
  std::unique_ptr<CipherVfs> cipher_;  ///< of this run of the program
  std::unique_ptr<Store> store_;
  std::unique_ptr<Replicator> talk_;
  std::size_t histories_asked_ = 0;  ///< on this line, and not answered
};

}  // namespace doorstep::test
