#pragma once
#include <string>
#include <vector>

#include "engine/decision_plan.h"
#include "shared/desk_rule.h"

namespace doorstep {

/// The desk's saved rules (裁决规则): "what a document says beats what was said on the phone". A rule is a record like
/// any other: synced, with a history, archived when it shall hold no longer. It decides nothing by itself: a person
/// looks at what it would decide, and presses it. Evidence is what speaks for each candidate (engine/evidence.h),
/// and its corrected time.

struct DeskRule {
  enum class Kind { evidence, later };
  RecordId id;
  std::string about;  ///< a record type
  std::string field;  ///< of that type a field or group; empty: every one
  Kind kind = Kind::evidence;
  std::string better;    ///< evidence: the source that prevails. later: only among values of this source; empty: of any
  std::string over;      ///< evidence: the source that yields; empty: every other one
  std::string author;    ///< who set it last, by name
  std::string mark;      ///< stands in every edit that it made
  std::size_t fits = 0;  ///< open conflicts that it would decide now
  bool ended = false;    ///< it holds no longer
  std::size_t decided = 0;  ///< of an ended one: conflicts that stand decided by it
};

/// The live ones, oldest first.
Result<std::vector<DeskRule>> desk_rules(Store& store);
Result<DeskRule> desk_rule(Store& store, const RecordId& id);
/// Those that hold no longer and by which something stands decided, oldest first: `take_back` by their mark.
Result<std::vector<DeskRule>> ended_rules(Store& store);
/// Every open conflict for which the rule knows one answer.
Result<DecisionPlan> plan_by_rule(Store& store, const RecordId& rule);

/// The candidate that the rule takes; nullptr: it has no answer, or more than one.
const Candidate* prevailing(const DeskRule& rule, const ConflictView& view);

/// As a new record; the answer has its id. unknown_type, unknown_field, invalid_value, not_allowed.
Result<DeskRule> save_rule(Store& store, const DeskRule& rule);
/// It holds no longer; what it decided stands, and can be taken back.
Result<RecordId> drop_rule(Store& store, const RecordId& rule);

}  // namespace doorstep
