#pragma once
#include <string>
#include <vector>

#include "engine/desk.h"

namespace doorstep {

/// One decision for many conflicts (docs/merge.md §One decision for many): what each would become is shown first, and
/// what was shown is what is written. Each becomes an ordinary resolution; all of one plan carry its mark as their
/// source, by which they are found again, on every tablet, and taken back.

struct PlannedDecision {
  ConflictView view;
  json value;     ///< that would stand
  Intent intent;  ///< names the candidates that were there when the plan was made
};

struct DecisionPlan {
  std::string mark;  ///< "batch_…", or "rule_…" of the rule that decides
  std::vector<PlannedDecision> decisions;
  std::size_t left = 0;  ///< that fit as well and are left alone: not this person's to decide, or too many at once
};

inline constexpr std::size_t decisions_at_once_max = 2'000;
inline constexpr std::size_t decisions_in_a_bundle_max = 200;

/// Who wants what: the candidates without what a plan decided and somebody took back (L3), as long as one of them has
/// its value. That was nobody's own word, and the plan named it all the same: it was seen.
std::vector<const Candidate*> voices_in(const Conflict& conflict);

/// All open conflicts of one field or group (of one type, unless empty) between exactly these two people, each decided
/// for the one who is `taken`. Oldest first.
struct BulkQuery {
  std::string type, field;
  PersonId taken, other;
};
Result<DecisionPlan> bulk_plan(Store& store, const BulkQuery& query);

/// What of a plan could be written as it was shown.
struct PlanOutcome {
  std::vector<RecordId> decided;  ///< conflicts
  std::size_t kept_open = 0;      ///< somebody said something meanwhile that the plan did not show
  std::size_t over = 0;           ///< decided by somebody else meanwhile, gone, or not to be written any more
};
/// In bundles of at most `decisions_in_a_bundle_max`, oldest first. Broken off (a crash, a full disk), the same plan
/// goes on where it stopped: what was written is over by then.
Result<PlanOutcome> carry_out(Store& store, const DecisionPlan& plan);

/// A plan on this tablet's disk until the next one is kept, never sent anywhere: it was shown, and waits for a yes.
Result<void> keep_plan(Store& store, const DecisionPlan& plan);
/// not_found: another one was shown since.
Result<DecisionPlan> kept_plan(Store& store, const std::string& mark);

/// The conflicts that stand decided by edits with this mark.
Result<std::vector<ConflictView>> decided_under(Store& store, const std::string& mark);
/// These are asked about anew, with all that was asked (docs/merge.md L3). Answers how many.
Result<std::size_t> ask_anew(Store& store, const std::vector<ConflictView>& decided);
/// All that stand decided by edits with this mark; engine/desk_past.h takes back some of them.
Result<std::size_t> take_back(Store& store, const std::string& mark);

/// "rule_01890a5dac96774bbcceb302099a8057"
std::string mark_of(std::string_view kind, const RecordId& id);
bool is_mark(std::string_view source);  ///< of a plan, not a source like "form"

}  // namespace doorstep
