#pragma once
#include <string>
#include <string_view>

#include "engine/views.h"
#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// The command line's answers as JSON (a contract: docs/operations.md §The tablet's commands), and as lines for people.
json record_answer(const Template& archive_template, const RecordView& view);
json conflict_answer(const Template& archive_template, const ConflictView& view);
/// One line for each field of each edit: {"field","base","value","by","device","at"}.
json history_answer(const Template& archive_template, const std::string& type, const HistoryView& view);
json failure_answer(const Error& error, std::string_view language);

/// "2026-11-22T04:00:00.000Z" (ISO 8601).
std::string iso_time(Instant at);

/// An answer as a person reads it: records with their labels, everything else as "key: value" lines.
std::string in_words(const Template& archive_template, const json& answer, std::string_view language);

/// "zh-CN" or "en", by LC_ALL, LC_MESSAGES, LANG.
std::string user_language();

int exit_code(Fault fault);

}  // namespace doorstep
