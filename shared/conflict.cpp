#include "shared/conflict.h"

#include <algorithm>

#include "shared/crypto.h"

namespace doorstep {
namespace {

constexpr std::array<std::string_view, 9> kind_names{"field",     "group",       "write_once", "state",   "delete_edit",
                                                     "duplicate", "combination", "invalid",    "approval"};
constexpr std::array<std::string_view, 4> state_names{"open", "resolved", "closed", "moved"};

constexpr std::size_t utf8_bytes_max = 4;  // of one character
constexpr std::size_t evidence_max = 8;    // words of one candidate

template <class Named, std::size_t N>
Named read_name(Reader& reader, const char* key, const std::array<std::string_view, N>& names) {
  auto found = std::find(names.begin(), names.end(), reader.text(key));
  if (found != names.end()) return static_cast<Named>(found - names.begin());
  reader.wrong(key, "is not one of the known words");
  return Named{};
}

// "Never set" may be what others' values stand against: nobody's candidate, without a stamp.
json candidate_json(const Candidate& candidate) {
  json out{{"value", candidate.value}};
  if (candidate.base) out["base"] = *candidate.base;
  if (!candidate.stamp.chain.value.empty()) out["stamp"] = stamp_json(candidate.stamp);
  if (candidate.version.value != 0) out["version"] = candidate.version.value;
  if (candidate.wall) out["wall"] = to_ms(*candidate.wall);
  if (candidate.proposed) out["proposed"] = true;
  if (!candidate.evidence.empty()) out["evidence"] = candidate.evidence;
  return out;
}

Result<Candidate> candidate_from(const json& object, const std::string& path) {
  Reader reader{object, path};
  const auto* stamp_object = reader.object_if("stamp");
  if (!reader.has("value")) reader.wrong("value", "missing");
  if (reader.error()) return *reader.error();
  Candidate candidate{object.at("value"), {}, {}};
  candidate.version = Seq{reader.count_or("version", 0)};
  if (auto wall = reader.integer_if("wall")) candidate.wall = from_ms(*wall);
  candidate.proposed = reader.flag_or("proposed", false);
  if (reader.has("evidence")) {
    for (const auto& word : reader.array("evidence", evidence_max)) {
      if (!word.is_string() || !is_field_name(word.get_ref<const std::string&>()))
        reader.wrong("evidence", "is not of short words");
      else
        candidate.evidence.insert(word.get<std::string>());
    }
  }
  if (reader.error()) return *reader.error();
  if (reader.has("base")) candidate.base = object.at("base");
  if (stamp_object == nullptr) return candidate;
  auto stamp = stamp_from(*stamp_object, path + ".stamp");
  if (!stamp) return stamp.error();
  candidate.stamp = std::move(*stamp);
  return candidate;
}

json said_json(const Said& said) { return {{"stamp", stamp_json(said.stamp)}, {"text", said.text}}; }

Result<Said> said_from(const json& object, const std::string& path) {
  Reader reader{object, path};
  Said said{reader.text("text", remark_characters_max * utf8_bytes_max), {}};
  const auto& stamp_object = reader.object("stamp");
  if (reader.error()) return *reader.error();
  auto stamp = stamp_from(stamp_object, path + ".stamp");
  if (!stamp) return stamp.error();
  said.stamp = std::move(*stamp);
  return said;
}

std::vector<PersonId> people_from(Reader& reader) {
  std::vector<PersonId> out;
  for (const auto& person : reader.array("people", candidates_max)) {
    if (!person.is_string() || person.get_ref<const std::string&>().size() > name_bytes_max)
      reader.wrong("people", "is not of persons' ids");
    else
      out.push_back(PersonId{person.get<std::string>()});
  }
  return out;
}

json body_json(const Conflict& conflict) {
  json candidates = json::array();
  for (const auto& candidate : conflict.candidates) candidates.push_back(candidate_json(candidate));
  json out{{"base", conflict.base},          {"candidates", std::move(candidates)}, {"field", conflict.field},
           {"kind", name_of(conflict.kind)}, {"record", text(conflict.record)},     {"state", name_of(conflict.state)}};
  if (conflict.resolution) out["resolution"] = candidate_json(*conflict.resolution);
  if (conflict.assignee) out["assignee"] = said_json(*conflict.assignee);
  for (const auto& remark : conflict.remarks) out["remarks"].push_back(said_json(remark));
  if (conflict.opened) out["opened"] = to_ms(*conflict.opened);
  for (const auto& person : conflict.people) out["people"].push_back(person.value);
  return out;
}

Result<void> read_body(const json& object, Conflict& conflict, const std::string& path) {
  Reader reader{object, path};
  conflict.record = reader.id<RecordId>("record");
  conflict.field = reader.text("field");
  conflict.kind = read_name<ConflictKind>(reader, "kind", kind_names);
  conflict.state = read_name<ConflictState>(reader, "state", state_names);
  bool whole = conflict.kind == ConflictKind::delete_edit || conflict.kind == ConflictKind::duplicate;
  if (whole ? !conflict.field.empty() : !is_field_name(conflict.field)) reader.wrong("field", "does not fit the kind");
  if (!reader.has("base")) reader.wrong("base", "missing");
  const auto& candidates = reader.array("candidates", candidates_max);
  const auto* resolution = reader.object_if("resolution");
  const auto* assignee = reader.object_if("assignee");
  static const json none = json::array();
  const auto& remarks = reader.has("remarks") ? reader.array("remarks", remarks_max) : none;
  if (auto opened = reader.integer_if("opened")) conflict.opened = from_ms(*opened);
  if (reader.has("people")) conflict.people = people_from(reader);
  if (reader.error()) return *reader.error();

  conflict.base = object.at("base");
  for (const auto& entry : candidates) {
    auto candidate = candidate_from(entry, path + ".candidates[" + std::to_string(conflict.candidates.size()) + "]");
    if (!candidate) return candidate.error();
    conflict.candidates.push_back(std::move(*candidate));
  }
  if (resolution != nullptr) {
    auto candidate = candidate_from(*resolution, path + ".resolution");
    if (!candidate) return candidate.error();
    conflict.resolution = std::move(*candidate);
  }
  if (assignee != nullptr) {
    auto said = said_from(*assignee, path + ".assignee");
    if (!said) return said.error();
    conflict.assignee = std::move(*said);
  }
  for (const auto& remark : remarks) {
    auto said = said_from(remark, path + ".remarks");
    if (!said) return said.error();
    conflict.remarks.push_back(std::move(*said));
  }
  return {};
}

}  // namespace

void keep_people(Conflict& conflict) {
  auto keep = [&](const Candidate& one) {
    if (!one.stamp.chain.value.empty()) conflict.people.push_back(person_of(one.stamp.chain));
  };
  for (const auto& one : conflict.candidates) keep(one);
  if (conflict.resolution) keep(*conflict.resolution);
  auto& people = conflict.people;
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
}

RecordId conflict_id(const RecordId& record, const std::string& field, const EditId& opened_by) {
  std::string named{view(record.bytes)};
  named += field;
  named += '\0';  // a field's name has none, so two different triples never give the same bytes
  named += view(opened_by.bytes);
  RecordId id{short_hash(named)};
  // Version 8 and the variant of RFC 9562: ids of our own making stay recognisable as such.
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

RecordText encode(const Conflict& conflict) {
  json header{{"community", conflict.community.value},
              {"count", conflict.count},
              {"seq", conflict.seq.value},
              {"type", conflict_type}};
  json part{{"conflict", body_json(conflict)}, {"count", conflict.count}, {"seq", conflict.seq.value}};
  RecordText out{conflict.id, std::string{conflict_type}, canonical(header), {}};
  out.classes[static_cast<std::size_t>(conflict.klass)] = canonical(part);
  return out;
}

Result<Conflict> decode_conflict(const RecordId& id, const json& header, const std::array<const json*, 3>& classes) {
  Reader head{header, "header"};
  Conflict conflict;
  conflict.id = id;
  conflict.community = CommunityId{head.text("community", name_bytes_max)};
  if (conflict.community.value.empty()) head.wrong("community", "is empty");
  conflict.seq = Seq{head.count("seq")};
  conflict.count = head.count("count");
  if (head.text("type") != conflict_type) head.wrong("type", "is no conflict");
  if (head.error()) return *head.error();
  if (std::count(classes.begin(), classes.end(), nullptr) != 2) {
    return Error{Fault::bad_frame, "a conflict belongs to one class"};
  }
  for (auto klass : all_classes) {
    const auto* object = classes[static_cast<std::size_t>(klass)];
    if (object == nullptr) continue;
    conflict.klass = klass;
    Reader part{*object, std::string{name_of(klass)}};
    if (part.count("seq") != conflict.seq.value) part.wrong("seq", "differs from the header's");
    if (part.count("count") != conflict.count) part.wrong("count", "differs from the header's");
    const auto& body = part.object("conflict");
    if (part.error()) return *part.error();
    if (auto read = read_body(body, conflict, part.path() + ".conflict"); !read) return read.error();
  }
  return conflict;
}

Result<Conflict> decode_conflict(const RecordText& text) {
  auto objects = parse(text);
  if (!objects) return objects.error();
  return decode_conflict(text.id, objects->header, objects->classes());
}

std::string_view name_of(ConflictKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view name_of(ConflictState state) { return state_names[static_cast<std::size_t>(state)]; }

}  // namespace doorstep
