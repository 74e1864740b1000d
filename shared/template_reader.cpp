#include "shared/template_reader.h"

#include <algorithm>
#include <initializer_list>

#include "shared/dates.h"
#include "shared/forms.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

constexpr std::size_t types_max = 64, fields_max = 200, groups_max = 50, choices_max = 300, names_max = 50;
constexpr std::size_t name_bytes_max = 40, label_bytes_max = 400, text_length_max = 20'000;

std::string at(const std::string& path, const char* key, std::size_t index) {
  return path + (path.empty() ? "" : ".") + key + "[" + std::to_string(index) + "]";
}

/// One object of the template. What goes wrong first, in whichever part, is kept in `fault` and ends everything.
class Passage {
 public:
  Passage(const json& object, std::string path, std::optional<Error>& fault)
      : object_(object), reader_(object, std::move(path)), fault_(fault) {}
  ~Passage() {
    if (!fault_ && reader_.error()) fault_ = Error{Fault::bad_template, reader_.error()->detail};
  }
  Passage(const Passage&) = delete;

  Reader& read() { return reader_; }
  const std::string& path() const { return reader_.path(); }
  bool has(const char* key) const { return reader_.has(key); }
  bool has_object(const char* key) const { return has(key) && object_.at(key).is_object(); }

  void only(std::initializer_list<std::string_view> keys) {
    if (!object_.is_object()) return;
    for (const auto& [key, value] : object_.items())
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) reader_.wrong(key, "is no key that stands here");
  }

  std::string name(const char* key) {
    auto out = reader_.text(key, name_bytes_max);
    if (!reader_.error() && !is_name(out)) reader_.wrong(key, quoted(out) + " is no name ([a-z][a-z0-9_]*)");
    return out;
  }

  /// A word from a closed list.
  template <class Enum>
  Enum word(const char* key, std::optional<Enum> (*named)(std::string_view), const char* what) {
    auto text = reader_.text(key);
    auto out = named(text);
    if (!reader_.error() && !out) reader_.wrong(key, quoted(text) + " is no " + what);
    return out.value_or(Enum{});
  }

  Label label(const char* key) {
    Passage words(reader_.object(key), path_of(key), fault_);
    if (reader_.error()) return {};
    words.only({"zh-CN", "en"});
    Label out{words.read().text("zh-CN", label_bytes_max), words.read().text("en", label_bytes_max)};
    if (!words.read().error() && out.zh.empty()) words.read().wrong("zh-CN", "is empty");
    if (!words.read().error() && out.en.empty()) words.read().wrong("en", "is empty");
    return out;
  }

  Passage inside(const char* key) { return {reader_.object(key), path_of(key), fault_}; }

  std::vector<std::string> names(const char* key) {
    if (!has(key)) return {};
    return names_in(reader_.array(key, names_max), path_of(key));
  }

  std::vector<std::string> names_in(const json& list, const std::string& list_path) {
    std::vector<std::string> out;
    if (!list.is_array()) wrong_at(list_path, "is no list");
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
      if (!list[i].is_string())
        wrong_at(list_path + "[" + std::to_string(i) + "]", "is no text");
      else
        out.push_back(list[i].get<std::string>());
    }
    return out;
  }

  /// Runs `read_one` over a list of objects.
  template <class Item, class ReadOne>
  std::vector<Item> list(const char* key, std::size_t items_max, ReadOne read_one) {
    std::vector<Item> out;
    const auto& items = reader_.array(key, items_max);
    for (std::size_t i = 0; i < items.size(); ++i) {
      Passage item(items[i], at(path(), key, i), fault_);
      out.push_back(read_one(item));
    }
    return out;
  }

  std::string path_of(const std::string& key) const { return path().empty() ? key : path() + "." + key; }
  void wrong_at(const std::string& where, const std::string& why) {
    if (!fault_) fault_ = Error{Fault::bad_template, where + ": " + why};
  }
  static std::string quoted(const std::string& text) { return "'" + text + "'"; }

 private:
  const json& object_;
  Reader reader_;
  std::optional<Error>& fault_;
};

Choice read_choice(Passage& part) {
  part.only({"name", "label"});
  return {part.name("name"), part.label("label")};
}

/// A date's bound is written as a date and kept as 19000101.
std::optional<std::int64_t> read_bound(Passage& part, const char* key, Kind kind) {
  if (!part.has(key)) return std::nullopt;
  if (kind != Kind::date) return part.read().integer_if(key);
  auto text = part.read().text(key);
  if (!is_date(text)) part.read().wrong(key, "is no date like 1900-01-01");
  return date_number(text);
}

std::optional<Condition> read_condition(Passage& part) {
  if (!part.has("shown_if")) return std::nullopt;
  const auto path = part.path_of("shown_if");
  const auto* object = part.read().object_if("shown_if");
  if (object == nullptr) return std::nullopt;
  Condition out;
  for (const auto& [key, value] : object->items())
    if (key != "field" && key != "is") part.wrong_at(path + "." + key, "is no key that stands here");
  auto field = object->find("field");
  auto is = object->find("is");
  if (field == object->end() || !field->is_string()) part.wrong_at(path + ".field", "missing; expected a field's name");
  if (is == object->end()) part.wrong_at(path + ".is", "missing; expected a value or a list of them");
  if (field == object->end() || !field->is_string() || is == object->end()) return std::nullopt;
  out.field = field->get<std::string>();
  if (is->is_array())
    out.is.assign(is->begin(), is->end());
  else
    out.is.push_back(*is);
  return out;
}

std::map<std::string, std::vector<std::string>> read_steps(Passage& part) {
  std::map<std::string, std::vector<std::string>> out;
  const auto* steps = part.read().object_if("steps");
  if (steps == nullptr) return out;
  for (const auto& [from, next] : steps->items()) out[from] = part.names_in(next, part.path_of("steps." + from));
  return out;
}

/// A small template may leave the list out and let the steps name the choices.
void take_choices_from_steps(Field& field) {
  auto add = [&field](const std::string& name) {
    auto known =
        std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& c) { return c.name == name; });
    if (!known) field.choices.push_back({name, {name, name}});
  };
  for (const auto& [from, next] : field.steps) {
    add(from);
    for (const auto& name : next) add(name);
  }
}

void read_options(Passage& part, Field& field) {
  auto& reader = part.read();
  field.required = reader.flag_or("required", false);
  field.open = reader.flag_or("open", false);
  if (part.has("choices")) field.choices = part.list<Choice>("choices", choices_max, read_choice);
  field.steps = read_steps(part);
  if (field.policy == Policy::state && !part.has("choices")) take_choices_from_steps(field);
  field.refers = reader.text_or("refers", "");
  field.scale = static_cast<int>(reader.count_or("scale", 0));
  field.min = read_bound(part, "min", field.kind);
  field.max = read_bound(part, "max", field.kind);
  if (part.has("length_max")) field.length_max = static_cast<std::size_t>(reader.count("length_max", text_length_max));
  field.normalise = reader.text_or("normalise", "");
  field.form = reader.text_or("form", "");
  field.series = reader.text_or("series", "");
  constexpr std::array<std::string_view, 7> normal_forms{"",        "building", "unit_no", "room_no",
                                                         "contact", "plate",    "prose"};
  if (std::find(normal_forms.begin(), normal_forms.end(), field.normalise) == normal_forms.end())
    reader.wrong("normalise", Passage::quoted(field.normalise) + " is no normal form");
  if (!field.form.empty() && !is_form(field.form)) reader.wrong("form", Passage::quoted(field.form) + " is no form");
}

Field read_field(Passage& part) {
  part.only({"name",     "kind",       "class",     "policy", "group",  "label",   "help",
             "required", "choices",    "open",      "steps",  "refers", "scale",   "min",
             "max",      "length_max", "normalise", "form",   "series", "shown_if"});
  Field out;
  out.name = part.name("name");
  out.kind = part.word<Kind>("kind", kind_named, "kind");
  out.klass = part.word<Class>("class", class_named, "class");
  out.group = part.read().text_or("group", "");
  if (out.group.empty())
    out.policy = part.word<Policy>("policy", policy_named, "policy");
  else if (part.has("policy"))
    part.read().wrong("policy", "the group's policy counts; leave this one out");
  out.label = part.label("label");
  if (part.has("help")) out.help = part.label("help");
  read_options(part, out);
  out.shown_if = read_condition(part);
  return out;
}

Group read_group(Passage& part) {
  part.only({"name", "label", "fields", "policy"});
  Group out;
  out.name = part.name("name");
  out.label = part.label("label");
  out.fields = part.names("fields");
  out.policy = part.word<Policy>("policy", policy_named, "policy");
  return out;
}

Section read_section(Passage& part) {
  part.only({"name", "label", "fields", "shown_if"});
  Section out;
  out.name = part.name("name");
  out.label = part.label("label");
  out.fields = part.names("fields");
  out.shown_if = read_condition(part);
  return out;
}

Validator read_validator(Passage& part) {
  part.only({"name", "rule", "fields", "forms", "label"});
  Validator out;
  out.name = part.name("name");
  out.rule = part.word<Rule>("rule", rule_named, "rule");
  out.fields = part.names("fields");
  if (const auto* forms = part.read().object_if("forms"))
    for (const auto& [choice, form] : forms->items()) {
      if (!form.is_string() || !is_form(form.get<std::string>()))
        part.wrong_at(part.path_of("forms." + choice), "is no form");
      else
        out.forms[choice] = form.get<std::string>();
    }
  out.label = part.label("label");
  return out;
}

Type read_type(Passage& part) {
  part.only(
      {"name", "label", "title", "keys", "needs", "parent", "place", "groups", "fields", "validators", "sections"});
  Type out;
  out.name = part.name("name");
  out.label = part.label("label");
  out.title = part.names("title");
  out.needs = part.names("needs");
  out.parent = part.read().text_or("parent", "");
  if (part.has_object("place")) {
    Passage filing = part.inside("place");
    filing.only({"by", "through"});
    out.filed = Filing{filing.name("by"), filing.name("through")};
  } else {
    out.place = part.read().text_or("place", "");
  }
  if (part.has("keys")) {
    const auto& keys = part.read().array("keys", names_max);
    for (std::size_t i = 0; i < keys.size(); ++i)
      out.keys.push_back(part.names_in(keys[i], at(part.path(), "keys", i)));
  }
  if (part.has("groups")) out.groups = part.list<Group>("groups", groups_max, read_group);
  out.fields = part.list<Field>("fields", fields_max, read_field);
  if (part.has("validators")) out.validators = part.list<Validator>("validators", names_max, read_validator);
  if (part.has("sections")) out.sections = part.list<Section>("sections", names_max, read_section);
  for (auto& field : out.fields)
    if (const auto* group = out.group(field.group)) field.policy = group->policy;
  return out;
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= name_bytes_max && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<TemplateParts> read_template(const json& parsed) {
  std::optional<Error> fault;
  TemplateParts out;
  {
    Passage root(parsed, "", fault);
    root.only({"name", "version", "types"});
    out.name = root.name("name");
    out.version = root.read().count("version");
    if (!root.read().error() && out.version == 0) root.read().wrong("version", "begins with 1");
    out.types = root.list<Type>("types", types_max, read_type);
  }
  for (const auto& type : out.types)
    for (auto& filer : out.types)
      if (type.filed && type.filed->by == filer.name) filer.files = type.filed->through;
  if (fault) return *fault;
  return out;
}

}  // namespace doorstep
