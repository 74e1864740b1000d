#include "tests/merge_scene.h"

#include <algorithm>

namespace doorstep::test {
namespace {

json field(const char* name, const char* kind, const char* policy, json more = json::object()) {
  json out{{"name", name}, {"kind", kind}, {"class", "basic"}, {"policy", policy}};
  out["label"] = {{"zh-CN", name}, {"en", name}};
  out.update(more);
  return out;
}

json choices(std::initializer_list<const char*> names) {
  json list = json::array();
  for (const auto* name : names) list.push_back({{"name", name}, {"label", {{"zh-CN", name}, {"en", name}}}});
  return {{"choices", list}};
}

json member(json field_of_group) {
  field_of_group.erase("policy");
  field_of_group.update({{"group", "document"}, {"class", "sensitive"}});
  return field_of_group;
}

json template_json() {
  json steps{{"new", {"accepted", "cancelled"}}, {"accepted", {"working", "cancelled"}}, {"working", {"done"}}};
  json label{{"zh-CN", "人"}, {"en", "resident"}};
  json fields = json::array(
      {field("name", "text", "manual"), field("occupation", "text", "latest"), field("attempts", "number", "sum"),
       field("tags", "choices", "set", {{"open", true}}), field("notes", "entries", "append"),
       field("status", "choice", "state", {{"steps", steps}}),
       field("archive_no", "text", "write_once", {{"class", "detail"}}),
       field("urgency", "choice", "max", choices({"low", "normal", "high"})),
       member(field("doc_type", "choice", "", choices({"id", "passport"}))), member(field("number", "text", ""))});
  json group{{"name", "document"}, {"label", label}, {"fields", {"doc_type", "number"}}, {"policy", "manual"}};
  return {{"name", "scene"},
          {"version", 1},
          {"types", json::array({{{"name", "resident"}, {"label", label}, {"groups", {group}}, {"fields", fields}}})}};
}

Stamp office_stamp() { return {Seq{1}, ChainId{"office/t0/1"}, edit_id(1), from_ms(0), "form"}; }

bool reads_back(const Record& record) {
  auto text = encode(record);
  auto back = decode(text);
  if (!back) return false;
  auto again = encode(*back);
  return again.header == text.header && again.classes == text.classes;
}

bool reads_back(const Conflict& conflict) {
  auto text = encode(conflict);
  auto back = decode_conflict(text);
  if (!back) return false;
  auto again = encode(*back);
  return again.header == text.header && again.classes == text.classes;
}

std::string state_text(const Record& record) {
  return record.header.state == State::live ? "live" : record.header.state == State::archived ? "archived" : "removed";
}

std::string broken_open(const Subject& subject, const Conflict& conflict) {
  bool whole = conflict.kind == ConflictKind::delete_edit;
  auto current = whole ? json(state_text(*subject.record)) : value_of(subject, conflict.field);
  std::set<std::string> values;
  for (const auto& candidate : conflict.candidates) values.insert(canonical(candidate.value));
  if (!values.contains(canonical(current))) return "the current value is no candidate of the open conflict";
  if (conflict.candidates.size() < 2) return "an open conflict has one candidate";
  // A sum that is proposed says what is added, whatever stands there meanwhile.
  bool proposed = std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                              [](const Candidate& one) { return one.proposed; });
  if (!whole && !proposed && values.size() < 2) return "an open conflict is about one value";
  if (conflict.resolution) return "an open conflict is decided";
  return {};
}

}  // namespace

const Template& scene_template() {
  static const Template parsed = [] {
    auto result = Template::parse(canonical(template_json()));
    require(result.has_value(), "the scene's template is valid");
    return std::move(*result);
  }();
  return parsed;
}

const Type& scene_type() { return *scene_template().type("resident"); }

EditId edit_id(std::uint64_t number) {
  EditId id;
  for (std::size_t i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

Subject scene(const json& values) {
  Record record;
  record.id = scene_record;
  record.header = {"resident", CommunityId{"main"}, State::live, {}, Seq{1}, 1};
  for (const auto& [name, value] : values.items()) {
    const auto* known = scene_type().field(name);
    auto klass = known == nullptr ? Class::basic : known->klass;
    if (!value.is_null()) record.put(name, klass, value, office_stamp());
  }
  for (auto& part : record.parts) {
    if (part) part->seq = Seq{1};
    if (part) part->count = 1;
  }
  return {std::move(record), {}, {}};
}

Edit change(std::uint64_t id, const Subject& subject, const json& set) {
  Edit edit;
  edit.id = edit_id(id);
  edit.record = scene_record;
  edit.type = "resident";
  edit.version = subject.record->version();
  edit.set = set;
  auto base = [&](const std::string& name) {
    const auto* value = subject.record->value(name);
    edit.base[name] = value == nullptr ? json{} : *value;
  };
  for (const auto& [name, value] : set.items()) {
    auto unit = *unit_of(scene_type(), name);
    for (const auto* each : unit.fields) base(each->name);
  }
  return edit;
}

Arrival arrival(const std::string& chain, std::uint64_t seq, std::optional<std::int64_t> at_ms) {
  std::optional<Instant> at;
  if (at_ms) at = from_ms(*at_ms);
  return {CommunityId{"main"}, ChainId{chain}, Seq{seq}, at};
}

std::string told(const std::string& who, const Edit& edit) {
  auto tail = [](const auto& id) { return text(id).substr(text(id).size() - 3); };
  auto out = who + " " + tail(edit.id) + " ";
  out += std::array{"create", "change", "remove", "archive", "keep"}.at(static_cast<std::size_t>(edit.op));
  out += " " + canonical(edit.base) + " -> " + canonical(edit.set);
  for (const auto& unit : edit.proposes) out += " proposes " + unit;
  if (edit.resolves) {
    out += " decides " + tail(edit.resolves->conflict) + " seen";
    for (const auto& seen : edit.resolves->seen) out += " " + tail(seen);
  }
  return out + "\n";
}

json value_of(const Subject& subject, const std::string& name) {
  auto unit = unit_named(scene_type(), name);
  auto value = [&](const std::string& one) {
    const auto* found = subject.record->value(one);
    return found == nullptr ? json{} : *found;
  };
  if (!unit || !unit->grouped) return value(name);
  json out = json::object();
  for (const auto* each : unit->fields) out[each->name] = value(each->name);
  bool any = std::any_of(out.begin(), out.end(), [](const json& one) { return !one.is_null(); });
  return any ? out : json{};
}

const Conflict* open_on(const Subject& subject, const std::string& unit) {
  for (const auto& conflict : subject.conflicts)
    if (conflict.state == ConflictState::open && conflict.field == unit) return &conflict;
  return nullptr;
}

std::set<std::string> visible(const Subject& subject, const std::string& unit) {
  std::set<std::string> out{canonical(value_of(subject, unit))};
  if (const auto* open = open_on(subject, unit))
    for (const auto& candidate : open->candidates) out.insert(canonical(candidate.value));
  return out;
}

std::string whole_text(const Subject& subject) {
  std::string out;
  auto add = [&](const RecordText& text) {
    out += doorstep::text(text.id) + text.header;
    for (const auto& part : text.classes) out += part.value_or("-");
  };
  if (subject.record) add(encode(*subject.record));
  for (const auto& conflict : subject.conflicts) add(encode(conflict));
  return out;
}

json values_text(const Subject& subject) {
  json out{{"state", state_text(*subject.record)}, {"values", json::object()}, {"conflicts", json::array()}};
  for (const auto& part : subject.record->parts)
    if (part)
      for (const auto& [name, value] : part->values) out["values"][name] = value;
  for (const auto& conflict : subject.conflicts) {
    json values = json::array();
    for (const auto& candidate : conflict.candidates) values.push_back(candidate.value);
    out["conflicts"].push_back({text(conflict.id), name_of(conflict.state), values});
  }
  return out;
}

std::string broken(const Subject& subject) {
  if (!reads_back(*subject.record)) return "the record does not read back as it was written";
  std::set<std::string> open_units;
  std::set<RecordId> ids;
  for (const auto& conflict : subject.conflicts) {
    if (!reads_back(conflict)) return "a conflict does not read back as it was written";
    if (!ids.insert(conflict.id).second) return "two conflicts have one id";
    if (conflict.state == ConflictState::resolved && !conflict.resolution) return "a resolved conflict says not how";
    if (conflict.state != ConflictState::open) continue;
    if (!open_units.insert(conflict.field).second) return "two conflicts are open on one unit";
    if (auto fault = broken_open(subject, conflict); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace doorstep::test
