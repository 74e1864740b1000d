#pragma once
#include <string>
#include <string_view>

#include "shared/json.h"

namespace doorstep {

/// An answer of either program as a person reads it: one line for each value, or for each object of a list. Ends in
/// a line break.
std::string answer_in_words(const json& answer, std::string_view language);

}  // namespace doorstep
