#pragma once
#include <cstdio>
#include <string>
#include <string_view>

#include "shared/clock.h"
#include "shared/json.h"
#include "shared/result.h"

namespace doorstep {

/// What the answers of both programs have in common (docs/operations.md): a failure's form, times, languages, exit
/// codes.

/// {"ok":false,"error":{"code","message"}}: the message is the fault's sentence in that language, then the detail.
json failure_answer(const Error& error, std::string_view language);

/// "2026-11-22T04:00:00.000Z" (ISO 8601).
std::string iso_time(Instant at);

/// "zh-CN" or "en", by LC_ALL, LC_MESSAGES, LANG.
std::string user_language();

/// Writes and flushes. False when that failed (the disk is full, whoever read has gone), and standard error says so: a
/// script must not take an answer that it never got for a done one.
[[nodiscard]] bool put_out(std::string_view text, std::FILE* stream);

int exit_code(Fault fault);
int exit_code(const json& answer);

}  // namespace doorstep
