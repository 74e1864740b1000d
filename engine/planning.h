#pragma once
#include "engine/decision_plan.h"

namespace doorstep {

/// Gathers a plan: who may not decide a conflict leaves it alone.
class Planning {
 public:
  Planning(Store& store, std::string mark);
  /// The conflict would be decided for its n-th candidate, counted from 0.
  Result<void> decide(ConflictView view, std::size_t taken);
  DecisionPlan done() { return std::move(plan_); }

 private:
  bool may(const Type& type, const Intent& intent) const;
  Store& store_;
  DecisionPlan plan_;
};

}  // namespace doorstep
