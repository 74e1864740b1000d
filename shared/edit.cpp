#include "shared/edit.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "shared/conflict.h"

namespace doorstep {
namespace {

constexpr std::array<std::string_view, 10> op_names{"create", "change",  "remove",   "archive", "keep",
                                                    "merge",  "unmerge", "distinct", "discuss", "erase"};
constexpr std::string_view default_source = "form";
constexpr std::size_t digests_max = 8;  // one per class and the header, with room for classes to come

json made_json(const Made& made) {
  json out{{"boot", made.boot}, {"mono", made.monotonic.count()}, {"wall", to_ms(made.wall)}};
  if (made.server) out["server"] = to_ms(*made.server);
  return out;
}

json naming_json(const Naming& naming) {
  json seen = json::array();
  for (const auto& edit : naming.seen) seen.push_back(text(edit));
  return {{"conflict", text(naming.conflict)}, {"seen", std::move(seen)}};
}

Result<Made> made_from(const json& object, const std::string& path) {
  Reader reader{object, path};
  Made made;
  made.wall = from_ms(reader.integer("wall"));
  made.monotonic = Millis{reader.integer("mono")};
  made.boot = reader.text("boot", name_bytes_max);
  if (auto server = reader.integer_if("server")) made.server = from_ms(*server);
  if (reader.error()) return *reader.error();
  return made;
}

Result<Naming> naming_from(const json& object, const std::string& path) {
  Reader reader{object, path};
  Naming naming;
  naming.conflict = reader.id<RecordId>("conflict");
  for (const auto& entry : reader.array("seen", candidates_max)) {
    const auto* name = entry.get_ptr<const std::string*>();
    auto id = name == nullptr ? std::nullopt : parse_id<EditId>(*name);
    if (!id) reader.wrong("seen", "holds what is no id");
    naming.seen.push_back(id.value_or(EditId{}));
  }
  if (reader.error()) return *reader.error();
  return naming;
}

std::map<std::string, std::string> digests_from(Reader& reader) {
  std::map<std::string, std::string> out;
  const auto* saw = reader.object_if("saw");
  if (saw == nullptr) return out;
  if (saw->size() > digests_max) reader.wrong("saw", "has too many entries");
  for (const auto& [klass, digest] : saw->get_ref<const json::object_t&>()) {
    const auto* value = digest.get_ptr<const std::string*>();
    if (value == nullptr || value->size() > name_bytes_max || !is_field_name(klass)) {
      reader.wrong("saw", "is not digests by class");
    } else {
      out.emplace(klass, *value);
    }
  }
  return out;
}

std::set<std::string> proposes_from(Reader& reader) {
  std::set<std::string> out;
  if (!reader.has("proposes")) return out;
  for (const auto& entry : reader.array("proposes", fields_max)) {
    const auto* name = entry.get_ptr<const std::string*>();
    if (name == nullptr || !is_field_name(*name) || !out.insert(*name).second)
      reader.wrong("proposes", "holds what is no name, or one twice");
  }
  if (out.empty()) reader.wrong("proposes", "is empty");
  return out;
}

std::string name_from(Reader& reader, const char* key, std::string fallback = {}) {
  auto name = fallback.empty() ? reader.text(key) : reader.text_or(key, std::move(fallback));
  if (!is_field_name(name)) reader.wrong(key, "is not a valid name");
  return name;
}

}  // namespace

json edit_head_json(const Edit& edit) {
  json out{{"id", text(edit.id)},
           {"made", made_json(edit.made)},
           {"op", op_names[static_cast<std::size_t>(edit.op)]},
           {"record", text(edit.record)},
           {"type", edit.type},
           {"version", edit.version.value}};
  if (edit.into) out["into"] = text(*edit.into);
  if (!edit.proposes.empty()) out["proposes"] = edit.proposes;
  if (edit.resolves) out["resolves"] = naming_json(*edit.resolves);
  if (!edit.saw.empty()) out["saw"] = edit.saw;
  if (edit.source != default_source) out["source"] = edit.source;
  if (edit.visit) out["visit"] = text(*edit.visit);
  return out;
}

Result<Edit> edit_head_from(const json& object, const std::string& path) {
  Reader reader{object, path};
  Edit edit;
  edit.id = reader.id<EditId>("id");
  edit.record = reader.id<RecordId>("record");
  edit.type = name_from(reader, "type");
  auto op = std::find(op_names.begin(), op_names.end(), reader.text("op"));
  if (op == op_names.end()) {
    reader.wrong("op", "is not one of the known words");
  } else {
    edit.op = static_cast<Op>(op - op_names.begin());
  }
  edit.version = Seq{reader.count("version")};
  edit.source = name_from(reader, "source", std::string{default_source});
  if (reader.has("into")) edit.into = reader.id<RecordId>("into");
  if (edit.into.has_value() != (edit.op == Op::merge || edit.op == Op::unmerge))
    reader.wrong("into", "stands where two records are merged or parted, and nowhere else");
  if (reader.has("visit")) edit.visit = reader.id<RecordId>("visit");
  edit.saw = digests_from(reader);
  edit.proposes = proposes_from(reader);
  if (!edit.proposes.empty() && edit.op != Op::create && edit.op != Op::change)
    reader.wrong("proposes", "stands where fields are written, and nowhere else");
  const auto& made_object = reader.object("made");
  const auto* resolves = reader.object_if("resolves");
  if (reader.error()) return *reader.error();

  auto made = made_from(made_object, path + ".made");
  if (!made) return made.error();
  edit.made = std::move(*made);
  if (resolves != nullptr) {
    auto naming = naming_from(*resolves, path + ".resolves");
    if (!naming) return naming.error();
    edit.resolves = std::move(*naming);
  }
  return edit;
}

Result<json> field_values_from(const json& holder, const char* key, const std::string& path) {
  Reader reader{holder, path};
  const auto& values = reader.object(key);
  if (reader.error()) return *reader.error();
  if (values.size() > fields_max) reader.wrong(key, "has too many fields");
  for (const auto& [name, value] : values.get_ref<const json::object_t&>()) {
    // The name may be anything, a resident's data too: the error gives its place only.
    if (!is_field_name(name)) reader.wrong(key, "a field's name is not valid");
  }
  if (reader.error()) return *reader.error();
  return value_result(values);
}

json edit_json(const Edit& edit) {
  auto out = edit_head_json(edit);
  out["base"] = edit.base;
  out["set"] = edit.set;
  return out;
}

Result<Edit> edit_from(const json& object, const std::string& path) {
  auto edit = edit_head_from(object, path);
  if (!edit) return edit.error();
  auto base = field_values_from(object, "base", path);
  if (!base) return base.error();
  auto set = field_values_from(object, "set", path);
  if (!set) return set.error();
  edit->base = std::move(*base);
  edit->set = std::move(*set);
  return edit;
}

}  // namespace doorstep
