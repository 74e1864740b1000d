#include "shared/template.h"

#include <algorithm>

#include "shared/crypto.h"
#include "shared/template_reader.h"

namespace doorstep {
namespace {

constexpr std::array<std::string_view, 15> kind_names{"text",  "number",     "decimal",   "money",   "date",
                                                      "time",  "time range", "choice",    "choices", "flag",
                                                      "phone", "id number",  "reference", "entries", "attachment"};
constexpr std::array<std::string_view, 9> policy_names{"manual", "latest", "sum",        "append", "set",
                                                       "max",    "state",  "write_once", "derived"};
constexpr std::array<std::string_view, 3> class_names{"basic", "detail", "sensitive"};
constexpr std::array<std::string_view, 3> rule_names{"not above", "form by choice", "not in future"};

/// Names stand in the order of their enum.
template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

constexpr char shipped_template_text[] =
#include "shared/shipped_template.inc"
    ;

}  // namespace

std::string_view name_of(Kind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }
std::string_view name_of(Policy policy) { return policy_names.at(static_cast<std::size_t>(policy)); }
std::string_view name_of(Class klass) { return class_names.at(static_cast<std::size_t>(klass)); }
std::string_view name_of(Rule rule) { return rule_names.at(static_cast<std::size_t>(rule)); }
std::optional<Kind> kind_named(std::string_view name) { return named<Kind>(kind_names, name); }
std::optional<Policy> policy_named(std::string_view name) { return named<Policy>(policy_names, name); }
std::optional<Class> class_named(std::string_view name) { return named<Class>(class_names, name); }
std::optional<Rule> rule_named(std::string_view name) { return named<Rule>(rule_names, name); }

const Field* Type::field(std::string_view field_name) const {
  auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& each) { return each.name == field_name; });
  return found == fields.end() ? nullptr : &*found;
}

const Group* Type::group(std::string_view group_name) const {
  auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& each) { return each.name == group_name; });
  return found == groups.end() ? nullptr : &*found;
}

const Type* Template::type(std::string_view name) const {
  auto found = std::find_if(types_.begin(), types_.end(), [&](const Type& each) { return each.name == name; });
  return found == types_.end() ? nullptr : &*found;
}

// Nearly every store and archive works by the shipped template: its text is known and not read again.
Result<Template> Template::parse(std::string_view text) {
  if (text.data() != shipped_template_text && text == shipped().text_) return shipped();
  auto parsed = parse_json(text);
  if (!parsed) return Error{Fault::bad_template, parsed.error().detail};
  auto read = read_template(*parsed);
  if (!read) return read.error();
  if (auto fault = find_fault(read->types)) return Error{Fault::bad_template, *fault};
  Template out;
  out.name_ = std::move(read->name);
  out.version_ = read->version;
  out.types_ = std::move(read->types);
  out.text_ = canonical(*parsed);
  out.digest_ = base64(hash(out.text_));
  return out;
}

const Template& Template::shipped() {
  static const Template compiled_in = [] {
    auto parsed = parse(shipped_template_text);
    require(parsed.has_value(), "the shipped template is valid");
    return std::move(*parsed);
  }();
  return compiled_in;
}

}  // namespace doorstep
