#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/archive.h"
#include "shared/conflict.h"
#include "tests/world/counts.h"

namespace doorstep::test {

class Moments;

/// One thing a person did to one record, as the simulation saw it from outside.
struct Act {
  ChainId chain;
  RecordId record;
  Op op = Op::change;
  json set = json::object();
  std::map<std::string, std::int64_t> counted;  ///< sum fields: how much this act was meant to add
  bool astray = false;                          ///< its tablet was put back to an old store and has met nobody since
};

/// What people were told is saved, written down while it happens and judged when everything is quiet. Knows the merge
/// law from docs/merge.md and nothing of the code that implements it: no merge, no policy, no store is called here.
class Ledger {
 public:
  void saved(Act act);
  /// The save failed or the power went meanwhile: it may have happened or not, but not twice.
  void perhaps_saved(Act act);

  /// What the archive has made of it all. Answers the first thing that is wrong, in words; empty when nothing is.
  /// `restored`: the server was put back to a backup meanwhile, so that seqs which people saw were given anew.
  std::string judge(Archive& archive, bool restored = false);
  /// This device is gone, and nobody has what was only there: of what it saved no more than the archive has now stays
  /// promised. Answers what is wrong.
  std::string gone(Archive& archive, const DeviceId& device);
  /// The server is about to be put back to a backup, and was: what these devices had saved, and a narrower role may
  /// have taken from them since, nobody need have any more if the backup lacks it. What waits on them stays promised.
  std::string before_restore(Archive& archive);
  std::string narrowed(Archive& archive, const std::set<DeviceId>& devices);
  /// Whether those who said it later are believed can be judged by these; they outlive the ledger.
  void knows(const Moments& moments) { moments_ = &moments; }
  /// Every refused edit of this device stands in its author's list, whatever incarnation its store has come to.
  /// `destroyed`: of those that are listed; a restored archive may have lost its receipt, and nothing is left to offer.
  std::string judge_refusals(Archive& archive, const DeviceId& device, const std::set<EditId>& listed,
                             const std::set<EditId>& destroyed);

  std::size_t size() const { return acts_.size(); }
  // As the archive has them, after `judge`.
  std::size_t numbers_given() const { return given_.size(); }
  std::size_t numbers_given_again() const { return given_again_; }
  /// What came about in it, and of each law how often it had something to judge.
  const Counts& counts() const { return counts_; }

 private:
  struct Entry {
    Act act;
    bool sure = false;
    std::string key;
  };
  /// One record when all is over: every accepted edit in order, its texts, all its conflicts.
  struct Life {
    History history;
    std::optional<Record> record;
    std::vector<Conflict> conflicts;
    std::vector<RecordId> aliases;  ///< whatever was merged into it
  };
  using Lives = std::map<RecordId, Life>;
  struct Giver {
    RecordId record;
    DeviceId device;
  };

  static std::string read_lives(Archive& archive, const std::vector<Entry>& acts, Lives& out);
  std::string count_all(const Lives& lives, Archive& archive);
  std::string count_all(Archive& archive);
  std::string find_all();
  std::string judge_number(const std::string& number, const Giver& giver, const Lives& lives,
                           const Template& archive_template);
  std::string judge_fields(const Template& archive_template, const RecordId& id, const Lives& lives, bool restored);
  std::string judge_lanes();
  std::string judge_keys(const Template& archive_template, const Lives& lives);
  std::string judge_talk(const Lives& lives);
  void count_what_happened(Archive& archive, const Lives& lives);
  std::string judge_count(const std::string& field, const RecordId& id, const Life& life);

  std::vector<Entry> acts_;
  std::map<std::string, int> before_;          ///< a restore: by key, in history or in quarantine
  std::map<std::string, int> kept_, refused_;  ///< by key: accepted by the archive, in its quarantine
  std::set<RecordId> erased_;                  ///< what was done to them is nobody's any more, whatever is restored
  std::set<std::string> unclear_;              ///< by key: perhaps destroyed with whatever it was merged into
  std::set<std::string> forbidden_;            ///< of the refused: by their author's role
  std::map<std::string, Giver> given_;         ///< numbers that tablets gave by themselves
  std::size_t given_again_ = 0;
  const Moments* moments_ = nullptr;
  Counts counts_;
};

}  // namespace doorstep::test
