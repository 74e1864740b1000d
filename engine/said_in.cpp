#include "engine/said_in.h"

#include "engine/store.h"
#include "engine/views.h"

namespace doorstep {
namespace {

constexpr const char* home_type = "unit";

std::optional<RecordView> live_one(Store& store, const RecordId& id, const char* type) {
  auto found = views_of(store, {id});
  if (found.empty() || found.front().type != type) return std::nullopt;  // whatever its author called a visit
  return std::move(found.front());
}

std::optional<std::string> word_in(const json& fields, const char* name) {
  const auto value = fields.find(name);
  return value == fields.end() || !value->is_string() ? std::nullopt : std::optional{value->get<std::string>()};
}

}  // namespace

void learn_visit(Store& store, const std::optional<RecordId>& named, SaidIns& known) {
  if (!named || known.contains(*named)) return;
  auto& out = known[*named];
  const auto visit = live_one(store, *named, "visit");
  if (!visit) return;
  if (const auto* type = store.archive_template().type(visit->type))
    for (const auto& field : type->fields)
      out.was_signed = out.was_signed || (field.form == "strokes" && visit->fields.contains(field.name));
  out.started_at = word_in(visit->fields, "started_at");
  const auto unit = parse_id<RecordId>(word_in(visit->fields, "unit").value_or(""));
  const auto home = unit ? live_one(store, *unit, home_type) : std::nullopt;
  if (!home) return;
  out.unit = home->id;
  const auto* type = store.archive_template().type(home_type);
  for (const auto& name : type == nullptr ? std::vector<std::string>{} : type->title)
    if (const auto value = home->fields.find(name); value != home->fields.end()) out.home[name] = *value;
}

json said_in_answer(const Template& archive_template, const RecordId& visit, const SaidIns& known) {
  json out = json::object();
  out["id"] = text(visit);
  const auto found = known.find(visit);
  if (found == known.end()) return out;
  if (found->second.started_at) out["started_at"] = *found->second.started_at;
  std::string home;
  const auto* type = archive_template.type(home_type);
  for (const auto& name : type == nullptr ? std::vector<std::string>{} : type->title)
    if (const auto part = word_in(found->second.home, name.c_str())) home += (home.empty() ? "" : "-") + *part;
  if (!home.empty()) out["home"] = std::move(home);
  return out;
}

}  // namespace doorstep
