#include "engine/answers.h"

#include <algorithm>
#include <map>

#include "engine/conflict_words.h"
#include "engine/readable.h"
#include "shared/answer.h"
#include "shared/answer_words.h"
#include "shared/value.h"

namespace doorstep {
namespace {

json shown_field(const Type* type, const std::string& name, const json& value) {
  const auto* field = type == nullptr ? nullptr : type->field(name);
  return field == nullptr ? value : shown(*field, value);
}

// A group's value is an object of its members; each is shown as itself.
json shown_unit(const Type* type, const std::string& name, const json& value) {
  // So is a combination that a validator speaks of, which is named after it.
  if (type == nullptr || !value.is_object() || type->field(name) != nullptr) return shown_field(type, name, value);
  json out = json::object();
  for (const auto& [member, one] : value.items()) out[member] = shown_field(type, member, one);
  return out;
}

json id_list(const std::vector<RecordId>& ids) {
  json out = json::array();
  for (const auto& id : ids) out.push_back(text(id));
  return out;
}

// What was found stands in 【】.
std::string highlight_line(const Type* type, const json& highlight, std::string_view language) {
  auto out = "  » " + unit_label(type, highlight.at("field").get<std::string>(), language) + ": ";
  bool found = false;
  for (const auto& part : highlight.at("parts")) {
    out += found ? "【" + part.get<std::string>() + "】" : part.get<std::string>();
    found = !found;
  }
  return out + "\n";
}

void record_lines(std::string& out, const Template& archive_template, const json& record, std::string_view language) {
  const auto* type = archive_template.type(record.at("type").get<std::string>());
  out += record.at("id").get<std::string>() + "  ";
  out += (type == nullptr ? record.at("type").get<std::string>() : type->label.in(language)) + "  #" +
         std::to_string(record.at("revision").get<std::uint64_t>()) + "\n";
  for (const auto& [name, value] : record.at("fields").items())
    out += "    " + unit_label(type, name, language) + ": " + readable_unit(type, name, value, language) + "\n";
  if (record.contains("highlights"))
    for (const auto& highlight : record.at("highlights")) out += highlight_line(type, highlight, language);
  if (record.contains("proposed"))
    for (const auto& one : record.at("proposed")) {
      const auto field = one.at("field").get<std::string>();
      out += (language.starts_with("zh") ? "    待另一人审核: " : "    waits for another person's approval: ") +
             unit_label(type, field, language) + ": " + readable_unit(type, field, one.at("value"), language) + "\n";
    }
  for (const auto& conflict : record.at("conflicts"))
    out += (language.starts_with("zh") ? "    ！冲突 " : "    ! conflict ") + conflict.get<std::string>() + "\n";
  if (record.contains("aliases"))
    for (const auto& alias : record.at("aliases"))
      out += (language.starts_with("zh") ? "    已并入: " : "    merged from: ") + alias.get<std::string>() + "\n";
}

// Who may be the same as what was just entered: told, and nothing more.
void likely_lines(std::string& out, const json& list, std::string_view language) {
  const bool zh = language.starts_with("zh");
  const std::map<std::string, Label> signs{{"key", {"同一编号或地址", "same number or address"}},
                                           {"id_number", {"证件号码相同", "same identity number"}},
                                           {"phone", {"电话相同", "same phone"}},
                                           {"name_and_home", {"同名同房", "same name and home"}}};
  for (const auto& one : list) {
    out += (zh ? "    可能已有: " : "    looks like: ") + one.at("title").get<std::string>() + "  " +
           one.at("id").get<std::string>();
    for (const auto& why : one.at("why")) out += "  " + signs.at(why.get<std::string>()).in(language);
    out += "\n";
  }
}

// What stays with a record that was merged: nobody should have to look for it.
void left_behind_lines(std::string& out, const Type* type, const json& list, std::string_view language) {
  const bool zh = language.starts_with("zh");
  for (const auto& one : list) {
    const auto field = one.at("field").get<std::string>();
    out += (zh ? "    保留在原档案: " : "    stays with the other: ") + unit_label(type, field, language) + ": " +
           readable_unit(type, field, one.at("value"), language) + (zh ? "（现为 " : " (here ") +
           readable_unit(type, field, one.at("kept"), language) + (zh ? "）\n" : ")\n");
  }
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
  for (const auto& one : view.proposed)
    out["proposed"].push_back(json::object(
        {{"conflict", text(one.conflict)}, {"field", one.field}, {"value", shown_unit(type, one.field, one.value)}}));
  if (!view.aliases.empty()) out["aliases"] = id_list(view.aliases);
  return out;
}

json likely_answer(const Template& archive_template, const std::vector<Likely>& likely) {
  json out = json::array();
  for (const auto& one : likely) {
    const auto* type = archive_template.type(one.record.type);
    json line = json::object();
    line["id"] = text(one.record.id);
    line["type"] = one.record.type;
    std::string title;
    for (const auto& name : type == nullptr ? std::vector<std::string>{} : type->title)
      if (const auto value = one.record.fields.value(name, json{}); !value.is_null())
        title += (title.empty() ? "" : " ") + plain_text(shown_field(type, name, value));
    line["title"] = std::move(title);
    line["why"] = json::array();
    for (const auto why : one.why) line["why"].push_back(name_of(why));
    out.push_back(std::move(line));
  }
  return out;
}

json left_behind_answer(const Template& archive_template, const std::string& type_name, const LeftBehind& one) {
  const auto* type = archive_template.type(type_name);
  json out = json::object();
  out["record"] = text(one.loser);
  out["field"] = one.field;
  out["value"] = shown_unit(type, one.field, one.value);
  out["kept"] = shown_unit(type, one.field, one.kept);
  return out;
}

json found_answer(const Template& archive_template, const RecordView& view) {
  auto out = record_answer(archive_template, view);
  out["highlights"] = json::array();
  for (const auto& [field, parts] : view.highlights)
    out["highlights"].push_back(json::object({{"field", field}, {"parts", parts}}));
  return out;
}

json shown_value(const Template& archive_template, const std::string& type, const std::string& unit,
                 const json& value) {
  return shown_unit(archive_template.type(type), unit, value);
}

namespace {

json time_or_null(const std::optional<Instant>& at) { return at ? json(iso_time(*at)) : json{}; }

// Who wants it, on which tablet, when, where from, and what they had seen.
json candidate_answer(const Template& archive_template, const ConflictView& view, const Candidate& candidate) {
  const auto* type = archive_template.type(view.type);
  json one = json::object();
  one["value"] = shown_unit(type, view.conflict.field, candidate.value);
  one["by"] = view.name_of(candidate.stamp.chain);
  one["device"] = device_of(candidate.stamp.chain).value;
  one["at"] = time_or_null(candidate.stamp.at);
  one["source"] = candidate.stamp.source;
  if (const auto& visit = candidate.stamp.visit) one["visit"] = said_in_answer(archive_template, *visit, view.visits);
  // Its tablet's clock was off by so much: the corrected time counts.
  one["skew_ms"] = candidate.wall && candidate.stamp.at ? to_ms(*candidate.wall) - to_ms(*candidate.stamp.at) : 0;
  one["based_on"] = candidate.version.value == 0 ? json{} : json(candidate.version.value);
  one["missed"] = json::array();
  for (const auto& seq : missed_by(view.conflict, candidate)) one["missed"].push_back(seq.value);
  if (candidate.proposed) one["proposed"] = true;
  if (candidate.proposed && view.conflict.kind == ConflictKind::invalid) one["outdated"] = true;
  one["evidence"] = json::array();
  for (const char* word : {"signature", "document", "visit", "phone"})
    if (view.speaks_for(candidate, word)) one["evidence"].push_back(word);
  return one;
}

json said_answer(const ConflictView& view, const Said& said) {
  json out = json::object();
  out["text"] = said.text;
  out["by"] = view.name_of(said.stamp.chain);
  out["at"] = time_or_null(said.stamp.at);
  return out;
}

}  // namespace

json conflict_answer(const Template& archive_template, const ConflictView& view) {
  const auto& conflict = view.conflict;
  const auto* type = archive_template.type(view.type);
  json out = json::object();
  out["id"] = text(conflict.id);
  out["record"] = text(conflict.record);
  if (!view.type.empty()) out["type"] = view.type;
  out["field"] = conflict.field.empty() ? json{} : json(conflict.field);
  out["kind"] = name_of(conflict.kind);
  out["state"] = name_of(conflict.state);
  out["severity"] = name_of(view.severity);
  out["opened_at"] = time_or_null(view.opened_at);
  out["base"] = shown_unit(type, conflict.field, conflict.base);
  out["current"] = shown_unit(type, conflict.field, view.current);
  out["candidates"] = json::array();
  for (const auto& candidate : conflict.candidates)
    out["candidates"].push_back(candidate_answer(archive_template, view, candidate));
  if (conflict.resolution) out["resolution"] = candidate_answer(archive_template, view, *conflict.resolution);
  if (conflict.assignee && !conflict.assignee->text.empty())
    out["assignee"] = view.name_of(PersonId{conflict.assignee->text});
  for (const auto& remark : conflict.remarks) out["remarks"].push_back(said_answer(view, remark));
  return out;
}

namespace {

bool is_proposed(const Type* type, const json& edit, const std::string& field) {
  const auto* known = type == nullptr ? nullptr : type->field(field);
  const auto& unit = known == nullptr || known->group.empty() ? field : known->group;
  const auto& names = edit.contains("proposes") ? edit.at("proposes") : json::array();
  return std::find(names.begin(), names.end(), unit) != names.end();
}

json time_of_entry(const json& entry) {
  return entry.contains("at") ? json(iso_time(from_ms(entry.at("at").get<std::int64_t>()))) : json{};
}

// What was done to the whole record, or said about a conflict of it: it has no field.
json event_answer(const json& entry, const json& edit) {
  json out = json::object();
  out["op"] = edit.at("op");
  out["record"] = edit.at("record");
  if (edit.contains("into")) out["into"] = edit.at("into");
  if (edit.at("op") == "discuss") out["said"] = edit.at("set");
  out["by"] = entry.at("by");
  out["device"] = entry.at("device");
  out["at"] = time_of_entry(entry);
  return out;
}

}  // namespace

json history_answer(const Template& archive_template, const std::string& type_name, const HistoryView& view) {
  const auto* type = archive_template.type(type_name);
  json edits = json::array(), events = json::array();
  for (const auto& entry : view.entries) {
    const auto& edit = entry.at("edit");
    const auto op = edit.value("op", "change");
    if (op != "create" && op != "change") {
      events.push_back(event_answer(entry, edit));
      continue;
    }
    const auto visit = parse_id<RecordId>(edit.value("visit", ""));
    for (const auto& [field, value] : edit.at("set").items()) {
      json line = json::object();
      line["field"] = field;
      line["base"] = shown_field(type, field, edit.at("base").value(field, json{}));
      line["value"] = shown_field(type, field, value);
      line["by"] = entry.at("by");
      line["device"] = entry.at("device");
      line["source"] = edit.value("source", "form");
      if (visit) line["visit"] = said_in_answer(archive_template, *visit, view.visits);
      line["at"] = time_of_entry(entry);
      if (is_proposed(type, edit, field)) line["proposed"] = true;
      edits.push_back(std::move(line));
    }
  }
  json out = json::object();
  out["edits"] = std::move(edits);
  if (!events.empty()) out["events"] = std::move(events);
  out["complete"] = view.complete;
  return out;
}

std::string in_words(const Template& archive_template, const json& answer, std::string_view language) {
  std::string out;
  auto list = [&](const char* key, const Label& one_of, auto line) {
    for (const auto& one : answer.at(key)) line(one);
    auto count = answer.at(key).size();
    out +=
        std::to_string(count) + " " + one_of.in(language) + (language.starts_with("zh") || count == 1 ? "\n" : "s\n");
    return out;
  };
  if (answer.contains("conflict") && answer.at("conflict").is_object()) {
    out += conflict_in_words(archive_template, answer.at("conflict"), language);
    return out;
  }
  if (answer.contains("record") && answer.at("record").is_object()) {
    record_lines(out, archive_template, answer.at("record"), language);
    if (answer.contains("left_behind"))
      left_behind_lines(out, archive_template.type(answer.at("record").at("type").get<std::string>()),
                        answer.at("left_behind"), language);
    if (answer.contains("similar")) likely_lines(out, answer.at("similar"), language);
    if (!answer.value("complete", true))
      out += language.starts_with("zh") ? "本机的历史不完整，当时可能与此不同\n"
                                        : "this tablet has not all of its history: it may have been otherwise\n";
    return out;
  }
  if (answer.contains("records") && answer.at("records").is_array())
    return list("records", {"条档案", "record"},
                [&](const json& record) { record_lines(out, archive_template, record, language); });
  if (answer.contains("conflicts") && answer.at("conflicts").is_array()) {
    list("conflicts", {"个冲突", "conflict"},
         [&](const json& conflict) { out += conflict_in_words(archive_template, conflict, language); });
    auto rest = answer;  // what became of them
    rest.erase("conflicts");
    return rest.size() > 1 ? out + answer_in_words(rest, language) : out;
  }
  return answer_in_words(answer, language);
}

}  // namespace doorstep
