#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/intent.h"
#include "engine/views.h"

namespace doorstep {

/// What a record was and who said so, out of its history (`history`: complete only as far as that is). Reading only.

/// A value that a field or group ever had, or was meant to have, oldest first: a value that was parked and never came
/// to stand is among them.
struct PastValue {
  EditId edit;
  json value;  ///< a group's as an object of all its members
  json base;   ///< what it replaced
  std::string by, device, source;
  std::optional<Instant> at;
  bool delivered = true;            ///< false: an own edit that the server does not have yet
  std::optional<RecordId> visit{};  ///< in which it was said (`HistoryView::visits`)
};
/// unknown_field; `field` is a field or a group, a member's name means its group.
Result<std::vector<PastValue>> values_of(const Template& archive_template, const HistoryView& history,
                                         const std::string& field);

/// The record as it was known at a moment: everything made until then, merged as it was. Of records that became one
/// later, this one alone. Empty: it was not there yet, or was away (removed, archived).
std::optional<RecordView> as_of(const Template& archive_template, const RecordId& id, const HistoryView& history,
                                Instant at);

/// "2026-11-22" means its end, "2026-11-22T09:30" itself, both by the clocks where this tablet stands (the process's
/// time zone); with an offset or Z it is taken as it is. Fault::usage.
Result<Instant> moment_of(const std::string& day_or_time);

/// Whether a new edit would make the field or group what it was, whose values in `fields` are the present ones.
/// invalid_value with the reason in words: it is counted or noted, only the greater stands, no step leads back, it is
/// written once.
Result<void> restorable(const Template& archive_template, const std::string& type, const std::string& field,
                        const json& fields, const json& value);
/// And of this record: a field about which people are asked becomes what they decide, whatever is put back.
Result<void> restorable(const Template& archive_template, const RecordView& now, const std::string& field,
                        const json& value);
/// That edit.
Result<Intent> restore(const Template& archive_template, const RecordId& id, const std::string& type,
                       const std::string& field, const json& value);

}  // namespace doorstep
