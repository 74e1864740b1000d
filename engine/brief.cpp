#include "engine/brief.h"

namespace doorstep {

std::array<const char*, brief_words_max> brief_fields(std::string_view type) {
  if (type == "unit") return {"building", "unit_no", "room_no", "floor", "use_state"};
  if (type == "resident") return {"name", "status"};
  if (type == "occupancy") return {"resident", "to", "household_head", "lives_here", "role"};
  if (type == "visit") return {"status", "due", "started_at", "ended_at", "assignee"};
  if (type == "request") return {"status", "unit"};
  return {};
}

std::optional<Brief> brief_of(const Type& type, const Record& record) {
  const auto fields = brief_fields(type.name);
  if (fields[0] == nullptr) return std::nullopt;
  Brief out;
  for (std::size_t i = 0; i < fields.size() && fields[i] != nullptr; ++i) {
    const auto* value = record.value(fields[i]);
    if (value == nullptr || value->is_null()) continue;
    out.words[i] = value->is_string() ? value->get<std::string>() : canonical(*value);
  }
  for (const auto& field : type.fields) {
    if (!field.required) continue;
    ++out.wanted;
    const auto* value = record.value(field.name);
    if (value != nullptr && !value->is_null()) ++out.filled;
  }
  return out;
}

}  // namespace doorstep
