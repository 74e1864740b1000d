#pragma once
#include "shared/scope.h"

namespace doorstep {

/// Nobody gives what they do not have (docs/security.md §Admins in the app). Pure.

/// Everything that `given` reads, writes and does, `giver` reads, writes and does too; what the giver may only propose
/// the other may at most propose. Where each of them holds is not looked at.
bool covers(const Role& giver, const Role& given);

/// Lists as a person types them, "3,5"; an empty one is all. A list that is none covers nothing and is covered by none.
bool covers_communities(std::string_view giver, std::string_view given);
bool covers_buildings(std::string_view giver, std::string_view given);

}  // namespace doorstep
