#pragma once
#include <string_view>

#include "shared/result.h"

namespace doorstep {

/// The program's log: standard error, one line a message, UTC time in ISO 8601 first. Standard output stays free for
/// answers. Any thread. Never write a resident's data here: places, ids and codes only.
void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_error(std::string_view message);

/// "info" (the level at the start), "warning", "error" or "off"; another word is Fault::usage.
Result<void> set_log_level(std::string_view name);

}  // namespace doorstep
