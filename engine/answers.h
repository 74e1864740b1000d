#pragma once
#include <string>
#include <string_view>

#include "engine/likely.h"
#include "engine/merge_plan.h"
#include "engine/views.h"
#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// The command line's answers as JSON (a contract: docs/operations.md §The tablet's commands), and as lines for people.
json record_answer(const Template& archive_template, const RecordView& view);
/// The same for a record that was searched for, with where it was found: "highlights".
json found_answer(const Template& archive_template, const RecordView& view);
/// A field's or group's value as people read numbers: decimals and money with a point.
json shown_value(const Template& archive_template, const std::string& type, const std::string& unit, const json& value);
json conflict_answer(const Template& archive_template, const ConflictView& view);
/// [{"id","type","title","why":["phone"]}]: who may be the same.
json likely_answer(const Template& archive_template, const std::vector<Likely>& likely);
/// {"record","field","value","kept"}: a loser's value that the winner has another of.
json left_behind_answer(const Template& archive_template, const std::string& type, const LeftBehind& one);
/// One line for each field of each edit: {"field","base","value","by","device","at"}.
json history_answer(const Template& archive_template, const std::string& type, const HistoryView& view);

/// An answer as a person reads it: records with their labels, everything else as "key: value" lines.
std::string in_words(const Template& archive_template, const json& answer, std::string_view language);

}  // namespace doorstep
