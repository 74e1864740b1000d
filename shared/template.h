#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/json.h"
#include "shared/result.h"

namespace doorstep {

/// The archive template: record types, fields, labels, validators and merge policies as data (docs/template.md).
/// Immutable once parsed; share it by reference. Both ends hold the same text, named by its digest.

enum class Kind {
  text,
  number,
  decimal,
  money,
  date,
  time,
  time_range,
  choice,
  choices,
  flag,
  phone,
  id_number,
  reference,
  entries,
  attachment,
};
enum class Policy { manual, latest, sum, append, set, max, state, write_once, derived };
enum class Class { basic, detail, sensitive };
inline constexpr std::array all_classes{Class::basic, Class::detail, Class::sensitive};

struct Label {
  std::string zh, en;
  const std::string& in(std::string_view language) const { return language.starts_with("zh") ? zh : en; }
};

struct Choice {
  std::string name;
  Label label;
};

/// When a form asks for something (skip logic): another field of the record has one of these values. A question only: a
/// value that is there is shown all the same, and nothing about saving or merging depends on it.
struct Condition {
  std::string field;     ///< a choice or a flag
  std::vector<json> is;  ///< stored forms
};

struct Field {
  std::string name;
  Kind kind{};
  Class klass{};
  Policy policy{};
  std::string group;  ///< empty when the field stands alone
  Label label, help;
  bool required = false;        ///< counted as incomplete when empty; never blocks a save, but for a type's `needs`
  std::vector<Choice> choices;  ///< choice, choices: in the order that `max` compares
  bool open = false;            ///< choices: words outside the list are welcome
  std::map<std::string, std::vector<std::string>> steps;  ///< state: from → allowed next
  std::string refers;                                     ///< reference: the type referred to
  int scale = 0;                                          ///< decimal: digits after the point of the stored integer
  std::optional<std::int64_t> min, max;                   ///< number, decimal, money (stored form); date: as 19000101
  std::size_t length_max = 200;                           ///< text, entries' text: in characters (code points)
  std::string
      normalise;  ///< text: "", "building", "unit_no", "room_no", "contact", "plate", "prose": brought to one form so
  std::string form;    ///< text, entries, id number: "" or one of shared/forms.h: a further validator
  std::string series;  ///< text: new records get a number of this series by themselves (shared/numbers.h); "": none

  std::optional<Condition> shown_if;

  /// People's own sentences: line breaks and Chinese punctuation stay as they were written.
  bool prose() const { return kind == Kind::entries || normalise == "prose"; }
};

struct Group {
  std::string name;
  Label label;
  std::vector<std::string> fields;
  Policy policy{};
};

/// A part of the form. Where a type has sections, each of its fields stands in one of them.
struct Section {
  std::string name;
  Label label;
  std::vector<std::string> fields;  ///< in the section's order
  std::optional<Condition> shown_if;
};

/// What must hold between the fields of one record (shared/validators.h).
enum class Rule { not_above, form_by_choice, not_in_future };

struct Validator {
  std::string name;
  Rule rule{};
  std::vector<std::string> fields;           ///< the ones a finding names, in the rule's order
  std::map<std::string, std::string> forms;  ///< form by choice: choice → form
  Label label;                               ///< what a person is told
};

/// Where a record is: wherever the records of type `by` are that refer to it by `through` (docs/security.md §Places).
struct Filing {
  std::string by, through;
  friend bool operator==(const Filing&, const Filing&) = default;
};

struct Type {
  std::string name;
  Label label;
  std::vector<Field> fields;  ///< in the form's order
  std::vector<Group> groups;
  std::vector<std::vector<std::string>> keys;  ///< natural keys; the first is the one that imports match by
  std::vector<std::string> title;              ///< fields that name a record to people
  std::vector<std::string> needs;              ///< fields without which a record cannot be created
  std::string parent;                          ///< the reference field that makes this a child; empty = none
  std::string place;            ///< the reference to the record that this one is where it is; empty: its parent
  std::optional<Filing> filed;  ///< or other records tell where it is
  std::string files;            ///< the reference to the record whose place this one tells; empty: it tells of none
  std::vector<Validator> validators;
  std::vector<Section> sections;  ///< empty: the form is one list of all fields

  const Field* field(std::string_view name) const;
  const Group* group(std::string_view name) const;
};

class Template {
 public:
  /// Errors name the path: "types[2].fields[5].policy: 'newest' is no policy".
  static Result<Template> parse(std::string_view text);
  /// The one compiled in.
  static const Template& shipped();

  const std::string& name() const { return name_; }
  std::uint64_t version() const { return version_; }
  const std::string& digest() const { return digest_; }  ///< names this exact template in frames and bundles
  const std::string& text() const { return text_; }      ///< canonical
  const std::vector<Type>& types() const { return types_; }
  const Type* type(std::string_view name) const;

 private:
  std::string name_, digest_, text_;
  std::uint64_t version_ = 0;
  std::vector<Type> types_;
};

std::string_view name_of(Kind kind);
std::string_view name_of(Policy policy);
std::string_view name_of(Class klass);
std::string_view name_of(Rule rule);
std::optional<Kind> kind_named(std::string_view name);
std::optional<Policy> policy_named(std::string_view name);
std::optional<Rule> rule_named(std::string_view name);
std::optional<Class> class_named(std::string_view name);

}  // namespace doorstep
