#pragma once
#include <set>
#include <string>

#include "shared/merge.h"

namespace doorstep::test {

/// docs/merge.md as a judge of one merge on the scene's template: empty, or what the edit did that it may not do.
/// Written from the page, not from the code it judges: it asks what may vanish, not what must happen.
std::string broken_by(const Subject& before, const Edit& edit, const Arrival& arrival, const Merged& merged);

std::set<std::string> units_of(const Edit& edit);
/// A unit as the edit saw it, or as it wants it.
json side(const Edit& edit, const std::string& unit, bool mine);

}  // namespace doorstep::test
