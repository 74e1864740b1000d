#pragma once
#include "shared/merge.h"

namespace doorstep {

/// The part of the merge law that moves a record between live, archived and removed (docs/merge.md §Removal). Pure.
struct StateMoved {
  bool header_touched = false;
  Conflict* conflict = nullptr;  ///< the subject's that it concerns, when there is one
  bool conflict_touched = false;
};
StateMoved merge_state(Subject& subject, const Edit& edit, const Stamp& stamp, bool fields_changed);

}  // namespace doorstep
