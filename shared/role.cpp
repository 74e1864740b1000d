#include "shared/role.h"

#include <algorithm>

#include "shared/crypto.h"
#include "shared/scope.h"

namespace doorstep {
namespace {

constexpr std::string_view any_type = "*";
constexpr std::array<std::string_view, 3> writing_names{"no", "propose", "yes"};
constexpr std::array<std::string_view, 5> verb_names{"create", "archive", "delete", "resolve", "merge"};
constexpr std::array<std::string_view, 6> right_names{"history", "export",  "approve",
                                                      "people",  "devices", "quarantine"};
constexpr std::size_t proposes_max = 64;
// Where the role holds is part of what a person is told, not of what an admin writes (shared/scope.h).
constexpr std::size_t building_bytes_max = 1024;

constexpr char shipped_roles_text[] =
#include "shared/shipped_roles.inc"
    ;

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, const json& word) {
  const auto* text = word.get_ptr<const std::string*>();
  auto found = text == nullptr ? names.end() : std::find(names.begin(), names.end(), *text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

bool is_role_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// Somebody's misspelt "raed" would otherwise be a right that nobody gave, or took.
void only_these(Reader& in, const json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : object.items())
    if (std::find(known.begin(), known.end(), key) == known.end()) in.wrong(key, "is a key that no role has");
}

void read_classes(Reader& in, ClassMask& out) {
  if (!in.has("read")) return;
  for (const auto& entry : in.array("read", all_classes.size())) {
    const auto* word = entry.get_ptr<const std::string*>();
    auto klass = word == nullptr ? std::nullopt : class_named(*word);
    if (!klass) return in.wrong("read", "names something that is no class");
    out |= mask_of(*klass);
  }
}

void read_writing(Reader& in, TypeRights& out) {
  const auto* writes = in.object_if("write");
  if (writes == nullptr) return;
  for (const auto& [name, word] : writes->items()) {
    auto klass = class_named(name);
    if (!klass) return in.wrong("write", "names something that is no class");
    auto writing = named<Writing>(writing_names, word);
    if (!writing) return in.wrong("write." + name, "is not no, propose or yes");
    if (*writing != Writing::no && !has(out.reads, *klass))
      return in.wrong("write." + name, "is written without being read");
    out.writes[static_cast<std::size_t>(*klass)] = *writing;
  }
}

// "share", or {"field":"role","is":["owner"]}: only where somebody is, or becomes, one.
void read_proposes(Reader& in, TypeRights& out, const std::string& path) {
  if (!in.has("propose")) return;
  for (const auto& entry : in.array("propose", proposes_max)) {
    const auto* field = entry.get_ptr<const std::string*>();
    std::set<std::string> words;
    if (entry.is_object()) {
      Reader some{entry, path};
      only_these(some, entry, {"field", "is"});
      for (const auto& one : some.array("is", proposes_max))
        if (const auto* word = one.get_ptr<const std::string*>()) words.insert(*word);
      field = entry.contains("field") ? entry.at("field").get_ptr<const std::string*>() : nullptr;
      if (some.error() || words.empty())
        return in.wrong("propose", "is no field with the words that are only proposed");
    }
    if (field == nullptr || !is_role_name(*field)) return in.wrong("propose", "names something that is no field");
    out.proposes[*field] = std::move(words);
  }
}

Result<TypeRights> read_rights(const json& object, const std::string& path) {
  Reader in{object, path};
  if (!object.is_object()) return *in.error();
  only_these(in, object, {"read", "write", "propose", "may"});
  TypeRights out;
  read_classes(in, out.reads);
  read_writing(in, out);
  read_proposes(in, out, path + ".propose");
  if (in.has("may")) {
    for (const auto& entry : in.array("may", verb_names.size())) {
      auto verb = named<RecordVerb>(verb_names, entry);
      if (!verb) in.wrong("may", "names something that is not create, archive, delete, resolve or merge");
      if (!in.error()) out.verbs.insert(*verb);
    }
    if (!out.verbs.empty() && out.reads == no_class) in.wrong("may", "allows what nobody can do who reads nothing");
  }
  if (in.error()) return *in.error();
  return out;
}

void check_buildings(Reader& in) {
  if (!in.has(buildings_key)) return;
  for (const auto& entry : in.array(buildings_key, buildings_max)) {
    const auto* building = entry.get_ptr<const std::string*>();
    if (building == nullptr || building->empty() || building->size() > building_bytes_max)
      return in.wrong(buildings_key, "names something that is no building");
  }
}

json without_buildings(json role) {
  role.erase(buildings_key);
  return role;
}

// What is read of which type and, where it does not hold everywhere, in which buildings.
std::string scope_of(const std::map<std::string, TypeRights, std::less<>>& types, const json& buildings) {
  json reads = json::object();
  for (const auto& [name, rights] : types) reads[name] = rights.reads;
  if (!buildings.is_null()) reads = json::array({std::move(reads), buildings});
  return base64(hash(canonical(reads)));
}

}  // namespace

Result<Role> Role::read(const json& parsed) {
  Reader in{parsed, "role"};
  if (!parsed.is_object()) return *in.error();
  only_these(in, parsed, {"name", "version", "label", "types", "may", buildings_key});
  Role out;
  out.name_ = in.text("name", 40);
  if (!is_role_name(out.name_)) in.wrong("name", "is not made of a-z, 0-9 and _");
  out.version_ = in.count_or("version", 1);
  if (const auto* label = in.object_if("label")) {
    Reader words{*label, "role.label"};
    out.label_ = {words.text("zh", 80), words.text("en", 80)};
    if (words.error()) return *words.error();
  }
  if (in.has("may")) {
    for (const auto& entry : in.array("may", right_names.size())) {
      auto right = named<Right>(right_names, entry);
      if (!right)
        in.wrong("may", "names something that is not history, export, approve, people, devices or quarantine");
      if (!in.error()) out.rights_.insert(*right);
    }
  }
  check_buildings(in);
  const auto& types = in.object("types");
  if (in.error()) return *in.error();
  if (types.size() > role_types_max) return Error{Fault::bad_frame, "role.types: are too many"};
  for (const auto& [name, object] : types.items()) {
    if (name != any_type && !is_role_name(name)) return Error{Fault::bad_frame, "role.types: names what is no type"};
    auto rights = read_rights(object, "role.types." + name);
    if (!rights) return rights.error();
    out.types_.emplace(name, std::move(*rights));
  }
  out.text_ = canonical(parsed);
  const bool held = parsed.contains(buildings_key);
  if ((held ? canonical(without_buildings(parsed)) : out.text_).size() > role_bytes_max)
    return Error{Fault::bad_frame, "role: is larger than " + std::to_string(role_bytes_max) + " bytes"};
  out.scope_ = scope_of(out.types_, held ? parsed.at(buildings_key) : json(nullptr));
  return out;
}

Result<Role> Role::parse(std::string_view text) {
  auto parsed = parse_json(text);
  auto role = parsed ? read(*parsed) : Result<Role>{parsed.error()};
  if (!role) return Error{Fault::invalid_value, role.error().detail};
  return role;
}

const std::vector<Role>& Role::shipped() {
  static const std::vector<Role> roles = [] {
    auto list = parse_json(shipped_roles_text);
    require(list.has_value() && list->is_array(), "the shipped roles are a list");
    std::vector<Role> out;
    for (const auto& one : *list) {
      auto role = read(one);
      require(role.has_value(), "a shipped role is valid");
      out.push_back(std::move(*role));
    }
    return out;
  }();
  return roles;
}

const Role* Role::shipped(std::string_view name) {
  const auto& all = shipped();
  auto found = std::find_if(all.begin(), all.end(), [&](const Role& role) { return role.name() == name; });
  return found == all.end() ? nullptr : &*found;
}

const Role& Role::everything() {
  static const Role all = [] {
    Role out;
    out.name_ = "everything";
    TypeRights rights{every_class, {Writing::yes, Writing::yes, Writing::yes}, {}, {}};
    rights.verbs = {RecordVerb::create, RecordVerb::archive, RecordVerb::remove, RecordVerb::resolve,
                    RecordVerb::merge};
    out.types_.emplace(any_type, std::move(rights));
    out.rights_ = {Right::history, Right::export_records, Right::approve,
                   Right::people,  Right::devices,        Right::quarantine};
    out.scope_ = scope_of(out.types_, nullptr);
    return out;
  }();
  return all;
}

const TypeRights& Role::of(std::string_view type) const {
  static const TypeRights nothing;
  auto found = types_.find(type);
  if (found == types_.end()) found = types_.find(any_type);
  return found == types_.end() ? nothing : found->second;
}

Role Role::with_version(std::uint64_t version) const {
  auto parsed = parse_json(text_);
  require(parsed.has_value() && parsed->is_object(), "a role's text is JSON");
  (*parsed)["version"] = version;
  Role out = *this;
  out.version_ = version;
  out.text_ = canonical(*parsed);
  return out;
}

ClassMask classes_of(const Type& type) {
  ClassMask out = no_class;
  for (const auto& field : type.fields) out |= mask_of(field.klass);
  return out;
}

bool reads_whole(const Role& role, const Template& archive_template, const Type& type) {
  auto whole = [&](const Type& one) { return (classes_of(one) & ~role.reads(one.name)) == 0; };
  auto is_child = [&](const Type& one) {
    const auto* parent = one.parent.empty() ? nullptr : one.field(one.parent);
    return parent != nullptr && parent->refers == type.name;
  };
  const auto& types = archive_template.types();
  return whole(type) &&
         std::all_of(types.begin(), types.end(), [&](const Type& one) { return !is_child(one) || whole(one); });
}

}  // namespace doorstep
