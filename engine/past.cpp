#include "engine/past.h"

#include "engine/rows.h"
#include "shared/dates.h"
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

std::optional<Instant> time_of(const json& entry) {
  auto at = entry.find("at");
  return at == entry.end() ? std::nullopt : std::optional{from_ms(at->get<std::int64_t>())};
}

Edit edit_in(const json& entry) { return stored(edit_from(entry.at("edit"), "history")); }

// Lines that were kept before chains were told have the device only.
ChainId chain_in(const json& entry) {
  return ChainId{entry.contains("chain")
                     ? entry.at("chain").get<std::string>()
                     : entry.at("by").get<std::string>() + "/" + entry.at("device").get<std::string>()};
}

}  // namespace

Result<std::vector<PastValue>> values_of(const Template& archive_template, const HistoryView& history,
                                         const std::string& field) {
  auto unit = unit_at(archive_template, history.type, field);
  if (!unit) return unit.error();
  return guarded([&]() -> Result<std::vector<PastValue>> {
    std::vector<PastValue> out;
    for (const auto& entry : history.entries) {
      const auto edit = edit_in(entry);
      bool writes = false;
      for (const auto* member : unit->fields) writes = writes || edit.set.contains(member->name);
      if (!writes) continue;
      out.push_back({edit.id, side_of(*unit, edit, true), side_of(*unit, edit, false),
                     entry.at("by").get<std::string>(), entry.at("device").get<std::string>(), edit.source,
                     time_of(entry), entry.contains("seq"), edit.visit});
    }
    return out;
  });
}

std::optional<RecordView> as_of(const Template& archive_template, const RecordId& id, const HistoryView& history,
                                Instant at) {
  Subject subject;
  for (const auto& entry : history.entries) {
    auto made = time_of(entry);
    if (made && *made > at) continue;
    auto edit = edit_in(entry);
    if (edit.op != Op::create && edit.op != Op::change) continue;
    // What was addressed to a record that is this one now was known of this one.
    if (edit.op == Op::create && subject.record) edit.op = Op::change;
    edit.record = id;
    const Seq seq{entry.contains("seq") ? entry.at("seq").get<std::uint64_t>() : 0};
    // In which community it is does not matter: nothing of this is kept or shown by it.
    auto merged = merge(archive_template, subject, edit, {CommunityId{}, chain_in(entry), seq, made, Values::counted});
    if (merged) subject = std::move(merged->subject);
  }
  if (!subject.record) return std::nullopt;
  RecordView out;
  out.id = id;
  out.type = history.type;
  out.version = subject.record->version();
  out.revision = subject.record->revision();
  for (const auto& part : subject.record->parts) {
    if (!part) continue;
    for (const auto& [field, value] : part->values)
      if (!value.is_null()) out.fields[field] = value;
  }
  return out;
}

Result<Instant> moment_of(const std::string& day_or_time) {
  if (auto time = instant_of(day_or_time)) return *time;
  if (auto date = date_from(day_or_time)) {
    if (auto end = instant_of(*date + "T23:59:59")) return *end + Millis{999};
  }
  return Error{Fault::usage, "a day looks like 2026-11-22, a time like 2026-11-22T09:30"};
}

Result<Intent> restore(const Template& archive_template, const RecordId& id, const std::string& type,
                       const std::string& field, const json& value) {
  auto unit = unit_at(archive_template, type, field);
  if (!unit) return unit.error();
  if (unit->policy == Policy::sum || unit->policy == Policy::append)
    return Error{Fault::invalid_value,
                 field + ": what was counted or noted is corrected by a further word, not put back"};
  Intent out;
  out.record = id;
  for (const auto* member : unit->fields) out.set[member->name] = member_of(*unit, value, member->name);
  return out;
}

}  // namespace doorstep
