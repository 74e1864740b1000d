#pragma once
#include <string_view>

#include "shared/json.h"

namespace doorstep::test {

/// Strictly; a test whose text is no JSON fails.
json parsed(std::string_view text);

/// A list in one order, so that lists compare as sets; anything else as it is.
json sorted(json value);

/// The same words in both languages, as a template wants them.
json label(const char* words);

}  // namespace doorstep::test
