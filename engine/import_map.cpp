#include "engine/import_map.h"

#include <algorithm>
#include <array>

#include "shared/address.h"
#include "shared/value.h"

namespace doorstep {
namespace {

constexpr std::string_view address_format = "building-unit-room";

Error wrong(const std::string& path, const std::string& why) { return Error{Fault::bad_map, path + ": " + why}; }

std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

Reason refused(const Field& field) {
  auto what = expectation(field);
  return {field.label.zh + "：需要" + what.zh, field.label.en + ": expected " + what.en};
}
Reason not_in_format() { return {"日期或时间不是对照表里写的格式", "not in the map's date and time format"}; }
Reason no_address() { return {"看不出楼栋、单元和房号", "no building, unit and room can be read from it"}; }

/// The fields of an address in the order building, unit, room; empty when the type has none.
std::vector<const Field*> address_of(const Type& type) {
  std::vector<const Field*> parts;
  for (std::string_view part : {"building", "unit_no", "room_no"})
    for (const auto& field : type.fields)
      if (field.normalise == part) parts.push_back(&field);
  return parts.size() == 3 ? parts : std::vector<const Field*>{};
}

Result<const Field*> writable(const Type& type, const std::string& name, const std::string& path) {
  const Field* field = type.field(name);
  if (field == nullptr) return wrong(path, "type " + type.name + " has no field " + in_quotes(name));
  if (field->policy == Policy::derived) return wrong(path, in_quotes(name) + " is computed and cannot be imported");
  if (field->kind == Kind::attachment) return wrong(path, in_quotes(name) + " is a file and cannot be imported");
  return field;
}

/// Text of a key that must be text; empty when it is absent.
Result<std::string> text_at(const json& object, const char* key, const std::string& path) {
  auto found = object.find(key);
  if (found == object.end()) return std::string{};
  if (!found->is_string()) return wrong(path + "." + in_quotes(key), "must be text");
  return found->get<std::string>();
}

Result<void> only_keys(const json& object, const std::string& path, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) return wrong(path, "must be an object");
  for (const auto& [key, value] : object.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      return wrong(path, in_quotes(key) + " is not understood");
  return {};
}

/// The words of a map, each with what the field would store for it. What is wrong shows here, before any row is read.
Result<std::map<std::string, json>> words_in(const json& entry, const Field* reads, const std::string& path) {
  std::map<std::string, json> words;
  auto found = entry.find("values");
  if (found == entry.end()) return words;
  if (!found->is_object()) return wrong(path + ".\"values\"", "must be an object");
  for (const auto& [word, meaning] : found->items()) {
    const std::string where = path + ".\"values\"." + in_quotes(word);
    json stored;
    if (!meaning.is_null()) {
      if (!meaning.is_string()) return wrong(where, "must be text or null");
      if (reads == nullptr) return wrong(where, "an address takes only null here");
      auto value = parse_value(*reads, meaning.get_ref<const std::string&>());
      if (!value) return wrong(where, value.error().detail);
      stored = std::move(*value);
    }
    if (!words.try_emplace(std::string{trimmed(word)}, std::move(stored)).second) return wrong(where, "stands twice");
  }
  return words;
}

}  // namespace

Result<ImportMap> ImportMap::parse(std::string_view text, const Template& archive_template, const Type& type,
                                   std::span<const std::string> header) {
  if (text.size() > map_bytes_max) return Error{Fault::bad_map, "the map is over 256 KiB"};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // Windows' editors write it
  auto object = parse_json(text);
  if (!object) return Error{Fault::bad_map, object.error().detail};
  if (!object->is_object()) return Error{Fault::bad_map, "the map must be an object: column → field"};

  ImportMap map{archive_template, type, header};
  for (const auto& [key, entry] : object->items()) {
    const std::string path = in_quotes(key);
    if (key.empty()) {
      if (auto added = map.add_options(entry); !added) return added.error();
      continue;
    }
    auto column = std::find(map.header_.begin(), map.header_.end(), trimmed(key));
    if (column == map.header_.end()) return wrong(path, "the file has no such column");
    const auto number = static_cast<std::size_t>(column - map.header_.begin());
    const bool several = entry.is_array();
    for (std::size_t i = 0; i < (several ? entry.size() : 1); ++i) {
      const std::string place = several ? path + "[" + std::to_string(i) + "]" : path;
      if (auto added = map.add_target(place, number, several ? entry[i] : entry); !added) return added.error();
    }
  }
  if (auto whole = map.check_whole(); !whole) return whole.error();
  return map;
}

Result<ImportMap> ImportMap::guess(const Template& archive_template, const Type& type,
                                   std::span<const std::string> header) {
  ImportMap map{archive_template, type, header};
  for (std::size_t column = 0; column < map.header_.size(); ++column) {
    const auto& name = map.header_[column];
    auto named = [&](const Field& field) {
      return name == field.name || name == field.label.zh || name == field.label.en;
    };
    auto field = std::find_if(type.fields.begin(), type.fields.end(), named);
    if (field == type.fields.end() || field->policy == Policy::derived || field->kind == Kind::attachment) continue;
    // Of a header that matches, the name is the template's word: it may be shown.
    if (auto added = map.add_target(in_quotes(name), column, json{{"field", field->name}}); !added)
      return added.error();
  }
  if (map.targets_.empty())
    return Error{Fault::bad_map, "no column is named as a field of " + type.name + "; give a map"};
  if (auto whole = map.check_whole(); !whole) return whole.error();
  return map;
}

/// The key "" cannot be a column: what holds for the whole file stands there.
Result<void> ImportMap::add_options(const json& options) {
  const std::string path = "\"\"";
  if (auto known = only_keys(options, path, {"constants"}); !known) return known.error();
  auto constants = options.find("constants");
  if (constants == options.end()) return {};
  const std::string inside = path + ".\"constants\"";
  if (!constants->is_object()) return wrong(inside, "must be an object: field → text");
  for (const auto& [name, text] : constants->items()) {
    const std::string where = inside + "." + in_quotes(name);
    auto field = writable(*type_, name, where);
    if (!field) return field.error();
    if (!text.is_string()) return wrong(where, "must be text");
    auto value = parse_value(**field, text.get_ref<const std::string&>());
    if (!value) return wrong(where, value.error().detail);
    if (value->is_null()) return wrong(where, "is empty");
    if (auto claimed = claim(name, where); !claimed) return claimed.error();
    constants_.emplace(name, std::move(*value));
  }
  return {};
}

Result<void> ImportMap::add_target(const std::string& path, std::size_t column, const json& entry) {
  if (auto known = only_keys(entry, path, {"field", "values", "format", "lookup"}); !known) return known.error();
  auto field_name = text_at(entry, "field", path);
  auto format = text_at(entry, "format", path);
  auto lookup = text_at(entry, "lookup", path);
  for (const auto* text : {&field_name, &format, &lookup})
    if (!*text) return text->error();
  if (field_name->empty()) return wrong(path, "\"field\" is missing");

  Target target;
  target.column = column;
  target.field = *field_name;
  const Type* home = type_;  // where the cell's fields are: this type, or the one looked in
  std::string reads = *field_name;
  if (!lookup->empty()) {
    auto field = writable(*type_, *field_name, path + ".\"field\"");
    if (!field) return field.error();
    if ((*field)->kind != Kind::reference)
      return wrong(path + ".\"lookup\"", in_quotes(*field_name) + " is no reference");
    home = target.refers = template_->type((*field)->refers);
    require(home != nullptr, "a template's references name its types");
    reads = *lookup;
  }
  const bool is_address = home->field(reads) == nullptr && home->group(reads) != nullptr &&
                          !address_of(*home).empty() && home->group(reads)->name == address_of(*home).front()->group;
  if (is_address) {
    target.address = address_of(*home);
    if (!format->empty() && *format != address_format)
      return wrong(path + ".\"format\"", "an address is written \"" + std::string{address_format} + "\"");
  } else {
    auto field = writable(*home, reads, path + (target.refers != nullptr ? ".\"lookup\"" : ".\"field\""));
    if (!field) return field.error();
    target.reads = *field;
    if (!format->empty()) {
      if (target.reads->kind != Kind::date && target.reads->kind != Kind::time)
        return wrong(path + ".\"format\"", "only dates, times and addresses have one");
      auto parsed = TimeFormat::parse(*format);
      if (!parsed) return wrong(path + ".\"format\"", parsed.error().detail);
      target.format = std::move(*parsed);
    }
  }
  auto words = words_in(entry, target.reads, path);
  if (!words) return words.error();
  target.values = std::move(*words);

  if (is_address && target.refers == nullptr) {
    for (const Field* part : target.address)
      if (auto claimed = claim(part->name, path); !claimed) return claimed;
  } else if (auto claimed = claim(target.field, path); !claimed) {
    return claimed;
  }
  targets_.push_back(std::move(target));
  return {};
}

Result<void> ImportMap::claim(const std::string& field, const std::string& path) {
  auto [other, fresh] = claimed_.try_emplace(field, path);
  if (!fresh) return wrong(path, in_quotes(field) + " is already filled by " + other->second);
  return {};
}

/// A map with which no row could ever be imported, or found again, is refused before the first row.
Result<void> ImportMap::check_whole() const {
  for (const auto& name : type_->needs)
    if (!claimed_.contains(name))
      return Error{Fault::bad_map, "a " + type_->name + " needs " + in_quotes(name) + ", which nothing fills"};
  if (type_->keys.empty()) return {};
  const auto& key = type_->keys.front();
  if (std::none_of(key.begin(), key.end(), [&](const auto& name) { return claimed_.contains(name); }))
    return Error{Fault::bad_map,
                 "nothing fills " + in_quotes(key.front()) + ", by which a " + type_->name + " is found again"};
  return {};
}

// --- Rows

Converted ImportMap::convert(std::span<const std::string> cells) const {
  Converted out;
  for (const auto& [name, value] : constants_) out.draft.values.emplace(name, value);
  for (const auto& target : targets_) {
    require(target.column < cells.size(), "a row without problem has as many cells as the header");
    read_cell(target, trimmed(cells[target.column]), out);
  }
  return out;
}

void ImportMap::read_cell(const Target& target, std::string_view cell, Converted& out) const {
  auto word = target.values.find(std::string{cell});
  // "*" means every other word, but an empty cell is no word.
  if (word == target.values.end() && !cell.empty()) word = target.values.find("*");
  if (word != target.values.end()) return put(target, word->second, out);
  if (cell.empty()) return;
  if (target.reads == nullptr) return read_address(target, cell, out);

  std::string text{cell};
  if (target.format) {
    auto time = target.format->read(cell);
    if (!time) return out.refusals.push_back({header_[target.column], not_in_format()});
    text = target.reads->kind == Kind::date ? time->substr(0, time->find('T')) : std::move(*time);
  }
  auto value = parse_value(*target.reads, text);
  if (!value) return out.refusals.push_back({header_[target.column], refused(*target.reads)});
  put(target, std::move(*value), out);
}

void ImportMap::put(const Target& target, json value, Converted& out) const {
  if (value.is_null()) return;
  out.draft.columns[target.field] = header_[target.column];
  if (target.refers != nullptr)
    out.draft.lookups[target.field] = Lookup{target.refers->name, {{target.reads->name, std::move(value)}}};
  else
    out.draft.values[target.field] = std::move(value);
}

void ImportMap::read_address(const Target& target, std::string_view cell, Converted& out) const {
  const auto& column = header_[target.column];
  const auto address = split_address(cell);
  if (!address) return out.refusals.push_back({column, no_address()});
  std::map<std::string, json> parts;
  for (auto [field, text] : {std::pair{target.address[0], &address->building},
                             {target.address[1], &address->unit_no},
                             {target.address[2], &address->room_no}}) {
    if (text->empty()) continue;
    auto value = parse_value(*field, *text);
    if (!value) return out.refusals.push_back({column, refused(*field)});
    parts.emplace(field->name, std::move(*value));
  }
  if (target.refers != nullptr) {
    out.draft.columns[target.field] = column;
    out.draft.lookups[target.field] = Lookup{target.refers->name, std::move(parts)};
    return;
  }
  for (auto& [name, value] : parts) {
    out.draft.columns[name] = column;
    out.draft.values[name] = std::move(value);
  }
}

}  // namespace doorstep
