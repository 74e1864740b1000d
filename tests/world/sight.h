#pragma once
#include <string>
#include <vector>

#include "shared/conflict.h"
#include "shared/frame.h"
#include "shared/template.h"
#include "tests/world/counts.h"

namespace doorstep::test {

class Moments;

/// Is every accepted value still in people's sight? A value may leave the current record only by an edit that knew it
/// (its base, its author's own later edit, a resolution that names it) or by the words of its policy; otherwise it is
/// a candidate of a conflict. Judged from the journal alone, policy by policy, in plain words of docs/merge.md.
class Sight {
 public:
  /// What was merged into the record, and stands behind it with what it had.
  struct Behind {
    const Record& record;
    const std::vector<Conflict>& conflicts;
  };
  /// `counts`: of each law, what it had to judge.
  Sight(const Record& record, const std::vector<Conflict>& conflicts, const History& history,
        std::vector<Behind> behind = {}, Counts* counts = nullptr)
      : record_(record), conflicts_(conflicts), history_(history), behind_(std::move(behind)), counts_(counts) {}

  /// What is wrong with this field or group; empty: nothing.
  std::string judge(const Type& type, const std::string& unit) const;
  /// A removal stands, is in conflict, or was taken back.
  std::string judge_removals() const;
  /// A decision that had not seen the one before it, and says something else, decides nothing: both are asked about.
  std::string judge_decisions() const;
  /// What was asked of a record that is merged into this one is asked of this one.
  std::string judge_questions_behind() const;
  /// Nothing that its author could only propose is in force by that.
  std::string judge_approvals(const Type& type) const;
  /// Of two that had not seen each other the one who truly said it later is believed, where the field's law is
  /// `latest`; whatever their clocks show. Where it is not certain who was later, nothing is judged.
  std::string judge_order(const Type& type, const Moments& moments) const;
  /// Nobody is asked to choose between two words of one tablet: the later one replaces the earlier.
  std::string judge_quarrels() const;
  /// What is gone took nothing along that its remover had not seen, and nobody has written in it since. `restored`:
  /// seqs were given anew meanwhile, so what somebody had seen is not told by them.
  std::string judge_gone(const Type& type, bool restored) const;

 private:
  struct Step {
    Seq seq;
    ChainId chain;
    EditId edit;
    json base, mine;
    std::vector<EditId> seen;  ///< of a resolution
    bool resolves = false;
    bool proposed = false;  ///< its author could only propose it
    bool folds = false;     ///< with its neighbours in its bundle (docs/merge.md F1 to F4)
  };
  std::vector<Step> steps(const std::vector<std::string>& fields) const;
  bool folds(const HistoryEntry& entry) const;
  json current(const std::vector<std::string>& fields) const;
  bool candidate(const std::string& unit, const json& value) const;
  bool stands_behind(const std::vector<std::string>& fields, const std::string& unit, const json& value) const;

  std::string judge_kept(const std::vector<Step>& steps, const json& now, const std::string& unit, const Field& field,
                         const std::vector<std::string>& fields) const;
  std::string in_words(const std::vector<Step>& steps, const std::string& unit) const;
  std::string line_in_words(const std::string& field) const;
  bool is_told_again() const;
  bool goes_on(const Behind& behind, const std::string& field) const;
  static bool agreed_with(const std::vector<Step>& steps, std::size_t place, const ChainId& chain);
  static bool named(const std::vector<Step>& steps, const Step& decision, const Step& step);
  std::string judge_entries(const std::vector<Step>& steps, const json& now) const;
  std::string judge_set(const std::vector<Step>& steps, const json& now) const;
  std::string judge_greatest(const std::vector<Step>& steps, const json& now, const Field& field) const;
  void note(const char* law) const {
    if (counts_ != nullptr) ++(*counts_)[law];
  }

  const Record& record_;
  const std::vector<Conflict>& conflicts_;
  const History& history_;
  std::vector<Behind> behind_;
  Counts* counts_;
};

}  // namespace doorstep::test
