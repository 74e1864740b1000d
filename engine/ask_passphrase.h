#pragma once
#include <string_view>

#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// The passphrase in the environment variable `name`, which is blotted out so that a process list does not show it any
/// longer; else what a person types at the terminal in answer to `prompt`, unseen. It goes straight into guarded
/// memory. usage when there is neither, or it is too long.
Result<Secret> ask_passphrase(const char* name, std::string_view prompt);
/// The same, typed twice.
Result<Secret> ask_new_passphrase(const char* name, std::string_view prompt, std::string_view again);

}  // namespace doorstep
