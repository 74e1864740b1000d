#include "engine/past.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "engine/past_replay.h"
#include "engine/rows.h"
#include "shared/dates.h"
#include "shared/policy.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

Result<Unit> unit_at(const Template& archive_template, const std::string& type_name, const std::string& field) {
  const auto* type = archive_template.type(type_name);
  if (type == nullptr) return Error{Fault::unknown_type, type_name};
  auto unit = unit_named(*type, field);
  if (!unit) unit = unit_of(*type, field);
  if (!unit) return Error{Fault::unknown_field, type_name + "." + field};
  return *unit;
}

// The unit's value among a record's fields, cleared ones left out.
json shown_in(const Unit& unit, const json& fields) {
  if (!unit.grouped) return fields.value(unit.fields.front()->name, json{});
  json out = json::object();
  bool any = false;
  for (const auto* member : unit.fields) {
    out[member->name] = fields.value(member->name, json{});
    any = any || !out[member->name].is_null();
  }
  return any ? out : json{};
}

bool has_offset(std::string_view time) {
  const auto clock = time.find('T');
  return time.ends_with('Z') || time.find_first_of("+-", clock) != time.npos;
}

// What clocks here showed then: `shown` is that as if this were Greenwich.
Instant standing_here(Instant shown) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(shown).time_since_epoch().count();
  const std::time_t as_utc = seconds;
  std::tm parts{};
  gmtime_r(&as_utc, &parts);
  parts.tm_isdst = -1;
  return from_ms(static_cast<std::int64_t>(std::mktime(&parts)) * 1000);
}

}  // namespace

Result<std::vector<PastValue>> values_of(const Template& archive_template, const HistoryView& history,
                                         const std::string& field) {
  auto unit = unit_at(archive_template, history.type, field);
  if (!unit) return unit.error();
  return guarded([&]() -> Result<std::vector<PastValue>> {
    std::vector<PastValue> out;
    for (const auto& entry : history.entries) {
      const auto [edit, arrival] = past_edit(entry);
      bool writes = false;
      for (const auto* member : unit->fields) writes = writes || edit.set.contains(member->name);
      if (!writes) continue;
      out.push_back({edit.id, side_of(*unit, edit, true), side_of(*unit, edit, false),
                     entry.at("by").get<std::string>(), entry.at("device").get<std::string>(), edit.source, arrival.at,
                     entry.contains("seq"), edit.visit});
    }
    return out;
  });
}

std::optional<RecordView> as_of(const Template& archive_template, const RecordId& id, const HistoryView& history,
                                Instant at) {
  std::vector<PastEdit> lines;
  for (const auto& entry : history.entries) lines.push_back(past_edit(entry));
  PastReplay replay{archive_template};
  replay.run(lines, at);
  const auto* record = replay.record(id);
  if (record == nullptr) return std::nullopt;
  RecordView out;
  out.id = record->id;
  out.type = history.type;
  out.version = record->version();
  out.revision = record->revision();
  for (const auto& part : record->parts) {
    if (!part) continue;
    for (const auto& [field, value] : part->values)
      if (!value.is_null()) out.fields[field] = value;
  }
  return out;
}

Result<Instant> moment_of(const std::string& day_or_time) {
  auto said = day_or_time;
  Millis behind{};
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto dot = said.rfind('.');
  if (dot != said.npos && dot + 5 == said.size() && said.back() == 'Z' &&
      std::all_of(said.begin() + static_cast<std::ptrdiff_t>(dot) + 1, said.end() - 1, is_digit)) {
    behind = Millis{std::atoi(said.substr(dot + 1, 3).c_str())};  // as answers write it
    said.erase(dot, 4);
  }
  if (const auto time = instant_of(said)) return (has_offset(said) ? *time : standing_here(*time)) + behind;
  if (const auto date = date_from(said)) return standing_here(*instant_of(*date + "T23:59:59")) + Millis{999};
  return Error{
      Fault::usage,
      "日期形如 2026-11-22，时间形如 2026-11-22T09:30 / a day looks like 2026-11-22, a time like 2026-11-22T09:30"};
}

Result<void> restorable(const Template& archive_template, const std::string& type, const std::string& field,
                        const json& fields, const json& value) {
  if (auto possible = restore(archive_template, RecordId{}, type, field, value); !possible) return possible.error();
  const auto unit = *unit_at(archive_template, type, field);
  const auto now = shown_in(unit, fields);
  if (now == value) return {};
  const auto decision = decide(unit, Sides{now, now, value, false, {}, {}});
  if (!decision) return decision.error();
  if (decision->move != Move::nothing && decision->move != Move::park) return {};
  if (unit.policy == Policy::max)
    return Error{Fault::invalid_value,
                 field +
                     ": 此项只取最高值，较低的值改不回去 / only the greatest stands here: a lower "
                     "one would change nothing"};
  if (unit.policy == Policy::state)
    return Error{Fault::invalid_value,
                 field + ": 状态只能按规定的步骤走，这一步退不回去 / no step that the template knows leads back there"};
  return Error{Fault::invalid_value,
               field +
                   ": 此项写定后不再更改，改动须由他人裁决 / it is written once: another value is "
                   "asked about"};
}

Result<void> restorable(const Template& archive_template, const RecordView& now, const std::string& field,
                        const json& value) {
  const auto unit = unit_at(archive_template, now.type, field);
  if (!unit) return unit.error();
  if (now.disputed.contains(unit->name))
    return Error{Fault::invalid_value,
                 field + ": 此项有未决的冲突，请先裁决 / people are asked about it: decide its conflict first"};
  return restorable(archive_template, now.type, field, now.fields, value);
}

Result<Intent> restore(const Template& archive_template, const RecordId& id, const std::string& type,
                       const std::string& field, const json& value) {
  auto unit = unit_at(archive_template, type, field);
  if (!unit) return unit.error();
  if (unit->policy == Policy::sum || unit->policy == Policy::append)
    return Error{Fault::invalid_value,
                 field +
                     ": 累计和逐条记录的内容不能改回，请补记更正 / what was counted or noted is corrected by a further "
                     "word, not put back"};
  Intent out;
  out.record = id;
  for (const auto* member : unit->fields) out.set[member->name] = member_of(*unit, value, member->name);
  return out;
}

}  // namespace doorstep
