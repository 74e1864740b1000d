#pragma once
#include <string>
#include <vector>

#include "engine/intent.h"
#include "engine/store.h"
#include "tests/world/ledger.h"

namespace doorstep::test {

/// Of which record the store will write the intent down: what names an alias means the one that it stands for. Throws
/// SqliteFailure.
RecordId meant_by(Store& store, const Intent& intent);

/// What a person might do next, drawn by lot from what the tablet shows: creating, editing under every policy,
/// removing, bringing back, resolving, withdrawing. Few records and few values, so that people get in each other's way.
class Deeds {
 public:
  Deeds(Dice& dice, std::size_t records_max) : dice_(dice), records_max_(records_max) {}

  struct Plan {
    std::vector<Intent> intents;
    std::vector<Act> acts;  ///< what they mean, those that change something
    std::string story;
  };
  /// Empty intents: nothing came to mind.
  Plan next(Store& store);
  /// What this person proposed and nobody has decided yet is taken back; empty: there is nothing.
  Plan take_back(Store& store);
  /// A field of which each step counts, once more in the same bundle: one of a greatest value, or a sum that will be
  /// too large for whoever comes second.
  void once_more(Plan& plan, Store& store, Dice& later);

  /// One thing more that is done. `act` says what is typed and what it counts; the rest of it follows.
  static void add(Plan& plan, Store& store, Intent intent, Act act);
  /// `plan` and its children, in the same bundle.
  static void add_all(Plan& plan, Store& store, Result<std::vector<Intent>> intents);
  /// Decides an open conflict about a field or a group; `value` is one of its candidates'.
  static void decide(Plan& plan, Store& store, const Conflict& conflict, const json& value);

 private:
  struct Known {
    RecordId id;
    std::string type;
    State state = State::live;
  };
  std::vector<Known> known(Store& store) const;

  void create(Plan& plan, Store& store, const std::vector<Known>& records);
  void change(Plan& plan, Store& store, const std::vector<Known>& records);
  void change_again(Plan& plan, Store& store, const Type& type);
  void move(Plan& plan, Store& store, const std::vector<Known>& records);
  void merge(Plan& plan, Store& store, const std::vector<Known>& records);
  void part(Plan& plan, Store& store);
  void talk(Plan& plan, Store& store);
  void answer_duplicate(Plan& plan, Store& store, const Conflict& conflict);
  void resolve(Plan& plan, Store& store);
  void withdraw(Plan& plan, Store& store);

  /// A stored form for this field, given what stands there now; discarded when none comes to mind.
  json value_for(const Field& field, const json& now, const std::vector<Known>& records);
  json words(const Field& field);
  std::string fresh_word();
  bool chance(std::uint64_t percent) { return dice_.below(100) < percent; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[dice_.below(list.size())];
  }

  Dice& dice_;
  std::size_t records_max_;
  std::uint64_t words_ = 0;
};

}  // namespace doorstep::test
