#pragma once
#include "engine/decision_plan.h"

namespace doorstep {

/// Gathers a plan: who may not decide a conflict leaves it alone.
class Planning {
 public:
  Planning(Store& store, std::string mark);
  /// The conflict would get this value.
  Result<void> decide(ConflictView view, const json& value);
  DecisionPlan done() { return std::move(plan_); }

 private:
  bool may(const Type& type, const Intent& intent) const;
  Store& store_;
  DecisionPlan plan_;
};

}  // namespace doorstep
