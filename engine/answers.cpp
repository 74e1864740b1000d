#include "engine/answers.h"

#include "shared/answer.h"
#include "shared/value.h"

namespace doorstep {
namespace {

json shown_field(const Type* type, const std::string& name, const json& value) {
  const auto* field = type == nullptr ? nullptr : type->field(name);
  return field == nullptr ? value : shown(*field, value);
}

// A group's value is an object of its members; each is shown as itself.
json shown_unit(const Type* type, const std::string& name, const json& value) {
  if (type == nullptr || type->group(name) == nullptr || !value.is_object()) return shown_field(type, name, value);
  json out = json::object();
  for (const auto& [member, one] : value.items()) out[member] = shown_field(type, member, one);
  return out;
}

json id_list(const std::vector<RecordId>& ids) {
  json out = json::array();
  for (const auto& id : ids) out.push_back(text(id));
  return out;
}

std::string plain(const json& value) { return value.is_string() ? value.get<std::string>() : canonical(value); }

void record_lines(std::string& out, const Template& archive_template, const json& record, std::string_view language) {
  const auto* type = archive_template.type(record.at("type").get<std::string>());
  out += record.at("id").get<std::string>() + "  " +
         (type == nullptr ? record.at("type").get<std::string>() : type->label.in(language));
  out += "  #" + std::to_string(record.at("revision").get<std::uint64_t>()) + "\n";
  for (const auto& [name, value] : record.at("fields").items()) {
    const auto* field = type == nullptr ? nullptr : type->field(name);
    out += "    " + (field == nullptr ? name : field->label.in(language)) + ": ";
    out += (field == nullptr || value.is_object() ? plain(value)
            : value.is_array()                    ? words_of(*field, value)
                                                  : plain(value)) +
           "\n";
  }
  for (const auto& conflict : record.at("conflicts")) out += "    ! " + conflict.get<std::string>() + "\n";
}

}  // namespace

json record_answer(const Template& archive_template, const RecordView& view) {
  const auto* type = archive_template.type(view.type);
  json out = json::object();
  out["id"] = text(view.id);
  out["type"] = view.type;
  out["version"] = view.version.value;
  out["revision"] = view.revision;
  out["fields"] = json::object();
  for (const auto& [name, value] : view.fields.items()) out["fields"][name] = shown_field(type, name, value);
  out["conflicts"] = id_list(view.conflicts);
  return out;
}

json conflict_answer(const Template& archive_template, const ConflictView& view) {
  const auto& conflict = view.conflict;
  const auto* type = archive_template.type(view.type);
  json out = json::object();
  out["id"] = text(conflict.id);
  out["record"] = text(conflict.record);
  out["field"] = conflict.field.empty() ? json{} : json(conflict.field);
  out["kind"] = name_of(conflict.kind);
  out["state"] = name_of(conflict.state);
  out["base"] = shown_unit(type, conflict.field, conflict.base);
  out["current"] = shown_unit(type, conflict.field, view.current);
  out["candidates"] = json::array();
  for (const auto& candidate : conflict.candidates) {
    json one = json::object();
    one["value"] = shown_unit(type, conflict.field, candidate.value);
    one["by"] = view.name_of(candidate.stamp.chain);
    one["device"] = device_of(candidate.stamp.chain).value;
    one["at"] = candidate.stamp.at ? json(iso_time(*candidate.stamp.at)) : json{};
    out["candidates"].push_back(std::move(one));
  }
  return out;
}

json history_answer(const Template& archive_template, const std::string& type_name, const HistoryView& view) {
  const auto* type = archive_template.type(type_name);
  json edits = json::array();
  for (const auto& entry : view.entries) {
    const auto& edit = entry.at("edit");
    for (const auto& [field, value] : edit.at("set").items()) {
      json line = json::object();
      line["field"] = field;
      line["base"] = shown_field(type, field, edit.at("base").value(field, json{}));
      line["value"] = shown_field(type, field, value);
      line["by"] = entry.at("by");
      line["device"] = entry.at("device");
      line["at"] = entry.contains("at") ? json(iso_time(from_ms(entry.at("at").get<std::int64_t>()))) : json{};
      edits.push_back(std::move(line));
    }
  }
  json out = json::object();
  out["edits"] = std::move(edits);
  out["complete"] = view.complete;
  return out;
}

std::string in_words(const Template& archive_template, const json& answer, std::string_view language) {
  if (!answer.value("ok", false)) return answer.at("error").at("message").get<std::string>() + "\n";
  std::string out;
  for (const auto& [key, value] : answer.items()) {
    if (key == "ok") continue;
    if (key == "record" && value.is_object()) {
      record_lines(out, archive_template, value, language);
    } else if (key == "records" && value.is_array()) {
      for (const auto& record : value) record_lines(out, archive_template, record, language);
      out += std::to_string(value.size()) + (language.starts_with("zh") ? " 条\n"
                                             : value.size() == 1        ? " record\n"
                                                                        : " records\n");
    } else if (value.is_array()) {
      for (const auto& line : value) out += canonical(line) + "\n";
      if (value.empty()) out += key + ": " + (language.starts_with("zh") ? "无" : "none") + "\n";
    } else {
      out += key + ": " + plain(value) + "\n";
    }
  }
  return out.empty() ? (language.starts_with("zh") ? "完成\n" : "done\n") : out;
}

}  // namespace doorstep
