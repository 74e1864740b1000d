#pragma once
#include <optional>
#include <string>

#include "shared/template.h"

namespace doorstep {

/// May a running archive go on with `next` in the place of `now`? Records stay stored as they are, and edits made under
/// `now` still come from tablets for a year: so names, kinds, classes, groups and natural keys are for ever, what was
/// allowed stays allowed, and new types, fields and choices may come. Empty: it may; else what stands against it, with
/// its place ("resident.name: its kind cannot change"). docs/template.md §Changing it.
std::optional<std::string> cannot_follow(const Template& now, const Template& next);

}  // namespace doorstep
